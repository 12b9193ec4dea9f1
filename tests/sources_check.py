"""Follows numbers from the province down: every row of "Nguồn số liệu của đơn vị" leads to a cell of the agency's return, whose number is the
sum of its parts, and each part to a cell of a unit's file with that digest and that number; where the unit collects from units of its own, on to
theirs, on any number of levels. Knows nothing of the program but the columns of the sheet; needs openpyxl, and reads units' files in the formats that
it opens.

    python3 tests/sources_check.py so-tong-hop-2023.xlsx examples/inbox-2023 btctu=examples/inbox-2023-btctu snv=don-vi snv/syt=benh-vien

The last arguments say where the files lie that somebody collects: the agency's code, for a unit below it the codes down to it. A number that somebody
corrected by hand is told, and is no sum.
"""

import collections
import hashlib
import pathlib
import sys

import openpyxl

SHEET = "Nguồn số liệu của đơn vị"
BOOKS = {}


def value(path, sheet, cell):
    if path not in BOOKS:
        BOOKS[path] = openpyxl.load_workbook(path, data_only=True)
    found = BOOKS[path][sheet][cell].value
    # A dash that its row explains is 0.
    return 0 if found == "-" else found


def table(book, name):
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row)) for row in rows]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(workbook, inbox, *folders):
    book = openpyxl.load_workbook(workbook, data_only=True)
    folders = dict(folder.split("=", 1) for folder in folders)
    place = lambda of: (of["agency"], of["form"], of["row"], of["column"])
    numbers = {place(of): of for of in table(book, "Số liệu")}
    parts = {(*place(of), of["unit"]): of for of in table(book, SHEET)}
    sums, n_followed, n_other, corrected = collections.Counter(), collections.Counter(), 0, []
    for key, part in parts.items():
        above = part["above"]
        whole = parts[(*place(part), above)] if above else numbers[place(part)]
        assert part["whole_cell"] == whole["cell"], part
        assert not above or part["unit"].startswith(above + "/"), part
        sums[(*place(part), above)] += part["value"]
        collector = "/".join([part["agency"], *([above] if above else [])])
        path = pathlib.Path(folders[collector]) / part["file"]
        assert digest(path) == part["sha256"], part["file"]
        if path.suffix != ".xlsx":
            n_other += 1
            continue
        assert value(path, part["sheet"], part["cell"]) == part["value"], part
        n_followed[collector] += 1
    for (*of, above), people in sums.items():
        whole = parts[(*of, above)] if above else numbers[tuple(of)]
        if whole["value"] != people:
            corrected.append(f"{'/'.join(of[:1] + ([above] if above else []))} {whole['sheet']}!{whole['cell']}: {whole['value']}, not {people}")
        if not above:
            path = pathlib.Path(inbox) / whole["file"]
            assert digest(path) == whole["sha256"], whole["file"]
            assert value(path, whole["sheet"], whole["cell"]) == whole["value"], of
    followed = ", ".join(f"{n} of {collector}" for collector, n in sorted(n_followed.items()))
    print(f"{len(sums)} sums; parts followed to their cells: {followed}; {n_other} in other formats by digest")
    print("corrected by hand:", "; ".join(corrected) or "none")


if __name__ == "__main__":
    main(*sys.argv[1:])
