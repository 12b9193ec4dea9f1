//! From how many units a return was added up, in short.

use std::fmt;

/// From how many units a return was added up, and whose numbers are missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitExtent {
    /// How many units were asked.
    pub expected: usize,
    /// The numbers of how many were added up.
    pub accepted: usize,
    /// The units whose numbers are missing, those below units among them.
    pub missing: Vec<Missing>,
    /// The units that collect themselves and lack some of theirs.
    pub partial: Vec<CollectingUnit>,
    /// What is still to be cleared up with units below.
    pub open: Vec<OpenBelow>,
    /// Whether nothing proves the others: the return's own sources can't be used. They are then what its cover says, or nothing
    /// where it says nothing.
    pub is_unproven: bool,
}

/// Something that a collector hasn't cleared up with one of its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBelow {
    /// The unit's code; of one below another that one's first.
    pub unit: String,
    /// The name.
    pub name: String,
    /// Whose unit it is, as in [`Missing::of`].
    pub of: String,
    /// What it is about.
    pub kind: OpenKind,
    /// What it is, in words.
    pub what: String,
}

/// What something open below is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenKind {
    /// A number isn't what the unit's own units add up to, and nobody says why: the codes of form, row and column.
    Number {
        /// The form's code.
        form: String,
        /// The row's code.
        row: String,
        /// The column's key.
        column: String,
    },
    /// A sheet of the unit's sources was changed or lost; what they were is known, or that all of its units are in.
    SourcesChanged,
    /// Nobody can tell from which units the unit's numbers were added up.
    SourcesGone,
}

/// A unit whose numbers are missing, or one below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The unit's code; of one below another that one's first: `ubnd-bu-dang/bu-dang-bom-bo`.
    pub unit: String,
    /// The name.
    pub name: String,
    /// How it stands, in words.
    pub why: String,
    /// Whose unit it is: the name of the unit that collects from it, and above which it stands; empty for a unit of the collector.
    pub of: String,
}

/// A unit that collects from units of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectingUnit {
    /// The unit's code; of one below another that one's first.
    pub unit: String,
    /// The name.
    pub name: String,
    /// How many units it asked.
    pub expected: usize,
    /// The numbers of how many it added up.
    pub accepted: usize,
}

impl UnitExtent {
    /// Whether all units' numbers are in, those below units among them, and nothing about them is open.
    pub fn is_whole(&self) -> bool {
        !self.may_lack_units() && self.open.is_empty()
    }

    /// Whether numbers of units are missing, or nobody can tell that none are.
    pub fn may_lack_units(&self) -> bool {
        let is_gone = |open: &OpenBelow| open.kind == OpenKind::SourcesGone;
        self.is_unproven || !self.missing.is_empty() || self.accepted < self.expected || self.open.iter().any(is_gone)
    }

    /// The codes of the units whose numbers are missing, or may be; `None` where nobody can tell which these are.
    pub fn lacking(&self) -> Option<Vec<&str>> {
        let n_missing_below = |of: &str| {
            let codes = self.missing.iter().map(|missing| missing.unit.as_str());
            codes.filter(|code| above(code) == of).count()
        };
        let is_nobody_named = self.missing.is_empty() && self.partial.is_empty();
        let has_all = self.expected > 0 && self.accepted >= self.expected;
        if self.is_unproven && is_nobody_named && !has_all
            || n_missing_below("") < self.expected.saturating_sub(self.accepted)
        {
            return None;
        }
        // A unit whose own missing units aren't all named stands for them.
        let is_unnamed = |of: &&CollectingUnit| n_missing_below(&of.unit) < of.expected.saturating_sub(of.accepted);
        let unnamed = self.partial.iter().filter(is_unnamed).map(|of| of.unit.as_str());
        // One without sources whose cover names those that it lacks lacks only these.
        let is_named = |unit: &str| n_missing_below(unit) > 0 || self.partial.iter().any(|of| above(&of.unit) == unit);
        let gone = self.open.iter().filter(|open| open.kind == OpenKind::SourcesGone && !is_named(&open.unit));
        let gone = gone.map(|open| open.unit.as_str());
        Some(self.missing.iter().map(|missing| missing.unit.as_str()).chain(unnamed).chain(gone).collect())
    }

    /// Those of two returns whose numbers are one.
    #[must_use]
    pub fn with(&self, other: &UnitExtent) -> UnitExtent {
        UnitExtent {
            expected: self.expected + other.expected,
            accepted: self.accepted + other.accepted,
            missing: [&self.missing[..], &other.missing].concat(),
            partial: [&self.partial[..], &other.partial].concat(),
            open: [&self.open[..], &other.open].concat(),
            is_unproven: self.is_unproven || other.is_unproven,
        }
    }

    /// `139/141`.
    pub fn ratio(&self) -> String {
        format!("{}/{}", self.accepted, self.expected)
    }

    /// As it is written (`139/141 stc`, and in the lines below it the names); `None` if it is no such text. Texts of earlier versions
    /// have no names.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let first = lines.next()?;
        let (ratio, codes) = first.split_once(' ').unwrap_or((first, ""));
        let (accepted, expected) = counts(ratio)?;
        let missing = codes.split(' ').filter(|code| !code.is_empty()).map(Missing::only_code).collect();
        let mut extent = UnitExtent { expected, accepted, missing, ..UnitExtent::default() };
        for line in lines {
            extent.add(line);
        }
        Some(extent)
    }

    /// Adds what a line says; one that says nothing it knows is passed over.
    fn add(&mut self, line: &str) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            [UNPROVEN] => self.is_unproven = true,
            [OPEN, unit, name, of, kind, what] => self.open.extend(OpenKind::parse(kind).map(|kind| OpenBelow {
                unit: unit.to_owned(),
                name: name.to_owned(),
                of: of.to_owned(),
                kind,
                what: what.to_owned(),
            })),
            [unit, name, why, of] => {
                if let Some(missing) = self.missing.iter_mut().find(|missing| missing.unit == unit) {
                    *missing =
                        Missing { name: name.to_owned(), why: why.to_owned(), of: of.to_owned(), ..missing.clone() };
                }
            }
            [unit, name, ratio] => self.partial.extend(counts(ratio).map(|(accepted, expected)| CollectingUnit {
                unit: unit.to_owned(),
                name: name.to_owned(),
                expected,
                accepted,
            })),
            _ => {}
        }
    }
}

/// The code of the unit that a unit is below; empty for one of the collector's own.
fn above(code: &str) -> &str {
    code.rsplit_once('/').map_or("", |(above, _)| above)
}

/// The line that says that nothing proves the numbers.
const UNPROVEN: &str = "unproven";
/// What a line of something open begins with.
const OPEN: &str = "open";

impl OpenKind {
    /// As it is written.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split(' ').collect::<Vec<_>>()[..] {
            ["number", form, row, column] => {
                Some(OpenKind::Number { form: form.to_owned(), row: row.to_owned(), column: column.to_owned() })
            }
            ["sources-changed"] => Some(OpenKind::SourcesChanged),
            ["sources-gone"] => Some(OpenKind::SourcesGone),
            _ => None,
        }
    }
}

/// By the codes, which have no spaces.
impl fmt::Display for OpenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenKind::Number { form, row, column } => write!(f, "number {form} {row} {column}"),
            OpenKind::SourcesChanged => write!(f, "sources-changed"),
            OpenKind::SourcesGone => write!(f, "sources-gone"),
        }
    }
}

/// `139/141` as numbers.
fn counts(ratio: &str) -> Option<(usize, usize)> {
    let (accepted, expected) = ratio.split_once('/')?;
    Some((accepted.parse().ok()?, expected.parse().ok()?))
}

impl Missing {
    fn only_code(code: &str) -> Self {
        Missing { unit: code.to_owned(), name: String::new(), why: String::new(), of: String::new() }
    }
}

/// As a hidden sheet keeps it: `139/141 stc ubnd-bu-dang/bom-bo`, and a line for each name.
impl fmt::Display for UnitExtent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ratio())?;
        self.missing.iter().try_for_each(|missing| write!(f, " {}", missing.unit))?;
        for Missing { unit, name, why, of } in &self.missing {
            write!(f, "\n{unit}\t{}\t{}\t{}", in_line(name), in_line(why), in_line(of))?;
        }
        for CollectingUnit { unit, name, expected, accepted } in &self.partial {
            write!(f, "\n{unit}\t{}\t{accepted}/{expected}", in_line(name))?;
        }
        for OpenBelow { unit, name, of, kind, what } in &self.open {
            write!(f, "\n{OPEN}\t{unit}\t{}\t{}\t{kind}\t{}", in_line(name), in_line(of), in_line(what))?;
        }
        if self.is_unproven { write!(f, "\n{UNPROVEN}") } else { Ok(()) }
    }
}

/// A text without what parts lines and fields.
fn in_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let missing = |unit: &str, of: &str| Missing {
            unit: unit.to_owned(),
            name: format!("Đơn vị {unit}"),
            why: "Chưa gửi".to_owned(),
            of: of.to_owned(),
        };
        let below = CollectingUnit { unit: "h-1".to_owned(), name: "Huyện 1".to_owned(), expected: 3, accepted: 2 };
        let missing = vec![missing("stc", ""), missing("h-1/x-2", "Huyện 1")];
        let number = OpenKind::Number { form: "bieu".to_owned(), row: "dong-1".to_owned(), column: "cot".to_owned() };
        let open = [number, OpenKind::SourcesChanged, OpenKind::SourcesGone].map(open);
        let some = UnitExtent {
            expected: 141,
            accepted: 139,
            missing,
            partial: vec![below],
            open: open.to_vec(),
            is_unproven: true,
        };
        for extent in [some, UnitExtent { expected: 2, accepted: 2, ..UnitExtent::default() }] {
            assert_eq!(UnitExtent::parse(&extent.to_string()), Some(extent));
        }
        assert_eq!(["", "1", "1/x", "a/1 b"].map(UnitExtent::parse), [None, None, None, None]);
    }

    fn open(kind: OpenKind) -> OpenBelow {
        let text = |text: &str| text.to_owned();
        OpenBelow { unit: text("h-1"), name: text("Huyện 1"), of: String::new(), kind, what: text("chưa rõ") }
    }

    #[test]
    fn a_number_in_question_is_no_missing_unit() {
        let number = OpenKind::Number { form: "b".to_owned(), row: "d".to_owned(), column: "c".to_owned() };
        let with =
            |kind: OpenKind| UnitExtent { expected: 2, accepted: 2, open: vec![open(kind)], ..UnitExtent::default() };
        let said = |of: UnitExtent| (of.is_whole(), of.may_lack_units());
        assert_eq!(said(with(number)), (false, false));
        assert_eq!(said(with(OpenKind::SourcesGone)), (false, true));
        let unproven = UnitExtent { expected: 2, accepted: 2, is_unproven: true, ..UnitExtent::default() };
        assert_eq!(said(unproven), (false, true));
        assert_eq!(said(UnitExtent { expected: 2, accepted: 2, ..UnitExtent::default() }), (true, false));
    }

    #[test]
    fn who_may_be_missing_is_known_as_long_as_all_are_named() {
        let lacking = |text: &str| {
            let extent = UnitExtent::parse(text).expect("an extent");
            extent.lacking().map(|units| units.join(" "))
        };
        let known = |units: &str| Some(units.to_owned());
        assert_eq!(lacking("2/2"), known(""));
        assert_eq!(lacking("139/141 stc h-1/x-2 sct"), known("stc h-1/x-2 sct"));
        assert_eq!(lacking("139/141 stc h-1/x-2"), None, "one is missing and isn't named");
        assert_eq!(lacking("2/2 h-1/x-2\nh-1\tHuyện 1\t1/2"), known("h-1/x-2"));
        assert_eq!(lacking("2/2 h-1/x-2\nh-1\tHuyện 1\t1/3"), known("h-1/x-2 h-1"));
        assert_eq!(lacking("2/2\nopen\th-1\tHuyện 1\t\tsources-gone\tmất nguồn"), known("h-1"));
        let gone = "open\th-1\tHuyện 1\t\tsources-gone\tmất nguồn";
        assert_eq!(
            lacking(&format!("2/2 h-1/x-2\nh-1\tHuyện 1\t1/2\n{gone}")),
            known("h-1/x-2"),
            "as its cover names it"
        );
        assert_eq!(lacking(&format!("2/2 h-1/x-2\nh-1\tHuyện 1\t1/3\n{gone}")), known("h-1/x-2 h-1"));
        assert_eq!(lacking("2/2\nunproven"), known(""), "as the cover says");
        assert_eq!(lacking("0/0\nunproven"), None);
        assert_eq!(lacking("139/141 stc sct\nunproven"), known("stc sct"), "as the cover names them");
    }

    #[test]
    fn a_text_without_names_is_read_as_before() {
        let extent = UnitExtent::parse("139/141 stc h-1/x-2").expect("a text of an earlier version");
        assert_eq!(extent.missing.iter().map(|missing| missing.unit.as_str()).collect::<Vec<_>>(), ["stc", "h-1/x-2"]);
        assert!(extent.missing.iter().all(|missing| missing.name.is_empty()) && extent.partial.is_empty());
    }
}
