//! A filled template as people lay it out to their liking and as other programs save it: the same numbers in other words of the
//! format.

use quick_xml::escape::escape;

use super::book::{STYLES, SpoiltBook, WORKBOOK, span_of_cell, style_of, with_style, without};
use crate::value::grid::Address;

const STRINGS: &str = "xl/sharedStrings.xml";

impl SpoiltBook {
    /// Keeps every text in its own cell, as openpyxl and others do, and not in a list of the workbook.
    pub fn texts_in_cells(&mut self) {
        let list = self.text(STRINGS);
        let texts: Vec<&str> =
            list.split("<si>").skip(1).map(|text| text.split_once("</si>").map_or("", |(text, _)| text)).collect();
        self.change_sheets(|text| {
            let mut pieces = text.split(" t=\"s\"><v>");
            let mut made = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                let (number, rest) = piece.split_once("</v>").unwrap_or((piece, ""));
                let text = number.parse().ok().and_then(|n: usize| texts.get(n)).copied().unwrap_or_default();
                made.push_str(&format!(" t=\"inlineStr\"><is>{text}</is>{rest}"));
            }
            made
        });
    }

    /// Says of every cell what it holds, and leaves out what may be left out, as LibreOffice does.
    pub fn as_libreoffice(&mut self) {
        self.change_sheets(|text| {
            let text = without(&text, "<dimension", "/>").replace("<f>", "<f aca=\"false\">");
            let mut pieces = text.split("<c r=\"");
            let mut made = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                let (tag, content) = piece.split_once('>').unwrap_or((piece, ""));
                let is_number = !tag.ends_with('/') && !tag.contains(" t=\"");
                made.push_str(&format!("<c r=\"{tag}{}>{content}", if is_number { " t=\"n\"" } else { "" }));
            }
            made
        });
    }

    /// Makes columns half as wide again and rows a quarter higher, for people who don't see well.
    pub fn enlarge(&mut self, sheet: &str) {
        let part = self.part_of(sheet);
        self.change(&part, |text| {
            let text = scaled(&text, " width=\"", 1.5);
            scaled(&text, " ht=\"", 1.25)
        });
    }

    /// Takes the protection off a sheet.
    pub fn unprotect(&mut self, sheet: &str) {
        let part = self.part_of(sheet);
        self.change(&part, |text| without(&text, "<sheetProtection", "/>"));
    }

    /// Puts a filter on a table, which hides nothing.
    pub fn filter(&mut self, sheet: &str, first: Address, last: Address) {
        let part = self.part_of(sheet);
        let filter = format!("<autoFilter ref=\"{first}:{last}\"/><mergeCells");
        self.change(&part, |text| text.replacen("<mergeCells", &filter, 1));
    }

    /// Fills a cell with yellow.
    pub fn highlight(&mut self, sheet: &str, at: Address) {
        let part = self.part_of(sheet);
        let text = self.text(&part);
        let style = span_of_cell(&text, at).map_or(0, |(start, end)| style_of(&text[start..end]));
        let new = self.add_yellow(style);
        self.set(&part, with_style(&text, at, new));
    }

    /// A copy of a style with a yellow fill; its position.
    fn add_yellow(&mut self, style: usize) -> usize {
        const FILL: &str =
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFF00\"/></patternFill></fill></fills>";
        let text = self.text(STYLES);
        let fill = text.split_once("</fills>").map_or(0, |(before, _)| before.matches("<fill>").count());
        let Some((before, formats)) = text.split_once("<cellXfs") else { return style };
        let Some((formats, after)) = formats.split_once("</cellXfs>") else { return style };
        let known: Vec<&str> = formats.split("<xf ").skip(1).collect();
        let own = known.get(style).copied().unwrap_or("fillId=\"0\"/>");
        let (left, rest) = own.split_once("fillId=\"").unwrap_or(("", "0\"/>"));
        let rest = rest.split_once('"').map_or("/>", |(_, rest)| rest);
        let new = format!("<xf {left}fillId=\"{fill}\"{rest}");
        let position = known.len();
        let before = before.replacen("</fills>", FILL, 1);
        self.set(STYLES, format!("{before}<cellXfs{formats}{new}</cellXfs>{after}"));
        position
    }

    /// Puts a form's sheet before all others.
    pub fn sheet_first(&mut self, sheet: &str) {
        let n = self.sheet_names().iter().position(|name| name == sheet).unwrap_or_default();
        self.change(WORKBOOK, |text| {
            let start = format!("<sheet name=\"{}\"", escape(sheet));
            let Some((before, rest)) = text.split_once(&start) else { return text };
            let Some((own, after)) = rest.split_once("/>") else { return text.clone() };
            let others = format!("{before}{after}");
            let text = others.replacen("<sheets>", &format!("<sheets>{start}{own}/>"), 1);
            with_sheet_first(&text, n)
        });
    }

    fn change_sheets(&mut self, change: impl Fn(String) -> String) {
        for part in self.sheet_names().iter().map(|name| self.part_of(name)).collect::<Vec<_>>() {
            self.change(&part, &change);
        }
    }
}

/// Names that belong to sheets by their position, where one of them became the first.
fn with_sheet_first(text: &str, moved: usize) -> String {
    let new = |n: usize| match n.cmp(&moved) {
        std::cmp::Ordering::Less => n + 1,
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => n,
    };
    with_numbers(text, " localSheetId=\"", |number| number.parse().map_or(number.to_owned(), |n| new(n).to_string()))
}

fn scaled(text: &str, attribute: &str, by: f64) -> String {
    with_numbers(text, attribute, |number| {
        number.parse().map_or(number.to_owned(), |size: f64| (size * by).to_string())
    })
}

/// The text with the numbers of an attribute made anew.
fn with_numbers(text: &str, attribute: &str, make: impl Fn(&str) -> String) -> String {
    let mut pieces = text.split(attribute);
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_once('"').unwrap_or((piece, ""));
        made.push_str(&format!("{attribute}{}\"{rest}", make(number)));
    }
    made
}
