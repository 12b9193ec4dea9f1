//! The few signs that numbers are written with, as pen strokes: no font is needed, and every machine draws the same.

/// A point on the sign's grid: 100 is the height of a digit, y grows downwards.
pub type Point = (i64, i64);

/// One movement of the pen.
#[derive(Debug, Clone, Copy)]
pub enum Stroke {
    /// From point to point.
    Line(&'static [Point]),
    /// Cubic curves, three more points each.
    Curve(&'static [Point]),
}

use Stroke::{Curve, Line};

/// How many pieces a curve is drawn in.
const STEPS: i64 = 10;

impl Stroke {
    /// The corners of the line to draw.
    pub fn points(self) -> Vec<Point> {
        match self {
            Line(points) => points.to_vec(),
            Curve(points) => {
                let starts = (0..points.len().saturating_sub(1)).step_by(3);
                let pieces = starts.flat_map(|at| (0..STEPS).map(move |step| on_curve(&points[at..], step)));
                pieces.chain(points.last().copied()).collect()
            }
        }
    }
}

fn on_curve(points: &[Point], step: i64) -> Point {
    let (there, back) = (step, STEPS - step);
    let weights = [back.pow(3), 3 * back.pow(2) * there, 3 * back * there.pow(2), there.pow(3)];
    let at = |of: fn(&Point) -> i64| {
        let sum: i64 = points.iter().zip(weights).map(|(point, weight)| of(point) * weight).sum();
        sum / STEPS.pow(3)
    };
    (at(|point| point.0), at(|point| point.1))
}

/// The strokes of a sign and its width; any other sign is a gap.
pub fn glyph(sign: char) -> (&'static [Stroke], i64) {
    match sign {
        '0' => (ZERO, 56),
        '1' => (ONE, 44),
        '2' => (TWO, 56),
        '3' => (THREE, 56),
        '4' => (FOUR, 57),
        '5' => (FIVE, 56),
        '6' => (SIX, 56),
        '7' => (SEVEN, 56),
        '8' => (EIGHT, 56),
        '9' => (NINE, 56),
        ',' => (COMMA, 10),
        '.' => (DOT, 10),
        '-' => (DASH, 38),
        '(' => (OPEN, 18),
        ')' => (CLOSE, 18),
        _ => (&[], 30),
    }
}

#[rustfmt::skip]
const ZERO: &[Stroke] = &[Curve(&[
    (28, 0), (43, 0), (56, 22), (56, 50), (56, 78), (43, 100), (28, 100), (13, 100), (0, 78), (0, 50), (0, 22), (13, 0),
    (28, 0),
])];
const ONE: &[Stroke] = &[Line(&[(8, 22), (30, 0), (30, 100)])];
#[rustfmt::skip]
const TWO: &[Stroke] = &[
    Curve(&[(2, 27), (2, 10), (13, 0), (28, 0), (44, 0), (54, 11), (54, 27), (54, 48), (32, 62), (0, 100)]),
    Line(&[(0, 100), (56, 100)]),
];
#[rustfmt::skip]
const THREE: &[Stroke] = &[
    Curve(&[(3, 20), (7, 7), (16, 0), (28, 0), (43, 0), (52, 10), (52, 24), (52, 38), (42, 47), (24, 47)]),
    Curve(&[(24, 47), (43, 47), (56, 57), (56, 73), (56, 89), (44, 100), (28, 100), (14, 100), (4, 92), (1, 79)]),
];
const FOUR: &[Stroke] = &[Line(&[(44, 100), (44, 0), (0, 70), (57, 70)])];
#[rustfmt::skip]
const FIVE: &[Stroke] = &[
    Line(&[(50, 0), (9, 0), (5, 46)]),
    Curve(&[
        (5, 46), (11, 39), (19, 36), (28, 36), (45, 36), (56, 49), (56, 68), (56, 87), (44, 100), (27, 100), (13, 100),
        (4, 92), (1, 80),
    ]),
];
#[rustfmt::skip]
const SIX: &[Stroke] = &[Curve(&[
    (51, 15), (47, 5), (39, 0), (30, 0), (12, 0), (1, 20), (1, 58), (1, 85), (11, 100), (29, 100), (45, 100), (56, 88),
    (56, 69), (56, 50), (45, 39), (29, 39), (14, 39), (3, 50), (2, 66),
])];
const SEVEN: &[Stroke] = &[Line(&[(0, 0), (56, 0), (20, 100)])];
#[rustfmt::skip]
const EIGHT: &[Stroke] = &[
    Curve(&[
        (28, 0), (42, 0), (51, 10), (51, 23), (51, 37), (42, 46), (28, 46), (14, 46), (5, 37), (5, 23), (5, 10), (14, 0),
        (28, 0),
    ]),
    Curve(&[
        (28, 46), (45, 46), (56, 57), (56, 73), (56, 89), (45, 100), (28, 100), (11, 100), (0, 89), (0, 73), (0, 57),
        (11, 46), (28, 46),
    ]),
];
#[rustfmt::skip]
const NINE: &[Stroke] = &[Curve(&[
    (6, 85), (10, 95), (18, 100), (27, 100), (45, 100), (56, 80), (56, 42), (56, 15), (46, 0), (28, 0), (12, 0), (1, 12),
    (1, 31), (1, 50), (12, 61), (28, 61), (43, 61), (54, 50), (55, 34),
])];
const COMMA: &[Stroke] = &[Line(&[(7, 97), (3, 115)])];
const DOT: &[Stroke] = &[Line(&[(5, 98), (5, 98)])];
const DASH: &[Stroke] = &[Line(&[(4, 55), (34, 55)])];
const OPEN: &[Stroke] = &[Curve(&[(16, -10), (-3, 20), (-3, 80), (16, 110)])];
const CLOSE: &[Stroke] = &[Curve(&[(2, -10), (21, 20), (21, 80), (2, 110)])];
