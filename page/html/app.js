// @ts-check
// The page: results that lie in it are shown; otherwise it waits for files and works them out.

import { announce, el } from "./dom.js";
import { checkedView } from "./checked.js";
import { chosen, dropped } from "./drop.js";
import { provinceView } from "./province.js";
import { Refused } from "./core.js";
import { Desk, listen, work } from "./worker.js";
import { sentence, shown } from "./words.js";

/**
 * @typedef {import("./worker.js").Entry} Entry
 * @typedef {import("./worker.js").Inbox} Inbox
 * @typedef {import("./types").Results} Results
 */

const IN_WORKER = typeof document === "undefined";
/** The page's own text, which a worker runs too. */
const SCRIPT = IN_WORKER ? "" : document.currentScript?.textContent ?? "";

/** Which program the page is, as `bhxh 0.1.0`. */
const VERSION = IN_WORKER ? "" : document.querySelector("meta[name=generator]")?.getAttribute("content") ?? "";

/** The core in a worker, so that the page stays at hand while it works; in the page itself where there are no workers. */
class Office {
  /** @param {Promise<WebAssembly.Module>} module */
  constructor(module) {
    this.module = module;
    /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void, progress: (done: number, of: number) => void }>} */
    this.waiting = new Map();
    this.n = 0;
    this.worker = module.then((module) => this.hire(module));
  }

  /** @param {WebAssembly.Module} module */
  hire(module) {
    try {
      const worker = new Worker(URL.createObjectURL(new Blob([SCRIPT], { type: "text/javascript" })));
      worker.onmessage = ({ data }) => this.hear(data);
      worker.onerror = (event) => this.fail(event.message);
      worker.postMessage({ module });
      return worker;
    } catch {
      this.desk = new Desk(module);
      return null;
    }
  }

  /** @param {any} data */
  hear({ id, done, of, answer, error, refused }) {
    const waiting = this.waiting.get(id);
    if (done !== undefined) return waiting?.progress(done, of);
    this.waiting.delete(id);
    if (error !== undefined) waiting?.reject(refused ? new Refused(error, refused.years, refused.book) : new Error(error));
    else waiting?.resolve(answer);
  }

  /** @param {string} why */
  fail(why) {
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }

  /**
   * @param {Partial<import("./worker.js").Job>} job
   * @param {(done: number, of: number) => void} [progress]
   * @returns {Promise<any>}
   */
  async ask(job, progress = () => {}) {
    const worker = await this.worker;
    const whole = /** @type {import("./worker.js").Job} */ ({ id: ++this.n, ...job });
    if (!worker && this.desk) return await work(this.desk, whole, progress);
    return await new Promise((resolve, reject) => {
      this.waiting.set(whole.id, { resolve, reject, progress });
      worker?.postMessage(whole);
    });
  }
}

/** The core that lies in the page, ready to run. */
async function compiled() {
  const text = document.getElementById("core")?.textContent ?? "";
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/** What the officer has put on the page. */
class Page {
  constructor() {
    this.office = new Office(compiled());
    /** @type {(Entry & { title: string }) | null} */
    this.plan = null;
    /** @type {Entry[]} */
    this.previous = [];
    /** @type {Entry[]} */
    this.prose = [];
    /** @type {Entry | null} */
    this.assigned = null;
    /**
     * What is to be said above whatever is shown next.
     * @type {string[]}
     */
    this.notices = [];
    /** @type {{ year: number | null, asOf: string | null, tier: string | null }} */
    this.choice = { year: null, asOf: null, tier: null };
    /** @type {{ folder: string | null, entries: Entry[] } | null} */
    this.last = null;
    /**
     * What was asked for last; one thing is done after the other.
     * @type {Promise<void>}
     */
    this.last_turn = Promise.resolve();
    this.n_waiting = 0;
    /** @type {Promise<void>} */
    this.arrivals = Promise.resolve();
    /** Whether the folder was dropped rather than chosen. */
    this.isDropped = false;
    this.main = el("main", { id: "content", tabindex: -1 });
    this.aside = el("div", { class: "aside" });
    this.desk = this.deskView();
    document.getElementById("page")?.replaceChildren(this.desk, this.main);
    this.listenForDrops();
    this.office.module.then(() => document.documentElement.setAttribute("data-ready", ""), () => this.say("Trình duyệt này không chạy được chương trình. Mở trang bằng Chrome, Edge hoặc Firefox bản mới."));
  }

  /** Where files are dropped or chosen. */
  deskView() {
    const choose = (/** @type {string} */ id, /** @type {string} */ text, /** @type {Record<string, boolean | string>} */ more) => {
      const input = /** @type {HTMLInputElement} */ (el("input", { type: "file", id, class: "unseen", ...more }));
      input.addEventListener("change", () => {
        if (!input.files?.length) return;
        const came = chosen(input.files);
        input.value = "";
        this.arrive(Promise.resolve(came));
      });
      return el("span", {}, input, el("label", { for: id, class: "button" }, text));
    };
    return el("header", { class: "desk" },
      el("div", { class: "drop" },
        el("h1", {}, "Kiểm tra, tổng hợp số liệu BHXH"),
        el("p", {}, "Kéo thả vào đây một ", el("strong", {}, "tệp"), " để kiểm tra trước khi gửi, hoặc cả ", el("strong", {}, "thư mục"), " các đơn vị gửi về để tổng hợp."),
        el("p", { class: "actions" }, choose("choose-folder", "Chọn thư mục…", { webkitdirectory: true }), choose("choose-files", "Chọn tệp…", { multiple: true })),
        el("p", { class: "quiet" }, `Mọi việc làm ngay trên máy này; không có gì được gửi lên mạng. ${VERSION}`)),
      this.aside);
  }

  /** The earlier years and the plan that are at hand. */
  drawAside() {
    const name = (/** @type {Entry} */ entry) => shown(entry.path);
    const remove = (/** @type {string} */ what, /** @type {() => void} */ away) => el("button", { type: "button", class: "small", "aria-label": `Bỏ ${what}`, onclick: () => { away(); this.drawAside(); this.again(); } }, "Bỏ");
    const items = [
      ...this.previous.map((entry) => el("li", {}, "Sổ năm trước: ", el("span", { class: "path" }, name(entry)), " ", remove(name(entry), () => { this.previous = this.previous.filter((other) => other !== entry); }))),
      ...this.prose.map((entry) => el("li", {}, "Lời văn từ: ", el("span", { class: "path" }, name(entry)), " ", remove(name(entry), () => { this.prose = this.prose.filter((other) => other !== entry); }))),
      this.assigned ? el("li", {}, "Chỉ tiêu được giao: ", el("span", { class: "path" }, name(this.assigned)), " ", remove(name(this.assigned), () => { this.assigned = null; })) : null,
      this.plan ? el("li", {}, "Kế hoạch: ", shown(this.plan.title), ", ", el("span", { class: "path" }, name(this.plan)), " ", remove(name(this.plan), () => { this.plan = null; })) : null,
    ];
    this.aside.replaceChildren(el("ul", {}, ...items), items.every((item) => item === null) ? el("p", { class: "quiet" }, "Có sổ tổng hợp năm trước (so-tong-hop-….xlsx), tệp giao chỉ tiêu (giao-chi-tieu-….xlsx), báo cáo đã viết lời văn (bao-cao-….docx) hoặc kế hoạch khác (.xlsx, .toml) thì thả thêm vào.") : "");
  }

  listenForDrops() {
    this.drawAside();
    addEventListener("dragover", (event) => { event.preventDefault(); this.desk.classList.add("over"); });
    addEventListener("dragleave", (event) => { if (event.relatedTarget === null) this.desk.classList.remove("over"); });
    addEventListener("drop", async (event) => {
      event.preventDefault();
      this.desk.classList.remove("over");
      if (!event.dataTransfer) return;
      await this.arrive(dropped(event.dataTransfer).catch(() => null));
    });
  }

  /**
   * Takes what is dropped or chosen, one after the other, in the order in which they came; one that fails keeps no other from it.
   * @param {Promise<import("./drop.js").Came | null>} coming
   */
  async arrive(coming) {
    this.arrivals = this.arrivals.then(async () => {
      const came = await coming;
      if (came) await this.take(came);
      else this.say("Trình duyệt không cho đọc thư mục thả vào. Bấm “Chọn thư mục…” thay cho kéo thả.");
    }).catch((error) => this.say(`Chương trình gặp lỗi bên trong (${error instanceof Error ? error.message : error}). Tải lại trang rồi thử lại.`));
    await this.arrivals;
  }

  /**
   * Works on what came in; what helps is put aside first.
   * @param {import("./drop.js").Came} came
   */
  async take({ folder, entries, beside, isDropped }) {
    const loose = folder === null ? entries : beside;
    const { returned, isAnythingNew } = loose.length > 0 ? await this.putAside(loose) : { returned: [], isAnythingNew: false };
    if (!returned) return;
    this.drawAside();
    if (folder === null && returned.length === 0 && !isAnythingNew) return this.notify();
    if (folder !== null || returned.length > 0) {
      this.last = { folder, entries: folder === null ? returned : [...entries, ...returned] };
      this.choice = { year: null, asOf: null, tier: null };
      this.isDropped = isDropped && folder !== null;
    }
    await this.again();
  }

  /**
   * Keeps what helps: a plan, earlier years, what was assigned, the officer's words. What a file is, its content says.
   * @param {Entry[]} entries
   * @returns {Promise<{ returned: Entry[] | null, isAnythingNew: boolean }>} what is left, to be checked; `null` if nothing can be
   *   worked on as it was meant
   */
  async putAside(entries) {
    /** @type {import("./worker.js").Looked | null} */
    let looked = null;
    await this.busy(async () => { looked = await this.office.ask({ job: "look", inbox: this.inbox("", [], this.previous), entries }); }, true);
    if (!looked) return { returned: null, isAnythingNew: false };
    const { kinds, refused, plan } = /** @type {import("./worker.js").Looked} */ (looked);
    const of = (/** @type {import("./worker.js").Kind} */ kind) => entries.filter((_, n) => kinds[n] === kind);
    const newest = of("plan").pop();
    if (newest && !plan) {
      this.notices.push(...refused.map(({ why }) => `Không dùng được “${newest.path}”: ${why}`));
      this.notify();
      return { returned: null, isAnythingNew: false };
    }
    if (newest && plan) this.plan = { ...newest, title: `${plan.title} (${plan.years[0]}–${plan.years[1]})` };
    const isUsed = (/** @type {Entry} */ entry) => !refused.some(({ path }) => path === entry.path);
    this.previous = added(this.previous, of("provincial")).filter(isUsed);
    this.prose = added(this.prose, of("prose"));
    this.assigned = of("assigned").pop() ?? this.assigned;
    this.notices.push(...refused.map(({ path, why }) => leftOut(path, why)), ...of("output").map(ofNoUse));
    const isAnythingNew = newest !== undefined || of("prose").length + of("assigned").length > 0 || of("provincial").some(isUsed);
    return { returned: of("return"), isAnythingNew };
  }

  /**
   * Works on the last files once more, with what is at hand now.
   * @param {string} [focus]  the id of what is to have the focus afterwards
   */
  async again(focus) {
    await this.busy(async () => {
      if (!this.last) return this.main.replaceChildren();
      while (!await this.work()) this.drawAside();
    });
    this.notify();
    // Nothing within what is busy can have the focus.
    const wanted = focus ? document.getElementById(focus) : null;
    (wanted ?? this.main).focus({ preventScroll: true });
  }

  /**
   * Checks or consolidates the last files; `false` if something put aside stood in the way, which then no longer lies there.
   * @returns {Promise<boolean>}
   */
  async work() {
    if (!this.last) return true;
    const { folder, entries } = this.last;
    try {
      if (folder === null && entries.length === 1) await this.check(entries[0]);
      else await this.consolidate(folder ?? "tep-don-vi", entries);
      return true;
    } catch (error) {
      if (!(error instanceof Refused) || !this.remove(error.book)) throw error;
      this.notices.push(leftOut(error.book ?? "", error.message));
      return false;
    }
  }

  /**
   * Takes away what was put aside under a name; returns whether there was such a thing.
   * @param {string | null} name
   */
  remove(name) {
    const is = (/** @type {Entry | null} */ entry) => entry !== null && entry.path === name;
    const found = [...this.previous, ...this.prose, this.assigned, this.plan].some(is);
    this.previous = this.previous.filter((entry) => !is(entry));
    this.prose = this.prose.filter((entry) => !is(entry));
    if (is(this.assigned)) this.assigned = null;
    if (is(this.plan)) this.plan = null;
    return found;
  }

  /**
   * @param {string} folder
   * @param {Entry[]} entries
   * @param {Entry[]} previous
   * @returns {import("./worker.js").Inbox}
   */
  inbox(folder, entries, previous) {
    return { folder, entries, previous, prose: this.prose, assigned: this.assigned, plan: this.plan, today: today(), ...this.choice };
  }

  /**
   * @param {string} folder
   * @param {Entry[]} entries
   * @param {Entry[]} previous
   * @returns {Promise<{ received: import("./types").Checked[], n_skipped: number }>}
   */
  async receive(folder, entries, previous) {
    return await this.office.ask({ job: "receive", inbox: this.inbox(folder, entries, previous) }, (done, of) => this.progress(done, of));
  }

  /** @param {Entry} entry */
  async check(entry) {
    let [file] = (await this.receive("", [entry], [])).received;
    if (file?.collected_by) {
      this.choice.tier = file.collected_by;
      [file] = (await this.receive("", [entry], [])).received;
    }
    if (!file) return this.say(`“${shown(entry.path)}” là tệp tạm của chương trình khác, không có gì để kiểm tra.`);
    const isMarked = file.can_be_marked && (await this.office.ask({ job: "make", what: "mark" })).json.is_marked;
    const view = checkedView(file, isMarked, {
      sheet: async (path, name) => (await this.office.ask({ job: "make", what: "sheet", about: { file: 0, path, name } })).json,
      mark: () => this.download("mark"),
    });
    this.show(view);
  }

  /**
   * @param {string} folder
   * @param {Entry[]} entries
   */
  async consolidate(folder, entries) {
    let { received, n_skipped } = await this.receive(folder, entries, this.previous);
    const tier = this.choice.tier === null ? collectorOf(received) : null;
    if (tier !== null) {
      this.choice.tier = tier;
      ({ received, n_skipped } = await this.receive(folder, entries, this.previous));
    }
    if (received.length === 0) return this.say(`Thư mục “${shown(folder)}” không có tệp nào để tổng hợp.`);
    const { json } = await this.office.ask({ job: "make", what: "consolidate" });
    const results = /** @type {Results} */ (json);
    const sheets = async (/** @type {number} */ file, /** @type {string} */ path, /** @type {string} */ name) => (await this.office.ask({ job: "make", what: "sheet", about: { file, path, name } })).json;
    this.show(provinceView(results, sheets, el("div", {}, this.choices(results), this.downloads(results, n_skipped))));
    announce(`Đã tổng hợp năm ${results.year}: ${results.tally.accepted} trên ${results.tally.expected} đơn vị có số liệu.`);
  }

  /**
   * Which year is worked on, and up to which day of sending.
   * @param {Results} results
   */
  choices(results) {
    const years = results.years.map(([year, n]) => el("option", { value: year, selected: year === results.year }, n > 0 ? `${year} (${n} tệp)` : `${year}`));
    const year = /** @type {HTMLSelectElement} */ (el("select", { id: "choose-year" }, ...years));
    const asOf = /** @type {HTMLInputElement} */ (el("input", { id: "choose-as-of", type: "date", value: this.choice.asOf }));
    const collectors = results.collectors.map(([code, name]) => el("option", { value: code ?? "", selected: code === results.tier }, name));
    const collector = /** @type {HTMLSelectElement} */ (el("select", { id: "choose-collector" }, ...collectors));
    const change = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.choice = { year: Number(year.value), asOf: asOf.value || null, tier: collector.value };
      this.again("choose");
    };
    return el("form", { class: "filter choices", onsubmit: change },
      collectors.length > 1 ? el("label", { for: "choose-collector" }, "Tổng hợp cho ", collector) : null,
      el("label", { for: "choose-year" }, "Năm ", year), el("label", { for: "choose-as-of" }, "Chỉ tính tệp gửi đến hết ngày ", asOf),
      el("button", { id: "choose" }, "Tính lại"));
  }

  /**
   * @param {Results} results
   * @param {number} n_skipped
   */
  downloads(results, n_skipped) {
    const button = (/** @type {string} */ what, /** @type {string} */ text, /** @type {string} */ kind = "", /** @type {string | undefined} */ task = undefined) => el("button", { type: "button", class: kind, "data-make": task ?? what, onclick: () => this.download(what, task) }, text);
    const isOpen = results.files.some((file) => file.is_open);
    return el("div", { class: "downloads", role: "group", "aria-label": "Tải về" },
      button("workbook", results.tier === null ? "Sổ tổng hợp (.xlsx)" : "Sổ và biểu tổng hợp (.xlsx)", "primary"),
      isOpen ? button("copies", "Bản đánh dấu để trả lại (.zip)") : null,
      ...results.tier !== null ? [] : [
        button("report", "Báo cáo năm (.xlsx, .docx)"),
        button("report", "Báo cáo tiềm năng (.docx)", "", "tiem-nang"),
        button("report", "Đề xuất chỉ tiêu (.docx)", "", "chi-tieu"),
      ],
      button("page", "Trang này (.html)"),
      el("button", { type: "button", onclick: () => print() }, "In"),
      this.previous.length === 0 ? el("p", { class: "quiet" }, "Thả thêm sổ tổng hợp năm trước để so các năm trong sổ và báo cáo.") : null,
      n_skipped > 0 ? el("p", { class: "quiet" }, `${n_skipped} tệp tạm không xét.`) : null,
      this.isDropped ? el("p", { class: "quiet" }, `Đã đọc ${results.files.length} tệp trong thư mục thả vào. Trình duyệt giấu những tệp có tên khác thường (bắt đầu bằng dấu cách, có ký tự không nhìn thấy): thư mục có nhiều tệp hơn thế thì bấm “Chọn thư mục…”.`) : null);
  }

  /**
   * @param {string} what
   * @param {string} [task]  which document of the year
   */
  async download(what, task) {
    await this.busy(async () => {
      const { files, json } = await this.office.ask({ job: "make", what, about: task });
      for (const { name, bytes } of files) save(name, bytes);
      this.remark(json.remarks ?? []);
      announce(`Đã tải về ${files.map((/** @type {{ name: string }} */ file) => file.name).join(", ")}`);
    }, true);
    this.notify();
  }

  /**
   * Does something after whatever was asked for before, while the page says that it is busy; returns whether it could be done.
   * @param {() => Promise<void>} act
   * @param {boolean} [keeps]  whether what stands on the page stays if it can't be
   */
  async busy(act, keeps = false) {
    const before = this.last_turn;
    this.n_waiting += 1;
    let done = () => {};
    this.last_turn = new Promise((resolve) => { done = () => resolve(undefined); });
    await before;
    document.body.setAttribute("aria-busy", "true");
    this.main.inert = true;
    this.progress(0, 0);
    try {
      await act();
      return true;
    } catch (error) {
      if (error instanceof Refused && keeps) this.notices.push(error.message);
      else if (error instanceof Refused) this.refuse(error);
      else this.say(`Chương trình gặp lỗi bên trong (${error instanceof Error ? error.message : error}). Tải lại trang rồi thử lại; nếu còn lỗi, gửi nguyên văn câu này cho người viết chương trình.`);
      return false;
    } finally {
      this.n_waiting -= 1;
      this.main.inert = false;
      if (this.n_waiting === 0) document.body.removeAttribute("aria-busy");
      document.getElementById("progress")?.remove();
      done();
    }
  }

  /**
   * @param {number} done
   * @param {number} of
   */
  progress(done, of) {
    let bar = document.getElementById("progress");
    if (!bar) this.desk.append(bar = el("progress", { id: "progress", "aria-label": "Đang đọc các tệp" }));
    if (of > 0) { bar.setAttribute("max", String(of)); bar.setAttribute("value", String(done)); }
  }

  /** @param {HTMLElement} view */
  show(view) {
    this.main.replaceChildren(view);
    this.desk.classList.add("narrow");
    scrollTo(0, 0);
  }

  /**
   * What is to be known of what was downloaded.
   * @param {string[]} remarks
   */
  remark(remarks) {
    document.getElementById("remarks")?.remove();
    if (remarks.length === 0) return;
    const list = el("ul", { id: "remarks", class: "quiet", role: "status" }, ...remarks.map((remark) => el("li", {}, shown(remark))));
    this.main.querySelector(".downloads")?.append(list);
  }

  /**
   * Why it can't be done; where another year can be worked on, it is one click away.
   * @param {Refused} refused
   */
  refuse(refused) {
    this.say(refused.message);
    const choose = (/** @type {number} */ year) => el("button", { type: "button", "data-year": year, onclick: () => { this.choice = { ...this.choice, year }; this.again(); } }, `Làm năm ${year}`);
    if (refused.years.length > 0) this.main.append(el("p", { class: "actions" }, ...refused.years.map(choose)));
  }

  /** Says what is to be known above what is shown, in place of what was said there before. */
  notify() {
    this.main.querySelectorAll(":scope > .notice").forEach((old) => old.remove());
    this.main.prepend(...this.notices.map((notice) => alert(notice, "notice")));
    if (this.notices.length > 0) scrollTo(0, 0);
    this.notices = [];
  }

  /**
   * Something the officer must know before going on.
   * @param {string} text
   */
  say(text) {
    this.main.replaceChildren(alert(text));
  }
}

/**
 * Whose units most files are of; `null` if the province collects them, or nobody knows.
 * @param {import("./types").Checked[]} received
 */
function collectorOf(received) {
  const codes = received.map((file) => file.collected_by).filter((code) => code !== null);
  const most = codes.find((code) => 2 * codes.filter((other) => other === code).length > received.length);
  return most ?? null;
}

/**
 * @param {string} text
 * @param {string} [kind]
 */
function alert(text, kind = "") {
  return el("p", { class: `said bad ${kind}`.trim(), role: "alert" }, ...sentence(text).split("\n").flatMap((line) => [shown(line), el("br", {})]));
}

/**
 * Entries with others, of which the newest of a name counts.
 * @param {Entry[]} entries
 * @param {Entry[]} others
 */
function added(entries, others) {
  return [...entries.filter((old) => !others.some((entry) => entry.path === old.path)), ...others];
}

/**
 * Why something that was put aside isn't used.
 * @param {string} path
 * @param {string} why
 */
function leftOut(path, why) {
  return `${sentence(why)} Đã để “${path}” riêng ra, không dùng; thả tệp khác nếu cần`;
}

/**
 * Why an output of the program's that was dropped isn't used, and what to drop instead.
 * @param {Entry} entry
 */
function ofNoUse({ path }) {
  return `“${path}” là kết quả do chương trình lập, không phải tệp của đơn vị, nên không dùng ở đây. Cần so với năm trước thì thả sổ tổng hợp (so-tong-hop-….xlsx); cần giữ lời văn đã viết thì thả bản Word của báo cáo (bao-cao-….docx)`;
}

/** Today by this machine's calendar. */
function today() {
  const now = new Date(), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 */
function save(name, bytes) {
  const link = /** @type {HTMLAnchorElement} */ (el("a", { download: name.split("/").pop() ?? name }));
  link.href = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (bytes)], { type: "application/octet-stream" }));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Shows the results that lie in the page. */
function showResults(/** @type {string} */ text) {
  const results = /** @type {Results} */ (JSON.parse(text));
  document.title = `${results.illustrative ? "MINH HỌA: " : ""}Số liệu BHXH năm ${results.year}, ${results.province}`;
  const sheets = async (/** @type {number} */ file, /** @type {string} */ _path, /** @type {string} */ name) => results.sheets.find((sheet) => sheet.file === file && sheet.name === name) ?? null;
  document.getElementById("page")?.replaceChildren(el("main", { id: "content", tabindex: -1 }, provinceView(results, sheets, null)));
  document.documentElement.setAttribute("data-ready", "");
}

if (IN_WORKER) {
  listen();
} else {
  const results = document.getElementById("results")?.textContent;
  if (results) showResults(results);
  else new Page();
}
