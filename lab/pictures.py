"""Makes the pictures of README from the real outputs of the shipped example.

Needs LibreOffice, poppler-utils and Pillow. Run after a build:
    python3 lab/pictures.py target/release/bhxh
"""

import pathlib
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops

ROOT = pathlib.Path(__file__).resolve().parent.parent
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
    whole.quantize(128).save(PICTURES / name, optimize=True)


def side_by_side(pictures, name):
    pictures = list(pictures)
    whole = Image.new("RGB", (sum(p.width for p in pictures), max(p.height for p in pictures)), "white")
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width
    whole = whole.resize((WIDTH, whole.height * WIDTH // whole.width))
    whole.quantize(128).save(PICTURES / name, optimize=True)


def first_pages(pdf, n_pages, folder):
    subprocess.run(["pdftoppm", "-r", "90", "-l", str(n_pages), "-png", pdf, folder / "first"], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("first-*.png"))]


def pdf(document, folder):
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, document], check=True)
    return document.with_suffix(".pdf")


def main():
    bhxh = pathlib.Path(sys.argv[1]).resolve()
    examples = ROOT / "examples"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def run(*arguments):
            subprocess.run([bhxh, *arguments, "--quiet"], check=True, cwd=folder)

        run("consolidate", examples / "inbox-2022", "--today", "2022-07-10")
        previous = ["--previous", "so-tong-hop-2022.xlsx"]
        run("consolidate", examples / "inbox-2023", "--today", "2023-07-10", *previous)
        run("report", examples / "inbox-2023", "--year", "2023", "--today", "2023-12-06", *previous)
        workbook = pdf(folder / "so-tong-hop-2023.xlsx", folder)
        save(pages(workbook, "TỶ LỆ BAO PHỦ", folder), "bao-phu.png")
        document = pdf(folder / "bao-cao-2023.docx", folder)
        side_by_side(first_pages(document, 3, folder), "bao-cao.png")


if __name__ == "__main__":
    main()
