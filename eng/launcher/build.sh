# shellcheck shell=bash
# The published programs: built when the sources changed, into a new folder, so that running instances keep their files.

# Succeeds if an SDK is there that can build this; says what to do otherwise.
require_sdk() {
  local place
  if ! command -v dotnet >/dev/null; then
    for place in "${DOTNET_ROOT:-/nowhere}" "${HOME:-/nowhere}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
      if [[ -x "$place/dotnet" ]]; then PATH="$place:$PATH"; break; fi
    done
  fi
  command -v dotnet >/dev/null ||
    fail 3 "the .NET SDK 10 is missing: see https://dot.net/download (Ubuntu: sudo apt-get install dotnet-sdk-10.0)"
  (cd "$repo" && dotnet --version >/dev/null 2>&1) ||
    fail 3 "the .NET SDK 10 is missing, these are installed: $(dotnet --list-sdks | cut -d ' ' -f 1 | paste -sd ' '). See https://dot.net/download"
}

# The SDK must have a home it can write to, and leaves no build nodes behind that would keep a pipe of the caller open.
prepare_dotnet() {
  require_sdk
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
  if [[ -z "${HOME:-}" || ! -w "$HOME" ]]; then
    mkdir -p "$repo/.dibs/home"
    export HOME="$repo/.dibs/home" DOTNET_CLI_HOME="$repo/.dibs/home"
  fi
  if [[ ! -e "$repo/eng/restricted-feed/detected.props" ]]; then
    say "Asking the package feed what it has ..."
    "$repo/eng/restricted-feed/detect.sh" >&2 || fail 1 "the package feed gave no answer"
  fi
}

# dotnet, without our locks: it leaves a compiler server behind, which would hold them for minutes. Give it a file for its output,
# for the same reason.
run_dotnet() (
  close_inherited_files
  exec dotnet "$@" </dev/null
)

# Prints a name for the present sources: the same files give the same name.
source_stamp() {
  (cd "$repo" && find Dibs.Domain Dibs.Infrastructure Dibs.Web Dibs.Experiments eng/restricted-feed eng/BannedSymbols.txt \
    .editorconfig global.json Directory.* -type f -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12)
}

# Prints the stamp that this stack runs; fails if it has none or the files are gone.
current_stamp() {
  [[ -s "$home/run/stamp" && -d "$apps/$(<"$home/run/stamp")" ]] || return 1
  cat "$home/run/stamp"
}

# Publishes the present sources unless that was done before, and makes them this stack's.
build() {
  local stamp
  stamp="$(source_stamp)"
  mkdir -p "$apps"
  if [[ ! -d "$apps/$stamp" ]]; then with_lock "$apps/.lock" publish "$stamp"; fi
  printf '%s\n' "$stamp" >"$home/run/stamp"
}

# publish STAMP: both programs into a folder that gets its name when it is complete.
publish() {
  local fresh="$apps/.$1.new" log="$home/log/build.log"
  [[ -d "$apps/$1" ]] && return
  prepare_dotnet
  say "Building (about a minute the first time) ..."
  rm -rf "$fresh"
  run_dotnet publish "$repo/Dibs.Web" -c Release -o "$fresh/web" -v quiet >"$log" 2>&1 &&
    run_dotnet publish "$repo/Dibs.Experiments" -c Release -o "$fresh/tool" -v quiet >>"$log" 2>&1 ||
    { grep -E 'error|warning' "$log" | sort -u | tail -n 20 >&2; fail 1 "the build failed (all of it: $log)"; }
  mv "$fresh" "$apps/$1"
}

# Removes published programs that neither this stack nor any running process uses.
prune_builds() {
  local folder name
  for folder in "$apps"/*/ "$apps"/.*.new; do
    folder="${folder%/}"
    name="${folder##*/}"
    [[ -d "$folder" && "$name" != "$(current_stamp)" ]] || continue
    if [[ -z "$(find /proc -mindepth 2 -maxdepth 2 -name cwd -lname "$folder/*" -print -quit 2>/dev/null)" ]]; then
      rm -rf "$folder"
    fi
  done
}
