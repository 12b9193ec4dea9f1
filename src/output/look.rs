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
    People,
    Ordinal,
    Link,
}

impl Look {
    /// The looks of the sample row's cells, in their order: all but the hidden one, which is the workbook's default. The
    /// library writes no blank cell of that.
    pub(super) const SAMPLES: [Look; 7] = [
        Look::Text,
        Look::Centred(Tone::Plain),
        Look::Centred(Tone::Bad),
        Look::Centred(Tone::Doubt),
        Look::People,
        Look::Ordinal,
        Look::Link,
    ];

    /// The formats of the sample row's cells.
    pub fn samples() -> [Format; 7] {
        Look::SAMPLES.map(Look::format)
    }

    pub(super) fn format(self) -> Format {
        match self {
            Look::Hidden => style::base(),
            Look::Text => style::text(Weight::Plain),
            Look::Centred(tone) => style::centred(Weight::Plain, tone),
            Look::People => style::people(Weight::Plain, Tone::Plain),
            Look::Ordinal => style::ordinal(),
            Look::Link => style::link(),
        }
    }
}
