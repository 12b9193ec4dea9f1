#!/usr/bin/env bash
# How long the main jobs take on the shipped example, start-up included. Needs hyperfine; says so if it is missing.
# The aim: `consolidate` of 19 files under 100 ms, `validate` of one under 30 ms.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v hyperfine >/dev/null || { echo "hyperfine is not installed" >&2; exit 2; }
cargo build --release --quiet
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
bhxh=target/release/bhxh
# Exit code 1 only says that a file needs work. The output is removed each time, so that it is written each time.
hyperfine --shell=none --ignore-failure --warmup 5 --prepare "rm -f $out/so.xlsx" \
    "$bhxh consolidate examples/inbox-2023 --today 2023-07-10 --out $out/so.xlsx" \
    "$bhxh validate examples/inbox-2023/btctu_2023.xlsx" \
    "$bhxh validate examples/inbox-2023/snv_2023.xls"
