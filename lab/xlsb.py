"""Writes a calculated .xlsx as .xlsb: values, formulas as tokens, number formats, hidden rows and columns, merges, a filter and
comments. No program at hand writes this format, so the records are written here, by MS-XLSB."""

import struct
import zipfile

import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string, range_boundaries

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FUNCTIONS = {
    "COUNT": (0, None), "IF": (1, None), "SUM": (4, None), "MAX": (7, None), "NA": (10, 0), "ROUND": (27, 2), "TRUE": (34, 0), "FALSE": (35, 0),
    "AND": (36, None), "TEXT": (48, 2), "DAY": (67, 1), "MONTH": (68, 1), "YEAR": (69, 1), "VLOOKUP": (102, None),
    "ISNUMBER": (128, 1), "SUMIF": (345, None),
}
OPERATORS = {
    "+": (3, 3), "-": (4, 3), "*": (5, 4), "/": (6, 4), "^": (7, 5), "&": (8, 2), "<": (9, 1), "<=": (10, 1), "=": (11, 1),
    ">=": (12, 1), ">": (13, 1), "<>": (14, 1),
}
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def record(kind, data=b""):
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    n, length = len(data), b""
    while True:
        length += bytes([n & 0x7F | (0x80 if n > 0x7F else 0)])
        n >>= 7
        if not n:
            return head + length + data


def text(value):
    letters = value.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters


def corner(reference):
    plain = reference.replace("$", "")
    letters = plain.rstrip("0123456789")
    fixed_column, fixed_row = reference.startswith("$"), "$" in reference[1:]
    column = column_index_from_string(letters) - 1 | (0 if fixed_column else 0x4000) | (0 if fixed_row else 0x8000)
    return int(plain[len(letters):]) - 1, column


def reference(value, sheets):
    sheet, _, cells = value.rpartition("!")
    head = struct.pack("<H", sheets.index(sheet.strip("'"))) if sheet else b""
    corners = [corner(part) for part in cells.split(":")]
    if len(corners) == 1:
        return (b"\x3a" if sheet else b"\x24") + head + struct.pack("<IH", *corners[0])
    (first_row, first), (last_row, last) = corners
    return (b"\x3b" if sheet else b"\x25") + head + struct.pack("<IIHH", first_row, last_row, first, last)


def operand(token, sheets):
    value = token.value
    if token.subtype == "RANGE":
        return reference(value, sheets)
    if token.subtype == "TEXT":
        letters = value[1:-1].replace('""', '"')
        return b"\x17" + struct.pack("<H", len(letters)) + letters.encode("utf-16-le")
    if token.subtype == "LOGICAL":
        return b"\x1d" + bytes([value == "TRUE"])
    number = float(value)
    return b"\x1e" + struct.pack("<H", int(number)) if number.is_integer() and 0 <= number < 65536 else b"\x1f" + struct.pack("<d", number)


def tokens(formula, sheets):
    """The tokens in the order of calculation, by the usual two stacks."""
    out, waiting = b"", []

    def settle(strength):
        nonlocal out
        while waiting and waiting[-1][0] == "operator" and waiting[-1][2] >= strength:
            out += waiting.pop()[1]

    for token in Tokenizer(formula).items:
        if token.type == "OPERAND":
            out += operand(token, sheets)
            if waiting and waiting[-1][0] == "call":
                waiting[-1][2] = max(waiting[-1][2], 1)
            for entry in waiting:
                if entry[0] == "call":
                    entry[2] = max(entry[2], 1)
        elif token.type == "OPERATOR-PREFIX":
            waiting.append(["operator", b"\x13" if token.value == "-" else b"\x12", 7])
        elif token.type == "OPERATOR-INFIX":
            kind, strength = OPERATORS[token.value]
            settle(strength)
            waiting.append(["operator", bytes([kind]), strength])
        elif token.type == "FUNC" and token.subtype == "OPEN":
            waiting.append(["call", token.value[:-1], 0])
        elif token.type == "PAREN" and token.subtype == "OPEN":
            waiting.append(["bracket"])
        elif token.type == "SEP":
            settle(0)
            waiting[-1][2] += 1
        elif token.subtype == "CLOSE":
            settle(0)
            entry = waiting.pop()
            if entry[0] == "bracket":
                out += b"\x15"
            else:
                number, fixed = FUNCTIONS[entry[1]]
                n_arguments = bytes([entry[2]])
                out += b"\x41" + struct.pack("<H", number) if fixed is not None else b"\x42" + n_arguments + struct.pack("<H", number)
    settle(0)
    return out


def cell_record(cell, formula, style, sheets):
    head = struct.pack("<II", cell.column - 1, style)
    value = cell.value
    if formula is not None:
        code = tokens(formula, sheets)
        tail = struct.pack("<HI", 0, len(code)) + code + struct.pack("<I", 0)
        if isinstance(value, bool):
            return record(10, head + bytes([value]) + tail)
        if isinstance(value, (int, float)):
            return record(9, head + struct.pack("<d", value) + tail)
        if value in ERRORS:
            return record(11, head + bytes([ERRORS[value]]) + tail)
        return record(8, head + text(value or "") + tail)
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, (int, float)):
        return record(5, head + struct.pack("<d", value))
    if value in ERRORS:
        return record(3, head + bytes([ERRORS[value]]))
    return record(1, head) if value is None else record(6, head + text(str(value)))


def sheet_part(values, formulas, style_of, sheets):
    out = record(129)
    columns = [(name, size) for name, size in sorted(formulas.column_dimensions.items()) if size.hidden]
    if columns:
        spans = [struct.pack("<IIIIH", size.min - 1, size.max - 1, 2560, 0, 1) for _, size in columns]
        out += record(390) + b"".join(record(60, span) for span in spans) + record(391)
    out += record(145)
    for row in values.iter_rows():
        kept = [cell for cell in row if cell.value is not None or formulas[cell.coordinate].value is not None or cell.has_style]
        is_hidden = formulas.row_dimensions[row[0].row].hidden
        if not kept and not is_hidden:
            continue
        out += record(0, struct.pack("<IIHBBB", row[0].row - 1, 0, 300, 0, 0x10 if is_hidden else 0, 0) + struct.pack("<I", 0))
        for cell in kept:
            written = formulas[cell.coordinate].value
            formula = written if isinstance(written, str) and written.startswith("=") else None
            out += cell_record(cell, formula, style_of(cell.number_format), sheets)
    out += record(146)
    if formulas.auto_filter.ref:
        left, top, right, bottom = range_boundaries(formulas.auto_filter.ref)
        out += record(161, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        out += b"".join(record(163, struct.pack("<IH", 0, 0)) + record(164) for _ in formulas.auto_filter.filterColumn) + record(162)
    if formulas.merged_cells.ranges:
        out += record(177, struct.pack("<I", len(formulas.merged_cells.ranges)))
        for area in sorted(formulas.merged_cells.ranges, key=lambda area: area.bounds):
            left, top, right, bottom = area.bounds
            out += record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        out += record(178)
    return out + record(130)


def comments_part(sheet):
    noted = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    if not noted:
        return None
    authors = sorted({cell.comment.author or "" for cell in noted})
    out = record(628) + record(630) + b"".join(record(632, text(author)) for author in authors) + record(631) + record(633)
    for cell in noted:
        at = struct.pack("<IIII", cell.row - 1, cell.row - 1, cell.column - 1, cell.column - 1)
        out += record(635, struct.pack("<I", authors.index(cell.comment.author or "")) + at + bytes(16))
        out += record(637, b"\0" + text(cell.comment.text)) + record(636)
    return out + record(634) + record(629)


def relationships(items):
    lines = [f'<Relationship Id="{id}" Type="{TYPES}/{kind}" Target="{target}"/>' for id, kind, target in items]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{"".join(lines)}</Relationships>'


def write(source, target):
    formulas, values = openpyxl.load_workbook(source), openpyxl.load_workbook(source, data_only=True)
    names = formulas.sheetnames
    codes = ["General"]

    def style_of(code):
        if code not in codes:
            codes.append(code)
        return codes.index(code)

    parts = {}
    for number, name in enumerate(names, 1):
        for row in values[name].iter_rows():
            for cell in row:
                if getattr(cell, "is_date", False) and cell.value is not None:
                    cell_format = cell.number_format
                    cell.value = openpyxl.utils.datetime.to_excel(cell.value)
                    cell.number_format = cell_format
        parts[f"xl/worksheets/sheet{number}.bin"] = sheet_part(values[name], formulas[name], style_of, names)
        if comments := comments_part(formulas[name]):
            parts[f"xl/comments{number}.bin"] = comments
            parts[f"xl/worksheets/_rels/sheet{number}.bin.rels"] = relationships([("r1", "comments", f"../comments{number}.bin")])
    states = {"visible": 0, "hidden": 1, "veryHidden": 2}
    sheets = [struct.pack("<II", states[formulas[name].sheet_state], n) + text(f"r{n}") + text(name) for n, name in enumerate(names, 1)]
    links = struct.pack("<I", len(names)) + b"".join(struct.pack("<III", 0, n, n) for n in range(len(names)))
    book = [record(131), record(153, bytes(12)), record(143), *(record(156, sheet) for sheet in sheets), record(144)]
    book += [record(353), record(357), record(362, links), record(354), record(157, struct.pack("<IIIdIH", 191029, 1, 100, 0.001, 1, 8)), record(132)]
    parts["xl/workbook.bin"] = b"".join(book)
    styles = [record(278), record(615, struct.pack("<I", len(codes)))]
    styles += [record(44, struct.pack("<H", 164 + n) + text(code)) for n, code in enumerate(codes)] + [record(616), record(617)]
    styles += [record(47, struct.pack("<HH", 0, 164 + n) + bytes(12)) for n in range(len(codes))] + [record(618), record(279)]
    parts["xl/styles.bin"] = b"".join(styles)
    related = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(names) + 1)]
    parts["xl/_rels/workbook.bin.rels"] = relationships([*related, ("rs", "styles", "styles.bin")])
    parts["_rels/.rels"] = relationships([("r1", "officeDocument", "xl/workbook.bin")])
    main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    parts["[Content_Types].xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="bin" ContentType="{main}"/></Types>'
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in sorted(parts.items()):
            package.writestr(zipfile.ZipInfo(name, (2023, 6, 20, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
