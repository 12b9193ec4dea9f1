//! Plan text → plan. Everything wrong is collected, each fault with its line; a plan that has any is not used, and never
//! replaced by a default.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::check::CheckCode;
use super::directory::Directory;
use super::fault::{Fault, Faults, Kind, What};
use super::file::{self, PlanFile, Text};
use super::model::*;
use super::places::TextPlaces;
use super::reorganisation_entries::ChangeEntry;
use super::spanned::Spanned;
use crate::value::percent::Percent;

mod assigned;
mod characters;
mod forms;
mod predecessors;
mod reorganisation;
mod rounds;
mod shape;
mod tiers;
mod whole;

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
    let mut plan = loader.plan();
    loader.check_characters();
    if loader.faults.is_empty() {
        loader.check_circular_totals(&plan);
    }
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
        let succession = loader.check_reorganisation(&mut plan);
        if loader.faults.is_empty() {
            plan.make_comparable(&succession);
        }
    }
    if loader.faults.is_empty() {
        return Ok(plan);
    }
    loader.faults.sort_by_key(|fault| fault.line);
    Err(Faults(loader.faults))
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
    faults: Vec<Fault>,
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, places: &'a TextPlaces, file: &'a PlanFile) -> Self {
        let subjects = if file.subjects.is_empty() { file::default_subjects() } else { file.subjects.clone() };
        let (codes, named_rows, faults) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut loader = Loader { text, places, file, codes, subjects, named_rows, faults };
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
        subjects.iter().filter_map(|subject| subject.sheet.as_ref()).for_each(|sheet| loader.check_sheet_name(sheet));
        loader.number(Kind::Task, file.tasks.iter().map(|task| &task.code));
        loader.number(Kind::Round, file.rounds.iter().map(|round| &round.code));
        loader.check_names();
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

    fn check_characters(&mut self) {
        for (span, character) in characters::forbidden(self.text) {
            self.report(span, What::Character { character });
        }
    }

    fn report(&mut self, span: Range<usize>, what: What) {
        let (line, cell) = (shape::line_of(self.text, span.start), self.places.at(span.start));
        self.faults.push(Fault { line, cell, what });
    }

    /// The position a code refers to; `None` after reporting one that doesn't exist.
    fn find(&mut self, kind: Kind, code: &Text) -> Option<usize> {
        let codes = self.codes.get(&kind);
        let found = codes.and_then(|codes| codes.get(code.get_ref()).copied());
        if found.is_none() {
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

    fn plan(&mut self) -> Plan {
        let file = self.file;
        let head = &file.plan;
        let (first_year, last_year) = (*head.first_year.get_ref(), *head.last_year.get_ref());
        let version = *head.language.get_ref();
        if version == 0 || version > LANGUAGE {
            self.report(head.language.span(), What::LaterLanguage { version });
        }
        if first_year > last_year || !(1900..=9000).contains(&first_year) || !(1900..=9000).contains(&last_year) {
            self.report(head.first_year.span(), What::Years { first: first_year, last: last_year });
        }
        let agencies: Vec<Agency> = file.agencies.iter().map(|agency| self.agency(agency)).collect();
        let indicators: Vec<Indicator> = file.indicators.iter().map(|indicator| self.indicator(indicator)).collect();
        Plan {
            id: head.id.get_ref().clone(),
            title: head.title.clone(),
            issuer: head.issuer.clone(),
            number: head.number.clone(),
            date: head.date.clone(),
            basis: head.basis.clone(),
            province: head.province.clone(),
            first_year,
            last_year,
            template_version: head.template_version.clone(),
            accepted_versions: head.accepted_versions.clone(),
            due_inclusive: head.due_inclusive,
            unit: head.unit.clone(),
            office: self.office(&file.office),
            limits: file.limits,
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
            comparable: None,
            past_areas: Vec::new(),
            without_rows: BTreeSet::new(),
            has_gone_rows: false,
            named_rows: std::mem::take(&mut self.named_rows),
            tiers: self.tiers().into(),
            level: None,
            source: self.text.to_owned(),
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
            self.report(office.span(), What::BlankOffice { key });
        }
        if number_suffix.as_ref().is_some_and(|suffix| suffix.is_empty() || suffix.contains(['/', ' '])) {
            self.report(office.span(), What::NumberSuffix);
        }
        if recipients.iter().any(|recipient| recipient.trim().is_empty()) {
            self.report(office.span(), What::BlankRecipient);
        }
        office.get_ref().clone()
    }

    fn task(&mut self, task: &file::TaskEntry) -> Task {
        let due = match (&task.due, &task.when) {
            (Some(due), None) => self.yearly(due),
            (None, Some(words)) => Due::Words(words.clone()),
            _ => {
                self.report(task.code.span(), What::TaskWithoutDay { task: task.code.get_ref().clone() });
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

    fn proposal(&mut self, proposal: &file::ProposalEntry) -> ProposalRules {
        let floor = self.percent_or_none(proposal.floor_percent_of_participants.as_ref());
        let growth = self.percent_or_none(proposal.ceiling_percent_of_participants.as_ref());
        let potential = self.percent_or_none(proposal.ceiling_percent_of_potential.as_ref());
        if let (Some(floor), Some(ceiling), Some(written)) = (floor, growth, &proposal.floor_percent_of_participants)
            && floor > ceiling
        {
            let (floor, ceiling) = (floor.to_string(), ceiling.to_string());
            self.report(written.span(), What::FloorAboveCeiling { floor, ceiling });
        }
        let at_work = proposal.at_work.as_ref().map(|measure| MeasureId::at(self.refer(Kind::Measure, measure)));
        ProposalRules {
            labour_force: self.input(&proposal.labour_force),
            at_work,
            floor_of_participants: floor.unwrap_or(Percent::NONE),
            ceiling_of_participants: growth,
            ceiling_of_potential: potential.unwrap_or(Percent::ALL),
            remark_above_percent: proposal.remark_above_percent,
            remark_above_times: proposal.remark_above_times,
        }
    }

    fn percent_or_none(&mut self, text: Option<&Text>) -> Option<Percent> {
        text.map(|text| self.percent(text))
    }

    /// A percentage as text; 0 after reporting one that can't be read.
    fn percent(&mut self, text: &Text) -> Percent {
        Percent::parse(text.get_ref()).unwrap_or_else(|| {
            self.report(text.span(), What::NoPercentage { text: text.get_ref().clone() });
            Percent::NONE
        })
    }

    fn inputs(&mut self, inputs: &[file::InputEntry]) -> Vec<Input> {
        inputs.iter().map(|input| self.input(input)).collect()
    }

    fn input(&mut self, input: &file::InputEntry) -> Input {
        match (&input.eligible, &input.column) {
            (Some(scheme), None) if input.form.is_none() && input.row.is_none() => {
                Input::Eligible(SchemeId::at(self.refer(Kind::Scheme, scheme)))
            }
            (None, Some(column)) => self.cells(input, column),
            _ => {
                let any = [&input.eligible, &input.column, &input.form, &input.row].into_iter().flatten().next();
                self.report(any.map_or(0..0, Text::span), What::ShapelessInput);
                Input::Measure { measure: MeasureId::at(0), row: None }
            }
        }
    }

    fn cells(&mut self, input: &file::InputEntry, column: &Text) -> Input {
        let measure = self.find(Kind::Measure, column);
        let form = input.form.as_ref().map(|form| (form, self.find(Kind::Form, form)));
        let in_form = form.and_then(|(_, id)| self.file.forms.get(id?));
        let row = input
            .row
            .as_ref()
            .map(|row| self.named_row(&in_form.map_or(row.get_ref().clone(), |form| present(form, row))));
        match (form, measure) {
            (Some((form, Some(id))), Some(_)) => {
                Input::Column { form: FormId::at(id), column: self.column(id, form, column), row }
            }
            (_, measure) => Input::Measure { measure: MeasureId::at(measure.unwrap_or(0)), row },
        }
    }

    /// A form's column with a measure's key; the first after reporting one that it doesn't have.
    fn column(&mut self, id: usize, form: &Text, column: &Text) -> ColumnId {
        let mut columns = self.file.forms[id].columns.iter();
        let measure = self.position(Kind::Measure, column);
        let position = columns.position(|known| self.position(Kind::Measure, &known.measure) == measure);
        ColumnId::at(position.unwrap_or_else(|| {
            let (form, named) = (form.get_ref().clone(), column.get_ref().clone());
            self.report(column.span(), What::UnknownColumn { form, column: named });
            0
        }))
    }

    fn named_row(&mut self, row: &str) -> NamedRow {
        let known = self.named_rows.iter().position(|code| code == row);
        NamedRow::at(known.unwrap_or_else(|| {
            self.named_rows.push(row.to_owned());
            self.named_rows.len() - 1
        }))
    }

    fn indicator(&mut self, indicator: &file::IndicatorEntry) -> Indicator {
        Indicator {
            id: indicator.id.get_ref().clone(),
            short: indicator.short.clone(),
            title: indicator.title.clone(),
            clause: indicator.clause.clone(),
            schemes: self.refer_to_schemes(&indicator.schemes),
            numerator: self.inputs(&indicator.numerator),
            denominator: self.inputs(&indicator.denominator),
            area_numerator: self.inputs(&indicator.area_numerator),
            area_denominator: self.inputs(&indicator.area_denominator),
            targets: self.targets(indicator.id.get_ref()),
        }
    }

    /// The targets of one indicator over the years, sorted by year.
    fn targets(&mut self, id: &str) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for target in &self.file.targets {
            let Some((_, text)) = target.percent.iter().find(|(key, _)| key.get_ref() == id) else { continue };
            let year = *target.year.get_ref();
            if targets.iter().any(|earlier| earlier.year == year) {
                self.report(target.year.span(), What::DuplicateTarget { indicator: id.to_owned(), year });
            }
            targets.push(Target {
                year,
                percent: self.percent(text),
                reach_or_exceed: target.reach_or_exceed.iter().any(|code| code.get_ref() == id),
                clause: target.clause.clone(),
            });
        }
        targets.sort_by_key(|target| target.year);
        targets
    }

    fn agency(&mut self, agency: &file::AgencyEntry) -> Agency {
        let code = agency.code.get_ref();
        let group = GroupId::at(self.refer(Kind::Group, &agency.group));
        let file = self.file;
        let of_group = file.groups.get(group.idx()).map_or(&[][..], |group| &group.forms);
        let forms = if agency.forms.is_empty() { of_group } else { &agency.forms };
        if forms.is_empty() {
            self.report(agency.code.span(), What::AgencyWithoutForms { agency: code.clone() });
        }
        if agency.names.get_ref().is_empty() {
            self.report(agency.names.span(), What::AgencyWithoutName { agency: code.clone() });
        }
        if !periods_follow(agency.names.get_ref()) {
            self.report(agency.names.span(), What::NamesDontFollow { agency: code.clone() });
        }
        Agency {
            code: code.clone(),
            group,
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

/// Whether each name begins the day after the one before ends.
fn periods_follow(names: &[AgencyName]) -> bool {
    names.windows(2).all(|pair| match (pair[0].until, pair[1].from) {
        (Some(until), Some(from)) => until.succ_opt() == Some(from),
        _ => false,
    })
}

/// The code that a row has now, if one of the form had this code before.
fn present(form: &file::FormEntry, code: &Text) -> String {
    let had_it = |row: &&file::RowEntry| row.formerly.iter().any(|old| old.get_ref() == code.get_ref());
    let now = form.rows.get_ref().iter().find(had_it).and_then(|row| row.code.as_ref());
    now.unwrap_or(code).get_ref().clone()
}
