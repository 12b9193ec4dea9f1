#!/usr/bin/env bash
# Builds the page: the core as WebAssembly, and one file around it. Needs Debian's rustc-web, cargo-web, rust-web-src and lld-19
# (the standard library for WebAssembly is built along), and Node.
# usage: page/build.sh [PAGE.html [PROFILE]]   (page, or page-dist for a release)
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-target/page/bhxh.html}
profile=${2:-page}

# With unwinding a library that gives up on a file is heard out as in the program, and the file gets the same finding.
export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-C panic=unwind -C target-feature=+exception-handling --remap-path-prefix=$PWD= --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
/usr/bin/cargo build --quiet --locked -p bhxh-page --lib --profile "$profile" --target wasm32-unknown-unknown \
    -Z build-std=std,panic_unwind --target-dir target/page
node page/assemble.mjs target/page/wasm32-unknown-unknown/$profile/bhxh_page.wasm "$out"
