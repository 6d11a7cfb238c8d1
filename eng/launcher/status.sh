# shellcheck shell=bash
# What runs, for people (a table) and for programs (--json).

command_status() {
  local json=false rows
  case "${1:-}" in
    "") ;;
    --json) json=true ;;
    *) fail 2 "status does not know '$1'. Call: ./dibs status [--json]" ;;
  esac
  open_home
  load_options
  if [[ "$(remembered_mode)" == docker ]]; then
    docker_status "$json"
    return
  fi
  require_packages servers
  rows="$(for name in $(parts); do part_row "$name"; done)"
  if "$json"; then
    jq -s --argjson port "$port" --arg home "$home" \
      '{ address: "http://127.0.0.1:\($port)", port: $port, home: $home, parts: ., alarms: [.[].alarms // [] | .[]] | unique }' <<<"$rows"
  else
    printf '%-12s %-8s %7s %6s  %s\n' PART STATE PID PORT READY
    jq -r '[.name, .state, (.pid // "-" | tostring), (.port | tostring), (if .ready == null then "" elif .ready then "yes" else "no" end)] | @tsv' <<<"$rows" |
      while IFS=$'\t' read -r name state pid number ready; do
        printf '%-12s %-8s %7s %6s  %s\n' "$name" "$state" "$pid" "$number" "$ready"
      done
    jq -s -r '[.[].alarms // [] | .[]] | unique | .[] | "ALARM  " + (if type == "string" then . else tojson end)' <<<"$rows"
  fi
}

# Prints one part as a JSON object: name, state, pid, port; an instance also says whether it is ready, and its alarms.
part_row() {
  local state pid health='null'
  read -r state pid < <(part_state "$1") || true
  if [[ "$1" == web* && "$state" == running ]]; then
    health="$(curl -s --max-time 3 --noproxy '*' -w '\n%{http_code}' "http://127.0.0.1:$(port_of "$1")/health/ready" || true)"
    health="$(jq -n --arg status "${health##*$'\n'}" --arg body "${health%$'\n'*}" \
      '{ ready: ($status == "200"), alarms: ((try ($body | fromjson | .alarms) catch null) // [] | if type == "object" then to_entries | map("\(.key): \(.value)") else . end) }')"
  fi
  jq -c -n --arg name "$1" --arg state "${state:-stopped}" --arg pid "${pid:-}" --argjson port "$(port_of "$1")" --argjson health "$health" \
    '{ name: $name, state: $state, pid: (if $pid == "" then null else ($pid | tonumber) end), port: $port } + ($health // {})'
}

# logs NAME: the last lines, then what follows, until Ctrl-C.
command_logs() {
  local file
  open_home
  load_options
  require_part "${1:-}"
  if [[ "$(remembered_mode)" == docker ]]; then
    docker_logs "$1"
    return
  fi
  case "$1" in
    *-db | rabbitmq) file="$(data_root)/$1/log" ;;
    *) file="$home/log/$1.log" ;;
  esac
  [[ -e "$file" ]] || fail 1 "$1 has written no log yet"
  exec tail -n 100 -F "$file"
}
