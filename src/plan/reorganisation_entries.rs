//! `[[change]]` and `[[predecessor]]` of the plan file as they are written: how areas were reorganised, and the plans that came
//! before with what became of their agencies, areas, forms and rows.

use super::spanned::Spanned;
use chrono::NaiveDate;
use serde::Deserialize;

use super::reorganisation::{Change, ChangeKind, UnitMove};

/// Text with its byte range in the plan file.
type Text = Spanned<String>;

/// A decision that reorganised areas.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeEntry {
    pub date: NaiveDate,
    pub kind: Spanned<ChangeKind>,
    pub clause: String,
    /// Codes of areas that predecessors reported, or that an earlier change led to.
    #[serde(default)]
    pub from: Vec<Text>,
    /// Codes of today's areas, or of areas that a later change leads on from.
    #[serde(default)]
    pub to: Vec<Text>,
    /// The units below the areas that moved, one a line.
    #[serde(default)]
    pub units: Vec<UnitMoveEntry>,
}

impl ChangeEntry {
    /// The change as the plan has it.
    pub fn change(&self) -> Change {
        let codes = |texts: &[Text]| texts.iter().map(|text| text.get_ref().clone()).collect();
        Change {
            date: self.date,
            kind: *self.kind.get_ref(),
            clause: self.clause.clone(),
            from: codes(&self.from),
            to: codes(&self.to),
            units: self.units.iter().map(UnitMoveEntry::unit_move).collect(),
        }
    }
}

impl UnitMoveEntry {
    fn unit_move(&self) -> UnitMove {
        UnitMove {
            code: self.from.get_ref().clone(),
            name: self.name.clone(),
            of: self.of.get_ref().clone(),
            to: self.to.get_ref().clone(),
            is_part: self.part,
        }
    }
}

/// A unit below the areas, such as a commune of a district, and the area it is in now.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitMoveEntry {
    /// The unit's code.
    pub from: Text,
    /// What it was called.
    pub name: String,
    /// The code of the area that it was a part of.
    pub of: Text,
    /// The code of the area that it is a part of now.
    pub to: Text,
    /// Whether only a part of it went there.
    #[serde(default)]
    pub part: bool,
}

/// A plan that came before.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PredecessorEntry {
    /// Its id, which its workbooks carry.
    pub plan: Text,
    /// The province it was for, as within a sentence.
    pub name: Text,
    /// Whether areas, forms and agencies that aren't written have the codes of this plan; if left out only where neither areas nor
    /// forms are written.
    pub same_codes: Option<bool>,
    #[serde(default)]
    pub areas: Vec<PastAreaEntry>,
    /// Its forms that can be compared, each with who returned it.
    #[serde(default)]
    pub forms: Vec<PastFormEntry>,
    /// Its agencies whose tasks an agency with another code has now.
    #[serde(default)]
    pub agencies: Vec<RenamedEntry>,
    #[serde(default)]
    pub rows: Vec<RenamedRowEntry>,
    #[serde(default)]
    pub sectors: Vec<RenamedEntry>,
    #[serde(default)]
    pub measures: Vec<RenamedEntry>,
    #[serde(default)]
    pub rounds: Vec<RenamedEntry>,
    /// Which shares of an area's people went where, if somebody decided on them.
    #[serde(default)]
    pub shares: Vec<ShareEntry>,
}

impl PredecessorEntry {
    /// Whether what isn't written has the codes of this plan.
    pub fn has_same_codes(&self) -> bool {
        self.same_codes.unwrap_or(self.areas.is_empty() && self.forms.is_empty())
    }

    /// The codes that an agency of this plan had: those that are written to be it now, else its own.
    pub fn past_agencies<'e>(&'e self, now: &'e str) -> Vec<&'e str> {
        let codes = self.past_agencies_and_own(now, false);
        if codes.is_empty() { vec![now] } else { codes }
    }

    /// The codes that are written to be an agency of this plan now, and its own too where it goes on with that beside them.
    pub fn past_agencies_and_own<'e>(&'e self, now: &'e str, goes_on: bool) -> Vec<&'e str> {
        let written = self.agencies.iter().filter(|renamed| renamed.to.get_ref() == now);
        let mut codes: Vec<&str> = written.map(|renamed| renamed.from.get_ref().as_str()).collect();
        if goes_on && !codes.contains(&now) {
            codes.push(now);
        }
        codes
    }

    /// The code of the agency that is written to have an agency's tasks now; `None` for one that isn't written.
    pub fn became(&self, agency: &str) -> Option<&str> {
        let renamed = self.agencies.iter().find(|renamed| renamed.from.get_ref() == agency)?;
        Some(renamed.to.get_ref())
    }
}

/// An area that a predecessor reported.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PastAreaEntry {
    pub code: Text,
    pub name: Text,
    /// The agency that governed it, whose code its rows had.
    pub agency: Text,
}

/// A form of a predecessor.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PastFormEntry {
    pub from: Text,
    /// Today's form; one with the same code if left out.
    pub to: Option<Text>,
    /// The agencies that returned it; `*` for those of all areas.
    pub by: Spanned<Vec<Text>>,
    /// Codes of rows of today's form that it didn't have.
    #[serde(default)]
    pub without: Vec<Text>,
}

/// A code and the one it has now.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenamedEntry {
    pub from: Text,
    pub to: Text,
}

/// A row of a predecessor's form and the row it is now.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenamedRowEntry {
    /// The predecessor's form.
    pub form: Text,
    pub from: Text,
    pub to: Text,
}

/// A share of an area's people.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShareEntry {
    /// The code of the area that they were of.
    pub area: Text,
    /// The code of the area that they are of now.
    pub to: Text,
    pub percent: Text,
    /// Who decided on the share, or what it was computed from.
    pub basis: Text,
}
