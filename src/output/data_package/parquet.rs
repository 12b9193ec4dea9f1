//! A table as Parquet, compressed with Snappy: texts as UTF-8, dates as days, percentages as decimals with three places.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context, Result};
use bytes::Bytes;
use chrono::NaiveDate;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::table::DataTable;
use crate::value::record::{ColumnHeading, ColumnKind, Datum};

/// Rows held at once; readers skip whole groups that can't match.
const ROWS_PER_GROUP: usize = 32_768;

/// Writes a table.
///
/// # Errors
///
/// When the target takes no more.
pub fn write<W: Write + Send>(table: &DataTable, target: W) -> Result<W> {
    let fields = table.columns.iter().map(|column| field(column).map(Arc::new)).collect::<Result<Vec<_>>>()?;
    let schema = Arc::new(Type::group_type_builder(table.about.name).with_fields(fields).build()?);
    let properties = WriterProperties::builder()
        .set_created_by(format!("bhxh {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(target, schema, Arc::new(properties))?;
    let mut rows = table.rows();
    loop {
        let group: Vec<Vec<Datum>> = rows.by_ref().take(ROWS_PER_GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut columns = writer.next_row_group()?;
        for (n, column) in table.columns.iter().enumerate() {
            write_column(&mut columns, column, group.iter().map(|row| &row[n]))?;
        }
        columns.close()?;
    }
    Ok(writer.into_inner()?)
}

fn field(column: &ColumnHeading) -> Result<Type> {
    let (physical, logical) = match column.kind {
        ColumnKind::Integer | ColumnKind::Year | ColumnKind::People => (Physical::INT64, None),
        ColumnKind::Text | ColumnKind::Cell | ColumnKind::Cells | ColumnKind::Codes => {
            (Physical::BYTE_ARRAY, Some(LogicalType::String))
        }
        ColumnKind::Date => (Physical::INT32, Some(LogicalType::Date)),
        ColumnKind::Percent => (Physical::INT32, Some(LogicalType::decimal(3, 6))),
        ColumnKind::Truth => (Physical::BOOLEAN, None),
    };
    let repetition = if column.is_required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let mut field =
        Type::primitive_type_builder(column.key, physical).with_repetition(repetition).with_logical_type(logical);
    if column.kind == ColumnKind::Percent {
        field = field.with_precision(6).with_scale(3);
    }
    Ok(field.build()?)
}

fn write_column<'v, W: Write + Send>(
    columns: &mut SerializedRowGroupWriter<W>,
    column: &ColumnHeading,
    values: impl Iterator<Item = &'v Datum<'v>>,
) -> Result<()> {
    let is_required = column.is_required;
    match column.kind {
        ColumnKind::Integer | ColumnKind::Year | ColumnKind::People => {
            typed::<Int64Type, W>(columns, is_required, values.map(integer))
        }
        ColumnKind::Text | ColumnKind::Cell | ColumnKind::Cells | ColumnKind::Codes => {
            typed::<ByteArrayType, W>(columns, is_required, texts(values))
        }
        ColumnKind::Date | ColumnKind::Percent => {
            typed::<Int32Type, W>(columns, is_required, values.map(small_integer))
        }
        ColumnKind::Truth => typed::<BoolType, W>(columns, is_required, values.map(truth)),
    }
}

fn integer(value: &Datum) -> Option<i64> {
    if let Datum::Integer(number) = value { Some(*number) } else { None }
}

/// The texts of a column, which lie one behind the other in one piece of memory.
fn texts<'v>(values: impl Iterator<Item = &'v Datum<'v>>) -> impl Iterator<Item = Option<ByteArray>> {
    let mut all = String::new();
    let ranges: Vec<Option<Range<usize>>> = values
        .map(|value| {
            let start = all.len();
            push_text(value, &mut all).then_some(start..all.len())
        })
        .collect();
    let all = Bytes::from(all);
    ranges.into_iter().map(move |range| Some(ByteArray::from(all.slice(range?))))
}

/// Adds a text to others; says whether there is one.
fn push_text(value: &Datum, all: &mut String) -> bool {
    match value {
        Datum::Text(text) => {
            all.push_str(text);
            true
        }
        list @ (Datum::Cells(_) | Datum::Codes(_)) => {
            let text = list.to_string();
            all.push_str(&text);
            !text.is_empty()
        }
        _ => false,
    }
}

/// Days since 1970, or thousandths of a percent.
fn small_integer(value: &Datum) -> Option<i32> {
    match value {
        Datum::Date(date) => Some(days(*date)),
        Datum::Percent(percent) => i32::try_from(percent.thousandths()).ok(),
        _ => None,
    }
}

fn truth(value: &Datum) -> Option<bool> {
    if let Datum::Truth(truth) = value { Some(*truth) } else { None }
}

/// Writes the next column; one that is required and lacks a value is refused.
fn typed<T: DataType, W: Write + Send>(
    columns: &mut SerializedRowGroupWriter<W>,
    is_required: bool,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<()> {
    let values: Vec<Option<T::T>> = values.collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let known: Vec<T::T> = values.into_iter().flatten().collect();
    let mut column = columns.next_column()?.context("a column for every value")?;
    let levels = (!is_required).then_some(levels.as_slice());
    column.typed::<T>().write_batch(&known, levels, None)?;
    Ok(column.close()?)
}

/// Days since 1/1/1970.
fn days(date: NaiveDate) -> i32 {
    let days = date.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}
