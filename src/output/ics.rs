//! The plan's dates as an iCalendar file (RFC 5545) that Outlook, Google Calendar and telephones import: an all-day event
//! on the last day of each task, with an alarm a week before. A task without a date has no place in it.
//!
//! Written here rather than by a library: the few properties needed are shorter than the settings that would make
//! a library's output repeatable.

use chrono::NaiveDate;

use crate::indicator::completeness::TaskStanding;
use crate::plan::PlanYear;
use crate::value::wording;

/// The longest line in bytes, line end excluded.
const MAX_OCTETS: usize = 75;

/// The calendar of a year's tasks. `today` is the date the file claims to be made on.
pub fn calendar(year: &PlanYear, tasks: &[TaskStanding], today: NaiveDate) -> Vec<u8> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//bhxh//bhxh {}//VI", env!("CARGO_PKG_VERSION")),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!(
            "X-WR-CALNAME:{}",
            escape(&format!("Lịch công việc {} năm {}", year.plan.words.short_topic, year.year))
        ),
    ];
    for task in tasks {
        lines.extend(event(year, task, today));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().flat_map(|line| fold(line).into_bytes()).collect()
}

/// One task's event; nothing for a task without a date.
fn event(year: &PlanYear, standing: &TaskStanding, today: NaiveDate) -> Vec<String> {
    let (Some(due), Some(day)) = (standing.due, standing.last_day) else { return Vec::new() };
    let plan = year.plan;
    let task = plan.task(standing.task);
    let date = |date: NaiveDate| date.format("%Y%m%d").to_string();
    let mut description = vec![
        format!("Mục {} của Kế hoạch: trước ngày {}", task.clause, wording::date(due)),
        format!("Chủ trì: {}", task.lead),
    ];
    if !task.with.is_empty() {
        description.push(format!("Phối hợp: {}", task.with.join("; ")));
    }
    let title = escape(&format!("Hạn {}: {}", wording::date(due), task.title));
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escape(&format!("{}-{}@{}", task.code, year.year, plan.id))),
        format!("DTSTAMP:{}T000000Z", date(today)),
        format!("DTSTART;VALUE=DATE:{}", date(day)),
        // The end is the first day that no longer belongs to the event.
        format!("DTEND;VALUE=DATE:{}", date(day.succ_opt().unwrap_or(day))),
        format!("SUMMARY:{title}"),
        format!("DESCRIPTION:{}", escape(&description.join("\n"))),
        "TRANSP:TRANSPARENT".to_owned(),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("DESCRIPTION:{title}"),
        "TRIGGER:-P7D".to_owned(),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

/// Text as a property's value: what has a meaning there is escaped, what has none is a space.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line with its end, broken so that no piece is longer than 75 bytes; each further piece begins with a space. No
/// character is cut in two.
fn fold(line: &str) -> String {
    let mut folded = String::new();
    let mut n_octets = 0;
    for c in line.chars() {
        if n_octets + c.len_utf8() > MAX_OCTETS {
            folded.push_str("\r\n ");
            n_octets = 1;
        }
        folded.push(c);
        n_octets += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::completeness;
    use crate::plan;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, month, day).expect("a date")
    }

    #[test]
    fn lines_are_short_whole_and_unfold_to_what_was_written() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let bytes = calendar(&year, &completeness::tasks(&year, day(6, 1)), day(6, 1));
        let text = String::from_utf8(bytes).expect("no character is cut");
        assert!(text.split("\r\n").all(|line| line.len() <= MAX_OCTETS && !line.contains(['\r', '\n'])));
        let unfolded = text.replace("\r\n ", "");
        let n = |what: &str| unfolded.lines().filter(|line| *line == what).count();
        for name in ["VCALENDAR", "VEVENT", "VALARM"] {
            assert_eq!(n(&format!("BEGIN:{name}")), n(&format!("END:{name}")), "{name}");
        }
        assert_eq!(n("BEGIN:VEVENT"), 4);
        assert!(unfolded.contains("\r\nDTSTART;VALUE=DATE:20230630\r\nDTEND;VALUE=DATE:20230701\r\n"));
        assert!(unfolded.contains("\r\nUID:thu-thap-2023@binh-phuoc-2022-2025\r\n"));
        assert!(unfolded.contains("Tổng hợp\\, cung cấp số liệu"));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne ");
    }
}
