//! The assigned targets of the plan file. They name indicators, schemes and agencies, so that they are looked at once all of
//! these are known.

use std::collections::BTreeMap;

use crate::plan::spanned::Spanned;
use chrono::Datelike;

use super::Loader;
use crate::plan::assigned::UNALLOCATED;
use crate::plan::assigned_entries::{AssignedEntry, AssignedTargetEntry};
use crate::plan::fault::{Kind, What};
use crate::plan::file::Text;
use crate::plan::{Assigned, AssignedPart, AssignedTarget, Plan, TargetOf};

impl Loader<'_> {
    /// What was assigned, by year in the file's order.
    pub(super) fn assigned(&mut self, plan: &Plan) -> Vec<Assigned> {
        let file = self.file;
        let mut all: Vec<Assigned> = Vec::new();
        for entry in &file.assigned {
            let year = *entry.year.get_ref();
            if !(plan.first_year..=plan.last_year).contains(&year) {
                self.report(entry.year.span(), What::AssignedOutsidePlan { year });
            } else if all.iter().any(|known| known.year == year) {
                self.report(entry.year.span(), What::AssignedTwice { year });
            } else if !(year - 1..=year).contains(&entry.decided_on.year()) {
                self.report_key(entry.year.span(), "decided_on", What::AssignedOnOtherDay { year });
            }
            if entry.decision.get_ref().trim().is_empty() {
                self.report(entry.decision.span(), What::AssignedWithoutDecision { year });
            }
            let targets = self.assigned_targets(plan, entry);
            all.push(Assigned {
                year,
                decision: entry.decision.get_ref().trim().to_owned(),
                decided_on: Some(entry.decided_on),
                current_of: None,
                source: None,
                targets,
            });
        }
        all
    }

    fn assigned_targets(&mut self, plan: &Plan, entry: &AssignedEntry) -> Vec<AssignedTarget> {
        let mut targets: Vec<AssignedTarget> = Vec::new();
        for target in &entry.targets {
            let Some(of) = self.target_of(plan, &target.of) else { continue };
            if targets.iter().any(|known| known.of == of) {
                let (year, of) = (*entry.year.get_ref(), target.of.get_ref().clone());
                self.report(target.of.span(), What::AssignedTargetTwice { year, of });
            }
            let parts = self.assigned_parts(plan, target);
            self.check_assigned_counts(target);
            let people = |people: &Option<Spanned<u64>>| people.as_ref().map(|people| *people.get_ref());
            let (people, current, note) = (people(&target.people), people(&target.current), target.note.clone());
            targets.push(AssignedTarget { of, people, current, at: None, note, parts });
        }
        targets.sort_by_key(|target| plan.targets_of().iter().position(|of| *of == target.of));
        targets
    }

    /// Something must be assigned, and no more people than a count may be.
    fn check_assigned_counts(&mut self, target: &AssignedTargetEntry) {
        let of_parts = target.increase.values().chain(target.current_by_agency.values());
        let all = target.people.iter().chain(&target.current).chain(of_parts);
        let of = target.of.get_ref().clone();
        let most = all.max_by_key(|people| *people.get_ref());
        if let Some(most) = most.filter(|people| *people.get_ref() > self.file.limits.get_ref().max_people) {
            self.report(most.span(), What::AssignedTooMany { of, people: *most.get_ref() });
        } else if target.people.is_none() && target.increase.is_empty() {
            self.report_key(target.of.span(), "people", What::NothingAssigned { of });
        }
    }

    fn target_of(&mut self, plan: &Plan, code: &Text) -> Option<TargetOf> {
        let of = plan.target_of(code.get_ref());
        if of.is_none() {
            let known = plan.targets_of().into_iter().map(|of| of.code(plan).to_owned()).collect();
            let (kind, code, span) = (Kind::Indicator, code.get_ref().clone(), code.span());
            self.report(span, What::UnknownCode { kind, code, known });
        }
        of
    }

    fn assigned_parts(&mut self, plan: &Plan, target: &AssignedTargetEntry) -> Vec<AssignedPart> {
        let currents: BTreeMap<&str, u64> = target
            .current_by_agency
            .iter()
            .map(|(code, people)| (code.get_ref().as_str(), *people.get_ref()))
            .collect();
        let named = target.increase.keys().chain(target.current_by_agency.keys());
        let unknown: Vec<&Spanned<String>> = named.filter(|code| !is_part(plan, code.get_ref())).collect();
        for code in unknown {
            let known = plan.agencies.iter().map(|agency| agency.code.clone()).collect();
            self.report(code.span(), What::UnknownCode { kind: Kind::Agency, code: code.get_ref().clone(), known });
        }
        let part = |(code, increase): (&Text, &Spanned<u64>)| AssignedPart {
            agency: plan.agency_by_code(code.get_ref()),
            increase: Some(*increase.get_ref()),
            current: currents.get(code.get_ref().as_str()).copied(),
            at: None,
        };
        let mut parts: Vec<AssignedPart> = target.increase.iter().map(part).collect();
        parts.sort_by_key(|part| (part.agency.is_none(), part.agency));
        parts
    }
}

fn is_part(plan: &Plan, code: &str) -> bool {
    code == UNALLOCATED || plan.agency_by_code(code).is_some()
}
