"""Makes the example inboxes again: the lab fills the templates, LibreOffice and openpyxl save some of them as offices do,
and one inbox gets its faults. Run from the project's root; needs cargo, soffice and openpyxl.

Every fault is made at a cell found by its form, row code and column key, never at a fixed address.
"""

import datetime
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOOD = ROOT / "examples" / "inbox-2023"
LATER = ROOT / "examples" / "inbox-2023-cuoi-nam"
FAULTY = ROOT / "examples" / "inbox-2023-loi"
FIXED = datetime.datetime(2023, 6, 20, 8, 0)

SOFFICE_FORMATS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods:calc8"}


# ----------------------------------------------------------------------------------------------------- programs that save


def fill(year, out, round=None):
    command = ["cargo", "run", "-q", "-p", "bhxh-lab", "--", "fill", "--year", str(year), "--out", str(out)]
    if round:
        command += ["--round", round]
    subprocess.run(command, cwd=ROOT, check=True)


def soffice(source, target):
    """Opens a file in LibreOffice, which calculates it, and saves it in the format of the target's name."""
    with tempfile.TemporaryDirectory() as folder:
        kind = target.suffix.lstrip(".")
        profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/bhxh-lab-soffice"
        command = ["soffice", profile, "--headless", "--convert-to", SOFFICE_FORMATS[kind], "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(pathlib.Path(folder) / f"{source.stem}.{kind}", target)


def save(book, target):
    """Saves with openpyxl, which keeps no calculated values, with times that don't change from run to run."""
    book.properties.created = book.properties.modified = FIXED
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as draft:
        book.save(draft.name)
        with zipfile.ZipFile(draft.name) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                if name == "docProps/core.xml":
                    part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), part)
                info = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, part)


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def edited(source, edit):
    book = openpyxl.load_workbook(source)
    edit(book)
    return book


def edit_and_calculate(source, target, edit):
    """An edit by someone who then saves with LibreOffice, so that totals follow."""
    with tempfile.TemporaryDirectory() as folder:
        draft = pathlib.Path(folder) / "draft.xlsx"
        save(edited(source, edit), draft)
        soffice(draft, target)


# ------------------------------------------------------------------------------------------------------- cells by their keys


def sheet_of(book, form):
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if row[0].value == f"bhxh:{form}":
                return sheet, row
    raise KeyError(form)


def cell(book, form, code, key):
    """The cell of a form at a row code and a column key, as the key row names them."""
    sheet, keys = sheet_of(book, form)
    columns = {at.value: at.column for at in keys}
    for row in sheet.iter_rows(min_row=keys[0].row + 1):
        if row[columns["code"] - 1].value == code:
            return sheet.cell(row[0].row, columns[key])
    raise KeyError(code)


def cover(book, key):
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if row[0].value == key:
            return sheet.cell(row[0].row, 3)
    raise KeyError(key)


def put(form, code, key, value, number_format=None):
    def edit(book):
        at = cell(book, form, code, key)
        at.value = value
        if number_format:
            at.number_format = number_format

    return edit


def both(*edits):
    def edit(book):
        for one in edits:
            one(book)

    return edit


def put_cover(key, value):
    def edit(book):
        cover(book, key).value = value

    return edit


def delete_row(form, code):
    """Deletes a row as a spreadsheet program does: what stands below moves up, and formulas follow."""

    def edit(book):
        at = cell(book, form, code, "code")
        sheet, gone = at.parent, at.row
        moved = [area for area in sheet.merged_cells.ranges if area.min_row > gone]
        for area in moved:
            area.shift(row_shift=-1)
        sheet.delete_rows(gone)
        reference = re.compile(r"(?<![!$A-Z])([A-Z]{1,2})(\d+)\b")
        for row in sheet.iter_rows():
            for one in row:
                if isinstance(one.value, str) and one.value.startswith("=") and "!" not in one.value:
                    up = lambda m: m[1] + str(int(m[2]) - (int(m[2]) > gone))
                    one.value = reference.sub(up, one.value)

    return edit


# ----------------------------------------------------------------------------------------------------------------- the inboxes


def inbox_2023(filled):
    """19 returned files, all of which are accepted."""
    by_soffice = {
        "ubnd-loc-ninh": "UBND huyện Lộc Ninh - số liệu BHXH 2023.xlsx",
        "snv": "snv_2023.xls",
        "ubnd-phuoc-long": "Bieu so lieu BHXH 2023 - TX Phuoc Long.xls",
        "bhxh-tinh": "bhxh-tinh_2023.ods",
        "ubnd-dong-phu": "ubnd-dong-phu_2023.ods",
    }
    by_openpyxl = {
        "ctk": "Cục Thống kê - lực lượng lao động 2023.xlsx",
        "lmhtx": "lmhtx_2023.xlsx",
        "ubnd-bu-dop": "ubnd-bu-dop_2023.xlsx",
    }
    as_sent = {"ubnd-bu-gia-map": "gửi sau 30-6/ubnd-bu-gia-map_2023.xlsx"}
    no_groups = "Trên địa bàn huyện không có doanh nghiệp có vốn đầu tư nước ngoài"
    edits = {
        "ubnd-bu-dop": both(
            put("huyen-bat-buoc", "dn-fdi", "increase", "-"),
            put("huyen-bat-buoc", "dn-fdi", "note", no_groups),
        )
    }
    for source in sorted(filled.glob("*_2023.xlsx")):
        code = source.stem.removesuffix("_2023")
        if code in by_soffice:
            soffice(source, GOOD / by_soffice[code])
        elif code in by_openpyxl:
            save(edited(source, edits.get(code, lambda book: None)), GOOD / by_openpyxl[code])
        else:
            # That of btctu is replaced by what its units add up to (`tiers.py`).
            copy(source, GOOD / as_sent.get(code, source.name))


def inbox_2023_later(filled):
    """What comes after June: a correction of June's numbers in October, and the newer numbers of BHXH tỉnh in November."""

    def corrected(book):
        at = cell(book, "huyen-bat-buoc", "ho-kinh-doanh", "current")
        at.value += 35
        cover(book, "revision").value = 2
        cover(book, "sent_on").value = datetime.datetime(2023, 10, 12)

    edit_and_calculate(filled / "ubnd-dong-phu_2023.xlsx", LATER / "ubnd-dong-phu_2023 lần 2.xlsx", corrected)
    with tempfile.TemporaryDirectory() as folder:
        fill(2023, folder, "cuoi-nam")
        name = "bhxh-tinh_2023_cuoi-nam.xlsx"
        soffice(pathlib.Path(folder) / name, LATER / name)


def inbox_2023_loi(filled, filled_2022):
    """The same agencies, most of them with exactly one fault; see README.md beside this script."""
    source = lambda code: filled / f"{code}_2023.xlsx"
    a_date = datetime.datetime(2023, 2, 1)
    faults = {
        "ubnd-bu-dop": put("huyen-tu-nguyen", "nong-dan", "people", None),
        "ubnd-hon-quan": put("huyen-bat-buoc", "dn-ngoai-nha-nuoc", "decrease", "12,5"),
        "ubnd-dong-phu": put("huyen-bat-buoc", "to-hop-tac", "increase", -4),
        "ubnd-bu-gia-map": put("huyen-bat-buoc", "dn", "current", 2_850),
        "snv": delete_row("hanh-chinh-su-nghiep", "sn-tinh-hop-dong"),
        "btctu": put("dang-doan-the", "dang-cong-chuc", "code", "dang-can-bo"),
        "ubnd-phuoc-long": put("huyen-bat-buoc", "khong-chuyen-trach-xa", "increase", a_date, "d/m"),
        "bql-kkt": put("khu-kinh-te", "kkt-nha-nuoc", "decrease", 623),
        "ubnd-binh-long": put_cover("agency", "UBND thị xã Phước Long"),
        "ldld": put("than-nhan-doan-vien", "than-nhan-doan-vien", "people", "38.600"),
    }
    for code, edit in faults.items():
        # Excel 97's format shows no formulas, so that the total's sum, which passes over text, can't be recalled.
        kind = "xls" if code == "ldld" else "xlsx"
        edit_and_calculate(source(code), FAULTY / f"{code}_2023.{kind}", edit)

    # Insured for unemployment above compulsory in one district, with the province's totals as they were.
    def above_compulsory(book):
        small = cell(book, "tham-gia-dia-ban", "ubnd-bu-dop", "insured-unemployment")
        large = cell(book, "tham-gia-dia-ban", "ubnd-dong-xoai", "insured-unemployment")
        small.value, large.value = small.value + 3_000, large.value - 3_000

    edit_and_calculate(source("bhxh-tinh"), FAULTY / "bhxh-tinh_2023.xlsx", above_compulsory)

    # An entry made by a program that never calculated it.
    uncalculated = put("huyen-bat-buoc", "ho-kinh-doanh", "current", "=512+206+65")
    save(edited(source("ubnd-bu-dang"), uncalculated), FAULTY / "Bù Đăng - biểu số liệu BHXH năm 2023.xlsx")

    copy(filled_2022 / "ubnd-phu-rieng_2022.xlsx", FAULTY / "ubnd-phu-rieng_2023.xlsx")
    (FAULTY / "So Ngoai vu - bieu 04.xls").write_text(html_table(source("sngv")), encoding="utf-8")
    whole = source("lmhtx").read_bytes()
    (FAULTY / "lmhtx_2023.xlsx").write_bytes(whole[: len(whole) * 3 // 5])
    (FAULTY / "Cong van so 123.pdf").write_bytes(small_pdf("Cong van gui so lieu BHXH nam 2023 (minh hoa)"))

    # Good files: one as it is, one twice, one in two revisions, and two that contradict each other.
    copy(source("ubnd-dong-xoai"), FAULTY / "ubnd-dong-xoai_2023.xlsx")
    copy(source("ctk"), FAULTY / "ctk_2023.xlsx")
    copy(source("ctk"), FAULTY / "thư điện tử" / "ctk_2023 (1).xlsx")
    second = both(
        put_cover("revision", 2),
        put_cover("sent_on", datetime.datetime(2023, 6, 30)),
        put("huyen-bat-buoc", "dn-nha-nuoc", "increase", 61),
    )
    copy(source("ubnd-loc-ninh"), FAULTY / "ubnd-loc-ninh_2023.xlsx")
    edit_and_calculate(source("ubnd-loc-ninh"), FAULTY / "ubnd-loc-ninh_2023 lần 2.xlsx", second)
    other = both(
        put("huyen-bat-buoc", "dn-fdi", "current", 3_230),
        put("huyen-bat-buoc", "dn-fdi", "increase", 245),
    )
    copy(source("ubnd-chon-thanh"), FAULTY / "ubnd-chon-thanh_2023.xlsx")
    edit_and_calculate(source("ubnd-chon-thanh"), FAULTY / "Thị xã Chơn Thành - BHXH 2023.xlsx", other)


def html_table(source):
    """A form as a web page, as some report systems export what they call Excel."""
    sheet, _ = sheet_of(openpyxl.load_workbook(source), "to-chuc-quoc-te")
    row = lambda cells: "".join(f"<td>{'' if c.value is None else c.value}</td>" for c in cells)
    rows = "\n".join(f"<tr>{row(cells)}</tr>" for cells in sheet.iter_rows(max_row=10, max_col=5))
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">\n{rows}\n</table></body></html>\n'


def small_pdf(line):
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>",
    ]
    text = b"BT /F1 14 Tf 72 770 Td (" + line.replace("(", r"\(").replace(")", r"\)").encode("ascii") + b") Tj ET"
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    pdf, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(pdf),
    )


# ---------------------------------------------------------------------------------------------------------- assigned targets


def assigned(folder):
    """The council's decision on next year, written over what the report of 2023 proposes: one district is assigned 100 people
    more than proposed, and nobody mended the province's number. LibreOffice saves the same in its own formats, for the tests."""
    report = ["cargo", "run", "-q", "--", "report", str(GOOD), "--year", "2023", "--today", "2023-12-05", "--out", str(folder)]
    subprocess.run(report, cwd=ROOT, check=True, capture_output=True)

    def decide(book):
        sheet = book["Giao chỉ tiêu"]
        for row in sheet.iter_rows():
            if row[0].value == "decision":
                row[4].value = "Nghị quyết số 20/NQ-HĐND"
            elif row[0].value == "decided_on":
                row[4].value = datetime.date(2023, 12, 8)
            elif (row[0].value, row[1].value) == ("bhxh-tu-nguyen", "ubnd-bu-dang"):
                row[6].value += 100

    decided = ROOT / "examples" / "giao-chi-tieu-2024.xlsx"
    save(edited(folder / "giao-chi-tieu-2024.xlsx", decide), decided)
    for kind in SOFFICE_FORMATS:
        soffice(decided, ROOT / "tests" / "files" / "assigned" / f"libreoffice.{kind}")


# ------------------------------------------------------------------------------------------------------------------ plans


def plans(folder):
    """A plan workbook as openpyxl and LibreOffice save it, for the tests."""
    plan = ROOT / "examples" / "plans" / "minh-hoa-2026-2028.toml"
    written = folder / "ke-hoach.xlsx"
    export = ["cargo", "run", "-q", "--", "plan", "export", "--plan", str(plan), "--to", str(written)]
    subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
    kept = ROOT / "tests" / "files" / "plan"
    save(openpyxl.load_workbook(written), kept / "openpyxl.xlsx")
    for kind in SOFFICE_FORMATS:
        soffice(written, kept / f"libreoffice.{kind}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        filled, filled_2022 = pathlib.Path(folder) / "2023", pathlib.Path(folder) / "2022"
        fill(2023, filled)
        fill(2022, filled_2022)
        for inbox in (GOOD, LATER, FAULTY):
            shutil.rmtree(inbox, ignore_errors=True)
            inbox.mkdir(parents=True)
        inbox_2023(filled)
        inbox_2023_later(filled)
        inbox_2023_loi(filled, filled_2022)
        assigned(pathlib.Path(folder))
        plans(pathlib.Path(folder))
    import tiers

    tiers.main()


if __name__ == "__main__":
    main()
