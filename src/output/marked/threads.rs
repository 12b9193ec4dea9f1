//! Threaded comments. Newer Excel shows them instead of a cell's note, so text in the note alone would not be seen: our
//! text is also a reply in the thread. Other programs show the note.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::book::MarkedBook;
use super::marks::Mark;
use super::package::MarkedPackage;
use super::relations::{self, Relations};
use super::xml::{Node, Patch, XmlDocument, escaped};
use crate::intake::own_note::without_own_part;
use crate::value::grid::Address;
use chrono::NaiveDate;

const NAMESPACE: &str = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments";
const PERSON_RELATION: &str = "http://schemas.microsoft.com/office/2017/10/relationships/person";
const PERSONS: &str = "application/vnd.ms-excel.person+xml";
const NAME: &str = "bhxh";

/// Takes our earlier replies out of a sheet's threads and adds the new ones; nothing for a sheet without threads. `None` if
/// a part isn't as it should be.
pub fn reply(
    package: &mut MarkedPackage,
    book: &mut MarkedBook,
    sheet: &Relations,
    marks: &BTreeMap<Address, Mark>,
    today: NaiveDate,
) -> Option<()> {
    let Some(part) = sheet.first("threadedComment").map(str::to_owned) else { return Some(()) };
    let text = package.read(&part)?;
    let threads = Threads::parse(&text)?;
    let mut patch = Patch::of(&threads.document);
    threads.take_back(&mut patch);
    let marked: Vec<(&Thread, &Mark)> =
        threads.list.iter().filter_map(|thread| Some((thread, marks.get(&thread.at)?))).collect();
    if !marked.is_empty() {
        let person = person(package, book)?;
        for (thread, mark) in marked {
            patch.insert_after(thread.last, threads.reply(thread, mark, &person, today));
        }
    }
    if !patch.is_empty() {
        package.write(&part, patch.apply());
    }
    Some(())
}

/// The part of a sheet's threads.
struct Threads<'t> {
    document: XmlDocument<'t>,
    list: Vec<Thread>,
}

struct Thread {
    at: Address,
    id: String,
    /// The last comment that belongs to it.
    last: Node,
}

impl<'t> Threads<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let document = XmlDocument::parse(text)?;
        let root = document.root();
        if !document.is(root, NAMESPACE, "ThreadedComments") {
            return None;
        }
        let mut list: Vec<Thread> = Vec::new();
        for comment in document.named(root, "threadedComment") {
            match document.attribute(comment, "parentId") {
                Some(parent) => {
                    if let Some(thread) = list.iter_mut().find(|thread| thread.id == *parent) {
                        thread.last = comment;
                    }
                }
                None => {
                    let at = Address::parse(&document.attribute(comment, "ref")?)?;
                    let id = document.attribute(comment, "id")?.into_owned();
                    list.push(Thread { at, id, last: comment });
                }
            }
        }
        Some(Threads { document, list })
    }

    /// Removes our replies; what somebody else wrote into one stays.
    fn take_back(&self, patch: &mut Patch) {
        let document = &self.document;
        for comment in document.named(document.root(), "threadedComment") {
            let Some(text) = document.child(comment, "text") else { continue };
            let said = document.text_of(text);
            let kept = without_own_part(&said);
            let is_reply = document.attribute(comment, "parentId").is_some();
            if kept == said {
                continue;
            }
            if kept.trim().is_empty() && is_reply {
                patch.remove(comment);
            } else {
                patch.replace(document.content(text), escaped(kept.trim()));
            }
        }
    }

    fn reply(&self, thread: &Thread, mark: &Mark, person: &str, today: NaiveDate) -> String {
        let prefix = self.document.prefix(self.document.root());
        let (head, rest) = mark.note();
        format!(
            "<{prefix}threadedComment ref=\"{}\" dT=\"{}T00:00:00.00\" personId=\"{}\" id=\"{}\" parentId=\"{}\">\
             <{prefix}text>{}</{prefix}text></{prefix}threadedComment>",
            thread.at,
            today.format("%Y-%m-%d"),
            escaped(person),
            guid(&format!("{}/{}", thread.id, thread.at)),
            escaped(&thread.id),
            escaped(&format!("{head}{rest}")),
        )
    }
}

/// The id under which the replies are signed; our name is added to the persons if it isn't there.
fn person(package: &mut MarkedPackage, book: &mut MarkedBook) -> Option<String> {
    let known = book.relations.first("person").map(str::to_owned);
    let part = match known {
        Some(part) => part,
        None => add_persons(package, book)?,
    };
    let text = package.read(&part)?;
    let document = XmlDocument::parse(&text)?;
    let root = document.root();
    let is_ours = |node: &Node| document.attribute(*node, "displayName").is_some_and(|name| name == NAME);
    if let Some(ours) = document.named(root, "person").find(is_ours) {
        return document.attribute(ours, "id").map(Cow::into_owned);
    }
    let (id, prefix) = (guid(NAME), document.prefix(root));
    let mut patch = Patch::of(&document);
    let person = format!(r#"<{prefix}person displayName="{NAME}" id="{id}" userId="{NAME}" providerId="None"/>"#);
    patch.append(root, &person);
    package.write(&part, patch.apply());
    Some(id)
}

fn add_persons(package: &mut MarkedPackage, book: &mut MarkedBook) -> Option<String> {
    let part = book.free_name(package, "persons/person", ".xml");
    book.relations.add(package, PERSON_RELATION, &part)?;
    relations::declare(package, &part, PERSONS)?;
    package.write(&part, format!("<personList xmlns=\"{NAMESPACE}\"></personList>"));
    Some(part)
}

/// An id made of a text, so that the same copy has the same bytes.
fn guid(text: &str) -> String {
    let digest = Sha256::digest(format!("bhxh {text}"));
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02X}")).collect();
    // The digits that say which kind of id it is: one made by an application.
    format!("{{{}-{}-8{}-8{}-{}}}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}
