#!/usr/bin/env bash
# `record --source`: the line of source that made each call, of programs in C and in Python, and `source:` in a block.
# Everything happens in networks that the program made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
chmod 755 "$work"
install -m 755 "$pcapdeck" "$work/pcapdeck"
mkdir -m 777 "$work/open"
export HOME=$work/open
cd "$work/open"
python=/usr/bin/python3
[ -x $python ] || python=$(command -v python3)

run record --source
check "--source without a program" contains "$err" "'--source' needs a program behind '--', or '--server'"
run record --source --no-calls -- curl
check "--source without calls" contains "$err" "which '--no-calls' leaves out"
run record --source talk.md
check "--source and a talk" contains "$err" "a talk says itself 'record: {run: ..., source: true}'"
check "these are misuse" equals "$status" 2
printf -- '---\ntitle: x\ncaptures: {a: {file: a.pcap, record: {run: [true], sources: true}}}\n---\n' >wrong.md
run check wrong.md
check "a key that is nearly 'source'" contains "$out" "did you mean 'source'?"

if [ "$(id -u)" = 0 ]; then
  unshare --net true 2>/dev/null || { echo "# no private network can be made here"; exit 77; }
else
  unshare --user --net true 2>/dev/null || { echo "# no private network can be made here"; exit 77; }
fi
cc=$(command -v cc || command -v gcc) || { echo "# no C compiler"; exit 77; }

cat >server.c <<'C'
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static void answer(int connection)
{
	char request[1000];
	if (read(connection, request, sizeof(request)) > 0)
		(void)!write(connection, "HTTP/1.0 200 OK\r\n\r\npong\n", 24);
	close(connection);
}

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(8080) };
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0)
		return 1;
	listen(listener, 10);
	for (;;)
		answer(accept(listener, 0, 0));
}
C
cat >client.py <<'PY'
import socket

class Client:
    def __init__(self):
        self.made = socket.create_connection(
            ('127.0.0.1', 8080))

    def ask(self, path):
        self.made.sendall(f'GET {path} HTTP/1.0\r\n\r\n'.encode())
        while self.made.recv(4096):
            pass
        self.made.close()

Client().ask('/ping')
PY
line_of() { grep -n -F -m1 "$2" "$1" | cut -d: -f1; } # line_of FILE TEXT
# sources CALLS ROLE: "socket server.c:16" and so on, without execve() and what the loader and the shell do.
sources() { grep "\"role\":\"$2\"" "$1" | sed -n 's/.*"call":"\([a-z0-9_]*\)".*"source":"\([^"]*\)".*/\1 \2/p'; }
as_user() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$work/pcapdeck" "$@"
  else
    "$work/pcapdeck" "$@"
  fi
}
"$cc" -g -o server server.c
chmod 755 server
status=0
"$work/pcapdeck" record -o own.pcap --source --server ./server -- $python client.py >"$work/out" 2>"$work/err" </dev/null || status=$?
if grep -q 'they need libdw' "$work/err" || grep -q 'lets no process watch another one' "$work/err"; then
  cat "$work/err"
  [ $tests_failed -eq 0 ] || exit 1
  exit 77
fi
check "recorded" equals "$status" 0
check "each call of C has its line" equals "$(sources own.calls.jsonl server)" "socket server.c:$(line_of server.c 'socket(AF')
bind server.c:$(line_of server.c 'bind(')
listen server.c:$(line_of server.c 'listen(listener, 10)')
accept server.c:$(line_of server.c 'accept(')
read server.c:$(line_of server.c 'read(')
write server.c:$(line_of server.c 'write(')
close server.c:$(line_of server.c 'close(')
accept server.c:$(line_of server.c 'accept(')"
has_python=false
[[ $($python -c 'import sys; print(sys.version_info[:2], sys.implementation.name)') == "(3, 1"[123]") cpython" ]] && has_python=true
if $has_python; then
  ask=$(line_of client.py sendall)
  check "each call of Python has the line of its own program, not of the library" equals \
    "$(sources own.calls.jsonl client | uniq)" "socket client.py:$(line_of client.py create_connection)
connect client.py:$(line_of client.py create_connection)
sendto client.py:$ask
recvfrom client.py:$((ask + 1))
close client.py:$((ask + 3))"
else
  check "of another Python there is no line" equals "$(sources own.calls.jsonl client)" ""
fi

# What is optimized, below the folder, and recorded by an ordinary user.
mkdir code
cp server.c code/
"$cc" -g -O2 -o fast code/server.c
chmod 755 fast
as_user record -o fast.pcap --source --server ./fast -- curl -s http://127.0.0.1:8080/ >/dev/null 2>"$work/err" </dev/null
check "an ordinary user, -O2, a folder" contains "$(sources fast.calls.jsonl server)" "accept code/server.c:$(line_of server.c 'accept(')"
check "of a program without lines there are none" equals "$(sources fast.calls.jsonl client)" ""

# Lines are recorded only when they are asked for, and of files below the folder.
"$work/pcapdeck" record -o plain.pcap --server ./server -- curl -s http://127.0.0.1:8080/ >/dev/null 2>&1 </dev/null
check "nobody asked" equals "$(grep -c source plain.calls.jsonl)" 0
mkdir elsewhere
(cd elsewhere && "$work/pcapdeck" record -o far.pcap --source --server ../server -- curl -s http://127.0.0.1:8080/ >/dev/null 2>"$work/err" </dev/null)
check "a file elsewhere is not named" equals "$(grep -c source elsewhere/far.calls.jsonl)" 0
check "which is said" contains "$(cat "$work/err")" "no call has a line of source: compile the program with -g"
"$cc" -o bare server.c
chmod 755 bare
"$work/pcapdeck" record -o bare.pcap --source --server ./bare -- curl -s http://127.0.0.1:8080/ >/dev/null 2>"$work/err" </dev/null
check "without -g" contains "$(cat "$work/err")" "no call has a line of source: compile the program with -g"
check "and the calls are there" contains "$(cat bare.calls.jsonl)" '"call":"accept"'

# In a talk.
cat >talk.md <<'TALK'
---
title: Source
lang: en
duration: 1m
captures:
  own:
    file: talk.pcap
    record: {run: [curl, -s, "http://127.0.0.1:8080/ping"], server: ./server, source: true}
---

# Source

```packets own
calls: true
source: server.c
```
TALK
run record talk.md --run
check "a talk is recorded with its lines" contains "$(sources talk.calls.jsonl server)" "accept server.c:"
run build talk.md
check "built" equals "$status" 0
page=$(cat talk.html)
read_line=$(line_of server.c 'read(')
check "the line of read() is lit from its begin to its end" test -n \
  "$(tr '\n' ' ' <talk.html | grep -o "<span class=\"source-line made\" data-calls=\"[0-9]*-[0-9]*\"><i>$read_line</i> <code>[^<]*</code> <b>read</b>" | head -1)"
check "lines far from calls are left out" lacks "$page" '#include &lt;sys/socket.h&gt;'
check "code is escaped" contains "$page" 'sizeof(request)) &gt; 0)'
run check talk.md
check "nothing is wrong with the source" lacks "$out" "server.c"
sed 's/source: server.c/source: elsewhere\/..\/.\/server.c/' talk.md >dots.md
run build dots.md
check "a path with dots" contains "$(cat dots.html)" 'source-line made'

cp server.c saved.c
sed -i.old 's/if (read(/if (0 < read(/' server.c
run check talk.md
check "a line that changed" contains "$out" "talk.md:15: line $read_line of 'server.c' is not the one that made read(): the file changed since the recording, so record again"
run build talk.md
check "is not lit" lacks "$(cat talk.html)" '<b>read</b>'
check "the others are" contains "$(cat talk.html)" '<b>write</b>'
mv saved.c server.c
sed 's/source: server.c/source: servr.c/' talk.md >typo.md
run check typo.md
check "a file that is not there" contains "$out" "typo.md:15: there is no source 'servr.c': did you mean 'server.c'?"
cp client.py other.c
sed 's/source: server.c/source: other.c/' talk.md >other.md
run check other.md
check "a file that made no call" contains "$out" "other.md:15: no line of 'other.c' made these calls: 'server.c:"
sed 's/calls: true/show: list/' talk.md >list.md
run check list.md
check "a view without calls" contains "$out" "list.md:15: 'source' goes with 'calls: true'"
sed 's/talk.pcap/bare.pcap/' talk.md >bare.md
run check bare.md
check "a recording without lines" contains "$out" "bare.md:15: no line of 'server.c' is known to have made these calls: compile it with -g"
run build bare.md
check "has its picture all the same" contains "$(cat bare.html)" 'class="row call'
sed 's/source: server.c/source: [a.c, b.c, c.c]/' talk.md >three.md
run check three.md
check "three files" contains "$out" "a list of at most 2"

# A redacted deck: a secret in a line that is shown, or in an embedded note, is warned of, at its own place.
cp server.c saved.c
sed -i.old 's/char request.1000.;/& const char *password = "hunter2secret";/' server.c
echo 'password: hunter2embedded' >embedded.md
{ cat talk.md; printf '\n# Note\n\n![[embedded]]\n'; } >lit.md
run build --scrub lit.md
check "a password in a shown line" contains "$err" "server.c:$(line_of server.c hunter2secret): this looks like a secret"
check "a password in an embedded note" contains "$err" "embedded.md:1: this looks like a secret"
check "is a warning" equals "$status" 0
mv saved.c server.c

# What an author shows is checked as all that authors write.
cat >secret.py <<'PY'
import socket
made = socket.create_connection(('127.0.0.1', 8080))
made.sendall(b'GET /ping HTTP/1.0\r\nAuthorization: Bearer abcdef0123456789abcdef\r\n\r\n')
made.recv(999)
PY
if $has_python; then
  "$work/pcapdeck" record -o secret.pcap --source --server ./server -- $python secret.py >/dev/null 2>&1 </dev/null
  sed 's/talk.pcap/secret.pcap/; s/source: server.c/source: secret.py/' talk.md >secret.md
  run build --scrub secret.md
  check "a secret in the source is not built into a redacted deck in silence" contains "$err" "ecret"
  check "as status or as a warning" test -n "$err"
  [ ! -e secret.html ] || check "hidden" lacks "$(unpacked secret.html)" abcdef0123456789abcdef
fi
tests_done
