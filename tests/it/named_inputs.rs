//! Files and values that the officer names: looked at before they are opened, bounded, and refused with a sentence.

use std::fs::OpenOptions;
use std::io::{Cursor, Write};

use bhxh::plan::EMBEDDED;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::Folder;
use crate::province::good;

/// Address space a run may take, in KiB: the 256 MiB that a file may cost, the program itself, and its stacks.
const MAX_MEMORY_KIB: u64 = 400 << 10;

fn inbox() -> Folder {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder
}

/// A provincial workbook's package with a sheet of a gigabyte of spaces, in a megabyte.
fn bomb() -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().large_file(true);
    let package_space = "http://schemas.openxmlformats.org/package/2006";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = format!(
        "<Types xmlns=\"{package_space}/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.\
         openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
    );
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package_space}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{office}\"><sheets><sheet \
         name=\"Số liệu\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    for (name, content) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
    ] {
        package.start_file(name, options).expect("a part");
        package.write_all(content.as_bytes()).expect("memory");
    }
    package.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    let piece = vec![b' '; 1 << 20];
    (0..1024).for_each(|_| package.write_all(&piece).expect("memory"));
    package.finish().expect("a package").into_inner()
}

/// A file with a hole takes no room on the disk.
fn long(folder: &Folder, name: &str, head: &[u8], n_bytes: u64) {
    let path = folder.put(name, head);
    OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(n_bytes)).expect("a long file");
}

#[track_caller]
fn refused_everywhere(folder: &Folder, name: &str, words: &str) {
    let commands: [&[&str]; 4] = [
        &["consolidate", "thư", "--previous", name],
        &["report", "thư", "--year", "2023", "--previous", name],
        &["validate", "thư/ctk.xlsx", "--previous", name],
        &["report", name, "--year", "2023"],
    ];
    for args in commands {
        folder.run_within(args, MAX_MEMORY_KIB).exits(2).says(words).fits_the_screen();
    }
}

#[test]
fn a_workbook_that_is_none_is_refused_within_its_bounds() {
    let folder = inbox();
    folder.put("bom.xlsx", bomb());
    long(&folder, "lớn.xlsx", b"PK\x03\x04", 1 << 30);
    long(&folder, "rỗng ruột.xlsx", b"", 3 << 30);
    folder.put("trống.xlsx", "");
    refused_everywhere(&folder, "bom.xlsx", "không phải là bảng tính đọc được");
    refused_everywhere(&folder, "lớn.xlsx", "tối đa 125.829.120");
    refused_everywhere(&folder, "rỗng ruột.xlsx", "tối đa 41.943.040");
    refused_everywhere(&folder, "trống.xlsx", "không phải là bảng tính đọc được");
    assert_eq!(folder.names().len(), 5);
}

#[test]
fn a_plan_that_is_none_is_refused_within_its_bounds() {
    let folder = inbox();
    long(&folder, "lớn.toml", b"", 3 << 30);
    folder.put("dài.toml", format!("a = [\n{}]\n", "1,\n".repeat(2_500_000)));
    folder.put("sâu.toml", format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000)));
    folder.put("chấm.toml", format!("a{} = 1", ".a".repeat(1_100_000)));
    folder.put("nhị phân.toml", [0xFF; 100]);
    for (name, words) in [
        ("lớn.toml", "tối đa 41.943.040"),
        ("dài.toml", "có hơn 1.000.000 mục"),
        ("sâu.toml", "có lỗi"),
        ("chấm.toml", "có hơn 1.000.000 mục"),
        ("nhị phân.toml", "không phải là chữ đọc được"),
        ("thư", "là thư mục, không phải tệp"),
        ("không có", "không tìm thấy"),
    ] {
        folder.run_within(&["plan", "check", name], MAX_MEMORY_KIB).exits(2).says(words);
        folder.run_within(&["status", "thư", "--plan", name], MAX_MEMORY_KIB).exits(2).says(words);
    }
    // Notepad begins a file with a mark that nobody sees.
    folder.put("của tôi.toml", format!("\u{feff}{EMBEDDED}"));
    folder.run(&["plan", "check", "của tôi.toml"]).exits(0);
}

#[test]
fn days_and_numbers_that_nobody_means_are_refused() {
    let folder = inbox();
    for day in ["0000-01-01", "1/1/23", "99999-01-01", "2023-02-30", "1989-12-31", "", "hôm nay"] {
        for args in [
            ["status", "thư", "--today", day],
            ["consolidate", "thư", "--as-of", day],
            ["export", "thư", "--as-of", day],
            ["report", "thư", "--as-of", day],
        ] {
            folder.run(&args).exits(2).says(args[2]).fits_the_screen();
        }
    }
    for year in ["0", "99999999999", "-5", "2.023", "nay", "2147483647"] {
        let run = folder.run(&["template", "--year", year]).exits(2);
        assert!(!run.stderr.contains(" is not in ") && !run.stderr.contains("invalid"), "{run}");
    }
    let report = ["report", "thư", "--year", "2023"];
    for (option, value) in [
        ("--labour-force", "1.5"),
        ("--labour-force", "62.0000"),
        ("--labour-force", "99999999999"),
        ("--percent", "bhxh=1e3"),
        ("--percent", "bhxh=NaN"),
        ("--percent", "bhxh=101"),
        ("--percent", "bhxh"),
    ] {
        folder.run(&[&report[..], &[option, value]].concat()).exits(2).says("không dùng được cho");
    }
    for seconds in ["-99999999999", "9999999999999999999", "", "x", "99999999999"] {
        let run = folder.run_by_environment(&["status", "thư"], &[("SOURCE_DATE_EPOCH", seconds)]);
        run.exits(2).says("SOURCE_DATE_EPOCH không phải là số giây");
    }
    assert_eq!(folder.names(), ["thư/ctk.xlsx"]);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_never_opened() {
    use std::process::Command;
    let folder = inbox();
    assert!(Command::new("mkfifo").arg(folder.path().join("ống")).status().expect("mkfifo runs").success());
    for name in ["/dev/zero", "/dev/null", "ống"] {
        refused_everywhere(&folder, name, "thiết bị hoặc đường truyền của hệ thống, không phải tệp");
        for args in [["plan", "check", name].as_slice(), &["status", "thư", "--plan", name]] {
            folder.run_within(args, MAX_MEMORY_KIB).exits(2).says("không phải tệp");
        }
    }
    for args in
        [["consolidate", "thư", "--previous", "thư"].as_slice(), &["validate", "thư/ctk.xlsx", "--previous", "thư"]]
    {
        folder.run(args).exits(2).says("là thư mục, không phải tệp");
    }
}
