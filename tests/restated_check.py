"""The numbers that `tests/it/restated.rs` expects, computed apart from the program: every cell of the two predecessors of Đồng Nai has
an invented number (`people`), groups are the connected parts of districts and communes, and a group's figures are sums over its
districts. Reads nothing but the plan files; needs Python 3.11.

    python3 tests/restated_check.py
"""

import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
OLD = [ROOT / "src/plan/binh-phuoc-2022-2025.toml", ROOT / "examples/plans/dong-nai-2022-2025.toml"]
NEW = ROOT / "examples/plans/dong-nai-2026-2030.toml"


def people(*codes):
    """FNV-1a over the codes, within a thousand."""
    hashed = 0x811C9DC5
    for byte in "|".join(codes).encode():
        hashed = (hashed ^ byte) * 0x01000193 % 2**32
    return hashed % 1000


def plan(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def groups(new):
    above = {}

    def root(of):
        above.setdefault(of, of)
        while above[of] != of:
            of = above[of]
        return of

    for change in new["change"]:
        for unit in change.get("units", []):
            above[root("past " + unit["of"])] = root("now " + unit["to"])
    return root


def main():
    new = plan(NEW)
    root = groups(new)
    sums, province = Counter(), Counter()
    for path, predecessor in zip(OLD, new["predecessor"]):
        old = plan(path)
        assert old["plan"]["id"] == predecessor["plan"]
        for area in predecessor["areas"]:
            for column in ["insured-compulsory", "insured-unemployment", "insured-voluntary"]:
                n = people(old["plan"]["id"], "bhxh-tinh", "tham-gia-dia-ban", area["agency"], column)
                sums[root("past " + area["code"]), column] += n
            n = people(old["plan"]["id"], "ctk", "lao-dong", area["agency"], "labour-force")
            sums[root("past " + area["code"]), "labour-force"] += n
            province["labour-force"] += n
        for sector in old["sector"]:
            for column in ["insured-compulsory", "insured-unemployment"]:
                province[column] += people(old["plan"]["id"], "bhxh-tinh", "tham-gia-khoi", sector["code"], column)
        voluntary = ("bhxh-tinh", "bao-luu-tu-nguyen", "dang-tham-gia-tu-nguyen", "people")
        province["insured-voluntary"] += people(old["plan"]["id"], *voluntary)
    lines = {}
    for area in [area for predecessor in new["predecessor"] for area in predecessor["areas"]]:
        lines.setdefault(root("past " + area["code"]), []).append(area["code"])
    for at, codes in sorted(lines.items(), key=lambda item: sorted(item[1])):
        of = [sums[at, column] for column in ["insured-compulsory", "insured-unemployment", "insured-voluntary", "labour-force"]]
        print(" ".join(sorted(codes)), of[0] + of[2], *of[1:])
    print("*", province["insured-compulsory"] + province["insured-voluntary"], province["insured-unemployment"],
          province["insured-voluntary"], province["labour-force"])


if __name__ == "__main__":
    main()
