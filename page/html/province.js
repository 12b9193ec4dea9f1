// @ts-check
// A province in a year, from the figures down to the cells.

import { el, section } from "./dom.js";
import { findingList } from "./findings.js";
import { forms } from "./forms.js";
import { agencies, areas, assigned, coverage, difficulties, summary } from "./overview.js";
import { Sources } from "./source.js";
import { SEVERITIES, shown, tally } from "./words.js";

/**
 * @typedef {import("./types").Results} Results
 * @typedef {import("./types").SheetSource} SheetSource
 */

/**
 * @param {Results} results
 * @param {SheetSource} sheets
 * @param {HTMLElement | null} downloads
 */
export function provinceView(results, sheets, downloads) {
  const sources = new Sources(results, sheets);
  const made = [results.office, results.as_of ? `chốt số liệu đến ngày ${results.as_of}` : null, `lập ngày ${results.made_on}`, `từ “${shown(results.source)}”`, `bhxh ${results.bhxh}`];
  const parts = [
    coverage(results, sources),
    areas(results, sources),
    assigned(results),
    agencies(results),
    forms(results, sources),
    difficulties(results),
    files(results, sources),
  ].filter((part) => part !== null);
  return el("div", { class: "province" },
    results.illustrative ? el("p", { class: "illustrative" }, results.illustrative) : null,
    el("header", { class: "title" }, el("p", { class: "quiet" }, results.plan), el("h1", {}, `Số liệu năm ${results.year}, ${results.province}`), el("p", { class: "quiet" }, made.filter(Boolean).join(" · "))),
    ...results.remarks.map((remark) => el("p", { class: "remark doubt" }, shown(remark))),
    summary(results),
    downloads,
    contents(parts),
    ...parts);
}

/** @param {HTMLElement[]} parts */
function contents(parts) {
  const links = parts.map((part) => el("li", {}, el("a", { href: `#${part.id}` }, part.dataset.short ?? "")));
  return el("nav", { class: "contents", "aria-label": "Các phần" }, el("ul", {}, ...links));
}

/**
 * Findings by file, of which a filter shows some.
 * @param {Results} results
 * @param {Sources} sources
 */
function files(results, sources) {
  const all = results.files.map((file, n) => ({ file, n, element: fileEntry(results, n, sources) }));
  const count = el("p", { class: "quiet", role: "status" });
  const what = /** @type {HTMLSelectElement} */ (el("select", { id: "filter-what" },
    ...[["open", "cần xử lý"], ["found", "có điểm cần lưu ý"], ["all", "tất cả"]].map(([value, text]) => el("option", { value }, text))));
  const who = /** @type {HTMLSelectElement} */ (el("select", { id: "filter-who" }, el("option", { value: "" }, "mọi đơn vị"), el("option", { value: "none" }, "chưa rõ đơn vị"), ...results.agencies.map((agency, n) => el("option", { value: n }, agency.name))));
  const words = /** @type {HTMLInputElement} */ (el("input", { id: "filter-words", type: "search", placeholder: "mã, ô, tên tệp, nội dung" }));
  const isShown = (/** @type {Results["files"][0]} */ file) => {
    if (what.value === "open" && !file.is_open) return false;
    if (what.value === "found" && file.findings.length === 0) return false;
    if (who.value === "none" ? file.sender !== null : who.value !== "" && String(file.sender) !== who.value) return false;
    const text = `${file.path} ${file.findings.map((finding) => `${SEVERITIES[finding.severity]} ${finding.code} ${finding.sheet} ${finding.cells.join(" ")} ${finding.message} ${finding.hint} ${finding.explanation ?? ""}`).join(" ")}`;
    return folded(text).includes(folded(words.value));
  };
  const filter = () => {
    let n = 0;
    for (const { file, element } of all) n += Number(!(element.hidden = !isShown(file)));
    count.textContent = n === 0 ? "Không có tệp nào." : `${n} trên ${all.length} tệp.`;
  };
  if (!results.files.some((file) => file.is_open)) what.value = "found";
  [what, who].forEach((choice) => choice.addEventListener("change", filter));
  words.addEventListener("input", filter);
  // A link to a file that the filter hides shows it again.
  addEventListener("hashchange", () => {
    const wanted = all.find(({ element }) => `#${element.id}` === location.hash);
    if (wanted?.element.hidden) { what.value = "all"; who.value = ""; words.value = ""; filter(); wanted.element.scrollIntoView(); }
  });
  filter();
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) => el("label", { for: input.id }, label, " ", input);
  return section("files", "Kết quả kiểm tra", "Kết quả kiểm tra theo tệp",
    el("form", { class: "filter", role: "search", onsubmit: (event) => event.preventDefault() }, field("Tệp", what), field("Đơn vị", who), field("Tìm", words)),
    count, ...all.map(({ element }) => element));
}

/**
 * @param {Results} results
 * @param {number} n
 * @param {Sources} sources
 */
function fileEntry(results, n, sources) {
  const file = results.files[n];
  const who = file.sender === null ? "" : results.agencies[file.sender].name;
  const look = (/** @type {import("./types").Finding} */ finding) => sources.openCell(n, finding.sheet ?? "", finding.cells);
  return el("article", { class: "file", id: `file-${n}`, tabindex: -1 },
    el("h3", {}, el("span", { class: `chip ${file.tone}` }, file.label), " ", el("span", { class: "path" }, shown(file.path))),
    el("p", { class: "quiet" }, [who, tally(file.findings) || "không có điểm nào cần lưu ý"].filter(Boolean).join(" – ")),
    findingList(file.findings, look));
}

/**
 * Text by which people search: without case and marks.
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
