import { ApiError } from "../shared/api.js";

/** Asks /api/classify about a post; image is a file or null. */
export async function classify({ text, image }, signal) {
  const form = new FormData();
  if (text !== "") {
    form.set("text", text);
  }
  if (image !== null) {
    form.set("image", image);
  }
  const response = await fetch("/api/classify", { method: "POST", body: form, signal, headers: { accept: "application/json" } });
  if (!response.ok) {
    throw new ApiError(response.status, await response.json().catch(() => null));
  }
  return response.json();
}
