import { get, onSignedOut, post } from "./api.js";
import { fill, h } from "./dom.js";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("moodstream-session");
const signedOutPage = "/signed-out.html";

const signInPath = () => `/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`;

/** Ends the session in all pages of this browser, and then where one signed in. */
async function signOut(button) {
  button.disabled = true;
  try {
    const { next } = await post("/sign-out");
    channel?.postMessage("signed-out");
    location.assign(next);
  } catch {
    button.disabled = false;
  }
}

/** Who is signed in, and the way out; or the way in. The pages that tell of a sign-in are no place to come back to. */
function show(place, name) {
  const isPage = location.pathname.endsWith("/");
  fill(place, name === null
    ? [h("a", { class: "button", href: isPage ? signInPath() : "/sign-in" }, "Sign in")]
    : [
      h("span", { class: "chip person", title: `Signed in as ${name}`, dir: "auto" }, name),
      h("button", { class: "button", type: "button", onclick: ({ currentTarget }) => signOut(currentTarget) }, "Sign out"),
    ]);
}

/** Says once that the session is over: what stands on the page stays readable. */
function showEnd(place) {
  if (document.getElementById("session-end") === null) {
    show(place, null);
    document.getElementById("main").prepend(
      h("div", { id: "session-end", class: "note warn", role: "status" }, "You are no longer signed in.", h("a", { class: "button", href: signInPath() }, "Sign in")));
  }
}

/** The part of the frame for people who sign in; where nobody does, there is nothing to see. */
export async function showSession() {
  const { signIn, name } = await get("/api/session").catch(() => ({ signIn: false }));
  if (!signIn) {
    return;
  }
  const place = h("div", { class: "session" });
  document.querySelector(".top-bar .tools").append(place);
  show(place, name);
  onSignedOut(() => showEnd(place));
  channel?.addEventListener("message", () => location.assign(signedOutPage));
}
