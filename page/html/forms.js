// @ts-check
// The province's forms: every number opens the agencies' numbers it adds up.

import { el, section, table } from "./dom.js";
import { list } from "./words.js";

/**
 * @typedef {import("./types").Results} Results
 * @typedef {import("./types").FormTable} FormTable
 * @typedef {import("./source.js").Sources} Sources
 */

/**
 * @param {Results} results
 * @param {Sources} sources
 */
export function forms(results, sources) {
  const by = byCell(results);
  const tables = results.forms.map((form, n) => {
    const details = el("details", { class: "form" }, el("summary", {}, el("span", {}, form.title), el("small", {}, `Biểu ${form.number} · ${form.completeness}`)));
    // Hundreds of numbers a form: drawn when somebody wants to see them.
    const draw = () => { if (details.childElementCount === 1) details.append(...content(form, n, results, sources, by)); };
    details.addEventListener("toggle", draw, { once: true });
    addEventListener("beforeprint", draw);
    return details;
  });
  return section("forms", "Số liệu", "Số liệu toàn tỉnh theo biểu", el("p", { class: "quiet" }, `Đơn vị tính: ${results.unit}. Bấm vào một số để xem số liệu của từng đơn vị.`), ...tables);
}

/**
 * @param {FormTable} form
 * @param {number} n
 * @param {Results} results
 * @param {Sources} sources
 * @param {Map<string, number[]>} by
 */
function content(form, n, results, sources, by) {
  const lack = form.missing.length > 0 ? el("p", { class: "doubt" }, `Chưa có số liệu của ${list(form.missing.map((at) => results.agencies[at].name))}; các số dưới đây là của các đơn vị đã có.`) : null;
  const rows = form.rows.map((row) => {
    const number = (/** @type {string | null} */ text, /** @type {number} */ column) => text === null ? "–" : sources.number(text, `${row.label}: ${form.columns[column].label}`, () => termsOf(form, n, row.leaves, column, by), form.missing);
    const isTotal = row.leaves.length !== 1 || form.rows[row.leaves[0]] !== row;
    return el("tr", { class: isTotal ? "total" : null }, el("td", {}, row.no), el("th", { scope: "row", class: `level-${Math.min(row.level, 3)}` }, row.label), ...row.cells.map((text, column) => el("td", { class: "number" }, number(text, column))));
  });
  return [lack, table(form.title, ["TT", "Nhóm", ...form.columns.map((column) => column.label)], rows, "numbers")].filter((node) => node !== null);
}

/**
 * The observations of each form, row and column of the round that the forms show, by their places from 1.
 * @param {Results} results
 */
function byCell(results) {
  /** @type {Map<string, number[]>} */
  const by = new Map();
  results.observations.rows.forEach(([, form, row, column, , , , , , round], n) => {
    if (round !== results.round) return;
    const key = `${form} ${row} ${column}`;
    const places = by.get(key);
    if (places) places.push(n + 1);
    else by.set(key, [n + 1]);
  });
  return by;
}

/**
 * @param {FormTable} form
 * @param {number} n
 * @param {number[]} leaves
 * @param {number} column
 * @param {Map<string, number[]>} by
 */
function termsOf(form, n, leaves, column, by) {
  const { plus, minus } = form.columns[column];
  const of = (/** @type {number[]} */ columns) => columns.flatMap((entered) => leaves.flatMap((row) => by.get(`${n} ${row} ${entered}`) ?? []));
  return [...of(plus), ...of(minus).map((place) => -place)];
}
