//! How documents name other documents: the plan by its number and date, and the document that an appendix is attached to.

use chrono::{Datelike, NaiveDate};

use super::words::within_sentence;
use crate::plan::{LetterheadStyle, Office, Plan};
use crate::value::wording;

/// The plan as documents cite it: `Kế hoạch số ……/KH-UBND ngày …… của UBND tỉnh … về xây dựng chỉ tiêu …`.
pub fn of_plan(plan: &Plan) -> String {
    let about = plan.title.strip_prefix("Kế hoạch ").map_or(plan.title.as_str(), |about| about);
    format!("Kế hoạch số {} ngày {} của {} về {}", plan.number, plan.date, plan.issuer, within_sentence(about))
}

/// `(Kèm theo Báo cáo số        /BC-… ngày      tháng 12 năm 2023 của …)`, to be completed by hand as the document is. `kind` are
/// the letters of the document's kind, `None` for a letter.
pub fn attached_to(office: &Office, kind: Option<&str>, date: NaiveDate) -> String {
    let name = if kind.is_some() { "Báo cáo" } else { "Công văn" };
    format!(
        "(Kèm theo {name} số{} ngày{}tháng {} năm {} của {})",
        number(office, kind, "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}"),
        "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}",
        wording::document_month(date.month()),
        date.year(),
        office.name
    )
}

/// The number of a document behind the room that is left for it: `/SLĐTBXH-LĐVL` for a letter, `/BC-SLĐTBXH` for a document of a
/// kind; of a body of the Party `-CV/BTCTU`.
pub fn number(office: &Office, kind: Option<&str>, room: &str) -> String {
    let Office { abbreviation, number_suffix, .. } = office;
    match (office.letterhead, kind, number_suffix) {
        (LetterheadStyle::Party, kind, _) => format!("{room}-{}/{abbreviation}", kind.unwrap_or("CV")),
        (LetterheadStyle::State, Some(kind), _) => format!("{room}/{kind}-{abbreviation}"),
        (LetterheadStyle::State, None, Some(suffix)) => format!("{room}/{abbreviation}-{suffix}"),
        (LetterheadStyle::State, None, None) => format!("{room}/{abbreviation}"),
    }
}
