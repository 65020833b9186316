#!/usr/bin/env bash
# `pcapdeck serve --share`: what listeners say, by forms without scripts. Who may say something and how much, hostile
# words, a full disk, and a server that is killed.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }

mkdir "$work/talks"
printf -- '---\ntitle: A talk\n---\n\n# A talk\n\n---\n\n## Two\n\nwords\n\n---\n\n## Last\n' >"$work/talks/talk.md"
printf -- '---\ntitle: 발표\nfeedback: false\n---\n\n# 발표\n' >"$work/talks/quiet.md"

start() { # start [LIMIT]: sets $server, $url, $origin and the keys; LIMIT is the most blocks of a file
  : >"$work/served"
  (
    [ -z "${1:-}" ] || ulimit -f "$1"
    exec "$pcapdeck" serve "$work/talks" --port 0 --share --listen 127.0.0.1 >"$work/served" 2>"$work/messages"
  ) &
  server=$!
  started+=("$server")
  wait_for grep -q '█' "$work/served" || { cat "$work/messages"; return 1; }
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
  origin=${url%/}
  presenter=$(sed -n 's,^you present with: .*/join/,,p' "$work/served")
  listener=$(sed -n 's,^listeners open: .*/join/,,p' "$work/served")
}
fetch() { curl -s --noproxy '*' --path-as-is --max-time 10 "$@"; }
status_of() { fetch -o "$work/page" -w '%{http_code}' "$@" || :; }
join() { fetch -D - -o /dev/null "${url}join/$1" | tr -d '\r' | sed -n 's/^Set-Cookie: \([^;]*\).*/\1/p'; }
page() { fetch -H "Cookie: ${2:-$own}" "${url}feedback/talk.html?slide=$1"; }
say() { # say SLIDE FIELD...: as the listener's browser sends a form
  local slide=$1 fields=() field
  shift
  for field; do fields+=(--data-urlencode "$field"); done
  status_of -H "Cookie: ${cookie:-$own}" -H "Origin: $origin" ${fields[@]+"${fields[@]}"} "${url}feedback/talk.html?slide=$slide"
}

start
own=$(join "$listener")
speaker=$(join "$presenter")
check "a talk leads to the page of each slide, without scripts" contains \
  "$(fetch -H "Cookie: $own" "${url}talk.html")" '<a href="/feedback/talk.html?slide=two">'
check "not one that asks for nothing" lacks "$(fetch -H "Cookie: $own" "${url}quiet.html")" 'class="feedback-link"'
fetch -D "$work/headers" -o "$work/page" -H "Cookie: $own" "${url}feedback/talk.html?slide=two"
check "the page has forms" contains "$(cat "$work/page")" '<form method="post"'
check "and no script" lacks "$(cat "$work/page")" '<script'
check "which may be sent to this server alone" grep -qi "^content-security-policy: default-src 'none';.*form-action 'self'" "$work/headers"
check "the browser says where they come from" grep -qi '^referrer-policy: same-origin' "$work/headers"
check "the three prompts are not there" lacks "$(cat "$work/page")" 'name="learned"'
check "but at the end" contains "$(page last)" 'name="learned"'

check "who has no link reads nothing" equals "$(status_of "${url}feedback/talk.html")" 403
check "and says nothing" equals "$(status_of -H "Origin: $origin" -d mark=1 "${url}feedback/talk.html")" 403
for from in 'Origin: http://evil.example' 'Origin: null' 'X-Origin: none'; do
  check "a page of others says nothing ($from)" equals "$(status_of -H "Cookie: $own" -H "$from" -d mark=1 "${url}feedback/talk.html?slide=two")" 403
done
check "nor by another name of the server" equals \
  "$(status_of -H "Cookie: $own" -H "Origin: $origin" -H 'Host: evil.example' -d mark=1 "${url}feedback/talk.html?slide=two")" 421
check "what is too large is refused" equals "$(say two "words=$(head -c 40000 /dev/zero | tr '\0' x)")" 413
for place in 'none.html?slide=two' 'talk.html?slide=none' 'quiet.html' '' '..%2f..%2fetc%2fpasswd' 'talk.html?slide=../two' '?slide=two'; do
  check "'$place' is no place to speak of" grep -qx '40[04]' <<<"$(status_of -H "Cookie: $own" -H "Origin: $origin" -d mark=1 "${url}feedback/$place")"
done
check "nothing was kept of all that" [ ! -e "$work/talks/.pcapdeck" ]

check "a mark is kept" equals "$(say two mark=1)" 303
check "and shown to who gave it" contains "$(page two)" 'value="0" aria-pressed="true">Clear'
check "without the number of others" lacks "$(page two)" 'Clear 1<'
check "the speaker sees how many" contains "$(page two "$speaker")" 'Clear 1<'
check "another one takes its place" equals "$(say two mark=2)" 303
check "so that each has one" contains "$(page two "$speaker")" 'Clear 0<'
hostile='<img src=x onerror=alert(1)> @everyone ```'$'\n''[a](http://evil.example) "&'"'"
check "a question is kept" equals "$(say two "words=$hostile" "name=<b>Kim" frame=3)" 303
page two >"$work/page"
check "its words are text on the page" contains "$(cat "$work/page")" '&lt;img src=x onerror=alert(1)&gt; @everyone ```'
check "so is the name" contains "$(cat "$work/page")" '&lt;b&gt;Kim'
check "no tag of it is there" lacks "$(cat "$work/page")" '<img'
check "the packet is named" contains "$(cat "$work/page")" '#3'
check "no control character passes" equals "$(say two "words=$(printf 'a\033[31mb\342\200\256c\177')")" 303
check "nor one that turns the line around" contains "$(page two)" '>a[31mbc<'
check "nothing said is nothing kept" equals "$(say two 'words=  ')" 400
check "an upvote counts" equals "$(cookie=$speaker say two up=1)" 303
check "once" contains "$(page two)" 'I ask that, too 1"'
check "what was learned is kept" equals "$(say last 'learned=a lot' 'try=more pictures')" 303
check "for the speaker alone" lacks "$(page last)" 'a lot'
check "who reads it" contains "$(page last "$speaker")" 'a lot'
check "a page with scripts gets JSON" contains "$(fetch -H "Cookie: $speaker" "${url}feedback/talk.html?json=1")" '"marks":[0,0,1,0]'
check "a listener's has no numbers of others" lacks "$(fetch -H "Cookie: $own" "${url}feedback/talk.html?json=1")" '"marks"'

# A browser may say ten things at once; what it wrote is not lost then.
other=$(join "$listener")
fetch -o "$work/page-#1" -w '%{http_code}\n' -H "Cookie: $other" -H "Origin: $origin" -d 'words=once more' \
  "${url}feedback/talk.html?slide=two&n=[1-60]" >"$work/statuses"
check "a browser that says too much at once has to wait" grep -qx 429 "$work/statuses"
check "but not at first" equals "$(head -10 "$work/statuses" | sort -u)" 303
check "with its words still in the form" grep -q 'once more</textarea>' "$work"/page-*
check "others do not wait" equals "$(cookie=$(join "$listener") say two mark=3)" 303
check "no address is kept" lacks "$(cat "$work"/talks/.pcapdeck/feedback.db* | tr -d '\0')" 127.0.0.1
check "the file is served to nobody" equals "$(status_of -H "Cookie: $speaker" "${url}.pcapdeck/feedback.db")" 404
kill "$server"
wait "$server" || :

# A full disk: nothing is thanked for, nothing is lost of what was, and the speaker's terminal says why.
start 80
own=$(join "$listener")
long=$(head -c 2500 /dev/zero | tr '\0' x)
kept=0
for i in $(seq 1 60); do
  cookie=$(join "$listener")
  last=$(say two "words=$i $long")
  [ "$last" = 303 ] || break
  kept=$i
done
cookie=
check "a full disk is said" equals "$last" 507
check "with the words still in the form" contains "$(cat "$work/page")" "$((kept + 1)) xxx"
check "the speaker's terminal says it in one line" one_sentence "$(grep feedback "$work/messages")"
check "what was thanked for is still there" contains "$(page two)" "$kept xxx"
kill "$server"
wait "$server" || :

rm -rf "$work/talks/.pcapdeck"
echo "in the way" >"$work/talks/.pcapdeck"
start
own=$(join "$listener")
check "where nothing can be kept, nothing is thanked for" equals "$(say two "words=still here")" 507
check "and the words stay" contains "$(cat "$work/page")" 'still here</textarea>'
kill "$server"
wait "$server" || :
rm "$work/talks/.pcapdeck"

# Killed while three listeners speak: everything that was thanked for is there afterwards. test-serve-load.sh kills it often.
thanked_for_is_there() {
  local pid
  start
  python3 - "$url" "$(join "$listener")" "$(join "$listener")" "$(join "$listener")" >"$work/thanked" <<'END' &
import sys, threading, urllib.parse, urllib.request
url, cookies = sys.argv[1], sys.argv[2:]
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
def speak(cookie):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    for i in range(10):
        words = f'{cookie[-6:]} says {i}'
        request = urllib.request.Request(url + 'feedback/talk.html?slide=two', urllib.parse.urlencode({'words': words}).encode(),
                                         {'Cookie': cookie, 'Origin': url.rstrip('/')})
        try:
            opener.open(request, timeout=10)
        except urllib.error.HTTPError as answer:
            if answer.code == 303:
                print(words, flush=True)
        except OSError:
            return
threads = [threading.Thread(target=speak, args=[cookie]) for cookie in cookies]
[thread.start() for thread in threads]
END
  pid=$!
  wait_for [ -s "$work/thanked" ] || return 1
  sleep "0.0$((RANDOM % 10))"
  kill -9 "$server"
  wait "$server" 2>/dev/null || :
  wait "$pid"
  start
  fetch -H "Cookie: $(join "$presenter")" "${url}feedback/talk.html?json=1" >"$work/all"
  while read -r line; do
    grep -qF "\"$line\"" "$work/all" || { echo "# lost: $line"; return 1; }
  done <"$work/thanked"
  [ -s "$work/thanked" ]
}
check "a killed server lost nothing that it thanked for" thanked_for_is_there

# The author's own server, whose threads that answer may write nothing, reads what was said: beside the log of a server
# that was killed, and when there is none.
own_server_reads() {
  : >"$work/served"
  "$pcapdeck" serve "$work/talks" --port 0 >"$work/served" 2>"$work/messages" &
  server=$!
  started+=("$server")
  wait_for grep -q '^serving ' "$work/served" || return 1
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
  fetch "${url}feedback/talk.html?json=1" >"$work/own"
  kill -INT "$server"
  wait "$server" || :
  grep -qF "\"$(head -1 "$work/thanked")\"" "$work/own" && ! grep -q feedback.db "$work/messages"
}
kill -9 "$server"
wait "$server" 2>/dev/null || :
check "there is a log" test -e "$work/talks/.pcapdeck/feedback.db-wal"
check "the author's own server reads what was said, beside it" own_server_reads
"$pcapdeck" feedback forget Nobody "$work/talks" 2>/dev/null # empties the log, and takes it away
check "there is none" test ! -e "$work/talks/.pcapdeck/feedback.db-wal"
check "and without it" own_server_reads
tests_done
