//! Whether all of a date can be read in its cell.

/// Whether the letters of a format show day, month and year: a weekday is no day, the first letter of a month no month, and an `m` beside
/// hours or seconds means minutes.
pub(super) fn are_whole(letters: &str) -> bool {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for letter in letters.chars() {
        match runs.last_mut() {
            Some((last, n)) if *last == letter => *n += 1,
            _ => runs.push((letter, 1)),
        }
    }
    let is_beside_time =
        |n: usize| n > 0 && runs[n - 1].0 == 'h' || runs.get(n + 1).is_some_and(|(next, _)| *next == 's');
    let mut shown = [false; 3];
    for (n, (letter, length)) in runs.iter().enumerate() {
        match letter {
            'd' => shown[0] |= *length <= 2,
            'm' => shown[1] |= *length <= 4 && !is_beside_time(n),
            'y' => shown[2] = true,
            _ => (),
        }
    }
    shown == [true; 3]
}

/// Whether a text shows a date, as `2025-07-01`, without its day, month or year; a month may be spelled.
pub(crate) fn is_shortened_in(text: &str, date: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        let parts = text.split(|c: char| !c.is_ascii_digit());
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    let day = date.split('T').next().unwrap_or_default();
    let [year, month, day] = numbers(day)[..] else { return false };
    let mut shown = numbers(text);
    let mut take = |wanted: &[u32]| {
        let found = shown.iter().position(|number| wanted.contains(number));
        found.map(|n| shown.remove(n)).is_some()
    };
    let has_year = take(&[year]) || take(&[year % 100]);
    let has_day = take(&[day]);
    let has_month = take(&[month]) || text.chars().any(char::is_alphabetic);
    !(has_year && has_day && has_month)
}
