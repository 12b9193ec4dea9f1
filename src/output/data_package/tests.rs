//! The package says of an inbox exactly what the ledger and the coverage say, in both formats.

#![expect(clippy::panic, reason = "a test that meets what it doesn't know has failed")]

use std::collections::{BTreeMap, BTreeSet};

use ::parquet::file::reader::SerializedFileReader;
use ::parquet::record::Field;
use ::parquet::record::reader::RowIter;
use bytes::Bytes;

use super::table::DataTable;
use super::{Packaged, parquet, tables};
use crate::indicator;
use crate::indicator::annual::{Annual, Choices};
use crate::intake;
use crate::ledger::Merged;
use crate::output::provincial::sample::{self, Amiss};
use crate::plan::embedded;
use crate::value::record::Datum;
use crate::value::workers::OneByOne;

const AMISS: Amiss = Amiss { missing: &["bqp"], rejected: &["snv"], conflict: &["ubnd-bu-dop"], superseded: &["ctk"] };

/// The values of some columns of a table, row by row, as they are shown.
fn shown(table: &DataTable, columns: &[&str]) -> Vec<Vec<String>> {
    let at: Vec<usize> = columns
        .iter()
        .map(|name| table.columns.iter().position(|column| column.key == *name).expect("a column"))
        .collect();
    table.rows().map(|row| at.iter().map(|n| format!("{:?}", row[*n])).collect()).collect()
}

fn table<'t, 'a>(tables: &'t [DataTable<'a>], name: &str) -> &'t DataTable<'a> {
    tables.iter().find(|table| table.about.name == name).expect("a table")
}

/// Numerator and denominator of every indicator from the tables alone; `None` where a number is missing.
fn computed(merged: &Merged) -> BTreeMap<(String, String), Option<i64>> {
    let choices = Choices::default();
    let annual = Annual::new(merged, &[], &choices);
    let tables = tables::all(&annual);
    let place = ["year", "agency", "form", "row", "column"];
    let ledger: BTreeMap<Vec<String>, i64> = shown(table(&tables, "ledger"), &place)
        .into_iter()
        .zip(table(&tables, "ledger").rows())
        .map(|(key, row)| match row[5] {
            Datum::Integer(people) => (key, people),
            ref other => panic!("{other:?} is no number of people"),
        })
        .collect();
    let cells = table(&tables, "indicator_cells");
    let keys = shown(cells, &place).into_iter().zip(shown(cells, &["indicator", "side", "sign"]));
    let mut sums: BTreeMap<(String, String), Option<i64>> = BTreeMap::new();
    for (place, what) in keys {
        let sum = sums.entry((what[0].clone(), what[1].clone())).or_insert(Some(0));
        let sign = if what[2] == "Integer(-1)" { -1 } else { 1 };
        *sum = sum.zip(ledger.get(&place)).map(|(sum, people)| sum + sign * people);
    }
    sums
}

#[test]
fn coverage_follows_from_the_tables_alone() {
    let plan = embedded();
    for amiss in [Amiss::default(), AMISS, Amiss { missing: &["bhxh-tinh"], ..Amiss::default() }] {
        let merged = sample::merged(&plan, &amiss);
        let sums = computed(&merged);
        for coverage in indicator::coverage(&merged.year, merged.ledger.by_round()) {
            let id = format!("{:?}", Datum::from(plan.indicator(coverage.indicator).id.as_str()));
            let side = |side: &str| sums[&(id.clone(), format!("{:?}", Datum::from(side)))];
            assert_eq!(side("numerator"), coverage.numerator.known(), "{id}, {amiss:?}");
            assert_eq!(side("denominator"), coverage.denominator.known(), "{id}, {amiss:?}");
        }
    }
}

#[test]
fn every_row_fits_its_columns_and_no_key_comes_twice() {
    let plan = embedded();
    let merged = sample::merged(&plan, &AMISS);
    let choices = Choices::default();
    let annual = Annual::new(&merged, &[], &choices);
    for table in tables::all(&annual) {
        let mut n_rows = 0;
        for row in table.rows() {
            n_rows += 1;
            assert_eq!(row.len(), table.columns.len(), "{}", table.about.name);
            for (value, column) in row.iter().zip(&table.columns) {
                assert!(!column.is_required || *value != Datum::Missing, "{}.{}", table.about.name, column.key);
            }
        }
        let keys: BTreeSet<Vec<String>> = shown(&table, table.about.key).into_iter().collect();
        assert!(n_rows > 0, "{}", table.about.name);
        assert_eq!(keys.len(), n_rows, "{}", table.about.name);
    }
}

/// What a value looks like when it is read back from Parquet.
fn read_back(field: &Field) -> Datum<'static> {
    match field {
        Field::Null => Datum::Missing,
        Field::Long(number) => Datum::Integer(*number),
        Field::Str(text) => text.clone().into(),
        Field::Bool(truth) => (*truth).into(),
        Field::Date(days) => {
            let days = u64::try_from(*days).expect("a date of this century");
            (chrono::NaiveDate::default() + chrono::Days::new(days)).into()
        }
        Field::Decimal(_) => {
            let shown = field.to_string();
            let shown = shown.trim_end_matches('0').trim_end_matches('.');
            crate::value::Percent::parse(shown).expect("a percentage").into()
        }
        other => panic!("no column holds {other:?}"),
    }
}

/// Lists of cells are kept as text, where there are any.
fn as_text(datum: Datum) -> Datum {
    match datum {
        list @ (Datum::Cells(_) | Datum::Codes(_)) => {
            Datum::or_missing(Some(list.to_string()).filter(|text| !text.is_empty()))
        }
        other => other,
    }
}

#[test]
fn parquet_holds_the_same_rows() {
    let plan = embedded();
    let merged = sample::merged(&plan, &AMISS);
    let choices = Choices::default();
    let annual = Annual::new(&merged, &[], &choices);
    for table in tables::all(&annual) {
        let reader =
            SerializedFileReader::new(Bytes::from(parquet::write(&table, Vec::new()).expect("written"))).expect("read");
        let rows = RowIter::from_file_into(Box::new(reader)).map(|row| {
            let row = row.expect("a row");
            row.get_column_iter().map(|(_, field)| read_back(field)).collect::<Vec<_>>()
        });
        let rows: Vec<Vec<Datum>> = rows.collect();
        let written: Vec<Vec<Datum>> = table.rows().map(|row| row.into_iter().map(as_text).collect()).collect();
        assert_eq!(rows, written, "{}", table.about.name);
    }
}

#[test]
fn the_same_inbox_gives_the_same_bytes_and_the_description_fits_the_files() {
    let plan = embedded();
    let merged = sample::merged(&plan, &AMISS);
    let choices = Choices::default();
    let annual = Annual::new(&merged, &[], &choices);
    let today = sample::day("2023-07-01");
    let packaged = Packaged { annual: &annual, achievement: None, earlier: &[], today };
    let files = packaged.write(&OneByOne, Vec::new).expect("a package");
    assert_eq!(files, packaged.write(&OneByOne, Vec::new).expect("a package"));
    let description: serde_json::Value = serde_json::from_slice(&files[0].target).expect("JSON");
    let resources = description["resources"].as_array().expect("tables");
    assert_eq!(resources.len() * 2 + 1, files.len());
    for resource in resources {
        let file = files.iter().find(|file| resource["path"] == file.name.as_str()).expect("the file");
        assert_eq!(resource["bytes"], file.target.len());
        assert_eq!(resource["hash"], format!("sha256:{}", intake::sha256(&file.target)));
        let mut reader = ::csv::Reader::from_reader(file.target.as_slice());
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let fields = resource["schema"]["fields"].as_array().expect("columns");
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
        assert_eq!(header, names);
        assert!(reader.records().all(|record| record.is_ok()));
    }
}
