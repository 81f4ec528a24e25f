import { get, getPage, url } from "../shared/api.js";
import { fill, h, icon, setText } from "../shared/dom.js";
import { emotionName, inStackOrder, shareBar, title } from "../shared/emotions.js";
import { showConnection } from "../shared/connection.js";
import { howToSend } from "../shared/empty.js";
import { count, dateAndTime, percent } from "../shared/format.js";
import "../shared/frame.js";
import { LiveStream } from "../shared/live-stream.js";
import { know, loadPalette } from "../shared/palette.js";
import { QueryState } from "../shared/query-state.js";
import { segmented } from "../shared/segmented.js";
import { showBands } from "./bands.js";
import { entryRow, entryTable } from "./entries.js";
import { setUpErase } from "./erase.js";
import { buckets, spanName, spanOf, stepName, timeZone } from "./spans.js";
import { suggestUsers } from "./suggestions.js";

const pageSize = 25;
const refreshAfterMs = 1500;
const lookAgainMs = 60_000;

const element = (id) => document.getElementById(id);
const state = new QueryState({ id: "", bucket: "day", page: "0", emotion: "" });
let summary = null;
let chosen = null;
let rows = null;
let next = null;
let loading = new AbortController();
let listing = new AbortController();
let refreshing = null;

const api = (part, query) => url(`/api/users/${encodeURIComponent(state.get("id"))}/${part}`, query);

function tell(kind, text) {
  fill(element("message"), text === undefined ? [] : h("p", { class: `note ${kind}` }, icon(kind === "bad" ? "warning" : "check"), text));
}

function complain(error) {
  if (error.name !== "AbortError") {
    tell("bad", error.message);
  }
}

async function showSpan() {
  loading.abort();
  listing.abort();
  loading = new AbortController();
  const { signal } = loading;
  const span = spanOf(bucket(), page());
  element("later").disabled = page() === 0;
  setText(element("span-label"), spanName(span));
  try {
    summary = await get(api("summary", { from: span.from.toISOString(), to: span.to.toISOString(), bucket: bucket(), timeZone }), { signal });
    tell();
    await know(Object.keys(summary.counts));
    showSummary();
    await showEntries();
    if (summary.posts === 0) {
      await explainEmptiness(signal);
    }
  } catch (error) {
    complain(error);
  }
}

/** Nobody ever heard of, or somebody who posted at another time? */
async function explainEmptiness(signal) {
  const { items: [latest] } = await get(api("timeline", { limit: 1 }), { signal });
  if (!latest) {
    element("profile").hidden = true;
    fill(element("message"), h("div", { class: "card empty" },
      h("strong", {}, "Nothing is known of ", h("bdi", {}, `“${state.get("id")}”`)),
      h("span", {}, "No post of a user with this id has been classified here, or all of them were erased. Ids are told apart by upper and lower case."),
      howToSend()));
    return;
  }
  element("profile").hidden = false;
  fill(element("entries"), h("div", { class: "empty" },
    h("strong", {}, "No posts in this span"),
    h("span", {}, `The latest one is of ${dateAndTime(new Date(latest.createdAt))}.`),
    h("button", { type: "button", class: "button", onclick: () => goTo(new Date(latest.createdAt)) }, "Show it")));
}

/** The page of this size of step that holds a moment. */
function goTo(moment) {
  let pages = 0;
  while (spanOf(bucket(), pages).from > moment && pages < 10_000) {
    pages++;
  }
  state.set({ page: String(pages), emotion: "" });
  chosen = null;
  showSpan();
}

function showSummary() {
  showBands(element("bands"), summary, chosen?.start, choose);
  const labels = inStackOrder(Object.keys(summary.counts)).sort((a, b) => summary.counts[b] - summary.counts[a]);
  fill(element("shares"), summary.posts === 0
    ? h("p", { class: "soft" }, "No posts in this span.")
    : [
      h("p", { class: "shares-total" }, h("span", { class: "figure-value number" }, count(summary.posts)), summary.posts === 1 ? " post" : " posts"),
      h("ul", {}, labels.filter((label) => summary.counts[label] > 0).map((label) =>
        h("li", {}, emotionName(label), shareBar(summary.counts[label] / summary.posts, label), h("span", { class: "number small" }, percent(summary.counts[label] / summary.posts))))),
    ]);
  fill(element("download"), summary.posts === 0 ? [] : [
    "All posts: ",
    h("a", { href: api("timeline", { format: "csv" }), download: "" }, "table (CSV)"), ", ",
    h("a", { href: api("timeline", { format: "ndjson" }), download: "timeline.ndjson" }, "lines of JSON")]);
  const select = element("entry-emotion");
  const offered = new Set([...labels, state.get("emotion")].filter((label) => label !== ""));
  fill(select, h("option", { value: "" }, "All"), [...offered].map((label) => h("option", { value: label }, title(label))));
  select.value = state.get("emotion");
}

async function showEntries() {
  // What an earlier choice asked for must not come in among the rows of this one.
  listing.abort();
  listing = new AbortController();
  const span = chosen === null ? spanOf(bucket(), page()) : { from: new Date(chosen.start), to: new Date(chosen.end) };
  element("clear-range").hidden = chosen === null;
  if (chosen !== null) {
    fill(element("clear-range"), `${stepName(bucket(), span.from)} `, icon("close"), h("span", { class: "spoken-only" }, "Show the whole span"));
  }
  rows = null;
  next = api("timeline", { from: span.from.toISOString(), to: span.to.toISOString(), emotion: state.get("emotion"), limit: pageSize });
  await showMore();
}

async function showMore() {
  const { body, next: following } = await getPage(next, { signal: listing.signal });
  next = following;
  element("more").hidden = next === null;
  if (rows === null) {
    rows = entryTable();
    fill(element("entries"), body.items.length === 0 ? h("p", { class: "empty" }, "No posts here.") : rows);
  }
  know(body.items.flatMap(({ emotion, opinions }) => [emotion, ...Object.values(opinions).map((opinion) => opinion.emotion)]));
  rows.tBodies[0].append(...body.items.map(entryRow));
}

function choose(step) {
  chosen = chosen?.start === step.start ? null : step;
  showSummary();
  element("bands").querySelector('[aria-pressed="true"]')?.focus();
  showEntries().catch(complain);
}

const bucket = () => (buckets.some(([name]) => name === state.get("bucket")) ? state.get("bucket") : "day");
const page = () => Math.max(0, Number.parseInt(state.get("page"), 10) || 0);

function move(pages) {
  state.set({ page: String(page() + pages) });
  chosen = null;
  showSpan();
}

const pressBucket = segmented(element("bucket"), buckets, (name) => {
  state.set({ bucket: name, page: "0" });
  chosen = null;
  showSpan();
});
pressBucket(bucket());

element("earlier").addEventListener("click", () => move(1));
element("later").addEventListener("click", () => move(-1));
element("more").addEventListener("click", () => showMore().catch(complain));
element("clear-range").addEventListener("click", () => choose(chosen));
element("entry-emotion").addEventListener("change", () => {
  state.set({ emotion: element("entry-emotion").value });
  showEntries().catch(complain);
});

setUpErase(() => state.get("id"), () => {
  element("profile").hidden = true;
  tell("good", `Everything about “${state.get("id")}” was erased.`);
});

/** Follows the person: what they post now comes in by itself, unless the viewer is at an earlier span or has read on. */
function follow() {
  const refresh = () => {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => {
      if (page() === 0 && chosen === null && (rows?.rows.length ?? 0) <= pageSize + 1 && document.visibilityState !== "hidden") {
        showSpan();
      }
    }, refreshAfterMs);
  };
  new LiveStream({ onEmotion: refresh, onResync: refresh, onState: showConnection }).open({ userId: state.get("id") });
  setInterval(refresh, lookAgainMs);
}

await loadPalette();
if (state.get("id") === "") {
  suggestUsers(element("suggestions"), element("suggestion-list"), element("message"));
} else {
  document.title = `${state.get("id")} · Moodstream`;
  setText(element("user-title"), state.get("id"));
  setText(element("user-intro"), `Emotions through time, in your time zone (${timeZone.replaceAll("_", " ")}).`);
  element("user-id").value = state.get("id");
  if ([".", ".."].includes(state.get("id"))) {
    // An address cannot name them, so no post may have such an author.
    tell("bad", "No post can have a user of this id.");
  } else {
    element("profile").hidden = false;
    await showSpan();
    follow();
  }
}
