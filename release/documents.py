#!/usr/bin/env python3
"""The guide as it is packed, with everything it leads to: documents.py STAGE GUIDE.md

Its documents go into STAGE/tai-lieu, those they lead to as well; the guide names the folders an office gets. Stops at a link that
leads nowhere."""

import re
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
LINK = re.compile(r"\]\(([^)#:]+\.[a-z]+)(#[^)]*)?\)")
FOLDER = "tai-lieu"


def links(path):
    return [path.parent / match[1] for match in LINK.finditer(path.read_text(encoding="utf-8"))]


def reached(start):
    """The documents that one leads to, and those lead to."""
    found, waiting = set(), links(start)
    while waiting:
        path = waiting.pop().resolve()
        if path in found or path == start:
            continue
        if not path.is_relative_to(DOCS) or not path.is_file():
            sys.exit(f"a link of the guide or of what it leads to goes to {path}")
        found.add(path)
        waiting += links(path) if path.suffix == ".md" else []
    return sorted(found)


def main():
    stage, guide = Path(sys.argv[1]), Path(sys.argv[2])
    start = DOCS / "huong-dan.md"
    for path in reached(start):
        target = stage / FOLDER / path.relative_to(DOCS)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copy(start, stage / FOLDER)
    text = start.read_text(encoding="utf-8")
    text = LINK.sub(lambda match: f"]({FOLDER}/{match[1]}{match[2] or ''})", text)
    text = text.replace("`examples/", "`vi-du/").replace("docs/", f"{FOLDER}/")
    # The title is the document's own.
    guide.write_text(with_contents(text.split("\n", 1)[1]), encoding="utf-8")


def with_contents(text):
    """The text with a list of its sections before the first; a program would fill in a list of its own only when asked."""
    before, first, rest = text.partition("\n## ")
    heads = re.findall(r"^## (.+)$", first + rest, re.M)
    listed = "\n".join(f"- [{head}](#{anchor(head)})" for head in heads)
    return f"{before}\n\n**Mục lục**\n\n{listed}\n{first}{rest}"


def anchor(head):
    return re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")


main()
