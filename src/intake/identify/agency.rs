//! Which agency a file is from: its code on the hidden sheet, its name on the cover. Another spelling of the name is accepted, a
//! similar name is suggested, and if the two sources disagree the finding names both.

use std::collections::BTreeSet;

use super::cover::CoverSheet;
use super::hidden::Hidden;
use crate::plan::{AgencyId, AgencyName, Plan, keys};
use crate::problem::file::{Disagreement, Problem, Restored};
use crate::problem::{Finding, Place};
use crate::value::text;

/// The agency, and what is to be said about how it was found; a finding if the sources disagree or it isn't known.
pub fn agency(
    hidden: &Hidden,
    cover: Option<&CoverSheet>,
    plan: &Plan,
    findings: &mut Vec<Finding>,
) -> Option<AgencyId> {
    let name = cover.and_then(|cover| cover.text(keys::AGENCY));
    let named = name.as_deref().map_or(NamedAgency::Unknown, |name| named(plan, name));
    let place = || cover.map(|cover| cover.at(keys::AGENCY)).unwrap_or_default();
    let by_code = match &hidden.agency {
        Some(code) => match plan.agency_by_code(code) {
            Some(by_code) => Some(by_code),
            None => {
                let sheet = Some(keys::IDENTITY_SHEET.to_owned());
                findings.push(unknown_code(code, cover, plan).at(Place { sheet, ..Place::default() }));
                return None;
            }
        },
        None => None,
    };
    match (by_code, name, named) {
        (by_code, None, _) => by_code,
        (None, Some(_), NamedAgency::Exactly(by_name)) => Some(by_name),
        (Some(by_code), Some(_), NamedAgency::Exactly(by_name)) if by_code == by_name => Some(by_code),
        (by_code, Some(name), NamedAgency::InOtherLetters(by_name)) if by_code.is_none_or(|code| code == by_name) => {
            findings.push(understood(plan, by_name, &name, place()));
            Some(by_name)
        }
        (Some(by_code), Some(name), NamedAgency::Unknown) => {
            findings.push(misspelt(plan, by_code, &name, place()));
            None
        }
        (Some(by_code), Some(name), _) => {
            findings.push(disagrees(plan, by_code, &name, place()));
            None
        }
        (None, Some(name), _) => {
            findings.push(unknown(plan, &name, place()));
            None
        }
    }
}

/// Whom a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NamedAgency {
    /// An agency of the plan, but for what nobody sees as a difference: case, spaces, the place of the tone.
    Exactly(AgencyId),
    /// An agency, with words abbreviated or written out, the area's name alone, the province added, or without any
    /// diacritics.
    InOtherLetters(AgencyId),
    /// None, or several.
    Unknown,
}

fn named(plan: &Plan, name: &str) -> NamedAgency {
    let directory = plan.directory();
    if let Some(id) = directory.by_name(&text::fold(name)) {
        return NamedAgency::Exactly(id);
    }
    let spellings = spellings(plan, name);
    let meant: BTreeSet<AgencyId> = spellings
        .iter()
        .flat_map(|spelling| match name.is_ascii() {
            true => directory.by_bare(spelling),
            false => directory.by_written_out(spelling),
        })
        .copied()
        .collect();
    match meant.first() {
        Some(id) if meant.len() == 1 => NamedAgency::InOtherLetters(*id),
        _ => NamedAgency::Unknown,
    }
}

/// A name written out, with and without the province behind it.
fn spellings(plan: &Plan, name: &str) -> Vec<String> {
    let is_bare = name.is_ascii();
    let like_the_name = |text: String| if is_bare { text::without_diacritics(&text) } else { text };
    let whole = like_the_name(text::written_out(name));
    let province = like_the_name(text::written_out(&plan.province));
    // "tỉnh" stays where it belongs to the agency's own name.
    let own_name = province.split_once(' ').map_or(province.as_str(), |(_, name)| name);
    let without = |suffix: &str| whole.strip_suffix(suffix).map(|rest| rest.trim_end().to_owned());
    let shorter: Vec<String> = [without(&province), without(own_name)].into_iter().flatten().collect();
    std::iter::once(whole.clone()).chain(shorter).filter(|name| !name.is_empty()).collect()
}

/// The agency's present name.
pub fn own_name(plan: &Plan, id: AgencyId) -> &str {
    &plan.agency(id).names.last().expect("a checked plan names every agency").name
}

fn understood(plan: &Plan, id: AgencyId, name: &str, place: Place) -> Finding {
    let restored = Restored::Name { name: name.to_owned(), own: own_name(plan, id).to_owned() };
    Finding::from(Problem::Restored(restored)).at(place)
}

/// A name that is no agency's, in the template of one.
fn misspelt(plan: &Plan, by_code: AgencyId, name: &str, place: Place) -> Finding {
    if near(plan, name) != Some(by_code) {
        return disagrees(plan, by_code, name, place);
    }
    let (name, own) = (name.to_owned(), own_name(plan, by_code).to_owned());
    Finding::from(Problem::Disagrees(Disagreement::Misspelt { name, own })).at(place)
}

fn disagrees(plan: &Plan, by_code: AgencyId, name: &str, place: Place) -> Finding {
    let (name, own) = (name.to_owned(), own_name(plan, by_code).to_owned());
    Finding::from(Problem::Disagrees(Disagreement::Agency { name, own })).at(place)
}

fn unknown(plan: &Plan, name: &str, place: Place) -> Finding {
    let near = near(plan, name).map(|id| own_name(plan, id).to_owned());
    Finding::from(Problem::UnknownAgency { name: name.to_owned(), near, in_hidden: false, sent_to: None }).at(place)
}

fn unknown_code(code: &str, cover: Option<&CoverSheet>, plan: &Plan) -> Finding {
    let sent_to =
        cover.and_then(CoverSheet::sent_to).filter(|office| text::fold(office) != text::fold(&plan.office.name));
    Problem::UnknownAgency { name: code.to_owned(), near: None, in_hidden: true, sent_to }.into()
}

/// The one agency whose name, or else whose area's name, is near to a text.
fn near(plan: &Plan, text: &str) -> Option<AgencyId> {
    nearest(plan, text, |name| Some(&name.name)).or_else(|| nearest(plan, text, |name| name.area.as_deref()))
}

fn nearest(plan: &Plan, text: &str, of: fn(&AgencyName) -> Option<&str>) -> Option<AgencyId> {
    let known = |id: AgencyId| plan.agency(id).names.iter().filter_map(of).map(move |name| (name, id));
    let known: Vec<(&str, AgencyId)> = plan.agency_ids().flat_map(known).collect();
    let near = text::nearest(text, known.iter().map(|(name, _)| *name))?;
    known.iter().find(|(name, _)| *name == near).map(|(_, id)| *id)
}
