//! What explanations of the workbook said in earlier versions. A workbook that one of them wrote still opens, while any other text in an
//! explanation's place is refused: it may be part of a plan that somebody believes to be in force.

/// Explanations as they stand now, each with what stood there before. Whoever rewords one adds the old words here; a test keeps
/// every explanation that was ever written in `tests/files/plan/explanations.txt`.
const FORMER: &[(&str, &str)] = &[(
    "Mã dòng của biểu nay mà biểu cũ không có; biểu theo địa bàn và khối thì ghi mã khối",
    "Mã dòng của biểu nay mà biểu cũ không có",
)];

/// Whether a text is what an explanation said before.
pub fn is_former(now: &str, found: &str) -> bool {
    is_among(FORMER, now, found)
}

fn is_among(former: &[(&str, &str)], now: &str, found: &str) -> bool {
    former.iter().any(|(known, was)| known.trim() == now.trim() && was.trim() == found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::planbook::form_sheet::{FORM_ABOUT, FORM_COLUMNS, FORM_ITEMS, FORM_ROWS};
    use crate::planbook::sheets::SHEETS;
    use crate::planbook::spec::SheetLayout;

    /// Every explanation as it is written now.
    fn explanations() -> BTreeSet<&'static str> {
        let mut all = BTreeSet::from([FORM_ABOUT]);
        for spec in SHEETS {
            all.insert(spec.about);
            match spec.layout {
                SheetLayout::Items(sections) => {
                    all.extend(sections.iter().flat_map(|section| section.items).map(|item| item.help));
                }
                SheetLayout::Table(block) => all.extend(block.all_columns().iter().map(|column| column.help)),
                SheetLayout::Forms => all.extend(FORM_ITEMS.iter().chain(FORM_COLUMNS).map(|item| item.help)),
            }
        }
        all.extend(FORM_ROWS.all_columns().iter().map(|column| column.help));
        all.retain(|text| !text.is_empty());
        all
    }

    #[test]
    fn a_workbook_with_explanations_of_an_earlier_version_still_opens() {
        let kept = include_str!("../../tests/files/plan/explanations.txt");
        let (kept, now): (BTreeSet<&str>, _) = (kept.lines().filter(|line| !line.is_empty()).collect(), explanations());
        let lost = kept.iter().filter(|text| !now.contains(*text) && FORMER.iter().all(|(_, was)| was != *text));
        assert_eq!(lost.collect::<Vec<_>>(), [&""; 0], "reworded without a line in FORMER");
        let new: Vec<_> = now.iter().filter(|text| !kept.contains(*text)).collect();
        assert_eq!(new, [&""; 0], "add these lines to tests/files/plan/explanations.txt");
    }

    #[test]
    fn only_what_stood_there_before_is_taken() {
        let former = &[("Mỗi khối một dòng", "Mỗi khối một hàng")];
        assert!(is_among(former, "Mỗi khối một dòng", "Mỗi khối một hàng"));
        assert!(!is_among(former, "Mỗi khối một dòng", "Mỗi khối một hàng x"));
        assert!(!is_among(former, "Mã khối", "Mỗi khối một hàng"));
    }
}
