//! Why a file can't be used: it couldn't be opened, it is no spreadsheet we read, or reading it failed. The kinds of
//! FILE-01 to FILE-06, FILE-16 and FILE-17, fed by the container, the reader, and whoever has the file's bytes.

use crate::ooxml::xml::XmlFault;
use crate::value::grid::Address;

use super::Code;

/// Why the bytes of a file are not at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unopened {
    /// A link to nothing, or a file that is gone since the folder was listed.
    Missing,
    /// A link that leads back to itself.
    Loop,
    /// A pipe, a socket or a device, which may never end.
    NotAFile,
    /// The system doesn't let this user read it.
    Denied,
    /// Another program holds it, as Excel does on Windows.
    OpenElsewhere,
    /// A folder that can't be looked into.
    Folder,
    /// Reading it brought the program down, where that can be borne: a page goes on with the other files.
    Crashed,
    /// Anything else, in the system's words.
    Failed(String),
}

/// Why a file isn't given to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No bytes at all.
    Empty,
    /// A password is asked before anything can be read.
    Locked,
    /// It is, or was, a spreadsheet of a format we read, but it is broken.
    Damaged {
        /// What is broken.
        detail: Damage,
    },
    /// More than a filled template could ever need; `found` may be where counting stopped.
    TooLarge {
        /// Which bound.
        what: Limit,
        /// How much there is, or how much was counted until it was too much.
        found: u64,
        /// How much may be.
        allowed: u64,
        /// The cell at which counting stopped, where cells were counted.
        at: Option<Address>,
    },
    /// A table in a format we don't read; a spreadsheet program can save it anew.
    OtherTable(ForeignTable),
    /// Not a table.
    NotSpreadsheet(Other),
}

/// What is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The end is missing, as after half a download.
    Truncated,
    /// Nothing but zero bytes, as a cloud folder or a failed copy leaves behind.
    OnlyZeros,
    /// The zip package can't be unpacked.
    Package,
    /// Two parts have one name, or a part has two.
    PartNames,
    /// A part without which there is no workbook is missing.
    NoWorkbook,
    /// The compound file (the container of an `.xls`) has loops or sectors out of bounds.
    CompoundFile,
    /// A record of an `.xls` or `.xlsb` doesn't fit its stream.
    Record,
    /// Broken XML.
    Markup,
    /// XML that declares entities; no spreadsheet program writes such.
    Doctype,
    /// XML in another encoding than UTF-8.
    Encoding,
}

/// Which bound was exceeded; each is a constant of the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The file's size.
    FileBytes,
    /// The size of all parts of a package once unpacked.
    InflatedBytes,
    /// The parts of a package.
    Entries,
    /// Cells, blank ones included.
    Cells,
    /// Sheets.
    Sheets,
    /// Elements of XML.
    Tags,
    /// The length of one tag or one run of text.
    TokenBytes,
    /// Shared strings.
    SharedStrings,
    /// Fonts, formats, names and relationships together.
    Definitions,
    /// Records of an `.xls`.
    Records,
    /// Records that continue one record.
    Continues,
    /// The size of all formulas of an `.xls`.
    FormulaBytes,
    /// The size of the texts of all cells.
    TextBytes,
}

/// A table in a format we don't read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignTable {
    /// A table of a web page.
    Html,
    /// Excel's XML of 2003.
    SpreadsheetMl2003,
    /// OpenDocument as one XML file (`.fods`).
    FlatOds,
    /// The spreadsheets of `OpenOffice` 1 (`.sxc`).
    OpenOffice1,
    /// A table as text.
    Csv,
    /// SYLK (`.slk`).
    Sylk,
    /// Data Interchange Format.
    Dif,
    /// dBase and FoxPro.
    Dbf,
    /// Excel 2 to 95, or records of a later one without their container.
    Excel5,
    /// Apple Numbers.
    Numbers,
}

/// Something else than a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// A text document: Word's, OpenDocument's or RTF.
    Word,
    /// A presentation.
    PowerPoint,
    /// PDF.
    Pdf,
    /// A zip with something else in it.
    Zip,
    /// A zip with nothing in it.
    EmptyZip,
    /// A shortcut to a table that lies at Google, which holds the address alone.
    CloudLink,
    /// RAR.
    Rar,
    /// 7-Zip.
    SevenZip,
    /// GZIP.
    Gzip,
    /// A picture.
    Image,
    /// A page or a mail as a page, without a table of numbers.
    WebPage {
        /// Whether it has a table at all.
        has_table: bool,
    },
    /// A mail as it was sent, with its head.
    Mail,
    /// Text without a table.
    PlainText,
    /// Nothing that is known.
    Unknown,
}

/// Why a workbook could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The sheet that can't be read; `None` if it is the workbook itself.
    pub sheet: Option<String>,
    /// The part of the package that says so, where one does.
    pub part: Option<String>,
    /// What stopped the reading.
    pub cause: Cause,
}

/// What stopped the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The contents don't follow the format. The detail is the library's, in its words: for a bug report.
    Malformed(String),
    /// More is in the sheets than is kept of any file.
    TooMuch,
    /// There is no sheet.
    NoSheets,
    /// Two sheets have the same name, so that one would hide the other.
    SameName,
    /// The file as a whole can't be used.
    Refused(Refusal),
    /// The XML of a part isn't sound, or holds what has no place there.
    Unsound(XmlFault),
    /// A part that another names isn't there.
    NoPart,
    /// Something stands in the file that can't be.
    Invalid {
        /// What can't be.
        what: Invalid,
        /// The cell it stands in, where it is one's.
        at: Option<Address>,
    },
    /// Something stands twice, so that one of the two would hide the other.
    Twice(Twice),
    /// Two readers of the format make different numbers of this cell.
    Disagreement(Address),
}

impl Cause {
    /// Whether the file holds too much, rather than what can't be read.
    pub fn is_too_much(&self) -> bool {
        match self {
            Cause::TooMuch | Cause::Refused(Refusal::TooLarge { .. }) => true,
            Cause::Unsound(fault) => fault.kind.is_too_much(),
            _ => false,
        }
    }
}

/// What stands in a file and can't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// A cell's address, or one in another row than its own.
    Address,
    /// The number of a row.
    Row,
    /// The numbers of columns.
    Column,
    /// A range of cells.
    Area,
    /// A cell's type.
    CellType,
    /// The number of a cell format or number format.
    StyleNumber,
    /// The number of a shared text.
    StringNumber,
    /// A number in a cell.
    Number,
    /// What a cell holds beside a number.
    Value,
    /// The kind of a formula.
    Formula,
    /// A shared formula that is nowhere written.
    SharedFormula,
    /// A number format without code, or with one too long.
    NumberFormat,
    /// What should be yes or no.
    Boolean,
    /// A sheet's entry in the list of sheets.
    SheetEntry,
}

/// What stands twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twice {
    /// A part of this name, or of this use.
    Part(String),
    /// A relationship of this Id.
    Relationship(String),
    /// An element of this name where only one may be.
    Element(&'static str),
    /// A cell.
    Cell(Address),
    /// A cell's value or formula.
    Content(Address),
    /// A number format under this number.
    NumberFormat(u32),
}

impl From<Damage> for Refusal {
    fn from(detail: Damage) -> Self {
        Refusal::Damaged { detail }
    }
}

impl Refusal {
    /// The refusal of too much, with the cell at which counting stopped.
    pub fn at(self, cell: Option<Address>) -> Self {
        match self {
            Refusal::TooLarge { what, found, allowed, .. } => Refusal::TooLarge { what, found, allowed, at: cell },
            other => other,
        }
    }

    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Refusal::Empty => Code::EmptyFile,
            Refusal::Locked => Code::PasswordProtected,
            Refusal::Damaged { .. } => Code::DamagedFile,
            Refusal::TooLarge { .. } => Code::OversizedFile,
            Refusal::OtherTable(_) => Code::UnsupportedTable,
            Refusal::NotSpreadsheet(_) => Code::NotASpreadsheet,
        }
    }
}

impl ReadError {
    /// What stopped the reading before any sheet.
    pub fn in_workbook(cause: Cause) -> Self {
        ReadError { sheet: None, part: None, cause }
    }

    /// What stopped the reading of a sheet.
    pub fn in_sheet(name: &str, cause: Cause) -> Self {
        ReadError { sheet: Some(name.to_owned()), part: None, cause }
    }

    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match &self.cause {
            Cause::Refused(refusal) => refusal.code(),
            cause if cause.is_too_much() => Code::OversizedFile,
            _ => Code::DamagedFile,
        }
    }

    /// The cell that can't be read; `None` where it is more than one cell.
    pub fn cell(&self) -> Option<Address> {
        match &self.cause {
            Cause::Invalid { at, .. } => *at,
            Cause::Twice(Twice::Cell(at) | Twice::Content(at)) | Cause::Disagreement(at) => Some(*at),
            _ => None,
        }
    }
}
