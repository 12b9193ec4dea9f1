//! What stopped the reading of a package, its relationships or its XML, as the reader says it.

use crate::intake::container::{MAX_ENTRIES, MAX_INFLATED_BYTES};
use crate::ooxml::package;
use crate::ooxml::relationships::RelationshipFault;
use crate::ooxml::xml;
use crate::problem::unreadable::{Cause, Damage, Limit, Refusal, Twice};

impl From<xml::XmlFault> for Cause {
    fn from(fault: xml::XmlFault) -> Self {
        Cause::Unsound(fault)
    }
}

impl From<package::PackageFault> for Cause {
    fn from(fault: package::PackageFault) -> Self {
        let damaged = |detail| Cause::Refused(Refusal::Damaged { detail });
        let too_large = |what, found, allowed| Cause::Refused(Refusal::TooLarge { what, found, allowed, at: None });
        match fault {
            package::PackageFault::Truncated => damaged(Damage::Truncated),
            package::PackageFault::Broken => damaged(Damage::Package),
            package::PackageFault::Locked => Cause::Refused(Refusal::Locked),
            package::PackageFault::DoubledPart(name) => Cause::Twice(Twice::Part(name)),
            package::PackageFault::TooManyEntries(found) => too_large(Limit::Entries, found, MAX_ENTRIES),
            package::PackageFault::TooLarge(found) => too_large(Limit::InflatedBytes, found, MAX_INFLATED_BYTES),
        }
    }
}

impl From<RelationshipFault> for Cause {
    fn from(trouble: RelationshipFault) -> Self {
        match trouble {
            RelationshipFault::Xml(fault) => Cause::Unsound(fault),
            RelationshipFault::Doubled(id) => Cause::Twice(Twice::Relationship(id)),
        }
    }
}
