//! The drawing that a sheet's notes need besides their texts: a box for each. What else is drawn there stays.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Node, Patch, XmlDocument};
use crate::value::grid::Address;

/// The drawing of a sheet that has none yet.
pub const EMPTY: &str = concat!(
    r#"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" "#,
    r#"xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>"#,
    r#"</o:shapelayout></xml>"#
);
const SHAPE_TYPE: &str = concat!(
    r#"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">"#,
    r#"<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#
);
/// The first number of a shape in a drawing of its own.
const FIRST_SHAPE: u32 = 1025;

/// Gives every note its box: those of `ours` the anchor given, others one only if they have none; and takes the boxes of
/// notes that are gone. `None` if the drawing isn't as it should be.
pub fn fit(
    text: &str,
    cells: &BTreeSet<Address>,
    gone: &BTreeSet<Address>,
    ours: &BTreeMap<Address, String>,
    default_anchor: impl Fn(Address) -> String,
) -> Option<String> {
    let document = XmlDocument::parse(text)?;
    let root = document.root();
    let mut patch = Patch::of(&document);
    let mut boxed = BTreeSet::new();
    let mut last_number = FIRST_SHAPE - 1;
    for shape in document.named_in(root, VML, "shape") {
        last_number = last_number.max(number(&document, shape).unwrap_or(0));
        let Some((data, at)) = noted_cell(&document, shape) else { continue };
        if gone.contains(&at) || !boxed.insert(at) {
            patch.remove(shape);
        } else if let Some(anchor) = ours.get(&at) {
            match document.child(data, "Anchor") {
                Some(node) => patch.replace(document.content(node), anchor.as_str()),
                None => {
                    let prefix = document.prefix(data);
                    patch.append(data, &format!("<{prefix}Anchor>{anchor}</{prefix}Anchor>"));
                }
            }
        }
    }
    let mut new = String::new();
    for at in cells.difference(&boxed) {
        last_number = last_number.checked_add(1)?;
        let anchor = ours.get(at).cloned().unwrap_or_else(|| default_anchor(*at));
        new.push_str(&shape(last_number, *at, &anchor));
    }
    if !new.is_empty() {
        patch.append(root, &declared(&document, &new));
    }
    Some(patch.apply())
}

/// Shapes as they can stand in a drawing: with their type, and with the prefixes that it doesn't declare.
fn declared(document: &XmlDocument, shapes: &str) -> String {
    let is_type = |node: Node| document.attribute(node, "id").is_some_and(|id| id == "_x0000_t202");
    let has_type = document.named_in(document.root(), VML, "shapetype").any(is_type);
    let shape_type = if has_type { "" } else { SHAPE_TYPE };
    let declared = declarations(document);
    let new = format!("{shape_type}{shapes}");
    // The only two elements that stand in the drawing itself.
    let new = new.replace("<v:shapetype ", &format!("<v:shapetype{declared} "));
    new.replace("<v:shape ", &format!("<v:shape{declared} "))
}

/// The number in a shape's id, such as `_x0000_s1025`.
fn number(document: &XmlDocument, shape: Node) -> Option<u32> {
    let id = document.attribute(shape, "id")?;
    id.rsplit_once("_s")?.1.parse().ok()
}

/// The cell whose note a shape is the box of.
fn noted_cell(document: &XmlDocument, shape: Node) -> Option<(Node, Address)> {
    let data = document.named_in(shape, EXCEL, "ClientData").next()?;
    if document.attribute(data, "ObjectType")? != "Note" {
        return None;
    }
    let number = |name| document.text_of(document.child(data, name)?).trim().parse().ok();
    Some((data, Address::new(number("Row")?, number("Column")?)))
}

const VML: &str = "urn:schemas-microsoft-com:vml";
const EXCEL: &str = "urn:schemas-microsoft-com:office:excel";
/// The drawing's namespaces with the prefixes used here.
const NAMESPACES: [(&str, &str); 3] = [("v", VML), ("o", "urn:schemas-microsoft-com:office:office"), ("x", EXCEL)];

/// The declarations that a new element in a drawing needs besides those that hold there.
fn declarations(document: &XmlDocument) -> String {
    let root = document.root();
    let is_missing = |(prefix, namespace): &(&str, &str)| document.namespace_of(root, prefix) != Some(*namespace);
    let missing = NAMESPACES.into_iter().filter(is_missing);
    missing.map(|(prefix, namespace)| format!(" xmlns:{prefix}=\"{namespace}\"")).collect()
}

fn shape(number: u32, at: Address, anchor: &str) -> String {
    format!(
        concat!(
            r##"<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;z-index:{z};visibility:hidden" "##,
            r##"fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" "##,
            r##"obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">"##,
            r##"<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>"##,
            r##"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"##,
            r##"<x:Column>{col}</x:Column></x:ClientData></v:shape>"##
        ),
        number = number,
        z = number - FIRST_SHAPE + 1,
        anchor = anchor,
        row = at.row,
        col = at.col
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_come_and_go_with_their_notes() {
        let at = |col| Address::new(13, col);
        let anchors = |cells: &[u32]| cells.iter().map(|col| (at(*col), format!("{col}, 0"))).collect();
        let both: BTreeSet<Address> = [at(3), at(4)].into();
        let fresh = |_| "9, 9".to_owned();
        let once = fit(EMPTY, &both, &BTreeSet::new(), &anchors(&[3]), fresh).expect("a drawing");
        assert_eq!((once.matches("<v:shape ").count(), once.matches("<v:shapetype").count()), (2, 1));
        assert!(once.contains("_x0000_s1026") && once.contains(">3, 0<") && once.contains(">9, 9<"), "{once}");
        let twice = fit(&once, &[at(4)].into(), &[at(3)].into(), &anchors(&[4]), fresh).expect("a drawing");
        assert_eq!(twice.matches("<v:shape ").count(), 1);
        assert!(twice.contains("<x:Anchor>4, 0</x:Anchor>"), "{twice}");
        assert!(fit("<xml>", &both, &BTreeSet::new(), &anchors(&[]), fresh).is_none());
    }

    #[test]
    fn a_drawing_may_have_other_prefixes() {
        let other = EMPTY
            .replace("xmlns:v", "xmlns:ns1")
            .replace("v:", "ns1:")
            .replace("xmlns:x=\"urn:schemas-microsoft-com:office:excel\"", "");
        let cells: BTreeSet<Address> = [Address::new(1, 1)].into();
        let none = (BTreeSet::new(), BTreeMap::new());
        let text = fit(&other, &cells, &none.0, &none.1, |_| "1, 2".to_owned()).expect("a drawing");
        assert!(text.contains("<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:x=\"urn"), "{text}");
        assert!(crate::ooxml::xml::check(text.as_bytes()).is_ok(), "{text}");
        // A box is found again under any prefix.
        let again = fit(&text, &BTreeSet::new(), &cells, &none.1, |_| String::new()).expect("a drawing");
        assert!(!again.contains("v:shape "), "{again}");
    }
}
