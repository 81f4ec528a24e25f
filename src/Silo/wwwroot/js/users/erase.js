import { fill, h, icon, setText } from "../shared/dom.js";
import { remove } from "../shared/api.js";

const element = (id) => document.getElementById(id);

/** The erase button: asks first, then erases. */
export function setUpErase(userId, onErased) {
  const dialog = element("erase-dialog");
  const confirm = element("erase-confirm");
  element("erase").addEventListener("click", () => {
    setText(element("erase-dialog-text"), `Everything that Moodstream keeps about “${userId()}” is removed for good. This cannot be undone.`);
    fill(element("erase-error"));
    confirm.disabled = false;
    dialog.showModal();
    element("erase-cancel").focus();
  });
  element("erase-cancel").addEventListener("click", () => dialog.close());
  confirm.addEventListener("click", async () => {
    confirm.disabled = true;
    try {
      await remove(`/api/users/${encodeURIComponent(userId())}`);
      dialog.close();
      onErased();
    } catch (error) {
      confirm.disabled = false;
      fill(element("erase-error"), h("p", { class: "note bad" }, icon("warning"), error.message));
    }
  });
}
