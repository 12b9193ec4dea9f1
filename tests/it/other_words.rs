//! A province that names everything otherwise: the embedded plan with every text replaced. None of Bình Phước's words may
//! stand in what is written or said for it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use bhxh::plan;
use bhxh::template;

use crate::harness::Folder;
use crate::province::{codes, good};

/// Keys whose values are words for people.
const WORDS: &[&str] = &[
    "title",
    "issuer",
    "province",
    "name",
    "parent",
    "abbreviation",
    "place",
    "signatory_title",
    "recipients",
    "lead",
    "with",
    "when",
    "short",
    "label",
    "number",
    "sheet",
    "guide",
    "area",
    "second_tier",
    "reason",
    "text",
    "in_documents",
    "targets_to",
    "number",
    "date",
    "about",
    "heading",
    "summary",
    "topic",
    "short_topic",
    "labour_force",
    "labour_force_in_full",
    "whole",
];

/// Words of the province in the text of the program, whatever the plan file says.
const OF_THE_PROVINCE: &[&str] =
    &["BHXH", "BHTN", "Bình Phước", "huyện", "thị xã", "thành phố", "tỉnh", "lực lượng lao động", "UBND", "Sở "];

/// The embedded plan with every text for people replaced, and the texts it had.
fn in_other_words() -> (String, BTreeSet<String>) {
    let (mut text, mut others) = (String::new(), BTreeMap::new());
    let mut key = String::new();
    for line in plan::EMBEDDED.lines().filter(|line| !line.trim_start().starts_with('#')) {
        for (n, part) in line.split('"').enumerate() {
            if n % 2 == 0 {
                key = part.rsplit_once('=').map_or(key, |(before, _)| last_word(before));
                text.push_str(part);
                continue;
            }
            let n_others = others.len();
            let replaced = if WORDS.contains(&key.as_str()) {
                others.entry(part.to_owned()).or_insert_with(|| format!("Zeta {n_others}")).clone()
            } else {
                part.to_owned()
            };
            text.push_str(&format!("\"{replaced}\""));
        }
        text.push('\n');
    }
    (text, others.into_keys().collect())
}

fn last_word(text: &str) -> String {
    text.trim_end().rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
}

/// The text of every part of a package, without the marks of its XML.
fn texts(package: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a package");
    let mut texts = String::new();
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a readable part");
        texts.push_str(&String::from_utf8_lossy(&bytes));
        texts.push('\n');
    }
    texts
}

/// Where a word stands: one with capitals as it is, so that `bhxh` is still the program; another however it is written.
fn position(output: &str, word: &str) -> Option<usize> {
    if word.chars().any(char::is_uppercase) {
        return output.find(word);
    }
    let capitalized = word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    [word.to_owned(), capitalized, word.to_uppercase()].iter().find_map(|form| output.find(form))
}

#[test]
fn a_plan_that_does_not_say_what_it_is_about_is_about_its_indicators() {
    let plan = bhxh::plan::load(include_str!("../../examples/plans/minh-hoa-2026-2028.toml")).expect("a plan");
    assert_eq!((plan.words.topic.as_str(), plan.words.short_topic.as_str()), ("BHXH", "BHXH"));
}

#[test]
fn a_province_with_other_words_reads_none_of_the_embedded_plan_s() {
    let (text, words) = in_other_words();
    let other = plan::load(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let year = other.year(2023).expect("a year of the plan");
    let folder = Folder::new();
    folder.put("khac.toml", &text);
    let mut outputs: Vec<(String, String)> = Vec::new();
    for code in codes() {
        let agency = other.agency_by_code(code).expect("the same agencies");
        let bytes = template::workbook(&year, agency, &good(code).filling).expect("a template");
        outputs.push((format!("mẫu {code}"), texts(&bytes)));
        // One sends nothing, so that something is missing, and one a number that must be asked about.
        if code != "ubnd-loc-ninh" {
            folder.put(&format!("hop/{code}_2023.xlsx"), bytes);
        }
    }
    let runs: [&[&str]; 6] = [
        &["status", "hop", "--letters", "thu"],
        &["consolidate", "hop", "--out", "so.xlsx"],
        &["report", "hop", "--out", "ra"],
        &["calendar", "--ics", "lich.ics"],
        &["plan", "show"],
        &["validate", "hop/ctk_2023.xlsx"],
    ];
    for run in runs {
        let mut args = run.to_vec();
        args.extend(["--plan", "khac.toml"]);
        if matches!(run[0], "status" | "consolidate" | "report" | "calendar") {
            args.extend(["--year", "2023"]);
        }
        let run = folder.run(&args);
        assert!(run.stderr.is_empty(), "{run}");
        outputs.push((args.join(" "), run.stdout));
    }
    for name in folder.names().into_iter().filter(|name| !name.starts_with("hop") && !name.ends_with(".toml")) {
        let bytes = folder.read(&name);
        let is_package = bytes.starts_with(b"PK");
        outputs.push((name, if is_package { texts(&bytes) } else { String::from_utf8_lossy(&bytes).into_owned() }));
    }
    assert!(outputs.len() > codes().len() + runs.len() + 3, "{:?}", folder.names());
    let names = words.iter().map(String::as_str).filter(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1);
    let sought: Vec<&str> = names.chain(OF_THE_PROVINCE.iter().copied()).collect();
    let mut found = BTreeMap::new();
    for (name, output) in &outputs {
        for word in &sought {
            if let Some(at) = position(output, word) {
                let near: String = output[at..].chars().take(60).collect();
                found.entry(*word).or_insert_with(|| format!("{name}: {near}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
