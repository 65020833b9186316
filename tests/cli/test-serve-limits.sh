#!/usr/bin/env bash
# `pcapdeck serve` with greedy visitors: silent connections, slow ones and slow readers lock nobody out. And names are
# found in any form of Unicode. Only loopback is used.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"

start() { # start ARGUMENT...: sets $server, $url, $port
  : >served
  "$@" >served 2>messages &
  server=$!
  started+=("$server")
  wait_for grep -q '^serving ' served || { cat messages; return 1; }
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' served)
  port=${url##*:}
  port=${port%/}
}
fetch() { curl -s --noproxy '*' --path-as-is --max-time 10 "$@"; }
status_of() { fetch -o /dev/null -w '%{http_code}' "$@"; }

mkdir talks
printf -- '---\ntitle: A\n---\n\n# A\n' >talks/a.md
head -c 1000000 /dev/zero | tr '\0' x >talks/big.txt
{ printf -- '---\ntitle: Big\n---\n\n# Big\n\n'; fold -w 70 talks/big.txt; } >talks/big.md

# Connections that send a byte every half second are ended, while a whole request is answered. The test waits for that
# at its end, since the server gives them time.
cat >drip.py <<'END'
import select, socket, sys, time
port = int(sys.argv[1])
head = f'GET /a.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n'.encode()
kinds = {
    'nothing': (b'', b''), 'line': (b'GET /', b'a'), 'name': (head + b'X-', b'a'), 'value': (head + b'X: ', b'a'),
    'headers': (head, b'X: y\r\n'), 'body': (head.replace(b'GET', b'HEAD') + b'Content-Length: 9999\r\n\r\n', b'a'),
}
began = time.monotonic()
open_ones = {}
for kind, (start, _) in kinds.items():
    one = socket.create_connection(('127.0.0.1', port), timeout=10)
    one.sendall(start)
    open_ones[kind] = one
while open_ones and time.monotonic() < began + 100:
    time.sleep(0.5)
    for kind, one in list(open_ones.items()):
        try:
            one.sendall(kinds[kind][1])
            if select.select([one], [], [], 0)[0] and not one.recv(9999):
                del open_ones[kind]
        except OSError:
            del open_ones[kind]
print('open:', ' '.join(open_ones))
END
start "$pcapdeck" serve talks --port 0
python3 drip.py "$port" >drip 2>&1 &
drip=$!
started+=("$drip")
drip_server=$server
start "$pcapdeck" serve talks --port 0

# Each kind opens more connections than the limit, and keeps them until the end.
cat >crowd.py <<'END'
import socket, sys, threading, time, urllib.request
kind, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
follower = socket.create_connection(('127.0.0.1', port))
follower.sendall(f'GET /events/a.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n'.encode())
follower.settimeout(20)


def hear():
    heard = b''
    while b'"version"' not in heard:
        piece = follower.recv(4096)
        assert piece, 'the stream ended'
        heard += piece


hear()
crowd = []
for _ in range(count):
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.settimeout(10)
    one.connect(('127.0.0.1', port))
    crowd.append(one)
    if kind == 'slow':
        one.sendall(b'GET /a.html HTTP/1.1\r\nHost:')
    elif kind == 'reader':
        one.sendall(f'GET /big.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n'.encode())
    elif kind == 'idle':
        one.sendall(f'HEAD /a.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n'.encode())
worst = 0
for turn in range(20):
    for one in crowd if kind == 'slow' else []:
        try:
            one.sendall(b'1')
        except OSError:
            pass
    began = time.monotonic()
    page = opener.open(f'http://127.0.0.1:{port}/a.html', timeout=25).read()
    worst = max(worst, time.monotonic() - began)
    assert b'<h1' in page
print('worst', round(worst, 2), file=sys.stderr)
open(sys.argv[4], 'a').write('\nmore\n')
hear()
END
for kind in silent slow reader idle; do # each with more than there may be
  check "a crowd that is $kind keeps nobody out" timeout 200 python3 crowd.py $kind "$port" 300 talks/a.md
done
check "the server is still there" equals "$(status_of "${url}a.html")" 200

# The number of streams has a limit. A stream beyond it gets a message and is closed.
python3 - "$port" <<'END' >streams
import socket, sys
port = int(sys.argv[1])
streams = []
for number in range(70):
    one = socket.create_connection(('127.0.0.1', port), timeout=10)
    one.sendall(f'GET /events/a.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n'.encode())
    answer = one.recv(4096)
    streams.append(one)
    if b' 503 ' in answer.split(b'\r\n')[0]:
        rest = answer
        while piece := one.recv(4096):
            rest += piece
        print('full', number, b'onnection: close' in rest)
        break
END
check "a stream too many is refused, and closed" grep -Eq '^full 6[0-9] True$' streams
check "pages are served all the same" equals "$(status_of "${url}a.html")" 200
kill "$server"
wait "$server" 2>/dev/null || :

# With few descriptors, the soft limit is raised, and a message names the hard one.
start prlimit --nofile=40:4096 "$pcapdeck" serve talks --port 0
check "a low soft limit is no matter" timeout 200 python3 crowd.py silent "$port" 200 talks/a.md
kill "$server"
wait "$server" 2>/dev/null || :
start prlimit --nofile=24 "$pcapdeck" serve talks --port 0
python3 - "$port" <<'END'
import socket, sys, time
crowd = [socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=10) for _ in range(60)]
time.sleep(0.5)
END
check "it is told once at most" [ "$(grep -c 'accept' messages)" -le 1 ]
check "too few descriptors do not end it" equals "$(status_of "${url}a.html")" 200
kill "$server"
wait "$server" 2>/dev/null || :

# Names in the form that a Mac stores and in the form that people type: each file is found by both.
mkdir names names/pcaps
python3 - <<'END'
import unicodedata
names = ['한글 발표', 'Café', 'Übung', 'がくしゅう', 'Tiếng Việt', 'Ελλάδα ώ', 'й']
for at, name in enumerate(names):
    form = 'NFD' if at % 2 == 0 else 'NFC'
    stored = unicodedata.normalize(form, name)
    with open(f'names/{stored}.md', 'w') as file:
        file.write('---\ntitle: T\nlang: en\ncaptures: {p: {file: "pcaps/%s.pcap"}}\n---\n\n# T\n\n```packets p\n```\n' % stored)
    with open('names/list', 'a') as file:
        for other in ('NFC', 'NFD'):
            file.write(unicodedata.normalize(other, name) + '\n')
END
python3 "$here/../exchange.py" one.pcap
for talk in names/*.md; do
  cp one.pcap "names/pcaps/$(basename "$talk" .md).pcap"
done
start "$pcapdeck" serve names --port 0
missing=
while read -r name; do
  address=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$name")
  [ "$(status_of "$url$address.html")" = 200 ] || missing+="$name;"
  [ "$(status_of "$url${name// /%20}.html")" = 200 ] || missing+="$name raw;"
  [ "$(status_of "${url}pcaps/$address.pcap")" = 200 ] || missing+="$name.pcap;"
  [ "$(status_of --max-time 1 "${url}events/$address.html")" = 200 ] || missing+="$name events;"
done <names/list
check "each name is found as it is stored and as it is typed" equals "$missing" ""
check "another name is not" equals "$(status_of "${url}%ED%95%9C.html")" 404
fetch -D headers -o /dev/null "$url"
check "a page shares its window with nobody" grep -qi '^cross-origin-opener-policy: same-origin' headers
wait "$drip" 2>/dev/null || :
check "no connection is held open by a byte now and then" equals "$(cat drip)" "open: "
kill "$drip_server"
wait "$drip_server" 2>/dev/null || :
tests_done
