// The core as WebAssembly, in Node: the same findings and the same bytes as the program, whatever is put before it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { Desk } from "../html/worker.js";
import { CASES, TODAY, WASM, bhxh, filesBelow, gist, unpacked, workshop } from "./both.mjs";

const folder = workshop();
/** @type {WebAssembly.Module} */
let module;

before(async () => {
  module = await WebAssembly.compile(fs.readFileSync(WASM));
  bhxh(folder, "consolidate", "inbox-2022");
});

function entry(at, name = at) {
  return { path: name, file: new Blob([fs.readFileSync(path.join(folder, at))]) };
}

function inbox(name, previous = []) {
  const entries = filesBelow(path.join(folder, name)).map((below) => entry(path.join(name, below), below));
  return { folder: name, entries, previous: previous.map((book) => entry(book)), prose: [], assigned: null, plan: null, tier: null, today: TODAY, year: null, asOf: null };
}

async function made(desk, what, about) {
  return (await desk.make(what, about)).files.map(({ name, bytes }) => [name, Buffer.from(bytes)]);
}

function same(name, bytes) {
  assert.ok(bytes.equals(fs.readFileSync(path.join(folder, name))), `${name} differs from the program's`);
}

test("libraries ask for nothing but a clock and what is never called", () => {
  const asked = WebAssembly.Module.imports(module).map(({ name }) => name.replace(/_[0-9a-f]{16}$/, ""));
  const known = /^__wb(indgen|g)_/;
  assert.deepEqual(asked.filter((name) => !known.test(name)), []);
});

for (const year of ["inbox-2022", "inbox-2023", "inbox-2023-loi"]) {
  test(`${year} gives the program's bytes`, async () => {
    const previous = year === "inbox-2022" ? [] : ["so-tong-hop-2022.xlsx"];
    const compared = previous.flatMap((book) => ["--previous", book]);
    const desk = new Desk(module);
    await desk.receive(inbox(year, previous), () => {});
    const { json: results } = await desk.make("consolidate");
    const [[workbook, bytes]] = await made(desk, "workbook");
    bhxh(folder, "consolidate", year, ...compared, "--mark", `tra-lai-${year}`, "--page", `${year}.html`);
    same(workbook, bytes);
    const [[, page]] = await made(desk, "page");
    same(`${year}.html`, page);
    const copies = unpacked((await made(desk, "copies"))[0][1]);
    assert.deepEqual(Object.keys(copies).sort(), fs.existsSync(path.join(folder, `tra-lai-${year}`)) ? filesBelow(path.join(folder, `tra-lai-${year}`)).sort() : []);
    for (const [name, copy] of Object.entries(copies)) same(path.join(`tra-lai-${year}`, name), copy);
    // A report that lies there already would hand on what people wrote into it.
    for (const name of filesBelow(folder).filter((name) => /^bao-cao-.*\.docx$/.test(name))) fs.rmSync(path.join(folder, name));
    bhxh(folder, "report", year, "--year", String(results.year), ...compared);
    for (const [name, report] of await made(desk, "report")) same(name, report);
    for (const task of ["tiem-nang", "chi-tieu"]) {
      fs.rmSync(path.join(folder, `${task}-${results.year}.docx`), { force: true });
      bhxh(folder, "report", year, "--year", String(results.year), ...compared, "--task", task);
      for (const [name, report] of await made(desk, "report", task)) same(name, report);
    }
  });
}

test("what units send is collected for their agency, with the agency's own return", async () => {
  const desk = new Desk(module), units = inbox("inbox-2023-btctu");
  const { received } = await desk.receive(units, () => {});
  assert.ok(received.every((file) => file.collected_by === "btctu"));
  await desk.receive({ ...units, tier: "btctu" }, () => {});
  const { json: results } = await desk.make("consolidate");
  assert.deepEqual([results.tier, results.coverage.length], ["btctu", 0]);
  const books = await made(desk, "workbook");
  bhxh(folder, "consolidate", "inbox-2023-btctu", "--for", "btctu");
  assert.deepEqual(books.map(([name]) => name), ["so-tong-hop-btctu-2023.xlsx", "btctu_2023.xlsx"]);
  for (const [name, bytes] of books) same(name, bytes);
});

test("a file that brings the core down is named and the others go on", async () => {
  const bad = "ctk_2023.xlsx";
  class Fragile extends Desk {
    async read(path) {
      if (path === bad && !this.broken.has(path)) throw new WebAssembly.RuntimeError("unreachable");
      return await super.read(path);
    }
  }
  const whole = new Desk(module), fragile = new Fragile(module);
  const [{ received: all }, { received }] = [await whole.receive(inbox("inbox-2023-loi"), () => {}), await fragile.receive(inbox("inbox-2023-loi"), () => {})];
  const [its] = received.filter((file) => file.path === bad);
  assert.deepEqual(its.findings.map((finding) => finding.code), ["FILE-17"]);
  assert.deepEqual(received.filter((file) => file !== its), all.filter((file) => file.path !== bad));
});

test("a file too large to be held is what it is for the program", async () => {
  const name = "lớn.xlsx";
  fs.writeFileSync(path.join(folder, name), Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(70 << 20)]));
  const desk = new Desk(module);
  const { received: [file] } = await desk.receive({ ...inbox("inbox-2022"), entries: [entry(name)] }, () => {});
  const [theirs] = JSON.parse(bhxh(folder, "validate", name, "--format", "json")).files;
  assert.deepEqual([file.sha256, file.findings.map(gist)], [theirs.sha256, theirs.findings.map(gist)]);
});

test("awkward files from elsewhere have the same findings", { skip: !fs.existsSync(CASES) }, async () => {
  const names = fs.readdirSync(CASES).filter((name) => /\.(xls|xlsx|xlsb|xlsm|ods)$/.test(name));
  for (const name of names) fs.copyFileSync(path.join(CASES, name), path.join(folder, name));
  const theirs = JSON.parse(bhxh(folder, "validate", ...names, "--format", "json")).files;
  const desk = new Desk(module);
  const { received } = await desk.receive({ ...inbox("inbox-2022"), entries: names.map((name) => entry(name)) }, () => {});
  const by = (files) => Object.fromEntries(files.map((file) => [file.path, file.findings.map(gist)]));
  assert.deepEqual(by(received), by(theirs));
});
