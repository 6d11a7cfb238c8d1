# shellcheck shell=bash
# Accounts of the staff from the command line: the first manager, and whoever lost the way in. Dibs.Web does it.

# staff add NAME ROLE... | staff reset NAME
command_staff() {
  (($# >= 2)) || fail 2 "call: ./dibs staff add NAME ROLE... | ./dibs staff reset NAME (roles: usher box-office manager engineer)"
  open_home
  load_options
  staff "$@" || exit "$?"
}

# staff ARGS...: prints the one-time password, where one was made.
staff() {
  if [[ "$(remembered_mode)" == docker ]]; then
    compose exec -T -e "DIBS_STAFF_PASSWORD=${DIBS_STAFF_PASSWORD:-}" web1 dotnet Dibs.Web.dll staff "$@"
    return
  fi
  local stamp
  part_runs bookings-db || fail 1 "the bookings database does not run: ./dibs up"
  stamp="$(current_stamp)" || fail 1 "nothing is built yet: ./dibs up"
  (
    export_app_environment
    cd "$apps/$stamp/web" || exit 1
    exec dotnet Dibs.Web.dll staff "$@"
  )
}

# Makes the first manager of a new stack, and tells the password: this once, and nowhere else.
tell_first_manager() {
  local password told
  # With and without containers a stack has databases of its own.
  told="$home/first-manager-$(remembered_mode)"
  if [[ -e "$told" ]]; then return; fi
  password="$(staff first manager)" || fail 1 "the first manager could not be made, see above"
  touch "$told"
  if [[ -n "$password" ]]; then
    say "Staff: http://127.0.0.1:$port/staff, name manager, password $password (told once; you choose your own then)"
  fi
}
