//! The words of SUM.

use std::collections::BTreeSet;

use super::Words;
use super::said::counted;
use crate::problem::sum::{Fault, Problem, Stated, Total};
use crate::value::grid::Value;
use crate::value::wording;

/// The hint where a formula was lost or altered.
const RESTORE: &str = "Trả lại công thức cộng như trong biểu mẫu (trang còn khóa thì trước đó bấm Review > Unprotect Sheet, \
                       không cần mật khẩu), hoặc ghi lý do ở cột giải trình";

/// The hint where a formula adds what is no longer there.
const DELETED: &str = "Thường do xóa dòng, cột hoặc trang tính mà công thức cộng; chép lại công thức từ biểu mẫu";

pub fn words(problem: &Problem) -> Words {
    let (sheet, totals) = (&problem.sheet, &problem.totals[..]);
    let n = counted(totals.len());
    let cells = if totals.len() > 1 { format!("{n} ô tổng") } else { "ô tổng".to_owned() };
    let found = found(problem);
    let name = name(totals);
    let (message, hint) = match problem.fault {
        Fault::Differs => (
            totals.first().map(differs).unwrap_or_default(),
            "Kiểm tra số nào sai: sửa thành phần, hoặc trả lại công thức cộng cho ô tổng",
        ),
        Fault::Overwritten => (format!("{cells} bị gõ đè bằng “{found}” thay cho công thức – {name}"), RESTORE),
        Fault::Changed => (format!("công thức của {cells} đã bị sửa thành “{found}” – {name}"), RESTORE),
        Fault::Broken => {
            let hint = if found.contains("#REF!") { DELETED } else { RESTORE };
            (format!("công thức của {cells} bị hỏng: “{found}” – {name}"), hint)
        }
        Fault::NotCalculated => {
            let message = format!("{}; chương trình đã tự cộng lại", not_calculated(sheet, totals));
            return Words::new(message, "Không phải làm gì; mở và lưu lại bằng Excel nếu muốn thấy tổng trong tệp");
        }
        Fault::RowsMoved { .. } => (
            format!("các dòng của {sheet} đã đổi thứ tự nên công thức của {n} ô tổng cộng nhầm dòng – {name}"),
            "Trả lại công thức cộng cho các ô tổng, hoặc xếp lại các dòng theo thứ tự của biểu mẫu",
        ),
        Fault::LeftBehind { .. } => (
            format!(
                "công thức của {n} ô tổng của {sheet} cộng nhầm ô, thường do chèn hoặc xóa hàng, cột mà công thức không \
                 dời theo"
            ),
            "Chép số liệu sang biểu mẫu trống của đơn vị rồi gửi lại; hoặc trả lại công thức cho các ô tổng này",
        ),
    };
    let expected = wording::distinct(totals.iter().map(|total| total.expected.to_string()));
    Words::new(message, hint).found(found).expected(expected)
}

/// How many totals wait for a calculation, and how many lost their formulas, where the file shows which.
fn not_calculated(sheet: &str, totals: &[Total]) -> String {
    let n_formulas = totals.iter().filter(|total| total.formula.is_some()).count();
    match totals.len() - n_formulas {
        n_lost if n_formulas > 0 && n_lost > 0 => {
            let [n_formulas, n_lost] = [n_formulas, n_lost].map(counted);
            format!("{n_formulas} ô tổng của {sheet} chưa được tính, {n_lost} ô tổng mất công thức")
        }
        _ => format!("{} ô tổng của {sheet} chưa được tính", counted(totals.len())),
    }
}

/// What stands in the cells: the values where these are wrong, else the formulas.
fn found(problem: &Problem) -> String {
    let are_values = match problem.fault {
        Fault::Differs | Fault::Overwritten => true,
        Fault::Broken => problem.totals.iter().all(|total| matches!(total.stated, Stated::Error(_))),
        Fault::RowsMoved { is_wrong } | Fault::LeftBehind { is_wrong } => is_wrong,
        Fault::Changed | Fault::NotCalculated => false,
    };
    wording::distinct(problem.totals.iter().map(|total| match &total.formula {
        Some(formula) if !are_values => format!("={formula}"),
        _ => shown(&total.stated),
    }))
}

fn differs(total: &Total) -> String {
    format!(
        "tổng ghi {} nhưng các thành phần cộng lại là {}, {} – {}",
        in_words(&total.stated),
        wording::people(total.expected),
        too_many_or_few(&total.stated, total.expected),
        name(std::slice::from_ref(total))
    )
}

/// `dòng “Tổng số”, cột “Số người”`.
fn name(totals: &[Total]) -> String {
    let rows = wording::named(&labels(totals.iter().map(|total| &*total.row)), ", ", "dòng");
    format!("dòng {rows}, cột {}", labels(totals.iter().map(|total| &*total.column)).join(", "))
}

/// Labels in order, each once, in quotes.
fn labels<'l>(labels: impl Iterator<Item = &'l str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    labels.filter(|label| seen.insert(*label)).map(|label| format!("“{label}”")).collect()
}

/// As it stands in the cell.
fn shown(stated: &Stated) -> String {
    match stated {
        Stated::Nothing => String::new(),
        Stated::People(people) => people.to_string(),
        Stated::Number(number) => wording::content(&Value::Number(*number)),
        Stated::Error(text) | Stated::Text(text) => text.clone(),
    }
}

/// As a sentence writes it.
fn in_words(stated: &Stated) -> String {
    match stated {
        Stated::People(people) => wording::people(*people),
        Stated::Number(_) => shown(stated).replace('.', ","),
        other => shown(other),
    }
}

/// `thừa 20`, `thiếu 816`: what is stated against what the parts add up to.
fn too_many_or_few(stated: &Stated, expected: i64) -> String {
    let difference = in_words(&difference(stated, expected));
    match difference.strip_prefix('-') {
        Some(missing) => format!("thiếu {missing}"),
        None if difference.is_empty() => "không so được".to_owned(),
        None => format!("thừa {difference}"),
    }
}

/// How far it is from a number of people; [`Stated::Nothing`] if it is no number.
fn difference(stated: &Stated, people: i64) -> Stated {
    match stated {
        Stated::People(own) => Stated::People(own.saturating_sub(people)),
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        Stated::Number(own) => Stated::Number(own - people as f64),
        _ => Stated::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_no_count_is_shown_shortly() {
        assert_eq!(in_words(&Stated::Number(0.5)), "0,5");
        assert_eq!(shown(&Stated::Number(1e300)), "1E+300");
        assert_eq!(shown(&Stated::Number(-2.5e17)), "-2.5E+17");
        assert_eq!(too_many_or_few(&Stated::People(184), 1_000), "thiếu 816");
        assert_eq!(too_many_or_few(&Stated::People(2_000), 1_000), "thừa 1.000");
        assert_eq!(in_words(&difference(&Stated::Number(0.5), 13_200)), "-13199,5");
    }

    #[test]
    fn a_total_whose_formula_is_gone_is_not_said_to_wait() {
        let total = |formula: Option<&str>| Total {
            row: String::new(),
            column: String::new(),
            stated: Stated::Nothing,
            formula: formula.map(str::to_owned),
            expected: 7,
        };
        let said = |totals: &[Total]| not_calculated("Biểu 06", totals);
        let (kept, lost) = (total(Some("D12+D13")), total(None));
        assert_eq!(said(&[kept.clone(), lost.clone()]), "1 ô tổng của Biểu 06 chưa được tính, 1 ô tổng mất công thức");
        // A format that shows no formulas.
        assert_eq!(said(&[lost.clone(), lost]), "2 ô tổng của Biểu 06 chưa được tính");
    }
}
