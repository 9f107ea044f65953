#!/bin/sh
# Puts Bootstrap, the page fonts and the tus client beside this script, with their licences.
# Run it only to change a version; what it makes is kept in the repository.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --prefix "$tmp" --no-audit --no-fund --ignore-scripts \
  bootstrap@5.3.8 \
  @fontsource-variable/source-sans-3@5.3.0 \
  @fontsource/bitter@5.3.0 \
  @fontsource-variable/vazirmatn@5.3.0 \
  tus-js-client@4.3.1
m="$tmp/node_modules"
mkdir -p bootstrap fonts tus

# Bootstrap draws its form icons with data: addresses, which the content policy forbids;
# static/css draws its own. The map is not shipped, so its mention goes too.
for f in bootstrap.min.css bootstrap.rtl.min.css; do
  sed -E -e 's/url\("data:[^"]*"\)/none/g' -e '/^\/\*# sourceMappingURL=/d' \
    "$m/bootstrap/dist/css/$f" > "bootstrap/$f"
done
cp "$m/bootstrap/LICENSE" bootstrap/LICENSE

sans="$m/@fontsource-variable/source-sans-3"
bitter="$m/@fontsource/bitter"
arabic="$m/@fontsource-variable/vazirmatn"
cp "$sans/files/source-sans-3-latin-wght-normal.woff2" \
   "$sans/files/source-sans-3-cyrillic-wght-normal.woff2" \
   "$bitter/files/bitter-latin-600-normal.woff2" \
   "$bitter/files/bitter-cyrillic-600-normal.woff2" \
   "$arabic/files/vazirmatn-arabic-wght-normal.woff2" fonts/
cp "$sans/LICENSE" fonts/LICENSE-source-sans-3.txt
cp "$bitter/LICENSE" fonts/LICENSE-bitter.txt
cp "$arabic/LICENSE" fonts/LICENSE-vazirmatn.txt

sed '/^\/\/# sourceMappingURL=/d' "$m/tus-js-client/dist/tus.min.js" > tus/tus.min.js
cp "$m/tus-js-client/LICENSE" tus/LICENSE
