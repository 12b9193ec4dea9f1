"""What other programs make of marked copies: openpyxl opens every one whose original it opens, LibreOffice shows the same in every
cell, and openxml-audit finds nothing in a copy that it doesn't find in the original.

    python tests/marked_check.py FOLDER

FOLDER is what the test `every_workbook_at_hand_is_marked` leaves behind: pairs NAME.original.xlsx and NAME.copy.xlsx. Needs
`openpyxl`, `openxml-audit` and LibreOffice. Both sides go through LibreOffice in one run, which starts slowly.
"""

import csv
import json
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl

LIST = "Kết quả kiểm tra"
# All sheets, as they look, each in a file of its own.
# LibreOffice passes over what stands behind some two hundred and fifty names, without a word.
BATCH = 100
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def opens(path: Path) -> list[str] | None:
    try:
        return openpyxl.load_workbook(path).sheetnames
    except Exception:  # noqa: BLE001 - whatever it dislikes
        return None


def check_openpyxl(originals: list[Path]) -> int:
    n_opened = 0
    for original in originals:
        expected = opens(original)
        if expected is None:
            continue
        found = opens(copy_of(original))
        assert found is not None, f"{copy_of(original).name}: openpyxl opens the original, not the copy"
        assert found[1:] == [name for name in expected if name != found[0]], (original.name, expected, found)
        n_opened += 1
    return n_opened


def copy_of(original: Path) -> Path:
    return original.with_name(original.name.replace(".original.", ".copy."))


def sheets(folder: Path, stem: str) -> dict[str, list]:
    """The cells of each sheet but the list, by name."""
    found = {path.name[len(stem) + 1 : -4]: path for path in folder.glob(f"{stem}-*.csv")}
    return {name: cells(path) for name, path in found.items() if not name.startswith(LIST)}


def cells(path: Path) -> list[list[str]]:
    """What a sheet shows, without the blank cells at the ends, which marks may lie beyond."""
    with path.open(encoding="utf-8", newline="") as text:
        rows = [trimmed(row) for row in csv.reader(text)]
    return trimmed(rows)


def trimmed(items: list) -> list:
    while items and not items[-1]:
        items = items[:-1]
    return items


def check_libreoffice(originals: list[Path]) -> int:
    files = [path for original in originals for path in (original, copy_of(original))]
    with tempfile.TemporaryDirectory(prefix="bhxh-marked-") as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", CSV, "--outdir", f"{folder}/csv"]
        for start in range(0, len(files), BATCH):
            batch = map(str, files[start : start + BATCH])
            subprocess.run([*command, *batch], check=False, capture_output=True, timeout=500)
        n_shown = 0
        for original in originals:
            before, after = (sheets(Path(folder) / "csv", path.stem) for path in (original, copy_of(original)))
            # What LibreOffice doesn't open needn't open when marked.
            if before:
                assert before.keys() == after.keys(), (original.name, before.keys() ^ after.keys())
                for name, rows in before.items():
                    assert rows == after[name], f"{original.name}, {name}:\n{first_difference(rows, after[name])}"
                n_shown += 1
    return n_shown


def first_difference(before: list, after: list) -> str:
    pairs = zip(before, after)
    return next((f"- {a}\n+ {b}" for a, b in pairs if a != b), "one has more rows")


def violations(folder: Path) -> dict[str, Counter]:
    audit = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run(
        [audit, "--output", "json", "--max-errors", "0", "--recursive", folder], check=False, capture_output=True, text=True
    )
    reports = json.loads(done.stdout)
    return {Path(report["file"]).name: Counter(error["description"] for error in report["errors"]) for report in reports}


def check_audit(originals: list[Path]) -> int:
    found = violations(originals[0].parent)
    # The audit can't look into an encrypted original, so what its copy took over can't be told from what was added.
    originals = [original for original in originals if zipfile.is_zipfile(original)]
    new = {original.name: found[copy_of(original).name] - found[original.name] for original in originals}
    new = {name: list(errors.items())[:5] for name, errors in new.items() if errors}
    assert not new, json.dumps(new, ensure_ascii=False, indent=1)
    return len(originals)


def main() -> None:
    warnings.simplefilter("ignore")
    originals = sorted(Path(sys.argv[1]).glob("*.original.xlsx"))
    assert originals, f"no pairs in {sys.argv[1]}"
    n_opened = check_openpyxl(originals)
    n_audited = check_audit(originals)
    n_shown = check_libreoffice(originals)
    print(f"{len(originals)} copies: openpyxl opened {n_opened}, {n_audited} audited, LibreOffice showed {n_shown} alike")
    assert n_opened > 50 and n_shown > 50


if __name__ == "__main__":
    main()
