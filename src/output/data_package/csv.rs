//! A table as CSV (RFC 4180): UTF-8, comma, a header row, lines that end in LF; a value that isn't known is empty.

use super::table::{DataTable, Value};

/// The table's bytes.
pub fn write(table: &DataTable) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in table.rows() {
        for value in &row {
            writer.write_field(shown(value))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => harmless(text),
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
        Value::Percent(percent) => percent.to_string(),
        Value::Truth(truth) => truth.to_string(),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front. Parquet has it as it was.
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_becomes_a_formula() {
        for text in ["=1+1", "+84 900", "-5", "@SUM(A1)", "\t=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("a=1"), "a=1");
        assert_eq!(shown(&Value::Integer(-1)), "-1");
    }
}
