#!/usr/bin/env bash
# build, record, capture and --pdf may be killed at any moment. They leave no deck without its end, no process, no calls
# of another capture, and the next run removes temporary files and profiles of browsers. The test runs in a network of its
# own. PCAPDECK_KILLS says how often each command is killed, 8 times by default.
set -euo pipefail
if [ "${1-}" != inside ]; then
  for tool in unshare ip; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
  done
  options=-nm
  [ "$(id -u)" = 0 ] || options=-rnm
  unshare $options true 2>/dev/null || { echo "namespaces are not allowed here"; exit 77; }
  exec unshare $options bash "$0" inside
fi
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
ip link set lo up
cd "$work"
export TMPDIR=$work/tmp
mkdir tmp
RANDOM=7
python3 "$here/../scrub.py" make secrets.pcap
printf -- '---\ntitle: Killed\nlang: en\ncaptures: {s: {file: secrets.pcap}}\n---\n\n# Killed\n\n```packets s\nshow: list\n```\n\n---\n\n## Two\n' >talk.md
printf -- '# One\n' >short.md
cat >steps.md <<'TALK'
---
lang: en
captures:
  p:
    file: steps.pcap
    record:
      - GET /ping
      - udp ping
      - dns pingpong.test
      - GET /slow?ms=20: {parallel: 2}
---
# A
TALK

killed=0
kill_within() { # kill_within MILLISECONDS ARGUMENT...
  local moment=$((RANDOM % $1))
  shift
  "$pcapdeck" "$@" >/dev/null 2>&1 &
  sleep "$(printf '0.%03d' "$moment")"
  kill -KILL "$!" 2>/dev/null && killed=$((killed + 1))
  wait "$!" 2>/dev/null || :
}
left_over() { find . -name '*.tmp-*' -o -path './tmp/*' -prune | tr '\n' ' '; }
no_browser() { ! ps -eo args | grep -q -- "user-data-dir=$work/[t]mp"; }

# within ARGUMENT...: runs the command once and sets $range, milliseconds in which it ends, and some.
within() {
  local start
  start=$(date +%s%N)
  run "$@"
  range=$((($(date +%s%N) - start) / 750000))
  [ $range -lt 999 ] || range=999
}
within record -o one.pcap
recording=$range
within record steps.md
steps=$range
has_calls=false
[ ! -s one.calls.jsonl ] || has_calls=true
calls_are_own() { # calls_are_own NAME: the port of its connect() is one of the capture's; or there are no calls
  local port
  port=$(grep -m 1 '"connect"' "$1.calls.jsonl" 2>/dev/null | grep -o '"local":"127.0.0.1:[0-9]*' | cut -d: -f3) || :
  [ -z "$port" ] || "$pcapdeck" packets "$1.pcap" "tcp port $port" | grep -q SYN
}
strangers=0
kills=${PCAPDECK_KILLS:-8}
for ((turn = 0; turn < kills; turn++)); do
  kill_within 60 build talk.md --scrub
  kill_within "$recording" record -o one.pcap
  calls_are_own one || strangers=$((strangers + 1))
  kill_within "$steps" record steps.md
  kill_within $((recording + 100)) record -o one.pcap -- sh -c 'curl -s http://127.0.0.1:8080/ping; sleep 76538'
  kill_within 60 capture -i lo -w two.pcap
done
check "no capture has the calls of another one" equals "$strangers" 0
run build talk.md --scrub
check "a deck builds after its builds were killed" equals "$status" 0
check "it has its end" grep -q '</html>' talk.html
# Every process of a recording, also one that the kernel has stopped for a tracer, works in this folder.
none_running() {
  local folder
  for folder in /proc/[0-9]*/cwd; do
    [ "$folder" = /proc/$$/cwd ] || [ ! "$folder" -ef "$work" ] || return 1
  done
}
check "no process is left of $killed killed ones" wait_for none_running
run record -o one.pcap
check "a recording is made" equals "$status" 0
run record steps.md
check "of steps, too" equals "$status" 0
check "nothing is left of $killed killed ones" equals "$(left_over)" ""

# A capture that was replaced has no calls until its own are there.
if ! $has_calls; then
  echo "ok - killed before the calls # SKIP this system lets no process watch another one"
elif ! command -v strace >/dev/null; then
  echo "ok - killed before the calls # SKIP strace is not installed"
else
  before=$(cksum one.pcap)
  # A file without a name is linked: the capture to a name that is then renamed, the calls to their own.
  naming=rename,renameat,renameat2
  python3 -c 'import os; os.open(".", os.O_TMPFILE | os.O_RDWR)' 2>/dev/null && naming=linkat
  (strace -qq -o strace.log -e trace=$naming -e inject=$naming:signal=KILL:when=2 \
    "$pcapdeck" record -o one.pcap || :) >/dev/null 2>&1
  check "killed before the calls: the capture is another one" [ "$(cksum one.pcap)" != "$before" ]
  check "killed before the calls: none of another one stay" test ! -e one.calls.jsonl
  rm -f strace.log
  run record -o one.pcap
fi

# A file system without files that have no name, as strace makes one: temporary names are used, and none stays.
if command -v strace >/dev/null; then
  rm -f short.html
  for turn in new old; do
    status=0
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 strace -qq -o strace.log -P "$work" -P . -e trace=open,openat \
      -e inject=open,openat:error=EOPNOTSUPP "$pcapdeck" build short.md >/dev/null 2>&1 || status=$?
    check "without O_TMPFILE: a $turn deck" [ "$status" = 0 -a -s short.html ]
    check "without O_TMPFILE: it was asked for" grep -q "O_TMPFILE.*INJECTED" strace.log
  done
  rm -f strace.log
  check "without O_TMPFILE: nothing is left" equals "$(left_over)" ""
else
  echo "ok - without O_TMPFILE # SKIP strace is not installed"
fi

# Leftovers of a killed run, which need no browser to be made: of a page that is gone, and a profile.
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)
if [ -z "$browser" ]; then
  echo "ok - what --pdf leaves # SKIP no browser"
else
  # Everything that a browser makes while it runs stands in the folder that goes with it.
  has_socket() { compgen -G "tmp/*/org.chromium.*" >/dev/null; }
  "$pcapdeck" build short.md --pdf >/dev/null 2>&1 &
  building=$!
  check "a browser's socket is in the temporary folder" wait_for has_socket
  check "nothing of it is beside that" equals "$(cd tmp && ls | grep -v '^pcapdeck-chromium-')" ""
  wait "$building" || :
  for _ in 1 2 3 4; do
    kill_within 999 build short.md --pdf --png
  done
  wait_for no_browser
  mkdir -p tmp/pcapdeck-chromium-aaaaaa/profile tmp/pcapdeck-chromium-aaaaaa.kept
  : >short-07.png.tmp-a1B2c3
  : >tmp/pcapdeck-chromium-aaaaaa/log
  run build short.md --pdf --png
  check "a PDF and pictures are made after all" equals "$status" 0
  check "nothing is left of killed ones" equals "$(left_over)" "./tmp/pcapdeck-chromium-aaaaaa.kept "
  check "the PDF is whole" bash -c 'tail -c 8 short.pdf | grep -q %%EOF'
fi
tests_done
