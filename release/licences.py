#!/usr/bin/env python3
"""The licences of everything that goes into the program, as one text: licences.py TARGET

Names and terms come from the packages' own descriptions; each text stands once, with those that it is of."""

import json
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The standard library that is built along for Windows and for the page; that for Linux has the same packages in it.
STANDARD_LIBRARY = Path("/usr/lib/rustlib/src/rust/library/vendor")


def metadata():
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--filter-platform", sys.argv[1]]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def linked(graph, root):
    """The packages that are part of the program, not only of its building or its tests."""
    nodes = {node["id"]: node for node in graph["nodes"]}
    found, waiting = set(), [root]
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        found.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    return found


def texts(package):
    folder = Path(package["manifest_path"]).parent
    names = sorted(path for path in folder.iterdir() if path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "UNLICENSE")))
    return [path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip() for path in names]


class Plain(HTMLParser):
    """The words of a page, a line for each block."""

    BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "summary", "pre", "div", "br"}

    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, _):
        self.hidden += tag in ("style", "script", "head")
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script", "head")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)

    def lines(self):
        lines = [line.strip() for line in "".join(self.words).splitlines()]
        return [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]


def of_standard_library():
    """What the standard library's own copyright page says of it and of the packages in it."""
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    page = Path(sysroot) / "share/doc/rust/COPYRIGHT-library.html"
    if not page.exists():
        return "The Rust standard library and what it is made of: MIT OR Apache-2.0"
    plain = Plain()
    plain.feed(page.read_text(encoding="utf-8"))
    return "\n".join(plain.lines()).strip()


def in_standard_library():
    """The packages that the standard library is made of, some of them only elsewhere."""
    manifests = sorted(STANDARD_LIBRARY.glob("*/Cargo.toml"))
    if not manifests:
        sys.exit(f"no standard library in {STANDARD_LIBRARY}: its licences are needed")
    described = [(manifest, tomllib.loads(manifest.read_text(encoding="utf-8"))["package"]) for manifest in manifests]
    return [{"license": None, "license_file": None, **package, "manifest_path": str(manifest)} for manifest, package in described]


def of_system(target):
    """The notices of what the linker adds for Windows: the runtime of mingw-w64 and the library of GCC."""
    if "windows" not in target:
        return []
    notices = [Path("/usr/share/doc") / package / "copyright" for package in ("mingw-w64-common", "gcc-mingw-w64-base")]
    return [notice.read_text(encoding="utf-8").strip() for notice in notices]


def main():
    data = metadata()
    packages = {package["id"]: package for package in data["packages"]}
    own = next(package for package in data["packages"] if package["name"] == "bhxh")
    others = sorted((packages[id] for id in linked(data["resolve"], own["id"]) - {own["id"]}), key=lambda package: (package["name"], package["version"]))
    print("bhxh\n====\n")
    print((ROOT / "LICENSE").read_text(encoding="utf-8").strip())
    print("\n\nLibraries\n=========\n")
    by_text = {}
    for package in others + in_standard_library():
        terms = package["license"] or f"see {package['license_file']}"
        print(f"{package['name']} {package['version']}: {terms}")
        for text in texts(package):
            by_text.setdefault(text, []).append(f"{package['name']} {package['version']}")
    for text, names in sorted(by_text.items(), key=lambda item: item[1]):
        print(f"\n\n{', '.join(names)}\n{'-' * 80}\n\n{text}")
    print(f"\n\nThe Rust standard library\n{'-' * 80}\n\n{of_standard_library()}")
    for notice in of_system(sys.argv[1]):
        print(f"\n\nLinked for Windows\n{'-' * 80}\n\n{notice}")


if __name__ == "__main__":
    main()
