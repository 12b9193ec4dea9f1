//! "BHXH tự nguyện": the groups that could take part, by agency and category, and who does.

use super::subject::{self, Part};
use super::{Book, names};
use crate::output::error::OutputError;
use crate::output::page::Page;
use crate::plan::Subject;

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let parts = [Part {
        heading: "SỐ NGƯỜI THUỘC CÁC NHÓM CÓ THỂ THAM GIA BHXH TỰ NGUYỆN",
        subject: Subject::Voluntary,
        summary: Some(
            "Tổng hợp theo biểu. Một người có thể thuộc nhiều nhóm nên tổng cộng là cận trên; không gồm người đang tham gia",
        ),
    }];
    subject::sheet(book, names::VOLUNTARY, "ĐỐI TƯỢNG THAM GIA BHXH TỰ NGUYỆN", &parts)
}
