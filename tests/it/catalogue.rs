//! Every code has its page, every page its code, and the plan's reference names every key.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bhxh::problem::{CATALOG, Severity};
use expect_test::expect_file;

const HEADINGS: [&str; 5] = ["## Kiểm tra gì", "## Vì sao", "## Ví dụ", "## Cách sửa", "## Căn cứ"];

fn rules() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules"))
}

#[test]
fn every_page_has_its_title_its_severity_and_the_five_parts() {
    for entry in CATALOG {
        let lines: Vec<&str> = entry.page.lines().collect();
        assert_eq!(lines[0], format!("# {} · {}", entry.id, entry.title));
        let severity = lines.iter().find(|line| line.starts_with("Mức độ: ")).unwrap_or(&"no severity");
        assert!(severity.starts_with(&format!("Mức độ: **{}**", entry.severity)), "{}: {severity}", entry.id);
        let headings: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", entry.id);
    }
}

#[test]
fn no_page_is_without_a_code() {
    let pages: BTreeSet<String> = fs::read_dir(rules())
        .expect("the pages")
        .map(|page| page.expect("a page").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "README.md")
        .collect();
    let codes: BTreeSet<String> = CATALOG.iter().map(|entry| format!("{}.md", entry.id)).collect();
    assert_eq!(pages, codes);
}

#[test]
fn the_index_of_rules_is_current() {
    let mut index = "\
# Mã kết quả kiểm tra

Lỗi phải sửa thì tệp mới được tổng hợp. Điểm cần giải trình phải sửa, hoặc giải thích ở cột “Ghi chú, giải trình” của
dòng. Ghi chú chỉ để biết. Gõ `bhxh explain MÃ` để đọc trang của một mã.

| Mã | Mức độ | Nội dung |
| --- | --- | --- |
"
    .to_owned();
    for entry in CATALOG {
        let _ = writeln!(index, "| {0} | {1} | [{2}]({0}.md) |", entry.id, entry.severity, entry.title);
    }
    expect_file![rules().join("README.md")].assert_eq(&index);
}

#[test]
fn families_come_in_the_order_data_meets_them() {
    let family = |id: &str| {
        ["PLAN", "FILE", "FORM", "CELL", "SUM", "CROSS", "TREND", "MERGE"].iter().position(|f| id.starts_with(f))
    };
    let order: Vec<(usize, &str)> = CATALOG.iter().map(|e| (family(e.id).expect("a known family"), e.id)).collect();
    assert!(order.is_sorted(), "{order:?}");
    let queries = CATALOG.iter().filter(|entry| entry.severity == Severity::Query);
    assert!(queries.into_iter().all(|entry| entry.page.contains("giải trình")));
}

#[test]
fn the_plans_reference_names_every_key() {
    let file = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/plan/file.rs")).expect("the source");
    let reference = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/plan.md")).expect("the reference");
    let mut renamed: Option<&str> = None;
    let mut keys = BTreeSet::new();
    for line in file.lines().map(str::trim) {
        if let Some(rename) = line.strip_prefix("#[serde(rename = \"") {
            renamed = rename.split('"').next();
        } else if let Some((key, _)) = line.strip_prefix("pub ").and_then(|field| field.split_once(": ")) {
            keys.insert(renamed.take().unwrap_or(key));
        }
    }
    assert!(keys.len() > 40, "the keys of the plan file are found: {keys:?}");
    let missing: Vec<&&str> = keys.iter().filter(|key| !reference.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "docs/plan.md does not explain {missing:?}");
}
