//! Whom a cover names as missing, in the words in which the program wrote it: `Chưa có số liệu của: Sở Xây dựng (chưa gửi); …`. A return that lost
//! its sheets of sources still tells by it whose numbers aren't in it.

use crate::plan::{Plan, Tier};
use crate::rollup::{self, CollectingUnit, Missing, StatedExtent, UnitExtent};
use crate::value::grid::{Address, Sheet};
use crate::value::{text, wording};

/// What stands before the units that lack some of theirs.
const AMONG_THEM: &str = "; trong đó ";
/// What stands between such a unit and how many it has.
const ADDED_UP_FROM: &str = " mới tổng hợp từ ";

/// From how many units a return was added up by its cover alone, with those that the cover names; without them where one isn't a unit of the
/// collector, or not all are named. Where the cover has all units, but something of them is open, or of those below them unreadable, nobody can tell.
pub fn extent(cover: &Sheet, stated: StatedExtent, collector: &str, plan: &Plan) -> UnitExtent {
    let (accepted, expected) = stated;
    let unproven = UnitExtent { expected, accepted, is_unproven: true, ..UnitExtent::default() };
    let unnamed = match accepted < expected {
        true => unproven.clone(),
        false => UnitExtent { is_unproven: true, ..UnitExtent::default() },
    };
    let texts = paragraphs(cover);
    if texts.iter().any(|text| begins_with(text, rollup::OPEN_WITH_UNITS)) {
        return unnamed;
    }
    let names = UnitNames { collector, plan };
    let named = missing(&texts, names).and_then(|missing| Some((partial(&texts, names, &missing)?, missing)));
    match named {
        Some((partial, missing)) => UnitExtent { missing, partial, ..unproven },
        None => unnamed,
    }
}

/// The texts of the cover, row by row, with single spaces; one that ends with a semicolon goes on in the next row.
fn paragraphs(cover: &Sheet) -> Vec<String> {
    let mut cells: Vec<Address> = cover.cells().map(|(at, _)| at).collect();
    cells.sort_by_key(|at| (at.row, at.col));
    let mut all: Vec<String> = Vec::new();
    for text in cells.into_iter().filter_map(|at| cover.text(at)) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match all.last_mut().filter(|last| last.ends_with(';')) {
            Some(last) => last.extend([" ", &text]),
            None => all.push(text),
        }
    }
    all
}

/// Whether a paragraph begins with words and a colon, with or without marks.
fn begins_with(text: &str, words: &str) -> bool {
    text::ascii_fold(text).strip_prefix(&text::ascii_fold(words)).is_some_and(|rest| rest.starts_with(':'))
}

/// The missing units; `None` where a name is no unit's.
fn missing(texts: &[String], names: UnitNames) -> Option<Vec<Missing>> {
    let Some(text) = texts.iter().find(|text| begins_with(text, rollup::MISSING_UNITS)) else {
        return Some(Vec::new());
    };
    let (_, listed) = text.split_once(':')?;
    let items = listed.trim().trim_end_matches('.').split("); ");
    items.map(|item| names.missing(item.trim_end_matches(')'))).collect()
}

/// The units that lack some of theirs; `None` where a name is no unit's.
fn partial(texts: &[String], names: UnitNames, missing: &[Missing]) -> Option<Vec<CollectingUnit>> {
    let behind = texts.iter().filter_map(|text| text.split_once(AMONG_THEM)).map(|(_, behind)| behind);
    let all: Vec<&str> = behind.flat_map(|behind| behind.split("; ")).collect();
    all.into_iter().map(|item| names.partial(item, missing)).collect()
}

/// The units of a collector by their names.
#[derive(Clone, Copy)]
struct UnitNames<'p> {
    collector: &'p str,
    plan: &'p Plan,
}

impl UnitNames<'_> {
    /// `Sở Xây dựng (chưa gửi`, `Bệnh viện Y học cổ truyền (đơn vị của Sở Y tế; chưa gửi`.
    fn missing(self, item: &str) -> Option<Missing> {
        let (name, behind) = item.rsplit_once(" (")?;
        let (of, why) = match behind.strip_prefix("đơn vị của ") {
            Some(behind) => behind.split_once("; ")?,
            None => ("", behind),
        };
        let above: Vec<&str> = if of.is_empty() { Vec::new() } else { of.rsplit(", thuộc ").collect() };
        let unit = self.code(above.into_iter().chain([name]))?;
        Some(Missing { unit, name: name.to_owned(), why: wording::capitalized(why), of: of.to_owned() })
    }

    /// `Sở Y tế mới tổng hợp từ 2/3 đơn vị`; the cover doesn't say whose unit it is, which may stand on any level.
    fn partial(self, item: &str, missing: &[Missing]) -> Option<CollectingUnit> {
        let (name, behind) = item.split_once(ADDED_UP_FROM)?;
        let (accepted, expected) = *rollup::stated_extents(behind).first()?;
        let (unit, name) = (self.collecting(name, missing)?, name.to_owned());
        Some(CollectingUnit { unit, name, expected, accepted })
    }

    /// The code of a unit that collects itself, behind those that it is below; of several of one name that above a missing one.
    fn collecting(self, name: &str, missing: &[Missing]) -> Option<String> {
        let mut of_name = self.all_collecting(name);
        if of_name.len() > 1 {
            let is_above = |unit: &String| {
                missing.iter().any(|of| of.unit.rsplit_once('/').is_some_and(|(above, _)| above == unit))
            };
            of_name.retain(is_above);
        }
        of_name.pop().filter(|_| of_name.is_empty())
    }

    /// All units of a name that collect themselves, on every level.
    fn all_collecting(self, name: &str) -> Vec<String> {
        let (root, folded) = (self.plan.root(), text::fold(name));
        let mut found = Vec::new();
        let mut waiting: Vec<(&str, String)> = vec![(self.collector, String::new())];
        while let Some((collector, above)) = waiting.pop() {
            for unit in root.tier(collector).into_iter().flat_map(Tier::units) {
                // What a collector counts of itself isn't the collector.
                let is_above = unit.code == collector || above.split('/').any(|code| code == unit.code);
                if is_above || root.tier(&unit.code).is_none() {
                    continue;
                }
                let code = if above.is_empty() { unit.code.clone() } else { format!("{above}/{}", unit.code) };
                if unit.names.iter().any(|of| text::fold(&of.name) == folded) {
                    found.push(code.clone());
                }
                waiting.push((&unit.code, code));
            }
        }
        found
    }

    /// The code of a unit by its name, behind the names of those that it is below.
    fn code<'n>(self, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        let mut codes: Vec<String> = Vec::new();
        for name in names {
            let collector = codes.last().map_or(self.collector, String::as_str);
            codes.push(code_of(self.plan.root().tier(collector)?, name)?);
        }
        Some(codes.join("/"))
    }
}

fn code_of(tier: &Tier, name: &str) -> Option<String> {
    let folded = text::fold(name);
    let mut units = tier.units();
    units.find(|unit| unit.names.iter().any(|of| text::fold(&of.name) == folded)).map(|unit| unit.code.clone())
}
