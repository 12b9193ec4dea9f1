//! Of which units a year's number is made up. A number falls into pieces: the parts of units that are known by themselves, and those of collectors
//! of which only the sum is known. Such a sum is a block: nobody can say how many of its people are whose, but the plan says of which units it is.

use std::collections::{BTreeMap, BTreeSet};

use super::units_of_year::{YearOfUnits, above};

/// Where a unit's people are in the number of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held<'a> {
    /// In this piece: its own, or that of the collector above it.
    In(&'a str),
    /// Nowhere, as its numbers are missing.
    Missing,
    /// In several pieces, those of the units below it.
    Below,
    /// Nowhere: the year has no such unit, or it reports none of the number.
    Nowhere,
    /// Nothing is known of it, though the plan has it.
    Unknown,
}

/// The number of a year in pieces.
pub struct Blocks<'a> {
    year: YearOfUnits<'a>,
    /// The people of each piece, by the unit's place in the tree; empty for the whole number.
    pub pieces: BTreeMap<&'a str, u64>,
    /// The pieces that may lack units which nobody names.
    pub doubtful: BTreeSet<&'a str>,
    /// Whether the number may lack units of which nothing is known.
    pub is_open: bool,
    /// The units whose numbers are missing, with those that the plan has below them.
    pub missing: BTreeSet<&'a str>,
    /// By the unit above its parts, how far its number is from their sum, as it was changed by hand.
    pub by_hand: BTreeMap<&'a str, i128>,
    /// The units of the plan, but for those that reported elsewhere.
    planned: Vec<&'a str>,
    /// The units that have some below them by the plan, and the whole if the plan has any.
    collectors: BTreeSet<&'a str>,
    /// Where every unit stands, by what it is in both years.
    places: BTreeMap<String, &'a str>,
}

impl<'a> Blocks<'a> {
    /// Those of this year's number and of the earlier one's.
    pub fn of_years(years: [YearOfUnits<'a>; 2], numbers: [u64; 2], codes: &OwnCodes<'a>) -> [Self; 2] {
        [0, 1].map(|nth| Blocks::of(years[nth], numbers[nth], codes, nth))
    }

    fn of(year: YearOfUnits<'a>, number: u64, codes: &OwnCodes<'a>, nth: usize) -> Self {
        let named_as_missing: BTreeSet<&str> = year.named_as_missing().collect();
        let lacking = match year.lacking {
            Some(lacking) => lacking.to_vec(),
            None => year.named_as_missing().collect(),
        };
        let (named, unsure): (Vec<&str>, Vec<&str>) =
            lacking.into_iter().partition(|unit| named_as_missing.contains(unit));
        let mut blocks = Blocks {
            year,
            pieces: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            is_open: year.lacking.is_none(),
            missing: BTreeSet::new(),
            by_hand: BTreeMap::new(),
            planned: year
                .planned
                .iter()
                .map(String::as_str)
                .filter(|unit| codes.places[nth].contains_key(unit))
                .collect(),
            collectors: year.planned.iter().flat_map(|unit| above(unit).chain([""])).collect(),
            places: codes.places[nth].iter().map(|(path, key)| (key.clone(), *path)).collect(),
        };
        if year.parts.is_none() && (blocks.is_open || !unsure.is_empty()) {
            blocks.is_open = false;
            blocks.doubtful.insert("");
        }
        for unit in unsure.into_iter().filter(|_| year.parts.is_some()) {
            match std::iter::once(unit).chain(above(unit)).find(|unit| blocks.part(unit).is_some()) {
                Some(known) => drop(blocks.doubtful.insert(known)),
                None => blocks.is_open = true,
            }
        }
        let is_below_any = |unit: &str, all: &BTreeSet<&str>| above(unit).any(|above| all.contains(above));
        blocks.pieces = match year.parts {
            None => BTreeMap::from([("", number)]),
            Some(parts) => {
                let is_piece = |unit: &str| !blocks.has_parts(unit) || blocks.doubtful.contains(unit);
                let all = parts.iter().map(|(unit, people)| (unit.as_str(), *people));
                all.filter(|(unit, _)| is_piece(unit) && !is_below_any(unit, &blocks.doubtful)).collect()
            }
        };
        let pieces: BTreeSet<&str> = blocks.pieces.keys().copied().collect();
        blocks.doubtful.retain(|unit| pieces.contains(unit));
        let named: BTreeSet<&str> = named.into_iter().collect();
        let planned = blocks.planned.iter().copied();
        let below = planned.filter(|unit| is_below_any(unit, &named) && blocks.part(unit).is_none());
        blocks.missing = named.iter().copied().chain(below).collect();
        blocks.by_hand = blocks.changed_by_hand(number);
        blocks
    }

    fn part(&self, unit: &str) -> Option<u64> {
        self.year.parts?.get(unit).copied()
    }

    /// Whether parts of a unit's number are known.
    fn has_parts(&self, unit: &str) -> bool {
        let below = format!("{unit}/");
        let next = self.year.parts.and_then(|parts| parts.range(below.clone()..).next());
        next.is_some_and(|(next, _)| next.starts_with(&below))
    }

    fn changed_by_hand(&self, number: u64) -> BTreeMap<&'a str, i128> {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for (unit, people) in self.year.parts.into_iter().flatten() {
            let sum = sums.entry(above(unit).next().unwrap_or("")).or_default();
            *sum = sum.saturating_add(*people);
        }
        let is_piece = |unit: &str| std::iter::once(unit).chain(above(unit)).any(|of| self.pieces.contains_key(of));
        let changed = sums.into_iter().filter(|(unit, _)| !is_piece(unit)).filter_map(|(unit, sum)| {
            let people = if unit.is_empty() { number } else { self.part(unit)? };
            Some((unit, i128::from(people) - i128::from(sum))).filter(|(_, change)| *change != 0)
        });
        changed.collect()
    }

    /// The units in each piece, beside the one whose it is.
    pub fn members(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let reported = self.year.parts.into_iter().flat_map(|parts| parts.keys()).map(String::as_str);
        for unit in self.planned.iter().copied().chain(reported) {
            match self.at(unit) {
                // What a collector has is that of its units.
                Held::In(piece) if piece != unit && !self.collectors.contains(unit) => {
                    members.entry(piece).or_default().insert(unit);
                }
                _ => {}
            }
        }
        members
    }

    /// Whether the year lacks a unit that collects from others, by the plan or by the other year, in which units stand below it.
    pub fn lacks_collector(&self, other: &Blocks, codes: &OwnCodes, nth: usize) -> bool {
        let collects = |unit: &str| {
            let there = codes.places[nth].get(unit).and_then(|key| other.place(key));
            self.is_planned(unit) || there.is_some_and(|unit| other.has_parts(unit))
        };
        self.missing.iter().any(|unit| collects(unit))
    }

    /// Where a unit stands in the tree.
    pub fn place(&self, key: &str) -> Option<&'a str> {
        self.places.get(key).copied()
    }

    /// Where the people of a unit are, given with those above it in the other year. What isn't known otherwise of a unit is in the piece of the one
    /// that it stands below in the other year.
    pub fn find(&self, key: &str, above: &[String]) -> Held<'a> {
        if let Some(unit) = self.place(key) {
            return self.at(unit);
        }
        let nearest = above.iter().find_map(|above| self.place(above));
        match nearest.map(|unit| self.at(unit)) {
            Some(Held::Below | Held::Unknown) => Held::Nowhere,
            Some(place) => place,
            None => self.whole().map_or(Held::Nowhere, Held::In),
        }
    }

    /// Whether the plan tells which units are in a piece.
    pub fn is_planned(&self, piece: &str) -> bool {
        self.collectors.contains(piece)
    }

    /// Whether the year's plan has any unit.
    pub fn has_plan(&self) -> bool {
        self.is_planned("")
    }

    fn whole(&self) -> Option<&'a str> {
        self.pieces.contains_key("").then_some("")
    }

    fn at(&self, unit: &'a str) -> Held<'a> {
        let at_and_above: Vec<&'a str> = std::iter::once(unit).chain(above(unit)).collect();
        if at_and_above.iter().any(|of| self.missing.contains(of)) && self.part(unit).is_none() {
            return Held::Missing;
        }
        if let Some(piece) = at_and_above.iter().find(|of| self.pieces.contains_key(*of)) {
            return Held::In(piece);
        }
        if self.has_parts(unit) {
            return Held::Below;
        }
        let is_reported = at_and_above.iter().any(|of| self.part(of).is_some());
        self.whole().map_or(if is_reported { Held::Nowhere } else { Held::Unknown }, Held::In)
    }
}

/// What units are called in both years: one that stands once in each year's tree by its own code, wherever it stands; another one by its place.
pub struct OwnCodes<'a> {
    /// The name in both years of each place of a year.
    pub places: [BTreeMap<&'a str, String>; 2],
}

impl<'a> OwnCodes<'a> {
    /// Those of this year and the earlier one. Where a unit reported or is named as missing it stood, whatever the plan says of it by now.
    pub fn of(years: [YearOfUnits<'a>; 2]) -> Self {
        let places = years.map(|year| {
            let reported = year.parts.into_iter().flat_map(|parts| parts.keys()).map(String::as_str);
            let known: BTreeSet<&str> = reported.chain(year.named_as_missing()).collect();
            let codes: BTreeSet<&str> = known.iter().map(|unit| own_code(unit)).collect();
            let planned = year.planned.iter().map(String::as_str);
            let planned: Vec<&str> = planned.filter(|unit| !codes.contains(own_code(unit))).collect();
            let all = known.into_iter().chain(planned);
            all.flat_map(|unit| std::iter::once(unit).chain(above(unit))).collect::<BTreeSet<&str>>()
        });
        let mut several: BTreeSet<&str> = BTreeSet::new();
        for of_year in &places {
            let mut seen = BTreeSet::new();
            several.extend(of_year.iter().map(|unit| own_code(unit)).filter(|code| !seen.insert(*code)));
        }
        OwnCodes { places: places.map(|all| all.into_iter().map(|unit| (unit, key(unit, &several))).collect()) }
    }
}

fn key(unit: &str, several: &BTreeSet<&str>) -> String {
    let own = own_code(unit);
    match unit.rsplit_once('/') {
        Some((above, last)) if several.contains(own) => format!("{}/{last}", key(above, several)),
        _ => own.to_owned(),
    }
}

/// A unit's code without what is above it. What a collector reports of itself (`syt/syt`) isn't the collector (`syt`).
pub fn own_code(unit: &str) -> &str {
    let (above, own) = unit.rsplit_once('/').unwrap_or(("", unit));
    let is_collector = above.rsplit('/').next() == Some(own);
    if is_collector { &unit[unit.len() - 2 * own.len() - 1..] } else { own }
}
