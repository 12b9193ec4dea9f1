//! The page as one file. Its modules lie in `page/html` and are put one behind the other here, so that a browser needs no
//! network and nobody needs a bundler; a policy lets it run this script, draw with this style, and ask for nothing.
//!
//! The modules are plain: every import and export is a line of its own that falls away, and no two share a name.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// What the page carries beside itself.
#[derive(Debug, Clone, Copy)]
pub enum Inside<'a> {
    /// Results to be looked at, as JSON.
    Results(&'a str),
    /// The program as WebAssembly, which computes them.
    Core(&'a [u8]),
}

/// Each after those it imports.
const MODULES: [&str; 13] = [
    include_str!("../../page/html/dom.js"),
    include_str!("../../page/html/words.js"),
    include_str!("../../page/html/core.js"),
    include_str!("../../page/html/worker.js"),
    include_str!("../../page/html/drop.js"),
    include_str!("../../page/html/sheet.js"),
    include_str!("../../page/html/source.js"),
    include_str!("../../page/html/findings.js"),
    include_str!("../../page/html/overview.js"),
    include_str!("../../page/html/forms.js"),
    include_str!("../../page/html/checked.js"),
    include_str!("../../page/html/province.js"),
    include_str!("../../page/html/app.js"),
];
const STYLE: &str = include_str!("../../page/html/style.css");
const PAGE: &str = include_str!("../../page/html/page.html");

/// The page's text.
pub fn page(inside: Inside) -> String {
    let (script, style) = (script(), plain(STYLE));
    let data = match inside {
        Inside::Results(json) => element("results", &json.replace('<', "\\u003c")),
        Inside::Core(core) => element("core", &base64(&compressed(core))),
    };
    let parts = [
        ("{policy}", policy(&script, &style)),
        ("{version}", env!("CARGO_PKG_VERSION").to_owned()),
        ("{style}", style),
        ("{data}", data),
        ("{script}", script),
    ];
    let mut page = String::new();
    let mut rest = plain(PAGE);
    for (place, part) in parts {
        let (before, after) = rest.split_once(place).expect("the page has a place for each");
        page.push_str(before);
        page.push_str(&part);
        rest = after.to_owned();
    }
    page + &rest
}

/// The modules as one script.
fn script() -> String {
    let lines = MODULES.iter().flat_map(|module| module.lines()).filter(|line| !line.starts_with("import "));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    format!("\"use strict\";\n{}\n", lines.join("\n"))
}

/// The text with the same line ends on every system.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn element(id: &str, text: &str) -> String {
    format!("<script type=\"application/octet-stream\" id=\"{id}\">{text}</script>")
}

fn policy(script: &str, style: &str) -> String {
    let hash = |text: &str| base64(&Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; worker-src blob:; base-uri 'none'; \
         form-action 'none'",
        hash(script),
        hash(style)
    )
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("writing to memory can't fail");
    encoder.finish().expect("writing to memory can't fail")
}

/// Bytes as text, in the standard alphabet with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|n| three.get(n).copied().unwrap_or(0));
        let places = [a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63];
        for (n, place) in places.into_iter().enumerate() {
            text.push(if n <= three.len() { char::from(ALPHABET[usize::from(place)]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_the_text_that_browsers_read() {
        let texts = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(texts, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn nothing_in_a_result_ends_its_element() {
        let page = page(Inside::Results(r#"{"a":"</script><script>alert(1)</script>"}"#));
        assert!(page.contains(r#"{"a":"\u003c/script>\u003cscript>alert(1)\u003c/script>"}"#), "{page}");
    }

    #[test]
    fn modules_are_put_together_without_imports() {
        let script = script();
        assert!(!script.lines().any(|line| line.starts_with("import ") || line.starts_with("export ")));
    }
}
