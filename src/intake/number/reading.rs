//! What a cell's content was read as.

use std::fmt;

use crate::problem::cell::{ExcelError, Fault};
use crate::value::grid::Disguise;
use crate::value::wording;

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
    NotACount(NotACount),
}

impl Reading {
    /// The count; `None` if there is none.
    pub fn people(&self) -> Option<u64> {
        match self {
            Reading::Count { people, .. } => Some(*people),
            Reading::Blank | Reading::NotACount(_) => None,
        }
    }
}

/// What is worth saying about a count that was read. Where several hold, the lowest in this
/// list is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// A stored number such as 12.000000001, closer to a whole one than [`FLOAT_NOISE`](super::FLOAT_NOISE).
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
pub enum NotACount {
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

impl From<Remark> for Fault {
    fn from(remark: Remark) -> Self {
        match remark {
            Remark::AmbiguousGroup => Fault::AmbiguousSeparator,
            Remark::ZeroDash | Remark::ZeroWord => Fault::ZeroMark,
            Remark::FloatNoise => Fault::FloatNoise,
            Remark::UnitWord => Fault::WordsAroundNumber,
            Remark::Disguised(_) => Fault::Disguised,
            Remark::TextNumber | Remark::LeadingZeros | Remark::ZeroDecimals | Remark::GroupedText => {
                Fault::WrittenAsText
            }
        }
    }
}

impl From<&NotACount> for Fault {
    fn from(refusal: &NotACount) -> Self {
        match refusal {
            NotACount::NoDataMark(_) => Fault::NoDataMark,
            NotACount::Negative => Fault::Negative,
            NotACount::Fraction => Fault::Fraction,
            NotACount::TooLarge { max_people } => Fault::TooLarge { max_people: *max_people },
            NotACount::Percent => Fault::Percent,
            NotACount::Date { .. } => Fault::Date,
            NotACount::Boolean(_) => Fault::TruthValue,
            NotACount::ExcelError(error) => Fault::ExcelError(ExcelError::parse(error)),
            NotACount::NotFinite => Fault::NotFinite,
            NotACount::BadGrouping => Fault::BadGrouping,
            NotACount::Expression => Fault::Expression,
            NotACount::Scientific => Fault::Scientific,
            NotACount::NotANumber(_) => Fault::NotANumber,
        }
    }
}

impl fmt::Display for Reading {
    /// What the program understood, for people: the number and its remark, or the reason.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reading::Blank => f.write_str("ô trống, chưa có số liệu (không phải số 0)"),
            Reading::Count { people, remark: None } => f.write_str(&wording::count(*people)),
            Reading::Count { people, remark: Some(remark) } => write!(f, "{}; {remark}", wording::count(*people)),
            Reading::NotACount(refusal) => refusal.fmt(f),
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

impl fmt::Display for NotACount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotACount::NoDataMark(mark) => {
                write!(f, "“{mark}” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0")
            }
            NotACount::Negative => f.write_str("số âm, trong khi số người không thể nhỏ hơn 0"),
            NotACount::Fraction => f.write_str("số có phần thập phân, trong khi số người phải là số nguyên"),
            NotACount::Percent => f.write_str("tỷ lệ phần trăm, không phải số người"),
            NotACount::Date { shown, people } => {
                match shown {
                    Some(date) => write!(f, "Excel hiểu ô là ngày {date}")?,
                    None => f.write_str("ô đang có định dạng ngày giờ")?,
                }
                match people {
                    Some(people) => write!(f, ", tức là số {} nếu đổi lại định dạng", wording::count(*people)),
                    None => Ok(()),
                }
            }
            NotACount::Boolean(true) => f.write_str("giá trị logic TRUE, không phải số"),
            NotACount::Boolean(false) => f.write_str("giá trị logic FALSE, không phải số"),
            NotACount::ExcelError(error) => write!(f, "công thức bị lỗi {error}"),
            NotACount::TooLarge { .. }
            | NotACount::NotFinite
            | NotACount::BadGrouping
            | NotACount::Expression
            | NotACount::Scientific => f.write_str(&Fault::from(self).detail()),
            NotACount::NotANumber(text) => write!(f, "“{text}” không phải là số"),
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
