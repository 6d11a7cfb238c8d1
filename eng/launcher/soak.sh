# shellcheck shell=bash
# soak: a stack for it alone, three instances in a folder of its own (own-stack.sh).

# soak [--port P] [what Dibs.Experiments takes]
command_soak() {
  local argument
  for argument in "$@"; do
    if [[ "$argument" == --help || "$argument" == -h ]]; then command_tool soak "$@"; fi
  done
  port="$(port_option "$@")"
  open_home
  own_home="$home/soak/$(date +%Y%m%d-%H%M%S)-$$"
  mkdir -p "$own_home"
  port="${port:-$(free_block)}"
  trap finish_soak EXIT
  trap 'exit 2' INT TERM HUP
  # The instances say which of them makes which attempt, and when: the figures of the soak follow from that.
  export Logging__LogLevel__Dibs=Debug Logging__Console__FormatterName=simple
  export Logging__Console__FormatterOptions__TimestampFormat='yyyy-MM-ddTHH:mm:ss.fffZ ' Logging__Console__FormatterOptions__UseUtcTimestamp=true
  home="$own_home"
  open_home
  require_sdk
  (build) && dotnet "$apps/$(current_stamp)/tool/Dibs.Experiments.dll" soak --parse-only "$@" >&2 || exit 2
  DIBS_HOME="$own_home" "$repo/dibs" up --instances 3 --port "$port" >&2 || exit 2
  run_tool soak "$@"
  exit "$own_result"
}

# Takes the stack down, whatever happened. Only what a clean or an interrupted soak leaves is thrown away.
finish_soak() {
  local result=$?
  trap '' INT TERM HUP
  if ((result != 1)); then
    remove_own_stack
    return
  fi
  end_resumers
  DIBS_HOME="$own_home" "$repo/dibs" down >/dev/null 2>&1 || say "The stack of the soak did not stop: DIBS_HOME=$own_home ./dibs down"
  say "Its databases, logs and answers are kept in $own_home. To look at them:
  export DIBS_HOME=$own_home; ./dibs up; ./dibs check --answers $own_home/answers.csv; ./dibs psql bookings; ./dibs reset --yes"
}
