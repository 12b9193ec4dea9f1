//! What formulas refer to beyond their own sheet.

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BinaryFormat {
    Biff8,
    Biff12,
}

/// What formulas refer to beyond their own sheet.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// What stands before a reference to another sheet, `'Biểu 01'!`, by the number that formulas use; `None` if it isn't understood.
    pub(super) prefixes: Vec<Option<String>>,
    /// The names that other files and add-ins lend, by the same number.
    pub(super) outside_names: Vec<Vec<String>>,
    /// The names of this file, in its order.
    pub(super) names: Vec<String>,
}

impl Links {
    pub(super) fn prefix(&self, number: u16) -> Option<&str> {
        self.prefixes.get(usize::from(number))?.as_deref()
    }

    /// A name by its number from 1.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number.checked_sub(1)? as usize).map(String::as_str)
    }

    pub(super) fn outside_name(&self, link: u16, number: u32) -> Option<&str> {
        let names = self.outside_names.get(usize::from(link))?;
        names.get(number.checked_sub(1)? as usize).map(String::as_str)
    }
}

/// The name of a sheet, or of the first and last of several, as a formula writes it before a reference.
pub(super) fn sheet_prefix(file: Option<&str>, first: &str, last: &str) -> String {
    let file = file.map(|file| format!("[{file}]")).unwrap_or_default();
    let sheets = if first == last { first.to_owned() } else { format!("{first}:{last}") };
    let name = format!("{file}{sheets}");
    let is_plain =
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if is_plain { format!("{name}!") } else { format!("'{}'!", name.replace('\'', "''")) }
}
