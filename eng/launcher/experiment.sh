# shellcheck shell=bash
# experiment: `run` has a stack for itself (own-stack.sh) unless it is told --running; the other verbs need none.

# experiment VERB [what Dibs.Experiments takes]
command_experiment() {
  local verb="${1:-}" argument running=false
  for argument in "$@"; do
    case "$argument" in
      --help | -h) command_tool experiment "$@" ;;
      --running) running=true ;;
    esac
  done
  export DIBS_EXPERIMENTS
  open_home
  DIBS_EXPERIMENTS="${DIBS_EXPERIMENTS:-$home/experiments}"
  case "$verb" in
    run) require_packages servers charts; prepare_charts ;;
    report | compare) prepare_charts ;;
  esac
  describe_programs
  if [[ "$verb" == run ]] && ! "$running"; then
    run_experiment "$@"
  else
    command_tool experiment "$@"
  fi
}

# Runs one on a stack of its own. One at a time: two would measure each other.
run_experiment() {
  local wanted_instances lock
  port="$(port_option "$@")"
  own_home="$home/experiment-stack/main"
  mkdir -p "$own_home"
  exec {lock}>"$home/experiment.lock"
  flock -n "$lock" || fail 2 "another experiment is running in $home: wait for it, or set DIBS_HOME to another folder"
  require_sdk
  (build) && wanted_instances="$(dotnet "$apps/$(current_stamp)/tool/Dibs.Experiments.dll" experiment "$@" --parse-only)" || exit 2
  trap 'result=$?; trap "" INT TERM HUP; remove_own_stack; exit $result' EXIT
  trap 'exit 2' INT TERM HUP
  # Left by an experiment that was killed: its data would be looked at again.
  if [[ -e "$own_home/options" ]]; then DIBS_HOME="$own_home" "$repo/dibs" reset --yes >/dev/null 2>&1 || true; fi
  port="${port:-$(free_block)}"
  home="$own_home"
  open_home
  (build)
  DIBS_HOME="$own_home" "$repo/dibs" up --instances "$wanted_instances" --port "$port" >&2 || exit 2
  run_tool experiment "$@"
  exit "$own_result"
}

# Exports what a report says about the programs that it was made with.
describe_programs() {
  export DIBS_COMMIT DIBS_HAPROXY_VERSION
  DIBS_COMMIT="$(git -C "$repo" rev-parse HEAD 2>/dev/null || echo unknown)"
  if [[ "$DIBS_COMMIT" != unknown && -n "$(git -C "$repo" status --porcelain 2>/dev/null)" ]]; then DIBS_COMMIT+=" with changes"; fi
  # None where a report is only made anew.
  DIBS_HAPROXY_VERSION="$({ PATH="$PATH:/usr/sbin" haproxy -v 2>/dev/null || true; } | sed -n '1s/.*version \([^ ]*\).*/\1/p')"
}

# Puts the library that draws charts into .dibs/charts, once for each lock file, and exports where it is.
prepare_charts() {
  local folder="$repo/.dibs/charts" source="$repo/Dibs.Experiments/Charts" stamp
  require_packages charts
  stamp="$(cat "$source"/* | sha256sum | cut -c 1-12)"
  export DIBS_CHARTS="$folder/$stamp"
  mkdir -p "$folder"
  if [[ ! -e "$DIBS_CHARTS/complete" ]]; then with_lock "$folder/.lock" install_charts "$source"; fi
}

install_charts() {
  if [[ -e "$DIBS_CHARTS/complete" ]]; then return; fi
  say "Installing the chart library ..."
  rm -rf "$DIBS_CHARTS"
  cp -r "$1" "$DIBS_CHARTS"
  (cd "$DIBS_CHARTS" && npm ci --no-audit --no-fund --ignore-scripts </dev/null >"$repo/.dibs/charts/install.log" 2>&1) ||
    { tail -n 10 "$repo/.dibs/charts/install.log" >&2; fail 2 "the chart library could not be installed (all of it: $repo/.dibs/charts/install.log). It comes from npm: is the registry to be reached?"; }
  touch "$DIBS_CHARTS/complete"
}
