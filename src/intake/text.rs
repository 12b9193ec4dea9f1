//! Placeholder until the text room is merged.
pub fn nearest<'a>(_text: &str, _candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    None
}
