# Functions for the tests of this folder, which source it. Each check prints a line of TAP: "ok - NAME" or
# "not ok - NAME". $pcapdeck is the program. $work is a folder for this test, which is removed at the end.

pcapdeck=${PCAPDECK:?the program to test}
work=$(mktemp -d)
export XDG_CACHE_HOME=$work.cache # not in the folder whose files a test counts
started=() # process ids to end
tests_failed=0

# macOS has BSD's tools: wc pads numbers, od writes other spaces, and there is no timeout. With these functions a test
# gets the same output on both systems.
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
  rm -rf "$work" "$work.cache"
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

# run ARGUMENT...: runs the program; sets $status, $out and $err.
run() {
  status=0
  "$pcapdeck" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}

# unpacked FILE.html: prints a deck with its packets in words. What must not be in a deck is looked for in this.
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
unpacked() { python3 "$tests/unpacked.py" "$1"; }

# These functions print at most 300 bytes of the text, which may be a whole page.
equals() { [ "$1" = "$2" ] || { printf '# got:      %.300s\n# expected: %s\n' "$1" "$2"; return 1; }; }
contains() { case $1 in *"$2"*) ;; *) printf '# got: %.300s\n# without: %s\n' "$1" "$2"; return 1 ;; esac; }
lacks() { case $1 in *"$2"*) printf '# got: %.300s\n# with: %s\n' "$1" "$2"; return 1 ;; esac; }
one_sentence() { equals "$(printf '%s\n' "$1" | wc -l)" 1; }

# wait_for COMMAND...: waits until the command passes; fails after two minutes, and says what it waited for. A machine
# that is busy needs much longer than an idle one, and a test that passes waits no longer than it must.
patience=120
wait_for() {
  local end=$((SECONDS + patience))
  until "$@"; do
    [ $SECONDS -lt $end ] || { printf '# still not after %d seconds: %.300s\n' $patience "$*"; return 1; }
    sleep 0.05
  done
}

# ---- printing with a browser ----

# Sets $browser to a Chromium; to nothing when there is none.
find_browser() {
  local name
  browser=
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$browser" ] || [ -z "$name" ] || browser=$(command -v "$name" || :)
  done
}

# needs_browser WHAT: ends the test as skipped when there is no browser; else sets PCAPDECK_CHROMIUM.
needs_browser() {
  find_browser
  if [ -z "$browser" ]; then
    echo "ok - $1 # SKIP no Chromium: apt-get install chromium"
    tests_done
  fi
  export PCAPDECK_CHROMIUM=$browser
}

# needs_sandbox WHAT: ends the test as skipped when the last run says that the browser may not make a sandbox.
needs_sandbox() {
  case $err in
  *"may not make a sandbox"*)
    echo "ok - $1 # SKIP $err"
    tests_done
    ;;
  esac
}

# Checks that no temporary files are left in the current folder and in tmp, the $TMPDIR.
nothing_stays() { equals "$(ls -A tmp)" "" && equals "$(find . -name '*.tmp*' -o -name '.*.??????' | wc -l)" 0; }

# pdf_facts FILE: prints the number of pages, and their sizes in points.
pdf_facts() {
  python3 - "$1" <<'END'
import re, sys
data = open(sys.argv[1], 'rb').read()
boxes = set(re.findall(rb'/MediaBox\s*\[\s*0 0 (\S+) (\S+?)\s*\]', data))
print(len(re.findall(rb'/Type\s*/Page\b', data)), *(b'x'.join(box).decode() for box in boxes))
END
}

tests_done() {
  [ $tests_failed -eq 0 ]
  exit
}
