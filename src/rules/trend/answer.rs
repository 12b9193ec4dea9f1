//! Whether the note of a row that was added up answers a question about its numbers. A reason that the sender wrote there does; one that the program
//! copied from units does only if the unit whose part changed most wrote it, or a unit that it is below. Where nobody knows what the units had in the
//! earlier year, only units with as many people as the growth may have caused it, and of a fall nobody can say who did.

use std::collections::BTreeSet;

use super::moved::{MovedUnits, YearLaidOut};
use super::units_of_year::above as units_above;
use crate::counts::UnitPeople;
use crate::rollup::{self, NotesOfUnits, Sources, UnitSources};
use crate::rules::reason::ChangeNote;

/// A row of a return that was added up.
pub struct RowOfUnits<'a> {
    /// What it was added up from.
    pub sources: &'a Sources,
    /// The codes of form and row.
    pub place: (&'a str, &'a str),
    /// What the row is called.
    pub label: &'a str,
}

/// What units reported of a cell in both years, laid out alike.
pub struct CellOfUnits<'a> {
    /// This year.
    pub now: &'a YearLaidOut<'a>,
    /// The earlier year.
    pub then: &'a YearLaidOut<'a>,
    /// The units that stand elsewhere this year.
    pub moved: &'a MovedUnits<'a>,
}

impl RowOfUnits<'_> {
    /// Whether the unit whose part of a cell changed most gave a reason beside its row, or one above it did in words of its own.
    pub fn is_of_changed_unit(&self, cell: &CellOfUnits) -> bool {
        let notes = self.sources.notes_of_units();
        let mut above = String::new();
        while let Some(unit) = cell.most_changed(&above) {
            let place = cell.moved.place_now(unit);
            if std::iter::once(&*place).chain(units_above(&place)).any(|unit| self.gives_reason(&notes, unit)) {
                return true;
            }
            unit.clone_into(&mut above);
        }
        false
    }

    /// Whether the units that gave a reason beside the row have so many people in a cell, given with what units reported of it.
    pub fn have_notes_of_so_many(&self, now: &UnitPeople, people: u64) -> bool {
        self.people_with_notes(&self.sources.notes_of_units(), now, "") >= people
    }

    /// What units directly below one, or of the collector's own, report who gave a reason, or of whom units below did.
    fn people_with_notes(&self, notes: &NotesOfUnits, now: &UnitPeople, above: &str) -> u64 {
        let below = now.iter().filter(|(unit, _)| is_directly_below(unit, above));
        let people = below.map(|(unit, people)| match self.gives_reason(notes, unit) {
            true => *people,
            false => self.people_with_notes(notes, now, unit),
        });
        people.fold(0, u64::saturating_add)
    }

    /// Whether a unit gave a reason beside the row that its own roll-up didn't copy there from units below it.
    pub fn gives_reason(&self, notes: &NotesOfUnits, unit: &str) -> bool {
        let (form, row) = self.place;
        let Some(note) = notes.get(&(form, row, unit)) else { return false };
        let of_form = self.sources.form(form).into_iter().flat_map(|form| &form.units);
        let below: Vec<&UnitSources> = of_form.filter(|of| above_of(&of.unit) == unit).collect();
        let note_of = |of: &UnitSources| notes.get(&(form, row, of.unit.as_str())).map(|note| (*note).to_owned());
        let copied = below.iter().filter_map(|of| Some((of.name.clone(), note_of(of)?)));
        let copied: Vec<(String, String)> = copied.collect();
        let below = copied.iter().flat_map(|(name, note)| [name.as_str(), note]);
        let written: Vec<&str> = std::iter::once(self.label).chain(below).collect();
        let written = written.join(" ");
        let copied = if copied.is_empty() { String::new() } else { rollup::notes_together(copied) };
        ChangeNote { note, copied: &copied, written: &written }.says_why()
    }
}

impl CellOfUnits<'_> {
    /// Of the units directly below one, or of the collector's own, that whose part changed most; `None` if none changed.
    fn most_changed(&self, above: &str) -> Option<&str> {
        let parts = [self.now, self.then].map(|year| year.parts.as_ref());
        let all = parts.into_iter().flatten().flat_map(|parts| parts.keys());
        let units: BTreeSet<&String> = all.filter(|unit| is_directly_below(unit, above)).collect();
        let [now, then] = parts.map(|parts| move |unit: &str| parts?.get(unit).copied());
        let change = |unit: &&String| now(unit).unwrap_or_default().abs_diff(then(unit).unwrap_or_default());
        let compared = units.into_iter().filter(|unit| self.is_compared(unit) && change(unit) > 0);
        compared.max_by_key(change).map(String::as_str)
    }

    /// Whether no year lacks a unit, nor is what it reported beyond telling.
    fn is_compared(&self, unit: &str) -> bool {
        ![self.now, self.then].iter().any(|year| year.lacks(unit))
    }
}

/// Whether a unit is directly below another one, or the collector's own where that is empty.
pub fn is_directly_below(unit: &str, above: &str) -> bool {
    above_of(unit) == above
}

/// The unit that a unit is directly below; empty for the collector's own.
fn above_of(unit: &str) -> &str {
    unit.rsplit_once('/').map_or("", |(above, _)| above)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollup::{FormSources, UnitNote};
    use crate::rules::trend::units_of_year::YearOfUnits;

    fn people(parts: &[(&str, u64)]) -> UnitPeople {
        parts.iter().map(|(unit, people)| ((*unit).to_owned(), *people)).collect()
    }

    fn is_answered(notes: &[(&str, &str)], now: &[(&str, u64)], then: &[(&str, u64)]) -> bool {
        let sources = sources(notes, now);
        let (now, then) = (people(now), people(then));
        let year = |parts| YearOfUnits { parts: Some(parts), ..YearOfUnits::default() };
        let moved = MovedUnits::between(year(&now), year(&then));
        let [now, then] = moved.lay_out(year(&now), year(&then));
        let cell = CellOfUnits { now: &now, then: &then, moved: &moved };
        RowOfUnits { sources: &sources, place: ("b", "d"), label: "Viên chức" }.is_of_changed_unit(&cell)
    }

    fn sources(notes: &[(&str, &str)], now: &[(&str, u64)]) -> Sources {
        let text = |text: &str| text.to_owned();
        let note = |(unit, note): &(&str, &str)| UnitNote {
            form: text("b"),
            row: text("d"),
            unit: text(unit),
            note: text(note),
        };
        let unit = |(unit, _): &(&str, u64)| UnitSources {
            unit: text(unit),
            name: format!("Đơn vị {unit}"),
            ..UnitSources::default()
        };
        let form = FormSources { form: text("b"), units: now.iter().map(unit).collect(), ..FormSources::default() };
        Sources { unit_notes: notes.iter().map(note).collect(), forms: vec![form], ..Sources::default() }
    }

    #[test]
    fn without_the_earlier_years_parts_few_people_explain_no_large_growth() {
        let now = [("sct", 6_000), ("stp", 40), ("syt", 900), ("syt/bv-dk", 800), ("syt/bv-yhct", 100)];
        let explain = |notes: &[(&str, &str)], growth: u64| {
            let sources = sources(notes, &now);
            RowOfUnits { sources: &sources, place: ("b", "d"), label: "Viên chức" }
                .have_notes_of_so_many(&people(&now), growth)
        };
        let small = ("stp", "Bổ sung 5 biên chế");
        assert!(!explain(&[small], 5_000) && explain(&[small], 40));
        assert!(explain(&[small, ("sct", "nhận người của Sở Xây dựng")], 6_040));
        let passed_on = ("syt", "Đơn vị syt/bv-yhct: nghỉ ốm");
        assert!(!explain(&[passed_on, ("syt/bv-yhct", "nghỉ ốm")], 101), "of 100 people");
    }

    #[test]
    fn only_the_note_of_the_unit_that_changed_answers() {
        let (now, then) = ([("sct", 6_000), ("stp", 40)], [("sct", 55), ("stp", 35)]);
        assert!(!is_answered(&[("stp", "Bổ sung 5 biên chế")], &now, &then));
        assert!(is_answered(&[("sct", "nhận người của Sở Xây dựng")], &now, &then));
        for no_reason in ["đã kiểm tra, số đúng", "ok", "viên chức"] {
            assert!(!is_answered(&[("sct", no_reason)], &now, &then), "{no_reason}");
        }
    }

    #[test]
    fn a_note_that_a_unit_passed_on_is_of_the_unit_below() {
        let now = [("syt", 7_100), ("syt/bv-dk", 7_000), ("syt/bv-yhct", 100)];
        let then = [("syt", 170), ("syt/bv-dk", 80), ("syt/bv-yhct", 90)];
        let passed_on = ("syt", "Đơn vị syt/bv-yhct: nghỉ ốm");
        assert!(!is_answered(&[passed_on, ("syt/bv-yhct", "nghỉ ốm")], &now, &then));
        assert!(is_answered(
            &[("syt", "Đơn vị syt/bv-yhct: nghỉ ốm; bệnh viện mới mở"), ("syt/bv-yhct", "nghỉ ốm")],
            &now,
            &then
        ));
        assert!(is_answered(&[("syt", "Đơn vị syt/bv-dk: sáp nhập"), ("syt/bv-dk", "sáp nhập")], &now, &then));
    }
}
