//! How a table of the plan is laid out as a sheet: which key stands in which column, and of what kind its cells are. The
//! writer and the reader both follow these declarations, so a new table costs one.

/// What the cells of a column, or of an item, hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellKind {
    /// Text as it stands.
    Text,
    /// Several texts, each on a line of the cell.
    Lines,
    /// A code: text without spaces around it.
    Code,
    /// Several codes, with commas between them.
    Codes,
    /// The version of something: a number as offices count, which is typed as one or as text; or a word.
    Version,
    /// Several of them, with commas between them.
    Versions,
    /// A whole number that isn't negative.
    Count,
    /// A percentage as a plain number: 29.5.
    Percent,
    /// A day of every year as text: `30/6`.
    Day,
    /// A date: a real one, or text `dd/mm/yyyy`.
    Date,
    /// `có` or `không`.
    YesNo,
    /// One of some words, each with what the plan calls it.
    Choice(&'static [(&'static str, &'static str)]),
}

/// What a blank cell means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Requirement {
    /// It must not be blank.
    Required,
    /// The plan says nothing about it.
    Optional,
    /// The plan has a text there, which may be empty.
    MayBeEmpty,
    /// It must not be blank; a plan that says nothing is written with this.
    OrText(&'static str),
    /// The same for a number.
    OrCount(i64),
    /// The same for `có` and `không`.
    OrTruth(bool),
}

/// A column of a table, or an item of a list of items.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// The key within its table, with a dot before each key of a table within: `office.name`.
    pub key: &'static str,
    /// What stands above it, or before it.
    pub heading: &'static str,
    /// What its cells hold.
    pub kind: CellKind,
    /// What a blank cell means.
    pub need: Requirement,
    /// The tables whose codes it may name, for the drop-down: by their path.
    pub refers: &'static [&'static str],
    /// The version of the plan's language that brought it; a workbook of an earlier one may be without it.
    pub since: u32,
    /// In characters.
    pub width: u16,
    /// What is to be written there.
    pub help: &'static str,
}

impl ColumnSpec {
    const fn new(key: &'static str, heading: &'static str, kind: CellKind, width: u16, help: &'static str) -> Self {
        ColumnSpec { key, heading, kind, need: Requirement::Required, refers: &[], since: 1, width, help }
    }

    /// May be blank; then the plan says nothing about it.
    pub const fn optional(self) -> Self {
        ColumnSpec { need: Requirement::Optional, ..self }
    }

    /// May be blank; then the plan has an empty text.
    pub const fn may_be_empty(self) -> Self {
        ColumnSpec { need: Requirement::MayBeEmpty, ..self }
    }

    /// Is written out as this if the plan says nothing.
    pub const fn or(self, need: Requirement) -> Self {
        ColumnSpec { need, ..self }
    }

    /// Names codes of these tables.
    pub const fn of(self, tables: &'static [&'static str]) -> Self {
        ColumnSpec { refers: tables, ..self }
    }
}

pub const fn text(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Text, width, help)
}

pub const fn lines(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Lines, width, help).optional()
}

pub const fn code(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Code, width, help)
}

pub const fn codes(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Codes, width, help).optional()
}

pub const fn version(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Version, width, help)
}

pub const fn versions(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Versions, width, help).optional()
}

pub const fn count(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Count, width, help)
}

pub const fn percent(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Percent, width, help)
}

pub const fn day(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Day, width, help)
}

pub const fn date(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Date, width, help).optional()
}

pub const fn yes_no(key: &'static str, heading: &'static str, width: u16, help: &'static str) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::YesNo, width, help).optional()
}

pub const fn choice(
    key: &'static str,
    heading: &'static str,
    words: &'static [(&'static str, &'static str)],
    width: u16,
    help: &'static str,
) -> ColumnSpec {
    ColumnSpec::new(key, heading, CellKind::Choice(words), width, help)
}

/// A part that an entry's inputs play: the word for it, and the key under which they stand.
#[derive(Debug, Clone, Copy)]
pub struct InputRole {
    /// As the sheet says it.
    pub word: &'static str,
    /// The key.
    pub key: &'static str,
    /// Whether the key holds a list of inputs, and not one.
    pub many: bool,
    /// Whether every entry must have one.
    pub needed: bool,
}

/// How the lines of a table make entries.
#[derive(Debug, Clone, Copy)]
pub enum EntryShape {
    /// A list of tables under the key.
    Entries,
    /// Names over time: a list of tables under the key, and a single one without days as keys of the entry itself where
    /// `or_alone`.
    Names {
        /// Whether a single name stands in the entry itself.
        or_alone: bool,
    },
    /// Inputs by the part they play, which the first column says.
    Inputs(&'static [InputRole]),
    /// Maps with common keys, which stand in the first column; each further column is one map.
    Maps {
        /// Whether the first of them is written even if it is empty.
        needed: bool,
    },
}

/// The entry in whose list those of a table stand: the path of its table, the key by which it is known, and the column that
/// names it.
#[derive(Debug, Clone, Copy)]
pub struct Parent {
    /// The path of its table.
    pub path: &'static str,
    /// The key of the list within the entry above, or within the file.
    pub list: &'static str,
    /// The key of its code.
    pub key: &'static str,
    /// The column that names it.
    pub column: ColumnSpec,
}

/// A table: its columns, and what belongs to an entry on lines of its own, the first of which is the entry's.
#[derive(Debug, Clone, Copy)]
pub struct TableSpec {
    /// The key of the list, with dots; of a table within another one its key there.
    pub path: &'static str,
    /// The entries in which it stands, from the outermost.
    pub parents: &'static [Parent],
    /// How its lines make entries.
    pub shape: EntryShape,
    /// Its columns.
    pub columns: &'static [ColumnSpec],
    /// What belongs to an entry.
    pub child: Option<&'static TableSpec>,
}

impl TableSpec {
    /// A list of tables of the file.
    pub const fn list(path: &'static str, columns: &'static [ColumnSpec]) -> Self {
        TableSpec { path, parents: &[], shape: EntryShape::Entries, columns, child: None }
    }

    /// With what belongs to each entry.
    pub const fn with(self, child: &'static TableSpec) -> Self {
        TableSpec { child: Some(child), ..self }
    }

    /// Within entries of other tables.
    pub const fn within(self, parents: &'static [Parent]) -> Self {
        TableSpec { parents, ..self }
    }

    /// Every column from left to right: those that name the entries above, its own, those of what belongs to it.
    pub fn all_columns(&self) -> Vec<&'static ColumnSpec> {
        let parents = self.parents.iter().map(|parent| &parent.column);
        let child = self.child.map(TableSpec::all_columns).unwrap_or_default();
        parents.chain(self.columns).chain(child).collect()
    }

    /// How many columns are its own, those that name the entries above included.
    pub fn n_own(&self) -> usize {
        self.parents.len() + self.columns.len()
    }
}

/// A table of single values: a heading, and an item a line.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Stands above the items.
    pub heading: &'static str,
    /// The key of the table, with dots.
    pub path: &'static str,
    /// Its items.
    pub items: &'static [ColumnSpec],
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy)]
pub enum SheetLayout {
    /// An item a line, in sections.
    Items(&'static [Section]),
    /// An entry a line.
    Table(TableSpec),
    /// The forms, each on a sheet of its own.
    Forms,
}

/// A sheet of the workbook.
#[derive(Debug, Clone, Copy)]
pub struct SheetSpec {
    /// The name on its tab.
    pub name: &'static str,
    /// What stands at its top.
    pub title: &'static str,
    /// What it is for, below.
    pub about: &'static str,
    /// How it is laid out.
    pub layout: SheetLayout,
    /// The version of the plan's language that brought it; a workbook of an earlier one may be without it.
    pub since: u32,
}
