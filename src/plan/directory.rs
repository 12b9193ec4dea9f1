//! The agencies by what a file may call them: a code, a name of any time, an area's name; each text compared as people
//! mean it. Made once, so that a file among thousands doesn't cost a look at every name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::agency::{Agency, AgencyName};
use super::ids::AgencyId;
use crate::value::text;

/// Codes and names, each with the agencies it stands for.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    codes: BTreeMap<String, AgencyId>,
    /// The names that each agency has borne.
    borne: Vec<Vec<AgencyName>>,
    /// Made when a name is first looked up, which a plan that is only read never is.
    names: OnceLock<NameIndex>,
}

#[derive(Debug, Clone, Default)]
struct NameIndex {
    /// By [`text::fold`] of a name the agency has borne; the first agency where two have shared one.
    folded: BTreeMap<String, AgencyId>,
    /// By [`text::written_out`] of those names, and of the area's.
    written_out: BTreeMap<String, Vec<AgencyId>>,
    /// The same without diacritics.
    bare: BTreeMap<String, Vec<AgencyId>>,
}

impl NameIndex {
    fn of(borne: &[Vec<AgencyName>]) -> Self {
        let mut index = NameIndex::default();
        for (n, names) in borne.iter().enumerate() {
            let id = AgencyId::at(n);
            for name in names {
                index.folded.entry(text::fold(&name.name)).or_insert(id);
                for known in std::iter::once(&name.name).chain(&name.area) {
                    let written_out = text::written_out(known);
                    add(&mut index.bare, text::without_diacritics(&written_out), id);
                    add(&mut index.written_out, written_out, id);
                }
            }
        }
        index
    }
}

impl Directory {
    pub(super) fn of(agencies: &[Agency]) -> Self {
        let mut codes = BTreeMap::new();
        for (n, agency) in agencies.iter().enumerate() {
            codes.entry(agency.code.clone()).or_insert(AgencyId::at(n));
        }
        let borne = agencies.iter().map(|agency| agency.names.clone()).collect();
        Directory { codes, borne, names: OnceLock::new() }
    }

    fn names(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::of(&self.borne))
    }

    /// The agency with a code.
    pub fn by_code(&self, code: &str) -> Option<AgencyId> {
        self.codes.get(code).copied()
    }

    /// The agency that has borne a name, given folded.
    pub fn by_name(&self, folded: &str) -> Option<AgencyId> {
        self.names().folded.get(folded).copied()
    }

    /// The agencies that have borne a name or govern an area of that name, given written out.
    pub fn by_written_out(&self, written_out: &str) -> &[AgencyId] {
        self.names().written_out.get(written_out).map_or(&[], Vec::as_slice)
    }

    /// The same for a name typed without diacritics.
    pub fn by_bare(&self, bare: &str) -> &[AgencyId] {
        self.names().bare.get(bare).map_or(&[], Vec::as_slice)
    }
}

fn add(to: &mut BTreeMap<String, Vec<AgencyId>>, name: String, id: AgencyId) {
    let ids = to.entry(name).or_default();
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}
