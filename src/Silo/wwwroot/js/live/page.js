import { showConnection } from "../shared/connection.js";
import { fill, icon, setText } from "../shared/dom.js";
import { count, percent, timeOfDay, timeOfDayToTheSecond } from "../shared/format.js";
import "../shared/frame.js";
import { LiveStream } from "../shared/live-stream.js";
import { know, loadPalette } from "../shared/palette.js";
import { QueryState } from "../shared/query-state.js";
import { segmented } from "../shared/segmented.js";
import { Figures } from "./figures.js";
import { Filters } from "./filters.js";
import { showLegend } from "./legend.js";
import { MixChart } from "./mix-chart.js";
import { showTable } from "./mix-table.js";
import { showNow } from "./now.js";
import { PostList } from "./post-list.js";
import { loadStatus } from "./status.js";
import { showSystem } from "./system.js";
import { spans, Trend } from "./trend.js";

const staleAfterMs = 5000;
const headlineSpan = "15m";
const statusEveryMs = 5000;
const reloadEveryMs = 60_000;
const replayed = 24;
const pulsesKept = 60;

const element = (id) => document.getElementById(id);
const state = new QueryState({ window: "15m", scale: "share", emotion: [], modality: "", user: "", confidence: "0" });
const chart = new MixChart(element("mix-chart"));
const figures = new Figures(element("figures"));
const trends = new Map();
const pulses = [];
let rounds = 0;
let status = null;
let isPaused = false;
let connection = "connecting";
let heardAt = Date.now();
let countsSince = null;

function filterValues() {
  return { emotion: state.get("emotion"), modality: state.get("modality"), user: state.get("user"), confidence: Number(state.get("confidence")) };
}

const posts = new PostList(element("cards"), element("cards-empty"), (waiting) => showPause(waiting));

const filters = new Filters(element("filters"), filterValues(), applyFilter);

const stream = new LiveStream({
  onEmotion: (event) => posts.add(event),
  onPulse(pulse) {
    heardAt = Date.now();
    pulses.push(pulse);
    if (pulses.length > pulsesKept) {
      pulses.shift();
    }
    for (const trend of trends.values()) {
      trend.add(pulse);
    }
    figures.add(pulse);
    showSampling(pulse);
    draw();
  },
  async onResync() {
    const before = countsSince;
    await loadTrends();
    element("resync").hidden = false;
    fill(element("resync"), icon("warning"), countsSince !== null && before !== null && countsSince > before
      ? `Some posts went by while the connection was lost. The server was started anew at ${timeOfDay(new Date(countsSince))}, and its charts and figures count from then on.`
      : "Some posts went by while the connection was lost; the charts were loaded anew and show all of them.");
  },
  onState(state) {
    connection = state;
    showConnection(state);
    if (state === "open") {
      heardAt = Date.now();
      // What was counted between the last load and the first pulse is in neither.
      loadTrends();
    }
    draw();
  },
});

/** Since when nothing was heard of the server; null while all that is shown is of now. */
const staleSince = () => (connection !== "open" && Date.now() - heardAt > staleAfterMs) || Date.now() - heardAt > 2 * staleAfterMs ? new Date(heardAt) : null;

const pressWindow = segmented(element("mix-window"), [["15m", "15 min"], ["1h", "1 hour"], ["24h", "24 hours"]], (value) => {
  state.set({ window: value });
  loadTrends();
});
const pressScale = segmented(element("mix-scale"), [["share", "Share"], ["count", "Posts"]], (value) => {
  state.set({ scale: value });
  draw();
});

function span() {
  return Object.hasOwn(spans, state.get("window")) ? state.get("window") : headlineSpan;
}

async function loadTrends() {
  const round = ++rounds;
  const wanted = [...new Set([headlineSpan, span()])];
  const loaded = await Promise.all(wanted.map(async (name) => {
    const trend = new Trend(name);
    try {
      await trend.load();
      return [name, trend];
    } catch {
      // The pulses carry on what is there; the next round tries again.
      return [name, trends.get(name) ?? trend];
    }
  }));
  if (round !== rounds) {
    return;
  }
  trends.clear();
  for (const [name, trend] of loaded) {
    for (const pulse of pulses) {
      trend.add(pulse);
    }
    trends.set(name, trend);
  }
  countsSince = trends.get(headlineSpan).since || null;
  draw();
}

function draw() {
  const headline = trends.get(headlineSpan);
  const trend = trends.get(span());
  if (!headline || !trend) {
    return;
  }
  const chosen = state.get("emotion");
  const stale = staleSince();
  showStale(stale);
  know(trend.emotions);
  showNow(headline, stale);
  figures.show(headline, status, stale !== null);
  chart.show(trend, { asShare: state.get("scale") !== "count", chosen });
  if (stale === null) {
    // Its faces could not be loaded anew while the server is gone.
    showLegend(element("mix-legend"), trend, chosen, toggleEmotion);
  }
  if (element("mix-table").open) {
    showTable(element("mix-table").querySelector("div"), trend);
  }
  filters.offer(trend.emotions);
  filters.offerModalities(trend.modalities);
  showScope(trend);
}

function showStale(since) {
  document.body.classList.toggle("stale", since !== null);
  element("stale").hidden = since === null;
  if (since !== null) {
    const text = `Not live: the server has not been heard since ${timeOfDayToTheSecond(since)}. What you see is from then; this page goes on by itself.`;
    if (element("stale").textContent !== text) {
      fill(element("stale"), icon("warning"), text);
    }
  }
}

/** What the chart does not show: posts from before the server counted, and what the filters of the list choose. */
function showScope(trend) {
  const { modality, user, confidence } = filterValues();
  const notes = [
    modality || user || confidence ? "Chart and figures count all posts: of the filters below only the emotion applies here." : null,
    trend.since > trend.steps[0]?.start ? `Counted since ${timeOfDay(new Date(trend.since))}, when the server started.` : null,
  ];
  setText(element("mix-scope"), notes.filter((note) => note !== null).join(" "));
}

function toggleEmotion(label) {
  const chosen = state.get("emotion");
  applyFilter({ ...filterValues(), emotion: chosen.includes(label) ? chosen.filter((other) => other !== label) : [...chosen, label] });
}

function applyFilter(values) {
  state.set({ ...values, confidence: String(values.confidence) });
  filters.set(values);
  openStream();
  draw();
}

function openStream() {
  const { emotion, modality, user, confidence } = filterValues();
  posts.clear(emotion.length > 0 || modality || user || confidence ? "No post has matched the filters yet" : "No posts yet", emotion.length > 0 || modality || user || confidence);
  element("resync").hidden = true;
  stream.open({ emotion, modality, userId: user, minConfidence: confidence, replay: replayed, pulse: true });
}

function showSampling(pulse) {
  const isSampled = pulse.sent < pulse.matched;
  element("sampling").hidden = !isSampled;
  if (isSampled) {
    setText(element("sampling"), `Sample: ${count(pulse.sent)} of ${count(pulse.matched)} a second (${percent(pulse.sent / pulse.matched)}); figures count all`);
  }
}

function showPause(waiting = 0) {
  const button = element("pause");
  button.setAttribute("aria-pressed", String(isPaused));
  fill(button, icon(isPaused ? "play" : "pause"), isPaused ? (waiting > 0 ? `Resume, ${waiting} new` : "Resume") : "Pause");
}

element("pause").addEventListener("click", () => {
  isPaused = !isPaused;
  posts.pause(isPaused);
  showPause();
});

element("copy-link").addEventListener("click", async () => {
  const text = element("copy-link").querySelector("span");
  try {
    await navigator.clipboard.writeText(location.href);
    text.textContent = "Copied";
  } catch {
    text.textContent = "Copy it from the address bar";
  }
  setTimeout(() => (text.textContent = "Copy link"), 2500);
});

element("mix-table").addEventListener("toggle", draw);

async function refreshStatus() {
  const before = status?.model;
  status = await loadStatus();
  if (status !== null && before && (before.name !== status.model.name || before.version !== status.model.version)) {
    await loadPalette();
  }
  showSystem(element("system"), status);
  draw();
}

await loadPalette();
pressWindow(span());
pressScale(state.get("scale") === "count" ? "count" : "share");
showPause();
openStream();
await Promise.all([loadTrends(), refreshStatus()]);
setInterval(refreshStatus, statusEveryMs);
setInterval(loadTrends, reloadEveryMs);
setInterval(draw, staleAfterMs / 2);
