// @ts-check
// Files as they come into the page: dropped, or chosen. A folder's files are named by their paths below it.

/**
 * @typedef {import("./worker.js").Entry} Entry
 * @typedef {{ folder: string | null, entries: Entry[], beside: Entry[], isDropped: boolean }} Came  A folder by its name, or files;
 *   `beside` are the files that came along with a folder.
 */

/**
 * What was dropped: a folder by its name, or files.
 *
 * Chromium gives a page from the disk the contents of a folder by its handle alone; Firefox and Safari know entries alone.
 * Either must be asked for before the event ends.
 * @param {DataTransfer} transfer
 * @returns {Promise<Came>}
 */
export async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const files = [...transfer.files].map((file) => ({ path: file.name, file }));
  const entries = items.map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null && entry !== undefined);
  const handles = await Promise.all(items.map(handle));
  const folders = entries.filter((entry) => entry.isDirectory).map((entry) => entry.name);
  if (folders.length === 0) return { folder: null, entries: files, beside: [], isDropped: true };
  /** @type {Entry[]} */
  const found = [], beside = /** @type {Entry[]} */ ([]);
  for (let n = 0; n < entries.length; n++) {
    const of = handles[n], into = entries[n].isDirectory ? found : beside;
    if (of) await walkHandle(of, "", into);
    else await walkEntry(entries[n], "", into);
  }
  if (folders.length > 1) return { folder: folders.join(", "), entries: found, beside, isDropped: true };
  const [folder] = folders;
  return { folder, entries: found.map((entry) => ({ ...entry, path: entry.path.slice(folder.length + 1) })), beside, isDropped: true };
}

/**
 * @param {DataTransferItem} item
 * @returns {Promise<any>} `null` where the browser has no handles
 */
async function handle(item) {
  const known = /** @type {{ getAsFileSystemHandle?: () => Promise<any> }} */ (/** @type {unknown} */ (item));
  return await (known.getAsFileSystemHandle?.().catch(() => null) ?? null);
}

/**
 * What a choice of files or of a folder holds.
 * @param {FileList} files
 * @returns {Came}
 */
export function chosen(files) {
  const all = [...files];
  const folder = all[0]?.webkitRelativePath.split("/")[0] || null;
  const path = (/** @type {File} */ file) => folder === null ? file.name : file.webkitRelativePath.slice(folder.length + 1);
  return { folder, entries: all.map((file) => ({ path: path(file), file })), beside: [], isDropped: false };
}

/**
 * @param {any} handle
 * @param {string} above
 * @param {Entry[]} found
 */
async function walkHandle(handle, above, found) {
  const path = above + handle.name;
  if (handle.kind === "file") {
    found.push(given(path, await handle.getFile().catch(() => null)));
    return;
  }
  for await (const below of handle.values()) await walkHandle(below, `${path}/`, found);
}

/**
 * @param {FileSystemEntry} entry
 * @param {string} above
 * @param {Entry[]} found
 */
async function walkEntry(entry, above, found) {
  const path = above + entry.name;
  if (entry.isFile) {
    const get = /** @type {FileSystemFileEntry} */ (entry);
    found.push(given(path, await new Promise((resolve) => get.file(resolve, () => resolve(null)))));
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const below of part) await walkEntry(below, `${path}/`, found);
  }
}

/**
 * @param {string} path
 * @param {File | null} file  `null` where the browser lists it and doesn't give it
 * @returns {Entry}
 */
function given(path, file) {
  return file ? { path, file } : { path, file: new Blob(), isUnreadable: true };
}
