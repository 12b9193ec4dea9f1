//! Several files as one archive, for receivers that take one file at a time.

use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, System, ZipWriter};

use super::File;

/// The files in their order, under their names, uncompressed: workbooks are compressed already.
///
/// # Errors
///
/// When two have one name, or there is more than the format holds.
pub fn archive(name: &str, files: &[File]) -> ZipResult<File> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).system(System::Unix);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        archive.start_file(file.name.as_str(), options)?;
        archive.write_all(&file.bytes)?;
    }
    Ok(File { name: name.to_owned(), bytes: archive.finish()?.into_inner() })
}
