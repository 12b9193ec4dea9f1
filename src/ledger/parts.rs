//! The parts of numbers that were added up from units: they lead from the ledger on to the units' cells and are counted nowhere.

use std::collections::BTreeMap;

use super::columns::agency_code;
use super::{FileId, FileRecord, FileStatus, Merged, Observation};
use crate::rollup::{FormSources, NotesOfUnits, UnitPart};
use crate::value::record::{Column, ColumnKind, Datum};

/// A unit's part of a number of the ledger, or of another unit's part of it.
#[derive(Clone, Copy)]
pub struct PartRow<'a> {
    /// The year's files, agencies and ledger.
    pub merged: &'a Merged<'a>,
    /// The number it is a part of.
    pub whole: &'a Observation,
    /// The unit with what it reported.
    part: UnitPart<'a>,
    /// The part that it is a part of, with its place among all rows; `None` for a part of the number itself.
    above: Option<(usize, UnitPart<'a>)>,
    /// What its own parts add up to, if that isn't what it reported; `None` also for one without parts.
    other_sum: Option<u64>,
    /// The number that it is a part of, if that isn't what all of its parts add up to.
    other_whole: Option<u64>,
    /// What the unit wrote beside the row; `None` if it wrote nothing, or the return doesn't say.
    note: Option<&'a str>,
}

impl<'a> PartRow<'a> {
    /// What is said of a part, in order.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::year(|row: Self| row.merged.year.year.into()).about(7),
        Column::text("agency", "Mã đơn vị tổng hợp", |row: Self| {
            agency_code(&row.merged.year, row.whole.cell.agency)
        })
        .about(14),
        Column::text("form", "Mã biểu", |row: Self| {
            row.merged.year.plan.form(row.whole.cell.form).code.as_str().into()
        })
        .about(22),
        Column::text("row", "Mã số của dòng", |row: Self| {
            row.merged.year.row(row.whole.cell.form, row.whole.cell.row).code.as_str().into()
        })
        .about(24),
        Column::text("column", "Khóa của cột số liệu", |row: Self| {
            let cell = row.whole.cell;
            row.merged.year.plan.form(cell.form).columns[cell.column.idx()].key.as_str().into()
        })
        .about(12),
        Column::new(
            "whole_cell",
            ColumnKind::Cell,
            "Ô mà số này là một phần: ở tệp của đơn vị tổng hợp, hoặc ở tệp của đơn vị ghi ở cột above",
            |row: Self| row.above.map_or(row.whole.at, |(_, above)| above.count.at).to_string().into(),
        )
        .about(10),
        Column::text("unit", "Mã đơn vị bậc dưới, sau mã các đơn vị trên nó", |row: Self| {
            row.part.unit.unit.as_str().into()
        })
        .about(26),
        Column::text("unit_name", "Tên đơn vị bậc dưới", |row: Self| row.part.unit.name.as_str().into()).about(40),
        Column::new("value", ColumnKind::People, "Số người", |row: Self| Datum::people(row.part.count.people))
            .about(10),
        Column::text("file", "Tệp của đơn vị bậc dưới, ở cơ quan tổng hợp", |row: Self| {
            row.part.unit.file.as_str().into()
        })
        .about(34),
        Column::text("sheet", "Trang tính", |row: Self| row.part.unit.sheet.as_str().into()).about(12),
        Column::text("cell", "Ô", |row: Self| row.part.count.at.to_string().into()).about(8),
        Column::text("sha256", "Mã băm SHA-256 của tệp ấy", |row: Self| row.part.unit.sha256.as_str().into()).about(70),
        Column::text(
            "round",
            "Mã kỳ số liệu; để trống khi kế hoạch chỉ có một kỳ",
            |row: Self| Datum::or_missing(row.merged.year.plan.round_code(row.whole.round)),
        )
        .optional(),
        Column::text(
            "above",
            "Mã đơn vị mà số này là một phần số của nó, không cộng thêm; để trống khi là một phần của số trong sổ",
            |row: Self| Datum::or_missing(row.above.map(|(_, above)| above.unit.unit.as_str())),
        )
        .optional()
        .about(26),
        Column::new(
            "parts_sum",
            ColumnKind::People,
            "Số các đơn vị của đơn vị này cộng lại, khi khác số ghi ở cột value; để trống khi bằng hoặc không có",
            |row: Self| row.other_sum.map_or(Datum::Missing, Datum::people),
        )
        .optional()
        .about(12),
        Column::text("note", "Ghi chú, giải trình của đơn vị ở dòng này", |row: Self| {
            Datum::or_missing(row.note)
        })
        .optional()
        .about(46),
        Column::new(
            "whole_value",
            ColumnKind::People,
            "Số đang ghi ở ô whole_cell, khi khác tổng các phần của nó (đã sửa tay); để trống khi bằng",
            |row: Self| row.other_whole.map_or(Datum::Missing, Datum::people),
        )
        .optional()
        .about(12),
    ];

    /// The place among all rows of the part that it is a part of; `None` for a part of the number itself.
    pub fn place_above(self) -> Option<usize> {
        self.above.map(|(place, _)| place)
    }
}

/// The parts of a number of the ledger, on all levels; none if it wasn't added up.
pub fn of<'a>(merged: &'a Merged, whole: &Observation) -> Vec<UnitPart<'a>> {
    form_of(merged, whole).map(|(form, cell)| form.parts_on_all_levels(cell)).unwrap_or_default()
}

/// The parts of every number of the ledger, in its order, on all levels; each is followed by its own parts.
pub fn rows<'a>(merged: &'a Merged<'a>) -> impl Iterator<Item = PartRow<'a>> {
    let (mut n_before, notes) = (0, NotesByFile::new(merged));
    merged.ledger.observations.iter().flat_map(move |whole| {
        let parts = of(merged, whole);
        let (first, sums) = (n_before, sums_below(&parts));
        n_before += parts.len();
        let own = parts.iter().filter(|part| part.above.is_none()).map(|part| part.count.people);
        let own = own.fold(0, u64::saturating_add);
        let whole_of = |part: &UnitPart| match part.above {
            Some(place) => (parts[place].count.people, sums[place].unwrap_or_default()),
            None => (whole.people, own),
        };
        let other_whole = |part: &UnitPart| {
            let (people, sum) = whole_of(part);
            (people != sum).then_some(people)
        };
        parts
            .iter()
            .zip(&sums)
            .map(|(part, sum)| PartRow {
                merged,
                whole,
                part: *part,
                above: part.above.map(|place| (first + place, parts[place])),
                other_sum: sum.filter(|sum| *sum != part.count.people),
                other_whole: other_whole(part),
                note: notes.of_part(merged, whole, part),
            })
            .collect::<Vec<_>>()
    })
}

/// What units wrote beside their rows, by the codes of form, row and unit, of every file that has any.
struct NotesByFile<'a>(BTreeMap<FileId, NotesOfUnits<'a>>);

impl<'a> NotesByFile<'a> {
    fn new(merged: &'a Merged) -> Self {
        let of_file = |(id, file): (FileId, &'a FileRecord)| {
            let sources = file.submission.as_ref()?.sources.as_deref()?;
            Some((id, sources.notes_of_units()))
        };
        NotesByFile(merged.file_ids().zip(&merged.files).filter_map(of_file).collect())
    }

    fn of_part(&self, merged: &'a Merged, whole: &Observation, part: &UnitPart<'a>) -> Option<&'a str> {
        let (form, row) =
            (&merged.year.plan.form(whole.cell.form).code, &merged.year.row(whole.cell.form, whole.cell.row).code);
        self.0.get(&whole.file)?.get(&(form.as_str(), row.as_str(), part.unit.unit.as_str())).copied()
    }
}

/// What the parts of each part add up to; `None` for one without any.
fn sums_below(parts: &[UnitPart]) -> Vec<Option<u64>> {
    let mut sums = vec![None; parts.len()];
    for part in parts {
        if let Some(above) = part.above {
            let sum: &mut Option<u64> = &mut sums[above];
            *sum = Some(sum.unwrap_or(0).saturating_add(part.count.people));
        }
    }
    sums
}

/// For every number of the ledger, in its order, the place of its first part among [`rows`]; `None` for one without parts.
pub fn first_rows(merged: &Merged) -> Vec<Option<usize>> {
    let mut n_before = 0;
    let first = |whole: &Observation| {
        let (first, n) = (n_before, of(merged, whole).len());
        n_before += n;
        (n > 0).then_some(first)
    };
    merged.ledger.observations.iter().map(first).collect()
}

/// Whether any number has parts.
pub fn is_any(merged: &Merged) -> bool {
    let mut accepted = merged.files.iter().filter(|file| file.status == FileStatus::Accepted);
    accepted.any(|file| file.submission.as_ref().is_some_and(|submission| submission.sources.is_some()))
}

/// Where the sources of a number's file have its cell.
fn form_of<'a>(merged: &'a Merged, whole: &Observation) -> Option<(&'a FormSources, usize)> {
    let sources = merged.file(whole.file).submission.as_ref()?.sources.as_deref()?;
    let (plan, year) = (merged.year.plan, &merged.year);
    let form = sources.form(&plan.form(whole.cell.form).code)?;
    let column = &plan.form(whole.cell.form).columns[whole.cell.column.idx()].key;
    let cell = form.cell(&year.row(whole.cell.form, whole.cell.row).code, column)?;
    Some((form, cell))
}
