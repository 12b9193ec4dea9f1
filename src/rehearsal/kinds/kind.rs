//! What a kind of fault is.

use fastrand::Rng;

use crate::problem::Code;
use crate::rehearsal::scene::{Scene, Spoilt};

/// A kind of fault.
pub struct PlantedFault {
    /// The finding that it must bring about.
    pub code: Code,
    /// Whether it only shows where numbers are taken as of a day.
    pub is_as_of: bool,
    /// How it is made.
    pub maker: Maker,
}

type Make = Box<dyn Fn(&Scene, &mut Rng) -> Option<Spoilt> + Send + Sync>;

/// How a fault is made.
pub enum Maker {
    /// In the return of an agency; `None` if that return can't have it.
    InReturn(Make),
    /// By breaking a check of the plan, by its position, and no other.
    OfCheck(usize),
}

impl PlantedFault {
    pub(super) fn new(code: Code, make: impl Fn(&Scene, &mut Rng) -> Option<Spoilt> + Send + Sync + 'static) -> Self {
        PlantedFault { code, is_as_of: false, maker: Maker::InReturn(Box::new(make)) }
    }

    pub(super) fn only_as_of(self) -> Self {
        PlantedFault { is_as_of: true, ..self }
    }
}
