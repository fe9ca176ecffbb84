#!/usr/bin/env bash
# Runs every fuzz target of the module, one after the other, each for the given time (half a minute).
set -euo pipefail
cd "$(dirname "$0")/.."
span=${1:-30s}

packages=$(git grep -lE '^func Fuzz' -- '*_test.go' | xargs -rn1 dirname | sort -u)
[ -n "$packages" ] || { echo "There is no fuzz target." >&2; exit 1; }
for package in $packages; do
  for target in $(go test -list '^Fuzz' "./$package" | grep '^Fuzz'); do
    echo "== $package $target, $span"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$span" -fuzzminimizetime 10x "./$package"
  done
done
