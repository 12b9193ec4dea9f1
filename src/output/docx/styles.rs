//! The styles of a document. The officer's words stand in styles of their own, since word processors keep a style's name
//! whatever else they rewrite.

use super::measure::twips;
use super::text::BODY_POINTS;
use super::vocabulary::{FONT, OWN, WORD};
use crate::ooxml::element::{Element, element};

/// The style of characters that say what belongs in a place.
pub(super) const HINT: &str = "GoiY";
/// What the name of a place's style begins with.
pub(super) const PLACE: &str = "Lời văn ";

/// The name of [`OWN`].
const OWN_NAME: &str = "Trình bày";

/// Whether a style of this name is one that only the program's own paragraphs have. Names of headings are written in many
/// ways.
pub(super) fn is_own(name: &str) -> bool {
    name == OWN_NAME || name.to_ascii_lowercase().starts_with("heading ")
}

/// The id of a place's style: `LoiVanI1`.
pub(super) fn of_place(key: &str) -> String {
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("LoiVan{key}")
}

/// The styles of a document with these places.
pub(super) fn part(places: &[String]) -> Element {
    element("w:styles")
        .attr("xmlns:w", WORD)
        .child(defaults())
        .child(style("paragraph", "Normal", "Normal").attr("w:default", "1").child(element("w:qFormat")))
        .children((1..=3).map(heading))
        .child(based(style("paragraph", OWN, OWN_NAME).attr("w:customStyle", "1")))
        .child(hint())
        .children(places.iter().map(|key| place(key)))
}

fn style(kind: &'static str, id: &str, name: &str) -> Element {
    element("w:style")
        .attr("w:type", kind)
        .attr("w:styleId", id.to_owned())
        .child(element("w:name").attr("w:val", name.to_owned()))
}

fn based(style: Element) -> Element {
    style.child(element("w:basedOn").attr("w:val", "Normal"))
}

fn defaults() -> Element {
    let fonts = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"];
    let fonts = fonts.into_iter().fold(element("w:rFonts"), |fonts, script| fonts.attr(script, FONT));
    // Without a language Word underlines every Vietnamese word as misspelt.
    let language = element("w:lang").attr("w:val", "vi-VN").attr("w:eastAsia", "vi-VN").attr("w:bidi", "ar-SA");
    let size = |name| element(name).number("w:val", BODY_POINTS * 2);
    let runs = element("w:rPr").child(fonts).child(size("w:sz")).child(size("w:szCs")).child(language);
    element("w:docDefaults").child(element("w:rPrDefault").child(runs)).child(element("w:pPrDefault"))
}

fn heading(level: u32) -> Element {
    let level_properties =
        element("w:pPr").child(element("w:keepNext")).child(element("w:outlineLvl").number("w:val", level - 1));
    based(style("paragraph", &format!("Heading{level}"), &format!("heading {level}")))
        .child(element("w:next").attr("w:val", "Normal"))
        .child(element("w:qFormat"))
        .child(level_properties)
        .child(element("w:rPr").child(element("w:b")).child(element("w:bCs")))
}

fn hint() -> Element {
    let grey = element("w:rPr").child(element("w:color").attr("w:val", "7F7F7F"));
    style("character", HINT, "Gợi ý").attr("w:customStyle", "1").child(grey)
}

/// Set as body text is; what is begun by Enter stays in the place.
fn place(key: &str) -> Element {
    let body = element("w:pPr")
        .child(
            element("w:spacing")
                .number("w:before", 0)
                .number("w:after", 120)
                .number("w:line", 240)
                .attr("w:lineRule", "auto"),
        )
        .child(element("w:ind").number("w:firstLine", twips(10)))
        .child(element("w:jc").attr("w:val", "both"));
    let id = of_place(key);
    based(style("paragraph", &id, &format!("{PLACE}{key}")).attr("w:customStyle", "1"))
        .child(element("w:next").attr("w:val", id.clone()))
        .child(element("w:qFormat"))
        .child(body)
}
