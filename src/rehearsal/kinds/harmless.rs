//! What people and programs do to a return without doing any harm: nothing is asked about it, and its numbers are the same.

use fastrand::Rng;
use unicode_normalization::UnicodeNormalization;

use crate::plan::{CheckNumber, FormId, RowId, keys};
use crate::problem::Code;
use crate::rehearsal::book::{Put, SpoiltBook};
use crate::rehearsal::rearranged::Rearrangement;
use crate::rehearsal::scene::{FilledCell, Scene, Varied, one_of};
use crate::value::grid::Address;

/// Something harmless.
pub struct HarmlessKind {
    /// What is done, for people.
    what: &'static str,
    /// The notes that may say so.
    notes: &'static [Code],
    make: Doing,
}

/// How it is done.
enum Doing {
    /// Something is changed in the workbook; `None` if this return can't have it.
    Book(fn(&Scene, &mut SpoiltBook, &mut Rng) -> Option<()>),
    /// The file gets this ending.
    Ending(&'static str),
    /// The letters of its name are taken apart, as another system writes them.
    NameTakenApart,
}

const fn harmless(
    what: &'static str,
    notes: &'static [Code],
    make: fn(&Scene, &mut SpoiltBook, &mut Rng) -> Option<()>,
) -> HarmlessKind {
    HarmlessKind { what, notes, make: Doing::Book(make) }
}

const AS_TEXT: &[Code] = &[Code::NumberAsText, Code::CheckNumberDiffers];
/// A check number weighs cells by where they stand.
const MOVED: &[Code] = &[Code::CheckNumberDiffers];

/// Everything harmless that is tried.
pub const ALL: &[HarmlessKind] = &[
    harmless("chèn dòng trống ở đầu trang", &[], row_above),
    harmless("chèn dòng trống vào giữa bảng", MOVED, row_within),
    harmless("chèn cột trống vào bên trái bảng", &[], column_left),
    harmless("sắp xếp lại các dòng theo số lớn trước", MOVED, sorted),
    harmless("kéo cột rộng ra, dòng cao lên", &[], |scene, book, rng| {
        on_a_sheet(scene, book, rng, SpoiltBook::enlarge)
    }),
    harmless("bỏ khóa trang", &[], |scene, book, rng| on_a_sheet(scene, book, rng, SpoiltBook::unprotect)),
    harmless("đổi tên trang", &[], renamed),
    harmless("đưa trang của biểu lên đầu", &[], |scene, book, rng| {
        on_a_sheet(scene, book, rng, SpoiltBook::sheet_first)
    }),
    harmless("bật bộ lọc mà không lọc gì", &[], filtered),
    harmless("tô màu một ô", &[], |scene, book, rng| {
        on_a_cell(scene, book, rng, |book, of| book.highlight(&of.sheet, of.at))
    }),
    harmless("định dạng ô có dấu chấm ngăn hàng nghìn", &[], |scene, book, rng| {
        on_a_cell(scene, book, rng, |book, of| book.number_format(&of.sheet, of.at, "#,##0"))
    }),
    harmless("cộng ngay trong ô bằng công thức", &[], added_in_cell),
    harmless("số gõ dưới dạng chữ, có dấu cách ngăn hàng nghìn", AS_TEXT, |scene, book, rng| {
        as_text(scene, book, rng, ' ')
    }),
    harmless("số gõ dưới dạng chữ, có dấu cách không ngắt", AS_TEXT, |scene, book, rng| {
        as_text(scene, book, rng, '\u{a0}')
    }),
    harmless("ghi chú trong ô không có chữ số", &[], |scene, book, rng| {
        on_a_cell(scene, book, rng, |book, of| book.comment(&of.sheet, of.at, "đã đối chiếu với danh sách"))
    }),
    harmless("thêm một trang trống", &[], |_, book, _| {
        book.add_sheet("Sheet1", &[]);
        Some(())
    }),
    harmless("tên dòng có thêm dấu cách, chữ ghép từ dấu rời", &[], label_written_otherwise),
    harmless("lưu bằng phần mềm để chữ trong từng ô (như openpyxl)", &[], |_, book, _| {
        book.texts_in_cells();
        Some(())
    }),
    harmless("lưu bằng phần mềm ghi đủ loại của từng ô (như LibreOffice)", &[], |_, book, _| {
        book.as_libreoffice();
        Some(())
    }),
    HarmlessKind { what: "đổi đuôi tệp thành .xls", notes: &[], make: Doing::Ending("xls") },
    HarmlessKind {
        what: "tên tệp viết bằng chữ ghép từ dấu rời", notes: &[], make: Doing::NameTakenApart
    },
];

impl HarmlessKind {
    /// The return of a scene with this done to it; `None` if it can't have it.
    pub fn make(&self, scene: &Scene, rng: &mut Rng) -> Option<Varied> {
        let mut book = scene.book()?;
        let code = &scene.year().plan.agency(scene.agency).code;
        let stem = format!("{code}_{}", scene.year().name_in_files());
        let name = match &self.make {
            Doing::Book(change) => {
                change(scene, &mut book, rng)?;
                None
            }
            Doing::Ending(ending) => Some(format!("{stem}.{ending}")),
            Doing::NameTakenApart => Some(format!("số liệu gửi lần 1 {stem}.xlsx").nfd().collect()),
        };
        Some(Varied { name, bytes: book.save(), what: self.what, notes: self.notes })
    }
}

fn a_form(scene: &Scene, rng: &mut Rng) -> Option<FormId> {
    one_of(&scene.forms().collect::<Vec<_>>(), rng).copied()
}

fn on_a_sheet(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng, change: fn(&mut SpoiltBook, &str)) -> Option<()> {
    change(book, scene.sheet(a_form(scene, rng)?));
    Some(())
}

fn on_a_cell(
    scene: &Scene,
    book: &mut SpoiltBook,
    rng: &mut Rng,
    change: fn(&mut SpoiltBook, &FilledCell),
) -> Option<()> {
    change(book, &scene.pick(rng, |_| true)?);
    Some(())
}

fn row_above(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    rearrange(scene, book, a_form(scene, rng)?, &Rearrangement::RowsInserted { above: 0, n: 1 })
}

fn row_within(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    let (form, rows) = neighbours(scene, rng)?;
    let above = scene.cells(form).code(*rows.get(1)?).row;
    rearrange(scene, book, form, &Rearrangement::RowsInserted { above, n: 1 })
}

fn column_left(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    rearrange(scene, book, a_form(scene, rng)?, &Rearrangement::ColumnInserted { before: 0 })
}

/// Rows in the order of their first column, the largest number first.
fn sorted(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    let (form, rows) = neighbours(scene, rng)?;
    let column = scene.year().column_ids(form).next()?;
    let mut by_size = rows.clone();
    by_size.sort_by_key(|row| std::cmp::Reverse(scene.filling.counts.get(&(form, *row, column)).copied()));
    let cells = scene.cells(form);
    let to = by_size.iter().zip(&rows).map(|(row, place)| (cells.code(*row).row, cells.code(*place).row)).collect();
    rearrange(scene, book, form, &Rearrangement::RowsSorted(to))
}

/// Two or more entered rows right below each other, of which every total adds up all or none.
fn neighbours(scene: &Scene, rng: &mut Rng) -> Option<(FormId, Vec<RowId>)> {
    let runs: Vec<(FormId, Vec<RowId>)> =
        scene.forms().flat_map(|form| runs(scene, form).into_iter().map(move |run| (form, run))).collect();
    one_of(&runs, rng).cloned()
}

fn runs(scene: &Scene, form: FormId) -> Vec<Vec<RowId>> {
    let year = scene.year();
    let totals: Vec<RowId> = year.row_ids(form).filter(|row| !year.row(form, *row).is_entered()).collect();
    let totals_of = |row: RowId| -> Vec<RowId> {
        totals.iter().copied().filter(|total| year.row(form, *total).parts.contains(&row)).collect()
    };
    let rows: Vec<RowId> = year.entered_rows(form).collect();
    let is_run = |a: &RowId, b: &RowId| b.idx() == a.idx() + 1 && totals_of(*a) == totals_of(*b);
    rows.chunk_by(is_run).filter(|run| run.len() > 1).map(<[RowId]>::to_vec).collect()
}

/// Moves the cells of a form, and lets its check number say what its formula gives then.
fn rearrange(scene: &Scene, book: &mut SpoiltBook, form: FormId, to: &Rearrangement) -> Option<()> {
    let sheet = scene.sheet(form);
    book.rearrange(sheet, to);
    let old = check_number(scene, form, None);
    let new = check_number(scene, form, Some(to));
    let at = scene.cells(form).check_number(scene.year().rows(form).len());
    if let (Some(old), Some(new)) = (old, new)
        && old != new
    {
        book.set_result(sheet, to.of(at), new);
        let check = CheckNumber::of(scene.year(), scene.agency, form)?;
        let forms = scene.year().forms_of(scene.agency);
        let numbers = forms.map(|other| check_number(scene, other, Some(to).filter(|_| other == form)));
        book.set_result(keys::COVER_SHEET, scene.cover_cell(keys::CHECK), check.together(numbers)?);
    }
    Some(())
}

/// What the formula of a form's check number gives, which weighs counts by how far their rows stand below the table's first.
fn check_number(scene: &Scene, form: FormId, to: Option<&Rearrangement>) -> Option<u64> {
    let cells = scene.cells(form);
    let place = |at: Address| to.map_or(at, |to| to.of(at)).row;
    let first = Address::new(cells.row_below(0), 0);
    // The formula names its first row for itself, which sorting leaves where it is.
    let first = if let Some(Rearrangement::RowsSorted(_)) = to { first.row } else { place(first) };
    let row_of = |row: RowId| place(cells.code(row)).checked_sub(first);
    let counts = scene.filling.counts.iter().filter(|((of, ..), _)| *of == form);
    let placed: Option<Vec<_>> =
        counts.map(|((_, row, column), people)| Some((RowId::at(row_of(*row)? as usize), *column, *people))).collect();
    CheckNumber::of(scene.year(), scene.agency, form)?.number(placed?.into_iter())
}

fn renamed(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    let sheet = scene.sheet(a_form(scene, rng)?);
    book.rename(sheet, &format!("{} (sửa)", sheet.chars().take(24).collect::<String>()));
    Some(())
}

fn filtered(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    let form = a_form(scene, rng)?;
    let cells = scene.cells(form);
    let last = scene.year().entered_rows(form).last()?;
    let first = Address::new(cells.row_below(0) - 2, 0);
    book.filter(scene.sheet(form), first, cells.note(last));
    Some(())
}

fn added_in_cell(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    let entry = scene.pick(rng, |entry| entry.people >= 20)?;
    let (one, other) = (entry.people / 3, entry.people - entry.people / 3);
    book.put(&entry.sheet, entry.at, &Put::Formula(format!("{one}+{other}"), Some(entry.people.to_string())));
    Some(())
}

fn as_text(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng, space: char) -> Option<()> {
    let entry = scene.pick(rng, |entry| (1_000..1_000_000).contains(&entry.people))?;
    let text = format!("{}{space}{:03}", entry.people / 1_000, entry.people % 1_000);
    book.put(&entry.sheet, entry.at, &Put::Text(text));
    Some(())
}

fn label_written_otherwise(scene: &Scene, book: &mut SpoiltBook, rng: &mut Rng) -> Option<()> {
    let form = a_form(scene, rng)?;
    let row = scene.year().entered_rows(form).next()?;
    let label = &scene.year().row(form, row).label;
    let written: String = format!(" {} ", label.replace(' ', "  ")).nfd().collect();
    book.put(scene.sheet(form), scene.cells(form).label(row), &Put::Text(written));
    Some(())
}
