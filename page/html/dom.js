// @ts-check
// Elements in few words. Text only ever becomes text: nothing from a file is read as markup.

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | EventListener | null | undefined>} Attributes
 */

/**
 * An element; attributes that begin with `on` are listeners.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => child instanceof Node ? child : String(child)));
  return element;
}

/**
 * A drawing's element.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A table with a caption for those who hear it. Of the kind "stacked" its rows become blocks on a narrow screen, where each
 * cell says by itself what column it is of.
 * @param {string} caption
 * @param {Child[]} heads
 * @param {HTMLElement[]} rows
 * @param {string} [kind]
 */
export function table(caption, heads, rows, kind = "") {
  if (kind.includes("stacked")) {
    for (const row of rows) [...row.children].slice(1).forEach((cell, n) => cell.setAttribute("data-head", String(heads[n + 1])));
  }
  const head = el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text))));
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", { class: kind }, el("caption", { class: "unseen" }, caption), head, el("tbody", {}, ...rows)));
}

/**
 * A section with its heading, which the contents lead to by a shorter name.
 * @param {string} id
 * @param {string} short
 * @param {string} title
 * @param {...Child} children
 */
export function section(id, short, title, ...children) {
  return el("section", { id, "data-short": short, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), ...children);
}

/**
 * Says something to those who can't see the screen change.
 * @param {string} text
 */
export function announce(text) {
  let live = document.getElementById("live");
  if (!live) document.body.append(live = el("div", { id: "live", class: "unseen", role: "status", "aria-live": "polite" }));
  live.textContent = text;
}
