// @ts-check
// What was found, as `validate` says it: what is wrong, where, and the one thing to do.

import { el } from "./dom.js";
import { SEVERITIES, shown } from "./words.js";

/**
 * @typedef {import("./types").Finding} Finding
 * @typedef {import("./types").Said} Said
 */

/** How many cells a finding names; all are framed in the sheet. */
const MOST_CELLS = 6;

/**
 * @param {Finding[]} findings
 * @param {(finding: Finding) => void} look  shows a finding's cells in their sheet
 * @param {Said[]} [said]  each in words for who sends the file
 */
export function findingList(findings, look, said) {
  const ofOffice = (/** @type {Finding} */ { message, hint }) => ({ message, hint, of_officer: null });
  return el("ol", { class: "findings" }, ...findings.map((finding, n) => one(finding, said?.[n] ?? ofOffice(finding), look)));
}

/**
 * @param {Finding} finding
 * @param {Said} said
 * @param {(finding: Finding) => void} look
 */
function one(finding, { message, hint, of_officer }, look) {
  const { code, name, severity, explained, sheet, cells, explanation } = finding;
  const tone = severity === "error" ? "bad" : severity === "query" && !explained ? "doubt" : "plain";
  const more = cells.length > MOST_CELLS ? `, … (${cells.length} ô)` : "";
  const where = sheet === null ? "" : [shown(sheet), cells.slice(0, MOST_CELLS).join(", ") + more].filter(Boolean).join(" › ");
  const place = cells.length > 0 ? el("button", { type: "button", class: "figure", title: "Xem ô trong tệp", onclick: () => look(finding) }, where) : where;
  return el("li", { class: tone },
    el("div", { class: "head" }, el("strong", { class: `chip ${tone}` }, explained ? "Đã giải trình" : SEVERITIES[severity]), el("code", { title: name }, code), place),
    el("p", {}, shown(message)),
    explanation ? el("p", { class: "quiet" }, `Đơn vị giải trình: “${shown(explanation)}”`) : null,
    hint ? el("p", { class: "hint" }, shown(hint)) : null,
    of_officer ? el("p", { class: "quiet" }, `Cơ quan tổng hợp: ${shown(of_officer)}`) : null);
}
