import { fill, h, setText } from "../shared/dom.js";
import { face, inStackOrder, leading, title } from "../shared/emotions.js";
import { count, percent } from "../shared/format.js";

const minutes = 5;
const shown = { face: null };

/** The headline: what most posts of the last minutes express, and the mix of all. */
export function showNow(trend) {
  const { counts, events, posts } = trend.total(minutes * 60);
  const top = leading(counts);
  const element = (id) => document.getElementById(id);
  if (top !== shown.face) {
    shown.face = top;
    fill(element("now-face"), top === null ? [] : face(top));
  }
  setText(element("now-title"), top === null ? "nothing yet" : title(top));
  setText(element("now-detail"), top === null
    ? "No post came in the last five minutes."
    : `${percent(counts[top] / events)} of ${count(posts)} ${posts === 1 ? "post" : "posts"} in the last five minutes`);
  fill(element("now-mix"), inStackOrder(trend.emotions).filter((label) => counts[label] > 0).map((label) => {
    const share = counts[label] / events;
    return h("li", { "data-emotion": label, "--share": String(share), class: share < 0.075 ? "narrow" : null, title: `${title(label)} ${percent(share)}` },
      h("span", { class: "band textured" }),
      h("span", { class: "band-label" }, face(label), h("span", { class: "band-name" }, title(label)), h("span", { class: "number" }, percent(share))));
  }));
}
