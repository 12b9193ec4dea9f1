//! Dates and durations that a file spells out, as the serial numbers that the other formats hold.

use chrono::NaiveDate;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// Days since the workbook's epoch of `2026-12-31` or `2026-12-31T08:30:00`; `None` if it is no date.
pub(super) fn serial_of_date(text: &str, date_1904: bool) -> Option<f64> {
    let (date, time) = text.trim().split_once('T').unwrap_or((text.trim(), "0:0:0"));
    let date: NaiveDate = date.parse().ok()?;
    let epoch = if date_1904 { NaiveDate::from_ymd_opt(1904, 1, 1)? } else { NaiveDate::from_ymd_opt(1899, 12, 30)? };
    let days = i32::try_from(date.signed_duration_since(epoch).num_days()).ok()?;
    Some(f64::from(days) + share_of_day(time.trim_end_matches('Z'))?)
}

/// Days of a duration such as `PT36H15M00S`; `None` if it is none.
pub(super) fn serial_of_duration(text: &str) -> Option<f64> {
    let (sign, text) = match text.trim().strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.trim()),
    };
    let mut rest = text.strip_prefix('P')?;
    let mut in_time = false;
    let mut seconds = 0.0;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (in_time, rest) = (true, time);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        seconds += number
            * match (in_time, rest.as_bytes()[end]) {
                (false, b'D') => SECONDS_PER_DAY,
                (true, b'H') => 3600.0,
                (true, b'M') => 60.0,
                (true, b'S') => 1.0,
                _ => return None,
            };
        rest = &rest[end + 1..];
    }
    Some(sign * seconds / SECONDS_PER_DAY)
}

fn share_of_day(time: &str) -> Option<f64> {
    let mut parts = time.split(':').map(|part| part.parse::<f64>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0.0))?;
    Some((hours * 3600.0 + minutes * 60.0 + seconds) / SECONDS_PER_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_the_serials_excel_shows() {
        assert_eq!(serial_of_date("2026-12-31", false), Some(46_387.0));
        assert_eq!(serial_of_date("2026-12-31T18:00:00", false), Some(46_387.75));
        assert_eq!(serial_of_date("1904-01-02", true), Some(1.0));
        for text in ["", "31/12/2026", "2026-13-01", "2026-12-31Tnoon"] {
            assert_eq!(serial_of_date(text, false), None, "{text}");
        }
    }

    #[test]
    fn durations_become_days() {
        assert_eq!(serial_of_duration("PT36H00M00S"), Some(1.5));
        assert_eq!(serial_of_duration("-P1DT6H"), Some(-1.25));
        for text in ["", "36:00", "PT5", "P5H", "PTđ"] {
            assert_eq!(serial_of_duration(text), None, "{text}");
        }
    }
}
