import { get, url } from "./api.js";

/** How the emotions are shown, as /api/emotions chooses it; rules go into a style sheet of this module's own. */
const styles = new Map();
const asked = new Set();
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

function rule(label, { fill, ink }, texture, isDark) {
  const selector = `${isDark ? ':root[data-theme="dark"] ' : ""}[data-emotion="${CSS.escape(label)}"]`;
  const image = texture === "plain" ? "none" : texture === "cross" ? "var(--texture-level), var(--texture-upright)" : `var(--texture-${texture})`;
  return `${selector} { --emotion: ${fill}; --on-emotion: ${ink}; --texture: ${image}; --texture-size: ${texture === "dots" ? "8px 8px" : "auto"}; }`;
}

async function load() {
  try {
    const { emotions } = await get(url("/api/emotions", { emotion: [...asked] }));
    styles.clear();
    for (const style of emotions) {
      styles.set(style.emotion, style);
    }
    sheet.replaceSync(emotions.flatMap(({ emotion, light, dark, texture }) => [rule(emotion, light, texture, false), rule(emotion, dark, texture, true)]).join("\n"));
  } catch {
    // Without an answer labels keep the look that every label has; whoever knows one next asks again.
    asked.clear();
  }
}

/** Learns the looks of the model in use; again, when another has taken over. */
export const loadPalette = load;

/** Learns the looks of labels that may be another model's. */
export async function know(labels) {
  const unknown = labels.filter((label) => !styles.has(label) && !asked.has(label));
  if (unknown.length > 0) {
    unknown.forEach((label) => asked.add(label));
    await load();
  }
}

/** The look of a label in the theme of the page: { fill, ink, texture }. */
export function lookOf(label) {
  const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
  const style = styles.get(label);
  if (style) {
    return { ...style[theme], texture: style.texture };
  }
  const css = getComputedStyle(document.documentElement);
  return { fill: css.getPropertyValue("--other").trim(), ink: css.getPropertyValue("--on-other").trim(), texture: "cross" };
}

/** One or two characters that stand for a label. */
export const signOf = (label) => styles.get(label)?.sign ?? [...label].slice(0, 1).join("").toUpperCase();
