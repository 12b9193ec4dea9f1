//! A code that is misspelt where it is defined looks like many that are misspelt where they are referred to. It is told once, where it
//! is likely wrong: at the one code that nobody refers to and that is like the one that is missed.

use std::collections::BTreeMap;

use super::Loader;
use crate::plan::fault::{Fault, Kind, What};
use crate::plan::file::Text;
use crate::value::text;

/// From how many references on it is the definition that is taken for wrong.
const SEVERAL: usize = 2;
/// From how many on it isn't likely that all of them are misspelt alike.
const MANY: usize = 5;

impl Loader<'_> {
    /// Tells codes that several refer to in vain where they are defined.
    pub(super) fn blame_definitions(&mut self) {
        let mut missed: BTreeMap<(Kind, String), usize> = BTreeMap::new();
        for fault in &self.faults {
            if let What::UnknownCode { kind, code, .. } = &fault.what {
                *missed.entry((*kind, code.clone())).or_default() += 1;
            }
        }
        for ((kind, wanted), n_wanted) in missed.into_iter().filter(|(_, n)| *n >= SEVERAL) {
            let is_of_it = |what: &What| matches!(what, What::UnknownCode { kind: of, code, .. } if *of == kind && *code == wanted);
            // Of two entries of one code the second likely has the one that is missed.
            let is_twice = |fault: &Fault| matches!(&fault.what, What::DuplicateCode { kind: of, .. } if *of == kind);
            if self.faults.iter().any(is_twice) {
                self.faults.retain(|fault| !is_of_it(&fault.what));
                continue;
            }
            let Some(defined) = self.unused_like(kind, &wanted) else {
                // A form's sheet is rather deleted than its code misspelt alike in several places.
                if n_wanted >= MANY || kind == Kind::Form || !self.has_like(kind, &wanted) {
                    self.blame_absence(kind, &wanted, n_wanted);
                }
                continue;
            };
            self.faults.retain(|fault| !is_of_it(&fault.what));
            let code = defined.get_ref().clone();
            self.report(defined.span(), What::MisspeltCode { kind, code, wanted, n_wanted });
        }
    }

    /// Whether some code of the kind is like another one, which may be misspelt then.
    fn has_like(&self, kind: Kind, wanted: &str) -> bool {
        let known = self.codes.get(&kind).into_iter().flat_map(BTreeMap::keys).map(String::as_str);
        text::nearest(wanted, known).is_some()
    }

    /// Tells a code that many refer to and nothing has at the first of them: what has it is likely gone, with its sheet, say.
    fn blame_absence(&mut self, kind: Kind, wanted: &str, n_wanted: usize) {
        let is_of_it = |fault: &Fault| matches!(&fault.what, What::UnknownCode { kind: of, code, .. } if *of == kind && code == wanted);
        let Some(first) = self.faults.iter().position(is_of_it) else { return };
        let what = What::AbsentCode { kind, code: wanted.to_owned(), n_wanted };
        let first = Fault { what, ..self.faults[first].clone() };
        self.faults.retain(|fault| !is_of_it(fault));
        self.faults.push(first);
    }

    /// The code that nobody refers to and that is most like another one; `None` if none is, or several are.
    fn unused_like(&self, kind: Kind, wanted: &str) -> Option<Text> {
        let defined: Vec<&Text> = self.definitions(kind);
        let unused = defined.into_iter().enumerate().filter(|(n, _)| !self.used.contains(&(kind, *n)));
        let unused: Vec<&Text> = unused.map(|(_, code)| code).collect();
        let near = text::nearest(wanted, unused.iter().map(|code| code.get_ref().as_str()))?;
        unused.iter().find(|code| code.get_ref() == near).map(|code| (*code).clone())
    }

    /// The codes of a kind that is referred to before the plan is laid out.
    fn definitions(&self, kind: Kind) -> Vec<&Text> {
        let file = self.file;
        match kind {
            Kind::Form => file.forms.iter().map(|form| &form.code).collect(),
            Kind::Group => file.groups.iter().map(|group| &group.code).collect(),
            Kind::Sector => file.sectors.iter().map(|sector| &sector.code).collect(),
            Kind::Scheme => file.schemes.iter().map(|scheme| &scheme.code).collect(),
            Kind::Measure => file.measures.iter().map(|measure| &measure.key).collect(),
            Kind::Subject => file.subjects.iter().map(|subject| &subject.code).collect(),
            Kind::Assumption => file.assumptions.iter().map(|assumption| &assumption.code).collect(),
            _ => Vec::new(),
        }
    }
}
