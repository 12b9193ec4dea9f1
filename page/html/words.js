// @ts-check
// What the page says by itself; everything about the figures comes worded from the core.

/** @typedef {"error" | "query" | "note"} Severity */

/** @type {Record<Severity, string>} */
export const SEVERITIES = { error: "Lỗi", query: "Cần giải trình", note: "Ghi chú" };

/** @type {Record<string, [string, string]>} */
export const VERDICTS = {
  "sendable": ["good", "GỬI ĐƯỢC"],
  "to-explain": ["doubt", "CẦN GIẢI TRÌNH"],
  "not-sendable": ["bad", "CHƯA GỬI ĐƯỢC"],
  "no-spreadsheet": ["plain", "Đây không phải bảng tính nên không kiểm tra và không gửi thay biểu mẫu được. Gửi tệp Excel theo biểu mẫu đã nhận"],
  "own-output": ["plain", "Đây là kết quả do chương trình lập, không phải tệp của đơn vị"],
};

/** @type {Record<string, string>} */
export const STATUSES = { accepted: "", explained: "Đã giải trình", queried: "Còn cần giải trình" };

/** Characters that show nothing, end a line or turn the direction of writing. */
const UNSEEN = /[\p{Cc}\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\u{1BCA0}-\u{1BCA3}\u{E0000}-\u{E0FFF}]/gu;

/**
 * A name from outside in one line that hides nothing.
 * @param {string} text
 */
export function shown(text) {
  return text.replace(UNSEEN, (c) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] ?? `\\u{${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}}`);
}

/**
 * `3 lỗi, 1 điểm cần giải trình`; nothing without findings.
 * @param {{ severity: Severity, explained: boolean }[]} findings
 */
export function tally(findings) {
  const n = (/** @type {(of: { severity: Severity, explained: boolean }) => boolean} */ is) => findings.filter(is).length;
  const parts = [
    [n((of) => of.severity === "error"), "lỗi"],
    [n((of) => of.severity === "query" && !of.explained), "điểm cần giải trình"],
    [n((of) => of.severity === "query" && of.explained), "điểm đã giải trình"],
    [n((of) => of.severity === "note"), "ghi chú"],
  ];
  return parts.filter(([count]) => count).map(([count, what]) => `${count} ${what}`).join(", ");
}

/**
 * A text as a sentence of its own.
 * @param {string} text
 */
export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?:…]$/.test(text) ? "" : ".");
}

/**
 * Names as a sentence lists them.
 * @param {string[]} names
 */
export function list(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} và ${names[names.length - 1]}`;
}
