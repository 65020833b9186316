#!/usr/bin/env bash
# `pcapdeck record` where no private network can be made, but the existing one can be set up: in a container with
# NET_ADMIN. Its loopback is like a wire during the recording, and afterwards as it was, even when the recording is
# killed. The host's loopback is never touched. Everything happens in networks that this test made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=/usr/bin/python3
[ -x $python ] || python=$(command -v python3)
$python "$here/../deny.py" true 2>/dev/null || { echo "no seccomp filter can be set here"; exit 77; }
command -v ip >/dev/null || { echo "ip is not installed"; exit 77; }
# The host's network namespace. Its number is the same everywhere since kernel 6.18.
first_network=net:[4026531833]
before_unshare=$(readlink /proc/self/ns/net)
if [ "${1-}" != inside ]; then
  options=-n
  [ "$(id -u)" = 0 ] || options=-rn
  unshare $options true 2>/dev/null || { echo "this machine allows no network of one's own"; exit 77; }
  if [ "$before_unshare" = "$first_network" ] && [ "$(id -u)" = 0 ]; then
    # As root in the host's network: nothing is set up there. The test below reads what this said.
    host=$(mktemp -d)
    cat /sys/class/net/lo/mtu >"$host/before"
    (cd "$host" && $python "$here/../deny.py" "$PCAPDECK" record --port 28080 >out 2>&1 || :)
    cat /sys/class/net/lo/mtu >"$host/after"
  fi
  exec unshare $options bash "$0" inside ${host:+"$host"}
fi
. "$(dirname "$0")/tap.sh"
cd "$work"
if [ -n "${2-}" ]; then
  check "the host's loopback is recorded as it is" contains "$(cat "$2/out")" "in the host's loopback"
  check "and left as it is" cmp -s "$2/before" "$2/after"
  rm -r "$2"
fi
denied() { status=0; $python "$here/../deny.py" "$pcapdeck" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?; out=$(cat "$work/out"); err=$(cat "$work/err"); }
# Everything that a recording changes: MTU, offloads, whether it is up, send buffers.
settings() {
  "$pcapdeck" interfaces --json | grep '"name":"lo"'
  ip -o link show lo | grep -o '<[^>]*>'
  cat /proc/sys/net/ipv4/tcp_wmem
}

ip link set lo up
ip link set lo mtu 40000
before=$(settings)
denied record -o own.pcap -g /ping -g '/long?bytes=16000'
check "it is recorded" equals "$status" 0
check "on the loopback that is there" contains "$out" "in the loopback of this network with MTU 1500"
check "in segments as on a wire" contains "$out" " of at most 1448 bytes"
check "why is told" contains "$err" "no private network: "
check "and what was changed for it" contains "$err" "was made like a wire for the recording, and is as before again"
check "the loopback is as before" equals "$(settings)" "$before"
check "only what was asked for is in the file" equals "$("$pcapdeck" packets own.pcap 'not tcp port 8080' | wc -l)" 0

denied record -o small.pcap --mtu 1300
check "another MTU" contains "$out" "with MTU 1300"
check "is put back as well" equals "$(settings)" "$before"
denied record -o smaller.pcap --mtu 600
check "one that costs IPv6 its addresses is not set" contains "$out" "in the host's loopback"
check "and nothing is changed" equals "$(settings)" "$before"

ip link set lo down
down=$(settings)
denied record -o down.pcap
check "a loopback that is down is raised" equals "$status" 0
check "and down again afterwards" equals "$(settings)" "$down"
ip link set lo up
before=$(settings)

# Several recordings wait for each other, and none takes another's settings for the original ones.
for i in 1 2 3; do
  $python "$here/../deny.py" "$pcapdeck" record -o "many$i.pcap" --port $((8100 + i)) >"many$i.out" 2>&1 &
  started+=($!)
done
for pid in ${started[@]+"${started[@]}"}; do wait "$pid" || :; done
started=()
for i in 1 2 3; do check "one of three at a time" contains "$(cat "many$i.out")" "with MTU 1500"; done
check "the loopback is as before them" equals "$(settings)" "$before"

# The settings come back whichever of its processes is killed.
is_prepared() { [ "$(cat /proc/sys/net/ipv4/tcp_wmem | cut -f1-2)" != "$(sed -n '$p' <<<"$before" | cut -f1-2)" ] || "$pcapdeck" interfaces --json | grep '"name":"lo"' | grep -q '"mtu":1500'; }
as_before() { [ "$(settings)" = "$before" ]; }
for signal in KILL INT TERM; do
  $python "$here/../deny.py" "$pcapdeck" record -o killed.pcap -g '/slow?ms=5000' >killed.out 2>&1 &
  recording=$!
  started=("$recording")
  check "SIG$signal: it is prepared" wait_for is_prepared
  kill -$signal "$recording"
  wait "$recording" 2>/dev/null || :
  check "SIG$signal: it comes back" wait_for as_before
done

# A network with hardware in it, or whose settings cannot be changed, is recorded as it is.
if [ "$(id -u)" = 0 ] && setpriv --bounding-set=-net_admin --inh-caps=-all true 2>/dev/null; then
  status=0
  setpriv --bounding-set=-net_admin --inh-caps=-all $python "$here/../deny.py" "$pcapdeck" record -o bound.pcap >out 2>&1 || status=$?
  check "without NET_ADMIN the loopback is recorded as it is" contains "$(cat out)" "in the host's loopback"
  check "and stays so" equals "$(settings)" "$before"
fi

tests_done
