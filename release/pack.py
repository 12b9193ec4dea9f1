#!/usr/bin/env python3
"""A folder as an archive that is the same for the same contents: pack.py FOLDER ARCHIVE.zip SECONDS"""

import sys
import time
import zipfile
from pathlib import Path

folder, archive, seconds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
date = time.gmtime(seconds)[:6]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o100644 << 16
        out.writestr(entry, path.read_bytes())
