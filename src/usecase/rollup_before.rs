//! What people wrote into a return that was added up before. Their words on its cover, beside its rows and among its difficulties go on
//! in the next one; cells that they changed don't, since the next one has the units' numbers again, and are told with the reason they gave.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::receive;
use super::rollup_cells::OtherCells;
use super::rollup_edits::{HandEdits, KnownParts, StandingReturn, UnknownCell};
use super::rollup_shown::ShownParts;
use crate::intake;
use crate::intake::submission::{Cover, FormData, RowData, Submission};
use crate::ledger::FileRecord;
use crate::plan::{AgencyId, ColumnId, FormId, Level, PlanYear, RowId, keys};
use crate::problem::Code;
use crate::rollup::{self, Sources};
use crate::rules;
use crate::template::Filling;
use crate::value::grid::{Address, Cell, Workbook};
use crate::value::{text, wording};

/// A return of the same year and round that was added up before.
pub struct RollupBefore {
    cover: Cover,
    /// What it was added up from.
    sources: Option<Arc<Sources>>,
    /// Where the sheet for the program is gone, what that for people says.
    shown: Option<ShownParts>,
    /// What stands beside its rows, of every row that is there.
    notes: BTreeMap<(FormId, RowId), WrittenNote>,
    /// Its difficulties, each with its proposal.
    difficulties: Vec<(String, String)>,
    /// What somebody changed by hand in its cells.
    edits: HandEdits,
    /// Its sheets; `None` if they can't be read again.
    workbook: Option<Workbook>,
}

/// The day of the numbers on a cover, which somebody changed there.
struct ChangedDay {
    /// As it stands there; `None` if it was deleted.
    standing: Option<NaiveDate>,
    /// The units' day.
    of_units: Option<NaiveDate>,
}

impl ChangedDay {
    fn kept(&self) -> String {
        format!("bìa, số liệu tính đến ngày {} (các đơn vị ghi {})", day_words(self.standing), day_words(self.of_units))
    }

    fn lost(&self) -> String {
        let (before, now) = (day_words(self.standing), day_words(self.of_units));
        format!("bìa, số liệu tính đến ngày: {before} (biểu mới ghi {now} theo các đơn vị)")
    }
}

fn day_words(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "không ghi ngày".to_owned(), wording::date)
}

/// A row's note with where it stands; empty where the row has none.
struct WrittenNote {
    note: String,
    /// `Biểu 02, hàng 20`.
    place: String,
}

/// What became of what people had written into the return that was replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// What they had changed in numbers, totals and the cover's day, which the new one doesn't have, with the reason they gave.
    pub changed: Vec<String>,
    /// The units' notes that they had deleted or written anew, which the new one has again.
    pub restored: Vec<String>,
    /// Their words that go on, and where.
    pub kept: Vec<String>,
    /// The units' difficulties that they had deleted or written anew, which the new one doesn't have again.
    pub dropped: Vec<String>,
    /// Where it differs from the new one and nobody can tell whether by hand or by what the units report now.
    pub untold: Vec<String>,
    /// What is to be known of the number of the sending; `None` if nothing is new.
    pub revision: Option<String>,
    /// What is to be known of the day of sending; `None` if nothing is new.
    pub sent_on: Option<String>,
}

impl RollupBefore {
    /// Reads it from what stands where the new one goes, with what is filled in there; `None` if that is no such return.
    pub fn read(bytes: &[u8], name: &str, level: &Level, above: &PlanYear, filling: &Filling) -> Option<Self> {
        let received = receive(bytes, name, &level.above);
        let submission = received.submission()?;
        let is_same = submission.agency == level.collector
            && submission.year == above.year
            && above.round.is_none_or(|round| round == submission.round);
        if !is_same {
            return None;
        }
        let workbook = intake::sheets_of(bytes, above.plan);
        let sources = submission.sources.as_deref();
        // Where nothing is said of them, both sheets say the same.
        let is_doubted = received.findings.iter().any(|finding| finding.code() == Code::SourcesChanged);
        let shown = workbook.as_ref().filter(|_| sources.is_none() || is_doubted);
        let shown = shown.and_then(|workbook| ShownParts::read(workbook, above, level.collector));
        let parts = KnownParts::told_by(sources, shown.as_ref(), submission, above);
        let sources = submission.sources.clone().filter(|_| matches!(parts, KnownParts::Sources(_)));
        let (findings, standing) = (&received.findings[..], workbook.as_ref());
        let edits = StandingReturn { submission, parts, findings, workbook: standing, above, new: &filling.counts }
            .hand_edits();
        Some(RollupBefore {
            cover: submission.cover.clone(),
            shown: shown.filter(|_| sources.is_none()),
            sources,
            notes: notes(submission),
            difficulties: difficulties(submission),
            edits,
            workbook,
        })
    }

    /// What it was as the program had written it, with its cover as it stands; `None` if its sources are gone.
    pub fn as_written(&self, new: &Filling, collector: AgencyId, above: &PlanYear) -> Option<Filling> {
        let sources = self.sources.as_deref()?;
        let cells = above.forms_of(collector).flat_map(|form| {
            let rows = above.entered_rows(form);
            rows.flat_map(move |row| above.column_ids(form).map(move |column| (form, row, column)))
        });
        let people = |(form, row, column): (FormId, RowId, ColumnId)| {
            let (of_form, plan_form) = (sources.form(&above.plan.form(form).code)?, above.plan.form(form));
            of_form.sum(rules::source_cell(of_form, above.row(form, row), &plan_form.columns[column.idx()])?)
        };
        let rows = above.forms_of(collector).flat_map(|form| above.row_ids(form).map(move |row| (form, row)));
        let notes = rows.map(|at| (at, self.copied_note(above, at).into_owned())).filter(|(_, note)| !note.is_empty());
        Some(Filling {
            as_of: self.cover.as_of,
            sent_on: self.cover.sent_on,
            revision: Some(self.cover.revision),
            prepared_by: self.cover.prepared_by.clone(),
            phone: self.cover.phone.clone(),
            signed_by: self.cover.signed_by.clone(),
            counts: cells.filter_map(|cell| Some((cell, people(cell)?))).collect(),
            notes: notes.collect(),
            difficulties: sources.difficulties.clone(),
            sources: Some(sources.clone()),
            banner: new.banner.clone(),
            is_illustrative: new.is_illustrative,
        })
    }

    /// Sheets and cells of hers that a new return doesn't have and that nothing else tells. `written` is what the program had written;
    /// without it every difference from the new one is hers, for all that anybody knows.
    pub fn other_cells(&self, filling: &Filling, new: &Workbook, written: Option<&Workbook>) -> Vec<String> {
        let Some(standing) = &self.workbook else { return Vec::new() };
        let own = Self::own_sheets(standing, new).map(|name| format!("trang “{name}”"));
        let (told, told_fields) = (&self.edits.looked_at, &self.told_fields(standing));
        let is_known = written.is_some();
        // What units write beside their rows now is no change of hers.
        let of_units = filling.notes.values().filter(|_| !is_known).map(|note| plain(note));
        let told_texts = &self.told_texts().into_iter().chain(of_units).collect();
        let written = written.unwrap_or(new);
        let cells = OtherCells { standing, written, new, is_known, told, told_texts, told_fields }.all();
        own.chain(cells).filter(|one| !self.edits.changed.contains(one)).collect()
    }

    /// Where it differs from the new one and nobody can tell whether by hand: nothing of one whose sources are known.
    pub fn untold(&self, filling: &Filling, new: &Workbook) -> Vec<String> {
        let Some(standing) = self.workbook.as_ref().filter(|_| self.sources.is_none()) else { return Vec::new() };
        let is_other = |of: &&UnknownCell| of.people != filling.counts.get(&of.cell).copied();
        let cells: Vec<String> = self.edits.unknown.iter().filter(is_other).map(|of| of.place.clone()).collect();
        let cells = match cells.len() {
            0..=MAX_UNTOLD => cells,
            n => vec![format!("{} ô số liệu ở các biểu", wording::count(n as u64))],
        };
        let is_other_cover = words_of_cover(standing).difference(&words_of_cover(new)).next().is_some();
        let cover = is_other_cover.then(|| "chữ ở bìa".to_owned());
        let day = self.cover.as_of.filter(|day| Some(*day) != filling.as_of);
        let day = day.map(|day| format!("ngày số liệu tính đến ghi ở bìa ({})", wording::date(day)));
        cells.into_iter().chain(cover).chain(day).collect()
    }

    /// The fields of the cover that something else tells: the day of the numbers; a day of sending that is one; a signature that is somebody's name;
    /// the number of the sending where nothing else stands beside it.
    fn told_fields(&self, standing: &Workbook) -> Vec<&'static str> {
        let revision = self.cover.revision.to_string();
        let cover = standing.sheet(keys::COVER_SHEET);
        let is_revision = |cell: &Cell| [revision.as_str(), ""].contains(&wording::content(&cell.value).trim());
        let is_plain = cover.is_none_or(|cover| {
            let is_of_field = |row: u32| cover.text(Address::new(row, 0)) == Some(keys::REVISION);
            let beside = cover.cells().filter(|(at, _)| at.col > 1 && is_of_field(at.row));
            beside.into_iter().all(|(_, cell)| is_revision(cell))
        });
        let fields = [
            (keys::AS_OF, true),
            (keys::SENT_ON, self.cover.sent_on.is_some()),
            (keys::REVISION, is_plain),
            (keys::SIGNED_BY, self.cover.signed_by.is_some()),
        ];
        fields.into_iter().filter(|(_, is_told)| *is_told).map(|(key, _)| key).collect()
    }

    /// Sheets of hers that a new return doesn't have.
    fn own_sheets<'s>(standing: &'s Workbook, new: &Workbook) -> impl Iterator<Item = &'s str> {
        let names: BTreeSet<String> = new.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let own = standing.sheets.iter().map(|sheet| sheet.name.as_str());
        own.filter(move |name| !names.contains(*name) && !rollup::is_source_sheet(name))
    }

    /// Notes, difficulties and proposals, hers and those that were copied from units.
    fn told_texts(&self) -> BTreeSet<String> {
        let notes = self.notes.values().map(|written| &written.note);
        let sources = self.sources.as_deref();
        let copied = sources.into_iter().flat_map(|sources| sources.notes.values());
        let difficulties = sources.into_iter().flat_map(|sources| &sources.difficulties).chain(&self.difficulties);
        let difficulties = difficulties.flat_map(|(difficulty, proposal)| [difficulty, proposal]);
        notes.chain(copied).chain(difficulties).map(|text| plain(text)).filter(|text| !text.is_empty()).collect()
    }

    /// What was filled in, with what people wrote before.
    ///
    /// `files` are those that are added up now, by which is known what day the program had written.
    pub fn carried_into(&self, mut filling: Filling, above: &PlanYear, files: &[FileRecord]) -> (Filling, Carried) {
        let restored = self.restored_notes(&filling, above);
        let mut changed = self.edits.changed.clone();
        let mut kept = self.carry_notes(&mut filling, above);
        let (own, mut dropped) = self.carry_difficulties(&mut filling);
        kept.extend(own);
        let is_same = self.is_of_same_sources(&filling) && changed.is_empty() && restored.is_empty();
        if let Some(day) = self.changed_day(&filling, files) {
            // A day that was deleted, or is none, doesn't go on.
            if is_same && day.standing.is_some() { kept.push(day.kept()) } else { changed.push(day.lost()) }
        }
        let revision = self.carry_cover(&mut filling, is_same);
        if let Some(sources) = &mut filling.sources {
            sources.carried = kept.iter().chain(&dropped).map(|words| in_short(words)).collect();
        }
        // What the run before told isn't told again.
        let before = self.sources.as_deref().map(|sources| sources.carried.as_slice()).unwrap_or_default();
        for all in [&mut kept, &mut dropped] {
            all.retain(|words| !before.contains(&in_short(words)));
        }
        (filling, Carried { changed, restored, kept, dropped, untold: Vec::new(), revision, sent_on: None })
    }

    /// Whether the same was added up, whatever people's own words were carried on.
    fn is_of_same_sources(&self, filling: &Filling) -> bool {
        let Some(sources) = self.sources.as_deref() else { return filling.sources.is_none() };
        let without = Sources { carried: Vec::new(), ..sources.clone() };
        filling.sources.as_ref() == Some(&without)
    }

    /// The day on the cover, where it is neither what the program wrote nor what it writes now.
    fn changed_day(&self, filling: &Filling, files: &[FileRecord]) -> Option<ChangedDay> {
        let units = self.sources.as_deref()?.forms.iter().flat_map(|form| &form.units);
        let digests: BTreeSet<&str> = units.map(|unit| unit.sha256.as_str()).collect();
        let were_added = files.iter().filter(|file| file.sha256.as_deref().is_some_and(|of| digests.contains(of)));
        let written = were_added.filter_map(|file| file.as_of).max();
        if self.cover.as_of == written || self.cover.as_of == filling.as_of {
            return None;
        }
        Some(ChangedDay { standing: self.cover.as_of, of_units: filling.as_of })
    }

    /// That the day of sending is another one on the new cover: nobody knows who wrote the one that stood there. `None` where it is the same, or
    /// stood on a return as the program had written it.
    pub fn other_day_of_sending(&self, filling: &Filling, is_as_written: bool) -> Option<String> {
        let (before, now) = (self.cover.sent_on?, filling.sent_on?);
        let words = || {
            format!("Ngày gửi trên bìa: biểu trước ghi {}, biểu này ghi {}", wording::date(before), wording::date(now))
        };
        (before != now && !is_as_written).then(words)
    }

    /// The units' notes that she deleted or wrote anew, and which stand in the new return again.
    fn restored_notes(&self, filling: &Filling, above: &PlanYear) -> Vec<String> {
        let rows: BTreeSet<(FormId, RowId)> = self.notes.keys().chain(filling.notes.keys()).copied().collect();
        let restored = rows.into_iter().filter_map(|at| {
            let copied = self.copied_note(above, at);
            let standing = self.notes.get(&at).map(|written| written.note.trim()).unwrap_or_default();
            if copied.trim().is_empty() || plain(standing).contains(&plain(&copied)) {
                return None;
            }
            let now = filling.notes.get(&at).map(|now| wording::shortened(now.trim(), MAX_NOTE));
            let in_new = match now {
                Some(now) => format!("biểu mới chép lại “{now}”"),
                None => "nay đơn vị không ghi gì ở dòng này".to_owned(),
            };
            let found = match standing {
                "" => "đã xóa".to_owned(),
                // What stands beside a changed number is told as its reason.
                _ if self.edits.rows.contains(&at) => "đã sửa, nêu cùng số đã sửa ở trên".to_owned(),
                other => format!("đã sửa thành “{}”", wording::shortened(other, MAX_NOTE)),
            };
            let is_told = !standing.is_empty() || filling.notes.contains_key(&at);
            is_told.then(|| format!("{}: {found} ({in_new})", self.place_of_note(above, at)))
        });
        restored.collect()
    }

    /// `Biểu 02, hàng 20`; of a row that was deleted its label.
    fn place_of_note(&self, above: &PlanYear, at: (FormId, RowId)) -> String {
        let gone = || format!("{}, dòng “{}”", above.plan.form(at.0).sheet, above.row(at.0, at.1).label);
        self.notes.get(&at).map_or_else(gone, |written| written.place.clone())
    }

    /// Their notes, behind those of the units; those beside numbers that they changed are the reasons of what is no more.
    fn carry_notes(&self, filling: &mut Filling, above: &PlanYear) -> Vec<String> {
        let mut kept = Vec::new();
        for (at, written) in self.notes.iter().filter(|(at, _)| !self.edits.rows.contains(at)) {
            let now = filling.notes.get(at).map(String::as_str).unwrap_or_default();
            let own = match self.sources.is_none() && self.shown.is_none() {
                true => without_parts(&written.note, now),
                false => own_words(&written.note, &self.copied_note(above, *at)),
            };
            // What the units write now may hold it already.
            if own.is_empty() || plain(now).contains(&plain(&own)) {
                continue;
            }
            let joined = if now.is_empty() { own.clone() } else { format!("{now}; {own}") };
            kept.push(format!("ghi chú ở {}: “{own}”", written.place));
            filling.notes.insert(*at, joined);
        }
        kept
    }

    /// What the program had copied from the units beside a row.
    fn copied_note(&self, above: &PlanYear, (form, row): (FormId, RowId)) -> Cow<'_, str> {
        if let Some(shown) = &self.shown {
            return shown.note((form, row)).into();
        }
        let code = (above.plan.form(form).code.clone(), above.row(form, row).code.clone());
        let sources = self.sources.as_ref();
        sources.and_then(|sources| sources.notes.get(&code)).map(String::as_str).unwrap_or_default().into()
    }

    /// Difficulties that they added or changed, and those of the units that they changed or deleted, which don't come again.
    fn carry_difficulties(&self, filling: &mut Filling) -> (Vec<String>, Vec<String>) {
        let Some(sources) = &self.sources else { return (self.difficulties_without_units(filling), Vec::new()) };
        let is_in = |all: &[(String, String)], one: &(String, String)| all.iter().any(|other| same_words(other, one));
        let is_own = |one: &&(String, String)| !is_in(&sources.difficulties, one) && !is_in(&filling.difficulties, one);
        let own: Vec<_> = self.difficulties.iter().filter(is_own).cloned().collect();
        let is_dropped = |one: &(String, String)| is_in(&sources.difficulties, one) && !is_in(&self.difficulties, one);
        let dropped: Vec<_> = filling.difficulties.iter().filter(|one| is_dropped(one)).cloned().collect();
        filling.difficulties.retain(|one| !is_dropped(one));
        let is_ordered = self.carry_order(&sources.difficulties, &mut filling.difficulties);
        own.iter().for_each(|one| self.put_in_place(one, &mut filling.difficulties));
        // Where only the proposal was changed, the difficulty is one and is named once.
        let is_of = |one: &(String, String), all: &[(String, String)]| {
            !one.0.is_empty() && all.iter().any(|other| plain(&other.0) == plain(&one.0))
        };
        let kept = own.iter().map(|one| match is_of(one, &dropped) {
            true => format!("đề xuất đã sửa “{}” ở khó khăn “{}”", one.1, one.0),
            false => kept_difficulty(one),
        });
        let ordered = is_ordered.then(|| "thứ tự các khó khăn, đề xuất".to_owned());
        let dropped = dropped.iter().filter(|one| !is_of(one, &own)).map(|one| format!("“{}”", difficulty_words(one)));
        (kept.chain(ordered).collect(), dropped.collect())
    }

    /// Without sources: difficulties that name none of the units, which go on. Of those that do nobody knows whether the unit still says so.
    fn difficulties_without_units(&self, filling: &mut Filling) -> Vec<String> {
        let sources = filling.sources.as_ref();
        let forms = sources.into_iter().flat_map(|sources| &sources.forms);
        let units = forms.flat_map(|form| &form.units).map(|unit| &unit.name);
        let missing = sources.into_iter().flat_map(|sources| &sources.missing).map(|missing| &missing.name);
        let names: BTreeSet<&String> = units.chain(missing).collect();
        let is_named =
            |text: &str| text.rsplit_once('(').is_some_and(|(_, end)| names.iter().any(|name| end.contains(*name)));
        let is_own = |one: &&(String, String)| {
            let is_there = filling.difficulties.iter().any(|other| same_words(other, one));
            !is_there && !is_named(&one.0) && !is_named(&one.1)
        };
        let own: Vec<_> = self.difficulties.iter().filter(is_own).cloned().collect();
        own.iter().for_each(|one| self.put_in_place(one, &mut filling.difficulties));
        own.iter().map(kept_difficulty).collect()
    }

    /// Brings difficulties into the order in which she put them, if that is another one than the program had written; whether it is.
    fn carry_order(&self, written: &[(String, String)], all: &mut [(String, String)]) -> bool {
        let place_in =
            |of: &[(String, String)], one: &(String, String)| of.iter().position(|other| same_words(other, one));
        let hers = self.difficulties.iter().filter_map(|one| place_in(written, one));
        if hers.is_sorted() {
            return false;
        }
        let is_hers = |one: &(String, String)| place_in(&self.difficulties, one).is_some();
        let places: Vec<usize> = (0..all.len()).filter(|n| is_hers(&all[*n])).collect();
        let mut ordered: Vec<(String, String)> = places.iter().map(|n| all[*n].clone()).collect();
        ordered.sort_by_key(|one| place_in(&self.difficulties, one));
        places.into_iter().zip(ordered).for_each(|(n, one)| all[n] = one);
        true
    }

    /// Puts a difficulty behind the one that it stood behind, if that goes on; otherwise at the end, or first if it was first.
    fn put_in_place(&self, one: &(String, String), all: &mut Vec<(String, String)>) {
        let stood = self.difficulties.iter().position(|other| same_words(other, one)).unwrap_or_default();
        let mut before = self.difficulties[..stood].iter().rev();
        let behind = before.find_map(|before| all.iter().position(|other| same_words(other, before)));
        let at = behind.map_or(if stood == 0 { 0 } else { all.len() }, |n| n + 1);
        all.insert(at, one.clone());
    }

    /// Who made it; who signed and when as long as it is the same, for other numbers are signed anew. The number of the sending goes up
    /// where somebody had signed: what nobody signed wasn't sent.
    fn carry_cover(&self, filling: &mut Filling, is_same: bool) -> Option<String> {
        let (cover, signatory) = (&self.cover, filling.signed_by.clone());
        filling.prepared_by = cover.prepared_by.clone().or(filling.prepared_by.take());
        filling.phone = cover.phone.clone().or(filling.phone.take());
        let is_signed = cover.signed_by.is_some() && cover.signed_by != signatory;
        if is_same {
            filling.revision = Some(cover.revision);
            filling.as_of = cover.as_of.or(filling.as_of);
            filling.signed_by = cover.signed_by.clone().or(signatory);
            filling.sent_on = if is_signed { cover.sent_on.or(filling.sent_on) } else { filling.sent_on };
            return None;
        }
        let next = cover.revision.saturating_add(1);
        filling.revision = Some(if is_signed { next } else { cover.revision });
        Some(match is_signed {
            true => {
                format!("Biểu trước đã có người ký nên biểu này là lần gửi thứ {next}; đọc lại và ký lại trước khi gửi")
            }
            false => format!(
                "Lần gửi thứ {} như biểu trước, vì biểu ấy chưa ghi người ký; nếu đã gửi biểu ấy thì sửa thành {next} trên bìa",
                cover.revision
            ),
        })
    }
}

fn notes(submission: &Submission) -> BTreeMap<(FormId, RowId), WrittenNote> {
    let of_form = |data: &FormData| {
        let (form, sheet) = (data.form, data.sheet.to_string());
        let written = |(n, row): (usize, &Option<RowData>)| {
            let row = row.as_ref()?;
            let place = format!("{sheet}, hàng {}", row.at + 1);
            Some(((form, RowId::at(n)), WrittenNote { note: row.note.clone().unwrap_or_default(), place }))
        };
        data.rows.iter().enumerate().filter_map(written).collect::<Vec<_>>()
    };
    submission.forms.iter().flat_map(of_form).collect()
}

fn difficulties(submission: &Submission) -> Vec<(String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = submission.difficulties.iter().map(|of| (text(&of.difficulty), text(&of.proposal)));
    all.filter(|(difficulty, proposal)| !difficulty.is_empty() || !proposal.is_empty()).collect()
}

/// The difficulty, or the proposal where there is only that.
fn difficulty_words((difficulty, proposal): &(String, String)) -> &str {
    if difficulty.is_empty() { proposal } else { difficulty }
}

fn kept_difficulty(one: &(String, String)) -> String {
    format!("khó khăn, đề xuất “{}”", difficulty_words(one))
}

/// What stands on the cover beside its fields, but for what the program says there of units.
fn words_of_cover(workbook: &Workbook) -> BTreeSet<String> {
    let Some(cover) = workbook.sheet(keys::COVER_SHEET) else { return BTreeSet::new() };
    let beside = cover.cells().filter(|(at, _)| cover.text(Address::new(at.row, 0)).is_none());
    let texts = beside.map(|(_, cell)| wording::content(&cell.value));
    // What ends with a semicolon goes on in the next row.
    let mut goes_on = false;
    let mut is_of_units = |text: &String| {
        let begins = |words: &&str| text.starts_with(*words);
        let is_it = goes_on
            || !rollup::stated_of_adding_up(text).is_empty()
            || [rollup::MISSING_UNITS, rollup::OPEN_WITH_UNITS].iter().any(begins);
        goes_on = is_it && text.trim_end().ends_with(';');
        is_it
    };
    texts.filter(|text| !text.is_empty() && !is_of_units(text)).map(|text| plain(&text)).collect()
}

fn same_words(a: &(String, String), b: &(String, String)) -> bool {
    plain(&a.0) == plain(&b.0) && plain(&a.1) == plain(&b.1)
}

/// A text whose white space and letters are those that other programs may have changed it to.
fn plain(of: &str) -> String {
    text::fold(of)
}

/// What a note says beside what was copied from the units: what stands before or behind that. Of copied words that somebody changed only
/// what isn't said in a unit's name. Empty if it says nothing else.
fn own_words(note: &str, copied: &str) -> String {
    let own = note.trim();
    if copied.trim().is_empty() || plain(note) == plain(copied) || plain(copied).contains(&plain(note)) {
        return if copied.trim().is_empty() { own.to_owned() } else { String::new() };
    }
    match own.split_once(copied.trim()) {
        Some((before, behind)) => {
            let ends: &[char] = &[';', '.', ',', ' ', '\n', '\r', '\t'];
            let parts = [before.trim_matches(ends), behind.trim_matches(ends)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
        }
        None => beside_units(own, copied),
    }
}

/// A note without the parts that another one has: what the units write now, where nobody knows what was copied.
fn without_parts(note: &str, now: &str) -> String {
    let known: Vec<String> = now.split(';').map(plain).collect();
    let is_own = |part: &&str| !part.is_empty() && !known.contains(&plain(part));
    note.split(';').map(str::trim).filter(is_own).collect::<Vec<_>>().join("; ")
}

/// The parts of a note that neither were copied nor begin with the name of one of the units whose words were.
fn beside_units(note: &str, copied: &str) -> String {
    let name_of = |part: &str| part.split_once(':').map(|(name, _)| plain(name));
    let names: BTreeSet<String> = copied.split(';').filter_map(name_of).collect();
    let others = note.split(';').filter(|part| name_of(part).is_none_or(|name| !names.contains(&name)));
    without_parts(&others.collect::<Vec<_>>().join(";"), copied)
}

/// Words as they are known again: short enough for a cell.
fn in_short(words: &str) -> String {
    wording::shortened(&words.split_whitespace().collect::<Vec<_>>().join(" "), 500).into_owned()
}

/// So many cells that nobody can tell of are named; more are counted.
const MAX_UNTOLD: usize = 12;

/// How many characters of a note are shown.
const MAX_NOTE: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_what_no_unit_wrote() {
        let copied = "Xã A: sáp nhập; Xã B: nghỉ ốm";
        let own = |note: &str| own_words(note, copied);
        assert_eq!(own(copied), "");
        assert_eq!(own("Xã A:  sáp nhập"), "", "a deleted part is no word of hers");
        assert_eq!(own(&format!("{copied}; đã đối chiếu với Kho bạc")), "đã đối chiếu với Kho bạc");
        assert_eq!(own(&format!("Lưu ý. {copied}. Đã đối chiếu")), "Lưu ý; Đã đối chiếu");
        assert_eq!(own("Xã A: sáp nhập từ tháng 5; Xã B: nghỉ ốm"), "", "words in a unit's name are that unit's");
        assert_eq!(own("Xã A: sáp nhập từ tháng 5; Xã B: nghỉ ốm; đã đối chiếu"), "đã đối chiếu");
        assert_eq!(own_words("của riêng Sở", ""), "của riêng Sở");
    }
}
