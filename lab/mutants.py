#!/usr/bin/env python3
"""Runs the mutants of cargo-mutants from one build, in minutes rather than hours.

    cargo mutants --list --json -f 'src/indicator/**' > mutants.json
    lab/mutants.py mutants.json --into /tmp/mutants

Every function gets the bodies of all its mutants beside its own, and an environment variable chooses among them. What
doesn't compile is taken out and counted as unviable; a function that returns `impl Trait` can have one body only and a
constant has none, so their mutants are left to cargo-mutants. The tests of a stage are run for what earlier stages
missed. docs/mutation-testing.md says more.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

VARIABLE = "BHXH_MUTANT"
CHOICE = f"""
/// Which mutant runs; 0 is the program itself.
pub fn mutant() -> u32 {{
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("{VARIABLE}").map_or(0, |n| n.parse().unwrap_or(0)))
}}
"""
ENVIRONMENT = {"CARGO_PROFILE_DEV_DEBUG": "0"}
TIMEOUT_SECONDS = 40

# Which tests speak of which files: the cheapest first; each stage is a test binary and its filters.
STAGES = {
    "src/intake/number": [
        ("lib", ["intake::number", "intake::cells"]),
        ("it", ["entries::", "round_trip::"]),
    ],
    "src/indicator/completeness.rs": [
        ("it", ["status::"]),
        ("it", ["indicators::", "merging::", "report::", "examples::"]),
    ],
    "src/indicator": [
        ("lib", ["indicator::"]),
        ("it", ["indicators::", "json::"]),
        ("it", ["report::", "examples::"]),
        ("lib", ["output::annual", "output::report_document"]),
    ],
    "src/rules/trend": [
        ("lib", ["rules::trend"]),
        ("it", ["trend::"]),
    ],
    "src/rules": [
        ("lib", ["rules::"]),
        ("it", ["totals::", "mistakes::"]),
        ("it", ["entries::", "structure::", "examples::", "merging::", "round_trip::", "accounting::"]),
    ],
}


def main():
    args = arguments()
    mutants = json.loads(Path(args.mutants).read_text())
    for n, mutant in enumerate(mutants, 1):
        mutant["id"] = n
    copy(args.into)
    left = switchable(mutants, args.into)
    outcome = {mutant["id"]: "left to cargo-mutants" for mutant in mutants if mutant not in left}
    left, unviable, binaries = build(left, args.into)
    outcome |= {mutant["id"]: "unviable" for mutant in unviable}
    print(f"{len(mutants)} mutants, {len(unviable)} unviable, {len(left)} to be run", flush=True)
    run = Run(args.into, binaries)
    run.unchanged()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for mutant, found in pool.map(lambda mutant: (mutant, run.of(mutant)), left):
            outcome[mutant["id"]] = found
            if found != "caught":
                print(f"{found}: {mutant['name']}", flush=True)
    report(mutants, outcome, args.into)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mutants", help="what cargo mutants --list --json says")
    parser.add_argument("--into", type=Path, required=True, help="a folder for the copy of the project and its build")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def copy(into):
    """The project as it is now, without its history and its builds."""
    into.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(into / "src", ignore_errors=True)
    skip = shutil.ignore_patterns("target", ".git")
    shutil.copytree(Path(__file__).parent.parent, into, ignore=skip, dirs_exist_ok=True)


def switchable(mutants, into):
    """The mutants whose function can hold several bodies, each with that body and where it goes."""
    able = []
    for mutant in mutants:
        if not mutant["function"]:
            continue
        text = (into / mutant["file"]).read_text()
        start = offset(text, mutant["function"]["span"]["start"])
        fn = re.compile(r"^ *(pub(\([a-z]+\))? )?(const )?fn ", re.M).search(text, line_start(text, start))
        opening = body_opening(text, fn.end())
        end = offset(text, mutant["function"]["span"]["end"])
        if "-> impl" in text[fn.start():opening]:
            continue
        first, last = (offset(text, mutant["span"][key]) for key in ("start", "end"))
        mutant["body"] = (opening, end)
        mutant["const"] = fn.span(3) if fn.group(3) else None
        mutant["text"] = text[opening:first] + mutant["replacement"] + text[last:end]
        able.append(mutant)
    return able


def offset(text, place):
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place["line"] - 1]) + place["column"] - 1


def line_start(text, at):
    return text.rfind("\n", 0, at) + 1


def body_opening(text, at):
    depth = 0
    while depth or text[at] != "{":
        depth += (text[at] in "([") - (text[at] in ")]")
        at += 1
    return at


def build(mutants, into):
    """The test binaries with all mutants that compile, and the mutants that don't."""
    unviable = []
    sources = {mutant["file"]: (into / mutant["file"]).read_text() for mutant in mutants}
    library = into / "src/lib.rs"
    library.write_text(library.read_text() + CHOICE)
    while True:
        places = {file: write(into / file, source, mutants) for file, source in sources.items()}
        found, binaries = compile_tests(into, places)
        if not found:
            return mutants, unviable, binaries
        unviable += [mutant for mutant in mutants if mutant["id"] in found]
        mutants = [mutant for mutant in mutants if mutant["id"] not in found]


def write(path, source, mutants):
    """Writes a file with the bodies of its mutants; gives which lines belong to which mutant."""
    functions = defaultdict(list)
    for mutant in mutants:
        if path.as_posix().endswith("/" + mutant["file"]):
            functions[mutant["body"]].append(mutant)
    text, places, done = "", [], 0
    for (opening, end), own in sorted(functions.items()):
        before = source[done:opening]
        if own[0]["const"]:
            first, last = (at - done for at in own[0]["const"])
            before = before[:first] + before[last:]
        text += before + "{ match crate::mutant() {\n"
        for mutant in own:
            first = text.count("\n") + 1
            text += f"{mutant['id']} => {mutant['text']}\n"
            places.append((first, text.count("\n"), mutant["id"]))
        text += f"_ => {source[opening:end]}\n}} }}"
        done = end
    path.write_text(text + source[done:])
    return places


def compile_tests(into, places):
    command = ["cargo", "test", "--no-run", "--lib", "--test", "it", "--message-format", "json"]
    environment = os.environ | ENVIRONMENT | {"CARGO_TARGET_DIR": str(into / "target")}
    run = subprocess.run(command, cwd=into, env=environment, capture_output=True, text=True, check=False)
    messages = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    errors = [m["message"] for m in messages if m["reason"] == "compiler-message" and m["message"]["level"] == "error"]
    found = {id for error in errors for span in error["spans"] for id in mutants_at(span, places)}
    if errors and not found or run.returncode and not errors:
        sys.exit(run.stderr + "".join(error["rendered"] for error in errors))
    made = [m for m in messages if m["reason"] == "compiler-artifact" and m["profile"]["test"] and m["executable"]]
    return found, {"lib" if "lib" in m["target"]["kind"] else m["target"]["name"]: m["executable"] for m in made}


def mutants_at(span, places):
    line = span["line_start"]
    own = places.get(span["file_name"], []) if span["is_primary"] else []
    return [id for first, last, id in own if first <= line <= last]


class Run:
    def __init__(self, into, binaries):
        self.into, self.binaries = into, binaries

    def unchanged(self):
        """Stops if a test fails on the program itself, which would count every mutant as caught."""
        for binary, filters in [stage for stages in STAGES.values() for stage in stages]:
            if self.stage(0, self.binaries[binary], filters) != "missed":
                sys.exit(f"without a mutant: {binary} {filters} fails")

    def of(self, mutant):
        prefix = next(prefix for prefix in STAGES if mutant["file"].startswith(prefix))
        for binary, filters in STAGES[prefix]:
            found = self.stage(mutant["id"], self.binaries[binary], filters)
            if found != "missed":
                return found
        return "missed"

    def stage(self, id, binary, filters):
        """Stops with the first test that fails."""
        # Without a PATH the tests that start LibreOffice skip themselves.
        environment = os.environ | {VARIABLE: str(id), "CARGO_MANIFEST_DIR": str(self.into), "PATH": ""}
        process = subprocess.Popen(
            [binary, *filters, "--test-threads", "1"], cwd=self.into, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        late = threading.Event()

        def stop(because=None):
            if because:
                because.set()
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

        timer = threading.Timer(TIMEOUT_SECONDS, stop, [late])
        timer.start()
        failed = any(line.rstrip().endswith("FAILED") for line in process.stdout)
        if failed:
            stop()
        process.stdout.close()
        code = process.wait()
        timer.cancel()
        if late.is_set():
            return "timeout"
        return "caught" if failed or code != 0 else "missed"


def report(mutants, outcome, into):
    lines = [f"{outcome[mutant['id']]}: {mutant['name']}" for mutant in mutants]
    (into / "outcome.txt").write_text("\n".join(lines) + "\n")
    by_file = defaultdict(lambda: defaultdict(int))
    for mutant in mutants:
        by_file[mutant["file"]][outcome[mutant["id"]]] += 1
    for file, counts in sorted(by_file.items()):
        print(file, dict(counts))


if __name__ == "__main__":
    main()
