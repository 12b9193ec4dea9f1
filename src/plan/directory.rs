//! The agencies by what a file may call them: a code, a name of any time, an area's name; each text compared as people
//! mean it. Made once, so that a file among thousands doesn't cost a look at every name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::agency::{Agency, AgencyName};
use super::ids::AgencyId;
use crate::value::text;

/// Codes and names, each with the agencies it stands for. The indices of names are made when a name is first looked up in them:
/// of a plan that is only read never, and of a hundred thousand agencies not until somebody types a name in another way.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    codes: BTreeMap<String, AgencyId>,
    /// The names that each agency has borne.
    borne: Vec<Vec<AgencyName>>,
    /// By [`text::fold`] of those names; the first agency where two have shared one.
    folded: OnceLock<BTreeMap<String, AgencyId>>,
    spellings: OnceLock<Spellings>,
}

/// Names as people abbreviate and type them.
#[derive(Debug, Clone, Default)]
struct Spellings {
    /// By [`text::written_out`] of the names that agencies have borne, and of their areas'.
    written_out: BTreeMap<String, Vec<AgencyId>>,
    /// The same without diacritics.
    bare: BTreeMap<String, Vec<AgencyId>>,
}

impl Directory {
    /// That of a plan's agencies, in the plan's order; the first of two with one code.
    pub(super) fn of(agencies: &[Agency]) -> Self {
        let mut codes = BTreeMap::new();
        for (n, agency) in agencies.iter().enumerate() {
            codes.entry(agency.code.clone()).or_insert(AgencyId::at(n));
        }
        let borne = agencies.iter().map(|agency| agency.names.clone()).collect();
        Directory { codes, borne, folded: OnceLock::new(), spellings: OnceLock::new() }
    }

    /// Every name that an agency has borne.
    fn names(&self) -> impl Iterator<Item = (AgencyId, &AgencyName)> {
        let agencies = AgencyId::all(self.borne.len()).zip(&self.borne);
        agencies.flat_map(|(id, names)| names.iter().map(move |name| (id, name)))
    }

    fn folded(&self) -> BTreeMap<String, AgencyId> {
        let mut folded = BTreeMap::new();
        for (id, name) in self.names() {
            folded.entry(text::fold(&name.name)).or_insert(id);
        }
        folded
    }

    fn spellings(&self) -> Spellings {
        let mut spellings = Spellings::default();
        for (id, name) in self.names() {
            for known in std::iter::once(&name.name).chain(&name.area) {
                let written_out = text::written_out(known);
                add(&mut spellings.bare, text::without_diacritics(&written_out), id);
                add(&mut spellings.written_out, written_out, id);
            }
        }
        spellings
    }

    /// The agency with a code.
    pub fn by_code(&self, code: &str) -> Option<AgencyId> {
        self.codes.get(code).copied()
    }

    /// The agency that has borne a name, given folded.
    pub fn by_name(&self, folded: &str) -> Option<AgencyId> {
        self.folded.get_or_init(|| self.folded()).get(folded).copied()
    }

    /// The agencies that have borne a name or govern an area of that name, given written out.
    pub fn by_written_out(&self, written_out: &str) -> &[AgencyId] {
        let spellings = self.spellings.get_or_init(|| self.spellings());
        spellings.written_out.get(written_out).map_or(&[], Vec::as_slice)
    }

    /// The same for a name typed without diacritics.
    pub fn by_bare(&self, bare: &str) -> &[AgencyId] {
        let spellings = self.spellings.get_or_init(|| self.spellings());
        spellings.bare.get(bare).map_or(&[], Vec::as_slice)
    }
}

fn add(to: &mut BTreeMap<String, Vec<AgencyId>>, name: String, id: AgencyId) {
    let ids = to.entry(name).or_default();
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}
