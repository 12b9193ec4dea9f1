//! From bytes to a submission: what the file is, what it holds, who sent it, and where its numbers stand.

pub mod grid;
pub mod number;
pub mod text;
