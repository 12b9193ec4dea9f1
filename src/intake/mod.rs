//! From bytes to a submission: what the file is, what it holds, who sent it, and where its numbers stand.

pub mod container;
pub mod grid;
pub mod reader;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod foreign_files;
