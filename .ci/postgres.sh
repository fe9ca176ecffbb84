#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, and takes the server away afterwards, however the command ends.
#
#   .ci/postgres.sh go test ./...       the command finds the server's address in TEST_POSTGRES
#   .ci/postgres.sh --find              only prints the folder of PostgreSQL's programs
#
# The server listens on a free port of the loopback address, keeps its data in a folder of its own under the temporary
# directory, and does not wait for the disk (fsync off): nothing in it is worth keeping.
set -euo pipefail

find_bin() {
  local folder
  for folder in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" "$(pg_config --bindir 2>/dev/null || true)" \
    $(printf '%s\n' /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin | sort -rV); do
    [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return 0
  done
  return 1
}

bin=$(find_bin) || {
  echo "No PostgreSQL server was found: install the package postgresql, or put its bin folder on PATH." >&2
  exit 1
}
if [ "${1:-}" = --find ]; then
  echo "$bin"
  exit 0
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/folkmoot-postgres.XXXXXX")
data=$home/data

# PostgreSQL refuses to run as root: there it runs as the user that its package made.
as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$home"
  as_owner() { (cd "$home" && runuser -u postgres -- "$@"); }
fi

stop() {
  [ ! -f "$data/postmaster.pid" ] || as_owner "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$bin/initdb" -D "$data" -U folkmoot --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$home/initdb.log" 2>&1 || {
  cat "$home/initdb.log" >&2
  exit 1
}
cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 256MB
CONF

# A port that is taken shows only when the server starts: then another is tried.
for _ in 1 2 3 4 5 6 7 8; do
  port=$((20000 + RANDOM % 12000))
  if as_owner "$bin/pg_ctl" -D "$data" -o "-p $port" -l "$home/server.log" -w -t 60 start >/dev/null 2>&1; then
    started=yes
    break
  fi
done
if [ -z "${started:-}" ]; then
  echo "PostgreSQL did not start:" >&2
  tail -n 20 "$home/server.log" >&2
  exit 1
fi

export TEST_POSTGRES="postgres://folkmoot@127.0.0.1:$port/postgres?sslmode=disable"
# In the background and waited for, so that a signal ends this script, and with it the server, at once.
"$@" &
command_pid=$!
trap 'kill -TERM "$command_pid" 2>/dev/null; wait "$command_pid"; exit 130' INT
trap 'kill -TERM "$command_pid" 2>/dev/null; wait "$command_pid"; exit 143' TERM
wait "$command_pid"
