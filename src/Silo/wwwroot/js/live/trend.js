import { get, url } from "../shared/api.js";

/** Span and step of each view; both divide a minute or are divided by it, so that steps start at round times. */
export const spans = {
  "15m": { seconds: 900, step: 15, name: "the last 15 minutes" },
  "1h": { seconds: 3600, step: 60, name: "the last hour" },
  "24h": { seconds: 86_400, step: 1200, name: "the last 24 hours" },
};

/**
 * Counts by step over one span: loaded from /api/emotions/trend, then carried on by the pulses of the live stream.
 */
export class Trend {
  #step;
  #seconds;
  #span;
  #until = 0;
  /** Since when the server counts (ms). */
  since = 0;
  /** The model's emotions. */
  emotions = [];
  /** Steps in order, oldest first: { start (ms), posts, events, provisional, counts, modalities }. */
  steps = [];

  constructor(span) {
    this.#span = span;
    this.#seconds = spans[span].seconds;
    this.#step = spans[span].step;
  }

  /** The modalities that events were worked out from. */
  get modalities() {
    return [...new Set(this.steps.flatMap((step) => Object.keys(step.modalities)).flatMap((names) => names.split("+")))];
  }

  get stepMs() {
    return this.#step * 1000;
  }

  async load(signal) {
    const answer = await get(url("/api/emotions/trend", { window: this.#span, bucket: `${this.#step}s` }), { signal });
    this.#until = Date.parse(answer.to);
    this.since = Date.parse(answer.since);
    this.emotions = answer.emotions;
    this.steps = answer.buckets.map((bucket) => ({ ...bucket, start: Date.parse(bucket.start) }));
  }

  /** Adds what one pulse of the live stream counted. */
  add(pulse) {
    const at = Date.parse(pulse.at);
    if (at <= this.#until) {
      return;
    }
    this.#until = at;
    for (const emotion of Object.keys(pulse.counts)) {
      if (!this.emotions.includes(emotion)) {
        this.emotions.push(emotion);
      }
    }
    const step = this.#at(at);
    step.posts += pulse.posts;
    step.events += pulse.events;
    step.provisional += pulse.provisional;
    for (const [name, amount] of Object.entries(pulse.counts)) {
      step.counts[name] = (step.counts[name] ?? 0) + amount;
    }
    for (const [name, amount] of Object.entries(pulse.modalities)) {
      step.modalities[name] = (step.modalities[name] ?? 0) + amount;
    }
  }

  /** The sum of the steps that start within the last so many seconds. */
  total(seconds = this.#seconds) {
    const since = (this.steps.at(-1)?.start ?? 0) - seconds * 1000;
    const sum = { posts: 0, events: 0, provisional: 0, counts: {}, modalities: {} };
    for (const step of this.steps) {
      if (step.start <= since) {
        continue;
      }
      sum.posts += step.posts;
      sum.events += step.events;
      sum.provisional += step.provisional;
      for (const key of ["counts", "modalities"]) {
        for (const [name, amount] of Object.entries(step[key])) {
          sum[key][name] = (sum[key][name] ?? 0) + amount;
        }
      }
    }
    return sum;
  }

  #at(time) {
    const start = Math.floor(time / this.stepMs) * this.stepMs;
    let last = this.steps.at(-1)?.start ?? start - this.stepMs;
    while (last < start) {
      last += this.stepMs;
      this.steps.push({ start: last, posts: 0, events: 0, provisional: 0, counts: {}, modalities: {} });
    }
    while (this.steps.length > this.#seconds / this.#step) {
      this.steps.shift();
    }
    return this.steps.findLast((step) => step.start <= start) ?? this.steps[0];
  }
}
