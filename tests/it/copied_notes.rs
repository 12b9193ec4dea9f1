//! What the program copied from units beside a row answered questions about their own numbers. A question about the return that was added up is
//! answered by a reason of who sent it, or of the very units that it is about.

use std::sync::LazyLock;

use bhxh::plan::{EMBEDDED, Plan};
use bhxh::problem::Finding;
use bhxh::usecase;
use bhxh::value::grid::Value;

use crate::books::Edit;
use crate::rollup::rolled_up;
use crate::tiers::{bytes_of, of_unit};

/// The province's plan, in which more people to go than there are is a question.
static PROVINCE: LazyLock<Plan> = LazyLock::new(|| {
    let (error, query) =
        ("severity = \"error\"\nreason = \"Số dự kiến giảm", "severity = \"query\"\nreason = \"Số dự kiến giảm");
    assert!(EMBEDDED.contains(error));
    bhxh::plan::load(&EMBEDDED.replacen(error, query, 1)).expect("a plan")
});
static TIER: LazyLock<Plan> = LazyLock::new(|| PROVINCE.for_tier("btctu").expect("a tier"));

/// What is handed in when these units report so many people in every cell and so many to go, each with a note beside every row.
fn of_units(units: &[(&str, u64, u64, &str)]) -> Vec<u8> {
    let file = |(code, people, to_go, note): &(&str, u64, u64, &str)| {
        let (name, mut filling) = of_unit(&TIER, code, *people);
        for ((form, _, column), people) in &mut filling.counts {
            if TIER.form(*form).columns[column.idx()].key == "decrease" {
                *people = *to_go;
            }
        }
        let rows: Vec<_> = filling.counts.keys().map(|(form, row, _)| (*form, *row)).collect();
        filling.notes.extend(rows.into_iter().filter(|_| !note.is_empty()).map(|row| (row, (*note).to_owned())));
        (name, bytes_of(&TIER, code, &filling))
    };
    rolled_up(&TIER, &units.iter().map(file).collect::<Vec<_>>())
}

/// Whether the questions of a code are open, of which there is at least one.
fn is_open(bytes: &[u8], code: &str) -> bool {
    let findings = usecase::receive(bytes, "btctu_2023.xlsx", &PROVINCE).findings;
    let of_code: Vec<bool> = findings.iter().filter(|of| of.code().to_string() == code).map(Finding::is_open).collect();
    assert!(!of_code.is_empty(), "{findings:#?}");
    of_code.into_iter().any(|is_open| is_open)
}

const CLOSED: &str = "giải thể theo QĐ 90";
const GROWN: &str = "tuyển mới theo QĐ 15";

#[test]
fn a_comparison_is_answered_by_the_units_in_which_it_fails() {
    let failing = |note| ("hu-bu-dang", 1_000, 9_000, note);
    let sound = ("hu-bu-dop", 2_000, 3, GROWN);
    let answered = of_units(&[failing(CLOSED), sound]);
    assert!(!is_open(&answered, "SUM-05"), "each unit in which it fails says why");
    assert!(is_open(&of_units(&[failing(""), sound]), "SUM-05"), "another unit's note is about its own numbers");
    assert!(is_open(&of_units(&[failing("đã kiểm tra"), sound]), "SUM-05"), "no reason");
    assert!(is_open(&of_units(&[failing(CLOSED), ("hu-bu-dop", 20, 30, "")]), "SUM-05"), "one of two units");
    let with = |note: &str| {
        let text = |row: u32| (format!("H{row}"), Value::Text(format!("{note}; Huyện ủy Bù Đốp: {GROWN}")));
        let set = |edit: Edit, (at, value): (String, Value)| edit.set("Biểu 01", &at, value);
        (11..=22).map(text).fold(Edit::of(&of_units(&[failing(""), sound])), set).save()
    };
    let own_row = |bytes: &[u8]| {
        let findings = usecase::receive(bytes, "btctu_2023.xlsx", &PROVINCE).findings;
        let first = findings.into_iter().find(|of| of.code().to_string() == "SUM-05").expect("a question");
        first.is_open()
    };
    assert!(own_row(&with("đã kiểm tra, số đúng")), "no reason");
    assert!(!own_row(&with("Số giảm gồm cả người của Huyện ủy Phú Riềng")), "a reason of who sent it");
}

#[test]
fn what_was_typed_by_hand_is_not_answered_by_what_units_wrote() {
    let whole = of_units(&[("hu-bu-dang", 1_000, 3, CLOSED), ("hu-bu-dop", 2_000, 3, GROWN)]);
    let typed = |note: Option<&str>| {
        let edit = Edit::of(&whole).set("Biểu 01", "D12", Value::Text("-".to_owned()));
        match note {
            Some(note) => edit.set("Biểu 01", "H12", Value::Text(note.to_owned())).save(),
            None => edit.save(),
        }
    };
    assert!(is_open(&typed(None), "CELL-15"));
    assert!(!is_open(&typed(Some("Xóa số của Huyện ủy Bù Đăng báo trùng")), "CELL-15"));
}

#[test]
fn zeros_throughout_are_answered_by_every_unit_or_by_who_sent_them() {
    let nobody = "Đơn vị không có ai";
    let of = |second: &str| of_units(&[("hu-bu-dang", 0, 0, nobody), ("hu-bu-dop", 0, 0, second)]);
    assert!(!is_open(&of(nobody), "CELL-22"));
    assert!(is_open(&of(""), "CELL-22"), "one of two");
    let own = Edit::of(&of("")).set("Biểu 01", "H12", Value::Text("Các huyện ủy không có ai".to_owned())).save();
    assert!(!is_open(&own, "CELL-22"));
}
