//! A letter before any format: as a document to sign, and as plain text to paste into an e-mail or a message.

use chrono::NaiveDate;

use crate::output::docx::{Document, Letterhead};
use crate::output::{File, report_document};
use crate::plan::Office;
use crate::value::wording;
use crate::view::block::{Block, Table, Text};
use crate::view::citation;
use crate::view::prose::Prose;

/// A letter of an office.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// Who writes it.
    pub office: &'a Office,
    /// What it is about.
    pub subject: String,
    /// Whom it is addressed to.
    pub addressed_to: String,
    /// The day of writing.
    pub date: NaiveDate,
    /// What it says, down to the signature and what is attached.
    pub body: Body,
}

/// What a letter says, block by block.
#[derive(Debug, Clone, Default)]
pub struct Body {
    blocks: Vec<Block>,
}

impl Body {
    /// With a paragraph more.
    pub fn paragraph(self, text: impl Into<Text>) -> Self {
        self.add(Block::Paragraph(text.into()))
    }

    /// With a paragraph that stays with what follows it.
    pub fn lead_in(self, text: impl Into<Text>) -> Self {
        self.add(Block::LeadIn(text.into()))
    }

    /// With an item of a list.
    pub fn item(self, text: impl Into<Text>) -> Self {
        self.add(Block::Item(text.into()))
    }

    /// With a table, which the paragraph before it announces.
    pub fn table(self, table: &Table) -> Self {
        self.add(Block::Table(Text::new(), table.clone()))
    }

    /// With whom to ask, and the sentence that ends a letter: `requested` is what the agencies are called.
    pub fn ending(self, asked: &Asked, requested: &str) -> Self {
        self.paragraph(asked.contact())
            .lead_in(format!("{} đề nghị {requested} quan tâm, phối hợp thực hiện./.", asked.office.name))
    }

    /// With the place for the office's signature, and who else receives the letter.
    pub fn signature(self, office: &Office) -> Self {
        let recipients = ["Như trên".to_owned()].into_iter().chain(office.recipients.iter().cloned());
        self.add(Block::Signature(recipients.collect()))
    }

    /// With a list on a page of its own, attached to the letter of an office and a day.
    pub fn attached_list(self, title: &str, table: &Table, (office, date): (&Office, NaiveDate)) -> Self {
        let head = Block::Appendix {
            number: "DANH SÁCH",
            title: title.to_owned(),
            attached_to: citation::attached_to(office, None, date),
            is_wide: false,
        };
        self.add(head).table(table)
    }

    fn add(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

/// What an office asks for, and by when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The office.
    pub office: &'a Office,
    /// The last day.
    pub by: NaiveDate,
}

impl Asked<'_> {
    /// `về Sở … chậm nhất ngày 15/7/2023`.
    pub fn by(&self) -> String {
        format!("về {} chậm nhất ngày {}", self.office.name, wording::document_date(self.by))
    }

    /// Whom to ask, with dots to write on where the plan names nobody.
    pub fn contact(&self) -> String {
        const DOTS: &str = "……………………";
        let (contact, phone) = (self.office.contact.as_deref(), self.office.phone.as_deref());
        format!("Đầu mối liên hệ: {}, điện thoại {}.", contact.unwrap_or(DOTS), phone.unwrap_or(DOTS))
    }
}

impl Message<'_> {
    /// The letter as `.docx` and as `.txt`, of one name.
    pub fn files(&self, name: &str) -> [File; 2] {
        let file = |ending: &str, bytes| File { name: format!("{name}.{ending}"), bytes };
        [file("docx", self.document()), file("txt", self.text().into_bytes())]
    }

    fn document(&self) -> Vec<u8> {
        let subject = Some(self.subject.clone());
        let head = Letterhead { office: self.office, kind: None, subject, date: self.date };
        let document = Document::new(&head).addressed_to(&[&self.addressed_to]);
        let none = Prose::default();
        self.body.blocks.iter().fold(document, |document, block| report_document::add(document, block, &none)).render()
    }

    /// The same without a form, with the line breaks of every system's simplest editor.
    fn text(&self) -> String {
        let mut lines = vec![
            format!("V/v {}", self.subject),
            String::new(),
            format!("Kính gửi: {}", self.addressed_to),
            String::new(),
        ];
        for block in &self.body.blocks {
            match block {
                Block::Paragraph(text) | Block::LeadIn(text) => lines.push(text.to_string()),
                Block::Item(text) => lines.push(format!("- {text}")),
                Block::Table(_, table) => lines.extend(table.rows.iter().map(|row| in_line(table, row))),
                Block::Signature(_) => lines.extend([String::new(), self.office.name.clone()]),
                Block::Appendix { title, .. } => lines.extend([String::new(), title.to_uppercase()]),
                _ => (),
            }
        }
        lines.join("\r\n") + "\r\n"
    }
}

/// A row as a line: the first cell, then each other behind the title of its column.
fn in_line(table: &Table, row: &[crate::view::block::Cell]) -> String {
    let told = table.columns.iter().zip(row).skip(1).filter_map(|(column, cell)| {
        let text = cell.text().to_string();
        (!text.is_empty() && text != crate::view::words::NONE).then(|| format!("{}: {text}", column.title))
    });
    let first = row.first().map(|cell| cell.text().to_string()).unwrap_or_default();
    format!("{first}. {}", told.collect::<Vec<_>>().join("; "))
}
