"""Makes the files of tests/files/looks again: one filled template with everything that hides, covers or displaces a number,
saved by each program in its own way. Run from the project's root; needs openpyxl, xlsxwriter and soffice.
"""

import pathlib

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Protection

import resave

SOURCE = resave.GOOD / "Cục Thống kê - lực lượng lao động 2023.xlsx"
FOLDER = resave.ROOT / "tests" / "files" / "looks"
SHEETS = ["Bìa", "Biểu 09", "_bhxh"]
FORM = "Biểu 09"
KEY_ROW = 9

PERCENTS = {"D11": (0.51, "0%"), "E11": (1, "0.00%")}
LITERAL_PERCENT = ("E12", '#,##0" %"')
MERGED = "D13:D14"
HIDDEN_ROW = 20
HIDDEN_COLUMN = "E"
FILTER, FILTERED_ROW = "A9:F19", 18
COMMENTS = {
    "D12": ("PC-07", "PC-07:\nsửa thành 36.000"),
    "D15": ("bhxh", "CELL-01: ô bắt buộc để trống"),
    "D17": ("PC-07", "đã rà soát"),
}
BOX = ("D24", "Bổ sung 1.250 người\ncủa các xã biên giới")


def with_openpyxl(target):
    book = openpyxl.load_workbook(SOURCE)
    for name in set(book.sheetnames) - set(SHEETS):
        del book[name]
    form = book[FORM]
    for at, (value, code) in PERCENTS.items():
        form[at].value, form[at].number_format = value, code
    form[LITERAL_PERCENT[0]].number_format = LITERAL_PERCENT[1]
    form.merge_cells(MERGED)
    form.row_dimensions[HIDDEN_ROW].hidden = True
    form.column_dimensions[HIDDEN_COLUMN].hidden = True
    form.auto_filter.ref = FILTER
    form.auto_filter.add_filter_column(2, [form.cell(row, 3).value for row in range(10, 20) if row != FILTERED_ROW])
    form.row_dimensions[FILTERED_ROW].hidden = True
    for at, (author, text) in COMMENTS.items():
        form[at].comment = Comment(text, author)
        form[at].protection = Protection(locked=False)
    resave.save(book, target)


def with_xlsxwriter(target):
    source = openpyxl.load_workbook(SOURCE)
    values = openpyxl.load_workbook(SOURCE, data_only=True)
    with xlsxwriter.Workbook(str(target), {"in_memory": True}) as book:
        book.set_properties({"created": resave.FIXED})
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name in SHEETS:
            page = book.add_worksheet(name)
            for row in source[name].iter_rows():
                for cell in row:
                    write(page, cell, values[name][cell.coordinate].value, date)
            if source[name].sheet_state != "visible":
                page.hide()
        spoil(book, book.get_worksheet_by_name(FORM))


def write(page, cell, value, date):
    if cell.value is None:
        return
    if cell.data_type == "f":
        page.write_formula(cell.coordinate, cell.value, None, value if value is not None else "")
    elif cell.is_date:
        page.write_datetime(cell.coordinate, cell.value, date)
    elif isinstance(cell.value, str):
        page.write_string(cell.coordinate, cell.value)
    else:
        page.write(cell.coordinate, cell.value)


def spoil(book, form):
    for at, (value, code) in PERCENTS.items():
        form.write_number(at, value, book.add_format({"num_format": code}))
    form.write_number(LITERAL_PERCENT[0], 33100, book.add_format({"num_format": LITERAL_PERCENT[1]}))
    form.merge_range(MERGED, 40845, book.add_format())
    form.set_row(KEY_ROW - 1, None, None, {"hidden": True})
    form.set_row(HIDDEN_ROW - 1, None, None, {"hidden": True})
    form.set_column(f"{HIDDEN_COLUMN}:{HIDDEN_COLUMN}", 12, None, {"hidden": True})
    form.autofilter(FILTER)
    form.filter_column("C", "x != ubnd-hon-quan")
    form.set_row(FILTERED_ROW - 1, None, None, {"hidden": True})
    for at, (author, text) in COMMENTS.items():
        form.write_comment(at, text, {"author": author})
    form.insert_textbox(BOX[0], BOX[1])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with_openpyxl(FOLDER / "openpyxl.xlsx")
    written = FOLDER / "xlsxwriter.xlsx"
    with_xlsxwriter(written)
    for kind in ["xlsx", "ods", "xls"]:
        resave.soffice(written, FOLDER / f"libreoffice.{kind}")


if __name__ == "__main__":
    main()
