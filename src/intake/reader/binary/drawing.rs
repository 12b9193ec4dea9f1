//! Text boxes and pictures of an `.xlsb`, whose drawings are XML as in an `.xlsx`. What is broken in the middle still gives what stood before.

use crate::intake::reader::loose;
use crate::ooxml::xml::{Event, Scanner, XmlFault, decode};
use crate::value::grid::{Address, LooseKind, LooseTexts};

/// Keeps the texts of shapes by the cell over which they begin, and counts pictures and charts.
pub(super) fn read_shapes(part: &[u8], found: &mut LooseTexts) {
    let Ok(text) = decode(part) else { return };
    let mut shapes = Shapes { scanner: Scanner::new(&text), path: Vec::new(), row: None, column: None };
    while let Ok(Some(step)) = shapes.next() {
        if step == ShapeStep::PictureBegins {
            found.n_pictures += 1;
        }
        if step == ShapeStep::ShapeBegins
            && let Ok(text) = shapes.text_of_shape()
        {
            let at = shapes.row.zip(shapes.column).map(|(row, column)| Address::new(row, column));
            loose::keep(found, LooseKind::Shape, at, &text);
        }
    }
}

/// A walk over a drawing.
struct Shapes<'a> {
    scanner: Scanner<'a>,
    /// The local names of the open elements.
    path: Vec<String>,
    /// The corner of the last anchor.
    row: Option<u32>,
    column: Option<u32>,
}

#[derive(PartialEq, Eq)]
enum ShapeStep {
    ShapeBegins,
    PictureBegins,
    Other,
}

impl Shapes<'_> {
    /// The next step outside of shapes; `None` at the end.
    fn next(&mut self) -> Result<Option<ShapeStep>, XmlFault> {
        let step = match self.scanner.read()? {
            Event::Start(name) => {
                self.path.push(name.local.to_owned());
                // A second version for programs that can't show the first would be said twice.
                let is_again = self.path.iter().any(|open| open == "Fallback");
                match name.local {
                    _ if is_again => ShapeStep::Other,
                    "sp" => ShapeStep::ShapeBegins,
                    "pic" | "graphicFrame" => ShapeStep::PictureBegins,
                    _ => ShapeStep::Other,
                }
            }
            Event::End => {
                self.path.pop();
                ShapeStep::Other
            }
            Event::Text(text) => {
                let number = text.value().trim().parse().ok();
                self.corner(number);
                ShapeStep::Other
            }
            Event::Done => return Ok(None),
        };
        Ok(Some(step))
    }

    fn corner(&mut self, number: Option<u32>) {
        let [.., outer, inner] = self.path.as_slice() else { return };
        match (outer.as_str(), inner.as_str()) {
            ("from", "row") => self.row = number,
            ("from", "col") => self.column = number,
            _ => (),
        }
    }

    /// The words of a shape just begun, up to its end; paragraphs stand on lines of their own.
    fn text_of_shape(&mut self) -> Result<String, XmlFault> {
        let outside = self.path.len() - 1;
        let mut words = String::new();
        while self.path.len() > outside {
            match self.scanner.read()? {
                Event::Start(name) => self.path.push(name.local.to_owned()),
                Event::End => {
                    if self.path.pop().is_some_and(|ended| ended == "p") {
                        words.push('\n');
                    }
                }
                Event::Text(text) if self.path.last().is_some_and(|open| open == "t") => words.push_str(&text.value()),
                Event::Text(_) => (),
                Event::Done => break,
            }
        }
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_by_the_cell_they_begin_over() {
        let drawing = "<x:wsDr xmlns:x='x' xmlns:a='a'><x:twoCellAnchor><x:from><x:col>3</x:col><x:row>11</x:row></x:from><x:sp>\
            <a:p><a:r><a:t>Thêm</a:t></a:r></a:p><a:p><a:r><a:t>1.2</a:t></a:r><a:r><a:t>50</a:t></a:r></a:p></x:sp>\
            </x:twoCellAnchor><x:twoCellAnchor><x:pic/></x:twoCellAnchor><x:twoCellAnchor><x:graphicFrame/></x:twoCellAnchor></x:wsDr>";
        let mut found = LooseTexts::default();
        read_shapes(drawing.as_bytes(), &mut found);
        let texts: Vec<_> =
            found.with_digit.iter().map(|text| (text.at.map(|at| at.to_string()), text.text.as_str())).collect();
        assert_eq!((texts, found.n_pictures), (vec![(Some("D12".to_owned()), "Thêm 1.250")], 2));
        read_shapes(&drawing.as_bytes()[..90], &mut found);
    }
}
