#!/usr/bin/env bash
# Sees to it that what the tests need beyond Go is on this machine, and says so in one sentence when it is not.
#
#   .ci/need.sh postgresql chromium node web gcc
#
# Each need is looked for first. What is missing is installed where that is ours to do: as root with apt-get, and
# packages from npm always, since they stay inside this folder. Elsewhere the script names what is missing and fails:
# no test passes because it could not run.
set -euo pipefail
cd "$(dirname "$0")/.."

# try_often runs a command until it succeeds, a minute at most: another program may hold the package lists.
try_often() {
  for _ in $(seq 20); do
    "$@" && return 0
    sleep 3
  done
  return 1
}

# apt_install installs Debian packages; an installation that was cut off half-way is repaired and tried again.
apt_install() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "${lists_are_fresh:-}" ]; then
    try_often apt-get -qq update
    lists_are_fresh=yes
  fi
  for _ in 1 2 3; do
    apt-get -qq install -y --no-upgrade -o DPkg::Lock::Timeout=120 "$@" && return 0
    dpkg --configure -a || true
    apt-get -qq -fy -o DPkg::Lock::Timeout=120 install || true
  done
  return 1
}

# must NAME LOOK PACKAGES SENTENCE: looks, installs what is missing, looks again, and gives up with the sentence.
must() {
  local name=$1 look=$2 packages=$3 sentence=$4
  "$look" && return 0
  echo "$name is missing; trying to install: $packages" >&2
  # shellcheck disable=SC2086 # a list of package names
  apt_install $packages >&2 || true
  "$look" && return 0
  echo "$sentence" >&2
  exit 1
}

has_postgresql() { .ci/postgres.sh --find >/dev/null 2>&1; }

has_chromium() {
  [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return 0
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

has_gcc() { command -v gcc >/dev/null || command -v clang >/dev/null; }

has_npm() { command -v npm >/dev/null && command -v node >/dev/null; }

# has_node looks for the Node.js that the test programs run on: the one that package-lock.json brings, or, on systems
# for which npm has none, one of the machine's that is new enough.
has_node() {
  # Old versions of npm install the package without the link to its program.
  local package
  for package in node_modules/node-linux-*; do
    [ -x node_modules/.bin/node ] || ln -sf "../${package#node_modules/}/bin/node" node_modules/.bin/node
  done
  [ -x node_modules/.bin/node ] && node_modules/.bin/node --version >/dev/null 2>&1 && return 0
  command -v node >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 22) ? 0 : 1)'
}

# node_packages FOLDER installs what the folder's package-lock.json lists, unless exactly that is installed already.
node_packages() {
  local stamp=$1/node_modules/.installed-from
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  # Node.js itself is among the packages, so the machine's own may be older than some of them ask for.
  npm --prefix "$1" ci --no-audit --no-fund --loglevel=error >&2
  cp "$1/package-lock.json" "$stamp"
}

for need in "$@"; do
  case "$need" in
  postgresql)
    must PostgreSQL has_postgresql postgresql \
      "The tests need PostgreSQL's server (initdb, pg_ctl): install the package postgresql, or put its bin folder on PATH."
    ;;
  chromium)
    must Chromium has_chromium "chromium fonts-liberation" \
      "The browser tests need Chromium: install the package chromium, or name a Chromium or Chrome in the variable CHROMIUM."
    ;;
  gcc)
    must "A C compiler" has_gcc "gcc libc6-dev" \
      "The race detector needs a C compiler: install the package gcc."
    ;;
  node)
    must npm has_npm "nodejs npm" \
      "The browser and peer tests need Node.js and npm: install the packages nodejs and npm."
    node_packages .
    has_node || {
      echo "The browser and peer tests need Node.js 22.22 or newer: put one on PATH." >&2
      exit 1
    }
    ;;
  web)
    must npm has_npm "nodejs npm" \
      "Building the styles and scripts needs Node.js and npm: install the packages nodejs and npm."
    node_packages web
    ;;
  *)
    echo "need.sh knows postgresql, chromium, node, web and gcc, not \"$need\"." >&2
    exit 1
    ;;
  esac
done
