//! What can be wrong in a plan workbook before its values make a plan.

/// What is wrong with a workbook as the table of a plan. Texts are as the workbook has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookFault {
    /// It can't be opened as a workbook: what is wrong, and what to do.
    Unopened {
        /// What is wrong.
        what: String,
        /// One thing to do.
        how: String,
    },
    /// It has none of the sheets of a plan.
    NoPlan,
    /// It lacks a sheet.
    SheetMissing {
        /// The sheet's name.
        sheet: String,
    },
    /// One of its sheets is called something else.
    SheetRenamed {
        /// The name it must have.
        sheet: String,
    },
    /// Two of its sheets have one name, but for how the marks are typed.
    SheetTwice {
        /// The name.
        sheet: String,
    },
    /// It has a sheet that no plan has.
    UnknownSheet {
        /// Its name.
        name: String,
        /// The names that sheets of a plan have.
        known: Vec<String>,
    },
    /// A sheet doesn't begin in its first row: blank rows stand above its title.
    BeginsLower {
        /// The row of its title, from 1.
        row: u32,
    },
    /// The headings of a table don't stand in their row.
    HeadingsMoved {
        /// The row in which they must stand, from 1.
        wanted: u32,
    },
    /// A sheet is hidden.
    HiddenSheet,
    /// A row is hidden, by hand or by a filter, or too low to show anything.
    HiddenRow,
    /// A column is hidden, or too narrow to show anything.
    HiddenColumn,
    /// Cells of a column of which nothing can be read: their format doesn't show it, or their letters are tiny or of the colour behind them.
    Unseen {
        /// How many cells there are beside the one that is named.
        n_others: usize,
    },
    /// Cells of a range of which nothing can be read while the condition of a format holds.
    UnseenOnCondition {
        /// How many cells there are beside the one that is named.
        n_others: usize,
    },
    /// A number of which its cell's format shows another one.
    ShownOtherwise {
        /// The number.
        number: String,
    },
    /// A number with more decimals than its cell's format shows.
    Rounded {
        /// The number.
        number: String,
    },
    /// A date of which its cell's format doesn't show day, month and year.
    ShortenedDate {
        /// The date: `01/07/2025`.
        date: String,
    },
    /// Cells are merged.
    Merged {
        /// The range.
        range: String,
    },
    /// A table lacks a column.
    ColumnMissing {
        /// Its heading.
        heading: String,
    },
    /// The only heading, or item, that is missing stands there under another name.
    HeadingRenamed {
        /// The name that it must have.
        heading: String,
        /// The name that it has.
        found: String,
        /// Whether it is an item, and no column.
        is_item: bool,
    },
    /// A table has a column that the plan doesn't know.
    UnknownHeading {
        /// The heading.
        heading: String,
        /// The headings that may stand there.
        known: Vec<String>,
    },
    /// A heading, or the name of an item, stands twice.
    HeadingTwice {
        /// The heading.
        heading: String,
    },
    /// An item's line is gone.
    ItemMissing {
        /// Its name.
        item: String,
    },
    /// A cell that must be filled is blank.
    Blank {
        /// The column's heading, or the item's name.
        heading: String,
    },
    /// An entry has no line with a part that it needs.
    PartMissing {
        /// What its `Vai trò` should say.
        word: String,
    },
    /// An entry has a part twice that it can have once.
    PartTwice {
        /// What its `Vai trò` says.
        word: String,
    },
    /// A key of a map stands twice.
    KeyTwice {
        /// The key.
        key: String,
    },
    /// A line belongs to no entry above.
    NoEntryAbove {
        /// The column in which the entry would begin.
        heading: String,
    },
    /// Something stands where nothing of the plan is read.
    Stray {
        /// What stands there, shortened.
        text: String,
    },
    /// Cells hold something beyond those that are read.
    Beyond,
    /// A cell has a formula.
    Formula,
    /// A text has a character that no document can hold.
    Character {
        /// The character.
        character: char,
    },
    /// A cell shows an error, or a value that is neither text nor number.
    NotAValue {
        /// What it shows.
        text: String,
    },
    /// A cell holds something else than what is asked for.
    Expected {
        /// What is asked for.
        what: ExpectedCell,
        /// What it holds, shortened.
        text: String,
    },
    /// A word that isn't among those that may stand there.
    UnknownWord {
        /// The word.
        word: String,
        /// Those that may.
        known: Vec<String>,
    },
    /// No entry of another sheet has the code by which a line says where it belongs.
    UnknownEntry {
        /// The code.
        code: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// A list in a cell has a blank part.
    BlankInList,
}

/// What a cell is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedCell {
    /// Text.
    Text,
    /// A version: a whole number from 1 on, or text.
    Version,
    /// A whole number that isn't negative.
    Count,
    /// A number of percent.
    Percent,
    /// A date.
    Date,
    /// Day and month as text.
    Day,
}
