//! The predecessors of the plan file: what became of their areas, agencies, forms and rows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::Datelike;

use super::reorganisation::AreaCodes;
use super::same_codes::{areas_of_same_codes, forms_of_same_codes};
use super::shape::line_of;
use super::whole::near_row;
use super::{Loader, texts};
use crate::plan::PlanYear;
use crate::plan::comparable::Succession;
use crate::plan::fault::{Kind, ReorganisationFault as Fault, What};
use crate::plan::file::{PlanFile, Text};
use crate::plan::model::*;
use crate::plan::places::CellPlace;
use crate::plan::reorganisation::{PastArea, PastCode, PastForm, PastReporter, Predecessor, StatedShare};
use crate::plan::reorganisation_entries::{PastFormEntry, PredecessorEntry, RenamedEntry, ShareEntry};
use crate::value::Percent;

/// Stands for the agencies of all areas of a predecessor.
const ALL_AREAS: &str = "*";

impl Loader<'_> {
    pub(super) fn predecessor(&mut self, plan: &Plan, areas: &AreaCodes, entry: &PredecessorEntry) -> Predecessor {
        let id = entry.plan.get_ref().clone();
        if id == plan.id {
            self.report(entry.plan.span(), What::Reorganisation(Fault::PredecessorOfItself { plan: id.clone() }));
        }
        for name in std::iter::once(&entry.name).chain(entry.areas.iter().map(|area| &area.name)) {
            if name.get_ref().trim().is_empty() {
                self.report(name.span(), What::BlankName { kind: Kind::Predecessor, code: id.clone() });
            }
        }
        let past_areas = self.past_areas(plan, areas, entry);
        let forms = self.past_forms(plan, entry, &past_areas);
        let rows = self.past_rows(plan, entry, &forms);
        Predecessor {
            name: entry.name.get_ref().clone(),
            areas: past_areas,
            forms,
            rows,
            renamed_agencies: entry.agencies.iter().map(|renamed| renamed.from.get_ref().clone()).collect(),
            sectors: self.renamed(Kind::Sector, &entry.sectors),
            measures: self.renamed(Kind::Measure, &entry.measures),
            rounds: self.renamed(Kind::Round, &entry.rounds),
            plan: id,
        }
    }

    fn past_areas(&mut self, plan: &Plan, areas: &AreaCodes, entry: &PredecessorEntry) -> Vec<PastArea> {
        let mut agencies = BTreeSet::new();
        let mut past: Vec<PastArea> = entry
            .areas
            .iter()
            .map(|area| {
                if !agencies.insert(area.agency.get_ref()) {
                    let code = area.agency.get_ref().clone();
                    self.report(area.agency.span(), What::DuplicateCode { kind: Kind::PastAgency, code });
                }
                PastArea {
                    code: area.code.get_ref().clone(),
                    name: area.name.get_ref().clone(),
                    agency: area.agency.get_ref().clone(),
                    shares: self.shares(areas, entry, area.code.get_ref()),
                }
            })
            .collect();
        for (code, id) in areas_of_same_codes(plan, entry) {
            let agency = plan.agency(id);
            let name = agency.names.last().map(|name| name.area.as_ref().unwrap_or(&name.name).clone());
            let of = entry.past_agencies(&agency.code)[0].to_owned();
            let shares = self.shares(areas, entry, &code);
            past.push(PastArea { code, name: name.unwrap_or_default(), agency: of, shares });
        }
        for share in &entry.shares {
            if !past.iter().any(|area| area.code == *share.area.get_ref()) {
                let known = past.iter().map(|area| area.code.clone()).collect();
                let what = What::UnknownCode { kind: Kind::PastArea, code: share.area.get_ref().clone(), known };
                self.report(share.area.span(), what);
            }
        }
        past
    }

    fn shares(&mut self, areas: &AreaCodes, entry: &PredecessorEntry, area: &str) -> Vec<StatedShare> {
        let of_area = entry.shares.iter().filter(|share| share.area.get_ref() == area);
        of_area.filter_map(|share| self.share(areas, share)).collect()
    }

    fn share(&mut self, areas: &AreaCodes, share: &ShareEntry) -> Option<StatedShare> {
        if share.basis.get_ref().trim().is_empty() {
            let what = What::BlankName { kind: Kind::PastArea, code: share.area.get_ref().clone() };
            self.report(share.basis.span(), what);
        }
        let percent = self.percent(&share.percent);
        match areas.now.get(share.to.get_ref()) {
            Some(to) => Some(StatedShare { to: *to, percent, basis: share.basis.get_ref().clone() }),
            None => {
                let known = areas.now.keys().cloned().collect();
                let what = What::UnknownCode { kind: Kind::Area, code: share.to.get_ref().clone(), known };
                self.report(share.to.span(), what);
                None
            }
        }
    }

    /// Stated shares divide all of an area's people among exactly the areas that took something of it.
    pub(super) fn check_shares(&mut self, plan: &Plan, succession: &Succession) {
        if !self.faults.is_empty() {
            return;
        }
        let file = self.file;
        for (p, entry) in file.predecessors.iter().enumerate() {
            for (n, area) in plan.predecessors[p].areas.iter().enumerate().filter(|(_, area)| !area.shares.is_empty()) {
                let written: Vec<&ShareEntry> =
                    entry.shares.iter().filter(|share| *share.area.get_ref() == area.code).collect();
                let went = succession.areas.get(&(p, n)).cloned().unwrap_or_default();
                self.check_shares_of(plan, area, &written, &went);
            }
        }
    }

    fn check_shares_of(&mut self, plan: &Plan, area: &PastArea, written: &[&ShareEntry], went: &BTreeSet<AgencyId>) {
        let code = || area.code.clone();
        let mut with_share = BTreeSet::new();
        for (share, entry) in area.shares.iter().zip(written) {
            if !went.contains(&share.to) || !with_share.insert(share.to) {
                self.report(
                    entry.to.span(),
                    What::Reorganisation(Fault::ShareElsewhere { area: code(), to: entry.to.get_ref().clone() }),
                );
            }
        }
        if let Some(missing) = went.difference(&with_share).next() {
            let to = plan.agency(*missing).unit.clone();
            self.report(written[0].area.span(), What::Reorganisation(Fault::ShareMissing { area: code(), to }));
        }
        let sum: u64 = area.shares.iter().map(|share| u64::from(share.percent.thousandths())).sum();
        if sum != u64::from(Percent::ALL.thousandths()) {
            let text = format!("{}.{:03}", sum / 1000, sum % 1000);
            let sum = text.trim_end_matches('0').trim_end_matches('.').to_owned();
            self.report(written[0].percent.span(), What::Reorganisation(Fault::SharesDontAddUp { area: code(), sum }));
        }
    }

    fn past_forms(&mut self, plan: &Plan, entry: &PredecessorEntry, areas: &[PastArea]) -> Vec<PastForm> {
        let mut forms: Vec<PastForm> = Vec::new();
        let mut known_agencies: BTreeSet<&str> = BTreeSet::new();
        for form in &entry.forms {
            let code = form.from.get_ref().clone();
            if forms.iter().any(|known| known.code == code) {
                self.report(form.from.span(), What::DuplicateCode { kind: Kind::PastForm, code });
                continue;
            }
            known_agencies.extend(form.by.get_ref().iter().map(|agency| agency.get_ref().as_str()));
            let Some(id) = self.find(Kind::Form, form.to.as_ref().unwrap_or(&form.from)).map(FormId::at) else {
                continue;
            };
            let by = self.past_reporters(plan, entry, areas, form, id);
            self.check_rows_without(plan, form, id);
            forms.push(PastForm { code, form: id, by, without: texts(&form.without), is_same: false });
        }
        if entry.has_same_codes() {
            let same = forms_of_same_codes(plan, entry, areas, &forms);
            forms.extend(same);
        }
        // An agency whose forms have the same codes returned them by the code that it had.
        let renamed = entry.agencies.iter().map(|agency| agency.from.get_ref().as_str());
        known_agencies
            .extend(renamed.filter(|code| forms.iter().any(|form| form.by.iter().any(|of| of.agency == *code))));
        // One that leads nowhere is told below.
        let leads_on = |agency: &&RenamedEntry| self.position(Kind::Agency, &agency.to).is_some();
        for agency in entry.agencies.iter().filter(leads_on).collect::<Vec<_>>() {
            if !known_agencies.contains(agency.from.get_ref().as_str()) {
                let known = known_agencies.iter().map(|code| (*code).to_owned()).collect();
                let what = What::UnknownCode { kind: Kind::PastAgency, code: agency.from.get_ref().clone(), known };
                self.report(agency.from.span(), what);
            }
        }
        self.renamed(Kind::Agency, &entry.agencies);
        self.check_agencies_gone(plan, entry);
        forms
    }

    /// An agency of the plan before that is still there can't have become another one that reports the same form: nobody can split
    /// what it reported.
    fn check_agencies_gone(&mut self, plan: &Plan, entry: &PredecessorEntry) {
        for renamed in &entry.agencies {
            let (from, to) = (renamed.from.get_ref(), renamed.to.get_ref());
            let (Some(own), Some(other)) = (plan.agency_by_code(from), plan.agency_by_code(to)) else { continue };
            // Another agency may have its code now.
            if own == other || plan.is_area(own) || !entry.past_agencies(from).contains(&from.as_str()) {
                continue;
            }
            let theirs = &plan.agency(other).forms;
            let both = plan.agency(own).forms.iter().find(|form| goes_on(plan, own) && theirs.contains(form));
            if let Some(form) = both {
                let form = plan.form(*form).code.clone();
                let what = Fault::AgencyGoesOn { agency: from.clone(), to: to.clone(), form };
                self.report(renamed.from.span(), What::Reorganisation(what));
            }
        }
    }

    fn past_reporters(
        &mut self,
        plan: &Plan,
        entry: &PredecessorEntry,
        areas: &[PastArea],
        form: &PastFormEntry,
        id: FormId,
    ) -> Vec<PastReporter> {
        let by = form.by.get_ref();
        let all_areas = || areas.iter().map(|area| &area.agency).collect();
        let agencies: Vec<&String> = by
            .iter()
            .flat_map(|code| if code.get_ref() == ALL_AREAS { all_areas() } else { vec![code.get_ref()] })
            .collect();
        if agencies.is_empty() {
            self.report(
                form.by.span(),
                What::Reorganisation(Fault::PastFormWithoutAgencies { form: form.from.get_ref().clone() }),
            );
        }
        let mut reporters: Vec<PastReporter> = Vec::new();
        for agency in agencies {
            let code = agency.clone();
            if reporters.iter().any(|known| known.agency == code) {
                self.report(form.by.span(), What::DuplicateCode { kind: Kind::PastAgency, code });
                continue;
            }
            let area = areas.iter().position(|known| known.agency == *agency);
            match taken_over_by(plan, entry, &code, area, id) {
                Ok(now) => reporters.push(PastReporter { agency: code, area, now }),
                Err(by_areas) => {
                    let form_code = plan.form(id).code.clone();
                    let what = if by_areas {
                        What::Reorganisation(Fault::TakenOverByAreas { agency: code, form: form_code })
                    } else {
                        What::Reorganisation(Fault::NobodyTookOver { agency: code, form: form_code })
                    };
                    self.report(form.by.span(), what);
                }
            }
        }
        reporters
    }

    fn past_rows(
        &mut self,
        plan: &Plan,
        entry: &PredecessorEntry,
        forms: &[PastForm],
    ) -> BTreeMap<(String, String), String> {
        let mut rows = BTreeMap::new();
        for row in &entry.rows {
            let Some(form) = forms.iter().find(|form| form.code == *row.form.get_ref()) else {
                // One that is written and leads nowhere is told there.
                if entry.forms.iter().any(|form| form.from.get_ref() == row.form.get_ref()) {
                    continue;
                }
                let known = forms.iter().map(|form| form.code.clone()).collect();
                let what = What::UnknownCode { kind: Kind::PastForm, code: row.form.get_ref().clone(), known };
                self.report(row.form.span(), what);
                continue;
            };
            if !counts_by_area(plan, form.form, row.to.get_ref()) {
                self.check_entered_row(plan, form.form, &row.to);
            }
            let key = (row.form.get_ref().clone(), row.from.get_ref().clone());
            if rows.insert(key, row.to.get_ref().clone()).is_some() {
                let (form, row_code) = (row.form.get_ref().clone(), row.from.get_ref().clone());
                self.report(row.from.span(), What::DuplicateRow { form, row: row_code });
            }
        }
        rows
    }

    /// What a predecessor's form was without must be rows of today's, or what its rows by area count.
    fn check_rows_without(&mut self, plan: &Plan, entry: &PastFormEntry, form: FormId) {
        for row in entry.without.iter().filter(|row| !counts_by_area(plan, form, row.get_ref())) {
            self.check_entered_row(plan, form, row);
        }
    }

    /// A row that agencies enter in some year.
    fn check_entered_row(&mut self, plan: &Plan, form: FormId, row: &Text) {
        let is_entered = |year: PlanYear| {
            year.row_by_code(form, row.get_ref()).is_some_and(|found| year.row(form, found).is_entered())
        };
        if !(plan.first_year..=plan.last_year).filter_map(|year| plan.year(year)).any(is_entered) {
            let near = near_row(plan, form, row.get_ref());
            let (form, row_code) = (plan.form(form).code.clone(), row.get_ref().clone());
            self.report(row.span(), What::UnknownRow { form, row: row_code, near });
        }
    }

    /// What codes of a kind are now, each by the old one.
    fn renamed(&mut self, kind: Kind, entries: &[RenamedEntry]) -> BTreeMap<String, String> {
        let mut renamed = BTreeMap::new();
        for RenamedEntry { from, to } in entries {
            self.find(kind, to);
            if renamed.insert(from.get_ref().clone(), to.get_ref().clone()).is_some() {
                self.report(from.span(), What::DuplicateCode { kind, code: from.get_ref().clone() });
            }
        }
        renamed
    }
}

impl Plan {
    /// The line of the plan's text, or the cell of its workbook, that writes a code of a predecessor, or of an agency of today that
    /// has the same; `None` for one that isn't written.
    pub fn past_code_place(&self, predecessor: usize, code: &PastCode) -> Option<(usize, Option<CellPlace>)> {
        let file: PlanFile = toml::from_str(&self.source).ok()?;
        let of_today = || file.agencies.iter().map(|agency| &agency.code).find(|own| own.get_ref() == code.text());
        let written = written_at(file.predecessors.get(predecessor)?, code);
        let span = written.or_else(|| of_today().map(Text::span))?;
        Some((line_of(&self.source, span.start), self.places.at(span.start)))
    }

    /// The line of the plan's text, or the cell of its workbook, at which a predecessor is written.
    pub fn predecessor_place(&self, predecessor: usize) -> Option<(usize, Option<CellPlace>)> {
        let file: PlanFile = toml::from_str(&self.source).ok()?;
        let span = file.predecessors.get(predecessor)?.plan.span();
        Some((line_of(&self.source, span.start), self.places.at(span.start)))
    }

    /// The line of the plan's text, or the cell of its workbook, that lists a row as one that a predecessor's form didn't have.
    pub fn listed_row_place(&self, predecessor: usize, form: &str, row: &str) -> Option<(usize, Option<CellPlace>)> {
        let file: PlanFile = toml::from_str(&self.source).ok()?;
        let form = file.predecessors.get(predecessor)?.forms.iter().find(|entry| entry.from.get_ref() == form)?;
        let span = form.without.iter().find(|listed| listed.get_ref() == row)?.span();
        Some((line_of(&self.source, span.start), self.places.at(span.start)))
    }

    /// Whether a code of a predecessor isn't written of it, but taken to be the same as one of today.
    pub fn is_same_code(&self, predecessor: usize, code: &PastCode) -> bool {
        let file: Option<PlanFile> = toml::from_str(&self.source).ok();
        let entry = file.as_ref().and_then(|file| file.predecessors.get(predecessor));
        entry.is_some_and(|entry| written_at(entry, code).is_none())
    }
}

/// Where an entry writes a code, first where it says most.
fn written_at(entry: &PredecessorEntry, code: &PastCode) -> Option<Range<usize>> {
    let from = |entries: &[RenamedEntry]| entries.iter().map(|renamed| renamed.from.clone()).collect::<Vec<Text>>();
    let texts: Vec<Text> = match code {
        PastCode::Agency(_) => {
            let areas = entry.areas.iter().map(|area| area.agency.clone());
            let by = entry.forms.iter().flat_map(|form| form.by.get_ref()).cloned();
            areas.chain(by).chain(from(&entry.agencies)).collect()
        }
        PastCode::Form(_) => entry.forms.iter().map(|form| form.from.clone()).collect(),
        PastCode::Row { form, .. } => {
            entry.rows.iter().filter(|row| row.form.get_ref() == form).map(|row| row.from.clone()).collect()
        }
        PastCode::Measure(_) => from(&entry.measures),
        PastCode::Sector(_) => from(&entry.sectors),
        PastCode::Round(_) => from(&entry.rounds),
    };
    texts.iter().find(|text| text.get_ref() == code.text()).map(Text::span)
}

/// Whether a code stands behind each area of a form by area and sector: a sector's, or that of people who are counted apart.
fn counts_by_area(plan: &Plan, form: FormId, code: &str) -> bool {
    plan.form(form).rows.iter().any(|row| match row {
        RowTemplate::EachAreaBySector(_, apart) => {
            apart.iter().any(|apart| apart.code == code) || plan.sectors.iter().any(|sector| sector.code == code)
        }
        _ => false,
    })
}

/// Whether an agency is there in some year of the plan.
fn goes_on(plan: &Plan, agency: AgencyId) -> bool {
    plan.agency(agency).until.is_none_or(|until| until.year() >= plan.first_year)
}

/// Who reports a past agency's people of a form today: the agency that it became, or the one that returns the form; `None` where
/// those of the areas do and the past agency governed one. An error says whether only those of areas do, which nobody can split.
fn taken_over_by(
    plan: &Plan,
    entry: &PredecessorEntry,
    agency: &str,
    area: Option<usize>,
    form: FormId,
) -> Result<Option<AgencyId>, bool> {
    let returning: Vec<AgencyId> = plan.agency_ids().filter(|id| plan.agency(*id).forms.contains(&form)).collect();
    let (of_areas, others): (Vec<AgencyId>, Vec<AgencyId>) = returning.into_iter().partition(|id| plan.is_area(*id));
    if area.is_some() && !of_areas.is_empty() {
        return Ok(None);
    }
    let renamed = entry.agencies.iter().find(|renamed| renamed.from.get_ref() == agency);
    let named = renamed.and_then(|renamed| plan.agency_by_code(renamed.to.get_ref()));
    let same = plan.agency_by_code(agency);
    let known = [named, same].into_iter().flatten().find(|id| others.contains(id));
    match (known, &others[..]) {
        (Some(known), _) => Ok(Some(known)),
        (None, [only]) => Ok(Some(*only)),
        (None, []) => Err(true),
        _ => Err(false),
    }
}
