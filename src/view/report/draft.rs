//! A document being written: the blocks so far, and what has been numbered.

use super::document::Deliverable;
use super::notes;
use crate::indicator::annual::Annual;
use crate::plan::{Plan, PlanYear};
use crate::view::block::{Block, Chart, Heading, Table, Text};
use crate::view::prose::ProsePlace;

/// The report being written, with what has been numbered so far.
pub struct Draft<'a> {
    pub annual: &'a Annual<'a>,
    pub deliverable: Deliverable,
    pub blocks: Vec<Block>,
    pub n_tables: usize,
    n_figures: usize,
    /// How many parts, sections and points there are so far.
    numbers: [usize; 3],
}

impl<'a> Draft<'a> {
    pub fn new(annual: &'a Annual<'a>, deliverable: Deliverable) -> Self {
        Draft { annual, deliverable, blocks: Vec::new(), n_tables: 0, n_figures: 0, numbers: [0; 3] }
    }

    pub fn year(&self) -> &'a PlanYear<'a> {
        &self.annual.merged.year
    }

    pub fn plan(&self) -> &'a Plan {
        self.annual.merged.year.plan
    }

    pub fn heading(&mut self, level: Heading, text: &str) {
        let n = level as usize;
        self.numbers[n] += 1;
        self.numbers[n + 1..].fill(0);
        self.blocks.push(Block::Heading(level, text.to_owned()));
    }

    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    pub fn lead_in(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::LeadIn(text.into()));
    }

    pub fn item(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Item(text.into()));
    }

    /// A place for the officer's words under the last heading, with what to write there.
    pub fn place(&mut self, about: &str, hints: Vec<String>) {
        let levels = [Heading::Part, Heading::Section, Heading::Point];
        let numbers = levels.into_iter().filter(|level| self.numbers[*level as usize] > 0);
        let key = numbers.map(|level| level.number(&self.numbers)).collect::<Vec<_>>().join(".");
        self.blocks.push(Block::Prose(ProsePlace { key, about: about.to_owned(), hints }));
    }

    /// How the next table, or the one after so many more, will be called: `Bảng 1`.
    pub fn next_table(&self, after: usize) -> String {
        format!("Bảng {}", self.n_tables + 1 + after)
    }

    /// A table under its number and title; of one with very many rows the first.
    pub fn table(&mut self, title: &str, table: Table) {
        self.table_with_notes(title, table, "");
    }

    /// A table under its title, with the notes in its last column below it, each once.
    pub fn table_with_notes(&mut self, title: &str, table: Table, column: &str) {
        let caption = Text::new().bold(format!("{}. ", self.next_table(0))).bold(title);
        self.n_tables += 1;
        let (table, n_left_out) = notes::first_rows(table);
        let (table, notes) = notes::below(table, column);
        let (table, is_partial) = notes::with_signs(table);
        self.blocks.push(Block::Table(caption, table));
        let left_out = (n_left_out > 0).then(|| notes::left_out(n_left_out, &self.workbook()));
        let sign = is_partial.then(|| notes::SIGN_MEANS.to_owned());
        let below: Vec<String> = [left_out, sign, notes].into_iter().flatten().collect();
        if !below.is_empty() {
            self.blocks.push(Block::Note(below.join(" ")));
        }
    }

    /// The workbook that has every row of every table.
    fn workbook(&self) -> String {
        format!("bao-cao-{}.xlsx", self.year().year)
    }

    /// Charts under their number and title.
    pub fn charts(&mut self, title: &str, charts: Vec<Chart>) {
        self.n_figures += 1;
        let title = Text::new().bold(format!("Hình {}. {title}", self.n_figures));
        self.blocks.push(Block::Charts(title, charts));
    }
}
