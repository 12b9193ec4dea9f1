//! What another program makes of the workbook's formulas, for tests: LibreOffice reads it, calculates everything anew
//! whatever the file says, and saves it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::intake::reader;
use crate::value::grid::{Address, Format, Value};

/// A profile in which every formula is calculated on load.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

static N_FOLDERS: AtomicU32 = AtomicU32::new(0);

/// The workbook as LibreOffice saves it after calculating; `None` if LibreOffice isn't there.
pub fn recalculated(workbook: &[u8]) -> Option<Vec<u8>> {
    if Command::new("soffice").arg("--version").output().is_err() {
        println!("skipped: soffice is not on the PATH");
        return None;
    }
    let folder = folder();
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user")).expect("a temporary folder");
    fs::write(profile.join("user/registrymodifications.xcu"), PROFILE).expect("a temporary file");
    fs::create_dir_all(folder.join("out")).expect("a temporary folder");
    let source = folder.join("so.xlsx");
    fs::write(&source, workbook).expect("a temporary file");
    let status = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder.join("out"))
        .arg(&source)
        .output()
        .expect("soffice runs");
    let result = fs::read(folder.join("out/so.xlsx"));
    fs::remove_dir_all(&folder).ok();
    Some(result.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&status.stderr))))
}

/// Compares every formula's cached value with what LibreOffice calculates, and returns how many there are; `None` if
/// LibreOffice isn't there.
pub fn compare(workbook: &[u8]) -> Option<usize> {
    let read = |bytes: &[u8]| reader::read_own(bytes, Format::Xlsx, |_| true).expect("a readable workbook");
    let (ours, theirs) = (read(workbook), read(&recalculated(workbook)?));
    let mut n_formulas = 0;
    for sheet in &ours.sheets {
        let other = theirs.sheet(&sheet.name).expect("the same sheets");
        for (at, cell) in sheet.cells().filter(|(_, cell)| cell.formula.is_some()) {
            let value = &other.get(at).unwrap_or_else(|| panic!("{} {at}", sheet.name)).value;
            assert!(is_same(&cell.value, value), "{} {at} {cell:?} ≠ {value:?}", sheet.name);
            n_formulas += 1;
        }
    }
    Some(n_formulas)
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        (Value::Text(a), Value::Text(b)) => a == b,
        _ => false,
    }
}

fn folder() -> PathBuf {
    let n = N_FOLDERS.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("bhxh-recalculated-{}-{n}", std::process::id()))
}

#[test]
fn a_wrong_cached_value_is_calculated_anew() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let wrong = rust_xlsxwriter::Formula::new("=1+1").set_result("3");
    workbook.add_worksheet().write_formula(0, 0, wrong).expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let Some(recalculated) = recalculated(&bytes) else { return };
    let read = reader::read(&recalculated, Format::Xlsx).expect("a readable workbook");
    assert_eq!(read.sheets[0].get(Address::new(0, 0)).expect("a cell").value, Value::Number(2.0));
}
