//! A picture of dots, drawn with whole numbers only, so that its bytes are the same everywhere.

use std::collections::BTreeMap;

use super::glyph::{Point, glyph};

/// Red, green, blue.
pub type Colour = [u8; 3];

/// Every dot is looked at in 4 × 4 places; lengths of strokes are in these.
const FINE: i64 = 4;
/// The gap between two signs, in hundredths of their height.
const GAP: i64 = 20;
/// Half of a stroke's width, in hundredths of a sign's height.
const PEN: i64 = 7;

/// A white sheet to draw on. What lies outside is not drawn.
#[derive(Debug, Clone)]
pub struct Canvas {
    width: i64,
    height: i64,
    dots: Vec<Colour>,
}

impl Canvas {
    pub fn new(width: i64, height: i64) -> Self {
        let n_dots = usize::try_from(width * height).expect("a picture has an extent");
        Canvas { width, height, dots: vec![[255; 3]; n_dots] }
    }

    /// A filled rectangle from its upper left corner.
    pub fn rect(&mut self, (left, top): Point, (width, height): Point, colour: Colour) {
        for y in top.max(0)..(top + height).min(self.height) {
            for x in left.max(0)..(left + width).min(self.width) {
                self.blend(x, y, colour, FINE * FINE);
            }
        }
    }

    /// Digits and signs of a height, centred on `x` with their top at `y`.
    pub fn centred(&mut self, text: &str, (x, y): Point, height: i64, colour: Colour) {
        self.text(text, (x - text_width(text, height) / 2, y), height, colour);
    }

    /// Digits and signs that end at `x`.
    pub fn right(&mut self, text: &str, (x, y): Point, height: i64, colour: Colour) {
        self.text(text, (x - text_width(text, height), y), height, colour);
    }

    /// Digits and signs that begin at `x`.
    pub fn text(&mut self, text: &str, (x, y): Point, height: i64, colour: Colour) {
        let mut left = x * 100;
        for sign in text.chars() {
            let (strokes, width) = glyph(sign);
            for stroke in strokes {
                let place = |(px, py): Point| ((left + px * height) * FINE / 100, (y * 100 + py * height) * FINE / 100);
                let points: Vec<Point> = stroke.points().into_iter().map(place).collect();
                self.stroke(&points, (height * PEN * FINE / 100).max(FINE / 2), colour);
            }
            left += (width + GAP) * height;
        }
    }

    /// A line with round ends through points, everything in fine lengths. Each place of a dot is a bit, so that pieces that
    /// overlap cover it once.
    fn stroke(&mut self, points: &[Point], pen: i64, colour: Colour) {
        let mut covered: BTreeMap<(i64, i64), u16> = BTreeMap::new();
        for piece in points.windows(2) {
            let (from, to) = (piece[0], piece[1]);
            let dots = |low: i64, high: i64| (low - pen).div_euclid(FINE)..=(high + pen).div_euclid(FINE);
            for y in dots(from.1.min(to.1), from.1.max(to.1)) {
                for x in dots(from.0.min(to.0), from.0.max(to.0)) {
                    let is_covered = |n: &i64| is_near((x * FINE + n % FINE, y * FINE + n / FINE), from, to, pen);
                    let bits = (0..FINE * FINE).filter(is_covered).fold(0, |bits, n| bits | 1 << n);
                    *covered.entry((x, y)).or_default() |= bits;
                }
            }
        }
        for ((x, y), bits) in covered {
            self.blend(x, y, colour, bits.count_ones().into());
        }
    }

    /// Covers a dot in so many of its places.
    fn blend(&mut self, x: i64, y: i64, colour: Colour, covered: i64) {
        if !(0..self.width).contains(&x) || !(0..self.height).contains(&y) || covered == 0 {
            return;
        }
        let all = FINE * FINE;
        let dot = &mut self.dots[usize::try_from(y * self.width + x).expect("inside of the picture")];
        for (old, new) in dot.iter_mut().zip(colour) {
            let mixed = (i64::from(*old) * (all - covered) + i64::from(new) * covered + all / 2) / all;
            *old = u8::try_from(mixed).expect("between two colours");
        }
    }

    /// The picture as a PNG.
    pub fn png(&self) -> Vec<u8> {
        let size = |length: i64| u32::try_from(length).expect("a picture of some thousand dots");
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("writing to memory can't fail");
        writer.write_image_data(self.dots.as_flattened()).expect("as many dots as the header says");
        writer.finish().expect("writing to memory can't fail");
        bytes
    }
}

/// How wide digits and signs of a height are.
pub fn text_width(text: &str, height: i64) -> i64 {
    let widths: i64 = text.chars().map(|sign| glyph(sign).1 + GAP).sum();
    (widths - GAP).max(0) * height / 100
}

/// Whether a place is at most so far from a straight line.
fn is_near((x, y): Point, (ax, ay): Point, (bx, by): Point, far: i64) -> bool {
    let (line, from_a) = ((bx - ax, by - ay), (x - ax, y - ay));
    let length2 = line.0 * line.0 + line.1 * line.1;
    let along = from_a.0 * line.0 + from_a.1 * line.1;
    let distance2 = |(x, y): Point| x * x + y * y;
    if along <= 0 {
        distance2(from_a) <= far * far
    } else if along >= length2 {
        distance2((x - bx, y - by)) <= far * far
    } else {
        let across = from_a.0 * line.1 - from_a.1 * line.0;
        across * across <= far * far * length2
    }
}
