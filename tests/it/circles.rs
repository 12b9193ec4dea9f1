//! No file of the source uses another that uses it in turn, directly or through others: types stand apart from the code
//! that fills them. The paths of a file are followed to where the item is defined, through what folders pass on with `use`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::arrows::is_test;

/// A module by the steps of its path from the crate; the crate itself has none.
type Module = Vec<String>;

/// The source by modules: its code without comments, texts and tests.
struct Source {
    code: BTreeMap<Module, String>,
    files: BTreeMap<Module, String>,
    /// What a module's `use` lines bring in, by name: the path of what they name.
    brought_in: BTreeMap<(Module, String), Module>,
}

impl Source {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut texts = Vec::new();
        for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
            let path = entry.expect("a readable folder").into_path();
            let file = path.strip_prefix(&root).expect("below it").display().to_string().replace('\\', "/");
            if file.ends_with(".rs") && file != "main.rs" && !is_test(&file) {
                texts.push((file, fs::read_to_string(&path).expect("text")));
            }
        }
        Source::of(texts)
    }

    fn of(texts: Vec<(String, String)>) -> Self {
        let mut source = Source { code: BTreeMap::new(), files: BTreeMap::new(), brought_in: BTreeMap::new() };
        for (file, text) in texts {
            let module = module(&file);
            source.code.insert(module.clone(), plain_code(&text));
            source.files.insert(module, file);
        }
        let brought_in = source.code.iter().flat_map(|(module, code)| {
            let paths = uses(code).into_iter().filter_map(|path| source.absolute(module, &path));
            paths.map(|path| ((module.clone(), path.last().cloned().unwrap_or_default()), path))
        });
        source.brought_in = brought_in.collect();
        source
    }

    /// A path from the crate; `None` if it leads elsewhere.
    fn absolute(&self, module: &Module, path: &str) -> Option<Module> {
        let mut steps = path.split("::").map(|step| step.trim().to_owned()).peekable();
        let first = steps.peek()?.clone();
        let mut from = match first.as_str() {
            "crate" => Vec::new(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            "self" => module.clone(),
            _ => {
                let child = [&module[..], std::slice::from_ref(&first)].concat();
                if !self.code.contains_key(&child) {
                    return None;
                }
                module.clone()
            }
        };
        if matches!(first.as_str(), "crate" | "super" | "self") {
            steps.next();
        }
        for step in steps.filter(|step| step != "self") {
            if step == "super" {
                from.pop();
            } else {
                from.push(step);
            }
        }
        Some(from)
    }

    /// The module that defines what a path from the crate names.
    fn defining(&self, path: &Module) -> Option<Module> {
        let mut path = path.clone();
        // A path is passed on at most as often as there are folders.
        for _ in 0..16 {
            let depth = (0..=path.len()).rev().find(|depth| self.code.contains_key(&path[..*depth]))?;
            let module = path[..depth].to_vec();
            let passed_on = path.get(depth).and_then(|name| self.brought_in.get(&(module.clone(), name.clone())));
            match passed_on {
                Some(origin) if *origin != path => path = [&origin[..], &path[depth + 1..]].concat(),
                _ => return Some(module),
            }
        }
        None
    }

    /// The modules whose items a module names, other than the crate's own.
    fn used_by(&self, module: &Module) -> BTreeSet<Module> {
        let code = &self.code[module];
        let paths = own_uses(code).into_iter().chain(paths_in(code));
        let defining = paths.filter_map(|path| self.defining(&self.absolute(module, &path)?));
        defining.filter(|used| used != module && !used.is_empty()).collect()
    }

    /// The circles, each as the files in it.
    fn circles(&self) -> Vec<Vec<&str>> {
        let used: BTreeMap<&Module, BTreeSet<Module>> =
            self.code.keys().map(|module| (module, self.used_by(module))).collect();
        let reached: BTreeMap<&Module, BTreeSet<Module>> =
            used.keys().map(|module| (*module, reached_from(module, &used))).collect();
        let mut circles = BTreeSet::new();
        for (module, others) in reached.iter().filter(|(module, others)| others.contains(**module)) {
            let circle = others.iter().filter(|other| reached[other].contains(*module));
            circles.insert(circle.map(|other| self.files[other].as_str()).collect::<Vec<_>>());
        }
        circles.into_iter().collect()
    }
}

/// Everything a module uses, directly or through others; itself only if it is part of a circle.
fn reached_from(module: &Module, used: &BTreeMap<&Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&Module> = used[module].iter().collect();
    while let Some(next) = waiting.pop() {
        if reached.insert(next.clone()) {
            waiting.extend(&used[next]);
        }
    }
    reached
}

fn module(file: &str) -> Module {
    let steps = file.trim_end_matches(".rs").split('/').filter(|step| !matches!(*step, "mod" | "lib"));
    steps.map(str::to_owned).collect()
}

/// The code before the tests, without comments and what stands in quotes.
fn plain_code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    // Links of comments are no uses.
    let code = code.replace("#[cfg(doc)]\nuse ", "// ");
    let lines: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let mut plain = String::new();
    for (n, part) in lines.join("\n").replace("\\\"", "").replace("'\"'", "").split('"').enumerate() {
        if n % 2 == 0 {
            plain.push_str(part);
        }
    }
    plain
}

/// The `use` statements, each with whether it passes on what it names.
fn statements(code: &str) -> impl Iterator<Item = (bool, &str)> {
    code.split(';').filter_map(|statement| {
        let start = statement.rfind("use ").filter(|at| {
            let before = statement[..*at].lines().last().unwrap_or_default().trim();
            before.is_empty() || before.starts_with("pub")
        })?;
        let is_public = statement[..start].lines().last().is_some_and(|line| line.trim().starts_with("pub"));
        Some((is_public, &statement[start + 4..]))
    })
}

fn uses(code: &str) -> Vec<String> {
    statements(code).flat_map(|(_, tree)| expanded(tree)).collect()
}

/// What the `use` statements bring in for the module itself. What it only passes on to others is not among it.
fn own_uses(code: &str) -> Vec<String> {
    let body = without_modules(&body(code));
    let words: BTreeSet<&str> = body.split(|c: char| !is_of_name(c)).collect();
    let is_used = |path: &String| words.contains(path.rsplit("::").next().unwrap_or_default());
    let of =
        |(is_public, tree): (bool, &str)| expanded(tree).into_iter().filter(move |path| !is_public || is_used(path));
    statements(code).flat_map(of).collect()
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The code without its `use` statements.
fn body(code: &str) -> String {
    code.split_inclusive(';').filter(|one| statements(one).next().is_none()).collect()
}

/// The code without `mod name;`, which isn't a use of an item with that name.
fn without_modules(code: &str) -> String {
    let statements = code.split_inclusive(';').filter(|one| !one.trim_end_matches(';').trim().contains("mod "));
    statements.collect()
}

/// The paths of `a::{b, c::{d, e}}`, one by one.
fn expanded(tree: &str) -> Vec<String> {
    let Some((start, inner)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let mut depth = 0;
    let parts = inner.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts.flat_map(expanded).map(|part| format!("{}{part}", start.trim())).collect()
}

/// The paths that stand in the code itself, `use` statements aside.
fn paths_in(code: &str) -> Vec<String> {
    let body = body(code);
    // Where something may be seen is no use of that place.
    let mut parts = body.split("pub(");
    let first = parts.next().unwrap_or_default().to_owned();
    let body = parts.fold(first, |body, part| body + part.split_once(')').map_or("", |(_, rest)| rest));
    let words = body.split(|c: char| !is_of_name(c) && c != ':').filter(|word| word.contains("::"));
    words.map(|word| word.trim_matches(':').to_owned()).collect()
}

#[test]
fn no_file_uses_one_that_uses_it() {
    let source = Source::read();
    let circles = source.circles();
    assert!(circles.is_empty(), "these files use each other: {circles:#?}");
}

#[test]
fn a_circle_is_seen_through_what_a_folder_passes_on() {
    let text = |file: &str, code: &str| (file.to_owned(), code.to_owned());
    let texts = vec![
        text("lib.rs", "pub mod a;"),
        text("a/mod.rs", "mod b;\nmod c;\npub use c::{self as d, Kind};\nuse b::read;\nfn all() { read() }"),
        text("a/b.rs", "use super::{\n    Kind,\n};\npub fn read() { Kind::new() }"),
        text("a/c.rs", "// super::b\npub struct Kind;"),
    ];
    assert_eq!(Source::of(texts.clone()).circles(), Vec::<Vec<&str>>::new());
    let mut round = texts.clone();
    round[3].1.push_str("\nfn again() { crate::a::b::read() }");
    assert_eq!(Source::of(round).circles(), [["a/b.rs", "a/c.rs"]]);
    let mut passed_on_and_used = texts;
    passed_on_and_used[3].1.push_str("\npub use super::e::Other;\nfn make() -> Other { Other }");
    passed_on_and_used.push(text("a/e.rs", "pub struct Other;\nfn turn() -> super::c::Kind { super::c::Kind }"));
    assert_eq!(Source::of(passed_on_and_used).circles(), [["a/c.rs", "a/e.rs"]]);
}
