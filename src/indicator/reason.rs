//! The sentences beside a proposal's rows: why this many, in the words an officer can read out before the council.

use std::collections::BTreeSet;

use super::potential::SchemePotential;
use super::split::{Candidate, Ceiling, Limits, Part, Whole};
use crate::plan::{AgencyId, PlanYear};
use crate::value::Percent;
use crate::value::wording;

/// `thiếu số liệu của Cục Thống kê tỉnh và UBND huyện Bù Đốp`.
pub(super) fn lacking(year: &PlanYear, missing: &BTreeSet<AgencyId>) -> String {
    let names: Vec<&str> = missing.iter().map(|agency| year.agency_name(*agency)).collect();
    if names.is_empty() {
        "thiếu số liệu".to_owned()
    } else {
        format!("thiếu số liệu của {}", wording::list(&names))
    }
}

/// What holds for all rows of one split.
pub(super) struct Round<'y> {
    pub year: &'y PlanYear<'y>,
    /// What is shared out, in people; `None` if not computable.
    pub increase: Option<u64>,
    /// The sum of weights, in people.
    pub whole_weight: i64,
    pub floors_hold: bool,
    /// The agencies without whose numbers the parts can't be weighed against each other.
    pub missing: BTreeSet<AgencyId>,
}

impl Round<'_> {
    /// Why a sector or an area gets its share.
    pub fn of_part(&self, candidate: &Candidate, limits: &Limits, share: Option<u64>) -> String {
        let mut sentences = Vec::new();
        match (self.increase, share) {
            (Some(increase), Some(share)) => sentences.push(self.share(candidate, limits, increase, share)),
            _ => sentences.push("Chưa phân bổ được vì chưa tính được số cần tăng của toàn tỉnh.".to_owned()),
        }
        if !candidate.missing.is_empty() {
            let lacking = lacking(self.year, &candidate.missing);
            sentences.push(match candidate.weighed_by {
                Some(_) => format!("Tạm tính theo phần đã báo cáo, {lacking}."),
                None => format!("Chưa tính được tiềm năng, {lacking}."),
            });
        } else if !self.missing.is_empty() && self.increase.is_some_and(|increase| increase > 0) {
            sentences.push(format!("Tạm tính vì tiềm năng ở dòng khác {}.", lacking(self.year, &self.missing)));
        }
        sentences.join(" ")
    }

    fn share(&self, candidate: &Candidate, limits: &Limits, increase: u64, share: u64) -> String {
        let is_area = matches!(candidate.part, Part::Area(_));
        let beyond = if is_area { "lực lượng lao động" } else { "số thuộc diện tham gia" };
        match candidate.weighed_by {
            _ if increase == 0 => "Toàn tỉnh đã đủ số cần có nên giữ nguyên.".to_owned(),
            None => "Giữ nguyên số đang tham gia.".to_owned(),
            Some(potential) if potential <= 0 && !candidate.missing.is_empty() => {
                "Phần đã báo cáo chưa cho thấy tiềm năng nên giữ nguyên.".to_owned()
            }
            Some(potential) if potential < 0 => {
                let people = wording::people(-potential);
                format!("Số đang tham gia lớn hơn {beyond} {people} người, cần giải trình; giữ nguyên.")
            }
            Some(0) => "Không còn tiềm năng nên giữ nguyên.".to_owned(),
            Some(potential) => {
                let (what, whole) = if is_area {
                    ("người trong lực lượng lao động chưa tham gia", "của các địa bàn")
                } else {
                    ("người tiềm năng", "tiềm năng của các khối")
                };
                format!(
                    "Còn {} {what}, bằng {} {whole}, nên nhận {} trong {} người cần tăng{}.",
                    wording::people(potential),
                    share_of(potential, self.whole_weight),
                    wording::count(share),
                    wording::count(increase),
                    self.bound(limits, increase, share)
                )
            }
        }
    }

    /// Which bound decided, if one did.
    fn bound(&self, limits: &Limits, increase: u64, share: u64) -> String {
        let rules = &self.year.plan.proposal;
        let quota = u128::from(increase) * u128::from(limits.weight);
        let scaled = |people: u64| u128::from(people) * u128::from(self.whole_weight.unsigned_abs());
        if !self.floors_hold {
            return format!(
                "; các mức sàn {} số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ",
                wording::target(rules.floor_of_participants)
            );
        }
        if share == limits.ceiling && quota > scaled(limits.ceiling) {
            return format!("; dừng ở {}", self.ceiling(limits));
        }
        if share == limits.floor && quota < scaled(limits.floor) {
            let floor = format!("mức sàn {} số đang tham gia", wording::target(rules.floor_of_participants));
            return if limits.floor_is_cut {
                format!("; nâng lên hết {} vì {floor} còn cao hơn", self.ceiling(limits))
            } else {
                format!("; nâng lên {floor}")
            };
        }
        String::new()
    }

    fn ceiling(&self, limits: &Limits) -> String {
        let rules = &self.year.plan.proposal;
        match limits.ceiling_kind {
            Ceiling::OfPotential => format!("mức trần {} tiềm năng", wording::target(rules.ceiling_of_potential)),
            Ceiling::OfParticipants => {
                let ceiling = rules.ceiling_of_participants.unwrap_or(Percent::ALL);
                format!("mức trần {} số đang tham gia", wording::target(ceiling))
            }
            Ceiling::Left => "phần tiềm năng mà loại hình khác chưa dùng".to_owned(),
        }
    }

    /// Why something is left over: `more` people of the increase, and `current` people whom no row counts.
    pub fn of_left_over(&self, current: i64, more: i64, ceilings: u64, some_unknown: bool) -> String {
        let mut sentences = Vec::new();
        if more != 0 {
            let increase = wording::count(self.increase.unwrap_or(0));
            let (room, more) = (wording::count(ceilings), wording::people(more));
            sentences.push(match (some_unknown, ceilings) {
                (true, 0) => format!("Chưa tính được tiềm năng nên chưa phân bổ được {more} người cần tăng."),
                (true, _) => format!(
                    "Tiềm năng đã biết trong mức trần nhận được {room} trong {increase} người cần tăng, còn {more} người \
                     chưa phân bổ được."
                ),
                (false, _) => format!(
                    "Tiềm năng trong mức trần chỉ nhận được {room} trong {increase} người cần tăng, còn thiếu {more} người."
                ),
            });
        }
        if current != 0 {
            let people = wording::people(current.abs());
            let than = if current > 0 { "lớn hơn" } else { "nhỏ hơn" };
            sentences.push(format!("Số đang tham gia toàn tỉnh {than} tổng các dòng trên {people} người."));
        }
        sentences.join(" ")
    }
}

/// What the province's row of a line says.
pub(super) struct Province<'y> {
    pub year: &'y PlanYear<'y>,
    pub whole: &'y Whole,
    /// People needed, `None` if not computable.
    pub needed: Option<i64>,
    /// Whose potential the increase is held against; `None` for several schemes, each of which has a line that does.
    pub potential: Option<&'y SchemePotential>,
    /// What the need and the participants lack.
    pub missing: &'y BTreeSet<AgencyId>,
}

impl Province<'_> {
    /// Why this many are proposed; `because` says how the need comes about: `để đạt 38 % … cần có 212.800 người`.
    pub fn sentence(&self, because: Result<String, String>) -> String {
        let because = match because {
            Ok(because) => because,
            Err(why_not) => return format!("Chưa tính được: {why_not}."),
        };
        let (Some(needed), Some(current), Some(increase)) = (self.needed, self.whole.current, self.whole.increase())
        else {
            let lacking = lacking(self.year, self.missing);
            return format!("{because}; chưa so được với số đang tham gia, {lacking}.");
        };
        if increase == 0 {
            let current = wording::people(current);
            return format!("{because}; {current} người đang tham gia đã đủ nên giữ nguyên.");
        }
        // Nobody is proposed to leave, so that what one scheme has too many of is added to what another lacks.
        let mut sentence = if self.whole.proposed > Some(needed) {
            format!("{because}; đề xuất cao hơn vì có loại hình đã vượt phần của mình.")
        } else {
            format!("{because}, tức thêm {} người.", wording::count(increase))
        };
        if let Some(potential) = &self.potential {
            sentence.push(' ');
            sentence.push_str(&self.of_potential(potential, increase));
        }
        sentence
    }

    fn of_potential(&self, potential: &SchemePotential, increase: u64) -> String {
        let lacking = || lacking(self.year, &potential.missing());
        let Some(people) = potential.people() else {
            return format!("Chưa tính được tiềm năng, {}.", lacking());
        };
        let short = if i128::from(people) < i128::from(increase) { ", ít hơn số cần thêm" } else { "" };
        let one_bound = if potential.missing().is_empty() {
            String::new()
        } else {
            format!(" Mới tính được một cận, {}.", lacking())
        };
        format!("Tiềm năng {} người{short}.{one_bound}", wording::people(people))
    }
}

/// A share in percent; what would be printed as 0,0 % is more than nothing.
fn share_of(part: i64, whole: i64) -> String {
    let share = wording::share(part, whole, 1);
    if part > 0 && share == wording::share(0, whole, 1) { "chưa đến 0,1 %".to_owned() } else { share }
}
