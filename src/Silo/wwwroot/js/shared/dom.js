/**
 * Makes an element. Properties that start with "on" are listeners, "class" and "data-*"/"aria-*" are attributes, and
 * "--name" sets a custom property through the CSSOM, which a strict content security policy allows.
 * Children are nodes, strings, arrays of them, or null.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name.startsWith("--")) {
      element.style.setProperty(name, value);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

function symbol(file, id, className) {
  const svg = document.createElementNS(svgNamespace, "svg");
  const use = document.createElementNS(svgNamespace, "use");
  use.setAttribute("href", `/img/${file}.svg#${id}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", className);
  svg.append(use);
  return svg;
}

/** An icon; decorative, so its meaning must stand beside it in words. */
export const icon = (name) => symbol("icons", name, "icon");

/** A symbol of the sheet of emotion faces. */
export const faceSymbol = (name) => symbol("emotions", name, "face");

/** A disc with one or two characters, where there is no face. */
export function disc(text) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "face");
  const circle = document.createElementNS(svgNamespace, "circle");
  for (const [name, value] of Object.entries({ cx: 16, cy: 16, r: 15, fill: "currentColor" })) {
    circle.setAttribute(name, value);
  }
  const letters = document.createElementNS(svgNamespace, "text");
  for (const [name, value] of Object.entries({ x: 16, y: 16.5, "text-anchor": "middle", "dominant-baseline": "central", class: "face-letters" })) {
    letters.setAttribute(name, value);
  }
  letters.textContent = text;
  svg.append(circle, letters);
  return svg;
}

/** Replaces an element's children. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/** Sets an element's text only where it changes, so that screen readers are not told the same twice. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
