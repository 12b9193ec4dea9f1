//! XML read strictly: well-formed with namespaces from the first byte to the last, or a [`XmlFault`] with its place.
//!
//! A part is decoded ([`decode`]) and then pulled apart by a [`Scanner`]: [`Scanner::read`] gives one [`Event`] after the
//! other, [`Scanner::attribute`] what the start tag just read says. Comments and processing instructions are checked and
//! left out; an empty element gives a start and an end. [`check`] only proves that a part is sound. Document types are
//! refused, and with them every entity but the five of XML; depth, length of a token, and counts are bounded.
//!
//! ```
//! use bhxh::ooxml::xml::{self, Event, Scanner};
//!
//! assert!(xml::check(b"<a><b/></a>").is_ok());
//! assert!(xml::check(b"<a><b></a>").is_err());
//!
//! let text = xml::decode(b"<a n='1'>x &amp; y</a>").expect("UTF-8");
//! let mut scanner = Scanner::new(&text);
//! assert!(matches!(scanner.read(), Ok(Event::Start(name)) if name.local == "a"));
//! assert_eq!(scanner.attribute("n").as_deref(), Some("1"));
//! assert!(matches!(scanner.read(), Ok(Event::Text(text)) if text.value() == "x & y"));
//! ```

mod class;
mod encoding;
mod fault;
mod namespaces;
mod scanner;
mod text;

pub use class::is_allowed;
pub use encoding::decode;
pub use fault::{FaultKind, MAX_DEPTH, MAX_NAMESPACES, MAX_TAGS, MAX_TOKEN_BYTES, XmlFault};
pub use namespaces::Namespace;
pub use scanner::{Attribute, ElementName, Event, Scanner};
pub use text::RawText;

/// Proves that a part is well-formed with its namespaces.
///
/// # Errors
///
/// With the first fault.
pub fn check(part: &[u8]) -> Result<(), XmlFault> {
    let text = decode(part)?;
    let mut scanner = Scanner::new(&text);
    while scanner.read()? != Event::Done {}
    Ok(())
}

#[cfg(test)]
mod tests;
