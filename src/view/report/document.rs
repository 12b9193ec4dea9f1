//! What a document is before any format: which one it is, what stands over it, and its blocks.

use crate::view::block::Block;
use crate::view::prose::ProsePlace;

/// A document that the plan asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deliverable {
    /// III.3: who could still take part.
    Potential,
    /// III.4: next year's targets.
    Targets,
    /// V.2: the annual report.
    #[default]
    Report,
}

impl Deliverable {
    /// All of them, in the plan's order.
    pub const ALL: [Deliverable; 3] = [Deliverable::Potential, Deliverable::Targets, Deliverable::Report];

    /// The code of the plan's task that it fulfils, which also names its file.
    pub fn code(self) -> &'static str {
        match self {
            Deliverable::Potential => "tiem-nang",
            Deliverable::Targets => "chi-tieu",
            Deliverable::Report => "bao-cao",
        }
    }
}

/// A whole document, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What stands over it.
    pub head: Head,
    /// Whom it is addressed to.
    pub addressed_to: Vec<String>,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// What stands over a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A report: `BÁO CÁO`, and what it is about.
    Titled {
        /// What kind of document it is.
        kind: &'static str,
        /// What it is about.
        about: String,
    },
    /// A letter, with what it is about under its number.
    Letter {
        /// What it is about.
        subject: String,
    },
}

impl Report {
    /// The places for the officer's words, in their order.
    pub fn places(&self) -> impl Iterator<Item = &ProsePlace> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Prose(place) => Some(place),
            _ => None,
        })
    }

    /// The same without the places, and without headings under which nothing is left.
    pub fn without_places(mut self) -> Self {
        self.blocks.retain(|block| !matches!(block, Block::Prose(_)));
        let mut at = self.blocks.len();
        while at > 0 {
            at -= 1;
            if matches!(self.blocks[at], Block::Heading(own, _) if level_of_start(&self.blocks[at + 1..]) <= own as usize)
            {
                self.blocks.remove(at);
            }
        }
        self
    }
}

/// The level of the heading with which blocks start, 0 where a part of the document ends; anything else is below every heading.
fn level_of_start(blocks: &[Block]) -> usize {
    match blocks {
        [Block::Heading(level, _), ..] => *level as usize,
        // The closing words belong to the signature and to no heading.
        [Block::LeadIn(_), Block::Signature(_), ..] | [Block::Signature(_) | Block::Appendix { .. }, ..] | [] => 0,
        _ => usize::MAX,
    }
}
