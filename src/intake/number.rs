//! What a cell's content means as a count of people: nothing, a number, a number with a remark, or a refusal with its reason.
//!
//! A number is never guessed and a mark never silently becomes 0: what could be read in two ways says so, and the caller asks the
//! agency. Whether a blank is allowed, and how a finding is worded and placed, is left to the rules. [`CASES`] holds every
//! decision; the officers' page is made from it.

mod cases;
mod written;

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

pub use cases::{CASES, PAGE_MAX_PEOPLE, Sample, named_invisible};

use crate::problem::cell::Fault;
use crate::value::grid::{Disguise, Value};
use crate::value::wording;

/// How far from a whole number a stored number may lie and still be it. Sums of decimals leave errors below 1e-9 at the size
/// of a province, so this is generous; the smallest fraction a person types, 0.01, is ten thousand times larger.
pub const FLOAT_NOISE: f64 = 1e-6;

/// How a count was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// Nothing, or only what nobody sees. Never 0.
    Blank,
    /// A whole number of people, with what is worth saying about how it was written.
    Count {
        /// The count.
        people: u64,
        /// What is worth saying about how it was written.
        remark: Option<Remark>,
    },
    /// Content that isn't a count, with the reason.
    Refused(Refusal),
}

/// What is worth saying about a count that was read. Where several hold, the lowest in this
/// list is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// A stored number such as 12.000000001, closer to a whole one than [`FLOAT_NOISE`].
    FloatNoise,
    /// Digits stored as text.
    TextNumber,
    /// Text with zeros in front, as in codes: `0123`.
    LeadingZeros,
    /// Text with decimals that are all 0: `12,0`.
    ZeroDecimals,
    /// Text with thousands separated in a way that can be read only so: `1.234.567`, `1 234`, `1.234,00`.
    GroupedText,
    /// A number followed by a word for people: `12 người`.
    UnitWord,
    /// A word that says there is nobody: `không có`.
    ZeroWord,
    /// A dash, in official statistics the sign for a phenomenon that didn't occur.
    ZeroDash,
    /// One separator before three digits, `1.234` or `1,234`: read as 1234, and could be a fraction.
    AmbiguousGroup,
    /// A stored number of which the cell shows another one, or nothing.
    Disguised(Disguise),
}

/// Why a content isn't a count.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// A mark or phrase for "no data" or "not applicable", as written: `…`, `x`, `chưa có số liệu`.
    NoDataMark(String),
    /// A number below 0; in text also `(5)`, as accountants write it.
    Negative,
    /// A number with decimals.
    Fraction,
    /// More people than the given maximum, or than can be stored exactly.
    TooLarge {
        /// The maximum.
        max_people: u64,
    },
    /// A percentage, as text or as a number that the cell's format shows as one. Whether 0.51, or 1 shown as `100%`, was
    /// meant as a share or typed as a count into such a cell can't be told.
    Percent,
    /// A number that Excel shows as a date, usually because it took `1/2` or `3-4` for one.
    Date {
        /// Day/month/year as shown by a workbook that counts from 1900; `None` for a time of day or a number that is no date.
        shown: Option<String>,
        /// The number underneath, if it would be a count: it was perhaps typed into a cell formatted as date.
        people: Option<u64>,
    },
    /// TRUE or FALSE.
    Boolean(bool),
    /// An Excel error as shown, such as `#REF!`.
    ExcelError(String),
    /// Infinite, or not a number at all.
    NotFinite,
    /// Separators that no way of writing a number puts there: `1.23.456`.
    BadGrouping,
    /// Arithmetic or a ratio as text: `10+20`, `12/15`, `+5`, `=A1`.
    Expression,
    /// Text such as `1.2E+05`, in which Excel has already dropped digits.
    Scientific,
    /// Any other text, without the spaces around it.
    NotANumber(String),
}

/// Reads a cell's value as a count of at most `max_people`.
pub fn read_count(value: &Value, max_people: u64) -> Reading {
    match value {
        Value::Blank => Reading::Blank,
        Value::Number(number) => read_stored(*number, max_people),
        Value::Text(text) => written::read(text, max_people),
        Value::Bool(value) => Reading::Refused(Refusal::Boolean(*value)),
        Value::Error(error) => Reading::Refused(Refusal::ExcelError(error.clone())),
        Value::Date(serial) => Reading::Refused(read_date(*serial, max_people)),
        Value::Percent(_) => Reading::Refused(Refusal::Percent),
        Value::Disguised(number, disguise) => read_disguised(*number, *disguise, max_people),
    }
}

impl fmt::Display for Reading {
    /// What the program understood, for people: the number and its remark, or the reason.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reading::Blank => f.write_str("ô trống, chưa có số liệu (không phải số 0)"),
            Reading::Count { people, remark: None } => f.write_str(&wording::count(*people)),
            Reading::Count { people, remark: Some(remark) } => write!(f, "{}; {remark}", wording::count(*people)),
            Reading::Refused(refusal) => refusal.fmt(f),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Remark::FloatNoise => "sai lệch rất nhỏ do máy tính làm tròn, đã bỏ qua",
            Remark::TextNumber => "số được lưu dưới dạng văn bản",
            Remark::LeadingZeros => "số được lưu dưới dạng văn bản, có chữ số 0 ở đầu",
            Remark::ZeroDecimals => "số được lưu dưới dạng văn bản, phần thập phân bằng 0",
            Remark::GroupedText => "số được lưu dưới dạng văn bản, có phân cách hàng nghìn",
            Remark::UnitWord => "số có ghi kèm đơn vị tính",
            Remark::ZeroWord => "ghi bằng chữ, hiểu là không có người nào",
            Remark::ZeroDash => "dấu gạch ngang, hiểu là không có hiện tượng phát sinh",
            Remark::AmbiguousGroup => {
                "dấu chấm hoặc dấu phẩy được hiểu là phân cách hàng nghìn, nhưng cũng có thể là dấu thập phân"
            }
            Remark::Disguised(disguise) => disguised(*disguise),
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoDataMark(mark) => {
                write!(f, "“{mark}” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0")
            }
            Refusal::Negative => f.write_str("số âm, trong khi số người không thể nhỏ hơn 0"),
            Refusal::Fraction => f.write_str("số có phần thập phân, trong khi số người phải là số nguyên"),
            Refusal::Percent => f.write_str("tỷ lệ phần trăm, không phải số người"),
            Refusal::Date { shown, people } => {
                match shown {
                    Some(date) => write!(f, "ô hiện là ngày {date}")?,
                    None => f.write_str("ô đang có định dạng ngày giờ")?,
                }
                match people {
                    Some(people) => write!(f, ", tức là số {} nếu đổi lại định dạng", wording::count(*people)),
                    None => Ok(()),
                }
            }
            Refusal::Boolean(true) => f.write_str("giá trị logic TRUE, không phải số"),
            Refusal::Boolean(false) => f.write_str("giá trị logic FALSE, không phải số"),
            Refusal::ExcelError(error) => write!(f, "công thức bị lỗi {error}"),
            Refusal::TooLarge { .. }
            | Refusal::NotFinite
            | Refusal::BadGrouping
            | Refusal::Expression
            | Refusal::Scientific => f.write_str(&Fault::from(self).detail()),
            Refusal::NotANumber(text) => write!(f, "“{text}” không phải là số"),
        }
    }
}

/// What a format does, for people.
fn disguised(disguise: Disguise) -> &'static str {
    match disguise {
        Disguise::Scaled { .. } => {
            "định dạng của ô chia số cho 1.000 hoặc hơn khi hiện, số lưu trong ô khác số nhìn thấy"
        }
        Disguise::Digits => "định dạng của ô thêm chữ số khi hiện, số lưu trong ô khác số nhìn thấy",
        Disguise::Signs => "định dạng của ô thêm dấu hoặc chữ làm số nhìn thấy khác số lưu trong ô",
        Disguise::Shortened => "định dạng của ô bớt chữ số khi hiện, số lưu trong ô khác số nhìn thấy",
        Disguise::Hidden => "định dạng của ô không cho nhìn thấy số lưu trong ô",
        Disguise::Unseen => "tệp không ghi số nhìn thấy trong ô, định dạng của ô có thể làm số đó khác số lưu",
    }
}

/// A number that the cell doesn't show as it is; what is no count anyway is refused for that.
fn read_disguised(number: f64, disguise: Disguise, max_people: u64) -> Reading {
    match read_stored(number, max_people) {
        Reading::Count { people, .. } => Reading::Count { people, remark: Some(Remark::Disguised(disguise)) },
        other => other,
    }
}

fn read_stored(number: f64, max_people: u64) -> Reading {
    if !number.is_finite() {
        return Reading::Refused(Refusal::NotFinite);
    }
    if number < -FLOAT_NOISE {
        return Reading::Refused(Refusal::Negative);
    }
    match nearest_whole(number) {
        None => Reading::Refused(Refusal::TooLarge { max_people }),
        Some(people) if people > max_people => Reading::Refused(Refusal::TooLarge { max_people }),
        Some(people) => match (number - number.round()).abs() {
            0.0 => Reading::Count { people, remark: None },
            noise if noise <= FLOAT_NOISE => Reading::Count { people, remark: Some(Remark::FloatNoise) },
            _ => Reading::Refused(Refusal::Fraction),
        },
    }
}

/// The nearest whole number; `None` from 2⁵³ on, where a stored number no longer tells neighbours apart.
fn nearest_whole(number: f64) -> Option<u64> {
    const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
    let rounded = number.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in this range the cast neither cuts off nor saturates; -0.0 becomes 0"
    )]
    (0.0..EXACT_BELOW).contains(&rounded).then_some(rounded as u64)
}

fn read_date(serial: f64, max_people: u64) -> Refusal {
    let people = match read_stored(serial, max_people) {
        Reading::Count { people, .. } => Some(people),
        _ => None,
    };
    Refusal::Date { shown: shown_date(serial), people }
}

/// The date Excel shows for days since its epoch of 1900, up to the last it knows, 31/12/9999.
fn shown_date(serial: f64) -> Option<String> {
    let days = nearest_whole(serial.floor()).filter(|days| (1..=2_958_465).contains(days))?;
    // Excel counts a 29/2/1900 that never was; before it the count is one day off.
    if days == 60 {
        return Some("29/2/1900".to_owned());
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, if days < 60 { 31 } else { 30 })?;
    let date = epoch.checked_add_days(Days::new(days))?;
    Some(format!("{}/{}/{}", date.day(), date.month(), date.year()))
}

#[cfg(test)]
mod tests;
