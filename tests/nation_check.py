"""A nation of provinces: each is generated, exported, and all exports are queried at once by docs/nation.sql. Every province's
coverage, and the nation's, must be what the program itself says of the provinces.

    python tests/nation_check.py path/to/bhxh path/to/bhxh-lab [--provinces 34] [--communes 6] [--spark] [--times 1 10 100]

DuckDB always runs it; `--spark` has Spark run the same query (`pip install pyspark`, and Java). `--times` multiplies every commune
so many times before the query is timed again, to see what larger nations cost; a second query, which needs every number of the
communes, must then give their sums so many times.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
QUERY = (ROOT / "docs" / "nation.sql").read_text(encoding="utf-8")
TABLES = ["ledger", "indicator_cells", "indicators"]
# Coverage needs few of a nation's numbers; this needs every one of the communes'.
EVERY_NUMBER = """
    SELECT l.plan, l.form, l.column AS measure, count(*) AS n, sum(l.value) AS people FROM ledger AS l
    WHERE l.agency LIKE 'xa-%' GROUP BY l.plan, l.form, l.column ORDER BY l.plan, l.form, l.column
"""
TODAY = ["--today", "2027-07-01"]


def province(args, folder, n):
    """Makes a province and exports it; its figures as the program gives them."""
    made, exported = folder / f"province-{n:02}", folder / "exports" / f"{n:02}"
    generate = [args.lab, "nation", "--communes", args.communes, "--faults", 20, "--seed", n, "--id", f"tinh-{n:02}", "--out", made]
    subprocess.run([str(part) for part in generate], check=True, capture_output=True)
    export = [args.bhxh, "export", made / "inbox", "--plan", made / "ke-hoach.toml", "--to", exported, "--format", "json", *TODAY]
    done = subprocess.run([str(part) for part in export], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"province {n}: {done.stderr}")
    document = json.loads(done.stdout)
    return {(document["plan"], figure["year"], figure["id"]): figure for figure in document["indicators"]}


def of_nation(figures):
    """The sums over all provinces; None where one of them doesn't know its own."""
    nation = {}
    for (_, year, indicator), figure in figures.items():
        sums = nation.setdefault((year, indicator), {"numerator": 0, "denominator": 0})
        for side in sums:
            known = sums[side] is not None and figure[side] is not None
            sums[side] = sums[side] + figure[side] if known else None
    return nation


def compare(rows, figures, what):
    """Every row against the program's own figures."""
    nation = of_nation(figures)
    assert len(rows) == len(figures) + len(nation), (what, len(rows), len(figures), len(nation))
    for row in rows:
        own = figures.get((row["plan"], row["year"], row["indicator"])) if row["plan"] != "*" else nation[row["year"], row["indicator"]]
        assert own is not None, (what, row)
        assert row["numerator"] == own["numerator"] and row["denominator"] == own["denominator"], (what, row, own)
        if row["plan"] != "*":
            assert row["reached"] == own["reached"], (what, row, own)
            assert (row["n_missing"] > 0) == bool(own["missing"]), (what, row, own)
        n_provinces = sum((year, indicator) == (row["year"], row["indicator"]) for _, year, indicator in figures)
        assert (row["n_exports"], row["n_provinces"]) == (1, 1 if row["plan"] != "*" else n_provinces), (what, row)


def compare_with_one_twice(exports, what):
    """An export that lies there twice: its province has no figure, nor has the nation, and all others are as they were."""
    before = {(row["plan"], row["indicator"]): row for row in on_duckdb(exports)[0]}
    shutil.copytree(exports / "01", exports / "01-cu")
    after = on_duckdb(exports)[0]
    shutil.rmtree(exports / "01-cu")
    for row in after:
        if row["n_exports"] == 1:
            assert row == before[row["plan"], row["indicator"]], (what, row)
        else:
            assert row["n_exports"] == 2 and row["plan"] in ("tinh-01", "*") and row["numerator"] is None, (what, row)
    assert len(after) == len(before) and any(row["n_exports"] == 2 for row in after), what


def on_duckdb(exports, sql=QUERY):
    base = duckdb.connect()
    for table in TABLES:
        base.sql(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{exports}/*/{table}.parquet')")
    start = time.perf_counter()
    query = base.sql(sql)
    rows = [dict(zip(query.columns, row)) for row in query.fetchall()]
    return rows, time.perf_counter() - start


def spark_session():
    from pyspark.sql import SparkSession

    start = time.perf_counter()
    session = SparkSession.builder.master("local[*]").appName("nation").config("spark.ui.enabled", "false")
    session = session.config("spark.driver.memory", "4g").config("spark.sql.shuffle.partitions", "8")
    # Compressed, a ledger looks small enough to be sent around whole; unpacked it is not.
    session = session.config("spark.sql.autoBroadcastJoinThreshold", "-1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    print(f"spark: session in {time.perf_counter() - start:.1f} s", flush=True)
    return session


def on_spark(session, exports, sql=QUERY):
    for table in TABLES:
        session.read.parquet(f"{exports}/*/{table}.parquet").createOrReplaceTempView(table)
    start = time.perf_counter()
    rows = [row.asDict() for row in session.sql(sql).collect()]
    return rows, time.perf_counter() - start


def multiplied(exports, times, folder):
    """The same exports with every commune so many times, under codes of its own. Other agencies stay one each."""
    base = duckdb.connect()
    to = folder / f"times-{times}"
    for source in sorted(Path(exports).iterdir()):
        (to / source.name).mkdir(parents=True)
        for table in TABLES:
            out = f"COPY ({{}}) TO '{to / source.name / table}.parquet' (FORMAT parquet)"
            if table == "indicators":
                base.execute(out.format(f"SELECT * FROM '{source}/{table}.parquet'"))
                continue
            code = "CASE WHEN n = 0 THEN agency ELSE agency || '-' || n END AS agency"
            copies = f"SELECT t.* REPLACE ({code}) FROM '{source}/{table}.parquet' AS t, range({times}) AS r(n) WHERE n = 0 OR agency LIKE 'xa-%'"
            base.execute(out.format(copies))
    return to


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bhxh")
    parser.add_argument("lab")
    parser.add_argument("--provinces", type=int, default=34)
    parser.add_argument("--communes", type=int, default=6)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--times", type=int, nargs="*", default=[])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder, figures = Path(folder), {}
        for n in range(1, args.provinces + 1):
            figures |= province(args, folder, n)
        exports = folder / "exports"
        session = spark_session() if args.spark else None
        compare(on_duckdb(exports)[0], figures, "DuckDB")
        compare_with_one_twice(exports, "DuckDB")
        if session:
            compare(on_spark(session, exports)[0], figures, "Spark")
        print(f"{args.provinces} provinces: every figure of each, and of all together, is the program's own")
        once = on_duckdb(exports, EVERY_NUMBER)[0]
        for times in args.times:
            many = multiplied(exports, times, folder)
            n = duckdb.sql(f"SELECT count(*) FROM '{many}/*/ledger.parquet'").fetchall()[0][0]
            rows, seconds = on_duckdb(many)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{n:>12,} numbers: DuckDB {seconds:.2f} s, process up to {peak} MiB", flush=True)
            every, seconds = on_duckdb(many, EVERY_NUMBER)
            expected = [row | {"n": times * row["n"], "people": times * row["people"]} for row in once]
            assert every == expected, "not so many times the communes' sums"
            print(f"{n:>12,} numbers: DuckDB {seconds:.2f} s for the sums of all of the communes'", flush=True)
            if session:
                others, seconds = on_spark(session, many)
                assert sorted(map(str, others)) == sorted(map(str, rows)), "Spark and DuckDB differ"
                print(f"{n:>12,} numbers: Spark {seconds:.2f} s", flush=True)
                others, seconds = on_spark(session, many, EVERY_NUMBER)
                assert sorted(map(str, others)) == sorted(map(str, every)), "Spark and DuckDB differ"
                print(f"{n:>12,} numbers: Spark {seconds:.2f} s for the sums of all of the communes'", flush=True)


if __name__ == "__main__":
    main()
