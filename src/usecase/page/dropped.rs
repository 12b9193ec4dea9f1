//! What a file is that is dropped on the page, told by its content: a return to be checked, or something that helps.

use serde::Serialize;

use crate::intake::container::may_be_workbook;
use crate::intake::identify::{OwnBook, own_book};
use crate::output::docx::read_prose;

/// What a dropped file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dropped {
    /// A plan, as a workbook or as text.
    Plan,
    /// A provincial workbook.
    Provincial,
    /// Targets assigned for a year.
    Assigned,
    /// A document of this program's, with places for the officer's words.
    Prose,
    /// Another output of this program, for which the page has no use.
    Output,
    /// Anything else, to be checked as a return.
    Return,
}

impl Dropped {
    /// `name` is heard only of a text: what is called `.toml` is a plan, be it a broken one.
    pub fn of(bytes: &[u8], name: &str) -> Self {
        if !may_be_workbook(bytes) {
            return if is_plan_text(bytes, name) { Dropped::Plan } else { Dropped::Return };
        }
        match own_book(bytes) {
            Some(OwnBook::Plan) => Dropped::Plan,
            Some(OwnBook::Provincial) => Dropped::Provincial,
            Some(OwnBook::Assigned) => Dropped::Assigned,
            Some(OwnBook::Report | OwnBook::Other) => Dropped::Output,
            None if read_prose(bytes).is_ok() => Dropped::Prose,
            None => Dropped::Return,
        }
    }
}

/// Whether a text is a plan: it has the plan's first section.
fn is_plan_text(bytes: &[u8], name: &str) -> bool {
    let is_named = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("toml"));
    is_named || std::str::from_utf8(bytes).is_ok_and(|text| text.lines().any(|line| line.trim() == "[plan]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_one_by_its_content_whatever_it_is_called() {
        let text = b"# K\xe1\xba\xbf ho\xe1\xba\xa1ch\n[plan]\nid = \"a\"\n";
        assert_eq!(Dropped::of(text, "thu.txt"), Dropped::Plan);
        assert_eq!(Dropped::of(b"id = 1", "hong.toml"), Dropped::Plan);
        assert_eq!(Dropped::of(b"a plan", "ke-hoach.txt"), Dropped::Return);
        assert_eq!(Dropped::of(b"", "a.xlsx"), Dropped::Return);
    }
}
