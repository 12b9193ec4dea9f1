// node assemble.mjs CORE.wasm PAGE.html: the page around the core, which the core itself puts together.
import fs from "node:fs";
import { Core } from "./html/core.js";

const [wasm, page] = process.argv.slice(2);
const bytes = fs.readFileSync(wasm);
const core = new Core(await WebAssembly.compile(bytes));
await core.restart();
const { files: [made] } = core.ask({ do: "assemble" }, [bytes]);
fs.writeFileSync(page, made.bytes);
console.log(`${page}: ${made.bytes.length} bytes`);
