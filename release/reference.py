#!/usr/bin/env python3
"""Makes pandoc's looks of a document those of an office here: A4, Times New Roman, Vietnamese, tables with lines.

    reference.py FROM.docx TO.docx        FROM is what `pandoc --print-default-data-file reference.docx` gives
"""

import re
import sys
import zipfile

A4 = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838" />'
    '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0" /></w:sectPr>'
)
LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080" />' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def changed(name: str, text: str) -> str:
    if name == "word/document.xml":
        text, n = re.subn(r"<w:sectPr ?/>", A4, text)
    elif name == "word/theme/theme1.xml":
        text, n = re.subn(r'<a:latin typeface="(Calibri|Cambria)" ?/>', '<a:latin typeface="Times New Roman" />', text)
    elif name == "word/styles.xml":
        text, n = re.subn(r'<w:lang w:val="en-US"', '<w:lang w:val="vi-VN"', text)
        head, table, tail = text.partition('w:styleId="Table">')
        tail, lined = re.subn(r'(<w:tblInd w:w="0" w:type="dxa" />)', rf"\1<w:tblBorders>{LINES}</w:tblBorders>", tail, count=1)
        text = head + table + tail
        n = min(n, lined)
    else:
        return text
    assert n > 0, f"{name} isn't as pandoc wrote it so far"
    return text


def main() -> None:
    source, target = sys.argv[1:]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith(".xml"):
                content = changed(part.filename, content.decode()).encode()
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), content)


main()
