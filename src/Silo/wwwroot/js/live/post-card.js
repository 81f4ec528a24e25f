import { h, icon } from "../shared/dom.js";
import { emotionName, shareBar, title } from "../shared/emotions.js";
import { ago, dateAndTime, percent } from "../shared/format.js";

const modalityNames = { text: "Words", image: "Picture" };

export const modalityName = (modality) => modalityNames[modality] ?? title(modality);

/** One post: who, what (where the settings keep it), the emotion, and the modalities' opinions where they differ. */
export function postCard(event) {
  const { preview } = event;
  const opinions = event.modalities.filter((modality) => modality in event.opinions).map((modality) => [modality, event.opinions[modality]]);
  const disagree = new Set(opinions.map(([, opinion]) => opinion.emotion)).size > 1;
  return h("li", { class: "card post", "data-emotion": event.emotion, "data-post": event.postId },
    h("div", { class: "post-head" },
      h("a", { class: "post-user", dir: "auto", href: `/users/?id=${encodeURIComponent(event.userId)}` }, event.userId),
      h("time", { class: "soft small", datetime: event.createdAt, title: dateAndTime(new Date(event.createdAt)) }, ago(new Date(event.createdAt))),
      event.status === "final" ? null : h("span", { class: "chip warn" }, title(event.status)),
      h("span", { class: "post-modalities soft small" }, event.modalities.map((modality) =>
        h("span", { title: modalityName(modality) }, icon(modality), h("span", { class: "spoken-only" }, modalityName(modality)))))),
    preview ? h("div", { class: "post-body" },
      preview.text ? h("p", { class: "post-text", dir: "auto" }, preview.text) : null,
      preview.thumbnail ? h("img", { class: "post-picture", src: preview.thumbnail, alt: "Picture of the post", loading: "lazy", width: "88", height: "88" }) : null) : null,
    h("div", { class: "post-emotion" },
      emotionName(event.emotion),
      shareBar(event.confidence, event.emotion),
      h("span", { class: "number small" }, percent(event.confidence))),
    disagree ? h("div", { class: "disagreement" },
      h("p", { class: "disagreement-title" }, icon("disagree"), `${inWords(opinions.map(([modality]) => modalityName(modality).toLowerCase()))} disagree`),
      h("ul", {}, opinions.map(([modality, opinion]) => h("li", { "data-emotion": opinion.emotion },
        h("span", { class: "soft small" }, modalityName(modality), " ", h("span", { class: "number" }, percent(opinion.confidence))),
        emotionName(opinion.emotion))))) : null);
}

/** "Words and picture", "Words, picture and tags" */
export function inWords(names) {
  const text = names.length < 3 ? names.join(" and ") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
