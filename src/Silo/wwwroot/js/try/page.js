import { fill, h, icon } from "../shared/dom.js";
import { emotionName, face, inStackOrder, shareBar, title } from "../shared/emotions.js";
import { percent } from "../shared/format.js";
import "../shared/frame.js";
import { inWords, modalityName } from "../live/post-card.js";
import { know, loadPalette } from "../shared/palette.js";
import { classify } from "./classify.js";
import { examples } from "./examples.js";
import { Picture } from "./picture.js";

const typingPauseMs = 220;

const element = (id) => document.getElementById(id);
let running = new AbortController();
let timer = null;

const picture = new Picture((file, error) => (error === null ? ask() : showProblem(error)));

element("text").addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, typingPauseMs);
});

fill(element("examples"), examples.map(({ name, text }) => h("button", { type: "button", class: "button", onclick() {
  element("text").value = text;
  ask();
} }, name)));

async function ask() {
  clearTimeout(timer);
  running.abort();
  running = new AbortController();
  const text = element("text").value.trim();
  if (text === "" && picture.file === null) {
    showNothing();
    return;
  }
  element("verdict").setAttribute("aria-busy", "true");
  try {
    await show(await classify({ text, image: picture.file }, running.signal));
  } catch (error) {
    if (error.name !== "AbortError") {
      showProblem(error.message);
    }
  }
}

function showNothing() {
  fill(element("verdict"), h("div", { class: "empty" }, h("strong", {}, "Nothing to read yet"), h("span", {}, "The result appears here while you type.")));
  fill(element("opinions"));
}

function showProblem(text) {
  element("verdict").removeAttribute("aria-busy");
  fill(element("verdict"), h("p", { class: "note bad" }, icon("warning"), text));
  fill(element("opinions"));
}

async function show(answer) {
  await know(Object.keys(answer.probabilities));
  const verdict = element("verdict");
  verdict.removeAttribute("aria-busy");
  const opinions = Object.entries(answer.opinions)
    .map(([modality, opinion]) => ({ modality, ...opinion, probabilities: answer.probabilitiesByModality[modality] }))
    .sort((a, b) => answer.modalities.indexOf(a.modality) - answer.modalities.indexOf(b.modality));
  const disagree = new Set(opinions.map((opinion) => opinion.emotion)).size > 1;
  fill(verdict, h("div", { class: "verdict-head" }, face(answer.emotion), h("div", {},
    h("p", { class: "soft" }, opinions.length > 1 ? "Together, the post says" : "The post says"),
    h("p", { class: "verdict-emotion" }, title(answer.emotion), h("span", { class: "soft number" }, ` ${percent(answer.confidence)}`)),
    disagree ? h("p", { class: "disagrees small" }, icon("disagree"), `${inWords(opinions.map(({ modality }) => modalityName(modality).toLowerCase()))} disagree`) : null)));
  const columns = [
    ...(opinions.length > 1 ? [{ name: "Together", ...answer }] : []),
    ...opinions.map((opinion) => ({ name: modalityName(opinion.modality), ...opinion })),
  ];
  showColumns(columns);
}

/** Bars keep their place between answers, so that they move rather than jump. */
function showColumns(columns) {
  const host = element("opinions");
  const labels = inStackOrder(Object.keys(columns[0].probabilities));
  const key = JSON.stringify([columns.map((column) => column.name), labels]);
  if (host.dataset.key !== key || host.childElementCount === 0) {
    host.dataset.key = key;
    fill(host, columns.map((column) => h("section", { "aria-label": column.name },
      h("h2", {}, column.name),
      h("ul", {}, labels.map((label) => h("li", { "data-label": label }, emotionName(label), shareBar(0, label), h("span", { class: "number small" })))))));
  }
  requestAnimationFrame(() => columns.forEach((column, index) => {
    for (const label of labels) {
      const row = host.children[index].querySelector(`[data-label="${CSS.escape(label)}"]`);
      row.classList.toggle("top", label === column.emotion);
      row.querySelector(".bar > span").style.setProperty("--share", String(column.probabilities[label]));
      row.querySelector(".number").textContent = percent(column.probabilities[label]);
    }
  }));
}

showNothing();
await loadPalette();
