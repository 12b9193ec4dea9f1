//! An open package whose parts are read by their names.

use super::part::{PartResult, PartsTally};
use crate::intake::container::{MAX_ENTRIES, MAX_INFLATED_BYTES};
use crate::ooxml::package::{OpenPart, Package, PackageLimits};
use crate::ooxml::relationships::{self, Relationship};
use crate::ooxml::xml;
use crate::problem::unreadable::{Cause, ReadError, Twice};

/// An open file.
pub(super) struct XlsxFile<'b> {
    package: Package<'b>,
    tally: PartsTally,
}

impl<'b> XlsxFile<'b> {
    pub(super) fn open(bytes: &'b [u8], scale: u64) -> Result<Self, ReadError> {
        let limits = PackageLimits {
            entries: MAX_ENTRIES,
            inflated_bytes: MAX_INFLATED_BYTES * scale,
            part_bytes: MAX_INFLATED_BYTES,
        };
        let package = Package::open(bytes, limits).map_err(|fault| ReadError::in_workbook(fault.into()))?;
        Ok(XlsxFile { package, tally: PartsTally::scaled(scale) })
    }

    /// Reads a part with what makes sense of it; `None` if there is no such part.
    pub(super) fn try_part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str, &mut PartsTally) -> PartResult<T>,
    ) -> Result<Option<T>, ReadError> {
        let content = self.package.part(name).map_err(|fault| in_part(name, fault.into()))?;
        let Some(content) = content else { return Ok(None) };
        let read = xml::decode(&content).map_err(Into::into).and_then(|xml| read(&xml, &mut self.tally));
        read.map(Some).map_err(|cause| in_part(name, cause))
    }

    /// [`XlsxFile::try_part`] of a part that must be there.
    pub(super) fn part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str, &mut PartsTally) -> PartResult<T>,
    ) -> Result<T, ReadError> {
        self.try_part(name, read)?.ok_or_else(|| in_part(name, Cause::NoPart))
    }

    /// Reads a part piece by piece; `None` if there is no such part, or it can't be read so: what was counted of it then is forgotten.
    pub(super) fn try_pieces<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(OpenPart<'_>, &mut PartsTally) -> Option<T>,
    ) -> Option<T> {
        let mut tally = self.tally.clone();
        let read = read(self.package.open_part(name).ok()??, &mut tally)?;
        self.tally = tally;
        Some(read)
    }

    /// What a part refers to within the package; of the root if the name is empty.
    pub(super) fn relationships(&mut self, of: &str) -> Result<Vec<Relationship>, ReadError> {
        let name = relationships::part_of(of);
        Ok(self.try_part(&name, |text, _| Ok(relationships::read(text, of)?))?.unwrap_or_default())
    }
}

/// An error in the part of this name.
pub(super) fn in_part(name: &str, cause: Cause) -> ReadError {
    ReadError { part: Some(name.to_owned()), ..ReadError::in_workbook(cause) }
}

/// The only part of a kind that another part refers to. Two are refused: programs differ in which they take.
pub(super) fn only(related: &[Relationship], kind: &str) -> Result<Option<String>, ReadError> {
    let mut targets = related.iter().filter(|other| other.kind == kind).map(|other| &other.target);
    match (targets.next(), targets.next()) {
        (_, Some(second)) => Err(ReadError::in_workbook(Cause::Twice(Twice::Part(second.clone())))),
        (first, None) => Ok(first.cloned()),
    }
}
