//! How the cells of bulk rows look; a sample row carries one cell of each look.

use rust_xlsxwriter::Format;

use super::style::{self, Tone, Weight};

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Never looked at: without frame, and text that doesn't make its row higher.
    Hidden,
    Text,
    Centred(Tone),
    People(Weight, Tone),
    /// The words that replace a missing number.
    Missing(Weight),
    Ordinal,
    Link,
    /// People, with what they were added up from behind them.
    LinkedPeople,
}

impl Look {
    /// The look of the same cell where it leads nowhere.
    pub(super) fn without_link(self) -> Self {
        match self {
            Look::Link => Look::Text,
            Look::LinkedPeople => Look::People(Weight::Plain, Tone::Plain),
            other => other,
        }
    }

    /// The looks of the sample row's cells, in their order: all but the hidden one, which is the workbook's default. The
    /// library writes no blank cell of that.
    pub(super) const SAMPLES: [Look; 14] = [
        Look::Text,
        Look::Centred(Tone::Plain),
        Look::Centred(Tone::Good),
        Look::Centred(Tone::Bad),
        Look::Centred(Tone::Doubt),
        Look::People(Weight::Plain, Tone::Plain),
        Look::People(Weight::Plain, Tone::Doubt),
        Look::People(Weight::Group, Tone::Plain),
        Look::People(Weight::Group, Tone::Doubt),
        Look::Missing(Weight::Plain),
        Look::Missing(Weight::Group),
        Look::Ordinal,
        Look::Link,
        Look::LinkedPeople,
    ];

    /// The formats of the sample row's cells.
    pub fn samples() -> [Format; 14] {
        Look::SAMPLES.map(Look::format)
    }

    pub(super) fn format(self) -> Format {
        match self {
            Look::Hidden => style::base(),
            Look::Text => style::text(Weight::Plain),
            Look::Centred(tone) => style::centred(Weight::Plain, tone),
            Look::People(weight, tone) => style::people(weight, tone),
            Look::Missing(weight) => style::missing(weight),
            Look::Ordinal => style::ordinal(),
            Look::Link => style::link(),
            Look::LinkedPeople => style::linked_people(),
        }
    }
}
