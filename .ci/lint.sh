#!/usr/bin/env bash
# Reads the code without running it. Every check that finds something says where; the script fails at its end when any did.
set -uo pipefail
cd "$(dirname "$0")/.."

# complain, at the end of a pipeline, must be able to set failed.
shopt -s lastpipe
export PATH="$PWD/node_modules/.bin:$PATH"
tools=.ci/tools/go.mod
tags=browser,peer,chaos
failed=0

# complain HEADING: prints what comes on standard input under the heading, and remembers that there was something.
complain() {
  local found
  found=$(cat)
  [ -z "$found" ] && return 0
  printf '%s\n%s\n' "$1" "$found" | sed '2,$s/^/  /' >&2
  failed=1
}

written_by_hand() { git ls-files -co --exclude-standard -- '*.go' ':!*_templ.go'; }

written_by_hand | xargs -r go tool -modfile="$tools" gofumpt -l 2>&1 | complain "Not formatted (make format):"
if [ -n "$(written_by_hand)" ]; then
  go vet -tags "$tags" ./... 2>&1 | complain "go vet:"
  go tool -modfile="$tools" staticcheck -tags "$tags" ./... 2>&1 | complain "staticcheck:"
fi

# A test that may leave itself out proves nothing, and a note to oneself is not a record.
git grep -nE '\b(t|b|f)\.Skip(f|Now)?\(|\b(test|it|describe)\.skip\(' -- '*.go' '*.mjs' '*.js' | complain "Tests that can be left out:"
git grep -nE '\b(TODO|FIXME|XXX)\b' -- '*.go' '*.templ' '*.mjs' '*.css' '*.sql' | complain "Left open in the code:"

for script in .ci/run .ci/*.sh; do bash -n "$script" 2>&1; done | complain "Shell scripts that do not parse:"

if [ -f Dockerfile ]; then
  { found=$(node node_modules/dockerfile-utils/bin/dockerfile-utils lint Dockerfile) || echo "$found"; } 2>&1 | complain "Dockerfile:"
fi

exit "$failed"
