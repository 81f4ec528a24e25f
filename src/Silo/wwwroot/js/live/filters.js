import { fill, h } from "../shared/dom.js";
import { inStackOrder, title } from "../shared/emotions.js";
import { percent } from "../shared/format.js";
import { modalityName } from "./post-card.js";

const typingPauseMs = 350;

/** The filters of the post list: emotion, modality, user, least confidence. */
export class Filters {
  #form;
  #emotion;
  #modality;
  #user;
  #confidence;
  #confidenceText;
  #clear;
  #timer = null;

  /** @param onChange called with { emotion, modality, user, confidence } */
  constructor(form, values, onChange) {
    this.#form = form;
    const change = () => {
      clearTimeout(this.#timer);
      onChange(this.values());
    };
    const changeSoon = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(change, typingPauseMs);
    };
    this.#emotion = h("select", { class: "input", name: "emotion", onchange: change });
    this.#modality = h("select", { class: "input", name: "modality", onchange: change },
      h("option", { value: "" }, "Any"), h("option", { value: "text" }, "Words"), h("option", { value: "image" }, "Picture"));
    this.#user = h("input", { class: "input", name: "user", dir: "auto", placeholder: "Anyone", autocomplete: "off", spellcheck: "false", maxlength: "256", oninput: changeSoon });
    this.#confidenceText = h("output", { class: "number" });
    this.#confidence = h("input", { type: "range", name: "confidence", min: "0", max: "0.95", step: "0.05", oninput: () => {
      this.#showConfidence();
      changeSoon();
    } });
    this.#clear = h("button", { type: "button", class: "button plain", onclick: () => {
      this.set({ emotion: [], modality: "", user: "", confidence: 0 });
      change();
    } }, "Clear filters");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change();
    });
    fill(form,
      h("label", { class: "field" }, h("span", {}, "Emotion"), this.#emotion),
      h("label", { class: "field" }, h("span", {}, "Has"), this.#modality),
      h("label", { class: "field" }, h("span", {}, "User"), this.#user),
      h("label", { class: "field confidence" }, h("span", {}, "Confidence at least ", this.#confidenceText), this.#confidence),
      this.#clear);
    this.offer([]);
    this.set(values);
  }

  /** Offers these emotions. */
  offer(emotions) {
    const offered = [...this.#emotion.options].map((option) => option.value).filter((value) => value !== "" && value !== "*");
    const wanted = inStackOrder([...new Set([...emotions, ...offered])]);
    if (String(wanted) === String(offered) && offered.length > 0) {
      return;
    }
    const value = this.#emotion.value;
    fill(this.#emotion, h("option", { value: "" }, "All"), wanted.map((label) => h("option", { value: label }, title(label))));
    this.#emotion.value = value;
  }

  /** Offers these modalities beside words and pictures. */
  offerModalities(names) {
    const offered = [...this.#modality.options].map((option) => option.value);
    this.#modality.append(...names.filter((name) => !offered.includes(name)).map((name) => h("option", { value: name }, modalityName(name))));
  }

  values() {
    const emotion = this.#emotion.value;
    return {
      emotion: emotion === "" ? [] : emotion.split(","),
      modality: this.#modality.value,
      user: this.#user.value.trim(),
      confidence: Number(this.#confidence.value),
    };
  }

  set({ emotion, modality, user, confidence }) {
    const value = emotion.join(",");
    for (const option of [...this.#emotion.options].filter((option) => option.value.includes(","))) {
      option.remove();
    }
    this.offer(emotion);
    if (emotion.length > 1) {
      this.#emotion.append(h("option", { value }, emotion.map(title).join(", ")));
    }
    this.#emotion.value = value;
    this.#modality.value = modality;
    this.#user.value = user;
    this.#confidence.value = String(confidence);
    this.#showConfidence();
    this.#clear.hidden = emotion.length === 0 && modality === "" && user === "" && Number(confidence) === 0;
  }

  #showConfidence() {
    this.#confidenceText.textContent = percent(Number(this.#confidence.value));
  }
}
