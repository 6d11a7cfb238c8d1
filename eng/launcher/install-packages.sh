#!/usr/bin/env bash
# Installs packages of Debian or Ubuntu for Dibs: install-packages.sh PACKAGE... (as root)
#
# Dibs runs servers of its own, so those that the packages would set up are kept from starting: no service is started
# (policy-rc.d) and no PostgreSQL cluster is made, while this runs; both settings are as before afterwards. Services that
# were not there before are also switched off for the next start of the machine. `systemctl enable --now NAME` undoes that.
# Exit: 0 installed · 1 not, with apt's last lines on stderr · 2 wrong call
set -euo pipefail

((EUID == 0 && $# > 0)) || { echo "call as root: install-packages.sh PACKAGE..." >&2; exit 2; }

policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.conf
log="$(mktemp)"
policy_is_ours=false
cluster_saved=""

# Puts back what was changed.
restore() {
  if "$policy_is_ours"; then rm -f "$policy"; fi
  if [[ -n "$cluster_saved" ]]; then mv "$cluster_saved" "$cluster"; fi
  rm -f "$log"
}
trap restore EXIT
trap 'exit 1' INT TERM HUP

# Runs apt-get without questions; waits for another apt.
apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null >>"$log" 2>&1 ||
    { tail -n 20 "$log"; echo "install-packages.sh: apt-get $* failed"; return 1; } >&2
}

echo "Installing $* ..."
if [[ ! -e "$policy" ]]; then
  policy_is_ours=true
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
apt update
for package in "$@"; do
  # Its settings must be there before the server's package makes a cluster.
  if [[ "$package" == postgresql ]]; then
    apt install --no-install-recommends postgresql-common
    cluster_saved="$cluster.before-dibs"
    cp -p "$cluster" "$cluster_saved"
    sed -i '/^[# ]*create_main_cluster/d' "$cluster"
    echo 'create_main_cluster = false' >>"$cluster"
  fi
done
apt install --no-install-recommends "$@"
if [[ -d /run/systemd/system ]]; then
  for package in "$@"; do
    case "$package" in
      postgresql | rabbitmq-server | haproxy) systemctl disable "$package" >>"$log" 2>&1 || true ;;
    esac
  done
fi
