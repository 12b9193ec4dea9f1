//! Turns of phrase that every output shares: who is missing, why a figure isn't there, how it stands to its target.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::indicator::Lack;
use crate::plan::{AgencyId, PlanYear, Target, keys};
pub use crate::value::wording::capitalized;
use crate::value::{Percent, Ratio, wording};

/// What stands in place of a figure that isn't there; why stands beside it.
pub const NOT_COMPUTABLE: &str = "Chưa tính được";
/// What stands in place of a figure that doesn't exist.
pub const NONE: &str = "–";
/// The target is reached.
pub const REACHED: &str = "Đạt";
/// The target isn't reached.
pub const NOT_REACHED: &str = "Chưa đạt";
/// What stands before the people that a target still needs, or that are beyond it.
pub const STILL_NEEDED: &str = "còn thiếu";
/// The target is exceeded.
pub const BEYOND: &str = "vượt";

/// The names of agencies, in the plan's order: `BHXH tỉnh và UBND huyện Bù Đốp`.
pub fn names(year: &PlanYear, agencies: &BTreeSet<AgencyId>) -> String {
    wording::list(&agencies.iter().map(|agency| year.agency_name(*agency)).collect::<Vec<_>>())
}

/// Up to so many agencies are named where a number would do.
const MAX_NAMED: usize = 3;

/// Whether missing agencies are few enough to be named wherever something lacks their numbers.
pub fn are_named(missing: &BTreeSet<AgencyId>) -> bool {
    missing.len() <= MAX_NAMED
}

/// `thiếu số liệu của BHXH tỉnh`, of many `thiếu số liệu của 13/19 đơn vị`; without names `thiếu số liệu`.
pub fn lacking(year: &PlanYear, missing: &BTreeSet<AgencyId>) -> String {
    if missing.is_empty() {
        "thiếu số liệu".to_owned()
    } else if are_named(missing) {
        format!("thiếu số liệu của {}", names(year, missing))
    } else {
        format!("thiếu số liệu của {}/{} đơn vị", missing.len(), year.agencies.len())
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
        Lack::NoLabourForce => year.plan.words.fill("{labour_force} bằng 0"),
        Lack::NoTarget { indicator, year: of } => {
            let short = &year.plan.indicator(*indicator).short;
            format!("chưa có tỷ lệ {short} năm {of}, kế hoạch không nêu và người lập báo cáo chưa đề xuất")
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
        1.. => format!("{STILL_NEEDED} {} người", wording::people(people)),
        _ => format!("{BEYOND} {} người", wording::people(-people)),
    }
}

/// The decimals of a share: two, or as many more as keep it from looking as if it had reached a target that it hasn't.
pub fn decimals(share: Ratio, target: Option<Percent>) -> u32 {
    target.map_or(2, |target| wording::decimals_that_tell(share.part, share.whole, target, 2))
}

/// A target in a sentence: `chỉ tiêu 38%`, or in the plan's words `chỉ tiêu “đạt hoặc vượt 5,5%”`.
pub fn target(target: &Target) -> String {
    let percent = wording::target(target.percent);
    if target.reach_or_exceed {
        format!("chỉ tiêu “đạt hoặc vượt {percent}”")
    } else {
        format!("chỉ tiêu {percent}")
    }
}

/// A whole percentage: `30%`.
pub fn percent(percent: u32) -> String {
    wording::share(i64::from(percent), 100, 0)
}

/// How many times one number of people is the other, rounded half up: `2,5`, or `2,96` where one decimal would look as if it
/// were the bound. The other must be above 0.
pub fn times(people: i64, than: i64, bound: u32) -> String {
    let (people, than, bound) = (i128::from(people), i128::from(than), i128::from(bound));
    let rounded = |decimals: u32| (2 * 10i128.pow(decimals) * people + than).div_euclid(2 * than);
    let looks_like_bound = |decimals: &u32| rounded(*decimals) == bound * 10i128.pow(*decimals);
    let is_bound = people == bound * than;
    let decimals =
        (1..=MOST_DECIMALS).find(|decimals| is_bound || !looks_like_bound(decimals)).unwrap_or(MOST_DECIMALS);
    let (number, scale) = (rounded(decimals), 10i128.pow(decimals));
    let width = usize::try_from(decimals).expect("a few decimals");
    format!("{},{:0width$}", number / scale, number % scale)
}

/// With so many decimals any two counts of people are told apart as a multiple of each other.
const MOST_DECIMALS: u32 = 9;

/// A change in people with its sign: `+1.234`, `-12`, `0`.
pub fn change(people: i64) -> String {
    if people > 0 { format!("+{}", wording::people(people)) } else { wording::people(people) }
}

/// `tăng 1.234 người`, `giảm 12 người`, `không thay đổi về số người`.
pub fn rise_in_people(people: i64) -> String {
    match people {
        0 => "không thay đổi về số người".to_owned(),
        1.. => format!("tăng {} người", wording::people(people)),
        _ => format!("giảm {} người", wording::people(-people)),
    }
}

/// How far the first share is above the second in percentage points, with its sign: `+2,57`.
pub fn points(share: Ratio, than: Ratio, decimals: u32) -> String {
    let digits = rise(share, than, decimals).unwrap_or_else(|| NONE.to_owned());
    if share > than { format!("+{digits}") } else { digits }
}

/// `tăng 2,57 điểm phần trăm`; `None` for numbers too large to be compared.
pub fn rise_in_points(share: Ratio, than: Ratio) -> Option<String> {
    let digits = rise(share, than, 2)?;
    Some(match (digits.trim_start_matches('-'), share.cmp(&than)) {
        (_, Ordering::Equal) => "tỷ lệ không thay đổi".to_owned(),
        ("0,00", _) => "tỷ lệ thay đổi chưa đến 0,01 điểm phần trăm".to_owned(),
        (digits, Ordering::Greater) => format!("tăng {digits} điểm phần trăm"),
        (digits, Ordering::Less) => format!("giảm {digits} điểm phần trăm"),
    })
}

fn rise(share: Ratio, than: Ratio, decimals: u32) -> Option<String> {
    let rise = share.part.checked_mul(than.whole)?.checked_sub(than.part.checked_mul(share.whole)?)?;
    Some(wording::decimal(rise, share.whole.checked_mul(than.whole)?, decimals).replace('.', ","))
}

/// A title within a sentence: only its first letter changes, and nothing if it is an abbreviation.
pub fn within_sentence(text: &str) -> String {
    let is_abbreviation = text.chars().take_while(|c| c.is_alphabetic()).skip(1).any(char::is_uppercase);
    if is_abbreviation { text.to_owned() } else { first_small(text) }
}

fn first_small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// That numbers are invented, where so many of all files say so of themselves; `None` where none does.
pub fn illustrative(n: usize, all: usize) -> Option<String> {
    match n {
        0 => None,
        n if n == all => Some(keys::ILLUSTRATIVE_BANNER.to_owned()),
        n => Some(format!("{}: {n} trong {all} tệp", keys::ILLUSTRATIVE_BANNER)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_just_below_its_target_is_shown_with_decimals_that_tell() {
        let target = Percent::parse("35");
        let decimals = |part, whole| decimals(Ratio::new(part, whole).expect("a share"), target);
        assert_eq!(decimals(3496, 10_000), 2);
        assert_eq!(decimals(349_999, 1_000_000), 4);
    }

    #[test]
    fn a_multiple_is_told_from_the_one_that_is_remarked_on() {
        assert_eq!([times(659, 223, 3), times(669, 223, 3), times(680, 223, 3)], ["2,96", "3,0", "3,05"]);
        assert_eq!(
            [times(4_298, 256, 3), times(1, 3, 3), times(29_999_999, 10_000_000, 3)],
            ["16,8", "0,3", "2,9999999"]
        );
    }

    #[test]
    fn a_rise_is_told_in_points_however_small() {
        let ratio = |part, whole| Ratio::new(part, whole).expect("a share");
        let rise = |share, than| rise_in_points(share, than).expect("small numbers");
        assert_eq!(rise(ratio(3765, 10_000), ratio(3508, 10_000)), "tăng 2,57 điểm phần trăm");
        assert_eq!(rise(ratio(3508, 10_000), ratio(3765, 10_000)), "giảm 2,57 điểm phần trăm");
        assert_eq!(rise(ratio(1, 3), ratio(2, 6)), "tỷ lệ không thay đổi");
        assert_eq!(rise(ratio(500_001, 1_000_000), ratio(1, 2)), "tỷ lệ thay đổi chưa đến 0,01 điểm phần trăm");
        assert_eq!(points(ratio(1, 2), ratio(2, 5), 2), "+10,00");
    }
}
