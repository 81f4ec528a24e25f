import { fill, h } from "../shared/dom.js";
import { face, title } from "../shared/emotions.js";
import { LiveStream } from "../shared/live-stream.js";

const replayed = 200;
const shown = 16;

/** Offers the users of the latest posts. */
export function suggestUsers(section, list) {
  const users = new Map();
  const stream = new LiveStream({
    onEmotion(event) {
      users.delete(event.userId);
      users.set(event.userId, event.emotion);
      section.hidden = false;
      fill(list, [...users].slice(-shown).toReversed().map(([userId, emotion]) =>
        h("li", {}, h("a", { class: "button", href: `/users/?id=${encodeURIComponent(userId)}` },
          face(emotion), userId, h("span", { class: "spoken-only" }, `, latest emotion ${title(emotion)}`)))));
    },
    onState() {},
  });
  stream.open({ replay: replayed });
  return () => stream.close();
}
