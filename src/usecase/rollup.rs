//! The return of who collects from units of its own, filled in with what the units reported: the very template, numbers in its
//! entry cells, their notes and difficulties, and the sources of every number.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::rollup_before::{Carried, RollupBefore};
use super::rollup_levels::{TwoLevels, below};
use super::rollup_open::OpenUnit;
use super::rollup_words;
use super::{Error, Province};
use crate::intake;
use crate::ledger::{AgencyStatus, FileRecord, Merged};
use crate::output::File;
use crate::plan::{AgencyId, ColumnId, FormId, Level, PlanYear, RoundId, RowId, keys};
use crate::rollup::{self, CollectingUnit, Count, FormSources, Missing, OpenBelow, Sources, UnitNote, UnitSources};
use crate::template::{self, Filling};

impl Province<'_> {
    /// The returns of the tier's collector, one for each round in which numbers came; none of the province. `standing` gives what
    /// stands where a file of a name goes: what people wrote on its cover goes on.
    ///
    /// # Errors
    ///
    /// When a workbook can't be made.
    pub fn rollups(
        &self,
        today: NaiveDate,
        standing: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Vec<RolledUp>, Error> {
        let Some(level) = self.merged.year.plan.level.as_deref() else { return Ok(Vec::new()) };
        self.merged.ledger.by_round().rounds().map(|round| self.rollup(level, round, today, &standing)).collect()
    }

    fn rollup(
        &self,
        level: &Level,
        round: RoundId,
        today: NaiveDate,
        standing: &impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<RolledUp, Error> {
        let above = level.above.year(self.merged.year.year).ok_or(Error::YearOutsidePlan {
            year: self.merged.year.year,
            first: level.above.first_year,
            last: level.above.last_year,
        })?;
        let above = above.in_round(level.rounds[round.idx()]);
        let name = above.template_name(level.collector);
        let standing = standing(&name);
        let filling = Return { merged: &self.merged, level, round, above: &above }.filling(today);
        let read = |bytes| RollupBefore::read(bytes, &name, level, &above, &filling);
        let before = standing.as_deref().and_then(read);
        let (filling, mut carried) = match &before {
            Some(before) => before.carried_into(filling, &above, &self.merged.files),
            None => (filling, Carried::default()),
        };
        let what = || format!("biểu tổng hợp của {}", above.agency_name(level.collector));
        let made = |filling: &Filling| {
            template::workbook(&above, level.collector, filling).map_err(|error| Error::not_made(&what(), error))
        };
        let bytes = made(&filling)?;
        match &before {
            // Nobody wrote anything into it since it was made.
            _ if standing.as_ref() == Some(&bytes) => carried = Carried::default(),
            Some(before) => {
                let sheets = |bytes: &[u8]| intake::sheets_of(bytes, above.plan);
                let written = before.as_written(&filling, level.collector, &above);
                let written = written.map(|filling| made(&filling)).transpose()?;
                carried.sent_on = before.other_day_of_sending(&filling, written == standing);
                if let Some(new) = sheets(&bytes) {
                    carried.untold = before.untold(&filling, &new);
                    carried.changed.extend(before.other_cells(&filling, &new, written.as_deref().and_then(sheets).as_ref()));
                }
            }
            None if standing.is_some() => carried.changed.push(format!(
                "biểu trước không còn là biểu năm {} của {} (năm, đơn vị hay phần ẩn đã sửa), nên mọi chỗ sửa tay xem ở bản cũ",
                above.year,
                above.agency_name(level.collector)
            )),
            None => {}
        }
        Ok(RolledUp { file: File { name, bytes }, carried })
    }
}

/// A return that was added up.
#[derive(Debug, Clone)]
pub struct RolledUp {
    /// The return.
    pub file: File,
    /// What became of what people had written into the one that it replaces.
    pub carried: Carried,
}

/// A cell of the collector's return.
type AboveCell = (FormId, RowId, ColumnId);

/// A return in the making.
struct Return<'a> {
    merged: &'a Merged<'a>,
    level: &'a Level,
    /// The round of the tier.
    round: RoundId,
    /// The plan above, in the round for which is collected.
    above: &'a PlanYear<'a>,
}

impl Return<'_> {
    fn filling(&self, today: NaiveDate) -> Filling {
        let accepted: Vec<&FileRecord> = self.accepted().map(|(_, file)| file).collect();
        let as_of = accepted.iter().filter_map(|file| file.as_of).max();
        let notes = self.notes();
        let difficulties = self.difficulties();
        let sources = self.sources(&notes, &difficulties);
        let office = &self.merged.year.plan.office;
        let mut counts: BTreeMap<AboveCell, u64> = BTreeMap::new();
        for observed in self.merged.ledger.observations.iter().filter(|observed| observed.round == self.round) {
            if let Some(cell) = self.above_cell(observed.cell.form, observed.cell.row, observed.cell.column) {
                let sum = counts.entry(cell).or_default();
                *sum = sum.saturating_add(observed.people);
            }
        }
        Filling {
            as_of,
            sent_on: Some(today).filter(|day| (day.year() - self.above.year).abs() <= 1),
            revision: Some(1),
            prepared_by: office.contact.clone(),
            phone: office.phone.clone(),
            signed_by: office.signatory_name.clone(),
            counts,
            notes,
            difficulties,
            sources: Some(sources),
            banner: self.merged.is_illustrative().then(|| keys::ILLUSTRATIVE_BANNER.to_owned()),
            is_illustrative: self.merged.is_illustrative(),
        }
    }

    /// The units whose numbers are added up, with their files, in the plan's order.
    fn accepted(&self) -> impl Iterator<Item = (AgencyId, &FileRecord)> {
        let records = self.merged.records_of(self.round).filter(|record| record.status == AgencyStatus::Accepted);
        records.filter_map(|record| Some((record.agency, self.merged.file(record.file?))))
    }

    /// Where a cell of a unit's form is added up.
    fn above_cell(&self, form: FormId, row: RowId, column: ColumnId) -> Option<AboveCell> {
        Some((self.level.forms[form.idx()], self.above_row(form, row)?, column))
    }

    fn above_row(&self, form: FormId, row: RowId) -> Option<RowId> {
        let above = self.level.forms[form.idx()];
        self.above.row_by_code(above, &self.merged.year.row(form, row).code)
    }

    /// What the units wrote beside their rows, by the row of the collector's form.
    fn unit_notes(&self) -> BTreeMap<(FormId, RowId), Vec<(AgencyId, &str)>> {
        let mut by_row: BTreeMap<(FormId, RowId), Vec<(AgencyId, &str)>> = BTreeMap::new();
        for (unit, file) in self.accepted() {
            for data in file.submission.iter().flat_map(|submission| &submission.forms) {
                for (row, found) in self.merged.year.row_ids(data.form).zip(&data.rows) {
                    let note =
                        found.as_ref().and_then(|row| row.note.as_deref()).filter(|note| !note.trim().is_empty());
                    if let (Some(note), Some(above)) = (note, self.above_row(data.form, row)) {
                        by_row.entry((self.level.forms[data.form.idx()], above)).or_default().push((unit, note));
                    }
                }
            }
        }
        by_row
    }

    /// The same as the return's own notes, each behind the unit's name.
    fn notes(&self) -> BTreeMap<(FormId, RowId), String> {
        let named = |notes: Vec<(AgencyId, &str)>| {
            notes.iter().map(|(unit, note)| (self.levels().unit_name(*unit).to_owned(), (*note).to_owned())).collect()
        };
        self.unit_notes().into_iter().map(|(row, notes)| (row, rollup::notes_together(named(notes)))).collect()
    }

    /// What the units report beside numbers; what several say in the same words stands once, with all of their names.
    fn difficulties(&self) -> Vec<(String, String)> {
        let mut said: Vec<((&str, &str), Vec<AgencyId>)> = Vec::new();
        let counted: BTreeSet<_> = self.accepted().map(|(unit, _)| unit).collect();
        let of_round = self
            .merged
            .difficulties
            .iter()
            .filter(|of| counted.contains(&of.agency) && self.merged.file(of.file).round == Some(self.round));
        for of in of_round {
            let words = (
                of.difficulty.difficulty.as_deref().unwrap_or_default(),
                of.difficulty.proposal.as_deref().unwrap_or_default(),
            );
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, units)) => units.push(of.agency),
                None => said.push((words, vec![of.agency])),
            }
        }
        let name = |unit: &AgencyId| self.levels().unit_name(*unit);
        said.into_iter()
            .flat_map(|((difficulty, proposal), units)| {
                let names: Vec<&str> = units.iter().map(name).collect();
                let named =
                    |text: &str| rollup_words::with_names(text, &names, self.is_rolled_up((difficulty, proposal)));
                match difficulty {
                    "" => rollup_words::in_pieces("", &named(proposal)),
                    difficulty => rollup_words::in_pieces(&named(difficulty), proposal),
                }
            })
            .collect()
    }

    /// Whether a unit's own roll-up wrote a difficulty, with whose it is behind it.
    fn is_rolled_up(&self, (difficulty, proposal): (&str, &str)) -> bool {
        let is_it = |(known, of): &(String, String)| known == difficulty && of == proposal;
        self.with_sources().any(|(_, sources)| sources.difficulties.iter().any(is_it))
    }

    fn unit_notes_by_code(&self) -> Vec<UnitNote> {
        let of_row = |((form, row), notes): ((FormId, RowId), Vec<(AgencyId, &str)>)| {
            let (form_code, row_code) = (&self.above.plan.form(form).code, &self.above.row(form, row).code);
            let note = |(unit, note): (AgencyId, &str)| UnitNote {
                form: form_code.clone(),
                row: row_code.clone(),
                unit: self.unit_code(unit).to_owned(),
                note: note.trim().to_owned(),
            };
            notes.into_iter().map(note).collect::<Vec<_>>()
        };
        self.unit_notes().into_iter().flat_map(of_row).chain(self.notes_below()).collect()
    }

    /// What units below those wrote, as these passed it on.
    fn notes_below(&self) -> Vec<UnitNote> {
        let of_unit = |(unit, sources): (AgencyId, &Sources)| {
            let code = self.unit_code(unit).to_owned();
            let moved = move |note: &UnitNote| {
                let form = self.levels().above_form(&note.form)?.to_owned();
                Some(UnitNote { form, unit: format!("{code}/{}", note.unit), ..note.clone() })
            };
            sources.unit_notes.iter().filter_map(moved).collect::<Vec<_>>()
        };
        self.with_sources().flat_map(of_unit).collect()
    }

    fn sources(&self, notes: &BTreeMap<(FormId, RowId), String>, difficulties: &[(String, String)]) -> Sources {
        let plan = self.above.plan;
        let records: Vec<_> = self.merged.records_of(self.round).collect();
        let accepted = records.iter().filter(|record| record.status == AgencyStatus::Accepted);
        let missing = records.iter().filter(|record| record.status != AgencyStatus::Accepted).map(|record| Missing {
            unit: self.unit_code(record.agency).to_owned(),
            name: self.merged.year.agency_name(record.agency).to_owned(),
            why: record.status.label().to_owned(),
            of: String::new(),
        });
        let code =
            |(form, row): &(FormId, RowId)| (plan.form(*form).code.clone(), self.above.row(*form, *row).code.clone());
        Sources {
            tier: self.level.code.clone(),
            year: self.above.year,
            round: self.above.round.and_then(|round| plan.round_code(round)).unwrap_or_default().to_owned(),
            expected: records.len(),
            accepted: accepted.count(),
            missing: missing.chain(self.missing_below()).collect(),
            collecting: self.collecting(),
            open: self.open_below(),
            forms: self.above.forms_of(self.level.collector).map(|form| self.form_sources(form)).collect(),
            notes: notes.iter().map(|(row, note)| (code(row), note.clone())).collect(),
            unit_notes: self.unit_notes_by_code(),
            difficulties: difficulties.to_vec(),
            carried: Vec::new(),
        }
    }

    fn levels(&self) -> TwoLevels<'_> {
        TwoLevels { merged: self.merged, level: self.level, above: self.above }
    }

    fn unit_code(&self, unit: AgencyId) -> &str {
        self.levels().unit_code(unit)
    }

    /// The units that are added up and collect themselves, with what they were added up from.
    fn with_sources(&self) -> impl Iterator<Item = (AgencyId, &Sources)> {
        self.accepted().filter_map(|(unit, file)| Some((unit, file.submission.as_ref()?.sources.as_deref()?)))
    }

    /// What units that collect themselves say of whom they lack: on their sheets of sources, or without these on the cover.
    fn missing_below(&self) -> Vec<Missing> {
        let of_unit = |(unit, file): (AgencyId, &FileRecord)| {
            let (code, name) = (self.unit_code(unit).to_owned(), self.merged.year.agency_name(unit));
            let sources = file.submission.as_ref().and_then(|submission| submission.sources.as_deref());
            let on_cover = || file.units.as_ref().map(|units| units.missing.clone());
            let all = sources.map(|sources| sources.missing.clone()).or_else(on_cover).unwrap_or_default();
            all.into_iter().map(move |missing| Missing {
                unit: format!("{code}/{}", missing.unit),
                of: below(&missing.of, name),
                ..missing
            })
        };
        self.accepted().flat_map(of_unit).collect()
    }

    /// The units that collect themselves, each with those below it that do.
    fn collecting(&self) -> Vec<CollectingUnit> {
        let of_unit = |(unit, file): (AgencyId, &FileRecord)| {
            let code = self.unit_code(unit).to_owned();
            let own = file.units.as_ref().filter(|units| units.expected > 0).map(|units| CollectingUnit {
                unit: code.clone(),
                name: self.merged.year.agency_name(unit).to_owned(),
                expected: units.expected,
                accepted: units.accepted,
            });
            let sources = file.submission.as_ref().and_then(|submission| submission.sources.as_deref());
            let on_cover = || file.units.as_ref().map(|units| units.partial.clone());
            let below = sources.map(|sources| sources.collecting.clone()).or_else(on_cover).unwrap_or_default();
            let below =
                below.into_iter().map(move |below| CollectingUnit { unit: format!("{code}/{}", below.unit), ..below });
            own.into_iter().chain(below)
        };
        self.accepted().flat_map(of_unit).collect()
    }

    /// What isn't cleared up with a unit that collects itself, or with one below it.
    fn open_below(&self) -> Vec<OpenBelow> {
        self.accepted().flat_map(|(unit, file)| OpenUnit { levels: self.levels(), unit, file }.all()).collect()
    }

    fn form_sources(&self, form: FormId) -> FormSources {
        let plan_form = self.above.plan.form(form);
        let cells: Vec<(RowId, ColumnId)> = self
            .above
            .entered_rows(form)
            .flat_map(|row| self.above.column_ids(form).map(move |column| (row, column)))
            .collect();
        let places = cells.iter().copied().zip(0..).collect();
        let code = |(row, column): &(RowId, ColumnId)| {
            (self.above.row(form, *row).code.clone(), plan_form.columns[column.idx()].key.clone())
        };
        let units = self.accepted().flat_map(|(unit, file)| self.unit_sources(form, &places, unit, file)).collect();
        FormSources { form: plan_form.code.clone(), cells: cells.iter().map(code).collect(), units }
    }

    /// What a unit reports on a form; where it collects from units of its own, what they reported as well.
    fn unit_sources(&self, form: FormId, places: &CellPlaces, unit: AgencyId, file: &FileRecord) -> Vec<UnitSources> {
        let Some(submission) = &file.submission else { return Vec::new() };
        let mut own = UnitSources {
            unit: self.unit_code(unit).to_owned(),
            name: self.merged.year.agency_name(unit).to_owned(),
            file: file.path.clone(),
            sheet: String::new(),
            sha256: file.sha256.clone().unwrap_or_default(),
            counts: vec![None; places.len()],
        };
        let reported = self.merged.ledger.of_agency(self.round, unit).iter();
        for observed in reported.filter(|observed| self.level.forms[observed.cell.form.idx()] == form) {
            let place = self.above_row(observed.cell.form, observed.cell.row);
            if let Some(place) = place.and_then(|row| places.get(&(row, observed.cell.column))) {
                own.counts[*place] = Some(Count { people: observed.people, at: observed.at });
                own.sheet = self.merged.ledger.sheet(observed).to_owned();
            }
        }
        if own.counts.iter().all(Option::is_none) {
            return Vec::new();
        }
        let below = submission.sources.as_deref().map(|sources| self.below(form, places, &own.unit, sources));
        std::iter::once(own).chain(below.into_iter().flatten()).collect()
    }

    /// What the units of a unit reported on a form, on every level below.
    fn below(&self, form: FormId, places: &CellPlaces, unit: &str, sources: &Sources) -> Vec<UnitSources> {
        let plan = self.merged.year.plan;
        let of_unit = plan.form_ids().filter(|part| self.level.forms[part.idx()] == form);
        let reported = of_unit.filter_map(|part| sources.form(&plan.form(part).code));
        reported.flat_map(|reported| self.moved(form, places, unit, reported)).collect()
    }

    /// The same by the cells of the collector's form.
    fn moved(&self, form: FormId, places: &CellPlaces, unit: &str, reported: &FormSources) -> Vec<UnitSources> {
        let columns = &self.above.plan.form(form).columns;
        let place = |(row, column): &(String, String)| {
            let row = self.above.row_by_code(form, row)?;
            let column = self.above.column_ids(form).find(|id| columns[id.idx()].keys().any(|key| key == column))?;
            places.get(&(row, column)).copied()
        };
        let to: Vec<Option<usize>> = reported.cells.iter().map(place).collect();
        let moved = |below: &UnitSources| {
            let mut counts = vec![None; places.len()];
            for (to, count) in to.iter().zip(&below.counts) {
                if let Some(to) = to {
                    counts[*to] = *count;
                }
            }
            UnitSources { unit: format!("{unit}/{}", below.unit), counts, ..below.clone() }
        };
        reported.units.iter().map(moved).collect()
    }
}

/// The entered cells of a form of the collector by their places in order.
type CellPlaces = BTreeMap<(RowId, ColumnId), usize>;
