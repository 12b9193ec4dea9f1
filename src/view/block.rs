//! What a view is made of: headings, sentences, tables of cells, charts. A cell says what it holds and in which tone; how
//! that looks is up to the format it leaves in.

use super::prose::ProsePlace;
pub use super::text::{Face, Text};
use super::words;
use crate::value::{Percent, Ratio, wording};

/// How much a row or a cell stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weight {
    /// A usual row.
    #[default]
    Plain,
    /// A total below the grand total.
    Group,
    /// A total.
    Total,
}

/// How a state is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to point out.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
    /// Missing, partial, not computable, or a query.
    Doubt,
}

// -------------------------------------------------------------------------------------------------------------- cells

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(Text),
    /// A figure that doesn't exist, such as a gap without target.
    None,
    /// A figure that should be there; why it isn't is said elsewhere.
    NotComputable,
    /// A number of people.
    People(i64),
    /// A change in people, shown with its sign.
    Change(i64),
    /// People that a target still needs; negative beyond it.
    Gap(i64),
    /// A share in percent with so many decimals.
    Share(Ratio, u32),
    /// A percentage that a plan or an officer sets.
    Target(Percent),
    /// How far the first share is above the second, in percentage points with so many decimals.
    Points(Ratio, Ratio, u32),
    /// Whether a target is reached.
    Verdict(bool),
}

impl Value {
    /// The number that a workbook's cell holds: people, a share of 1, points. `None` for words.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Text(_) | Value::None | Value::NotComputable | Value::Verdict(_) => None,
            Value::People(people) | Value::Change(people) | Value::Gap(people) => Some(as_f64(*people)),
            Value::Share(share, _) => Some(as_share(*share)),
            Value::Target(percent) => Some(as_share(Ratio::of(*percent))),
            Value::Points(share, than, _) => Some((as_share(*share) - as_share(*than)) * 100.0),
        }
    }

    /// How many decimals it is shown with.
    pub fn decimals(&self) -> u32 {
        match self {
            Value::Share(_, decimals) | Value::Points(.., decimals) => *decimals,
            _ => 0,
        }
    }

    /// The text that a document or a screen shows.
    pub fn text(&self) -> Text {
        Text::from(match self {
            Value::Text(text) => return text.clone(),
            Value::None => words::NONE.to_owned(),
            Value::NotComputable => words::NOT_COMPUTABLE.to_owned(),
            Value::People(people) => wording::people(*people),
            Value::Change(people) => words::change(*people),
            Value::Gap(people) => words::gap(*people),
            Value::Share(share, decimals) => wording::share(share.part, share.whole, *decimals),
            Value::Target(percent) => wording::target(*percent),
            Value::Points(share, than, decimals) => words::points(*share, *than, *decimals),
            Value::Verdict(is_reached) => words::verdict(*is_reached).to_owned(),
        })
    }
}

/// A number of people as a workbook holds it.
#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
pub fn as_f64(people: i64) -> f64 {
    people as f64
}

/// How many of something, as a workbook holds it.
pub fn count_as_f64(n: usize) -> f64 {
    as_f64(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A share of 1, as a workbook's formula computes it.
pub fn as_share(ratio: Ratio) -> f64 {
    as_f64(ratio.part) / as_f64(ratio.whole)
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it shows.
    pub value: Value,
    /// How it is coloured.
    pub tone: Tone,
    /// How strongly it is set.
    pub weight: Weight,
}

impl Cell {
    /// A share of 1 with two decimals, or that it isn't computable.
    pub fn share(share: Option<Ratio>) -> Self {
        Cell::or_not_computable(share.map(|share| Value::Share(share, 2)))
    }

    /// A plain cell.
    pub fn new(value: Value) -> Self {
        Cell { value, tone: Tone::Plain, weight: Weight::Plain }
    }

    /// People, or that they are not computable.
    pub fn people(people: Option<i64>) -> Self {
        Cell::or_not_computable(people.map(Value::People))
    }

    /// A change in people, or that it isn't computable.
    pub fn change(people: Option<i64>) -> Self {
        Cell::or_not_computable(people.map(Value::Change))
    }

    /// A value, or in doubt that it isn't computable.
    pub fn or_not_computable(value: Option<Value>) -> Self {
        match value {
            Some(value) => Cell::new(value),
            None => Cell::new(Value::NotComputable).tone(Tone::Doubt),
        }
    }

    /// A value, or that there is none.
    pub fn or_none(value: Option<Value>) -> Self {
        Cell::new(value.unwrap_or(Value::None))
    }

    /// The same cell in a tone.
    pub fn tone(self, tone: Tone) -> Self {
        Cell { tone, ..self }
    }

    /// The same cell with a weight.
    pub fn weight(self, weight: Weight) -> Self {
        Cell { weight, ..self }
    }

    /// The text that a document or a screen shows; bold for a total.
    pub fn text(&self) -> Text {
        let mut text = self.value.text();
        for (_, face) in &mut text.runs {
            face.bold |= self.weight == Weight::Total;
        }
        text
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Cell::new(Value::Text(text.into()))
    }
}

// ------------------------------------------------------------------------------------------------------------- tables

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// The heading of the column.
    pub title: String,
    /// In millimetres of a page whose text is 165 mm wide; elsewhere a share of the whole.
    pub width: u32,
    /// Where its texts stand.
    pub align: Align,
}

/// A table, written row by row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it has much to say in little room.
    pub is_dense: bool,
}

impl Table {
    /// Columns with their titles and widths.
    pub fn new(columns: &[(&str, u32, Align)]) -> Self {
        let columns = columns.iter().map(|(title, width, align)| TableColumn {
            title: (*title).to_owned(),
            width: *width,
            align: *align,
        });
        Table { columns: columns.collect(), rows: Vec::new(), is_dense: false }
    }

    /// The same table in small print.
    pub fn dense(self) -> Self {
        Table { is_dense: true, ..self }
    }

    /// The table with one row more, a cell for each column.
    pub fn row(mut self, cells: Vec<Cell>) -> Self {
        self.rows.push(cells);
        self
    }

    /// The table with more rows.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }
}

// ------------------------------------------------------------------------------------------------------------- blocks

/// A numbered heading: `I.`, `1.`, `a)`. Numbers are given in the order of the headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// A part of the document.
    Part,
    /// A section of a part.
    Section,
    /// A point of a section.
    Point,
}

impl Heading {
    /// Its number among its like, given how many parts, sections and points there are so far: `IV`, `2`, `đ`.
    pub fn number(self, counts: &[usize; 3]) -> String {
        match self {
            Heading::Part => roman(counts[0]),
            Heading::Section => counts[1].to_string(),
            Heading::Point => letter(counts[2]).to_string(),
        }
    }
}

/// `I`, `II`, `III`, `IV` …
pub fn roman(mut n: usize) -> String {
    let mut text = String::new();
    for (value, sign) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while n >= value {
            text.push_str(sign);
            n -= value;
        }
    }
    text
}

/// `a`, `b`, `c`, `d`, `đ`, `e` …: the Vietnamese alphabet as legal texts use it.
fn letter(n: usize) -> char {
    let letters = "abcdđeghiklmnopqrstuvxy";
    letters.chars().nth(n.saturating_sub(1) % letters.chars().count()).unwrap_or('a')
}

/// A piece of a report, in the order it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(Heading, String),
    /// A paragraph.
    Paragraph(Text),
    /// A paragraph that stays with what follows it, such as the line that announces a table.
    LeadIn(Text),
    /// One item of a list.
    Item(Text),
    /// Small print under a table or chart.
    Note(String),
    /// A place for the officer's own words.
    Prose(ProsePlace),
    /// A table under its numbered title.
    Table(Text, Table),
    /// Charts beside one another under their numbered title.
    Charts(Text, Vec<Chart>),
    /// The head of an appendix on a page of its own.
    Appendix {
        /// Its number.
        number: &'static str,
        /// Its title.
        title: String,
        /// What it is attached to.
        attached_to: String,
        /// Whether its tables want a page that lies on its side.
        is_wide: bool,
    },
    /// The end of the body, where the office signs.
    Signature(Vec<String>),
}

/// A chart of bars: a list of names, and one bar or more for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Empty if what stands above it says enough.
    pub title: String,
    /// What each group of bars is called.
    pub names: Vec<String>,
    /// The bars.
    pub series: Vec<Series>,
    /// What the bars count.
    pub unit: ChartUnit,
    /// The same in words, for those who can't see it.
    pub alternative: String,
}

/// What the bars of a chart count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartUnit {
    /// Percent.
    Percent,
    /// People.
    People,
}

/// The bars of one colour, one for each name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What the legend calls it.
    pub name: String,
    /// What its bars are.
    pub role: SeriesRole,
    /// `None` where there is nothing to draw.
    pub points: Vec<Option<Point>>,
}

/// What bars of one colour are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesRole {
    /// What is.
    Fact,
    /// What the facts are compared with, in a paler colour.
    Comparison,
}

/// The value of a bar as exact decimal text with a dot, and the decimals it is shown with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it shows.
    pub value: String,
    /// How many decimals it shows.
    pub decimals: u32,
}

impl Point {
    /// So many people.
    pub fn people(people: i64) -> Self {
        Point { value: people.to_string(), decimals: 0 }
    }

    /// A share in percent.
    pub fn share(share: Ratio, decimals: u32) -> Self {
        Point { value: wording::decimal(share.part, share.whole, decimals.max(6)), decimals }
    }

    /// A target in percent.
    pub fn target(percent: Percent) -> Self {
        let value = percent.to_string();
        let decimals = value.split_once('.').map_or(0, |(_, digits)| digits.len());
        Point { value, decimals: u32::try_from(decimals).unwrap_or_default() }
    }
}

impl Chart {
    /// Whether a bar goes to the left.
    pub fn has_negative(&self) -> bool {
        self.points().any(|point| point.value.starts_with('-'))
    }

    /// Where the axis ends so that labels have room; `None` if nothing is drawn.
    pub fn highest(&self) -> Option<String> {
        let values = self.points().filter_map(|point| point.value.parse::<f64>().ok());
        let highest = values.fold(0.0, f64::max);
        // Longer labels want more room.
        (highest > 0.0).then(|| format!("{:.2}", highest * if self.unit == ChartUnit::Percent { 1.45 } else { 1.2 }))
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.series.iter().flat_map(|series| series.points.iter().flatten())
    }
}
