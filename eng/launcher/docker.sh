# shellcheck shell=bash
# The same stack in containers, by docker-compose.yml.

# Prints "docker" if the last `up` was `up --docker`, else "local".
remembered_mode() { if [[ -e "$home/docker" ]]; then echo docker; else echo local; fi; }

# Prints the name of this stack's project, which its containers and volumes begin with.
project() { printf 'dibs-%s\n' "$(printf '%s' "$home" | sha256sum | cut -c 1-8)"; }

# compose ARGS...: Compose v2, or docker-compose where that is all there is, with our ports and passwords. Each stack is a project.
compose() {
  local program=(docker compose)
  if ! docker compose version >/dev/null 2>&1; then
    command -v docker-compose >/dev/null || fail 3 "neither 'docker compose' nor 'docker-compose' is installed"
    program=(docker-compose)
  fi
  load_secrets
  DIBS_PORT="$port" DIBS_STATS_PORT="$(port_of haproxy-stats)" DIBS_RABBITMQ_PORT="$(port_of rabbitmq)" \
    DIBS_BOOKINGS_PORT="$(port_of bookings-db)" DIBS_PAYMENTS_PORT="$(port_of payments-db)" DIBS_TICKETS_PORT="$(port_of tickets-db)" \
    "${program[@]}" -p "$(project)" -f "$repo/docker-compose.yml" "$@"
}

# docker_up PORT INSTANCES
docker_up() { with_lock "$home/lock" docker_bring_up "$1" "$2"; }

docker_bring_up() {
  local name deadline
  load_options
  [[ -z "$2" || "$2" == 2 ]] || fail 2 "docker-compose.yml has two instances; --instances is for ./dibs up without --docker"
  command -v docker >/dev/null || fail 3 "docker is not installed: see https://docs.docker.com/engine/install, or use ./dibs up without --docker"
  docker version >/dev/null 2>&1 || fail 3 "no Docker engine answers: start it (systemctl start docker), or use ./dibs up without --docker"
  if [[ "$(remembered_mode)" == local ]]; then
    for name in $(parts); do
      [[ "$(part_state "$name")" != [rp]* ]] || fail 1 "this stack runs without containers ($name does): ./dibs down first"
    done
  fi
  require_packages containers
  port="${1:-$port}"
  instances=2
  save_options
  touch "$home/docker" "$home/docker-data"
  compose up -d --build >&2 || fail 1 "the containers did not start, see above"
  deadline=$((SECONDS + 180))
  until [[ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 3 --noproxy '*' "http://127.0.0.1:$port/health/ready")" == 200 ]]; do
    ((SECONDS < deadline)) || { compose ps >&2; fail 1 "the containers run but Dibs is not ready after 180 s: ./dibs logs web1"; }
    sleep 0.5
  done
  tell_first_manager
  announce
}

docker_down() {
  compose down >&2
  rm -f "$home/docker"
}

docker_delete_data() {
  compose down --volumes >&2 || fail 1 "the containers' data could not be deleted, see above"
  rm -f "$home/docker-data"
}

# docker_status JSON
docker_status() {
  [[ "$1" == false ]] || fail 2 "status --json is not there for containers: docker compose -p $(project) ps --format json"
  compose ps
}

docker_logs() { compose logs --follow --tail 100 "$1"; }

# docker_part VERB NAME
docker_part() { compose "$1" "$2" >&2; }

# docker_psql SERVER ARGS...: without a terminal compose must not ask for one.
docker_psql() {
  local where="$1" terminal=()
  shift
  [[ -t 0 ]] || terminal=(-T)
  compose exec "${terminal[@]}" "$where" psql "$@"
}
