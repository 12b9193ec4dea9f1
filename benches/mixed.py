"""Makes a generated inbox look like a real one: a quarter of its files saved anew by LibreOffice, a quarter by openpyxl, and
one in twenty altered by hand. Which files, and how, depends on their order alone.

    python benches/mixed.py INBOX

The alterations are those that every reader under comparison answers alike: another number, an emptied cell, a sheet of notes,
sheets in another order, a wider column. What only some of them notice is for tests, not for timing.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl

# How many files LibreOffice is given at once; of some two hundred and fifty it passes over the rest without a word.
BATCH = 100


def resave_with_libreoffice(paths):
    """Also calculates the formulas, as a person's spreadsheet program does."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        saved = Path(folder) / "saved"
        for start in range(0, len(paths), BATCH):
            batch = [str(path) for path in paths[start : start + BATCH]]
            command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved)]
            subprocess.run([*command, *batch], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in paths:
            path.write_bytes((saved / path.name).read_bytes())


def resave_with_openpyxl(path):
    book = openpyxl.load_workbook(path)
    book.save(path)


def entry_cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int) and not cell.protection.locked]


def alter(path, how):
    """Changes one file as a person does; formulas lose their values, which openpyxl doesn't keep."""
    book = openpyxl.load_workbook(path)
    form = next(sheet for sheet in book.worksheets if str(sheet["A1"].value or "") != "" and entry_cells(sheet))
    cells = entry_cells(form)
    if how == 0:
        cells[0].value += 1
    elif how == 1:
        cells[-1].value = None
    elif how == 2:
        book.create_sheet("Nháp")["B2"] = "số liệu lấy từ sổ theo dõi"
    elif how == 3:
        book.move_sheet(form, offset=1)
    else:
        form.column_dimensions["B"].width = 60
    book.save(path)


def kept_as_copies(paths):
    """The first file of each content, and for each of the others the file whose copy it is: a file sent twice stays that."""
    first, copies = {}, {}
    for path in paths:
        original = first.setdefault(path.read_bytes(), path)
        if original is not path:
            copies[path] = original
    return list(first.values()), copies


def main():
    # Faults among the generated files include some that are no workbook; nobody could save those anew.
    paths, copies = kept_as_copies([path for path in sorted(Path(sys.argv[1]).glob("*.xlsx")) if zipfile.is_zipfile(path)])
    resave_with_libreoffice(paths[0::4])
    for path in paths[2::4]:
        resave_with_openpyxl(path)
    for n, path in enumerate(paths[1::20]):
        alter(path, n % 5)
    for path, original in copies.items():
        path.write_bytes(original.read_bytes())
    print(f"{len(paths[0::4])} by LibreOffice, {len(paths[2::4])} by openpyxl, {len(paths[1::20])} altered, of {len(paths)}")


if __name__ == "__main__":
    main()
