#!/usr/bin/env bash
# The socket calls of `pcapdeck record -- COMMAND`: they are those that strace sees, of programs that make them in unusual
# ways, too. Everything happens in networks that the program made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/programs.sh"
needs_programs

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

# strace stops a program at other calls, too, unless a filter in the kernel tells it (5.3 and later).
by_filter=
strace --seccomp-bpf -f -qq -e trace=none -o /dev/null true 2>/dev/null && by_filter=--seccomp-bpf

# same_as_strace WHO NAME SERVER COMMAND...: records the command twice, the second time both programs below strace. SERVER
# may be empty, and the calls of the first time may be there already, as once.jsonl.
same_as_strace() {
  local who=$1 name=$2 server=$3
  shift 3
  local trace=(strace $by_filter -ff -qq -e "trace=%network,sendfile,splice" -e signal=none -o)
  local options=(-o "$work/open/twice.pcap" --timeout 60)
  [ -z "$server" ] || options+=(--listen-timeout 60)
  rm -rf seen
  mkdir -m 777 seen
  if [ ! -e once.jsonl ]; then
    run_as "$who" record "${options[@]}" ${server:+--server "exec $server"} -- "$@"
    cp twice.calls.jsonl once.jsonl
  fi
  run_as "$who" record "${options[@]}" --no-calls ${server:+--server "exec ${trace[*]} $work/open/seen/server $server"} \
    -- "${trace[@]}" "$work/open/seen/client" "$@"
  check "$who: $name: the client's calls are those of strace" $python "$here/../calls-of-strace.py" once.jsonl client seen/client.*
  [ -z "$server" ] || check "$who: $name: the server's calls are those of strace" $python "$here/../calls-of-strace.py" once.jsonl server seen/server.*
  rm -rf seen once.jsonl
}
same_as_tshark() { # same_as_tshark NAME CAPTURE
  local packets
  if command -v tshark >/dev/null; then
    packets=$(packets_of_ours "$2")
    check "$1: packets are those of tshark" equals "$packets" "$(packets_of_tshark "$2")"
    check "$1: there are some" [ "$(wc -l <<<"$packets")" -ge 10 ]
  else
    echo "ok - $1: packets are those of tshark # SKIP tshark is not installed"
  fi
}
# record_calls WHO IS_LAST: the last user, who has less rights where there are two, also records what takes long, and reads
# the packets, which nobody records in another way.
record_calls() {
  local who=$1 is_last=$2
  run_as "$who" record -o first.pcap --timeout 60 -- curl -s http://localhost:8080/ping
  check "$who: recorded" equals "$out" pong
  has_calls=false
  if [ ! -s first.calls.jsonl ]; then
    check "$who: why there are no calls" contains "$err" "socket calls were not recorded"
    echo "ok - $who: calls and samples # SKIP this system lets no process watch another one"
    rm first.*
    return
  fi
  has_calls=true
  check "$who: samples follow packets, at times of their own" equals "$("$work/pcapdeck" packets --json first.pcap | $python -c "
import json, re, sys
packets = set(re.findall(r'\"time\":([0-9.]+)', sys.stdin.read()))
lines = [json.loads(line) for line in open('first.calls.jsonl')]
samples = [line for line in lines if 'after' in line]
ends = {line['local'] == '127.0.0.1:8080' for line in samples}
print(len(ends), all(line['after'] in packets and line['time'] > line['after'] for line in samples), lines[-len(samples):] == samples)
")" "2 True True"
  check "$who: the request was sent in one call" grep -Eq '"call":"sendto","fd":[0-9]+,"arguments":"MSG_NOSIGNAL","length":([0-9]+),"result":\1,' first.calls.jsonl
  check "$who: options have names" grep -q '"call":"setsockopt".*"arguments":"SOL_TCP, TCP_NODELAY, 1"' first.calls.jsonl
  check "$who: the socket is known" grep -Eq '"call":"sendto".*"local":"127.0.0.1:[0-9]+","peer":"127.0.0.1:8080","sample":[{]"state":"ESTABLISHED",' first.calls.jsonl
  check "$who: the program's start is a call" grep -Eq '"role":"client".*"call":"execve","address":"curl","result":0' first.calls.jsonl

  # Nothing of what was sent, received or given to programs is in the calls.
  run_as "$who" record -o secret.pcap --timeout 60 --listen-timeout 60 --server "exec $python $work/server.py" -- sh -c \
    "curl -s -u alice:hunter2secret -d pin=hunter2secret -H 'Cookie: id=hunter2secret' http://localhost:8080/hunter2secret; $python $work/sender.py"
  check "$who: the secret is in the packets" grep -aq hunter2secret secret.pcap
  check "$who: calls of both" eval '[ "$(grep -c hunter2secret secret.calls.jsonl)" = 0 ] && grep -q sendmsg secret.calls.jsonl && grep -Eq "\"(readv|recvmsg)\"" secret.calls.jsonl'
  check "$who: no folder of the machine" lacks "$(cat secret.calls.jsonl)" "$work"

  run_as "$who" record -o splice.pcap --timeout 60 --listen-timeout 60 --server "exec $python $work/file-server.py" -- $python "$work/pipe-client.py" /dev/null
  check "$who: sendfile() says how much it sent" grep -Eq '"role":"server".*"call":"sendfile","fd":[0-9]+,"length":100,"result":100,.*"sample"' splice.calls.jsonl
  check "$who: splice() says what it took" equals "$(grep -oE '"call":"splice".*"arguments":"fd_[a-z]*=[0-9]+, 0","length":100,"result":[0-9]+' splice.calls.jsonl | sed -E 's/"fd":[0-9]+|=[0-9]+//g' | sed -n 1,2p)" \
    $'"call":"splice",,"arguments":"fd_in, 0","length":100,"result":6\n"call":"splice",,"arguments":"fd_out, 0","length":100,"result":100'
  check "$who: splice() without a socket is none" equals "$(grep -c '"splice"' splice.calls.jsonl)" 3
  rm -f secret.* splice.*

  # What a ring of io_uring moves is in no call, so there is none while calls are recorded.
  run_as "$who" record -o ring.pcap -- $python -c "import ctypes, socket; socket.create_connection(('127.0.0.1', 8080)).close()
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall(425, 1, ctypes.create_string_buffer(120)), ctypes.get_errno())"
  check "$who: no io_uring" equals "$out" "-1 38"
  rm -f ring.*

  if ! command -v strace >/dev/null; then
    echo "ok - $who: the calls are those of strace # SKIP strace is not installed"
    rm first.*
    return
  fi
  mv first.calls.jsonl once.jsonl
  same_as_strace "$who" curl '' curl -s http://localhost:8080/ping
  ! $is_last || same_as_tshark curl first.pcap
  same_as_strace "$who" "curl and python3 -m http.server" "$python -m http.server 8080" curl -s http://localhost:8080/nothing
  ! $is_last || same_as_tshark "curl and python3 -m http.server" twice.pcap
  same_as_strace "$who" "splice and sendfile" "$python $work/file-server.py" $python "$work/pipe-client.py"
  ! $is_last || same_as_tshark "splice and sendfile" twice.pcap
  if $is_last && command -v http >/dev/null; then
    same_as_strace "$who" HTTPie '' http --ignore-stdin --timeout=60 :8080/ping
    same_as_tshark HTTPie twice.pcap
  elif $is_last; then
    echo "ok - $who: the calls of HTTPie are those of strace # SKIP HTTPie is not installed: apt-get install httpie"
  fi
  rm -f first.* twice.*
}
if $may_root; then record_calls as_root "$($may_user && echo false || echo true)"; fi
if $may_user; then record_calls as_user true; fi

# A program that opens 1,000 connections at once is recorded whole, with the connect() of each.
cat >"$work/many.py" <<'PY'
import socket
held = [socket.create_connection(('127.0.0.1', 8080)) for _ in range(1000)]
PY
chmod 644 "$work/many.py"
run_as $who record -o many.pcap --timeout 120 -- $python "$work/many.py"
check "1,000 connections: recorded" equals "$status" 0
check "1,000 connections: all of them" contains "$err" ", 1000 connections,"
if $has_calls; then
  check "1,000 connections: the calls, too" equals "$(grep -c '"role":"client".*"call":"connect","fd":[0-9]*,"address":"127.0.0.1:8080".*"result":0' many.calls.jsonl)" 1000
fi
rm -f many.pcap

# A thread needs no descriptor of its own to be watched, so there may be more threads than descriptors.
if $has_calls; then
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

# Calls that cannot be written are told, and no part of them stays. The capture is smaller than 4 KiB.
if $has_calls; then
  status=0
  (trap '' XFSZ; ulimit -f 4; run_as $who record -o full.pcap -- curl -s http://localhost:8080/ping; printf '%s' "$err" >"$work/err"; exit "$status") || status=$?
  check "no space for the calls: recorded all the same" equals "$status" 0
  check "no space for the calls: says so" contains "$(cat "$work/err")" "the socket calls could not be written: File too large"
  check "no space for the calls: none stay" equals "$(ls full.*)" full.pcap
  rm -f full.pcap
fi

# A recording in a recording: the kernel lets one watch.
if $has_calls; then
  ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 run_as $who record -o outer.pcap -- sh -c "'$work/pcapdeck' record -o inner.pcap; curl -s http://localhost:8080/ping"
  check "a recording in a recording: why the inner one has no calls" equals "$(grep 'socket calls' "$work/err")" \
    "pcapdeck: warning: the socket calls were not recorded: this process is itself watched, by another recording or a debugger, and the kernel allows one"
  check "a recording in a recording: both have packets" [ -s inner.pcap -a -s outer.pcap ]
  rm -f inner.* outer.*
fi

# A program that its user may not read: what its calls lack is said. Root reads everything.
if $has_calls && $may_user && [ "$(id -u)" = 0 ]; then
  install -m 711 "$(command -v curl)" "$work/unread"
  run_as as_user record -o unread.pcap -- "$work/unread" -s http://127.0.0.1:8080/ping
  connects=$(grep '"role":"client".*"call":"connect"' unread.calls.jsonl || :)
  check "a program that may not be read: connect() has no address" eval '[ -n "$connects" ] && [[ "$connects" != *\"address\"* ]]'
  check "a program that may not be read: which is said" contains "$err" "a program that may be executed and not read hides its sockets"
  rm -f unread.*
fi

# Numbers of arguments have their sign, and no place in memory is one. Of a search along $PATH only the last attempt is
# written: the one that found the program, or found none.
if $has_calls; then
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
if $has_calls; then
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
if $has_calls; then
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
    "$("$work/pcapdeck" packets table.pcap --svg --show descriptors --frames 6 | grep -oE '>(client|server|[0-9]+|(socket|accepted|listening)[^<]*)</text' | sed -E 's/^>|<.*//g' | sed -n 1,5p | tr '\n' ,)" \
    "client,3,socket · connected,4,socket of a pair · connected,"
  rm -f table.*
fi

# A process that a signal ends has no descriptors any more when the kernel sends the FIN of its socket.
if $has_calls; then
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
    check "no ptrace${client:+, a program}: packets" grep -Eqs "'middle.pcap': [0-9]+ packets" "$work/out" "$work/err"
    check "no ptrace${client:+, a program}: says what is missing" equals \
      "$(grep -c "the socket calls were not recorded: this system lets no process watch another one" "$work/err")" 1
    check "no ptrace${client:+, a program}: no calls of another capture stay" test ! -e middle.calls.jsonl
  done
fi
tests_done
