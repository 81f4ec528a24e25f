import { h } from "./dom.js";

/** What fills a page that has nothing to show yet. */
export const howToSend = () => h("div", { class: "how-to" },
  h("p", {}, "Send the samples from another terminal, in the folder of the repository:"),
  h("pre", { tabindex: "0" }, h("code", {}, "dotnet run -c Release --project src/Silo -- publish samples/posts.jsonl")),
  h("p", {}, "or start the program with ", h("code", {}, "-- --demo"), ", and posts come by themselves."));
