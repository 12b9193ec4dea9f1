"""bhxh against what people use, side by side: `consolidate` and `export`, the strongest script (benches/peers/script.py), three with
dataframes, DuckDB and xlsx2csv (benches/peers/peer.py) over the same inboxes, generated and mixed (benches/mixed.py), the same numbers checked
equal, and the floor: reading, inflating and tokenising the same sheets, nothing else.

    python benches/run.py --sizes 19 1000 [--mixed 1000] [--rows 200000] [--runs 5] [--skip openpyxl] [--profile dist] [--json results.json]

Needs a release build (`cargo build --release --workspace`, or `--profile dist`) and, for the peers, pandas, openpyxl, python-calamine, polars,
fastexcel, xlsxwriter, duckdb with duckdb-extension-excel of the same version, xlsx2csv; psutil for memory. Prints the tables of docs/benchmarks.md.
"""

import argparse
import csv
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / "benches" / "peers" / "peer.py"
SCRIPT = ROOT / "benches" / "peers" / "script.py"
MIXED = ROOT / "benches" / "mixed.py"
TODAY = ["--today", "2027-07-01"]


def measure(command, runs, outputs=()):
    """The median of seconds of wall time, and the peak of memory in MiB. Memory is watched in a run of its own, since whoever
    watches takes some of a core."""
    command = [str(part) for part in command]
    seconds = [timed(command, outputs) for _ in range(runs)]
    return statistics.median(seconds), peak_memory(command, outputs)


def timed(command, outputs):
    start = time.perf_counter()
    process = started(command, outputs)
    errors = process.communicate()[1]
    seconds = time.perf_counter() - start
    finished(process, errors)
    return seconds


def peak_memory(command, outputs):
    """The peak of resident memory of the process and its children, in MiB."""
    process = started(command, outputs)
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            family = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(member.memory_info().rss for member in family))
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.002)
    finished(process, process.stderr.read())
    return peak / 2**20


def started(command, outputs):
    for output in outputs:
        Path(output).unlink(missing_ok=True)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finished(process, errors):
    if process.returncode not in (0, 1):
        sys.exit(f"{process.args}: {errors.decode()}")


def ledger(path):
    with open(path, encoding="utf-8", newline="") as file:
        columns = ["agency", "form", "row", "column", "value", "sheet", "cell", "sha256"]
        return sorted(tuple(row[column] for column in columns) for row in csv.DictReader(file))


def differing(expected, found, whose, size):
    """Stops where two ledgers differ, with the first lines that do."""
    if expected != found:
        ours, theirs = set(expected) - set(found), set(found) - set(expected)
        sys.exit(f"{whose} gives another ledger at {size}: only ours {sorted(ours)[:3]}, only theirs {sorted(theirs)[:3]}")


def of_size(size, args, folder):
    # Two agencies count for all communes.
    return of_inbox(f"{size} files", ["--communes", size - 2, "--faults", 20], "consolidate", args, folder)


def of_mixed(size, args, folder):
    """As real inboxes are: half of the files saved anew by other programs, some altered by hand."""
    return of_inbox(f"{size} mixed", ["--communes", size - 2, "--faults", 20], "consolidate", args, folder, mixed=True)


def of_rows(n_rows, args, folder):
    """Two files with a row for each of very many communes. What becomes of them is more than a workbook holds."""
    return of_inbox(f"{n_rows} rows", ["--communes", n_rows, "--senders", 0], "export", args, folder)


def of_inbox(size, generated, job, args, folder, mixed=False):
    bhxh, lab = (ROOT / "target" / args.profile / name for name in ["bhxh", "bhxh-lab"])
    made = folder / size.replace(" ", "-")
    subprocess.run([str(part) for part in [lab, "nation", *generated, "--out", made]], check=True)
    inbox, plan = made / "inbox", made / "ke-hoach.toml"
    if mixed:
        subprocess.run([sys.executable, str(MIXED), str(inbox)], check=True)
    out, exported = made / "out.xlsx", made / "export"
    rows = []

    def row(name, command):
        seconds, mib = measure(command, args.runs, [out])
        rows.append({"size": size, "what": name, "seconds": seconds, "mib": mib})
        print(f"  {size:>12} {name:<22} {seconds:9.3f} s {mib:8.0f} MiB", flush=True)

    if job == "consolidate":
        row("bhxh consolidate", [bhxh, "consolidate", inbox, "--plan", plan, "--out", out, *TODAY])
    row("bhxh export", [bhxh, "export", inbox, "--plan", plan, "--to", exported, *TODAY])
    row("bhxh status (reading)", [bhxh, "status", inbox, "--plan", plan, *TODAY])
    for depth in ["read", "inflate", "tokenise", "cells", "sheets"]:
        row(f"floor: {depth}", [lab, "floor", inbox, "--depth", depth])
    expected = ledger(exported / "ledger.csv")
    if job == "consolidate":
        row("floor: ledger written", [lab, "floor-of-writing", "--rows", len(expected), "--out", out])
    for kind in ["xlsx", "csv"]:
        written = made / f"script-{kind}.csv"
        command = [sys.executable, SCRIPT, kind, inbox, plan, made / f"script.{kind}"]
        subprocess.run([*map(str, command), "--ledger", str(written)], check=True, capture_output=True)
        differing(expected, ledger(written), f"the script ({kind})", size)
        row(f"script: {kind}", command)
    for reader in ["openpyxl", "calamine", "fastexcel", "duckdb", "xlsx2csv"]:
        if reader in args.skip or (job == "consolidate" and int(size.split()[0]) > args.peers_up_to):
            continue
        written = made / f"{reader}.csv"
        command = [sys.executable, PEER, reader, inbox, plan, out]
        subprocess.run([*map(str, command), "--ledger", str(written)], check=True, capture_output=True)
        differing(expected, ledger(written), reader, size)
        row(f"peer: {reader}", command)
    rows.append({"size": size, "what": "observations", "seconds": None, "mib": None, "n": len(expected)})
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="*", default=[19, 1000])
    parser.add_argument("--mixed", type=int, nargs="*", default=[])
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers-up-to", type=int, default=1000)
    parser.add_argument("--skip", nargs="*", default=[])
    parser.add_argument("--profile", default="release", help="dist: the program as offices get it")
    parser.add_argument("--json")
    args = parser.parse_args()
    packages = ["pandas", "openpyxl", "python-calamine", "polars", "fastexcel", "xlsxwriter", "duckdb", "xlsx2csv"]
    versions = {name: metadata.version(name) for name in packages}
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version(), **versions}
    print(machine)
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for size in args.sizes for row in of_size(size, args, Path(folder))]
        rows += [row for size in args.mixed for row in of_mixed(size, args, Path(folder))]
        rows += [row for n_rows in args.rows for row in of_rows(n_rows, args, Path(folder))]
    if args.json:
        Path(args.json).write_text(json.dumps({"machine": machine, "rows": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
