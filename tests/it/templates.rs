//! The templates that lie in the repository are what the program makes.

use std::fs;
use std::path::Path;

use bhxh::template::{self, Filling};

use crate::harness::Folder;
use crate::province;

const YEAR: i32 = 2025;

#[test]
fn the_kept_templates_are_current() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_xlsx"));
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let year = province::year(YEAR);
    let mut expected = Vec::new();
    for agency in year.agencies {
        let name = year.template_name(*agency);
        let bytes = template::workbook(&year, *agency, &Filling::default()).expect("a workbook");
        if update {
            fs::create_dir_all(folder).expect("a folder");
            fs::write(folder.join(&name), &bytes).expect("written");
        }
        let kept = fs::read(folder.join(&name)).unwrap_or_default();
        assert!(kept == bytes, "templates_xlsx/{name} is not current; UPDATE_EXPECT=1 cargo test makes it anew");
        expected.push(name);
    }
    expected.sort();
    let mut kept: Vec<String> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    kept.sort();
    assert_eq!(kept, expected);
}

#[test]
fn the_command_makes_the_same_bytes() {
    let folder = Folder::new();
    folder.run(&["template", "--year", "2025", "--out", "biểu mẫu"]).exits(0).says("19 biểu mẫu năm 2025");
    let year = province::year(YEAR);
    for agency in year.agencies {
        let name = year.template_name(*agency);
        let bytes = template::workbook(&year, *agency, &Filling::default()).expect("a workbook");
        assert!(folder.read(&format!("biểu mẫu/{name}")) == bytes, "{name}");
    }
}
