//! Cells of the cover and the hidden sheet as plain text.

use crate::value::grid::Value;
use crate::value::text;

/// Whether a cell holds this text, spaces around it aside.
pub(super) fn is_text(value: &Value, expected: &str) -> bool {
    matches!(value, Value::Text(text) if text.trim() == expected)
}

/// A cell as plain text; `None` if there is nothing in it.
pub(super) fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text::is_blank(text) => Some(text.trim().to_owned()),
        Value::Number(number) | Value::Date(number) | Value::Percent(number) | Value::Disguised(number, _) => {
            Some(number.to_string())
        }
        _ => None,
    }
}
