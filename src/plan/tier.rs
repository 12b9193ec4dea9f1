//! Tiers: an agency, or a unit of another tier, that collects its return from units of its own. Whoever collects works by a
//! plan, which `derive` makes out of the plan above: everything that works for the province works for a tier.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::agency::AgencyName;
use super::documents::Office;
use super::task::Due;

/// Who collects from units of its own, and by when.
#[derive(Debug, Clone)]
pub struct Tier {
    /// The code of who collects: an agency of the province, or a unit of another tier.
    pub agency: String,
    /// What is collected, as documents name it.
    pub title: String,
    /// The clause of the plan that asks for it; `None` for that of the collection task.
    pub clause: Option<String>,
    /// When the units' files are due.
    pub due: Due,
    /// Who collects, as documents name and sign it.
    pub office: Office,
    /// The codes of the assumptions that are printed in the tier's workbook.
    pub assumptions: Vec<String>,
    /// The units by the rows they fill.
    pub groups: Vec<UnitGroup>,
}

/// Units that fill the same rows of the collector's forms.
#[derive(Debug, Clone)]
pub struct UnitGroup {
    /// The code, which stands behind that of the form.
    pub code: String,
    /// The name.
    pub name: String,
    /// The rows they fill.
    pub rows: Vec<RowPattern>,
    /// What their forms call columns, by the measure's key; other columns are called as in the collector's forms.
    pub labels: BTreeMap<String, String>,
    /// The units.
    pub units: Vec<Unit>,
}

/// One of the units.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The code.
    pub code: String,
    /// Its names, one after the other, each with the area it lies in.
    pub names: Vec<AgencyName>,
    /// The first day on which it exists; `None` is open.
    pub from: Option<NaiveDate>,
    /// The last day on which it exists; `None` is open.
    pub until: Option<NaiveDate>,
}

/// Rows of forms by their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPattern {
    /// The only form whose rows are meant; `None` means all forms of the collector.
    pub form: Option<String>,
    /// The code of the row, in which `*` stands for any text.
    pub row: String,
}

impl RowPattern {
    /// Reads `row` or `form:row`.
    pub fn parse(text: &str) -> Self {
        match text.split_once(':') {
            Some((form, row)) => RowPattern { form: Some(form.to_owned()), row: row.to_owned() },
            None => RowPattern { form: None, row: text.to_owned() },
        }
    }

    /// Whether it means a row of a form.
    pub fn fits(&self, form: &str, row: &str) -> bool {
        self.form.as_deref().is_none_or(|only| only == form) && is_like(&self.row, row)
    }
}

/// Whether a text is like a pattern in which `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(start) else { return false };
    // Each part between two stars is looked for as early as it stands; the last must end the text.
    let Some((middle, end)) = rest.rsplit_once('*') else { return text.ends_with(rest) };
    let found = middle.split('*').try_fold(text, |left, part| left.find(part).map(|at| &left[at + part.len()..]));
    found.is_some_and(|left| left.ends_with(end))
}

impl Tier {
    /// The units of all groups, in order.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.groups.iter().flat_map(|group| &group.units)
    }

    /// The unit with a code.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units().find(|unit| unit.code == code)
    }

    /// The group that a unit is in; `None` for one that isn't in the tier.
    pub fn group_of(&self, code: &str) -> Option<&UnitGroup> {
        self.groups.iter().find(|group| group.units.iter().any(|unit| unit.code == code))
    }

    /// What the collector is called.
    pub fn collector(&self) -> &str {
        &self.office.name
    }
}

impl UnitGroup {
    /// Whether its units fill a row of a form of the collector.
    pub fn fills(&self, form: &str, row: &str) -> bool {
        self.rows.iter().any(|pattern| pattern.fits(form, row))
    }

    /// Whether its units fill a row of that code in any form.
    pub fn fills_in_any_form(&self, row: &str) -> bool {
        self.rows.iter().any(|pattern| is_like(&pattern.row, row))
    }
}

impl Unit {
    /// Whether it exists on a day.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// What it is called on a day: the name that it bears then, or else its last one; `None` for a unit without a name.
    pub fn name_on(&self, day: NaiveDate) -> Option<&AgencyName> {
        let is_borne = |name: &&AgencyName| {
            name.from.is_none_or(|from| from <= day) && name.until.is_none_or(|until| day <= until)
        };
        self.names.iter().find(is_borne).or_else(|| self.names.last())
    }

    /// The name it bears now.
    pub fn last_name(&self) -> &str {
        &self.names.last().expect("a checked plan names every unit").name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        let fits = |pattern: &str, row: &str| RowPattern::parse(pattern).fits("bieu", row);
        assert!(fits("hc-xa-*", "hc-xa-can-bo") && fits("*", "tong") && fits("*-xa-*", "sn-xa-hop-dong"));
        assert!(fits("bieu:hc", "hc") && fits("h*c", "hc") && fits("*a*b", "xaayb"));
        assert!(!fits("hc-xa-*", "hc-xa") && !fits("khac:hc", "hc") && !fits("*a*b", "ba") && !fits("ab*ba", "aba"));
    }
}
