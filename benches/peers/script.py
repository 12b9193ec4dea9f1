"""The strongest script we know for the province's job: python-calamine without a dataframe, written row by row.

    python benches/peers/script.py {xlsx,csv} INBOX PLAN OUT [--ledger ledger.csv]

It reads and checks as the others do (benches/peers/peer.py), merges in plain dictionaries, and writes either a workbook with
xlsxwriter's constant memory or the ledger as CSV. Dataframes cost it nothing and give it nothing.
"""

import argparse
from pathlib import Path

import peer


def write_csv(ledger, out):
    with open(out, "w", newline="", encoding="utf-8") as file:
        peer.write_csv(ledger, file)


def write_xlsx(ledger, out):
    import xlsxwriter

    totals, agencies = {}, {}
    for row in ledger:
        key = (row[2], row[3], row[4])
        totals[key] = totals.get(key, 0) + row[5]
        measures = agencies.setdefault(row[1], {})
        measure = f"{row[2]} {row[4]}"
        measures[measure] = measures.get(measure, 0) + row[5]
    measures = sorted({measure for counted in agencies.values() for measure in counted})
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Tổng hợp")
        sheet.write_row(0, 0, ["form", "row", "column", "value"])
        for at, (key, value) in enumerate(totals.items(), 1):
            sheet.write_row(at, 0, [*key, value])
        sheet = book.add_worksheet("Theo đơn vị")
        sheet.write_row(0, 0, ["agency", *measures])
        for at, (agency, counted) in enumerate(agencies.items(), 1):
            sheet.write_row(at, 0, [agency, *(counted.get(measure, "") for measure in measures)])
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, peer.LEDGER)
        write_text, write_number = sheet.write_string, sheet.write_number
        for at, row in enumerate(ledger, 1):
            for col, value in enumerate(row):
                (write_number if isinstance(value, int) else write_text)(at, col, value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["xlsx", "csv"])
    parser.add_argument("inbox", type=Path)
    parser.add_argument("plan")
    parser.add_argument("out")
    parser.add_argument("--ledger")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    _, ledger = peer.merge("calamine", args.inbox, args.plan, args.processes)
    (write_csv if args.kind == "csv" else write_xlsx)(ledger, args.out)
    if args.ledger:
        write_csv(ledger, args.ledger)
    print(f"{len({row[1] for row in ledger})} agencies, {len(ledger)} numbers, {sum(row[5] for row in ledger)} people")


if __name__ == "__main__":
    main()
