//! What is known of a restated year: the cells of which everything that belongs to them is there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::{Incomparable, IncomparablePart, Part, Restating, UnknownPastCode, Unsent};
use crate::counts::{CellId, RoundCounts};
use crate::ledger::NameKind;
use crate::plan::{AgencyId, ComparableGroup, FormId, GONE_ROW, PastCode, PastReporter, PlanYear, RoundId};

impl Restating<'_, '_> {
    /// The cells of which everything is there.
    pub(super) fn known(&mut self) -> RoundCounts {
        let rounds: BTreeSet<RoundId> = self.sent.iter().map(|(round, _)| *round).collect();
        let mut known = Vec::new();
        for round in rounds {
            let year = self.year.in_round(round);
            for form in self.plan.form_ids() {
                if self.broken.contains(&(round, form)) {
                    continue;
                }
                for agency in year.agencies_with(form) {
                    self.known_of(&year, round, agency, form, &mut known);
                }
            }
        }
        known.into_iter().collect()
    }

    fn known_of(
        &mut self,
        year: &PlanYear,
        round: RoundId,
        agency: AgencyId,
        form: FormId,
        known: &mut Vec<(RoundId, CellId, u64)>,
    ) {
        let parts = self.parts(round, agency, form);
        for row in year.entered_rows(form) {
            let of_row = year.row(form, row);
            let area = of_row.area.and_then(|area| self.comparable.groups.iter().find(|group| group.agency == area));
            for column in year.column_ids(form) {
                let cell = CellId { agency, form, row, column };
                let people = if of_row.code.starts_with(GONE_ROW) {
                    self.known_gone(round, cell, &parts, of_row.schemes.is_empty())
                } else {
                    self.known_people(round, cell, &parts, area)
                };
                known.extend(people.map(|people| (round, cell, people)));
            }
        }
    }

    /// The parts that belong to an agency's form, by predecessor; `None` for one without any, or of which not all was sent.
    fn parts(&mut self, round: RoundId, agency: AgencyId, form: FormId) -> BTreeMap<usize, Option<Vec<Part>>> {
        let group = self.comparable.groups.iter().find(|group| group.agency == agency && self.plan.is_area(agency));
        let is_before =
            |p: &usize| group.is_none_or(|group| group.origins.iter().any(|origin| origin.predecessor == *p));
        let all: Vec<usize> = (0..self.plan.predecessors.len()).filter(is_before).collect();
        all.into_iter().map(|p| (p, self.parts_of(round, p, agency, group, form))).collect()
    }

    fn parts_of(
        &mut self,
        round: RoundId,
        p: usize,
        agency: AgencyId,
        group: Option<&ComparableGroup>,
        form: FormId,
    ) -> Option<Vec<Part>> {
        if self.books.iter().all(|book| book.predecessor != p) {
            return None;
        }
        let is_of_group = |area: usize| {
            group.is_some_and(|group| group.origins.iter().any(|origin| (origin.predecessor, origin.area) == (p, area)))
        };
        let belongs = |of: &PastReporter| of.now.map_or_else(|| of.area.is_some_and(is_of_group), |now| now == agency);
        let forms = self.predecessor(p).forms.iter().enumerate().filter(|(_, past)| past.form == form);
        let reporters = forms.flat_map(|(n, past)| past.by.iter().enumerate().map(move |(m, of)| ((p, n, m), of)));
        let parts: Vec<(Part, &PastReporter)> =
            reporters.filter(|(part, of)| belongs(of) && !self.is_none_of(round, *part, of)).collect();
        let unsent: Vec<&PastReporter> =
            parts.iter().filter(|(part, _)| !self.sent.contains(&(round, *part))).map(|(_, of)| *of).collect();
        // What a round or a form that may be left out lacks isn't missed.
        if !self.plan.round(round).optional && !self.plan.form(form).optional {
            self.unsent.extend(unsent.iter().map(|of| Unsent {
                predecessor: p,
                agency: of.agency.clone(),
                area: of.area,
                now: of.now,
                form,
            }));
        }
        (!parts.is_empty() && unsent.is_empty()).then(|| parts.into_iter().map(|(part, _)| part).collect())
    }

    /// Whether an agency that nobody wrote to have returned a form didn't, so that it lacks nothing.
    fn is_none_of(&self, round: RoundId, part: Part, of: &PastReporter) -> bool {
        self.did_not_exist(part, of) || self.did_not_return(round, part, of)
    }

    /// Whether an agency was none of those that returned a form, as one that took it over since: others did, or lack everything. A
    /// return is accepted with all its forms or not at all, so one that sent anything else in the round lacks none; of one that ended
    /// before the plan its line says which forms it returned.
    fn did_not_return(&self, round: RoundId, part: Part, of: &PastReporter) -> bool {
        let (p, n_form, _) = part;
        let past = &self.predecessor(p).forms[n_form];
        let is_asked = past.is_same && of.area.is_none() && !self.sent.contains(&(round, part));
        let did_or_may = |(m, other): (usize, &PastReporter)| {
            other.agency != of.agency
                && (self.sent.contains(&(round, (p, n_form, m))) || !self.sent_in(round, p, &other.agency))
        };
        is_asked
            && past.by.iter().enumerate().any(did_or_may)
            && (self.sent_in(round, p, &of.agency) || self.ended_without(past.form, &of.agency))
    }

    /// Whether a predecessor's workbook has any number of an agency in a round.
    fn sent_in(&self, round: RoundId, p: usize, agency: &str) -> bool {
        let numbers = self.books.iter().filter(|book| book.predecessor == p).flat_map(|book| &book.numbers);
        let mut own = numbers.filter(|number| number.cell.agency == agency);
        own.any(|number| self.round(self.predecessor(p), &number.cell.round) == Some(round))
    }

    /// Whether today's plan has an agency that ended before its first year, without a form.
    fn ended_without(&self, form: FormId, agency: &str) -> bool {
        let known = self.plan.agency_by_code(agency).map(|id| self.plan.agency(id));
        known.is_some_and(|known| {
            let has_ended = known.until.is_some_and(|until| until.year() < self.plan.first_year);
            has_ended && !known.forms.contains(&form)
        })
    }

    /// Whether an agency that nobody wrote to have returned a form is none of the predecessor's, or the form is none, so that it
    /// lacks nothing.
    fn did_not_exist(&self, (p, form, _): Part, of: &PastReporter) -> bool {
        let past = &self.predecessor(p).forms[form];
        let mut books = self.books.iter().filter(|book| book.predecessor == p && !book.names.is_empty());
        past.is_same
            && books.any(|book| {
                let is_unknown = |kind: NameKind, code: &str| book.names.get(kind, "", code).is_none();
                is_unknown(NameKind::Agency, &of.agency) || is_unknown(NameKind::Form, &past.code)
            })
    }

    /// What follows from a code that the workbook doesn't know is told with that code.
    pub(super) fn leave_out_what_follows(&mut self, unknown: &BTreeSet<UnknownPastCode>) {
        let plan = self.plan;
        let is_of = |of: &UnknownPastCode, unsent: &Unsent| match &of.code {
            PastCode::Agency(code) => *code == unsent.agency,
            PastCode::Form(code) => plan.predecessors[of.predecessor].form_was(unsent.form, code),
            _ => false,
        };
        self.unsent
            .retain(|unsent| !unknown.iter().any(|of| of.predecessor == unsent.predecessor && is_of(of, unsent)));
        let follows = |of: &UnknownPastCode, what: &IncomparablePart| {
            let near = of.near.as_deref().unwrap_or_default();
            match (&of.code, what) {
                (PastCode::Agency(_), IncomparablePart::Agency(code)) => code == near,
                (PastCode::Agency(_), IncomparablePart::Area { agency, .. }) => agency == near,
                (PastCode::Agency(_), IncomparablePart::Row(row)) => row.split('.').next() == Some(near),
                (PastCode::Row { .. }, IncomparablePart::Row(row)) => row == near,
                (PastCode::Measure(_), IncomparablePart::Column(key)) => key == near,
                (PastCode::Round(_), IncomparablePart::Round(code)) => code == near,
                _ => false,
            }
        };
        self.incomparable.retain(|part| {
            let of_form = |of: &UnknownPastCode| {
                matches!((&of.code, &part.what), (PastCode::Form(_), IncomparablePart::Form))
                    && of.near.as_deref() == Some(&part.form)
            };
            !unknown.iter().any(|of| of.predecessor == part.predecessor && (follows(of, &part.what) || of_form(of)))
        });
    }

    /// That a workbook has a row that it shouldn't have by the plan is told with the plan's list.
    pub(super) fn leave_out_wrongly_listed(&mut self) {
        let is_told = |part: &Incomparable| {
            let IncomparablePart::Row(row) = &part.what else { return false };
            let mut own = self.wrongly_listed.iter().filter(|wrong| wrong.predecessor == part.predecessor);
            own.any(|wrong| wrong.past_form == part.form && wrong.past_rows.contains(row))
        };
        self.incomparable.retain(|part| !is_told(part));
    }

    fn known_people(
        &self,
        round: RoundId,
        cell: CellId,
        parts: &BTreeMap<usize, Option<Vec<Part>>>,
        area: Option<&ComparableGroup>,
    ) -> Option<u64> {
        let added = self.added.get(&(round, cell))?;
        let is_whole = parts.iter().all(|(p, parts)| {
            let areas: Vec<Option<usize>> = match area {
                Some(group) => {
                    let own = group.origins.iter().filter(|origin| origin.predecessor == *p);
                    own.map(|origin| Some(origin.area)).collect()
                }
                None => vec![None],
            };
            // A predecessor without a part in the group's people lacks none of them.
            if areas.is_empty() {
                return true;
            }
            let Some(parts) = parts else { return false };
            parts.iter().all(|part| {
                let is_without = self.is_without(*part, cell);
                is_without || areas.iter().all(|area| added.sources.contains(&(*part, *area)))
            })
        });
        is_whole.then_some(added.people)
    }

    /// Whether a predecessor's form didn't have a row. One that its workbook has is looked for there, whatever the plan lists.
    fn is_without(&self, (p, form, _): Part, cell: CellId) -> bool {
        let code = &self.year.row(cell.form, cell.row).code;
        let past = &self.predecessor(p).forms[form];
        past.is_without(code) && !self.wrongly_listed.iter().any(|wrong| wrong.is_of(p, &past.code, code))
    }

    /// People whose row exists no more: how many, where they are only added to a total; else only whether there are none.
    fn known_gone(
        &self,
        round: RoundId,
        cell: CellId,
        parts: &BTreeMap<usize, Option<Vec<Part>>>,
        is_counted: bool,
    ) -> Option<u64> {
        let gone = self.gone.get(&(round, cell.agency, cell.form, cell.column)).copied().unwrap_or(0);
        let all_sent = parts.values().all(Option::is_some);
        (all_sent && (is_counted || gone == 0)).then_some(gone)
    }
}
