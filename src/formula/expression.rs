//! A formula as a tree.

use std::borrow::Cow;

use crate::value::grid::Area;

/// A formula or a part of one.
///
/// Signs of the same rank stand side by side in one [`Expression::Chain`], so that the tree is only as deep as brackets and
/// calls are nested, however long the formula is.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression<'f> {
    /// A number.
    Number(f64),
    /// A text, without its quotes.
    Text(Cow<'f, str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value, such as `#REF!` in place of a deleted cell.
    Error(&'f str),
    /// An argument left out, as in `IF(A1,,2)`.
    Missing,
    /// A cell or an area.
    Reference(Reference<'f>),
    /// Calculated from left to right.
    Chain {
        /// What stands before the first operator.
        first: Box<Expression<'f>>,
        /// The operators, each with what follows it.
        rest: Vec<(Operator, Expression<'f>)>,
    },
    /// `of` with minus signs before it.
    Negative {
        /// How many.
        n_signs: usize,
        /// What is negated.
        of: Box<Expression<'f>>,
    },
    /// `of` with percent signs behind it.
    Percent {
        /// How many.
        n_signs: usize,
        /// What is divided by a hundred.
        of: Box<Expression<'f>>,
    },
    /// A call by the function's name in capitals, without the prefix of newer functions.
    Call {
        /// Its name in capitals.
        function: String,
        /// What stands in its parentheses.
        arguments: Vec<Expression<'f>>,
    },
}

/// Cells that a formula names.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference<'f> {
    /// The name of their sheet; `None` if it is the formula's own.
    pub sheet: Option<Cow<'f, str>>,
    /// The cells; a single cell is an area of one.
    pub area: Area,
}

/// A sign between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    NotGreater,
    /// `>`
    Greater,
    /// `>=`
    NotLess,
    /// `&`
    Join,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `^`
    Power,
}

impl Operator {
    /// How tightly it binds, from 0. Excel and OpenDocument agree, and both take `-2^2` for `(-2)^2`.
    pub fn rank(self) -> usize {
        use Operator::{Equal, Greater, Join, Less, Minus, NotEqual, NotGreater, NotLess, Over, Plus, Power, Times};
        match self {
            Equal | NotEqual | Less | NotGreater | Greater | NotLess => 0,
            Join => 1,
            Plus | Minus => 2,
            Times | Over => 3,
            Power => 4,
        }
    }
}

impl<'f> Expression<'f> {
    /// Every reference in it, in the order of the formula.
    pub fn references(&self) -> Vec<&Reference<'f>> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'e>(&'e self, found: &mut Vec<&'e Reference<'f>>) {
        match self {
            Expression::Reference(reference) => found.push(reference),
            Expression::Chain { first, rest } => {
                first.collect(found);
                rest.iter().for_each(|(_, operand)| operand.collect(found));
            }
            Expression::Negative { of, .. } | Expression::Percent { of, .. } => of.collect(found),
            Expression::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.collect(found)),
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Bool(_)
            | Expression::Error(_)
            | Expression::Missing => (),
        }
    }
}
