#!/usr/bin/env bash
# `pcapdeck record -- COMMAND`: a program of the user as the client, another one as the server. They run with the user's
# rights, reach nothing but each other, and leave nothing running. Everything happens in networks that the program made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
chmod 755 "$work"
install -m 755 "$pcapdeck" "$work/pcapdeck"
mkdir -m 777 "$work/open" "$work/home"
export HOME=$work/home # which an ordinary user may read
cd "$work/open"
python=/usr/bin/python3 # which everybody may run
[ -x $python ] || python=$(command -v python3)

# Usage, which needs no network.
run record talk.md -- curl
check "a talk and a program" contains "$err" "a program behind '--' has no use"
run record --get /ping -- curl
check "--get and a program" contains "$err" "'--get' has no use"
run record -k -- curl
check "--keep-alive and a program" contains "$err" "'--keep-alive' has no use"
run record --timeout 3
check "--timeout without a program" contains "$err" "'--timeout' needs a program"
run record --listen-timeout 3
check "--listen-timeout without a server" contains "$err" "needs '--server'"
run record --timeout 0 -- curl
check "a time of nothing" contains "$err" "a number from 1 to 3600"
check "these are misuse" equals "$status" 2

run record --run
check "--run is for a talk" contains "$err" "'--run' is for a talk"

# Programs that notes name are run by `record --run` only.
cat >talk.md <<'TALK'
---
title: Programs
lang: en
duration: 1m
captures:
  web:
    file: web.pcap
    record: {run: [sh, -c, "touch ran; curl -s http://localhost:8080/ping"]}
  other:
    file: other.pcap
    record:
      run: touch ran && curl -s http://localhost:8080/
      server: touch ran; python3 -m http.server 8080
---

# Programs

```packets web
```
TALK
run build talk.md
check "build does not run them" test ! -e ran
check "but says what does" contains "$err" "capture 'web' is missing: a program makes it, which only you start, with 'pcapdeck record talk.md --run'"
check "and fails" equals "$status" 1
run check talk.md
check "check says it, too" contains "$out" "with 'pcapdeck record talk.md --run'"
"$pcapdeck" serve talk.md --port 0 >served 2>&1 &
started+=($!)
check "serve serves it" wait_for 20 grep -q http:// served
check "with the mistake" wait_for 20 grep -q "record talk.md --run" served
kill "${started[0]}"
check "neither has run them" test ! -e ran
run record talk.md
check "record lists them" contains "$out" "'web.pcap' needs: sh -c touch\\ ran\\;\\ curl\\ -s\\ http://localhost:8080/ping"
check "with the server" contains "$out" "(server: touch ran; python3 -m http.server 8080)"
check "says how to run them" contains "$err" "2 captures were not recorded: 'pcapdeck record talk.md --run' runs the programs above with your rights"
check "and has not" test ! -e ran
check "which is a failure" equals "$status" 1
rm -f talk.html served

may_root=false may_user=false
if [ "$(id -u)" = 0 ]; then
  unshare --net true 2>/dev/null && may_root=true
  setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user --net true 2>/dev/null && may_user=true
else
  unshare --user --net true 2>/dev/null && may_user=true
fi
if ! $may_root && ! $may_user; then
  echo "# this system allows no private network: 'unshare --user --net true' fails"
  [ $tests_failed -eq 0 ] || exit 1
  exit 77
fi
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
as_root() { "$work/pcapdeck" "$@"; }
as_user() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$work/pcapdeck" "$@"
  else
    "$work/pcapdeck" "$@"
  fi
}
run_as() { # run_as WHO ARGUMENT...
  local who=$1
  shift
  status=0
  "$who" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  out=$(tr -d '\0' <"$work/out")
  err=$(cat "$work/err")
}
left_over() { find . -mindepth 1 ! -name talk.md ! -name '*.calls.jsonl' | sort | tr '\n' ' '; }
processes_of() { # those whose command line mentions the word; grep's own does not
  printf '%s' "$1" >"$work/word"
  grep -alFf "$work/word" /proc/[0-9]*/cmdline 2>/dev/null || :
}
none_left() { [ -z "$(processes_of "$1")" ]; }
largest() { "$work/pcapdeck" packets "$1" --json | grep -o '"len":[0-9]*' | cut -d: -f2 | sort -n | tail -1; }

cat >"$work/client.py" <<'PY'
import http.client, sys
for name in sys.argv[1:]:
    connection = http.client.HTTPConnection(name, 8080)
    connection.request('GET', '/long?bytes=16000')
    print(len(connection.getresponse().read()))
PY
chmod 644 "$work/client.py"
# Sends and receives with each kind of call.
cat >"$work/server.py" <<'PY'
import os, socket
listener = socket.create_server(('127.0.0.1', 8080))
for number in range(2):
    taken = listener.accept()[0]
    taken.recvmsg(65536) if number else taken.recv(65536)
    taken.sendmsg([b'HTTP/1.0 200 OK\r\n\r\n', b'hunter2secret\n'])
    taken.close()
PY
cat >"$work/sender.py" <<'PY'
import os, socket
made = socket.create_connection(('127.0.0.1', 8080))
os.writev(made.fileno(), [b'GET /hunter2secret HTTP/1.0\r\n', b'\r\n'])
os.readv(made.fileno(), [bytearray(10), bytearray(99)])
os.read(made.fileno(), 99)
PY
# Moves bytes without seeing them: from a file, and into a pipe.
cat >"$work/file-server.py" <<'PY'
import os, socket, sys
listener = socket.create_server(('127.0.0.1', 8080))
while True:
    taken = listener.accept()[0]
    taken.recv(100)
    with open(sys.argv[0], 'rb') as file:
        print(os.sendfile(taken.fileno(), file.fileno(), 0, 100))
    taken.close()
PY
cat >"$work/pipe-client.py" <<'PY'
import os, socket, sys
made = socket.create_connection(('127.0.0.1', 8080))
into, out = os.pipe()
os.write(out, b'GET /\n')
print(os.splice(into, made.fileno(), 100))
while os.splice(made.fileno(), out, 100):
    pass
for name in sys.argv[1:]:
    os.splice(into, os.open(name, os.O_WRONLY), 10)
PY
chmod 644 "$work/server.py" "$work/sender.py" "$work/file-server.py" "$work/pipe-client.py"

# The number, protocol, length and Info of each packet. A message that spans segments is not joined.
packets_of_tshark() {
  tshark -n -r "$1" -o tcp.desegment_tcp_streams:FALSE -T fields -e frame.number -e _ws.col.Protocol -e frame.len -e _ws.col.Info 2>/dev/null |
    tr '\t' ' ' | sed 's/ *$//'
}
packets_of_ours() {
  "$work/pcapdeck" packets "$1" | sed -E -e 's/^ +([0-9]+) +[0-9.]+ +[^ ]+ → [^ ]+ +([^ ]+) +([0-9]+) /\1 \2 \3 /' -e 's/ *$//'
}

# same_as_strace WHO NAME ROLE SERVER COMMAND...: records the command twice, the second time below strace.
same_as_strace() {
  local who=$1 name=$2 role=$3 server=$4
  shift 4
  local trace=(strace -ff -qq -e "trace=%network,sendfile,splice" -e signal=none -o "$work/open/seen/by")
  local options=(-o "$work/open/twice.pcap" --timeout 60)
  [ -z "$server" ] || options+=(--listen-timeout 60)
  rm -rf seen
  mkdir -m 777 seen
  run_as "$who" record "${options[@]}" ${server:+--server "exec $server"} -- "$@"
  cp twice.calls.jsonl once.jsonl
  if command -v tshark >/dev/null; then
    check "$who: $name: packets are those of tshark" equals "$(packets_of_ours twice.pcap)" "$(packets_of_tshark twice.pcap)"
    check "$who: $name: there are some" [ "$(packets_of_ours twice.pcap | wc -l)" -ge 10 ]
  else
    echo "ok - $who: $name: packets are those of tshark # SKIP tshark is not installed"
  fi
  if [ "$role" = server ]; then
    run_as "$who" record "${options[@]}" --no-calls --server "exec ${trace[*]} $server" -- "$@"
  else
    run_as "$who" record "${options[@]}" --no-calls ${server:+--server "exec $server"} -- "${trace[@]}" "$@"
  fi
  check "$who: the calls of $name are those of strace" $python "$here/../calls-of-strace.py" once.jsonl "$role" seen/by.*
  rm -rf seen once.jsonl twice.pcap
}
record_programs() { # record_programs WHO
  local who=$1
  run_as "$who" record -- curl -s http://localhost:8080/ping
  check "$who: curl prints its answer, and only that" equals "$out" pong
  check "$who: exit status" equals "$status" 0
  check "$who: ten packets are told beside it" contains "$err" "pcapdeck: recorded './pingpong.pcap': 10 packets, 1 connection, 2 segments"
  check "$who: in a private network" contains "$err" "in a private network with MTU 1500"
  check "$who: one sentence" one_sentence "$err"
  check "$who: one file" equals "$(left_over)" "./pingpong.pcap "
  check "$who: curl's own words are in it" contains "$("$work/pcapdeck" packets pingpong.pcap --show packet --frames 4)" "curl/"
  if [ -s pingpong.calls.jsonl ]; then
    check "$who: samples follow packets, at times of their own" equals "$("$work/pcapdeck" packets --json pingpong.pcap | $python -c "
import json, re, sys
packets = set(re.findall(r'\"time\":([0-9.]+)', sys.stdin.read()))
lines = [json.loads(line) for line in open('pingpong.calls.jsonl')]
samples = [line for line in lines if 'after' in line]
ends = {line['local'] == '127.0.0.1:8080' for line in samples}
print(len(ends), all(line['after'] in packets and line['time'] > line['after'] for line in samples), lines[-len(samples):] == samples)
")" "2 True True"
  else
    echo "ok - $who: samples follow packets # SKIP this system lets no process watch another one"
  fi
  rm pingpong.pcap

  # The calls are those that strace sees.
  if [ ! -s pingpong.calls.jsonl ]; then
    echo "ok - $who: the calls are those of strace # SKIP this system lets no process watch another one"
  elif ! command -v strace >/dev/null; then
    echo "ok - $who: the calls are those of strace # SKIP strace is not installed"
  else
    check "$who: the request was sent in one call" grep -Eq '"call":"sendto","fd":[0-9]+,"arguments":"MSG_NOSIGNAL","length":([0-9]+),"result":\1,' pingpong.calls.jsonl
    check "$who: options have names" grep -q '"call":"setsockopt".*"arguments":"SOL_TCP, TCP_NODELAY, 1"' pingpong.calls.jsonl
    check "$who: the socket is known" grep -Eq '"call":"sendto".*"local":"127.0.0.1:[0-9]+","peer":"127.0.0.1:8080","sample":[{]"state":"ESTABLISHED",' pingpong.calls.jsonl
    check "$who: the program's start is a call" grep -Eq '"role":"client".*"call":"execve","address":"curl","result":0' pingpong.calls.jsonl
    # Nothing of what was sent, received or given to programs is in the calls.
    run_as "$who" record --timeout 60 --server "exec $python $work/server.py" -- sh -c \
      "curl -s -u alice:hunter2secret -d pin=hunter2secret -H 'Cookie: id=hunter2secret' http://localhost:8080/hunter2secret; $python $work/sender.py"
    check "$who: the secret is in the packets" grep -aq hunter2secret pingpong.pcap
    check "$who: calls of both" eval '[ "$(grep -c hunter2secret pingpong.calls.jsonl)" = 0 ] && grep -q sendmsg pingpong.calls.jsonl && grep -Eq "\"(readv|recvmsg)\"" pingpong.calls.jsonl'
    check "$who: no folder of the machine" lacks "$(cat pingpong.calls.jsonl)" "$work"
    same_as_strace "$who" "curl" client '' curl -s http://localhost:8080/ping
    same_as_strace "$who" "curl and python3 -m http.server" client "$python -m http.server 8080" curl -s http://localhost:8080/nothing
    same_as_strace "$who" "python3 -m http.server" server "$python -m http.server 8080" curl -s http://localhost:8080/nothing
    run_as "$who" record --timeout 60 --listen-timeout 60 --server "exec $python $work/file-server.py" -- $python "$work/pipe-client.py" /dev/null
    check "$who: sendfile() says how much it sent" grep -Eq '"role":"server".*"call":"sendfile","fd":[0-9]+,"length":100,"result":100,.*"sample"' pingpong.calls.jsonl
    check "$who: splice() says what it took" equals "$(grep -oE '"call":"splice".*"arguments":"fd_[a-z]*=[0-9]+, 0","length":100,"result":[0-9]+' pingpong.calls.jsonl | sed -E 's/"fd":[0-9]+|=[0-9]+//g' | head -2)" \
      $'"call":"splice",,"arguments":"fd_in, 0","length":100,"result":6\n"call":"splice",,"arguments":"fd_out, 0","length":100,"result":100'
    check "$who: splice() without a socket is none" equals "$(grep -c '"splice"' pingpong.calls.jsonl)" 3
    same_as_strace "$who" "splice" client "$python $work/file-server.py" $python "$work/pipe-client.py"
    same_as_strace "$who" "sendfile" server "$python $work/file-server.py" $python "$work/pipe-client.py"
    # What a ring of io_uring moves is in no call, so there is none while calls are recorded.
    run_as "$who" record -- $python -c "import ctypes, socket; socket.create_connection(('127.0.0.1', 8080)).close()
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall(425, 1, ctypes.create_string_buffer(120)), ctypes.get_errno())"
    check "$who: no io_uring" equals "$out" "-1 38"
    if command -v http >/dev/null; then
      same_as_strace "$who" "HTTPie" client '' http --ignore-stdin --timeout=60 :8080/ping
    else
      echo "ok - $who: the calls of HTTPie are those of strace # SKIP HTTPie is not installed: apt-get install httpie"
    fi
    rm -f pingpong.pcap
  fi
  echo '{"role":"client","old":true}' >pingpong.calls.jsonl
  run_as "$who" record --no-calls -- curl -s http://localhost:8080/ping
  check "$who: --no-calls writes none, and removes those of the capture that it replaced" test ! -e pingpong.calls.jsonl
  rm pingpong.pcap

  run_as "$who" record -o "$who.pcap" --timeout 60 -- $python "$work/client.py" 127.0.0.1 pingpong ip6-localhost ::1
  check "$who: names and IPv6 lead to the server" equals "$out" $'16000\n16000\n16000\n16000'
  check "$who: four connections" contains "$err" "4 connections"
  check "$who: cut at the MSS" contains "$err" "at most 1448 bytes"
  check "$who: of IPv6, too" contains "$("$work/pcapdeck" packets "$who.pcap" ip6)" "::1"

  run_as "$who" record -o - -- curl -s http://localhost:8080/ping
  check "$who: a capture on standard output" equals "$(head -c 4 "$work/out" | od -An -tx1)" " 4d 3c b2 a1"
  check "$who: the program's output makes way" contains "$err" pong

  run_as "$who" record -o "$who.pcap" -- curl -s -f http://localhost:8080/nothing
  check "$who: the program's exit status is kept" equals "$status" 22
  check "$who: and told" contains "$err" "'curl' ended with exit status 22"
  run_as "$who" record -o "$who.pcap" -- curl -s http://localhost:9/
  check "$who: a port that nobody serves" equals "$status" 7
  check "$who: is a capture of a refusal" contains "$("$work/pcapdeck" packets "$who.pcap")" "RST"
  run_as "$who" record -o "$who.pcap" -- sh -c 'curl -s http://localhost:8080/ping; kill -TERM $$'
  check "$who: a signal is 128 and its number" equals "$status" 143
  rm "$who.pcap"

  # The rights are the user's.
  run_as "$who" record -o "$who.pcap" -- sh -c 'curl -s http://localhost:8080/ping; id -u; grep -E "NoNewPrivs|CapEff" /proc/self/status; ls /sys/class/net; cat /proc/net/route'
  check "$who: the same user" contains "$out" "$([ "$who" = as_root ] && echo 0 || id -u 2>/dev/null | sed 's/^0$/65534/')"
  check "$who: no new privileges" contains "$out" $'NoNewPrivs:\t1'
  [ "$who" = as_root ] || check "$who: no capability" contains "$out" $'CapEff:\t0000000000000000'
  run_as "$who" record -o "$who.pcap" -- sh -c 'curl -s http://localhost:8080/ping; curl -s -m 2 http://192.0.2.1/; echo $?; ip link set lo mtu 900 2>/dev/null || echo fixed'
  check "$who: no other network" contains "$out" 7
  check "$who: which it cannot change" contains "$out" fixed
  http_proxy=http://192.0.2.1:3128 run_as "$who" record -o "$who.pcap" -- curl -s http://localhost:8080/ping
  check "$who: a proxy is outside" equals "$out" pong

  # What does not go well.
  rm "$who.pcap"
  run_as "$who" record -o "$who.pcap" -- no-such-program-here
  check "$who: a program that is not there" contains "$err" "there is no program 'no-such-program-here'"
  check "$who: is one sentence" one_sentence "$err"
  check "$who: and a failure" equals "$status" 1
  run_as "$who" record -o "$who.pcap" -- true
  check "$who: a program that sends nothing" contains "$err" "'true' ended with exit status 0 and sent no packet"
  run_as "$who" record -o "$who.pcap" --timeout 1 -- sh -c 'curl -s http://localhost:8080/ping; sleep 76543'
  check "$who: a program that does not end" contains "$err" "'sh' did not end within 1 s"
  check "$who: one sentence" one_sentence "$err"
  check "$who: it is ended" wait_for 5 none_left 76543
  check "$who: and nothing is written" equals "$(left_over)" ""
  run_as "$who" record -o "$who.pcap" -- sh -c 'curl -s http://localhost:8080/ping; (setsid sleep 76542 &)'
  # It may be caught before it executes the last of its programs.
  check "$who: a daemon that stays is named" grep -Eq "'sh' left processes running, which were ended with the recording: (sh|setsid|sleep)$" "$work/err"
  check "$who: is ended" wait_for 5 none_left 76542
  rm "$who.pcap"

  # Another server.
  run_as "$who" record -o "$who.pcap" --listen-timeout 60 --server "$python -m http.server 8080" -- curl -s http://localhost:8080/
  check "$who: another server answers" contains "$out" "Directory listing"
  check "$who: and is recorded" contains "$("$work/pcapdeck" packets "$who.pcap")" "GET / HTTP/1.1"
  check "$who: it is ended" wait_for 5 none_left "http.server 8080"
  run_as "$who" record -o "$who.pcap" --listen-timeout 60 --server "$python -m http.server 8080" --get /
  check "$who: the usual client can ask it" contains "$out" "recorded '$who.pcap'"
  run_as "$who" record -o "$who.pcap" --server "exit 3" -- curl -s http://localhost:8080/
  check "$who: a server that ends" contains "$err" "the server 'exit 3' ended with exit status 3 before it listened on port 8080"
  run_as "$who" record -o "$who.pcap" --server "sleep 76541" --listen-timeout 1 -- curl -s http://localhost:8080/
  check "$who: a server that does not listen" contains "$err" "did not listen on port 8080 within 1 s"
  check "$who: is ended, too" wait_for 5 none_left 76541
  rm "$who.pcap"
}
if $may_root; then record_programs as_root; fi
if $may_user; then record_programs as_user; fi
who=as_root
$may_root || who=as_user

# A talk's programs, when the user says so.
run_as $who record talk.md --run --listen-timeout 60
check "--run runs them" equals "$status" 0
check "a capture of the one" contains "$("$work/pcapdeck" packets web.pcap)" "GET /ping"
check "and of the other, with its server" contains "$("$work/pcapdeck" packets other.pcap)" "200 OK"
check "the calls stand beside, or were refused in words" eval '[ -s web.calls.jsonl ] || grep -q "were not recorded" "$work/err"'
rm -f ran web.pcap other.pcap talk.md

# How long they may take is said by the talk, unless the command line says it.
cat >talk.md <<'TALK'
---
title: Slow programs
captures:
  client:
    file: client.pcap
    record: {run: [sleep, "76535"], timeout: 1s}
  server:
    file: server.pcap
    record: {run: [curl], server: sleep 76535, listen-timeout: 1}
---

# Slow programs
TALK
run_as $who record talk.md --run
check "a talk says how long its programs may take" contains "$err" "'sleep' did not end within 1 s, so it was ended; 'timeout:' beside 'run:' gives it longer"
check "and its servers" contains "$err" "within 1 s; --port says which port it serves, 'listen-timeout:' beside 'server:' gives it longer"
sed -i.bak -e 's/timeout: 1s/timeout: 1h/' -e '/^  server:/,/listen/d' talk.md
run_as $who record talk.md --run --timeout 1
check "the command line comes first" contains "$err" "'sleep' did not end within 1 s"
run_as $who record talk.md --timeout 3
check "--timeout for programs that are not run" contains "$err" "'--timeout' is for the programs of a talk, which only '--run' runs"
run_as $who record talk.md --listen-timeout 3
check "--listen-timeout for servers that are not run" contains "$err" "'--listen-timeout' is for the servers of a talk, which only '--run' runs"
rm talk.md*

# A program that opens 1,000 connections at once is recorded whole, with the connect() of each.
cat >"$work/many.py" <<'PY'
import socket
held = [socket.create_connection(('127.0.0.1', 8080)) for _ in range(1000)]
PY
chmod 644 "$work/many.py"
run_as $who record -o many.pcap --timeout 120 -- $python "$work/many.py"
check "1,000 connections: recorded" equals "$status" 0
check "1,000 connections: all of them" contains "$err" ", 1000 connections,"
if [[ "$err" = *"socket calls were not recorded"* ]]; then
  echo "ok - 1,000 connections: the calls, too # SKIP this system lets no process watch another one"
else
  check "1,000 connections: the calls, too" equals "$(grep -c '"role":"client".*"call":"connect","fd":[0-9]*,"address":"127.0.0.1:8080".*"result":0' many.calls.jsonl)" 1000
fi
rm -f many.pcap

# A thread needs no descriptor of its own to be watched, so there may be more threads than descriptors.
if [ -s many.calls.jsonl ]; then
  cat >"$work/threads.py" <<'PY'
import socket, threading
all_here = threading.Barrier(91)
def run():
    all_here.wait()
    all_here.wait()
threads = [threading.Thread(target=run) for _ in range(90)]
for thread in threads:
    thread.start()
all_here.wait()
socket.create_connection(('127.0.0.1', 8080)).close()
all_here.wait()
PY
  chmod 644 "$work/threads.py"
  (ulimit -n 64; run_as $who record -o threads.pcap --timeout 60 -- $python "$work/threads.py")
  check "90 threads, 64 descriptors: the socket is known" grep -q '"call":"connect".*"state":"ESTABLISHED"' threads.calls.jsonl
  rm -f threads.pcap
fi
rm -f many.calls.jsonl

# An end from outside ends everything.
for signal in INT TERM KILL; do
  set -m
  "$work/pcapdeck" record -o middle.pcap --timeout 60 -- sh -c 'curl -s http://localhost:8080/ping; (setsid sleep 76540 &); sleep 76540' >"$work/out" 2>&1 &
  recording=$!
  set +m
  started+=("$recording")
  wait_for 20 eval '[ "$(processes_of 76540 | wc -l)" -ge 4 ]'
  kill -$signal "$recording"
  status=0
  wait "$recording" 2>/dev/null || status=$?
  check "SIG$signal is the cause of the end" [ $status -gt 128 ]
  check "SIG$signal leaves no process" wait_for 5 none_left 76540
done
run_as $who record -o middle.pcap -- curl -s http://localhost:8080/ping
check "nor a file that stays" equals "$(left_over)" "./middle.pcap "

# Calls that cannot be written are told, and no part of them stays. The capture is smaller than 4 KiB.
if [ -s middle.calls.jsonl ]; then
  status=0
  (trap '' XFSZ; ulimit -f 4; run_as $who record -o full.pcap -- curl -s http://localhost:8080/ping; printf '%s' "$err" >"$work/err"; exit "$status") || status=$?
  check "no space for the calls: recorded all the same" equals "$status" 0
  check "no space for the calls: says so" contains "$(cat "$work/err")" "the socket calls could not be written: File too large"
  check "no space for the calls: none stay" equals "$(ls full.*)" full.pcap
  rm -f full.pcap
fi

# A program that is there, and what runs it is not; a server that sh(1) cannot start.
printf '#!/no/such/python\n' >script
chmod 755 script
run_as $who record -o script.pcap -- ./script
check "a missing interpreter is named" contains "$err" "cannot start './script': its first line names '/no/such/python', which is not there"
run_as $who record -o script.pcap --server ./script -- true
check "so is a server that sh cannot start" contains "$err" "the server './script' could not be started: sh ended with exit status 127"
rm -f script*

# A recording in a recording: the kernel lets one watch.
if [ -s middle.calls.jsonl ]; then
  ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 run_as $who record -o outer.pcap -- sh -c "'$work/pcapdeck' record -o inner.pcap; curl -s http://localhost:8080/ping"
  check "a recording in a recording: why the inner one has no calls" equals "$(grep 'socket calls' "$work/err")" \
    "pcapdeck: warning: the socket calls were not recorded: this process is itself watched, by another recording or a debugger, and the kernel allows one"
  check "a recording in a recording: both have packets" [ -s inner.pcap -a -s outer.pcap ]
  rm -f inner.* outer.*
fi

# A program that its user may not read: what its calls lack is said. Root reads everything.
if [ -s middle.calls.jsonl ] && $may_user && [ "$(id -u)" = 0 ]; then
  install -m 711 "$(command -v curl)" "$work/unread"
  run_as as_user record -o unread.pcap -- "$work/unread" -s http://127.0.0.1:8080/ping
  check "a program that may not be read: its calls lack addresses" equals "$(grep -c '"role":"client".*"connect".*8080' unread.calls.jsonl)" 0
  check "a program that may not be read: which is said" contains "$err" "a program that may be executed and not read hides its sockets"
  rm -f unread.*
fi

# Numbers of arguments have their sign, and no place in memory is one. Of a search along $PATH only the last attempt is
# written: the one that found the program, or found none.
if [ -s middle.calls.jsonl ]; then
  cat >signs.py <<'EOF'
import ctypes, os, socket
libc = ctypes.CDLL(None)
libc.socket(-1, 1, -2)
client = socket.create_connection(('127.0.0.1', 8080)).detach()
libc.setsockopt(client, -1, -2, b'abcd', -4)
libc.setsockopt(client, 1, -2, b'abcd', 4)
libc.shutdown(client, -9)
libc.fcntl(client, 5, b'a lock')
libc.fcntl(client, 0, -3)
for name in 'no-such-program', 'true':
    try:
        os.execvpe(name, [name], {'PATH': '/no/such/place:/:/etc/passwd:/bin:/usr/bin'})
    except OSError:
        pass
EOF
  run_as $who record -o signs.pcap -- $python signs.py
  check "negative arguments" equals \
    "$(sed -nE '/"role":"client"/s/.*"(socket|setsockopt|shutdown|fcntl)".*"arguments":"([^"]*)".*"error".*/\1(\2)/p' signs.calls.jsonl | tr '\n' ' ')" \
    "socket(-1, SOCK_STREAM, -2) setsockopt(-1, -2, -4 bytes) setsockopt(SOL_SOCKET, -2, 1684234849) shutdown(-9) fcntl(5) fcntl(F_DUPFD, -3) "
  check "a search along PATH" equals "$(sed -nE 's/.*"execve","address":"(no-such-program|true)","result":(.*),"begin".*/\1 \2/p' signs.calls.jsonl)" \
    $'no-such-program -1,"error":"ENOENT"\ntrue 0'
  rm -f signs.*
fi

# Lengths whose sum is no length: the kernel refuses the call, and none is told.
if [ -s middle.calls.jsonl ]; then
  cat >vector.py <<'EOF'
import ctypes, socket
class Piece(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('size', ctypes.c_size_t)]
client = socket.create_connection(('127.0.0.1', 8080))
data = ctypes.create_string_buffer(b'GET /ping')
for sizes in ((2**63 - 1, 2**63 - 1, 7), (3, 4)):
    pieces = (Piece * len(sizes))(*[Piece(ctypes.addressof(data), size) for size in sizes])
    ctypes.CDLL(None).writev(client.fileno(), pieces, len(sizes))
EOF
  run_as $who record -o vector.pcap -- $python vector.py
  check "writev(): a length that is none, and one" equals \
    "$(sed -nE 's/.*"writev","fd":[0-9]+,(("length":[0-9]+,)?"result":[-0-9]+).*/\1/p' vector.calls.jsonl | tr '\n' ' ')" '"result":-1 "length":7,"result":7 '
  rm -f vector.*
fi

# What opens and closes descriptors without a call on one socket is written, too.
if [ -s middle.calls.jsonl ]; then
  cat >table.py <<'EOF'
import ctypes, os, socket
one, other = socket.socketpair()
one.close()
client = socket.create_connection(('127.0.0.1', 8080))
spare = socket.socket()
os.dup2(os.open('/dev/null', os.O_RDONLY), spare.fileno())
spare.detach()
if not os.fork():
    os._exit(3)
os.wait()
ctypes.CDLL(None).close_range(100, 200, 0)
client.sendall(b'GET /ping HTTP/1.0\r\n\r\n')
while client.recv(99):
    pass
EOF
  run_as $who record -o table.pcap --timeout 60 -- $python table.py
  check "descriptors: every way to open and close them" equals \
    "$(sed -nE '/"role":"client"/s/.*"call":"(socketpair|dup2|close_range|exit_group)",(.*),"begin".*/\1 \2/p' table.calls.jsonl)" \
    'socketpair "arguments":"AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [3, 4]","result":0
dup2 "fd":5,"arguments":"oldfd=6","result":5
exit_group "arguments":"3"
close_range "arguments":"100, 200, 0","result":0
exit_group "arguments":"0"'
  check "descriptors: the table when all was sent" equals \
    "$("$work/pcapdeck" packets table.pcap --svg --show descriptors --frames 6 | grep -oE '>(client|server|[0-9]+|(socket|accepted|listening)[^<]*)</text' | sed -E 's/^>|<.*//g' | head -5 | tr '\n' ,)" \
    "client,3,socket · connected,4,socket of a pair · connected,"
  rm -f table.*
fi

# A process that a signal ends has no descriptors any more when the kernel sends the FIN of its socket.
if [ -s middle.calls.jsonl ]; then
  cat >killed.py <<'EOF'
import os, signal, socket
if not os.fork():
    client = socket.create_connection(('127.0.0.1', 8080))
    client.sendall(b'GET /ping HTTP/1.0\r\n\r\n')
    while client.recv(99):
        pass
    os.kill(os.getpid(), signal.SIGKILL)
os.wait()
EOF
  run_as $who record -o killed.pcap --timeout 60 -- $python killed.py
  fin=$("$work/pcapdeck" packets killed.pcap 'dst port 8080 and tcp[tcpflags] & tcp-fin != 0' | awk '{ print $1 }')
  for frame in 6 "$fin"; do
    "$work/pcapdeck" packets killed.pcap --svg --show descriptors --frames "$frame" | grep -o '>[^<]*</text' | sed -n '/>client</{n;s/^>//;s/<.*//p;}'
  done >killed.tables
  check "killed by a signal: the table before, and at the FIN" equals "$(cat killed.tables)" $'3\nno descriptor recorded'
  rm -f killed.*
fi

# Where no process may watch another one, there are packets and no calls.
if $python "$here/../deny.py" --ptrace true 2>/dev/null; then
  for client in '' '-- curl -s http://127.0.0.1:8080/ping'; do
    echo '{"role":"client","old":true}' >middle.calls.jsonl
    status=0
    # The search for leaks in a build with sanitizers is done by ptrace.
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 $python "$here/../deny.py" --ptrace "$work/pcapdeck" record -o middle.pcap $client >"$work/out" 2>"$work/err" </dev/null || status=$?
    check "no ptrace${client:+, a program}: recorded all the same" equals "$status" 0
    check "no ptrace${client:+, a program}: ten packets" contains "$(cat "$work/out" "$work/err")" "'middle.pcap': 10 packets"
    check "no ptrace${client:+, a program}: says what is missing" equals \
      "$(grep -c "the socket calls were not recorded: this system lets no process watch another one" "$work/err")" 1
    check "no ptrace${client:+, a program}: no calls of another capture stay" test ! -e middle.calls.jsonl
  done
fi

# Where no namespace may be made, the programs run in the network that is there, and end all the same.
if $may_root && $python "$here/../deny.py" true 2>/dev/null; then
  status=0
  unshare --net sh -c "ip link set lo up; $python '$here/../deny.py' '$work/pcapdeck' record -o denied.pcap -- sh -c 'curl -s http://127.0.0.1:8080/ping; (setsid sleep 76539 &)'" \
    >"$work/out" 2>"$work/err" </dev/null || status=$?
  check "denied: recorded all the same" equals "$status" 0
  check "denied: the answer" contains "$(cat "$work/out")" pong
  check "denied: why" contains "$(cat "$work/err")" "no private network: "
  check "denied: what it left is ended" wait_for 5 none_left 76539

  # The end of the recording ends them, too, though the kernel then ends none, and nobody watches their calls.
  set -m
  unshare --net sh -c "ip link set lo up; exec $python '$here/../deny.py' '$work/pcapdeck' record -o denied.pcap --no-calls --timeout 60 -- sh -c 'curl -s http://127.0.0.1:8080/ping; (setsid sleep 76537 &); sleep 76537'" >"$work/out" 2>&1 </dev/null &
  recording=$!
  set +m
  started+=("$recording")
  check "denied: a program and what it left run" wait_for 20 eval '[ "$(ps -eo args | grep -c "^sleep 76537")" = 2 ]'
  kill -KILL "$recording"
  wait "$recording" 2>/dev/null || :
  check "denied: SIGKILL leaves no process" wait_for 5 none_left 76537
fi
tests_done
