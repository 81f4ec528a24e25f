import { fill, h, icon } from "../shared/dom.js";
import { bytes } from "../shared/format.js";

const types = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** The picture of the post: chosen, dropped or pasted. */
export class Picture {
  #file = null;
  #address = null;
  #onChange;
  #drop = document.getElementById("drop");
  #input = document.getElementById("file");
  #hint = document.getElementById("drop-hint");
  #preview = document.getElementById("preview");

  /** @param onChange called with the file, or null, or an error text as second argument */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#input.addEventListener("change", () => this.set(this.#input.files[0] ?? null));
    for (const name of ["dragenter", "dragover"]) {
      this.#drop.addEventListener(name, (event) => {
        event.preventDefault();
        this.#drop.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      this.#drop.addEventListener(name, () => this.#drop.classList.remove("over"));
    }
    this.#drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.set(event.dataTransfer.files[0] ?? null);
    });
    document.addEventListener("paste", (event) => {
      const file = [...event.clipboardData.files].find((candidate) => candidate.type.startsWith("image/"));
      if (file) {
        event.preventDefault();
        this.set(file);
      }
    });
  }

  get file() {
    return this.#file;
  }

  set(file) {
    if (file !== null && !types.includes(file.type)) {
      this.#onChange(this.#file, "That file is not a JPEG, PNG, GIF or WebP picture.");
      return;
    }
    URL.revokeObjectURL(this.#address);
    this.#file = file;
    this.#address = file === null ? null : URL.createObjectURL(file);
    this.#hint.hidden = file !== null;
    this.#preview.hidden = file === null;
    this.#drop.classList.toggle("filled", file !== null);
    if (file === null) {
      this.#input.value = "";
      fill(this.#preview);
    } else {
      fill(this.#preview,
        h("img", { src: this.#address, alt: "The chosen picture" }),
        h("div", { class: "preview-row" },
          h("span", { class: "small soft" }, `${file.name} · ${bytes(file.size)}`),
          h("button", { type: "button", class: "button", onclick: () => this.set(null) }, icon("close"), "Remove")));
    }
    this.#onChange(file, null);
  }
}
