//! A provincial workbook, read back: its ledger is all that is needed to compute its figures again, its hidden sheets say
//! which files that ledger came from.
//!
//! The numbers used are those that stand in the workbook now. Whether somebody changed them by hand since it was written
//! is said beside them, never passed over and never a reason to refuse.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::earlier::{Alteration, COVERAGE_SHEET, Earlier, NotReadBack, RowAt};
use super::ledger_book::{self, LedgerBook, column, fact, is, whole};
use super::merge::{Standings, partial, standings};
use super::{FileId, Ledger, Merged, Observation, ReadNumbers, SheetId, SheetNames, Status, kept, part_book};
use crate::counts::{CellId, Counts, RoundCounts, Scope};
use crate::intake::reader::OwnWorkbook;
use crate::plan::{Input, Plan, PlanYear, RoundId, keys};
use crate::value::grid::{Address, Sheet, Value, Workbook};

/// A year as its provincial workbook has it.
#[derive(Debug, Clone)]
pub struct ReadBack<'p> {
    /// The year's files, agencies and ledger.
    pub merged: Merged<'p>,
    /// The last day of sending that was considered, if there was one.
    pub as_of: Option<NaiveDate>,
    /// The folder of its files as seen from the workbook's, if that was known.
    pub inbox: Option<String>,
    /// Whether the workbook shows what was assigned for its year.
    pub shows_assigned: bool,
}

/// A number of the ledger with the row it stands in.
#[derive(Debug, Clone, Copy)]
struct LedgerNumber {
    row: RowAt,
    round: RoundId,
    cell: CellId,
    people: u64,
}

/// Reads the numbers of a provincial workbook.
///
/// # Errors
///
/// When the bytes are no provincial workbook of this plan, or a line of its ledger can't be understood, is of another
/// year, or gives a number a second time: a year is compared as a whole or not at all.
pub fn read_back<'p>(bytes: &[u8], plan: &'p Plan) -> Result<Earlier<'p>, NotReadBack> {
    let book = YearBook::of(ledger_book::workbook_with_parts(bytes)?, plan, &[keys::KIND_PROVINCIAL])?;
    let mut counts: RoundCounts =
        book.numbers()?.into_iter().map(|number| (number.round, number.cell, number.people)).collect();
    // Workbooks of the first versions have no such sheet: of them nobody knows.
    if let Some(files) = book.book.workbook.sheet(kept::FILES_SHEET) {
        for (round, agency, extent) in partial(&kept::files_alone(files, &book.year)?) {
            counts.mark_partial_in(&book.year, round, agency, extent);
        }
    }
    part_book::mark_parts(&mut counts, book.book.parts.as_ref(), &book.year);
    let alterations = book.alterations(&counts);
    Ok(Earlier { year: book.year, counts, alterations, agency: None, is_regrouped: false })
}

/// The numbers of a year as one of its workbooks carries them, be it a report.
#[derive(Debug, Clone)]
pub struct CarriedNumbers<'p> {
    /// The year.
    pub year: PlanYear<'p>,
    /// Every number, in the ledger's order.
    pub numbers: Vec<CarriedNumber>,
    /// How its ledger differs from what was written.
    pub alterations: Vec<Alteration>,
}

/// A number of a ledger, with the digest of the file it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedNumber {
    /// The round it was collected in.
    pub round: RoundId,
    /// Its cell.
    pub cell: CellId,
    /// In people.
    pub people: u64,
    /// Of the file, in lower-case hexadecimal.
    pub sha256: String,
}

/// Reads the numbers of a provincial workbook or a report.
///
/// # Errors
///
/// As [`read_back`].
pub fn carried_numbers<'p>(bytes: &[u8], plan: &'p Plan) -> Result<CarriedNumbers<'p>, NotReadBack> {
    let book = YearBook::open_kind(bytes, plan, &[keys::KIND_PROVINCIAL, keys::KIND_REPORT])?;
    let numbers = book.numbers()?.into_iter().map(|number| CarriedNumber {
        round: number.round,
        cell: number.cell,
        people: number.people,
        sha256: book.book.text(number.row, const { column("sha256") }).to_owned(),
    });
    Ok(CarriedNumbers {
        numbers: numbers.collect(),
        alterations: book.book.alteration().into_iter().collect(),
        year: book.year,
    })
}

/// Reads a provincial workbook as if its files had just been merged.
///
/// # Errors
///
/// As [`read_back`], and when the hidden sheets about its files are gone.
pub fn read_back_whole<'p>(bytes: &[u8], plan: &'p Plan) -> Result<ReadBack<'p>, NotReadBack> {
    let book = YearBook::open(bytes, plan)?;
    let files = kept::files(book.hidden(kept::FILES_SHEET)?, book.hidden(kept::FINDINGS_SHEET)?, &book.year)?;
    let difficulties = kept::difficulties(book.hidden(kept::DIFFICULTIES_SHEET)?, &book.year, files.len())?;
    let paths: BTreeMap<&str, FileId> =
        files.iter().zip(FileId::all(files.len())).map(|(file, id)| (file.path.as_str(), id)).collect();
    let read = book.observations(book.numbers()?, &paths)?;
    let counts = read.observations.iter().map(|observed| (observed.round, observed.cell, observed.people));
    let counts = RoundCounts::partly(counts.collect(), &book.year, partial(&files));
    let ledger = Ledger::new(read, counts, &book.year);
    let alterations = book.alterations(ledger.by_round());
    let as_of = book.book.fact(kept::AS_OF).and_then(|text| text.parse().ok());
    let Standings { agencies, later_rounds } = standings(&files, &book.year);
    let n_illustrative = book.book.fact(keys::ILLUSTRATIVE).and_then(|n| n.parse().ok()).unwrap_or_default();
    let (year, n_own_outputs) = (book.year, 0);
    let merged = Merged {
        year,
        files,
        agencies,
        later_rounds,
        ledger,
        difficulties,
        n_own_outputs,
        n_illustrative,
        alterations,
    };
    let inbox = book.book.fact(kept::INBOX);
    let shows_assigned = book.book.workbook.sheet(keys::ACHIEVED_SHEET).is_some();
    Ok(ReadBack { merged, as_of, inbox, shows_assigned })
}

/// A provincial workbook of a plan's year, before its ledger is read.
struct YearBook<'p> {
    book: LedgerBook,
    year: PlanYear<'p>,
}

impl<'p> YearBook<'p> {
    fn open(bytes: &[u8], plan: &'p Plan) -> Result<Self, NotReadBack> {
        YearBook::open_kind(bytes, plan, &[keys::KIND_PROVINCIAL])
    }

    /// A workbook of one of these kinds, all of which carry a ledger.
    fn open_kind(bytes: &[u8], plan: &'p Plan, kinds: &[&str]) -> Result<Self, NotReadBack> {
        YearBook::of(ledger_book::workbook(bytes)?, plan, kinds)
    }

    fn of(read: OwnWorkbook, plan: &'p Plan, kinds: &[&str]) -> Result<Self, NotReadBack> {
        let year = identify(&read.workbook, plan, kinds)?;
        Ok(YearBook { book: LedgerBook::new(read)?, year })
    }

    /// Every number with its row, each cell of a round once.
    fn numbers(&self) -> Result<Vec<LedgerNumber>, NotReadBack> {
        let mut rows: BTreeMap<(RoundId, CellId), RowAt> = BTreeMap::new();
        let mut numbers = Vec::new();
        for row in self.book.rows() {
            let number = self.number(row)?;
            if let Some(first) = rows.insert((number.round, number.cell), row) {
                return Err(NotReadBack::repeated(row, first));
            }
            numbers.push(number);
        }
        Ok(numbers)
    }

    /// The round a row is of: the first where none is said.
    fn round(&self, row: RowAt) -> Option<RoundId> {
        let plan = self.year.plan;
        match self.book.text(row, const { column("round") }) {
            "" => Some(plan.first_round()),
            code => plan.round_by_code(code),
        }
    }

    fn hidden(&self, name: &str) -> Result<&Sheet, NotReadBack> {
        let sheet = self.book.workbook.sheet(name);
        sheet.ok_or_else(|| NotReadBack(format!("không còn trang ẩn “{name}” về các tệp; hãy tổng hợp lại từ thư mục")))
    }

    /// The cell of a row, or the key of the column that can't be understood.
    fn cell(&self, row: RowAt) -> Result<CellId, &'static str> {
        let plan = self.year.plan;
        let form = plan.form_by_code(self.book.text(row, const { column("form") })).ok_or("form")?;
        let agency = plan.agency_by_code(self.book.text(row, const { column("agency") })).ok_or("agency")?;
        let of_form = self.year.row_by_code(form, self.book.text(row, const { column("row") })).ok_or("row")?;
        let measure = plan.form(form).column(self.book.text(row, const { column("column") })).ok_or("column")?;
        Ok(CellId { agency, form, row: of_form, column: measure })
    }

    fn number(&self, row: RowAt) -> Result<LedgerNumber, NotReadBack> {
        let year = self.book.shown(row, const { column("year") });
        if year != self.year.year.to_string() {
            return Err(NotReadBack::of_other_year(row, &year));
        }
        let number = || -> Result<LedgerNumber, &'static str> {
            let (cell, round) = (self.cell(row)?, self.round(row).ok_or("round")?);
            let people = self.book.value(row, const { column("value") }).and_then(whole).ok_or("value")?;
            Ok(LedgerNumber { row, round, cell, people })
        };
        number().map_err(|key| NotReadBack::cell(row, column(key), key))
    }

    fn observations(
        &self,
        numbers: Vec<LedgerNumber>,
        paths: &BTreeMap<&str, FileId>,
    ) -> Result<ReadNumbers, NotReadBack> {
        let sheet = |number: &LedgerNumber| self.book.text(number.row, const { column("sheet") });
        let sheets = SheetNames::of(numbers.iter().map(sheet));
        let explanation = |number: &LedgerNumber| {
            let text = self.book.text(number.row, const { column("explanation") });
            (!text.is_empty()).then(|| ((number.round, number.cell), text.to_owned()))
        };
        let explanations = numbers.iter().filter_map(explanation).collect();
        let observations = numbers.into_iter().map(|number| {
            let sheet = sheets.id(sheet(&number));
            self.observation(number, sheet, paths)
        });
        Ok(ReadNumbers { observations: observations.collect::<Result<_, _>>()?, explanations, sheets })
    }

    fn observation(
        &self,
        number: LedgerNumber,
        sheet: SheetId,
        paths: &BTreeMap<&str, FileId>,
    ) -> Result<Observation, NotReadBack> {
        let LedgerNumber { row, round, cell, people } = number;
        let damaged = |key: &'static str| move || NotReadBack::cell(row, column(key), key);
        let (status, path) =
            (self.book.text(row, const { column("status") }), self.book.text(row, const { column("file") }));
        Ok(Observation {
            round,
            cell,
            people,
            status: Status::ALL.into_iter().find(|known| known.key() == status).ok_or_else(damaged("status"))?,
            file: *paths.get(path).ok_or_else(damaged("file"))?,
            sheet,
            at: Address::parse(self.book.text(row, const { column("cell") })).ok_or_else(damaged("cell"))?,
        })
    }

    /// Whether the ledger or the coverage shown is no longer what was written.
    fn alterations(&self, counts: &RoundCounts) -> Vec<Alteration> {
        self.book.alteration().into_iter().chain(self.altered_figures(counts)).collect()
    }

    fn altered_figures(&self, counts: &RoundCounts) -> Option<Alteration> {
        // A tier's workbook shows no figures.
        if self.year.plan.indicators.is_empty() {
            return None;
        }
        let Some(sheet) = self.book.workbook.sheet(COVERAGE_SHEET) else { return Some(Alteration::NoFigures) };
        let mut differing = Vec::new();
        for indicator in &self.year.plan.indicators {
            let is_number = |(at, cell): &(Address, &crate::value::grid::Cell)| {
                at.col == 0 && is(&cell.value, &indicator.title) && sheet.get(Address::new(at.row, 1)).is_some()
            };
            let Some((at, _)) = sheet.cells().find(is_number) else { return Some(Alteration::NoFigures) };
            let rounds = counts.rounds_of(&self.year, indicator);
            let sides = [(1, &indicator.numerator, rounds.numerator), (2, &indicator.denominator, rounds.denominator)];
            for (col, inputs, round) in sides {
                let at = Address::new(at.row, col);
                if !self.shows(sheet, at, inputs, counts.of(round)) {
                    differing.push(at);
                }
            }
        }
        (!differing.is_empty()).then_some(Alteration::Figures(differing))
    }

    /// Whether a cell shows the sum of what is known, or no number where nothing is. A formula that some program saved
    /// without its value shows nothing that could differ.
    fn shows(&self, sheet: &Sheet, at: Address, inputs: &[Input], counts: &Counts) -> bool {
        let sum = counts.sum(&self.year, inputs, Scope::Province, None);
        let is_known = sum.n_known > 0;
        let cell = sheet.get(at);
        if cell.is_some_and(|cell| cell.value == Value::Blank && cell.formula.is_some()) {
            return true;
        }
        match cell.map(|cell| &cell.value) {
            #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
            Some(Value::Number(shown)) => is_known && (*shown - sum.people as f64).abs() < 0.5,
            _ => !is_known,
        }
    }
}

/// The year a workbook is of, if it is a provincial workbook of this plan.
fn identify<'p>(workbook: &Workbook, plan: &'p Plan, kinds: &[&str]) -> Result<PlanYear<'p>, NotReadBack> {
    let not_ours = || NotReadBack::new("không phải là sổ tổng hợp của chương trình");
    let identity = workbook.sheet(keys::IDENTITY_SHEET).ok_or_else(not_ours)?;
    if !fact(identity, keys::KIND).is_some_and(|kind| kinds.contains(&kind.as_str())) {
        return Err(not_ours());
    }
    if fact(identity, keys::PLAN).as_deref() != Some(&plan.id) {
        let ids: Vec<&str> =
            std::iter::once(&plan.id).chain(plan.predecessors.iter().map(|of| &of.plan)).map(String::as_str).collect();
        let other = fact(identity, keys::PLAN).unwrap_or_default();
        return Err(NotReadBack(format!(
            "là sổ tổng hợp của kế hoạch khác (“{other}”), không phải “{}”; nếu là kế hoạch của các năm trước thì ghi mã ấy ở trang “Kế hoạch trước” của kế hoạch \
             đang dùng ([[predecessor]] trong tệp .toml), mã không đổi thì không phải ghi gì thêm",
            ids.join("”, “")
        )));
    }
    let tier = fact(identity, keys::TIER);
    if tier.as_deref() != plan.tier_code() {
        return Err(NotReadBack(format!(
            "là sổ tổng hợp của {}, không phải của {}",
            office(plan, tier.as_deref()),
            plan.office.name
        )));
    }
    let year = fact(identity, keys::YEAR).and_then(|year| year.parse().ok()).and_then(|year| plan.year(year));
    year.ok_or_else(|| NotReadBack::new("là sổ của một năm ngoài kế hoạch"))
}

/// The collector with a code; the province without one.
fn office<'p>(plan: &'p Plan, tier: Option<&'p str>) -> &'p str {
    match tier {
        Some(code) => plan.tier(code).map_or(code, |tier| tier.collector()),
        None => &plan.root().office.name,
    }
}
