//! A filled template that is spoilt as people and programs spoil them: single cells, rows and sheets of the package that our own
//! writer made are changed in their XML. Only that writer's way of writing is known here.

use quick_xml::escape::{escape, partial_escape};

use crate::ooxml::packing;

use crate::value::grid::Address;

pub(super) const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONSHIPS: &str = "xl/_rels/workbook.xml.rels";
const TYPES: &str = "[Content_Types].xml";
pub(super) const STYLES: &str = "xl/styles.xml";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What is put into a cell, which keeps its look.
#[derive(Debug, Clone)]
pub enum Put {
    /// Nothing.
    Blank,
    /// A number as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A formula without its equals sign, and the number stored as its result; `None` was never calculated.
    Formula(String, Option<String>),
    /// A formula that was calculated and gave an empty text.
    GivingNothing(String),
    /// An Excel error, as the result of a formula.
    Error(String, &'static str),
    /// TRUE.
    True,
}

/// A workbook being spoilt.
#[derive(Debug, Clone)]
pub struct SpoiltBook {
    parts: Vec<(String, Vec<u8>)>,
}

impl SpoiltBook {
    /// The workbook that our writer made; `None` for anything else.
    pub fn open(bytes: &[u8]) -> Option<Self> {
        Some(SpoiltBook { parts: packing::unpacked(bytes)? })
    }

    /// The workbook's bytes; the same changes give the same.
    pub fn save(&self) -> Vec<u8> {
        packing::packed(&self.parts)
    }

    pub(super) fn text(&self, part: &str) -> String {
        let found = self.parts.iter().find(|(name, _)| name == part);
        found.map_or_else(String::new, |(_, content)| String::from_utf8_lossy(content).into_owned())
    }

    pub(super) fn set(&mut self, part: &str, text: String) {
        match self.parts.iter_mut().find(|(name, _)| name == part) {
            Some((_, content)) => *content = text.into_bytes(),
            None => self.parts.push((part.to_owned(), text.into_bytes())),
        }
    }

    pub(super) fn change(&mut self, part: &str, change: impl FnOnce(String) -> String) {
        let text = self.text(part);
        self.set(part, change(text));
    }

    /// The names of the sheets, in order.
    pub fn sheet_names(&self) -> Vec<String> {
        let text = self.text(WORKBOOK);
        let names = text.split("<sheet name=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        names.filter_map(|(name, _)| Some(quick_xml::escape::unescape(name).ok()?.into_owned())).collect()
    }

    /// The part of a sheet. Our writer numbers them in their order.
    pub(super) fn part_of(&self, sheet: &str) -> String {
        let n = self.sheet_names().iter().position(|name| name == sheet).unwrap_or_default();
        format!("xl/worksheets/sheet{}.xml", n + 1)
    }

    /// Puts something into a cell.
    pub fn put(&mut self, sheet: &str, at: Address, put: &Put) {
        let part = self.part_of(sheet);
        self.change(&part, |text| with_cell(&text, at, |style| cell(at, style, put)));
    }

    /// Sets the number that a formula gave.
    pub fn set_result(&mut self, sheet: &str, at: Address, number: u64) {
        let part = self.part_of(sheet);
        self.change(&part, |text| {
            let Some((start, end)) = span_of_cell(&text, at) else { return text };
            let Some((formula, _)) = text[start..end].rsplit_once("<v>") else { return text.clone() };
            format!("{}{formula}<v>{number}</v></c>{}", &text[..start], &text[end..])
        });
    }

    /// Gives a cell a number format of its own.
    pub fn number_format(&mut self, sheet: &str, at: Address, code: &str) {
        let part = self.part_of(sheet);
        let text = self.text(&part);
        let style = span_of_cell(&text, at).map_or(0, |(start, end)| style_of(&text[start..end]));
        let new = self.add_style(style, code);
        self.set(&part, with_style(&text, at, new));
    }

    /// A copy of a style with another number format; its position.
    fn add_style(&mut self, style: usize, code: &str) -> usize {
        const FORMAT_ID: usize = 299;
        let mut position = 0;
        self.change(STYLES, |text| {
            let format = format!("<numFmt numFmtId=\"{FORMAT_ID}\" formatCode=\"{}\"/></numFmts>", escape(code));
            let text = text.replacen("</numFmts>", &format, 1);
            let Some((before, formats)) = text.split_once("<cellXfs") else { return text };
            let Some((formats, after)) = formats.split_once("</cellXfs>") else { return text };
            let known: Vec<&str> = formats.split("<xf ").skip(1).collect();
            position = known.len();
            let own = known.get(style).copied().unwrap_or("numFmtId=\"0\"/>");
            let (_, rest) = own.split_once("numFmtId=\"").unwrap_or(("", "0\"/>"));
            let rest = rest.split_once('"').map_or("/>", |(_, rest)| rest);
            let rest = rest.replace(" applyNumberFormat=\"1\"", "");
            let new = format!("<xf numFmtId=\"{FORMAT_ID}\" applyNumberFormat=\"1\"{rest}");
            format!("{before}<cellXfs{formats}{new}</cellXfs>{after}")
        });
        position
    }

    /// Takes the stored result out of every formula of a sheet, as programs that don't calculate save it.
    pub fn forget_results(&mut self, sheet: &str) {
        let part = self.part_of(sheet);
        self.change(&part, |text| {
            let mut pieces = text.split("</f><v>");
            let mut forgotten = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                forgotten.push_str("</f>");
                forgotten.push_str(piece.split_once("</v>").map_or("", |(_, rest)| rest));
            }
            forgotten
        });
    }

    /// Sets what the workbook says of how it is calculated.
    pub fn calculate_by_hand(&mut self) {
        self.change(WORKBOOK, |text| {
            text.replace("fullCalcOnLoad=\"1\"", "calcMode=\"manual\"")
                .replace("calcId=\"124519\" ", "calcId=\"191029\" ")
        });
    }

    /// Joins cells.
    pub fn merge(&mut self, sheet: &str, first: Address, last: Address) {
        let part = self.part_of(sheet);
        self.change(&part, |text| {
            let n = text.matches("<mergeCell ").count();
            let more = format!("<mergeCell ref=\"{first}:{last}\"/></mergeCells>");
            let text = text.replacen("</mergeCells>", &more, 1);
            text.replacen(&format!("<mergeCells count=\"{n}\""), &format!("<mergeCells count=\"{}\"", n + 1), 1)
        });
    }

    /// Hides a row, counted from 0.
    pub fn hide_row(&mut self, sheet: &str, row: u32) {
        let part = self.part_of(sheet);
        let start = format!("<row r=\"{}\"", row + 1);
        self.change(&part, |text| text.replacen(&start, &format!("{start} hidden=\"1\""), 1));
    }

    /// Puts a comment on a cell.
    pub fn comment(&mut self, sheet: &str, at: Address, text: &str) {
        let n = self.sheet_names().iter().position(|name| name == sheet).unwrap_or_default() + 1;
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let comments = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{main}\"><authors><author/></authors>\
             <commentList><comment ref=\"{at}\" authorId=\"0\"><text><r><t>{}</t></r></text></comment></commentList></comments>",
            partial_escape(text)
        );
        self.set(&format!("xl/comments{n}.xml"), comments);
        let to = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{OFFICE}/comments\" Target=\"../comments{n}.xml\"/></Relationships>"
        );
        self.set(&format!("xl/worksheets/_rels/sheet{n}.xml.rels"), to);
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
        self.declare(&format!("/xl/comments{n}.xml"), kind);
    }

    fn declare(&mut self, part: &str, kind: &str) {
        let entry = format!("<Override PartName=\"{part}\" ContentType=\"{kind}\"/></Types>");
        self.change(TYPES, |text| text.replacen("</Types>", &entry, 1));
    }

    /// Adds a sheet with cells behind the others, or a copy of another sheet.
    pub fn add_sheet(&mut self, name: &str, cells: &[(Address, Put)]) {
        self.add_sheet_as(self.sheet_names().len() + 1, name, cells);
    }

    fn add_sheet_as(&mut self, n: usize, name: &str, cells: &[(Address, Put)]) {
        let mut rows = String::new();
        for (at, put) in cells {
            rows.push_str(&format!("<row r=\"{}\">{}</row>", at.row + 1, cell(*at, 0, put)));
        }
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"
        );
        self.add_part(n, name, text);
    }

    /// Adds a copy of a sheet under another name.
    pub fn copy_sheet(&mut self, sheet: &str, name: &str) {
        let text = self.text(&self.part_of(sheet));
        self.add_part(self.sheet_names().len() + 1, name, text.replace(" tabSelected=\"1\"", ""));
    }

    fn add_part(&mut self, n: usize, name: &str, text: String) {
        self.set(&format!("xl/worksheets/sheet{n}.xml"), text);
        self.declare(&format!("/xl/worksheets/sheet{n}.xml"), SHEET_TYPE);
        let id = format!("rIdSheet{n}");
        let relationship = format!(
            "<Relationship Id=\"{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/></Relationships>"
        );
        self.change(RELATIONSHIPS, |text| text.replacen("</Relationships>", &relationship, 1));
        let sheet = format!("<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"{id}\"/></sheets>", escape(name));
        self.change(WORKBOOK, |text| text.replacen("</sheets>", &sheet, 1));
    }

    /// Spoils the XML of a sheet: an end tag that doesn't fit.
    pub fn break_tag(&mut self, sheet: &str) {
        let part = self.part_of(sheet);
        self.change(&part, |text| text.replacen("</row>", "</rov>", 1));
    }

    /// Puts the data of a sheet into it a second time.
    pub fn double_data(&mut self, sheet: &str) {
        let part = self.part_of(sheet);
        self.change(&part, |text| text.replacen("</sheetData>", "</sheetData><sheetData/>", 1));
    }

    /// Lets two relationships of the workbook have one Id.
    pub fn double_relationship(&mut self) {
        self.change(RELATIONSHIPS, |text| text.replacen("Id=\"rId2\"", "Id=\"rId1\"", 1));
    }

    /// Describes so many columns, one after the other.
    pub fn describe_columns(&mut self, sheet: &str, n: usize) {
        let part = self.part_of(sheet);
        let more = "<col min=\"1\" max=\"1\" width=\"9\"/>".repeat(n);
        self.change(&part, |text| text.replacen("</cols>", &format!("{more}</cols>"), 1));
    }

    /// Hides a column, counted from 0, with numbers of its own beside what is said of columns already.
    pub fn hide_column(&mut self, sheet: &str, col: u32) {
        let part = self.part_of(sheet);
        let n = col + 1;
        self.change(&part, |text| {
            let Some((before, rest)) = text.split_once("<cols>") else { return text };
            let Some((_, after)) = rest.split_once("</cols>") else { return text.clone() };
            format!("{before}<cols><col min=\"{n}\" max=\"{n}\" width=\"14\" hidden=\"1\"/></cols>{after}")
        });
    }

    /// Makes a sheet one that only the editor of macros shows.
    pub fn hide_deeply(&mut self, sheet: &str) {
        let name = format!("<sheet name=\"{}\"", escape(sheet));
        self.change(WORKBOOK, |text| text.replacen(&name, &format!("{name} state=\"veryHidden\""), 1));
    }

    /// Makes a sheet so long that it packs well and unpacks to far too much.
    pub fn inflate(&mut self, sheet: &str, n_bytes: usize) {
        let part = self.part_of(sheet);
        self.change(&part, |text| text.replacen("</sheetData>", &format!("</sheetData>{}", " ".repeat(n_bytes)), 1));
    }

    /// Leaves one sheet alone, with these cells.
    pub fn only_sheet(&mut self, name: &str, cells: &[(Address, Put)]) {
        for sheet in self.sheet_names() {
            self.delete_sheet(&sheet);
        }
        self.add_sheet_as(900, name, cells);
    }

    /// Takes a sheet out of the list, as deleting it does; nothing may be asked of sheets by name afterwards.
    pub fn delete_sheet(&mut self, sheet: &str) {
        let name = format!("<sheet name=\"{}\"", escape(sheet));
        self.change(WORKBOOK, |text| {
            let Some((before, rest)) = text.split_once(&name) else { return text };
            let after = rest.split_once("/>").map_or("", |(_, after)| after);
            without(&format!("{before}{after}"), "<definedNames>", "</definedNames>")
        });
    }
}

/// A text without what stands from a mark to another, both included.
pub(super) fn without(text: &str, from: &str, to: &str) -> String {
    let Some((before, rest)) = text.split_once(from) else { return text.to_owned() };
    let after = rest.split_once(to).map_or("", |(_, after)| after);
    format!("{before}{after}")
}

fn inner<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    Some(text.split_once(from)?.1.split_once(to)?.0)
}

/// Where a cell stands in its sheet's text; `None` if it isn't there.
pub(super) fn span_of_cell(text: &str, at: Address) -> Option<(usize, usize)> {
    let start = text.find(&format!("<c r=\"{at}\""))?;
    let tag_end = start + text[start..].find('>')? + 1;
    if text[..tag_end].ends_with("/>") {
        return Some((start, tag_end));
    }
    Some((start, tag_end + text[tag_end..].find("</c>")? + "</c>".len()))
}

pub(super) fn style_of(cell: &str) -> usize {
    let tag = cell.split_once('>').map_or(cell, |(tag, _)| tag);
    inner(tag, " s=\"", "\"").and_then(|style| style.parse().ok()).unwrap_or_default()
}

pub(super) fn with_style(text: &str, at: Address, style: usize) -> String {
    let Some((start, _)) = span_of_cell(text, at) else { return text.to_owned() };
    let old = style_of(&text[start..]);
    format!("{}{}", &text[..start], text[start..].replacen(&format!(" s=\"{old}\""), &format!(" s=\"{style}\""), 1))
}

/// The sheet's text with another cell in the place of one, or with one more.
fn with_cell(text: &str, at: Address, make: impl FnOnce(usize) -> String) -> String {
    if let Some((start, end)) = span_of_cell(text, at) {
        let new = make(style_of(&text[start..end]));
        return format!("{}{new}{}", &text[..start], &text[end..]);
    }
    let row = format!("<row r=\"{}\"", at.row + 1);
    let new = make(0);
    match text.find(&row) {
        Some(start) => in_row(text, start, at, &new),
        None => {
            let place = place_of_row(text, at.row);
            format!("{}{row}>{new}</row>{}", &text[..place], &text[place..])
        }
    }
}

/// A cell put into a row that is there, behind those left of it.
fn in_row(text: &str, start: usize, at: Address, new: &str) -> String {
    let tag_end = start + text[start..].find('>').map_or(0, |end| end + 1);
    if text[..tag_end].ends_with("/>") {
        return format!("{}>{new}</row>{}", &text[..tag_end - 2], &text[tag_end..]);
    }
    let end = tag_end + text[tag_end..].find("</row>").unwrap_or_default();
    let is_right = |(_, rest): &(usize, &str)| {
        let address = rest.split_once('"').and_then(|(of, _)| Address::parse(of));
        address.is_some_and(|of| of.col > at.col)
    };
    let cells =
        text[tag_end..end].match_indices("<c r=\"").map(|(n, mark)| (tag_end + n, &text[tag_end + n + mark.len()..]));
    let place = cells.into_iter().find(is_right).map_or(end, |(n, _)| n);
    format!("{}{new}{}", &text[..place], &text[place..])
}

/// Where a row that isn't there belongs.
fn place_of_row(text: &str, row: u32) -> usize {
    let mut rows = text.match_indices("<row r=\"");
    let is_below = |(n, mark): &(usize, &str)| {
        let number = text[n + mark.len()..].split_once('"').and_then(|(number, _)| number.parse::<u32>().ok());
        number.is_some_and(|number| number > row + 1)
    };
    let end = || text.find("</sheetData>").unwrap_or(text.len());
    rows.find(is_below).map_or_else(end, |(n, _)| n)
}

fn cell(at: Address, style: usize, put: &Put) -> String {
    let start = format!("<c r=\"{at}\" s=\"{style}\"");
    match put {
        Put::Blank => format!("{start}/>"),
        Put::Number(number) => format!("{start}><v>{number}</v></c>"),
        Put::Text(text) => {
            format!("{start} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", partial_escape(text))
        }
        Put::Formula(formula, Some(result)) => {
            format!("{start}><f>{}</f><v>{result}</v></c>", partial_escape(formula))
        }
        Put::Formula(formula, None) => format!("{start}><f>{}</f></c>", partial_escape(formula)),
        Put::GivingNothing(formula) => {
            format!("{start} t=\"str\"><f>{}</f><v></v></c>", partial_escape(formula))
        }
        Put::Error(formula, error) => format!("{start} t=\"e\"><f>{}</f><v>{error}</v></c>", partial_escape(formula)),
        Put::True => format!("{start} t=\"b\"><v>1</v></c>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "<sheetData><row r=\"2\" spans=\"1:3\"><c r=\"A2\" s=\"4\"><v>1</v></c><c r=\"C2\" s=\"5\"/></row>\
                        <row r=\"5\" ht=\"54\"/></sheetData>";

    fn after(at: &str, put: &Put) -> String {
        let at = Address::parse(at).expect("an address");
        with_cell(ROWS, at, |style| cell(at, style, put))
    }

    #[test]
    fn a_cell_keeps_its_look_and_a_new_one_finds_its_place() {
        let one = Put::Number("7".to_owned());
        assert!(after("A2", &one).contains("<c r=\"A2\" s=\"4\"><v>7</v></c><c r=\"C2\" s=\"5\"/>"));
        assert!(after("C2", &Put::Blank).contains("</c><c r=\"C2\" s=\"5\"/></row>"));
        assert!(after("B2", &one).contains("</c><c r=\"B2\" s=\"0\"><v>7</v></c><c r=\"C2\""));
        assert!(after("D2", &one).contains("<c r=\"C2\" s=\"5\"/><c r=\"D2\" s=\"0\"><v>7</v></c></row>"));
        assert!(
            after("B5", &one).contains("<row r=\"5\" ht=\"54\"><c r=\"B5\" s=\"0\"><v>7</v></c></row></sheetData>")
        );
        assert!(after("A3", &one).contains("</row><row r=\"3\"><c r=\"A3\" s=\"0\"><v>7</v></c></row><row r=\"5\""));
        assert!(after("A9", &one).ends_with("<row r=\"9\"><c r=\"A9\" s=\"0\"><v>7</v></c></row></sheetData>"));
    }
}
