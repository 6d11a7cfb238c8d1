# shellcheck shell=bash
# One part of the stack: start, stop, kill, pause, resume, state. The two kinds of servers have scripts of their own.

# server VERB NAME [ARGS...]: passes it to the script of a database server or the broker.
server() {
  local verb="$1" name="$2" script=postgres
  shift 2
  [[ "$name" == rabbitmq ]] && script=rabbitmq
  "$repo/eng/servers/$script.sh" "$verb" "$(data_root)/$name" "$(port_of "$name")" "$@"
}

# Prints "running PID", "paused PID", "crashed" (it should run) or "stopped".
part_state() {
  local pid file="$home/run/$1.pid"
  case "$1" in
    *-db | rabbitmq) if [[ -d "$(data_root)/$1" ]]; then server status "$1" || true; else echo stopped; fi ;;
    *)
      if pid="$(process_from_file "$file")"; then
        if process_is_paused "$pid"; then echo "paused $pid"; else echo "running $pid"; fi
      elif [[ -e "$file" ]]; then
        echo crashed
      else
        echo stopped
      fi
      ;;
  esac
}

# Succeeds if the part runs and is not paused.
part_runs() { [[ "$(part_state "$1")" == running* ]]; }

# Ends, with the port, the part and whoever has it, if a part that is to be started would find its port taken.
require_free_ports() {
  local name what number
  for name in "$@"; do
    [[ "$(part_state "$name")" == [rp]* ]] && continue
    for what in $(ports_of "$name"); do
      number="$(port_of "$what")"
      port_is_used "$number" || continue
      # A broker that crashed may have left its epmd, which the next one takes over.
      [[ "$what" == rabbitmq-epmd ]] && process_from_file "$(data_root)/rabbitmq/epmd.pid" >/dev/null && continue
      fail 1 "port $number, which $what needs, is in use by $(port_holder "$number"). End that, or move all ports of Dibs: ./dibs up --port $(((port + 10000) % 50000 + 1024))"
    done
  done
}

# start_part NAME: starts it, or lets it go on if it is paused, and returns when it is up. Nothing if it runs.
start_part() {
  case "$1" in
    *-db)
      server start "$1"
      # shellcheck disable=SC2046 # several names.
      server createdb "$1" $(databases_of "$1")
      ;;
    rabbitmq) server start "$1" ;;
    web*) start_web "$1" ;;
    haproxy) start_haproxy ;;
  esac
}

# Prints what an instance is started with; another line means that a running one has to be started anew.
web_recipe() { printf 'stamp=%s instances=%s port=%s\n' "$(current_stamp)" "$instances" "$port"; }

start_web() {
  local name="$1" pid stamp
  if pid="$(process_from_file "$home/run/$name.pid")"; then
    process_signal CONT "$pid"
  else
    stamp="$(current_stamp)" || fail 1 "nothing is built yet: ./dibs up"
    require_free_ports "$name"
    web_recipe >"$home/run/$name.recipe"
    (
      export_app_environment
      ASPNETCORE_URLS="http://127.0.0.1:$(port_of "$name")"
      export ASPNETCORE_URLS ASPNETCORE_ENVIRONMENT=Production Dibs__Instance="$name" Demo__Enabled=true Thesis__Enabled=true
      export Experiments__Directory="$home/experiments"
      # Mails with tickets become files here, with links to the address that the browser uses.
      export Mail__Pickup="$home/mail" Mail__Site="http://127.0.0.1:$port"
      # A stack on this machine alone is for trying; elsewhere managers and engineers have to have a second factor (docs/staff.md).
      export Staff__SecondFactor=optional
      # HAProxy says whose request it is.
      export ASPNETCORE_FORWARDEDHEADERS_ENABLED=true
      # The passwords have gone into the connection strings.
      unset DIBS_POSTGRES_PASSWORD DIBS_RABBITMQ_PASSWORD
      cd "$apps/$stamp/web" || exit 1
      process_spawn "$home/run/$name.pid" "$home/log/$name.log" dotnet Dibs.Web.dll
    ) || fail 1 "$name did not start (its log: ./dibs logs $name)"
  fi
  wait_web "$name"
}

# Waits until an instance answers at all; `up` also waits for ready. It migrates and seeds before it listens.
wait_web() {
  local name="$1" deadline=$((SECONDS + 120))
  until [[ "$(web_status "$name" /health/live)" == 200 ]]; do
    part_runs "$name" || { tail -n 15 "$home/log/$name.log" >&2; fail 1 "$name ended while starting (its log: ./dibs logs $name)"; }
    ((SECONDS < deadline)) || fail 1 "$name did not answer within 120 s (its log: ./dibs logs $name)"
    sleep 0.1
  done
}

# web_status NAME PATH: prints the HTTP status of an instance's answer, 000 if there is none.
web_status() {
  curl -s -o /dev/null -w '%{http_code}' --max-time 3 --noproxy '*' "http://127.0.0.1:$(port_of "$1")$2" || true
}

# Exports the addresses that haproxy.cfg asks for.
export_haproxy_environment() {
  local i
  export DIBS_BIND="127.0.0.1:$port" DIBS_STATS_BIND="127.0.0.1:$((port + 1))"
  for ((i = 1; i <= max_instances; i++)); do unset "DIBS_WEB$i"; done
  for ((i = 1; i <= instances; i++)); do export "DIBS_WEB$i=127.0.0.1:$(port_of "web$i")"; done
}

# Prints what HAProxy is started with; another line means that a running one has to be started anew.
haproxy_recipe() { printf 'config=%s instances=%s port=%s\n' "$(cat "$repo"/haproxy/* | sha256sum | cut -c 1-12)" "$instances" "$port"; }

# Starts HAProxy. A running one with another recipe hands its connections over: no request is refused meanwhile.
start_haproxy() {
  local pid handover=() deadline=$((SECONDS + 10))
  if pid="$(process_from_file "$home/run/haproxy.pid")"; then
    process_signal CONT "$pid"
    [[ "$(cat "$home/run/haproxy.recipe" 2>/dev/null)" == "$(haproxy_recipe)" ]] && return
    handover=(-sf "$pid")
  else
    require_free_ports haproxy
  fi
  # Everything that HAProxy says on stderr once it runs is in its log too, there with the time.
  : >"$home/log/haproxy.start.log"
  (
    export_haproxy_environment
    haproxy="$(PATH="$PATH:/usr/sbin" command -v haproxy)"
    # HAProxy switches off that its output is appended, and would write over what is there: so by way of a pipe.
    # shellcheck disable=SC2016 # $0, $1 and $@ belong to the new shell.
    process_spawn "$home/run/haproxy.pid" "$home/log/haproxy.start.log" \
      bash -c 'log="$0"; exec "$@" > >(exec cat >>"$log")' "$home/log/haproxy.log" \
      "$haproxy" -db -f "$repo/haproxy/haproxy.cfg" "${handover[@]}"
  )
  haproxy_recipe >"$home/run/haproxy.recipe"
  until port_is_used "$port"; do
    if ! part_runs haproxy || ((SECONDS >= deadline)); then
      cat "$home/log/haproxy.start.log" >&2
      fail 1 "HAProxy did not start"
    fi
    sleep 0.05
  done
}

# stop_part NAME: ends it in order and waits. Instances finish their bookings first. Nothing if it does not run.
stop_part() {
  local pid signal=TERM file="$home/run/$1.pid"
  case "$1" in
    *-db | rabbitmq) if [[ -d "$(data_root)/$1" ]]; then server stop "$1"; fi ;;
    *)
      # USR1 makes HAProxy end its listeners, and itself when its requests are answered or hard-stop-after has passed.
      [[ "$1" == haproxy ]] && signal=USR1
      if pid="$(process_from_file "$file")"; then
        process_signal "$signal" "$pid"
        process_signal CONT "$pid"
        process_wait_gone 40 "$pid" || fail 1 "$1 (pid $pid) has not stopped within 40 s: ./dibs kill $1 ends it at once"
      fi
      rm -f "$file"
      ;;
  esac
}

# kill_part NAME: SIGKILL to all of its processes.
kill_part() {
  local pid all
  [[ "$(part_state "$1")" == [rp]* ]] || fail 1 "$1 does not run, so it cannot be killed"
  case "$1" in
    *-db | rabbitmq) server kill "$1" ;;
    *)
      pid="$(process_from_file "$home/run/$1.pid")"
      mapfile -t all < <(process_tree "$pid")
      process_signal KILL "${all[@]}"
      process_wait_gone 10 "${all[@]}" || fail 1 "$1 (pid $pid) did not end after SIGKILL"
      ;;
  esac
}

# signal_part SIGNAL NAME, with SIGNAL STOP or CONT: to all of its processes.
signal_part() {
  local pid all
  case "$2" in
    *-db | rabbitmq) if [[ "$1" == STOP ]]; then server pause "$2"; else server resume "$2"; fi ;;
    *)
      pid="$(process_from_file "$home/run/$2.pid")" || fail 1 "$2 does not run"
      mapfile -t all < <(process_tree "$pid")
      process_signal "$1" "${all[@]}"
      ;;
  esac
}

# pause_part NAME SECONDS: halts it now; a process in the background lets it go on.
pause_part() {
  local name="$1" duration="$2"
  part_runs "$name" || fail 1 "$name does not run ($(part_state "$name")), so it cannot be paused"
  signal_part STOP "$name"
  # shellcheck disable=SC2016 # $1 to $3 belong to the new shell.
  process_spawn "$home/run/$name.resume.pid" "$home/log/launcher.log" \
    env DIBS_HOME="$home" bash -c 'sleep "$1"; exec "$2" resume-after-pause "$3"' bash "$duration" "$repo/dibs" "$name"
  say "$name is paused until $(date -d "+$duration seconds" +%H:%M:%S)"
}
