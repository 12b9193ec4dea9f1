//! The charts as pictures. Only digits stand in them; what the bars mean is said in the text below.

mod canvas;
mod glyph;
#[cfg(test)]
mod tests;

use crate::value::Ratio;
use crate::view::block::{Chart, RowBar, YearBar};
use canvas::{Canvas, Colour, text_width};

/// 1 200 dots over 150 mm are a little more than 200 to the inch.
const WIDTH: i64 = 1200;
const GAP: i64 = 40;

const DARK: Colour = [31, 78, 121];
const LIGHT: Colour = [157, 187, 219];
const MARK: Colour = [192, 0, 0];
const INK: Colour = [38, 38, 38];
const WHITE: Colour = [255, 255, 255];
const GREY: Colour = [127, 127, 127];

/// The chart as a PNG.
pub fn png(chart: &Chart) -> Vec<u8> {
    match chart {
        Chart::Years(panels) => years(panels),
        Chart::Rows(panels) => rows(panels),
    }
}

/// A ratio's length when a millionth is one; at most a million wholes.
fn millionths(ratio: Ratio) -> i64 {
    let millionths = i128::from(ratio.part) * 1_000_000 / i128::from(ratio.whole.max(1));
    i64::try_from(millionths.clamp(-1_000_000_000_000, 1_000_000_000_000)).expect("within bounds")
}

/// One panel for each list of years: bars for shares, a mark across for the target.
fn years(panels: &[Vec<YearBar>]) -> Vec<u8> {
    const HEIGHT: i64 = 520;
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    for (n, ((left, width), bars)) in columns(panels.len()).zip(panels).enumerate() {
        let panel = YearPanel { left, width, top: 60, base: HEIGHT - 90 };
        panel.draw(&mut canvas, bars);
        canvas.centred(&format!("({})", n + 1), (left + width / 2, HEIGHT - 34), 22, INK);
    }
    canvas.png()
}

/// Where the panels stand: from the left, and how wide.
fn columns(n: usize) -> impl Iterator<Item = (i64, i64)> {
    let n = i64::try_from(n.max(1)).expect("a few panels");
    let width = (WIDTH - GAP * (n - 1)) / n;
    (0..n).map(move |panel| (panel * (width + GAP), width))
}

struct YearPanel {
    left: i64,
    width: i64,
    top: i64,
    base: i64,
}

impl YearPanel {
    fn draw(&self, canvas: &mut Canvas, bars: &[YearBar]) {
        let lengths = bars.iter().flat_map(|bar| [&bar.share, &bar.target]).flatten();
        let highest = lengths.map(|(ratio, _)| millionths(*ratio)).max().unwrap_or(1).max(1);
        let slot = self.width / i64::try_from(bars.len().max(1)).expect("a few years");
        for (n, bar) in (0..).zip(bars) {
            let middle = self.left + slot * n + slot / 2;
            self.bar(canvas, bar, middle, slot, highest);
        }
        canvas.rect((self.left, self.base), (self.width, 3), INK);
    }

    fn bar(&self, canvas: &mut Canvas, bar: &YearBar, middle: i64, slot: i64, highest: i64) {
        let high = |ratio: &Ratio| millionths(*ratio).max(0) * (self.base - self.top) / highest;
        let wide = (slot * 8 / 10).min(96);
        let size = (slot * 22 / 95).clamp(12, 22);
        let mut top = self.base;
        if let Some((ratio, _)) = &bar.share {
            let colour = if bar.is_this_year { DARK } else { LIGHT };
            canvas.rect((middle - wide / 2, self.base - high(ratio)), (wide, high(ratio)), colour);
            top = self.base - high(ratio);
        }
        if let Some((ratio, _)) = &bar.target {
            let at = self.base - high(ratio);
            canvas.rect((middle - wide / 2 - 6, at - 5), (wide + 12, 10), WHITE);
            canvas.rect((middle - wide / 2 - 6, at - 3), (wide + 12, 6), MARK);
            top = top.min(at);
        }
        if let Some((_, digits)) = &bar.target {
            canvas.centred(digits, (middle, top - size - 14), size, MARK);
        }
        if let Some((ratio, digits)) = &bar.share {
            let room = bar.target.as_ref().map_or(high(ratio), |(target, _)| high(target).min(high(ratio)));
            if room >= size + 24 {
                let colour = if bar.is_this_year { WHITE } else { INK };
                canvas.centred(digits, (middle, self.base - size - 12), size, colour);
            } else {
                canvas.centred(digits, (middle, top - 2 * size - 28), size, INK);
            }
        }
        canvas.centred(&bar.year.to_string(), (middle, self.base + 14), size, INK);
    }
}

/// One panel for each list of rows: bars to the right, to the left where less than nothing is left.
fn rows(panels: &[Vec<RowBar>]) -> Vec<u8> {
    const ROW: i64 = 46;
    let n_rows = panels.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let height = ROW * i64::try_from(n_rows).expect("a few rows") + 70;
    let mut canvas = Canvas::new(WIDTH, height);
    for (n, ((left, width), bars)) in columns(panels.len()).zip(panels).enumerate() {
        draw_rows(&mut canvas, bars, left, width, ROW);
        canvas.centred(&format!("({})", n + 1), (left + width / 2, height - 34), 22, INK);
    }
    canvas.png()
}

fn draw_rows(canvas: &mut Canvas, bars: &[RowBar], left: i64, width: i64, row: i64) {
    const SIZE: i64 = 22;
    const ORDINAL: i64 = 50;
    let people = || bars.iter().filter_map(|bar| bar.people.as_ref());
    let longest = |is_it: fn(&i64) -> bool| people().map(|(n, _)| *n).filter(is_it).map(i64::abs).max().unwrap_or(0);
    let (right_most, left_most) = (longest(|n| *n > 0), longest(|n| *n < 0));
    let digits = people().map(|(_, digits)| text_width(digits, SIZE)).max().unwrap_or(0) + 24;
    let room_left = if left_most > 0 { digits } else { 0 };
    let room = (width - ORDINAL - digits - room_left).max(1);
    let scale = i128::from((right_most + left_most).max(1));
    let long = |people: i64| i64::try_from(i128::from(people.abs()) * i128::from(room) / scale).unwrap_or(room);
    let axis = left + ORDINAL + room_left + long(left_most);
    for (n, bar) in (0..).zip(bars) {
        let top = n * row + 6;
        let text = top + (row - 12 - SIZE) / 2;
        canvas.right(&bar.row.to_string(), (left + ORDINAL - 20, text), SIZE, INK);
        match &bar.people {
            Some((people, digits)) if *people < 0 => {
                canvas.rect((axis - long(*people), top), (long(*people), row - 12), MARK);
                canvas.right(digits, (axis - long(*people) - 10, text), SIZE, MARK);
            }
            Some((people, digits)) => {
                canvas.rect((axis, top), (long(*people), row - 12), DARK);
                canvas.text(digits, (axis + long(*people) + 12, text), SIZE, INK);
            }
            None => canvas.text("-", (axis + 12, text), SIZE, GREY),
        }
    }
    let n_bars = i64::try_from(bars.len()).expect("a few rows");
    canvas.rect((axis - 1, 0), (3, n_bars * row), INK);
}
