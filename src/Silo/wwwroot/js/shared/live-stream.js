import { url } from "./api.js";

/**
 * The server-sent events of /api/emotions/stream. The browser itself reconnects and sends Last-Event-ID; where it gives
 * up (the server answered with an error), this starts again from the same id, later and later.
 */
export class LiveStream {
  #listeners;
  #query = {};
  #source = null;
  #timer = null;
  #lastId = null;
  #attempts = 0;

  /** @param listeners onEmotion(event), onPulse(pulse), onResync(), onState("connecting" | "open" | "lost") */
  constructor(listeners) {
    this.#listeners = listeners;
  }

  /** Opens the stream, or opens it anew with another query. */
  open(query) {
    this.#query = query;
    this.#lastId = null;
    this.#attempts = 0;
    this.#connect();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    this.close();
    this.#listeners.onState("connecting");
    const source = new EventSource(url("/api/emotions/stream", { ...this.#query, lastEventId: this.#lastId }));
    this.#source = source;
    source.addEventListener("open", () => {
      this.#attempts = 0;
      this.#listeners.onState("open");
    });
    source.addEventListener("emotion", (message) => {
      this.#lastId = message.lastEventId || this.#lastId;
      this.#listeners.onEmotion(JSON.parse(message.data));
    });
    source.addEventListener("pulse", (message) => {
      this.#lastId = message.lastEventId || this.#lastId;
      this.#listeners.onPulse?.(JSON.parse(message.data));
    });
    source.addEventListener("resync", (message) => {
      this.#lastId = message.lastEventId || null;
      this.#listeners.onResync?.();
    });
    source.addEventListener("error", () => {
      this.#listeners.onState("lost");
      if (source.readyState === EventSource.CLOSED) {
        const delay = Math.min(15_000, 1000 * 2 ** this.#attempts++);
        this.#timer = setTimeout(() => this.#connect(), delay);
      }
    });
  }
}
