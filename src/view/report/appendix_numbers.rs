//! Which appendix of a document has which number, for the text that refers to it.

pub const RESULTS: &str = "Phụ lục I";
pub const SUBMISSIONS: &str = "Phụ lục II";
pub const PROPOSAL: &str = "Phụ lục III";
pub const QUERIES: &str = "Phụ lục IV";
pub const DIFFICULTIES: &str = "Phụ lục V";
pub const METHOD: &str = "Phụ lục VI";
/// What [`METHOD`] is called in the letter with targets, which has fewer appendices.
pub const BASIS: &str = "Phụ lục IV";
