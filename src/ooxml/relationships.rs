//! What a part of a package refers to: its relationships, each under an Id that stands once.

use std::collections::HashSet;

use super::package::{resolve, unescaped};
use super::walk::Walk;
use super::xml::{FaultKind, Namespace, Scanner, XmlFault};

/// How many relationships a part may have.
const MAX_RELATIONSHIPS: u64 = 100_000;

/// What a part refers to within the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The Id by which the part names it.
    pub id: String,
    /// The last word of its type, such as `worksheet`; the standard's two editions differ before it.
    pub kind: String,
    /// The name of the part, from the root.
    pub target: String,
}

/// Why relationships can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationshipFault {
    /// The text isn't sound.
    Xml(XmlFault),
    /// This Id stands twice.
    Doubled(String),
}

impl From<XmlFault> for RelationshipFault {
    fn from(fault: XmlFault) -> Self {
        RelationshipFault::Xml(fault)
    }
}

/// The name of the part that holds a part's relationships; of the package's own if the name is empty.
pub fn part_of(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let separator = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{separator}_rels/{file}.rels")
}

/// Reads the relationships of the part of this name. Those that lead out of the package are left out.
///
/// # Errors
///
/// When the text isn't sound, or an Id stands twice.
pub fn read(text: &str, of: &str) -> Result<Vec<Relationship>, RelationshipFault> {
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let scanner = Scanner::new(text).allow_tags(MAX_RELATIONSHIPS);
    let mut walk = Walk::into_root(scanner, Namespace::PackageRelationships, "Relationships")?;
    let mut found = Vec::new();
    let mut ids = HashSet::new();
    while let Some(name) = walk.child()? {
        let missing = walk.fault(FaultKind::Misplaced);
        if name != "Relationship" {
            return Err(missing.into());
        }
        let id = walk.attribute("Id").ok_or(missing)?.into_owned();
        if !ids.insert(id.clone()) {
            return Err(RelationshipFault::Doubled(id));
        }
        let kind = walk.attribute("Type").ok_or(missing)?;
        let target = walk.attribute("Target").ok_or(missing)?;
        if walk.attribute("TargetMode").as_deref() != Some("External") {
            let kind = kind.rsplit('/').next().unwrap_or(&kind).to_owned();
            found.push(Relationship { id, kind, target: resolve(folder, &unescaped(&target)) });
        }
        walk.leave()?;
    }
    walk.end()?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relationships(content: &str) -> Result<Vec<Relationship>, RelationshipFault> {
        let uri = "http://schemas.openxmlformats.org/package/2006/relationships";
        read(&format!("<Relationships xmlns='{uri}'>{content}</Relationships>"), "xl/worksheets/sheet1.xml")
    }

    #[test]
    fn relationships_lead_to_parts_by_the_end_of_their_type() {
        let found = relationships(
            "<Relationship Id='a' Type='http://x/y/comments' Target='../Comments%201.xml'/>\
             <Relationship Id='b' Type='http://x/y/hyperlink' Target='http://z' TargetMode='External'/>",
        );
        let relationship =
            Relationship { id: "a".to_owned(), kind: "comments".to_owned(), target: "xl/comments 1.xml".to_owned() };
        assert_eq!(found, Ok(vec![relationship]));
        assert_eq!(part_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(part_of(""), "_rels/.rels");
    }

    #[test]
    fn an_id_stands_once_and_nothing_is_left_out() {
        let one = "<Relationship Id='a' Type='t' Target='x' TargetMode='External'/>";
        assert_eq!(relationships(&one.repeat(2)), Err(RelationshipFault::Doubled("a".to_owned())));
        for attribute in ["Id='a'", "Type='t'", "Target='x'"] {
            assert!(
                matches!(relationships(&one.replace(attribute, "")), Err(RelationshipFault::Xml(_))),
                "{attribute}"
            );
        }
        assert!(matches!(relationships("<Relation/>"), Err(RelationshipFault::Xml(_))));
    }
}
