//! Totals as files state them: right, wrong, typed over, stale, broken; each mistake once.

use bhxh::problem::{Audience, Finding};
use bhxh::usecase::{receive, understand};
use bhxh::value::grid::{Address, Format, Value};
use expect_test::{Expect, expect};

use crate::books::{self, Edit};
use crate::province::{Return, good, lines, plan};

/// What is found in a file whose cells were changed after it was filled.
fn findings(code: &str, change: impl Fn(Edit) -> Edit) -> Vec<Finding> {
    receive(&change(Edit::of(&good(code).bytes())).save(), "tệp.xlsx", plan()).findings
}

#[track_caller]
fn check(code: &str, change: impl Fn(Edit) -> Edit, expected: &[&str]) {
    let findings = findings(code, change);
    assert_eq!(lines(&findings), expected, "{findings:#?}");
}

/// With severity, what was found and expected, and the message.
#[track_caller]
fn says(code: &str, change: impl Fn(Edit) -> Edit, expected: &Expect) {
    let line = |finding: &Finding| {
        let words = finding.words(Audience::Officer);
        let of = |text: Option<String>| text.unwrap_or("–".to_owned());
        format!(
            "{} {} [{} | {}] {}\n",
            finding.severity,
            finding.code(),
            of(words.found),
            of(words.expected),
            words.message
        )
    };
    expected.assert_eq(&findings(code, change).iter().map(line).collect::<String>());
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The total of Biểu 09 with this formula; its parts make 13 200.
fn total(formula: &str, value: f64) -> impl Fn(Edit) -> Edit {
    move |e: Edit| e.set_formula("Biểu 09", "D10", formula, Value::Number(value))
}

#[test]
fn a_wrong_subtotal_is_not_reported_again_by_the_total_above() {
    // Each of three rows has 1000; the total adds up what the subtotal says.
    let wrong = |e: Edit| {
        e.set_formula("Biểu 06", "D11", "3000+7", Value::Number(3007.0))
            .set_formula("Biểu 06", "D10", "SUM(D11,D15:D17)", Value::Number(6007.0))
            .set_formula("Biểu 06", "G11", "D11+E11-F11", Value::Number(3157.0))
            .set_formula("Biểu 06", "G10", "D10+E10-F10", Value::Number(6307.0))
    };
    check("ubnd-bu-dop", wrong, &["SUM-01 D11"]);
}

#[test]
fn sum_01_a_total_differs_from_its_parts() {
    check("ctk", |e| e.set("Biểu 09", "D10", Value::Number(234_001.0)), &["SUM-01 D10"]);
    check("ctk", |e| e.set("Biểu 09", "D10", text("13.201")), &["SUM-01 D10"]);
    says(
        "ctk",
        |e| e.set("Biểu 09", "D10", Value::Number(234_001.0)),
        &expect![[r#"
            Lỗi SUM-01 [234001 | 234000] tổng ghi 234.001 nhưng các thành phần cộng lại là 234.000, thừa 1 – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
}

#[test]
fn sum_01_a_total_is_a_number_that_counts_nobody() {
    says(
        "ctk",
        |e| e.set("Biểu 09", "D10", Value::Number(0.5)),
        &expect![[r#"
            Lỗi SUM-01 [0.5 | 234000] tổng ghi 0,5 nhưng các thành phần cộng lại là 234.000, thiếu 233999,5 – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
    says(
        "ctk",
        |e| e.set("Biểu 09", "D10", Value::Number(1e300)),
        &expect![[r#"
            Lỗi SUM-01 [1E+300 | 234000] tổng ghi 1E+300 nhưng các thành phần cộng lại là 234.000, thừa 1E+300 – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
    says(
        "ctk",
        |e| e.set("Biểu 09", "D10", Value::Number(-1.0)),
        &expect![[r#"
            Lỗi SUM-01 [-1 | 234000] tổng ghi -1 nhưng các thành phần cộng lại là 234.000, thiếu 234.001 – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
}

#[test]
fn sum_02_a_total_is_typed_over() {
    check("ctk", |e| e.set("Biểu 09", "D10", Value::Number(234_000.0)), &["SUM-02 D10"]);
    check("ctk", |e| e.set("Biểu 09", "D10", text("đủ")), &["SUM-02 D10"]);
    // The only total of its form.
    check("ldld", |e| e.set("Biểu 12", "D10", Value::Number(1000.0)), &["SUM-02 D10"]);
    // Values pasted over every formula, as when formulas can't be seen, are only compared.
    let values_only = |mut e: Edit| {
        let formulas: Vec<_> = e.0.sheet("Biểu 09").expect("it").cells().map(|(at, c)| (at, c.clone())).collect();
        for (at, cell) in formulas.into_iter().filter(|(_, cell)| cell.formula.is_some()) {
            e = e.set("Biểu 09", &at.to_string(), cell.value);
        }
        e
    };
    check("ctk", values_only, &[]);
}

#[test]
fn sum_03_a_total_adds_something_else() {
    for formula in [
        "SUM(D11:D20)+1200",
        "SUM(D11:D21)*1",
        "SUM(D11:D20)+L30",
        // What lies outside of the table, blank or not, is no part.
        "SUM(D11:D21)+L30",
        "SUM(D11:D21)+L12",
        "SUM(D11:D21)+D30",
        "SUM(D11:D21)-D11+1200",
        // Only itself.
        "D10",
    ] {
        check("ctk", total(formula, 234_000.0), &["SUM-03 D10"]);
    }
    check("ctk", total("D10", 0.0), &["SUM-01 D10"]);
    says(
        "ctk",
        total("SUM(D11:D20)+L30", 234_000.0),
        &expect![[r#"
            Cần giải trình SUM-03 [=SUM(D11:D20)+L30 | 234000] công thức của ô tổng đã bị sửa thành “=SUM(D11:D20)+L30” – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
    for formula in ["SUM(D11:D21)+100", "MAX(D11:D21)", "SUM(D11:D21,D11)", "SUM(D11:D21,D15:D16)"] {
        check("ctk", total(formula, 13_300.0), &["SUM-01 D10"]);
    }
    for formula in ["D11+D12+D13+D14+D15+D16+D17+D18+D19+D20+D21", "SUM(D11:D15)+SUM(D16:D21)", "SUM(D11:D21,D11)-D11"]
    {
        check("ctk", total(formula, 234_000.0), &[]);
    }
}

#[test]
fn sum_03_formulas_changed_alike_are_one_finding() {
    // Every column of the total: the row answers.
    let columns = [("D", 234_000.0), ("E", 121_000.0)];
    let of_row = |e: Edit| {
        columns.iter().fold(e, |e, (col, value)| {
            e.set_formula("Biểu 09", &format!("{col}10"), &format!("SUM({col}11:{col}21)*1"), Value::Number(*value))
        })
    };
    check("ctk", of_row, &["SUM-03 D10, E10"]);
    // Two totals in every column: each row answers.
    let of_rows = |e: Edit| {
        ["D", "E", "F"].iter().zip([1000.0, 100.0, 50.0]).fold(e, |e, (col, people)| {
            e.set_formula(
                "Biểu 06",
                &format!("{col}11"),
                &format!("SUM({col}12:{col}14)*1"),
                Value::Number(people * 3.0),
            )
            .set_formula(
                "Biểu 06",
                &format!("{col}10"),
                &format!("SUM({col}11,{col}15:{col}17)*1"),
                Value::Number(people * 6.0),
            )
        })
    };
    check("ubnd-bu-dop", of_rows, &["SUM-03 D10, E10, F10", "SUM-03 D11, E11, F11"]);
    // The rows of a result column: each row answers for itself, so that one which does stands apart.
    let of_column = |filled: &Return| {
        let edit = (12..=15).fold(Edit::of(&filled.bytes()), |e, row| {
            let formula = format!("(D{row}+E{row}-F{row})*1");
            e.set_formula("Biểu 06", &format!("G{row}"), &formula, Value::Number(1050.0))
        });
        let findings = receive(&edit.save(), "tệp.xlsx", plan()).findings;
        let explained: Vec<bool> = findings.iter().map(Finding::is_explained).collect();
        (lines(&findings), explained)
    };
    let silent = good("ubnd-bu-dop");
    assert_eq!(of_column(&silent), (vec!["SUM-03 G12, G13, G14, G15".to_owned()], vec![false]));
    let one_answers = silent.note("huyen-bat-buoc", "dn-ngoai-nha-nuoc", "Làm tròn theo hồ sơ");
    let expected = ["SUM-03 G12, G14, G15", "SUM-03 G13"].map(str::to_owned).to_vec();
    assert_eq!(of_column(&one_answers), (expected, vec![false, true]));
}

#[test]
fn sum_03_a_broken_formula_says_so_once() {
    says(
        "ctk",
        |e| e.set("Biểu 09", "D10", text("#REF!")),
        &expect![[r#"
            Cần giải trình SUM-03 [#REF! | 234000] công thức của ô tổng bị hỏng: “#REF!” – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
    let broken = Value::Error("#REF!".to_owned());
    says(
        "ctk",
        |e| e.set_formula("Biểu 09", "D10", "SUM(#REF!,D12:D21)", broken.clone()),
        &expect![[r#"
            Cần giải trình SUM-03 [#REF! | 234000] công thức của ô tổng bị hỏng: “#REF!” – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
    // The row of a subtotal is deleted: the total above adds what is gone, and its result shows the same error.
    let deleted = |e: Edit| {
        let e = e.delete_row("Biểu 06", 11);
        ["D10", "E10", "F10", "G10"].iter().fold(e, |e, at| {
            let formula = e.0.sheet("Biểu 06").expect("it").get(books::address(at)).and_then(|c| c.formula.clone());
            e.set_formula("Biểu 06", at, &formula.expect("a total"), broken.clone())
        })
    };
    says(
        "ubnd-bu-dop",
        deleted,
        &expect![[r#"
        Cần giải trình SUM-03 [#REF! | 6000; 600; 300] công thức của 3 ô tổng bị hỏng: “#REF!” – dòng “TỔNG SỐ”, cột “Số người đang làm việc”, “Dự kiến bổ sung thêm”, “Dự kiến giảm, tinh giảm”
    "#]],
    );
}

/// The number below a broken formula is from before it broke: only one that still fits leaves the formula to be asked about.
#[test]
fn sum_03_a_broken_formula_keeps_an_old_number() {
    let formula = "SUM(#REF!,D12:D21)";
    says(
        "ctk",
        total(formula, 234_000.0),
        &expect![[r#"
            Cần giải trình SUM-03 [=SUM(#REF!,D12:D21) | 234000] công thức của ô tổng bị hỏng: “=SUM(#REF!,D12:D21)” – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
    says(
        "ctk",
        total(formula, 12_000.0),
        &expect![[r#"
            Lỗi SUM-01 [12000 | 234000] tổng ghi 12.000 nhưng các thành phần cộng lại là 234.000, thiếu 222.000 – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
}

#[test]
fn sum_03_a_changed_formula_that_gives_an_error_is_broken() {
    let divided = |e: Edit| e.set_formula("Biểu 09", "D10", "SUM(D11:D21)/0", Value::Error("#DIV/0!".to_owned()));
    says(
        "ctk",
        divided,
        &expect![[r#"
            Cần giải trình SUM-03 [#DIV/0! | 234000] công thức của ô tổng bị hỏng: “#DIV/0!” – dòng “TOÀN TỈNH”, cột “Số người trong độ tuổi lao động”
        "#]],
    );
}

/// The template's `D + E − F` gives `#VALUE!` where one of the three is text, and the text is spoken of where it stands.
#[test]
fn an_error_that_follows_from_text_among_the_parts_is_not_said_again() {
    let shown = |text_at: &str, error_at: &str, error: &str| {
        let book = Edit::of(&good("ubnd-bu-dop").bytes()).set("Biểu 06", text_at, text("1.000 người"));
        let mut book = book.set("Biểu 06", error_at, Value::Error(error.to_owned()));
        book.0.format = Format::Xls;
        let (_, findings) = understand(&book.0, plan());
        lines(&findings).into_iter().filter(|line| line.contains(error_at)).collect::<Vec<_>>()
    };
    assert_eq!(shown("D12", "G12", "#VALUE!"), ["SUM-04 G12"]);
    assert_eq!(shown("D12", "D11", "#VALUE!"), ["SUM-04 D11"]);
    // Another error, or text that this cell doesn't add.
    assert_eq!(shown("D12", "G12", "#N/A"), ["SUM-03 G12"]);
    assert_eq!(shown("D13", "G12", "#VALUE!"), ["SUM-03 G12"]);
    assert_eq!(shown("E12", "D11", "#VALUE!"), ["SUM-03 D11"]);
}

#[test]
fn sum_03_a_broken_total_is_said_once_where_formulas_are_not_shown() {
    let mut book = Edit::of(&good("ubnd-bu-dop").bytes()).delete_row("Biểu 06", 11);
    for at in ["D10", "E10", "F10"] {
        book = book.set("Biểu 06", at, Value::Error("#REF!".to_owned()));
    }
    // LibreOffice saves 0 in an .xls for the empty text that the result's formula gives.
    book = book.set("Biểu 06", "G10", Value::Number(0.0));
    book.0.format = Format::Xls;
    let (_, findings) = understand(&book.0, plan());
    assert_eq!(lines(&findings), ["SUM-03 D10, E10, F10"], "{findings:#?}");
}

#[test]
fn sum_04_a_total_was_not_calculated_or_is_stale() {
    let uncalculated = books::set_xml(&good("ctk").bytes(), "Biểu 09", "D10", "", "<f>SUM(D11:D21)</f>");
    assert_eq!(lines(&receive(&uncalculated, "tệp.xlsx", plan()).findings), ["SUM-04 D10"]);
    check("ctk", |e| e.set("Biểu 09", "D11", Value::Number(222_100.0)), &["SUM-04 D10"]);
}

/// openpyxl moves rows and columns without rewriting formulas, and leaves them uncalculated.
#[test]
fn sum_04_a_formula_was_left_behind_when_rows_moved() {
    let with_formula = |formula: &str| {
        let file = books::set_xml(&good("ctk").bytes(), "Biểu 09", "D10", "", &format!("<f>{formula}</f>"));
        lines(&receive(&file, "tệp.xlsx", plan()).findings)
    };
    assert_eq!(with_formula("SUM(D13:D23)"), ["SUM-04 D10"]);
    assert_eq!(with_formula("SUM(D13:D22)"), ["SUM-03 D10"]);
}

#[test]
fn sum_04_a_result_was_left_behind_when_rows_moved() {
    let with_formula = |formula: &str| {
        let file = good("ubnd-bu-dop").bytes();
        let file = books::set_xml(&file, "Biểu 06", "G12", "", &format!("<f>{formula}</f>"));
        lines(&receive(&file, "tệp.xlsx", plan()).findings)
    };
    assert_eq!(with_formula("D14+E14-F14"), ["SUM-04 G12"]);
    assert_eq!(with_formula("D14+E14+F14"), ["SUM-03 G12"]);
}

/// Biểu 06 with its rows in the opposite order and the totals' formulas where Excel's sorting leaves them.
fn sorted(e: Edit) -> Edit {
    let mut e = e.reverse_rows("Biểu 06", 11, 17);
    for col in ["D", "E", "F"] {
        e = e
            .set_formula("Biểu 06", &format!("{col}17"), &format!("SUM({col}18:{col}20)"), Value::Number(0.0))
            .set_formula("Biểu 06", &format!("{col}10"), &format!("SUM({col}11,{col}15:{col}17)"), Value::Number(7.0));
    }
    e
}

/// Sorting in Excel moves a total's formula with its row, so that it adds other rows than its parts.
#[test]
fn rows_that_were_sorted_with_their_totals_are_one_finding() {
    says(
        "ubnd-bu-dop",
        sorted,
        &expect![[r#"
        Lỗi SUM-01 [7; 0 | 6000; 600; 300; 3000; 150] các dòng của Biểu 06 đã đổi thứ tự nên công thức của 6 ô tổng cộng nhầm dòng – dòng “TỔNG SỐ”, “Doanh nghiệp trên địa bàn (hợp đồng lao động từ đủ 1 tháng trở lên)”, cột “Số người đang làm việc”, “Dự kiến bổ sung thêm”, “Dự kiến giảm, tinh giảm”
    "#]],
    );
}

/// A total that was changed by hand beside the sorting is a mistake of its own; one that wasn't calculated is not.
#[test]
fn only_what_the_sorting_spoiled_belongs_to_it() {
    let edited = sorted(Edit::of(&good("ubnd-bu-dop").bytes())).set("Biểu 06", "D10", text("đủ")).set_formula(
        "Biểu 06",
        "E10",
        "MAX(E11:E17)",
        Value::Number(600.0),
    );
    let file = books::set_xml(&edited.save(), "Biểu 06", "F17", "", "<f>SUM(F18:F20)</f>");
    let findings = receive(&file, "tệp.xlsx", plan()).findings;
    assert_eq!(lines(&findings), ["SUM-02 D10", "SUM-03 E10", "SUM-01 F10, D17, E17, F17"], "{findings:#?}");
}

/// Biểu 06 with formulas that add the cells two rows above their parts, as openpyxl leaves them when it inserts rows above
/// the table and another program calculates them.
fn left_behind(e: Edit) -> Edit {
    let mut e = e;
    for col in ["D", "E", "F"] {
        e = e.set_formula(
            "Biểu 06",
            &format!("{col}11"),
            &format!("SUM({col}10:{col}12)"),
            Value::Error("#VALUE!".to_owned()),
        );
    }
    for row in 12..=17 {
        let above = row - 2;
        let formula = format!("D{above}+E{above}-F{above}");
        e = e.set_formula("Biểu 06", &format!("G{row}"), &formula, Value::Number(f64::from(row)));
    }
    e
}

#[test]
fn formulas_that_were_left_behind_are_one_finding() {
    says(
        "ubnd-bu-dop",
        left_behind,
        &expect![[r#"
        Lỗi SUM-01 [#VALUE!; 12; 13; 14; 15; … | 3000; 300; 150; 1050] công thức của 9 ô tổng của Biểu 06 cộng nhầm ô, thường do chèn hoặc xóa hàng, cột mà công thức không dời theo
    "#]],
    );
    let with_note = |e: Edit| left_behind(e).set("Biểu 06", "G17", Value::Number(3.0));
    let findings = findings("ubnd-bu-dop", with_note);
    assert_eq!(lines(&findings), ["SUM-01 D11, E11, F11, G12, G13, G14, G15, G16", "SUM-01 G17"], "{findings:#?}");
}

/// One formula that adds its neighbours' parts was copied there by hand, and is compared like any other.
#[test]
fn a_single_formula_of_another_row_is_a_wrong_total() {
    let copied = |e: Edit| e.set_formula("Biểu 06", "G12", "D13+E13-F13", Value::Number(7.0));
    says(
        "ubnd-bu-dop",
        copied,
        &expect![[r#"
            Lỗi SUM-01 [7 | 1050] tổng ghi 7 nhưng các thành phần cộng lại là 1.050, thiếu 1.043 – dòng “Doanh nghiệp nhà nước”, cột “Số người thuộc diện tham gia”
        "#]],
    );
}

/// The total's formula still adds the subtotal's cell; that the subtotal can't be told from its copy is the copy's finding.
#[test]
fn a_subtotal_that_is_there_twice_is_not_said_again_of_the_total_above() {
    let code = |at: &'static str| move |e: Edit| e.set("Biểu 06", at, text("dn"));
    // Its row pasted under the table, and inserted under itself with the formulas below moved.
    check("ubnd-bu-dop", |e| e.copy_row_below("Biểu 06", 11, 18), &["FORM-03 C11, C18"]);
    let inserted = |e: Edit| e.insert_rows("Biểu 06", 12, 1).copy_row_below("Biểu 06", 11, 12);
    check("ubnd-bu-dop", inserted, &["FORM-03 C11, C12"]);
    // A row that bears the subtotal's code is known by its label.
    check("ubnd-bu-dop", code("C15"), &["FORM-03 C11, C15"]);
    // A total that adds something else beside the copy was changed all the same.
    let changed = |formula: &'static str| {
        move |e: Edit| e.copy_row_below("Biểu 06", 11, 18).set_formula("Biểu 06", "D10", formula, Value::Number(6000.0))
    };
    check("ubnd-bu-dop", changed("SUM(D11,D15:D16)"), &["FORM-03 C11, C18", "SUM-03 D10"]);
    check("ubnd-bu-dop", changed("SUM(D15:D17)"), &["FORM-03 C11, C18", "SUM-03 D10"]);
    check("ubnd-bu-dop", changed("SUM(D11,D15:D17)+L30"), &["FORM-03 C11, C18", "SUM-03 D10"]);
    // A subtotal whose code and name were overwritten is a row that the template doesn't have.
    let overwritten = |e: Edit| e.set("Biểu 06", "C11", text("khac")).set("Biểu 06", "B11", text("Khác"));
    check("ubnd-bu-dop", overwritten, &["FORM-05 D11, E11, F11, G11"]);
}

/// A program that counts numbers gives no result where one of them is text; that text is what there is to say.
#[test]
fn a_result_is_blank_because_a_number_is_text() {
    let typed = Edit::of(&good("ubnd-bu-dop").bytes()).set("Biểu 06", "D12", text("1000")).save();
    let file = books::set_xml(&typed, "Biểu 06", "G12", " t=\"str\"", "<f>D12+E12-F12</f><v></v>");
    let findings = receive(&file, "tệp.xlsx", plan()).findings;
    assert_eq!(lines(&findings), ["CELL-03 D12"], "{findings:#?}");
}

/// Sheets that were copied as values keep no formula, and a total that is alone on its sheet is no exception.
#[test]
fn totals_copied_as_values_are_not_typed_over() {
    let mut edit = Edit::of(&good("ubnd-bu-dop").bytes());
    for sheet in &edit.0.sheets.clone() {
        for (at, cell) in sheet.cells().filter(|(_, cell)| cell.formula.is_some()) {
            edit = edit.set(&sheet.name, &at.to_string(), cell.value.clone());
        }
    }
    let findings = receive(&edit.save(), "tệp.xlsx", plan()).findings;
    assert_eq!(lines(&findings), Vec::<String>::new(), "{findings:#?}");
    // One total among others that kept their formulas was typed over.
    let total =
        books::open(&good("ubnd-bu-dop").bytes()).sheet("Biểu 15").expect("the form").get(Address::new(9, 3)).cloned();
    check("ubnd-bu-dop", |e| e.set("Biểu 15", "D10", total.clone().expect("a total").value), &["SUM-02 D10"]);
}
