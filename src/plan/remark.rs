//! What holds in a plan that can be used, and that whoever writes it may not have meant, as data: `problem` words it.

use chrono::NaiveDate;

use super::places::CellPlace;
use crate::value::Percent;

/// Something to look at again, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRemark {
    /// The line of the plan's text, from 1.
    pub line: usize,
    /// The cell of the workbook that the text was made from; `None` in a text that somebody wrote.
    pub cell: Option<CellPlace>,
    /// What may not be meant.
    pub what: PlanRemark,
}

/// What may not be meant. Codes are as the plan has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanRemark {
    /// A year without any target: there is coverage and nothing to compare it with.
    YearWithoutTargets {
        /// The year.
        year: i32,
    },
    /// A year in which an indicator has no target, though it has in others.
    IndicatorWithoutTarget {
        /// The indicator's id.
        indicator: String,
        /// The year.
        year: i32,
    },
    /// Targets of a year that the plan doesn't have, which nothing is compared with.
    TargetsOutsidePlan {
        /// The year.
        year: i32,
    },
    /// A target that few plans would set.
    OddTarget {
        /// The indicator's id.
        indicator: String,
        /// The year.
        year: i32,
        /// The target.
        percent: Percent,
        /// What is odd about it.
        why: Oddity,
    },
    /// A year in which a figure reads a row that its form doesn't have.
    RowMissing {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
        /// The year.
        year: i32,
    },
    /// Two inputs of one list select the same counts, which are added up twice.
    CountsTwice {
        /// What the list belongs to: a code.
        of: String,
    },
    /// Two things of one name, which nobody who reads it can tell apart.
    SameName {
        /// The form whose rows or columns they are, by its code; `None` where they are none.
        form: Option<String>,
        /// The name.
        name: String,
        /// Their codes.
        codes: [String; 2],
    },
    /// A comparison that always holds, whatever is entered.
    NeverSpeaks {
        /// Its code.
        check: String,
    },
    /// A version of earlier templates that is none.
    OddVersion {
        /// The version.
        version: String,
        /// What is odd about it.
        why: OddVersion,
    },
    /// The day on which the plan was issued is no day of the calendar, or comes after the plan's last year.
    OddDate {
        /// The day, as it is written.
        date: String,
    },
    /// An area that ends while the plan goes on, of which no change says where its people went.
    AreaEnds {
        /// The code of its agency.
        area: String,
    },
    /// An area that ends some time before the change that leads on from it.
    LateChange {
        /// The code of its agency.
        area: String,
        /// Its last day.
        until: NaiveDate,
        /// The day from which the change holds.
        date: NaiveDate,
    },
    /// An area that goes on for some time beside those that a change put in its place.
    EarlyChange {
        /// The code of its agency.
        area: String,
        /// Its last day.
        until: NaiveDate,
        /// The day from which the change holds.
        date: NaiveDate,
        /// The first year in which both report.
        year: i32,
    },
    /// An area that begins some time after the change that leads to it, when those it comes from have ended.
    LateArea {
        /// The code of its agency.
        area: String,
        /// Its first day.
        since: NaiveDate,
        /// The day from which the change holds.
        date: NaiveDate,
        /// The first year in which nobody reports its people.
        year: i32,
    },
    /// A form that nobody returns from some year on, as all who did have ended.
    FormEnds {
        /// Its code.
        form: String,
        /// The first year without it.
        year: i32,
    },
    /// A unit that reports to one tier and later to another one, or again, and to none in a year between.
    UnitOfNoTier {
        /// The name it bears then.
        name: String,
        /// The year.
        year: i32,
        /// Its codes before and after.
        units: [String; 2],
        /// The codes of who collects before and after.
        tiers: [String; 2],
    },
    /// Hardly anybody may be in a cell.
    FewPeople {
        /// The most there may be.
        most: u64,
    },
    /// The limits of a year beside the one before let no change pass.
    EveryChangeAsked {
        /// From how many people on a change is asked about.
        people: u64,
    },
    /// Forms that are all zeros in two years are asked about as repeated ones.
    ZerosAsked,
    /// An indicator by area doesn't count those who take part in its schemes by area.
    AreaNumerator {
        /// The indicator's id.
        indicator: String,
    },
    /// An indicator has one side by area and not the other, so that nothing of it is computed by area.
    HalfByArea {
        /// The indicator's id.
        indicator: String,
    },
    /// A form has a row for each agency of a group that isn't said to be of areas.
    GroupOfNoAreas {
        /// The group's code.
        group: String,
        /// The form's code.
        form: String,
    },
    /// Of a plan before nothing can be compared: no form of it is written, and it doesn't have the same codes.
    NothingToCompare {
        /// Its id.
        plan: String,
    },
    /// A total that adds up a row more than once, directly or through other totals.
    CountedTwice {
        /// The form's code.
        form: String,
        /// The total's code.
        total: String,
        /// The rows.
        rows: Vec<RemarkedRow>,
    },
    /// A row that adds up all of the form (`*`) without being its grand total.
    SumsEverything {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
        /// The total that adds it to others, and so counts people twice; `None` if none does.
        total: Option<String>,
    },
    /// A row that looks like a total and adds up nothing, so that agencies would enter its number.
    TotalWithoutParts {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
        /// What the row is called.
        label: String,
    },
    /// A row of which the plan says no scheme, though it does of the rows beside it: its people are liable for none.
    RowWithoutSchemes {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
        /// What the row is called.
        label: String,
    },
    /// A form whose people are liable for something and counted in no sector, though those of all like it are.
    FormWithoutSector {
        /// The form's code.
        form: String,
    },
    /// A column that a form's result leaves out, though it looks like one that is added or taken off.
    NotInResult {
        /// The form's code.
        form: String,
        /// The column's key.
        column: String,
        /// Whether it would be taken off.
        is_minus: bool,
    },
    /// Rows that the form's grand total leaves out.
    NotInGrandTotal {
        /// The form's code.
        form: String,
        /// The grand total's code.
        total: String,
        /// The rows, totals among them.
        rows: Vec<RemarkedRow>,
    },
}

/// What is odd about a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Nobody.
    Nothing,
    /// Less than one percent, as a share written as a part of one is: 0.45 for 45 %.
    BelowOne,
    /// Everybody.
    Everybody,
    /// Less than that of the year before.
    Falls {
        /// The target of the year before.
        before: Percent,
    },
}

/// What is odd about a version that is still accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddVersion {
    /// It is the plan's own.
    Own,
    /// It is later than the plan's own.
    Later,
    /// It stands twice.
    Twice,
    /// It isn't a whole number from 1 on, as the plan's own is.
    Unlike,
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkedRow {
    /// A single one, by its code.
    Code(String),
    /// One for each area of a group, or each sector, by what it is repeated for.
    Repeated(String),
}
