# shellcheck shell=bash
# What must be on the machine, and how it gets there.

# Prints the packages of Debian and Ubuntu that are missing for what is asked: servers, containers, browser, charts.
missing_packages() {
  local group
  for group in "$@"; do
    case "$group" in
      servers)
        compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || echo postgresql
        [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server || -x /opt/rabbitmq/sbin/rabbitmq-server ]] || echo rabbitmq-server
        command -v haproxy >/dev/null || [[ -x /usr/sbin/haproxy ]] || echo haproxy
        command -v curl >/dev/null || echo curl
        command -v jq >/dev/null || echo jq
        command -v ps >/dev/null || echo procps
        ;;
      containers) command -v curl >/dev/null || echo curl ;;
      charts)
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        ;;
      browser) find_browser >/dev/null || echo chromium ;;
    esac
  done
}

# Prints the path of a browser that Playwright can drive.
find_browser() {
  local name
  for name in "${DIBS_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [[ -n "$name" ]] && command -v "$name"; then return; fi
  done
  return 1
}

# require_packages GROUP...: installs what is missing, or says the one command that does and ends with 3.
require_packages() {
  local missing installer="$repo/eng/launcher/install-packages.sh"
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  command -v apt-get >/dev/null ||
    fail 3 "these programs are missing, and this is not Debian or Ubuntu, so install them in your system's way: ${missing[*]}"
  if ((EUID == 0)); then
    "$installer" "${missing[@]}" >&2 || fail 3 "could not install ${missing[*]}"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$installer" "${missing[@]}" >&2 || fail 3 "could not install ${missing[*]}"
  else
    fail 3 "${missing[*]} must be installed, which needs an administrator. Run this, then the same command again:
  sudo $installer ${missing[*]}"
  fi
}
