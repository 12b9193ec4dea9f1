//! A table before it is written in any format: named and typed columns, and rows made one at a time, so that a large ledger
//! is never held twice.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::value::Percent;

/// One table of the package.
pub struct DataTable<'a> {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub columns: Vec<Column>,
    /// The columns that no two rows share together.
    pub key: &'static [&'static str],
    rows: Rows<'a>,
}

type Rows<'a> = Box<dyn Fn() -> Box<dyn Iterator<Item = Vec<Value<'a>>> + 'a> + 'a>;

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether every row has a value.
    pub is_required: bool,
    pub description: &'static str,
}

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Integer,
    Text,
    Date,
    /// A percentage with at most three decimals.
    Percent,
    Truth,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Not known, which is never 0 and never an empty text.
    Missing,
    Integer(i64),
    Text(Cow<'a, str>),
    Date(NaiveDate),
    Percent(Percent),
    Truth(bool),
}

impl<'a> DataTable<'a> {
    /// A table whose rows `rows` makes, as often as it is asked to.
    pub fn new<I>(
        name: &'static str,
        title: &'static str,
        description: &'static str,
        key: &'static [&'static str],
        columns: Vec<Column>,
        rows: impl Fn() -> I + 'a,
    ) -> Self
    where
        I: Iterator<Item = Vec<Value<'a>>> + 'a,
    {
        DataTable { name, title, description, columns, key, rows: Box::new(move || Box::new(rows())) }
    }

    /// The rows, each with a value for every column.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Value<'a>>> + '_ {
        (self.rows)()
    }
}

impl Column {
    /// A column that every row has a value in.
    pub fn new(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Column { name, kind, is_required: true, description }
    }

    /// The same, whose values may be missing.
    pub fn optional(self) -> Self {
        Column { is_required: false, ..self }
    }
}

impl<'a> Value<'a> {
    /// Something that may not be known.
    pub fn or_missing<T>(value: Option<T>) -> Self
    where
        T: Into<Value<'a>>,
    {
        value.map_or(Value::Missing, Into::into)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Value::Integer(number.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Integer(number.into())
    }
}

impl From<NaiveDate> for Value<'_> {
    fn from(date: NaiveDate) -> Self {
        Value::Date(date)
    }
}

impl From<Percent> for Value<'_> {
    fn from(percent: Percent) -> Self {
        Value::Percent(percent)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Value::Truth(truth)
    }
}
