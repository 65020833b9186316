#!/usr/bin/env bash
# `pcapdeck serve --listen`: the address that it listens on, whom it answers, and its messages. Requests go to loopback
# only. It listens on 0.0.0.0 for moments, in a network of its own where that can be made.
set -euo pipefail
if [ "${1:-}" != inside ] && unshare -rn true 2>/dev/null; then
  exec unshare -rn bash "$0" inside
fi
. "$(dirname "$0")/tap.sh"
[ "$(uname -s)" = Linux ] || { echo "127.0.0.2 is an address of this machine only on Linux"; exit 77; }
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
[ "${1:-}" != inside ] || ip link set lo up 2>/dev/null || { echo "ip is not installed"; exit 77; }

printf -- '---\ntitle: A talk\n---\n\n# A talk\n' >"$work/talk.md"
start() { # start ARGUMENT...: sets $url and $port
  : >"$work/served"
  "$pcapdeck" serve "$work/talk.md" --port 0 "$@" >"$work/served" 2>"$work/messages" &
  server=$!
  started+=("$server")
  wait_for grep -q '^serving ' "$work/served" || { cat "$work/messages"; return 1; }
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
  port=${url##*:}
  port=${port%/}
}
stop() { kill "$server"; wait "$server" || :; }
status_of() { curl -s --noproxy '*' --max-time 10 -o /dev/null -w '%{http_code}' "$@" || :; }

start
check "by itself it listens on 127.0.0.1" equals "$url" "http://127.0.0.1:$port/"
check "and says nothing of others" lacks "$(cat "$work/messages")" "everybody"
check "nobody finds it at another address" equals "$(status_of "http://127.0.0.2:$port/")" 000
check "an address of others is refused" equals "$(status_of -H "Host: 192.0.2.1:$port" "$url")" 421
stop

start --listen 0.0.0.0
check "0.0.0.0: a browser here finds it at 127.0.0.1" equals "$url" "http://127.0.0.1:$port/"
wait_for grep -q everybody "$work/messages"
said=$(cat "$work/messages")
check "who can reach it is said" contains "$said" "everybody who can reach port $port of this machine"
check "and what they see" contains "$said" "speaker notes and captures"
check "in one line" equals "$(grep -c "everybody who can reach" <<<"$said")" 1
check "it is found at another address" equals "$(status_of "http://127.0.0.2:$port/talk.html")" 200
for host in "127.0.0.1:$port" "localhost:9000" "192.0.2.7:80" 192.0.2.7 "[2001:db8::1]:8000"; do
  check "Host '$host' is answered" equals "$(status_of -H "Host: $host" "${url}talk.html")" 200
done
for host in evil.example "evil.example:$port" "127.0.0.1.evil.example:$port" "evil.localhost" "mac.local:$port"; do
  check "Host '$host' is refused" equals "$(status_of -H "Host: $host" "${url}talk.html")" 421
done
check "the refusal says what is answered" contains "$(curl -s --noproxy '*' -H 'Host: evil.example' "$url")" \
  "answers only to addresses in digits"
check "POST is refused there, too" equals "$(status_of -X POST "$url")" 405
stop

start --listen 127.0.0.2
check "another address of loopback" equals "$url" "http://127.0.0.2:$port/"
check "is answered" equals "$(status_of "${url}talk.html")" 200
check "as 127.0.0.1 is" equals "$(status_of -H "Host: 127.0.0.1:$port" "${url}talk.html")" 200
check "other addresses are not" equals "$(status_of -H "Host: 127.0.0.3:$port" "${url}talk.html")" 421
check "nor is the beginning of one" equals "$(status_of -H "Host: 127.0.0.2" "${url}talk.html")" 421
check "is nobody else's" lacks "$(cat "$work/messages")" "everybody"
stop

if start --listen ::1 2>/dev/null; then
  check "IPv6" equals "$url" "http://[::1]:$port/"
  check "IPv6 is answered" equals "$(status_of -g "${url}talk.html")" 200
  stop
else
  echo "ok - IPv6 # SKIP there is none here"
fi

for wrong in '' nowhere example.com 300.0.0.1 127.1 '[::1]' 0.0.0.0:80; do
  run serve "$work/talk.md" --port 0 --listen "$wrong"
  check "--listen '$wrong' is refused" equals "$status" 2
  check "--listen '$wrong': what there is" contains "$err" "127.0.0.1 is this machine alone"
done
run serve "$work/talk.md" --port 0 --listen 192.0.2.99
check "an address that this machine does not have" contains "$err" "192.0.2.99 port 0: this machine has no such address"
check "in one sentence" one_sentence "$err"
check "with a command that is there on all systems" contains "$err" "'pcapdeck interfaces' lists those that it has"
check "not with Linux's" lacks "$err" "ip addr"

# The addresses that are printed for 0.0.0.0.
if [ "${1:-}" = inside ] && ip link add outer type dummy 2>/dev/null && ip addr add 192.0.2.7/24 dev outer && ip link set outer up; then
  start --listen 0.0.0.0
  check "0.0.0.0: where others find it" contains "$(cat "$work/served")" "for other machines: http://192.0.2.7:$port/"
  stop
  start
  check "127.0.0.1 is nobody else's" lacks "$(cat "$work/served")" "other machines"
  stop
else
  echo "ok - 0.0.0.0: where others find it # SKIP no interface can be made here"
fi
tests_done
