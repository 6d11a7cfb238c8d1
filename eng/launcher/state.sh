# shellcheck shell=bash
# What a stack is made of: its folder, its options, its parts and their ports.
#
# Everything that a stack remembers is under $home (.dibs beside the launcher, or DIBS_HOME):
#   options       port and number of instances of the last `up`      secrets     passwords, made once
#   data-root     where the servers' files are, if not in data/      run/        pid files and what a part was started with
#   log/          output of instances and HAProxy                    lock        held by `up` and everything else that starts parts
#   first-manager-local, -docker  it was made, and its password told
#   docker        the last `up` was `up --docker`                    docker-data there are volumes with data
#   mail/         mails with tickets, one file each
#   experiments/  what ./dibs experiment measured, one folder each; the page /experiments shows them
# Published programs are in $repo/.dibs/app/STAMP, whatever DIBS_HOME says: they belong to the sources, not to a stack.

home="${DIBS_HOME:-$repo/.dibs}"
apps="$repo/.dibs/app"
default_port=8080
# As many as haproxy.cfg names.
max_instances=4

# Prints a line of progress.
say() { printf '%s\n' "$*" >&2; }

# fail CODE TEXT...: says what is wrong and what to do, and ends. 1 it failed, 2 wrong call, 3 something must be installed first.
fail() {
  local code="$1"
  shift
  printf 'dibs: %s\n' "$*" >&2
  exit "$code"
}

# Makes the stack's folder and turns its path into an absolute one.
open_home() {
  mkdir -p "$home/run" "$home/log" 2>/dev/null && [[ -w "$home/run" ]] ||
    fail 1 "cannot write to $home: it belongs to $(stat -c %U "$home" 2>/dev/null || echo someone else). Run as that user, or set DIBS_HOME to a folder of your own."
  home="$(cd "$home" && pwd -P)"
}

# remembered KEY DEFAULT: prints what the last `up` was told.
remembered() {
  local value=""
  if [[ -r "$home/options" ]]; then value="$(sed -n "s/^$1=\([0-9]*\)$/\1/p" "$home/options")"; fi
  printf '%s\n' "${value:-$2}"
}

# Reads port and instances of this stack into $port and $instances.
load_options() {
  port="$(remembered port "$default_port")"
  instances="$(remembered instances 2)"
}

# Writes them for the commands that follow.
save_options() {
  printf 'port=%s\ninstances=%s\n' "$port" "$instances" >"$home/options.new"
  mv "$home/options.new" "$home/options"
}

# Prints the names of all parts, in the order in which they start.
parts() {
  local i
  printf '%s\n' bookings-db payments-db tickets-db rabbitmq
  for ((i = 1; i <= instances; i++)); do printf 'web%s\n' "$i"; done
  echo haproxy
}

# Ends with the list of names unless NAME is a part of this stack.
require_part() {
  [[ -n "${1:-}" ]] || fail 2 "which part? One of: $(parts | paste -sd ' ')"
  # Not grep -q: it ends at the first match, and the pipe that it breaks would look like no match.
  parts | grep -xF -- "$1" >/dev/null || fail 2 "there is no part '$1'. The parts are: $(parts | paste -sd ' ')"
}

# Prints the port of a part. All of them follow from the one that the browser uses.
port_of() {
  case "$1" in
    haproxy) echo "$port" ;;
    haproxy-stats) echo $((port + 1)) ;;
    web*) echo $((port + 10 + ${1#web})) ;;
    bookings-db) echo $((port + 31)) ;;
    payments-db) echo $((port + 32)) ;;
    tickets-db) echo $((port + 33)) ;;
    rabbitmq) echo $((port + 41)) ;;
    rabbitmq-dist) echo $((port + 42)) ;;
    rabbitmq-epmd) echo $((port + 43)) ;;
  esac
}

# Prints every port of a part, each with the name of what it is for.
ports_of() {
  case "$1" in
    haproxy) printf '%s\n' haproxy haproxy-stats ;;
    rabbitmq) printf '%s\n' rabbitmq rabbitmq-dist rabbitmq-epmd ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# Prints the databases that live on a server. The provider's ledger stands for an outside company's: a database of its own.
databases_of() {
  case "$1" in
    bookings-db) echo bookings ;;
    payments-db) printf '%s\n' payments provider ;;
    tickets-db) echo tickets ;;
  esac
}

# Prints the server on which a database lives.
server_of() {
  case "$1" in
    bookings) echo bookings-db ;;
    payments | provider) echo payments-db ;;
    tickets) echo tickets-db ;;
    *) fail 2 "there is no database '$1'. The databases are: bookings payments tickets provider" ;;
  esac
}

# Prints the folder that holds the servers' files.
data_root() {
  if [[ -s "$home/data-root" ]]; then cat "$home/data-root"; else printf '%s\n' "$home/data"; fi
}

# As root, PostgreSQL and RabbitMQ run as users of their own. Where these cannot reach $home (a folder above it is closed to them),
# the data go to /var/tmp, and $home remembers where.
choose_data_root() {
  local root fallback
  root="$(data_root)"
  mkdir -p "$root"
  if ((EUID != 0)); then return; fi
  chmod 711 "$root"
  if setpriv --reuid=postgres --regid=postgres --init-groups -- test -x "$root"; then return; fi
  [[ ! -s "$home/data-root" && -z "$(ls -A "$root")" ]] ||
    fail 1 "user postgres cannot reach the data in $root any more: give each folder above it permission x for others (chmod o+x)."
  fallback="/var/tmp/dibs-$(printf '%s' "$home" | sha256sum | cut -c 1-12)"
  mkdir -m 711 "$fallback" 2>/dev/null || [[ -d "$fallback" && ! -L "$fallback" && -O "$fallback" ]] ||
    fail 1 "$fallback exists and is not ours: remove it, or set DIBS_HOME to a folder that user postgres can reach."
  printf '%s\n' "$fallback" >"$home/data-root"
  say "User postgres cannot reach $home: the databases go to $fallback"
}

# Reads the passwords of this stack, made at its first start: on a machine with other users, ports on 127.0.0.1 are theirs too.
load_secrets() {
  if [[ ! -s "$home/secrets" ]]; then
    (umask 077 && printf 'postgres=%s\nrabbitmq=%s\n' "$(random_password)" "$(random_password)" >"$home/secrets.new")
    mv "$home/secrets.new" "$home/secrets"
  fi
  DIBS_POSTGRES_PASSWORD="$(sed -n 's/^postgres=//p' "$home/secrets")"
  DIBS_RABBITMQ_PASSWORD="$(sed -n 's/^rabbitmq=//p' "$home/secrets")"
  export DIBS_POSTGRES_PASSWORD DIBS_RABBITMQ_PASSWORD
}

random_password() { od -An -N 16 -tx1 /dev/urandom | tr -d ' \n'; }

# Prints the connection string of a database.
connection_string() {
  printf 'Host=127.0.0.1;Port=%s;Database=%s;Username=dibs;Password=%s\n' \
    "$(port_of "$(server_of "$1")")" "$1" "$DIBS_POSTGRES_PASSWORD"
}

# Exports what the application and its tool read: where the databases and the broker are, and how many instances share them.
export_app_environment() {
  load_secrets
  ConnectionStrings__Bookings="$(connection_string bookings)"
  ConnectionStrings__Payments="$(connection_string payments)"
  ConnectionStrings__Tickets="$(connection_string tickets)"
  ConnectionStrings__Provider="$(connection_string provider)"
  RabbitMq__Uri="amqp://dibs:$DIBS_RABBITMQ_PASSWORD@127.0.0.1:$(port_of rabbitmq)/"
  export ConnectionStrings__Bookings ConnectionStrings__Payments ConnectionStrings__Tickets ConnectionStrings__Provider RabbitMq__Uri
  export Dibs__Instances="$instances"
}

# with_lock FILE COMMAND...: one at a time; waits for whoever else is at it.
with_lock() {
  local file="$1" descriptor
  shift
  exec {descriptor}>"$file"
  if ! flock -n "$descriptor"; then
    say "Waiting for another ./dibs that is at work ..."
    flock -w 600 "$descriptor" || fail 1 "another ./dibs has held $file for 10 minutes"
  fi
  "$@"
  exec {descriptor}>&-
}
