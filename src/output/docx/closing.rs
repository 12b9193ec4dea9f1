//! The end of a document: who receives it at the left, who signs at the right.

use docx_rs::{AlignmentType, LineSpacing, Table};

use super::letterhead::two_columns;
use super::text::tight;
use crate::plan::Office;
use crate::view::block::Text;

/// Recipients and signature, side by side and never on two pages.
pub(super) fn table(recipients: &[String], office: &Office) -> Table {
    let mut left = vec![tight(&Text::new().bold_italic("Nơi nhận:"), 12, AlignmentType::Left)];
    for (n, recipient) in recipients.iter().enumerate() {
        let end = if n + 1 == recipients.len() { "." } else { ";" };
        let recipient = recipient.trim_end_matches(['.', ';']);
        left.push(tight(&Text::from(format!("- {recipient}{end}")), 11, AlignmentType::Left));
    }
    let name = office.signatory_name.clone().unwrap_or_default();
    let right = vec![
        tight(&Text::new().bold(office.signatory_title.to_uppercase()), 14, AlignmentType::Center),
        // Room to sign and stamp.
        tight(&Text::new().bold(name), 14, AlignmentType::Center)
            .line_spacing(LineSpacing::new().before(1500).after(0)),
    ];
    two_columns(vec![(left, right)], 80, 85)
}
