"""Every kind of file that the program writes is without fault by the schemas of Office Open XML: openxml-audit finds nothing
in any of them, and every part is XML to a parser that isn't ours.

    python tests/outputs_check.py PROGRAM

Needs `openxml-audit`. Marked copies are compared with their originals in marked_check.py.
"""

import shutil
import subprocess
import sys
import tempfile
import xml.dom.minidom
import zipfile
from pathlib import Path

from marked_check import violations

ROOT = Path(__file__).resolve().parent.parent
INBOXES = [ROOT / "examples/inbox-2022", ROOT / "examples/inbox-2023", ROOT / "examples/inbox-2023-loi"]
OTHER_PLAN = ROOT / "examples/plans/minh-hoa-2026-2028.toml"


def write_outputs(program: str, folder: Path) -> None:
    def run(*arguments) -> None:
        command = [program, *map(str, arguments), "--today", "2023-12-06", "--quiet"]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        assert done.returncode in (0, 1), f"{arguments}: {done.stderr}"

    earlier, this, faulty = INBOXES
    run("template", "--year", 2023, "--letter", "--out", "bieu-mau")
    run("template", "--year", 2026, "--plan", OTHER_PLAN, "--out", "bieu-mau-khac")
    run("consolidate", earlier)
    run("consolidate", this, "--previous", "so-tong-hop-2022.xlsx")
    run("consolidate", faulty, "--out", "so-tong-hop-loi.xlsx")
    run("report", this, "--year", 2023, "--previous", "so-tong-hop-2022.xlsx", "--out", "bao-cao")
    run("report", faulty, "--year", 2023, "--out", "bao-cao-loi")
    run("report", this, "--year", 2023, "--ad-hoc", "--as-of", "2023-06-20", "--out", "dot-xuat")
    for task in ("tiem-nang", "chi-tieu"):
        run("report", faulty, "--year", 2023, "--task", task, "--out", "bao-cao")
    run("status", faulty, "--letters", "cong-van", "--mark", "tra-lai")
    run("status", faulty, "--letters", "cong-van-chung", "--letters-as", "one")
    # Marked copies keep what their originals had, so they are compared with them elsewhere.
    shutil.rmtree(folder / "tra-lai")


def check_parts(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                xml.dom.minidom.parseString(package.read(name))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bhxh-outputs-") as name:
        folder = Path(name)
        write_outputs(str(Path(sys.argv[1]).resolve()), folder)
        files = sorted(path for path in folder.rglob("*") if path.suffix in (".docx", ".xlsx"))
        for path in files:
            check_parts(path)
        # Files of one name lie in several folders, so each folder is audited by itself.
        for below in sorted({path.parent for path in files}):
            found = {name: dict(errors) for name, errors in violations(below).items() if errors}
            assert not found, f"{below.name}: {found}"
    kinds = {suffix: sum(path.suffix == suffix for path in files) for suffix in (".docx", ".xlsx")}
    print(f"{kinds['.docx']} documents and {kinds['.xlsx']} workbooks: no fault")
    assert all(kinds.values())


if __name__ == "__main__":
    main()
