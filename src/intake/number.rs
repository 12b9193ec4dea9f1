use super::grid::Value;
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    Blank,
    Count { people: u64, remark: Option<Remark> },
    Refused(Refusal),
}
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    TextNumber,
    GroupedText,
    AmbiguousGroup,
    FloatNoise,
    UnitWord,
    ZeroWord,
    ZeroDash,
}
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    NoDataMark,
    Negative,
    Fraction,
    TooLarge,
    Date { typed: Option<String> },
    Boolean,
    ExcelError(String),
    NotANumber,
}
pub fn read_count(value: &Value, max_people: u64) -> Reading {
    match value {
        Value::Blank => Reading::Blank,
        Value::Number(n) if n.fract() == 0.0 && *n >= 0.0 && *n <= max_people as f64 => {
            Reading::Count { people: *n as u64, remark: None }
        }
        Value::Text(t) if t.trim().is_empty() => Reading::Blank,
        _ => Reading::Refused(Refusal::NotANumber),
    }
}
