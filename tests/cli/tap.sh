# Sourced by the tests of this folder: one line "ok - NAME" or "not ok - NAME" a check, as TAP has
# it. $pcapdeck is the program; $work a folder of the test's own, which is removed at the end.

pcapdeck=${PCAPDECK:?the program to test}
work=$(mktemp -d)
started=() # process ids to end
tests_failed=0

# BSD's tools, which macOS has: wc pads its numbers, od spaces otherwise, base64 had another letter, and there are
# no others of these. What a test writes without thinking of it is so the same on both.
wc() { command wc "$@" | tr -d ' '; }
od() { command od "$@" | sed 's/  */ /g; s/ $//'; }
mode_of() { if [ "$(uname -s)" = Darwin ]; then stat -f %Lp "$1"; else stat -c %a "$1"; fi; }
timeout() {
  if [ -n "$(type -P timeout)" ]; then
    command timeout "$@"
  else
    shift
    "$@"
  fi
}

finish() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do
    kill "$pid" 2>/dev/null || : # it may have ended by itself
  done
  rm -rf "$work"
}
trap finish EXIT

# check NAME COMMAND...: passes when the command does.
check() {
  local name=$1
  shift
  if "$@"; then
    echo "ok - $name"
  else
    echo "not ok - $name"
    printf '# failed: %.300s\n' "$*"
    tests_failed=$((tests_failed + 1))
  fi
}

# run ARGUMENT...: the program, with $status, $out and $err.
run() {
  status=0
  "$pcapdeck" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}

# What was got is cut: it may be a whole page.
equals() { [ "$1" = "$2" ] || { printf '# got:      %.300s\n# expected: %s\n' "$1" "$2"; return 1; }; }
contains() { case $1 in *"$2"*) ;; *) printf '# got: %.300s\n# without: %s\n' "$1" "$2"; return 1 ;; esac; }
lacks() { case $1 in *"$2"*) printf '# got: %.300s\n# with: %s\n' "$1" "$2"; return 1 ;; esac; }
one_sentence() { equals "$(printf '%s\n' "$1" | wc -l)" 1; }

# wait_for SECONDS COMMAND...: until the command passes.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}

tests_done() {
  [ $tests_failed -eq 0 ]
  exit
}
