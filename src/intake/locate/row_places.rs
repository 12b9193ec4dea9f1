//! Which row of the form stands in which row of the sheet, asked either way.

use std::collections::BTreeMap;

use crate::plan::RowId;

/// The places of a form's rows in its sheet, 0-based; a row that was not found has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowPlaces {
    /// By [`RowId`].
    places: Vec<Option<u32>>,
    ids: BTreeMap<u32, RowId>,
}

impl RowPlaces {
    /// Adds the form's next row.
    pub(super) fn push(&mut self, place: Option<u32>) {
        let id = RowId::at(self.places.len());
        self.places.push(None);
        self.set(id, place);
    }

    /// Sets where a row stands; `None` if unknown.
    pub(super) fn set(&mut self, id: RowId, place: Option<u32>) {
        if let Some(old) = std::mem::replace(&mut self.places[id.idx()], place) {
            self.ids.remove(&old);
        }
        self.ids.extend(place.map(|place| (place, id)));
    }

    /// Where a row of the form stands.
    pub fn get(&self, id: RowId) -> Option<u32> {
        self.places.get(id.idx()).copied().flatten()
    }

    /// The row of the form that stands there.
    pub fn at(&self, place: u32) -> Option<RowId> {
        self.ids.get(&place).copied()
    }

    /// All that were found, in the form's order.
    pub fn found(&self) -> impl Iterator<Item = (RowId, u32)> + '_ {
        self.places.iter().enumerate().filter_map(|(n, place)| Some((RowId::at(n), (*place)?)))
    }

    /// The first and the last row of the sheet in which one stands.
    pub fn extent(&self) -> Option<(u32, u32)> {
        Some((*self.ids.first_key_value()?.0, *self.ids.last_key_value()?.0))
    }

    /// Where the nearest row before this one in the form stands, if any was found.
    pub fn before(&self, id: RowId) -> Option<u32> {
        self.places[..id.idx()].iter().rev().find_map(|place| *place)
    }

    /// Where the nearest row after this one in the form stands, if any was found.
    pub fn after(&self, id: RowId) -> Option<u32> {
        self.places[id.idx() + 1..].iter().find_map(|place| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_its_id_and_by_its_place_until_it_is_taken_back() {
        let mut rows = RowPlaces::default();
        [Some(12), None, Some(10), None].into_iter().for_each(|place| rows.push(place));
        let [first, lost, moved, _] = [0, 1, 2, 3].map(RowId::at);
        assert_eq!((rows.at(12), rows.at(11), rows.extent()), (Some(first), None, Some((10, 12))));
        assert_eq!((rows.before(moved), rows.before(first), rows.after(first)), (Some(12), None, Some(10)));
        rows.set(lost, Some(20));
        rows.set(first, None);
        assert_eq!((rows.at(12), rows.at(20), rows.extent()), (None, Some(lost), Some((10, 20))));
        assert_eq!(rows.found().collect::<Vec<_>>(), [(lost, 20), (moved, 10)]);
    }
}
