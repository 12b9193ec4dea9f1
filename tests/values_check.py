"""Every number in the ledger is the one that LibreOffice shows in the cell it came from.

    python3 tests/values_check.py target/debug/bhxh examples/inbox-2023 examples/inbox-2023-loi

Exports the ledger of each folder, has LibreOffice save the files named there as .ods, and compares cell by cell. Needs
soffice and nothing else; without it the check is skipped. Exit code 1 with every difference.
"""

import csv
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def ledger(bhxh, inbox, folder):
    """The rows of the ledger: file, sheet, cell, value."""
    command = [bhxh, "export", inbox, "--to", folder, "--quiet"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    with open(Path(folder) / "ledger.csv", encoding="utf-8-sig", newline="") as rows:
        return [(row["file"], row["sheet"], row["cell"], int(row["value"])) for row in csv.DictReader(rows)]


def position(cell):
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters):]) - 1, column - 1


def shown(table, limit=2_000):
    """The values of a sheet by row and column: numbers as numbers, everything else as text."""
    cells, row = {}, 0
    for line in table.iter(TABLE + "table-row"):
        column = 0
        for cell in line:
            if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            times = int(cell.get(TABLE + "number-columns-repeated", 1))
            value = cell.get(OFFICE + "value")
            value = float(value) if value else "".join("".join(p.itertext()) for p in cell.iter(TEXT + "p")) or None
            if value is not None:
                for n in range(min(times, limit)):
                    cells[row, column + n] = value
            column += times
        row += int(line.get(TABLE + "number-rows-repeated", 1))
    return cells


def sheets(path):
    with zipfile.ZipFile(path) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
    return {table.get(TABLE + "name"): shown(table) for table in content.iter(TABLE + "table")}


def as_number(value):
    """Numbers that were stored as text are read as the rules say: by their digits, a dash as 0."""
    if isinstance(value, str):
        if value.strip() in ("-", "–", "—"):
            return 0.0
        digits = "".join(letter for letter in value if letter.isdigit())
        return float(digits) if digits else None
    return value


def check(bhxh, inbox):
    with tempfile.TemporaryDirectory() as folder:
        rows = ledger(bhxh, inbox, folder)
        files = sorted({file for file, *_ in rows})
        paths = [str(Path(inbox) / file) for file in files]
        convert = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "ods"]
        # One at a time in the name of files whose names differ only in their ending.
        found = {}
        for n, (file, path) in enumerate(zip(files, paths)):
            out = Path(folder) / str(n)
            subprocess.run([*convert, "--outdir", out, path], check=True, capture_output=True)
            found[file] = sheets(next(out.glob("*.ods")))
        differences = []
        for file, sheet, cell, value in rows:
            seen = found[file].get(sheet, {}).get(position(cell))
            if as_number(seen) != value:
                differences.append(f"{file} {sheet}!{cell}: ledger {value}, LibreOffice {seen!r}")
        print(f"{inbox}: {len(rows)} numbers of {len(files)} files, {len(differences)} differ")
        return differences


def main():
    if not shutil.which("soffice"):
        print("skipped: no soffice")
        return 0
    bhxh, *inboxes = sys.argv[1:]
    differences = [line for inbox in inboxes for line in check(bhxh, inbox)]
    print("\n".join(differences))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
