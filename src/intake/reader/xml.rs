//! What every pass over XML needs: attributes with their entities resolved, and references in text.

use crate::problem::unreadable::Cause;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};

/// An attribute by its name with prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Cause> {
    let Some(attribute) = tag.try_get_attribute(name).map_err(malformed)? else { return Ok(None) };
    Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0).map_err(malformed)?.into_owned()))
}

/// The letter that `&amp;` or `&#38;` stands for.
pub(super) fn reference(name: &BytesRef<'_>) -> Result<char, Cause> {
    if let Some(c) = name.resolve_char_ref().map_err(malformed)? {
        return Ok(c);
    }
    match name.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        unknown => Err(Cause::Malformed(format!("unknown entity {unknown}"))),
    }
}

pub(super) fn malformed(error: impl std::fmt::Display) -> Cause {
    Cause::Malformed(error.to_string())
}
