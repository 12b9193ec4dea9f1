//! What the looks of a form's sheet do to its numbers: entered cells that share a merged one, entered cells that no one
//! sees, and figures written where nothing is read.

use std::collections::BTreeSet;

use super::submission::{Entry, FormData};
use crate::plan::PlanYear;
use crate::problem::{Code, Finding, Place};
use crate::value::grid::{Address, Area, LooseKind, LooseText, Sheet, Value, column_letters};
use crate::value::text;
use crate::value::wording;

/// How many letters of a text a finding shows.
const MAX_LETTERS: usize = 60;

/// Everything to say of how a form's sheet looks.
pub fn check(sheet: &Sheet, year: &PlanYear, data: &FormData) -> Vec<Finding> {
    let form = FormSheet { sheet, year, data };
    let mut findings: Vec<Finding> = swallowing_merges(sheet, data).into_iter().map(|area| form.merged(area)).collect();
    findings.extend(form.hidden_sheet());
    findings.extend(form.hidden_rows());
    findings.extend(form.filtered_rows());
    findings.extend(form.hidden_columns());
    findings.extend(form.loose_texts());
    findings
}

/// The merged ranges that leave an entered cell without a place of its own, be it that it is covered, or that it covers
/// a total, whose number might as well stand there.
pub fn swallowing_merges(sheet: &Sheet, data: &FormData) -> Vec<Area> {
    let swallows = |area: &&Area| {
        data.entries.iter().any(|entry| area.covers(entry.at))
            || data.entries.iter().any(|entry| entry.at == area.first)
                && data.computed.iter().any(|computed| area.covers(computed.at))
    };
    sheet.layout.merged.iter().filter(swallows).copied().collect()
}

/// Whether what is wrong with an entered cell is the merge that swallowed it, or left it blank for all of its cells.
pub fn is_swallowed(sheet: &Sheet, entry: &Entry, merges: &[Area]) -> bool {
    let is_blank = || match sheet.get(entry.at).map(|cell| &cell.value) {
        None | Some(Value::Blank) => true,
        Some(Value::Text(content)) => text::is_blank(content),
        Some(_) => false,
    };
    merges.iter().any(|area| area.covers(entry.at) || area.contains(entry.at) && is_blank())
}

/// A form in the sheet where it was found.
struct FormSheet<'a> {
    sheet: &'a Sheet,
    year: &'a PlanYear<'a>,
    data: &'a FormData,
}

impl FormSheet<'_> {
    fn merged(&self, area: Area) -> Finding {
        let entries = self.entries(|entry| area.contains(entry.at));
        let totals = self.data.computed.iter().map(|computed| computed.at).filter(|at| area.contains(*at));
        let mut cells: Vec<Address> = entries.iter().map(|entry| entry.at).chain(totals).collect();
        cells.sort_unstable();
        let message = format!("vùng {area} bị gộp thành một ô, trong khi {} ô phải có số riêng", cells.len());
        let hint = if cells.len() == entries.len() {
            "Chọn vùng này, bấm Merge & Center để bỏ gộp, rồi nhập số vào từng ô"
        } else {
            "Chọn vùng này, bấm Merge & Center để bỏ gộp, nhập số vào từng ô nhập, chép lại công thức ô tổng từ biểu mẫu"
        };
        let shown = self.sheet.get(area.first).map(|cell| wording::content(&cell.value));
        let finding = self.finding(Code::EntryCellsMerged, &message, hint, &entries);
        let place = Place { cells, ..finding.place.clone() };
        finding.at(place).found(shown.unwrap_or_default())
    }

    fn hidden_sheet(&self) -> Option<Finding> {
        let message = format!("trang “{}” bị ẩn; số liệu trong đó vẫn được đọc", self.sheet.name);
        let hint = "Không phải làm gì; muốn xem thì bấm chuột phải vào tên trang bất kỳ, chọn Unhide";
        (!self.sheet.visible).then(|| self.finding(Code::EntryCellsHidden, &message, hint, &[]))
    }

    fn hidden_rows(&self) -> Option<Finding> {
        let (entries, rows) = self.entries_in(&self.sheet.layout.hidden_rows)?;
        let names = wording::rows(&rows);
        let message = format!("{} hàng bị ẩn (hàng {names}); số liệu trong đó vẫn được đọc", rows.len());
        let hint = "Không phải làm gì; muốn xem thì chọn các hàng liền trên và dưới, bấm chuột phải, chọn Unhide";
        Some(self.hidden(&message, hint, &entries))
    }

    fn filtered_rows(&self) -> Option<Finding> {
        let (entries, rows) = self.entries_in(&self.sheet.layout.filtered_rows)?;
        let names = wording::rows(&rows);
        let message = format!("bộ lọc đang che {} hàng (hàng {names}); số liệu trong đó vẫn được đọc", rows.len());
        let hint = "Không phải làm gì; muốn xem thì vào thẻ Data, bấm Clear ở nhóm Sort & Filter";
        Some(self.hidden(&message, hint, &entries))
    }

    fn hidden_columns(&self) -> Option<Finding> {
        let hidden = &self.sheet.layout.hidden_columns;
        let entries = self.entries(|entry| hidden.contains(&entry.at.col));
        let columns: BTreeSet<u32> = entries.iter().map(|entry| entry.at.col).collect();
        let names: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
        let message = format!(
            "{} cột bị ẩn (cột {}); số liệu trong đó vẫn được đọc",
            columns.len(),
            wording::named(&names, ", ", "cột")
        );
        let hint = "Không phải làm gì; muốn xem thì chọn hai cột liền hai bên, bấm chuột phải, chọn Unhide";
        (!entries.is_empty()).then(|| self.hidden(&message, hint, &entries))
    }

    fn loose_texts(&self) -> Option<Finding> {
        let mut texts: Vec<&LooseText> = self.sheet.layout.texts.iter().filter(|text| !is_own(text)).collect();
        texts.sort_by_key(|text| (text.at.is_none(), text.at));
        let count = |kind| texts.iter().filter(|text| text.kind == kind).count();
        let counts = [(count(LooseKind::Comment), "chú thích"), (count(LooseKind::Shape), "hộp văn bản")];
        let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
        let what = wording::list(&counts.collect::<Vec<_>>());
        let shown = wording::first_few(texts.iter().map(|text| shown(text))).join("; ");
        let message = format!("{what} có chữ số, không được đọc thành số liệu: {shown}");
        let hint = "Không phải làm gì nếu chỉ là lời giải thích; nếu là số liệu thì nhập vào đúng ô của biểu";
        let finding = self.finding(Code::TextOutsideCells, &message, hint, &[]).found(shown);
        let cells = texts.iter().filter_map(|text| text.at).collect();
        (!texts.is_empty()).then(|| Finding { place: Place { cells, ..finding.place.clone() }, ..finding })
    }

    fn entries(&self, test: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        self.data.entries.iter().filter(|entry| test(entry)).copied().collect()
    }

    /// The entered cells in some of the sheet's rows, and these rows as people count them; `None` if there are none.
    fn entries_in(&self, rows: &BTreeSet<u32>) -> Option<(Vec<Entry>, BTreeSet<u32>)> {
        let entries = self.entries(|entry| rows.contains(&entry.at.row));
        let rows: BTreeSet<u32> = entries.iter().map(|entry| entry.at.row + 1).collect();
        (!rows.is_empty()).then_some((entries, rows))
    }

    /// A note of entered cells no one sees, with what stands in them.
    fn hidden(&self, message: &str, hint: &str, entries: &[Entry]) -> Finding {
        let values = entries.iter().filter_map(|entry| Some(wording::content(&self.sheet.get(entry.at)?.value)));
        let values = wording::first_few(values.filter(|value| !value.is_empty())).join("; ");
        self.finding(Code::EntryCellsHidden, message, hint, entries).found(values)
    }

    /// A finding at these entered cells, or at the sheet as a whole.
    fn finding(&self, code: Code, message: &str, hint: &str, entries: &[Entry]) -> Finding {
        let place = match entries {
            [] => Place {
                sheet: Some(self.sheet.name.clone()),
                form: Some(self.year.plan.form(self.data.form).code.clone()),
                ..Place::default()
            },
            [first, ..] => {
                let cells = entries.iter().map(|entry| entry.at).collect();
                self.data.place(self.year, first.row, Some(first.column), cells)
            }
        };
        Finding::new(code, message, hint).at(place)
    }
}

/// Whether a comment is our own, copied without what is around it: it begins with the code that it explains.
fn is_own(loose: &LooseText) -> bool {
    let word = loose.text.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    loose.kind == LooseKind::Comment && Code::parse(word).is_some()
}

/// A text with its place: `D12 “sửa thành 1.250”`.
fn shown(loose: &LooseText) -> String {
    let mut text: String = loose.text.chars().take(MAX_LETTERS).collect();
    if text.len() < loose.text.len() {
        text.push('…');
    }
    match loose.at {
        Some(at) => format!("{at} “{text}”"),
        None => format!("“{text}”"),
    }
}
