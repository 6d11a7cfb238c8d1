# shellcheck shell=bash
# soak: a stack for it alone, three instances in a folder of its own, so that nobody's data are touched; gone afterwards.

# soak [--port P] [what Dibs.Experiments takes]
command_soak() {
  local argument wanted_port="" previous=""
  for argument in "$@"; do
    if [[ "$argument" == --help || "$argument" == -h ]]; then command_tool soak "$@"; fi
    if [[ "$previous" == --port ]]; then wanted_port="$argument"; fi
    previous="$argument"
  done
  if [[ "$previous" == --port || -n "$wanted_port" ]]; then require_number --port "$wanted_port" 1024 65000; fi
  open_home
  soak_home="$home/soak/$(date +%Y%m%d-%H%M%S)-$$"
  soak_result=2
  mkdir -p "$soak_home"
  port="${wanted_port:-$(free_block)}"
  trap finish_soak EXIT
  trap 'exit 2' INT TERM HUP
  # The instances say which of them makes which attempt, and when: the figures of the soak follow from that.
  export Logging__LogLevel__Dibs=Debug Logging__Console__FormatterName=simple
  export Logging__Console__FormatterOptions__TimestampFormat='yyyy-MM-ddTHH:mm:ss.fffZ ' Logging__Console__FormatterOptions__UseUtcTimestamp=true
  home="$soak_home"
  open_home
  require_sdk
  (build) && dotnet "$apps/$(current_stamp)/tool/Dibs.Experiments.dll" soak --parse-only "$@" >&2 || exit 2
  DIBS_HOME="$soak_home" "$repo/dibs" up --instances 3 --port "$port" >&2 || exit 2
  run_soak "$@"
  exit "$soak_result"
}

# Runs the load and the faults. In the background, as a shell that waits in the foreground hears a signal only afterwards.
run_soak() {
  local tool
  load_options
  export_app_environment
  export DIBS_BASE_URL="http://127.0.0.1:$port" DIBS_LAUNCHER="$repo/dibs" DIBS_HOME="$home"
  dotnet "$apps/$(current_stamp)/tool/Dibs.Experiments.dll" soak "$@" &
  tool=$!
  # A child in the background does not hear Ctrl-C, so that it ends by our word.
  trap 'say "Stopping the soak ..."; kill -TERM "$tool" 2>/dev/null || true' INT TERM HUP
  while process_exists "$tool"; do wait "$tool" && soak_result=0 || soak_result=$?; done
  # Ended by a signal: nothing was found.
  if ((soak_result > 2)); then soak_result=2; fi
}

# Takes the stack down, whatever happened. Only what a clean or an interrupted soak leaves is thrown away.
finish_soak() {
  local result=$? file pid all
  trap '' INT TERM HUP
  # Those who wait to end a pause would wake up in a stack that is gone.
  for file in "$soak_home"/run/*.resume.pid; do
    if pid="$(process_from_file "$file")"; then
      mapfile -t all < <(process_tree "$pid")
      process_signal KILL "${all[@]}"
    fi
  done
  if ((result == 1)); then
    DIBS_HOME="$soak_home" "$repo/dibs" down >/dev/null 2>&1 || say "The stack of the soak did not stop: DIBS_HOME=$soak_home ./dibs down"
    say "Its databases, logs and answers are kept in $soak_home. To look at them:
  export DIBS_HOME=$soak_home; ./dibs up; ./dibs check --answers $soak_home/answers.csv; ./dibs psql bookings; ./dibs reset --yes"
  elif DIBS_HOME="$soak_home" "$repo/dibs" reset --yes >/dev/null 2>&1; then
    rm -rf "$soak_home"
    rmdir "$(dirname "$soak_home")" 2>/dev/null || true
  else
    say "The stack of the soak could not be taken down: DIBS_HOME=$soak_home ./dibs reset --yes"
  fi
}

# Prints the first port from 28080 on with which a stack finds all its ports free.
free_block() {
  local first
  for ((first = 28080; first < 60000; first += 100)); do
    if ports_are_free "$first"; then echo "$first"; return; fi
  done
  fail 2 "there is no free block of ports for the soak: give one with --port"
}
