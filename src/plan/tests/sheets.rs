//! Every template and every provincial workbook of a plan that is used can be written.

use super::*;
use crate::plan::fault::What;

const FORM: &str = "sheet = \"Biểu 01\"";

fn faults(from: &str, to: &str) -> Vec<What> {
    assert!(EMBEDDED.contains(from), "the plan no longer holds {from}");
    let faults = load(&EMBEDDED.replacen(from, to, 1)).expect_err("a broken plan").0;
    faults.into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_sheet_has_a_name_that_excel_takes() {
    for name in ["", "  ", "Biểu 01\\n", "a:b", "'a", "a'", "Biểu một, dài hơn ba mươi mốt chữ!"] {
        let written = format!("sheet = \"{name}\"");
        assert!(matches!(faults(FORM, &written)[..], [What::SheetName { .. }]), "{name}");
    }
    assert!(load(&EMBEDDED.replacen(FORM, "sheet = \"Biểu vừa đúng ba mươi mốt chữ 1\"", 1)).is_ok());
}

#[test]
fn no_form_takes_the_name_of_a_sheet_that_templates_have() {
    let own = [
        "Bìa",
        "bìa",
        "HƯỚNG  DẪN",
        "Khó khăn, vướng mắc, đề xuất",
        "Nguồn số liệu",
        "Nguồn số liệu 2",
        "_bhxh_x",
        "history",
    ];
    for name in own {
        let written = format!("sheet = \"{name}\"");
        assert!(matches!(faults(FORM, &written)[..], [What::OwnSheet { .. }]), "{name}");
    }
    assert!(load(&EMBEDDED.replacen(FORM, "sheet = \"Bìa phụ\"", 1)).is_ok());
}

#[test]
fn two_forms_of_an_agency_have_sheets_of_two_names() {
    let of = |name: &str| faults(FORM, &format!("sheet = \"{name}\""));
    for name in ["Biểu 10", "BIỂU 10", "biểu  10"] {
        let [What::SheetOfTwoForms { forms, agency, .. }] = &of(name)[..] else { panic!("{name}: {:?}", of(name)) };
        assert_eq!((forms[0].as_str(), agency.as_str()), ("dang-doan-the", "btctu"));
    }
    assert!(load(&EMBEDDED.replacen(FORM, "sheet = \"Biểu 03\"", 1)).is_ok(), "of two agencies");
}

#[test]
fn an_agency_has_a_form_once() {
    let (once, twice) = ("forms = [\"khu-kinh-te\"", "forms = [\"khu-kinh-te\", \"khu-kinh-te\"");
    let [What::FormTwice { of, form }] = &faults(once, twice)[..] else { panic!("{:?}", faults(once, twice)) };
    assert_eq!((of.as_str(), form.as_str()), ("bql-kkt", "khu-kinh-te"));
    let group = "code = \"district\"\n";
    let of_group = EMBEDDED.split_once(group).and_then(|(_, rest)| rest.split_once("forms = [")).expect("its forms").1;
    let first = of_group.split(',').next().expect("one").trim_end_matches(']');
    let text = EMBEDDED.replacen(&format!("forms = [{of_group}"), &format!("forms = [{first}, {of_group}"), 1);
    let faults = load(&text).expect_err("twice").0;
    assert!(matches!(&faults[..], [Fault { what: What::FormTwice { of, .. }, .. }] if of == "district"), "{faults:?}");
}

#[test]
fn no_subject_takes_the_name_of_a_sheet_that_provincial_workbooks_have() {
    let subject = |sheet: &str| {
        let text = format!("{EMBEDDED}\n[[subject]]\ncode = \"x\"\nsheet = \"{sheet}\"\ntitle = \"X\"\n");
        load(&text).map_or_else(|faults| faults.0.into_iter().map(|fault| fault.what).collect(), |_| Vec::new())
    };
    let is_own = |what: &What| matches!(what, What::OwnSheet { .. });
    for name in ["Số liệu", "SỐ LIỆU 2", "Tổng quan", "Phương pháp tính", "_bhxh_files"] {
        assert!(subject(name).iter().any(is_own), "{name}: {:?}", subject(name));
    }
    let own = EMBEDDED.contains("[[subject]]");
    assert!(own || !subject("Trang khác").iter().any(is_own));
}

#[test]
fn a_sheet_that_subjects_share_is_written_alike() {
    let subjects =
        "\n[[subject]]\ncode = \"x\"\nsheet = \"Nhóm một\"\n\n[[subject]]\ncode = \"y\"\nsheet = \"NHÓM MỘT\"\n";
    let faults = load(&format!("{EMBEDDED}{subjects}")).expect_err("two ways").0;
    assert!(faults.iter().any(|fault| matches!(fault.what, What::SheetWrittenTwoWays { .. })), "{faults:?}");
}

#[test]
fn repeated_rows_stand_once_and_a_total_of_everything_has_something_to_add_up() {
    let rows = "rows = [{ code = \"tong\", label = \"TOÀN TỈNH\", parts = [\"*\"] }, { each = \"district\" }]";
    let with =
        |inner: &str| faults(rows, &format!("rows = [{{ code = \"tong\", label = \"T\", parts = [\"*\"] }}{inner}]"));
    let twice = with(", { each = \"district\" }, { each = \"district\" }");
    assert!(matches!(&twice[..], [What::DuplicateRow { row, .. }] if row == "district"), "{twice:?}");
    let same = with(", { each = \"district\" }, { code = \"ubnd-phu-rieng\", label = \"X\" }");
    assert!(matches!(&same[..], [What::DuplicateRow { row, .. }] if row == "ubnd-phu-rieng"), "{same:?}");
    assert!(matches!(with("")[..], [What::FormWithoutRows { .. }]), "{:?}", with(""));
}
