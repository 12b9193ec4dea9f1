//! Whom a cover names as missing, in the words in which the program wrote it: `Chưa có số liệu của: Sở Xây dựng (chưa gửi); …`. A return that lost
//! its sheets of sources still tells by it whose numbers aren't in it.

use crate::plan::{Plan, Tier};
use crate::rollup::{self, CollectingUnit, Missing, StatedExtent, UnitExtent};
use crate::value::grid::{Address, Sheet};
use crate::value::{text, wording};

/// What the line of the missing units begins with.
const MISSING: &str = "chua co so lieu cua:";
/// What the line of what is open begins with.
const OPEN: &str = "con chua ro:";
/// What stands before the units that lack some of theirs.
const AMONG_THEM: &str = "; trong đó ";
/// What stands between such a unit and how many it has.
const ADDED_UP_FROM: &str = " mới tổng hợp từ ";

/// From how many units a return was added up by its cover alone, with those that the cover names; without them where one isn't a unit of the
/// collector, or not all are named.
pub fn extent(cover: &Sheet, stated: StatedExtent, collector: &str, plan: &Plan) -> UnitExtent {
    let (accepted, expected) = stated;
    let unnamed = UnitExtent { expected, accepted, is_unproven: true, ..UnitExtent::default() };
    let texts = paragraphs(cover);
    if texts.iter().any(|text| text::ascii_fold(text).starts_with(OPEN)) {
        return unnamed;
    }
    let names = UnitNames { collector, plan };
    match (missing(&texts, names), partial(&texts, names)) {
        (Some(missing), Some(partial)) => UnitExtent { missing, partial, ..unnamed },
        _ => unnamed,
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

/// The missing units; `None` where a name is no unit's.
fn missing(texts: &[String], names: UnitNames) -> Option<Vec<Missing>> {
    let Some(text) = texts.iter().find(|text| text::ascii_fold(text).starts_with(MISSING)) else {
        return Some(Vec::new());
    };
    let (_, listed) = text.split_once(':')?;
    let items = listed.trim().trim_end_matches('.').split("); ");
    items.map(|item| names.missing(item.trim_end_matches(')'))).collect()
}

/// The units that lack some of theirs; `None` where a name is no unit's.
fn partial(texts: &[String], names: UnitNames) -> Option<Vec<CollectingUnit>> {
    let behind = texts.iter().filter_map(|text| text.split_once(AMONG_THEM)).map(|(_, behind)| behind);
    let all: Vec<&str> = behind.flat_map(|behind| behind.split("; ")).collect();
    all.into_iter().map(|item| names.partial(item)).collect()
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

    /// `Sở Y tế mới tổng hợp từ 2/3 đơn vị`.
    fn partial(self, item: &str) -> Option<CollectingUnit> {
        let (name, behind) = item.split_once(ADDED_UP_FROM)?;
        let (accepted, expected) = *rollup::stated_extents(behind).first()?;
        let (unit, name) = (self.code([name])?, name.to_owned());
        Some(CollectingUnit { unit, name, expected, accepted })
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
