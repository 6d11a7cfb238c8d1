# shellcheck shell=bash
# Tools that want a stack for themselves alone, gone afterwards, so that nobody's data are touched: soak, experiment.

# The folder of that stack, and what the tool has found: 0 well, 1 not, 2 could not.
own_home=""
own_result=2

# run_tool COMMAND [ARGS...]: runs Dibs.Experiments at the stack in $home. In the background, as a shell that waits in the
# foreground hears a signal only afterwards.
run_tool() {
  local tool
  load_options
  export_app_environment
  export DIBS_BASE_URL="http://127.0.0.1:$port" DIBS_LAUNCHER="$repo/dibs" DIBS_HOME="$home"
  dotnet "$apps/$(current_stamp)/tool/Dibs.Experiments.dll" "$@" &
  tool=$!
  # A child in the background does not hear Ctrl-C, so that it ends by our word.
  trap 'say "Stopping ..."; kill -TERM "$tool" 2>/dev/null || true' INT TERM HUP
  while process_exists "$tool"; do wait "$tool" && own_result=0 || own_result=$?; done
  # Ended by a signal: nothing was found.
  if ((own_result > 2)); then own_result=2; fi
}

# Ends those who wait to end a pause: they would wake up in a stack that is gone.
end_resumers() {
  local file pid all
  for file in "$own_home"/run/*.resume.pid; do
    if pid="$(process_from_file "$file")"; then
      mapfile -t all < <(process_tree "$pid")
      process_signal KILL "${all[@]}"
    fi
  done
}

# Takes the stack down and its data away.
remove_own_stack() {
  end_resumers
  if DIBS_HOME="$own_home" "$repo/dibs" reset --yes >/dev/null 2>&1; then
    rm -rf "$own_home"
    rmdir "$(dirname "$own_home")" 2>/dev/null || true
  else
    say "The stack could not be taken down: DIBS_HOME=$own_home ./dibs reset --yes"
  fi
}

# Prints the first port from 28080 on with which a stack finds all its ports free.
free_block() {
  local first
  for ((first = 28080; first < 60000; first += 100)); do
    if ports_are_free "$first"; then echo "$first"; return; fi
  done
  fail 2 "there is no free block of ports: give one with --port"
}

# port_option ARGS...: prints the value of --port, or nothing. It ends where that is none.
port_option() {
  local argument wanted="" previous=""
  for argument in "$@"; do
    if [[ "$previous" == --port ]]; then wanted="$argument"; fi
    previous="$argument"
  done
  if [[ "$previous" == --port || -n "$wanted" ]]; then require_number --port "$wanted" 1024 65000; fi
  printf '%s' "$wanted"
}
