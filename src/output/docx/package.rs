//! The document as a file: what the library can't say is put into its XML, and everything that would differ between two
//! runs is taken out.

use std::io::{self, Cursor};

use chrono::NaiveDate;
use docx_rs::Docx;
use quick_xml::escape::escape;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The bytes of a document; equal for equal documents.
pub(super) fn pack(docx: Docx, title: &str, author: &str, date: NaiveDate) -> Vec<u8> {
    let mut parts = docx.build();
    patch(&mut parts.document, |xml| {
        let xml = xml.replace(r#"<w:trHeight w:val="1" w:hRule="atLeast" />"#, "<w:tblHeader />");
        without_paragraph_ids(&xml)
    });
    for header in &mut parts.headers {
        patch(header, without_paragraph_ids);
    }
    // Without a language Word underlines every Vietnamese word as misspelt.
    patch(&mut parts.styles, |xml| {
        xml.replacen("</w:rPr></w:rPrDefault>", r#"<w:lang w:val="vi-VN" /></w:rPr></w:rPrDefault>"#, 1)
    });
    parts.doc_props.core = core_properties(title, author, date).into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).expect("writing to memory can't fail");
    compressed(bytes).expect("what the library packed is a package")
}

/// The same parts in a tenth of the size: the library stores them as they are.
fn compressed(package: Cursor<Vec<u8>>) -> ZipResult<Vec<u8>> {
    let mut source = ZipArchive::new(package)?;
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for idx in 0..source.len() {
        let mut part = source.by_index(idx)?;
        if part.is_file() {
            target.start_file(part.name()?, SimpleFileOptions::default())?;
            io::copy(&mut part, &mut target)?;
        }
    }
    Ok(target.finish()?.into_inner())
}

fn patch(part: &mut Vec<u8>, change: impl Fn(&str) -> String) {
    let xml = std::str::from_utf8(part).expect("the library writes UTF-8");
    *part = change(xml).into_bytes();
}

/// The ids count on from one document to the next, and nothing refers to them.
fn without_paragraph_ids(xml: &str) -> String {
    let mut pieces = xml.split(r#" w14:paraId=""#);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once('"').map_or("", |(_, rest)| rest))
}

fn core_properties(title: &str, author: &str, date: NaiveDate) -> String {
    let (title, author) = (escape(title), escape(author));
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
            "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>vi-VN</dc:language>",
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:modified>"#,
            "</cp:coreProperties>"
        ),
        title = title,
        author = author,
        date = date
    )
}
