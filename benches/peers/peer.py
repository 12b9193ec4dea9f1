"""The province's job as people script it today: read every workbook of an inbox, check it, merge it, write one workbook.

    python benches/peers/peer.py {openpyxl,calamine,fastexcel,duckdb,xlsx2csv} INBOX PLAN OUT.xlsx [--ledger ledger.csv]

Five ways of reading (pandas with openpyxl, pandas with python-calamine, polars with fastexcel, DuckDB's own reader, xlsx2csv with
csv), each with its own way of merging and writing, and the same checks: who sent it, where the numbers stand (row codes and the hidden key row), whole
numbers, blanks, totals, no more leavers than there are people. A file with an error is left out; the same bytes count once.
It does less than bhxh: it reads only .xlsx, keeps no digests, formulas or findings' texts, draws no charts.
"""

import argparse
import csv
import hashlib
import html
import io
import re
import tempfile
import tomllib
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

LEDGER = ["year", "agency", "form", "row", "column", "value", "file", "sheet", "cell", "sha256"]


class Plan:
    def __init__(self, path):
        plan = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        groups = {group["code"]: group for group in plan["group"]}
        self.id = plan["plan"]["id"]
        self.agencies = {a["code"]: a.get("forms") or groups[a["group"]]["forms"] for a in plan["agency"]}
        self.max_people = plan["limits"]["max_people"]
        members = {"sector": [sector["code"] for sector in plan.get("sector", [])]}
        for agency in plan["agency"]:
            members.setdefault(agency["group"], []).append(agency["code"])
        self.forms = {form["code"]: Form(form, members) for form in plan["form"]}


class Form:
    def __init__(self, form, members):
        self.columns = [column["measure"] for column in form["columns"]]
        self.result = form.get("result")
        self.entered, self.totals = [], {}
        for row in form["rows"]:
            if "each" in row:
                self.entered += members[row["each"]]
            elif "parts" in row:
                self.totals[row["code"]] = row["parts"]
            else:
                self.entered.append(row["code"])
        self.entered_set = set(self.entered)

    def leaves(self, code):
        if code in self.entered_set:
            return [code]
        parts = self.totals[code]
        return self.entered if parts == ["*"] else [leaf for part in parts for leaf in self.leaves(part)]


def letters(col):
    text = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell(rows, row, col):
    return rows[row][col] if row < len(rows) and col < len(rows[row]) else None


def is_blank(value):
    return value is None or value != value or (isinstance(value, str) and not value.strip())


def check(sheets, plan, path, digest):
    """The ledger's rows of one workbook, and whether it can be merged."""
    facts = {row[0]: row[1] for row in sheets["_bhxh"] if len(row) > 1 and not is_blank(row[0])}
    agency, year = facts["agency"], int(facts["year"])
    if facts["plan"] != plan.id or agency not in plan.agencies:
        return None
    found = {}
    for name, rows in sheets.items():
        for at, row in enumerate(rows[:60]):
            key = row[0] if row else None
            if isinstance(key, str) and key.startswith("bhxh:") and key[5:] in plan.forms:
                found[key[5:]] = (name, rows, at)
    ledger = []
    for code in plan.agencies[agency]:
        if code not in found:
            return None
        name, rows, head = found[code]
        form = plan.forms[code]
        keys = {key: col for col, key in enumerate(rows[head]) if not is_blank(key)}
        at = {}
        for row in range(head + 1, len(rows)):
            value = cell(rows, row, keys["code"])
            if not is_blank(value):
                at[str(value).strip()] = row
        counts = {}
        for row_code in form.entered:
            if row_code not in at:
                return None
            for column in form.columns:
                value = cell(rows, at[row_code], keys[column])
                if is_blank(value) or isinstance(value, (str, bool)):
                    return None
                if value < 0 or value != int(value) or value > plan.max_people:
                    return None
                counts[row_code, column] = int(value)
                place = f"{letters(keys[column])}{at[row_code] + 1}"
                ledger.append((year, agency, code, row_code, column, int(value), path, name, place, digest))
        if {"current", "decrease"} <= set(form.columns):
            if any(counts[row, "decrease"] > counts[row, "current"] for row in form.entered):
                return None
        for total in form.totals:
            leaves = form.leaves(total)
            for column in form.columns:
                stated = cell(rows, at[total], keys[column]) if total in at else None
                if not is_blank(stated) and int(stated) != sum(counts[leaf, column] for leaf in leaves):
                    return None
        if form.result:
            for row_code in form.entered:
                stated = cell(rows, at[row_code], keys[form.result["key"]])
                expected = sum(counts[row_code, key] for key in form.result["plus"])
                expected -= sum(counts[row_code, key] for key in form.result["minus"])
                if not is_blank(stated) and int(stated) != expected:
                    return None
    return ledger


# ---------------------------------------------------------------------------------------------------------- the readers


def read_openpyxl(path):
    import pandas

    frames = pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
    return {name: frame.values.tolist() for name, frame in frames.items()}


def read_calamine(path):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def read_fastexcel(path):
    import fastexcel

    book = fastexcel.read_excel(path)
    sheets = {}
    for name in book.sheet_names:
        frame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        sheets[name] = [[number(value) for value in row] for row in frame.iter_rows()]
    return sheets


def number(text):
    """fastexcel types whole columns; read as text, a number is told by its form."""
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def duckdb_connection():
    """One for each process, with the excel extension as its package on PyPI ships it: nothing is downloaded."""
    if duckdb_connection.base is None:
        import duckdb
        import duckdb_extension_excel

        extensions = Path(duckdb_extension_excel.__file__).parent
        duckdb_connection.base = duckdb.connect(config={"allow_unsigned_extensions": "true", "threads": 1})
        duckdb_connection.base.execute(f"LOAD '{next(extensions.rglob('*.duckdb_extension'))}'")
    return duckdb_connection.base


duckdb_connection.base = None


def read_duckdb(path):
    """It reads one named sheet at a time, and an area that must be given if blank rows and columns shall count."""
    base, sheets = duckdb_connection(), {}
    for name, area in areas(path).items():
        query = "SELECT * FROM read_xlsx(?, sheet = ?, range = ?, header = false, all_varchar = true, stop_at_empty = false)"
        rows = base.execute(query, [path, name, area]).fetchall()
        sheets[name] = [[number(value) for value in row] for row in rows]
    return sheets


def areas(path):
    """Every sheet's name with the area from A1 to its last cell, as its part says it."""
    with zipfile.ZipFile(path) as package:
        names = re.findall(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"', package.read("xl/workbook.xml").decode())
        relations = package.read("xl/_rels/workbook.xml.rels").decode()
        areas = {}
        for name, id in names:
            relation = next(one for one in re.findall(r"<Relationship [^>]*>", relations) if f'Id="{id}"' in one)
            part = re.search(r'Target="/?(?:xl/)?([^"]*)"', relation)[1]
            with package.open(f"xl/{part}") as sheet:
                dimension = re.search(rb'<dimension ref="([^"]*)"', sheet.read(2048))
            last = dimension[1].decode().split(":")[-1] if dimension else "AZ300"
            areas[html.unescape(name)] = f"A1:{last}"
    return areas


def read_xlsx2csv(path):
    from xlsx2csv import Xlsx2csv

    shown_alike = ["date", "time", "float", "percentage"]
    book = Xlsx2csv(path, ignore_formats=shown_alike, skip_hidden_rows=False)
    sheets = {}
    for sheet in book.workbook.sheets:
        text = io.StringIO()
        book.convert(text, sheetid=sheet["index"])
        text.seek(0)
        sheets[sheet["name"]] = [[number(value or None) for value in row] for row in csv.reader(text)]
    return sheets


READERS = {
    "openpyxl": read_openpyxl,
    "calamine": read_calamine,
    "fastexcel": read_fastexcel,
    "duckdb": read_duckdb,
    "xlsx2csv": read_xlsx2csv,
}


def take(job):
    reader, plan_path, path, name = job
    if plan_path not in take.plans:
        take.plans[plan_path] = Plan(plan_path)
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    try:
        return digest, check(READERS[reader](path), take.plans[plan_path], name, digest)
    except Exception:  # A broken file must not stop the others.
        return digest, None


take.plans = {}


# ------------------------------------------------------------------------------------------------------- merging, writing


def merge(reader, inbox, plan, processes):
    """The files, and the ledger of all that can be merged; the same bytes count once."""
    files = sorted(path for path in inbox.rglob("*.xlsx") if not path.name.startswith("~$"))
    jobs = [(reader, plan, str(path), str(path.relative_to(inbox))) for path in files]
    with ProcessPoolExecutor(processes) as pool:
        results = list(pool.map(take, jobs, chunksize=16))
    ledger, seen = [], set()
    for digest, rows in results:
        if digest in seen or rows is None:
            continue
        seen.add(digest)
        ledger.extend(rows)
    return files, ledger


def figures(ledger):
    """Coverage by indicator: participants over labour force."""
    sums = {}
    for row in ledger:
        sums[row[4]] = sums.get(row[4], 0) + row[5]
    return sums


def write_pandas(ledger, out, engine):
    import pandas

    frame = pandas.DataFrame(ledger, columns=LEDGER)
    by_form = frame.pivot_table(index="agency", columns=["form", "column"], values="value", aggfunc="sum")
    by_form.columns = [f"{form} {column}" for form, column in by_form.columns]
    total = frame.groupby(["form", "row", "column"], sort=False)["value"].sum().reset_index()
    with pandas.ExcelWriter(out, engine=engine) as writer:
        total.to_excel(writer, sheet_name="Tổng hợp", index=False)
        by_form.reset_index().to_excel(writer, sheet_name="Theo đơn vị", index=False)
        frame.to_excel(writer, sheet_name="Số liệu", index=False)
    return frame


def write_polars(ledger, out):
    import polars
    import xlsxwriter

    frame = polars.DataFrame(ledger, schema=LEDGER, orient="row")
    by_form = (
        frame.with_columns((polars.col("form") + " " + polars.col("column")).alias("measure"))
        .group_by("agency", "measure", maintain_order=True)
        .agg(polars.col("value").sum())
        .pivot("measure", index="agency", values="value")
    )
    total = frame.group_by("form", "row", "column", maintain_order=True).agg(polars.col("value").sum())
    with xlsxwriter.Workbook(out) as book:
        total.write_excel(book, worksheet="Tổng hợp")
        by_form.write_excel(book, worksheet="Theo đơn vị")
        frame.write_excel(book, worksheet="Số liệu")
    return frame


def write_duckdb(ledger, out):
    """DuckDB writes one sheet to a workbook, so the ledger alone becomes one; sums are queried and stay in memory."""
    base = duckdb_connection()
    with tempfile.NamedTemporaryFile("w", newline="", encoding="utf-8", suffix=".csv") as file:
        write_csv(ledger, file)
        file.flush()
        base.execute("CREATE OR REPLACE TABLE ledger AS SELECT * FROM read_csv(?)", [file.name])
    base.execute("SELECT form, row, \"column\", sum(value) FROM ledger GROUP BY ALL").fetchall()
    base.execute("PIVOT ledger ON (form || ' ' || \"column\") USING sum(value) GROUP BY agency").fetchall()
    base.execute(f"COPY ledger TO '{out}' WITH (FORMAT xlsx, HEADER true, SHEET 'Số liệu')")


def write_csv(ledger, file):
    writer = csv.writer(file)
    writer.writerow(LEDGER)
    writer.writerows(ledger)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("inbox")
    parser.add_argument("plan")
    parser.add_argument("out")
    parser.add_argument("--ledger")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    files, ledger = merge(args.reader, Path(args.inbox), args.plan, args.processes)
    if args.reader == "fastexcel":
        write_polars(ledger, args.out)
    elif args.reader == "duckdb":
        write_duckdb(ledger, args.out)
    elif args.reader == "xlsx2csv":
        with open(args.out, "w", newline="", encoding="utf-8") as file:
            write_csv(ledger, file)
    else:
        write_pandas(ledger, args.out, "openpyxl" if args.reader == "openpyxl" else "xlsxwriter")
    if args.ledger:
        with open(args.ledger, "w", newline="", encoding="utf-8") as file:
            write_csv(ledger, file)
    accepted = len({row[1] for row in ledger})
    print(f"{len(files)} files, {accepted} agencies, {len(ledger)} numbers, {sum(row[5] for row in ledger)} people")


if __name__ == "__main__":
    main()
