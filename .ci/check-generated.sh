#!/usr/bin/env bash
# Checks that the committed files which a program wrote are what it writes today: templ's Go code and the built assets.
# It compares before and after, so it also works on a tree with changes of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

written() {
  git ls-files -co --exclude-standard -- '*_templ.go' web/static | sort | while read -r file; do
    [ -f "$file" ] && sha256sum "$file"
  done
}

before=$(written)
make --no-print-directory generate assets
after=$(written)
if [ "$before" != "$after" ]; then
  echo "Generated files were out of date; they are written anew, so commit them (make generate assets):" >&2
  diff <(echo "$before") <(echo "$after") | awk '/^[<>]/ { print "  " $3 }' | sort -u >&2
  exit 1
fi
