import { url } from "./api.js";
import { admits } from "./live-filter.js";

const lookEveryMs = 5000;
const silenceMs = 40_000;
const silenceWithPulsesMs = 10_000;
const forgottenMs = 60_000;
/** As many as the server takes; of more pages than that the last ones share what all get. */
const mostFilters = 17;
const longestPauseMs = 15_000;

/**
 * One connection to /api/emotions/stream for all pages of a browser: a browser opens six connections to a server, and every page that kept
 * one to itself would leave none for the seventh. Pages tell by messages what they want ({ type: "want", filter, replay, pulse }), that they are
 * still there ("alive"), and that they are hidden or closed ("leave"). With nobody left, the connection is closed.
 */
export class LiveHub {
  #wants = new Map();
  #filters = [];
  #query = {};
  #source = null;
  #timer = null;
  #watch = null;
  #lastId = null;
  #heardAt = 0;
  #attempts = 0;

  /** Serves a page through a message port. */
  connect(port) {
    port.onmessage = ({ data }) => this.#hear(port, data);
  }

  #hear(port, message) {
    if (message.type === "want") {
      this.#wants.set(port, { ...message, heardAt: Date.now() });
      this.#open();
    } else if (message.type === "alive" && this.#wants.has(port)) {
      this.#wants.get(port).heardAt = Date.now();
    } else if (message.type === "leave") {
      this.#forget(port);
    }
  }

  #forget(port) {
    this.#wants.delete(port);
    if (this.#wants.size === 0) {
      clearInterval(this.#watch);
      this.#watch = null;
      this.#close();
    }
  }

  /** Opens the connection for what is wanted now. Whoever has seen an event before passes over it. */
  #open() {
    const wants = [...this.#wants.values()];
    // The filter that admits everything first, since it is an empty query.
    const filters = [...new Set(wants.map(({ filter }) => JSON.stringify(filter)))].sort((a, b) => a.length - b.length);
    this.#filters = filters.length <= mostFilters ? filters : [JSON.stringify({}), ...filters.filter((filter) => filter !== "{}").slice(0, mostFilters - 1)];
    const [first, ...also] = this.#filters.map((filter) => JSON.parse(filter));
    this.#query = {
      ...first,
      also: also.map((filter) => url("", filter).slice(1)),
      replay: Math.max(...wants.map(({ replay }) => replay ?? 0)),
      pulse: wants.some(({ pulse }) => pulse) || null,
    };
    this.#lastId = null;
    this.#attempts = 0;
    this.#connect();
    this.#watch ??= setInterval(() => this.#look(), lookEveryMs);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    this.#close();
    const source = new EventSource(url("/api/emotions/stream", { ...this.#query, lastEventId: this.#lastId }));
    this.#source = source;
    this.#heardAt = Date.now();
    const hear = (type, take) => source.addEventListener(type, (message) => {
      this.#heardAt = Date.now();
      this.#lastId = message.lastEventId || this.#lastId;
      take(message);
    });
    source.addEventListener("open", () => {
      this.#attempts = 0;
      this.#heardAt = Date.now();
      this.#tellAll({ type: "state", state: "open" });
    });
    hear("ready", () => {});
    hear("heartbeat", () => {});
    hear("emotion", (message) => {
      const event = JSON.parse(message.data);
      this.#tell(({ filter }) => admits(filter, event) && { type: "emotion", id: message.lastEventId, event });
    });
    hear("pulse", (message) => {
      const { matched, sent, also = [], ...pulse } = JSON.parse(message.data);
      const counts = [{ matched, sent }, ...also];
      this.#tell(({ filter }) => ({ type: "pulse", pulse: { ...pulse, ...counts[this.#filters.indexOf(JSON.stringify(filter))] } }));
    });
    hear("resync", () => this.#tellAll({ type: "resync" }));
    source.addEventListener("error", () => {
      this.#tellAll({ type: "state", state: "lost" });
      if (source.readyState === EventSource.CLOSED) {
        // The browser itself reconnects after a cut; after an answer that is an error it does not.
        this.#timer = setTimeout(() => this.#connect(), Math.min(longestPauseMs, 1000 * 2 ** this.#attempts++));
      }
    });
  }

  /** A connection that is dead without an error, and pages that ended without a word. */
  #look() {
    for (const [port, { heardAt }] of this.#wants) {
      if (Date.now() - heardAt > forgottenMs) {
        this.#forget(port);
      }
    }
    if (this.#source?.readyState === EventSource.OPEN && Date.now() - this.#heardAt > (this.#query.pulse ? silenceWithPulsesMs : silenceMs)) {
      this.#tellAll({ type: "state", state: "lost" });
      this.#connect();
    }
  }

  #tellAll(message) {
    this.#tell(() => message);
  }

  #tell(messageFor) {
    for (const [port, want] of this.#wants) {
      const message = messageFor(want);
      if (message) {
        port.postMessage(message);
      }
    }
  }
}
