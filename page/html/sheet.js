// @ts-check
// A sheet as a small grid, with the cells in question framed.

import { el } from "./dom.js";
import { shown } from "./words.js";

/** @typedef {import("./types").SheetGrid} SheetGrid */

/**
 * @param {SheetGrid} grid
 * @param {string[]} cells  those to frame; the first is brought into view
 */
export function sheetGrid(grid, cells) {
  const framed = new Set(cells);
  const texts = new Map(grid.cells.map(([row, col, text, isNumber]) => [row * 1000 + col, { text, isNumber }]));
  const { spans, covered } = merges(grid);
  const columns = Math.max(grid.n_columns, ...cells.map((cell) => address(cell).col + 1));
  const rows = Math.max(grid.n_rows, ...cells.map((cell) => address(cell).row + 1));
  const hiddenColumns = new Set(grid.hidden_columns), hiddenRows = new Set(grid.hidden_rows);
  const cols = upTo(Math.min(columns, 60)).filter((col) => !hiddenColumns.has(col) || cells.some((cell) => address(cell).col === col));

  const cell = (/** @type {number} */ row, /** @type {number} */ col) => {
    const at = row * 1000 + col;
    if (covered.has(at)) return null;
    const [n_rows, n_columns] = spans.get(at) ?? [1, 1];
    const content = texts.get(at);
    const isFramed = framed.has(letters(col) + (row + 1));
    return el("td", {
      class: [content?.isNumber ? "number" : "", isFramed ? "framed" : ""].join(" ").trim() || null,
      rowspan: n_rows > 1 ? n_rows : null,
      colspan: n_columns > 1 ? n_columns : null,
      "aria-current": isFramed ? "true" : null,
      tabindex: isFramed ? 0 : null,
    }, shown(content?.text ?? ""));
  };
  const row = (/** @type {number} */ n) => el("tr", {}, el("th", { scope: "row" }, n + 1), ...cols.map((col) => cell(n, col)));
  const shownRows = upTo(Math.min(rows, 420)).filter((n) => !hiddenRows.has(n) || cells.some((cell) => address(cell).row === n));
  const head = el("tr", {}, el("td", {}), ...cols.map((col) => el("th", { scope: "col" }, letters(col))));
  const table = el("table", { class: "grid" }, el("caption", { class: "unseen" }, `Trang tính ${shown(grid.name)}`), el("thead", {}, head), el("tbody", {}, ...shownRows.map(row)));
  const box = el("div", { class: "sheet", tabindex: 0, role: "region", "aria-label": `Trang tính ${shown(grid.name)}` }, table);
  // Once it stands in the page.
  requestAnimationFrame(() => {
    const first = box.querySelector(".framed");
    if (first instanceof HTMLElement) {
      const at = first.getBoundingClientRect(), around = box.getBoundingClientRect();
      box.scrollTop += at.top - around.top - around.height / 2 + at.height / 2;
      box.scrollLeft += at.left - around.left - around.width / 2 + at.width / 2;
    }
  });
  return el("div", {}, box, grid.is_cut ? el("p", { class: "quiet" }, "Trang tính còn dài hơn phần vẽ ở đây.") : null);
}

/**
 * What merged cells span, and which cells they cover.
 * @param {SheetGrid} grid
 */
function merges(grid) {
  /** @type {Map<number, [number, number]>} */
  const spans = new Map();
  /** @type {Set<number>} */
  const covered = new Set();
  const hiddenColumns = new Set(grid.hidden_columns), hiddenRows = new Set(grid.hidden_rows);
  for (const [top, left, bottom, right] of grid.merged) {
    const rows = upTo(bottom - top + 1).filter((n) => !hiddenRows.has(top + n)).length;
    const columns = upTo(right - left + 1).filter((n) => !hiddenColumns.has(left + n)).length;
    spans.set(top * 1000 + left, [rows, columns]);
    for (let row = top; row <= bottom; row++) for (let col = left; col <= right; col++) if (row !== top || col !== left) covered.add(row * 1000 + col);
  }
  return { spans, covered };
}

/** @param {number} n */
function upTo(n) {
  return [...Array(n).keys()];
}

/**
 * A column's letters, counted from 0.
 * @param {number} col
 * @returns {string}
 */
export function letters(col) {
  return col < 0 ? "" : letters(Math.floor(col / 26) - 1) + String.fromCharCode(65 + col % 26);
}

/**
 * A cell's row and column from 0.
 * @param {string} cell
 */
export function address(cell) {
  const [, column = "A", row = "1"] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  return { row: Number(row) - 1, col: [...column].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1 };
}
