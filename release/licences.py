#!/usr/bin/env python3
"""The licences of everything that goes into the program, as one text: licences.py TARGET

Names and terms come from the packages' own descriptions; each text stands once, with those that it is of."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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


def main():
    data = metadata()
    packages = {package["id"]: package for package in data["packages"]}
    own = next(package for package in data["packages"] if package["name"] == "bhxh")
    others = sorted((packages[id] for id in linked(data["resolve"], own["id"]) - {own["id"]}), key=lambda package: (package["name"], package["version"]))
    print("bhxh\n====\n")
    print((ROOT / "LICENSE").read_text(encoding="utf-8").strip())
    print("\n\nLibraries\n=========\n")
    print("The Rust standard library: MIT OR Apache-2.0")
    by_text = {}
    for package in others:
        terms = package["license"] or f"see {package['license_file']}"
        print(f"{package['name']} {package['version']}: {terms}")
        for text in texts(package):
            by_text.setdefault(text, []).append(f"{package['name']} {package['version']}")
    for text, names in sorted(by_text.items(), key=lambda item: item[1]):
        print(f"\n\n{', '.join(names)}\n{'-' * 80}\n\n{text}")


if __name__ == "__main__":
    main()
