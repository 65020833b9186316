#!/usr/bin/env bash
# `pcapdeck pingpong` as curl, HTTPie and a terminal see it. Only loopback is used.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }

start() { # start ARGUMENT...: sets $server, $url
  : >"$work/served"
  # It is a job of its own; else bash would let it ignore Ctrl-C.
  set -m
  "$pcapdeck" pingpong "$@" >"$work/served" 2>"$work/messages" &
  server=$!
  set +m
  started+=("$server")
  wait_for grep -q '^pingpong server on ' "$work/served" || { cat "$work/messages"; return 1; }
  url=$(sed -n 's/^pingpong server on \(http[^ ]*\) .*/\1/p' "$work/served")
}
fetch() { curl -sS --noproxy '*' --max-time 10 "$@"; }
status_of() { fetch -o /dev/null -w '%{http_code}' "$@"; }

start --port 0
port=${url##*:}
check "it listens on 127.0.0.1" equals "$url" "http://127.0.0.1:$port"
check "the welcome shows a command" contains "$(cat "$work/served")" "curl $url/ping"

check "/ping" equals "$(fetch "$url/ping")" pong
check "/long has 16000 bytes" equals "$(fetch "$url/long" | wc -c)" 16000
check "/long?bytes=N has N" equals "$(fetch "$url/long?bytes=1000000" | wc -c)" 1000000
check "/chunked" equals "$(fetch "$url/chunked?chunks=2")" "$(printf 'chunk 1 of 2\nchunk 2 of 2')"
check "/slow" equals "$(fetch "$url/slow?ms=20")" "pong after 20 ms"
check "/ lists the endpoints" contains "$(fetch "$url/")" "/chunked?chunks=N"
check "a browser gets a page" contains "$(fetch -H 'Accept: text/html' "$url/")" '<a href="/ping">'
check "HEAD" contains "$(fetch -I "$url/long")" "Content-Length: 16000"
check "an unknown path is 404" equals "$(status_of "$url/nothing")" 404
check "a wrong number is 400" equals "$(status_of "$url/long?bytes=0")" 400
check "a 400 says what is allowed" equals "$(fetch "$url/slow?ms=x")" \
  "'ms' is 'x', but it must be a number from 0 to 10000"
check "POST is 405" equals "$(status_of -d ping "$url/ping")" 405
reset_status=0
fetch "$url/abort" 2>"$work/reset" || reset_status=$?
check "/abort resets" equals "$reset_status" 56
check "curl calls it a reset" contains "$(cat "$work/reset")" "reset by peer"
check "two requests on one connection" equals "$(fetch "$url/ping" "$url/ping" | wc -l)" 2
if command -v http >/dev/null; then
  check "HTTPie" contains "$(http --ignore-stdin --body "$url/ping" 2>&1)" pong
fi
check "requests are shown with the client's port" \
  grep -Eq '^127\.0\.0\.1:[0-9]+ GET /long\?bytes=1000000 200$' "$work/served"
check "a reset is shown" grep -Eq '^127\.0\.0\.1:[0-9]+ GET /abort RST$' "$work/served"
if command -v strace >/dev/null; then
  # The kernel cuts the reply into segments, not the server, as readers of a capture expect.
  strace -f -q -e trace=sendmsg,sendto,send,write,writev -e signal=none -o "$work/calls" \
    "$pcapdeck" pingpong --port 0 >"$work/traced" 2>&1 &
  traced=$!
  started+=("$traced")
  if wait_for grep -q '^pingpong server on ' "$work/traced"; then
    traced_url=$(sed -n 's/^pingpong server on \(http[^ ]*\) .*/\1/p' "$work/traced")
    fetch "$traced_url/long?bytes=100000" >/dev/null
    kill "$(cat "/proc/$traced/task/$traced/children")" # strace itself takes no signal
    wait "$traced" || :
    check "a long reply is written in one call" equals \
      "$(grep -Ev 'pingpong server on|127\.0\.0\.1' "$work/calls" | grep -Ec 'sendmsg|HTTP/1.1 200' || :)" 1
  fi
fi

run pingpong --port "$port"
check "a port in use fails" equals "$status" 1
check "a port in use is one sentence" one_sentence "$err"
check "it names the port and a way out" contains "$err" "port $port of '127.0.0.1' is in use"

# Ctrl-C during a reply.
fetch "$url/slow?ms=10000" >/dev/null 2>&1 &
slow=$!
started+=("$slow")
begin=$SECONDS
kill -INT "$server"
status=0
wait "$server" || status=$?
check "Ctrl-C ends it at once" [ $((SECONDS - begin)) -lt 5 ]
check "Ctrl-C is a clean end" equals "$status" 0
check "it says so" contains "$(tail -1 "$work/served")" stopped
check "nothing is complained about" equals "$(cat "$work/messages")" ""
wait "$slow" || :

start --port "$port"
check "the port is free again at once" equals "$(fetch "$url/ping")" pong
kill -TERM "$server"
status=0
wait "$server" || status=$?
check "SIGTERM is a clean end" equals "$status" 0

if start --address ::1 --port 0; then
  check "IPv6" equals "$(fetch "$url/ping")" pong
  kill "$server"
fi
run pingpong --mss 87
check "an MSS out of range is usage" contains "$err" "a number from 88 to 65495"
start --port 0 --mss 500
said=$(cat "$work/served")
check "the number of bytes is said" contains "$said" "at most 488 bytes of a reply (--mss 500, less 12 of timestamps)"
check "the endpoints promise no more" contains "$said" "a body of N bytes, which TCP cuts into segments"
tso=$("$pcapdeck" interfaces --json | sed -n 's/.*"loopback":true.*"tso":\([a-z]*\).*/\1/p' | head -1)
if [ "$tso" = true ]; then
  check "where TSO is on, packets hold several" contains "$said" "a packet several segments, since TSO is on"
  check "and a recording shows the same MSS" contains "$said" "'pcapdeck record --mtu 540' captures it as a wire would"
else
  check "elsewhere a packet is a segment" contains "$said" " a packet holds at most 488"
fi
if [ "$(uname -s)" = Linux ]; then
  # The client may send as many bytes as were announced, less 12 bytes of timestamps.
  mss=$(python3 -c 'import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s: print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))' "${url##*:}")
  check "the MSS is announced" test "$mss" -le 500 -a "$mss" -ge 480
fi
start --port 0
mtu=$("$pcapdeck" interfaces --json | sed -n 's/.*"loopback":true,"mtu":\([0-9]*\).*/\1/p' | head -1)
check "without --mss it is the interface's" contains "$(cat "$work/served")" \
  "a packet holds at most $((mtu - 52)) bytes of a reply (MTU $mtu, less 52 of headers)"
# Listening on all addresses of this machine: the printed URLs work. It is tested in a network of its own, where that
# may be made.
own='unshare -rn sh -c'
for any in 0.0.0.0 0; do
  if $own 'ip link set lo up && ip link add outer type dummy && ip addr add 192.0.2.7/24 dev outer && ip link set outer up' 2>/dev/null; then
    said=$($own 'ip link set lo up; ip link add outer type dummy; ip addr add 192.0.2.7/24 dev outer; ip link set outer up
      "$1" pingpong --address "$2" --mss 500 & server=$!
      for try in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; done; kill $server; wait' sh "$pcapdeck" "$any")
    check "$any: what to type here" contains "$said" "curl http://127.0.0.1:8080/ping"
    check "$any: nobody can call that" lacks "$said" "http://$any:"
    check "$any: what to type elsewhere" contains "$said" "for other machines: http://192.0.2.7:8080"
    check "$any: the cut is the interface's" contains "$said" "where TSO is on: 'pcapdeck interfaces'"
  else
    echo "ok - $any: what to type # SKIP no network can be made here"
  fi
done
run pingpong --port 70000
check "a port out of range is usage" equals "$status" 2
check "and says the range" contains "$err" "a number from 0 to 65535"
run pingpong --address localhost
check "an address must be a number" contains "$err" "'localhost' is no IP address"
run pingpong --address 192.0.2.1
check "an address of another machine" contains "$err" "'192.0.2.1' is no address of this machine"
run pingpong 8080
check "no operand" equals "$status" 2
run pingpong --help
check "help" contains "$out" "pcapdeck pingpong --port 9000"
check "help has the caveat" contains "$out" "on Linux's lo"
tests_done
