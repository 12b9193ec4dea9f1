//! The words of SUM about returns that were added up from units.

use super::Words;
use crate::problem::rollup::RollupProblem;
use crate::rollup::{OpenBelow, OpenKind, SHEET};
use crate::value::wording;

/// What isn't cleared up with a unit below, and what is to be done about it.
fn open_below(open: &OpenBelow) -> Words {
    let OpenBelow { name, of, kind, what, .. } = open;
    let whose = if of.is_empty() { String::new() } else { format!(" (đơn vị của {of})") };
    let hint = match kind {
        OpenKind::Number { .. } => format!(
            "Làm rõ với {name}, tổng hợp lại rồi gửi lại; nếu số ấy đúng thì ghi lý do ở cột giải trình của dòng"
        ),
        OpenKind::SourcesChanged | OpenKind::SourcesGone => {
            format!("Đề nghị {name} tổng hợp lại từ tệp của các đơn vị mình và gửi lại, rồi tổng hợp lại và gửi lại")
        }
    };
    Words::new(format!("{name}{whose} còn chỗ chưa rõ khi tổng hợp: {what}"), hint)
}

pub fn words(problem: &RollupProblem) -> Words {
    // Whoever reads it, the collector mends it.
    let again = "Tổng hợp lại từ tệp của các đơn vị bậc dưới (bhxh consolidate --for) rồi gửi lại; không sửa trang nguồn số liệu";
    match problem {
        RollupProblem::NumberChanged { row, column, people, parts: Some(sum), n_units } => Words::new(
            format!(
                "số ghi {} nhưng {n_units} đơn vị cộng lại là {}, chênh {} – dòng “{row}”, cột “{column}”",
                wording::count(*people),
                wording::count(*sum),
                wording::count(people.abs_diff(*sum)),
            ),
            "Sửa lại theo số của các đơn vị, hoặc ghi lý do đã sửa ở cột giải trình của dòng",
        )
        .found(people)
        .expected(sum),
        RollupProblem::NumberChanged { row, column, people, parts: None, .. } => Words::new(
            format!("số ghi {} nhưng không đơn vị nào báo cáo – dòng “{row}”, cột “{column}”", wording::count(*people)),
            "Xóa số này, hoặc ghi ở cột giải trình của dòng số lấy từ đâu",
        )
        .found(people),
        RollupProblem::SheetChanged { sheet, first: (found, expected) } => {
            let found_words = found.as_deref().unwrap_or("trống");
            let expected_words = expected.map_or_else(|| "trống".to_owned(), |people| people.to_string());
            let words = Words::new(
                format!(
                    "trang “{sheet}” đã bị sửa sau khi tổng hợp: ô này ghi {found_words}, số của đơn vị là {expected_words}"
                ),
                again,
            );
            let words = match found {
                Some(found) => words.found(found),
                None => words,
            };
            match expected {
                Some(expected) => words.expected(expected),
                None => words,
            }
        }
        RollupProblem::SheetTextChanged { sheet, found, expected } => Words::new(
            format!("trang “{sheet}” đã bị sửa sau khi tổng hợp: ô này ghi “{found}”, lúc tổng hợp là “{expected}”"),
            again,
        )
        .found(found)
        .expected(expected),
        RollupProblem::SheetGone { sheet } => {
            Words::new(format!("trang “{sheet}” đã bị xóa sau khi tổng hợp, chỉ còn phần ẩn của trang"), again)
        }
        RollupProblem::StatementGone { sheet, expected } => Words::new(
            format!("trang “{sheet}” không còn ghi biểu được tổng hợp từ {expected}"),
            "Tổng hợp lại từ tệp của các đơn vị bậc dưới (bhxh consolidate --for) rồi gửi lại; không xóa dòng này trên bìa",
        )
        .expected(expected),
        RollupProblem::NameGone { sheet, name } => Words::new(
            format!("trang “{sheet}” không còn nêu “{name}” trong các đơn vị chưa có số liệu"),
            "Tổng hợp lại từ tệp của các đơn vị bậc dưới (bhxh consolidate --for) rồi gửi lại; không xóa tên đơn vị trên bìa",
        )
        .expected(name),
        RollupProblem::OpenBelow(open) => open_below(open),
        RollupProblem::HiddenGone => Words::new(
            format!(
                "phần ẩn của trang “{SHEET}” đã bị xóa, nên không dẫn được tới số của từng đơn vị và không rõ còn thiếu đơn vị nào"
            ),
            again,
        ),
        RollupProblem::Unusable => Words::new(
            format!(
                "phần ẩn của trang “{SHEET}” đã bị sửa hoặc là của tệp khác, nên không dẫn được tới số của từng đơn vị"
            ),
            again,
        ),
    }
}
