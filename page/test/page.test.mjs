// The page in a real browser, opened from the disk as an officer does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import puppeteer from "puppeteer-core";
import { CASES, EXAMPLES, PAGE, TODAY, bhxh, filesBelow, gist, unpacked, workshop } from "./both.mjs";

const folder = workshop(), downloads = path.join(folder, "downloads");
/** @type {import("puppeteer-core").Browser} */
let browser;
/** What the page asked for, and what it was refused. */
const asked = [], complaints = [];

before(async () => {
  fs.mkdirSync(downloads);
  browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
  bhxh(folder, "consolidate", "inbox-2022");
});
after(() => browser?.close());

/** Opens a page on a day. */
async function open(file = PAGE, day = TODAY) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1366, height: 768 });
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.evaluateOnNewDocument((today) => {
    const [year, month, day] = today.split("-").map(Number);
    window.Date = class extends Date { constructor(...args) { if (args.length) super(...args); else super(year, month - 1, day, 12); } };
  }, day);
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  await page.goto(`file://${file}`);
  await page.waitForSelector("html[data-ready]");
  return { page, session };
}

/** Drops files or folders as a hand does, and waits for what the page makes of them. */
async function drop(here, ...names) {
  const { page } = here;
  await page.evaluate(() => { window.changed = new Promise((resolve) => new MutationObserver(resolve).observe(document.querySelector("#page"), { childList: true, subtree: true })); });
  await letFall(here, ...names);
  await page.evaluate(() => window.changed);
  await idle(page);
}

async function letFall({ page, session }, ...names) {
  const { x, y } = await page.$eval(".drop", (element) => { const at = element.getBoundingClientRect(); return { x: at.x + at.width / 2, y: at.y + at.height / 2 }; });
  const data = { items: [], files: names.map((name) => path.resolve(folder, name)), dragOperationsMask: 1 };
  await page.evaluate(() => { window.scrollTo(0, 0); document.querySelector("main").setAttribute("data-old", ""); });
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x, y, data });
}

async function idle(page) {
  await page.waitForFunction(() => !document.body.hasAttribute("aria-busy") && document.querySelector("main *, .aside li"), { timeout: 60_000 });
}

/** Clicks and gives what is downloaded under these names. */
async function download(page, selector, ...names) {
  for (const name of names) fs.rmSync(path.join(downloads, name), { force: true });
  await page.click(selector);
  const end = Date.now() + 20_000;
  while (!names.every((name) => fs.existsSync(path.join(downloads, name)))) {
    if (Date.now() > end) throw new Error(`not downloaded: ${names}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  return names.map((name) => fs.readFileSync(path.join(downloads, name)));
}

function same(name, bytes) {
  assert.ok(bytes.equals(fs.readFileSync(path.join(folder, name))), `${name} differs from the program's`);
}

async function text(page, selector) {
  return await page.$eval(selector, (element) => element.innerText);
}

/** What a checker of accessibility has to say. */
async function barriers(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
}

test("a faulty file: the findings of validate, its cells, and the marked copy", async () => {
  const name = "Bù Đăng - biểu số liệu BHXH năm 2023.xlsx", file = path.join("inbox-2023-loi", name);
  const here = await open();
  await drop(here, file);
  const [theirs] = JSON.parse(bhxh(folder, "validate", file, "--mark", "danh-dau", "--format", "json")).files;
  const codes = await here.page.$$eval(".findings code", (elements) => elements.map((element) => element.textContent));
  assert.deepEqual(codes, theirs.findings.map((finding) => finding.code));
  assert.match(await text(here.page, ".verdict"), /CHƯA GỬI ĐƯỢC/);
  const [copy] = await download(here.page, ".checked .primary", name);
  same(path.join("danh-dau", name), copy);
  await here.page.click(".findings .figure");
  await here.page.waitForSelector("dialog[open] .framed");
  assert.equal(await here.page.$$eval("dialog .framed", (cells) => cells.length), theirs.findings.find((finding) => finding.cells.length).cells.length);
  await here.page.keyboard.press("Escape");
  assert.equal(await here.page.$("dialog[open]"), null);
  assert.deepEqual(await barriers(here.page), []);
});

test("a folder: figures to the cell in two clicks, and the program's downloads", async () => {
  const here = await open();
  await drop(here, "inbox-2023");
  assert.match(await text(here.page, ".facts"), /19\/19/);
  assert.equal(await here.page.$(".bars .bar:not(.now)"), null, "no earlier year yet");
  await drop(here, "so-tong-hop-2022.xlsx");
  assert.ok(await here.page.$(".bars .bar:not(.now)"), "an earlier year beside this one");
  bhxh(folder, "consolidate", "inbox-2023", "--previous", "so-tong-hop-2022.xlsx", "--page", "ket-qua-2023.html");
  bhxh(folder, "report", "inbox-2023", "--year", "2023", "--previous", "so-tong-hop-2022.xlsx");
  for (const [what, ...names] of [["workbook", "so-tong-hop-2023.xlsx"], ["report", "bao-cao-2023.xlsx", "bao-cao-2023.docx"], ["page", "ket-qua-2023.html"]]) {
    const files = await download(here.page, `[data-make=${what}]`, ...names);
    names.forEach((name, n) => same(name, files[n]));
  }
  await toTheCell(here.page);
  assert.deepEqual(await barriers(here.page), []);
});

/** From a card's number to its observations to a cell: what the cell shows is what was added up. */
async function toTheCell(page) {
  await page.click(".card .figure");
  assert.ok((await page.$$("dialog .observations")).length >= 1);
  const row = await page.$eval("dialog .observations tbody tr", (element) => element.innerText);
  await page.click("dialog .observations .figure");
  await page.waitForSelector("dialog[open] .framed");
  const framed = await text(page, "dialog .framed");
  assert.ok(row.replaceAll(".", "").includes(framed.replaceAll(".", "")), `${framed} in ${row}`);
  await page.keyboard.press("Escape");
}

test("what units send is checked and collected for their agency", async () => {
  const here = await open();
  await drop(here, path.join("inbox-2023-btctu", "vptu_2023.xlsx"));
  assert.match(await text(here.page, ".verdict"), /GỬI ĐƯỢC/);
  await drop(here, "inbox-2023-btctu");
  assert.equal(await here.page.$eval("#choose-collector", (choice) => choice.value), "btctu");
  assert.equal(await here.page.$("[data-make=chi-tieu]"), null);
  bhxh(folder, "consolidate", "inbox-2023-btctu", "--for", "btctu");
  const names = ["so-tong-hop-btctu-2023.xlsx", "btctu_2023.xlsx"];
  const files = await download(here.page, "[data-make=workbook]", ...names);
  names.forEach((name, n) => same(name, files[n]));
  assert.deepEqual(await barriers(here.page), []);
  // The officer may collect for somebody else all the same; then none of these counts.
  await here.page.select("#choose-collector", "");
  await here.page.click("#choose");
  await idle(here.page);
  assert.match(await text(here.page, ".facts"), /0\/19/);
});

test("a bad day: the others go on, copies go back as the program makes them", async () => {
  const here = await open();
  await drop(here, "inbox-2023-loi");
  const { files } = JSON.parse(bhxh(folder, "consolidate", "inbox-2023-loi", "--out", "loi.xlsx", "--mark", "tra-lai", "--format", "json"));
  await here.page.select("#filter-what", "all");
  const shown = await here.page.$$eval(".file", (all) => all.map((file) => [file.querySelector(".path").textContent, [...file.querySelectorAll("code")].map((code) => code.textContent)]));
  assert.deepEqual(shown, files.map((file) => [file.path, file.findings.map((finding) => finding.code)]));
  const copies = unpacked((await download(here.page, "[data-make=copies]", "tra-lai.zip"))[0]);
  assert.deepEqual(Object.keys(copies).sort(), filesBelow(path.join(folder, "tra-lai")).sort());
  const n_lists = Object.keys(copies).filter((name) => name.endsWith(".ket-qua.xlsx")).length;
  if (n_lists > 0) assert.match(await text(here.page, "#remarks"), new RegExp(`Trong đó ${n_lists} tệp không đánh dấu được`));
  for (const [name, copy] of Object.entries(copies)) same(path.join("tra-lai", name), copy);
  await here.page.type("#filter-words", "khong co tep nao nhu the");
  assert.equal(await text(here.page, "#files [role=status]"), "Không có tệp nào.");
});

test("a folder of two years: the officer chooses, and is asked where it isn't plain", async () => {
  const here = await open();
  const mixed = path.join(folder, "hai-nam"), unclear = path.join(folder, "khong-ro");
  fs.cpSync(path.join(EXAMPLES, "inbox-2023"), mixed, { recursive: true });
  fs.cpSync(path.join(EXAMPLES, "inbox-2022"), unclear, { recursive: true });
  fs.copyFileSync(path.join(EXAMPLES, "inbox-2022/ldld_2022.xlsx"), path.join(mixed, "ldld_2022.xlsx"));
  fs.copyFileSync(path.join(EXAMPLES, "inbox-2023/sngv_2023.xlsx"), path.join(unclear, "sngv_2023.xlsx"));
  await drop(here, "hai-nam");
  assert.match(await text(here.page, ".title h1"), /2023/);
  assert.match(await text(here.page, ".remark"), /^Thư mục có tệp của 2 năm\. Lấy năm 2023 \(19 tệp\); không tính năm 2022: 1 tệp\./);
  await choose(here.page, "#choose-as-of", "2023-06-16");
  bhxh(folder, "consolidate", "hai-nam", "--as-of", "2023-06-16");
  same("so-tong-hop-2023.xlsx", (await download(here.page, "[data-make=workbook]", "so-tong-hop-2023.xlsx"))[0]);
  await drop(here, "khong-ro");
  await here.page.click("[data-year='2022']");
  await idle(here.page);
  assert.match(await text(here.page, ".title h1"), /2022/);
  await choose(here.page, "#choose-year", "2023");
  assert.match(await text(here.page, ".title h1"), /2023/);
});

/** Changes a field of the page and waits for what comes of it. */
async function choose(page, selector, value) {
  await page.$eval(selector, (input, value) => { input.value = value; }, value);
  await page.click("#choose");
  await idle(page);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "choose");
}

test("the officer's words in an earlier report stand in the next", async () => {
  const here = await open();
  bhxh(folder, "report", "inbox-2023", "--year", "2023", "--out", "loi-van");
  const written = path.join(folder, "loi-van/bao-cao-2023.docx"), words = "Lời của cán bộ tổng hợp.";
  execFileSync("python3", ["-c", WRITE, written, words]);
  await drop(here, written);
  assert.match(await text(here.page, ".aside"), /bao-cao-2023\.docx/);
  await drop(here, "inbox-2023");
  const [made] = await download(here.page, "[data-make=report]", "bao-cao-2023.docx");
  const document = unpacked(made)["word/document.xml"].toString();
  assert.ok(document.includes(words), "the words are there");
  assert.match(await text(here.page, "#remarks"), /chưa viết lời văn/);
  bhxh(folder, "report", "inbox-2023", "--year", "2023", "--out", "loi-van");
  same("loi-van/bao-cao-2023.docx", made);
});

/** Puts words into the first place of a report. */
const WRITE = `
import re, sys, zipfile
path, words = sys.argv[1:]
with zipfile.ZipFile(path) as package:
    parts = [(part, package.read(part)) for part in package.infolist()]
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
    for part, content in parts:
        if part.filename == "word/document.xml":
            content, n = re.subn(r"\\[Viết tại đây: [^<]*\\]", words, content.decode(), count=1)
            assert n == 1
            content = content.encode()
        package.writestr(part, content)
`;

test("what is dropped while the page works waits its turn", async () => {
  const here = await open();
  for (const name of ["inbox-2023-loi", "inbox-2023", "inbox-2023"]) await letFall(here, name);
  await here.page.waitForFunction(() => document.querySelector(".facts")?.textContent?.includes("19/19"), { timeout: 20_000 });
  await idle(here.page);
  assert.match(await text(here.page, ".facts"), /19\/19/);
});

test("a folder and what belongs to it in one drop", async () => {
  const here = await open();
  await drop(here, "inbox-2023", "so-tong-hop-2022.xlsx");
  assert.match(await text(here.page, ".aside"), /so-tong-hop-2022\.xlsx/);
  assert.match(await text(here.page, ".facts"), /19\/19/);
  // A plan to which the earlier workbook doesn't belong takes its place, and says so.
  await drop(here, "inbox-2023", path.join(EXAMPLES, "plans/minh-hoa-2026-2028.toml"));
  assert.match(await text(here.page, ".aside"), /2026–2028/);
  assert.match(await text(here.page, ".notice"), /^Không dùng được sổ năm trước “so-tong-hop-2022\.xlsx”/);
});

test("what is dropped is known by its content, and what is of no use leaves the results as they are", async () => {
  const here = await open();
  const copied = (from, name) => { fs.copyFileSync(path.resolve(folder, from), path.join(folder, name)); return name; };
  bhxh(folder, "report", "inbox-2023", "--year", "2023", "--out", "tra-cuu");
  bhxh(folder, "consolidate", "inbox-2023", "--out", "nam-nay.xlsx");
  await drop(here, "inbox-2023", copied("so-tong-hop-2022.xlsx", "ke hoach cu.xlsx"));
  assert.match(await text(here.page, ".aside"), /Sổ năm trước: ke hoach cu\.xlsx/);
  bhxh(folder, "consolidate", "inbox-2023", "--previous", "ke hoach cu.xlsx");
  for (const [name, why] of [["tra-cuu/bao-cao-2023.xlsx", /kết quả do chương trình lập/], ["nam-nay.xlsx", /không phải của năm trước/], [path.join(EXAMPLES, "giao-chi-tieu-2024.xlsx"), /năm 2024/]]) {
    await drop(here, name);
    const said = await text(here.page, ".notice");
    assert.match(said, why);
    assert.ok(said.includes(`“${path.basename(name)}”`), said);
    assert.match(await text(here.page, ".facts"), /19\/19/);
    assert.doesNotMatch(await text(here.page, ".aside"), new RegExp(path.basename(name)));
    same("so-tong-hop-2023.xlsx", (await download(here.page, "[data-make=workbook]", "so-tong-hop-2023.xlsx"))[0]);
  }
  await drop(here, copied(path.join(EXAMPLES, "plans/dong-nai-2026-2030.xlsx"), "vo-danh.xlsx"));
  assert.match(await text(here.page, ".aside"), /2026–2030/);
  assert.doesNotMatch(await text(here.page, ".aside"), /Sổ năm trước: vo-danh/);
});

test("assigned targets are taken as the program takes them", async () => {
  const day = "2024-07-15", here = await open(PAGE, day);
  const targets = path.join(EXAMPLES, "giao-chi-tieu-2024.xlsx"), inbox = path.join(folder, "inbox-2024");
  await drop(here, targets);
  assert.match(await text(here.page, ".aside"), /Chỉ tiêu được giao: giao-chi-tieu-2024\.xlsx/);
  fs.mkdirSync(inbox);
  bhxh(folder, "template", "--year", "2024", "--out", "bieu-2024", "--today", day);
  for (const name of filesBelow(path.join(folder, "bieu-2024")).slice(0, 2)) fs.copyFileSync(path.join(folder, "bieu-2024", name), path.join(inbox, path.basename(name)));
  await drop(here, "inbox-2024");
  assert.equal(await here.page.$(".notice"), null);
  assert.ok(await here.page.$("#assigned"));
  bhxh(folder, "consolidate", "inbox-2024", "--assigned", targets, "--today", day);
  same("so-tong-hop-2024.xlsx", (await download(here.page, "[data-make=workbook]", "so-tong-hop-2024.xlsx"))[0]);
});

test("numbers that are invented are said to be, on the screen, in print and in the page that is sent", async () => {
  const here = await open();
  await drop(here, "inbox-2023");
  const words = "SỐ LIỆU MINH HỌA – không phải số liệu thật";
  assert.equal(await text(here.page, ".illustrative"), words);
  await here.page.emulateMediaType("print");
  assert.ok(await here.page.$eval(".illustrative", (line) => line.offsetHeight > 0));
  await here.page.emulateMediaType(null);
  await drop(here, "inbox-2023/sngv_2023.xlsx");
  assert.equal(await text(here.page, ".illustrative"), words);
  bhxh(folder, "consolidate", "inbox-2023", "--page", "minh-hoa.html");
  const sent = await open(path.join(folder, "minh-hoa.html"));
  assert.equal(await text(sent.page, ".illustrative"), words);
});

test("who sent in time is counted as status counts", async () => {
  const here = await open();
  await drop(here, "inbox-2023-loi");
  const { completeness } = JSON.parse(bhxh(folder, "status", "inbox-2023-loi", "--format", "json"));
  assert.ok(completeness.sent_on_time > completeness.on_time);
  const facts = await text(here.page, ".facts");
  assert.ok(facts.includes(`${completeness.sent_on_time}/${completeness.expected}`), facts);
  assert.ok(facts.includes(`đạt yêu cầu, đúng hạn ${completeness.on_time}`), facts);
  // A dash for what isn't computable, why once above; and several files by their names.
  const areas = await text(here.page, "#areas");
  assert.equal(areas.match(/chưa tính được/gi)?.length ?? 0, areas.includes("–") ? 1 : 0);
  assert.doesNotMatch(await text(here.page, "#agencies"), /^1 lỗi; 1 lỗi/m);
});

test("a file that changed after it was read is named, and nothing else is made of it", async () => {
  const here = await open();
  fs.cpSync(path.join(EXAMPLES, "inbox-2023-loi"), path.join(folder, "sua-sau"), { recursive: true });
  await drop(here, "sua-sau");
  fs.rmSync(path.join(downloads, "tra-lai.zip"), { force: true });
  const changed = "Bù Đăng - biểu số liệu BHXH năm 2023.xlsx";
  fs.appendFileSync(path.join(folder, "sua-sau", changed), "x");
  for (const what of ["copies", "page"]) {
    await here.page.click(`[data-make=${what}]`);
    await here.page.waitForSelector(".notice");
    await idle(here.page);
    const said = await text(here.page, ".notice");
    assert.ok(said.startsWith(`Tệp “${changed}” đã bị sửa`), said);
  }
  assert.match(await text(here.page, ".facts"), /\/19/);
  assert.ok(!fs.existsSync(path.join(downloads, "tra-lai.zip")));
});

test("one file is told as validate tells its sender, and a copy is offered as what it is", async () => {
  const here = await open();
  fs.writeFileSync(path.join(folder, "thu.txt"), "Kính gửi quý cơ quan");
  fs.writeFileSync(path.join(folder, "cut.xlsx"), fs.readFileSync(path.join(folder, "inbox-2023/sngv_2023.xlsx")).subarray(0, 9000));
  await drop(here, "thu.txt");
  assert.match(await text(here.page, ".verdict"), /^Đây không phải bảng tính/);
  assert.equal(await here.page.$(".checked .primary"), null);
  await drop(here, "cut.xlsx");
  assert.equal(await text(here.page, ".checked .primary"), "Tải danh sách kết quả");
  const told = bhxh(folder, "validate", "cut.xlsx").replace(/\s+/g, " ");
  const said = await here.page.$$eval(".findings p", (lines) => lines.map((line) => line.textContent));
  assert.ok(said.length > 1 && said.every((line) => told.includes(line)), `${said} in ${told}`);
});

test("another plan is worked by, and a faulty one says its line", async () => {
  const here = await open();
  await drop(here, path.join(EXAMPLES, "plans/minh-hoa-2026-2028.toml"));
  assert.match(await text(here.page, ".aside"), /2026–2028/);
  await drop(here, "inbox-2023/sngv_2023.xlsx");
  assert.match(await text(here.page, ".findings"), /FILE-\d\d/);
  fs.writeFileSync(path.join(folder, "hong.toml"), "id = 1\n");
  await drop(here, "hong.toml");
  assert.match(await text(here.page, ".said"), /dòng \d/);
  assert.match(await text(here.page, ".aside"), /2026–2028/);
});

test("awkward files from elsewhere leave the page standing", { skip: !fs.existsSync(CASES) }, async () => {
  const here = await open();
  fs.cpSync(CASES, path.join(folder, "cases"), { recursive: true });
  await drop(here, "cases");
  await here.page.select("#filter-what", "all");
  const { files } = JSON.parse(bhxh(folder, "consolidate", "cases", "--out", "cases.xlsx", "--format", "json"));
  const shown = await here.page.$$eval(".file", (all) => all.map((file) => [file.querySelector(".path").textContent, [...file.querySelectorAll("code")].map((code) => code.textContent)]));
  assert.deepEqual(shown, files.map((file) => [file.path, file.findings.map(gist).map((finding) => finding.code)]));
});

test("results in a page of their own need no core", async () => {
  bhxh(folder, "consolidate", "inbox-2023", "--page", "gui-lanh-dao.html");
  const here = await open(path.join(folder, "gui-lanh-dao.html"));
  assert.equal(await here.page.$("#core"), null);
  assert.match(await text(here.page, "h1"), /2023/);
  await toTheCell(here.page);
  assert.deepEqual(await barriers(here.page), []);
  for (const [width, height] of [[1366, 768], [390, 844]]) {
    await here.page.setViewport({ width, height });
    assert.ok(await here.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `wider than ${width}`);
  }
});

test("no page asked the network for anything, and none was refused anything", () => {
  // The browser draws the button of a date field from a picture that lies in itself.
  assert.deepEqual([...new Set(asked.map((url) => new URL(url).protocol))].filter((protocol) => protocol !== "data:").sort(), ["blob:", "file:"]);
  assert.deepEqual(complaints, []);
});
