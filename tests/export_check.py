"""What other programs make of an export: every package is valid for frictionless, and docs/coverage.sql, run by DuckDB over
several exports, gives the figures that the program itself gives, missing ones included: of the examples, of random provinces, of
those with nobody able to work, a number missing, a share just below its target.

    python tests/export_check.py path/to/bhxh

Needs `frictionless`, `duckdb` and `openpyxl`. A test in the program's own suite reads the Parquet back; this one asks strangers.
"""

import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import openpyxl
from frictionless import validate

ROOT = Path(__file__).resolve().parent.parent
# Inboxes that can lie side by side: no plan and year comes twice.
TOGETHER = [["inbox-2022", "inbox-2023"], ["inbox-2023-loi"]]
AREAS = [
    "ubnd-dong-xoai", "ubnd-phuoc-long", "ubnd-binh-long", "ubnd-chon-thanh", "ubnd-bu-gia-map", "ubnd-loc-ninh",
    "ubnd-bu-dop", "ubnd-hon-quan", "ubnd-dong-phu", "ubnd-bu-dang", "ubnd-phu-rieng",
]
# How many provinces are invented at random.
RANDOM = 4


def run(bhxh: Path, *args: str) -> dict:
    done = subprocess.run(
        [bhxh, *args, "--today", "2023-07-10", "--format", "json"], check=False, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, args))}: {done.stderr}")
    return json.loads(done.stdout)


def expected(document: dict) -> dict:
    return {(document["plan"], item["year"], item["id"]): item for item in document["indicators"]}


def check(bhxh: Path, inboxes: list[Path], folder: Path) -> int:
    figures = {}
    for inbox in inboxes:
        to = folder / "exports" / inbox.name
        figures |= expected(run(bhxh, "export", str(inbox), "--to", str(to)))
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
        percent = None if row["percent"] is None else f"{row['percent']:.{row['decimals']}f}"
        assert percent == figure["percent"], (row, figure)
        assert float(row["target"]) == float(figure["target"]), row
        assert row["gap_people"] == figure["gap_people"], (row, figure)
        assert row["reached"] == figure["reached"], row
        assert set(row["missing"] or []) == set(figure["missing"]), (row, figure)
    return len(rows)


def fill(path: Path, value) -> None:
    """Fills every entry cell of a template with what `value` gives for its form, row and column, and the cover's dates."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        key = str(sheet.cell(9, 1).value or "")
        if sheet.title == "Bìa":
            for row in sheet.iter_rows(min_row=9):
                if row[0].value in ("as_of", "sent_on"):
                    row[2].value = datetime.date(2023, 6, 20)
                if row[0].value == "revision":
                    row[2].value = 1
        if not key.startswith("bhxh:"):
            continue
        columns = {cell.column: cell.value for cell in sheet[9] if cell.value}
        for row in sheet.iter_rows(min_row=10):
            for cell in row[3:]:
                is_entry = row[2].value and not cell.protection.locked and columns.get(cell.column) not in (None, "note")
                if is_entry and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = value(key.removeprefix("bhxh:"), row[2].value, columns[cell.column])
    book.save(path)


def inbox_of(bhxh: Path, folder: Path, labour_force: list, voluntary: list, compulsory: list, unemployment: list) -> Path:
    """An inbox of the two agencies that coverage rests on: people by area, and by sector all in the first one."""
    folder.mkdir(parents=True)
    agencies = ["--agency", "ctk", "--agency", "bhxh-tinh"]
    subprocess.run([bhxh, "template", *agencies, "--year", "2023", "--out", folder], check=True, capture_output=True)

    def of_ctk(_form, row, column):
        people = labour_force[AREAS.index(row)]
        return people if column == "labour-force" or people is None else people + 1000

    def of_bhxh(form, row, column):
        people = {"insured-compulsory": compulsory, "insured-unemployment": unemployment, "insured-voluntary": voluntary}.get(column)
        if form == "tham-gia-khoi-dia-ban":
            return None
        if form == "tham-gia-dia-ban":
            return people[AREAS.index(row)]
        if form == "bao-luu-tu-nguyen":
            return sum(voluntary) if row == "dang-tham-gia-tu-nguyen" else 5
        return sum(people) if row == "doanh-nghiep" else 0

    fill(folder / "ctk_2023.xlsx", of_ctk)
    fill(folder / "bhxh-tinh_2023.xlsx", of_bhxh)
    return folder


def generated(bhxh: Path, folder: Path) -> list[Path]:
    """Random provinces, and those in which a figure is at an edge: nobody able to work, a number missing, just below a target."""
    dice, inboxes = random.Random(17), []

    def add(*people) -> None:
        inboxes.append(inbox_of(bhxh, folder / f"inbox-{len(inboxes)}", *people))

    n = len(AREAS)
    for _ in range(RANDOM):
        labour_force = [dice.randint(1, 90_000) for _ in range(n)]
        compulsory = [dice.randint(0, people) for people in labour_force]
        add(labour_force, [dice.randint(0, 4_000) for _ in range(n)], compulsory, [dice.randint(0, people) for people in compulsory])
    one = [1] * n
    add([0] * n, one, one, one)
    add([None] + [9] * (n - 1), one, one, one)
    # 549 999 of 10 000 000 is 5,49999 %, and 3 799 999 is 37,99999 %.
    large = [1_000_000] * 10 + [0] * (n - 10)
    add(large, [549_999] + [0] * (n - 1), [2_000_000, 1_250_000] + [0] * (n - 2), [1_575_000, 1_250_000] + [0] * (n - 2))
    # Exactly 31,5 %.
    add([2_000] + [0] * (n - 1), [110] + [0] * (n - 1), [650] + [0] * (n - 1), [630] + [0] * (n - 1))
    return inboxes


def main() -> None:
    bhxh = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        examples = [[ROOT / "examples" / name for name in names] for names in TOGETHER]
        single = [[inbox] for inbox in generated(bhxh, Path(folder) / "generated")]
        total = sum(check(bhxh, inboxes, Path(folder) / str(n)) for n, inboxes in enumerate(examples + single))
    print(f"{total} figures are the same, every package is valid")


if __name__ == "__main__":
    main()
