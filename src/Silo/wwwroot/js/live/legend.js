import { fill, h } from "../shared/dom.js";
import { emotionName, inStackOrder, shareBar } from "../shared/emotions.js";
import { percent } from "../shared/format.js";

/** The emotions with their shares, from the top of the stack down; each is a switch of the emotion filter. */
export function showLegend(list, trend, chosen, onToggle) {
  const { counts, events } = trend.total();
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.label : null;
  fill(list, inStackOrder(trend.emotions).toReversed().map((label) => {
    const share = events === 0 ? 0 : (counts[label] ?? 0) / events;
    const isChosen = chosen.includes(label);
    return h("li", {}, h("button", {
      type: "button",
      "data-label": label,
      "aria-pressed": String(isChosen),
      class: chosen.length > 0 && !isChosen ? "back" : null,
      onclick: () => onToggle(label),
    }, emotionName(label), shareBar(share, label), h("span", { class: "number" }, percent(share))));
  }));
  if (focused !== null) {
    list.querySelector(`[data-label="${CSS.escape(focused)}"]`)?.focus();
  }
}
