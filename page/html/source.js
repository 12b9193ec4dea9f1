// @ts-check
// Where a number comes from: a dialog with the observations behind it, and from there the cell in its sheet.

import { el, table } from "./dom.js";
import { sheetGrid } from "./sheet.js";
import { STATUSES, list, sentence, shown } from "./words.js";

/**
 * @typedef {import("./types").Results} Results
 * @typedef {import("./types").SheetSource} SheetSource
 * @typedef {import("./types").Figure} Figure
 */

/** How many observations are listed at once. */
const AT_ONCE = 200;

export class Sources {
  /**
   * @param {Results} results
   * @param {SheetSource} sheets
   */
  constructor(results, sheets) {
    this.results = results;
    this.sheets = sheets;
    this.body = el("div", {});
    this.turn = 0;
    this.parts = new Map(results.parts?.rows ?? []);
    this.title = el("h2", { id: "source-title", tabindex: -1 });
    const close = el("button", { type: "button", class: "close", onclick: () => this.dialog.close() }, "Đóng");
    this.dialog = /** @type {HTMLDialogElement} */ (el("dialog", { "aria-labelledby": "source-title" }, el("header", {}, this.title, close), this.body));
    this.dialog.addEventListener("close", () => { this.turn += 1; });
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
  }

  /**
   * A number that leads to what it is made of.
   * @param {Figure} figure
   * @param {string} about  what it counts, for the dialog's title
   */
  figure(figure, about) {
    return this.number(figure.text, about, () => figure.terms, figure.missing, figure.is_known);
  }

  /**
   * @param {string} text
   * @param {string} about
   * @param {() => number[]} terms
   * @param {number[]} [missing]
   * @param {boolean} [isKnown]  what isn't is a dash on the page
   */
  number(text, about, terms, missing = [], isKnown = true) {
    const open = () => this.openTerms(text, about, terms(), missing);
    return isKnown
      ? el("button", { type: "button", class: "figure", title: "Xem số này từ đâu ra", onclick: open }, text)
      : el("button", { type: "button", class: "figure", title: `${text}: xem vì sao`, "aria-label": text, onclick: open }, "–");
  }

  /**
   * A share that leads to what both its sides are made of.
   * @param {string} text
   * @param {string} about
   * @param {[string, Figure][]} sides  each with what it counts
   */
  ratio(text, about, sides) {
    const show = () => this.open(about, el("p", { class: "lead" }, el("strong", {}, text)), ...sides.flatMap(([what, side]) => [
      el("h3", {}, `${what}: ${side.text}`),
      this.observations(what, side.terms, show),
    ]));
    return el("button", { type: "button", class: "figure", title: "Xem số này từ đâu ra", onclick: show }, text);
  }

  /**
   * @param {string} about
   * @param {number[]} terms
   * @param {() => void} back
   */
  observations(about, terms, back) {
    const rows = el("div", {});
    const show = (/** @type {number} */ n) => {
      const more = n < terms.length ? el("button", { type: "button", onclick: () => show(n + AT_ONCE) }, `Xem thêm (còn ${(terms.length - n).toLocaleString("vi-VN")})`) : null;
      rows.replaceChildren(table(about, ["Đơn vị", "Biểu, dòng, cột", "Số người", "Nguồn"], terms.slice(0, n).map((term) => this.row(term, back)), "observations"), more ?? "");
    };
    show(AT_ONCE);
    return rows;
  }

  /**
   * @param {string} text
   * @param {string} about
   * @param {number[]} terms
   * @param {number[]} missing
   */
  openTerms(text, about, terms, missing) {
    const { agencies } = this.results;
    const lack = missing.length > 0 ? el("p", { class: "doubt" }, `Thiếu số liệu của ${list(missing.map((n) => agencies[n]?.name ?? ""))}.`) : null;
    const many = terms.length === 1 ? "1 số liệu" : `${terms.length.toLocaleString("vi-VN")} số liệu`;
    const from = terms.some((term) => term < 0) ? "cộng, trừ" : "cộng";
    const back = () => this.openTerms(text, about, terms, missing);
    const rows = terms.length > 0 ? this.observations(about, terms, back) : null;
    this.open(about, el("p", { class: "lead" }, el("strong", {}, text), terms.length > 0 ? `, ${from} từ ${many}. Bấm vào ô nguồn để xem số trong tệp của đơn vị.` : ""), lack, rows);
  }

  /**
   * One observation; a negative term is taken off.
   * @param {number} term
   * @param {() => void} back
   */
  row(term, back) {
    const { agencies, forms, files, observations } = this.results;
    const [agency, form, row, column, people, status, sheet, cell, explanation, round] = observations.rows[Math.abs(term) - 1];
    const [file, name] = observations.sheets[sheet];
    const of = forms[form], path = files[file].path;
    const open = () => this.openCell(file, name, [cell], back);
    const parts = this.parts.get(Math.abs(term) - 1);
    const units = parts && el("button", { type: "button", class: "figure", onclick: () => this.openParts(Math.abs(term) - 1, back) }, `Cộng từ ${parts.filter(([, level]) => level === 0).length} đơn vị`);
    return el("tr", {},
      el("td", {}, agency === null ? "" : agencies[agency].name),
      el("td", {}, `${of.number}: ${of.rows[row].label}`, el("small", {}, [of.entered[column], round ? `kỳ ${round}` : null].filter(Boolean).join(" · "))),
      el("td", { class: "number" }, (term < 0 ? "− " : "") + people.toLocaleString("vi-VN"), STATUSES[status] ? el("small", { class: status === "queried" ? "doubt" : null }, STATUSES[status]) : null, explanation ? el("small", {}, `“${shown(explanation)}”`) : null),
      el("td", {}, el("button", { type: "button", class: "figure", onclick: open, "aria-label": `Xem ô ${cell}, trang ${shown(name)}, tệp ${shown(path)}` }, `${shown(name)} › ${cell}`), el("small", { class: "path" }, shown(path)), units ? el("small", {}, units) : null));
  }

  /**
   * What units reported of a number that was added up from them; those below a unit stand behind it.
   * @param {number} place  in the ledger, from 0
   * @param {() => void} back
   */
  openParts(place, back) {
    const { agencies, forms, observations, parts } = this.results;
    const [agency, form, row, column, people] = observations.rows[place];
    const of = forms[form], about = `${of.number}: ${of.rows[row].label}, ${of.entered[column]}`;
    const rows = (this.parts.get(place) ?? []).map(([unit, level, people, cell]) => {
      const [name, path, sheet] = parts?.units[unit] ?? ["", "", ""];
      return el("tr", {}, el("th", { scope: "row", class: `level-${Math.min(level, 3)}` }, shown(name)), el("td", { class: "path" }, shown(path)), el("td", { class: "number" }, people.toLocaleString("vi-VN")), el("td", {}, `${shown(sheet)} › ${cell}`));
    });
    this.open(about, el("p", { class: "lead" }, el("strong", {}, people.toLocaleString("vi-VN")), `, ${agency === null ? "" : agencies[agency].name} cộng từ các đơn vị. Số lùi vào là một phần của số trên nó; tệp nằm ở cơ quan thu số liệu.`),
      table(about, ["Đơn vị", "Tệp", "Số người", "Trang, ô"], rows, "observations"),
      el("button", { type: "button", onclick: back }, "← Quay lại các số liệu"));
  }

  /**
   * A cell in its sheet.
   * @param {number} file
   * @param {string} name
   * @param {string[]} cells
   * @param {(() => void) | null} [back]
   */
  async openCell(file, name, cells, back = null) {
    const path = this.results.files[file]?.path ?? "";
    const turn = ++this.turn;
    let why = "không đọc lại được trang tính này";
    const grid = await this.sheets(file, path, name).catch((error) => { why = error instanceof Error ? error.message : why; return null; });
    // Meanwhile it was closed, or something else was asked for.
    if (turn !== this.turn) return;
    this.showSheet(path, name, grid ?? sentence(why), cells, back);
  }

  /**
   * @param {string} path
   * @param {string} name
   * @param {import("./types").SheetGrid | string} grid  or why there is none
   * @param {string[]} cells
   * @param {(() => void) | null} back
   */
  showSheet(path, name, grid, cells, back) {
    const where = cells.length > 6 ? `${cells.slice(0, 6).join(", ")}, …` : cells.join(", ");
    this.open(`${shown(name)} › ${where}`,
      el("p", { class: "lead path" }, shown(path)),
      typeof grid === "string" ? el("p", { class: "doubt" }, shown(grid)) : sheetGrid(grid, cells),
      back ? el("button", { type: "button", onclick: back }, "← Quay lại các số liệu") : null);
  }

  /**
   * @param {string} title
   * @param {...(Node | null)} content
   */
  open(title, ...content) {
    this.turn += 1;
    this.title.textContent = title;
    this.body.replaceChildren(...content.filter((node) => node !== null));
    if (!this.dialog.isConnected) document.body.append(this.dialog);
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
    this.title.focus();
  }
}
