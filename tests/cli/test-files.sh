#!/usr/bin/env bash
# The files of captures: devices, pipes and links stay what they are, messages count what the file has, the second of
# two captures into one file is refused, and a message names the limit of the system that was reached. The test runs in
# a network and with mounts of its own, as root or as a user who may make a user namespace.
set -euo pipefail
if [ "${1-}" != inside ]; then
  for tool in unshare ip curl prlimit; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
  done
  options=-nm
  [ "$(id -u)" = 0 ] || options=-rnm
  unshare $options true 2>/dev/null || { echo "namespaces are not allowed here"; exit 77; }
  exec unshare $options bash "$0" inside
fi
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
ip link set lo up
cd "$work"
export TMPDIR=$work/tmp
mkdir tmp

count() { "$pcapdeck" packets "$@" --count | sed -n 's/^packets: //p'; }
kind() { stat -c %F "$1"; }
left_over() { find . -name '*.tmp-*' -o -path './tmp/*' | tr '\n' ' '; }
start() { # start ARGUMENT...: a capture in the background; sets $capture
  : >messages
  "$pcapdeck" capture "$@" >list 2>messages &
  capture=$!
  started+=("$capture")
  wait_for grep -q 'capturing on' messages || { cat messages; return 1; }
}
end() { # end SIGNAL: sets $status
  kill "-$1" "$capture" 2>/dev/null || : # it may have ended by itself
  status=0
  wait "$capture" 2>/dev/null || status=$?
}
said() { sed -n "s|.*: \([0-9]*\) packets written to '$1',.*|\1|p" messages; }
"$pcapdeck" pingpong --port 8080 >served 2>&1 &
started+=("$!")
wait_for grep -q '^pingpong server on ' served
fetch() { curl -sS --noproxy '*' --max-time 20 -o /dev/null "http://127.0.0.1:8080$1"; }

# --- devices, pipes, links ---

run record -o /dev/null
check "record -o /dev/null works" equals "$status" 0
check "with its line" contains "$out" "recorded '/dev/null': 10 packets"
check "it is still a device" equals "$(kind /dev/null)" "character special file"
run record -o /dev/full
check "record -o /dev/full fails" equals "$status" 1
check "by name" equals "$err" "pcapdeck: cannot record '/dev/full': cannot write '/dev/full': No space left on device"
for path in - /dev/stdout /dev/fd/1 /proc/self/fd/1; do
  status=0
  "$pcapdeck" record -o $path 2>err | "$pcapdeck" packets - --count >out || status=$?
  check "record -o $path is standard output" grep -q '^packets: 10$' out
  check "and nothing else is" equals "$status" 0
done
check "with -o - the line is a message" bash -c '"$1" record -o - 2>&1 >/dev/null | grep -q "recorded .-.: 10 packets"' - "$pcapdeck"
"$pcapdeck" record -o /dev/stdout >redirected.pcap 2>err
check "redirected, too" equals "$(count redirected.pcap)" 10
mkfifo fifo
"$pcapdeck" packets fifo --count >piped &
reader=$!
run record -o fifo
wait $reader
check "a named pipe gets a capture" grep -q '^packets: 10$' piped
check "and stays a pipe" equals "$(kind fifo)" fifo
run record -o fifo
check "a pipe without a reader is refused" contains "$err" "cannot write 'fifo': nobody reads this pipe"
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("sock")'
for command in 'record -o' 'capture -i lo -c 1 -w'; do
  run $command sock
  check "$command a socket" contains "$err" "cannot write 'sock': it is a socket"
  run $command tmp
  check "$command a folder" contains "$err" "cannot write 'tmp': it is a folder"
  check "in one sentence" one_sentence "$err"
done
check "the socket stays" equals "$(kind sock)" socket
ln -s /dev/null to-null
ln -s fresh.pcap dangling
ln -s nowhere/x.pcap broken
run record -o to-null
check "a link to a device" equals "$status $(kind to-null) $(kind /dev/null)" "0 symbolic link character special file"
run record -o dangling
check "a link to nothing yet makes the file" equals "$status $(kind dangling) $(kind fresh.pcap)" "0 symbolic link regular file"
run record -o broken
check "a link into no folder is refused" contains "$err" "cannot write 'broken': No such file or directory"
chmod 600 fresh.pcap
run record -o dangling
check "a replaced capture keeps its mode" equals "$(mode_of fresh.pcap)" 600
(umask 027; exec "$pcapdeck" record -o masked.pcap >/dev/null)
check "a new one follows the umask" equals "$(mode_of masked.pcap)" 640
check "nothing is left" equals "$(left_over)" ""

# --- a file that is no capture is never overwritten ---

printf 'words\n' >note.md
for command in 'record -o note.md' 'capture -i lo -c 1 -w note.md' 'packets fresh.pcap -w note.md'; do
  run $command
  check "${command%% *} over a note is refused" equals "$status" 1
  check "with what would be lost" contains "$err" "cannot write 'note.md': what is there is no capture and would be lost"
  check "in one sentence" one_sentence "$err"
done
check "the note is as it was" equals "$(cat note.md)" words
: >empty.pcap
run record -o empty.pcap
check "an empty file is no loss" equals "$status" 0
cat >same.md <<'END'
---
captures:
  a: {file: same.pcap, record: [GET /ping]}
  b: {file: ./same.pcap, record: [GET /long]}
  self: {file: same.md, record: [GET /ping]}
---
END
run record same.md
check "two recordings into one file are refused" contains "$err" "same.md:4: the captures 'a' and 'b' are recorded into the same file './same.pcap'"
check "and so is one over its talk" contains "$err" "same.md:5: cannot record 'same.md': cannot write 'same.md': what is there is no capture"
check "whose words stay" grep -q '^captures:$' same.md
run record -g /lnog -g /nothing -o wrong.pcap
check "a request that the server does not know is told" equals "$status $err" "0 pcapdeck: warning: the server answered 'GET /lnog' with status 404, and 1 more like that: the reply says what it knows"

# --- messages count what the file has ---

# With room for some of the packets, those that do not fit are not counted.
limited() { # limited WHERE FILE: after a capture that could not write all
  check "$1: it fails" equals "$status" 1
  check "$1: the packets that are said are there" equals "$(said "$2")" "$(count "$2")"
  check "$1: and some are" [ "$(count "$2")" -gt 0 ]
  check "$1: not all that came" [ "$(count "$2")" -lt "$(sed -n 's/.* written to .*, \([0-9]*\) received by.*/\1/p' messages)" ]
}
start -i lo -w big.pcap --quiet
prlimit --fsize=200000 --pid "$capture"
kill -STOP "$capture" # so that more than fits comes at once
fetch '/long?bytes=1000000'
end CONT
limited "ulimit -f" big.pcap
check "the limit is named" grep -q 'big.pcap: cannot write the capture: File too large' messages
mkdir full
if mount -t tmpfs -o size=256k none full 2>/dev/null; then
  printf '\324\303\262\241kept\n' >full/kept.pcap # the first four bytes are a capture's
  start -i lo -w full/x.pcap --quiet
  kill -STOP "$capture"
  fetch '/long?bytes=1000000'
  end CONT
  limited "a full disk" full/x.pcap
  run record -o full/kept.pcap -g '/long?bytes=1000000'
  check "a recording that does not fit fails" contains "$err" "cannot write the capture: No space left on device"
  check "and leaves what was there" equals "$(tail -c 5 full/kept.pcap; ls full | tr '\n' ' ')" "kept
kept.pcap x.pcap "
  umount full
fi

# --- two at once ---

start -i lo -w one.pcap --quiet
first=$capture
for command in "capture -i lo -c 1 -w one.pcap" "record -o one.pcap" "packets fresh.pcap -w one.pcap"; do
  run $command
  check "${command%% *} into a running capture is refused" equals "$status" 1
  check "that names who writes" contains "$err" "cannot write 'one.pcap': process $first is still writing to it"
  check "in one sentence" one_sentence "$err"
done
fetch /ping
# The last of them come after the program that fetched has ended. On a busy machine an ACK is sent by itself, and they
# are more than ten.
is_closed() { [ "$("$pcapdeck" packets one.pcap 'tcp[tcpflags] & tcp-fin != 0' 2>/dev/null | wc -l)" = 2 ]; }
wait_for is_closed
capture=$first
end INT
check "the first one has what it says" equals "$(said one.pcap)" "$(count one.pcap)"
check "and that is the whole exchange" [ "$status" = 0 -a "$(count one.pcap)" -ge 10 ]
run record -o one.pcap
check "then the name is free" equals "$status" 0
for n in 1 2 3 4 5 6; do
  rm -f race.pcap race.[123] # what the last three said is not waited for
  for i in 1 2 3; do
    "$pcapdeck" capture -i lo -w race.pcap --quiet 2>"race.$i" &
    racers[i]=$!
    started+=("${racers[i]}")
  done
  settled() { [ -s race.1 ] && [ -s race.2 ] && [ -s race.3 ]; }
  wait_for settled
  check "of three that start at once one captures" equals "$(cat race.[123] | grep -c 'capturing on')" 1
  check "and two are told" equals "$(cat race.[123] | grep -c 'still writing to it')" 2
  for i in 1 2 3; do kill -INT "${racers[i]}" 2>/dev/null || :; wait "${racers[i]}" || :; done
done

# A capture that makes the file after another one has found that there is none, and before that one makes it, which is
# stopped as long, behind its second call that opens the name.
if command -v strace >/dev/null; then
  rm -f race.pcap race.1
  ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 strace -D -qq -o strace.log -P race.pcap -e trace=open,openat \
    -e inject=open,openat:signal=STOP:when=2 "$pcapdeck" capture -i lo -w race.pcap --quiet 2>race.1 &
  late=$!
  started+=("$late")
  wait_for grep -qs 'stopped by SIGSTOP' strace.log
  start -i lo -w race.pcap --quiet
  kill -CONT "$late"
  wait_for test -s race.1
  kill -INT "$late" 2>/dev/null || : # it was refused
  wait "$late" || :
  check "of two that make a new file the late one is told" equals "$(cat race.1)" \
    "pcapdeck: cannot write 'race.pcap': process $capture is still writing to it; end that first, or choose another name"
  end INT
else
  echo "ok - of two that make a new file the late one is told # SKIP strace is not installed"
fi

# --- limits ---

# Under any limit there is a true recording, or one sentence and no file. Limits of memory are in
# test-memory-limits.sh.
. "$here/sweep.sh"
sweep "descriptors" --nofile $(seq 4 20)
check "too few descriptors are named" bash -c 'prlimit --nofile=10 "$1" record -o x.pcap 2>&1 | grep -q "Too many open files"' - "$pcapdeck"
check "in capture, too" bash -c 'prlimit --nofile=4 "$1" capture -i lo -c 1 -w x.pcap 2>&1 | grep -q "Too many open files"' - "$pcapdeck"
check "nothing is left of any" equals "$(left_over)" ""

# The kernel counts the processes of a user in all containers together, and never limits root: this test runs as a user
# that nobody else is.
user=$((20000 + $$ % 40000))
if [ "$(id -u)" = 0 ] && setpriv --reuid=$user --regid=$user --clear-groups true 2>/dev/null; then
  chmod 755 "$work"
  mkdir -m 777 open
  install -m 755 "$pcapdeck" program
  cd open
  works=0 fails=0 wrong=
  for value in $(seq 1 14); do
    status=0
    prlimit --nproc="$value" setpriv --reuid=$user --regid=$user --clear-groups \
      "$work/program" record -g /ping -g /abort -o x.pcap >../out 2>../err </dev/null || status=$?
    if [ $status = 0 ]; then
      works=$((works + 1))
      [ "$("$pcapdeck" packets x.pcap | grep -c 'HTTP/1.1 200 OK')" = 1 ] || wrong+="$value: replies;"
      rm x.pcap
    else
      fails=$((fails + 1))
      [ -z "$(ls)" ] || wrong+="$value: a file;"
      grep -q "cannot record 'x.pcap': " ../err || wrong+="$value: $(cat ../err);"
    fi
  done
  cd ..
  check "processes: a true recording or none" equals "$wrong" ""
  # A busy machine may fail a recording as well, so it is tried again.
  enough() {
    prlimit --nproc=14 setpriv --reuid=$user --regid=$user --clear-groups "$work/program" record -o open/y.pcap
  } >out 2>err </dev/null
  [ $works -gt 0 ] || ! wait_for enough || works=1
  check "processes: both were seen" [ $works -gt 0 -a $fails -gt 0 ]
fi
tests_done
