//! FILE: what is wrong with a file as a whole.

use chrono::NaiveDate;

use super::Code;
use super::form::Tab;
use super::unreadable::{ReadError, Refusal, Unopened};

/// Whether a return that counts was added up from what a file reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InReturn {
    /// From this very file.
    ThisFile,
    /// From another file of the unit.
    OtherFile,
    /// No return shows it.
    Unknown,
}

/// What is wrong with a file, whatever its cells say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file couldn't be opened.
    Unopened(Unopened),
    /// The file isn't one that is read.
    Refused(Refusal),
    /// The file couldn't be read to its end.
    Unreadable(ReadError),
    /// The file is no spreadsheet, nor named like one, and is left aside.
    Ignored(Refusal),
    /// The file is for another plan.
    WrongPlan {
        /// The id of the file's plan.
        found: String,
        /// The id of the plan in use.
        expected: String,
    },
    /// The file's year is none of the plan's.
    YearOutsidePlan {
        /// The file's year.
        year: i32,
        /// The first year of the plan.
        first: i32,
        /// The last year of the plan.
        last: i32,
        /// The year that is being collected; `None` while the file is looked at by itself.
        collected: Option<i32>,
    },
    /// The file's year isn't the one that is being collected.
    OtherYear {
        /// The file's year.
        year: i32,
        /// The year that is being collected.
        collected: i32,
    },
    /// The file is no template of the plan; it has these sheets, of which only the first are kept.
    NotOurTemplate {
        /// The names of its first sheets.
        sheets: Vec<String>,
    },
    /// The file has forms of the plan, but no cover; only this agency has all of them.
    NoCover {
        /// The agency's name; `None` if several or none have just these forms.
        only_agency: Option<String>,
    },
    /// The agency on the cover is none of the plan's; perhaps this one is meant.
    UnknownAgency {
        /// The name on the cover.
        name: String,
        /// The name that is near to it; `None` if none is.
        near: Option<String>,
        /// Whether it stands in the hidden sheet, as a code.
        in_hidden: bool,
        /// Whom the cover says to send it to, if that isn't the office at work; `None` if it doesn't.
        sent_to: Option<String>,
    },
    /// The agency doesn't report in this year.
    NotReporting {
        /// The agency's name.
        agency: String,
        /// The file's year.
        year: i32,
    },
    /// The plan has no such round; `known` are those it has.
    UnknownRound {
        /// The round that the file names.
        found: String,
        /// The codes of the plan's rounds.
        known: Vec<String>,
    },
    /// The round asks nothing of the agency.
    RoundAsksNothing {
        /// The round.
        round: String,
        /// The agency's name.
        agency: String,
    },
    /// The file is collected by another office than the one at work here: a unit's in the province, an agency's in a tier, a
    /// unit's of another tier.
    OtherCollector {
        /// The name of who sent it, as far as known.
        whose: String,
        /// The name of the office that collects it.
        collector: String,
        /// The code by which that office collects; `None` for the province.
        tier: Option<String>,
        /// The unit's code; `None` if nobody knows it.
        unit: Option<String>,
        /// The office at work.
        here: String,
        /// Whether a return that counts here was added up from it.
        in_return: InReturn,
    },
    /// The file is on the form of an office that doesn't collect from the unit in the file's year.
    FormOfFormerCollector {
        /// The unit's name.
        whose: String,
        /// The file's year.
        year: i32,
        /// The office whose form it is.
        form_of: String,
        /// Who collects from the unit in that year; `None` if nobody does.
        now: Option<NewCollector>,
    },
    /// The file is a return that the office at work here made itself, of another year or of a round in which it collects nothing here.
    OwnReturnLeft {
        /// The office at work.
        whose: String,
        /// The name of the office to which it is sent.
        collector: String,
        /// The return's year; `None` if it names none.
        year: Option<i32>,
        /// Its round; `None` in a plan with one.
        round: Option<String>,
        /// The year that is being collected.
        collected: i32,
        /// Whether the office collects from any unit in the return's year, by the plan.
        collects: bool,
    },
    /// Only the cover says whose the file is, and offices of that name report to several.
    SeveralCollectors {
        /// The name on the cover.
        whose: String,
        /// The offices to which one of that name reports.
        collectors: Vec<String>,
    },
    /// The file is for a tier that the plan doesn't have.
    UnknownTier {
        /// The code in the file.
        found: String,
        /// The name on the cover; `None` if it has none.
        whose: Option<String>,
        /// Whom the cover says to send it to; `None` if it doesn't.
        collector: Option<String>,
        /// The plan's codes.
        known: Vec<String>,
    },
    /// The template is of a version that is no longer used.
    OldTemplate {
        /// The version of the file.
        found: String,
        /// The version in use.
        expected: String,
    },
    /// The template is of a later version than this program and its plan know.
    NewerTemplate {
        /// The version of the file.
        found: String,
        /// The latest version that is known.
        known: String,
    },
    /// Two places say different things about whose the file is.
    Disagrees(Disagreement),
    /// Something was taken from the cover.
    Restored(Restored),
    /// A field of the cover says nothing that can be used.
    Invalid(Invalid),
    /// A field of the cover is blank.
    Blank(Blank),
}

/// An office that collects from a unit which reported to another one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCollector {
    /// Its name.
    pub name: String,
    /// The code by which it collects.
    pub tier: String,
}

/// Two places that say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// The agency on the cover and the template's.
    Agency {
        /// The name on the cover.
        name: String,
        /// The name of the template's agency.
        own: String,
    },
    /// The name on the cover is no agency's, but near the name of the template's.
    Misspelt {
        /// The name on the cover.
        name: String,
        /// The name of the template's agency.
        own: String,
    },
    /// The collector in the hidden sheet, and those that collect from an office of the cover's name.
    Collector {
        /// The name on the cover.
        name: String,
        /// Who collects from an office of that name.
        collectors: Vec<String>,
        /// Who collects by the hidden sheet.
        own: String,
    },
    /// The year on the cover and the template's.
    Year {
        /// The year on the cover.
        on_cover: i32,
        /// The template's year.
        own: i32,
    },
    /// The round on the cover and the template's, by their names.
    Round {
        /// The round on the cover.
        on_cover: String,
        /// The template's round.
        own: String,
    },
    /// Two covers.
    Covers {
        /// The label of the field.
        field: &'static str,
        /// The two sheets.
        sheets: [Tab; 2],
        /// What each of them says.
        texts: [String; 2],
    },
}

/// What was taken from the cover, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// The cover's name was understood as this agency's.
    Name {
        /// The name on the cover.
        name: String,
        /// The agency's name in the plan.
        own: String,
    },
    /// The hidden sheet is gone.
    Identity {
        /// The name of the hidden sheet.
        hidden: &'static str,
        /// The agency's name.
        agency: String,
        /// The year.
        year: i32,
    },
    /// The hidden sheet no longer says which agency.
    Agency {
        /// The name of the hidden sheet.
        hidden: &'static str,
        /// The agency's name.
        agency: String,
        /// The year.
        year: i32,
    },
    /// The hidden sheet has no year, or something that is none.
    Year {
        /// The name of the hidden sheet.
        hidden: &'static str,
        /// What stands in the year's place; `None` if nothing does.
        garbled: Option<String>,
        /// The year.
        year: i32,
    },
}

/// What is wrong with a field of the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// The year is none.
    Year {
        /// What stands there.
        text: String,
    },
    /// Not a number of a submission; whether its cell is formatted as a date.
    Revision {
        /// What stands there.
        text: String,
        /// Whether the cell is formatted as a date.
        is_date: bool,
    },
    /// The revision is a formula that gave nothing.
    RevisionNotCalculated {
        /// The formula, without the equals sign.
        formula: String,
    },
    /// A date is none.
    NoDate {
        /// What stands there.
        text: String,
    },
    /// A date can't be one of the counts' year.
    DateOfOtherYear {
        /// The date.
        date: NaiveDate,
        /// The counts' year.
        year: i32,
    },
    /// The date is another one every day; its field and formula.
    MovingDate {
        /// The label of the field.
        field: &'static str,
        /// The formula, without the equals sign.
        formula: String,
    },
    /// The day of sending is given by a formula that always gives the same; its field and formula.
    CalculatedDate {
        /// The label of the field.
        field: &'static str,
        /// The formula, without the equals sign.
        formula: String,
    },
    /// What stands where the signer's name should is none.
    NoName {
        /// What stands there.
        text: String,
    },
    /// What stands where the telephone number should is none.
    NoPhone {
        /// What stands there.
        text: String,
    },
    /// A telephone number without its leading 0, and with it.
    PhoneWithoutZero {
        /// The number as it stands there.
        text: String,
        /// Whether it is text rather than a number.
        is_text: bool,
        /// The number with the zero before it.
        whole: String,
    },
    /// The counts are said to be of a day after they were sent.
    SentTooEarly {
        /// The day whose state the counts describe.
        as_of: NaiveDate,
        /// The day on which it was sent.
        sent_on: NaiveDate,
    },
}

/// What is missing from the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blank {
    /// All of it.
    Cover,
    /// The number of the revision.
    Revision,
    /// Fields, by their labels.
    Fields(Vec<&'static str>),
    /// Fields whose formulas gave nothing yet, and the first formula.
    NotCalculated {
        /// The labels of the fields.
        fields: Vec<&'static str>,
        /// The first formula, without the equals sign.
        formula: String,
    },
}

impl Problem {
    /// Whether only the officer can do something about it: the file couldn't be opened where it lies, or the program or its
    /// plan is another than the template was made with.
    pub fn is_for_officer(&self) -> bool {
        matches!(self, Problem::Unopened(_) | Problem::NewerTemplate { .. } | Problem::WrongPlan { .. })
    }

    /// What it is in the catalogue.
    pub fn code(&self) -> Code {
        match self {
            Problem::Unopened(_) => Code::UnreadableFile,
            Problem::Refused(refusal) => refusal.code(),
            Problem::Unreadable(error) => error.code(),
            Problem::Ignored(_) => Code::IgnoredFile,
            Problem::WrongPlan { .. } => Code::WrongPlan,
            Problem::YearOutsidePlan { .. } | Problem::OtherYear { .. } => Code::WrongYear,
            Problem::NotOurTemplate { .. } => Code::NotOurTemplate,
            Problem::NoCover { .. } | Problem::UnknownAgency { .. } | Problem::NotReporting { .. } => {
                Code::UnknownAgency
            }
            Problem::UnknownRound { .. } | Problem::RoundAsksNothing { .. } => Code::WrongRound,
            Problem::OtherCollector { .. }
            | Problem::FormOfFormerCollector { .. }
            | Problem::OwnReturnLeft { .. }
            | Problem::SeveralCollectors { .. }
            | Problem::UnknownTier { .. } => Code::OtherCollector,
            Problem::OldTemplate { .. } | Problem::NewerTemplate { .. } => Code::OldTemplate,
            Problem::Disagrees(_) => Code::IdentityDisagrees,
            Problem::Restored(_) => Code::IdentityRestored,
            Problem::Invalid(_) => Code::InvalidCoverField,
            Problem::Blank(_) => Code::BlankCoverField,
        }
    }
}
