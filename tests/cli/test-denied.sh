#!/usr/bin/env bash
# When a container or a system forbids private networks: what is recorded then, what the messages say, and that a first
# deck is made all the same. tests/deny.py emulates a container's rules. The commands that messages advise are run
# where their effect can be emulated, too.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
python=/usr/bin/python3 # which everybody may run
[ -x $python ] || python=$(command -v python3)
$python "$here/../deny.py" true 2>/dev/null || { echo "no seccomp filter can be set here"; exit 77; }
if [ "${1-}" != inside ]; then
  # With a loopback of its own port 8080 is free, and others' traffic is far.
  options=-n
  [ "$(id -u)" = 0 ] || options=-rn
  if unshare $options sh -c 'ip link set lo up' 2>/dev/null; then
    exec unshare $options bash -c 'ip link set lo up; exec bash "$0" inside' "$0"
  fi
fi
. "$(dirname "$0")/tap.sh"
chmod 755 "$work"
mkdir -m 777 "$work/open" "$work/home"
install -m 755 "$pcapdeck" "$work/pcapdeck"
install -m 755 "$here/../deny.py" "$work/deny.py"
cd "$work/open"
export HOME=$work/home

denied() { # denied OPTION-OR-EMPTY ARGUMENT...: as whoever this is, without namespaces
  local option=$1
  shift
  status=0
  $as_docker $python "$work/deny.py" $option "$work/pcapdeck" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}
as_docker=
as_nobody=
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
  as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi
nobody() { # nobody ARGUMENT...: who may not capture either
  status=0
  $as_nobody $python "$work/deny.py" --packets "$work/pcapdeck" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}
# The environment tells that this is a container. Other signs of one on this machine cannot be changed here.
is_container=false
[ ! -e /.dockerenv ] && [ ! -e /run/.containerenv ] && [ ! -e /run/systemd/container ] || is_container=true

# --- a user who may capture: the host's loopback ---

if [ "$(id -u)" = 0 ]; then
  # As Docker starts it: root without NET_ADMIN, whose own loopback stays as it is.
  as_docker='setpriv --bounding-set=-net_admin,-sys_admin --inh-caps=-all'
  $as_docker true 2>/dev/null || as_docker=
  container=docker denied '' record -o host.pcap -g /ping -g '/long?bytes=16000' -g /abort
  check "root records on the host's loopback" equals "$status" 0
  check "and it is named" contains "$out" "in the host's loopback"
  check "a container is told what to be started with" contains "$err" "start it with --security-opt seccomp=unconfined"
  check "never with less protection for the whole machine" lacks "$err" "sysctl"
  check "what was asked to be reset is reset, and nothing else" equals \
    "$("$pcapdeck" packets host.pcap 'tcp[tcpflags] & tcp-rst != 0' | wc -l)" 1
  # Root of a container, as Docker starts it, where that advice was followed.
  docker=chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap
  for more in '' sys_admin, sys_admin,net_admin,; do
    unshare -rn true 2>/dev/null || break # this machine forbids them itself
    status=0
    setpriv --inh-caps=-all --bounding-set="-all,$(sed 's/\([a-z_]*\)/+\1/g' <<<"$more$docker")" \
      "$work/pcapdeck" record -o advice.pcap >"$work/out" 2>&1 || status=$?
    check "the advice works${more:+ with ${more%,}}" contains "$(cat "$work/out")" "in a private network with MTU 1500"
  done
  container=docker denied --packets record -o none.pcap
  check "root that may not capture either fails" equals "$status" 1
  check "in one sentence" one_sentence "$err"
  check "that says what is missing" contains "$err" "instead, start this container with --cap-add=NET_RAW"
fi

# --- a user who may neither make a network nor capture ---

nobody record -o 'a b.pcap'
check "without network and packets a recording fails" equals "$status" 1
check "in one sentence" one_sentence "$err"
check "about the file that was asked for" contains "$err" "cannot record 'a b.pcap': "
[ "$(id -u)" = 0 ] && [ -z "$as_nobody" ] ||
  check "sudo is no use where no privileges are gained" contains "$err" "run it as root (this process may gain no privileges"
check "nothing is left" equals "$(ls -d a\ b* 2>/dev/null)" ""

nobody new talk.md --lang en
check "a talk can be written" equals "$status" 0
nobody build talk.md
check "and built" equals "$status" 0
check "with packets, whose origin is told" contains "$err" "'talk.pcap' is now a sample of the same requests, which was recorded on another machine"
check "and how to have one's own" contains "$err" "'pcapdeck record talk.md' replaces it with yours"
check "after the cause" contains "$err" "cannot record 'talk.pcap': "
check "the deck shows them" grep -q 'GET /ping' talk.html
check "the sample is a capture" equals "$("$pcapdeck" packets talk.pcap | grep -c 'HTTP/1.1 200 OK')" 2
nobody check talk.md
check "nothing is wrong with that deck" equals "$status" 0
rm talk.*

# A talk that asks for another recording than a sample has gets no sample.
cat >other.md <<'TALK'
---
title: Other
lang: en
captures:
  p:
    file: other.pcap
    record: [GET /ping]
---

# Other

Words that need no packet

---

```packets p
```
TALK
nobody build other.md
check "another talk is not built in silence" equals "$status" 1
check "its line is named" contains "$err" "other.md:"
check "with the cause" contains "$err" "cannot record 'other.pcap': "
check "no capture is made up" test ! -e other.pcap
check "what needs no packet is shown" grep -q 'Words that need no packet' other.html
cp "$top/pcaps/abort.pcap" other.pcap
nobody build other.md
check "a capture that is there is taken" equals "$status $err" "0 "
rm -f other.* ./*.pcap

# --- script/demo, with a program that is built already ---

mkdir tree
cp -R "$top/script" "$top/slides" "$top/pcaps" tree/
cat >>tree/script/lib.sh <<END
install_build() { :; }
build_into() { mkdir -p build/quick/src; cp "$work/pcapdeck" build/quick/src/pcapdeck; }
END
[ -z "$as_nobody" ] || chown -R 65534:65534 tree
status=0
$as_nobody $python "$work/deny.py" --packets bash tree/script/demo >"$work/out" 2>"$work/err" </dev/null || status=$?
check "the demo ends with decks" equals "$status" 0
check "says so" contains "$(cat "$work/out")" "build/demo/decks/01-"
check "and that nothing was recorded" contains "$(cat "$work/err")" "not recorded here: 01-what-is-a-network.md shows the captures that came with it"
check "each talk is one" equals "$(ls tree/build/demo/decks/*.html | wc -l)" "$(ls tree/slides/[0-9]*.md | wc -l)"
check "no tracked file was changed" diff -r "$top/pcaps" tree/pcaps
tests_done
