#!/usr/bin/env bash
# `pcapdeck serve --share`: who is let in, and what hostile pages and visitors get. It listens on loopback, but for
# moments on 0.0.0.0, in a network of its own where that can be made.
set -euo pipefail
if [ "${1:-}" != inside ] && unshare -rn true 2>/dev/null; then
  exec unshare -rn bash "$0" inside
fi
. "$(dirname "$0")/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
[ "${1:-}" != inside ] || ip link set lo up 2>/dev/null || { echo "ip is not installed"; exit 77; }

mkdir "$work/talks"
printf -- '---\ntitle: A talk\n---\n\n# A talk\n\nfor those who have a link\n' >"$work/talks/talk.md"
echo secret >"$work/secret.txt"

start() { # start ARGUMENT...: sets $server, $url, $port, and the keys $presenter and $listener
  : >"$work/served"
  "$pcapdeck" serve "$work/talks" --port 0 "$@" >"$work/served" 2>"$work/messages" &
  server=$!
  started+=("$server")
  wait_for grep -q '█' "$work/served" || { cat "$work/messages"; return 1; }
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
  port=${url##*:}
  port=${port%/}
  presenter=$(sed -n 's,^you present with: .*/join/,,p' "$work/served")
  listener=$(sed -n 's,^listeners open: .*/join/,,p' "$work/served")
}
stop() { kill "$server"; wait "$server" || :; }
fetch() { curl -s --noproxy '*' --path-as-is --max-time 10 "$@"; }
status_of() { fetch -o /dev/null -w '%{http_code}' "$@" || :; }
join() { # join KEY: sets $cookie
  cookie=$(fetch -D - -o /dev/null "${@:2}" "${url}join/$1" | tr -d '\r' | sed -n 's/^Set-Cookie: \([^;]*\).*/\1/p')
}

start --share --listen 127.0.0.1
check "the links have two keys" [ "$presenter" != "$listener" ]
check "a key has 128 bits" grep -Eqx '[0-9a-f]{32}' <<<"$listener"
said=$(cat "$work/messages")
check "who sees the talks is said" contains "$said" "everybody who has a link sees these talks"
check "in one line" equals "$(grep -c "everybody who has a link" "$work/messages")" 1
for path in '' talk.html events/ events/talk.html none.html favicon.ico join join/ "join/$port" \
  "join/${listener:1}" "join/${listener}0" "join/$(tr a-f A-F <<<"$listener")" "join/$listener/"; do
  check "without a key '/$path' is refused" equals "$(status_of "$url$path")" 403
done
refusal=$(fetch -D "$work/headers" "${url}talk.html")
check "the refusal says what to do" contains "$refusal" "Open the link or the QR code that the speaker shows"
check "and has nothing of the talk" lacks "$refusal" "for those who"
check "it may load nothing" grep -qi "^content-security-policy: default-src 'none'" "$work/headers"
check "it sets no cookie" lacks "$(tr 'A-Z' 'a-z' <"$work/headers")" "set-cookie"

fetch -D "$work/headers" -o /dev/null "${url}join/$listener"
headers=$(tr -d '\r' <"$work/headers")
check "a link leads on" contains "$headers" "303 See Other"
check "to an address without the key" contains "$headers" "Location: /"$'\n'
check "the cookie is for no script and no other site" grep -Eqx \
  "Set-Cookie: pcapdeck-$port=$listener-[0-9a-f]{16}; Path=/; HttpOnly; SameSite=Strict" <<<"$headers"
check "other sites are not told" grep -qi '^referrer-policy: same-origin' <<<"$headers"
join "$listener"
check "with the cookie the talk is served" contains "$(fetch -H "Cookie: $cookie" "${url}talk.html")" "for those who"
check "other cookies beside it are no matter" equals "$(status_of -H "Cookie: a=b; $cookie; c=d" "$url")" 200
own=$cookie
join "$presenter"
check "the speaker has a cookie of their own" [ "$cookie" != "$own" ]
check "another browser is another visitor" [ "${cookie##*-}" != "${own##*-}" ]
check "the speaker who opens the listeners' link stays the speaker" lacks \
  "$(fetch -D - -o /dev/null -H "Cookie: $cookie" "${url}join/$listener")" "Set-Cookie"
check "a listener becomes the speaker by the link" contains \
  "$(fetch -D - -o /dev/null -H "Cookie: $own" "${url}join/$presenter")" "Set-Cookie: pcapdeck-$port-speaker=$presenter-${own##*-};"
# A link on another site: the browser keeps all cookies back, and then has those that the answer set beside its own.
speaker=$cookie
join "$listener"
check "a listeners' link on another site takes nothing from the speaker" equals \
  "$(status_of -X POST -d null -H "Cookie: $speaker; $cookie" -H "Origin: http://127.0.0.1:$port" "${url}room/lead/talk.html?window=0123456789abcdef")" 204
check "since it has a cookie of another name" [ "${cookie%%=*}" != "${speaker%%=*}" ]
cookie=$speaker
for wrong in "pcapdeck-$port=" "pcapdeck-$port=$listener" "pcapdeck-$port=-${own##*-}" "pcapdeck-$port=${listener}0-${own##*-}" \
  "pcapdeck-$port=$listener-" "pcapdeck-$port=$listener-xyz" "pcapdeck-1=$listener-${own##*-}" "${own}0"; do
  check "the cookie '${wrong/$listener/KEY}' is none" equals "$(status_of -H "Cookie: $wrong" "$url")" 403
done
for host in evil.example "evil.example:$port" "127.0.0.1.evil.example:$port"; do
  check "Host '$host' is refused, also with a cookie" equals "$(status_of -H "Cookie: $own" -H "Host: $host" "$url")" 421
done
for method in POST PUT DELETE OPTIONS; do
  check "$method of a page is refused" equals "$(status_of -X "$method" -H "Cookie: $own" "${url}talk.html")" 405
done
for path in ../secret.txt %2e%2e/secret.txt join/../talk.html 'join/%2e%2e/talk.html' '..\secret.txt' /etc/passwd; do
  check "'$path' leads nowhere" grep -qx '40[034]' <<<"$(status_of -H "Cookie: $own" "$url$path")"
done
check "headers that are too large are refused" equals \
  "$(status_of -H "Cookie: $own" -H "X: $(head -c 20000 /dev/zero | tr '\0' x)" "$url")" 431

# A link in a chat on another site: the browser keeps the cookie back once, and is asked to come again.
led() { fetch -D - -o /dev/null -H 'Sec-Fetch-Mode: navigate' -H "Sec-Fetch-Site: $1" "$url$2" | tr -d '\r' | sed -n 's/^Refresh: //p'; }
check "who comes from another site is asked to come again" equals "$(led cross-site talk.html)" "0;url=/talk.html?again=1"
check "but once only" equals "$(led cross-site 'talk.html?again=1')" ""
check "what the address says of the page stays" equals "$(led cross-site 'talk.html?clicker&a=b')" "0;url=/talk.html?again=1&clicker&a=b"
check "but nothing that ends the place" equals "$(led cross-site "talk.html?clicker&a='b;url=//evil.example")" "0;url=/talk.html?again=1&clicker"
check "who comes by hand is not" equals "$(led none talk.html)" ""
check "nor to another server" equals "$(led cross-site /evil.example)" ""
check "nor by the other slash" equals "$(led cross-site '\evil.example')" ""

# One browser has a part of the streams only.
python3 - "$port" "$own" "$cookie" <<'END' >"$work/streams"
import socket, sys
port, own, other = int(sys.argv[1]), sys.argv[2], sys.argv[3]
kept = []
def follow(cookie):
    one = socket.create_connection(('127.0.0.1', port), timeout=10)
    one.sendall(f'GET /events/talk.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n'.encode())
    kept.append(one)
    return one.recv(4096).split(b' ')[1].decode()
answers = [follow(own) for _ in range(14)]
print(answers.count('200'), answers.count('503'), follow(other))
END
check "one browser does not take all streams" equals "$(cat "$work/streams")" "12 2 200"
# An audience behind one address finds room, but no address takes all streams by cookies of its own making.
python3 - "$port" "$own" <<'END' >"$work/connections"
import resource, socket, sys
port, own = int(sys.argv[1]), sys.argv[2]
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
kept, answers = [], 0
for number in range(1100):
    one = socket.create_connection(('127.0.0.1', port), timeout=10)
    cookie = f'{own[:-16]}{number:016x}'
    one.sendall(f'GET /events/talk.html HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n'.encode())
    kept.append(one)
    try:
        answers += one.recv(12).endswith(b'200')
    except OSError:
        pass
print('many' if 400 <= answers <= 1024 else answers)
END
check "one address has many streams, but not all" equals "$(cat "$work/connections")" many
let_in() { [ "$(status_of -H "Cookie: $own" "${url}talk.html")" = 200 ]; }
check "and then it is let in again" wait_for let_in
before=$listener
stop
start --share --listen 127.0.0.1
check "the next start has other keys" [ "$before" != "$listener" ]
check "and the old ones open nothing" equals "$(status_of -H "Cookie: ${own/*=/pcapdeck-$port=}" "$url")" 403
stop

# A browser that the server opens: its arguments are for everybody on the machine to see, and have no key.
mkdir "$work/programs" "$work/temporary"
cat >"$work/programs/xdg-open" <<END
#!/bin/sh
printf '%s\n' "\$1" >"$work/opened"
ls -ld "\$(dirname "\$1")" >"$work/folder"
cat "\$1" >"$work/page.part"
mv "$work/page.part" "$work/page"
END
chmod +x "$work/programs/xdg-open"
(
  PATH=$work/programs:$PATH TMPDIR=$work/temporary HOME=$work/temporary
  export PATH TMPDIR HOME
  start --share --listen 127.0.0.1 --open
  echo "$server $presenter $url" >"$work/opening"
)
read -r server presenter url <"$work/opening"
started+=("$server")
check "--open opens a page on the disk" wait_for test -s "$work/page"
check "whose name has no key" lacks "$(cat "$work/opened")" "$presenter"
check "which nobody else can read" grep -q '^drwx------' "$work/folder"
check "and which leads to the speaker's link" contains "$(cat "$work/page")" "content=\"0;url=${url}join/$presenter\""
kill "$server"
gone() { [ -z "$(ls "$work/temporary")" ]; }
check "it goes with the server" wait_for gone
run serve "$work/talks" --port 0 --ahead
check "--ahead without --share is refused" equals "$status" 2
check "--ahead without --share: what to write" contains "$err" "add --share"

# A proxy with https in front, which keeps the host or puts its own in its place.
start --public-url https://Talks.example/
check "with --public-url alone it listens on this machine" equals "$url" "http://127.0.0.1:$port/"
check "the listeners come through the proxy" contains "$(cat "$work/served")" "https://talks.example/join/$listener"
secure() { fetch -D - -o /dev/null "$@" "${url}join/$listener" | grep -c '; Secure' || :; }
check "its host is answered" equals "$(secure -H 'Host: talks.example')" 1
check "with a proxy that says so, too" equals "$(secure -H 'X-Forwarded-Proto: https')" 1
check "a cookie of this machine itself is not Secure, since it would be lost" equals "$(secure)" 0
check "the host alone opens nothing" equals "$(status_of -H 'Host: talks.example' "${url}talk.html")" 403
check "other hosts are refused" equals "$(status_of -H 'Host: talks.example.evil' "${url}talk.html")" 421
stop
for wrong in http://talks.example https://talks.example/x talks.example ''; do
  run serve "$work/talks" --port 0 --public-url "$wrong"
  check "--public-url '$wrong' is refused" equals "$status" 2
  check "--public-url '$wrong': what to write" contains "$err" "https://talks.example"
done

# Changes: only by a page of this server, by the speaker, in small requests. `post PATH ARGUMENT...` prints the status.
start --share --listen 127.0.0.1
join "$listener"
own=$cookie
join "$presenter"
window=0123456789abcdef
origin="Origin: http://127.0.0.1:$port"
post() { status_of -X POST --data-binary "${body-null}" "${@:2}" "${url}room/$1"; }
as_speaker() { post "$1" -H "Cookie: $cookie" -H "$origin" "${@:2}"; }
check "the speaker's window leads" equals "$(as_speaker "lead/talk.html?window=$window")" 204
body='{"h":1}'
check "and shows" equals "$(as_speaker "show?window=$window")" 204
check "another window does not" equals "$(as_speaker show?window=fedcba9876543210)" 409
check "nor one without a name" equals "$(as_speaker show)" 409
for name in lead/talk.html show spot press leave hand-over; do
  path="$name?window=$window"
  check "$name: not without a cookie" equals "$(post "$path" -H "$origin")" 403
  check "$name: not by a listener" equals "$(post "$path" -H "Cookie: $own" -H "$origin")" 403
  check "$name: not with another key" equals "$(post "$path" -H "Cookie: ${cookie/=?/=x}" -H "$origin")" 403
  check "$name: not without an Origin" equals "$(post "$path" -H "Cookie: $cookie")" 403
  for foreign in null https://evil.example "http://127.0.0.1" "http://127.0.0.1:1" "http://127.0.0.1:$port.evil.example" \
    "https://127.0.0.1:$port" "http://localhost:$port"; do
    check "$name: not by a page of $foreign" equals "$(post "$path" -H "Cookie: $cookie" -H "Origin: $foreign")" 403
  done
  check "$name: not under another name of this machine" equals "$(as_speaker "$path" -H 'Host: evil.example')" 421
  check "$name: not by GET" grep -qx '40[34]' <<<"$(status_of -H "Cookie: $cookie" "${url}room/$path")"
done
for wrong in nothing '' lead/ lead/../x lead/%2e%2e/x 'lead/a%0d%0ab' show/x; do
  check "there is no change '$wrong'" equals "$(as_speaker "$wrong?window=$window")" 409
done
body=$(head -c 9000 /dev/zero | tr '\0' x)
check "a body that is too large is refused" equals "$(as_speaker "show?window=$window")" 413
check "also in chunks" equals "$(as_speaker "show?window=$window" -H 'Transfer-Encoding: chunked')" 413
body=$'{"a":1}\n\nevent: room\ndata: {}'
check "what is shown cannot pass for another event" equals "$(as_speaker "show?window=$window")" 409
body=$'"x"\r\rdata: y'
check "nor by another end of a line" equals "$(as_speaker "spot?window=$window")" 409
body='"x"'
check "nor can a key be long" equals "$(body=$(head -c 300 /dev/zero | tr '\0' x) as_speaker press)" 409

check "the window leads on" equals "$(as_speaker "lead/talk.html?window=$window")" 204
# What listeners are told, and how soon who comes late has it.
fetch -N --max-time 20 -H "Cookie: $own" "${url}events/talk.html?window=aaaaaaaaaaaaaaaa" >"$work/events" &
started+=($!)
check "who comes late is told what is shown" wait_for grep -qx 'data: {"h":1}' "$work/events"
check "and who leads" grep -q '^data: {"role":"listener","leads":false,"led":true,"ahead":false,"page":"talk.html"}' "$work/events"
body='{"h":2}'
check "a change is accepted" equals "$(as_speaker "show?window=$window")" 204
check "and told" wait_for grep -qx 'data: {"h":2}' "$work/events"
check "a key for a window that is not there is refused" equals "$(body='{"key":"a"}' as_speaker press)" 409
check "and then it leads no longer" wait_for grep -q '"led":false' "$work/events"
curl -sN --noproxy '*' --max-time 20 -H "Cookie: $cookie" "${url}events/talk.html?window=$window" >"$work/leader" &
leader=$!
started+=("$leader")
wait_for grep -q '^event: room' "$work/leader"
check "the window leads" equals "$(as_speaker "lead/talk.html?window=$window")" 204
check "a key is accepted" equals "$(body='{"key":"b"}' as_speaker press)" 204
check "and told to the window that leads" wait_for grep -qx 'data: {"key":"b"}' "$work/leader"
kill -9 "$leader"
wait "$leader" 2>/dev/null || :
check "after a crash of it a key is refused at once" equals "$(body='{"key":"c"}' as_speaker press)" 409
check "the clicker is led to the talk" equals "$(fetch -o /dev/null -w '%{redirect_url}' -H "Cookie: $cookie" "${url}clicker")" "${url}talk.html?clicker"
check "so is a listener's link" equals "$(fetch -o /dev/null -w '%{redirect_url}' "${url}join/$listener")" "${url}talk.html"
check "keys are not for listeners" lacks "$(cat "$work/events")" "event: press"
check "an invitation is the listeners' link" contains "$(fetch -H "Cookie: $own" "${url}room/invitation")" "join/$listener\""
check "and never the speaker's" lacks "$(fetch -H "Cookie: $cookie" "${url}room/invitation")" "$presenter"

# Handing over: a new key each time, and the one before opens nothing.
hand_over() { fetch -X POST -d '' -H "Cookie: $cookie" -H "$origin" "${url}room/hand-over" | sed 's,.*join/\([0-9a-f]*\)".*,\1,'; }
next=$(hand_over)
speaker=$cookie
join "$next"
check "the next speaker's key leads" equals "$(as_speaker "lead/talk.html?window=bbbbbbbbbbbbbbbb")" 204
body='{"h":3}'
check "then the former window shows nothing" equals "$(cookie=$speaker as_speaker "show?window=$window")" 409
given=$cookie
cookie=$given
after=$(hand_over)
check "who was handed over to hands over and goes on" equals "$(as_speaker "lead/talk.html?window=bbbbbbbbbbbbbbbb")" 204
changed=$(hand_over)
check "a link of theirs replaces the one before" equals "$(status_of "${url}join/$after")" 403
join "$changed"
check "and the one after leads" equals "$(as_speaker "lead/talk.html?window=cccccccccccccccc")" 204
last=$(hand_over)
check "then the first of them is out" equals "$(post "lead/talk.html?window=bbbbbbbbbbbbbbbb" -H "Cookie: $given" -H "$origin")" 403
check "and the last one is in" equals "$(status_of "${url}join/$last")" 303
cookie=$speaker
check "the key that is given next is another" [ "$(hand_over)" != "$next" ]
check "and the one before opens nothing" equals "$(post "lead/talk.html?window=bbbbbbbbbbbbbbbb" -H "Cookie: $given" -H "$origin")" 403
stop

if [ "${1:-}" = inside ] && ip link add outer type dummy 2>/dev/null && ip addr add 192.0.2.7/24 dev outer && ip link set outer up; then
  start --share
  check "--share: the links have the address in the network" contains "$(cat "$work/served")" "http://192.0.2.7:$port/join/$listener"
  check "there it lets in whoever has one" equals "$(fetch -L -c "$work/jar" -b "$work/jar" -o /dev/null -w '%{http_code} %{url_effective}' \
    "http://192.0.2.7:$port/join/$listener")" "200 http://192.0.2.7:$port/"
  check "and nobody else" equals "$(status_of "http://192.0.2.7:$port/talk.html")" 403
  stop
else
  echo "ok - --share: the links have the address in the network # SKIP no interface can be made here"
fi
tests_done
