#!/usr/bin/env bash
# One private PostgreSQL server: used by ./dibs for each of its databases, and by the tests.
#
#   postgres.sh init     DIR PORT           makes the server's files unless they are there
#   postgres.sh start    DIR PORT           starts it and waits until it answers; nothing if it runs; resumes a paused one
#   postgres.sh createdb DIR PORT NAME...   makes those databases that are missing (the server must run)
#   postgres.sh stop     DIR PORT           ends it in order (mode fast: sessions are closed, then a checkpoint); nothing if stopped
#   postgres.sh kill     DIR PORT           SIGKILL to the server and all its sessions, as when the machine loses power
#   postgres.sh pause    DIR PORT           SIGSTOP to all of them; resume: SIGCONT
#   postgres.sh status   DIR PORT           prints one of: running PID, paused PID, crashed, stopped
#   postgres.sh bin      DIR PORT           prints the folder of the server's programs
#
# DIR    a folder for this server alone; made if it is missing. It holds data/ and log. As root the server runs as user
#        postgres (PostgreSQL refuses root), who must be able to reach DIR: every parent needs permission x for others.
# PORT   on 127.0.0.1, and nowhere else: no Unix socket. The settings are those of postgres/postgresql.conf.
# User dibs is the superuser. With DIBS_POSTGRES_PASSWORD in the environment `init` asks for that password on every connection
# (scram-sha-256), without it for none. Connection string: Host=127.0.0.1;Port=PORT;Username=dibs[;Password=...]
# DIBS_POSTGRES_BIN  the folder with initdb, pg_ctl and psql, if not the newest of /usr/lib/postgresql/*/bin or the PATH's.
#
# Prints nothing on stdout but for status and bin; what went wrong goes to stderr.
# Exit: 0 done (status: 0 running or paused, 3 not) · 1 failed · 2 wrong call · 4 no PostgreSQL here · 5 DIR out of reach of user postgres
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
# shellcheck source=eng/servers/process.sh
source "$here/process.sh"

# Prints what is wrong and ends with CODE.
fail() {
  local code="$1"
  shift
  echo "postgres.sh: $*" >&2
  exit "$code"
}

# Prints the folder of the newest PostgreSQL on this machine.
find_bin() {
  local found
  if [[ -n "${DIBS_POSTGRES_BIN:-}" ]]; then
    found="$DIBS_POSTGRES_BIN"
  else
    # shellcheck disable=SC2012 # versions sort as numbers; there are no odd names here.
    found="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)"
    if [[ -z "$found" ]] && command -v initdb >/dev/null; then found="$(dirname "$(command -v initdb)")"; fi
  fi
  [[ -n "$found" && -x "$found/initdb" && -x "$found/pg_ctl" ]] ||
    fail 4 "no PostgreSQL server found (Debian, Ubuntu: apt-get install postgresql)"
  printf '%s\n' "$found"
}

# Runs a program of PostgreSQL as the server's user, away from folders that this user may not enter.
as_server() {
  (cd / && close_inherited_files && run_as postgres "$@")
}

# Runs psql as superuser.
query() {
  PGPASSWORD="${DIBS_POSTGRES_PASSWORD:-}" PGCONNECT_TIMEOUT=5 \
    "$bin/psql" -X -q -tA -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U dibs -d postgres "$@"
}

# Prints the pid of the running postmaster of this DIR; fails if there is none. Only a process with our data directory
# as its working directory is it, whatever the pid file says.
postmaster() {
  local pid
  [[ -r "$data/postmaster.pid" ]] || return 1
  read -r pid <"$data/postmaster.pid" || return 1
  [[ "$pid" =~ ^[0-9]+$ ]] && process_exists "$pid" && [[ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" == "$data" ]] || return 1
  printf '%s\n' "$pid"
}

# Prints all processes of this server: its own and each session's. They outlive a killed postmaster, and until
# the last one has gone no new server can start.
processes() {
  local pattern link pid
  pattern="$(printf '%s' "$data" | sed 's/[][*?\\]/\\&/g')"
  for link in $(find /proc -mindepth 2 -maxdepth 2 -name cwd -lname "$pattern" 2>/dev/null || true); do
    pid="${link#/proc/}"
    pid="${pid%/cwd}"
    case "$(cat "/proc/$pid/comm" 2>/dev/null || true)" in
      postgres | postmaster) printf '%s\n' "$pid" ;;
    esac
  done
}

init() {
  local fresh
  if [[ -s "$data/PG_VERSION" ]]; then
    [[ "$(<"$data/PG_VERSION")" == "$(server_major)" ]] ||
      fail 1 "$data was made by PostgreSQL $(<"$data/PG_VERSION"), installed is $(server_major): start with new data"
    return
  fi
  if ((EUID == 0)); then
    chown postgres: "$dir"
    run_as postgres test -w "$dir" ||
      fail 5 "user postgres cannot reach $dir: each folder above it needs permission x for others (chmod o+x)"
  fi
  # A half-made directory of an interrupted run is thrown away; the finished one appears at once.
  fresh="$dir/data.new"
  rm -rf "$fresh"
  local options=(-D "$fresh" -U dibs --encoding=UTF8 --locale=C.UTF-8 --data-checksums)
  if [[ -n "${DIBS_POSTGRES_PASSWORD:-}" ]]; then
    (umask 077 && printf '%s\n' "$DIBS_POSTGRES_PASSWORD" >"$dir/password.new")
    if ((EUID == 0)); then chown postgres: "$dir/password.new"; fi
    options+=(-A scram-sha-256 --pwfile="$dir/password.new")
  else
    options+=(-A trust)
  fi
  as_server "$bin/initdb" "${options[@]}" >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; fail 1 "initdb failed in $dir"; }
  rm -f "$dir/password.new"
  mv "$fresh" "$data"
}

# Prints the major version of the programs.
server_major() {
  "$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1
}

start() {
  local pid
  if pid="$(postmaster)"; then
    if process_is_paused "$pid"; then resume; fi
    return
  fi
  init
  # Sessions of a server that was killed from outside would keep the next one from starting.
  kill_all
  # Left by a killed server. PostgreSQL takes the pid in it for a living server as long as the dead one is not reaped, which
  # in a container may be never; that no process of this server is left was made sure of one line above.
  rm -f "$data/postmaster.pid"
  port_is_used "$port" && fail 1 "port $port is in use by $(port_holder "$port")"
  cp "$here/../../postgres/postgresql.conf" "$data/postgresql.conf"
  touch "$dir/log"
  if ((EUID == 0)); then chown postgres: "$dir/log" "$data/postgresql.conf"; fi
  as_server "$bin/pg_ctl" -D "$data" -l "$dir/log" -w -t 120 -s \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start </dev/null ||
    { tail -n 20 "$dir/log" >&2; fail 1 "the server in $dir did not start (its log: $dir/log)"; }
}

createdb() {
  local name present
  present="$(query -c 'select datname from pg_database')"
  for name in "$@"; do
    [[ "$name" =~ ^[a-z_][a-z0-9_]*$ ]] || fail 2 "'$name' is no name of a database: lower-case letters, digits and _"
    grep -qx "$name" <<<"$present" || query -c "create database $name"
  done
}

stop() {
  local pid
  pid="$(postmaster)" || { kill_all; return; }
  resume
  as_server "$bin/pg_ctl" -D "$data" -m fast -w -t 60 -s stop || fail 1 "the server in $dir did not stop within 60 s"
}

# The postmaster is halted first, so that it starts no session while the others are killed.
kill_all() {
  local pid all
  if pid="$(postmaster)"; then process_signal STOP "$pid"; fi
  mapfile -t all < <(processes)
  ((${#all[@]} > 0)) || return 0
  process_signal KILL "${all[@]}"
  process_wait_gone 10 "${all[@]}" || fail 1 "processes of the server in $dir did not end after SIGKILL"
}

pause() {
  local pid all
  pid="$(postmaster)" || fail 1 "the server in $dir does not run"
  process_signal STOP "$pid"
  mapfile -t all < <(processes)
  process_signal STOP "${all[@]}"
}

# The sessions first, so that none of them looks dead to the postmaster.
resume() {
  local pid all
  pid="$(postmaster)" || fail 1 "the server in $dir does not run"
  mapfile -t all < <(processes)
  process_signal CONT "${all[@]}" "$pid"
}

status() {
  local pid
  if pid="$(postmaster)"; then
    if process_is_paused "$pid"; then echo "paused $pid"; else echo "running $pid"; fi
  elif [[ -e "$data/postmaster.pid" ]]; then
    echo crashed
    exit 3
  else
    echo stopped
    exit 3
  fi
}

(($# >= 3)) || fail 2 "call: postgres.sh init|start|createdb|stop|kill|pause|resume|status|bin DIR PORT [NAME...]"
verb="$1" port="$3"
[[ "$port" =~ ^[1-9][0-9]{0,4}$ ]] || fail 2 "'$port' is not a port"
((port < 65536)) || fail 2 "'$port' is not a port"
bin="$(find_bin)"
case "$verb" in
  init | start) mkdir -p "$2" ;;
  *) [[ -d "$2" ]] || { if [[ "$verb" == status ]]; then echo stopped; exit 3; fi; fail 1 "there is no $2: init first"; } ;;
esac
dir="$(cd "$2" && pwd -P)"
data="$dir/data"
shift 3
case "$verb" in
  init) init ;;
  start) start ;;
  createdb) createdb "$@" ;;
  stop) stop ;;
  kill) kill_all ;;
  pause) pause ;;
  resume) resume ;;
  status) status ;;
  bin) printf '%s\n' "$bin" ;;
  *) fail 2 "unknown verb '$verb'" ;;
esac
