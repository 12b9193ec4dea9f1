//! Which cell formats of an `.xlsx` show another number than the one stored.

use std::collections::BTreeMap;

use quick_xml::escape::unescape;

use super::tags::Part;
use crate::intake::reader::number_format::NumberFormat;

/// The cell formats, by the number that cells name them with; those that show every number as it is are left out.
pub(super) fn number_formats(styles: &[u8]) -> BTreeMap<u32, NumberFormat> {
    let styles = Part::new(styles);
    let Some(cell_formats) = styles.inside("cellXfs") else { return BTreeMap::new() };
    let mut codes = BTreeMap::new();
    for format in styles.tags("numFmt") {
        let code = format.attribute("formatCode").and_then(|code| unescape(code).ok());
        if let Some((id, code)) = format.number("numFmtId").zip(code) {
            codes.insert(id, NumberFormat::parse(&code));
        }
    }
    let formats = (0..).zip(cell_formats.tags("xf")).map(|(n, format)| {
        let id = format.number("numFmtId").unwrap_or(0);
        (n, codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id)))
    });
    formats.filter(|(_, format)| !format.is_plain()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_apart(styles: &str) -> Vec<u32> {
        number_formats(styles.as_bytes()).into_keys().collect()
    }

    #[test]
    fn formats_of_cells_are_told_from_those_of_styles() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.0&quot; người&quot;'/>\
            <numFmt formatCode=\"0.0%\" numFmtId=\"165\"/></numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
            <cellXfs><xf numFmtId='0'/><xf numFmtId='165'><alignment/></xf><xf numFmtId='164'/><xf numFmtId='10'/><xf/>\
            </cellXfs><dxfs><xf numFmtId='9'/></dxfs></styleSheet>";
        assert_eq!(told_apart(styles), [1, 3]);
        assert_eq!(told_apart("<styleSheet><cellXfs><xf numFmtId='9'/>"), [0; 0]);
        assert_eq!(told_apart("<x:styleSheet><x:cellXfs><x:xf numFmtId='9'/></x:cellXfs></x:styleSheet>"), [0]);
    }
}
