//! Names that several parts of a document share: its XML namespaces, its font, and the style of the program's own paragraphs.

/// The namespace of text.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of references from one part to another.
pub(super) const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The font of Decree 30/2020/NĐ-CP.
pub(super) const FONT: &str = "Times New Roman";
/// The style of paragraphs that the program writes.
pub(super) const OWN: &str = "TrinhBay";
