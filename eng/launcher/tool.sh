# shellcheck shell=bash
# check, bench, experiment: Dibs.Experiments does them; this gives it the addresses and passes its exit code on.

command_tool() {
  local command="$1" argument help=false stamp failed=1
  shift
  for argument in "$@"; do
    if [[ "$argument" == --help || "$argument" == -h ]]; then help=true; fi
  done
  # `check` says 2 when it could not look; the launcher's own failures must not look like violated invariants.
  if [[ "$command" == check ]]; then failed=2; fi
  open_home
  load_options
  require_sdk
  if [[ "$command" == bench || "$command ${1:-}" == "experiment viewers" ]] && ! "$help" &&
    [[ "$(remembered_mode)" == local ]] && ! part_runs haproxy; then
    say "The stack does not run: starting it."
    "$repo/dibs" up >&2
    load_options
  fi
  if ! current_stamp >/dev/null; then (build) || exit "$failed"; fi
  stamp="$(current_stamp)" || exit "$failed"
  export_app_environment
  export DIBS_BASE_URL="http://127.0.0.1:$port" DIBS_LAUNCHER="$repo/dibs" DIBS_HOME="$home"
  exec dotnet "$apps/$stamp/tool/Dibs.Experiments.dll" "$command" "$@"
}
