#!/usr/bin/env bash
# `pcapdeck record`: true captures without privilege, and clear refusals. Everything happens in
# networks that the program, or this test, made for it.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

chmod 755 "$work"
install -m 755 "$pcapdeck" "$work/pcapdeck"
mkdir -m 777 "$work/open"
has_tshark=false
command -v tshark >/dev/null && has_tshark=true
rows() { awk -F '\t' "$1" "$work/rows"; }
left_over() { find "$1" -mindepth 1 | sed "s|^$1/||" | sort | tr '\n' ' '; }
processes_of() { # those whose command line mentions the word; grep's own does not
  printf '%s' "$1" >"$work/word"
  grep -alFf "$work/word" /proc/[0-9]*/cmdline 2>/dev/null || :
}
none_left() { [ -z "$(processes_of "$1")" ]; }

# Usage, which needs no network.
run record --help
check "help" contains "$out" "--keep-alive"
run record a.md b.md
check "one talk at a time" equals "$status" 2
run record talk.md -o x.pcap
check "-o has no use with a talk" contains "$err" "'-o' has no use"
run record talk.md --get /ping
check "--get has no use with a talk" contains "$err" "'--get' has no use"
run record x.pcap
check "a capture as an operand" contains "$err" "write -o x.pcap"
run record --mtu 100
check "an MTU out of range" contains "$err" "'--mtu' is '100', but it must be a number from 256 to 65536"
run record --port 0
check "a port out of range" contains "$err" "a number from 1 to 65535"
run record --got /ping
check "an unknown option" contains "$err" "did you mean '--get'?"
cd "$work/open"
run record --get ping
check "a path without a slash" contains "$err" "'ping' must begin with '/'"
check "it is one sentence" one_sentence "$err"
run record --get "/a b"
check "a path with a space" contains "$err" "must be written as %20"
run record -o missing/x.pcap
check "a folder that is missing" contains "$err" "missing/x.pcap"
check "it fails" equals "$status" 1
run record -o "$work"
check "a folder as the file" contains "$err" "it is a folder"
run record missing.md
check "a talk that is missing" contains "$err" "cannot open 'missing.md'"
check "nothing was written" equals "$(left_over .)" ""

# How this machine may record. `unshare` answers that, not our program.
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
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}

record_and_compare() { # record_and_compare WHO
  local who=$1
  local file=$who.pcap
  run_as "$who" record
  check "$who: the usual file" equals "$(left_over . | sed 's/[a-z_]*.calls.jsonl //g')" "pingpong.pcap "
  check "$who: one line" one_sentence "$out"
  check "$who: ten packets" contains "$out" "recorded './pingpong.pcap': 10 packets, 1 connection, 2 segments"
  check "$who: the network is named" contains "$out" "a private network with MTU 1500"
  check "$who: nothing to complain" equals "$err" ""
  check "$who: exit status" equals "$status" 0
  # The calls of the server and of the client; --no-calls writes none.
  # Whether the client has to wait for the answer in poll() is a matter of time.
  calls_of() { sed -nE "s/.*\"role\":\"$1\".*\"call\":\"([a-z0-9]+)\".*/\1/p" pingpong.calls.jsonl | grep -vx poll | uniq | tr '\n' ' '; }
  if [ -s pingpong.calls.jsonl ]; then
    check "$who: the client's calls" equals "$(calls_of client)" \
      "socket fcntl setsockopt connect getsockname sendto recvfrom shutdown recvfrom close "
    check "$who: the server's begin with its start" equals "$(calls_of server | grep -Eo "socket|bind|listen|accept4|sendmsg" | tr "\n" " ")" "socket bind listen accept4 sendmsg "
    check "$who: the connection is the capture's" equals \
      "$(sed -nE 's/.*"accept4".*"address":"([^"]*)".*/\1/p' pingpong.calls.jsonl)" \
      "127.0.0.1:$("$work/pcapdeck" packets pingpong.pcap --json | sed -nE '1s/.*"sport":([0-9]+).*/\1/p')"
    check "$who: each socket is closed" equals "$(grep -c '"call":"close"' pingpong.calls.jsonl)" 3
  else
    check "$who: calls that cannot be recorded are told" contains "$err" "socket calls were not recorded"
  fi
  run_as "$who" record --no-calls
  check "$who: --no-calls writes none, and removes the old ones" test ! -e pingpong.calls.jsonl
  rm pingpong.pcap

  run_as "$who" record -o "$file" -g /ping -g '/long?bytes=16000' -g /abort -g '/chunked?chunks=5'
  check "$who: four requests" equals "$status" 0
  check "$who: four connections" contains "$out" "4 connections"
  check "$who: at most 1448 bytes" contains "$out" "at most 1448 bytes"
  check "$who: nanoseconds" equals "$(head -c 4 "$file" | od -An -tx1)" " 4d 3c b2 a1"
  if $has_tshark; then
    # One row for each packet: stream, ports, payload, flags, and what tshark says is missing.
    tshark -n -r "$file" -T fields -e tcp.stream -e tcp.srcport -e tcp.dstport -e tcp.len \
      -e tcp.flags.syn -e tcp.flags.fin -e tcp.flags.reset -e tcp.flags.ack \
      -e tcp.analysis.lost_segment -e tcp.analysis.ack_lost_segment >"$work/rows" 2>"$work/complaints"
    check "$who: tshark reads it without a warning" equals "$(grep -v 'Running as' "$work/complaints" || :)" ""
    check "$who: tshark counts the same packets" contains "$out" "': $(wc -l <"$work/rows") packets"
    check "$who: 12 segments of 16000 bytes and a header" equals "$(rows '$1 == 1 && $2 == 8080 && $4 > 0' | wc -l)" 12
    check "$who: none above 1448" equals "$(rows '$4 > 1448')" ""
    check "$who: a new port for each" equals "$(rows '$5 == 1 && $8 == 0' | cut -f2 | sort -u | wc -l)" 4
    check "$who: /abort is one RST of the server" equals "$(rows '$1 == 2 && $7 == 1' | cut -f2)" 8080
    check "$who: with no FIN" equals "$(rows '$1 == 2 && $6 == 1')" ""
    check "$who: the client closes first" equals "$(rows '$6 == 1' | cut -f3 | tr '\n' ' ' | sed 's/[1-9][0-9]\{4\}/client/g')" \
      "8080 client 8080 client 8080 client "
    check "$who: nothing was lost" equals "$(rows '$9 != "" || $10 != ""')" ""
    check "$who: /ping is answered in one segment" equals "$(rows '$1 == 0 && $2 == 8080 && $4 > 0' | wc -l)" 1
  fi

  run_as "$who" record -o "$file" -k -g /ping -g /ping -g /ping
  check "$who: keep-alive is one connection" contains "$out" "1 connection, 6 segments"
  run_as "$who" record -o "$file" --mtu 576 -g '/long?bytes=3000' --port 80
  check "$who: MTU 576 leaves 524 bytes" contains "$out" "at most 524 bytes, in a private network with MTU 576"
  run_as "$who" record -o "$file" --mtu 65536 -g '/long?bytes=60000'
  check "$who: MTU 65536" contains "$out" "in a private network with MTU 65536"
  run_as "$who" record -o "$file" -g '/long?bytes=1000000'
  check "$who: a megabyte" equals "$status" 0
  # There is one segment more when the window ends a segment and not the MSS.
  check "$who: in 691 segments or more, and the request" [ "$(grep -o '[0-9]* segments' <<<"$out" | cut -d' ' -f1)" -ge 692 ]
  run_as "$who" record -o "$file" -g /nothing
  check "$who: a 404 is a capture too" equals "$status" 0
  rm "$file" "${file%.pcap}.calls.jsonl"
}
if $may_root; then record_and_compare as_root; fi
if $may_user; then record_and_compare as_user; fi
who=as_root
$may_root || who=as_user

# A successful recording replaces an existing file, and a failed one does not.
printf '\324\303\262\241precious\n' >kept.pcap # the first four bytes are a capture's
run_as $who record -o kept.pcap --get ping
check "a recording that fails leaves the old file" equals "$(tail -c 9 kept.pcap)" precious
run_as $who record -o kept.pcap
check "one that works replaces it" [ "$(wc -c <kept.pcap)" -gt 500 ]
for option in '' --no-calls; do
  echo notes >kept.calls.jsonl
  run_as $who record -o kept.pcap $option
  check "a file beside it that has no calls is not lost ($option)" equals "$(cat kept.calls.jsonl)" notes
  check "and it is said ($option)" contains "$err" "what is there are no socket calls and would be lost"
done
rm kept.*

# Calls stand beside a capture of any name, and captures of one stem do not take them from each other.
run_as $who record -o stem
check "a name without an ending has calls, or none can be had" eval '[ -s stem.calls.jsonl ] || [[ "$err" = *"socket calls were not recorded"* ]]'
if [ -s stem.calls.jsonl ]; then
  cp stem.calls.jsonl first.jsonl
  for again in stem.pcap stem.pcapng "stem.cap --no-calls"; do
    run_as $who record -o $again
    check "$again would take the calls of stem" contains "$err" "'stem.calls.jsonl' may be the socket calls of 'stem', which would be lost; name another capture, or move one of them"
  done
  check "and has not" cmp -s stem.calls.jsonl first.jsonl
  check "nor is it recorded" equals "$(ls)" "$(printf 'first.jsonl\nstem\nstem.calls.jsonl')"
  mv stem stem.cap
  run_as $who record -o stem.cap
  check "a capture replaces its own" eval '[ "$status" = 0 ] && ! cmp -s stem.calls.jsonl first.jsonl'
  run_as $who record -o -
  check "calls are beside no pipe, which is said" contains "$err" "the socket calls were not recorded: they stand beside a capture that is a file"
  run_as $who record -o - --no-calls
  check "unless nobody wants them" lacks "$err" "socket calls"
fi
rm -f stem* first.jsonl

# A recording that is interrupted leaves no file and no process; killed, neither, where files may have no name.
signals="INT TERM QUIT"
python3 -c 'import os; os.open(".", os.O_TMPFILE | os.O_RDWR)' 2>/dev/null && signals+=" KILL"
for signal in $signals; do
  set -m
  # Nine seconds may be over on a busy machine before the processes are counted, so there are more requests. A test
  # that runs in the background gets SIGINT and SIGQUIT ignored, and a shell cannot change that.
  python3 -c 'import os, signal, sys
for ignored in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(ignored, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$work/pcapdeck" record -o middle.pcap --get=/slow?ms=9000{,,,,,} >"$work/out" 2>&1 &
  recording=$!
  set +m
  started+=("$recording")
  wait_for eval '[ "$(processes_of middle.pcap | wc -l)" = 5 ]'
  kill -$signal "$recording"
  status=0
  wait "$recording" 2>/dev/null || status=$?
  check "SIG$signal is the cause of the end" [ $status -gt 128 ]
  check "SIG$signal leaves no file" equals "$(left_over .)" ""
  check "SIG$signal leaves no process" wait_for none_left middle.pcap
done

# A talk's captures.
mkdir slides
cat >slides/talk.md <<'TALK'
---
title: Talk
captures:
  ping:
    file: ../pcaps/ping.pcap
    record: [GET /ping]
  both:
    file: ../pcaps/both.pcap
    record: [GET /ping, GET /long?bytes=16000]
  found:
    file: ../pcaps/found.pcap
---

# Talk
TALK
run_as $who record slides/talk.md
check "a talk's captures are recorded" equals "$(left_over pcaps)" "both.calls.jsonl both.pcap ping.calls.jsonl ping.pcap "
check "a line for each" equals "$(printf '%s\n' "$out" | wc -l)" 2
check "with its path" contains "$out" "recorded 'slides/../pcaps/both.pcap'"
run_as $who record slides/talk.md --no-calls
check "a talk without calls" equals "$(left_over pcaps)" "both.pcap ping.pcap "
sed -i.bak 's/GET .ping./get the ping/' slides/talk.md
rm slides/talk.md.bak
printf -- '---\ntitle: None\n---\n\n# None\n' >slides/none.md
run_as $who record slides/none.md
check "a talk without 'record:'" contains "$err" "'slides/none.md' declares no capture with 'record:'"
check "it fails" equals "$status" 1
rm -r slides pcaps

# A system that refuses private networks. Limits of a user namespace hold only inside of it.
inside() { # inside COMMAND: in a network of its own, with lo up, where no other may be made
  unshare --user --map-root-user --net sh -c "
    ip link set lo up &&
    echo 0 >/proc/sys/user/max_net_namespaces && echo 0 >/proc/sys/user/max_user_namespaces && $1"
}
if command -v ip >/dev/null && [ "$(inside 'echo ready' 2>/dev/null)" = ready ]; then
  status=0
  # With NET_ADMIN the loopback is prepared instead: tests/cli/test-own-loopback.sh.
  inside "setpriv --bounding-set=-net_admin --inh-caps=-all '$work/pcapdeck' record -g /ping -g '/long?bytes=16000'" \
    >"$work/out" 2>"$work/err" || status=$?
  check "the host's loopback is the fallback" equals "$status" 0
  check "it is named" contains "$(cat "$work/out")" "in the host's loopback"
  check "with the cause" contains "$(cat "$work/err")" "user.max_net_namespaces is 0"
  check "and what it means" contains "$(cat "$work/err")" "one packet may hold several segments"
  if $has_tshark; then
    check "the handshake announces the MSS of the MTU" equals \
      "$(tshark -n -r pingpong.pcap -Y tcp.flags.syn==1 -T fields -e tcp.options.mss_val 2>/dev/null | sort -u)" 1460
  fi
  rm -f pingpong.*
  if command -v curl >/dev/null; then
    inside "'$work/pcapdeck' pingpong >'$work/served' & server=\$!
      until curl -s --noproxy '*' -o '$work/pong' http://127.0.0.1:8080/ping; do sleep 0.05; done
      '$work/pcapdeck' record -o busy.pcap; kill \$server" >"$work/out" 2>"$work/err" || :
    check "a port in use is explained there" contains "$(cat "$work/err")" "port 8080 of '127.0.0.1' is in use"
    check "and leaves nothing" equals "$(left_over .)" ""
  fi
  setpriv_status=0
  unshare --user --map-root-user sh -c "
    echo 0 >/proc/sys/user/max_net_namespaces && echo 0 >/proc/sys/user/max_user_namespaces &&
    '$work/pcapdeck' record" >"$work/out" 2>"$work/err" || setpriv_status=$?
  check "with neither, it fails" equals "$setpriv_status" 1
  check "in one sentence" one_sentence "$(cat "$work/err")"
  check "that names the setting" contains "$(cat "$work/err")" "user.max_net_namespaces is 0"
  # Root of a container cannot give itself a capability that the container lacks.
  check "and the permission" grep -Eq "setcap cap_net_raw\+ep|--cap-add=NET_RAW" "$work/err"
  check "never turning a protection off" lacks "$(cat "$work/err")" "sysctl -w"
  check "nothing is left" equals "$(left_over .)" ""
fi

# A folder in which an ordinary user may not write.
if $may_user; then
  mkdir -m 755 closed
  if [ "$(id -u)" != 0 ]; then chmod 555 closed; fi
  run_as as_user record -o closed/x.pcap
  check "an unwritable folder" contains "$err" "cannot write 'closed/x.pcap': Permission denied"
  check "fails" equals "$status" 1
  chmod 755 closed
fi
tests_done
