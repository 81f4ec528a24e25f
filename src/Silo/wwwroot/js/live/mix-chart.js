import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { h, fill } from "../shared/dom.js";
import { emotionName, inStackOrder, leading, title } from "../shared/emotions.js";
import { amount, count, dateAndTime, percent, timeOfDay } from "../shared/format.js";
import { onThemeChange } from "../shared/frame.js";
import { lookOf } from "../shared/palette.js";
import { texture } from "./textures.js";

/** From the bottom up: what was chosen stands on the base line, where its height can be read. */
const stack = (emotions, chosen) => {
  const labels = inStackOrder(emotions);
  return [...labels.filter((label) => chosen.includes(label)), ...labels.filter((label) => !chosen.includes(label))];
};

/** Columns of emotions stacked over time, as shares or as numbers of posts. */
export class MixChart {
  #host;
  #plot = null;
  #trend = null;
  #labels = [];
  #asShare = true;
  #chosen = [];
  #tip = h("div", { class: "chart-tip", hidden: true });
  #fills = new Map();
  #looks = new Map();

  constructor(host) {
    this.#host = host;
    host.setAttribute("role", "img");
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(host);
    onThemeChange(() => this.#build());
  }

  /** Shows a trend. Columns are shares, or counts where asShare is not set; chosen emotions stand on the base line, the others step back. */
  show(trend, { asShare, chosen }) {
    const rebuild = this.#plot === null || asShare !== this.#asShare || trend !== this.#trend
      || String(chosen) !== String(this.#chosen) || String(stack(trend.emotions, chosen)) !== String(this.#labels)
      || this.#labels.some((label) => lookOf(label).fill !== this.#looks.get(label));
    this.#trend = trend;
    this.#labels = stack(trend.emotions, chosen);
    this.#asShare = asShare;
    this.#chosen = chosen;
    if (rebuild) {
      this.#build();
    } else {
      this.#plot.setData(this.#data());
    }
    this.#describe();
  }

  #describe() {
    const { counts, events } = this.#trend.total();
    const top = leading(counts);
    this.#host.setAttribute("aria-label", top === null
      ? "Chart of emotions over time; no posts yet."
      : `Chart of emotions over time. ${amount(events, "event", "events")}; most of them ${title(top)}, ${percent(counts[top] / events)}.${this.#chosen.length > 0 ? ` On the base line: ${this.#chosen.map(title).join(", ")}.` : ""}`);
  }

  /** uPlot paints series over each other, so the highest total comes first. */
  #data() {
    const steps = this.#trend.steps;
    const columns = this.#labels.map(() => new Array(steps.length));
    steps.forEach((step, index) => {
      let sum = 0;
      const all = this.#asShare ? Math.max(1, step.events) : 1;
      this.#labels.forEach((label, series) => {
        sum += (step.counts[label] ?? 0) / all;
        columns[series][index] = step.events === 0 ? null : sum;
      });
    });
    return [steps.map((step) => step.start / 1000), ...columns.reverse()];
  }

  #size() {
    return { width: Math.max(240, this.#host.clientWidth), height: Math.max(220, this.#host.clientHeight) };
  }

  #build() {
    if (this.#trend === null) {
      return;
    }
    this.#plot?.destroy();
    this.#fills.clear();
    this.#looks = new Map(this.#labels.map((label) => [label, lookOf(label).fill]));
    const style = getComputedStyle(document.documentElement);
    const css = (name) => style.getPropertyValue(name).trim();
    const font = `12px ${css("--font")}`;
    const axis = {
      stroke: css("--ink-soft"), font, ticks: { show: false }, border: { show: false },
      grid: { stroke: css("--line"), width: 1 },
    };
    const step = this.#trend.stepMs / 1000;
    const options = {
      ...this.#size(),
      padding: [10, 4, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
      scales: {
        x: { time: true, range: (_, from, to) => [from, to + step] },
        y: { range: (_, __, max) => [0, this.#asShare ? 1 : Math.max(4, max * 1.05)] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 70, values: (_, ticks) => ticks.map((tick) => timeOfDay(new Date(tick * 1000))) },
        { ...axis, size: 46, values: (_, ticks) => ticks.map((tick) => (this.#asShare ? percent(tick) : count(tick))), incrs: this.#asShare ? [0.25] : undefined },
      ],
      series: [
        {},
        ...this.#labels.toReversed().map((label) => ({
          label,
          width: 1,
          stroke: css("--surface"),
          fill: (plot) => this.#fill(plot, label, css),
          paths: uPlot.paths.bars({ align: 1, size: [0.88, 60], radius: 0 }),
          points: { show: false },
        })),
      ],
      hooks: { setCursor: [(plot) => this.#point(plot)] },
    };
    fill(this.#host);
    this.#plot = new uPlot(options, this.#data(), this.#host);
    this.#plot.over.append(this.#tip);
  }

  #fill(plot, label, css) {
    if (!this.#fills.has(label)) {
      const look = lookOf(label);
      this.#fills.set(label, texture(plot.ctx, look.texture, look.fill, look.ink, {
        scale: devicePixelRatio,
        backdrop: css("--surface"),
        opacity: this.#chosen.length === 0 || this.#chosen.includes(label) ? 1 : 0.18,
      }));
    }
    return this.#fills.get(label);
  }

  #point(plot) {
    const step = plot.cursor.idx === null || plot.cursor.idx === undefined ? null : this.#trend.steps[plot.cursor.idx];
    this.#tip.hidden = !step || step.events === 0 || plot.cursor.left < 0;
    if (this.#tip.hidden) {
      return;
    }
    fill(this.#tip,
      h("p", { class: "soft" }, dateAndTime(new Date(step.start))),
      h("ul", {}, this.#labels.toReversed().filter((label) => step.counts[label] > 0).map((label) =>
        h("li", {}, emotionName(label), h("span", { class: "number" }, `${count(step.counts[label])} · ${percent(step.counts[label] / step.events)}`)))));
    const isRight = plot.cursor.left > plot.over.clientWidth / 2;
    this.#tip.style.left = isRight ? "auto" : `${plot.cursor.left + 16}px`;
    this.#tip.style.right = isRight ? `${plot.over.clientWidth - plot.cursor.left + 16}px` : "auto";
  }
}
