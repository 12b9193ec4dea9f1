//! What is wrong with one entered cell.

use super::{Trouble, date_said, refused, remarked, shown};
use crate::formula;
use crate::intake::number::{Reading, Refusal, Remark, read_count};
use crate::intake::recalculated::Standing;
use crate::intake::submission::Entry;
use crate::problem::Code;
use crate::value::grid::{Cell, Value};

/// How many letters of a content a message quotes; the finding has all of them.
const MAX_LETTERS: usize = 60;

/// What a cell whose formula wasn't calculated needs.
const CALCULATE: &str = "Mở tệp bằng Excel, bấm F9 để tính, lưu lại rồi gửi; hoặc gõ thẳng kết quả vào ô";

/// Everything wrong or worth saying in a cell, given what is to be thought of its formula's result.
pub fn troubles(cell: Option<&Cell>, standing: Option<&Standing>, entry: &Entry, max_people: u64) -> Vec<Trouble> {
    let Some(cell) = cell else { return vec![blank(entry)] };
    let entered = Entered::new(cell, entry);
    match standing {
        Some(Standing::GivesNothing) => vec![entered.gives_nothing()],
        Some(Standing::Differs { gives }) => vec![entered.differs(gives)],
        Some(Standing::NotCalculated(why)) => {
            vec![entered.not_calculated(&format!(", không rõ kết quả đúng vì {why}"))]
        }
        Some(Standing::MayBeOld(_)) | None => {
            let mut troubles: Vec<Trouble> = entered.read(max_people).into_iter().collect();
            troubles.extend(entered.sources(standing));
            troubles
        }
    }
}

fn blank(entry: &Entry) -> Trouble {
    trouble(entry, Code::BlankRequiredCell, "Ghi số người; nếu không có ai thì ghi 0")
}

/// Trouble of which nothing is said yet but the code and what to do.
fn trouble(entry: &Entry, code: Code, hint: &str) -> Trouble {
    Trouble {
        row: entry.row,
        column: entry.column,
        at: entry.at,
        code,
        found: None,
        detail: String::new(),
        said: String::new(),
        expected: None,
        hint: hint.to_owned(),
    }
}

/// What a cell says: `ghi “12o”`.
fn says(found: &str) -> String {
    let quoted: String = found.chars().take(MAX_LETTERS).collect();
    let more = if quoted.len() < found.len() { "…" } else { "" };
    format!("ghi “{quoted}{more}”")
}

/// An entered cell that holds something.
struct Entered<'a> {
    cell: &'a Cell,
    entry: &'a Entry,
    /// What it shows.
    found: String,
    /// Its formula with the equals sign.
    formula: Option<String>,
}

impl<'a> Entered<'a> {
    fn new(cell: &'a Cell, entry: &'a Entry) -> Self {
        let formula = cell.formula.as_ref().map(|formula| format!("={formula}"));
        Entered { cell, entry, found: shown(&cell.value), formula }
    }

    /// Trouble with what the cell shows.
    fn content(&self, code: Code, hint: &str) -> Trouble {
        // With a decimal comma: a point would make thousands of it.
        let is_number = matches!(self.cell.value, Value::Number(_) | Value::Disguised(..));
        let said = if is_number { says(&self.found.replace('.', ",")) } else { says(&self.found) };
        Trouble { found: Some(self.found.clone()), said, ..trouble(self.entry, code, hint) }
    }

    /// Trouble with the formula, which stands as it stands, with the dots of its file names.
    fn formula(&self, code: Code, hint: &str) -> Trouble {
        let said = self.formula.as_deref().map(says).unwrap_or_default();
        Trouble { found: self.formula.clone(), said, ..trouble(self.entry, code, hint) }
    }

    fn gives_nothing(&self) -> Trouble {
        let detail = "công thức trong ô không cho ra số nào".to_owned();
        let hint = "Gõ thẳng số người vào ô; nếu không có ai thì gõ 0";
        Trouble { detail, ..self.formula(Code::BlankRequiredCell, hint) }
    }

    /// A formula without its result; `meaning` is what else is known of it.
    fn not_calculated(&self, meaning: &str) -> Trouble {
        let code = Code::FormulaWithoutValue;
        // Where nothing is stored, the formula says more.
        let trouble = if self.found.is_empty() { self.formula(code, CALCULATE) } else { self.content(code, CALCULATE) };
        Trouble { said: format!("{}{meaning}", trouble.said), ..trouble }
    }

    fn differs(&self, gives: &str) -> Trouble {
        let but = if self.found.is_empty() { "," } else { " nhưng" };
        let result = match gives {
            "" => "không cho ra số nào".to_owned(),
            gives => format!("tính ra {}", gives.replace('.', ",")),
        };
        let expected = Some(gives.to_owned()).filter(|gives| !gives.is_empty());
        Trouble { expected, ..self.not_calculated(&format!("{but} công thức {result}")) }
    }

    /// What is to be said of the content as it is read.
    fn read(&self, max_people: u64) -> Option<Trouble> {
        match read_count(&self.cell.value, max_people) {
            Reading::Blank if self.formula.is_none() => Some(blank(self.entry)),
            Reading::Blank if self.cell.value == Value::Blank => Some(self.not_calculated("")),
            Reading::Blank => Some(self.gives_nothing()),
            Reading::Count { people, remark } => Some(self.remarked(remark?, people)),
            Reading::Refused(refusal) => Some(self.refused(&refusal)),
        }
    }

    fn remarked(&self, remark: Remark, people: u64) -> Trouble {
        let (code, meaning, hint) = remarked(remark, &self.found, people);
        let trouble = self.content(code, hint);
        Trouble { said: format!("{}{meaning}", trouble.said), ..trouble }
    }

    fn refused(&self, refusal: &Refusal) -> Trouble {
        if matches!(refusal, Refusal::ExcelError(_)) && self.is_from_outside() {
            let detail = "công thức lấy số từ tệp khác mà không đọc được tệp đó".to_owned();
            return Trouble {
                detail, ..self.content(Code::ErrorValue, "Xóa công thức và gõ thẳng số người vào ô")
            };
        }
        let (code, detail, hint) = refused(refusal);
        let trouble = self.content(code, hint);
        Trouble { detail, said: date_said(refusal).unwrap_or(trouble.said), ..trouble }
    }

    /// Where a number comes from, if that is to be asked. Only a number needs to say so.
    fn sources(&self, standing: Option<&Standing>) -> Option<Trouble> {
        self.entry.people?;
        if self.is_from_outside() {
            let hint = "Thay công thức bằng chính con số, hoặc ghi ở cột giải trình số này lấy từ đâu";
            return Some(self.formula(Code::ExternalReference, hint));
        }
        let Some(Standing::MayBeOld(why)) = standing else { return None };
        let detail = format!("không tính lại được vì {why}, và tệp không cho thấy công thức đã được tính lại khi lưu");
        let hint =
            "Đặt chế độ tính tự động trong Excel rồi lưu lại; hoặc gõ thẳng con số, hoặc xác nhận ở cột giải trình";
        Some(Trouble { detail, ..self.content(Code::UnverifiedResult, hint) })
    }

    fn is_from_outside(&self) -> bool {
        self.cell.formula.as_deref().is_some_and(formula::is_outside)
    }
}
