//! The words of what the plan compares.

use super::Words;
use crate::plan::Relation;
use crate::problem::Severity;
use crate::problem::cross::{Part, Problem, Side, Term};
use crate::value::wording;

pub fn words(problem: &Problem, severity: Severity) -> Words {
    let hint = match severity {
        Severity::Error => format!("{}; kiểm tra và sửa lại một trong hai số", problem.reason),
        Severity::Query => {
            format!("{}; sửa lại, hoặc ghi lý do ở cột giải trình của dòng", problem.reason)
        }
        Severity::Note => {
            "Số đang tham gia không lớn hơn số đang làm việc, chỉ dự kiến năm sau thấp hơn; không phải giải trình, \
                           nên xem lại cột dự kiến giảm"
                .to_owned()
        }
    };
    let right = problem.right.people;
    let expected = match problem.relation {
        Relation::AtMost => format!("không quá {right}"),
        Relation::AtLeast => format!("từ {right} trở lên"),
        Relation::Equal => right.to_string(),
    };
    Words::new(message(problem), hint).found(problem.left.people).expected(expected)
}

fn message(problem: &Problem) -> String {
    let relation = match problem.relation {
        Relation::AtMost => "lớn hơn",
        Relation::AtLeast => "nhỏ hơn",
        Relation::Equal => "khác",
    };
    let difference = wording::people((problem.left.people - problem.right.people).abs());
    let part = problem.part.as_ref().map(|part| format!(" – {}", part_said(part))).unwrap_or_default();
    let missing = problem.with_missing.map(|of| {
        let people = wording::count(of.people);
        format!(
            " (các đơn vị còn thiếu, theo số năm {}, chỉ giải thích được nhiều nhất {people} người)",
            of.earlier_year
        )
    });
    let missing = missing.unwrap_or_default();
    format!("{} {relation} {}, chênh {difference}{part}{missing}", side(&problem.left), side(&problem.right))
}

fn side(side: &Side) -> String {
    let names: Vec<String> = side.terms.iter().map(term).collect();
    let round = side.round.as_ref().map(|round| format!(" (kỳ {round})")).unwrap_or_default();
    format!("{}{round} {}", names.join(" + "), wording::people(side.people))
}

fn term(term: &Term) -> String {
    match term {
        Term::Line { label, sheet: Some(sheet) } => format!("“{label}” ({sheet})"),
        Term::Line { label, sheet: None } => format!("“{label}”"),
        Term::Measure(label) => format!("“{label}”"),
        Term::Liable { scheme } => format!("số người thuộc diện {scheme}"),
        Term::AtWork { scheme } => format!("số người đang làm việc thuộc diện {scheme}"),
    }
}

fn part_said(part: &Part) -> String {
    match part {
        Part::Row(label) => format!("dòng “{label}”"),
        Part::Sector(name) => format!("khối “{name}”"),
        Part::Area(name) => format!("“{name}”"),
    }
}
