//! The plan of a tier, made out of the plan above it: the units report, each group on its part of the collector's forms, by
//! the tier's date, and the collector is the office.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::directory::Directory;
use super::model::*;
use super::tier::{Tier, Unit, UnitGroup};

/// The code of the task by which the collector hands in its own return.
pub const HAND_IN: &str = "nop-bieu-tong-hop";

impl Plan {
    /// The tier that somebody collects.
    pub fn tier(&self, code: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.agency == code)
    }

    /// The code of who collects by this plan; `None` for the province's.
    pub fn tier_code(&self) -> Option<&str> {
        self.level.as_ref().map(|level| level.code.as_str())
    }

    /// The province's plan: this one, or that above it on all levels.
    pub fn root(&self) -> &Plan {
        match &self.level {
            Some(level) => level.above.root(),
            None => self,
        }
    }

    /// The plan by which somebody collects; `None` if the plan has no such tier.
    pub fn for_tier(&self, code: &str) -> Option<Plan> {
        let root = self.root();
        let tier = root.tier(code)?;
        let above = match root.agency_by_code(code) {
            Some(_) => root.clone(),
            None => root.for_tier(&root.tier_with(code)?.agency)?,
        };
        plan(&Arc::new(above), tier)
    }

    /// The first tier, but its own, in which a code is a unit's.
    pub fn tier_with(&self, unit: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.agency != unit && tier.unit(unit).is_some())
    }
}

/// The plan by which a tier's collector works; `None` if it isn't in the plan above.
fn plan(above: &Arc<Plan>, tier: &Tier) -> Option<Plan> {
    let collector = above.agency_by_code(&tier.agency)?;
    let parts = parts(above, collector, tier);
    let agencies: Vec<Agency> = tier.groups.iter().zip(0..).flat_map(|(group, n)| units(group, n, &parts)).collect();
    let rounds = asking_rounds(above, collector);
    let tasks = tasks(above, tier, rounds.first().copied());
    let level = Level {
        code: tier.agency.clone(),
        collector,
        forms: parts.iter().map(|part| part.of).collect(),
        rounds: rounds.clone(),
        above: above.clone(),
    };
    let mut plan = Plan {
        office: tier.office.clone(),
        words: PlanWords { whole: "tất cả đơn vị".to_owned(), ..above.words.clone() },
        tasks,
        collection_task: TaskId::at(0),
        rounds: own_rounds(above, tier, &rounds, &parts),
        schemes: above.schemes.iter().map(without_participants).collect(),
        indicators: Vec::new(),
        // Of the forms nothing is proposed; the input selects nothing that is looked at.
        proposal: ProposalRules {
            labour_force: Input::Measure { measure: MeasureId::at(0), row: None },
            ..above.proposal.clone()
        },
        groups: tier.groups.iter().map(agency_group).collect(),
        directory: Directory::of(&agencies).into(),
        agencies,
        cooperating: Vec::new(),
        checks: above.checks.iter().flat_map(|check| checks(check, &parts)).collect(),
        assumptions: assumptions(above, tier),
        assigned: Vec::new(),
        changes: Vec::new(),
        predecessors: Vec::new(),
        comparable: BTreeMap::new(),
        past_areas: Vec::new(),
        forms: parts.into_iter().map(|part| part.form).collect(),
        years: Default::default(),
        level: Some(Arc::new(level)),
        ..Plan::clone(above)
    };
    plan.lay_out();
    Some(plan)
}

/// A group's part of a form of the collector.
struct GroupPart {
    /// The group's place in the tier.
    group: usize,
    /// The collector's form.
    of: FormId,
    form: Form,
}

fn parts(above: &Plan, collector: AgencyId, tier: &Tier) -> Vec<GroupPart> {
    let forms = &above.agency(collector).forms;
    let groups = tier.groups.iter().enumerate();
    groups
        .flat_map(|(n, group)| {
            let is_alone = tier.groups.len() == 1;
            forms.iter().filter_map(move |of| {
                let form = part_of(above.form(*of), group, is_alone)?;
                Some(GroupPart { group: n, of: *of, form })
            })
        })
        .collect()
}

/// The form with the rows that a group fills and the totals over them; `None` if it fills none.
fn part_of(form: &Form, group: &UnitGroup, is_alone: bool) -> Option<Form> {
    let is_filled = |row: &&RowTemplate| match row {
        RowTemplate::One { code, parts: RowParts::Entered, .. } => group.fills(&form.code, code),
        _ => false,
    };
    let filled: BTreeSet<String> = form.rows.iter().filter(is_filled).filter_map(code_of).collect();
    if filled.is_empty() {
        return None;
    }
    let kept = with_totals(form, filled);
    let columns = form.columns.iter().map(|column| FormColumn {
        label: group.labels.get(&column.key).unwrap_or(&column.label).clone(),
        ..column.clone()
    });
    let title = if is_alone { form.title.clone() } else { format!("{} – {}", form.title, group.name) };
    Some(Form {
        code: format!("{}.{}", form.code, group.code),
        title,
        columns: columns.collect(),
        rows: form.rows.iter().filter_map(|row| keep(row, &kept)).collect(),
        ..form.clone()
    })
}

fn code_of(row: &RowTemplate) -> Option<String> {
    match row {
        RowTemplate::One { code, .. } => Some(code.clone()),
        _ => None,
    }
}

/// The rows with the totals above them, whatever else those sum.
fn with_totals(form: &Form, mut kept: BTreeSet<String>) -> BTreeSet<String> {
    loop {
        let sums_kept = |row: &&RowTemplate| match row {
            RowTemplate::One { parts: RowParts::Everything, .. } => true,
            RowTemplate::One { parts: RowParts::Rows(codes), .. } => codes.iter().any(|code| kept.contains(code)),
            _ => false,
        };
        let totals: Vec<String> = form.rows.iter().filter(sums_kept).filter_map(code_of).collect();
        let n = kept.len();
        kept.extend(totals);
        if kept.len() == n {
            return kept;
        }
    }
}

/// A row that is kept, a total without the parts that aren't.
fn keep(row: &RowTemplate, kept: &BTreeSet<String>) -> Option<RowTemplate> {
    let RowTemplate::One { code, formerly, no, label, parts, schemes, sector } = row else { return None };
    if !kept.contains(code) {
        return None;
    }
    let parts = match parts {
        RowParts::Rows(codes) => RowParts::Rows(codes.iter().filter(|code| kept.contains(*code)).cloned().collect()),
        other => other.clone(),
    };
    let (code, formerly, no) = (code.clone(), formerly.clone(), no.clone());
    Some(RowTemplate::One {
        code,
        formerly,
        no,
        label: label.clone(),
        parts,
        schemes: schemes.clone(),
        sector: *sector,
    })
}

/// The units of a group, as agencies that return its forms.
fn units(group: &UnitGroup, n: usize, parts: &[GroupPart]) -> Vec<Agency> {
    let of_group = |(id, part): (FormId, &GroupPart)| (part.group == n).then_some(id);
    let forms: Vec<FormId> = FormId::all(parts.len()).zip(parts).filter_map(of_group).collect();
    let agency = |unit: &Unit| Agency {
        code: unit.code.clone(),
        group: GroupId::at(n),
        names: unit.names.clone(),
        from: unit.from,
        until: unit.until,
        forms: forms.clone(),
        second_tier: None,
        unit: unit.code.clone(),
    };
    group.units.iter().map(agency).collect()
}

fn agency_group(group: &UnitGroup) -> Group {
    Group { code: group.code.clone(), name: group.name.clone(), area: None }
}

/// Participants are what others report; the units only say who is liable.
fn without_participants(scheme: &Scheme) -> Scheme {
    Scheme {
        participants: Vec::new(),
        by_sector: None,
        by_area: None,
        by_area_and_sector: None,
        reserved: Vec::new(),
        ..scheme.clone()
    }
}

/// The rounds of the plan above that ask something of the collector.
fn asking_rounds(above: &Plan, collector: AgencyId) -> Vec<RoundId> {
    let forms = &above.agency(collector).forms;
    above.round_ids().filter(|round| forms.iter().any(|form| above.round(*round).asks_for(*form))).collect()
}

/// The same as rounds of the tier. The first is due on the tier's day, later ones as many days before the collector's due
/// date as that.
fn own_rounds(above: &Plan, tier: &Tier, asking: &[RoundId], parts: &[GroupPart]) -> Vec<Round> {
    let ahead = asking.first().map(|first| days_ahead(&tier.due, &above.round(*first).due)).unwrap_or_default();
    let own = |(n, id): (usize, &RoundId)| {
        let round = above.round(*id);
        let is_asked = |(form, part): (FormId, &GroupPart)| round.forms.contains(&part.of).then_some(form);
        let forms = FormId::all(parts.len()).zip(parts).filter_map(is_asked).collect();
        let due = if n == 0 { tier.due.clone() } else { earlier(&round.due, ahead) };
        let code = if asking.len() > 1 { round.code.clone() } else { String::new() };
        Round { code, name: round.name.clone(), due, forms, optional: round.optional }
    };
    asking.iter().enumerate().map(own).collect()
}

/// A year in which days are counted between two days of any year.
const ANY_YEAR: i32 = 2023;

/// How many days a day lies before another one of the year.
fn days_ahead(day: &Due, other: &Due) -> i64 {
    let days = day.in_year(ANY_YEAR).zip(other.in_year(ANY_YEAR));
    days.map_or(0, |(day, other)| (other - day).num_days().max(0))
}

/// So many days earlier, but not in the year before.
fn earlier(due: &Due, days: i64) -> Due {
    use chrono::Datelike;
    let Some(date) = due.in_year(ANY_YEAR) else { return due.clone() };
    let first = NaiveDate::from_ymd_opt(ANY_YEAR, 1, 1).unwrap_or(date);
    let day = (date - chrono::Duration::days(days)).max(first);
    Due::Yearly { day: day.day(), month: day.month() }
}

/// Collecting from the units, and handing in what they add up to.
fn tasks(above: &Plan, tier: &Tier, first: Option<RoundId>) -> Vec<Task> {
    let collection = above.task(above.collection_task);
    let own = Task {
        clause: tier.clause.clone().unwrap_or_else(|| collection.clause.clone()),
        title: tier.title.clone(),
        lead: tier.office.name.clone(),
        with: vec!["Các đơn vị báo cáo".to_owned()],
        due: tier.due.clone(),
        ..collection.clone()
    };
    let hand_in = Task {
        code: HAND_IN.to_owned(),
        clause: collection.clause.clone(),
        title: format!("Gửi biểu tổng hợp về {}", above.office.name),
        lead: tier.office.name.clone(),
        with: Vec::new(),
        due: first.map_or_else(|| collection.due.clone(), |round| above.round(round).due.clone()),
    };
    vec![own, hand_in]
}

/// The comparisons that can be made within a unit's file: those that name no form, and those of one form row by row.
fn checks(check: &Check, parts: &[GroupPart]) -> Vec<Check> {
    let inputs = || check.left.iter().chain(&check.right);
    if inputs().all(|input| matches!(input, Input::Measure { .. })) {
        return vec![check.clone()];
    }
    let mut forms = inputs().map(|input| match input {
        Input::Column { form, .. } => Some(*form),
        _ => None,
    });
    let Some(Some(only)) = forms.next() else { return Vec::new() };
    if check.per != Per::Row || !forms.all(|form| form == Some(only)) {
        return Vec::new();
    }
    let of_form = FormId::all(parts.len()).zip(parts).filter(|(_, part)| part.of == only);
    of_form.map(|(form, _)| on_form(check, form)).collect()
}

fn on_form(check: &Check, form: FormId) -> Check {
    let moved = |input: &Input| match *input {
        Input::Column { column, row, .. } => Input::Column { form, column, row },
        other => other,
    };
    Check {
        left: check.left.iter().map(moved).collect(),
        right: check.right.iter().map(moved).collect(),
        ..check.clone()
    }
}

fn assumptions(above: &Plan, tier: &Tier) -> Vec<Assumption> {
    above.assumptions.iter().filter(|known| tier.assumptions.contains(&known.code)).cloned().collect()
}
