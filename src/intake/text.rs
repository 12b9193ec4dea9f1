//! Placeholder until the text room is merged.
pub fn nearest<'a>(_text: &str, _candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    None
}
pub fn fold(t: &str) -> String {
    t.trim().to_lowercase()
}
pub fn is_blank(t: &str) -> bool {
    t.trim().is_empty()
}
