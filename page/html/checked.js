// @ts-check
// One file, before it is sent.

import { announce, el } from "./dom.js";
import { findingList } from "./findings.js";
import { Sources } from "./source.js";
import { VERDICTS, shown, tally } from "./words.js";

/**
 * @typedef {import("./types").Checked} Checked
 * @typedef {import("./types").Results} Results
 */

/**
 * @param {Checked} file
 * @param {boolean} isMarked  whether its copy is the file itself, or only a list
 * @param {{ sheet: (path: string, name: string) => Promise<import("./types").SheetGrid | null>, mark: () => void }} can
 */
export function checkedView(file, isMarked, can) {
  const sources = new Sources(/** @type {Results} */ (/** @type {unknown} */ ({ files: [file] })), (_, path, name) => can.sheet(path, name));
  const [tone, verdict] = VERDICTS[file.verdict];
  const said = tally(file.findings) || "không có điểm nào cần lưu ý";
  const isReturn = file.verdict !== "own-output" && file.verdict !== "no-spreadsheet";
  announce(isReturn ? `${verdict}, ${said}` : verdict);
  const copy = isMarked
    ? ["Tải bản đánh dấu", " Tệp gốc giữ nguyên; ô cần sửa được tô màu, kèm ghi chú."]
    : ["Tải danh sách kết quả", " Không đánh dấu được vào tệp này; danh sách ghi các điểm cần xử lý."];
  const who = [file.agency_name, file.year ? `năm ${file.year}` : null, file.revision ? `lần gửi ${file.revision}` : null].filter(Boolean).join(", ");
  const look = (/** @type {import("./types").Finding} */ finding) => sources.openCell(0, finding.sheet ?? "", finding.cells);
  return el("section", { class: "checked", "aria-labelledby": "checked-title" },
    file.illustrative ? el("p", { class: "illustrative" }, file.illustrative) : null,
    el("h2", { id: "checked-title", class: "path" }, shown(file.path)),
    who ? el("p", { class: "lead" }, who) : null,
    el("p", { class: `verdict ${tone}` }, el("strong", {}, verdict), isReturn ? ` – ${said}` : "."),
    file.can_be_marked ? el("p", { class: "actions" }, el("button", { type: "button", class: "primary", onclick: can.mark }, copy[0]), el("span", { class: "quiet" }, copy[1])) : null,
    findingList(file.findings, look, file.said));
}
