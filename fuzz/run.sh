#!/usr/bin/env bash
# Runs every target for a bounded time: bash fuzz/run.sh [seconds each, 300 unless told] [targets...]
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-300}
shift || true
targets=("$@")
if ((${#targets[@]} == 0)); then targets=(container reader xml numbers number locate formula); fi

for target in "${targets[@]}"; do
    mkdir -p "corpus/$target"
    # A finding ends the run; what it was lies in artifacts/ and is told by its name. The program has no unsafe code;
    # without the address sanitizer a run tries several times as much.
    nice -n 19 cargo +nightly fuzz run --sanitizer none "$target" "corpus/$target" "seeds/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 -print_final_stats=1
done
