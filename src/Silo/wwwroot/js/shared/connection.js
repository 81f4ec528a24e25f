import { fill, h } from "./dom.js";

const states = {
  connecting: ["Connecting", ""],
  open: ["Live", "good"],
  lost: ["Reconnecting", "warn"],
};

/** The chip in the frame that tells whether the live stream is connected. */
export function showConnection(state) {
  const chip = document.getElementById("connection");
  const [text, look] = states[state];
  if (chip.dataset.state === state) {
    return;
  }
  chip.dataset.state = state;
  chip.className = `chip connection ${look}`;
  chip.hidden = false;
  fill(chip, h("span", { class: "dot", "aria-hidden": "true" }), text);
}
