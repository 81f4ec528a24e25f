import { get, getPage, url } from "../shared/api.js";
import { fill, h, icon, setText } from "../shared/dom.js";
import { emotionName, inStackOrder, shareBar, title } from "../shared/emotions.js";
import { count, percent } from "../shared/format.js";
import "../shared/frame.js";
import { QueryState } from "../shared/query-state.js";
import { segmented } from "../shared/segmented.js";
import { showBands } from "./bands.js";
import { entryRow, entryTable } from "./entries.js";
import { setUpErase } from "./erase.js";
import { buckets, spanName, spanOf, stepName, timeZone } from "./spans.js";
import { suggestUsers } from "./suggestions.js";

const pageSize = 25;

const element = (id) => document.getElementById(id);
const state = new QueryState({ id: "", bucket: "day", page: "0", emotion: "" });
let summary = null;
let chosen = null;
let rows = null;
let next = null;
let loading = new AbortController();
let listing = new AbortController();

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
    showSummary();
    await showEntries();
  } catch (error) {
    complain(error);
  }
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

if (state.get("id") === "") {
  suggestUsers(element("suggestions"), element("suggestion-list"));
} else {
  document.title = `${state.get("id")} · Moodstream`;
  setText(element("user-title"), state.get("id"));
  setText(element("user-intro"), `Emotions through time, in your time zone (${timeZone.replaceAll("_", " ")}).`);
  element("user-id").value = state.get("id");
  element("profile").hidden = false;
  await showSpan();
}
