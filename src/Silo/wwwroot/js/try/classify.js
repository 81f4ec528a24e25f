import { send } from "../shared/api.js";

/** Asks /api/classify about a post; image is a file or null. */
export async function classify({ text, image }, signal) {
  const form = new FormData();
  if (text !== "") {
    form.set("text", text);
  }
  if (image !== null) {
    form.set("image", image);
  }
  return (await send("/api/classify", { method: "POST", body: form, signal })).json();
}
