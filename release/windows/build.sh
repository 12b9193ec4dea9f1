#!/usr/bin/env bash
# Builds bhxh.exe for Windows 7 and later, with nothing but Debian's rustc-web, cargo-web, rust-web-src and
# gcc-mingw-w64-x86-64-win32: the standard library is built along.
# usage: release/windows/build.sh [PROFILE]   (dist, or one that builds faster)
set -euo pipefail
cd "$(dirname "$0")/../.."
profile=${1:-dist}
triple=x86_64-win7-windows-gnu
target=$PWD/target/windows
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)

mkdir -p "$target"
x86_64-w64-mingw32-windres --codepage=65001 -I release/windows -DVERSION="\\\"$version\\\"" -DNUMBERS="${version//./,},0" \
    release/windows/bhxh.rc -O coff -o "$target/bhxh.res"

export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
export CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
# The linker would write the time of the build into the file.
export RUSTFLAGS="-C link-arg=$target/bhxh.res -C link-arg=-Wl,--no-insert-timestamp --remap-path-prefix=$PWD= --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
/usr/bin/cargo build --quiet --locked --bin bhxh --profile "$profile" --target "$triple" -Z build-std=std,panic_unwind --target-dir "$target"
ls -l "$target/$triple/$profile/bhxh.exe"
