# shellcheck shell=bash
# The stack as a whole: up, down, reset.

# up [--instances N] [--port P] [--docker]
command_up() {
  local wanted_port="" wanted_instances="" docker=false
  while (($# > 0)); do
    case "$1" in
      --port) wanted_port="${2:-}"; require_number --port "$wanted_port" 1024 65000; shift 2 ;;
      --instances) wanted_instances="${2:-}"; require_number --instances "$wanted_instances" 1 "$max_instances"; shift 2 ;;
      --docker) docker=true; shift ;;
      *) fail 2 "up does not know '$1'. Call: ./dibs up [--instances N] [--port P] [--docker]" ;;
    esac
  done
  open_home
  if "$docker"; then
    docker_up "$wanted_port" "$wanted_instances"
  else
    with_lock "$home/lock" bring_up "$wanted_port" "$wanted_instances"
  fi
}

# require_number OPTION VALUE FROM TO
require_number() {
  [[ "$2" =~ ^[0-9]{1,5}$ ]] && ((10#$2 >= $3 && 10#$2 <= $4)) || fail 2 "$1 wants a number from $3 to $4, not '$2'"
}

# Each step leaves alone what is as it should be, so this also repairs whatever an interrupted run left behind:
#   1. options, packages, folders   2. servers, beside   3. the build   4. instances   5. HAProxy   6. wait until ready
bring_up() {
  # 1
  choose_options "$1" "$2"
  require_packages servers
  require_sdk
  if [[ "$(remembered_mode)" == docker ]]; then fail 1 "the stack runs in containers: ./dibs down first"; fi
  choose_data_root
  load_secrets
  save_options
  # shellcheck disable=SC2046 # several names.
  require_free_ports $(parts)

  # 2 and 3
  local name starters=()
  for name in bookings-db payments-db tickets-db rabbitmq; do
    part_runs "$name" || say "Starting $name ..."
    start_part "$name" &
    starters+=($!)
  done
  build
  for name in "${starters[@]}"; do
    wait "$name" || fail 1 "not all servers are up, see above. ./dibs status says which; ./dibs up goes on from here"
  done

  # 4
  bring_up_instances

  # 5
  start_part haproxy
  stop_surplus_instances

  # 6
  wait_ready
  tell_first_manager
  prune_builds
  announce
}

# Decides port and number of instances: from the command line, else as the last time.
choose_options() {
  local asked="$1" name
  load_options
  if [[ -n "$asked" && "$asked" != "$port" ]]; then
    for name in $(parts); do
      [[ "$(part_state "$name")" != [rp]* ]] || fail 1 "this stack runs on port $port ($name does): ./dibs down first, then up --port $asked"
    done
    port=$((10#$asked))
  fi
  if [[ -n "$2" ]]; then instances=$((10#$2)); fi
}

# Starts the instances that do not run, together. Those that run with other programs or options are started anew, one at a
# time, so that the others serve meanwhile.
bring_up_instances() {
  local i name starters=() outdated=()
  for ((i = 1; i <= instances; i++)); do
    name="web$i"
    if [[ "$(part_state "$name")" == [rp]* ]]; then
      process_signal CONT "$(process_from_file "$home/run/$name.pid")"
      if [[ "$(cat "$home/run/$name.recipe" 2>/dev/null)" != "$(web_recipe)" ]]; then outdated+=("$name"); fi
    else
      say "Starting $name ..."
      start_part "$name" &
      starters+=($!)
    fi
  done
  for name in "${starters[@]}"; do
    wait "$name" || fail 1 "not all instances are up, see above"
  done
  for name in "${outdated[@]}"; do
    say "Restarting $name, which has other sources or options ..."
    restart_instance "$name"
  done
}

# Stops the instances of an earlier `up` with more of them. HAProxy sends them nothing any more.
stop_surplus_instances() {
  local i
  for ((i = instances + 1; i <= max_instances; i++)); do
    if [[ -e "$home/run/web$i.pid" ]]; then
      say "Stopping web$i ..."
      stop_part "web$i"
    fi
  done
}

# restart_instance NAME: stops it in order, starts it, and returns when HAProxy sends it requests again, so that the next may go.
restart_instance() {
  stop_part "$1"
  start_part "$1"
  wait_instance_ready "$1"
  # One health check of HAProxy (inter 1s, rise 1).
  sleep 1.2
}

# Waits until an instance says that it is ready.
wait_instance_ready() {
  local deadline=$((SECONDS + 120))
  until [[ "$(web_status "$1" /health/ready)" == 200 ]]; do
    part_runs "$1" || { tail -n 15 "$home/log/$1.log" >&2; fail 1 "$1 ended while starting (its log: ./dibs logs $1)"; }
    if ((SECONDS >= deadline)); then
      curl -s --max-time 3 --noproxy '*' "http://127.0.0.1:$(port_of "$1")/health/ready" >&2 || true
      fail 1 "$1 runs but is not ready after 120 s; its answer is above (its log: ./dibs logs $1)"
    fi
    sleep 0.1
  done
}

# Waits until every instance is ready and HAProxy has seen it.
wait_ready() {
  local i deadline
  for ((i = 1; i <= instances; i++)); do wait_instance_ready "web$i"; done
  deadline=$((SECONDS + 20))
  until [[ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 3 --noproxy '*' "http://127.0.0.1:$port/health/ready")" == 200 ]]; do
    ((SECONDS < deadline)) || fail 1 "the instances are ready, but HAProxy does not pass requests on (./dibs logs haproxy)"
    sleep 0.1
  done
}

# Prints where to go, on stdout.
announce() {
  printf 'http://127.0.0.1:%s\n' "$port"
}

command_down() {
  (($# == 0)) || fail 2 "down takes no arguments"
  open_home
  with_lock "$home/lock" take_down
}

# Requests first, then those who serve them, then what these need. Instances drain together, and so do the servers stop.
take_down() {
  local i name stoppers=()
  load_options
  if [[ "$(remembered_mode)" == docker ]]; then
    docker_down
    return
  fi
  say "Stopping ..."
  stop_part haproxy
  for ((i = 1; i <= max_instances; i++)); do
    stop_part "web$i" &
    stoppers+=($!)
  done
  wait_all "${stoppers[@]}" || fail 1 "not all instances have stopped, see above"
  stoppers=()
  for name in bookings-db payments-db tickets-db rabbitmq; do
    stop_part "$name" &
    stoppers+=($!)
  done
  wait_all "${stoppers[@]}" || fail 1 "not all servers have stopped, see above"
  say "Stopped."
}

# Waits for all of the given children; fails if one failed.
wait_all() {
  local child result=0
  for child in "$@"; do wait "$child" || result=1; done
  return "$result"
}

# reset [--yes]: stops everything and deletes the data.
command_reset() {
  local answer=""
  case "${1:-}" in
    --yes) ;;
    "")
      [[ -t 0 ]] || fail 2 "reset deletes all bookings. Without a terminal to ask on it wants: ./dibs reset --yes"
      read -r -p "Delete all databases and messages of this stack in $home? [y/N] " answer
      [[ "$answer" == [yY]* ]] || fail 1 "nothing was deleted"
      ;;
    *) fail 2 "reset does not know '$1'. Call: ./dibs reset [--yes]" ;;
  esac
  open_home
  with_lock "$home/lock" delete_data
}

delete_data() {
  local root
  take_down
  # Also after `down`: the volumes stay, with the password that goes with the secrets.
  if [[ -e "$home/docker-data" ]]; then docker_delete_data; fi
  root="$(data_root)"
  rm -rf "$root" "$home/data-root" "$home/secrets" "$home"/first-manager-* "$home/log" "$home/run" "$home/mail"
  say "Deleted the data. ./dibs up starts with new ones."
}
