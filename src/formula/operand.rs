//! The values a formula calculates with, and how Excel turns one kind into another.
//!
//! Where programs or their settings disagree – decimals in text, the order of texts, numbers that differ only in float
//! noise – the answer is [`Unknown`], never a guess.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use crate::value::grid::Value;

/// What a cell or a part of a formula is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<'w> {
    /// Nothing: 0 in a sum, an empty text beside `&`.
    Blank,
    /// A number.
    Number(f64),
    /// A text.
    Text(Cow<'w, str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value as Excel shows it.
    Error(Cow<'w, str>),
}

/// Why a formula isn't calculated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// It isn't a formula as far as it can be read.
    Syntax,
    /// It is longer, or nested deeper, than any program writes.
    TooLong,
    /// The workbook asks for more steps than are taken for one file.
    TooMuch,
    /// It leads back to its own cell.
    Cycle,
    /// It reads another file or program.
    OtherFile,
    /// It uses a defined name or a column of a table.
    Name,
    /// It calculates with many cells at once.
    Array,
    /// It calls a function that is not calculated here, or in a way that isn't.
    Function(String),
    /// It calculates with text, of which programs and their settings make different numbers.
    Text,
    /// Whether two numbers are the same, or on which side of a whole number one lies, depends on float noise.
    Noise,
    /// It reads a sheet that is not there, or cells further out than are kept.
    NotKept,
}

/// As the end of a sentence that says why a result can't be checked.
impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unknown::Syntax | Unknown::TooLong => "công thức quá phức tạp",
            Unknown::TooMuch => "tệp có quá nhiều phép tính",
            Unknown::Cycle => "công thức tham chiếu vòng về chính nó",
            Unknown::OtherFile => "công thức lấy số từ tệp khác",
            Unknown::Name => "công thức dùng tên đặt riêng",
            Unknown::Array => "công thức tính theo mảng",
            Unknown::Function(function) => return write!(f, "công thức dùng hàm {function}"),
            Unknown::Text => "công thức tính trên chữ",
            Unknown::Noise => "kết quả phụ thuộc phần lẻ rất nhỏ",
            Unknown::NotKept => "công thức lấy số ở ngoài phần được đọc",
        })
    }
}

/// How far two numbers may lie apart and still be the same but for the noise of calculating with floats: a billionth.
const NOISE: f64 = 1e-9;

/// Whether two numbers are the same but for float noise.
pub fn is_same(one: f64, other: f64) -> bool {
    let distance = (one - other).abs();
    distance <= NOISE || distance <= NOISE * one.abs().max(other.abs())
}

impl<'w> Operand<'w> {
    /// What a cell without formula is worth.
    pub fn of(value: &'w Value) -> Self {
        match value {
            Value::Blank => Operand::Blank,
            Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
                Operand::Number(*number)
            }
            Value::Text(text) => Operand::Text(Cow::Borrowed(text)),
            Value::Bool(truth) => Operand::Bool(*truth),
            Value::Error(error) => Operand::Error(Cow::Borrowed(error)),
        }
    }

    /// An Excel error by its name.
    pub fn error(error: &'static str) -> Self {
        Operand::Error(Cow::Borrowed(error))
    }

    /// A result of arithmetic; Excel has no infinity.
    pub fn number(number: f64) -> Self {
        if number.is_finite() { Operand::Number(number) } else { Operand::error("#NUM!") }
    }

    /// Whether a stored result is this one. A cell that shows nothing may be stored as 0 or as an empty text.
    pub fn agrees_with(&self, stored: &Value) -> bool {
        match (self, &Operand::of(stored)) {
            (Operand::Error(_), Operand::Error(_)) => true,
            (Operand::Text(one), Operand::Text(other)) => one == other,
            (Operand::Blank, Operand::Blank) => true,
            (Operand::Blank, Operand::Text(text)) | (Operand::Text(text), Operand::Blank) => text.is_empty(),
            (one, other) => match (one.plain_number(), other.plain_number()) {
                (Some(one), Some(other)) => is_same(one, other),
                _ => false,
            },
        }
    }

    /// The number, of a truth value too, which LibreOffice stores as one.
    fn plain_number(&self) -> Option<f64> {
        match self {
            Operand::Blank => Some(0.0),
            Operand::Number(number) => Some(*number),
            Operand::Bool(truth) => Some(f64::from(*truth)),
            Operand::Text(_) | Operand::Error(_) => None,
        }
    }

    /// As a number in arithmetic; an error value stays one.
    pub(super) fn to_number(&self) -> Result<Result<f64, Operand<'w>>, Unknown> {
        Ok(match self {
            Operand::Blank => Ok(0.0),
            Operand::Number(number) => Ok(*number),
            Operand::Bool(truth) => Ok(f64::from(*truth)),
            Operand::Text(text) => Ok(number_in_text(text)?),
            Operand::Error(_) => Err(self.clone()),
        })
    }

    /// As a condition; an error value stays one.
    pub(super) fn to_truth(&self) -> Result<Result<bool, Operand<'w>>, Unknown> {
        match self {
            Operand::Text(_) => Err(Unknown::Text),
            other => Ok(other.to_number()?.map(|number| number != 0.0)),
        }
    }

    /// As text beside `&`; an error value stays one. Decimals are written as the program's language has them.
    pub(super) fn to_text(&self) -> Result<Result<Cow<'w, str>, Operand<'w>>, Unknown> {
        Ok(match self {
            Operand::Blank => Ok("".into()),
            Operand::Number(number) if number.fract() == 0.0 && number.abs() < 1e11 => Ok(number.to_string().into()),
            Operand::Number(_) | Operand::Bool(_) => return Err(Unknown::Text),
            Operand::Text(text) => Ok(text.clone()),
            Operand::Error(_) => Err(self.clone()),
        })
    }

    /// The order of two values that are no errors: numbers before texts before truth values. A blank is equal to 0, to an
    /// empty text and to FALSE.
    pub(super) fn compare(&self, other: &Operand<'w>) -> Result<Ordering, Unknown> {
        use Operand::{Blank, Bool, Number, Text};
        match (self, other) {
            (Blank, Blank) => Ok(Ordering::Equal),
            (Number(one), Number(other)) => compare_numbers(*one, *other),
            (Blank, Number(other)) => compare_numbers(0.0, *other),
            (Number(one), Blank) => compare_numbers(*one, 0.0),
            (Text(one), Text(other)) => compare_texts(one, other),
            (Blank, Text(other)) => compare_texts("", other),
            (Text(one), Blank) => compare_texts(one, ""),
            (Bool(one), Bool(other)) => Ok(one.cmp(other)),
            (Blank, Bool(other)) => Ok(false.cmp(other)),
            (Bool(one), Blank) => Ok(one.cmp(&false)),
            (one, other) => Ok(one.kind_rank().cmp(&other.kind_rank())),
        }
    }

    /// Whether two values that are no errors are the same.
    pub(super) fn equals(&self, other: &Operand<'w>) -> Result<bool, Unknown> {
        match (self, other) {
            (Operand::Text(one), Operand::Text(other)) => same_texts(one, other),
            (one, other) => Ok(one.compare(other)? == Ordering::Equal),
        }
    }

    fn kind_rank(&self) -> u8 {
        match self {
            Operand::Blank | Operand::Number(_) => 0,
            Operand::Text(_) => 1,
            Operand::Bool(_) => 2,
            Operand::Error(_) => 3,
        }
    }
}

/// Digits alone are a number everywhere; of anything else programs make what their settings say.
fn number_in_text(text: &str) -> Result<f64, Unknown> {
    let digits = text.trim_matches(' ');
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Unknown::Text);
    }
    digits.parse().map_err(|_| Unknown::Text)
}

/// The order of two numbers, unless float noise decides it.
pub fn compare_numbers(one: f64, other: f64) -> Result<Ordering, Unknown> {
    match one.partial_cmp(&other) {
        Some(Ordering::Equal) => Ok(Ordering::Equal),
        Some(order) if !is_same(one, other) => Ok(order),
        _ => Err(Unknown::Noise),
    }
}

/// The order of two texts as far as it is the same in every language: an empty text comes first.
fn compare_texts(one: &str, other: &str) -> Result<Ordering, Unknown> {
    if same_texts(one, other)? {
        return Ok(Ordering::Equal);
    }
    match (one.is_empty(), other.is_empty()) {
        (true, _) => Ok(Ordering::Less),
        (_, true) => Ok(Ordering::Greater),
        _ => Err(Unknown::Text),
    }
}

/// Whether two texts are the same. Whether capitals matter is a setting in OpenDocument.
fn same_texts(one: &str, other: &str) -> Result<bool, Unknown> {
    match one == other {
        false if one.to_lowercase() == other.to_lowercase() => Err(Unknown::Text),
        is_same => Ok(is_same),
    }
}
