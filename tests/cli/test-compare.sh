#!/usr/bin/env bash
# Each key of a block beside `compare:`, whose two sides have packets, runs and socket calls of their own: a picture, or
# sentences with file:line, and no crash.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
top=$(cd "$(dirname "$0")/../.." && pwd)

cd "$work"
cp "$top"/pcaps/{pingpong.pcap,sockets.pcap,sockets.calls.jsonl,abort.pcap} .

# The keys, as the program's tables have them.
keys=$(sed -nE $'s/^\t[{] "([a-z]*)", (read|packets)_.*/\\1/p' "$top/src/notes/talk/packets-block.c" "$top/src/notes/annotations/annotation-keys.c")
check "the tables were read" [ "$(wc -w <<<"$keys")" -gt 20 ]

values_of() { # values_of KEY: a line each
  case $1 in
  filter) echo tcp ;;
  frames) echo 1-8 ;;
  stream) echo 0 ;;
  show) printf '%s\n' sequence list packet graph connections stack segments stream calls ;;
  colors) echo wireshark ;;
  step) printf '%s\n' none packets remarks marks ask ;;
  fold | once | calls | why | live) echo true ;;
  source) echo x.c ;;
  expect) echo '[packets > 1]' ;;
  notes) printf '%s\n' '{1: first, 4: fourth}' '{ACK: in many}' ;;
  compare) echo ;;
  marks) echo '{1-3: handshake}' ;;
  label) echo '[tcp.window_size, ip.ttl]' ;;
  highlight) echo '{1: [seq], 2: [ack]}' ;;
  columns) echo '[no, time, info]' ;;
  names) echo '{127.0.0.1: both}' ;;
  layer) echo tcp ;;
  field) echo seq ;;
  fields) echo '[seq, ack]' ;;
  *) return 1 ;;
  esac
}

begin() { printf -- '---\ntitle: T\nduration: 12m\ncaptures: {pp: pingpong.pcap, so: sockets.pcap, ab: abort.pcap}\n---\n\n# T\n' >talk.md; }
slide() { # slide NAME LINE...: adds a block
  printf '\n---\n\n```packets %s\n' "$1" >>talk.md
  shift
  printf '%s\n' "$@" '```' >>talk.md
}

wrong=
for key in $keys; do
  values=$(values_of "$key") || { wrong+="$key has no value here;"; continue; }
  begin
  while IFS= read -r value; do
    for sides in "pp stream 0, stream 1" " pp, so" " so, ab" " ab, pp"; do
      slide "${sides%% *}" "compare: [${sides#* }]" ${value:+"$key: $value"}
    done
  done <<<"$values"
  for command in "check talk.md" "build talk.md -o decks"; do
    run $command
    [ "$status" -le 1 ] || wrong+="$key: $command: status $status;"
    ! grep -Eq 'Sanitizer|runtime error' <<<"$err" || wrong+="$key: $command: a sanitizer;"
  done
done
check "each key, with two sides of one capture and of two" equals "$wrong" ""

begin
slide pp "compare: [stream 0, stream 1]" "label: tcp.window_size"
run build talk.md -o decks
check "both sides have the label" equals "$(grep -o '<text class="detail[^>]*><tspan class="n">64<tspan dx="4">240</tspan>' decks/talk.html | wc -l)" 2

begin
slide pp "notes: {ACK: in many}"
run check talk.md
check "a remark that fits several packets is told once" equals "$(grep -c "'ACK' is in the info of" <<<"$out")" 1
run build talk.md -o decks --verbose
check "and its steps are counted" equals "$status$err" "0pcapdeck: warning: talk.md:12: 'ACK' is in the info of 35 packets; the remark stands at the first, frame 1"
tests_done
