const SVG = "http://www.w3.org/2000/svg";

/// The element of the page with this id.
export const byId = (id) => document.getElementById(id);

/// Creates an HTML element. Strings become text nodes, so nothing that is shown is read as markup.
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/// Creates an SVG element.
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/// A small symbol beside a word, which says the same to those who do not see it.
export function mark(kind) {
  return svg("svg", { class: `mark ${kind}`, "aria-hidden": "true" }, svg("use", { href: `#mark-${kind}` }));
}

/// Shows a text in an element that is hidden without one.
export function note(node, text) {
  node.textContent = text;
  node.hidden = !text;
}

/// Does what a button is for, unless that is still being done.
export async function once(button, work) {
  if (button.hasAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/// Repeats a short highlight, even one that has not ended.
export function flash(node) {
  node.classList.remove("changed");
  requestAnimationFrame(() => node.classList.add("changed"));
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null));
  return node;
}
