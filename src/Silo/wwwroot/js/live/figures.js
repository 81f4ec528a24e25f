import { fill, h } from "../shared/dom.js";
import { milliseconds, percent, rate } from "../shared/format.js";
import { title } from "../shared/emotions.js";

const memorySeconds = 120;
const averageSeconds = 10;

/** The row of figures: rate, latency, modalities, provisional share. */
export class Figures {
  #host;
  #posts = [];
  #latency = null;

  constructor(host) {
    this.#host = host;
  }

  add(pulse) {
    this.#posts.push(pulse.posts / pulse.seconds);
    while (this.#posts.length > memorySeconds) {
      this.#posts.shift();
    }
    this.#latency = pulse.latencyMs;
  }

  /** Shows the figures; what cannot be known while the server is silent is left open. */
  show(trend, status, isStale) {
    const { events, provisional, modalities } = trend.total(300);
    const last = this.#posts.slice(-averageSeconds);
    const now = last.length === 0 ? 0 : last.reduce((sum, value) => sum + value, 0) / last.length;
    fill(this.#host,
      figure("Posts per second", isStale ? "–" : rate(now), isStale ? detail("not known") : this.#sparkline()),
      figure("Latency, median", isStale ? "–" : milliseconds(this.#latency?.p50), detail(isStale ? "not known" : `99% within ${milliseconds(this.#latency?.p99)}`)),
      figure("Worked out from", null, shares(modalities, events)),
      figure("Provisional", events === 0 ? "–" : percent(provisional / events), detail("waiting for more parts")),
      figure("Consumer lag", typeof status?.lag === "number" ? rate(status.lag) : "–", detail(typeof status?.lag !== "number" ? "not known" : status.lag === 0 ? "keeping up" : status.lag === 1 ? "post waiting" : "posts waiting")),
      figure("Dead letters", status ? rate(status.deadLetters) : "–", detail(status ? "since the start" : "not known"), status?.deadLetters > 0 ? "warn" : null));
  }

  #sparkline() {
    const points = this.#posts.slice(-60);
    if (points.length < 5) {
      return detail("average of 10 s");
    }
    const highest = Math.max(...points, 1);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${points.length - 1} 20`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "sparkline");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    path.setAttribute("points", points.map((value, index) => `${index},${(19 - (18 * value) / highest).toFixed(1)}`).join(" "));
    path.setAttribute("vector-effect", "non-scaling-stroke");
    svg.append(path);
    return svg;
  }
}

const detail = (text) => h("span", { class: "soft small" }, text);

const figure = (name, value, more, state = null) => h("div", { class: `card figure ${state ?? ""}` },
  h("dt", {}, name),
  h("dd", {}, value === null ? null : h("span", { class: "figure-value number" }, value), more));

function shares(modalities, events) {
  const entries = Object.entries(modalities).sort((a, b) => b[1] - a[1]);
  if (events === 0 || entries.length === 0) {
    return detail("no posts yet");
  }
  return h("span", { class: "modality-shares" }, entries.slice(0, 4).map(([name, amount]) =>
    h("span", { class: "modality-share" },
      h("span", {}, name.split("+").map((part, index) => (index === 0 ? title(part) : part)).join(" + ")),
      h("span", { class: "number" }, percent(amount / events)))));
}
