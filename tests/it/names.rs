//! Names that deceive: with lines, escapes and turned writing in them. The screen shows what they are, JSON has them as they
//! are, and no workbook, document, calendar or table is broken by them or takes them for a formula.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Read};
use std::os::unix::ffi::OsStrExt;

use bhxh::plan::EMBEDDED;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use zip::ZipArchive;

use crate::harness::{Folder, Run};
use crate::province::good;

/// Everything a file system allows in a name and nobody expects.
const NAMES: [&str; 9] = [
    "a\n  Sổ tổng hợp: đã xong\n.xlsx",
    "b\u{1b}[2J\u{1b}[32mĐẠT\u{1b}]0;x\u{7}.xlsx",
    "c\u{202e}xslx.exe.xlsx",
    "d\u{200b}\u{2028}\u{2029}\u{85}\u{feff}.xlsx",
    "=cmd|'/c calc'!A1.xlsx",
    "@SUM(1)\t.xlsx",
    "+1\r\n.xlsx",
    "\u{1}\u{b}\u{fffe}\u{ffff}#?%20&<>\"'.xlsx",
    "_x0041_\\.xlsx",
];
const AGENCIES: [&str; 9] =
    ["ctk", "snv", "ldld", "btctu", "lmhtx", "bqlkkt", "ubnd-dong-xoai", "ubnd-loc-ninh", "ubnd-bu-dop"];

/// The names without `/`, each of another agency's return, some with something to mend.
fn inbox() -> Folder {
    let folder = Folder::new();
    for (n, (name, agency)) in NAMES.iter().zip(AGENCIES).enumerate() {
        let bytes = if n % 2 == 0 { good(agency).bytes() } else { b"PK\x03\x04 h\xffng".to_vec() };
        folder.put(&format!("thư/{}", name.replace('/', "-")), bytes);
    }
    folder.put("thư/bản quét\nTỔNG HỢP NĂM 2023\n  19-19 đơn vị.pdf", "%PDF-1.4");
    for bytes in [&b"e\xFF.xlsx"[..], b"e\xFE.xlsx"] {
        fs::write(folder.path().join("thư").join(OsStr::from_bytes(bytes)), b"PK\x03\x04").expect("written");
    }
    folder
}

/// Nothing but lines acts on the screen, and no line of the program's own is one of a name.
#[track_caller]
fn deceives_nobody(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        let acts = |c: char| c != '\n' && c.is_control() || "\u{200b}\u{2028}\u{2029}\u{202e}\u{feff}".contains(c);
        assert!(!text.contains(acts), "{run}");
        let lies = ["Sổ tổng hợp: đã xong", "TỔNG HỢP NĂM 2023", "19-19 đơn vị"];
        let is_lie = |line: &str| {
            lies.iter().any(|lie| line.trim_start().starts_with(lie) && line.trim() != "TỔNG HỢP NĂM 2023")
        };
        assert!(!text.lines().any(is_lie), "{run}");
    }
    assert_eq!(
        run.stdout.matches("\nTỔNG HỢP NĂM 2023\n").count(),
        usize::from(run.stdout.contains("Sổ tổng hợp: so"))
    );
}

/// Every part of a package that is XML can be parsed by whoever minds characters.
#[track_caller]
fn is_well_formed(name: &str, bytes: Vec<u8>) {
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    for n in 0..package.len() {
        let mut part = package.by_index(n).expect("a part");
        let part_name = part.name().expect("a name").into_owned();
        if ![".xml", ".rels", ".vml"].iter().any(|end| part_name.ends_with(end)) {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).expect("UTF-8");
        let wrong = |c: char| {
            c.is_control() && !"\t\n\r\u{85}".contains(c) && u32::from(c) < 0x7f || "\u{fffe}\u{ffff}".contains(c)
        };
        assert!(!text.contains(wrong), "{name}: {part_name} has a character that XML can't have");
        let mut reader = Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap_or_else(|error| panic!("{name}: {part_name}: {error}")), Event::Eof)
        {
        }
    }
}

#[test]
fn the_screen_shows_what_a_name_hides() {
    let folder = inbox();
    let run = folder.run(&["consolidate", "thư", "--out", "so.xlsx", "--mark", "ra"]).exits(1);
    deceives_nobody(&run);
    let run = run.says("b\\u{001B}[2J\\u{001B}[32mĐẠT").says("e\\xFE.xlsx").says("e\\xFF.xlsx");
    run.says("bản quét\\nTỔNG HỢP NĂM 2023\\n");
    deceives_nobody(&folder.run(&["status", "thư", "--letters", "cv"]).exits(1));
    let paths: Vec<String> = NAMES.iter().map(|name| format!("thư/{}", name.replace('/', "-"))).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    deceives_nobody(&folder.run(&[&["validate"], &paths[..]].concat()).exits(1));
    deceives_nobody(&folder.run(&["export", "thư", "--to", "dl"]).exits(1));
    for missing in ["a\nSổ tổng hợp: đã xong", "\u{1b}[2J", "x\u{202e}y"] {
        for args in [
            &["consolidate", missing][..],
            &["validate", missing],
            &["plan", "check", missing],
            &["explain", missing],
            &["template", "--year", "2023", "--agency", missing],
            &["consolidate", "thư", "--out", missing],
            &["consolidate", "thư", "--previous", missing],
            &[missing],
            &["status", "thư", "--today", missing],
        ] {
            deceives_nobody(&folder.run(args).exits(2));
        }
    }
}

#[test]
fn json_has_names_as_they_are() {
    let folder = inbox();
    let document = folder.run(&["consolidate", "thư", "--format", "json"]).exits(1).json();
    let files = document["files"].as_array().expect("files");
    let found: Vec<&str> = files.iter().map(|file| file["path"].as_str().expect("a path")).collect();
    for name in NAMES {
        assert!(found.contains(&name.replace('/', "-").as_str()), "{name:?} in {found:?}");
    }
    assert!(found.contains(&"e\\xFE.xlsx") && found.contains(&"e\\xFF.xlsx"), "two names stay two: {found:?}");
}

#[test]
fn outputs_are_whole_whatever_names_hold() {
    let folder = inbox();
    folder.run(&["consolidate", "thư", "--out", "so.xlsx", "--mark", "ra"]).exits(1);
    folder.run(&["report", "thư", "--year", "2023", "--out", "bc"]).exits(1);
    folder.run(&["report", "so.xlsx", "--year", "2023", "--out", "bc2"]).exits(1);
    folder.run(&["status", "thư", "--letters", "cv"]).exits(1);
    folder.run(&["export", "thư", "--to", "dl"]).exits(1);
    let mut n = 0;
    for name in folder.names() {
        if !name.starts_with("thư/") && (name.ends_with(".xlsx") || name.ends_with(".docx")) {
            is_well_formed(&name, folder.read(&name));
            n += 1;
        }
    }
    assert!(n > 20, "{n}");
    for name in folder.names().iter().filter(|name| name.ends_with(".csv")) {
        let bytes = folder.read(name);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for field in
            reader.records().flat_map(|record| record.expect("a record").iter().map(str::to_owned).collect::<Vec<_>>())
        {
            let is_number = field.parse::<f64>().is_ok();
            assert!(is_number || !field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {field:?}");
        }
    }
}

/// Names of agencies come from the plan, which may be anyone's.
#[test]
fn names_in_a_plan_deceive_nobody_either() {
    let folder = Folder::new();
    let name = "Sở Nội vụ";
    assert!(EMBEDDED.contains(&format!("name = \"{name}\"")));
    let hidden = format!("name = \"{name}\u{202e}\u{200b}\"");
    folder.put("k.toml", EMBEDDED.replacen(&format!("name = \"{name}\""), &hidden, 1));
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    for args in [&["plan", "show"][..], &["consolidate", "thư", "--out", "so.xlsx"], &["status", "thư"]] {
        let run = folder.run(&[args, &["--plan", "k.toml"]].concat());
        assert!(!run.stdout.contains(['\u{202e}', '\u{200b}']), "{run}");
    }
}
