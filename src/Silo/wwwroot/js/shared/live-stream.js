import { filterOf } from "./live-filter.js";
import { LiveHub } from "./live-hub.js";

const aliveEveryMs = 20_000;

/** A way to the hub that all pages share; where the browser has no shared workers, to one of this page alone. */
function connect(onMessage) {
  const alone = () => {
    const { port1, port2 } = new MessageChannel();
    new LiveHub().connect(port1);
    return port2;
  };
  let port = null;
  const use = (other) => {
    port = other;
    port.onmessage = onMessage;
  };
  try {
    const worker = new SharedWorker(new URL("./live-worker.js", import.meta.url), { type: "module", name: "moodstream-live" });
    worker.addEventListener("error", () => {
      use(alone());
      onMessage({ data: { type: "moved" } });
    });
    use(worker.port);
  } catch {
    use(alone());
  }
  return (message) => port.postMessage(message);
}

/** Epoch and sequence of an event's id. */
function positionOf(id) {
  const dash = id.indexOf("-");
  return { epoch: id.slice(0, dash), sequence: Number(id.slice(dash + 1)) };
}

/** The live feed as one page sees it. While the page is hidden it lets go of the feed. */
export class LiveStream {
  #listeners;
  #send;
  #want = null;
  #seen = null;

  /** @param listeners onEmotion(event), onPulse(pulse), onResync(), onState("connecting" | "open" | "lost") */
  constructor(listeners) {
    this.#listeners = listeners;
    this.#send = connect(({ data }) => this.#hear(data));
    document.addEventListener("visibilitychange", () => this.#tell());
    addEventListener("pagehide", () => this.#send({ type: "leave" }));
    addEventListener("pageshow", ({ persisted }) => persisted && this.#tell());
    setInterval(() => this.#isWanted() && this.#send({ type: "alive" }), aliveEveryMs);
  }

  /** Begins to read, or reads something else from now on: { emotion, modality, userId, minConfidence, replay, pulse }. */
  open({ replay = 0, pulse = false, ...filter }) {
    this.#want = { filter: filterOf(filter), replay, pulse };
    this.#seen = null;
    this.#listeners.onState("connecting");
    this.#tell();
  }

  #isWanted() {
    return this.#want !== null && document.visibilityState !== "hidden";
  }

  #tell() {
    this.#send(this.#isWanted() ? { type: "want", ...this.#want } : { type: "leave" });
  }

  #hear(message) {
    switch (message.type) {
      case "emotion":
        if (this.#isNew(message.id)) {
          this.#listeners.onEmotion(message.event);
        }
        break;
      case "pulse":
        this.#listeners.onPulse?.(message.pulse);
        break;
      case "resync":
        this.#listeners.onResync?.();
        break;
      case "state":
        this.#listeners.onState(message.state);
        break;
      case "moved":
        this.#tell();
        break;
    }
  }

  /** Another page may have made the feed begin anew, with events that this one knows. */
  #isNew(id) {
    const position = positionOf(id);
    if (this.#seen?.epoch === position.epoch && position.sequence <= this.#seen.sequence) {
      return false;
    }
    this.#seen = position;
    return true;
  }
}
