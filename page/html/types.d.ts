// What the core says, as `src/usecase/page` and `src/usecase/json.rs` write it.

export interface Finding {
  code: string;
  name: string;
  severity: "error" | "query" | "note";
  explained: boolean;
  sheet: string | null;
  cell: string | null;
  cells: string[];
  found: string | null;
  expected: string | null;
  message: string;
  hint: string;
  explanation: string | null;
}

/** A finding in words for the sender: what to do, and what the collecting office does if that is something else. */
export interface Said { message: string; hint: string | null; of_officer: string | null }

export interface ReturnedFile {
  path: string;
  sha256: string | null;
  agency: string | null;
  year: number | null;
  revision: number | null;
  status: string;
  findings: Finding[];
}

/** A file by itself. */
export interface Checked extends ReturnedFile {
  agency_name: string | null;
  verdict: "own-output" | "no-spreadsheet" | "not-sendable" | "to-explain" | "sendable";
  /** The code of who collects it, if another than the plan's office does. */
  collected_by: string | null;
  can_be_marked: boolean;
  /** That its numbers are invented; null if it doesn't say so. */
  illustrative: string | null;
  /** Its findings in words for who sends it. */
  said: Said[];
}

/** A file of a province. */
export interface FileOfYear extends ReturnedFile {
  label: string;
  tone: Tone;
  sender: number | null;
  is_open: boolean;
}

export type Tone = "plain" | "good" | "bad" | "doubt";

export interface Shown { text: string; tone: Tone }

/** A number with its observations: places in the ledger from 1, negative where taken off. */
export interface Figure { text: string; is_known: boolean; terms: number[]; missing: number[] }

export interface Bar { text: string; part: number }

export interface Card {
  name: string;
  title: string;
  share: Shown;
  target: Shown;
  verdict: Shown;
  gap: Shown;
  lack: string | null;
  /** The rounds it is of; null where the year has one round. */
  rounds: string | null;
  /** That it is provisional for want of units; null if it isn't. */
  provisional: string | null;
  missing: number[];
  numerator: Figure;
  denominator: Figure;
  /** `provisional`: numbers of the year lack those of some units. */
  years: { year: number; provisional: boolean; share: Bar | null; target: Bar | null }[];
}

/** What was assigned for the year, and what is done of it. */
export interface Assigned {
  /** The decision, where numbers are from, sums that differ. */
  about: string[];
  tables: { title: string; heads: string[]; rows: Shown[][]; note: string | null }[];
}

export interface Areas {
  /** What is to be kept in mind of such shares. */
  caveat: string;
  columns: string[];
  rows: { name: string; cells: { share: Shown; part: number | null; numerator: Figure; denominator: Figure }[] }[];
}

export interface FormTable {
  number: string;
  title: string;
  heading: string;
  completeness: string;
  missing: number[];
  entered: string[];
  columns: { label: string; plus: number[]; minus: number[] }[];
  rows: { code: string; no: string; label: string; level: number; leaves: number[]; cells: (string | null)[] }[];
}

export interface Agency {
  code: string;
  name: string;
  /** From how many units its numbers were added up; null if they weren't. */
  units: string | null;
  /** The units below whose numbers are missing, or about which something is open, each with what is to be said. */
  units_below: [string, string][];
  state: string;
  tone: Tone;
  file: number | null;
  sent_on: string | null;
  against_due: string | null;
  is_late: boolean;
  open_files: number[];
}

/** Agency, form, row, column, people, status, sheet, cell, explanation, round. */
export type Observation = [number | null, number, number, number, number, string, number, string, string | null, string | null];

/** Units by name, file and sheet; for places in the ledger from 0 the units with level, people and cell, each behind the one it is a part of. */
export interface Parts { units: [string, string, string][]; rows: [number, [number, number, number, string][]][] }

export interface SheetGrid {
  file: number;
  name: string;
  n_rows: number;
  n_columns: number;
  cells: [number, number, string, boolean][];
  merged: [number, number, number, number][];
  hidden_rows: number[];
  hidden_columns: number[];
  is_cut: boolean;
}

export interface Results {
  bhxh: string;
  plan: string;
  office: string;
  province: string;
  unit: string;
  year: number;
  /** The plan's years, with how many files there are of each. */
  years: [number, number][];
  /** Who may collect by the plan, the province's office (null) first. */
  collectors: [string | null, string][];
  tier: string | null;
  /** That numbers are invented; null if no file says so. */
  illustrative: string | null;
  made_on: string;
  as_of: string | null;
  source: string;
  due: { date: string; standing: string };
  tally: { expected: number; received: number; accepted: number; sent_on_time: number; on_time: number };
  agencies: Agency[];
  files: FileOfYear[];
  round: string | null;
  coverage: Card[];
  /** What is to be kept in mind of the shares. */
  caveat: string;
  areas: Areas;
  /** null where nothing was assigned for the year. */
  assigned: Assigned | null;
  forms: FormTable[];
  observations: { sheets: [number, string][]; rows: Observation[] };
  /** What units below agencies reported; null where no number was added up from units. */
  parts: Parts | null;
  difficulties: { agency: number | null; difficulty: string | null; proposal: string | null }[];
  remarks: string[];
  sheets: SheetGrid[];
}

/** Where a sheet's cells come from: out of the results, or from the core. */
export type SheetSource = (file: number, path: string, name: string) => Promise<SheetGrid | null>;
