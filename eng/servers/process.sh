# shellcheck shell=bash
# Processes that we started: to start them, to know them again, to signal them. Sourced by the launcher and the server scripts.
#
# A pid alone is not enough to signal somebody: pids are used again. A pid file here holds "PID STARTTIME BOOT", where
# STARTTIME is field 22 of /proc/PID/stat, and a process counts as ours only if all three agree.

# Prints the fields of /proc/PID/stat after the command's name: state first, start time 20th. Fails if there is no such process.
process_stat() {
  local line
  { line="$(<"/proc/$1/stat")"; } 2>/dev/null || return 1
  printf '%s\n' "${line##*) }"
}

# Prints what a pid file should hold for PID.
process_identity() {
  local fields
  fields="$(process_stat "$1")" || return 1
  read -ra fields <<<"$fields"
  printf '%s %s %s\n' "$1" "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

# Succeeds if the process PID exists and is not just a zombie that nobody has waited for.
process_exists() {
  local fields
  fields="$(process_stat "$1")" || return 1
  [[ "${fields:0:1}" != [ZX] ]]
}

# Prints the pid out of FILE if that very process still runs; fails otherwise.
process_from_file() {
  local pid identity
  [[ -s "$1" ]] || return 1
  identity="$(<"$1")"
  pid="${identity%% *}"
  [[ "$pid" =~ ^[0-9]+$ ]] || return 1
  process_exists "$pid" && [[ "$(process_identity "$pid")" == "$identity" ]] || return 1
  printf '%s\n' "$pid"
}

# Succeeds if PID is stopped by a signal.
process_is_paused() {
  local fields
  fields="$(process_stat "$1")" && [[ "${fields:0:1}" == [Tt] ]]
}

# Prints PID and everything below it, parents first.
process_tree() {
  ps -eo pid=,ppid= | awk -v root="$1" '
    { parent[$1] = $2 }
    END {
      for (pid in parent) {
        for (p = pid; p != "" && p != 0 && p != root; p = parent[p]) { }
        if (p == root) print pid
      }
    }' | sort -n
}

# Sends SIGNAL to the given pids; those that are gone do not matter.
process_signal() {
  local signal="$1" pid
  shift
  for pid in "$@"; do
    kill -"$signal" "$pid" 2>/dev/null || true
  done
}

# Waits until none of the given pids exists, at most SECONDS; fails if one is left.
process_wait_gone() {
  local deadline=$((SECONDS + $1)) pid
  shift
  for pid in "$@"; do
    while process_exists "$pid"; do
      ((SECONDS < deadline)) || return 1
      sleep 0.05
    done
  done
}

# Closes everything above stderr, so that a server neither holds a lock nor keeps a pipe of the caller open.
close_inherited_files() {
  local fd
  for fd in "/proc/$BASHPID/fd/"*; do
    fd="${fd##*/}"
    if ((fd > 2)); then eval "exec $fd>&-"; fi
  done
}

# process_spawn PIDFILE LOG COMMAND...: starts COMMAND in a session of its own, its output added to LOG. The process writes its
# own pid file before it becomes COMMAND: killing the launcher in between leaves nothing that the pid file does not name.
process_spawn() {
  local pidfile="$1" log="$2"
  shift 2
  rm -f "$pidfile"
  # shellcheck disable=SC2016 # $$ and $@ belong to the new shell.
  setsid --fork bash -c '
    source "$0"
    close_inherited_files
    pidfile="$1"
    shift
    process_identity $$ >"$pidfile.new" && mv "$pidfile.new" "$pidfile"
    exec "$@"' "${BASH_SOURCE[0]}" "$pidfile" "$@" </dev/null >>"$log" 2>&1
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    [[ -s "$pidfile" ]] && return 0
    sleep 0.02
  done
  return 1
}

# run_as USER COMMAND...: as USER when we are root, as ourselves otherwise. Becomes COMMAND, so the pid stays the same.
run_as() {
  local user="$1"
  shift
  if ((EUID == 0)); then
    setpriv --reuid="$user" --regid="$user" --init-groups -- "$@"
  else
    "$@"
  fi
}

# Succeeds if somebody listens on PORT of this machine (any address).
port_is_used() {
  local hex files=()
  printf -v hex '%04X' "$1"
  [[ -r /proc/net/tcp ]] && files+=(/proc/net/tcp)
  [[ -r /proc/net/tcp6 ]] && files+=(/proc/net/tcp6)
  awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' "${files[@]}"
}

# Prints "NAME (pid PID)" of who listens on PORT, or "another process" where we may not look.
port_holder() {
  local hex inode link pid
  printf -v hex '%04X' "$1"
  inode="$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }')"
  link="$(find /proc -mindepth 3 -maxdepth 3 -path '/proc/[0-9]*/fd/*' -lname "socket:\[$inode\]" -print -quit 2>/dev/null || true)"
  if [[ "$link" =~ ^/proc/([0-9]+)/ ]]; then
    pid="${BASH_REMATCH[1]}"
    printf '%s (pid %s)\n' "$(cat "/proc/$pid/comm" 2>/dev/null || echo process)" "$pid"
  else
    echo "another process"
  fi
}
