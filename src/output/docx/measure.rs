//! Lengths as documents write them.

/// Millimetres in twentieths of a point.
pub fn twips(mm: u32) -> u32 {
    // 1440 twips are 25.4 mm.
    mm * 14_400 / 254
}
