import { fill, h, setText } from "../shared/dom.js";
import { face, inStackOrder, leading, title } from "../shared/emotions.js";
import { amount, percent, timeOfDay } from "../shared/format.js";

const minutes = 5;
const shown = { face: null };

/** The headline: what most posts of the last minutes express, and the mix of all; of the minutes before staleSince where that is set. */
export function showNow(trend, staleSince) {
  const { counts, events, posts } = trend.total(minutes * 60);
  const top = leading(counts);
  const element = (id) => document.getElementById(id);
  if (top !== shown.face) {
    shown.face = top;
    fill(element("now-face"), top === null ? [] : face(top));
  }
  setText(element("now-lead"), staleSince === null ? "Right now, people mostly feel" : `Until ${timeOfDay(staleSince)}, people mostly felt`);
  setText(element("now-title"), top === null ? "nothing yet" : title(top));
  const span = spanOf(trend, staleSince);
  setText(element("now-detail"), top === null ? `No post came in ${span}.` : `${percent(counts[top] / events)} of ${amount(posts, "post", "posts")} ${span}`);
  if (staleSince !== null && element("now-mix").childElementCount > 0) {
    // Nothing has changed, and faces could not be loaded anew while the server is gone.
    return;
  }
  fill(element("now-mix"), inStackOrder(trend.emotions).filter((label) => counts[label] > 0).map((label) => {
    const share = counts[label] / events;
    return h("li", { "data-emotion": label, "--share": String(share), class: share < 0.075 ? "narrow" : null, title: `${title(label)} ${percent(share)}` },
      h("span", { class: "band textured" }),
      h("span", { class: "band-label" }, face(label), h("bdi", { class: "band-name" }, title(label)), h("span", { class: "number" }, percent(share))));
  }));
}

function spanOf(trend, staleSince) {
  const end = staleSince?.getTime() ?? Date.now();
  if (trend.since > end - minutes * 60_000) {
    return `since ${timeOfDay(new Date(trend.since))}, when the server started`;
  }
  return staleSince === null ? "in the last five minutes" : "in the five minutes before";
}
