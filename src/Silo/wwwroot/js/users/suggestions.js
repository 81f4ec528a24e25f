import { fill, h } from "../shared/dom.js";
import { face, title } from "../shared/emotions.js";
import { showConnection } from "../shared/connection.js";
import { howToSend } from "../shared/empty.js";
import { know } from "../shared/palette.js";
import { LiveStream } from "../shared/live-stream.js";

const replayed = 200;
const shown = 16;

/** Offers the users of the latest posts; says how to send some where there are none. */
export function suggestUsers(section, list, message) {
  const users = new Map();
  const stream = new LiveStream({
    onEmotion(event) {
      users.delete(event.userId);
      users.set(event.userId, event.emotion);
      section.hidden = false;
      fill(message);
      know([event.emotion]);
      fill(list, [...users].slice(-shown).toReversed().map(([userId, emotion]) =>
        h("li", {}, h("a", { class: "button", href: `/users/?id=${encodeURIComponent(userId)}` },
          face(emotion), h("bdi", {}, userId), h("span", { class: "spoken-only" }, `, latest emotion ${title(emotion)}`)))));
    },
    onState: showConnection,
  });
  fill(message, h("div", { class: "card empty" }, h("strong", {}, "Nobody has posted yet"), h("span", {}, "Whoever posts is offered here."), howToSend()));
  stream.open({ replay: replayed });
}
