//! What a record's column list is made of. A list stands beside the type of its records; sheets, hidden sheets, the export, JSON and
//! digests go through it, so that a column is added in one place.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Percent;
use super::grid::Address;

/// One column of records of a kind.
#[derive(Clone, Copy)]
pub struct Column<'a, R> {
    /// How the column is called.
    pub heading: ColumnHeading,
    get: fn(R) -> Datum<'a>,
}

/// What is said of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnHeading {
    /// A promise between versions and to other programs.
    pub key: &'static str,
    /// As the officer reads it.
    pub title: &'static str,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether every record has a value.
    pub is_required: bool,
    /// Whether workbooks of earlier versions are without the column.
    pub was_added_later: bool,
    /// About how many characters its values have.
    pub n_chars: u8,
}

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A whole number.
    Integer,
    /// A year.
    Year,
    /// A count of people.
    People,
    /// A text.
    Text,
    /// The address of a cell of a file, as text.
    Cell,
    /// The addresses of cells of a sheet; none is nothing.
    Cells,
    /// Codes of the plan; none is nothing.
    Codes,
    /// A day.
    Date,
    /// A percentage with at most three decimals.
    Percent,
    /// Yes or no.
    Truth,
}

/// One value of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum<'a> {
    /// Not known, which is never 0 and never an empty text.
    Missing,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Addresses of cells.
    Cells(Cow<'a, [Address]>),
    /// Codes of the plan.
    Codes(Vec<Cow<'a, str>>),
    /// A day.
    Date(NaiveDate),
    /// A percentage.
    Percent(Percent),
    /// Yes or no.
    Truth(bool),
}

impl<'a, R> Column<'a, R> {
    /// A column that every record has a value in.
    pub const fn new(key: &'static str, kind: ColumnKind, title: &'static str, get: fn(R) -> Datum<'a>) -> Self {
        Column {
            heading: ColumnHeading { key, title, kind, is_required: true, was_added_later: false, n_chars: 20 },
            get,
        }
    }

    /// A column of texts.
    pub const fn text(key: &'static str, title: &'static str, get: fn(R) -> Datum<'a>) -> Self {
        Column::new(key, ColumnKind::Text, title, get)
    }

    /// The column of the year that the numbers are of.
    pub const fn year(get: fn(R) -> Datum<'a>) -> Self {
        Column::new("year", ColumnKind::Year, "Năm số liệu", get)
    }

    /// The same, whose values may be missing.
    pub const fn optional(mut self) -> Self {
        self.heading.is_required = false;
        self
    }

    /// The same, which workbooks of earlier versions are without.
    pub const fn added_later(mut self) -> Self {
        self.heading.was_added_later = true;
        self.optional()
    }

    /// The same with values of about so many characters.
    pub const fn about(mut self, n_chars: u8) -> Self {
        self.heading.n_chars = n_chars;
        self
    }

    /// A record's value.
    pub fn of(&self, record: R) -> Datum<'a> {
        (self.get)(record)
    }
}

/// The position of a key among columns, when the program is built.
///
/// # Panics
///
/// When none has it.
pub const fn position<R>(columns: &[Column<R>], key: &str) -> u8 {
    let mut n = 0;
    while !is_same(columns[n as usize].heading.key, key) {
        n += 1;
    }
    n
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut n = 0;
    while n < a.len() && n < b.len() && a[n] == b[n] {
        n += 1;
    }
    n == a.len() && n == b.len()
}

/// A record as an object for other programs: the value under each column's key, `null` where it isn't known.
#[derive(Debug)]
pub struct Object<'a>(Vec<(&'static str, Datum<'a>)>);

impl<'a> Object<'a> {
    /// The columns of a heading, in the order in which they stand there.
    pub fn new<R: Copy>(columns: &[Column<'a, R>], record: R) -> Self {
        Object(columns.iter().map(|column| (column.heading.key, column.of(record))).collect())
    }

    /// The same without the record that the values came from.
    pub fn into_owned(self) -> Object<'static> {
        Object(self.0.into_iter().map(|(key, datum)| (key, datum.into_owned())).collect())
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, datum) in &self.0 {
            map.serialize_entry(key, datum)?;
        }
        map.end()
    }
}

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Datum::Missing => serializer.serialize_none(),
            Datum::Integer(number) => serializer.serialize_i64(*number),
            Datum::Truth(truth) => serializer.serialize_bool(*truth),
            Datum::Cells(cells) => serializer.collect_seq(cells.iter().map(ToString::to_string)),
            Datum::Codes(codes) => serializer.collect_seq(codes),
            Datum::Text(_) | Datum::Date(_) | Datum::Percent(_) => serializer.collect_str(self),
        }
    }
}

/// As plain text; nothing where it isn't known.
impl fmt::Display for Datum<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Datum::Missing => Ok(()),
            Datum::Integer(number) => number.fmt(f),
            Datum::Text(text) => f.write_str(text),
            Datum::Cells(cells) => f.write_str(&joined(cells, ";")),
            Datum::Codes(codes) => f.write_str(&codes.join(";")),
            Datum::Date(date) => date.fmt(f),
            Datum::Percent(percent) => percent.fmt(f),
            Datum::Truth(truth) => truth.fmt(f),
        }
    }
}

impl<'a> Datum<'a> {
    /// Something that may not be known.
    pub fn or_missing<T: Into<Datum<'a>>>(value: Option<T>) -> Self {
        value.map_or(Datum::Missing, Into::into)
    }

    fn into_owned(self) -> Datum<'static> {
        match self {
            Datum::Missing => Datum::Missing,
            Datum::Integer(number) => Datum::Integer(number),
            Datum::Text(text) => Datum::Text(text.into_owned().into()),
            Datum::Cells(cells) => Datum::Cells(cells.into_owned().into()),
            Datum::Codes(codes) => Datum::Codes(codes.into_iter().map(|code| code.into_owned().into()).collect()),
            Datum::Date(date) => Datum::Date(date),
            Datum::Percent(percent) => Datum::Percent(percent),
            Datum::Truth(truth) => Datum::Truth(truth),
        }
    }

    /// A number of people, which is never beyond what fits.
    pub fn people(people: u64) -> Self {
        Datum::Integer(i64::try_from(people).unwrap_or(i64::MAX))
    }
}

/// Addresses with something between them.
pub fn joined(cells: &[Address], between: &str) -> String {
    cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

impl<'a> From<&'a str> for Datum<'a> {
    fn from(text: &'a str) -> Self {
        Datum::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Datum<'_> {
    fn from(text: String) -> Self {
        Datum::Text(Cow::Owned(text))
    }
}

impl From<i64> for Datum<'_> {
    fn from(number: i64) -> Self {
        Datum::Integer(number)
    }
}

impl From<i32> for Datum<'_> {
    fn from(number: i32) -> Self {
        Datum::Integer(number.into())
    }
}

impl From<u32> for Datum<'_> {
    fn from(number: u32) -> Self {
        Datum::Integer(number.into())
    }
}

impl From<NaiveDate> for Datum<'_> {
    fn from(date: NaiveDate) -> Self {
        Datum::Date(date)
    }
}

impl From<Percent> for Datum<'_> {
    fn from(percent: Percent) -> Self {
        Datum::Percent(percent)
    }
}

impl From<bool> for Datum<'_> {
    fn from(truth: bool) -> Self {
        Datum::Truth(truth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column<u32>; 3] = [
        Column::new("n", ColumnKind::Integer, "Số", Datum::from),
        Column::text("word", "Chữ", |n| n.to_string().into()),
        Column::new("half", ColumnKind::Integer, "Một nửa", |n| Datum::or_missing((n % 2 == 0).then_some(n / 2)))
            .optional(),
    ];

    #[test]
    fn a_key_is_found_when_the_program_is_built() {
        const WORD: u8 = position(&COLUMNS, "word");
        assert_eq!((WORD, position(&COLUMNS, "half")), (1, 2));
    }

    #[test]
    fn what_is_not_known_is_null_in_objects_and_nothing_in_text() {
        let json = serde_json::to_string(&Object::new(&COLUMNS, 3)).expect("plain values");
        assert_eq!(json, r#"{"n":3,"word":"3","half":null}"#);
        assert_eq!(COLUMNS.map(|column| column.of(3).to_string()), ["3", "3", ""]);
    }
}
