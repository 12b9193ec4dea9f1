// @ts-check
// The core as WebAssembly, driven over its four functions. Runs in a worker, in Node and, where neither can be had, in the page.

/**
 * @typedef {{ memory: WebAssembly.Memory, input(n: number): number, answer(): number, output(n: number): number, output_len(n: number): number }} Exports
 * @typedef {{ do: string, [key: string]: unknown }} Command
 * @typedef {{ json: any, files: { name: string, bytes: Uint8Array }[] }} Answer
 */

/**
 * Why something the officer asked for can't be done, in the core's words, with the years to choose from instead, or the file
 * put aside that stands in the way.
 */
export class Refused extends Error {
  /**
   * @param {string} why
   * @param {number[]} [years]
   * @param {string | null} [book]
   */
  constructor(why, years = [], book = null) {
    super(why);
    this.years = years;
    this.book = book;
  }
}

export class Core {
  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.module = module;
    /** @type {Exports | null} */
    this.exports = null;
  }

  /** Begins anew, with empty memory. */
  async restart() {
    const instance = await WebAssembly.instantiate(this.module, imports(this.module));
    this.exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
  }

  /**
   * @param {Command} command
   * @param {Uint8Array[]} [files]
   * @returns {Answer}
   */
  ask(command, files = []) {
    const core = this.exports;
    if (!core) throw new Error("not started");
    for (const bytes of [new TextEncoder().encode(JSON.stringify(command)), ...files]) {
      const at = core.input(bytes.length);
      new Uint8Array(core.memory.buffer, at, bytes.length).set(bytes);
    }
    const n = core.answer();
    const output = (/** @type {number} */ n) => new Uint8Array(core.memory.buffer, core.output(n), core.output_len(n)).slice();
    const json = JSON.parse(new TextDecoder().decode(output(0)));
    if (json?.crashed) throw new Error("crashed");
    if (json?.failed) throw new Refused(json.failed, json.years, json.book);
    const names = Array.isArray(json?.names) && n > 1 ? json.names : [];
    return { json, files: names.map((/** @type {string} */ name, /** @type {number} */ i) => ({ name, bytes: output(i + 1) })) };
  }
}

/**
 * Libraries ask for a clock and for chance; neither has a say in a result. The clock stands still, the rest isn't there.
 * @param {WebAssembly.Module} module
 */
function imports(module) {
  /** @type {Record<string, Record<string, Function>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const stub = name.startsWith("__wbg_now_") ? () => 0 : () => { throw new Error(`not in the page: ${name}`); };
    (imports[from] ??= {})[name] = stub;
  }
  return /** @type {WebAssembly.Imports} */ (imports);
}
