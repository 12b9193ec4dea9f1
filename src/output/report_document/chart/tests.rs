//! What the charts look like, dot by dot.

use expect_test::{Expect, expect};

use super::canvas::Canvas;
use super::*;

/// The picture in signs: a row for every two rows of dots.
fn shown(png: &[u8]) -> String {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG");
    let mut dots = vec![0; reader.output_buffer_size().expect("a small picture")];
    let info = reader.next_frame(&mut dots).expect("a picture");
    let width = usize::try_from(info.width).expect("small");
    let dark = |dot: &[u8]| dot.iter().map(|part| u32::from(*part)).sum::<u32>() < 400;
    let rows = dots.chunks(width * 3).step_by(2);
    let row = |row: &[u8]| -> String { row.chunks(3).map(|dot| if dark(dot) { '#' } else { ' ' }).collect() };
    // The bar at the start keeps the indent, which `expect!` would take off.
    rows.map(|dots| format!("|{}\n", row(dots).trim_end())).collect()
}

fn check(text: &str, expected: &Expect) {
    let mut canvas = Canvas::new(canvas::text_width(text, 24) + 8, 36);
    canvas.text(text, (4, 4), 24, INK);
    expected.assert_eq(&shown(&canvas.png()));
}

#[test]
fn digits_can_be_read() {
    check(
        "01234",
        &expect![[r#"
            |
            |
            |      #########            ####        ###########       ###########               ###
            |     ###     ####        ######      ####       ###     ###       ###            #####
            |    ###       ####     #### ###      ###         ###   ###         ###          ######
            |   ###         ###     ##   ###      ###         ###               ###         ### ###
            |   ###         ###          ###                  ###             ####         ###  ###
            |   ###          ###         ###                ####         ########        ####   ###
            |   ###          ###         ###               ####          #########      ####    ###
            |   ###          ##          ###             ####                   ###    ###      ###
            |   ###         ###          ###           ####                      ###  ################
            |   ####        ###          ###         ####           ###          ###            ####
            |    ####      ###           ###        ###             ###         ###             ###
            |     ##### #####            ###      ####               ###### ######              ###
            |        ######              ###     #################     #########                ###
            |
            |
            |
        "#]],
    );
    check(
        "56789",
        &expect![[r#"
            |
            |
            |     #############      ##########     ################     ###########       ###########
            |    ###                ####     ####               ####    ###      ####     ###       ###
            |    ###               ###        ###               ###    ###        ###    ###         ###
            |    ###              ####                         ###     ###        ###    ###         ###
            |    ###########      ###  #######                ###       ####     ####    ###          ###
            |    ####     ####    ##############              ###        ##########      ###         ####
            |    ##         ###   ####        ###            ###       ##############     ####     ######
            |                ###  ###          ###          ###        ###         ###      ############
            |                ###  ###          ###         ####       ###          ###               ###
            |   ##          ###   ###          ###         ###        ###          ###              ####
            |   ###         ###    ###        ###         ###          ###         ###    ###       ###
            |    ###### ######      #####  #####         ####           ###### ######      ##### #####
            |      ########           ########           ###              #########          #######
            |
            |
            |
        "#]],
    );
    check(
        "-(,.)",
        &expect![[r#"
            |                     ##                  ##
            |                    ###                  ###
            |                   ###                    ###
            |                  ###                     ####
            |                  ###                      ###
            |                 ###                       ###
            |                 ###                        ###
            |                 ###                        ###
            |    #########    ###                        ###
            |    #########    ###                        ###
            |                 ###                       ###
            |                 ###                       ###
            |                  ###                      ###
            |                  ###      ###    ##      ###
            |                   ###     ###    ###    ####
            |                    ###    ###          ###
            |                           ##
            |
        "#]],
    );
}

fn year(year: i32, share: Option<i64>, is_this_year: bool) -> YearBar {
    let share = share.map(|part| (Ratio { part, whole: 100 }, part.to_string()));
    YearBar { year, share, target: Some((Ratio { part: 50, whole: 100 }, "50".to_owned())), is_this_year }
}

#[test]
fn the_same_figures_give_the_same_picture_and_other_figures_another() {
    let panels = |share| vec![vec![year(2022, None, false), year(2023, share, true)], vec![year(2023, Some(1), true)]];
    assert_eq!(years(&panels(Some(40))), years(&panels(Some(40))));
    assert_ne!(years(&panels(Some(40))), years(&panels(Some(41))));
    assert_ne!(years(&panels(Some(40))), years(&panels(None)));
    let rows_of = |people: &[Option<i64>]| {
        let row =
            |(n, people): (usize, &Option<i64>)| RowBar { row: n + 1, people: people.map(|p| (p, p.to_string())) };
        rows(&[people.iter().enumerate().map(row).collect()])
    };
    assert_ne!(rows_of(&[Some(-5), None, Some(9)]), rows_of(&[Some(5), None, Some(9)]));
    assert_ne!(rows_of(&[None]), rows_of(&[Some(0)]));
}

#[test]
fn nothing_to_draw_and_enormous_figures_are_no_trouble() {
    assert!(!years(&[]).is_empty() && !rows(&[]).is_empty() && !rows(&[Vec::new()]).is_empty());
    let enormous = |part| RowBar { row: 1, people: Some((part, part.to_string())) };
    assert!(!rows(&[vec![enormous(i64::MAX / 4), enormous(-i64::MAX / 4)]]).is_empty());
    assert!(!years(&[vec![year(2023, Some(i64::MAX / 1_000_000), true)]]).is_empty());
}
