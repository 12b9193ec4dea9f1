#!/usr/bin/env python3
"""Takes out of a PDF of LibreOffice what differs from run to run, in place: settle_pdf.py FILE.pdf SECONDS

Every date becomes the given one, the ids become zeros; lengths stay, so that the table of offsets does."""

import re
import sys
import time

path, seconds = sys.argv[1], int(sys.argv[2])
pdf = open(path, "rb").read()
date = time.strftime("D:%Y%m%d%H%M%S", time.gmtime(seconds)).encode()


def zeros(match):
    return match[1] + b"0" * len(match[2]) + match[3]


pdf = re.sub(rb"(/(?:Creation|Mod)Date\()D:\d{14}", lambda match: match[1] + date, pdf)
pdf = re.sub(rb"(/DocChecksum /)([0-9A-F]+)()", zeros, pdf)
pdf = re.sub(rb"(<)([0-9A-F]{32})(>)", zeros, pdf)
open(path, "wb").write(pdf)
