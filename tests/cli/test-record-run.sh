#!/usr/bin/env bash
# `pcapdeck record -- COMMAND`: a program of the user as the client, another one as the server. They run with the user's
# rights, reach nothing but each other, and leave nothing running. Everything happens in networks that the program made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/programs.sh"

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
check "serve serves it" wait_for grep -q http:// served
check "with the mistake" wait_for grep -q "record talk.md --run" served
kill "${started[0]}"
check "neither has run them" test ! -e ran
run record talk.md
check "record lists them" contains "$out" "'web.pcap' needs: sh -c touch\\ ran\\;\\ curl\\ -s\\ http://localhost:8080/ping"
check "with the server" contains "$out" "(server: touch ran; python3 -m http.server 8080)"
check "says how to run them" contains "$err" "2 captures were not recorded: 'pcapdeck record talk.md --run' runs the programs above with your rights"
check "and has not" test ! -e ran
check "which is a failure" equals "$status" 1
rm -f talk.html served

needs_programs

left_over() { find . -mindepth 1 ! -name talk.md ! -name '*.calls.jsonl' | sort | tr '\n' ' '; }
processes_of() { # those whose command line mentions the word; grep's own does not
  printf '%s' "$1" >"$work/word"
  grep -alFf "$work/word" /proc/[0-9]*/cmdline 2>/dev/null || :
}
none_left() { [ -z "$(processes_of "$1")" ]; }

cat >"$work/client.py" <<'PY'
import http.client, sys
for name in sys.argv[1:]:
    connection = http.client.HTTPConnection(name, 8080)
    connection.request('GET', '/long?bytes=16000')
    print(len(connection.getresponse().read()))
PY
chmod 644 "$work/client.py"

record_programs() { # record_programs WHO
  local who=$1
  run_as "$who" record -- curl -s http://localhost:8080/ping
  check "$who: curl prints its answer, and only that" equals "$out" pong
  check "$who: exit status" equals "$status" 0
  check "$who: packets are told beside it" grep -Eq "^pcapdeck: recorded './pingpong.pcap': [0-9]+ packets, 1 connection, 2 segments" "$work/err"
  check "$who: in a private network" contains "$err" "in a private network with MTU 1500"
  check "$who: one sentence" one_sentence "$err"
  check "$who: one file" equals "$(left_over)" "./pingpong.pcap "
  check "$who: curl's own words are in it" contains "$("$work/pcapdeck" packets pingpong.pcap --show packet --frames 4)" "curl/"
  rm pingpong.*
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
  http_proxy=http://192.0.2.1:3128 run_as "$who" record -o "$who.pcap" -- sh -c 'echo "$(curl -s http://localhost:8080/ping) without a proxy"
    id -u; grep -E "NoNewPrivs|CapEff" /proc/self/status; ls /sys/class/net; cat /proc/net/route
    curl -s -m 2 http://192.0.2.1/; echo "curl: $?"; ip link set lo mtu 900 2>/dev/null || echo fixed'
  check "$who: a proxy is outside" contains "$out" "pong without a proxy"
  check "$who: the same user" contains "$out" $'proxy\n'"$([ "$who" = as_root ] && echo 0 || id -u 2>/dev/null | sed 's/^0$/65534/')"
  check "$who: no new privileges" contains "$out" $'NoNewPrivs:\t1'
  [ "$who" = as_root ] || check "$who: no capability" contains "$out" $'CapEff:\t0000000000000000'
  check "$who: no other network" contains "$out" "curl: 7"
  check "$who: which it cannot change" contains "$out" fixed

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
  check "$who: it is ended" wait_for none_left 76543
  check "$who: and nothing is written" equals "$(left_over)" ""
  run_as "$who" record -o "$who.pcap" -- sh -c 'curl -s http://localhost:8080/ping; (setsid sleep 76542 &)'
  # It may be caught before it executes the last of its programs.
  check "$who: a daemon that stays is named" grep -Eq "'sh' left processes running, which were ended with the recording: (sh|setsid|sleep)$" "$work/err"
  check "$who: is ended" wait_for none_left 76542
  rm "$who.pcap"

  # Another server.
  run_as "$who" record -o "$who.pcap" --listen-timeout 60 --server "$python -m http.server 8080" -- curl -s http://localhost:8080/
  check "$who: another server answers" contains "$out" "Directory listing"
  check "$who: and is recorded" contains "$("$work/pcapdeck" packets "$who.pcap")" "GET / HTTP/1.1"
  check "$who: it is ended" wait_for none_left "http.server 8080"
  run_as "$who" record -o "$who.pcap" --listen-timeout 60 --server "$python -m http.server 8080" --get /
  check "$who: the usual client can ask it" contains "$out" "recorded '$who.pcap'"
  run_as "$who" record -o "$who.pcap" --server "exit 3" -- curl -s http://localhost:8080/
  check "$who: a server that ends" contains "$err" "the server 'exit 3' ended with exit status 3 before it listened on port 8080"
  run_as "$who" record -o "$who.pcap" --server "sleep 76541" --listen-timeout 1 -- curl -s http://localhost:8080/
  check "$who: a server that does not listen" contains "$err" "did not listen on port 8080 within 1 s"
  check "$who: is ended, too" wait_for none_left 76541
  rm "$who.pcap"
}
if $may_root; then record_programs as_root; fi
if $may_user; then record_programs as_user; fi

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

# An end from outside ends everything.
for signal in INT TERM KILL; do
  set -m
  "$work/pcapdeck" record -o middle.pcap --timeout 60 -- sh -c 'curl -s http://localhost:8080/ping; (setsid sleep 76540 &); sleep 76540' >"$work/out" 2>&1 &
  recording=$!
  set +m
  started+=("$recording")
  wait_for eval '[ "$(processes_of 76540 | wc -l)" -ge 4 ]'
  kill -$signal "$recording"
  status=0
  wait "$recording" 2>/dev/null || status=$?
  check "SIG$signal is the cause of the end" [ $status -gt 128 ]
  check "SIG$signal leaves no process" wait_for none_left 76540
done
run_as $who record -o middle.pcap -- curl -s http://localhost:8080/ping
check "nor a file that stays" equals "$(left_over)" "./middle.pcap "

# A program that is there, and what runs it is not; a server that sh(1) cannot start.
printf '#!/no/such/python\n' >script
chmod 755 script
run_as $who record -o script.pcap -- ./script
check "a missing interpreter is named" contains "$err" "cannot start './script': its first line names '/no/such/python', which is not there"
run_as $who record -o script.pcap --server ./script -- true
check "so is a server that sh cannot start" contains "$err" "the server './script' could not be started: sh ended with exit status 127"
rm -f script*

# Where no namespace may be made, the programs run in the network that is there, and end all the same.
if $may_root && $python "$here/../deny.py" true 2>/dev/null; then
  status=0
  unshare --net sh -c "ip link set lo up; $python '$here/../deny.py' '$work/pcapdeck' record -o denied.pcap -- sh -c 'curl -s http://127.0.0.1:8080/ping; (setsid sleep 76539 &)'" \
    >"$work/out" 2>"$work/err" </dev/null || status=$?
  check "denied: recorded all the same" equals "$status" 0
  check "denied: the answer" contains "$(cat "$work/out")" pong
  check "denied: why" contains "$(cat "$work/err")" "no private network: "
  check "denied: what it left is ended" wait_for none_left 76539

  # The end of the recording ends them, too, though the kernel then ends none, and nobody watches their calls.
  set -m
  unshare --net sh -c "ip link set lo up; exec $python '$here/../deny.py' '$work/pcapdeck' record -o denied.pcap --no-calls --timeout 60 -- sh -c 'curl -s http://127.0.0.1:8080/ping; (setsid sleep 76537 &); sleep 76537'" >"$work/out" 2>&1 </dev/null &
  recording=$!
  set +m
  started+=("$recording")
  check "denied: a program and what it left run" wait_for eval '[ "$(ps -eo args | grep -c "^sleep 76537")" = 2 ]'
  kill -KILL "$recording"
  wait "$recording" 2>/dev/null || :
  check "denied: SIGKILL leaves no process" wait_for none_left 76537
fi
tests_done
