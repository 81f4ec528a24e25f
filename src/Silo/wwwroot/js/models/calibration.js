import { percent } from "../shared/format.js";

const namespace = "http://www.w3.org/2000/svg";
const size = 220;
const left = 34;
const bottom = 42;
const side = size - bottom - 10;

function node(name, attributes, text) {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** Posts from which on a bin's share says something by itself: its interval is then narrower than ±0.18. */
const enough = 30;

/** Wilson's 95% interval of a share. */
function interval(share, count) {
  const z2 = 1.96 ** 2 / count;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = 1.96 * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count)) / (1 + z2);
  return [centre - half, centre + half];
}

/**
 * A reliability diagram: how often the model is right, by how sure it says it is. On the diagonal its confidence can be
 * taken at its word. Whiskers are 95% intervals; bins of a few posts are hollow, and the line passes them over. Bins are { confidence, accuracy, count }, the first two in 0–1.
 */
export function calibrationPlot(bins, error) {
  const used = bins.filter((bin) => bin.count > 0);
  const most = Math.max(...used.map((bin) => bin.count));
  const svg = node("svg", {
    viewBox: `0 0 ${size} ${size}`, class: "calibration", role: "img",
    "aria-label": `Calibration: ${used.map((bin) => `${percent(bin.confidence)} sure, ${percent(bin.accuracy)} right`).join("; ")}. Expected calibration error ${percent(error)}.`,
  });
  const x = (value) => left + value * side;
  const y = (value) => size - bottom - value * side;
  for (const value of [0, 0.5, 1]) {
    svg.append(
      node("line", { class: "grid", x1: x(0), x2: x(1), y1: y(value), y2: y(value) }),
      node("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, percent(value)),
      node("text", { x: x(value), y: size - bottom + 15, "text-anchor": value === 0 ? "start" : value === 1 ? "end" : "middle" }, percent(value)));
  }
  svg.append(node("line", { class: "ideal", x1: x(0), y1: y(0), x2: x(1), y2: y(1) }));
  svg.append(node("polyline", { class: "curve", points: used.filter((bin) => bin.count >= enough).map((bin) => `${x(bin.confidence)},${y(bin.accuracy)}`).join(" ") }));
  for (const bin of used) {
    const [low, high] = interval(bin.accuracy, bin.count);
    svg.append(node("line", { class: "whisker", x1: x(bin.confidence), x2: x(bin.confidence), y1: y(low), y2: y(high) }));
    svg.append(node("circle", { class: bin.count >= enough ? "bin" : "bin few", cx: x(bin.confidence), cy: y(bin.accuracy), r: 2.5 + 4 * Math.sqrt(bin.count / most) }));
  }
  svg.append(node("text", { class: "axis", x: x(0.5), y: size - 6, "text-anchor": "middle" }, "Confidence → share that is right ↑"));
  return svg;
}
