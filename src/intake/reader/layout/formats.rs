//! Which cell formats of an `.xlsx` show a number as a percentage.

use std::collections::BTreeSet;

use quick_xml::escape::unescape;

use super::tags::Part;

/// `0%` and `0.00%`, which every workbook has.
pub(in super::super) const BUILT_IN_PERCENTS: [u32; 2] = [9, 10];

/// The cell formats, by the number that cells name them with, that show a percentage.
pub(super) fn percent_formats(styles: &[u8]) -> BTreeSet<u32> {
    let styles = Part::new(styles);
    let Some(cell_formats) = styles.inside("cellXfs") else { return BTreeSet::new() };
    let mut codes = BTreeSet::from(BUILT_IN_PERCENTS);
    for format in styles.tags("numFmt") {
        let code = format.attribute("formatCode").and_then(|code| unescape(code).ok());
        if let (Some(id), Some(true)) = (format.number("numFmtId"), code.map(|code| is_percent(&code))) {
            codes.insert(id);
        }
    }
    let formats = (0..).zip(cell_formats.tags("xf"));
    let percent = formats.filter(|(_, format)| format.number("numFmtId").is_some_and(|id| codes.contains(&id)));
    percent.map(|(n, _)| n).collect()
}

/// Whether a format code has a `%` that is neither quoted nor escaped; only such a one multiplies by a hundred.
pub(in super::super) fn is_percent(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(c) = letters.next() {
        match c {
            '%' => return true,
            '"' => _ = letters.find(|c| *c == '"'),
            '[' => _ = letters.find(|c| *c == ']'),
            // The next letter is shown as it is, left out in its width, or repeated.
            '\\' | '_' | '*' => _ = letters.next(),
            _ => (),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_sign_makes_a_percentage() {
        for code in ["0%", "0.0 %;[Red]-0.0 %", "#,##0.00\\ %", "\"tỷ lệ \"0%", "_(0%_)"] {
            assert!(is_percent(code), "{code}");
        }
        for code in ["General", "#,##0", "0\"%\"", "0\\%", "0_%", "[$%-42A]0", "\"%", "\\", "[%"] {
            assert!(!is_percent(code), "{code}");
        }
    }

    #[test]
    fn formats_of_cells_are_told_from_those_of_styles() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.0&quot;%&quot;'/>\
            <numFmt formatCode=\"0.0%\" numFmtId=\"165\"/></numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
            <cellXfs><xf numFmtId='0'/><xf numFmtId='165'><alignment/></xf><xf numFmtId='164'/><xf numFmtId='10'/><xf/>\
            </cellXfs><dxfs><xf numFmtId='9'/></dxfs></styleSheet>";
        assert_eq!(percent_formats(styles.as_bytes()), BTreeSet::from([1, 3]));
        assert_eq!(percent_formats(b"<styleSheet><cellXfs><xf numFmtId='9'/>"), BTreeSet::new());
        let prefixed = "<x:styleSheet><x:cellXfs><x:xf numFmtId='9'/></x:cellXfs></x:styleSheet>";
        assert_eq!(percent_formats(prefixed.as_bytes()), BTreeSet::from([0]));
    }
}
