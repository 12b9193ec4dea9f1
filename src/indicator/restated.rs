//! A year of the plans that came before, put into the shape of today's plan: every number of their workbooks is added to the cell
//! that it belongs to now, of an area to that of its comparable group. A cell is known only if everything that belongs to it is
//! there; nothing is split but by shares that the plan states.

use std::collections::{BTreeMap, BTreeSet};

mod index;
mod known;
mod listed_rows;
mod new_parts;
mod past_codes;

use self::index::PastIndex;
pub use self::listed_rows::WronglyListedRow;
pub use self::new_parts::NewParts;
pub use self::past_codes::UnknownPastCode;
use super::apportion::largest_remainder;
use crate::counts::CellId;
use crate::ledger::{Alteration, Earlier, NameKind, PastBook, PastNames, PastNumber};
use crate::plan::{
    AgencyId, AreaOrigin, ColumnId, Comparable, ComparableGroup, FormId, PastReporter, Plan, PlanYear, Predecessor,
    RoundId, RowId,
};
use crate::rollup::UnitExtent;

/// A year of the plans before in the shape of today's.
#[derive(Debug, Clone)]
pub struct Restated<'p> {
    /// Its numbers, in the plan of comparable groups.
    pub earlier: Earlier<'p>,
    /// What it was made of.
    pub made_of: RestatedYear,
}

/// What a restated year was made of and what can't be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestatedYear {
    /// Whether areas were reorganised since, so that numbers are in the shape of later ones.
    pub is_regrouped: bool,
    /// The workbooks, in the order of the predecessors.
    pub sources: Vec<PastSource>,
    /// The places in [`Plan::predecessors`] of those whose workbook isn't there.
    pub missing: Vec<usize>,
    /// Forms that somebody didn't send.
    pub unsent: BTreeSet<Unsent>,
    /// What has no place in today's plan.
    pub incomparable: BTreeSet<Incomparable>,
    /// Codes that the plan writes of a predecessor and that its workbook doesn't know.
    pub unknown: BTreeSet<UnknownPastCode>,
    /// Rows of which the plan says that a predecessor's form didn't have them, and that its workbook has.
    pub wrongly_listed: BTreeSet<WronglyListedRow>,
    /// What today's plan has and the predecessors didn't.
    pub new: NewParts,
}

/// A workbook of a predecessor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSource {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// What the workbook is called.
    pub name: String,
    /// What its codes are called.
    pub names: PastNames,
    /// How it differs from what was written.
    pub alterations: Vec<Alteration>,
}

/// A form without a number of an agency that returned it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unsent {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// The agency's code then.
    pub agency: String,
    /// The past area that it governed; `None` if it governed none.
    pub area: Option<usize>,
    /// Who reports its people now; `None` for those of areas.
    pub now: Option<AgencyId>,
    /// Today's form.
    pub form: FormId,
}

/// Numbers of a predecessor that have no place in today's plan, by the predecessor's codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Incomparable {
    /// The place in [`Plan::predecessors`].
    pub predecessor: usize,
    /// The form's code.
    pub form: String,
    /// What of the form.
    pub what: IncomparablePart,
}

/// What of a form has no place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncomparablePart {
    /// All of it: the plan doesn't map it.
    Form,
    /// What an agency reported that the plan doesn't know to have returned it.
    Agency(String),
    /// A row. Its people are in totals only.
    Row(String),
    /// An area that nothing of today leads on from, by the code of the agency that governed it.
    Area {
        /// The agency's code then.
        agency: String,
        /// Whether its people are in the earlier year's totals; otherwise they are in no figure at all.
        is_in_totals: bool,
    },
    /// A column.
    Column(String),
    /// What was collected in a round that is none of today's.
    Round(String),
}

/// An agency's part of a form: the places of predecessor, form and reporter.
type Part = (usize, usize, usize);

/// What was added up in a cell.
#[derive(Debug, Default)]
struct SumSoFar {
    people: u64,
    /// What parts it came from, of a row by area with the past area.
    sources: BTreeSet<(Part, Option<usize>)>,
}

/// A year being put together.
struct Restating<'p, 'b> {
    plan: &'p Plan,
    comparable: &'p Comparable,
    year: PlanYear<'p>,
    books: Vec<&'b PastBook>,
    index: PastIndex<'p>,
    added: BTreeMap<(RoundId, CellId), SumSoFar>,
    /// People of rows that exist no more.
    gone: BTreeMap<(RoundId, AgencyId, FormId, ColumnId), u64>,
    sent: BTreeSet<(RoundId, Part)>,
    /// Forms of which numbers have no agency, so that none of their sums is whole.
    broken: BTreeSet<(RoundId, FormId)>,
    unsent: BTreeSet<Unsent>,
    incomparable: BTreeSet<Incomparable>,
    wrongly_listed: BTreeSet<WronglyListedRow>,
}

/// Puts the workbooks of a year together as year `now` of the plan is compared with it. `None` if the plan can't be compared with that year.
pub fn restate<'p>(plan: &'p Plan, now: i32, year: i32, books: &[(String, PastBook)]) -> Option<Restated<'p>> {
    let comparable = plan.comparable_in(now)?;
    let year = comparable.plan.year(year)?;
    let past_books: Vec<&PastBook> = books.iter().map(|(_, book)| book).collect();
    let mut restating = Restating {
        plan,
        comparable,
        year,
        wrongly_listed: listed_rows::wrongly_listed(plan, &past_books),
        books: past_books,
        index: PastIndex::new(plan, comparable, &year),
        added: BTreeMap::new(),
        gone: BTreeMap::new(),
        sent: BTreeSet::new(),
        broken: BTreeSet::new(),
        unsent: BTreeSet::new(),
        incomparable: BTreeSet::new(),
    };
    for (_, book) in books {
        book.numbers.iter().for_each(|number| restating.add(book.predecessor, number));
    }
    let mut counts = restating.known();
    for (round, agency, extent) in books.iter().flat_map(|(_, book)| restating.partial(book)) {
        // Its units are those of another plan, so that any row may lack some.
        counts.mark_partial(round, agency, extent, None);
    }
    let new = NewParts::find(plan, &restating.year, &restating.books, &restating.wrongly_listed);
    counts.mark_absent(&new.rows);
    let unknown = past_codes::unknown(plan, &restating.books);
    restating.leave_out_what_follows(&unknown);
    restating.leave_out_wrongly_listed();
    let alterations = books.iter().flat_map(|(_, book)| book.alterations.clone()).collect();
    let made_of = RestatedYear {
        is_regrouped: plan.is_reorganised_in(now),
        sources: sources(books),
        missing: (0..plan.predecessors.len())
            .filter(|p| books.iter().all(|(_, book)| book.predecessor != *p))
            .collect(),
        unsent: restating.unsent,
        incomparable: restating.incomparable,
        unknown,
        wrongly_listed: restating.wrongly_listed,
        new,
    };
    Some(Restated {
        earlier: Earlier {
            year: restating.year,
            counts,
            alterations,
            agency: None,
            is_regrouped: plan.is_reorganised_in(now),
        },
        made_of,
    })
}

fn sources(books: &[(String, PastBook)]) -> Vec<PastSource> {
    let sources = books.iter().map(|(name, book)| PastSource {
        predecessor: book.predecessor,
        name: name.clone(),
        names: book.names.clone(),
        alterations: book.alterations.clone(),
    });
    let mut sources: Vec<PastSource> = sources.collect();
    sources.sort_by_key(|source| source.predecessor);
    sources
}

// --------------------------------------------------------------------------------------------------------- adding up

/// Where a number of a predecessor belongs.
struct Belonging<'p> {
    part: Part,
    round: RoundId,
    form: FormId,
    column: ColumnId,
    reporter: &'p PastReporter,
}

/// A row of today's form that a past row is.
enum RowNow {
    /// A row as it stands.
    One(RowId),
    /// That of a past area's group, with what stands behind the area's code.
    OfArea(usize, String),
}

impl<'p> Restating<'p, '_> {
    fn predecessor(&self, n: usize) -> &'p Predecessor {
        &self.plan.predecessors[n]
    }

    fn add(&mut self, predecessor: usize, number: &PastNumber) {
        match self.belonging(predecessor, number) {
            Ok(belonging) => self.put(&belonging, predecessor, number),
            Err(what) => {
                let form = number.cell.form.clone();
                self.incomparable.insert(Incomparable { predecessor, form, what });
            }
        }
    }

    /// The form, column, round and agency of a number, or which of them isn't there today.
    fn belonging(&mut self, p: usize, number: &PastNumber) -> Result<Belonging<'p>, IncomparablePart> {
        let (of, cell) = (self.predecessor(p), &number.cell);
        let n_form = self.index.form(p, &cell.form).ok_or(IncomparablePart::Form)?;
        let past = &of.forms[n_form];
        let round = self.round(of, &cell.round).ok_or_else(|| IncomparablePart::Round(cell.round.clone()))?;
        let key = of.measures.get(&cell.column).unwrap_or(&cell.column);
        let column = self.plan.form(past.form).column(key);
        let column = column.ok_or_else(|| IncomparablePart::Column(cell.column.clone()))?;
        let Some(n_reporter) = self.index.reporter(p, n_form, &cell.agency) else {
            self.broken.insert((round, past.form));
            return Err(IncomparablePart::Agency(cell.agency.clone()));
        };
        let part = (p, n_form, n_reporter);
        Ok(Belonging { part, round, form: past.form, column, reporter: &past.by[n_reporter] })
    }

    fn round(&self, of: &Predecessor, code: &str) -> Option<RoundId> {
        match of.rounds.get(code).map_or(code, String::as_str) {
            "" => Some(self.plan.first_round()),
            code => self.plan.round_by_code(code),
        }
    }

    fn put(&mut self, to: &Belonging<'p>, predecessor: usize, number: &PastNumber) {
        self.sent.insert((to.round, to.part));
        let row = self.row_now(predecessor, to, &number.cell.row);
        match (row, to.reporter.now, to.reporter.area) {
            (Some(RowNow::One(row)), Some(agency), _) => {
                self.put_people(to, agency, row, None, number.people);
            }
            (Some(RowNow::One(row)), None, Some(area)) => {
                let shared = self.shared(predecessor, area, number.people);
                if shared.is_empty() {
                    self.note_lost_area(to, predecessor, area, number.people);
                }
                for (group, people) in shared {
                    self.put_people(to, group.agency, row, None, people);
                }
            }
            (Some(RowNow::OfArea(area, behind)), Some(agency), _) => {
                let shared = self.shared(predecessor, area, number.people);
                if shared.is_empty() {
                    self.put_gone(to, predecessor, Some(agency), number.people, &number.cell.row);
                }
                for (group, people) in shared {
                    let code = format!("{}{behind}", self.plan.agency(group.agency).code);
                    match self.entered_row(to.form, &code) {
                        Some(row) => self.put_people(to, agency, row, Some(area), people),
                        None => self.put_gone(to, predecessor, Some(agency), people, &number.cell.row),
                    }
                }
            }
            _ => self.put_gone(to, predecessor, to.reporter.now, number.people, &number.cell.row),
        }
    }

    fn put_people(&mut self, to: &Belonging, agency: AgencyId, row: RowId, area: Option<usize>, people: u64) {
        let cell = CellId { agency, form: to.form, row, column: to.column };
        let added = self.added.entry((to.round, cell)).or_default();
        added.people = added.people.saturating_add(people);
        added.sources.insert((to.part, area));
    }

    /// People whose row exists no more; nobody is no loss.
    fn put_gone(&mut self, to: &Belonging, predecessor: usize, agency: Option<AgencyId>, people: u64, row: &str) {
        if people == 0 {
            return;
        }
        let agencies: Vec<(AgencyId, u64)> = match (agency, to.reporter.area) {
            (Some(agency), _) => vec![(agency, people)],
            (None, Some(area)) => self
                .shared(predecessor, area, people)
                .into_iter()
                .map(|(group, people)| (group.agency, people))
                .collect(),
            (None, None) => Vec::new(),
        };
        for (agency, people) in agencies {
            let gone = self.gone.entry((to.round, agency, to.form, to.column)).or_default();
            *gone = gone.saturating_add(people);
        }
        let what = match self.lost_area(predecessor, row) {
            Some(agency) => IncomparablePart::Area { agency, is_in_totals: true },
            None => IncomparablePart::Row(row.to_owned()),
        };
        self.note(to, predecessor, what);
    }

    fn note(&mut self, to: &Belonging, predecessor: usize, what: IncomparablePart) {
        let form = self.predecessor(predecessor).forms[to.part.1].code.clone();
        self.incomparable.insert(Incomparable { predecessor, form, what });
    }

    /// People whom an area reported itself and that nobody leads on from.
    fn note_lost_area(&mut self, to: &Belonging, predecessor: usize, area: usize, people: u64) {
        if people > 0 {
            let agency = self.predecessor(predecessor).areas[area].agency.clone();
            self.note(to, predecessor, IncomparablePart::Area { agency, is_in_totals: false });
        }
    }

    /// The agency of the area that a past row counts, if that area is in no group today: the plan doesn't know it, or ends it without a
    /// change.
    fn lost_area(&self, p: usize, row: &str) -> Option<String> {
        let start = row.split_once('.').map_or(row, |(start, _)| start);
        let is_lost = match self.index.area(p, start) {
            Some(area) => !self.index.is_led_on(p, area),
            None => self.is_agency(p, start),
        };
        is_lost.then(|| start.to_owned())
    }

    fn is_agency(&self, p: usize, code: &str) -> bool {
        self.books.iter().any(|book| book.predecessor == p && book.names.get(NameKind::Agency, "", code).is_some())
    }

    /// A past area's people by the groups that they are in: all in one, or by stated shares.
    fn shared(&self, predecessor: usize, area: usize, people: u64) -> Vec<(&'p ComparableGroup, u64)> {
        let shares = &self.predecessor(predecessor).areas[area].shares;
        let whole = AreaOrigin { predecessor, area, share: None };
        if shares.is_empty() {
            return self.index.group(whole).map(|group| (group, people)).into_iter().collect();
        }
        let weights: Vec<u64> = shares.iter().map(|share| u64::from(share.percent.thousandths())).collect();
        let parts = largest_remainder(people, &weights).unwrap_or_default();
        let origins = (0..shares.len()).map(|n| AreaOrigin { share: Some(n), ..whole });
        origins.zip(parts).filter_map(|(origin, people)| Some((self.index.group(origin)?, people))).collect()
    }

    /// The row that a past row is now; `None` for one that exists no more.
    fn row_now(&self, p: usize, to: &Belonging, row: &str) -> Option<RowNow> {
        let of = self.predecessor(p);
        let form = &of.forms[to.part.1].code;
        let (start, behind) = row.split_once('.').map_or((row, None), |(start, behind)| (start, Some(behind)));
        if let Some(area) = self.index.area(p, start).filter(|_| of.written_row(form, row).is_none()) {
            let behind = behind.map(|code| format!(".{}", of.row_now(form, code)));
            return Some(RowNow::OfArea(area, behind.unwrap_or_default()));
        }
        self.entered_row(to.form, of.row_now(form, row)).map(RowNow::One)
    }

    fn entered_row(&self, form: FormId, code: &str) -> Option<RowId> {
        self.year.row_by_code(form, code).filter(|row| self.year.row(form, *row).is_entered())
    }
}

// ------------------------------------------------------------------------------------------------- what lacks some units

impl Restating<'_, '_> {
    /// Who reports the people now whose collectors lacked some of their units, each once for a book's agency.
    fn partial<'b>(&self, book: &'b PastBook) -> Vec<(RoundId, AgencyId, &'b UnitExtent)> {
        let of = self.predecessor(book.predecessor);
        let known =
            book.partial.iter().filter_map(|(round, agency, extent)| Some((self.round(of, round)?, agency, extent)));
        let of_agency = |(round, agency, extent): (RoundId, &String, &'b UnitExtent)| {
            let now = self.reporting_now(book.predecessor, agency).into_iter();
            now.map(move |now| (round, now, extent)).collect::<Vec<_>>()
        };
        known.flat_map(of_agency).collect()
    }

    /// The groups that have people of a predecessor's area.
    fn groups_with(&self, p: usize, area: usize) -> impl Iterator<Item = AgencyId> {
        let groups = self.comparable.groups.iter();
        let is_of = move |origin: &AreaOrigin| (origin.predecessor, origin.area) == (p, area);
        groups.filter(move |group| group.origins.iter().any(is_of)).map(|group| group.agency)
    }

    /// Who reports what a predecessor's agency reported.
    fn reporting_now(&self, p: usize, agency: &str) -> BTreeSet<AgencyId> {
        let reporters = self.predecessor(p).forms.iter().flat_map(|form| &form.by).filter(|of| of.agency == agency);
        let mut now = BTreeSet::new();
        for reporter in reporters {
            match (reporter.now, reporter.area) {
                (Some(agency), _) => drop(now.insert(agency)),
                (None, Some(area)) => now.extend(self.groups_with(p, area)),
                (None, None) => {}
            }
        }
        now
    }
}
