//! FORM: what is wrong with a form as it stands in its sheet, and what stands around it.

use std::collections::BTreeSet;

use super::Code;
use crate::value::grid::{Address, Area, LooseText, Sheet, Value};

/// What is wrong with the structure of a file's forms.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// The file has no sheet of the form.
    SheetMissing {
        /// The name of the form's sheet.
        sheet: String,
        /// The form's number in the plan.
        number: String,
    },
    /// Several sheets are the form's; whether all of them say the same.
    SheetDuplicated {
        /// The name of the form's sheet.
        sheet: String,
        /// The sheets that are it.
        sheets: Vec<Tab>,
        /// Whether they say the same.
        is_same: bool,
    },
    /// Rows of the form stand nowhere.
    RowsMissing {
        /// The name of the form's sheet.
        sheet: String,
        /// The rows.
        rows: Vec<Row>,
        /// The sheet's row after which the first of them belongs, counted from 0.
        below: Option<u32>,
        /// What stands where one of them may.
        numbers: Vec<Number>,
    },
    /// Columns of the form stand nowhere, by their labels.
    ColumnsMissing {
        /// The name of the form's sheet.
        sheet: String,
        /// The labels of the columns.
        columns: Vec<String>,
        /// What stands where one of them may.
        numbers: Vec<Number>,
    },
    /// Codes stand more than once.
    CodesDoubled {
        /// The codes, with the cells in which they stand.
        codes: Vec<Doubled>,
        /// The forms that share the sheet, if that is why.
        sharing: Vec<String>,
    },
    /// A column stands more than once.
    ColumnDuplicated {
        /// The column's label.
        label: String,
        /// Where it stands, counted from 0.
        columns: Vec<u32>,
    },
    /// Rows have the code of one row and the label of another.
    RowLabelsDisagree(Vec<Mislabelled>),
    /// Columns have the key of one column and the heading of another.
    ColumnLabelsDisagree(Vec<Mislabelled>),
    /// Rows have a label that says something else than the template's, and is no other row's.
    RowLabelsChanged(Vec<Mislabelled>),
    /// Columns have a heading that says something else than the template's, and is no other column's.
    ColumnLabelsChanged(Vec<Mislabelled>),
    /// A row that the form doesn't have holds numbers.
    ExtraRow {
        /// Counted from 0.
        row: u32,
        /// What stands in the row's cell for the label; `None` if nothing does.
        label: Option<String>,
        /// How many of the numbers stand in columns of counts.
        n_counts: usize,
        /// What the numbers' cells hold.
        contents: Vec<Value>,
    },
    /// Numbers stand where none is asked for; so many of them are read by formulas in entered cells.
    Outside {
        /// What the numbers' cells hold.
        contents: Vec<Value>,
        /// How many of them formulas in entered cells read.
        n_read: usize,
        /// How many of them stand where the template has words of its own: its head, the date, the names.
        n_overtyped: usize,
    },
    /// Cells are further out than any form reaches.
    CellsBeyond(Beyond),
    /// A sheet is none of the template's.
    ForeignSheet {
        /// The sheet.
        tab: Tab,
        /// What there is to say of it.
        what: Foreign,
    },
    /// Sheets without cells.
    SheetsWithoutCells {
        /// Their names.
        names: Vec<String>,
    },
    /// Parts of a form were found another way.
    Repaired {
        /// The name of the form's sheet.
        sheet: String,
        /// How each part was found.
        repairs: Vec<Repair>,
    },
    /// A stored check number isn't what the entered cells give.
    CheckNumberDiffers {
        /// What the file has on the finding's sheet.
        stored: u64,
        /// What the entered cells give there.
        computed: u64,
        /// Other sheets on which the two differ.
        sheets: Vec<String>,
    },
    /// Something was typed over the formula of a check number.
    CheckNumberTyped {
        /// What stands there.
        found: String,
        /// What the entered cells give.
        computed: u64,
        /// Other sheets on which something was typed over it.
        sheets: Vec<String>,
    },
    /// Rows or columns stand elsewhere than in the template, so that the sheet's own formula weighs other cells.
    CheckNumberMoved {
        /// What the file has on the finding's sheet.
        stored: u64,
        /// What the entered cells give there.
        computed: u64,
        /// Other sheets of which the same holds.
        sheets: Vec<String>,
    },
    /// Numbers are typed as text, which the sheet's own formula passes over.
    CheckNumberWithoutTexts {
        /// What the file has on the finding's sheet.
        stored: u64,
        /// What the entered cells give there.
        computed: u64,
        /// How many numbers are typed as text.
        n_texts: usize,
        /// Other sheets of which the same holds.
        sheets: Vec<String>,
    },
    /// Merged ranges join entered cells with others.
    Merged {
        /// The merged ranges.
        areas: Vec<Area>,
        /// How many cells of the form they join.
        n_cells: usize,
        /// Whether totals are among them.
        has_totals: bool,
        /// What the first cells of the ranges hold.
        contents: Vec<Value>,
    },
    /// Entered cells are not to be seen.
    Hidden {
        /// What hides them.
        what: Hidden,
        /// What they hold.
        contents: Vec<Value>,
    },
    /// Texts outside of cells hold digits.
    LooseTexts(Vec<LooseText>),
}

/// A sheet of the workbook, as people find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// Whether people see it.
    pub visibility: Visibility,
}

/// Whether a sheet's tab can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Its tab is to be seen.
    Shown,
    /// Excel lists it among those that can be shown.
    Hidden,
    /// Only the editor of macros shows it.
    VeryHidden,
}

impl From<&Sheet> for Tab {
    fn from(sheet: &Sheet) -> Self {
        let visibility = match (sheet.visible, sheet.is_very_hidden) {
            (true, _) => Visibility::Shown,
            (false, false) => Visibility::Hidden,
            (false, true) => Visibility::VeryHidden,
        };
        Tab { name: sheet.name.clone(), visibility }
    }
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
}

/// A number in a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The cell.
    pub at: Address,
    /// What stands there.
    pub value: Value,
}

/// A row's code and the cells in which it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubled {
    /// The row.
    pub row: Row,
    /// The cells with its code.
    pub cells: Vec<Address>,
}

/// A line of the sheet whose label is another's.
#[derive(Debug, Clone, PartialEq)]
pub struct Mislabelled {
    /// The sheet's row or column, counted from 0.
    pub at: u32,
    /// The code or key it has.
    pub code: String,
    /// The label that belongs to the code.
    pub own: String,
    /// The label it has.
    pub label: String,
}

/// What there is to say of a sheet that the template doesn't have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// It was the list of difficulties, and lost its heading.
    LostHeading,
    /// It has numbers that formulas in entered cells read.
    Read,
    /// It has numbers, which count for nothing, or cells further out than is read.
    Numbers {
        /// How many numbers.
        n: usize,
        /// What isn't read; `None` if all of it is.
        beyond: Option<Beyond>,
    },
}

/// Cells further out than any form reaches, which are counted and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// How many.
    pub n: usize,
    /// The first of them.
    pub first: Address,
}

/// How a part of a form was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The hidden key is another form's.
    WrongKey,
    /// The row of keys is gone.
    KeyRowLost,
    /// A column, counted from 0, was found by its label.
    ColumnByLabel {
        /// The column, counted from 0.
        column: u32,
        /// The column's label.
        label: String,
    },
    /// The codes of these rows, counted from 1, are gone.
    CodesLost {
        /// The rows, counted from 1.
        rows: BTreeSet<u32>,
    },
}

/// What hides entered cells.
#[derive(Debug, Clone, PartialEq)]
pub enum Hidden {
    /// The sheet as a whole.
    Sheet(Tab),
    /// Rows, counted from 1.
    Rows(BTreeSet<u32>),
    /// Rows, counted from 1, that a filter passes over.
    Filtered(BTreeSet<u32>),
    /// Columns, counted from 0.
    Columns(BTreeSet<u32>),
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::SheetMissing { .. } => Code::SheetMissing,
            Problem::SheetDuplicated { .. } => Code::SheetDuplicated,
            Problem::RowsMissing { .. } => Code::RowCodeMissing,
            Problem::ColumnsMissing { .. } => Code::ColumnMissing,
            Problem::CodesDoubled { .. } => Code::RowCodeDuplicated,
            Problem::ColumnDuplicated { .. } => Code::ColumnDuplicated,
            Problem::RowLabelsDisagree(_) | Problem::ColumnLabelsDisagree(_) => Code::LabelDisagrees,
            Problem::RowLabelsChanged(_) | Problem::ColumnLabelsChanged(_) => Code::LabelChanged,
            Problem::ExtraRow { .. } => Code::RowNotInTemplate,
            Problem::Outside { .. } | Problem::CellsBeyond(_) => Code::NumberOutsideTable,
            Problem::ForeignSheet { .. } | Problem::SheetsWithoutCells { .. } => Code::SheetNotInTemplate,
            Problem::Repaired { .. } => Code::StructureRepaired,
            Problem::Merged { .. } => Code::EntryCellsMerged,
            Problem::Hidden { .. } => Code::EntryCellsHidden,
            Problem::LooseTexts(_) => Code::TextOutsideCells,
            Problem::CheckNumberDiffers { .. }
            | Problem::CheckNumberTyped { .. }
            | Problem::CheckNumberMoved { .. }
            | Problem::CheckNumberWithoutTexts { .. } => Code::CheckNumberDiffers,
        }
    }
}
