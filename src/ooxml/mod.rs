//! Office Open XML below any meaning: the package, and one strict way to read the XML in it.
//!
//! [`xml`] is the only scanner of XML here. What it accepts is well-formed with its namespaces from the first byte to the
//! last, so that no two programs can read it differently; [`walk`] goes through the elements of one vocabulary.
//! [`package`] finds parts by their names, of which none stands twice, and [`relationships`] says which part names which.
//! [`element`] and [`packing`] write parts and packages of our own, which [`packing`] reads back whole.

pub mod element;
pub mod package;
pub mod packing;
pub mod relationships;
pub mod walk;
pub mod xml;
