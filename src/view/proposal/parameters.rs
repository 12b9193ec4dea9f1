//! The numbers a proposal depends on beside the agencies' counts, each with where it is from.

use std::collections::BTreeSet;

use crate::indicator::projection::Basis;
use crate::indicator::proposal::{Proposal, ProposalLine, Subject};
use crate::plan::{AgencyId, Plan, PlanYear};
use crate::value::wording;
use crate::view::block::Value;
use crate::view::restated::missing_books;
use crate::view::words::{self, lacking};

/// A number the figures depend on beside the agencies' counts, to be kept with them so that they can be computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// What it is called.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it is from, within a sentence.
    pub source: String,
}

impl Parameter {
    fn new(name: String, value: Value, source: String) -> Self {
        Parameter { name, value, source }
    }
}

/// What stands for a number that isn't there.
fn absent() -> Value {
    Value::Text("chưa có".into())
}

fn counted(people: u64) -> Value {
    Value::People(i64::try_from(people).unwrap_or(i64::MAX))
}

/// All parameters of a proposal: the labour force of every year, the percentages, the bounds.
pub fn parameters(year: &PlanYear, proposal: &Proposal) -> Vec<Parameter> {
    let mut parameters = vec![labour_force_today(year, proposal)];
    parameters.extend(labour_force_before(year.plan, proposal));
    parameters.extend((proposal.year..=last_year(proposal)).map(|next| labour_force_next(year, proposal, next)));
    parameters.extend(proposal.lines.iter().filter_map(|line| target_percent(year, proposal, line)));
    parameters.extend(bounds(year));
    parameters
}

/// The last year of any trajectory.
pub(super) fn last_year(proposal: &Proposal) -> i32 {
    let ways = proposal.lines.iter().filter_map(|line| line.trajectory.as_ref().ok());
    ways.map(|way| way.last().year).max().unwrap_or(proposal.year)
}

fn labour_force_of(plan: &Plan, year: i32) -> String {
    format!("{} năm {year}", plan.words.fill("{Labour_force}"))
}

fn labour_force_today(year: &PlanYear, proposal: &Proposal) -> Parameter {
    let today = &proposal.labour_force.today;
    let (value, source) = match today.known() {
        Some(people) => {
            let reported: BTreeSet<AgencyId> = today.agencies.iter().copied().collect();
            (Value::People(people), format!("{} báo cáo", words::names(year, &reported)))
        }
        None => (absent(), lacking(year, &today.missing)),
    };
    Parameter::new(labour_force_of(year.plan, proposal.from_year), value, source)
}

/// The earlier labour forces that growth is measured from, if any are used.
fn labour_force_before(plan: &Plan, proposal: &Proposal) -> Vec<Parameter> {
    let Some(growth) = proposal.labour_force.growth else { return Vec::new() };
    let of = |year: i32, people: u64| {
        Parameter::new(labour_force_of(plan, year), counted(people), format!("sổ tổng hợp năm {year}"))
    };
    let to_year = growth.from_year + 1;
    let to = (to_year != proposal.from_year).then(|| of(to_year, growth.to));
    [Some(of(growth.from_year, growth.from)), to].into_iter().flatten().collect()
}

fn labour_force_next(of: &PlanYear, proposal: &Proposal, next: i32) -> Parameter {
    let this = proposal.from_year;
    let from = |year: i32| match proposal.labour_force.growth {
        None => format!("giữ như năm {year} vì {}", why_no_growth(of, proposal)),
        Some(growth) => {
            let (to, from) = (growth.from_year + 1, growth.from_year);
            format!("năm {year} × (năm {to} ÷ năm {from}) cho mỗi năm, làm tròn đến một người")
        }
    };
    let source = match proposal.labour_force.basis() {
        Basis::Given if next == proposal.year => "người lập báo cáo dự kiến".to_owned(),
        Basis::Given => from(proposal.year),
        Basis::Projected | Basis::Unchanged => from(this),
        Basis::Unknown => "chưa có số năm nay và người lập báo cáo chưa dự kiến".to_owned(),
    };
    let people = u32::try_from(next - this).ok().and_then(|n_years| proposal.labour_force.people(n_years));
    let value = people.map_or_else(absent, counted);
    Parameter::new(format!("{} (dự kiến)", labour_force_of(of.plan, next)), value, source)
}

/// Why nothing is known of how the labour force grew: `chưa có số liệu năm 2022`, `chưa có sổ tổng hợp năm 2022 của …`, `sổ tổng hợp năm
/// 2022 thiếu số liệu của …`.
pub(super) fn why_no_growth(year: &PlanYear, proposal: &Proposal) -> String {
    let before = proposal.from_year - 1;
    match &proposal.missing_before {
        None => format!("chưa có số liệu năm {before}"),
        Some(_) if !proposal.missing_books.is_empty() => missing_books(year.plan, before, &proposal.missing_books),
        Some(missing) if missing.is_empty() => format!("{} năm {before} bằng 0", year.plan.words.labour_force),
        Some(missing) => format!("sổ tổng hợp năm {before} {}", lacking(year, missing)),
    }
}

/// Next year's percentage of a line; `None` for a scheme without a target of its own.
fn target_percent(year: &PlanYear, proposal: &Proposal, line: &ProposalLine) -> Option<Parameter> {
    let Subject::Indicator(indicator) = line.subject else { return None };
    let next = proposal.year;
    let source = match (line.is_percent_given, year.plan.indicator(indicator).target(next)) {
        (true, Some(target)) => {
            format!("người lập báo cáo đề xuất, thay cho {} tại mục {}", wording::target(target.percent), target.clause)
        }
        (true, None) => format!("người lập báo cáo đề xuất; kế hoạch không nêu chỉ tiêu năm {next}"),
        (false, Some(target)) => format!("Kế hoạch, mục {}", target.clause),
        (false, None) => "kế hoạch không nêu và người lập báo cáo chưa đề xuất".to_owned(),
    };
    let value = line.percent.map_or_else(absent, Value::Target);
    Some(Parameter::new(format!("Tỷ lệ {} năm {next}", line.name), value, source))
}

/// Where the bounds and the remarks' limits are from: the plan file, for which an office has no name.
const OF_BOUNDS: &str = "mức áp dụng khi phân bổ chỉ tiêu";

fn bounds(year: &PlanYear) -> Vec<Parameter> {
    let rules = &year.plan.proposal;
    let unset = || Value::Text("không đặt".into());
    let above_percent = Value::Text(words::percent(rules.remark_above_percent).into());
    let above_times = Value::Text(format!("{} lần", rules.remark_above_times).into());
    [
        ("Mức sàn tăng thêm, theo số đang tham gia", Value::Target(rules.floor_of_participants)),
        ("Mức trần tăng thêm, theo số đang tham gia", rules.ceiling_of_participants.map_or_else(unset, Value::Target)),
        ("Mức trần tăng thêm, theo tiềm năng hoặc số chưa tham gia", Value::Target(rules.ceiling_of_potential)),
        ("Lưu ý khi tăng hơn (số đang tham gia)", above_percent),
        ("Lưu ý khi tăng hơn (mức tăng năm trước)", above_times),
    ]
    .into_iter()
    .map(|(name, value)| Parameter::new(name.to_owned(), value, OF_BOUNDS.to_owned()))
    .collect()
}
