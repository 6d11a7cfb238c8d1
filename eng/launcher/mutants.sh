# shellcheck shell=bash
# Do the tests bite? Each patch in eng/mutants/ is made in a copy of the sources, and its tests must fail there.

# test_mutants [NAME...]: exit 0 only if all were killed.
test_mutants() {
  local name patch verdict started names=("$@") patches=() table=() survivors=0
  if ((${#names[@]} == 0)); then mapfile -t names < <(mutant_names); fi
  for name in "${names[@]}"; do
    [[ -f "$repo/eng/mutants/$name.patch" ]] ||
      fail 2 "there is no mutant '$name'. The mutants are: $(mutant_names | paste -sd ' ')"
  done
  command -v git >/dev/null || fail 3 "git is missing (Debian, Ubuntu: sudo apt-get install git)"
  require_packages servers
  prepare_dotnet
  copy="$(mktemp -d)"
  trap 'rm -rf "$copy"' EXIT
  # Readable for the user that PostgreSQL runs as.
  chmod 755 "$copy"
  copy_sources
  # The copy's, so that one may go on working meanwhile.
  for name in "${names[@]}"; do patches+=("$copy/eng/mutants/$name.patch"); done
  mutant_projects "${patches[@]}" >"$copy/projects"
  say "Building the copy in $copy ..."
  build_mutant || { tail -n 30 "$copy/build.log" >&2; fail 1 "the sources do not build"; }
  say "Running the tests without a mutant ..."
  run_mutant_tests "${patches[@]}"
  verdict="$(judge_all passed "${patches[@]}")"
  [[ "$verdict" == as-wanted ]] || fail 1 "these tests must pass without a mutant: $verdict"
  for patch in "${patches[@]}"; do
    name="$(basename "$patch" .patch)"
    started=$SECONDS
    say "Mutant $name ..."
    verdict="$(try_mutant "$patch")"
    [[ "$verdict" == killed ]] || survivors=$((survivors + 1))
    table+=("$(printf '%-28s %4s s  %s' "$name" "$((SECONDS - started))" "$verdict")")
  done
  printf '%s\n' "${table[@]}"
  ((survivors == 0)) || fail 1 "$survivors of ${#patches[@]} mutants were not killed"
  say "All ${#patches[@]} mutants were killed."
}

mutant_names() { basename -a -s .patch "$repo"/eng/mutants/*.patch; }

# Prints the full names of the tests that the given patches name.
mutant_tests() { sed -n 's/^Test: *//p' "$@" | sort -u; }

# Prints the test projects of the given patches: what stands before the folder in the names of their tests.
mutant_projects() { mutant_tests "$@" | grep -oE '^Dibs\.[A-Za-z]+\.Tests' | sort -u; }

# What git knows or would add, as it is now; and what was found out about the package feed.
copy_sources() {
  (
    cd "$repo" || exit 1
    git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
      if [[ -e "$file" ]]; then printf '%s\0' "$file"; fi
    done
    if [[ -e eng/restricted-feed/detected.props ]]; then printf '%s\0' eng/restricted-feed/detected.props; fi
  ) | tar -C "$repo" --null -T - -cf - | tar -C "$copy" -xf -
}

# The analyzers are left out: a mutant may well leave a parameter unused.
build_mutant() {
  local project
  for project in $(<"$copy/projects"); do
    run_dotnet build "$copy/$project" -v quiet -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false >"$copy/build.log" 2>&1 ||
      return 1
  done
}

# try_mutant PATCH: prints the verdict, and leaves the copy as it was.
try_mutant() {
  local verdict
  apply_patch "$1" || { echo "error: the patch does not fit"; return; }
  if build_mutant; then
    run_mutant_tests "$1"
    verdict="$(judge_all failed "$1")"
    if [[ "$verdict" == as-wanted ]]; then verdict=killed; fi
  else
    verdict="error: it does not build: $(grep -m 1 -oE 'error .*' "$copy/build.log")"
  fi
  apply_patch --reverse "$1"
  printf '%s\n' "$verdict"
}

# Not as part of a repository that the temporary folder may lie in.
apply_patch() { (cd "$copy" && GIT_CEILING_DIRECTORIES="$(dirname "$copy")" git apply "$@" >&2); }

# Runs the tests that the given patches name; the results are files $copy/results/*.trx.
run_mutant_tests() {
  local project filter
  rm -rf "$copy/results"
  for project in $(mutant_projects "$@"); do
    filter="$(mutant_tests "$@" | grep -F "$project." | sed 's/^/FullyQualifiedName=/' | paste -sd '|')"
    run_dotnet test "$copy/$project" --no-build --filter "$filter" --logger "trx;LogFileName=$copy/results/$project.trx" \
      --blame-hang-timeout 5min --blame-hang-dump-type none --results-directory "$copy/results" >"$copy/test.log" 2>&1 || true
  done
}

# judge_all passed|failed PATCH...: prints "as-wanted", or what became of the first test that did otherwise.
judge_all() {
  local wanted="$1" test result
  shift
  for test in $(mutant_tests "$@"); do
    result="$(judge "$test")"
    if [[ "$result" == "$wanted" ]]; then continue; fi
    if [[ "$result" == passed ]]; then printf 'SURVIVED %s\n' "$test"; else printf 'error: %s: %s\n' "$test" "$result"; fi
    return
  done
  echo as-wanted
}

# judge TEST: prints passed (each case of it), failed (a case did, by an assertion), or what else was. An assertion's message stands
# by itself, while before that of another exception stands its type: a server that did not start is no assertion.
judge() {
  local trx
  trx="$copy/results/$(grep -oE '^Dibs\.[A-Za-z]+\.Tests' <<<"$1").trx"
  [[ -e "$trx" ]] || { echo "no results"; return; }
  awk -v test="$1" '
    /<UnitTestResult / {
      name = $0; sub(/.* testName="/, "", name); sub(/[("].*/, "", name)
      mine = name == test
      if (mine && /outcome="Passed"/) passed++
    }
    mine && /<Message>/ {
      message = $0; sub(/.*<Message>/, "", message); sub(/<\/Message>.*/, "", message)
      if (message ~ /^[A-Za-z_.]+Exception : / || message ~ /fixture type/) other = message; else failed++
      mine = 0
    }
    END { print other != "" ? other : failed ? "failed" : passed ? "passed" : "it did not run" }' "$trx"
}
