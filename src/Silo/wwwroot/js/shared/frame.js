import { showSession } from "./session.js";

/** What every page's frame does: the theme button, the connection chip, and who is signed in. */
const root = document.documentElement;
const button = document.getElementById("theme");

function label() {
  button.setAttribute("aria-label", root.dataset.theme === "dark" ? "Use the light theme" : "Use the dark theme");
}

button.addEventListener("click", () => {
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage may be forbidden; the choice then holds for this page only.
  }
  root.dispatchEvent(new CustomEvent("choosetheme", { detail: theme }));
});

new MutationObserver(label).observe(root, { attributeFilter: ["data-theme"] });
label();
showSession();

/** Calls back when the theme changes, for what is painted on a canvas. */
export function onThemeChange(listener) {
  new MutationObserver(listener).observe(root, { attributeFilter: ["data-theme"] });
}
