//! Pieces of two years' numbers that are held against each other as one: those that have a unit in common. A collector of which one year knows only
//! the sum goes with all of its units in the other year. A group of which a year lacks units can't be compared as it is; every other one can.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Blocks, Held, OwnCodes};
use super::units_of_year::above;

/// A piece, by its year (0 is this one, 1 the earlier one) and where the unit stands in it.
pub type UnitPiece<'a> = (usize, &'a str);

/// Pieces of both years that have units in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PieceGroup<'a> {
    pub pieces: BTreeSet<UnitPiece<'a>>,
    /// The people of each year.
    pub people: [u64; 2],
    /// Which of the years lacks units of it.
    pub lacks: [bool; 2],
    /// The units that a year lacks, as it names them, or that it may lack some of.
    pub lacking: BTreeSet<UnitPiece<'a>>,
    /// How many people of each year's may be of units that the other year lacks.
    pub at_most: [u64; 2],
    /// Whether it is one piece of a unit that the other year lacks with all of its people.
    pub is_whole: bool,
}

impl PieceGroup<'_> {
    /// Whether both years have the same units of it.
    pub fn is_of_same_units(&self) -> bool {
        self.lacks == [false; 2]
    }

    /// Whether it is the whole number of a year of which no parts are known.
    pub fn has_whole_number(&self) -> bool {
        self.pieces.iter().any(|(_, unit)| unit.is_empty())
    }
}

/// The groups of two years, and what of each nobody can place in the other one.
pub struct PieceGroups<'a> {
    pub blocks: [Blocks<'a>; 2],
    pub codes: OwnCodes<'a>,
    pub all: Vec<PieceGroup<'a>>,
    /// The pieces of which nothing is known in the other year, which may have had them where it lacks numbers.
    pub unplaced: BTreeSet<UnitPiece<'a>>,
}

/// What is found out piece by piece.
#[derive(Default)]
struct PieceLinks<'a> {
    /// Which piece each one goes with; one that stands for its group goes with itself.
    with: BTreeMap<UnitPiece<'a>, UnitPiece<'a>>,
    /// The pieces that hold units which the other year lacks, with these.
    holding: BTreeMap<UnitPiece<'a>, BTreeSet<UnitPiece<'a>>>,
    /// Those of units that the other year lacks themselves.
    lacked: BTreeSet<UnitPiece<'a>>,
    unplaced: BTreeSet<UnitPiece<'a>>,
}

impl<'a> PieceLinks<'a> {
    fn first(&self, piece: UnitPiece<'a>) -> UnitPiece<'a> {
        let mut piece = piece;
        while let Some(with) = self.with.get(&piece).filter(|with| **with != piece) {
            piece = *with;
        }
        piece
    }

    /// Where the units of a piece are in the other year. What a collector of known units reports is of these.
    fn add(
        &mut self,
        (nth, piece): UnitPiece<'a>,
        members: Option<&BTreeSet<&'a str>>,
        blocks: &[Blocks<'a>; 2],
        codes: &OwnCodes<'a>,
    ) {
        let other = &blocks[1 - nth];
        let mut are_all_missing = true;
        let own = Some(piece).filter(|piece| !piece.is_empty());
        for unit in own.into_iter().chain(members.into_iter().flatten().copied()) {
            let (key, above) = names(codes, nth, unit);
            let is_of_others = unit == piece && members.is_some();
            match other.find(key, &above) {
                Held::In(there) if !is_of_others || other.place(key) == Some(there) => {
                    are_all_missing = false;
                    self.join((nth, piece), (1 - nth, there));
                }
                Held::Missing if !is_of_others => {
                    let lacking = other.place(key).unwrap_or(unit);
                    self.holding.entry((nth, piece)).or_default().insert((1 - nth, lacking));
                }
                place @ (Held::Nowhere | Held::Unknown) if members.is_none() => {
                    are_all_missing = false;
                    let may_be_there = !other.has_plan() || nth == 0 && place == Held::Unknown;
                    if other.is_open || may_be_there {
                        self.unplaced.insert((nth, piece));
                    }
                }
                Held::Below if !is_of_others => are_all_missing = false,
                _ => {}
            }
        }
        if are_all_missing && self.holding.contains_key(&(nth, piece)) {
            self.lacked.insert((nth, piece));
        }
    }

    fn join(&mut self, a: UnitPiece<'a>, b: UnitPiece<'a>) {
        let (a, b) = (self.first(a), self.first(b));
        self.with.insert(a.max(b), a.min(b));
    }
}

impl<'a> PieceGroups<'a> {
    pub fn of(blocks: [Blocks<'a>; 2], codes: OwnCodes<'a>) -> Self {
        let mut links = PieceLinks::default();
        for (nth, year) in blocks.iter().enumerate() {
            links.with.extend(year.pieces.keys().map(|unit| ((nth, *unit), (nth, *unit))));
        }
        if blocks.iter().all(|year| year.pieces.contains_key("")) {
            links.join((0, ""), (1, ""));
        }
        let members = [blocks[0].members(), blocks[1].members()];
        for (nth, year) in blocks.iter().enumerate() {
            let other = &blocks[1 - nth];
            for piece in year.pieces.keys() {
                links.add((nth, *piece), members[nth].get(piece), &blocks, &codes);
            }
            // What a collector of known units lacks is of these.
            for unit in year.missing.iter().filter(|unit| !year.is_planned(unit)) {
                let (key, above) = names(&codes, nth, unit);
                let place = other.place(key);
                if let Held::In(there) = other.find(key, &above)
                    && (place.is_some() || !other.is_planned(there))
                    && !(place == Some(there) && members[1 - nth].contains_key(there))
                {
                    links.holding.entry((1 - nth, there)).or_default().insert((nth, *unit));
                }
            }
        }
        PieceGroups::linked(blocks, codes, &links)
    }

    fn linked(blocks: [Blocks<'a>; 2], codes: OwnCodes<'a>, links: &PieceLinks<'a>) -> Self {
        let mut groups: BTreeMap<UnitPiece, PieceGroup> = BTreeMap::new();
        for piece in links.with.keys() {
            let (nth, unit) = *piece;
            let group = groups.entry(links.first(*piece)).or_default();
            group.pieces.insert(*piece);
            group.people[nth] = group.people[nth].saturating_add(blocks[nth].pieces[unit]);
            if let Some(lacking) = links.holding.get(piece) {
                group.lacks[1 - nth] = true;
                group.lacking.extend(lacking);
            }
            if blocks[nth].doubtful.contains(unit) {
                group.lacks[nth] = true;
                group.lacking.insert(*piece);
            }
        }
        for group in groups.values_mut() {
            let is_doubtful = [0, 1]
                .map(|nth| group.pieces.iter().any(|(year, unit)| *year == nth && blocks[nth].doubtful.contains(unit)));
            for (nth, unit) in &group.pieces {
                // A whole number that may lack units may lack anybody.
                if is_doubtful[1 - nth] && group.pieces.contains(&(1 - nth, "")) {
                    group.at_most[*nth] = u64::MAX;
                } else if is_doubtful[1 - nth] || links.holding.contains_key(&(*nth, *unit)) {
                    group.at_most[*nth] = group.at_most[*nth].saturating_add(blocks[*nth].pieces[unit]);
                }
            }
            group.is_whole = group.pieces.len() == 1 && group.pieces.iter().all(|piece| links.lacked.contains(piece));
        }
        let all: Vec<PieceGroup> = groups.into_values().collect();
        let may_be_anywhere = |nth: usize| {
            let (year, other) = (&blocks[nth], &blocks[1 - nth]);
            let is_unsure = |group: &PieceGroup| !group.is_of_same_units() && !group.is_whole;
            let has_piece = |group: &PieceGroup| group.pieces.iter().any(|(of, _)| *of == nth);
            year.is_open
                || year.lacks_collector(other, &codes, nth)
                || all.iter().any(|group| is_unsure(group) && has_piece(group))
        };
        let may_hold = [0, 1].map(may_be_anywhere);
        let unplaced = links.unplaced.iter().copied().filter(|(nth, _)| may_hold[1 - nth]).collect();
        PieceGroups { blocks, codes, all, unplaced }
    }

    /// What a piece is called in both years, and where the unit stands this year if it does.
    pub fn place_now(&self, (nth, unit): UnitPiece<'a>) -> &'a str {
        let key = self.codes.places[nth].get(unit);
        key.filter(|_| nth == 1).and_then(|key| self.blocks[0].place(key)).unwrap_or(unit)
    }

    /// The unit that a year lacks with everything below it and that one of the other year is or stands below, the outermost; `None` if it lacks it not.
    pub fn lacked(&self, nth: usize, unit: &str) -> Option<&'a str> {
        let at_and_above = std::iter::once(unit).chain(above(unit));
        let places = at_and_above.filter_map(|unit| self.blocks[nth].place(self.codes.places[1 - nth].get(unit)?));
        let missing = |place: &&str| self.blocks[nth].missing.contains(place);
        let lacked = places.filter(missing).last()?;
        above(lacked).filter(missing).last().or(Some(lacked))
    }
}

/// What a unit of a year is called in both, with those above it, the nearest first.
fn names<'c>(codes: &'c OwnCodes, nth: usize, unit: &str) -> (&'c str, Vec<String>) {
    let all = &codes.places[nth];
    let key = all.get(unit).map_or("", String::as_str);
    (key, above(unit).filter_map(|above| all.get(above).cloned()).collect())
}
