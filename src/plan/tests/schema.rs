//! The published schema of plan files.

use schemars::generate::SchemaSettings;

use crate::plan::LANGUAGE;
use crate::plan::file::PlanFile;

/// `docs/plan.schema.json` is made from the structs that read a plan file; `UPDATE_EXPECT=1 cargo test schema` writes it anew.
#[test]
fn the_published_schema_is_that_of_the_plan_file() {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<PlanFile>();
    schema.insert("title".to_owned(), format!("Plan file of bhxh, language {LANGUAGE}").into());
    schema.insert("$id".to_owned(), format!("plan-{LANGUAGE}.schema.json").into());
    let text = serde_json::to_string_pretty(&schema).expect("JSON");
    expect_test::expect_file!["../../../docs/plan.schema.json"].assert_eq(&format!("{text}\n"));
}
