//! Reads one returned file from the disk. This never fails: a file that can't be read is a rejected one, and the others go
//! on. No more is read than a form can need, and nothing is opened that may never end.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::system;
use crate::intake::container::MAX_FILE_BYTES;
use crate::intake::{self, Received, Unread};
use crate::plan::Plan;
use crate::problem::unreadable::Unopened;
use crate::usecase::{self, Digest, HEAD_BYTES, MAX_DIGEST_BYTES};

/// Reads and checks one file, named `name` in what is said of it.
pub fn receive(path: &Path, name: &str, plan: &Plan) -> Received {
    match read(path) {
        Ok(bytes) => usecase::receive(&bytes, name, plan).checked(),
        Err(unread) => intake::receive_unread(&unread, name),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Unread> {
    let found = fs::metadata(path).map_err(|error| why(&error))?;
    if !found.is_file() {
        return Err(Unread::Unopened(Unopened::NotAFile));
    }
    let mut file = File::open(path).map_err(|error| why(&error))?;
    let mut bytes = Vec::new();
    if found.len() <= MAX_FILE_BYTES {
        // It may grow meanwhile.
        (&mut file).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| why(&error))?;
        if bytes.len() as u64 <= MAX_FILE_BYTES {
            return Ok(bytes);
        }
    }
    too_large(path, found.len().max(bytes.len() as u64)).map_err(|error| why(&error)).and_then(Err)
}

/// What is known of a file of too many bytes, read piece by piece.
fn too_large(path: &Path, n_bytes: u64) -> io::Result<Unread> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    (&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    let sha256 = if n_bytes <= MAX_DIGEST_BYTES { Some(digest(&head, file)?) } else { None };
    Ok(Unread::TooLarge { n_bytes, head, sha256 })
}

/// SHA-256 of some bytes and all that follow.
fn digest(head: &[u8], mut rest: File) -> io::Result<String> {
    let mut digest = Digest::default();
    digest.add(head);
    let mut piece = vec![0; 1 << 20];
    loop {
        let n = rest.read(&mut piece)?;
        if n == 0 {
            return Ok(digest.finish());
        }
        digest.add(&piece[..n]);
    }
}

/// Why the system doesn't give a file.
pub fn why(error: &io::Error) -> Unread {
    Unread::Unopened(match error.kind() {
        ErrorKind::NotFound => Unopened::Missing,
        ErrorKind::PermissionDenied => Unopened::Denied,
        _ if system::is_open_elsewhere(error) => Unopened::OpenElsewhere,
        _ if system::is_loop(error) => Unopened::Loop,
        _ => Unopened::Failed(system::reason(error)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_the_whole_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lớn.pdf");
        let bytes = vec![7u8; HEAD_BYTES + (1 << 20) + 5];
        fs::write(&path, &bytes).expect("written");
        let whole = intake::sha256(&bytes);
        let expected = Unread::TooLarge { n_bytes: 9, head: bytes[..HEAD_BYTES].to_vec(), sha256: Some(whole) };
        assert_eq!(too_large(&path, 9).expect("read"), expected);
        let endless = too_large(&path, MAX_DIGEST_BYTES + 1).expect("read");
        assert!(matches!(endless, Unread::TooLarge { sha256: None, .. }));
    }
}
