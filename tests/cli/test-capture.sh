#!/usr/bin/env bash
# `pcapdeck capture` and `pcapdeck interfaces`, in a network namespace that this test makes, as root or as a user who
# may make a user namespace. Nothing outside of it is touched.
set -euo pipefail
if [ "${1-}" != inside ]; then
  for tool in unshare ip curl; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
  done
  options=-n
  [ "$(id -u)" = 0 ] || options=-rn
  unshare $options true 2>/dev/null || { echo "network namespaces are not allowed here"; exit 77; }
  # Under nohup SIGHUP is ignored, and a capture keeps that: what is tested here is the other case.
  exec unshare $options python3 -c 'import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.execvp("bash", ["bash", sys.argv[1], "inside"])' "$0"
fi
. "$(dirname "$0")/tap.sh"
ip link set lo up
mtu=$(ip -o link show lo | sed 's/.* mtu \([0-9]*\) .*/\1/')
cd "$work"

pingpong() { # sets $url
  "$pcapdeck" pingpong --port 8080 >"$work/served" 2>&1 &
  started+=("$!")
  url=http://127.0.0.1:8080
  wait_for grep -q '^pingpong server on ' "$work/served"
}
fetch() { curl -sS --noproxy '*' --max-time 20 "$@" >/dev/null; }
start() { # start ARGUMENT...: a capture in the background, where bash starts it with SIGINT ignored; sets $capture
  : >"$work/messages"
  "$pcapdeck" capture "$@" >"$work/list" 2>"$work/messages" &
  capture=$!
  started+=("$capture")
  wait_for grep -q 'capturing on' "$work/messages" || { cat "$work/messages"; return 1; }
}
# end SIGNAL: sets $status, $messages. 0 is no signal, for a capture that ends by itself: SIGCONT would take the stop of the
# leak detector away, which then waits for ever.
end() {
  kill "-$1" "$capture" 2>/dev/null || : # it may have ended by itself
  status=0
  wait "$capture" 2>/dev/null || status=$?
  messages=$(cat "$work/messages")
}
received() { awk '$1 == "lo:" { print $3 }' /proc/net/dev; } # packets that lo has received, by the kernel's count
count() { "$pcapdeck" packets "$@" --count | sed -n 's/^packets: //p'; }
seen_by_kernel() { sed -n "s/.* written to .*, \([0-9]*\) received by.*/\1/p" "$work/messages"; }
has_whole_records() { # reads the records of a pcap one by one: the last one ends where the file does
  python3 - "$1" <<'PY'
import struct, sys
data = open(sys.argv[1], 'rb').read()
assert data[:4] in (b'\x4d\x3c\xb2\xa1', b'\xd4\xc3\xb2\xa1'), data[:4]
at = 24
while at < len(data):
    at += 16 + struct.unpack_from('<I', data, at + 8)[0]
sys.exit(at != len(data))
PY
}
pingpong

# The file has every packet that the interface's counter has.
start -i lo -w all.pcap
before=$(received)
fetch "$url/ping"
fetch "$url/long?bytes=100000" "$url/ping"
fetch "$url/abort" 2>/dev/null || : # answered with RST, on purpose
after=$(received)
end INT
check "Ctrl-C is a clean end" equals "$status" 0
check "all that the interface received is in the file" equals "$(count all.pcap)" $((after - before))
check "the end says how many" contains "$messages" \
  "$((after - before)) packets written to 'all.pcap', $((after - before)) received by the filter, 0 dropped"
check "the list has a line a packet" equals "$(wc -l <list)" $((after - before))
check "the list is that of packets" equals "$("$pcapdeck" packets all.pcap)" "$(cat list)"
check "HTTP is named" grep -q ' HTTP .* GET /ping HTTP/1.1' list
check "RST is seen" grep -q '\[RST' list
if command -v tshark >/dev/null; then
  check "tshark counts as many" equals "$(tshark -r all.pcap 2>/dev/null | wc -l)" $((after - before))
fi
check "no temporary file stays" equals "$(find . -name 'all.pcap*' | wc -l)" 1

# A capture that is ended during traffic has all that the kernel had delivered until then.
start -i lo -w middle.pcap --quiet
for _ in 1 2 3 4 5 6 7 8; do
  fetch "$url/long?bytes=1000000" "$url/long?bytes=1000000" "$url/long?bytes=1000000"
done &
traffic=$!
started+=("$traffic")
has_packets() { [ "$(wc -c <middle.pcap)" -gt 24 ]; }
wait_for has_packets
end TERM
wait "$traffic"
check "SIGTERM is a clean end" equals "$status" 0
check "all that was delivered until SIGTERM is in the file" equals "$(count middle.pcap)" "$(seen_by_kernel)"
check "there was something" [ "$(count middle.pcap)" -gt 0 ]
check "--quiet has no list" equals "$(cat list)" ""

# SIGKILL.
start -i lo -w killed.pcap
fetch "$url/ping"
wait_for grep -q 'HTTP/1.1 200' list
listed=$(wc -l <list)
fetch "$url/slow?ms=300" &
traffic=$!
end KILL
wait "$traffic"
check "the file was killed in the middle" [ "$status" = 137 ]
check "and is readable" [ "$(count killed.pcap)" -ge "$listed" ]
check "to its last packet" has_whole_records killed.pcap
"$pcapdeck" packets killed.pcap >killed.list
check "what was listed is in it" equals "$(head -n "$listed" killed.list)" "$(head -n "$listed" list)"

# A file that is growing can be read.
start -i lo -w growing.pcap --quiet
check "an empty capture is a capture at once" equals "$(count growing.pcap)" 0
fetch "$url/ping"
grows() { [ "$(count growing.pcap)" -ge 10 ]; }
check "packets appear while it runs" wait_for grows
check "whole ones" has_whole_records growing.pcap
end HUP
check "SIGHUP is a clean end" equals "$status" 0

# Limits and filters.
start -i lo -w ten.pcap -c 10
fetch "$url/long?bytes=500000" "$url/ping"
end 0
check "-c ends by itself" equals "$status" 0
check "-c 10 has 10" equals "$(count ten.pcap)" 10
check "and lists 10" equals "$(wc -l <list)" 10

start -i lo -w syn.pcap 'tcp[tcpflags] & tcp-syn' != 0
fetch "$url/ping"
fetch "$url/ping"
end INT
check "a filter of several words" equals "$(count syn.pcap)" 4
check "the kernel filtered" equals "$(seen_by_kernel)" 4
start -i lo -w icmp.pcap icmp
fetch "$url/ping"
end INT
check "nothing passed the filter" equals "$(count icmp.pcap)" 0
start -i lo -w short.pcap --snaplen 60
fetch "$url/ping"
end INT
check "--snaplen keeps the start" [ "$(count short.pcap 'less 60')" -lt "$(count short.pcap)" ]
check "and no more" equals "$("$pcapdeck" packets --json short.pcap | grep -Evc '"captured":([1-5]?[0-9]|60)[,}]')" 0
if "$pcapdeck" interfaces | grep -q '^1\. *any'; then
  start -i 1 -w any.pcap tcp port 8080
  fetch "$url/ping"
  end INT
  check "an interface by number" contains "$messages" "capturing on 'any'"
  check "its packets are decoded" grep -q ' HTTP .* GET /ping HTTP/1.1' list
fi

# Standard output.
start -i lo -w - -c 5
fetch "$url/ping"
end 0
check "-w - writes a capture" equals "$(count list)" 5
check "a pipe into packets" equals \
  "$( (wait_for grep -qs capturing piped && fetch "$url/ping") &
    "$pcapdeck" capture -i lo -w - -c 5 2>piped | "$pcapdeck" packets - | wc -l)" 5
set -m
: >messages # the last one's would be found there
"$pcapdeck" capture -i lo -w head.pcap 2>"$work/messages" > >(head -n 3 >"$work/list") &
capture=$!
set +m
started+=("$capture")
wait_for grep -q 'capturing on' messages
has_ended() { ! kill -0 "$capture" 2>/dev/null; }
until has_ended; do fetch "$url/ping"; done
end 0
check "a closed list ends the capture in order" equals "$status" 0
check "the file has what was listed, at least" [ "$(count head.pcap)" -ge 3 ]
check "and is whole" has_whole_records head.pcap

# A list that nobody reads does not delay the capture. (There are far more packets than ring and pipe can hold.)
mkfifo held
exec 9<>held
set -m
: >messages
"$pcapdeck" capture -i lo -w held.pcap --buffer 1 >held 2>messages &
capture=$!
set +m
started+=("$capture")
wait_for grep -q 'capturing on' messages
python3 - <<'PY'
import os, socket, time
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(('127.0.0.1', 9000))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
deadline = time.monotonic() + 60
for burst in range(1, 201):
    for _ in range(100):
        sender.sendto(b'ping', ('127.0.0.1', 9000))
    # On a busy machine, too, only a capture that stands still falls behind.
    expected = 24 + burst * 100 * (16 + 14 + 20 + 8 + 4)
    while os.path.getsize('held.pcap') < expected and time.monotonic() < deadline:
        time.sleep(0.002)
PY
cat <&9 >held.list &
reader=$!
started+=("$reader")
end INT
exec 9>&-
kill "$reader" 2>/dev/null || :
check "a list that is not read loses no packet" equals "$status" 0
check "all of them are in the file" equals "$(count held.pcap)" "$(seen_by_kernel)"
listed=$(grep -vc 'not listed' held.list || :)
unlisted=$(sed -n 's/^… \([0-9]*\) packets are not listed.*/\1/p' held.list | awk '{ n += $1 } END { print n + 0 }')
check "each is listed or counted" equals $((listed + unlisted)) "$(count held.pcap)"
check "some had to be counted" [ "$unlisted" -gt 0 ]

# With a ring of 1 MiB and a stopped reader packets are lost: the message says how many, and what to do.
start -i lo -w lossy.pcap --quiet --buffer 1
kill -STOP "$capture"
for _ in 1 2 3 4; do fetch "$url/long?bytes=1000000" "$url/long?bytes=1000000"; done
kill -CONT "$capture"
end INT
check "packets that were dropped are a failure" equals "$status" 1
check "and are counted" grep -Eq "the kernel dropped [1-9][0-9]* packets that 'lossy.pcap' lacks" messages
check "with the remedy" contains "$messages" "with more room with '--buffer 4'"
check "what was not dropped is whole" has_whole_records lossy.pcap

# On a full disk the file keeps the whole packets that fit. Packets on lo have up to 64 kB, and others send there, too.
mkdir full
if mount -t tmpfs -o size=256k none full 2>/dev/null; then
  start -i lo -w full/x.pcap --quiet
  kill -STOP "$capture" # so that more than fits comes at once
  fetch "$url/long?bytes=1000000"
  end CONT
  check "a full disk fails" equals "$status" 1
  check "by name" contains "$messages" "full/x.pcap: cannot write the capture: No space left on device"
  check "the file is cut between packets" has_whole_records full/x.pcap
  check "and holds what fits" [ "$(wc -c <full/x.pcap)" -gt $((128 * 1024)) ]
  umount full
fi

# An interface that goes away.
if ip link add down0 type dummy 2>/dev/null; then
  ip link set down0 up
  start -i down0 -w down.pcap
  ip link del down0
  wait_for has_ended
  end 0
  check "an interface that vanishes is an error" equals "$status" 1
  check "and the file stays" has_whole_records down.pcap
fi

# Messages for what cannot work.
printf '\324\303\262\241keep me\n' >old.pcap # the first four bytes are a capture's
run capture -i lo -w old.pcap tcp.port==8080
check "a filter of Wireshark's is an error" equals "$status" 1
check "with what was meant" contains "$err" "did you mean 'tcp port 8080'?"
check "in one sentence" one_sentence "$err"
check "the old file is still there" equals "$(tail -c 8 old.pcap)" "keep me"
run capture -i loo -w old.pcap
check "an unknown interface" equals "$status" 1
check "and the nearest" equals "$err" "pcapdeck: there is no interface 'loo'; did you mean 'lo'?"
run capture -i nothing-like-it -w old.pcap
check "an unknown interface without one near" contains "$err" "'pcapdeck interfaces' lists them"
run capture -i lo -w none/x.pcap
check "a folder that is missing" equals "$status" 1
check "is named" contains "$err" "cannot write 'none/x.pcap': No such file or directory"
run capture -i lo -w .
check "a folder is no file" contains "$err" "it is a folder"
run capture -w x.pcap
check "no interface is usage" equals "$status" 2
run capture -i lo
check "no file is usage" equals "$status" 2
run capture -i lo -w x.pcap -c 0
check "-c 0 is usage" equals "$status" 2
check "and says the range" contains "$err" "a number from 1 to"
check "no file was made" [ ! -e x.pcap ]
run capture --help
check "help" contains "$out" "pcapdeck capture -i lo"
start -i lo -w old.pcap
end INT
check "an existing file is replaced" equals "$(count old.pcap)" 0

# Interfaces.
run interfaces
check "interfaces" equals "$status" 0
check "lo, its MTU and offloads" grep -Eq "^[0-9]+\. +lo +$mtu +(on|off) +(on|off) +(on|off) +yes +loopback" out
check "no blanks at the end" lacks "$out" " $(printf '\n-')"
if command -v tshark >/dev/null; then
  check "numbered as tshark -D" equals "$(awk 'NR > 1 { print $1, $2 }' out | grep -w lo)" \
    "$(tshark -D 2>/dev/null | sed 's/ (.*//' | grep -w lo)"
fi
run interfaces --json
check "as JSON" contains "$out" "\"name\":\"lo\""
check "each line is an object" python3 -c 'import json, sys
for line in sys.stdin: assert json.loads(line)["number"]' <out
if command -v ethtool >/dev/null && ethtool -K lo tso off 2>/dev/null; then
  check "offloads that are off" grep -q '"name":"lo".*"tso":false' <("$pcapdeck" interfaces --json)
fi
run interfaces lo
check "interfaces takes no operand" equals "$status" 2

# A user without the privilege to capture.
if command -v setpriv >/dev/null && setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
  chmod 755 "$work"
  install -m 755 "$pcapdeck" "$work/program"
  mkdir -m 777 open
  nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all "$work/program" "$@"; }
  status=0
  err=$(nobody capture -i lo -w open/x.pcap 2>&1) || status=$?
  check "without permission" equals "$status" 1
  check "one sentence" one_sentence "$err"
  check "it says what to type" contains "$err" "sudo setcap cap_net_raw+ep $work/program"
  check "and leaves no file" equals "$(ls open)" ""
  err=$(nobody capture -i loo -w open/x.pcap 2>&1) || :
  check "an unknown interface is told apart" contains "$err" "did you mean 'lo'?"
  check "interfaces says it too" grep -Eq '^[0-9]+\. +lo .* no permission ' <(nobody interfaces 2>/dev/null)
  if command -v setcap >/dev/null && setcap cap_net_raw+ep program 2>/dev/null; then
    fetch_later() { wait_for grep -qs capturing granted; fetch "$url/ping"; }
    fetch_later &
    setpriv --reuid 65534 --regid 65534 --clear-groups \
      "$work/program" capture -i lo -w open/x.pcap -c 5 >/dev/null 2>granted || :
    wait $!
    check "what it says to type works" equals "$(count open/x.pcap)" 5
  fi
fi
tests_done
