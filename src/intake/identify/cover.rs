//! The cover: where its fields stand and what they say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::dates;
use super::identity::CoverPlace;
use super::shown::shown;
use super::{moving, phone, signer};
use crate::intake::submission::Cover;
use crate::intake::texts::Texts;
use crate::plan::keys;
use crate::problem::file::{Blank, Disagreement, Invalid, Problem};
use crate::problem::{Finding, Place, Severity};
use crate::value::grid::{Address, Sheet, Value, Workbook};
use crate::value::{text, wording};

/// How many cells the head of a cover has at most.
const MAX_HEAD_CELLS: usize = 40;

/// The columns in which a field's key stands at most, counted from 0: a column may have been put before it.
const KEY_COLUMNS: std::ops::Range<u32> = 0..3;

/// A sheet that serves as cover, with the position of each field's value.
pub struct CoverSheet<'w> {
    workbook: &'w Workbook,
    sheet: &'w Sheet,
    /// The sheet's position in the workbook.
    position: usize,
    fields: BTreeMap<&'static str, Address>,
}

impl<'w> CoverSheet<'w> {
    /// Every sheet that has the cover's keys or labels for agency and year. The hidden sheet has keys of the same
    /// names, and may come first.
    pub fn all(workbook: &'w Workbook, texts: &[Texts]) -> Vec<Self> {
        let sheets = workbook.sheets.iter().zip(texts).enumerate();
        let candidates = sheets.filter(|(_, (sheet, _))| sheet.name != keys::IDENTITY_SHEET);
        // Most sheets lack the first, and are asked for no other.
        let is_cover = |texts: &Texts| {
            let decisive = keys::COVER_FIELDS.iter().filter(|(key, _)| [keys::AGENCY, keys::YEAR].contains(key));
            decisive.clone().all(|field| has_field(texts, *field))
        };
        let covers = candidates.filter(|(_, (_, texts))| is_cover(texts)).map(|(position, (sheet, texts))| {
            let fields = fields(sheet, texts);
            CoverSheet { workbook, sheet, position, fields }
        });
        covers.collect()
    }

    /// What a field holds; `None` if it is blank or lost.
    pub fn value(&self, key: &str) -> Option<&'w Value> {
        let at = self.fields.get(key)?;
        Some(&self.sheet.get(*at)?.value).filter(|value| shown(value).is_some())
    }

    /// What a field holds, as Excel shows it: a date as a date, a share as a percentage, a fraction with a comma.
    pub fn text(&self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        match value {
            Value::Date(_) => {
                dates::shown(value, self.workbook.date_1904).or_else(|| Some(wording::decimal_comma(value)))
            }
            Value::Number(_) | Value::Percent(_) => Some(wording::decimal_comma(value)),
            _ => shown(value),
        }
    }

    /// The year on the cover; `None` if it is blank or none. A year typed into a cell for dates is still that number.
    pub fn year(&self) -> Option<i32> {
        match self.value(keys::YEAR)? {
            Value::Number(year) | Value::Date(year) if is_year(*year) => format!("{year}").parse().ok(),
            _ => only_year(&self.text(keys::YEAR)?),
        }
    }

    /// Whom the head of the cover says to send the file to; `None` where it no longer does.
    pub fn sent_to(&self) -> Option<String> {
        let (before, behind) = keys::SENT_TO;
        self.sheet.cells().take(MAX_HEAD_CELLS).find_map(|(at, _)| {
            let (office, _) = self.sheet.text(at)?.trim().strip_prefix(before)?.split_once(behind)?;
            Some(office.trim().to_owned()).filter(|office| !office.is_empty())
        })
    }

    /// The name of a person; `None` also for the dots and dashes that stand where one is to be written.
    fn person(&self, key: &str) -> Option<String> {
        self.text(key).filter(|name| name.contains(char::is_alphabetic))
    }

    /// Where all of its fields stand.
    pub fn place(&self) -> CoverPlace {
        let check_number = self.fields.get(keys::CHECK).copied();
        CoverPlace { sheet: self.position, check_number, cells: self.fields.values().copied().collect() }
    }

    /// Where a field's value stands.
    pub fn at(&self, key: &str) -> Place {
        self.at_all(&[key])
    }

    fn at_all(&self, keys: &[&str]) -> Place {
        let cells = keys.iter().filter_map(|key| self.fields.get(key).copied()).collect();
        Place { sheet: Some(self.sheet.name.clone()), cells, ..Place::default() }
    }

    /// The error that another cover in the file says something else, naming both.
    pub fn contradicts(&self, other: &CoverSheet) -> Option<Finding> {
        let (key, label) = keys::COVER_FIELDS.iter().find(|(key, _)| match (self.text(key), other.text(key)) {
            (Some(own), Some(others)) => text::fold(&own) != text::fold(&others),
            _ => false,
        })?;
        let (own, others) = (self.text(key)?, other.text(key)?);
        let (sheets, texts) = ([self, other].map(|cover| cover.sheet.into()), [own, others]);
        let problem = Problem::Disagrees(Disagreement::Covers { field: label, sheets, texts });
        Some(Finding::from(problem).at(other.at(key)))
    }

    /// A file without its cover is taken for the first submission, which is said.
    pub fn lost(findings: &mut Vec<Finding>) -> Cover {
        findings.push(Problem::Blank(Blank::Cover).into());
        Cover {
            revision: 1,
            as_of: None,
            as_of_moves: false,
            sent_on: None,
            sent_on_moves: false,
            prepared_by: None,
            phone: None,
            signed_by: None,
        }
    }

    /// Everything on the cover beside agency and year, in a file for this year.
    pub fn read(&self, year: i32, findings: &mut Vec<Finding>) -> Cover {
        let cover = Cover {
            revision: self.revision(findings),
            as_of: self.date(keys::AS_OF, year, findings),
            as_of_moves: self.moves(keys::AS_OF),
            sent_on: self.date(keys::SENT_ON, year, findings),
            sent_on_moves: self.moves(keys::SENT_ON),
            prepared_by: self.person(keys::PREPARED_BY),
            phone: self.text(keys::PHONE),
            signed_by: self.person(keys::SIGNED_BY).filter(|name| signer::is_name(name)),
        };
        findings.extend(self.sent_too_early(&cover));
        findings.extend(self.moving_dates());
        findings.extend(self.not_calculated());
        findings.extend(self.blank_revision());
        findings.extend(self.blank_fields());
        findings.extend(self.signer_without_name());
        findings.extend(self.phone_without_zero());
        findings.extend(self.no_phone());
        cover
    }

    /// The formula of a field; `None` if it has none.
    fn formula(&self, key: &str) -> Option<&'w str> {
        self.sheet.get(*self.fields.get(key)?)?.formula.as_deref()
    }

    /// Whether a field's formula gives another day with each calculation.
    fn moves(&self, key: &str) -> bool {
        self.fields.get(key).is_some_and(|at| moving::moves(self.workbook, self.sheet, *at))
    }

    /// Whether a field is a formula that gave nothing yet.
    fn waits_for_calculation(&self, key: &str) -> bool {
        self.value(key).is_none() && self.no_text(key).is_none() && self.formula(key).is_some()
    }

    /// An Excel error or a truth value where a field should be, as Excel shows it.
    fn no_text(&self, key: &str) -> Option<String> {
        let value = &self.sheet.get(*self.fields.get(key)?)?.value;
        matches!(value, Value::Error(_) | Value::Bool(_)).then(|| wording::content(value))
    }

    /// The note on each date that is another one every day, and on a day of sending that a formula gives.
    fn moving_dates(&self) -> Vec<Finding> {
        let is_asked = |key: &str| key == keys::SENT_ON && self.formula(key).is_some();
        let moving = dates_of(|key| self.value(key).is_some() && (self.moves(key) || is_asked(key)));
        moving
            .into_iter()
            .map(|(key, label)| {
                let formula = self.formula(key).unwrap_or_default().to_owned();
                let problem = match self.moves(key) {
                    true => Invalid::MovingDate { field: label, formula },
                    false => Invalid::CalculatedDate { field: label, formula },
                };
                self.invalid(key, problem).severity(Severity::Note)
            })
            .collect()
    }

    /// The note on the dates whose formulas gave nothing yet.
    fn not_calculated(&self) -> Option<Finding> {
        let (keys, fields): (Vec<&str>, Vec<&str>) =
            dates_of(|key| self.waits_for_calculation(key)).into_iter().unzip();
        let formula = self.formula(keys.first()?)?.to_owned();
        let problem = Problem::Blank(Blank::NotCalculated { fields, formula });
        Some(Finding::from(problem).at(self.at_all(&keys)))
    }

    fn blank_revision(&self) -> Option<Finding> {
        if self.value(keys::REVISION).is_some() || self.formula(keys::REVISION).is_some() {
            return None;
        }
        Some(Finding::from(Problem::Blank(Blank::Revision)).at(self.at(keys::REVISION)))
    }

    /// The note on the fields that say when the counts were sent, of which day they are, and who signed them.
    fn blank_fields(&self) -> Option<Finding> {
        let is_asked_for = |key: &str| [keys::AS_OF, keys::SENT_ON, keys::SIGNED_BY].contains(&key);
        let is_blank = |key: &str| match key {
            keys::SIGNED_BY => self.person(key).is_none() && self.no_name(key).is_none(),
            _ => self.value(key).is_none() && self.no_text(key).is_none() && !self.waits_for_calculation(key),
        };
        let fields = keys::COVER_FIELDS.iter().copied();
        let (keys, fields): (Vec<&str>, Vec<&'static str>) =
            fields.filter(|(key, _)| is_asked_for(key) && is_blank(key)).unzip();
        (!keys.is_empty()).then(|| Finding::from(Problem::Blank(Blank::Fields(fields))).at(self.at_all(&keys)))
    }

    /// What stands where somebody's name should, if it is neither a name nor the dots and dashes of a blank.
    fn no_name(&self, key: &str) -> Option<String> {
        let text = self.no_text(key).or_else(|| self.text(key))?;
        let is_name = self.person(key).is_some_and(|name| signer::is_name(&name));
        (!is_name && text.contains(char::is_alphanumeric)).then_some(text)
    }

    /// The note on a signer who has no name.
    fn signer_without_name(&self) -> Option<Finding> {
        let text = self.no_name(keys::SIGNED_BY)?;
        Some(self.invalid(keys::SIGNED_BY, Invalid::NoName { text }).severity(Severity::Note))
    }

    /// The note on a telephone number whose leading 0 is gone, as happens where it is a number rather than text.
    fn phone_without_zero(&self) -> Option<Finding> {
        let value = self.value(keys::PHONE)?;
        // A format that writes digits beside the number may well write the 0.
        if matches!(value, Value::Disguised(..)) {
            return None;
        }
        let text = self.text(keys::PHONE)?;
        let whole = phone::with_zero(&text)?;
        let is_text = matches!(value, Value::Text(_));
        Some(self.invalid(keys::PHONE, Invalid::PhoneWithoutZero { text, whole, is_text }).severity(Severity::Note))
    }

    /// The note on a telephone number that has too few digits to be one.
    fn no_phone(&self) -> Option<Finding> {
        let value = self.value(keys::PHONE).filter(|value| !matches!(value, Value::Disguised(..)))?;
        let text = self.text(keys::PHONE).filter(|text| phone::is_too_short(text))?;
        let is_date = matches!(value, Value::Date(_));
        (!is_date).then(|| self.invalid(keys::PHONE, Invalid::NoPhone { text }).severity(Severity::Note))
    }

    /// A blank revision is the first: the template is sent out with 1 already entered.
    fn revision(&self, findings: &mut Vec<Finding>) -> u32 {
        let (Some(found), Some(stored)) = (self.text(keys::REVISION), self.value(keys::REVISION).and_then(shown))
        else {
            findings.extend(self.formula(keys::REVISION).map(|formula| {
                self.invalid(keys::REVISION, Invalid::RevisionNotCalculated { formula: formula.to_owned() })
            }));
            return 1;
        };
        match ordinal(&stored).parse::<f64>() {
            Ok(n) if n.fract() == 0.0 && (1.0..=9999.0).contains(&n) => {
                // In range and whole, as just checked.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "whole and between 1 and 9999"
                )]
                {
                    n as u32
                }
            }
            _ => {
                let is_date = matches!(self.value(keys::REVISION), Some(Value::Date(_)));
                findings.push(self.invalid(keys::REVISION, Invalid::Revision { text: found, is_date }));
                1
            }
        }
    }

    /// A date of the year or one beside it: a template may go out before the year and come back after it.
    fn date(&self, key: &str, year: i32, findings: &mut Vec<Finding>) -> Option<NaiveDate> {
        if let Some(content) = self.no_text(key) {
            findings.push(self.invalid(key, Invalid::NoDate { text: content }));
            return None;
        }
        let value = self.value(key)?;
        let date = dates::read(value, self.workbook.date_1904);
        let is_far = |date: &NaiveDate| (date.year() - year).abs() > 1;
        let finding = match date {
            // The date comes from a formula that changes daily; the note about the formula is enough.
            Some(date) if is_far(&date) && self.moves(key) => return None,
            None => self.invalid(key, Invalid::NoDate { text: self.text(key).unwrap_or_default() }),
            Some(date) if is_far(&date) => self.invalid(key, Invalid::DateOfOtherYear { date, year }),
            Some(_) => return date,
        };
        findings.push(finding);
        None
    }

    fn invalid(&self, key: &str, what: Invalid) -> Finding {
        Finding::from(Problem::Invalid(what)).at(self.at(key))
    }

    /// The note that the counts are said to be of a day after they were sent.
    fn sent_too_early(&self, cover: &Cover) -> Option<Finding> {
        let (as_of, sent_on) = cover.as_of.zip(cover.sent_on).filter(|(as_of, sent_on)| as_of > sent_on)?;
        Some(self.invalid(keys::AS_OF, Invalid::SentTooEarly { as_of, sent_on }).severity(Severity::Note))
    }
}

/// Whether a number can be the year of a plan.
fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (1900.0..2200.0).contains(&number)
}

/// The year of four digits that a text names; `None` if it names none or several.
fn only_year(text: &str) -> Option<i32> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    let years: BTreeSet<i32> = numbers.filter_map(|part| part.parse().ok()).collect();
    years.first().copied().filter(|_| years.len() == 1)
}

/// The dates on the cover, by key and label, for which something holds.
fn dates_of(holds: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    let is_date = |key: &str| [keys::AS_OF, keys::SENT_ON].contains(&key);
    keys::COVER_FIELDS.iter().copied().filter(|(key, _)| is_date(key) && holds(key)).collect()
}

/// The cell of a field's key, where keys stand.
fn key_cell<'t>(texts: &'t Texts, key: &str) -> Option<&'t Address> {
    texts.cells(key).iter().find(|at| KEY_COLUMNS.contains(&at.col))
}

fn has_field(texts: &Texts, (key, label): (&str, &str)) -> bool {
    key_cell(texts, key).is_some() || !texts.labelled(label).is_empty()
}

/// The position of each field's value: on the row of its key, or else of its label, the next filled cell to the right.
fn fields(sheet: &Sheet, texts: &Texts) -> BTreeMap<&'static str, Address> {
    let mut fields = BTreeMap::new();
    for (key, label) in keys::COVER_FIELDS {
        let value = match key_cell(texts, key) {
            // The label stands between the key and the value.
            Some(at) => Some(value_at(sheet, Address::new(at.row, at.col + 1), texts.labelled(label))),
            None => texts.labelled(label).first().map(|at| value_at(sheet, *at, texts.labelled(label))),
        };
        fields.extend(value.map(|at| (key, at)));
    }
    fields
}

/// A revision without the words of its label, as in `lần 2`, `Lần gửi thứ 2`.
fn ordinal(found: &str) -> &str {
    const LABELS: [&str; 5] = ["lần", "thứ", "lần thứ", "lần gửi", "lần gửi thứ"];
    let is_label = |words: &str| LABELS.iter().any(|label| text::fold(label) == text::fold(words.trim()));
    found.rsplit_once(char::is_whitespace).filter(|(words, _)| is_label(words)).map_or(found, |(_, number)| number)
}

/// The first filled cell right of another that isn't one of the label's; the next one if there is none.
fn value_at(sheet: &Sheet, start: Address, labels: &[Address]) -> Address {
    let mut right = sheet.row(start.row).filter(|(at, _)| at.col > start.col);
    let filled = right.find(|(at, cell)| shown(&cell.value).is_some() && !labels.contains(at));
    filled.map_or(Address::new(start.row, start.col + 1), |(at, _)| at)
}
