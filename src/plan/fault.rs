//! What can be wrong in a plan file, as data: which key, code or value, and on which line. `problem` words it.

mod reorganisation;
mod shape;

use super::book_fault::BookFault;
use super::places::CellPlace;

pub use reorganisation::ReorganisationFault;
pub use shape::{Shape, Type};

/// Why a plan can't be used: at least one fault, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

/// One thing wrong in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the plan's text, from 1; 0 for what was found before there is a text.
    pub line: usize,
    /// The cell of the workbook that the text was made from; `None` in a text that somebody wrote.
    pub cell: Option<CellPlace>,
    /// What is wrong.
    pub what: What,
}

/// A kind of entry that others refer to by a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An agency that returns a file.
    Agency,
    /// An area of today, by the code of its administrative unit.
    Area,
    /// What the plan's text leaves open.
    Assumption,
    /// An office that takes part and sends nothing.
    Cooperating,
    /// A form.
    Form,
    /// A group of agencies.
    Group,
    /// An indicator.
    Indicator,
    /// A measure.
    Measure,
    /// An area that a plan before reported.
    PastArea,
    /// An agency of a plan before.
    PastAgency,
    /// A form of a plan before that can be compared.
    PastForm,
    /// A plan before, by its id.
    Predecessor,
    /// A round.
    Round,
    /// A scheme.
    Scheme,
    /// A sector.
    Sector,
    /// A subject.
    Subject,
    /// A task.
    Task,
    /// A tier, by who collects.
    Tier,
    /// A unit of a tier.
    Unit,
    /// A group of units of a tier.
    UnitGroup,
}

/// What is wrong. Texts are as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The workbook can't be read as a plan.
    InWorkbook(BookFault),
    /// The plan was written for a later version of the program.
    LaterLanguage {
        /// The version of the plan's language.
        version: u32,
    },
    /// The text is no plan: its syntax, a key or the type of a value.
    Unreadable {
        /// Where in the line, counted in characters from 1.
        column: usize,
        /// The line itself, shortened.
        text: String,
        /// How it fails.
        shape: Shape,
    },

    /// Two entries of a kind share a code.
    DuplicateCode {
        /// Of what the entries are.
        kind: Kind,
        /// The code.
        code: String,
    },
    /// Two rows of a form share a code.
    DuplicateRow {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
    },
    /// Indicators have a second target in a year.
    DuplicateTarget {
        /// Their ids.
        indicators: Vec<String>,
        /// The year.
        year: i32,
    },

    /// No entry of the kind has the code; `known` are those that exist.
    UnknownCode {
        /// Of what an entry is asked for.
        kind: Kind,
        /// The code.
        code: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// A code that nobody refers to, where several refer to one like it that isn't there.
    MisspeltCode {
        /// Of what the entry is.
        kind: Kind,
        /// Its code.
        code: String,
        /// The one that is referred to.
        wanted: String,
        /// How many refer to that.
        n_wanted: usize,
    },
    /// A code that many refer to and no entry has.
    AbsentCode {
        /// Of what an entry is asked for.
        kind: Kind,
        /// The code.
        code: String,
        /// How many refer to it.
        n_wanted: usize,
    },
    /// A form doesn't have the column with a measure's key.
    UnknownColumn {
        /// The form's code.
        form: String,
        /// The measure's code.
        column: String,
    },
    /// A form doesn't have the row in any year.
    UnknownRow {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
        /// The code of the form's row that is most like it; `None` if none is.
        near: Option<String>,
    },
    /// A comparison must raise a SUM or CROSS finding, and none of those that only a total's own cell brings about.
    NotACheckCode {
        /// The code.
        code: String,
    },

    /// First and last year are no period of years.
    Years {
        /// The first year.
        first: i32,
        /// The last year.
        last: i32,
    },
    /// A text has a character that no document can hold.
    Character {
        /// The character.
        character: char,
    },
    /// What stands behind the numbers of documents can't stand there.
    NumberSuffix,
    /// The office has a text that documents can't do without, and it is blank.
    BlankOffice {
        /// The key.
        key: &'static str,
    },
    /// A document has a recipient without a name.
    BlankRecipient,
    /// A task has both `due` and `when`, or neither.
    TaskWithoutDay {
        /// The task's code.
        task: String,
    },
    /// A round's code can't be part of a file's name.
    RoundCode {
        /// The code.
        code: String,
    },
    /// A round isn't due after the one before it.
    RoundsOutOfOrder {
        /// The round's code.
        round: String,
    },
    /// Nobody would have to send anything.
    FirstRoundOptional {
        /// The round's code.
        round: String,
    },
    /// A round has no name, or that of another one: people couldn't tell which is meant.
    RoundName {
        /// The round's code.
        round: String,
    },
    /// Targets are assigned for a year that the plan doesn't have.
    AssignedOutsidePlan {
        /// The year.
        year: i32,
    },
    /// Targets are assigned for a year a second time.
    AssignedTwice {
        /// The year.
        year: i32,
    },
    /// Something is assigned a target for a year a second time.
    AssignedTargetTwice {
        /// The year.
        year: i32,
        /// The code of what it is about.
        of: String,
    },
    /// The decision can't be one on the year.
    AssignedOnOtherDay {
        /// The year of the targets.
        year: i32,
    },
    /// More people than there can be.
    AssignedTooMany {
        /// The code of what was assigned.
        of: String,
        /// How many.
        people: u64,
    },
    /// A target assigns nothing.
    NothingAssigned {
        /// The code of what it is about.
        of: String,
    },
    /// Nobody knows who assigned the targets.
    AssignedWithoutDecision {
        /// The year they are for.
        year: i32,
    },
    /// A round asks for no form.
    RoundWithoutForms {
        /// The round's code.
        round: String,
    },
    /// A round asks for a form twice.
    RoundFormTwice {
        /// The round's code.
        round: String,
        /// The form's code.
        form: String,
    },
    /// A round after the first says no day until when.
    RoundWithoutDue {
        /// The round's code.
        round: String,
    },
    /// An entry has no name that people could read.
    BlankName {
        /// Of what the entry is.
        kind: Kind,
        /// Its code.
        code: String,
    },
    /// A code that something had before is blank.
    BlankFormerCode,
    /// A text is no day of the year.
    NoDayOfTheYear {
        /// The text.
        text: String,
    },
    /// A text is no percentage.
    NoPercentage {
        /// The text.
        text: String,
    },
    /// A scheme can't stand in for this one.
    InsteadOf {
        /// The scheme's code.
        scheme: String,
        /// The code of the scheme that it stands in for.
        other: String,
    },
    /// A scheme lies within itself, directly or through others.
    WithinItself {
        /// The scheme's code.
        scheme: String,
    },
    /// A scheme lies within one that it is added to, or that excludes it.
    WithinBeside {
        /// The scheme's code.
        scheme: String,
        /// The code of the scheme it lies within.
        outer: String,
    },
    /// A scheme that is reported by sector lies within one that isn't, so that no sector's limit can be kept.
    WithinUnsplit {
        /// The scheme's code.
        scheme: String,
        /// The code of the scheme it lies within.
        outer: String,
    },
    /// A part would be asked for more than the most it may be asked for.
    FloorAboveCeiling {
        /// The least, as it is written.
        floor: String,
        /// The most, as it is written.
        ceiling: String,
    },
    /// An input is neither cells nor `eligible`.
    ShapelessInput,
    /// The names of an agency overlap or leave days without a name.
    NamesDontFollow {
        /// The agency's code.
        agency: String,
    },
    /// An agency or a unit ends before it begins.
    EndsBeforeItBegins {
        /// Its code.
        of: String,
    },
    /// Two agencies have one name and one area at the same time, so that nobody could tell which is meant.
    DuplicateAgencyName {
        /// The name.
        name: String,
        /// The code of the other agency.
        other: String,
    },
    /// Two agencies of a group have one area at the same time, whose rows nobody could tell apart.
    DuplicateArea {
        /// The area's name.
        area: String,
        /// The code of the other agency.
        other: String,
    },
    /// An office that takes part is named twice.
    CooperatingTwice {
        /// Its name.
        name: String,
    },
    /// No cell may hold anybody.
    NobodyAllowed,
    /// A code has other characters than small letters without marks, digits and hyphens.
    NotPlain {
        /// The code.
        code: String,
    },
    /// A row has both `code` and `each`, or neither.
    RowWithoutCode,
    /// A name can't be a sheet's.
    SheetName {
        /// The name.
        name: String,
    },
    /// The program has a sheet of this name in the same workbook, or Excel keeps the name for itself.
    OwnSheet {
        /// The name.
        name: String,
    },
    /// Two subjects name a sheet that Excel takes for one, and not letter by letter alike.
    SheetWrittenTwoWays {
        /// The name.
        name: String,
        /// As another subject writes it.
        other: String,
    },
    /// Two forms of an agency have sheets of one name.
    SheetOfTwoForms {
        /// The name, as one of them has it.
        name: String,
        /// The codes of the forms.
        forms: [String; 2],
        /// The code of an agency that returns both.
        agency: String,
    },
    /// A form's result takes a column twice, be it added or taken off.
    ResultColumnTwice {
        /// The form's code.
        form: String,
        /// The measure's key.
        column: String,
    },
    /// An agency, or a group of agencies, has a form twice.
    FormTwice {
        /// The code of the agency or the group.
        of: String,
        /// The form's code.
        form: String,
    },
    /// It isn't clear which of the form's columns counts the people liable.
    UnclearPeopleColumn {
        /// The form's code.
        form: String,
        /// How many columns it has.
        n_columns: usize,
    },
    /// The participants of the indicator's schemes are not its numerator.
    NumeratorOfOtherPeople {
        /// The indicator's id.
        indicator: String,
    },
    /// The indicator's denominator isn't the labour force that is projected.
    DenominatorOfOtherPeople {
        /// The indicator's id.
        indicator: String,
    },
    /// Not exactly one of the indicator's schemes is left without a target.
    TargetDoesNotSplit {
        /// The indicator's id.
        indicator: String,
    },

    /// A total sums itself, directly or through others.
    CircularTotal {
        /// The codes of the rows, each a part of the one before, from the total back to itself.
        circle: Vec<String>,
    },

    /// A unit's or group's code can't be part of a file's name.
    UnitCode {
        /// The code.
        code: String,
    },
    /// Two units of a tier have one name, so that nobody could tell which is meant.
    DuplicateUnitName {
        /// The name, with the area.
        name: String,
    },
    /// A tier is due no earlier than what is collected from it.
    TierDueTooLate {
        /// The code of who collects.
        tier: String,
    },
    /// A tier's collector is a unit below itself.
    TierInCircle {
        /// The code of who collects.
        tier: String,
    },
    /// Units report to a tier in a year in which its collector itself reports to nobody.
    CollectorAbsent {
        /// The code of who collects.
        tier: String,
        /// The first such year.
        year: i32,
    },
    /// A unit has the name of another one of another tier, or is an agency that reports the same itself, so that its people may be counted
    /// twice.
    SameUnitInOtherTier {
        /// The name, with the area.
        name: String,
        /// The other unit's code.
        code: String,
        /// The code of who collects from that one; `None` if it reports to the province.
        tier: Option<String>,
    },
    /// A unit that moves to another tier reports to neither in a year.
    UnitOfNoTier {
        /// The unit's code.
        unit: String,
        /// The year.
        year: i32,
        /// The codes of who collects before and after.
        tiers: [String; 2],
    },
    /// Several collect from one unit in the same year.
    UnitOfSeveralTiers {
        /// The unit's code.
        unit: String,
        /// The codes of who collects from it.
        tiers: Vec<String>,
    },
    /// The collector's form has a row for each area or sector, which units can't share.
    TierOfAreas {
        /// The code of who collects.
        tier: String,
        /// The form's code.
        form: String,
    },
    /// The collector's forms have no row that fits.
    PatternWithoutRows {
        /// The code of who collects, or of the form.
        tier: String,
        /// The pattern.
        row: String,
    },
    /// Rows of the collector's forms that no unit fills.
    RowsNobodyFills {
        /// The code of who collects.
        tier: String,
        /// The rows' codes.
        rows: Vec<String>,
    },
    /// A row of a collector's form that no unit fills looks like a total whose parts aren't written.
    TotalWithoutParts {
        /// The form's code.
        form: String,
        /// The row's.
        row: String,
    },
    /// A group has no units.
    GroupWithoutUnits {
        /// The group's code.
        group: String,
    },

    /// Something about reorganised areas or the plans before.
    Reorganisation(ReorganisationFault),

    /// No agency of a group returns a form.
    GroupOfAgenciesWithoutForms {
        /// The group's code.
        group: String,
        /// How many agencies it has.
        n_agencies: usize,
    },
    /// An agency returns no form.
    AgencyWithoutForms {
        /// The agency's code.
        agency: String,
    },
    /// An agency has no name.
    AgencyWithoutName {
        /// The agency's code.
        agency: String,
    },
    /// A row has no label.
    RowWithoutLabel {
        /// The row's code.
        row: String,
    },
    /// The task that collects the counts has no date.
    CollectionWithoutDue {
        /// The task's code.
        task: String,
    },
    /// Nobody returns a form in a year.
    FormNobodyReturns {
        /// The form's code.
        form: String,
        /// The year.
        year: i32,
    },
    /// A form has no rows in a year.
    FormWithoutRows {
        /// The form's code.
        form: String,
        /// The year.
        year: i32,
    },
}
