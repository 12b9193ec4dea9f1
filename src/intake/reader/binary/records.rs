//! The records of a BIFF8 stream with what continues them, and texts that run over from one into the next.

use super::bytes::letters;

pub(super) const CONTINUE: u16 = 0x003C;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;

/// One record and the ones that continue it.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
    pub continued: Vec<&'a [u8]>,
}

/// The records of the workbook or of a sheet from its start to its end, without those of embedded charts. A truncated stream gives an
/// error as its last item.
pub(super) struct Records<'a> {
    rest: &'a [u8],
    depth: u32,
    is_done: bool,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Records { rest: stream, depth: 0, is_done: false }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        take_record(&mut self.rest)
    }

    fn with_continued(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut continued = Vec::new();
        while self.rest.starts_with(&CONTINUE.to_le_bytes()) {
            continued.push(self.one()?.1);
        }
        Some(Record { kind, data, continued })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, CutOff>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            let Some(record) = self.with_continued() else {
                self.is_done = true;
                return Some(Err(CutOff));
            };
            match record.kind {
                BOF => self.depth += 1,
                EOF if self.depth <= 1 => self.is_done = true,
                EOF => self.depth -= 1,
                _ if self.depth == 1 => return Some(Ok(record)),
                // What stands before the start belongs to nothing.
                _ => (),
            }
        }
        None
    }
}

/// All records of a stream as far as it goes, whatever they belong to.
pub(super) fn raw_records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || take_record(&mut rest))
}

/// The kind and the contents of the next record; `None` at the end, or where the stream is cut off.
fn take_record<'a>(rest: &mut &'a [u8]) -> Option<(u16, &'a [u8])> {
    let (head, after) = rest.split_first_chunk::<4>()?;
    let [kind_low, kind_high, low, high] = *head;
    let (data, after) = after.split_at_checked(u16::from_le_bytes([low, high]).into())?;
    *rest = after;
    Some((u16::from_le_bytes([kind_low, kind_high]), data))
}

/// The stream ends where a record should go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CutOff;

/// The pieces of a continued record, of which the first is being read.
pub(super) struct Pieces<'a> {
    data: &'a [u8],
    rest: &'a [&'a [u8]],
}

impl<'a> Pieces<'a> {
    /// Those of a record from `at` on.
    pub(super) fn new(record: &'a Record<'_>, at: usize) -> Self {
        Pieces { data: record.data.get(at..).unwrap_or_default(), rest: &record.continued }
    }

    /// Those that continue a record.
    pub(super) fn continued(record: &'a Record<'_>) -> Self {
        Pieces { data: &[], rest: &record.continued }
    }

    /// Whether anything is left.
    pub(super) fn has_more(&mut self) -> bool {
        !self.data.is_empty() || self.turn() && self.has_more()
    }

    fn turn(&mut self) -> bool {
        let Some((data, rest)) = self.rest.split_first() else { return false };
        (self.data, self.rest) = (data, rest);
        true
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, data) = self.data.split_at_checked(n)?;
        self.data = data;
        Some(taken)
    }

    fn number(&mut self, n: usize) -> Option<usize> {
        let mut bytes = [0; 8];
        bytes.get_mut(..n)?.copy_from_slice(self.take(n)?);
        usize::try_from(u64::from_le_bytes(bytes)).ok()
    }

    /// A text with its length in two bytes and nothing more; what formatting follows is not looked at.
    pub(super) fn plain_text(&mut self) -> Option<String> {
        let n_letters = self.number(2)?;
        let is_wide = self.number(1)? & 0x1 != 0;
        self.letters(n_letters, is_wide)
    }

    /// A text with its length in two bytes, its runs and phonetics.
    pub(super) fn text(&mut self) -> Option<String> {
        let n_letters = self.number(2)?;
        let flags = self.number(1)?;
        let n_runs = if flags & 0x8 == 0 { 0 } else { self.number(2)? };
        let n_phonetic = if flags & 0x4 == 0 { 0 } else { self.number(4)? };
        let text = self.letters(n_letters, flags & 0x1 != 0)?;
        self.skip(n_runs * 4)?;
        self.skip(n_phonetic)?;
        Some(text)
    }

    /// Letters whose width is said anew at the head of each piece; also of this one, which is empty.
    pub(super) fn letters_of_next(&mut self, n_letters: usize) -> Option<String> {
        if n_letters == 0 {
            return Some(String::new());
        }
        self.turn().then_some(())?;
        let is_wide = self.number(1)? & 0x1 != 0;
        self.letters(n_letters, is_wide)
    }

    fn letters(&mut self, mut n_letters: usize, mut is_wide: bool) -> Option<String> {
        let mut text = String::new();
        loop {
            let letter_bytes = if is_wide { 2 } else { 1 };
            let here = n_letters.min(self.data.len() / letter_bytes);
            text.push_str(&letters(self.take(here * letter_bytes)?, is_wide));
            n_letters -= here;
            if n_letters == 0 {
                return Some(text);
            }
            self.turn().then_some(())?;
            is_wide = self.number(1)? & 0x1 != 0;
        }
    }

    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            if self.data.is_empty() && !self.turn() {
                return None;
            }
            n -= self.take(n.min(self.data.len()))?.len();
        }
        Some(())
    }
}
