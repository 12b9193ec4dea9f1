//! A table as CSV (RFC 4180): UTF-8, comma, a header row, lines that end in LF; a value that isn't known is empty.

use super::table::DataTable;
use crate::value::record::Datum;

/// The table's bytes.
pub fn write(table: &DataTable) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| column.key))?;
    for row in table.rows() {
        for value in &row {
            writer.write_field(shown(value))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

fn shown(datum: &Datum) -> String {
    match datum {
        Datum::Text(text) => harmless(text),
        other => other.to_string(),
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
        assert_eq!(shown(&Datum::Integer(-1)), "-1");
    }
}
