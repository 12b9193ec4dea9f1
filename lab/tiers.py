"""Makes the examples of agencies that collect from units of their own: the files of the units of Ban Tổ chức Tỉnh ủy on a good day and
on a bad one, its own return that these add up to, and a district that collects from its communes. Run from the project's root;
needs cargo, soffice and openpyxl. `resave.py` runs it last.
"""

import pathlib
import shutil
import subprocess
import tempfile

import resave
from resave import ROOT, both, copy, cover, edit_and_calculate, edited, put, put_cover, save, soffice

GOOD = ROOT / "examples" / "inbox-2023-btctu"
FAULTY = ROOT / "examples" / "inbox-2023-btctu-loi"
DISTRICT = ROOT / "examples" / "inbox-2023-bu-dop"
PLAN = ROOT / "examples" / "plans" / "bu-dop-thu-cua-xa.toml"
EMBEDDED = ROOT / "src" / "plan" / "binh-phuoc-2022-2025.toml"
# The day on which the collector adds up, and so hands in.
TODAY = "2023-06-19"

DISTRICT_TIER = """
# ---------------------------------------------------------------- added to the embedded plan: a district collects from its communes

[[tier]]
agency = "ubnd-bu-dop"
title = "Tổng hợp số liệu của các xã, thị trấn"
due = "15/6"
assumptions = ["A-01", "A-05", "A-07"]

[tier.office]
name = "UBND huyện Bù Đốp"
parent = "UBND tỉnh Bình Phước"
abbreviation = "UBND"
place = "Bù Đốp"
signatory_title = "CHỦ TỊCH"

# The district's own office counts the enterprises.
[[tier.group]]
code = "huyen"
name = "Cấp huyện"
rows = ["dn-*"]
units = [
    { code = "ubnd-bu-dop", name = "UBND huyện Bù Đốp" },
]

[[tier.group]]
code = "xa"
name = "Xã, thị trấn"
rows = ["khong-chuyen-trach-xa", "ho-kinh-doanh", "to-hop-tac", "huyen-tu-nguyen:*"]
units = [
    { code = "thanh-binh", name = "UBND thị trấn Thanh Bình" },
    { code = "hung-phuoc", name = "UBND xã Hưng Phước" },
    { code = "phuoc-thien", name = "UBND xã Phước Thiện" },
    { code = "thien-hung", name = "UBND xã Thiện Hưng" },
    { code = "thanh-hoa", name = "UBND xã Thanh Hòa" },
    { code = "tan-thanh", name = "UBND xã Tân Thành" },
    { code = "tan-tien", name = "UBND xã Tân Tiến" },
]
"""


def units(code, out, plan=None):
    command = ["cargo", "run", "-q", "-p", "bhxh-lab", "--", "units", "--code", code, "--year", "2023", "--out", str(out)]
    if plan:
        command += ["--plan", str(plan)]
    subprocess.run(command, cwd=ROOT, check=True)


def zero(book, forms):
    """The first entered 0 of a form, as (form, row code, column key)."""
    for form in forms:
        sheet, keys = resave.sheet_of(book, form)
        columns = {at.value: at.column for at in keys if at.value}
        for row in sheet.iter_rows(min_row=keys[0].row + 1):
            code = row[columns["code"] - 1].value
            for key in ("increase", "decrease", "current"):
                if code and key in columns and row[columns[key] - 1].value == 0:
                    return form, code, key
    raise KeyError("no 0")


def with_dash(group, note):
    """A dash where nobody is, which the row's note explains."""

    def edit(book):
        form, code, key = zero(book, [f"dang-doan-the.{group}"])
        put(form, code, key, "-")(book)
        put(form, code, "note", note)(book)

    return edit


def inbox(filled):
    for source in sorted(filled.glob("*_2023.xlsx")):
        code = source.stem.removesuffix("_2023")
        if code in ("vptu", "hu-dong-xoai"):
            soffice(source, GOOD / source.name)
        elif code == "hnd":
            soffice(source, GOOD / "Hội Nông dân tỉnh - số liệu 2023.xls")
        elif code == "hu-bu-dop":
            soffice(source, GOOD / "Huyện ủy Bù Đốp 2023.ods")
        elif code == "hvhnt":
            save(edited(source, with_dash("doan-the", "Hội không có chỉ tiêu bổ sung trong năm")), GOOD / source.name)
        elif code == "hu-bu-gia-map":
            save(edited(source, with_dash("cap-huyen", "Năm nay không có chỉ tiêu bổ sung")), GOOD / source.name)
        else:
            copy(source, GOOD / source.name)


def bad_day(filled):
    source = lambda code: filled / f"{code}_2023.xlsx"
    for path in sorted(filled.glob("*_2023.xlsx")):
        copy(path, FAULTY / path.name)
    blank = put("dang-doan-the.co-quan-dang", "dang-vien-chuc", "current", None)
    edit_and_calculate(source("bdvtu"), FAULTY / "bdvtu_2023.xlsx", blank)
    twice = put("dang-doan-the.ct-xh", "ct-xh-cong-chuc", "code", "ct-xh-can-bo")
    edit_and_calculate(source("hccb"), FAULTY / "hccb_2023.xlsx", twice)

    def more(book):
        at = resave.cell(book, "dang-doan-the.cap-huyen", "dang-cong-chuc", "current")
        at.value += 5

    edit_and_calculate(source("hu-loc-ninh"), FAULTY / "Huyện ủy Lộc Ninh - sửa.xlsx", more)
    (FAULTY / "hctd_2023.xlsx").unlink()


def main():
    for inbox_folder in (GOOD, FAULTY, DISTRICT):
        shutil.rmtree(inbox_folder, ignore_errors=True)
        inbox_folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        filled = pathlib.Path(folder) / "btctu"
        units("btctu", filled)
        inbox(filled)
        bad_day(filled)
        PLAN.write_text(EMBEDDED.read_text(encoding="utf-8") + DISTRICT_TIER, encoding="utf-8")
        units("ubnd-bu-dop", DISTRICT, PLAN)
        command = ["cargo", "run", "-q", "--", "consolidate", "--for", "btctu", str(GOOD), "--today", TODAY]
        command += ["--out", str(pathlib.Path(folder) / "so.xlsx"), "--quiet"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        copy(pathlib.Path(folder) / "btctu_2023.xlsx", resave.GOOD / "btctu_2023.xlsx")


if __name__ == "__main__":
    main()
