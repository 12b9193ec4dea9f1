//! How a text fails to be a plan at all.

/// How a text fails to be a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A key that a plan doesn't have.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that may stand there.
        known: Vec<String>,
    },
    /// A key that a plan must have is missing.
    MissingKey {
        /// The key.
        key: String,
    },
    /// A key stands twice.
    DuplicateKey {
        /// The key; `None` if the parser doesn't say.
        key: Option<String>,
    },
    /// A value is none of those that are known.
    UnknownValue {
        /// The value.
        value: String,
        /// The values that may stand there.
        known: Vec<String>,
    },
    /// A value of another type than `expected`.
    WrongType {
        /// The type it should have.
        expected: Type,
    },
    /// A date that is none.
    NoDate,
    /// A date or time without its quotes.
    UnquotedDate,
    /// A backslash in a text, before what it doesn't make a character of.
    Backslash,
    /// `True`, `YES`: something else than `true` and `false`; this is how it must be written.
    Capitals(&'static str),
    /// A number that is too large.
    TooLarge,
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
    /// A text.
    Text,
    /// A number.
    Number,
    /// A number that isn't negative.
    Count,
    /// `true` or `false`.
    TrueOrFalse,
    /// A list.
    List,
    /// A table.
    Table,
}
