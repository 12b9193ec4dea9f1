//! Part I: how the work was led, which only the office knows, and on whose numbers the document rests.

use super::collection;
use super::draft::Draft;
use crate::view::block::Heading;

pub fn write(report: &mut Draft) {
    let titles = &report.plan().documents.titles;
    report.heading(Heading::Part, &titles.direction);
    collection::summary(report);
    let duties = &report.plan().documents.duties;
    for duty in duties {
        report.heading(Heading::Section, &format!("{} (mục {})", duty.title, duty.clause));
        let hint = format!("việc đã làm theo mục {} của Kế hoạch, đơn vị chủ trì, kết quả.", duty.clause);
        report.place(&duty.title, vec![hint]);
    }
    if duties.is_empty() {
        report.heading(Heading::Section, "Tình hình triển khai");
        report.place("Tình hình triển khai", vec!["văn bản đã ban hành, việc đã làm, kết quả.".to_owned()]);
    }
}
