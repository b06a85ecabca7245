/** Makes elements: attributes, listeners and children in one call. */

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. `true` sets an empty attribute, `false` and `null` set none, `on…` listens. */
export function h(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

let serial = 0;

/** An id that no other element of the page has. */
export function newId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

function set(element, name, value) {
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value") element.value = value;
  else if (value === true) element.setAttribute(name, "");
  else if (value != null && value !== false) element.setAttribute(name, value);
}
