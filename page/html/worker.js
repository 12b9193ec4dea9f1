// @ts-check
// What the core does for the page, one job after the other: a folder is received file by file, and a file that brings the
// core down is named while the others go on.

import { Core, Refused } from "./core.js";

/**
 * @typedef {import("./core.js").Answer} Answer
 * @typedef {import("./core.js").Command} Command
 * @typedef {{ path: string, file: Blob, isUnreadable?: boolean }} Entry  A file; the browser lists some that it doesn't give.
 * @typedef {"plan" | "provincial" | "assigned" | "prose" | "output" | "return"} Kind  What a dropped file is, by its content.
 * @typedef {{ kinds: Kind[], refused: { path: string, why: string }[], plan: { title: string, years: [number, number] } | null }} Looked
 * @typedef {{ folder: string, entries: Entry[], previous: Entry[], prose: Entry[], assigned: Entry | null, plan: Entry | null, tier: string | null, today: string, year: number | null, asOf: string | null }} Inbox
 */

/** Works on one folder, or one file, at a time. */
export class Desk {
  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.core = new Core(module);
    /** @type {Inbox} */
    this.inbox = { folder: "", entries: [], previous: [], prose: [], assigned: null, plan: null, tier: null, today: "", year: null, asOf: null };
    /** @type {Map<string, Entry>} */
    this.files = new Map();
    /** @type {Map<string, string>} */
    this.broken = new Map();
    /**
     * Paths of what couldn't be read, or is too large to be held.
     * @type {Set<string>}
     */
    this.unread = new Set();
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
    this.unread.clear();
    /** @type {any[]} */
    const received = [];
    for (const path of names) {
      const file = await this.one(path, names.slice(0, received.length));
      if (file.sha256 === null || this.entry(path).file.size > limits.file) this.unread.add(path);
      received.push(file);
      progress(received.length, names.length);
    }
    return { received, n_skipped };
  }

  /** A fresh core with the plan, the earlier years and the officer's words. */
  async begin() {
    await this.core.restart();
    const { plan, tier, previous, prose, assigned } = this.inbox;
    if (plan) this.planned = this.core.ask({ do: "plan" }, [await held(plan)]).json;
    if (tier) this.core.ask({ do: "tier", code: tier });
    if (assigned) this.core.ask({ do: "assigned", name: assigned.path }, [await held(assigned)]);
    for (const entry of previous) this.core.ask({ do: "previous", name: entry.path }, [await held(entry)]);
    for (const entry of prose) this.core.ask({ do: "prose", name: entry.path }, [await held(entry)]);
  }

  /**
   * What each dropped file is by its content, and which of those that help can't be used. Asked of a desk of its own, so that
   * another's results stay as they are.
   * @param {Inbox} inbox  what was put aside before
   * @param {Entry[]} entries
   * @returns {Promise<Looked>}
   */
  async look(inbox, entries) {
    await this.core.restart();
    /** @type {Kind[]} */
    const kinds = [];
    for (const entry of entries) kinds.push(await this.kind(entry));
    const of = (/** @type {Kind} */ kind) => entries.filter((_, n) => kinds[n] === kind);
    const [plans, books, refused] = [of("plan"), of("provincial"), /** @type {Looked["refused"]} */ ([])];
    const plan = plans[plans.length - 1] ?? null;
    const previous = [...inbox.previous.filter((old) => !books.some((book) => book.path === old.path)), ...books];
    this.inbox = { ...inbox, plan: plan ?? inbox.plan, tier: null, previous: [], prose: [], assigned: null };
    try {
      await this.begin();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { kinds, refused: [{ path: plan?.path ?? "", why: error.message }], plan: null };
    }
    for (const entry of previous) {
      await held(entry).then((bytes) => this.core.ask({ do: "previous", name: entry.path }, [bytes])).catch((error) => {
        if (!(error instanceof Refused)) throw error;
        refused.push({ path: entry.path, why: error.message });
      });
    }
    return { kinds, refused, plan: plan ? this.planned : null };
  }

  /**
   * What a file is by its content; one that can't be looked at is left to be checked.
   * @param {Entry} entry
   * @returns {Promise<Kind>}
   */
  async kind({ path, file, isUnreadable }) {
    if (isUnreadable || file.size > MOST_BYTES) return "return";
    try {
      return this.core.ask({ do: "look", path }, [await bytes(file)]).json.is;
    } catch {
      await this.core.restart();
      return "return";
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
   * The bytes of files by their paths, once more; none of one that was too large or couldn't be read.
   * @param {string[]} paths
   */
  async contents(paths) {
    return await Promise.all(paths.map((path) => this.unread.has(path) ? new Uint8Array() : held(this.entry(path))));
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

/** The largest of this program's own workbooks that is read, as the program does. */
const MOST_BYTES = 120 << 20;

/** @param {Blob} file */
async function bytes(file) {
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * The bytes of a file that was read before; a browser doesn't give one that was changed since.
 * @param {Entry} entry
 */
async function held({ path, file }) {
  const content = await bytes(file).catch(() => null);
  if (content?.length === file.size) return content;
  throw new Refused(`tệp “${path}” đã bị sửa, đổi tên, chuyển đi hoặc xóa sau khi trang đọc. Thả lại thư mục hoặc tệp để kiểm tra lại`, [], path);
}

/**
 * A job as the page posts it, and its answer.
 * @typedef {{ id: number, job: "receive" | "look" | "make", entries?: Entry[], inbox?: Inbox, what?: string, about?: any }} Job
 * @param {Desk} desk
 * @param {Job} job
 * @param {(done: number, of: number) => void} progress
 */
export async function work(desk, job, progress) {
  if (job.job === "receive" && job.inbox) return await desk.receive(job.inbox, progress);
  if (job.job === "look" && job.inbox) return await new Desk(desk.core.module).look(job.inbox, job.entries ?? []);
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
        self.postMessage({ id: data.id, refused: error instanceof Refused ? { years: error.years, book: error.book } : null, error: error instanceof Error ? error.message : String(error) });
      }
    });
  };
}
