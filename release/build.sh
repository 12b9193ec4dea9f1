#!/usr/bin/env bash
# Everything an office needs, in target/release-VERSION: bhxh-VERSION-windows.zip, bhxh-VERSION-linux.tar.gz, bhxh_VERSION_amd64.deb,
# SHA256SUMS. The same commit gives the same bytes (docs/release.md says how that was tried).
# Needs what page/build.sh and release/windows/build.sh name, pandoc, LibreOffice Writer, python3 and dpkg-deb.
# usage: release/build.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: release/build.sh VERSION}

fail() {
    echo "$*" >&2
    exit 1
}
ours=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
[[ $version == "$ours" ]] || fail "Cargo.toml says $ours"
grep -q "^## $version\b" CHANGELOG.md || fail "CHANGELOG.md has no section $version"
# Every date in what is made is that of the commit.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
year=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y)

page/build.sh target/page/bhxh.html page-dist
release/windows/build.sh dist
RUSTFLAGS="--remap-path-prefix=$PWD= --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
    cargo build --quiet --locked --profile dist --bin bhxh --target-dir target/linux
linux=target/linux/dist/bhxh exe=target/windows/x86_64-win7-windows-gnu/dist/bhxh.exe

out=target/release-$version
rm -rf "$out"
mkdir -p "$out"
stage=$out/bhxh-$version
mkdir "$stage"

# What both systems get.
last_year=$(sed -n 's/^last_year = \([0-9]*\).*/\1/p' src/plan/binh-phuoc-2022-2025.toml | head -1)
((year <= ${last_year:-$year})) || year=$last_year
"$linux" template --year "$year" --out "$stage/bieu-mau-$year" --quiet >/dev/null
mkdir "$stage/vi-du"
cp -r examples/* "$stage/vi-du/"
cp target/page/bhxh.html "$stage/"
pandoc -o "$out/pandoc.docx" --print-default-data-file reference.docx
release/reference.py "$out/pandoc.docx" "$out/office.docx"
# What the guide leads to goes along with it.
release/documents.py "$stage" "$out/huong-dan.md"
pandoc "$out/huong-dan.md" --from gfm --metadata title="Hướng dẫn sử dụng bhxh" --reference-doc "$out/office.docx" -o "$stage/huong-dan.docx"
soffice --headless --convert-to pdf --outdir "$stage" "$stage/huong-dan.docx" >/dev/null 2>&1
[[ -s $stage/huong-dan.pdf ]] || fail "the guide became no PDF"
release/settle_pdf.py "$stage/huong-dan.pdf" "$SOURCE_DATE_EPOCH"

windows=$out/windows/bhxh-$version
mkdir -p "$out/windows"
cp -r "$stage" "$windows"
cp "$exe" "$windows/"
release/licences.py x86_64-pc-windows-gnu | sed 's/$/\r/' >"$windows/giay-phep.txt"
# Notepad of Windows 7 wants its own line ends and a mark that says UTF-8.
fill() { sed "s/{version}/$version/g; s/{year}/$year/g" "$1"; }
{ printf '\xEF\xBB\xBF'; fill release/doc-truoc.txt | sed 's/$/\r/'; } >"$windows/Đọc trước.txt"
python3 release/pack.py "$windows" "$out/bhxh-$version-windows.zip" "$SOURCE_DATE_EPOCH"

linux_stage=$out/linux/bhxh-$version
mkdir -p "$out/linux"
cp -r "$stage" "$linux_stage"
cp "$linux" release/bhxh.bash "$linux_stage/"
release/licences.py x86_64-unknown-linux-gnu >"$linux_stage/giay-phep.txt"
fill release/doc-truoc-linux.txt >"$linux_stage/Đọc trước.txt"
fill release/bhxh.1.md | pandoc -s -f markdown-smart -t man -o "$linux_stage/bhxh.1"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$out/linux" -c "bhxh-$version" |
    gzip -n9 >"$out/bhxh-$version-linux.tar.gz"

# The packed program does what the packed guide says, with the packed example.
python3 tests/guide_check.py "$linux_stage/bhxh" "$linux_stage/vi-du"

deb=$out/deb
mkdir -p "$deb"/DEBIAN "$deb"/usr/bin "$deb"/usr/share/{doc/bhxh,man/man1,bash-completion/completions}
cp "$linux" "$deb/usr/bin/"
cp release/bhxh.bash "$deb/usr/share/bash-completion/completions/bhxh"
gzip -n9 <"$linux_stage/bhxh.1" >"$deb/usr/share/man/man1/bhxh.1.gz"
cp -r "$stage"/* "$deb/usr/share/doc/bhxh/"
cp "$linux_stage/giay-phep.txt" "$deb/usr/share/doc/bhxh/copyright"
cat >"$deb/DEBIAN/control" <<CONTROL
Package: bhxh
Version: $version
Architecture: amd64
Maintainer: bhxh
Depends: libc6, libgcc-s1
Section: misc
Priority: optional
Description: checks and merges a province's yearly social-insurance counts
CONTROL
find "$deb" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$deb" "$out/bhxh_${version}_amd64.deb" >/dev/null

rm -rf "$out/windows" "$out/linux" "$deb" "$stage" "$out"/*.docx "$out"/*.md
(cd "$out" && sha256sum bhxh* >SHA256SUMS && cat SHA256SUMS)
