//! What can be wrong in a plan file, as data: which key, code or value, and on which line. `problem` words it.

/// Why a plan can't be used: at least one fault, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

/// One thing wrong in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 1-based.
    pub line: usize,
    pub what: What,
}

/// A kind of entry that others refer to by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Agency,
    Form,
    Group,
    Indicator,
    Measure,
    Round,
    Scheme,
    Sector,
    Subject,
    Task,
}

/// What is wrong. Texts are as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The text is no plan: its syntax, a key or the type of a value.
    Unreadable {
        column: usize,
        text: String,
        shape: Shape,
    },

    /// Two entries of a kind share a code.
    DuplicateCode {
        kind: Kind,
        code: String,
    },
    /// Two rows of a form share a code.
    DuplicateRow {
        form: String,
        row: String,
    },
    /// An indicator has two targets in a year.
    DuplicateTarget {
        indicator: String,
        year: i32,
    },

    /// No entry of the kind has the code; `known` are those that exist.
    UnknownCode {
        kind: Kind,
        code: String,
        known: Vec<String>,
    },
    /// A form doesn't have the column with a measure's key.
    UnknownColumn {
        form: String,
        column: String,
    },
    /// A form doesn't have the row in any year.
    UnknownRow {
        form: String,
        row: String,
    },
    /// A comparison must raise a SUM or CROSS finding.
    NotACheckCode {
        code: String,
    },

    /// First and last year are no period of years.
    Years {
        first: i32,
        last: i32,
    },
    /// A text has a character that no document can hold.
    Character {
        character: char,
    },
    NumberSuffix,
    BlankRecipient,
    /// A task has both `due` and `when`, or neither.
    TaskWithoutDay {
        task: String,
    },
    /// A round's code can't be part of a file's name.
    RoundCode {
        code: String,
    },
    /// A round isn't due after the one before it.
    RoundsOutOfOrder {
        round: String,
    },
    /// Nobody would have to send anything.
    FirstRoundOptional {
        round: String,
    },
    NoDayOfTheYear {
        text: String,
    },
    NoPercentage {
        text: String,
    },
    /// A scheme can't stand in for this one.
    InsteadOf {
        scheme: String,
        other: String,
    },
    FloorAboveCeiling {
        floor: String,
        ceiling: String,
    },
    /// An input is neither cells nor `eligible`.
    ShapelessInput,
    /// The names of an agency overlap or leave days without a name.
    NamesDontFollow {
        agency: String,
    },
    /// A row has both `code` and `each`, or neither.
    RowWithoutCode,
    SheetName {
        name: String,
    },
    /// It isn't clear which of the form's columns counts the people liable.
    UnclearPeopleColumn {
        form: String,
        n_columns: usize,
    },
    /// The participants of the indicator's schemes are not its numerator.
    NumeratorOfOtherPeople {
        indicator: String,
    },
    /// The indicator's denominator isn't the labour force that is projected.
    DenominatorOfOtherPeople {
        indicator: String,
    },
    /// Not exactly one of the indicator's schemes is left without a target.
    TargetDoesNotSplit {
        indicator: String,
    },

    /// A total sums itself, directly or through others.
    CircularTotal {
        row: String,
    },

    AgencyWithoutForms {
        agency: String,
    },
    AgencyWithoutName {
        agency: String,
    },
    RowWithoutLabel {
        row: String,
    },
    /// The task that collects the counts has no date.
    CollectionWithoutDue {
        task: String,
    },
    FormNobodyReturns {
        form: String,
        year: i32,
    },
    FormWithoutRows {
        form: String,
        year: i32,
    },
}

/// How a text fails to be a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    UnknownKey {
        key: String,
        known: Vec<String>,
    },
    MissingKey {
        key: String,
    },
    DuplicateKey {
        key: Option<String>,
    },
    UnknownValue {
        value: String,
        known: Vec<String>,
    },
    /// A value of another type than `expected`.
    WrongType {
        expected: Type,
    },
    NoDate,
    /// A text without its quotes.
    Unquoted,
    /// A text whose closing quote is missing, or that holds what a text can't.
    BrokenText,
    /// This should stand here: `=`, `]`, `,`.
    Missing(&'static str),
    /// A key or table without its value.
    NoValue,
    /// Something behind a value that belongs on a line of its own.
    NotOnThisLine,
    /// A number that TOML doesn't know.
    BrokenNumber,
    /// Something else that TOML doesn't know.
    Syntax,
}

/// The type a value should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Text,
    Number,
    /// A number that isn't negative.
    Count,
    TrueOrFalse,
    List,
    Table,
}

/// What holds in a plan that can be used, and that whoever writes it may not have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// A year without any target: there is coverage and nothing to compare it with.
    YearWithoutTargets { year: i32 },
    /// A year in which an indicator has no target, though it has in others.
    IndicatorWithoutTarget { indicator: String, year: i32 },
    /// A year in which a figure reads a row that its form doesn't have.
    RowMissing { form: String, row: String, year: i32 },
}
