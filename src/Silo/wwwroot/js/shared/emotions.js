import { disc, faceSymbol, h } from "./dom.js";
import { signOf } from "./palette.js";

/**
 * From the bottom of a stack to its top: the order sets light beside dark, so that neighbours differ for everybody.
 * A model may have other labels; they follow, in its own order.
 */
const stackOrder = ["joy", "fear", "surprise", "anger", "disgust", "sadness", "neutral"];

export const inStackOrder = (labels) => [
  ...stackOrder.filter((label) => labels.includes(label)),
  ...labels.filter((label) => !stackOrder.includes(label)),
];

/** The word as people read it: Joy. */
export const title = (emotion) => emotion.charAt(0).toUpperCase() + emotion.slice(1);

/** The face of an emotion, or a disc with the letters of one that has no face; decorative, its name must stand beside it. */
export function face(emotion) {
  const svg = stackOrder.includes(emotion) ? faceSymbol(emotion) : disc(signOf(emotion));
  svg.dataset.emotion = emotion;
  return svg;
}

/** Face and name. */
export const emotionName = (emotion) =>
  h("span", { class: "emotion-name", "data-emotion": emotion }, face(emotion), h("bdi", {}, title(emotion)));

/** A bar of a share between 0 and 1, in the emotion's colour; the number must stand beside it. */
export function shareBar(share, emotion) {
  return h("span", { class: "bar", "data-emotion": emotion, "aria-hidden": "true" }, h("span", { "--share": String(share) }));
}

/** The emotion with the most counts, or null where there are none. */
export function leading(counts) {
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  return entries.length === 0 ? null : entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
