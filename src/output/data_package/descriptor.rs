//! `datapackage.json`: what the package is, and of every table its columns, their types and its key
//! (Data Package v1, Table Schema).

use chrono::NaiveDate;
use serde::Serialize;

use super::table::{DataTable, TableFacts};
use crate::ledger::Merged;
use crate::value::record::{ColumnHeading, ColumnKind};

pub const NAME: &str = "datapackage.json";

#[derive(Debug, Serialize)]
struct PackageFile<'a> {
    profile: &'static str,
    name: String,
    title: String,
    description: &'static str,
    created: String,
    version: &'static str,
    resources: &'a [Resource],
}

/// One table of the package, as CSV.
#[derive(Debug, Serialize)]
pub struct Resource {
    profile: &'static str,
    name: &'static str,
    title: &'static str,
    description: &'static str,
    path: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: u64,
    hash: String,
    schema: Schema,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    primary_key: Vec<&'static str>,
    missing_values: [&'static str; 1],
}

#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'static str,
    constraints: Constraints,
}

#[derive(Debug, Serialize)]
struct Constraints {
    required: bool,
}

/// Describes a table that was written as CSV, with so many bytes and their digest.
pub fn resource(table: &DataTable, path: &str, n_bytes: u64, sha256: &str) -> Resource {
    let TableFacts { name, title, description, key } = table.about;
    Resource {
        profile: "tabular-data-resource",
        name,
        title,
        description,
        path: path.to_owned(),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: n_bytes,
        hash: format!("sha256:{sha256}"),
        schema: Schema {
            fields: table.columns.iter().map(field).collect(),
            primary_key: key.to_vec(),
            missing_values: [""],
        },
    }
}

fn field(heading: &ColumnHeading) -> Field {
    let kind = match heading.kind {
        ColumnKind::Integer | ColumnKind::Year | ColumnKind::People => "integer",
        ColumnKind::Text | ColumnKind::Cell | ColumnKind::Cells | ColumnKind::Codes => "string",
        ColumnKind::Date => "date",
        ColumnKind::Percent => "number",
        ColumnKind::Truth => "boolean",
    };
    let constraints = Constraints { required: heading.is_required };
    Field { name: heading.key, kind, description: heading.title, constraints }
}

/// The description of all of them, as its file holds it.
pub fn text(merged: &Merged, today: NaiveDate, resources: &[Resource]) -> anyhow::Result<String> {
    let plan = merged.year.plan;
    let package = PackageFile {
        profile: "tabular-data-package",
        name: format!("bhxh-{}-{}", plan.id, merged.year.year),
        title: format!("{} - số liệu năm {}", plan.title, merged.year.year),
        description: "Số liệu các đơn vị gửi, mỗi số kèm tệp, trang tính và ô nguồn; các chỉ số cộng từ những số nào. \
                      Mỗi bảng có ở dạng CSV và Parquet. Trong CSV, chữ bắt đầu bằng = + - @ có thêm dấu ' ở trước.",
        created: today.format("%Y-%m-%dT00:00:00Z").to_string(),
        version: env!("CARGO_PKG_VERSION"),
        resources,
    };
    Ok(serde_json::to_string_pretty(&package)? + "\n")
}
