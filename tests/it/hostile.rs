//! Files built to the very limits: whatever is in them, checking them stays within a bound of memory and of work, and
//! ends with a sentence.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::Folder;

/// Address space a run may take, in KiB: the 256 MiB that a file may cost, the program itself, and its stacks.
pub const MAX_MEMORY_KIB: u64 = 512 << 10;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        package.start_file(*name, SimpleFileOptions::default()).expect("a part");
        package.write_all(content.as_bytes()).expect("memory");
    }
    package.finish().expect("a package").into_inner()
}

/// A workbook of one sheet with these rows, and shared strings.
fn xlsx(rows: &str, strings: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let relations =
        |all: &[String]| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", all.concat());
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
        spreadsheetml.sheet.main+xml\"/></Types>";
    let sheet = relation("r1", "worksheet", "worksheets/sheet1.xml");
    let shared = relation("r2", "sharedStrings", "sharedStrings.xml");
    package(&[
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", relations(&[relation("r1", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations(&[sheet, shared])),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\">{strings}</sst>")),
    ])
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body><office:spreadsheet><table:table table:name=\"A\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()), ("content.xml", content)])
}

#[test]
fn a_file_at_the_limits_costs_no_more_than_allowed() {
    let folder = Folder::new();
    let row = |cell: &str, n: usize| format!("<row>{}</row>", cell.repeat(n));
    let repeated = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:value-type=\"float\" \
        office:value=\"1\" table:number-columns-repeated=\"16384\"/></table:table-row>";
    let long_formula = format!(
        "<row><c r=\"B1\"><f t=\"shared\" ref=\"B1:B4000\" si=\"0\">{}1</f><v>1</v></c></row>{}",
        "A1+".repeat(9_000),
        "<row><c/><c><f t=\"shared\" si=\"0\"/><v>1</v></c></row>".repeat(3_000)
    );
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("ô.xlsx", xlsx(&row("<c><v>1</v></c>", 100).repeat(4_900), ""), "FILE-07"),
        (
            "chữ lặp.xlsx",
            xlsx(
                &row("<c t=\"s\"><v>0</v></c>", 100).repeat(4_900),
                &format!("<si><t>{}</t></si>", "b".repeat(30_000)),
            ),
            "FILE-06",
        ),
        ("công thức.xlsx", xlsx(&long_formula, ""), "FILE-06"),
        ("lặp.ods", ods(repeated), "FILE-06"),
        (
            "lặp trống.ods",
            ods(&repeated.replace(" office:value-type=\"float\" office:value=\"1\"", "").repeat(5_000)),
            "FILE-07",
        ),
        ("sâu.xlsx", xlsx(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000)), ""), "FILE-05"),
    ];
    for (name, bytes, code) in cases {
        assert!(bytes.len() < 2 << 20, "small to send");
        folder.put(name, bytes);
        let run = folder.run_within(&["validate", name, "--format", "json"], MAX_MEMORY_KIB).exits(1);
        assert_eq!(run.json()["files"][0]["findings"][0]["code"], code, "{name}");
    }
}
