//! "BHXH bắt buộc, BHTN": who should take part, by agency and category, and who does.

use super::subject::{self, Part};
use super::{Book, names};
use crate::output::error::OutputError;
use crate::output::page::Page;
use crate::plan::Subject;

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let parts = [
        Part {
            heading: "A. SỐ NGƯỜI THUỘC DIỆN THAM GIA BHXH BẮT BUỘC, BHTN",
            subject: Subject::Compulsory,
            summary: Some("Tổng hợp số người thuộc diện tham gia theo biểu"),
        },
        Part { heading: "B. SỐ NGƯỜI ĐANG THAM GIA", subject: Subject::Insured, summary: None },
    ];
    subject::sheet(book, names::COMPULSORY, "ĐỐI TƯỢNG THAM GIA BHXH BẮT BUỘC, BHTN", &parts)
}
