//! The JSON document has the keys it promises, with null for what isn't known.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::Folder;
use crate::province::{self, good};

const DOCUMENT: &[&str] = &["bhxh", "plan", "year", "files", "agencies", "indicators", "outputs"];
const FILE: &[&str] =
    &["path", "sha256", "agency", "year", "round", "revision", "as_of", "sent_on", "status", "findings"];
/// The contract's keys, and after them what was added: every cell of a finding, and the note that answers it.
const FINDING: &[&str] = &[
    "code",
    "name",
    "severity",
    "explained",
    "sheet",
    "cell",
    "form",
    "row",
    "column",
    "found",
    "expected",
    "message",
    "hint",
    "cells",
    "explanation",
];
const AGENCY: &[&str] = &["code", "name", "status", "file", "on_time"];
const INDICATOR: &[&str] =
    &["id", "year", "numerator", "denominator", "percent", "target", "reached", "gap_people", "missing"];

#[track_caller]
fn has_keys(value: &Value, keys: &[&str]) {
    let found: BTreeSet<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(found, keys.iter().copied().collect(), "{value:#}");
}

/// Every object has its keys, each of its type or null where that is allowed.
#[track_caller]
fn check(document: &Value) {
    let of_rounds = ["later_rounds", "indicators_by_round"].into_iter().filter(|key| document.get(key).is_some());
    has_keys(document, &DOCUMENT.iter().copied().chain(of_rounds).collect::<Vec<_>>());
    let list = |value: &Value, key: &str| value[key].as_array().unwrap_or_else(|| panic!("{key}: {value}")).clone();
    let all = |value: &Value, keys: &[&str], is: fn(&Value) -> bool| {
        for key in keys {
            assert!(is(&value[*key]), "{key}: {value:#}");
        }
    };
    all(document, &["bhxh", "plan"], Value::is_string);
    for file in list(document, "files") {
        has_keys(&file, FILE);
        all(&file, &["path", "sha256", "status"], Value::is_string);
        all(&file, &["agency", "round", "as_of", "sent_on"], |v| v.is_string() || v.is_null());
        all(&file, &["year", "revision"], |v| v.is_u64() || v.is_null());
        for finding in list(&file, "findings") {
            has_keys(&finding, FINDING);
            all(&finding, &["code", "name", "severity", "message", "hint"], Value::is_string);
            let optional = ["sheet", "cell", "form", "row", "column", "found", "expected", "explanation"];
            all(&finding, &optional, |v| v.is_string() || v.is_null());
            all(&finding, &["explained"], Value::is_boolean);
            assert_eq!(finding["cell"], finding["cells"].get(0).cloned().unwrap_or_default(), "{finding:#}");
        }
    }
    for agency in list(document, "agencies") {
        has_keys(&agency, AGENCY);
        all(&agency, &["code", "name", "status"], Value::is_string);
        all(&agency, &["file"], |v| v.is_string() || v.is_null());
        all(&agency, &["on_time"], |v| v.is_boolean() || v.is_null());
    }
    for indicator in list(document, "indicators") {
        has_keys(&indicator, INDICATOR);
        all(&indicator, &["numerator", "denominator", "gap_people"], |v| v.is_i64() || v.is_null());
        all(&indicator, &["percent", "target"], |v| v.is_string() || v.is_null());
        all(&indicator, &["reached"], |v| v.is_boolean() || v.is_null());
        all(&indicator, &["missing"], Value::is_array);
    }
    all(document, &["outputs"], Value::is_array);
}

#[test]
fn a_whole_province_in_numbers() {
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        folder.put(&format!("hộp thư/{name}"), bytes);
    }
    let document = folder.run(&["consolidate", "hộp thư", "--format", "json"]).exits(0).json();
    check(&document);
    assert_eq!(document["year"], 2023);
    assert_eq!(document["files"].as_array().map(Vec::len), Some(19));
    assert!(document["agencies"].as_array().expect("agencies").iter().all(|a| a["status"] == "accepted"));
    let bhxh = &document["indicators"][0];
    let expected = serde_json::json!({
        "id": "bhxh", "year": 2023, "numerator": 3630, "denominator": 121_000, "percent": "3.0000", "target": "38",
        "reached": false, "gap_people": 42_350, "missing": [],
    });
    assert_eq!(*bhxh, expected);
    assert_eq!(document["outputs"], serde_json::json!(["so-tong-hop-2023.xlsx"]));
    // The same in another run with one thread.
    let again = folder.run_with(&["consolidate", "hộp thư", "--format", "json"], &[("RAYON_NUM_THREADS", "1")]);
    assert_eq!(again.json(), document);
    assert_eq!(folder.names().len(), 20, "an equal output is not kept twice: {:?}", folder.names());
}

#[test]
fn what_is_not_known_is_null() {
    let folder = Folder::new();
    folder.put("thư/hỏng.xlsx", "");
    folder.put("thư/quét.pdf", "%PDF-1.4");
    folder.put("thư/ctk.xlsx", good("ctk").sent_on(None).without("lao-dong", "ubnd-bu-dop", "labour-force").bytes());
    let document = folder.run(&["consolidate", "thư", "--format", "json"]).exits(1).json();
    check(&document);
    let file = |name: &str| {
        let files = document["files"].as_array().expect("files");
        files.iter().find(|file| file["path"] == name).expect("the file").clone()
    };
    assert_eq!([&file("hỏng.xlsx")["agency"], &file("hỏng.xlsx")["revision"]], [&Value::Null; 2]);
    assert_eq!(file("quét.pdf")["status"], "ignored");
    assert_eq!([&file("ctk.xlsx")["agency"], &file("ctk.xlsx")["sent_on"]], [&Value::from("ctk"), &Value::Null]);
    let bhxh = &document["indicators"][0];
    for key in ["numerator", "denominator", "percent", "reached", "gap_people"] {
        assert_eq!(bhxh[key], Value::Null, "{key}");
    }
    assert_eq!(bhxh["missing"], serde_json::json!(["bhxh-tinh", "ctk"]));
}

#[test]
fn single_files_give_the_same_document_without_a_province() {
    let folder = Folder::new();
    folder.put("ctk.xlsx", good("ctk").bytes());
    folder.put("snv 2022.xlsx", province::good_in("snv", 2022).bytes());
    let document = folder.run(&["validate", "ctk.xlsx", "snv 2022.xlsx", "--format", "json"]).exits(0).json();
    check(&document);
    assert_eq!([&document["year"], &document["agencies"]], [&Value::Null, &serde_json::json!([])]);
    let plan = folder.run(&["plan", "show", "--format", "json"]).exits(0).json();
    assert_eq!(plan["years"].as_array().map(Vec::len), Some(4));
    let codes = folder.run(&["explain", "--format", "json"]).exits(0).json();
    assert_eq!(codes.as_array().map(Vec::len), Some(bhxh::problem::CATALOG.len()));
}
