//! CELL: what is wrong with the contents of cells.

use super::Code;
use crate::value::grid::{Address, Disguise, Value};
use crate::value::text::Encoding;

/// What is wrong with the contents of cells.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// Entered cells of a form have the same fault.
    Entries(Entries),
    /// Texts of a sheet were typed in the fonts before Unicode, and were converted.
    LegacyText {
        /// The sheet's name.
        sheet: String,
        /// The texts, as they were and as they are.
        texts: Vec<Converted>,
    },
    /// Every count of the file is 0, so many on each of these sheets.
    AllZero {
        /// The name of each form's sheet, with how many counts it has.
        forms: Vec<(String, usize)>,
    },
    /// Words are longer than a cell of the provincial workbook can hold.
    TooLong {
        /// Which words.
        what: Remarks,
        /// How long the longest is, in UTF-16 units.
        longest: usize,
        /// How long one may be.
        most: usize,
    },
}

/// Entered cells with the same fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Entries {
    /// What is wrong.
    pub fault: Fault,
    /// Which part of the form the cells are.
    pub extent: Extent,
    /// The cells, in the order of the sheet.
    pub cells: Vec<Cell>,
}

/// What is wrong with a cell, whatever exactly stands there: cells with the same fault are listed together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Nothing stands there.
    Blank,
    /// Nothing stands there, since none of the units that would report it has.
    UnitsMissing,
    /// The formula gives nothing to see.
    GivesNothing,
    /// A text that is no number.
    NotANumber,
    /// Infinite, or not a number at all.
    NotFinite,
    /// Separators stand where no number has them.
    BadGrouping,
    /// Arithmetic or a ratio as text.
    Expression,
    /// A power of ten as text, which may have lost digits.
    Scientific,
    /// A number that was typed as text.
    WrittenAsText,
    /// A number below 0.
    Negative,
    /// A number with decimals.
    Fraction,
    /// The separator may be one of thousands or of decimals.
    AmbiguousSeparator,
    /// More people than there can be.
    TooLarge {
        /// The most there can be.
        max_people: u64,
    },
    /// A number that is shown as a date.
    Date,
    /// An Excel error.
    ExcelError(ExcelError),
    /// An error value of a formula that reads another file.
    ErrorFromOutside,
    /// The formula's result isn't stored, or isn't what it gives.
    NotCalculated,
    /// The formula's result isn't stored, or isn't what it gives, and what it gives is an Excel error.
    CalculatesToError,
    /// TRUE or FALSE.
    TruthValue,
    /// A number that lies next to a whole one, as calculations leave it.
    FloatNoise,
    /// The formula reads another file.
    OtherFile,
    /// A number with a word for people.
    WordsAroundNumber,
    /// A dash or a word that was read as 0.
    ZeroMark,
    /// A mark for a number that isn't known.
    NoDataMark,
    /// A percentage.
    Percent,
    /// The cell shows another number than it stores.
    Disguised,
    /// The formula can't be calculated here for a reason, and its result may be old.
    Unverified {
        /// Why, in words.
        why: String,
    },
}

/// Excel's errors that people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExcelError {
    /// `#REF!`
    Reference,
    /// `#N/A`
    NotAvailable,
    /// `#DIV/0!`
    Division,
    /// `#VALUE!`
    Value,
    /// `#NAME?`
    Name,
    /// Any other.
    Other,
}

/// Which cells of a form, by the labels of its rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub enum Extent {
    /// Cells of one row.
    InRow {
        /// The row's label.
        row: String,
        /// The labels of the columns.
        columns: Vec<String>,
    },
    /// Every entered cell of the form, by the name of its sheet.
    Form(String),
    /// Every entered cell of these columns.
    Columns(Vec<String>),
    /// Some cells of a column.
    SomeOfColumn(String),
    /// Some cells of several columns, by the name of the form's sheet.
    SomeOfForm(String),
}

/// A cell, and what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The cell.
    pub at: Address,
    /// What stands there.
    pub content: Content,
    /// What is known of it besides.
    pub meaning: Meaning,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing, or only what nobody sees.
    Nothing,
    /// A value.
    Value(Value),
    /// A formula, without the equals sign.
    Formula(String),
}

/// What is known of a content besides.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// Nothing.
    AsItStands,
    /// It was read as so many people.
    People(u64),
    /// The number is hidden by the cell's format.
    Disguised(Disguise),
    /// It looks like this date, and would be so many people as a number; `None` where it can't be told.
    Date {
        /// The date as it is shown.
        shown: Option<String>,
        /// How many people it would be.
        people: Option<u64>,
    },
    /// What the formula gives; empty if nothing.
    Gives(String),
    /// Why it isn't known what the formula gives.
    Unknown(String),
}

/// A text in both ways of writing.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The font's way of writing.
    pub encoding: Encoding,
    /// The text as it was typed.
    pub old: String,
    /// The text in Unicode.
    pub unicode: String,
}

/// Words that an agency writes beside its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remarks {
    /// The notes of rows.
    Notes,
    /// Difficulties and proposals.
    Difficulties,
}

impl Problem {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::Entries(entries) => entries.fault.code(),
            Problem::LegacyText { .. } => Code::LegacyFontText,
            Problem::AllZero { .. } => Code::AllCountsZero,
            Problem::TooLong { .. } => Code::TextTooLong,
        }
    }
}

impl Fault {
    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Fault::Blank | Fault::GivesNothing => Code::BlankRequiredCell,
            Fault::UnitsMissing => Code::UnitsNotReported,
            Fault::NotANumber | Fault::NotFinite | Fault::BadGrouping | Fault::Expression | Fault::Scientific => {
                Code::NotANumber
            }
            Fault::WrittenAsText => Code::NumberAsText,
            Fault::Negative => Code::NegativeCount,
            Fault::Fraction => Code::FractionalCount,
            Fault::AmbiguousSeparator => Code::AmbiguousSeparator,
            Fault::TooLarge { .. } => Code::CountTooLarge,
            Fault::Date => Code::DateInsteadOfCount,
            Fault::ExcelError(_) | Fault::ErrorFromOutside => Code::ErrorValue,
            Fault::NotCalculated | Fault::CalculatesToError => Code::FormulaWithoutValue,
            Fault::TruthValue => Code::TruthValue,
            Fault::FloatNoise => Code::FloatNoise,
            Fault::OtherFile => Code::ExternalReference,
            Fault::WordsAroundNumber => Code::WordsAroundNumber,
            Fault::ZeroMark => Code::ZeroMark,
            Fault::NoDataMark => Code::NoDataMark,
            Fault::Percent => Code::PercentInsteadOfCount,
            Fault::Disguised => Code::ShownIsNotStored,
            Fault::Unverified { .. } => Code::UnverifiedResult,
        }
    }
}

impl ExcelError {
    /// The error that a cell shows.
    pub fn parse(shown: &str) -> Self {
        match shown {
            "#REF!" => ExcelError::Reference,
            "#N/A" => ExcelError::NotAvailable,
            "#DIV/0!" => ExcelError::Division,
            "#VALUE!" => ExcelError::Value,
            "#NAME?" => ExcelError::Name,
            _ => ExcelError::Other,
        }
    }
}
