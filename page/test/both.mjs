// What the tests share: the program, to compare with, and folders to work in.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const EXAMPLES = path.join(ROOT, "examples");
export const CASES = path.join(ROOT, "../shared/cases");
export const WASM = path.join(ROOT, "target/page/wasm32-unknown-unknown/page/bhxh_page.wasm");
export const PAGE = path.join(ROOT, "target/page/bhxh.html");
export const TODAY = "2023-07-15";
const BHXH = path.join(ROOT, process.env.BHXH ?? "target/debug/bhxh");

/** A folder of its own with the examples in it. */
export function workshop() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bhxh-page-"));
  for (const name of ["inbox-2022", "inbox-2023", "inbox-2023-loi", "inbox-2023-btctu"]) fs.cpSync(path.join(EXAMPLES, name), path.join(folder, name), { recursive: true });
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the program; its exit code says how the data is, not whether it ran. */
export function bhxh(folder, ...args) {
  const day = args.includes("--today") ? [] : ["--today", TODAY];
  const { status, stdout, stderr } = spawnSync(BHXH, [...args, ...day], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0 && status !== 1) throw new Error(`bhxh ${args.join(" ")}: ${status}\n${stderr}`);
  return stdout;
}

/** Every file below a folder, by its path. */
export function filesBelow(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)));
}

/** The files of an archive, by their paths, as another program unpacks them. */
export function unpacked(archive) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bhxh-zip-"));
  fs.writeFileSync(path.join(folder, "a.zip"), archive);
  fs.mkdirSync(path.join(folder, "out"));
  execFileSync("python3", ["-m", "zipfile", "-e", "a.zip", "out"], { cwd: folder });
  const out = path.join(folder, "out");
  const files = Object.fromEntries(filesBelow(out).map((name) => [name, fs.readFileSync(path.join(out, name))]));
  fs.rmSync(folder, { recursive: true });
  return files;
}

/** What of a finding must be the same whoever words it. */
export function gist({ code, severity, explained, sheet, cells, found, expected }) {
  return { code, severity, explained, sheet, cells, found, expected };
}
