//! A table as CSV (RFC 4180): UTF-8, comma, a header row, lines that end in LF; a value that isn't known is empty.

use std::borrow::Cow;
use std::io::Write;

use super::table::DataTable;
use crate::value::record::Datum;

/// Writes a table.
///
/// # Errors
///
/// When the target takes no more.
pub fn write<W: Write>(table: &DataTable, target: W) -> anyhow::Result<W> {
    let mut writer = csv::Writer::from_writer(target);
    writer.write_record(table.columns.iter().map(|column| column.key))?;
    for row in table.rows() {
        for value in &row {
            writer.write_field(&*shown(value))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

fn shown<'d>(datum: &'d Datum) -> Cow<'d, str> {
    match datum {
        Datum::Text(text) => harmless(text),
        other => other.to_string().into(),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front. Parquet has it as it was.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}").into() } else { text.into() }
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
