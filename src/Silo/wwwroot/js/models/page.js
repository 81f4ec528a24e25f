import { get, post } from "../shared/api.js";
import { fill, h, icon, setText } from "../shared/dom.js";
import "../shared/frame.js";
import { know, loadPalette } from "../shared/palette.js";
import { modelCard } from "./model-card.js";

const element = (id) => document.getElementById(id);
const dialog = element("activate-dialog");
const confirm = element("activate-confirm");
let chosen = null;

function tell(kind, text) {
  fill(element("message"), h("p", { class: `note ${kind}` }, icon(kind === "bad" ? "warning" : "check"), text));
}

async function show() {
  const { models } = await get("/api/models");
  await loadPalette();
  await know(models.flatMap(({ labels }) => labels));
  fill(element("models"), models.map((model) => modelCard(model, ask)));
  element("models").removeAttribute("aria-busy");
}

function ask(model) {
  chosen = model;
  setText(element("activate-text"), `New posts will be classified by “${model.name}”, version ${model.version}. Posts that are already on their way finish with the model in use now.`);
  fill(element("activate-error"));
  setBusy(false);
  dialog.showModal();
}

function setBusy(isBusy) {
  confirm.disabled = isBusy;
  setText(confirm, isBusy ? "Loading and verifying…" : "Activate");
}

element("activate-cancel").addEventListener("click", () => dialog.close());
confirm.addEventListener("click", async () => {
  setBusy(true);
  try {
    await post(`/api/models/${encodeURIComponent(chosen.name)}/activate`);
    dialog.close();
    tell("good", `“${chosen.name}” is in use.`);
    await show();
  } catch (error) {
    setBusy(false);
    fill(element("activate-error"), h("p", { class: "note bad" }, icon("warning"), error.message));
  }
});

try {
  await show();
} catch (error) {
  element("models").removeAttribute("aria-busy");
  tell("bad", error.message);
}
