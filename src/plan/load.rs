//! Plan text → plan. Everything wrong is collected, each fault with its line; a plan that has any is not used, and never
//! replaced by a default.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::check::CheckCode;
use super::directory::Directory;
use super::fault::{Fault, Faults, Kind, What};
use super::file::{self, PlanFile, Text};
use super::model::*;
use super::places::{CellPlace, TextPlaces};
use super::reorganisation_entries::ChangeEntry;
use super::spanned::Spanned;

mod agencies;
mod assigned;
mod characters;
mod figures;
mod forms;
mod misspelt;
mod predecessors;
mod remarks;
mod reorganisation;
mod rounds;
mod same_codes;
mod shape;
mod sheets;
mod sums;
mod tier_members;
mod tiers;
mod whole;

pub(crate) use characters::{is_forbidden, is_plain_code};

/// The version of the plan's language that this program writes; it reads all before.
pub const LANGUAGE: u32 = 1;

/// Reads a plan from the text of its file.
///
/// # Errors
///
/// All that is wrong with it, see [`Faults`].
pub fn load(text: &str) -> Result<Plan, Faults> {
    load_placed(text, &TextPlaces::default())
}

/// Reads a plan from a text that was made from a workbook, whose cells the faults name.
///
/// # Errors
///
/// As [`load`].
pub fn load_placed(text: &str, places: &TextPlaces) -> Result<Plan, Faults> {
    let file: PlanFile = toml::from_str(text).map_err(|error| Faults(vec![unreadable(text, &error, places)]))?;
    let mut loader = Loader::new(text, places, &file);
    let mut plan = loader.checked_plan();
    if loader.faults.is_empty() {
        plan.lay_out();
        plan.tasks.extend(Loader::round_tasks(&plan));
        loader.check_inputs(&plan);
        loader.check_years(&plan);
    }
    // An input that is wrong would be told a second time by what no longer matches it.
    if loader.faults.is_empty() {
        loader.check_indicator_schemes(&plan);
        loader.check_within(&plan);
        loader.check_tiers(&plan);
        plan.assigned = loader.assigned(&plan);
        let successions = loader.check_reorganisation(&mut plan);
        if loader.faults.is_empty() {
            plan.make_comparable(&successions);
        }
    }
    if loader.faults.is_empty() {
        plan.places = Arc::new(places.clone());
        return Ok(plan);
    }
    loader.faults.sort_by_key(|fault| fault.line);
    Err(Faults(loader.faults))
}

/// What is wrong with a text before its plan is laid out in years; nothing of a text that can't be read at all.
pub fn first_faults(text: &str, places: &TextPlaces) -> Vec<Fault> {
    let Ok(file) = toml::from_str::<PlanFile>(text) else { return Vec::new() };
    let mut loader = Loader::new(text, places, &file);
    loader.checked_plan();
    loader.faults
}

/// Why a text is no plan of this version; a later one may well have keys that this one doesn't know.
fn unreadable(text: &str, error: &toml::de::Error, places: &TextPlaces) -> Fault {
    let version = || {
        let plan = toml::from_str::<toml::Table>(text).ok()?;
        u32::try_from(plan.get("plan")?.get("language")?.as_integer()?).ok().filter(|version| *version > LANGUAGE)
    };
    let Some(version) = version() else { return shape::fault(text, error, places) };
    let offset = text.find("language").unwrap_or(0);
    Fault { line: shape::line_of(text, offset), cell: places.at(offset), what: What::LaterLanguage { version } }
}

/// The codes of the file by kind, and what was found wrong so far.
struct Loader<'a> {
    text: &'a str,
    places: &'a TextPlaces,
    file: &'a PlanFile,
    codes: BTreeMap<Kind, BTreeMap<String, usize>>,
    /// The file's subjects, or those of a file that has none.
    subjects: Vec<file::SubjectEntry>,
    /// The codes of rows that inputs name, in the order they were met.
    named_rows: Vec<String>,
    /// Where texts begin that have a character they can't have.
    spoiled: BTreeSet<usize>,
    /// What was referred to, by kind and position.
    used: BTreeSet<(Kind, usize)>,
    faults: Vec<Fault>,
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, places: &'a TextPlaces, file: &'a PlanFile) -> Self {
        let subjects = if file.subjects.is_empty() { file::default_subjects() } else { file.subjects.clone() };
        let (codes, spoiled, used) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let (named_rows, faults) = (Vec::new(), Vec::new());
        let mut loader = Loader { text, places, file, codes, subjects, named_rows, spoiled, used, faults };
        loader.check_characters();
        // Nothing refers to an agency; its code must still be unique.
        loader.number(Kind::Agency, file.agencies.iter().map(|agency| &agency.code));
        loader.number(Kind::Form, file.forms.iter().map(|form| &form.code));
        loader.number(Kind::Group, file.groups.iter().map(|group| &group.code));
        loader.number(Kind::Sector, file.sectors.iter().map(|sector| &sector.code));
        loader.number(Kind::Scheme, file.schemes.iter().map(|scheme| &scheme.code));
        loader.number(Kind::Measure, file.measures.iter().map(|measure| &measure.key));
        loader.number_former(Kind::Sector, file.sectors.iter().map(|sector| &sector.formerly));
        loader.number_former(Kind::Measure, file.measures.iter().map(|measure| &measure.formerly));
        loader.number(Kind::Indicator, file.indicators.iter().map(|indicator| &indicator.id));
        let subjects = loader.subjects.clone();
        loader.number(Kind::Subject, subjects.iter().map(|subject| &subject.code));
        loader.check_subject_sheets();
        file.groups.iter().for_each(|group| loader.check_forms_once(&group.code, &group.forms));
        loader.number(Kind::Task, file.tasks.iter().map(|task| &task.code));
        loader.number(Kind::Round, file.rounds.iter().map(|round| &round.code));
        loader.number(Kind::Cooperating, file.cooperating.iter().map(|office| &office.code));
        loader.check_cooperating();
        loader.check_names();
        loader.check_codes();
        loader.number(Kind::Assumption, file.assumptions.iter().map(|assumption| &assumption.code));
        loader
    }

    /// The codes that a row had before, none of which may be blank.
    fn former_codes(&mut self, codes: &[Text]) -> Vec<String> {
        for code in codes.iter().filter(|code| code.get_ref().trim().is_empty()) {
            self.report(code.span(), What::BlankFormerCode);
        }
        texts(codes)
    }

    /// Codes are compared letter by letter, joined by dots, and parts of names of files and sheets.
    fn check_codes(&mut self) {
        let file = self.file;
        let rows = file.forms.iter().flat_map(|form| form.rows.get_ref());
        let of_rows = rows.flat_map(|row| row.code.iter().chain(row.apart.iter().map(|apart| &apart.code)));
        let all = file
            .forms
            .iter()
            .map(|form| &form.code)
            .chain(file.sectors.iter().map(|sector| &sector.code))
            .chain(file.measures.iter().map(|measure| &measure.key))
            .chain(file.groups.iter().map(|group| &group.code))
            .chain([&file.plan.id])
            .chain(file.tasks.iter().map(|task| &task.code))
            .chain(file.schemes.iter().map(|scheme| &scheme.code))
            .chain(file.indicators.iter().map(|indicator| &indicator.id))
            .chain(file.subjects.iter().map(|subject| &subject.code))
            .chain(file.cooperating.iter().map(|office| &office.code))
            .chain(of_rows);
        for code in all.filter(|code| !characters::is_plain_code(code.get_ref())) {
            self.report(code.span(), What::NotPlain { code: code.get_ref().clone() });
        }
    }

    /// People must be able to read what things are called.
    fn check_names(&mut self) {
        let file = self.file;
        let named = file
            .sectors
            .iter()
            .map(|sector| (Kind::Sector, &sector.code, &sector.name))
            .chain(file.schemes.iter().map(|scheme| (Kind::Scheme, &scheme.code, &scheme.name)))
            .chain(file.measures.iter().map(|measure| (Kind::Measure, &measure.key, &measure.label)))
            .chain(file.groups.iter().map(|group| (Kind::Group, &group.code, &group.name)));
        let of_agencies = file
            .agencies
            .iter()
            .flat_map(|agency| agency.names.get_ref().iter().map(|name| (Kind::Agency, &agency.code, &name.name)));
        for (kind, code, _) in named.chain(of_agencies).filter(|(.., name)| name.trim().is_empty()) {
            self.report(code.span(), What::BlankName { kind, code: code.get_ref().clone() });
        }
    }

    /// Notes the positions of a kind's codes, each of which must be unique.
    fn number<'t>(&mut self, kind: Kind, codes: impl Iterator<Item = &'t Text>) {
        for (n, code) in codes.enumerate() {
            if self.codes.entry(kind).or_default().insert(code.get_ref().clone(), n).is_some() {
                self.report(code.span(), What::DuplicateCode { kind, code: code.get_ref().clone() });
            }
        }
    }

    /// The same with the codes that entries had before, which still name them.
    fn number_former<'t>(&mut self, kind: Kind, former: impl Iterator<Item = &'t Vec<Text>>) {
        for (n, codes) in former.enumerate() {
            for code in codes {
                if code.get_ref().trim().is_empty() {
                    self.report(code.span(), What::BlankFormerCode);
                    continue;
                }
                let known = self.codes.entry(kind).or_default();
                if known.contains_key(code.get_ref()) {
                    self.report(code.span(), What::DuplicateCode { kind, code: code.get_ref().clone() });
                } else {
                    known.insert(code.get_ref().clone(), n);
                }
            }
        }
    }

    /// The position of a code that may be a former one; `None` if there is none.
    fn position(&self, kind: Kind, code: &Text) -> Option<usize> {
        self.codes.get(&kind)?.get(code.get_ref()).copied()
    }

    /// A text with such a character is told for that alone, whatever else follows from it.
    fn check_characters(&mut self) {
        let forbidden = characters::forbidden(self.text);
        for (span, character) in &forbidden {
            self.report(span.clone(), What::Character { character: *character });
        }
        self.spoiled = forbidden.into_iter().map(|(span, _)| span.start).collect();
    }

    fn report(&mut self, span: Range<usize>, what: What) {
        let cell = self.places.at(span.start);
        self.report_at(&span, cell, what);
    }

    /// The same of what an entry says under a key, or doesn't: in a workbook at the key's cell.
    fn report_key(&mut self, span: Range<usize>, key: &str, what: What) {
        let cell = self.places.of_key(span.start, key);
        self.report_at(&span, cell, what);
    }

    fn report_at(&mut self, span: &Range<usize>, cell: Option<CellPlace>, what: What) {
        if self.spoiled.contains(&span.start) {
            return;
        }
        let fault = Fault { line: shape::line_of(self.text, span.start), cell, what };
        // What many entries take over from one is looked at with each of them.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// That names of an agency don't follow each other, where the first one doesn't.
    fn check_names_follow(&mut self, names: &Spanned<Vec<AgencyName>>, agency: &Text) {
        let is_reversed = |name: &AgencyName| name.from.zip(name.until).is_some_and(|(from, until)| until < from);
        if let Some(n) = names.get_ref().iter().position(is_reversed) {
            let cell = self.places.of_nth(&names.span(), n, "until");
            let what = What::EndsBeforeItBegins { of: agency.get_ref().clone() };
            return self.report_at(&names.span(), cell, what);
        }
        let Some(n) = first_apart(names.get_ref()) else { return };
        let has_end = names.get_ref()[n - 1].until.is_some();
        let cell = match has_end {
            true => self.places.of_nth(&names.span(), n, "from"),
            false => self.places.of_nth(&names.span(), n - 1, "until"),
        };
        self.report_at(&names.span(), cell, What::NamesDontFollow { agency: agency.get_ref().clone() });
    }

    /// The position a code refers to; `None` after reporting one that doesn't exist.
    fn find(&mut self, kind: Kind, code: &Text) -> Option<usize> {
        let codes = self.codes.get(&kind);
        let found = codes.and_then(|codes| codes.get(code.get_ref()).copied());
        self.used.extend(found.map(|n| (kind, n)));
        // A code that can't be one is told where it is defined, and may be the one that is missed.
        let is_told = codes.into_iter().flat_map(BTreeMap::keys).any(|known| !characters::is_plain_code(known));
        if found.is_none() && (!is_told || kind == Kind::Assumption) {
            let known = codes.into_iter().flat_map(BTreeMap::keys).cloned().collect();
            self.report(code.span(), What::UnknownCode { kind, code: code.get_ref().clone(), known });
        }
        found
    }

    /// The position a code refers to; 0 after reporting one that doesn't exist, as the plan isn't used then.
    fn refer(&mut self, kind: Kind, code: &Text) -> usize {
        self.find(kind, code).unwrap_or(0)
    }

    fn refer_to_schemes(&mut self, codes: &[Text]) -> Vec<SchemeId> {
        codes.iter().map(|code| SchemeId::at(self.refer(Kind::Scheme, code))).collect()
    }

    fn refer_to_sector(&mut self, code: Option<&Text>) -> Option<SectorId> {
        code.map(|code| SectorId::at(self.refer(Kind::Sector, code)))
    }

    /// The plan, and what is wrong with it that no year need be laid out for.
    fn checked_plan(&mut self) -> Plan {
        let plan = self.plan();
        self.check_circular_totals(&plan);
        self.blame_definitions();
        plan
    }

    fn plan(&mut self) -> Plan {
        let file = self.file;
        let head = &file.plan;
        let (first_year, last_year) = (*head.first_year.get_ref(), *head.last_year.get_ref());
        let version = *head.language.get_ref();
        if version == 0 || version > LANGUAGE {
            self.report(head.language.span(), What::LaterLanguage { version });
        }
        if first_year > last_year || !is_year(first_year) || !is_year(last_year) {
            let is_last_wrong = is_year(first_year);
            let year = if is_last_wrong { &head.last_year } else { &head.first_year };
            self.report(year.span(), What::Years { first: first_year, last: last_year });
        }
        let agencies: Vec<Agency> = file.agencies.iter().map(|agency| self.agency(agency)).collect();
        self.check_agencies_have_forms(&agencies);
        self.check_template_sheets(&agencies);
        self.check_agency_names(&agencies, first_year, last_year);
        self.check_targets_once();
        let indicators: Vec<Indicator> = file.indicators.iter().map(|indicator| self.indicator(indicator)).collect();
        Plan {
            id: head.id.get_ref().clone(),
            title: head.title.clone(),
            issuer: head.issuer.clone(),
            number: head.number.clone(),
            date: head.date.get_ref().clone(),
            basis: head.basis.clone(),
            province: head.province.clone(),
            first_year,
            last_year,
            template_version: head.template_version.clone(),
            accepted_versions: texts(&head.accepted_versions),
            due_inclusive: head.due_inclusive,
            unit: head.unit.clone(),
            office: self.office(&file.office),
            limits: self.limits(),
            words: file.words.clone().about(&indicators),
            documents: file.documents.clone(),
            subjects: self.subjects.iter().map(subject).collect(),
            proposal: self.proposal(&file.proposal),
            tasks: file.tasks.iter().map(|task| self.task(task)).collect(),
            collection_task: TaskId::at(self.refer(Kind::Task, &head.collection_task)),
            rounds: self.rounds(),
            schemes: file.schemes.iter().map(|scheme| self.scheme(scheme)).collect(),
            sectors: file.sectors.iter().map(sector).collect(),
            former_sectors: file.sectors.iter().map(|sector| texts(&sector.formerly)).collect(),
            indicators,
            measures: file.measures.iter().map(measure).collect(),
            groups: file.groups.iter().map(group).collect(),
            directory: Directory::of(&agencies).into(),
            years: Default::default(),
            agencies,
            cooperating: named(&file.cooperating),
            forms: file.forms.iter().map(|form| self.form(form)).collect(),
            checks: file.checks.iter().map(|check| self.check(check)).collect(),
            assumptions: file.assumptions.iter().map(file::AssumptionEntry::assumption).collect(),
            assigned: Vec::new(),
            changes: file.changes.iter().map(ChangeEntry::change).collect(),
            predecessors: Vec::new(),
            comparable: BTreeMap::new(),
            past_areas: Vec::new(),
            without_rows: BTreeSet::new(),
            has_gone_rows: false,
            named_rows: std::mem::take(&mut self.named_rows),
            tiers: self.tiers().into(),
            level: None,
            source: self.text.to_owned(),
            places: Default::default(),
        }
    }

    fn office(&mut self, office: &Spanned<Office>) -> Office {
        let Office { name, parent, abbreviation, place, signatory_title, number_suffix, recipients, .. } =
            office.get_ref();
        let texts = [
            ("name", name),
            ("parent", parent),
            ("abbreviation", abbreviation),
            ("place", place),
            ("signatory_title", signatory_title),
        ];
        for (key, _) in texts.into_iter().filter(|(_, text)| text.trim().is_empty()) {
            self.report_key(office.span(), &format!("office.{key}"), What::BlankOffice { key });
        }
        if number_suffix.as_ref().is_some_and(|suffix| suffix.is_empty() || suffix.contains(['/', ' '])) {
            self.report_key(office.span(), "office.number_suffix", What::NumberSuffix);
        }
        if recipients.iter().any(|recipient| recipient.trim().is_empty()) {
            self.report_key(office.span(), "office.recipients", What::BlankRecipient);
        }
        office.get_ref().clone()
    }

    fn task(&mut self, task: &file::TaskEntry) -> Task {
        let due = match (&task.due, &task.when) {
            (Some(due), None) => self.yearly(due),
            (None, Some(words)) => Due::Words(words.clone()),
            _ => {
                self.report_key(task.code.span(), "due", What::TaskWithoutDay { task: task.code.get_ref().clone() });
                Due::Words(String::new())
            }
        };
        Task {
            code: task.code.get_ref().clone(),
            clause: task.clause.clone(),
            title: task.title.clone(),
            lead: task.lead.clone(),
            with: task.with.clone(),
            due,
        }
    }

    /// A day and month as offices write them, `30/6`; 29/2 is no date of every year.
    fn yearly(&mut self, text: &Text) -> Due {
        day_and_month(text.get_ref()).unwrap_or_else(|| {
            self.report(text.span(), What::NoDayOfTheYear { text: text.get_ref().clone() });
            Due::Words(String::new())
        })
    }

    fn scheme(&mut self, scheme: &file::SchemeEntry) -> Scheme {
        Scheme {
            code: scheme.code.get_ref().clone(),
            name: scheme.name.clone(),
            participants: self.inputs(&scheme.participants),
            by_sector: scheme.by_sector.as_ref().map(|input| self.input(input)),
            by_area: scheme.by_area.as_ref().map(|input| self.input(input)),
            by_area_and_sector: scheme.by_area_and_sector.as_ref().map(|input| self.input(input)),
            instead_of: scheme.instead_of.as_ref().map(|other| self.instead_of(scheme, other)),
            within: scheme.within.as_ref().map(|outer| SchemeId::at(self.refer(Kind::Scheme, outer))),
            reserved: self.inputs(&scheme.reserved),
        }
    }

    /// The scheme another one stands in for; one that stands in for a third would leave nobody in particular.
    fn instead_of(&mut self, scheme: &file::SchemeEntry, other: &Text) -> SchemeId {
        let id = SchemeId::at(self.refer(Kind::Scheme, other));
        let file = self.file;
        let itself = other.get_ref() == scheme.code.get_ref();
        if itself || file.schemes.get(id.idx()).is_some_and(|target| target.instead_of.is_some()) {
            let (scheme, named) = (scheme.code.get_ref().clone(), other.get_ref().clone());
            self.report(other.span(), What::InsteadOf { scheme, other: named });
        }
        id
    }

    fn agency(&mut self, agency: &file::AgencyEntry) -> Agency {
        // Its templates are named after it.
        self.check_plain(&agency.code);
        let code = agency.code.get_ref();
        let group = self.find(Kind::Group, &agency.group);
        let file = self.file;
        let of_group = group.and_then(|group| file.groups.get(group)).map_or(&[][..], |group| &group.forms);
        let forms = if agency.forms.is_empty() { of_group } else { &agency.forms };
        self.check_forms_once(&agency.code, &agency.forms);
        self.check_days(&agency.code, agency.from, agency.until);
        if agency.names.get_ref().is_empty() {
            let cell = self.places.of_key(agency.code.span().start, "name");
            self.report_at(&agency.names.span(), cell, What::AgencyWithoutName { agency: code.clone() });
        }
        self.check_names_follow(&agency.names, &agency.code);
        Agency {
            code: code.clone(),
            group: GroupId::at(group.unwrap_or(0)),
            names: agency.names.get_ref().clone(),
            from: agency.from,
            until: agency.until,
            forms: forms.iter().map(|form| FormId::at(self.refer(Kind::Form, form))).collect(),
            second_tier: agency.second_tier.clone(),
            unit: agency.unit.as_ref().unwrap_or(&agency.code).get_ref().clone(),
        }
    }

    fn check(&mut self, check: &file::CheckEntry) -> Check {
        let code = CheckCode::parse(check.code.get_ref());
        let code = code.filter(|code| CheckCode::of_plans().any(|possible| possible == *code));
        if code.is_none() {
            self.report(check.code.span(), What::NotACheckCode { code: check.code.get_ref().clone() });
        }
        Check {
            code: code.unwrap_or(CheckCode::PartExceedsWhole),
            per: check.per,
            left: self.inputs(&check.left),
            relation: check.relation,
            right: self.inputs(&check.right),
            severity: check.severity,
            reason: check.reason.clone(),
        }
    }
}

fn is_year(year: i32) -> bool {
    (1900..=9000).contains(&year)
}

fn day_and_month(text: &str) -> Option<Due> {
    let (day, month) = text.split_once('/')?;
    let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
    chrono::NaiveDate::from_ymd_opt(2023, month, day).map(|_| Due::Yearly { day, month })
}

fn named(list: &[file::NamedEntry]) -> Vec<Named> {
    list.iter().map(|named| Named { code: named.code.get_ref().clone(), name: named.name.clone() }).collect()
}

fn sector(sector: &file::SectorEntry) -> Named {
    Named { code: sector.code.get_ref().clone(), name: sector.name.clone() }
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.get_ref().clone()).collect()
}

fn measure(measure: &file::MeasureEntry) -> Named {
    Named { code: measure.key.get_ref().clone(), name: measure.label.clone() }
}

fn subject(subject: &file::SubjectEntry) -> Subject {
    Subject {
        code: subject.code.get_ref().clone(),
        sheet: subject.sheet.as_ref().map(|sheet| sheet.get_ref().clone()),
        title: subject.title.clone(),
        about: subject.about.clone(),
        heading: subject.heading.clone(),
        summary: subject.summary.clone(),
    }
}

fn group(group: &file::GroupEntry) -> Group {
    Group { code: group.code.get_ref().clone(), name: group.name.clone(), area: group.area.clone() }
}

/// The first name that doesn't begin the day after the one before ends; `None` if all do.
fn first_apart(names: &[AgencyName]) -> Option<usize> {
    let follows = |pair: &[AgencyName]| match (pair[0].until, pair[1].from) {
        (Some(until), Some(from)) => until.succ_opt() == Some(from),
        _ => false,
    };
    names.windows(2).position(|pair| !follows(pair)).map(|n| n + 1)
}
