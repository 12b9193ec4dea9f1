//! A table before it is written in any format: named and typed columns, and rows made one at a time, so that a large ledger
//! is never held twice.

use crate::value::record::{Column, ColumnHeading, Datum};

/// One table of the package. Its last column is the plan's id, so that the tables of many provinces can be put under each
/// other.
pub struct DataTable<'a> {
    pub about: TableFacts,
    pub columns: Vec<ColumnHeading>,
    rows: RowSource<'a>,
}

/// What is said of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableFacts {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    /// The columns that no two rows share together.
    pub key: &'static [&'static str],
}

type RowSource<'a> = Box<dyn Fn() -> Box<dyn Iterator<Item = Vec<Datum<'a>>> + 'a> + Send + Sync + 'a>;

const PLAN: ColumnHeading = Column::text("plan", "Mã kế hoạch", |()| Datum::Missing).heading;

impl<'a> DataTable<'a> {
    /// A table of the records of a plan that `records` gives, as often as it is asked to.
    pub fn new<R, I>(
        about: TableFacts,
        plan: &'a str,
        columns: Vec<Column<'a, R>>,
        records: impl Fn() -> I + Send + Sync + 'a,
    ) -> Self
    where
        R: Copy + 'a,
        I: Iterator<Item = R> + 'a,
    {
        let headings = columns.iter().map(|column| column.heading).chain([PLAN]).collect();
        let rows = move || {
            let columns = columns.clone();
            let rows = records()
                .map(move |record| columns.iter().map(|column| column.of(record)).chain([plan.into()]).collect());
            Box::new(rows) as Box<dyn Iterator<Item = Vec<Datum<'a>>> + 'a>
        };
        DataTable { about, columns: headings, rows: Box::new(rows) }
    }

    /// The rows, each with a value for every column.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Datum<'a>>> + '_ {
        (self.rows)()
    }
}
