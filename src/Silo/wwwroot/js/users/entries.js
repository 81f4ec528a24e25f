import { h } from "../shared/dom.js";
import { emotionName, title } from "../shared/emotions.js";
import { dateAndTime, percent } from "../shared/format.js";
import { modalityName } from "../live/post-card.js";

/** An empty table of timeline entries. */
export const entryTable = () => h("table", { class: "entries" },
  h("thead", {}, h("tr", {},
    h("th", { scope: "col" }, "Posted"),
    h("th", { scope: "col" }, "Emotion"),
    h("th", { scope: "col", class: "number" }, "Confidence"),
    h("th", { scope: "col", class: "by" }, "By itself"),
    h("th", { scope: "col", class: "post-id" }, "Post"))),
  h("tbody", {}));

/** One entry. */
export function entryRow(event) {
  const opinions = Object.entries(event.opinions);
  return h("tr", {},
    h("td", { class: "number-left" }, h("time", { datetime: event.createdAt }, dateAndTime(new Date(event.createdAt)))),
    h("td", {}, emotionName(event.emotion), event.status === "final" ? null : h("span", { class: "chip warn" }, title(event.status))),
    h("td", { class: "number" }, percent(event.confidence)),
    h("td", { class: "by soft small" }, opinions.map(([modality, opinion]) =>
      h("span", { class: opinion.emotion === event.emotion ? null : "other" }, `${modalityName(modality)}: ${opinion.emotion} ${percent(opinion.confidence)}`))),
    h("td", { class: "post-id" }, h("code", { class: "soft", dir: "auto", title: event.postId }, event.postId)));
}
