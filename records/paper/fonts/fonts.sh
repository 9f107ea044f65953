#!/bin/sh
# Fetches every font file of this folder anew. All are under the OFL 1.1; the licences stay
# beside them. Not part of set-up: the files are in git (docs/decisions/0002-pdf-fonts.md).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
from=@expo-google-fonts
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts \
  $from/source-sans-3@0.4.1 $from/noto-sans-sc@0.4.3 $from/noto-sans-arabic@0.4.3 \
  $from/noto-sans-thai@0.4.2 $from/noto-sans-devanagari@0.4.1 $from/noto-sans-hebrew@0.4.1 \
  $from/noto-sans-bengali@0.4.4 $from/noto-sans-khmer@0.4.3 $from/noto-sans-lao@0.4.2 \
  $from/noto-sans-myanmar@0.4.2
for folder in "$work/node_modules/$from"/*; do
  name=$(basename "$folder")
  cp "$folder"/400Regular/*_400Regular.ttf "$name-400.ttf"
  cp "$folder"/700Bold/*_700Bold.ttf "$name-700.ttf"
  cp "$folder"/LICENSE_FONT "$name-LICENSE.txt"
done
rm -rf "$work"
sha256sum --check fonts.sha256
