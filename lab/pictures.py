"""Makes the pictures of README from the real outputs of the shipped example.

Needs LibreOffice, poppler-utils and Pillow. Run from the project's root after a release build:
    python3 lab/pictures.py
"""

import pathlib
import subprocess
import tempfile

from PIL import Image, ImageChops

ROOT = pathlib.Path(__file__).resolve().parent.parent
BHXH = ROOT / "target" / "release" / "bhxh"
PICTURES = ROOT / "docs" / "pictures"
MARGIN = 20
WIDTH = 1000


def pages(pdf, heading, folder):
    """The pages of a PDF that begin with a heading, as pictures without their footers."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    numbers = [n for n, page in enumerate(text.split("\f"), 1) if page.strip().startswith(heading)]
    for n in numbers:
        name = folder / f"page-{n}"
        subprocess.run(["pdftoppm", "-r", "110", "-f", str(n), "-l", str(n), "-singlefile", "-png", pdf, name], check=True)
        picture = Image.open(f"{name}.png").convert("RGB")
        yield picture.crop((0, 0, picture.width, int(picture.height * 0.93)))


def trimmed(picture):
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    left, top, right, bottom = box
    return picture.crop((max(0, left - MARGIN), max(0, top - MARGIN), right + MARGIN, bottom + MARGIN))


def save(pictures, name):
    """One below the other, as wide as a page of a README."""
    pictures = [trimmed(picture) for picture in pictures]
    whole = Image.new("RGB", (max(p.width for p in pictures), sum(p.height for p in pictures)), "white")
    top = 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height
    whole = whole.resize((WIDTH, whole.height * WIDTH // whole.width))
    whole.quantize(64).save(PICTURES / name, optimize=True)


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        workbook = folder / "so-tong-hop-2023.xlsx"
        subprocess.run(
            [BHXH, "consolidate", ROOT / "examples" / "inbox-2023", "--today", "2023-07-10", "--out", workbook, "--quiet"],
            check=True,
        )
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, workbook], check=True)
        save(pages(folder / "so-tong-hop-2023.pdf", "TỶ LỆ BAO PHỦ", folder), "bao-phu.png")


if __name__ == "__main__":
    main()
