import { h, icon } from "../shared/dom.js";
import { emotionName } from "../shared/emotions.js";
import { amount, bytes, percent, score } from "../shared/format.js";
import { modalityName } from "../live/post-card.js";
import { calibrationPlot } from "./calibration.js";
import { markdown } from "./markdown.js";

const figureNames = [
  ["accuracy", "Accuracy"],
  ["macroF1", "Macro F1"],
  ["textOnlyAccuracy", "Accuracy, words only"],
  ["imageOnlyAccuracy", "Accuracy, picture only"],
];

/** One bundle: what it is, how good, and a button that puts it into service. */
export function modelCard(model, onActivate) {
  const figures = figureNames.filter(([key]) => typeof model.figures?.[key] === "number");
  return h("article", { class: `card model ${model.isActive ? "active" : ""}`, "data-model": model.name, "aria-labelledby": `model-${model.name}` },
    h("div", { class: "card-head" },
      h("h2", { id: `model-${model.name}` }, model.name),
      model.isActive ? h("span", { class: "chip good" }, icon("check"), "In use") : null,
      model.problem ? h("span", { class: "chip bad" }, icon("warning"), "Cannot be loaded") : null,
      h("div", { class: "tools" }, model.isActive || model.problem ? null
        : h("button", { type: "button", class: "button primary", onclick: () => onActivate(model) }, "Activate"))),
    model.problem ? h("p", { class: "note bad" }, icon("warning"), model.problem) : null,
    model.paletteProblem ? h("p", { class: "note warn" }, icon("warning"), model.paletteProblem) : null,
    h("div", { class: "model-body" },
      h("div", { class: "model-facts" },
        h("dl", { class: "facts" },
          fact("Version", h("code", {}, model.version)),
          fact("Reads", model.modalities.map(modalityName).join(", ")),
          fact("Common space", amount(model.dimension, "dimension", "dimensions")),
          fact("Size", bytes(model.bytes))),
        h("ul", { class: "model-labels", "aria-label": "Emotions" }, model.labels.map((label) => h("li", {}, emotionName(label))))),
      h("div", { class: "model-figures" }, figures.length === 0
        ? h("p", { class: "soft" }, "The bundle brings no evaluation.")
        : [
          h("dl", { class: "figure-grid" }, figures.map(([key, name]) => h("div", {}, h("dt", {}, name), h("dd", { class: "number" }, score(model.figures[key])), intervalOf(model.figures.intervals[key])))),
          model.calibration && model.calibration.bins.length === 0 ? h("p", { class: "soft small" }, `Expected calibration error ${percent(model.calibration.error)}.`) : null,
          model.figures.examples ? h("p", { class: "soft small" }, `On ${amount(model.figures.examples, "test post", "test posts")}. Intervals are of 95%${figures.some(([key]) => model.figures.intervals[key]?.seeds) ? "; where they are of a mean over seeds, the figure of this bundle itself was not recorded" : ""}.`) : null,
        ]),
      model.calibration?.bins.length > 0 ? h("figure", { class: "model-calibration" },
        calibrationPlot(model.calibration.bins, model.calibration.error),
        h("figcaption", { class: "soft small" }, `Calibration; expected error ${percent(model.calibration.error)}`)) : null),
    model.card ? h("details", { class: "model-text" }, h("summary", {}, "Model card"), h("div", { class: "prose" }, markdown(model.card))) : null);
}

const intervalOf = (interval) => (interval
  ? h("dd", { class: "interval soft small number" }, `${score(interval.low)}–${score(interval.high)}`, interval.seeds ? `, mean of ${amount(interval.seeds, "seed", "seeds")}` : null)
  : null);

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
