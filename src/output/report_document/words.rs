//! The turns of phrase that all parts of the report share: numbers, who is missing, whole sentences.

use chrono::NaiveDate;

use crate::annual::Annual;
use crate::indicator::Coverage;
use crate::indicator::completeness::State;
use crate::output::docx::Text;
use crate::plan::Target;
use crate::value::Percent;
use crate::value::wording;
pub use crate::view::words::*;

/// The decimals of a share: two, or as many more as keep a share below its target from looking as if it had reached it.
pub fn decimals(known: (i64, i64), target: Option<&Target>) -> u32 {
    let told = |target: &Target| wording::decimals_that_tell(known.0, known.1, target.percent);
    target.map_or(2, told).max(2)
}

/// A coverage in percent, `None` if it isn't computable.
pub fn share(coverage: &Coverage) -> Option<String> {
    let (part, whole) = coverage.known()?;
    Some(wording::share(part, whole, decimals((part, whole), coverage.target.as_ref())))
}

/// What part of its target is reached: `99,89 %`; never `100,00 %` before it is.
pub fn share_of_target(coverage: &Coverage) -> Option<String> {
    let ((part, whole), target) = (coverage.known()?, coverage.target.as_ref()?);
    let (part, whole) = (part.checked_mul(100_000)?, whole.checked_mul(target.percent.thousandths().into())?);
    let decimals = wording::decimals_that_tell(part, whole, Percent::ALL).max(2);
    (whole > 0).then(|| wording::share(part, whole, decimals))
}

/// People, or that they are not known.
pub fn people(people: Option<i64>) -> Text {
    Text::from(people.map_or_else(|| NOT_COMPUTABLE.to_owned(), wording::people))
}

/// A change with its sign: `+1.234`, `-12`, `0`.
pub fn change(people: Option<i64>) -> Text {
    let signed = |n: i64| if n > 0 { format!("+{}", wording::people(n)) } else { wording::people(n) };
    Text::from(people.map_or_else(|| NOT_COMPUTABLE.to_owned(), signed))
}

/// `tăng 1.234 người`, `giảm 12 người`, `không thay đổi về số người`.
pub fn rise_in_people(people: i64) -> String {
    match people {
        0 => "không thay đổi về số người".to_owned(),
        1.. => format!("tăng {} người", wording::people(people)),
        _ => format!("giảm {} người", wording::people(-people)),
    }
}

/// Why an agency's counts are not in the report, within a sentence.
pub fn why_missing(state: State) -> &'static str {
    match state {
        State::NotReceived => "chưa gửi",
        State::Unreadable => "tệp gửi về không dùng được",
        State::Rejected => "số liệu bị trả lại để sửa",
        State::Conflict => "các tệp cùng lần gửi khác nhau",
        State::QueryOpen | State::Accepted => "đã nhận",
    }
}

/// The day whose state of the counts the report shows.
pub fn counts_as_of(annual: &Annual) -> NaiveDate {
    annual.choices.as_of.unwrap_or(annual.choices.today)
}

/// Someone else's text as one line without superfluous spaces, beginning with a capital and ending as a sentence does.
pub fn sentence(text: &str) -> String {
    let text = capitalized(&one_line(text));
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{}.", text.trim_end_matches([';', ',', ':'])) }
}

/// As [`sentence`], untouched but for its spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number of things out of all: `17/19`.
pub fn of_all(n: usize, all: usize) -> String {
    format!("{n}/{all}")
}
