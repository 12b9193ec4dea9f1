"""What an officer writes into a report comes back word for word after python-docx or LibreOffice have saved it.

    python tests/prose_check.py PROGRAM

Needs `python-docx` and LibreOffice. Three paragraphs are written into a place, with bold and italic words, one begun behind another
as Enter does, and one that is an item of a list; the report is made again, and the words must stand there. So they must when the
place was deleted, moved or doubled, has a table, a picture or tracked changes, or stands in another report.
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


def run_report(program: str, folder: Path, *options) -> subprocess.CompletedProcess:
    command = [program, "report", ROOT / "examples/inbox-2023", "--year", "2023", "--today", "2023-12-06", "--quiet", *options]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def report(program: str, folder: Path) -> Path:
    run_report(program, folder)
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


def in_a_folder(act) -> None:
    with tempfile.TemporaryDirectory(prefix="bhxh-prose-") as name:
        act(Path(name))


def place(document, name: str = PLACE) -> list:
    return [paragraph for paragraph in document.paragraphs if paragraph.style.name == name]


def texts(path: Path, name: str = PLACE) -> list:
    return [paragraph.text for paragraph in place(docx.Document(path), name)]


def comes_back(program: str, save) -> None:
    def act(folder: Path) -> None:
        path = report(program, folder)
        write(path)
        save(path)
        check(report(program, folder), save.__name__)
        # Once more from what the program itself wrote.
        before = path.read_bytes()
        check(report(program, folder), save.__name__)
        assert path.read_bytes() == before, f"{save.__name__}: a second run changes the report"

    in_a_folder(act)


def with_python_docx(path: Path) -> None:
    pass


def with_libreoffice_twice(path: Path) -> None:
    save_with_libreoffice(path)
    save_with_libreoffice(path)


def deleted_moved_doubled(program: str) -> None:
    """A place that was deleted is there again; one that was moved or doubled comes back where it belongs, with all its words."""

    def act(folder: Path) -> None:
        path = report(program, folder)
        write(path)
        document = docx.Document(path)
        for paragraph in place(document, "Lời văn I.1"):
            paragraph._p.getparent().remove(paragraph._p)
        first = place(document, "Lời văn I.2")[0]
        for paragraph in place(document):
            if paragraph.text in WRITTEN:
                first._p.addprevious(paragraph._p)
        last = next(paragraph for paragraph in place(document) if paragraph.text == WRITTEN[2])
        again = copy.deepcopy(last._p)
        place(document, "Lời văn IV.3")[0]._p.addprevious(again)
        document.save(path)
        report(program, folder)
        assert texts(path) == [*WRITTEN, WRITTEN[2]], texts(path)
        assert len(texts(path, "Lời văn I.1")) == 2, "the deleted place asks again"

    in_a_folder(act)


def tables_pictures_and_changes(program: str) -> None:
    """A table's cells come back as paragraphs, a picture is counted, and of tracked changes what was put in counts."""

    def act(folder: Path) -> None:
        path = report(program, folder)
        document = docx.Document(path)
        _, line = place(document)
        line.add_run("Mở đầu.")
        table = document.add_table(1, 2)
        for cell, text in zip(table.rows[0].cells, ("Tháng 3", "12 lớp")):
            cell.text = text
        line._p.addnext(table._tbl)
        changed = copy.deepcopy(line._p)
        for run in changed.findall(qn("w:r")):
            changed.remove(run)
        for kind, tag, text in (("w:del", "w:delText", "bỏ"), ("w:ins", "w:t", "thêm")):
            change = OxmlElement(kind)
            change.set(qn("w:id"), "900")
            change.set(qn("w:author"), "x")
            run, inner = OxmlElement("w:r"), OxmlElement(tag)
            inner.text = text
            run.append(inner)
            change.append(run)
            changed.append(change)
        table._tbl.addnext(changed)
        picture = copy.deepcopy(changed)
        for change in list(picture):
            if change.tag != qn("w:pPr"):
                picture.remove(change)
        changed.addnext(picture)
        drawn = docx.text.paragraph.Paragraph(picture, line._parent)
        drawn.add_run("Hình: ").add_picture(str(ROOT / "docs/pictures/bao-phu.png"), width=docx.shared.Mm(20))
        document.save(path)
        said = run_report(program, folder).stdout
        assert texts(path) == ["Mở đầu.", "Tháng 3", "12 lớp", "thêm", "Hình: "], texts(path)
        assert "1 bảng trong lời văn" in said and "1 hình" in said, said
        assert any("ban-cu" in kept.name for kept in folder.iterdir()), "the older file is kept"

    in_a_folder(act)


def of_another_year(program: str) -> None:
    """The words of last year's report can be taken as a beginning."""

    def act(folder: Path) -> None:
        path = report(program, folder)
        write(path)
        earlier = path.rename(folder / "nam-truoc.docx")
        run_report(program, folder, "--prose", earlier)
        check(path, "another file")

    in_a_folder(act)


def main() -> None:
    program = str(Path(sys.argv[1]).resolve())
    for save in (with_python_docx, save_with_libreoffice, with_libreoffice_twice):
        comes_back(program, save)
    deleted_moved_doubled(program)
    tables_pictures_and_changes(program)
    of_another_year(program)
    print("what is written in a report comes back from python-docx and LibreOffice, wherever it was moved")


if __name__ == "__main__":
    main()
