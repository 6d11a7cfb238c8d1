# shellcheck shell=bash
# All tests, with what they need. Ends with one line: N passed, N failed[, N skipped].

# test [unit|integration|browser|all]
#   unit         rules, protocols on fakes, components (bUnit): no servers
#   integration  real databases, broker and processes, which the tests start for themselves by eng/servers/
#                (of these "all" leaves out the category Long)
#   browser      a real browser against a stack of its own: other ports, a folder of its own, gone afterwards; and the quick
#                experiment on that stack, which is killed in the middle and goes on
# test mutants [NAME...] is something else: mutants.sh
command_test() {
  local level="${1:-all}"
  if [[ "$level" == mutants ]]; then
    shift
    test_mutants "$@"
    return
  fi
  (($# <= 1)) || fail 2 "call: ./dibs test [unit|integration|browser|all]"
  case "$level" in
    unit | integration | browser | all) ;;
    *) fail 2 "there is no level '$level'. Call: ./dibs test [unit|integration|browser|all]" ;;
  esac
  case "$level" in
    integration) require_packages servers; prepare_charts ;;
    browser | all) require_packages servers browser; prepare_charts ;;
  esac
  prepare_dotnet
  results="$(mktemp -d)"
  chmod 755 "$results"
  test_home=""
  trap finish_tests EXIT
  passed=0 failed=0 skipped=0
  if build_tests; then
    case "$level" in
      unit) test_unit ;;
      integration) test_integration "Category!=Experiment" ;;
      browser) test_browser "" ;;
      all) test_unit; test_integration "Category!=Long&Category!=Experiment"; test_browser "&Category!=Long" ;;
    esac
  else
    failed=1
  fi
  report_tests
}

# Prints the sum as the last line. No test at all is a failure too: a filter or a path is wrong then.
report_tests() {
  if ((passed + failed == 0)); then say "No test ran."; fi
  if ((skipped > 0)); then
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  else
    printf '%s passed, %s failed\n' "$passed" "$failed"
  fi
  if ((failed > 0 || passed == 0)); then exit 1; fi
}

# Takes the stack of the browser tests down, whatever happened, and throws the results away. After a failure its logs are kept.
finish_tests() {
  if [[ -n "$test_home" ]]; then
    if ((failed > 0)) && [[ -d "$test_home/log" ]]; then
      rm -rf "$repo/.dibs/test-logs"
      mkdir -p "$repo/.dibs"
      cp -r "$test_home/log" "$repo/.dibs/test-logs"
      say "The logs of the browser tests' stack are in $repo/.dibs/test-logs"
    fi
    if DIBS_HOME="$test_home" "$repo/dibs" reset --yes >/dev/null 2>&1; then
      rm -rf "$test_home"
    else
      say "The stack of the browser tests could not be taken down: DIBS_HOME=$test_home ./dibs reset --yes"
    fi
  fi
  rm -rf "$results"
}

build_tests() {
  say "Building ..."
  if run_dotnet build "$repo/Dibs.sln" -c Release -v quiet >"$results/build.log" 2>&1; then return; fi
  grep -E 'error|warning' "$results/build.log" | sort -u | tail -n 30 >&2
  say "The build failed."
  return 1
}

test_unit() {
  run_tests Dibs.Domain.Tests
  run_tests Dibs.Web.Tests 'Category!=Browser&Category!=Integration'
}

# test_integration [FILTER]: all of them, or those that the filter leaves.
test_integration() {
  run_tests Dibs.Infrastructure.Tests "${1:-}"
  run_tests Dibs.Web.Tests 'Category=Integration'
}

# Starts a stack beside any that may run here, on the first free block of ports from 18080 on, and exports where it is.
start_test_stack() {
  local test_port=18080
  test_home="$(mktemp -d)"
  chmod 755 "$test_home"
  while ! ports_are_free "$test_port"; do
    test_port=$((test_port + 100))
    ((test_port < 30000)) || { say "There is no free block of ports for the browser tests."; return 1; }
  done
  if ! DIBS_HOME="$test_home" "$repo/dibs" up --port "$test_port" >&2; then
    say "The stack for the browser tests did not start."
    return 1
  fi
  DIBS_CHROMIUM="$(find_browser)"
  export DIBS_CHROMIUM DIBS_HOME="$test_home" DIBS_LAUNCHER="$repo/dibs" DIBS_BASE_URL="http://127.0.0.1:$test_port"
}

# test_browser FILTER: what is added to the filter.
test_browser() {
  if ! start_test_stack; then
    failed=$((failed + 1))
    return
  fi
  run_tests Dibs.Web.Tests "Category=Browser$1"
  # Not beside the browsers: these kill instances.
  run_tests Dibs.Infrastructure.Tests 'Category=Experiment'
}

# screenshots [FOLDER]: every page and state, large and light, small and dark, as docs/pages.md shows them.
command_screenshots() {
  (($# <= 1)) || fail 2 "call: ./dibs screenshots [FOLDER]"
  local page='FullyQualifiedName~EveryPageTests'
  export DIBS_SCREENSHOTS="${1:-$repo/docs/screenshots}"
  mkdir -p "$DIBS_SCREENSHOTS"
  DIBS_SCREENSHOTS="$(cd "$DIBS_SCREENSHOTS" && pwd -P)"
  require_packages servers browser
  prepare_dotnet
  results="$(mktemp -d)"
  chmod 755 "$results"
  test_home=""
  trap finish_tests EXIT
  passed=0 failed=0 skipped=0
  if build_tests && start_test_stack; then
    run_tests Dibs.Web.Tests "$page&Category=Long"
  else
    failed=1
  fi
  say "The pictures are in $DIBS_SCREENSHOTS"
  report_tests
}

# Succeeds if a stack on port P would find all its ports free.
ports_are_free() {
  local offset
  for offset in 0 1 11 12 13 14 31 32 33 41 42 43; do
    if port_is_used $(($1 + offset)); then return 1; fi
  done
}

# run_tests PROJECT [FILTER]: runs one project and adds its counts. A run that breaks off without results counts as one failure.
run_tests() {
  local project="$1" trx="$results/$1-$RANDOM.trx" result=0 counters arguments=()
  if [[ -n "${2:-}" ]]; then arguments=(--filter "$2"); fi
  say "Testing $project${2:+ ($2)} ..."
  run_dotnet test "$repo/$project" -c Release --no-build --logger "trx;LogFileName=$trx" \
    --blame-hang-timeout 5min --blame-hang-dump-type none --results-directory "$results" "${arguments[@]}" >"$results/output.log" 2>&1 || result=$?
  if ((result != 0)); then cat "$results/output.log" >&2; else grep -E '^(Passed|Skipped)!' "$results/output.log" >&2 || true; fi
  counters="$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null || true)"
  if [[ -n "$counters" ]]; then
    passed=$((passed + $(counter passed "$counters")))
    failed=$((failed + $(counter failed "$counters")))
    skipped=$((skipped + $(counter total "$counters") - $(counter executed "$counters")))
  fi
  if ((result != 0)) && { [[ -z "$counters" ]] || (($(counter failed "$counters") == 0)); }; then
    say "$project broke off."
    failed=$((failed + 1))
  fi
}

# counter NAME ELEMENT: prints the value of an attribute.
counter() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }
