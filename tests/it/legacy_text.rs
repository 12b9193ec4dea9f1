//! Text of the fonts before Unicode is converted in names and notes; nothing else ever is.

use std::fs;
use std::path::Path;

use bhxh::intake::Received;
use bhxh::problem::Audience;
use bhxh::usecase::receive;
use bhxh::value::grid::Value;
use bhxh::value::text;
use expect_test::expect;

use crate::books::Edit;
use crate::province::{good, lines, plan};

fn received(code: &str, cells: &[(&str, &str, &str)]) -> Received {
    let set = |edit: Edit, (sheet, at, text): &(&str, &str, &str)| edit.set(sheet, at, Value::Text((*text).to_owned()));
    let edited = cells.iter().fold(Edit::of(&good(code).bytes()), set);
    receive(&edited.save(), "tệp.xlsx", plan())
}

#[test]
fn names_notes_and_difficulties_are_read_in_unicode() {
    let difficulties = "Khó khăn, vướng mắc, đề xuất";
    let received = received(
        "ubnd-loc-ninh",
        &[
            ("Bìa", "C10", "UBND huyÖn Léc Ninh"),
            ("Bìa", "C16", "NguyÔn V¨n An"),
            ("Bìa", "C18", "Nguyeãn Thò Minh"),
            ("Biểu 06", "D13", "1.200"),
            ("Biểu 06", "H13", "Theo b¸o c¸o cña doanh nghiÖp"),
            // A number with its unit is a number, in whatever letters.
            ("Biểu 06", "D14", "1000 ng\u{ad}êi"),
            (difficulties, "B7", "ThiÕu kinh phÝ tuyªn truyÒn"),
        ],
    );
    let notes = received.findings.iter().filter(|finding| finding.code().entry().id == "CELL-17");
    let said: Vec<String> = notes.map(|finding| finding.words(Audience::Officer).message).collect();
    expect![[r#"
        [
            "3 ô của trang “Bìa” gõ bằng phông chữ cũ TCVN3 (ABC), VNI, đã đổi sang Unicode: “UBND huyÖn Léc Ninh” đọc là “UBND huyện Lộc Ninh”",
            "1 ô của trang “Biểu 06” gõ bằng phông chữ cũ TCVN3 (ABC), đã đổi sang Unicode: “Theo b¸o c¸o cña doanh nghiÖp” đọc là “Theo báo cáo của doanh nghiệp”",
            "1 ô của trang “Khó khăn, vướng mắc, đề xuất” gõ bằng phông chữ cũ TCVN3 (ABC), đã đổi sang Unicode: “ThiÕu kinh phÝ tuyªn truyÒn” đọc là “Thiếu kinh phí tuyên truyền”",
        ]
    "#]].assert_debug_eq(&said);
    expect![[r#"
        [
            "CELL-17 C10, C16, C18",
            "CELL-17 H13",
            "CELL-17 B7",
            "CELL-06 D13",
            "CELL-14 D14",
            "SUM-04 D11, G13",
        ]
    "#]]
    .assert_debug_eq(&lines(&received.findings));
    let submission = received.submission().expect("a submission");
    expect![[r#"
        (
            Some(
                "Nguyễn Văn An",
            ),
            Some(
                "Nguyễn Thị Minh",
            ),
            Some(
                "Thiếu kinh phí tuyên truyền",
            ),
        )
    "#]]
    .assert_debug_eq(&(
        &submission.cover.prepared_by,
        &submission.cover.signed_by,
        &submission.difficulties[0].difficulty,
    ));
    let query = received.findings.iter().find(|finding| finding.code().entry().id == "CELL-06").expect("the query");
    assert_eq!(query.explanation.as_deref(), Some("Theo báo cáo của doanh nghiệp"));
}

/// Every line and word of the project's own Vietnamese and English.
/// Below each form a formula repeats who signed.
#[test]
fn what_the_cover_says_is_noted_there_alone() {
    let received = received("ctk", &[("Bìa", "C18", "Lª ThÞ Hßa"), ("Biểu 09", "H27", "Lª ThÞ Hßa")]);
    assert_eq!(lines(&received.findings), ["CELL-17 C18"], "{:#?}", received.findings);
}

#[test]
fn plain_text_is_never_converted() {
    let mut n_lines = 0;
    for folder in ["docs", "src/plan", "src/problem", "examples/plans"] {
        for file in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let file = file.expect("a file");
            let is_text = file.path().extension().is_some_and(|ext| ext == "md" || ext == "toml" || ext == "rs");
            // These pages show such text.
            let shows_it = ["CELL-17.md", "thong-bao.md"].iter().any(|page| file.path().ends_with(page));
            if !is_text || shows_it {
                continue;
            }
            for line in fs::read_to_string(file.path()).expect("text").lines() {
                n_lines += 1;
                for part in std::iter::once(line).chain(line.split_whitespace()) {
                    assert_eq!(text::legacy(part), None, "{part}");
                }
            }
        }
    }
    assert!(n_lines > 3_000, "{n_lines}");
}
