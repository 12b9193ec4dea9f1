//! Documents laid out as Decree 30/2020/NĐ-CP on clerical work wants them: letters and reports of an office. The one
//! place that names the docx library; what it offers is the vocabulary of such documents.
//!
//! ```
//! use bhxh::output::docx::{Document, Letterhead};
//! use bhxh::view::block::Heading;
//! # let plan = bhxh::plan::embedded();
//! # let date = chrono::NaiveDate::from_ymd_opt(2023, 12, 5).unwrap();
//! let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date };
//! let bytes = Document::new(&head)
//!     .title("BÁO CÁO", "Kết quả thực hiện Kế hoạch năm 2023")
//!     .heading(Heading::Part, "TÌNH HÌNH THỰC HIỆN")
//!     .paragraph("Các đơn vị đã gửi đủ số liệu.")
//!     .signature(&["Như trên".to_owned()])
//!     .render();
//! assert!(bytes.starts_with(b"PK"));
//! ```

mod closing;
mod letterhead;
mod package;
mod page;
mod picture;
mod table;
mod text;

#[cfg(test)]
mod tests;

use docx_rs::{AlignmentType, Docx, LineSpacing, Paragraph, Run};

pub use letterhead::Letterhead;
pub use page::TEXT_WIDTH_MM;
pub use picture::Picture;

use crate::plan::Office;
use crate::view::block::{Heading, Table, Text};
use page::twips;
use text::{BODY_POINTS, body, tight};

/// A document being written from its head down.
#[derive(Debug)]
pub struct Document<'a> {
    docx: Docx,
    office: &'a Office,
    date: chrono::NaiveDate,
    title: String,
    /// The last numbers given to parts, sections and points.
    numbers: [usize; 3],
    n_pictures: usize,
}

impl<'a> Document<'a> {
    /// Begins with the head.
    pub fn new(head: &Letterhead<'a>) -> Self {
        Document {
            docx: page::empty().add_table(head.table()),
            office: head.office,
            date: head.date,
            title: head.subject.clone().unwrap_or_default(),
            numbers: [0; 3],
            n_pictures: 0,
        }
    }

    /// The kind of document and what it is about: `BÁO CÁO`, `Kết quả …`.
    pub fn title(mut self, kind: &str, about: &str) -> Self {
        let centered = |text: Text, before: u32, after: u32| {
            tight(&text, BODY_POINTS, AlignmentType::Center)
                .line_spacing(LineSpacing::new().before(before).after(after))
        };
        self.title = format!("{kind} {about}");
        self.add(centered(Text::new().bold(kind), 240, 0))
            .add(centered(Text::new().bold(about), 0, 40))
            .add(letterhead::line(TEXT_WIDTH_MM, 50))
    }

    /// `Kính gửi:` one, or several each on its line.
    pub fn addressed_to<S: AsRef<str>>(self, recipients: &[S]) -> Self {
        let spacing = || LineSpacing::new().before(240).after(240);
        match recipients {
            [one] => self.add(
                tight(&Text::from(format!("Kính gửi: {}", one.as_ref())), BODY_POINTS, AlignmentType::Center)
                    .line_spacing(spacing()),
            ),
            all => {
                let indent = |paragraph: Paragraph, mm| paragraph.indent(Some(twips(mm)), None, None, None);
                let head = tight(&Text::from("Kính gửi:"), BODY_POINTS, AlignmentType::Left);
                let head = indent(head, 40).line_spacing(LineSpacing::new().before(240).after(0));
                let lines = all.iter().enumerate().map(|(n, name)| {
                    let end = if n + 1 == all.len() { "." } else { ";" };
                    let line = Text::from(format!("- {}{end}", name.as_ref()));
                    indent(tight(&line, BODY_POINTS, AlignmentType::Left), 50)
                });
                lines.fold(self.add(head), Document::add).space(240)
            }
        }
    }

    /// A numbered heading; a part's is printed in capitals.
    pub fn heading(mut self, level: Heading, text: &str) -> Self {
        let n = level as usize;
        self.numbers[n] += 1;
        self.numbers[n + 1..].fill(0);
        let number = self.numbers[n];
        let text = match level {
            Heading::Part => format!("{}. {}", roman(number), text.to_uppercase()),
            Heading::Section => format!("{number}. {text}"),
            Heading::Point => format!("{}) {text}", letter(number)),
        };
        let paragraph = body(&Text::new().bold(text)).style(&format!("Heading{}", n + 1)).keep_next(true);
        self.add(paragraph)
    }

    /// A paragraph of body text.
    pub fn paragraph(self, text: impl Into<Text>) -> Self {
        self.add(body(&text.into()))
    }

    /// A paragraph that stays on the page of what follows it, such as the line that announces a table.
    pub fn lead_in(self, text: impl Into<Text>) -> Self {
        self.add(body(&text.into()).keep_next(true))
    }

    /// One item of a list with dashes.
    pub fn item(self, text: impl Into<Text>) -> Self {
        self.add(body(&Text::from("- ").append(text.into())))
    }

    /// A title centred over a table or under a picture.
    pub fn caption(self, text: impl Into<Text>) -> Self {
        let paragraph = tight(&text.into(), 13, AlignmentType::Center)
            .line_spacing(LineSpacing::new().before(120).after(120))
            .keep_next(true);
        self.add(paragraph)
    }

    /// Small print under a table or a picture, such as what its signs mean.
    pub fn note(self, text: &str) -> Self {
        let paragraph = tight(&Text::new().italic(text), 12, AlignmentType::Both)
            .line_spacing(LineSpacing::new().before(0).after(160));
        self.add(paragraph)
    }

    /// The head of an appendix on a page of its own: `Phụ lục 1`, its title, and what it is attached to.
    pub fn appendix(self, number: &str, title: &str, attached_to: &str) -> Self {
        let centered = |text: Text, after: u32| {
            tight(&text, BODY_POINTS, AlignmentType::Center)
                .line_spacing(LineSpacing::new().before(0).after(after))
                .keep_next(true)
        };
        self.add(centered(Text::new().bold(number), 60).page_break_before(true))
            .add(centered(Text::new().bold(title.to_uppercase()), 60))
            .add(centered(Text::new().italic(attached_to), 200))
    }

    /// A table, with space after it.
    pub fn table(mut self, table: &Table) -> Self {
        self.docx = self.docx.add_table(table::build(table));
        self.space(120)
    }

    /// A picture in the middle, as wide as asked, at most as the text.
    pub fn picture(mut self, picture: &Picture, width_mm: u32) -> Self {
        self.n_pictures += 1;
        let pic = picture.build(width_mm.min(TEXT_WIDTH_MM), self.n_pictures);
        self.add(
            Paragraph::new()
                .align(AlignmentType::Center)
                .keep_next(true)
                .line_spacing(LineSpacing::new().before(120).after(60))
                .add_run(Run::new().add_image(pic)),
        )
    }

    /// Who receives the document beside those it is addressed to, and the place for the office's signature. After a
    /// [`Self::lead_in`] it never stands alone on a page.
    pub fn signature(mut self, recipients: &[String]) -> Self {
        let room = tight(&Text::from(" "), 1, AlignmentType::Left).line_spacing(LineSpacing::new().before(0).after(60));
        self = self.add(room.keep_next(true));
        self.docx = self.docx.add_table(closing::table(recipients, self.office));
        self
    }

    /// The document as a `.docx` file.
    pub fn render(self) -> Vec<u8> {
        // Word wants a paragraph after the last table; it takes no room.
        let end = tight(&Text::new(), 1, AlignmentType::Left);
        package::pack(self.docx.add_paragraph(end), &self.title, &self.office.name, self.date)
    }

    /// Room between two tables, or Word would join them.
    fn space(self, twips: u32) -> Self {
        let size = Text::from(" ");
        self.add(tight(&size, 1, AlignmentType::Left).line_spacing(LineSpacing::new().before(0).after(twips)))
    }

    fn add(mut self, paragraph: Paragraph) -> Self {
        self.docx = self.docx.add_paragraph(paragraph);
        self
    }
}

/// `I`, `II`, `III`, `IV` …
fn roman(mut n: usize) -> String {
    let mut text = String::new();
    for (value, sign) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while n >= value {
            text.push_str(sign);
            n -= value;
        }
    }
    text
}

/// `a`, `b`, `c`, `d`, `đ`, `e` …: the Vietnamese alphabet as legal texts use it.
fn letter(n: usize) -> char {
    let letters = "abcdđeghiklmnopqrstuvxy";
    letters.chars().nth((n - 1) % letters.chars().count()).unwrap_or('a')
}
