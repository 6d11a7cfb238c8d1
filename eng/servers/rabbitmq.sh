#!/usr/bin/env bash
# One private RabbitMQ broker: used by ./dibs and by the tests.
#
#   rabbitmq.sh init   DIR PORT   makes the broker's folder
#   rabbitmq.sh start  DIR PORT   starts it and waits until it takes connections (10 s or so); nothing if it runs; resumes a paused one
#   rabbitmq.sh stop   DIR PORT   ends it in order; nothing if stopped
#   rabbitmq.sh kill   DIR PORT   SIGKILL to all its processes, as when the machine loses power
#   rabbitmq.sh pause  DIR PORT   SIGSTOP to all of them; resume: SIGCONT
#   rabbitmq.sh wipe   DIR PORT   throws all its data away; it must be stopped
#   rabbitmq.sh ctl    DIR PORT ARGUMENT...   runs rabbitmqctl on it, such as: ctl DIR PORT set_vm_memory_high_watermark 0.4
#   rabbitmq.sh status DIR PORT   prints one of: running PID, paused PID, crashed, stopped
#
# DIR    a folder for this broker alone; made if it is missing. It holds data/ and log. As root the broker runs as user rabbitmq,
#        who must be able to reach DIR: every parent needs permission x for others.
# PORT   AMQP, on 127.0.0.1. PORT+1 is Erlang's distribution port and PORT+2 its port mapper (epmd), on 127.0.0.1 too; this
#        broker has an epmd of its own, so any number of brokers can run side by side.
# The settings are those of rabbitmq/rabbitmq.conf. User dibs is made at the first start, with the password out of
# DIBS_RABBITMQ_PASSWORD, or "dibs" without it. Address: amqp://dibs:PASSWORD@127.0.0.1:PORT/
#
# Prints nothing on stdout but for status and ctl; what went wrong goes to stderr.
# Exit: 0 done (status: 0 running or paused, 3 not) · 1 failed · 2 wrong call · 4 no RabbitMQ here · 5 DIR out of reach of user rabbitmq
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
# shellcheck source=eng/servers/process.sh
source "$here/process.sh"

# Prints what is wrong and ends with CODE.
fail() {
  local code="$1"
  shift
  echo "rabbitmq.sh: $*" >&2
  exit "$code"
}

# Prints the path of the server's own start script; the one in /usr/sbin insists on a user and on Debian's folders.
find_server() {
  local found
  for found in /usr/lib/rabbitmq/bin/rabbitmq-server /opt/rabbitmq/sbin/rabbitmq-server; do
    if [[ -x "$found" ]]; then
      printf '%s\n' "$found"
      return
    fi
  done
  fail 4 "no RabbitMQ found (Debian, Ubuntu: apt-get install rabbitmq-server)"
}

broker() { process_from_file "$dir/broker.pid"; }
mapper() { process_from_file "$dir/epmd.pid"; }

init() {
  mkdir -p "$dir/data"
  cp "$here/../../rabbitmq/rabbitmq.conf" "$here/../../rabbitmq/enabled_plugins" "$dir/"
  chmod 644 "$dir/rabbitmq.conf" "$dir/enabled_plugins"
  if ((EUID == 0)); then
    chown rabbitmq: "$dir" "$dir/data" "$dir/enabled_plugins"
    run_as rabbitmq test -w "$dir/data" ||
      fail 5 "user rabbitmq cannot reach $dir: each folder above it needs permission x for others (chmod o+x)"
  fi
}

# Succeeds once the broker takes connections: it opens its port as the last thing when it starts.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

start() {
  local pid server taken deadline
  if pid="$(broker)"; then
    if process_is_paused "$pid"; then resume; fi
  else
    server="$(find_server)"
    init
    # Whoever was killed in the middle of the very first start may have left a broker without its user. It holds nothing yet.
    [[ -e "$dir/complete" ]] || wipe
    if ! mapper >/dev/null; then
      port_is_used $((port + 2)) && fail 1 "port $((port + 2)) (epmd) is in use by $(port_holder $((port + 2)))"
      spawn epmd epmd -port $((port + 2)) -address 127.0.0.1
    fi
    for taken in "$port" $((port + 1)); do
      port_is_used "$taken" && fail 1 "port $taken is in use by $(port_holder "$taken")"
    done
    spawn broker "$server"
    pid="$(broker)" || fail 1 "the broker did not start (its log: $dir/log)"
  fi
  deadline=$((SECONDS + 120))
  until answers; do
    process_exists "$pid" || { tail -n 20 "$dir/log" >&2; fail 1 "the broker ended while starting (its log: $dir/log)"; }
    ((SECONDS < deadline)) || fail 1 "the broker did not take connections within 120 s (its log: $dir/log)"
    sleep 0.2
  done
  touch "$dir/complete"
}

# Puts all that the broker, its epmd and rabbitmqctl must know into the environment.
know_broker() {
  # Holds the Erlang cookie: no other broker's is touched.
  export HOME="$dir/data" LANG=C.UTF-8
  export ERL_EPMD_PORT=$((port + 2)) ERL_EPMD_ADDRESS=127.0.0.1
  export RABBITMQ_NODENAME=dibs@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
  export RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT=$((port + 1))
  # The distribution port would listen on all addresses.
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
  export RABBITMQ_MNESIA_BASE="$dir/data" RABBITMQ_PID_FILE="$dir/data/pid"
  # All to the standard output; the folder is for what would go elsewhere all the same, as the log of an upgrade.
  export RABBITMQ_LOGS=- RABBITMQ_LOG_BASE="$dir/data" ERL_CRASH_DUMP="$dir/data/erl_crash.dump"
  export RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins"
  export RABBITMQ_CONF_ENV_FILE=/dev/null
  export RABBITMQ_DEFAULT_USER=dibs RABBITMQ_DEFAULT_PASS="${DIBS_RABBITMQ_PASSWORD:-dibs}"
  # Makes the start script become the broker, instead of staying as a shell in front of it.
  export RUNNING_UNDER_SYSTEMD=1
}

# spawn NAME COMMAND...: starts COMMAND; its pid goes to NAME.pid.
spawn() (
  cd "$dir"
  know_broker
  local name="$1" user=()
  shift
  if ((EUID == 0)); then user=(setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups --); fi
  process_spawn "$dir/$name.pid" "$dir/log" "${user[@]}" "$@"
)

stop() {
  local pid
  if pid="$(broker)"; then
    process_signal TERM "$pid"
    process_signal CONT "$pid"
    process_wait_gone 60 "$pid" || fail 1 "the broker (pid $pid) did not stop within 60 s"
  fi
  if pid="$(mapper)"; then
    process_signal TERM "$pid"
    process_wait_gone 5 "$pid" || fail 1 "epmd (pid $pid) did not stop within 5 s"
  fi
  rm -f "$dir/broker.pid" "$dir/epmd.pid"
}

# ctl ARGUMENT...: as the broker's own user, who alone may read its cookie.
ctl() (
  local tool
  tool="$(dirname "$(find_server)")/rabbitmqctl"
  cd "$dir"
  know_broker
  run_as rabbitmq "$tool" --silent "$@"
)

# Prints all processes of the broker, the broker first.
processes() {
  local pid
  if pid="$(broker)"; then process_tree "$pid"; fi
}

kill_all() {
  local all
  mapfile -t all < <(processes; mapper || true)
  ((${#all[@]} > 0)) || return 0
  process_signal KILL "${all[@]}"
  process_wait_gone 10 "${all[@]}" || fail 1 "processes of the broker did not end after SIGKILL"
}

# signal_all SIGNAL: to the broker and its helpers.
signal_all() {
  local all
  broker >/dev/null || fail 1 "the broker does not run"
  mapfile -t all < <(processes)
  process_signal "$1" "${all[@]}"
}

pause() { signal_all STOP; }
resume() { signal_all CONT; }

wipe() {
  if broker >/dev/null; then fail 1 "the broker runs: stop it first"; fi
  rm -rf "$dir/data" "$dir/complete"
  init
}

status() {
  local pid
  if pid="$(broker)"; then
    if process_is_paused "$pid"; then echo "paused $pid"; else echo "running $pid"; fi
  elif [[ -e "$dir/broker.pid" ]]; then
    echo crashed
    exit 3
  else
    echo stopped
    exit 3
  fi
}

(($# == 3)) || [[ "${1:-}" == ctl && $# -gt 3 ]] ||
  fail 2 "call: rabbitmq.sh init|start|stop|kill|pause|resume|wipe|status DIR PORT, or ctl DIR PORT ARGUMENT..."
verb="$1" port="$3"
[[ "$port" =~ ^[1-9][0-9]{0,4}$ ]] || fail 2 "'$port' is not a port"
((port < 65534)) || fail 2 "'$port' is not a port"
case "$verb" in
  init | start) mkdir -p "$2" ;;
  *) [[ -d "$2" ]] || { if [[ "$verb" == status ]]; then echo stopped; exit 3; fi; fail 1 "there is no $2: init first"; } ;;
esac
dir="$(cd "$2" && pwd -P)"
shift 3
case "$verb" in
  init) init ;;
  start) start ;;
  stop) stop ;;
  kill) kill_all ;;
  pause) pause ;;
  resume) resume ;;
  wipe) wipe ;;
  ctl) ctl "$@" ;;
  status) status ;;
  *) fail 2 "unknown verb '$verb'" ;;
esac
