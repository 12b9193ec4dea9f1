"""Makes tests/files/matrix again: the same messes in a return of the agency ctk, saved in every format that is read.

openpyxl makes the mess in an example return, LibreOffice calculates it and saves it as .xlsx, .xlsm, .ods and .xls, and
`xlsb` below writes what LibreOffice calculated as .xlsb. Run from the project's root; needs soffice and openpyxl.
"""

import datetime
import pathlib
import subprocess
import tempfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.dimensions import ColumnDimension

import xlsb

ROOT = pathlib.Path(__file__).resolve().parent.parent
RETURN = ROOT / "examples" / "inbox-2023" / "Cục Thống kê - lực lượng lao động 2023.xlsx"
OUT = ROOT / "tests" / "files" / "matrix"
FORM = "Biểu 09"
FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xlsm": "Calc MS Excel 2007 VBA XML",
    "ods": "calc8",
    "xls": "MS Excel 97",
}

WORDS = {
    "D11": "75910", "D12": " 35.093 ", "D13": "40,845", "D14": "84013 người", "D15": "không có", "D16": "-", "D17": "…",
    "D18": "x", "D19": "12,5", "D20": "10+20", "D21": "khoảng 100", "E11": "1/2", "E12": True, "E13": -5, "E14": 12.4,
    "E15": 1e15, "E16": 72100.000000001, "E17": "  ", "E18": None, "E19": "６３４００", "E20": "81\u00a0700", "E21": "12%",
}

FORMATS = {
    "D11": (0.51, "0%"), "D12": (1, "0.0%"), "D13": (40845, "#,##0,"), "D14": (84013, '0"000"'), "D15": (51708, "0\\0"),
    "D16": (76357, ";;;"), "D17": (0, "#,###"), "D18": (62242, '0"%"'), "D19": (66660, "\\-0"), "D20": (86681, '0" nghìn"'),
    "D21": (52198, "0E+00"), "E11": (71200, '0" người"'), "E12": (0, '#,##0;-#,##0;"-"'), "E13": (38400, "[>=1000]#,##0,;0"),
    "E14": (46054, "dd/mm/yyyy"), "E15": (48900, "[$-42A]#,##0"), "E16": (72100, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)'),
    "E17": (35200, "0000000"), "E18": (58800, "#,##0.00"), "E19": (63400, '#,##0,"k"'), "E20": (81700, '"x"'), "E21": (0.5, "h:mm"),
}

FORMULAS = {
    "J12": 35093, "J15": 50000, "K15": 1708, "J20": "a", "K20": 86681, "J16": 72100,
    "D11": "=75000+910", "D12": "=J12", "D13": '=IF(J13="","",J13)', "D14": "=(84000+13)*1", "D15": "=SUM(J15:K15)", "D16": '="76357"',
    "D17": "=TRUE()", "D18": "=J18*1", "D19": "=ROUND(66660.4,0)", "D20": '=VLOOKUP("a",J20:K21,2,FALSE)', "D21": "=-5+52203",
    "E11": "=NA()", "E12": '=""', "E13": "=1/0", "E14": "=SUMIF(J11:J21,\">60000\")+8200", "E15": '=48900&""', "E16": "=MAX($J$16,1)",
    "E17": "=IF(AND(J12>1,J15>1),35200,0)", "E18": "=58800.5", "E19": "=2^3*7925", "E20": "='Khó khăn, vướng mắc, đề xuất'!A1",
}


def form(change):
    def make(book):
        change(book[FORM])
    return make


def words(sheet):
    for at, value in WORDS.items():
        sheet[at].value = value


def formats(sheet):
    for at, (value, code) in FORMATS.items():
        sheet[at].value = value
        sheet[at].number_format = code


def formulas(sheet):
    for at, value in FORMULAS.items():
        sheet[at].value = value


def totals(sheet):
    sheet["D10"].value = 668900
    sheet["E10"].value = "=SUM(E11:E20)"
    sheet["D9"].value = "working-age"


def looks(sheet):
    sheet.row_dimensions[20].hidden = True
    # Two columns of one width are one entry, of which the second can't be hidden alone.
    sheet.column_dimensions["D"].max = 4
    sheet.column_dimensions["E"] = ColumnDimension(sheet, index="E", min=5, max=5, width=15, hidden=True)
    sheet["D14"].value = None
    sheet.merge_cells("D13:D14")
    sheet["D12"].comment = Comment("sửa thành 36.000", "Phòng")
    sheet.auto_filter.ref = "A9:F21"
    sheet.auto_filter.add_filter_column(0, ["1", "2"])
    sheet.row_dimensions[18].hidden = True


def places(sheet):
    sheet["D22"].value = 1250
    sheet["H30"].value = 7
    sheet["G3"].value = "1.215"
    sheet["AA6000"].value = 1
    sheet["AB6500"].value = " "
    for column in range(1, 200):
        sheet.cell(40, column).border = openpyxl.styles.Border(bottom=openpyxl.styles.Side("thin"))


def codes(book):
    sheet = book[FORM]
    sheet["C15"].value = None
    sheet["C17"].value = sheet["C16"].value
    sheet["E9"].value = None
    book.create_sheet("Nháp")["B2"].value = 12


def hidden(book):
    book[FORM].sheet_state = "hidden"
    book["Khó khăn, vướng mắc, đề xuất"].sheet_state = "veryHidden"
    book.create_sheet("Số cũ")["A1"].value = 5


MESSES = {
    "clean": lambda book: None,
    "words": form(words),
    "formats": form(formats),
    "formulas": form(formulas),
    "totals": form(totals),
    "looks": form(looks),
    "places": form(places),
    "codes": codes,
    "hidden": hidden,
}


def convert(files, kind, folder):
    profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/bhxh-lab-soffice"
    command = ["soffice", profile, "--headless", "--convert-to", f"{kind}:{FILTERS[kind]}", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        made = pathlib.Path(made)
        for name, change in MESSES.items():
            book = openpyxl.load_workbook(RETURN)
            # The guide has no numbers and is half of the file.
            del book["Hướng dẫn"]
            change(book)
            book.properties.modified = datetime.datetime(2023, 6, 20)
            book.save(made / f"{name}.xlsx")
        for kind in FILTERS:
            convert(sorted(made.glob("*.xlsx")), kind, OUT)
    for name in MESSES:
        xlsb.write(OUT / f"{name}.xlsx", OUT / f"{name}.xlsb")


if __name__ == "__main__":
    main()
