//! An `.xlsx` whose error cells are turned into marked texts, for a library that stops at error values it doesn't know.

use std::io::{Cursor, Read, Write};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Cause;

/// Begins a text that was an error value. Unicode reserves this code point for such private use; no text has it.
pub(super) const ERROR_MARK: char = '\u{FDD0}';

/// The same package with every `<c t="e">` rewritten as `t="str"`, its value behind [`ERROR_MARK`].
pub(super) fn errors_as_text(bytes: &[u8]) -> Result<Vec<u8>, Cause> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    let mut mended = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..package.len() {
        let mut part = package.by_index(index).map_err(malformed)?;
        let name = part.name().map_err(malformed)?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).map_err(malformed)?;
        if name.to_ascii_lowercase().ends_with(".xml") && has_error_cells(&content) {
            content = mend_sheet(&content)?;
        }
        mended.start_file(name.as_str(), stored).map_err(malformed)?;
        mended.write_all(&content).map_err(malformed)?;
    }
    Ok(mended.finish().map_err(malformed)?.into_inner())
}

fn has_error_cells(content: &[u8]) -> bool {
    content.windows(5).any(|window| window == br#"t="e""# || window == b"t='e'")
}

fn mend_sheet(content: &[u8]) -> Result<Vec<u8>, Cause> {
    let mut xml = Reader::from_str(std::str::from_utf8(content).map_err(malformed)?);
    let mut mended = Writer::new(Vec::with_capacity(content.len()));
    let mut in_error = false;
    loop {
        let event = xml.read_event().map_err(malformed)?;
        let mut starts_value = false;
        let event = match event {
            Event::Eof => return Ok(mended.into_inner()),
            Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                in_error = is_error_cell(&tag)?;
                Event::Start(if in_error { as_text_cell(&tag)? } else { tag })
            }
            Event::Start(tag) if in_error && tag.local_name().as_ref() == "v" => {
                starts_value = true;
                Event::Start(tag)
            }
            other => other,
        };
        mended.write_event(event).map_err(malformed)?;
        if starts_value {
            let mark = ERROR_MARK.to_string();
            mended.write_event(Event::Text(BytesText::from_escaped(&mark))).map_err(malformed)?;
        }
    }
}

fn is_error_cell(tag: &BytesStart<'_>) -> Result<bool, Cause> {
    Ok(tag.try_get_attribute("t").map_err(malformed)?.is_some_and(|kind| kind.value.as_ref() == "e"))
}

fn as_text_cell(tag: &BytesStart<'_>) -> Result<BytesStart<'static>, Cause> {
    let mut text_cell = BytesStart::new(tag.name().as_ref().to_owned());
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(malformed)?;
        if attribute.key.as_ref() == "t" {
            text_cell.push_attribute(("t", "str"));
        } else {
            text_cell.push_attribute(attribute);
        }
    }
    Ok(text_cell)
}

fn malformed(error: impl std::fmt::Display) -> Cause {
    Cause::Malformed(error.to_string())
}
