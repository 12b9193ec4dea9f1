// @ts-check
// What a leader looks at first: coverage against target, by year and by area, and who has sent what.

import { el, section, svg, table } from "./dom.js";
import { list, shown, tally } from "./words.js";

/**
 * @typedef {import("./types").Results} Results
 * @typedef {import("./types").Card} Card
 * @typedef {import("./source.js").Sources} Sources
 */

/** @param {Results} results */
export function summary(results) {
  const { tally, due, files } = results;
  const open = files.filter((file) => file.is_open).length;
  const facts = [
    [`${tally.accepted}/${tally.expected}`, "đơn vị có số liệu", tally.accepted === tally.expected ? "good" : "doubt"],
    [`${tally.sent_on_time}/${tally.expected}`, `đơn vị gửi đúng hạn${tally.on_time === tally.sent_on_time ? "" : `; đạt yêu cầu, đúng hạn ${tally.on_time}`}`, tally.sent_on_time === tally.expected ? "good" : "plain"],
    [open, "tệp cần xử lý", open === 0 ? "good" : "doubt"],
    [due.date, tally.accepted === tally.expected ? "hạn gửi" : `hạn gửi, ${due.standing}`, "plain"],
  ];
  return el("dl", { class: "facts" }, ...facts.map(([value, what, tone]) => el("div", {}, el("dt", {}, what), el("dd", { class: String(tone) }, value))));
}

/**
 * @param {Results} results
 * @param {Sources} sources
 */
export function coverage(results, sources) {
  if (results.coverage.length === 0) return null;
  const cards = results.coverage.map((one) => card(one, results, sources));
  return section("coverage", "Bao phủ", `Bao phủ so với chỉ tiêu năm ${results.year}`, el("div", { class: "cards" }, ...cards), el("p", { class: "quiet" }, results.caveat));
}

/**
 * @param {Card} card
 * @param {Results} results
 * @param {Sources} sources
 */
function card(card, results, sources) {
  const { title, name, share, target, verdict, gap, lack, rounds, provisional, numerator, denominator, years } = card;
  const hasTarget = target.text !== "–";
  const known = lack === null;
  return el("article", { class: `card ${verdict.tone}` },
    el("h3", {}, name), el("p", { class: "quiet" }, title),
    el("p", { class: "share" }, known ? sources.ratio(share.text, `${name}: ${title}`, [["Đang tham gia", numerator], ["Trên tổng số", denominator]]) : "–", known && hasTarget ? el("span", { class: `chip ${verdict.tone}` }, verdict.text) : el("span", { class: "chip doubt" }, known ? "" : "Chưa tính được")),
    bars(years, results.year, name),
    el("dl", { class: "parts" },
      el("div", {}, el("dt", {}, "Chỉ tiêu"), el("dd", {}, target.text)),
      el("div", {}, el("dt", {}, "Chênh lệch"), el("dd", {}, gap.text)),
      el("div", {}, el("dt", {}, "Đang tham gia"), el("dd", {}, sources.figure(numerator, `${name}: số người đang tham gia`))),
      el("div", {}, el("dt", {}, "Trên tổng số"), el("dd", {}, sources.figure(denominator, `${name}: tổng số`)))),
    rounds ? el("p", { class: "quiet" }, rounds) : null,
    provisional ? el("p", { class: "doubt" }, provisional) : null,
    lack ? el("p", { class: "doubt" }, lack) : null);
}

/**
 * A bar for each year, with a line where its target is.
 * @param {Card["years"]} years
 * @param {number} thisYear
 * @param {string} name
 */
function bars(years, thisYear, name) {
  const most = Math.max(0.0001, ...years.flatMap(({ share, target }) => [share?.part ?? 0, target?.part ?? 0]));
  const WIDTH = 300, HEIGHT = 22, LEFT = 44, RIGHT = 66;
  const x = (/** @type {number} */ part) => LEFT + (WIDTH - LEFT - RIGHT) * part / most;
  const spoken = years.map(({ year, provisional, share, target }) => `${year}: ${share ? share.text : "chưa có"}${provisional ? " (năm có số tạm tính)" : ""}${target ? `, chỉ tiêu ${target.text}` : ""}`).join("; ");
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT * years.length}`, class: "bars", role: "img", "aria-label": `${name} theo năm. ${spoken}` });
  years.forEach(({ year, provisional, share, target }, n) => {
    const top = n * HEIGHT;
    drawing.append(svg("text", { x: 0, y: top + 15, class: year === thisYear ? "now" : "" }, provisional ? `${year}*` : String(year)));
    drawing.append(svg("rect", { x: LEFT, y: top + 5, width: WIDTH - LEFT - RIGHT, height: 12, class: "track" }));
    if (share) drawing.append(svg("rect", { x: LEFT, y: top + 5, width: Math.max(1, x(share.part) - LEFT), height: 12, class: year === thisYear ? "bar now" : "bar" }));
    if (target) drawing.append(svg("rect", { x: x(target.part) - 1, y: top + 2, width: 2, height: 18, class: "target" }));
    // The line before a target's number is the one in the drawing, which the caption names.
    const said = share ? share.text : target ? `│ ${target.text}` : "";
    drawing.append(svg("text", { x: WIDTH, y: top + 15, "text-anchor": "end", class: share && year === thisYear ? "now" : "" }, said));
  });
  return el("figure", {}, drawing, el("figcaption", {}, el("span", { class: "key bar" }), "thực hiện ", el("span", { class: "key target" }), "chỉ tiêu",
    years.some(({ provisional }) => provisional) ? " * năm có số liệu tạm tính, vì chưa đủ đơn vị bậc dưới" : ""));
}

/**
 * @param {Results} results
 * @param {Sources} sources
 */
export function areas(results, sources) {
  const { caveat, columns, rows } = results.areas;
  if (columns.length === 0 || rows.length === 0) return null;
  const most = columns.map((_, n) => Math.max(0.0001, ...rows.map((row) => row.cells[n]?.part ?? 0)));
  const cell = (/** @type {Results["areas"]["rows"][0]["cells"][0]} */ of, /** @type {number} */ n, /** @type {string} */ area) => el("td", { class: "number" },
    meter(of.part, most[n]), el("span", { class: of.share.tone }, of.part === null ? "–" : sources.ratio(of.share.text, `${area}: ${columns[n]}`, [["Đang tham gia", of.numerator], ["Trên tổng số", of.denominator]])),
    el("small", {}, sources.figure(of.numerator, `${area}: ${columns[n]}, số người đang tham gia`), " / ", sources.figure(of.denominator, `${area}: ${columns[n]}, tổng số`)));
  const body = rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.name), ...row.cells.map((of, n) => cell(of, n, row.name))));
  return section("areas", "Địa bàn", "Theo địa bàn", unknown(results), table("Tỷ lệ theo địa bàn", ["Địa bàn", ...columns], body, "areas stacked"), el("p", { class: "quiet" }, caveat));
}

/**
 * What a dash in the table of areas says, once for all of them; `null` where there is none.
 * @param {Results} results
 */
function unknown({ areas, agencies }) {
  const sides = areas.rows.flatMap((row) => row.cells.flatMap((cell) => [cell.numerator, cell.denominator])).filter((side) => !side.is_known);
  if (sides.length === 0) return null;
  const missing = [...new Set(sides.flatMap((side) => side.missing))].sort((a, b) => a - b).map((n) => agencies[n]?.name ?? "");
  return el("p", { class: "doubt" }, `Dấu “–”: chưa tính được${missing.length > 0 ? `, vì chưa có số liệu của ${list(missing)}` : ""}.`);
}

/** @param {Results} results */
export function assigned(results) {
  if (!results.assigned) return null;
  const { about, tables } = results.assigned;
  const drawn = tables.flatMap(({ title, heads, rows, note }) => [
    el("h3", {}, title),
    table(title, heads, rows.map((row) => el("tr", {}, ...row.map(({ text, tone }, n) => el("td", { class: n > 1 ? `number ${tone}` : tone }, text)))), "assigned"),
    note ? el("p", { class: "quiet" }, note) : null,
  ]);
  return section("assigned", "Chỉ tiêu được giao", `Chỉ tiêu được giao năm ${results.year}`, ...about.map((line) => el("p", { class: "quiet" }, shown(line))), ...drawn);
}

/**
 * @param {number | null} part
 * @param {number} most
 */
function meter(part, most) {
  const fill = el("span", {});
  fill.style.width = `${100 * (part ?? 0) / most}%`;
  return el("span", { class: "meter", "aria-hidden": "true" }, fill);
}

/**
 * Every unit below an agency whose numbers are missing, or about which something is open.
 * @param {Results["agencies"][0]} agency
 */
function below({ units_below: units }) {
  if (units.length === 0) return null;
  const items = units.map(([name, what]) => el("li", {}, `${shown(name)}: ${shown(what)}`));
  return el("details", { class: "units" }, el("summary", {}, el("small", {}, `${units.length} đơn vị bậc dưới chưa có số liệu hoặc còn chưa rõ`)), el("ul", {}, ...items));
}

/** @param {Results} results */
export function agencies(results) {
  const rows = results.agencies.map((agency) => {
    const open = agency.open_files.map((n) => results.files[n]);
    const said = (/** @type {Results["files"][0]} */ file) => tally(file.findings) || file.label;
    // Which file has what must be told only of several.
    const todo = open.map((file) => el("a", { class: "path", href: `#file-${results.files.indexOf(file)}` }, open.length > 1 ? `${shown(file.path)}: ${said(file)}` : said(file)));
    return el("tr", {},
      el("th", { scope: "row" }, agency.name, agency.units ? el("small", {}, agency.units) : null, below(agency)),
      el("td", {}, el("span", { class: `chip ${agency.tone}` }, agency.state)),
      el("td", {}, agency.sent_on ?? "–"),
      el("td", { class: agency.is_late ? "bad" : null }, agency.against_due ?? "không rõ"),
      el("td", {}, ...todo.flatMap((link, n) => n > 0 ? ["; ", link] : [link])));
  });
  return section("agencies", "Đơn vị", "Đơn vị", table("Tình hình gửi số liệu", ["Đơn vị", "Tình trạng", "Ngày gửi", "So với hạn", "Cần xử lý"], rows, "stacked"));
}

/** @param {Results} results */
export function difficulties(results) {
  if (results.difficulties.length === 0) return null;
  const rows = results.difficulties.map(({ agency, difficulty, proposal }) => el("tr", {},
    el("th", { scope: "row" }, agency === null ? "" : results.agencies[agency].name), el("td", {}, shown(difficulty ?? "–")), el("td", {}, shown(proposal ?? "–"))));
  return section("difficulties", "Khó khăn", "Khó khăn, vướng mắc, đề xuất", table("Khó khăn và đề xuất của đơn vị", ["Đơn vị", "Khó khăn, vướng mắc", "Đề xuất"], rows, "stacked words"));
}
