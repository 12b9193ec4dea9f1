//! Layouts of small packages made of their parts.

use super::*;

#[test]
fn targets_are_resolved_from_the_folder_of_the_part() {
    let cases = [
        ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
        ("xl", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("", "xl\\workbook.xml", "xl/workbook.xml"),
        ("", "../../x.xml", "x.xml"),
    ];
    for (folder, target, path) in cases {
        assert_eq!(resolve(folder, target), path);
    }
}
