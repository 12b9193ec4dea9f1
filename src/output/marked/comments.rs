//! A sheet's notes: adds ours, removes ours of an earlier marking, and leaves the agency's own as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::Mark;
use super::relations::Dialect;
use super::xml::{Node, Patch, XmlDocument, escaped};
use crate::intake::own_note::own_part;
use crate::value::grid::Address;

const AUTHOR: &str = "bhxh";
/// Tahoma is what Excel writes notes in, and has all Vietnamese letters.
const FONT: &str = r#"<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>"#;

/// The part of a sheet that has no notes yet.
pub fn empty(dialect: Dialect) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{}\"><authors><author>{AUTHOR}\
         </author></authors><commentList></commentList></comments>",
        dialect.main
    )
}

/// The notes as they are after marking.
pub struct Noted {
    pub text: String,
    /// Every cell that has a note now.
    pub cells: BTreeSet<Address>,
    /// The texts of notes that contain ours, from which the size of their boxes is computed.
    pub ours: BTreeMap<Address, String>,
    /// The cells whose notes were only ours, and are gone.
    pub gone: BTreeSet<Address>,
}

/// Removes our earlier text from a sheet's notes and adds the new one. `None` if the part isn't valid.
pub fn annotate(text: &str, marks: &BTreeMap<Address, Mark>) -> Option<Noted> {
    let document = XmlDocument::parse(text)?;
    let root = document.root();
    let (authors, list) = (document.child(root, "authors")?, document.child(root, "commentList")?);
    let mut patch = Patch::of(&document);
    let mut noted = Noted { text: String::new(), cells: BTreeSet::new(), ours: BTreeMap::new(), gone: BTreeSet::new() };
    for comment in document.named(list, "comment") {
        let at = Address::parse(&document.attribute(comment, "ref")?)?;
        let kept = without_ours(&document, &mut patch, comment);
        match (kept, marks.get(&at)) {
            (Some(kept), Some(mark)) if !noted.cells.contains(&at) => {
                add_ours(&document, &mut patch, comment, mark)?;
                noted.ours.insert(at, format!("{kept}\n{}", said(mark)));
                noted.cells.insert(at);
            }
            (Some(_), _) => drop(noted.cells.insert(at)),
            (None, _) => {
                patch.remove(comment);
                noted.gone.insert(at);
            }
        }
    }
    let prefix = document.prefix(list);
    let unnoted: Vec<(&Address, &Mark)> = marks.iter().filter(|(at, _)| !noted.cells.contains(at)).collect();
    let author = if unnoted.is_empty() { 0 } else { author(&document, &mut patch, authors) };
    let mut new = String::new();
    for (at, mark) in unnoted {
        noted.cells.insert(*at);
        noted.gone.remove(at);
        noted.ours.insert(*at, said(mark));
        new.push_str(&format!(
            "<{prefix}comment ref=\"{at}\" authorId=\"{author}\"><{prefix}text>{}</{prefix}text></{prefix}comment>",
            runs(mark, prefix, "")
        ));
    }
    if !new.is_empty() {
        patch.append(list, &new);
    }
    noted.text = patch.apply();
    Some(noted)
}

/// The pieces of a note's text that show.
fn pieces(document: &XmlDocument, comment: Node) -> Vec<Node> {
    let text = document.child(comment, "text").into_iter();
    let children = text.flat_map(|text| document.children(text));
    let mut pieces = Vec::new();
    for child in children {
        match document.name(child) {
            "t" => pieces.push(child),
            "r" => pieces.extend(document.named(child, "t")),
            _ => {}
        }
    }
    pieces
}

/// Removes our text from a note and returns what the agency wrote; `None` if the note was only ours.
fn without_ours(document: &XmlDocument, patch: &mut Patch, comment: Node) -> Option<String> {
    let pieces = pieces(document, comment);
    let texts: Vec<String> = pieces.iter().map(|piece| document.text_of(*piece).into_owned()).collect();
    let whole = texts.concat();
    let Some(own) = own_part(&whole) else { return Some(whole) };
    let kept = format!("{}{}", &whole[..own.start], &whole[own.end..]);
    if kept.trim().is_empty() {
        return None;
    }
    // Also removes the empty lines that separated our text.
    let before = whole[..own.start].trim_end().len();
    let mut start = 0;
    for (piece, text) in pieces.iter().zip(&texts) {
        let is_kept = |at: usize| at < before || at >= own.end;
        let left: String = text.char_indices().filter(|(at, _)| is_kept(start + at)).map(|(_, c)| c).collect();
        if left != *text {
            let prefix = document.prefix(*piece);
            patch.replace(
                document.range(*piece),
                format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", escaped(&left)),
            );
        }
        start += text.len();
    }
    Some(kept.trim_end().to_owned())
}

/// Puts our part below what the agency wrote.
fn add_ours(document: &XmlDocument, patch: &mut Patch, comment: Node, mark: &Mark) -> Option<()> {
    let text = document.child(comment, "text")?;
    let prefix = document.prefix(text);
    let ours = runs(mark, prefix, "\n\n");
    let last = document.children(text).filter(|node| matches!(document.name(*node), "t" | "r")).last();
    match last {
        None => patch.append(text, &ours),
        Some(last) => {
            // A note holds either bare text or runs, so bare text becomes a run first.
            for plain in document.named(text, "t") {
                patch.insert_before(plain, format!("<{prefix}r>"));
                let close = format!("</{prefix}r>");
                patch.insert_after(plain, if plain == last { format!("{close}{ours}") } else { close });
            }
            if document.name(last) == "r" {
                patch.insert_after(last, ours);
            }
        }
    }
    Some(())
}

fn said(mark: &Mark) -> String {
    let (head, rest) = mark.note();
    format!("{head}{rest}")
}

fn runs(mark: &Mark, prefix: &str, before: &str) -> String {
    let (head, rest) = mark.note();
    let font = FONT.replace('<', &format!("<{prefix}"));
    format!(
        "<{prefix}r><{prefix}rPr><{prefix}b/>{font}</{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t>\
         </{prefix}r><{prefix}r><{prefix}rPr>{font}</{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t>\
         </{prefix}r>",
        escaped(&format!("{before}{head}")),
        escaped(&rest)
    )
}

/// Our position in the list of authors; we are added if we aren't in it.
fn author(document: &XmlDocument, patch: &mut Patch, authors: Node) -> usize {
    let names: Vec<Node> = document.named(authors, "author").collect();
    if let Some(known) = names.iter().position(|name| document.text_of(*name) == AUTHOR) {
        return known;
    }
    let prefix = document.prefix(authors);
    patch.append(authors, &format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
    names.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::marked::marks::Tint;
    use crate::output::marked::relations::TRANSITIONAL;

    fn mark(what: &str) -> BTreeMap<Address, Mark> {
        let at = Address::new(13, 3);
        [(at, Mark { tint: Tint::Error, paragraphs: vec![what.to_owned()] })].into_iter().collect()
    }

    #[test]
    fn a_note_of_ours_comes_and_goes() {
        let dialect = TRANSITIONAL;
        let once = annotate(&empty(dialect), &mark("trống & sai")).expect("a part");
        assert!(
            once.text.contains("ref=\"D14\" authorId=\"0\"") && once.text.contains("trống &amp; sai"),
            "{}",
            once.text
        );
        let twice = annotate(&once.text, &mark("khác")).expect("a part");
        assert!(!twice.text.contains("trống") && twice.text.contains("khác"), "{}", twice.text);
        assert_eq!((twice.cells.len(), twice.gone.len()), (1, 0));
        let gone = annotate(&twice.text, &BTreeMap::new()).expect("a part");
        assert_eq!((gone.text, gone.cells.len(), gone.gone.len()), (empty(dialect), 0, 1));
    }

    #[test]
    fn what_the_agency_wrote_stays() {
        for own in [
            "<t>Chị Lan xem lại</t>",
            "<r><rPr><b/></rPr><t>Chị Lan</t></r><r><t xml:space=\"preserve\"> xem lại</t></r>",
        ] {
            let text = empty(TRANSITIONAL).replace("<author>bhxh</author>", "<author>Lan</author>").replace(
                "<commentList></commentList>",
                &format!("<commentList><comment ref=\"D14\" authorId=\"0\"><text>{own}</text></comment></commentList>"),
            );
            let once = annotate(&text, &mark("trống")).expect("a part");
            assert!(once.ours[&Address::new(13, 3)].starts_with("Chị Lan xem lại\nKẾT QUẢ"), "{:?}", once.ours);
            assert!(once.text.contains("authorId=\"0\"") && once.text.contains(">Lan<"), "{}", once.text);
            let again = annotate(&once.text, &mark("khác")).expect("a part");
            assert_eq!(again.text.matches("KẾT QUẢ").count(), 1, "{}", again.text);
            let back = annotate(&again.text, &BTreeMap::new()).expect("a part");
            let document = XmlDocument::parse(&back.text).expect("well-formed");
            let comment = document.descendants(0).find(|node| document.name(*node) == "comment").expect("it is there");
            let shown: String = pieces(&document, comment).iter().map(|piece| document.text_of(*piece)).collect();
            assert_eq!((shown.as_str(), back.gone.len()), ("Chị Lan xem lại", 0));
        }
    }
}
