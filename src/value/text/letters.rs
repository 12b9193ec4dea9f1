//! The letters that Vietnamese text is made of, looked up instead of found anew.

use std::ops::RangeInclusive;

/// What is known of each letter beyond ASCII of the two stretches in which those of Vietnamese stand.
pub struct OfLetters<T>(Vec<T>);

impl<T> OfLetters<T> {
    const LATIN: RangeInclusive<char> = 'À'..='ư';
    const ADDITIONAL: RangeInclusive<char> = 'Ạ'..='ỹ';

    /// Asks it of each of them.
    pub fn new(of: impl FnMut(char) -> T) -> Self {
        OfLetters(Self::LATIN.chain(Self::ADDITIONAL).map(of).collect())
    }

    /// `None` for a character of neither stretch.
    pub fn get(&self, c: char) -> Option<&T> {
        let (latin, additional) = (Self::LATIN, Self::ADDITIONAL);
        if latin.contains(&c) {
            self.0.get(c as usize - *latin.start() as usize)
        } else if additional.contains(&c) {
            self.0.get(self.0.len() - 1 - (*additional.end() as usize - c as usize))
        } else {
            None
        }
    }
}
