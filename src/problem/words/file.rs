//! The words of FILE.

use super::{Audience, Words};
use crate::problem::file::Problem;

pub fn words(problem: &Problem, audience: Audience) -> Words {
    let words = said(problem);
    match to_agency(problem) {
        Some(hint) if audience == Audience::Agency => Words { hint, ..words },
        _ => words,
    }
}

fn said(problem: &Problem) -> Words {
    match problem {
        Problem::WrongPlan { found, expected } => Words::new(
            format!("biểu mẫu thuộc kế hoạch “{found}”"),
            format!("Dùng biểu mẫu của kế hoạch “{expected}”, hoặc chạy lại với --plan trỏ đến kế hoạch kia"),
        )
        .expected(expected),
        Problem::YearOutsidePlan { year, first, last, .. } => Words::new(
            format!("số liệu năm {year} nằm ngoài kế hoạch {first}–{last}"),
            "Dùng biểu mẫu của đúng năm báo cáo",
        )
        .found(year),
        Problem::OtherYear { year, collected } => Words::new(
            format!("tệp là số liệu năm {year}, đang tổng hợp năm {collected}"),
            "Để tệp của năm khác ở thư mục riêng, hoặc chạy lại với --year",
        )
        .found(year)
        .expected(collected),
    }
}

/// What the agency is to do, where that isn't what the officer may do.
fn to_agency(problem: &Problem) -> Option<String> {
    match problem {
        Problem::WrongPlan { .. } => Some("Dùng biểu mẫu đã gửi cho đơn vị".to_owned()),
        Problem::OtherYear { collected: year, .. } | Problem::YearOutsidePlan { collected: Some(year), .. } => {
            Some(format!("Gửi tệp số liệu năm {year}"))
        }
        Problem::YearOutsidePlan { collected: None, .. } => None,
    }
}
