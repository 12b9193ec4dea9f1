// @ts-check
// What the core does for the page, one job after the other: a folder is received file by file, and a file that brings the
// core down is named while the others go on.

import { Core, Refused } from "./core.js";

/**
 * @typedef {import("./core.js").Answer} Answer
 * @typedef {import("./core.js").Command} Command
 * @typedef {{ path: string, file: Blob, isUnreadable?: boolean }} Entry  A file; the browser lists some that it doesn't give.
 * @typedef {{ folder: string, entries: Entry[], previous: Entry[], prose: Entry[], plan: Entry | null, tier: string | null, today: string, year: number | null, asOf: string | null }} Inbox
 */

/** Works on one folder, or one file, at a time. */
export class Desk {
  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.core = new Core(module);
    /** @type {Inbox} */
    this.inbox = { folder: "", entries: [], previous: [], prose: [], plan: null, tier: null, today: "", year: null, asOf: null };
    /** @type {Map<string, Entry>} */
    this.files = new Map();
    /** @type {Map<string, string>} */
    this.broken = new Map();
    /** @type {number[]} */
    this.years = [];
    /**
     * Text documents that aren't ours.
     * @type {string[]}
     */
    this.foreign = [];
  }

  /**
   * Receives everything in the inbox. `progress` hears how many files are done.
   * @param {Inbox} inbox
   * @param {(done: number, of: number) => void} progress
   */
  async receive(inbox, progress) {
    this.inbox = inbox;
    this.broken.clear();
    await this.begin();
    const { names, places, n_skipped, limits } = this.core.ask({ do: "listing", paths: inbox.entries.map((entry) => entry.path) }).json;
    this.files = new Map(names.map((/** @type {string} */ name, /** @type {number} */ n) => [name, inbox.entries[places[n]]]));
    this.limits = limits;
    /** @type {any[]} */
    const received = [];
    for (const path of names) {
      received.push(await this.one(path, names.slice(0, received.length)));
      progress(received.length, names.length);
    }
    return { received, n_skipped };
  }

  /** A fresh core with the plan, the earlier years and the officer's words. */
  async begin() {
    await this.core.restart();
    const { plan, tier, previous, prose } = this.inbox;
    if (plan) {
      this.planned = this.core.ask({ do: "plan" }, [await bytes(plan.file)]).json;
    }
    if (tier) this.core.ask({ do: "tier", code: tier });
    this.years.length = 0;
    for (const { path, file } of previous) {
      this.years.push(this.core.ask({ do: "previous", name: path }, [await bytes(file)]).json.year);
    }
    this.foreign = [];
    for (const { path, file } of prose) {
      if (!this.core.ask({ do: "prose", name: path }, [await bytes(file)]).json.is_ours) this.foreign.push(path);
    }
  }

  /**
   * Receives a file; if it brings the core down, it begins anew with those before.
   * @param {string} path
   * @param {string[]} before
   */
  async one(path, before) {
    try {
      return await this.read(path);
    } catch (error) {
      if (error instanceof Refused) throw error;
      this.broken.set(path, String(error));
      await this.begin();
      for (const earlier of before) await this.read(earlier);
      return await this.read(path);
    }
  }

  /** @param {string} path */
  async read(path) {
    if (this.broken.has(path)) return this.core.ask({ do: "crashed", path }).json;
    const { file, isUnreadable } = this.entry(path);
    if (file.size > this.limits.file) return await this.oversized(path, file);
    const content = isUnreadable ? null : await bytes(file).catch(() => null);
    if (!content) return this.core.ask({ do: "unreadable", path, reason: "trình duyệt không đọc được" }).json;
    return this.core.ask({ do: "receive", path }, [content]).json;
  }

  /**
   * @param {string} path
   * @param {Blob} file
   */
  async oversized(path, file) {
    const PIECE = 1 << 20;
    for (let at = 0; file.size <= this.limits.digest && at < file.size; at += PIECE) {
      this.core.ask({ do: "piece" }, [await bytes(file.slice(at, at + PIECE))]);
    }
    return this.core.ask({ do: "oversized", path, n_bytes: file.size }, [await bytes(file.slice(0, this.limits.head))]).json;
  }

  /** @param {string} path */
  entry(path) {
    const entry = this.files.get(path);
    if (!entry) throw new Error(`no file ${path}`);
    return entry;
  }

  /**
   * The bytes of files by their paths; none of one that is too large or can't be read.
   * @param {string[]} paths
   */
  async contents(paths) {
    const content = async (/** @type {string} */ path) => {
      const { file } = this.entry(path);
      return file.size > this.limits.file ? new Uint8Array() : await bytes(file).catch(() => new Uint8Array());
    };
    return await Promise.all(paths.map(content));
  }

  /**
   * Everything else a page may want of what was received.
   * @param {string} what
   * @param {any} [about]
   * @returns {Promise<Answer>}
   */
  async make(what, about) {
    const { folder, today, year, asOf } = this.inbox;
    switch (what) {
      case "consolidate":
        return this.core.ask({ do: "consolidate", folder, today, year, as_of: asOf });
      case "report":
        return this.core.ask({ do: "report", folder, today, task: about ?? null });
      case "mark":
        return this.core.ask({ do: "mark", today }, await this.contents([...this.files.keys()]));
      case "copies": {
        const { paths } = this.core.ask({ do: "to-mark", today }).json;
        return this.core.ask({ do: "copies", paths, today }, await this.contents(paths));
      }
      case "page": {
        const paths = [...this.files.keys()];
        return this.core.ask({ do: "page", paths, folder, today }, await this.contents(paths));
      }
      case "sheet":
        return this.core.ask({ do: "sheet", file: about.file, name: about.name }, await this.contents([about.path]));
      default:
        return this.core.ask({ do: what, folder, today });
    }
  }
}

/** @param {Blob} file */
async function bytes(file) {
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * A job as the page posts it, and its answer.
 * @typedef {{ id: number, job: "receive" | "make", inbox?: Inbox, what?: string, about?: any }} Job
 * @param {Desk} desk
 * @param {Job} job
 * @param {(done: number, of: number) => void} progress
 */
export async function work(desk, job, progress) {
  if (job.job === "receive" && job.inbox) {
    const { received, n_skipped } = await desk.receive(job.inbox, progress);
    return { received, n_skipped, years: desk.years, foreign: desk.foreign, plan: desk.planned ?? null };
  }
  return await desk.make(job.what ?? "", job.about);
}

/** The worker's side: the first message brings the core, each later one a job. */
export function listen() {
  /** @type {Desk | null} */
  let desk = null;
  /** @type {Promise<void>} */
  let last = Promise.resolve();
  self.onmessage = ({ data }) => {
    if (data.module) {
      desk = new Desk(data.module);
      return;
    }
    last = last.then(async () => {
      if (!desk) return;
      try {
        const answer = await work(desk, data, (done, of) => self.postMessage({ id: data.id, done, of }));
        self.postMessage({ id: data.id, answer });
      } catch (error) {
        self.postMessage({ id: data.id, years: error instanceof Refused ? error.years : null, error: error instanceof Error ? error.message : String(error) });
      }
    });
  };
}
