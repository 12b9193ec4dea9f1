//! Who sent a file, for which year, and which revision. The hidden sheet `_bhxh` decides; the cover is used where that is lost; a
//! file whose two sources disagree is rejected. The file's name never decides.

mod agency;
mod cover;
pub(super) mod dates;
mod hidden;
mod identity;
mod level;
mod moved;
mod moving;
mod phone;
mod round;
mod shown;
mod signer;
mod structure;

use chrono::NaiveDate;

use super::texts::Texts;
use super::{container, reader};
use crate::plan::{AgencyId, Plan, PlanYear, RoundId, keys};
use crate::problem::file::{self, Disagreement, Invalid, Restored};
use crate::problem::{Finding, has_error, merge};
use crate::value::grid::{Address, Sheet, Value, Workbook};
use crate::value::text;
use cover::CoverSheet;
pub use dates::shown as shown_date;
pub(super) use hidden::Hidden;
pub use identity::{CoverPlace, Identified, Identity};

/// Whether a package that holds too much for a return is a provincial workbook, by the names of its sheets.
pub fn is_provincial(bytes: &[u8]) -> bool {
    reader::sheet_names(bytes).iter().any(|name| name == keys::FILES_SHEET)
}

/// A workbook that this program writes and nobody returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnBook {
    /// A plan.
    Plan,
    /// The provincial workbook.
    Provincial,
    /// The annual report.
    Report,
    /// Targets proposed or assigned.
    Assigned,
    /// Findings, or the answers to a rehearsal.
    Other,
}

/// Which of this program's own workbooks a file is, whatever it is called; `None` if it is none, or can't be read.
pub fn own_book(bytes: &[u8]) -> Option<OwnBook> {
    let format = container::inspect_own(bytes).ok()?;
    let is_wanted = |name: &str| [keys::IDENTITY_SHEET, keys::PLAN_SHEET].contains(&name);
    let workbook = reader::read_own(bytes, format, is_wanted).ok()?;
    let hidden = workbook.sheet(keys::IDENTITY_SHEET).map(Hidden::read).unwrap_or_default();
    own_kind(&hidden, &workbook)
}

/// Which of this program's own workbooks one is, by its hidden sheet and its heading; `None` if it is none.
fn own_kind(hidden: &Hidden, workbook: &Workbook) -> Option<OwnBook> {
    if is_plan(workbook) {
        return Some(OwnBook::Plan);
    }
    match hidden.kind.as_deref()? {
        keys::KIND_PROVINCIAL => Some(OwnBook::Provincial),
        keys::KIND_REPORT => Some(OwnBook::Report),
        keys::KIND_ASSIGNED => Some(OwnBook::Assigned),
        keys::KIND_FINDINGS | keys::KIND_ANSWERS => Some(OwnBook::Other),
        _ => None,
    }
}

/// Whether a return says that its numbers are invented: in its hidden sheet, or on a cover that another program saved.
pub fn is_illustrative(workbook: &Workbook) -> bool {
    let is_marked =
        |sheet: &Sheet| sheet.cells().any(|(at, _)| at.col == 0 && sheet.text(at) == Some(keys::ILLUSTRATIVE));
    workbook.sheet(keys::IDENTITY_SHEET).is_some_and(is_marked)
        || workbook.sheet(keys::COVER_SHEET).is_some_and(|cover| says(cover, keys::ILLUSTRATIVE_WORDS))
}

/// Whether the head of a cover has words in one of its texts, however they are typed.
fn says(cover: &Sheet, words: &str) -> bool {
    let words = text::fold(words);
    let texts = cover.cells().filter_map(|(_, cell)| match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    texts.take(MAX_COVER_TEXTS).any(|text| text::fold(text).contains(&words))
}

/// How many texts of a cover are looked at: those of its head.
const MAX_COVER_TEXTS: usize = 40;

/// Whether a cell shows a date, as a date or in words.
pub fn is_date(value: &Value) -> bool {
    matches!(value, Value::Date(_) | Value::Text(_)) && dates::read(value, false).is_some()
}

/// Whether a workbook is a plan, by the heading of its sheet.
fn is_plan(workbook: &Workbook) -> bool {
    let heading = workbook.sheet(keys::PLAN_SHEET).and_then(|sheet| sheet.text(Address::new(0, 0)));
    heading.is_some_and(|text| text.trim() == keys::PLAN_SHEET_TITLE)
}

/// Finds out what a workbook is, given with the texts of each sheet.
pub fn identify(workbook: &Workbook, texts: &[Texts], plan: &Plan) -> (Identified, Vec<Finding>) {
    let hidden = workbook.sheet(keys::IDENTITY_SHEET).map(Hidden::read).unwrap_or_default();
    if own_kind(&hidden, workbook).is_some() {
        return (Identified::OwnOutput, Vec::new());
    }
    let covers = CoverSheet::all(workbook, texts);
    let cover = covers.first();
    let mut findings = Vec::new();
    if let Some(newer) = newer_template(&hidden, plan) {
        return unusable(known_of_newer(&hidden, plan), vec![newer]);
    }
    findings.extend(wrong_plan(&hidden, plan));
    if findings.is_empty() && level::is_own_return(&hidden, workbook, plan) {
        let year = hidden.year.or_else(|| cover.and_then(CoverSheet::year));
        return (Identified::OwnReturn { year, round_above: level::round_of_own_return(&hidden, plan) }, findings);
    }
    if findings.is_empty()
        && let Some(finding) = level::elsewhere(&hidden, cover, workbook, plan)
    {
        let year = hidden.year.or_else(|| cover.and_then(CoverSheet::year));
        return unusable((None, year, None), vec![finding]);
    }
    let hidden = hidden.on_level(plan.level.is_some());
    let agency = if findings.is_empty() { agency::agency(&hidden, cover, plan, &mut findings) } else { None };
    let year = year(&hidden, cover, &mut findings);
    let round = round::round(&hidden, cover, plan, &mut findings);
    findings.extend(cover.and_then(|first| covers[1..].iter().find_map(|other| first.contradicts(other))));
    version(&hidden, plan, &mut findings);
    if (agency.is_none() || year.is_none()) && !has_error(&findings) {
        let is_ours = structure::has_form_keys(workbook);
        findings.push(if is_ours { no_identity(workbook, plan) } else { not_our_template(workbook) });
    }
    let known = (agency, year, round);
    let (Some(agency), Some(year), Some(round)) = known else {
        return unusable(known, findings);
    };
    findings.extend(not_asked(plan, (agency, year, round), cover));
    let Some(plan_year) = plan.year(year).filter(|_| !has_error(&findings)) else {
        return unusable(known, findings);
    };
    findings.extend(restored(&hidden, &plan_year, agency, cover));
    let cover_place = cover.map(CoverSheet::place);
    let cover = match cover {
        Some(sheet) => sheet.read(year, &mut findings),
        None => CoverSheet::lost(&mut findings),
    };
    (Identified::Template(Identity { agency, year, round, cover, cover_place }), findings)
}

/// That the year isn't one of the plan, or asks nothing of the agency, be it in this round or at all.
fn not_asked(
    plan: &Plan,
    (agency, year, round): (AgencyId, i32, RoundId),
    cover: Option<&CoverSheet>,
) -> Option<Finding> {
    let Some(of_year) = plan.year(year) else { return Some(outside_plan(plan, year)) };
    let in_round = of_year.in_round(round);
    if !of_year.asks(agency) {
        Some(not_reporting(&of_year, agency))
    } else if !in_round.asks(agency) {
        Some(round::not_asked(&in_round, agency, cover))
    } else {
        None
    }
}

/// What is known of a file that can't be used.
type KnownFacts = (Option<AgencyId>, Option<i32>, Option<RoundId>);

fn unusable((agency, year, round): KnownFacts, findings: Vec<Finding>) -> (Identified, Vec<Finding>) {
    (Identified::Unusable { agency, year, round }, findings)
}

fn wrong_plan(hidden: &Hidden, plan: &Plan) -> Option<Finding> {
    let other = hidden.plan.as_ref().filter(|id| **id != plan.id)?;
    let problem = file::Problem::WrongPlan { found: other.clone(), expected: plan.id.clone() };
    Some(Finding::from(problem))
}

/// The year from the hidden sheet and from the cover; a finding if they disagree or the cover's is none.
fn year(hidden: &Hidden, cover: Option<&CoverSheet>, findings: &mut Vec<Finding>) -> Option<i32> {
    let written = cover.and_then(|cover| cover.text(keys::YEAR));
    let on_cover = cover.and_then(CoverSheet::year);
    if let (Some(written), None, Some(cover)) = (&written, on_cover, cover) {
        let problem = file::Problem::Invalid(Invalid::Year { text: written.clone() });
        findings.push(Finding::from(problem).at(cover.at(keys::YEAR)));
    }
    match (hidden.year, on_cover) {
        (Some(own), Some(other)) if own != other => {
            let place = cover.map(|cover| cover.at(keys::YEAR)).unwrap_or_default();
            let problem = file::Problem::Disagrees(Disagreement::Year { on_cover: other, own });
            findings.push(Finding::from(problem).at(place));
            None
        }
        (own, other) => own.or(other),
    }
}

/// A template of a later version: what else this program could say of it would be about its own age.
fn newer_template(hidden: &Hidden, plan: &Plan) -> Option<Finding> {
    let version = hidden.version.as_ref().filter(|version| !plan.accepted_versions.contains(version))?;
    let is_newer = numbers(version)? > numbers(&plan.template_version)?;
    let (found, known) = (version.clone(), plan.template_version.clone());
    (is_newer && hidden.plan.as_ref().is_none_or(|id| *id == plan.id))
        .then(|| file::Problem::NewerTemplate { found, known }.into())
}

/// The numbers of a version such as `2` or `1.10`; `None` if it is no such thing.
fn numbers(version: &str) -> Option<Vec<u32>> {
    version.trim().split('.').map(|part| part.parse().ok()).collect()
}

/// What the hidden sheet of a newer template says, as far as this program knows it.
fn known_of_newer(hidden: &Hidden, plan: &Plan) -> KnownFacts {
    (hidden.agency.as_ref().and_then(|code| plan.agency_by_code(code)), hidden.year, None)
}

fn version(hidden: &Hidden, plan: &Plan, findings: &mut Vec<Finding>) {
    let Some(version) = &hidden.version else { return };
    if *version != plan.template_version && !plan.accepted_versions.contains(version) {
        let (found, expected) = (version.clone(), plan.template_version.clone());
        findings.push(file::Problem::OldTemplate { found, expected }.into());
    }
}

fn not_our_template(workbook: &Workbook) -> Finding {
    let sheets = workbook.sheets.iter().take(5).map(|sheet| sheet.name.clone()).collect();
    file::Problem::NotOurTemplate { sheets }.into()
}

fn no_identity(workbook: &Workbook, plan: &Plan) -> Finding {
    let only_agency = structure::only_agency(workbook, plan).map(|id| agency::own_name(plan, id).to_owned());
    file::Problem::NoCover { only_agency }.into()
}

fn outside_plan(plan: &Plan, year: i32) -> Finding {
    let (first, last) = (plan.first_year, plan.last_year);
    Finding::from(file::Problem::YearOutsidePlan { year, first, last, collected: None })
}

fn not_reporting(year: &PlanYear, agency: AgencyId) -> Finding {
    file::Problem::NotReporting { agency: year.agency_name(agency).to_owned(), year: year.year }.into()
}

/// The note that the agency, the year or both were taken from the cover.
fn restored(hidden: &Hidden, year: &PlanYear, agency: AgencyId, cover: Option<&CoverSheet>) -> Option<Finding> {
    let (agency, hidden_sheet, year) = (year.agency_name(agency).to_owned(), keys::IDENTITY_SHEET, year.year);
    let garbled = hidden.garbled_year.clone();
    let restored = match &hidden.agency {
        _ if hidden.is_empty() && garbled.is_none() => Restored::Identity { hidden: hidden_sheet, agency, year },
        None => Restored::Agency { hidden: hidden_sheet, agency, year },
        Some(_) if garbled.is_some() || hidden.year.is_none() => Restored::Year { hidden: hidden_sheet, garbled, year },
        Some(_) => return None,
    };
    let place = cover.map(|cover| cover.at(keys::AGENCY)).unwrap_or_default();
    Some(Finding::from(file::Problem::Restored(restored)).at(place))
}

/// Whether a submission was late, and by how many days.
pub fn days_late(plan: &Plan, due: NaiveDate, sent_on: NaiveDate) -> Option<i64> {
    let days = (sent_on - plan.last_day_on_time(due)).num_days();
    (days > 0).then_some(days)
}

/// The note that a file was sent after the due date.
pub fn late(plan: &Plan, due: NaiveDate, sent_on: NaiveDate) -> Option<Finding> {
    let days = days_late(plan, due, sent_on)?;
    Some(merge::Problem::SentLate { sent_on, due, days }.into())
}
