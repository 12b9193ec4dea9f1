"""What an officer writes into a report comes back word for word after python-docx or LibreOffice have saved it.

    python tests/prose_check.py PROGRAM

Needs `python-docx` and LibreOffice. Three paragraphs are written into a place, with bold and italic words, one begun behind another
as Enter does, and one that is an item of a list; the report is made again, and the words must stand there.
"""

import copy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ROOT = Path(__file__).resolve().parent.parent
PLACE = "Lời văn IV.2"
WRITTEN = ["Đoạn một có chữ đậm và chữ nghiêng.", "Đoạn hai, viết tiếp bằng phím Enter.", "Mục của một danh sách."]


def report(program: str, folder: Path) -> Path:
    command = [program, "report", ROOT / "examples/inbox-2023", "--year", "2023", "--today", "2023-12-06", "--quiet"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "bao-cao-2023.docx"


def write(path: Path) -> None:
    document = docx.Document(path)
    # The first asks what to write, the second is the line to write on.
    _, line = [paragraph for paragraph in document.paragraphs if paragraph.style.name == PLACE]
    line.add_run("Đoạn một có chữ ")
    line.add_run("đậm").bold = True
    line.add_run(" và ")
    line.add_run("chữ nghiêng").italic = True
    line.add_run(".")
    for text in reversed(WRITTEN[1:]):
        element = copy.deepcopy(line._p)
        for run in element.findall(qn("w:r")):
            element.remove(run)
        line._p.addnext(element)
        added = docx.text.paragraph.Paragraph(element, line._parent)
        added.add_run(text)
        if text == WRITTEN[2]:
            as_item(added)
    document.save(path)


def as_item(paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", "1")):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        numbering.append(child)
    properties.append(numbering)


def save_with_libreoffice(path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="bhxh-prose-") as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "docx:Office Open XML Text", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        shutil.copy(Path(folder) / path.name, path)


def check(path: Path, by: str) -> None:
    paragraphs = [paragraph for paragraph in docx.Document(path).paragraphs if paragraph.style.name == PLACE]
    assert [paragraph.text for paragraph in paragraphs] == WRITTEN, (by, [paragraph.text for paragraph in paragraphs])
    faces = {run.text: (bool(run.bold), bool(run.italic)) for run in paragraphs[0].runs}
    assert faces["đậm"] == (True, False) and faces["chữ nghiêng"] == (False, True), (by, faces)
    items = [paragraph._p.pPr.numPr is not None for paragraph in paragraphs]
    assert items == [False, False, True], (by, items)


def main() -> None:
    program = str(Path(sys.argv[1]).resolve())
    for by, save in (("python-docx", lambda _: None), ("LibreOffice", save_with_libreoffice)):
        with tempfile.TemporaryDirectory(prefix="bhxh-prose-") as name:
            path = report(program, Path(name))
            write(path)
            save(path)
            check(report(program, Path(name)), by)
            # Once more from what the program itself wrote.
            before = path.read_bytes()
            check(report(program, Path(name)), by)
            assert path.read_bytes() == before, f"{by}: a second run changes the report"
    print("what is written in a report comes back from python-docx and LibreOffice")


if __name__ == "__main__":
    main()
