//! What is to be written. Small outputs stand in memory; a nation's workbook is kept in a temporary file without a name, in the
//! folder it goes to, until it is written where it belongs: beside all that it is made of it would fill the memory of a small
//! computer.

use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use tempfile::SpooledTempFile;

use crate::cli::{inbox, shown};

/// How many bytes of an output are kept in memory.
const IN_MEMORY: usize = 1 << 20;

/// The contents of an output.
pub enum OutputContents {
    Bytes(Vec<u8>),
    Spooled(Spool),
}

impl From<Vec<u8>> for OutputContents {
    fn from(bytes: Vec<u8>) -> Self {
        OutputContents::Bytes(bytes)
    }
}

impl OutputContents {
    /// What is written to a spool, to be an output at a place.
    ///
    /// # Errors
    ///
    /// What `write` says, or that the spool takes no more.
    pub fn spooled(place: &Path, write: impl FnOnce(Spool) -> Result<Spool>) -> Result<Self> {
        let spools = Spools::near(place);
        spools.checked(write(spools.spool()).map(OutputContents::Spooled))
    }

    /// The bytes from the first on, and how many there are.
    ///
    /// # Errors
    ///
    /// When they can't be read.
    pub fn reader(&mut self) -> io::Result<(u64, Box<dyn Read + '_>)> {
        match self {
            OutputContents::Bytes(bytes) => Ok((bytes.len() as u64, Box::new(Cursor::new(bytes)))),
            OutputContents::Spooled(spool) => {
                // What was buffered is written first.
                let n_bytes = spool.file.seek(SeekFrom::End(0))?;
                spool.file.rewind()?;
                Ok((n_bytes, Box::new(spool.file.get_mut())))
            }
        }
    }
}

/// Takes an output while it is made.
pub struct Spool {
    file: BufWriter<SpooledTempFile>,
    failure: Arc<OnceLock<io::Error>>,
    /// Where the next byte goes.
    at: u64,
    /// Whether the system refused any.
    is_lost: bool,
}

/// Gives room to outputs while they are made, and notes when there is no more: whoever writes may put that into words of its own.
pub struct Spools {
    folder: PathBuf,
    failure: Arc<OnceLock<io::Error>>,
}

impl Spools {
    /// In the folder where an output goes, a file or a folder, or the nearest above it that is there.
    pub fn near(place: &Path) -> Self {
        let real = inbox::real(place);
        let folder = real.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new(".")).to_owned();
        Spools { folder, failure: Arc::default() }
    }

    /// Room for one output.
    pub fn spool(&self) -> Spool {
        Spool {
            file: BufWriter::new(SpooledTempFile::new_in(IN_MEMORY, &self.folder)),
            failure: self.failure.clone(),
            at: 0,
            is_lost: false,
        }
    }

    /// What was made with them.
    ///
    /// # Errors
    ///
    /// That there is no more room, before what the maker says.
    pub fn checked<T>(&self, made: Result<T>) -> Result<T> {
        let Some(failure) = self.failure.get() else { return made };
        let failure = io::Error::from(failure.kind());
        Err(failure).with_context(|| format!("không ghi được vào thư mục “{}”", shown::path(&self.folder)))
    }
}

impl Spool {
    /// Notes that the system took no more. Whoever writes is told once; whatever it adds to bring its work to an end goes nowhere.
    fn noted<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            self.is_lost = true;
            // The first is what went wrong.
            let _ = self.failure.set(error);
            kind.into()
        })
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = if self.is_lost { Ok(bytes.len()) } else { self.file.write(bytes) };
        let n_written = self.noted(done)?;
        self.at = self.at.saturating_add(n_written as u64);
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = if self.is_lost { Ok(()) } else { self.file.flush() };
        self.noted(done)
    }
}

impl Seek for Spool {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let in_what_is_lost = |at: u64| match to {
            SeekFrom::Start(place) => place,
            SeekFrom::End(by) | SeekFrom::Current(by) => at.saturating_add_signed(by),
        };
        let done = if self.is_lost { Ok(in_what_is_lost(self.at)) } else { self.file.seek(to) };
        self.at = self.noted(done)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_from_the_first_byte_on_however_much_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        for n in [0, 1, IN_MEMORY + 1] {
            let written = |mut spool: Spool| {
                spool.write_all(&vec![7; n])?;
                spool.rewind()?;
                spool.write_all(&[9; 1][..n.min(1)])?;
                Ok(spool)
            };
            let mut contents = OutputContents::spooled(folder.path(), written).expect("room");
            for _ in 0..2 {
                let (mut bytes, (n_bytes, mut reader)) = (Vec::new(), contents.reader().expect("there"));
                reader.read_to_end(&mut bytes).expect("readable");
                assert_eq!((n_bytes, bytes.len()), (n as u64, n));
                assert!(bytes.first().is_none_or(|byte| *byte == 9) && bytes.iter().skip(1).all(|byte| *byte == 7));
            }
        }
    }

    #[test]
    fn the_systems_words_go_before_those_of_who_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let full = |mut spool: Spool| {
            let refused = spool.noted::<()>(Err(io::ErrorKind::StorageFull.into()));
            spool.write_all(b"the end").expect("whoever was refused may end its work");
            assert_eq!(spool.seek(SeekFrom::Current(-1)).expect("a place"), 6);
            anyhow::bail!("không lập được: {}", refused.expect_err("refused"))
        };
        let error = OutputContents::spooled(folder.path(), full).err().expect("no room");
        assert_eq!(error.root_cause().to_string(), io::Error::from(io::ErrorKind::StorageFull).to_string());
        let other = OutputContents::spooled(folder.path(), |_| anyhow::bail!("trang quá dài")).err().expect("refused");
        assert_eq!(other.to_string(), "trang quá dài");
    }
}
