//! The list as a sheet of the copy, written as XML: no library rewrites the agency's package.

use super::earlier;
use super::list::{COLUMNS, FindingsList, ListRow, PLACE, TITLE};
use super::marks::Tint;
use super::relations::Dialect;
use super::styles::{NO_FILL, StylesPart, solid};
use super::xml::escaped;
use crate::output::page;
use crate::output::style::Tone;
use crate::plan::keys;
use crate::value::grid::{Address, column_letters, units_beyond_a_cell};

/// The rows above the table, counted from 1: the narrow row of keys, title, caption, verdict, guide.
const TITLE_ROW: u32 = 2;
const CAPTION_ROW: u32 = 3;
const VERDICT_ROW: u32 = 4;
const GUIDE_ROW: u32 = 5;
const HEADER_ROW: u32 = 7;

/// The formats of the sheet's cells.
struct ListFormats {
    key: usize,
    title: usize,
    caption: usize,
    guide: usize,
    nothing: usize,
    verdict: [usize; 4],
    header: usize,
    text: usize,
    centred: [usize; 4],
    link: usize,
}

fn index(tone: Tone) -> usize {
    match tone {
        Tone::Plain => 0,
        Tone::Good => 1,
        Tone::Bad => 2,
        Tone::Doubt => 3,
    }
}

impl ListFormats {
    fn add(styles: &mut StylesPart) -> Self {
        let (ink, black, grey) = ("FF1F3864", "FF000000", "FF595959");
        let edges = ["left", "right", "top", "bottom"]
            .map(|name| format!("<{name} style=\"thin\"><color rgb=\"FFB4BCCB\"/></{name}>"));
        let boxed = format!("<border>{}<diagonal/></border>", edges.concat());
        let none = "<border><left/><right/><top/><bottom/><diagonal/></border>";
        let left = "<alignment vertical=\"center\" wrapText=\"1\"/>";
        let centre = "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>";
        // The text colour and fill of a tone. They are those of marked cells and so explain the marks.
        let tones = [
            (black, NO_FILL.to_owned()),
            ("FF1E6B34", solid("FFE3F1E6")),
            ("FFA61C1C", solid(Tint::Error.argb())),
            ("FF7A5200", solid(Tint::Query.argb())),
        ];
        ListFormats {
            key: styles.format(&font(1, "FFFFFFFF", ""), NO_FILL, none, ""),
            title: styles.format(&font(15, ink, "<b/>"), NO_FILL, none, "<alignment vertical=\"center\"/>"),
            caption: styles.format(&font(11, grey, "<i/>"), NO_FILL, none, left),
            nothing: styles.format(&font(11, black, ""), NO_FILL, none, "<alignment vertical=\"center\"/>"),
            guide: styles.format(&font(11, black, ""), NO_FILL, none, left),
            verdict: tones.clone().map(|(color, _)| styles.format(&font(13, color, "<b/>"), NO_FILL, none, left)),
            header: styles.format(&font(11, ink, "<b/>"), &solid("FFD9E2F0"), &boxed, centre),
            text: styles.format(&font(11, black, ""), NO_FILL, &boxed, left),
            centred: tones.map(|(_, fill)| styles.format(&font(11, black, ""), &fill, &boxed, centre)),
            link: styles.format(&font(11, "FF0B57A4", "<u/>"), NO_FILL, &boxed, left),
        }
    }
}

/// How texts are stored in the sheet: inline, so that the list of shared texts stays unchanged. A workbook without such a
/// list gets one, because Excel would make one on saving.
#[derive(Default)]
pub struct TextStorage {
    new: Option<Vec<String>>,
}

impl TextStorage {
    /// Those of a workbook that has no list of texts.
    pub fn to_share() -> Self {
        TextStorage { new: Some(Vec::new()) }
    }

    fn shared(&mut self, text: &str) -> Option<usize> {
        let new = self.new.as_mut()?;
        new.push(preserved(text));
        Some(new.len() - 1)
    }

    /// The part with the list of texts; `None` if the texts stand by themselves.
    pub fn part(&self, dialect: Dialect) -> Option<String> {
        let new = self.new.as_ref()?;
        let (n, items) = (new.len(), new.iter().map(|text| format!("<si>{text}</si>")).collect::<String>());
        let main = dialect.main;
        Some(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"{main}\" count=\"{n}\" \
             uniqueCount=\"{n}\">{items}</sst>"
        ))
    }
}

fn preserved(text: &str) -> String {
    format!("<t xml:space=\"preserve\">{}</t>", escaped(text))
}

/// The sheet's part; `None` if a text is longer than a cell can hold.
pub fn write(
    list: &FindingsList,
    fills: &earlier::Fills,
    styles: &mut StylesPart,
    strings: &mut TextStorage,
    dialect: Dialect,
) -> Option<String> {
    let formats = ListFormats::add(styles);
    let rows = rows(list, fills, &formats, strings)?;
    let widths: String = (1..)
        .zip(COLUMNS)
        .map(|(n, (_, width))| format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>"))
        .collect();
    let last = column_letters(last_column());
    let merged: String = [TITLE_ROW, CAPTION_ROW, VERDICT_ROW, GUIDE_ROW]
        .map(|row| format!("<mergeCell ref=\"A{row}:{last}{row}\"/>"))
        .concat();
    let top = HEADER_ROW + 1;
    Some(format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<worksheet xmlns="{main}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>"#,
            r#"<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">"#,
            r#"<pane ySplit="{header}" topLeftCell="A{top}" activePane="bottomLeft" state="frozen"/>"#,
            r#"<selection pane="bottomLeft" activeCell="A{top}" sqref="A{top}"/></sheetView></sheetViews>"#,
            r#"<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{rows}</sheetData>"#,
            r#"<mergeCells count="4">{merged}</mergeCells>{links}"#,
            r#"<printOptions horizontalCentered="1"/>"#,
            r#"<pageMargins left="0.6" right="0.4" top="0.55" bottom="0.65" header="0.3" footer="0.3"/>"#,
            r#"<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>"#,
            r#"<headerFooter><oddFooter>&amp;L&amp;"Times New Roman"&amp;9&amp;A&amp;R&amp;"Times New Roman"&amp;9Trang &amp;P/&amp;N</oddFooter></headerFooter>"#,
            r#"<ignoredErrors><ignoredError sqref="A1:{last}{end}" numberStoredAsText="1"/></ignoredErrors></worksheet>"#
        ),
        main = dialect.main,
        header = HEADER_ROW,
        top = top,
        widths = widths,
        rows = rows,
        merged = merged,
        links = links(list),
        last = last,
        end = last_row(list)
    ))
}

/// What is printed of the sheet and which row on every page, as names of the workbook.
pub fn names(sheet: &str, list: &FindingsList) -> [(&'static str, String); 2] {
    let sheet = sheet.replace('\'', "''");
    let (last, end) = (column_letters(last_column()), last_row(list));
    [
        ("_xlnm.Print_Area", format!("'{sheet}'!$A${TITLE_ROW}:${last}${end}")),
        ("_xlnm.Print_Titles", format!("'{sheet}'!${HEADER_ROW}:${HEADER_ROW}")),
    ]
}

fn last_column() -> u32 {
    u32::try_from(COLUMNS.len() - 1).unwrap_or(0)
}

fn last_row(list: &FindingsList) -> u32 {
    HEADER_ROW + u32::try_from(list.rows.len().max(1)).unwrap_or(0)
}

fn font(size: u32, color: &str, more: &str) -> String {
    format!(
        "<font>{more}<sz val=\"{size}\"/><color rgb=\"{color}\"/><name val=\"Times New Roman\"/><family val=\"1\"/></font>"
    )
}

fn rows(
    list: &FindingsList,
    fills: &earlier::Fills,
    formats: &ListFormats,
    strings: &mut TextStorage,
) -> Option<String> {
    let mut rows = key_row(fills, formats, strings)?;
    let width: f64 = COLUMNS.iter().map(|(_, width)| width).sum();
    let height = |text: &str, line: f64| f64::from(page::lines(text, width)).max(1.0) * line + 4.0;
    let (verdict, tone) = (&list.verdict.0, index(list.verdict.1));
    for (row, text, format, height) in [
        (TITLE_ROW, TITLE, formats.title, 26.0),
        (CAPTION_ROW, &list.caption, formats.caption, height(&list.caption, 15.0)),
        (VERDICT_ROW, verdict, formats.verdict[tone], height(verdict, 18.0)),
        (GUIDE_ROW, &list.guide, formats.guide, height(&list.guide, 15.0)),
    ] {
        let cell = cell((row, 0), text, format, strings)?;
        rows.push_str(&format!("<row r=\"{row}\" ht=\"{height}\" customHeight=\"1\">{cell}</row>"));
    }
    let header: Option<String> =
        (0..).zip(COLUMNS).map(|(col, (label, _))| cell((HEADER_ROW, col), label, formats.header, strings)).collect();
    rows.push_str(&format!("<row r=\"{HEADER_ROW}\" ht=\"24\" customHeight=\"1\">{}</row>", header?));
    for (number, row) in (HEADER_ROW + 1..).zip(&list.rows) {
        rows.push_str(&finding_row(number, row, formats, strings)?);
    }
    if list.rows.is_empty() {
        let row = HEADER_ROW + 1;
        let text = "Không có lỗi, điểm cần giải trình hay ghi chú nào.";
        let text = cell((row, 0), text, formats.nothing, strings)?;
        rows.push_str(&format!("<row r=\"{row}\">{text}</row>"));
    }
    Some(rows)
}

/// What the program needs to recognise this sheet and its marks, too small to be seen. The row isn't hidden: programs
/// disagree on whether hidden rows count as frozen ones.
fn key_row(fills: &earlier::Fills, formats: &ListFormats, strings: &mut TextStorage) -> Option<String> {
    let texts = std::iter::once(keys::FINDINGS_LIST.to_owned()).chain(earlier::entries(fills));
    let cells: Option<String> =
        (0..).zip(texts).map(|(col, text)| cell((1, col), &text, formats.key, strings)).collect();
    Some(format!("<row r=\"1\" ht=\"2\" customHeight=\"1\">{}</row>", cells?))
}

fn finding_row(number: u32, row: &ListRow, formats: &ListFormats, strings: &mut TextStorage) -> Option<String> {
    let mut cells = String::new();
    for (col, text) in row.texts.iter().enumerate() {
        let format = match col {
            0 | 2 => formats.centred[0],
            1 => formats.centred[index(row.tone)],
            PLACE if row.link.is_some() => formats.link,
            _ => formats.text,
        };
        cells.push_str(&cell((number, u32::try_from(col).unwrap_or(0)), text, format, strings)?);
    }
    let n_lines = row.texts.iter().zip(COLUMNS).map(|(text, (_, width))| page::lines(text, width)).max().unwrap_or(1);
    let height = (f64::from(n_lines) * 15.0 + 4.0).min(409.0);
    Some(format!("<row r=\"{number}\" ht=\"{height}\" customHeight=\"1\">{cells}</row>"))
}

fn cell((row, col): (u32, u32), text: &str, format: usize, strings: &mut TextStorage) -> Option<String> {
    if units_beyond_a_cell(text).is_some() {
        return None;
    }
    let at = Address::new(row - 1, col);
    Some(match text {
        "" => format!("<c r=\"{at}\" s=\"{format}\"/>"),
        _ => match strings.shared(text) {
            Some(n) => format!("<c r=\"{at}\" s=\"{format}\" t=\"s\"><v>{n}</v></c>"),
            None => format!("<c r=\"{at}\" s=\"{format}\" t=\"inlineStr\"><is>{}</is></c>", preserved(text)),
        },
    })
}

fn links(list: &FindingsList) -> String {
    let rows = (HEADER_ROW..).zip(&list.rows).filter_map(|(row, entry)| Some((row, entry.link.as_ref()?)));
    let links = rows.take(page::MAX_LINKS).map(|(row, (sheet, target))| {
        let at = Address::new(row, u32::try_from(PLACE).unwrap_or(0));
        let location = escaped(&format!("'{}'!{target}", sheet.replace('\'', "''")));
        format!("<hyperlink ref=\"{at}\" location=\"{location}\" display=\"{location}\"/>")
    });
    let links: String = links.collect();
    if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") }
}
