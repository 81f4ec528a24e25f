/** An answer that is not a success: its problem+json, or what can be said without one. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

const signedOut = new EventTarget();

/** Calls back when the server no longer knows who asks. */
export function onSignedOut(listener) {
  signedOut.addEventListener("signedout", listener);
}

/** Asks the server; an answer that is not a success is an ApiError. */
export async function send(path, options) {
  const response = await fetch(path, { headers: { accept: "application/json" }, ...options });
  if (response.status === 401) {
    signedOut.dispatchEvent(new Event("signedout"));
  }
  if (!response.ok) {
    throw new ApiError(response.status, await response.json().catch(() => null));
  }
  return response;
}

/** GETs JSON. */
export async function get(path, { signal } = {}) {
  return (await send(path, { signal })).json();
}

/** GETs one page of a list, and the address of the next from the Link header, or null. */
export async function getPage(path, { signal } = {}) {
  const response = await send(path, { signal });
  const next = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(response.headers.get("link") ?? "");
  return { body: await response.json(), next: next?.[1] ?? null };
}

/** POSTs JSON, or nothing; answers the JSON that comes back, or null. */
export async function post(path, body, { signal } = {}) {
  const response = await send(path, {
    method: "POST",
    signal,
    headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

/** DELETEs. */
export const remove = (path) => send(path, { method: "DELETE" });

/** Joins a path and its query; null, undefined and "" leave a parameter out. */
export function url(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null && item !== undefined && item !== "") {
        parameters.append(name, item);
      }
    }
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}
