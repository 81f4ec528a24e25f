import { fill, h } from "../shared/dom.js";
import { howToSend } from "../shared/empty.js";
import { ago } from "../shared/format.js";
import { know } from "../shared/palette.js";
import { postCard } from "./post-card.js";

const shown = 24;
const drawEveryMs = 700;

/** What the parts of a post have shown, the later one first. */
const together = (earlier, later) => (earlier && later
  ? { text: later.text ?? earlier.text, thumbnail: later.thumbnail ?? earlier.thumbnail }
  : later ?? earlier);

/** A post's id is unique among its author's posts only. */
const keyOf = (event) => JSON.stringify([event.userId, event.postId]);

/**
 * The latest posts, newest first. New ones are drawn a few times a second at most, a later revision takes its post's
 * place, and while paused they wait.
 */
export class PostList {
  #list;
  #empty;
  #onWaiting;
  #cards = new Map();
  #waiting = new Map();
  #isPaused = false;
  #timer = null;

  /** @param onWaiting called with the number of posts that wait while paused */
  constructor(list, empty, onWaiting) {
    this.#list = list;
    this.#empty = empty;
    this.#onWaiting = onWaiting;
    setInterval(() => this.#refreshAges(), 5000);
  }

  add(event) {
    const key = keyOf(event);
    const known = this.#waiting.get(key);
    if (known && known.revision > event.revision) {
      return;
    }
    if (known) {
      event.preview = together(known.preview, event.preview);
    }
    know([event.emotion, ...Object.values(event.opinions).map(({ emotion }) => emotion)]);
    this.#waiting.delete(key);
    this.#waiting.set(key, event);
    if (this.#waiting.size > shown) {
      this.#waiting.delete(this.#waiting.keys().next().value);
    }
    if (this.#isPaused) {
      this.#onWaiting(this.#waiting.size);
    } else {
      this.#timer ??= setTimeout(() => this.#draw(), drawEveryMs);
    }
  }

  pause(isPaused) {
    this.#isPaused = isPaused;
    if (!isPaused) {
      this.#draw();
    }
  }

  /** Forgets all, for another filter; says how to send posts where it is not the filter that holds them back. */
  clear(text, isFiltered) {
    this.#cards.clear();
    this.#waiting.clear();
    fill(this.#list);
    fill(this.#empty, h("strong", {}, text), h("span", {}, "Posts appear here as they are classified."), isFiltered ? null : howToSend());
    this.#empty.hidden = false;
  }

  #draw() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isPaused) {
      return;
    }
    for (const [key, event] of this.#waiting) {
      const old = this.#cards.get(key);
      if (old) {
        event.preview = together(old.event.preview, event.preview);
      }
      const card = postCard(event);
      if (old && old.event.revision < event.revision) {
        old.card.replaceWith(card);
        this.#cards.set(key, { card, event });
      } else if (!old) {
        this.#list.prepend(card);
        this.#cards.set(key, { card, event });
      }
    }
    this.#waiting.clear();
    for (const [key, { card }] of [...this.#cards].slice(0, Math.max(0, this.#cards.size - shown))) {
      if (card.contains(document.activeElement)) {
        continue;
      }
      card.remove();
      this.#cards.delete(key);
    }
    this.#empty.hidden = this.#cards.size > 0;
  }

  #refreshAges() {
    for (const { card, event } of this.#cards.values()) {
      card.querySelector("time").textContent = ago(new Date(event.createdAt));
    }
  }
}
