//! A proposal in words: why each row has its number, how the labour force was projected, where there is no trajectory.
//! They are sentences an officer can read out before the council.

mod parameters;
mod tables;

pub use parameters::{Parameter, parameters};
pub use tables::{
    agencies_table, agency_name, area_table, matrix_table, measured, sector_table, trajectory_table, unweighed,
};

use super::units;
use super::words::{self, NOT_COMPUTABLE, lacking};
use crate::indicator::projection::Basis;
use crate::indicator::proposal::{IncreaseRemark, NoTrajectory, Proposal, ProposalLine, ProposalPart, ProposalRow};
use crate::indicator::reason::{self, Ceiling, DecidingBound, LeftOver, Need, Outgrown, Reason, Room, RoomOf, Share};
use crate::plan::PlanYear;
use crate::value::{Percent, wording};

/// What nobody could be given.
pub const UNALLOCATED: &str = "Chưa phân bổ";

/// What a row of a split is called.
pub fn part_name(year: &PlanYear, part: ProposalPart) -> String {
    match part {
        ProposalPart::Province => year.plan.words.fill("{Whole}"),
        ProposalPart::Sector(sector) => year.plan.sector(sector).name.clone(),
        ProposalPart::Area(area) => year.area_name(area).to_owned(),
        ProposalPart::Unallocated => UNALLOCATED.to_owned(),
    }
}

/// Why a row proposes what it does, in one or more sentences.
pub fn reason(year: &PlanYear, row: &ProposalRow) -> String {
    match &row.reason {
        Reason::Province(province) => match &province.need {
            Ok(need) => noted(year, row, need_met(year, row, province, need)),
            Err(lack) => format!("{NOT_COMPUTABLE}: {}.", words::lack(year, lack)),
        },
        Reason::Share(share) => share_and_doubt(year, row, share),
        Reason::LeftOver(left) => left_over(year, left),
    }
}

/// A sentence with what is remarked on the row behind it.
fn noted(year: &PlanYear, row: &ProposalRow, sentence: String) -> String {
    match words::within_sentence(&remark(year, row)) {
        remark if remark.is_empty() => sentence,
        remark => format!("{sentence} Lưu ý: {remark}."),
    }
}

/// That an increase is out of proportion, or nothing: `Tăng hơn 30% số đang tham gia`.
pub fn remark(year: &PlanYear, row: &ProposalRow) -> String {
    remark_words(year, row.remark)
}

/// The same of a remark by itself.
pub fn remark_words(year: &PlanYear, remark: Option<IncreaseRemark>) -> String {
    let rules = &year.plan.proposal;
    let of_participants = format!("tăng hơn {} số đang tham gia", words::percent(rules.remark_above_percent));
    let of_last = format!("hơn {} lần mức tăng năm trước", rules.remark_above_times);
    words::capitalized(&match remark {
        None => String::new(),
        Some(IncreaseRemark::OfParticipants) => of_participants,
        Some(IncreaseRemark::OfLastIncrease) => of_last,
        Some(IncreaseRemark::OfBoth) => format!("{of_participants}, {of_last}"),
    })
}

/// How many times last year's increase a row's is: `2,5`; `–` where there was none. With as many decimals as tell it from the
/// number of times that is remarked on.
pub fn times_last(year: &PlanYear, row: &ProposalRow) -> String {
    let last = row.last_increase.filter(|last| *last > 0);
    let bound = year.plan.proposal.remark_above_times;
    row.difference().zip(last).map_or_else(|| words::NONE.to_owned(), |(more, last)| words::times(more, last, bound))
}

/// That the labour force is taken to stay as it is, what would tell better, and the file of the last year if one is at hand;
/// `None` where it isn't taken so.
pub fn labour_force_stays(year: &PlanYear, proposal: &Proposal, at_hand: Option<&str>) -> Option<String> {
    let (stays, before) = (stays(year, proposal)?, proposal.from_year - 1);
    if proposal.missing_before.is_some() {
        return Some(format!("{stays}."));
    }
    let file = at_hand.map_or_else(|| format!("so-tong-hop-{before}.xlsx"), str::to_owned);
    let is_here = if at_hand.is_some() { " (tệp này đang có trong thư mục)" } else { "" };
    Some(format!("{stays}; để tính theo tốc độ tăng của năm trước, thêm --previous {file}{is_here}."))
}

/// The same as a document says it, where no command belongs.
pub fn labour_force_stays_in_document(year: &PlanYear, proposal: &Proposal) -> Option<String> {
    Some(format!("{}.", stays(year, proposal)?))
}

/// Which years' labour force is taken to stay, and why; `None` where it grows or isn't known.
fn stays(year: &PlanYear, proposal: &Proposal) -> Option<String> {
    let has_later = || parameters::last_year(proposal) > proposal.year;
    let which = match (proposal.labour_force.basis(), proposal.labour_force.growth) {
        (Basis::Unchanged, _) => format!("các năm sau được giữ như năm {}", proposal.from_year),
        (Basis::Given, None) if has_later() => format!("sau năm {} được giữ như số đã nhập", proposal.year),
        _ => return None,
    };
    Some(format!("{} {which} vì {}", year.plan.words.fill("{Labour_force}"), parameters::why_no_growth(year, proposal)))
}

// ------------------------------------------------------------------------------------------------------- the province

fn need_met(year: &PlanYear, row: &ProposalRow, province: &reason::ProvinceReason, need: &Need) -> String {
    let because = because(year, need);
    let (Some(current), Some(increase)) = (row.current, row.difference()) else {
        let lacking = lacking(year, &province.missing);
        return format!("{because}; chưa so được với số đang tham gia, {lacking}.");
    };
    if increase == 0 {
        return format!("{because}; {} người đang tham gia đã đủ nên giữ nguyên.", wording::people(current));
    }
    let more = wording::people(increase);
    // Nobody is proposed to leave, so that what one scheme has too many of is added to what another lacks.
    let sentence = match (raised(year, row, province), &province.outgrown) {
        (Some(raised), _) => format!("{because}; {raised}, tức thêm {more} người."),
        (None, Some(outgrown)) => {
            let proposed = proposed_and_share(year, row.proposed.unwrap_or(current), province);
            format!(
                "{because}; đề xuất {proposed}, tức thêm {more} người, cao hơn mức đó {}.",
                beyond_need(year, outgrown)
            )
        }
        (None, None) => format!("{because}, tức thêm {more} người."),
    };
    match &province.room {
        Some(of) => format!("{sentence} {}", room(year, of, increase)),
        None => sentence,
    }
}

/// What an increase that meets a need and no more is for, as a sentence goes on after its number: `để đạt 42% của 651.959 người
/// …. Tiềm năng 34.405 người.` `None` where more must be said, which [`reason()`] does.
pub fn purpose(year: &PlanYear, row: &ProposalRow) -> Option<String> {
    let Reason::Province(province) = &row.reason else { return None };
    let (need, increase) = (province.need.as_ref().ok()?, row.difference().filter(|increase| *increase > 0)?);
    let is_whole = province.raised_for.is_none() && row.proposed == Some(need.people());
    let purpose = match need {
        Need::Target { percent, labour_force, year: of, .. } => format!(
            "để đạt {} của {} người trong {} năm {of}",
            wording::target(*percent),
            wording::count(*labour_force),
            year.plan.words.labour_force,
        ),
        Need::Rest { indicator, others, .. } => {
            let others: Vec<&str> = others.iter().map(|other| year.plan.scheme(*other).name.as_str()).collect();
            let short = &year.plan.indicator(*indicator).short;
            format!("là số {short} cần có trừ {} đề xuất", wording::list(&others))
        }
    };
    let room = province.room.as_ref().map(|of| format!(" {}", room(year, of, increase))).unwrap_or_default();
    is_whole.then(|| noted(year, row, format!("{purpose}.{room}")))
}

/// Which scheme has more people than the others leave to it: `vì BHXH bắt buộc đang có 427.500 người, nhiều hơn …`.
fn beyond_need(year: &PlanYear, outgrown: &Outgrown) -> String {
    let (name, current) = (&year.plan.scheme(outgrown.scheme).name, wording::people(outgrown.current));
    match outgrown.left {
        0.. => {
            format!("vì {name} đang có {current} người, nhiều hơn mức cần có {} người", wording::people(outgrown.left))
        }
        _ => format!(
            "vì riêng phần khác đề xuất đã vượt số cần có {} người, mà {name} giữ {current} người đang tham gia",
            wording::people(-outgrown.left)
        ),
    }
}

/// Which scheme's need binds instead: `nâng lên 237.977 người vì …`.
fn raised(year: &PlanYear, row: &ProposalRow, province: &reason::ProvinceReason) -> Option<String> {
    let inner = year.plan.scheme(province.raised_for?);
    let outer = year.plan.scheme(inner.within?);
    let proposed = proposed_and_share(year, row.proposed?, province);
    Some(format!(
        "nâng lên {proposed} vì chỉ tiêu {} cần nhiều hơn, mà người tham gia {} đều tham gia {}",
        inner.name, inner.name, outer.name
    ))
}

/// `237.977 người (37,00% lực lượng lao động)`: what is proposed, and which share of next year's labour force that is.
fn proposed_and_share(year: &PlanYear, proposed: i64, province: &reason::ProvinceReason) -> String {
    let whole = province.labour_force.and_then(|whole| i64::try_from(whole).ok()).filter(|whole| *whole > 0);
    let share = whole.map(|whole| {
        let share = wording::share(proposed, whole, 2);
        format!(" ({share} {})", year.plan.words.labour_force)
    });
    format!("{} người{}", wording::people(proposed), share.unwrap_or_default())
}

/// `Để đạt 38% … cần có 212.800 người`.
fn because(year: &PlanYear, need: &Need) -> String {
    match need {
        Need::Target { percent, labour_force, year: of, people } => format!(
            "Để đạt {} của {} người trong {} năm {of} cần có {} người",
            wording::target(*percent),
            wording::count(*labour_force),
            year.plan.words.labour_force,
            wording::people(*people)
        ),
        Need::Rest { indicator, others, people } => {
            let others: Vec<&str> = others.iter().map(|other| year.plan.scheme(*other).name.as_str()).collect();
            let (whole, others) = (&year.plan.indicator(*indicator).short, wording::list(&others));
            if *people < 0 {
                return format!("{others} đề xuất đã vượt {whole} cần có {} người", wording::people(-people));
            }
            format!("{whole} cần có trừ {others} đề xuất còn {} người", wording::people(*people))
        }
    }
}

fn room(year: &PlanYear, room: &Room, increase: i64) -> String {
    let what = match room.of {
        RoomOf::Potential => "tiềm năng",
        RoomOf::Outside => "số người chưa tham gia",
    };
    let Some(people) = room.people else {
        return format!("{NOT_COMPUTABLE} {what}, {}.", lacking(year, &room.missing));
    };
    let (short, people) = (if people < increase { ", ít hơn số cần thêm" } else { "" }, wording::people(people));
    let provisional = units::provisional_figure(year, &room.partial);
    let provisional = provisional.map(|words| format!(", {words}")).unwrap_or_default();
    match room.of {
        RoomOf::Potential => format!("Tiềm năng {people} người{short}{provisional}."),
        RoomOf::Outside => format!("Còn {people} người chưa tham gia{short}{provisional}."),
    }
}

// ---------------------------------------------------------------------------------------------------- sectors and areas

fn share_and_doubt(year: &PlanYear, row: &ProposalRow, share: &Share) -> String {
    let given = match (share.increase, share.people) {
        (Some(increase), Some(people)) => shared_out(year, row, share, increase, people),
        _ => year.plan.words.fill("Chưa phân bổ được vì chưa tính được số cần tăng của {whole}."),
    };
    let doubts = [doubt(year, row, share), doubt_of_units(year, row, share)];
    std::iter::once(given).chain(doubts.into_iter().flatten()).collect::<Vec<_>>().join(" ")
}

fn shared_out(year: &PlanYear, row: &ProposalRow, share: &Share, increase: u64, people: u64) -> String {
    let is_area = matches!(row.part, ProposalPart::Area(_));
    match share.weight {
        _ if increase == 0 => year.plan.words.fill("{Whole} đã đủ số cần có nên giữ nguyên."),
        None => "Giữ nguyên số đang tham gia.".to_owned(),
        Some(weight) if weight <= 0 && share.is_by_last_year => {
            "Tính cả số năm trước của đơn vị chưa gửi cũng không còn tiềm năng nên giữ nguyên.".to_owned()
        }
        Some(weight) if weight <= 0 && !share.missing.is_empty() => {
            "Phần đã báo cáo chưa cho thấy tiềm năng nên giữ nguyên.".to_owned()
        }
        Some(weight) if weight < 0 => {
            let beyond = if is_area { year.plan.words.labour_force.as_str() } else { "số thuộc diện tham gia" };
            format!("Số đang tham gia lớn hơn {beyond} {} người; giữ nguyên.", wording::people(-weight))
        }
        Some(0) if is_area => "Không còn người chưa tham gia nên giữ nguyên.".to_owned(),
        Some(0) => "Không còn tiềm năng nên giữ nguyên.".to_owned(),
        Some(weight) => {
            let has = if is_area { "người chưa tham gia" } else { "người tiềm năng" };
            let given = by_bound_or_share(year, share, weight, increase, people, is_area);
            format!("Còn {} {has}{given}.", wording::people(weight))
        }
    }
}

/// The share in proportion to the weight, of those that share; or the bound at which the row is held.
fn by_bound_or_share(year: &PlanYear, share: &Share, weight: i64, increase: u64, people: u64, is_area: bool) -> String {
    let (of, parts) = if is_area { ("", "các địa bàn") } else { ("tiềm năng của ", "các khối") };
    let more = format!("nhận {} trong {} người cần tăng", wording::count(people), wording::count(increase));
    match share.bound {
        Some(bound) => format!("; {more}, {}", deciding_bound(year, bound, is_area)),
        None if share.pool.people == increase => {
            let pool = i64::try_from(share.pool.weight).unwrap_or(i64::MAX);
            let of = if of.is_empty() { "của " } else { of };
            format!(", bằng {} {of}{parts}, nên {more}", share_of(weight, pool))
        }
        None => {
            let pool = i64::try_from(share.pool.weight).unwrap_or(i64::MAX);
            let of = if of.is_empty() { "của " } else { of };
            format!(
                ", bằng {} {of}{parts} còn chia tiếp, nên nhận {} trong {} người còn lại",
                share_of(weight, pool),
                wording::count(people),
                wording::count(share.pool.people)
            )
        }
    }
}

/// That the share may change, and for want of whose numbers.
fn doubt(year: &PlanYear, row: &ProposalRow, share: &Share) -> Option<String> {
    match share.weight {
        Some(_) if share.is_by_last_year => {
            Some(format!("Tạm tính theo số năm trước, {}.", lacking(year, &share.missing)))
        }
        Some(_) if !share.missing.is_empty() => {
            Some(format!("Tạm tính theo phần đã báo cáo, {}.", lacking(year, &share.missing)))
        }
        None if !share.missing.is_empty() => {
            Some(format!("{NOT_COMPUTABLE} tiềm năng, {}.", lacking(year, &share.missing)))
        }
        _ if row.missing.is_empty() => None,
        _ => Some(format!("Tạm tính vì tiềm năng ở dòng khác {}.", lacking(year, &row.missing))),
    }
}

/// That the share may change with units that are missing.
fn doubt_of_units(year: &PlanYear, row: &ProposalRow, share: &Share) -> Option<String> {
    match units::extents(year, &share.partial) {
        Some(own) => Some(format!("Tạm tính ({own}).")),
        None => units::extents(year, &row.partial)
            .map(|others| format!("Tạm tính vì tiềm năng ở dòng khác chưa đủ đơn vị bậc dưới ({others}).")),
    }
}

fn deciding_bound(year: &PlanYear, bound: DecidingBound, is_area: bool) -> String {
    let floor = format!("{} số đang tham gia", wording::target(year.plan.proposal.floor_of_participants));
    match bound {
        DecidingBound::LoweredFloors => {
            format!("vì các mức sàn {floor} cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ")
        }
        DecidingBound::Ceiling(ceiling) => format!("dừng ở {}", ceiling_name(year, ceiling, is_area)),
        DecidingBound::CeilingBelowFloor(ceiling) => {
            format!("nâng lên hết {} vì mức sàn {floor} còn cao hơn", ceiling_name(year, ceiling, is_area))
        }
        DecidingBound::Floor => format!("nâng lên mức sàn {floor}"),
    }
}

fn ceiling_name(year: &PlanYear, ceiling: Ceiling, is_area: bool) -> String {
    let rules = &year.plan.proposal;
    match ceiling {
        Ceiling::OfPotential if is_area => {
            format!("mức trần {} số người chưa tham gia", wording::target(rules.ceiling_of_potential))
        }
        Ceiling::OfPotential => format!("mức trần {} tiềm năng", wording::target(rules.ceiling_of_potential)),
        Ceiling::OfParticipants => {
            let ceiling = rules.ceiling_of_participants.unwrap_or(Percent::ALL);
            format!("mức trần {} số đang tham gia", wording::target(ceiling))
        }
        Ceiling::OfOuter(outer) => {
            format!("số đề xuất {} của khối, mà người tham gia đều phải có", year.plan.scheme(outer).name)
        }
    }
}

/// A share in percent; what would be printed as 0,0% is more than nothing.
fn share_of(part: i64, whole: i64) -> String {
    let share = wording::share(part, whole, 2);
    if part > 0 && share == wording::share(0, whole, 2) { "chưa đến 0,01%".to_owned() } else { share }
}

// ----------------------------------------------------------------------------------------------------- what is left over

fn left_over(year: &PlanYear, left: &LeftOver) -> String {
    [more_left_over(year, left), current_left_over(year, left.current)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn more_left_over(year: &PlanYear, left: &LeftOver) -> Option<String> {
    let outer = left.outer.map(|outer| format!(" và trong số đề xuất {} của từng khối", year.plan.scheme(outer).name));
    let outer = outer.unwrap_or_default();
    let (increase, room, more) = (wording::count(left.increase), wording::count(left.room), wording::people(left.more));
    match (left.is_room_partial, left.room) {
        _ if left.more == 0 => None,
        (true, 0) => Some(format!("{NOT_COMPUTABLE} tiềm năng nên chưa phân bổ được {more} người cần tăng.")),
        (true, _) => Some(format!(
            "Tiềm năng đã biết trong mức trần{outer} nhận được {room} trong {increase} người cần tăng, còn {more} người chưa phân bổ được."
        )),
        (false, _) => Some(format!(
            "Tiềm năng trong mức trần{outer} chỉ nhận được {room} trong {increase} người cần tăng, còn thiếu {more} người."
        )),
    }
}

fn current_left_over(year: &PlanYear, people: i64) -> Option<String> {
    let than = if people > 0 { "lớn hơn" } else { "nhỏ hơn" };
    let n = wording::people(people.abs());
    (people != 0).then(|| format!("Số đang tham gia {} {than} tổng các dòng trên {n} người.", year.plan.words.whole))
}

// ------------------------------------------------------------------------------------- the province within a sentence

/// Why a line's province has no number, as a sentence goes on after the line's name: `chưa tính được, thiếu số liệu của …`.
pub fn why_not_proposed(year: &PlanYear, line: &ProposalLine) -> String {
    match &line.province.reason {
        Reason::Province(reason::ProvinceReason { need: Err(lack), .. }) => {
            format!("{}, {}.", NOT_COMPUTABLE.to_lowercase(), words::lack(year, lack))
        }
        _ => words::within_sentence(&reason(year, &line.province)),
    }
}

/// That the way leads down in some year, and why; `None` where it doesn't.
pub fn falling(line: &ProposalLine) -> Option<String> {
    let way = line.trajectory.as_ref().ok()?;
    let fall = way.steps.iter().find(|step| step.increment < 0)?;
    let (percent, _) = way.steps.iter().find(|step| step.year >= fall.year && step.target.is_some())?.target?;
    let to = way.steps.iter().find(|step| step.year >= fall.year && step.target.is_some())?.year;
    Some(format!(
        "Lộ trình {} giảm {} người trong năm {}: chỉ tiêu {} năm {to} cần ít người hơn số đề xuất trước đó. Xem lại tỷ lệ đề xuất, hoặc \
         kiến nghị nâng chỉ tiêu năm {to}.",
        line.name,
        wording::people(-fall.increment),
        fall.year,
        wording::target(percent),
    ))
}

/// Why a line has no trajectory, in a sentence.
pub fn no_trajectory(year: &PlanYear, line: &ProposalLine, why: &NoTrajectory) -> String {
    match why {
        NoTrajectory::NoLaterTarget => {
            format!("Kế hoạch không còn chỉ tiêu {} sau năm {}.", line.name, year.year)
        }
        NoTrajectory::Follows(indicator) => {
            format!("Lộ trình của {} theo lộ trình của {}.", line.name, year.plan.indicator(*indicator).short)
        }
        NoTrajectory::Lack(lack) => format!("{NOT_COMPUTABLE} lộ trình, {}.", words::lack(year, lack)),
    }
}

#[cfg(test)]
mod tests;
