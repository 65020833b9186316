#!/usr/bin/env bash
# The steps of the client that a talk declares: each one is recorded in a private network, and the capture shows what
# the step is for. The names of fields and labels are Wireshark's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
cd "$work"

# record_steps STEP...: records the steps of a talk; sets $status, $err, and $list, the packets of the capture.
record_steps() {
  local step
  {
    printf '%s\n' --- 'captures:' '  c:' '    file: c.pcap' '    record:'
    for step; do printf '      - %s\n' "$step"; done
    printf '%s\n' --- '# A'
  } >talk.md
  rm -f c.pcap c.calls.jsonl
  run record talk.md
  list=$("$pcapdeck" packets c.pcap 2>/dev/null || :)
}
shows() { # shows NAME PATTERN...: the packets that match, in this order, among others
  local name=$1 pattern
  shift
  local rest=$list line
  for pattern; do
    line=$(grep -nE -m 1 -- "$pattern" <<<"$rest" | cut -d: -f1) || :
    if [ -z "$line" ]; then
      check "$name: $pattern" false
      return
    fi
    rest=$(tail -n "+$((line + 1))" <<<"$rest")
  done
  check "$name" true
}
count() { grep -cE -- "$1" <<<"$list" || :; }

# Whether this machine may make a private network. `unshare` answers that, not our program.
if ! unshare --net true 2>/dev/null && ! unshare --user --net true 2>/dev/null; then
  echo "this system allows no private network: 'unshare --user --net true' fails"
  exit 77
fi
record_steps 'GET /ping' 'connect 8081'
check "steps are recorded" equals "$status" 0
check "in a private network" lacks "$err" 'no private network'
check "a port where nothing listens refuses" equals "$(count ' 8081 . [0-9]+ \[RST, ACK\]')" 1

record_steps 'POST /echo: {body: 3000}' 'POST /echo: {body: "hello\nthere"}'
check "a POST is recorded" equals "$status" 0
shows "a body is sent in segments, and sent back" 'POST /echo HTTP/1.1' Continuation Continuation 'HTTP/1.1 200 OK' \
  Continuation 'POST /echo HTTP/1.1' 'HTTP/1.1 200 OK'

record_steps 'GET /slow?ms=200: {half-close: true}'
shows "half-close: FIN before the reply" 'GET /slow' '\[FIN, ACK\]' 'HTTP/1.1 200 OK' '8080 . [0-9]+ \[FIN, ACK\]'

record_steps 'GET /slow?ms=500: {abort: true}'
check "an abort is recorded" equals "$status" 0
shows "abort: RST in place of reading" 'GET /slow' '[0-9]+ . 8080 \[RST, ACK\]'
check "abort: no FIN" equals "$(count 'FIN')" 0

record_steps 'GET /long?bytes=100000: {rcvbuf: 4096, read-after: 1 s}'
check "a slow reader is recorded" equals "$status" 0
shows "a slow reader: its window closes and opens" 'TCP Window Full' 'TCP ZeroWindow' 'TCP Window Update'

record_steps 'GET /ping: {idle: 2500 ms, keepalive: 1}'
shows "idle with keepalive: probes are answered" 'HTTP/1.1 200 OK' 'TCP Keep-Alive\]' 'TCP Keep-Alive ACK'

record_steps 'GET /slow?ms=100: {parallel: 3}'
shows "parallel: all SYNs before the first reply" '\[SYN\]' '\[SYN\]' '\[SYN\]' 'HTTP/1.1 200 OK' 'HTTP/1.1 200 OK' \
  'HTTP/1.1 200 OK'

record_steps 'GET /ping' 'GET /ping: {same-port: true}'
check "the same port is recorded" equals "$status" 0
check "the same port again, from TIME_WAIT" equals "$(count 'TCP Port numbers reused')" 1
check "two whole exchanges" equals "$(count 'HTTP/1.1 200 OK')" 2
if [ -f c.calls.jsonl ]; then
  check "the first bind() to it failed" equals "$(grep -c '"bind".*"EADDRINUSE"' c.calls.jsonl)" 1
fi

record_steps 'udp ping' 'udp ping 9999'
shows "UDP: a ping, its answer, and a port that is closed" ' . 8080 Len=5' '8080 . [0-9]+ Len=5' ' . 9999 Len=5' \
  'Destination unreachable \(Port unreachable\)'

record_steps 'dns pingpong.test' 'dns TXT pingpong.test' 'dns AAAA pingpong.test' 'dns nowhere.example'
check "DNS is recorded" equals "$status" 0
shows "DNS: an address, a truncated answer and TCP, IPv6's record, and no such name" 'A pingpong.test A 127.0.0.1' \
  'query response 0x[0-9a-f]+ TXT pingpong.test *$' '. 53 \[SYN\]' 'TXT pingpong.test TXT TXT TXT TXT' \
  'AAAA pingpong.test AAAA ::1' 'No such name A nowhere.example'
if command -v tshark >/dev/null; then
  check "the truncated answer has the TC bit, for tshark too" equals \
    "$(tshark -r c.pcap -Y 'dns.flags.truncated == 1' 2>/dev/null | wc -l)" 1
  check "no DNS message is malformed" equals "$(tshark -r c.pcap -Y _ws.malformed 2>/dev/null | wc -l)" 0
fi

record_steps 'GET /ping: {maxseg: 536}' 'GET /long?bytes=3000: {maxseg: 600}'
shows "maxseg is announced" '\[SYN\].* MSS=536' '\[SYN\].* MSS=600'
if [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6; then
  record_steps 'GET /ping: {ipv6: true}' 'udp ping: {ipv6: true}' 'dns pingpong.test: {ipv6: true}' 'connect 8081: {ipv6: true}'
  check "IPv6 is recorded" equals "$status" 0
  check "IPv6 everywhere" equals "$("$pcapdeck" packets c.pcap ip6 --count | sed -n 's/^packets: //p')" \
    "$("$pcapdeck" packets c.pcap --count | sed -n 's/^packets: //p')"
fi

# Steps are mixed with plain requests.
record_steps 'GET /ping' 'POST /echo: {body: 10}'
check "what is recorded is counted" contains "$out$err" "2 connections"

# Mistakes are found before anything is recorded.
record_steps 'GET /ping: {bodi: x}'
check "an unknown option" contains "$err" "talk.md:6: a step has no option 'bodi': did you mean 'body'?"
check "nothing was recorded" test ! -e c.pcap
tests_done
