//! The end of a document: who receives it at the left, who signs at the right.

use super::letterhead::two_columns;
use super::paragraph::{DocxParagraph, LineAlign};
use crate::ooxml::element::Element;
use crate::plan::Office;
use crate::view::block::Text;

/// Recipients and signature, side by side and never on two pages.
pub(super) fn table(recipients: &[String], office: &Office) -> Element {
    let mut left = vec![DocxParagraph::tight(&Text::new().bold_italic("Nơi nhận:"), 12, LineAlign::Left)];
    for (n, recipient) in recipients.iter().enumerate() {
        let end = if n + 1 == recipients.len() { "." } else { ";" };
        let recipient = recipient.trim_end_matches(['.', ';']);
        left.push(DocxParagraph::tight(&Text::from(format!("- {recipient}{end}")), 11, LineAlign::Left));
    }
    let name = office.signatory_name.clone().unwrap_or_default();
    // `TM. ỦY BAN NHÂN DÂN` stands on a line of its own above `CHỦ TỊCH`.
    let title = office.signatory_title.to_uppercase();
    let mut right: Vec<DocxParagraph> =
        title.lines().map(|line| DocxParagraph::tight(&Text::new().bold(line.trim()), 14, LineAlign::Center)).collect();
    // Room to sign and stamp.
    right.push(DocxParagraph::tight(&Text::new().bold(name), 14, LineAlign::Center).spacing(1500, 0));
    two_columns(vec![(left, right)], 80, 85)
}
