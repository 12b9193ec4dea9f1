//! A proposal in words: why each row has its number, how the labour force was projected, where there is no trajectory.
//! They are sentences an officer can read out before the council.

use std::collections::BTreeSet;

use super::words::{self, NOT_COMPUTABLE, lacking};
use crate::indicator::projection::Basis;
use crate::indicator::proposal::{Line, NoTrajectory, Part, Proposal, Row, Subject};
use crate::indicator::reason::{self, Ceiling, DecidingBound, LeftOver, Need, Reason, Room, Share};
use crate::plan::{AgencyId, Plan, PlanYear};
use crate::value::{Percent, wording};

/// What a row of a split is called.
pub fn part_name(year: &PlanYear, part: Part) -> String {
    match part {
        Part::Province => year.plan.words.fill("{Whole}"),
        Part::Sector(sector) => year.plan.sector(sector).name.clone(),
        Part::Area(area) => year.area_name(area).to_owned(),
        Part::Unallocated => "Chưa phân bổ".to_owned(),
    }
}

/// Why a row proposes what it does, in one or more sentences.
pub fn reason(year: &PlanYear, row: &Row) -> String {
    match &row.reason {
        Reason::Province(province) => match &province.need {
            Ok(need) => need_met(year, row, province, need),
            Err(lack) => format!("{NOT_COMPUTABLE}: {}.", words::lack(year, lack)),
        },
        Reason::Share(share) => share_and_doubt(year, row, share),
        Reason::Together(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|(scheme, more)| format!("{} người {}", wording::people(*more), year.plan.scheme(*scheme).name))
                .collect();
            format!("Gồm thêm {}.", wording::list(&parts))
        }
        Reason::LeftOver(left_overs) => {
            left_overs.iter().map(|left| left_over(year, left)).collect::<Vec<_>>().join(" ")
        }
    }
}

// ------------------------------------------------------------------------------------------------------- the province

fn need_met(year: &PlanYear, row: &Row, province: &reason::Province, need: &Need) -> String {
    let because = because(year, need);
    let (Some(current), Some(increase)) = (row.current, row.difference()) else {
        let lacking = lacking(year, &province.missing);
        return format!("{because}; chưa so được với số đang tham gia, {lacking}.");
    };
    if increase == 0 {
        return format!("{because}; {} người đang tham gia đã đủ nên giữ nguyên.", wording::people(current));
    }
    // Nobody is proposed to leave, so that what one scheme has too many of is added to what another lacks.
    let sentence = if row.proposed > Some(need.people()) {
        format!("{because}; đề xuất cao hơn vì có loại hình đã vượt phần của mình.")
    } else {
        format!("{because}, tức thêm {} người.", wording::people(increase))
    };
    match &province.potential {
        Some(potential) => format!("{sentence} {}", room(year, potential, increase)),
        None => sentence,
    }
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
            format!(
                "{} cần có trừ {} đề xuất còn {} người",
                year.plan.indicator(*indicator).short,
                wording::list(&others),
                wording::people(*people)
            )
        }
    }
}

fn room(year: &PlanYear, room: &Room, increase: i64) -> String {
    let lacking = lacking(year, &room.missing);
    let Some(people) = room.people else {
        return format!("{NOT_COMPUTABLE} tiềm năng, {lacking}.");
    };
    let short = if people < increase { ", ít hơn số cần thêm" } else { "" };
    let one_bound =
        if room.missing.is_empty() { String::new() } else { format!(" Mới tính được một cận, {lacking}.") };
    format!("Tiềm năng {} người{short}.{one_bound}", wording::people(people))
}

// ---------------------------------------------------------------------------------------------------- sectors and areas

fn share_and_doubt(year: &PlanYear, row: &Row, share: &Share) -> String {
    let given = match (share.increase, share.people) {
        (Some(increase), Some(people)) => shared_out(year, row, share, increase, people),
        _ => year.plan.words.fill("Chưa phân bổ được vì chưa tính được số cần tăng của {whole}."),
    };
    [Some(given), doubt(year, row, share)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn shared_out(year: &PlanYear, row: &Row, share: &Share, increase: u64, people: u64) -> String {
    let is_area = matches!(row.part, Part::Area(_));
    let labour_force = year.plan.words.labour_force.as_str();
    match share.weight {
        _ if increase == 0 => year.plan.words.fill("{Whole} đã đủ số cần có nên giữ nguyên."),
        None => "Giữ nguyên số đang tham gia.".to_owned(),
        Some(weight) if weight <= 0 && !share.missing.is_empty() => {
            "Phần đã báo cáo chưa cho thấy tiềm năng nên giữ nguyên.".to_owned()
        }
        Some(weight) if weight < 0 => {
            let beyond = if is_area { labour_force } else { "số thuộc diện tham gia" };
            let people = wording::people(-weight);
            format!("Số đang tham gia lớn hơn {beyond} {people} người, cần giải trình; giữ nguyên.")
        }
        Some(0) => "Không còn tiềm năng nên giữ nguyên.".to_owned(),
        Some(weight) => {
            let (what, whole) = if is_area {
                (format!("người trong {labour_force} chưa tham gia"), "của các địa bàn")
            } else {
                ("người tiềm năng".to_owned(), "tiềm năng của các khối")
            };
            format!(
                "Còn {} {what}, bằng {} {whole}, nên nhận {} trong {} người cần tăng{}.",
                wording::people(weight),
                share_of(weight, share.total_weight),
                wording::count(people),
                wording::count(increase),
                share.bound.map(|bound| deciding_bound(year, bound)).unwrap_or_default()
            )
        }
    }
}

/// That the share may change, and for want of whose numbers.
fn doubt(year: &PlanYear, row: &Row, share: &Share) -> Option<String> {
    match share.weight {
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

fn deciding_bound(year: &PlanYear, bound: DecidingBound) -> String {
    let floor = format!("{} số đang tham gia", wording::target(year.plan.proposal.floor_of_participants));
    match bound {
        DecidingBound::LoweredFloors => {
            format!("; các mức sàn {floor} cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ")
        }
        DecidingBound::Ceiling(ceiling) => format!("; dừng ở {}", ceiling_name(year, ceiling)),
        DecidingBound::CeilingBelowFloor(ceiling) => {
            format!("; nâng lên hết {} vì mức sàn {floor} còn cao hơn", ceiling_name(year, ceiling))
        }
        DecidingBound::Floor => format!("; nâng lên mức sàn {floor}"),
    }
}

fn ceiling_name(year: &PlanYear, ceiling: Ceiling) -> String {
    let rules = &year.plan.proposal;
    match ceiling {
        Ceiling::OfPotential => format!("mức trần {} tiềm năng", wording::target(rules.ceiling_of_potential)),
        Ceiling::OfParticipants => {
            let ceiling = rules.ceiling_of_participants.unwrap_or(Percent::ALL);
            format!("mức trần {} số đang tham gia", wording::target(ceiling))
        }
        Ceiling::Left => "phần tiềm năng mà loại hình khác chưa dùng".to_owned(),
    }
}

/// A share in percent; what would be printed as 0,0% is more than nothing.
fn share_of(part: i64, whole: i64) -> String {
    let share = wording::share(part, whole, 1);
    if part > 0 && share == wording::share(0, whole, 1) { "chưa đến 0,1%".to_owned() } else { share }
}

// ----------------------------------------------------------------------------------------------------- what is left over

fn left_over(year: &PlanYear, left: &LeftOver) -> String {
    [more_left_over(left), current_left_over(year, left.current)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn more_left_over(left: &LeftOver) -> Option<String> {
    let (increase, room, more) = (wording::count(left.increase), wording::count(left.room), wording::people(left.more));
    match (left.is_room_partial, left.room) {
        _ if left.more == 0 => None,
        (true, 0) => Some(format!("{NOT_COMPUTABLE} tiềm năng nên chưa phân bổ được {more} người cần tăng.")),
        (true, _) => Some(format!(
            "Tiềm năng đã biết trong mức trần nhận được {room} trong {increase} người cần tăng, còn {more} người chưa phân bổ được."
        )),
        (false, _) => Some(format!(
            "Tiềm năng trong mức trần chỉ nhận được {room} trong {increase} người cần tăng, còn thiếu {more} người."
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
pub fn why_not_proposed(year: &PlanYear, line: &Line) -> String {
    match &line.province.reason {
        Reason::Province(reason::Province { need: Err(lack), .. }) => {
            format!("{}, {}.", NOT_COMPUTABLE.to_lowercase(), words::lack(year, lack))
        }
        _ => words::within_sentence(&reason(year, &line.province)),
    }
}

/// Why a line has no trajectory, in a sentence.
pub fn no_trajectory(year: &PlanYear, line: &Line, why: &NoTrajectory) -> String {
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

// --------------------------------------------------------------------------------------------------------- parameters

/// A number the figures depend on beside the agencies' counts, to be kept with them so that they can be computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it is from, within a sentence.
    pub source: String,
    /// The key of the plan file that sets it; `None` if it isn't set there.
    pub key: Option<&'static str>,
}

impl Parameter {
    fn new(name: String, value: String, source: String) -> Self {
        Parameter { name, value, source, key: None }
    }

    /// The source and the key of the plan file.
    pub fn source_and_key(&self) -> String {
        match self.key {
            Some(key) => format!("{}, [proposal] {key}", self.source),
            None => self.source.clone(),
        }
    }
}

/// What stands for a number that isn't there.
const ABSENT: &str = "chưa có";

/// All parameters of a proposal: the labour force, the percentages, the bounds.
pub fn parameters(year: &PlanYear, proposal: &Proposal) -> Vec<Parameter> {
    let mut parameters = vec![labour_force_today(year, proposal)];
    parameters.extend(labour_force_before(year.plan, proposal));
    parameters.push(labour_force_next(year.plan, proposal));
    parameters.extend(proposal.lines.iter().filter_map(|line| target_percent(year, proposal, line)));
    parameters.extend(bounds(year));
    parameters
}

fn labour_force_of(plan: &Plan, year: i32) -> String {
    format!("{} năm {year}", plan.words.fill("{Labour_force}"))
}

fn labour_force_today(year: &PlanYear, proposal: &Proposal) -> Parameter {
    let today = &proposal.labour_force.today;
    let (value, source) = match today.known() {
        Some(people) => {
            let reported: BTreeSet<AgencyId> = today.cells.iter().map(|cell| cell.agency).collect();
            (wording::people(people), format!("{} báo cáo", words::names(year, &reported)))
        }
        None => (ABSENT.to_owned(), lacking(year, &today.missing)),
    };
    Parameter::new(labour_force_of(year.plan, proposal.from_year), value, source)
}

/// The earlier labour force that growth is measured from, if one is used.
fn labour_force_before(plan: &Plan, proposal: &Proposal) -> Option<Parameter> {
    let Basis::Growth { from_year, from } = proposal.labour_force.basis else { return None };
    let source = format!("sổ tổng hợp năm {from_year}");
    Some(Parameter::new(labour_force_of(plan, from_year), wording::count(from), source))
}

fn labour_force_next(plan: &Plan, proposal: &Proposal) -> Parameter {
    let this = proposal.from_year;
    let source = match proposal.labour_force.basis {
        Basis::Given => "người lập nhập".to_owned(),
        Basis::Growth { from_year, .. } => format!("năm {this} × (năm {this} ÷ năm {from_year}), làm tròn nửa lên"),
        Basis::Unchanged => format!("giữ như năm {this} vì chưa có số năm {}", this - 1),
        Basis::Unknown => "chưa có số năm nay và người lập chưa nhập".to_owned(),
    };
    let value = proposal.labour_force.people.map_or_else(|| ABSENT.to_owned(), wording::count);
    Parameter::new(format!("{} (dự kiến)", labour_force_of(plan, proposal.year)), value, source)
}

/// Next year's percentage of a line; `None` for a scheme without a target of its own.
fn target_percent(year: &PlanYear, proposal: &Proposal, line: &Line) -> Option<Parameter> {
    let Subject::Indicator(indicator) = line.subject else { return None };
    let next = proposal.year;
    let source = match (line.is_percent_given, year.plan.indicator(indicator).target(next)) {
        (true, Some(target)) => {
            format!("người lập nhập, thay cho {} tại mục {}", wording::target(target.percent), target.clause)
        }
        (true, None) => format!("người lập nhập; kế hoạch không nêu chỉ tiêu năm {next}"),
        (false, Some(target)) => format!("Kế hoạch, mục {}", target.clause),
        (false, None) => "kế hoạch không nêu và người lập chưa nhập".to_owned(),
    };
    let value = line.percent.map_or_else(|| ABSENT.to_owned(), wording::target);
    Some(Parameter::new(format!("Tỷ lệ {} năm {next}", line.name), value, source))
}

fn bounds(year: &PlanYear) -> Vec<Parameter> {
    let rules = &year.plan.proposal;
    [
        (
            "Mức sàn tăng thêm, theo số đang tham gia",
            Some(rules.floor_of_participants),
            "floor_percent_of_participants",
        ),
        ("Mức trần tăng thêm, theo số đang tham gia", rules.ceiling_of_participants, "ceiling_percent_of_participants"),
        ("Mức trần tăng thêm, theo tiềm năng", Some(rules.ceiling_of_potential), "ceiling_percent_of_potential"),
    ]
    .into_iter()
    .map(|(name, percent, key)| Parameter {
        name: name.to_owned(),
        value: percent.map_or_else(|| "không đặt".to_owned(), wording::target),
        source: "tệp kế hoạch".to_owned(),
        key: Some(key),
    })
    .collect()
}

#[cfg(test)]
mod tests;
