//! The plan as it stands in one year: which agencies report, what they are called, which rows each form has.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::layout::{FormLayout, FormRow, FormRows, RoundLayout, YearLayout};
use super::model::*;

/// The plan as it stands in one year, as a whole or in one round.
#[derive(Debug, Clone, Copy)]
pub struct PlanYear<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// The year.
    pub year: i32,
    /// The round it is seen in; `None` sees all of the year.
    pub round: Option<RoundId>,
    /// The due date of the agencies' files, on which their names are looked up: the round's, or the first round's.
    pub due: NaiveDate,
    /// The agencies that must return a file, in the plan's order. Which ones exist is decided on the first due date.
    pub agencies: &'p [AgencyId],
    /// By [`FormId`].
    forms: &'p [FormLayout],
}

impl FormRows {
    fn new(mut rows: Vec<FormRow>, sums: &[Cow<RowParts>], named: &[String]) -> Self {
        let ids = || (0..rows.len()).map(RowId::at);
        // From the last to the first, so that the first of a code stays.
        let former = ids().flat_map(|id| rows[id.idx()].formerly.iter().map(move |code| (code.clone(), id)));
        let present = ids().rev().map(|id| (rows[id.idx()].code.clone(), id));
        // A code that is in use means the row that has it.
        let by_code: BTreeMap<String, RowId> = former.chain(present).collect();
        resolve_parts(&mut rows, sums, &by_code);
        let entered: Vec<RowId> = (0..rows.len()).map(RowId::at).filter(|id| rows[id.idx()].is_entered()).collect();
        let (mut by_area, mut without_area): (BTreeMap<AgencyId, Vec<RowId>>, _) = (BTreeMap::new(), Vec::new());
        for id in &entered {
            match rows[id.idx()].area {
                Some(area) => by_area.entry(area).or_default().push(*id),
                None => without_area.push(*id),
            }
        }
        let named = named.iter().map(|code| by_code.get(code).copied()).collect();
        let leaves = rows.iter().map(|_| OnceLock::new()).collect();
        FormRows { rows, by_code, named, entered, by_area, without_area, leaves }
    }

    /// Every row is looked at once, however many ways lead to it.
    fn leaves_of(&self, row: RowId) -> Vec<(RowId, u64)> {
        let mut times = BTreeMap::from([(row, 1)]);
        for total in self.above_parts(row) {
            let parts = &self.rows[total.idx()].parts;
            if let (false, Some(n)) = (parts.is_empty(), times.get(&total).copied()) {
                times.remove(&total);
                parts.iter().for_each(|part| add_times(times.entry(*part).or_default(), n));
            }
        }
        times.into_iter().collect()
    }

    fn above_parts(&self, row: RowId) -> Vec<RowId> {
        let (mut seen, mut done) = (BTreeSet::from([row]), Vec::new());
        let mut way = vec![(row, 0)];
        while let Some((at, n)) = way.last_mut() {
            let next = self.rows[at.idx()].parts.get(*n).copied();
            *n += 1;
            match next {
                Some(part) if seen.insert(part) => way.push((part, 0)),
                Some(_) => (),
                None => done.extend(way.pop().map(|(row, _)| row)),
            }
        }
        done.reverse();
        done
    }
}

impl Plan {
    /// The plan in one year; `None` outside the plan's years.
    pub fn year(&self, year: i32) -> Option<PlanYear<'_>> {
        let RoundLayout { due, agencies, forms } = &self.years.get(&year)?.whole;
        Some(PlanYear { plan: self, year, round: None, due: *due, agencies, forms })
    }

    /// Lays out every year of a plan without circular totals, on which this would not end.
    pub(super) fn lay_out(&mut self) {
        let mut laid_out = LaidOut { changes: self.days_of_change(), ..LaidOut::default() };
        let years = self.first_year..=self.last_year;
        let laid_out = years.filter_map(|year| Some((year, self.in_year(year, &mut laid_out)?))).collect();
        self.years = Arc::new(laid_out);
    }

    /// How far down a form of any year may reach in a sheet, with as much again for rows that an agency put in.
    pub fn max_form_rows(&self) -> u32 {
        let forms = self.years.values().flat_map(|year| &year.whole.forms);
        let rows = forms.map(|form| form.rows.rows.len()).max().unwrap_or(0);
        u32::try_from(rows).unwrap_or(u32::MAX).saturating_mul(2)
    }

    /// One year, where only that is asked for.
    pub(super) fn layout_of(&self, year: i32) -> Option<YearLayout> {
        self.in_year(year, &mut LaidOut { changes: self.days_of_change(), ..LaidOut::default() })
    }

    /// The days on which an agency begins, has ended or is called something else.
    fn days_of_change(&self) -> BTreeSet<NaiveDate> {
        self.agencies
            .iter()
            .flat_map(|agency| {
                let names = agency.names.iter().flat_map(|name| [name.from, name.until.and_then(|day| day.succ_opt())]);
                let own = [agency.from, agency.until.and_then(|day| day.succ_opt())];
                names.chain(own).flatten().collect::<Vec<_>>()
            })
            .collect()
    }

    fn in_year(&self, year: i32, laid_out: &mut LaidOut) -> Option<YearLayout> {
        let first = self.rounds.first()?.due.in_year(year)?;
        let existing: Vec<AgencyId> = self.agency_ids().filter(|id| self.agency(*id).exists_on(first)).collect();
        let existing = Existing { on: first, agencies: existing };
        let mut rounds = Vec::new();
        if self.has_rounds() {
            for round in &self.rounds {
                rounds.push(self.in_round(round, &existing, round.due.in_year(year)?, laid_out));
            }
        }
        let asked = |form: FormId| self.rounds.iter().any(|round| round.asks_for(form));
        let forms = self.form_ids().map(|form| self.layout(form, &existing, first, asked(form), laid_out)).collect();
        Some(YearLayout { whole: RoundLayout { due: first, agencies: existing.agencies, forms }, rounds })
    }

    /// What a round asks of the agencies that exist.
    fn in_round(&self, round: &Round, existing: &Existing, due: NaiveDate, laid_out: &mut LaidOut) -> RoundLayout {
        let is_asked = |id: &AgencyId| self.agency(*id).forms.iter().any(|form| round.asks_for(*form));

        RoundLayout {
            due,
            agencies: existing.agencies.iter().copied().filter(is_asked).collect(),
            forms: self
                .form_ids()
                .map(|form| self.layout(form, existing, due, round.asks_for(form), laid_out))
                .collect(),
        }
    }

    /// A form with the names of a day; nobody returns one that isn't asked for.
    fn layout(
        &self,
        id: FormId,
        existing: &Existing,
        due: NaiveDate,
        is_asked: bool,
        laid_out: &mut LaidOut,
    ) -> FormLayout {
        let key = (id, laid_out.changes_until(existing.on), laid_out.changes_until(due));
        let rows = laid_out.rows.entry(key).or_insert_with(|| Arc::new(self.form_rows(id, &existing.agencies, due)));
        let returns = |agency: &AgencyId| is_asked && self.agency(*agency).forms.contains(&id);
        let agencies = existing.agencies.iter().copied().filter(returns).collect();
        FormLayout { rows: rows.clone(), agencies }
    }

    fn form_rows(&self, id: FormId, agencies: &[AgencyId], due: NaiveDate) -> FormRows {
        let mut rows = LaidRows::default();
        for template in &self.form(id).rows {
            match template {
                RowTemplate::One { code, formerly, no, label, parts, schemes, sector } => {
                    let (formerly, schemes) = (formerly.clone(), schemes.clone());
                    let row = FormRow { formerly, schemes, sector: *sector, ..FormRow::entered(code, no, label) };
                    rows.push(row, Cow::Borrowed(parts));
                }
                RowTemplate::EachArea(group) => {
                    self.areas_of(*group, agencies, due).for_each(|row| rows.push(row, Cow::Owned(RowParts::Entered)));
                }
                RowTemplate::EachAreaBySector(group, apart) => {
                    self.areas_of(*group, agencies, due).for_each(|area| self.by_sector(area, apart, &mut rows));
                }
                RowTemplate::EachSector => {
                    self.sector_ids().for_each(|id| rows.push(self.sector_row(id), Cow::Owned(RowParts::Entered)));
                }
            }
        }
        if !self.without_rows.is_empty() {
            rows.leave_out(|row| self.is_left_out(id, &row.code));
        }
        if self.has_gone_rows {
            Self::add_gone_rows(&mut rows);
        }
        FormRows::new(rows.rows, &rows.sums, &self.named_rows)
    }

    /// Whether a form is without a row, or without what it counts of an area, whose code stands behind the area's.
    fn is_left_out(&self, form: FormId, row: &str) -> bool {
        let behind = row.split_once('.').map(|(_, behind)| behind);
        let mut codes = std::iter::once(row).chain(behind);
        codes.any(|code| self.without_rows.contains(&(form, code.to_owned())))
    }

    /// The rows for people whose row exists no more. They may be liable for any scheme of the form and be of any of its sectors, so
    /// that who is liable isn't known either where their number isn't 0.
    fn add_gone_rows(rows: &mut LaidRows) {
        let schemes: BTreeSet<SchemeId> = rows.rows.iter().flat_map(|row| row.schemes.iter().copied()).collect();
        let liable = rows.rows.iter().filter(|row| !row.schemes.is_empty());
        let sectors: BTreeSet<SectorId> = liable.filter_map(|row| row.sector).collect();
        for (n, sector) in std::iter::once(None).chain(sectors.into_iter().map(Some)).enumerate() {
            let code = if n == 0 { GONE_ROW.to_owned() } else { format!("{GONE_ROW}.{n}") };
            let schemes = schemes.iter().copied().collect();
            let row = FormRow { sector, schemes, ..FormRow::entered(&code, "", GONE_ROW) };
            rows.push(row, Cow::Owned(RowParts::Entered));
        }
    }

    /// A row for each area of a group.
    fn areas_of(&self, group: GroupId, agencies: &[AgencyId], due: NaiveDate) -> impl Iterator<Item = FormRow> {
        let of_group = agencies.iter().filter(move |id| self.agency(**id).group == group);
        of_group.zip(1u32..).map(move |(id, n)| {
            let agency = self.agency(*id);
            let name = agency.name_on(due);
            let label = name.area.as_deref().unwrap_or(&name.name);
            FormRow { area: Some(*id), ..FormRow::entered(&agency.code, &n.to_string(), label) }
        })
    }

    fn sector_row(&self, id: SectorId) -> FormRow {
        let sector = self.sector(id);
        let formerly = self.former_sectors.get(id.idx()).cloned().unwrap_or_default();
        FormRow {
            formerly,
            sector: Some(id),
            ..FormRow::entered(&sector.code, &(id.idx() + 1).to_string(), &sector.name)
        }
    }

    /// An area's total and its rows by sector, whose codes begin with the area's: `ubnd-bu-dang.doanh-nghiep`.
    fn by_sector(&self, total: FormRow, apart: &[Apart], rows: &mut LaidRows) {
        let mut parts = Vec::new();
        for sector in self.sector_ids() {
            let own = self.sector_row(sector);
            let mut of_sector = apart.iter().filter(|apart| apart.sector == sector).peekable();
            let label = of_sector.peek().map_or(own.label.clone(), |apart| apart.others.clone());
            parts.push(below(&total, FormRow { label, ..own }));
            parts.extend(of_sector.map(|apart| {
                let row = FormRow::entered(&apart.code, "", &apart.label);
                below(&total, FormRow { sector: Some(sector), agency: Some(apart.agency), ..row })
            }));
        }
        let codes = parts.iter().map(|row| row.code.clone()).collect();
        rows.push(total, Cow::Owned(RowParts::Rows(codes)));
        parts.into_iter().for_each(|row| rows.push(row, Cow::Owned(RowParts::Entered)));
    }
}

/// A row as one of the parts of a total.
fn below(total: &FormRow, row: FormRow) -> FormRow {
    let code = |code: &str| format!("{}.{code}", total.code);
    let formerly = row.formerly.iter().map(|old| code(old)).collect();
    FormRow { code: code(&row.code), formerly, no: String::new(), area: total.area, ..row }
}

/// The agencies that exist in a year, and the day on which that is decided.
struct Existing {
    on: NaiveDate,
    agencies: Vec<AgencyId>,
}

/// The rows that were laid out, each once for all days between two changes.
#[derive(Default)]
struct LaidOut {
    changes: BTreeSet<NaiveDate>,
    /// By form, and how many changes there were until the agencies were chosen and until they were named.
    rows: BTreeMap<(FormId, usize, usize), Arc<FormRows>>,
}

impl LaidOut {
    fn changes_until(&self, day: NaiveDate) -> usize {
        self.changes.range(..=day).count()
    }
}

/// The rows of a form while they are laid out, each with what it sums.
#[derive(Default)]
struct LaidRows<'p> {
    rows: Vec<FormRow>,
    sums: Vec<Cow<'p, RowParts>>,
}

/// The code of the row in which forms of the years before have the people whose row exists no more. A form that says who is liable has
/// one for each sector as well, with a number behind: nobody knows of which sector they would be.
pub const GONE_ROW: &str = "khong-con-dong";

impl<'p> LaidRows<'p> {
    fn leave_out(&mut self, is_out: impl Fn(&FormRow) -> bool) {
        let rows = std::mem::take(&mut self.rows).into_iter().zip(std::mem::take(&mut self.sums));
        (self.rows, self.sums) = rows.filter(|(row, _)| !is_out(row)).unzip();
    }

    fn push(&mut self, row: FormRow, parts: Cow<'p, RowParts>) {
        self.rows.push(row);
        self.sums.push(parts);
    }
}

/// Turns the codes a total sums into row ids, and counts how deep each row stands.
fn resolve_parts(rows: &mut [FormRow], sums: &[Cow<RowParts>], by_code: &BTreeMap<String, RowId>) {
    for n in 0..rows.len() {
        rows[n].parts = match &*sums[n] {
            RowParts::Entered => Vec::new(),
            RowParts::Everything => {
                (0..rows.len()).filter(|m| matches!(*sums[*m], RowParts::Entered)).map(RowId::at).collect()
            }
            RowParts::Rows(codes) => codes.iter().filter_map(|code| by_code.get(code).copied()).collect(),
        };
    }
    set_levels(rows);
}

/// A row stands one level under the deepest total that sums it. Ends because a checked plan has no circular totals.
fn set_levels(rows: &mut [FormRow]) {
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for n in 0..rows.len() {
            let below = rows[n].level.saturating_add(1);
            for part in rows[n].parts.clone() {
                let row = &mut rows[part.idx()];
                changed |= row.level < below;
                row.level = row.level.max(below);
            }
        }
    }
}

fn add_times(times: &mut u64, more: u64) {
    *times = times.saturating_add(more);
}

impl<'p> PlanYear<'p> {
    /// The same year in one round.
    pub fn in_round(&self, round: RoundId) -> PlanYear<'p> {
        let seen = PlanYear { round: Some(round), ..*self };
        let layout = self.plan.years.get(&self.year).and_then(|year| year.rounds.get(round.idx()));
        layout.map_or(seen, |RoundLayout { due, agencies, forms }| PlanYear { due: *due, agencies, forms, ..seen })
    }

    /// The forms that are asked of an agency, in its order.
    pub fn forms_of(&self, agency: AgencyId) -> impl Iterator<Item = FormId> + Clone + use<'p> {
        let (plan, round) = (self.plan, self.round);
        plan.agency(agency).forms.iter().copied().filter(move |form| match round {
            Some(round) => plan.round(round).asks_for(*form),
            None => plan.rounds.iter().any(|round| round.asks_for(*form)),
        })
    }

    /// The rows of a form, in order.
    pub fn rows(&self, form: FormId) -> &'p [FormRow] {
        &self.forms[form.idx()].rows.rows
    }

    /// A row by its id.
    pub fn row(&self, form: FormId, row: RowId) -> &'p FormRow {
        &self.forms[form.idx()].rows.rows[row.idx()]
    }

    /// The row with a code.
    pub fn row_by_code(&self, form: FormId, code: &str) -> Option<RowId> {
        self.forms[form.idx()].rows.by_code.get(code).copied()
    }

    /// The row of a form that an input names; `None` if the form doesn't have it this year.
    pub fn named_row(&self, form: FormId, row: NamedRow) -> Option<RowId> {
        self.forms[form.idx()].rows.named[row.idx()]
    }

    /// The rows of a form, in order.
    pub fn row_ids(&self, form: FormId) -> impl Iterator<Item = RowId> + use<> {
        (0..self.rows(form).len()).map(RowId::at)
    }

    /// The rows an agency enters, in order.
    pub fn entered_rows(&self, form: FormId) -> impl Iterator<Item = RowId> + use<'p> {
        self.forms[form.idx()].rows.entered.iter().copied()
    }

    /// The entered rows of a form that count an agency's area.
    pub fn rows_of_area(&self, form: FormId, area: AgencyId) -> &'p [RowId] {
        self.forms[form.idx()].rows.by_area.get(&area).map_or(&[], Vec::as_slice)
    }

    /// Whether an agency returns a form whose rows count areas.
    pub fn counts_areas(&self, agency: AgencyId) -> bool {
        self.forms_of(agency).any(|form| !self.forms[form.idx()].rows.by_area.is_empty())
    }

    /// The entered rows of a form that count no area.
    pub fn rows_without_area(&self, form: FormId) -> &'p [RowId] {
        &self.forms[form.idx()].rows.without_area
    }

    /// The entered rows a row stands for, in order, each with how often it is counted: itself once, or all that it sums through
    /// other totals.
    pub fn leaves(&self, form: FormId, row: RowId) -> &'p [(RowId, u64)] {
        let rows = &self.forms[form.idx()].rows;
        rows.leaves[row.idx()].get_or_init(|| rows.leaves_of(row))
    }

    /// A row and all that it sums, directly or through other totals, each before its parts.
    pub fn above_parts(&self, form: FormId, row: RowId) -> Vec<RowId> {
        self.forms[form.idx()].rows.above_parts(row)
    }

    /// The entered columns of a form, in order.
    pub fn column_ids(&self, form: FormId) -> impl Iterator<Item = ColumnId> + use<> {
        (0..self.plan.form(form).columns.len()).map(ColumnId::at)
    }

    /// Whether an agency must return a file this year, in this round.
    pub fn asks(&self, agency: AgencyId) -> bool {
        // Ids are in the plan's order.
        self.agencies.binary_search(&agency).is_ok()
    }

    /// Whether an agency must return a form this year.
    pub fn returns(&self, agency: AgencyId, form: FormId) -> bool {
        self.forms[form.idx()].agencies.binary_search(&agency).is_ok()
    }

    /// The agencies that return a form this year.
    pub fn agencies_with(&self, form: FormId) -> impl ExactSizeIterator<Item = AgencyId> + use<'p> {
        self.forms[form.idx()].agencies.iter().copied()
    }

    /// The agencies that govern an area this year, in order, whether or not a round asks something of them.
    pub fn areas(&self) -> impl Iterator<Item = AgencyId> + '_ {
        let is_area = |id: &AgencyId| self.plan.groups[self.plan.agency(*id).group.idx()].area.is_some();
        let of_year = self.plan.years.get(&self.year).map_or(self.agencies, |year| &year.whole.agencies[..]);
        of_year.iter().copied().filter(is_area)
    }

    /// An agency's name on the due date.
    pub fn agency_name(&self, id: AgencyId) -> &'p str {
        &self.plan.agency(id).name_on(self.due).name
    }

    /// Whether an agency is the office itself that collects, which writes no letter to itself.
    pub fn is_own(&self, agency: AgencyId) -> bool {
        self.agency_name(agency) == self.plan.office.name
    }

    /// The name under which an agency's template is sent out: `<agency>_<year>.xlsx`, with the round's code behind it in a
    /// later round.
    pub fn template_name(&self, agency: AgencyId) -> String {
        format!("{}_{}.xlsx", self.plan.agency(agency).code, self.name_in_files())
    }

    /// The year as names of files have it: `2023`, of a later round `2023_cuoi-nam`.
    pub fn name_in_files(&self) -> String {
        match self.round.filter(|round| *round != self.plan.first_round()) {
            Some(round) => format!("{}_{}", self.year, self.plan.round(round).code),
            None => self.year.to_string(),
        }
    }

    /// What the round is called where the plan has several; `None` where nobody needs to be told.
    pub fn round_name(&self) -> Option<&'p str> {
        let round = self.round.filter(|_| self.plan.has_rounds())?;
        Some(&self.plan.round(round).name)
    }

    /// The name of the area an agency governs on the due date; its own name if it governs none.
    pub fn area_name(&self, id: AgencyId) -> &'p str {
        let name = self.plan.agency(id).name_on(self.due);
        name.area.as_deref().unwrap_or(&name.name)
    }
}
