//! What can be wrong with a part, and how much of anything it may have.

/// The longest tag, comment or run of text, in bytes.
pub const MAX_TOKEN_BYTES: usize = 4 << 20;
/// How deep elements may stand in one another. What Office writes stays below forty.
pub const MAX_DEPTH: usize = 256;
/// How many elements a part may have, if its reader doesn't say less.
pub const MAX_TAGS: u64 = 16_000_000;
/// How many prefixes may be declared at one place, and how many namespaces in a part.
pub const MAX_NAMESPACES: usize = 128;

/// What is wrong with a part, and at which byte of its decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmlFault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The byte of the decoded text at which it is.
    pub at: usize,
}

/// The kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The bytes aren't in the encoding they should be, or in one that is not read.
    Encoding,
    /// A character that XML forbids, such as NUL.
    Character,
    /// A document type, which could define entities.
    Doctype,
    /// The declaration `<?xml …?>` is malformed or not at the very start.
    Declaration,
    /// A name that XML doesn't allow.
    Name,
    /// A start tag that isn't closed.
    StartTag,
    /// An end tag that doesn't end the element last begun.
    EndTag,
    /// An attribute without quotes, value or space before it, or with `<` in its value.
    Attribute,
    /// The same attribute twice in one tag.
    DoubledAttribute,
    /// A prefix that nothing declares, or that may not be declared so.
    Prefix,
    /// `&` without the name or number of a character.
    Reference,
    /// `]]>` in text.
    Text,
    /// `--` within a comment, or a `<!` that begins nothing known.
    Comment,
    /// A processing instruction that isn't closed.
    Instruction,
    /// The part ends before its root does.
    CutOff,
    /// No element at all.
    NoRoot,
    /// Something after the root, or text before it.
    OutsideRoot,
    /// An element or text where the part's own kind has no place for it; the XML itself is sound.
    Misplaced,
    /// Elements stand too deep in one another.
    TooDeep,
    /// More elements than may be.
    TooManyTags,
    /// A tag, comment or run of text is too long.
    TooLong,
    /// More prefixes or namespaces than may be.
    TooManyNamespaces,
}

impl FaultKind {
    /// Whether the part is too much rather than wrong.
    pub fn is_too_much(self) -> bool {
        matches!(self, Self::TooDeep | Self::TooManyTags | Self::TooLong | Self::TooManyNamespaces)
    }
}
