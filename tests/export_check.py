"""What other programs make of an export: every package is valid for frictionless, and docs/coverage.sql, run by DuckDB over
several exports, gives the figures that the program itself gives, missing ones included.

    python tests/export_check.py path/to/bhxh

Needs `frictionless` and `duckdb`. A test in the program's own suite reads the Parquet back; this one asks strangers.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from frictionless import validate

ROOT = Path(__file__).resolve().parent.parent
# Inboxes that can lie side by side: no plan and year comes twice.
TOGETHER = [["inbox-2022", "inbox-2023"], ["inbox-2023-loi"]]


def run(bhxh: Path, *args: str) -> dict:
    done = subprocess.run(
        [bhxh, *args, "--today", "2023-07-10", "--format", "json"], check=False, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, args))}: {done.stderr}")
    return json.loads(done.stdout)


def expected(document: dict) -> dict:
    return {(document["plan"], item["year"], item["id"]): item for item in document["indicators"]}


def check(bhxh: Path, inboxes: list[str], folder: Path) -> int:
    figures = {}
    for inbox in inboxes:
        to = folder / "exports" / inbox
        figures |= expected(run(bhxh, "export", str(ROOT / "examples" / inbox), "--to", str(to)))
        report = validate(str(to / "datapackage.json"))
        assert report.valid, report.to_summary()
    os.chdir(folder)
    query = duckdb.sql((ROOT / "docs" / "coverage.sql").read_text(encoding="utf-8"))
    rows = [dict(zip(query.columns, row)) for row in query.fetchall()]
    assert len(rows) == len(figures), (len(rows), len(figures))
    for row in rows:
        figure = figures[row["plan"], row["year"], row["indicator"]]
        assert row["numerator"] == figure["numerator"], row
        assert row["denominator"] == figure["denominator"], row
        percent = None if row["percent"] is None else f"{row['percent']:.4f}"
        assert percent == figure["percent"], (row, figure)
        assert float(row["target"]) == float(figure["target"]), row
        assert row["gap_people"] == figure["gap_people"], (row, figure)
        assert row["reached"] == figure["reached"], row
        assert set(row["missing"] or []) == set(figure["missing"]), (row, figure)
    return len(rows)


def main() -> None:
    bhxh = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        total = sum(check(bhxh, inboxes, Path(folder) / str(n)) for n, inboxes in enumerate(TOGETHER))
    print(f"{total} figures are the same, every package is valid")


if __name__ == "__main__":
    main()
