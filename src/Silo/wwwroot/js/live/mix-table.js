import { fill, h } from "../shared/dom.js";
import { inStackOrder, title } from "../shared/emotions.js";
import { count, timeOfDay } from "../shared/format.js";

/** The chart's numbers as a table, newest first, for those who read rather than look. */
export function showTable(host, trend) {
  const labels = inStackOrder(trend.emotions);
  fill(host, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "From"), labels.map((label) => h("th", { scope: "col", class: "number" }, title(label))))),
    h("tbody", {}, trend.steps.filter((step) => step.events > 0).toReversed().map((step) =>
      h("tr", {},
        h("th", { scope: "row" }, timeOfDay(new Date(step.start))),
        labels.map((label) => h("td", { class: "number" }, count(step.counts[label] ?? 0))))))));
}
