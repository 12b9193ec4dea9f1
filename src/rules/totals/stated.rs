//! What a computed cell says, whether its formula gave it or somebody typed it.

use crate::intake::number::{NotACount, Reading, read_count};
use crate::problem::sum::Stated;
use crate::value::grid::Value;
use crate::value::wording;

impl Stated {
    /// What a value states.
    pub fn of(value: &Value) -> Self {
        let stored = stored_number(value);
        if let Some(number) = stored
            && number.fract() == 0.0
            && number.abs() < 9e15
        {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
            return Stated::People(number as i64);
        }
        match (read_count(value, u64::MAX), stored) {
            (Reading::Blank, _) => Stated::Nothing,
            (Reading::Count { people, .. }, _) => Stated::People(i64::try_from(people).unwrap_or(i64::MAX)),
            (Reading::NotACount(NotACount::ExcelError(error)), _) => Stated::Error(error),
            (_, Some(number)) => Stated::Number(number),
            (_, None) => Stated::Text(wording::content(value)),
        }
    }

    /// Whether it is this number of people.
    pub fn is(&self, people: i64) -> bool {
        *self == Stated::People(people)
    }

    /// Whether it is a number, and another one.
    pub fn differs_from(&self, people: i64) -> bool {
        matches!(self, Stated::People(_) | Stated::Number(_)) && !self.is(people)
    }

    /// Whether it is an Excel error.
    pub fn is_error(&self) -> bool {
        matches!(self, Stated::Error(_))
    }

    /// The number of people; `None` if it is none.
    pub fn people(&self) -> Option<i64> {
        match self {
            Stated::People(people) => Some(*people),
            _ => None,
        }
    }
}

/// The number in a cell, however it is shown.
fn stored_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
            Some(*number)
        }
        Value::Blank | Value::Text(_) | Value::Bool(_) | Value::Error(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_content_of_a_total_is_told_apart() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (value, stated) in [
            (Value::Blank, Stated::Nothing),
            (text(" "), Stated::Nothing),
            (Value::Number(-5.0), Stated::People(-5)),
            (Value::Date(13_200.0), Stated::People(13_200)),
            (text("13.200"), Stated::People(13_200)),
            (Value::Number(12.000_000_001), Stated::People(12)),
            (Value::Number(0.5), Stated::Number(0.5)),
            (Value::Number(1e300), Stated::Number(1e300)),
            (Value::Error("#REF!".to_owned()), Stated::Error("#REF!".to_owned())),
            (text("#REF!"), Stated::Error("#REF!".to_owned())),
            (text("đủ"), Stated::Text("đủ".to_owned())),
        ] {
            assert_eq!(Stated::of(&value), stated, "{value:?}");
        }
    }
}
