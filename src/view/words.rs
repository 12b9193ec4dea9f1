//! Turns of phrase that every output shares: who is missing, why a figure isn't there, how it stands to its target.

use std::collections::BTreeSet;

use crate::indicator::Lack;
use crate::plan::{AgencyId, PlanYear};
use crate::value::wording;

/// What stands in place of a figure that isn't there; why stands beside it.
pub const NOT_COMPUTABLE: &str = "Chưa tính được";
/// What stands in place of a figure that doesn't exist.
pub const NONE: &str = "–";
pub const REACHED: &str = "Đạt";
pub const NOT_REACHED: &str = "Chưa đạt";

/// The names of agencies, in the plan's order: `BHXH tỉnh và UBND huyện Bù Đốp`.
pub fn names(year: &PlanYear, agencies: &BTreeSet<AgencyId>) -> String {
    wording::list(&agencies.iter().map(|agency| year.agency_name(*agency)).collect::<Vec<_>>())
}

/// `thiếu số liệu của BHXH tỉnh`; without names `thiếu số liệu`.
pub fn lacking(year: &PlanYear, missing: &BTreeSet<AgencyId>) -> String {
    if missing.is_empty() {
        "thiếu số liệu".to_owned()
    } else {
        format!("thiếu số liệu của {}", names(year, missing))
    }
}

/// `Thiếu số liệu của BHXH tỉnh` for a cell, or nothing if all is there.
pub fn missing_note(year: &PlanYear, missing: &BTreeSet<AgencyId>) -> String {
    if missing.is_empty() { String::new() } else { capitalized(&lacking(year, missing)) }
}

/// Why a figure isn't there, within a sentence: `lực lượng lao động bằng 0`.
pub fn lack(year: &PlanYear, lack: &Lack) -> String {
    match lack {
        Lack::Agencies(missing) => lacking(year, missing),
        Lack::NoLabourForce => "lực lượng lao động bằng 0".to_owned(),
        Lack::NoTarget { indicator, year: of } => {
            let short = &year.plan.indicator(*indicator).short;
            format!("chưa có tỷ lệ {short} năm {of}, kế hoạch không nêu và người lập chưa nhập")
        }
    }
}

/// Whether a target is reached.
pub fn verdict(is_reached: bool) -> &'static str {
    if is_reached { REACHED } else { NOT_REACHED }
}

/// How many people a target still needs: `còn thiếu 253 người`, `vượt 12 người`, `vừa đủ số người`.
pub fn gap(people: i64) -> String {
    match people {
        0 => "vừa đủ số người".to_owned(),
        1.. => format!("còn thiếu {} người", wording::people(people)),
        _ => format!("vượt {} người", wording::people(-people)),
    }
}

/// A text whose first letter is a capital.
pub fn capitalized(text: &str) -> String {
    change_first(text, |first| first.to_uppercase().collect())
}

/// A title within a sentence: only its first letter changes, and nothing if it is an abbreviation.
pub fn within_sentence(text: &str) -> String {
    let is_abbreviation = text.chars().take_while(|c| c.is_alphabetic()).skip(1).any(char::is_uppercase);
    if is_abbreviation { text.to_owned() } else { change_first(text, |first| first.to_lowercase().collect()) }
}

fn change_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut chars = text.chars();
    chars.next().map(change).into_iter().chain([chars.as_str().to_owned()]).collect()
}
