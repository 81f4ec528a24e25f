import { h } from "../shared/dom.js";

const inlinePattern = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g;

/** Text with code, strong, emphasis and links; everything else stays text, so that no card can bring markup of its own. */
function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    nodes.push(text.slice(end, match.index));
    const [whole, code, strong, emphasis, label, address] = match;
    if (code !== undefined) {
      nodes.push(h("code", {}, code));
    } else if (strong !== undefined) {
      nodes.push(h("strong", {}, strong));
    } else if (emphasis !== undefined) {
      nodes.push(h("em", {}, emphasis));
    } else {
      nodes.push(h("a", { href: address, rel: "noreferrer" }, label));
    }
    end = match.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

const blocks = [
  {
    // # Heading
    start: /^#{1,6}\s/,
    take: (lines) => {
      const [, marks, text] = /^(#+)\s+(.*)$/.exec(lines.shift());
      return h(`h${Math.min(6, marks.length + 2)}`, {}, inline(text));
    },
  },
  {
    // ```
    start: /^```/,
    take: (lines) => {
      lines.shift();
      const code = [];
      while (lines.length > 0 && !lines[0].startsWith("```")) {
        code.push(lines.shift());
      }
      lines.shift();
      return h("pre", { tabindex: "0" }, h("code", {}, code.join("\n")));
    },
  },
  {
    // | a | b |
    start: /^\|/,
    take: (lines) => {
      const rows = [];
      while (lines.length > 0 && lines[0].startsWith("|")) {
        rows.push(lines.shift());
      }
      const body = rows.slice(1).filter((row) => !/^\|[\s:|-]+$/.test(row));
      return h("div", { class: "table-scroll" }, h("table", {},
        h("thead", {}, h("tr", {}, cells(rows[0]).map((cell) => (cell === "" ? h("td") : h("th", { scope: "col" }, inline(cell)))))),
        h("tbody", {}, body.map((row) => h("tr", {}, cells(row).map((cell) => h("td", {}, inline(cell))))))));
    },
  },
  {
    // - item, with lines that go on below it
    start: /^[-*]\s/,
    take: (lines) => {
      const items = [];
      while (lines.length > 0 && /^([-*]\s|\s+\S)/.test(lines[0])) {
        const line = lines.shift();
        if (/^[-*]\s/.test(line)) {
          items.push(line.slice(2));
        } else {
          items[items.length - 1] += ` ${line.trim()}`;
        }
      }
      return h("ul", { class: "bullets" }, items.map((item) => h("li", {}, inline(item))));
    },
  },
];

/** Renders the parts of Markdown that model cards use. */
export function markdown(text) {
  const lines = text.replaceAll("\r", "").replace(/^---\n[\s\S]*?\n---\n/, "").split("\n");
  const nodes = [];
  while (lines.length > 0) {
    const block = blocks.find(({ start }) => start.test(lines[0]));
    if (block) {
      nodes.push(block.take(lines));
      continue;
    }
    const paragraph = [];
    while (lines.length > 0 && lines[0].trim() !== "" && !blocks.some(({ start }) => start.test(lines[0]))) {
      paragraph.push(lines.shift().trim());
    }
    if (paragraph.length > 0) {
      nodes.push(h("p", {}, inline(paragraph.join(" "))));
    } else {
      lines.shift();
    }
  }
  return nodes;
}
