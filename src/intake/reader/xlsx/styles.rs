//! Which number format each cell format has, and whether its letters can be read, by the number that cells name it with.

use std::collections::HashMap;
use std::rc::Rc;

use super::letters::{LetterLook, colour, letters};
use super::part::{PartResult, PartsTally, invalid, unsigned};
use super::strings::unescaped;
use crate::intake::container::MAX_DEFINITIONS;
use crate::intake::reader::legible::{self, Rgb, is_legible_on};
use crate::intake::reader::number_format::NumberFormat;
use crate::ooxml::walk::Walk;
use crate::problem::unreadable::{Cause, Invalid, Limit, Refusal, Twice};
use crate::value::grid::{Disguise, Value};

/// The longest code of a number format, in letters. Excel takes 255.
const MAX_CODE_LETTERS: usize = 512;

/// Which number formats make another value of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::intake::reader) enum Formats {
    /// All, as the sender saw the number.
    #[default]
    All,
    /// Only those of dates: of its own workbooks this program knows how numbers are shown.
    Dates,
}

/// The cell formats of a workbook.
#[derive(Default)]
pub(super) struct Styles {
    /// One for each cell format.
    formats: Vec<Rc<KnownFormat>>,
    /// Whether the letters of each cell format can be read.
    legible: Vec<bool>,
    /// The fill of each cell format, by its number.
    fill_of: Vec<Option<u32>>,
    fills: Vec<Vec<Rgb>>,
    /// Whether each of the formats that depend on a condition hides what is in a cell.
    hiding: Vec<bool>,
    heeded: Formats,
}

/// A number format, and whether it shows every whole number as it is.
struct KnownFormat {
    format: NumberFormat,
    is_plain: bool,
}

impl Styles {
    pub(super) fn heeding(self, heeded: Formats) -> Self {
        Styles { heeded, ..self }
    }

    fn known(&self, style: u32) -> Option<&KnownFormat> {
        usize::try_from(style).ok().and_then(|style| self.formats.get(style)).map(Rc::as_ref)
    }

    /// The format of a cell; `None` for one that shows every whole number as it is.
    fn format(&self, style: u32) -> Option<&NumberFormat> {
        self.known(style).filter(|known| !known.is_plain).map(|known| &known.format)
    }

    /// Whether a number in a cell of this format has more decimals than are shown.
    pub(super) fn rounds(&self, style: u32, value: &Value) -> bool {
        match value {
            Value::Number(number) => self.known(style).is_some_and(|known| known.format.rounds(*number)),
            Value::Date(days) => self.known(style).is_some_and(|known| known.format.shortens_date(*days)),
            _ => false,
        }
    }

    /// Whether nothing in a cell of this format can be read, be it for its colour or its size.
    pub(super) fn is_illegible(&self, style: u32) -> bool {
        usize::try_from(style).ok().and_then(|style| self.legible.get(style)).is_some_and(|is_legible| !is_legible)
    }

    /// Whether some runs with letters of their own can't be read in a cell of this format.
    pub(super) fn hides_run(&self, style: u32, runs: &[LetterLook]) -> bool {
        let fill = usize::try_from(style).ok().and_then(|style| self.fill_of.get(style)).copied().flatten();
        let behind = behind(&self.fills, fill);
        runs.iter().any(|letters| !is_legible_on(letters.colour, behind, letters.points))
    }

    /// Whether the format of this number, which depends on a condition, hides what is in a cell.
    pub(super) fn hides_on_condition(&self, format: u32) -> bool {
        usize::try_from(format).ok().and_then(|format| self.hiding.get(format)).copied().unwrap_or(false)
    }

    /// Whether a text in a cell of this format isn't seen.
    pub(super) fn hides_text(&self, style: u32) -> bool {
        self.format(style).is_some_and(NumberFormat::hides_text)
    }

    /// A number in a cell of this format, as it is shown.
    pub(super) fn shown(&self, style: u32, number: f64) -> Value {
        match self.format(style).map_or(Value::Number(number), |format| format.shows(number).value(number)) {
            Value::Percent(number) | Value::Disguised(number, _) if self.heeded == Formats::Dates => {
                Value::Number(number)
            }
            value => value,
        }
    }
}

/// The lists of the part, before references are resolved.
#[derive(Default)]
struct Listed {
    codes: HashMap<u32, String>,
    /// The formats of the named styles, and of the cells with the named style they build on.
    named: Vec<FormatParts>,
    cells: Vec<(FormatParts, usize)>,
    /// The letters of each font.
    fonts: Vec<LetterLook>,
    /// The colours that each fill puts behind letters; none for colours that run into each other.
    fills: Vec<Vec<Rgb>>,
    /// Whether each of the formats that depend on a condition hides what is in a cell.
    hiding: Vec<bool>,
    n_definitions: u64,
}

/// What a format is put together from, each by its number; `None` where it says nothing.
#[derive(Default, Clone, Copy)]
struct FormatParts {
    number: Option<u32>,
    font: Option<u32>,
    fill: Option<u32>,
    /// What stands in the cell begins so far in that it is out of sight.
    is_out_of_sight: bool,
}

impl FormatParts {
    fn of(walk: &Walk<'_>) -> PartResult<Self> {
        let [number, font, fill] = ["numFmtId", "fontId", "fillId"].map(|attribute| number(walk, attribute));
        Ok(FormatParts { number: number?, font: font?, fill: fill?, is_out_of_sight: false })
    }

    /// The same with what another one says where this says nothing.
    fn or(self, other: FormatParts) -> Self {
        FormatParts {
            number: self.number.or(other.number),
            font: self.font.or(other.font),
            fill: self.fill.or(other.fill),
            is_out_of_sight: self.is_out_of_sight,
        }
    }
}

pub(super) fn read(text: &str, tally: &mut PartsTally) -> PartResult<Styles> {
    let mut walk = tally.walk(text, "styleSheet")?;
    let mut listed = Listed::default();
    let mut seen = Vec::new();
    while let Some(name) = walk.child()? {
        let known =
            ["numFmts", "fonts", "fills", "cellStyleXfs", "cellXfs", "dxfs"].into_iter().find(|known| *known == name);
        let Some(known) = known else {
            walk.leave()?;
            continue;
        };
        if seen.contains(&known) {
            return Err(Cause::Twice(Twice::Element(known)));
        }
        seen.push(known);
        listed.read(&mut walk, known)?;
    }
    tally.end(walk)?;
    Ok(listed.resolve())
}

impl Listed {
    fn read(&mut self, walk: &mut Walk<'_>, list: &str) -> PartResult<()> {
        while let Some(name) = walk.child()? {
            match (list, name) {
                ("numFmts", "numFmt") => self.take_code(walk)?,
                ("dxfs", "dxf") => self.hiding.push(hides(walk)?),
                ("fonts", "font") => self.fonts.push(letters(walk)?),
                ("fills", "fill") => self.fills.push(fill(walk)?),
                ("cellStyleXfs", "xf") => self.named.push(FormatParts::of(walk)?),
                ("cellXfs", "xf") => {
                    let named = number(walk, "xfId")?.and_then(|n| usize::try_from(n).ok());
                    let parts = FormatParts::of(walk)?;
                    let is_out_of_sight = begins_far_in(walk)?;
                    self.cells.push((FormatParts { is_out_of_sight, ..parts }, named.unwrap_or(0)));
                }
                _ => (),
            }
            let is_left =
                matches!((list, name), ("fonts", "font") | ("fills", "fill") | ("dxfs", "dxf") | ("cellXfs", "xf"));
            if !is_left {
                walk.leave()?;
            }
            self.n_definitions += 1;
            if self.n_definitions > MAX_DEFINITIONS {
                let (found, allowed) = (self.n_definitions, MAX_DEFINITIONS);
                return Err(Cause::Refused(Refusal::TooLarge { what: Limit::Definitions, found, allowed, at: None }));
            }
        }
        Ok(())
    }

    fn take_code(&mut self, walk: &Walk<'_>) -> PartResult<()> {
        let (Some(id), Some(code)) = (number(walk, "numFmtId")?, walk.attribute("formatCode")) else {
            return invalid(Invalid::NumberFormat, None);
        };
        if code.chars().nth(MAX_CODE_LETTERS).is_some() {
            return invalid(Invalid::NumberFormat, None);
        }
        let code = unescaped(&code).into_owned();
        match self.codes.insert(id, code.clone()) {
            Some(other) if other != code => Err(Cause::Twice(Twice::NumberFormat(id))),
            _ => Ok(()),
        }
    }

    /// A cell format that names no number format has that of the style it builds on.
    fn resolve(self) -> Styles {
        let mut known: HashMap<u32, Rc<KnownFormat>> = HashMap::new();
        let cells: Vec<FormatParts> =
            self.cells.iter().map(|(own, named)| own.or(self.named.get(*named).copied().unwrap_or_default())).collect();
        let ids = cells.iter().map(|parts| parts.number.unwrap_or(0));
        let formats = ids.map(|id| known.entry(id).or_insert_with(|| format(id, self.codes.get(&id))).clone());
        let legible = cells.iter().map(|parts| self.is_legible(*parts)).collect();
        let fill_of = cells.iter().map(|parts| parts.fill).collect();
        let (formats, fills, hiding) = (formats.collect(), self.fills, self.hiding);
        Styles { formats, legible, fill_of, fills, hiding, heeded: Formats::All }
    }

    fn is_legible(&self, parts: FormatParts) -> bool {
        let place = |n: Option<u32>| usize::try_from(n.unwrap_or(0)).unwrap_or(usize::MAX);
        let letters = self.fonts.get(place(parts.font)).copied().unwrap_or_default();
        !parts.is_out_of_sight && is_legible_on(letters.colour, behind(&self.fills, parts.fill), letters.points)
    }
}

/// How far in a cell letters may begin, each step about a letter and a half: wider columns are rare.
const MOST_INDENT: u32 = 30;

/// Whether a cell's alignment pushes what stands in it out of sight. Leaves the format.
fn begins_far_in(walk: &mut Walk<'_>) -> PartResult<bool> {
    let mut indent = None;
    while let Some(name) = walk.child()? {
        if name == "alignment" {
            indent = walk.attribute("indent").and_then(|indent| unsigned(&indent));
        }
        walk.leave()?;
    }
    Ok(indent.is_some_and(|indent| indent > MOST_INDENT))
}

/// What a fill puts behind letters.
fn behind(fills: &[Vec<Rgb>], fill: Option<u32>) -> &[Rgb] {
    let fill = usize::try_from(fill.unwrap_or(0)).ok().and_then(|fill| fills.get(fill));
    fill.map_or(&[legible::WHITE][..], Vec::as_slice)
}

/// Whether a format that depends on a condition makes letters unreadable: on the white of a cell, or on the fill that it brings itself, of
/// which programs take one colour or the other; or whether it shows no numbers. Leaves the format.
fn hides(walk: &mut Walk<'_>) -> PartResult<bool> {
    let (mut own, mut behind, mut hides_values) = (LetterLook::default(), Vec::new(), false);
    while let Some(name) = walk.child()? {
        match name {
            "font" => own = letters(walk)?,
            "fill" => behind = fill_on_condition(walk)?,
            "numFmt" => {
                let code = walk.attribute("formatCode").map(|code| unescaped(&code).into_owned());
                hides_values = code.is_some_and(|code| hides_numbers(&code));
                walk.leave()?;
            }
            _ => walk.leave()?,
        }
    }
    let is_legible = |behind: &Rgb| legible::is_legible(own.colour, *behind, own.points);
    let on_white = behind.is_empty() && !is_legible(&legible::WHITE);
    Ok(hides_values || on_white || !behind.iter().all(is_legible))
}

fn hides_numbers(code: &str) -> bool {
    let is_short = code.chars().nth(MAX_CODE_LETTERS).is_none();
    let hides = |format: NumberFormat| {
        format.hides_text() || matches!(format.shows(1.0).value(1.0), Value::Disguised(_, Disguise::Hidden))
    };
    is_short && hides(NumberFormat::parse(code))
}

/// The colours that are named in a fill; leaves it.
fn fill_on_condition(walk: &mut Walk<'_>) -> PartResult<Vec<Rgb>> {
    let mut named = Vec::new();
    while let Some(name) = walk.child()? {
        if name != "patternFill" || walk.attribute("patternType").as_deref() == Some("none") {
            walk.leave()?;
            continue;
        }
        while let Some(name) = walk.child()? {
            named.extend(colour(walk).filter(|_| matches!(name, "fgColor" | "bgColor")));
            walk.leave()?;
        }
    }
    Ok(named)
}

fn format(id: u32, code: Option<&String>) -> Rc<KnownFormat> {
    let format = code.map_or_else(|| NumberFormat::built_in(id), |code| NumberFormat::parse(code));
    Rc::new(KnownFormat { is_plain: format.is_plain(), format })
}

/// The colours that a fill puts behind letters; leaves the fill.
fn fill(walk: &mut Walk<'_>) -> PartResult<Vec<Rgb>> {
    let mut behind = Vec::new();
    while let Some(name) = walk.child()? {
        if name != "patternFill" {
            walk.leave()?;
            continue;
        }
        let pattern = walk.attribute("patternType").map(std::borrow::Cow::into_owned);
        let (mut foreground, mut background) = (None, None);
        while let Some(name) = walk.child()? {
            match name {
                "fgColor" => foreground = colour(walk),
                "bgColor" => background = colour(walk),
                _ => (),
            }
            walk.leave()?;
        }
        behind = match pattern.as_deref() {
            None | Some("none") => vec![legible::WHITE],
            Some("solid") => foreground.into_iter().collect(),
            Some(_) => vec![foreground.unwrap_or(legible::BLACK), background.unwrap_or(legible::WHITE)],
        };
    }
    Ok(behind)
}

/// An attribute that is a whole number; `None` if it is left out.
fn number(walk: &Walk<'_>, attribute: &str) -> PartResult<Option<u32>> {
    match walk.attribute(attribute) {
        None => Ok(None),
        Some(text) => unsigned(&text).map_or_else(|| invalid(Invalid::StyleNumber, None), |number| Ok(Some(number))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>";

    /// The cell formats that show 0.5 as something else than the number.
    fn told_apart(styles: &str) -> Result<Vec<u32>, Cause> {
        let styles = read(&format!("{START}{styles}</styleSheet>"), &mut PartsTally::scaled(1))?;
        Ok((0..9).filter(|n| styles.shown(*n, 0.5) != Value::Number(0.5)).collect())
    }

    #[test]
    fn formats_of_cells_are_told_from_those_of_styles() {
        let styles = "<numFmts><numFmt numFmtId='164' formatCode='0.0&quot; người&quot;'/>\
            <numFmt formatCode=\"0.0%\" numFmtId=\"165\"/></numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
            <cellXfs><xf numFmtId='0'/><xf numFmtId='165'><alignment/></xf><xf numFmtId='164'/><xf numFmtId='10'/>\
            <xf xfId='0'/><xf numFmtId='0' xfId='0'/></cellXfs><dxfs><xf numFmtId='9'/></dxfs>";
        assert_eq!(told_apart(styles), Ok(vec![1, 3, 4]));
        assert_eq!(told_apart("<!-- <cellXfs><xf numFmtId='9'/></cellXfs> -->"), Ok(vec![]));
    }

    /// The cell formats of which nothing can be read.
    fn illegible(styles: &str) -> Vec<u32> {
        let styles = read(&format!("{START}{styles}</styleSheet>"), &mut PartsTally::scaled(1)).expect("styles");
        (0..12).filter(|n| styles.is_illegible(*n)).collect()
    }

    #[test]
    fn letters_of_the_colour_behind_them_and_tiny_ones_are_not_seen() {
        let fonts = "<fonts><font/><font><sz val='11'/><color rgb='FFFFFFFF'/></font><font><color theme='0'/></font>\
            <font><sz val='1'/></font><font><color indexed='9'/></font><font><color theme='1' tint='0.98'/></font></fonts>";
        let fills = "<fills><fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>\
            <fill><patternFill patternType='solid'><fgColor rgb='FF000000'/><bgColor indexed='64'/></patternFill></fill>\
            <fill><gradientFill><stop/></gradientFill></fill>\
            <fill><patternFill patternType='darkGrid'><fgColor rgb='FF000000'/><bgColor rgb='FF0A0A0A'/></patternFill></fill></fills>";
        let xf = |font: u32, fill: u32| format!("<xf fontId='{font}' fillId='{fill}'><alignment/></xf>");
        let on_white: String = (0..6).map(|font| xf(font, 0)).collect();
        let on_others = [xf(1, 2), xf(0, 2), xf(1, 1), xf(1, 3), xf(3, 3), xf(0, 4)].concat();
        assert_eq!(
            illegible(&format!("{fonts}{fills}<cellXfs>{on_white}{on_others}</cellXfs>")),
            [1, 2, 3, 4, 5, 7, 10, 11]
        );
        // A cell format that names none has those of the style it builds on.
        let named =
            "<cellStyleXfs><xf fontId='1'/></cellStyleXfs><cellXfs><xf xfId='0'/><xf xfId='0' fontId='0'/></cellXfs>";
        assert_eq!(illegible(&format!("{fonts}{fills}{named}")), [0]);
        assert_eq!(illegible("<cellXfs><xf fontId='99' fillId='99'/></cellXfs>"), [0; 0]);
        let indented =
            "<cellXfs><xf><alignment indent='100'/></xf><xf><alignment indent='3'/><protection/></xf></cellXfs>";
        assert_eq!(illegible(indented), [0]);
    }

    #[test]
    fn numbers_that_are_none_and_lists_that_stand_twice_are_refused() {
        let invalid = |what| Err(Cause::Invalid { what, at: None });
        assert_eq!(told_apart("<cellXfs><xf numFmtId='9x'/></cellXfs>"), invalid(Invalid::StyleNumber));
        assert_eq!(told_apart("<numFmts><numFmt numFmtId='164'/></numFmts>"), invalid(Invalid::NumberFormat));
        assert_eq!(told_apart("<cellXfs/><cellXfs/>"), Err(Cause::Twice(Twice::Element("cellXfs"))));
        let one = |code: &str| format!("<numFmt numFmtId='164' formatCode='{code}'/>");
        let two = |a: &str, b: &str| told_apart(&format!("<numFmts>{}{}</numFmts>", one(a), one(b)));
        assert_eq!(two("0", "0"), Ok(vec![]));
        assert_eq!(two("0", "0%"), Err(Cause::Twice(Twice::NumberFormat(164))));
    }
}
