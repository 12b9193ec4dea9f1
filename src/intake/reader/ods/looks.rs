//! What the content of an `.ods` says of a table besides its cells: hidden rows and columns, a filter, merged cells,
//! comments and shapes with words in them.

use quick_xml::events::{BytesStart, Event};

use super::{OdsReader, attribute, count, styles};
use crate::intake::reader::kept::MAX_MERGED;
use crate::intake::reader::loose;
use crate::intake::reader::number_format::{is_rounded_in, is_shortened_in};
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Area, LooseKind, MAX_COLUMNS, MAX_ROWS};

impl OdsReader<'_> {
    /// Notes the columns of a `table:table-column`, which begin at `first`, and returns the one after them.
    pub(super) fn note_columns(&mut self, tag: &BytesStart<'_>, first: u32) -> Result<u32, Cause> {
        let end = first.saturating_add(count(tag, "table:number-columns-repeated")?);
        let is_hidden = matches!(attribute(tag, "table:visibility")?.as_deref(), Some("collapse" | "filter"));
        if is_hidden || self.is_small(tag)? {
            self.layout.hidden_columns.extend(first..end.min(MAX_COLUMNS));
        }
        if first < MAX_COLUMNS {
            self.column_styles.push((end, attribute(tag, "table:default-cell-style-name")?));
        }
        Ok(end)
    }

    /// Notes whether the `n_rows` rows of a `table:table-row` are hidden.
    pub(super) fn note_rows(&mut self, tag: &BytesStart<'_>, first: u32, n_rows: u32) -> Result<(), Cause> {
        let rows = first..first.saturating_add(n_rows).min(MAX_ROWS);
        match attribute(tag, "table:visibility")?.as_deref() {
            Some("collapse") => self.layout.hidden_rows.extend(rows),
            Some("filter") => self.layout.filtered_rows.extend(rows),
            _ if self.is_small(tag)? => self.layout.hidden_rows.extend(rows),
            _ => (),
        }
        Ok(())
    }

    /// Notes a style by which a row is too low, or a column too narrow, to show anything; `least` in points.
    pub(super) fn note_size(&mut self, tag: &BytesStart<'_>, name: &str, least: f64) -> Result<(), Cause> {
        let size = attribute(tag, name)?.and_then(|size| points(&size));
        self.small_styles.extend(self.style.clone().filter(|_| size.is_some_and(|size| size < least)));
        Ok(())
    }

    fn is_small(&self, tag: &BytesStart<'_>) -> Result<bool, Cause> {
        // Most tables have no such style.
        if self.small_styles.is_empty() {
            return Ok(false);
        }
        Ok(attribute(tag, "table:style-name")?.is_some_and(|style| self.small_styles.contains(&style)))
    }

    /// Notes a cell of whose text nothing, or of whose number not all digits were on the screen.
    pub(super) fn note_unseen(&mut self, tag: &BytesStart<'_>, text: Option<&str>, at: Address) -> Result<(), Cause> {
        let Some(text) = text.filter(|_| at.row < MAX_ROWS && at.col < MAX_COLUMNS) else { return Ok(()) };
        if text.trim().is_empty() {
            let stored = attribute(tag, "office:string-value")?;
            self.layout.unseen.extend(stored.filter(|stored| !stored.trim().is_empty()).map(|_| at));
        } else if attribute(tag, "office:value-type")?.is_some_and(|kind| kind == "float" || kind == "currency") {
            let number: Option<f64> = attribute(tag, "office:value")?.and_then(|number| number.trim().parse().ok());
            self.layout.rounded.extend(number.filter(|number| is_rounded_in(text, *number)).map(|_| at));
        } else if let Some(date) = attribute(tag, "office:date-value")? {
            self.layout.rounded.extend(is_shortened_in(text, &date).then_some(at));
        }
        Ok(())
    }

    /// Begins a format that depends on conditions.
    pub(super) fn begin_conditional(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        let ranges = attribute(tag, "calcext:target-range-address")?.unwrap_or_default();
        self.conditional = areas(&ranges);
        Ok(())
    }

    /// Notes the cells of the format of which nothing can be read in the style that a condition brings.
    pub(super) fn note_condition(&mut self, tag: &BytesStart<'_>) -> Result<(), Cause> {
        let style = attribute(tag, "calcext:apply-style-name")?;
        let (own, shared) = (&self.styles, &self.shared_styles);
        let style = style.as_deref().map(|name| styles::shown_as(own, shared, name));
        let is_legible = styles::has_legible_letters(own, shared, style);
        if !is_legible && self.layout.unseen_on_condition.len() < MAX_MERGED {
            self.layout.unseen_on_condition.append(&mut self.conditional);
        }
        Ok(())
    }

    /// Notes how far a merged cell reaches.
    pub(super) fn note_merge(&mut self, tag: &BytesStart<'_>, first: Address) -> Result<(), Cause> {
        let n_columns = count(tag, "table:number-columns-spanned")?.max(1);
        let n_rows = count(tag, "table:number-rows-spanned")?.max(1);
        if n_columns > 1 || n_rows > 1 {
            let last = Address::new(first.row.saturating_add(n_rows - 1), first.col.saturating_add(n_columns - 1));
            if first.row < MAX_ROWS && self.layout.merged.len() < MAX_MERGED {
                self.layout.merged.push(Area { first, last });
            }
        }
        Ok(())
    }

    /// Reads a comment or a shape just begun, which belongs to a cell or stands on the page; passes over anything else.
    pub(super) fn read_loose(&mut self, tag: &BytesStart<'_>, at: Option<Address>) -> Result<(), Cause> {
        let kind = match tag.name().as_ref() {
            "office:annotation" => LooseKind::Comment,
            "table:shapes" => return self.read_shapes(),
            name if name.starts_with("draw:") => LooseKind::Shape,
            _ => return self.skip(),
        };
        let (text, author) = self.read_words()?;
        if author != loose::OWN_AUTHOR {
            loose::keep(&mut self.layout.texts, kind, at, loose::without_author(&text, &author));
        }
        Ok(())
    }

    /// The shapes that stand on the page and in no cell.
    fn read_shapes(&mut self) -> Result<(), Cause> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if let Event::Start(tag) = self.next()? {
                self.read_loose(&tag, None)?;
            }
        }
        Ok(())
    }

    /// The paragraphs within an element just begun, however deep, and the author if one is named. Pictures and charts in it are counted, each
    /// frame once: a chart has its picture beside it.
    fn read_words(&mut self) -> Result<(String, String), Cause> {
        let outside = self.depth - 1;
        let (mut text, mut author) = (String::new(), String::new());
        let mut is_counted = false;
        while self.depth > outside {
            let Event::Start(tag) = self.next()? else { continue };
            match tag.name().as_ref() {
                "text:p" => {
                    text.push_str(&self.read_paragraph()?);
                    text.push('\n');
                }
                "dc:creator" => author = self.read_paragraph()?,
                "draw:frame" => is_counted = false,
                "draw:image" | "draw:object" | "draw:object-ole" => {
                    self.layout.texts.n_pictures += usize::from(!std::mem::replace(&mut is_counted, true));
                    // An embedded chart or sheet has numbers of its own.
                    self.skip()?;
                }
                _ => (),
            }
        }
        Ok((text, author))
    }
}

/// Ranges such as `'Đơn vị'.H6:'Đơn vị'.H9 'Đơn vị'.J2`: of what stands behind each dot the address.
fn areas(ranges: &str) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    let mut first = None;
    for part in ranges.split('.').skip(1) {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(part.len());
        let Some(at) = Address::parse(&part[..end]) else { continue };
        let begins_range = part[end..].starts_with(':');
        match (first.take(), begins_range) {
            (None, true) => first = Some(at),
            (start, _) => areas.push(Area { first: start.unwrap_or(at), last: at }),
        }
    }
    areas
}

/// A length such as `0.178in` in points; `None` for one in another unit.
pub(super) fn points(length: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 5] = [("in", 72.0), ("cm", 72.0 / 2.54), ("mm", 72.0 / 25.4), ("pt", 1.0), ("px", 0.75)];
    UNITS.iter().find_map(|(unit, points)| Some(length.trim().strip_suffix(unit)?.trim().parse::<f64>().ok()? * points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::container::inspect;
    use crate::intake::fixture::ods;
    use crate::intake::reader::read;
    use crate::value::grid::Layout;

    fn layout(content: &str) -> Layout {
        let bytes = ods(content);
        let book = read(&bytes, inspect(&bytes).expect("a file that passes")).expect("a readable file");
        book.sheets[0].layout.clone()
    }

    #[test]
    fn what_the_screen_did_not_show_is_known() {
        let cell = |attributes: &str, shown: &str| {
            format!("<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>")
        };
        let number = "office:value-type='float' office:value='38.25'";
        let text = "office:value-type='string' office:string-value='chữ'";
        let cells = [cell(number, "38"), cell(number, "38,25"), cell(text, ""), cell(text, "chữ")].concat();
        let of =
            layout(&format!("<table:table table:name='A'><table:table-row>{cells}</table:table-row></table:table>"));
        let at = |cells: &std::collections::BTreeSet<Address>| cells.iter().map(Address::to_string).collect::<Vec<_>>();
        assert_eq!((at(&of.rounded), at(&of.unseen)), (vec!["A1".to_owned()], vec!["C1".to_owned()]));
    }

    #[test]
    fn pictures_and_charts_are_counted_once() {
        let frame = |within: &str| format!("<draw:frame>{within}</draw:frame>");
        let chart = frame("<draw:object/><draw:image/>");
        let (picture, text) = (frame("<draw:image/>"), frame("<draw:text-box><text:p>chữ</text:p></draw:text-box>"));
        let cell = format!("<table:table-cell>{picture}</table:table-cell>");
        let of = layout(&format!(
            "<table:table table:name='A'><table:shapes>{chart}{text}<draw:g>{picture}{picture}</draw:g></table:shapes>\
             <table:table-row>{cell}</table:table-row></table:table>"
        ));
        assert_eq!((of.texts.n_pictures, of.texts.without_digit.len()), (4, 1));
    }

    #[test]
    fn letters_of_the_colour_behind_them_and_tiny_ones_are_not_seen() {
        let style = |name: &str, parent: &str, properties: &str| {
            format!(
                "<style:style style:name='{name}' style:family='table-cell' style:parent-style-name='{parent}'>{properties}</style:style>"
            )
        };
        let text = |properties: &str| format!("<style:text-properties {properties}/>");
        let behind = |colour: &str| format!("<style:table-cell-properties fo:background-color='{colour}'/>");
        let styles = [
            style("white", "", &text("fo:color='#ffffff'")),
            style("filled", "white", &behind("#1f4e79")),
            style("tiny", "", &text("fo:font-size='1pt'")),
            style("same", "", &format!("{}{}", behind("#ffe699"), text("fo:color='#ffe698'"))),
            style("auto", "", &text("fo:color='#ffffff' style:use-window-font-color='true'")),
            style("clear", "same", &behind("transparent")),
        ];
        let cell = |style: &str, shown: &str| {
            format!(
                "<table:table-cell table:style-name='{style}' office:value-type='string'><text:p>{shown}</text:p></table:table-cell>"
            )
        };
        let cells: String =
            ["white", "filled", "tiny", "same", "auto", "clear"].iter().map(|name| cell(name, "chữ")).collect();
        let number = "<table:table-cell table:style-name='white' office:value-type='float' office:value='5'><text:p>5</text:p></table:table-cell>";
        let blank = "<table:table-cell table:style-name='white'/>";
        let of = layout(&format!(
            "{}<table:table table:name='A'><table:table-row>{cells}{number}{blank}</table:table-row></table:table>",
            styles.concat()
        ));
        assert_eq!(of.unseen.iter().map(Address::to_string).collect::<Vec<_>>(), ["A1", "C1", "D1", "F1", "G1"]);
    }

    #[test]
    fn what_a_condition_may_hide_is_known() {
        let white = "<style:style style:name='white' style:family='table-cell'><style:text-properties fo:color='#ffffff'/></style:style>";
        let shown = white.replace("'white'", "'Con_5f_1' style:display-name='Con_1'");
        let black = white.replace("white", "black").replace("#ffffff", "#000000");
        let format = |range: &str, style: &str| {
            format!(
                "<calcext:conditional-format calcext:target-range-address=\"{range}\"><calcext:condition \
                 calcext:apply-style-name='{style}' calcext:value='formula-is(1)'/></calcext:conditional-format>"
            )
        };
        let formats =
            [format("'Đơn vị'.H6:'Đơn vị'.J7 A.$B$2", "white"), format("A.C1:A.C9", "black"), format("A.D1", "Con_1")]
                .concat();
        let of = layout(&format!(
            "{white}{black}{shown}<table:table table:name='A'><calcext:conditional-formats>{formats}</calcext:conditional-formats></table:table>"
        ));
        let said: Vec<String> = of.unseen_on_condition.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["H6:J7", "B2:B2", "D1:D1"]);
    }

    #[test]
    fn rows_too_low_and_columns_too_narrow_are_hidden() {
        let style = |name: &str, kind: &str, size: &str| {
            format!("<style:style style:name='{name}'><style:table-{kind}-properties {size}/></style:style>")
        };
        let styles = [
            style("co1", "column", "style:column-width='0.0098in'"),
            style("co2", "column", "style:column-width='2cm'"),
            style("ro1", "row", "style:row-height='0.3mm'"),
            style("ro2", "row", "style:row-height='0.178in'"),
        ];
        let of = layout(&format!(
            "{}<table:table table:name='A'><table:table-column table:style-name='co2'/><table:table-column table:style-name='co1'/>\
             <table:table-row table:style-name='ro2'/><table:table-row table:style-name='ro1'/></table:table>",
            styles.concat()
        ));
        assert_eq!(of.hidden_columns.iter().collect::<Vec<_>>(), [&1]);
        assert_eq!(of.hidden_rows.iter().collect::<Vec<_>>(), [&1]);
        assert_eq!((points("1in"), points("10pt"), points("5em")), (Some(72.0), Some(10.0), None));
    }
}
