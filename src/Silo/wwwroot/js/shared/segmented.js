import { fill, h } from "./dom.js";

/** Fills a group with buttons of which one is pressed. Options are [value, text]. Answers a function that presses one. */
export function segmented(group, options, onChoose) {
  const buttons = options.map(([value, text]) => {
    const button = h("button", { type: "button", "data-value": value }, text);
    button.addEventListener("click", () => {
      press(value);
      onChoose(value);
    });
    return button;
  });
  function press(value) {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.value === value));
    }
  }
  fill(group, buttons);
  return press;
}
