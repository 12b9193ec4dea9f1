"""Follows numbers from the province down: every row of "Nguồn số liệu của đơn vị" leads to a cell of the agency's return, whose number is the
sum of its parts, and each part to a cell of a unit's file with that digest and that number. Knows nothing of the program but the
columns of the sheet; needs openpyxl, and reads units' files in the formats that it opens.

    python3 tests/sources_check.py so-tong-hop-2023.xlsx examples/inbox-2023 examples/inbox-2023-btctu
"""

import collections
import hashlib
import pathlib
import sys

import openpyxl

SHEET = "Nguồn số liệu của đơn vị"


def opened(path, books):
    if path not in books:
        books[path] = openpyxl.load_workbook(path, data_only=True)
    return books[path]


def main(workbook, inbox, units):
    book = openpyxl.load_workbook(workbook, data_only=True)
    rows = list(book[SHEET].iter_rows(values_only=True))
    ledger = [dict(zip([c for c in head], row)) for head, *body in [list(book["Số liệu"].iter_rows(values_only=True))] for row in body]
    numbers = {(of["agency"], of["form"], of["row"], of["column"]): of for of in ledger}
    sums, books, n_followed, n_other = collections.Counter(), {}, 0, 0
    for row in rows[1:]:
        part = dict(zip(rows[0], row))
        whole = numbers[part["agency"], part["form"], part["row"], part["column"]]
        assert whole["cell"] == part["whole_cell"], part
        sums[part["agency"], part["form"], part["row"], part["column"]] += part["value"]
        path = pathlib.Path(units) / part["file"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == part["sha256"], part["file"]
        if path.suffix != ".xlsx":
            n_other += 1
            continue
        found = opened(path, books)[part["sheet"]][part["cell"]].value
        # A dash that its row explains is 0.
        assert (0 if found == "-" else found) == part["value"], (part, found)
        n_followed += 1
    for key, people in sums.items():
        of = numbers[key]
        assert of["value"] == people, (key, of["value"], people)
        path = pathlib.Path(inbox) / of["file"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == of["sha256"], of["file"]
        assert opened(path, books)[of["sheet"]][of["cell"]].value == people, key
    print(f"{len(sums)} numbers of agencies, {n_followed} parts followed to their cells, {n_other} in other formats by digest")


if __name__ == "__main__":
    main(*sys.argv[1:])
