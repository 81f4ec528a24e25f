import { fill, h } from "../shared/dom.js";
import { face, inStackOrder, leading, title } from "../shared/emotions.js";
import { amount, percent } from "../shared/format.js";
import { stepName, tickName } from "./spans.js";

/** One column a step: the mix of its emotions, and how many posts they come from. A column chooses its step. */
export function showBands(host, summary, chosen, onChoose) {
  const labels = inStackOrder(Object.keys(summary.counts));
  const most = Math.max(1, ...summary.buckets.map((bucket) => bucket.posts));
  fill(host, h("ol", { class: "band-list", "--steps": String(summary.buckets.length) }, summary.buckets.map((bucket) => {
    const start = new Date(bucket.start);
    const top = leading(bucket.counts);
    const tick = tickName(summary.bucket, start);
    const words = top === null
      ? `${stepName(summary.bucket, start)}: no posts`
      : `${stepName(summary.bucket, start)}: ${amount(bucket.posts, "post", "posts")}, ${labels
        .filter((label) => bucket.counts[label] > 0)
        .map((label) => `${label} ${percent(bucket.counts[label] / bucket.posts)}`)
        .join(", ")}`;
    return h("li", {},
      h("button", {
        type: "button", class: "band-column", title: words, "aria-label": words,
        "aria-pressed": String(bucket.start === chosen), disabled: top === null,
        onclick: () => onChoose(bucket),
      },
      h("span", { class: "band-face" }, top === null ? null : face(top)),
      h("span", { class: "band-stack" }, labels.toReversed().filter((label) => bucket.counts[label] > 0).map((label) =>
        h("span", { class: "textured", "data-emotion": label, "--share": String(bucket.counts[label] / bucket.posts) }))),
      h("span", { class: "band-volume" }, h("span", { "--share": String(bucket.posts / most) }))),
      h("span", { class: "band-tick", "aria-hidden": "true" }, tick));
  })));
  host.classList.toggle("dense", summary.buckets.length > 32);
  if (labels.length > 0) {
    host.append(h("ul", { class: "band-key" }, labels.map((label) => h("li", { "data-emotion": label }, face(label), h("bdi", {}, title(label))))));
  }
}
