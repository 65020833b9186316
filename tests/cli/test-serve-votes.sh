#!/usr/bin/env bash
# Votes in a shared talk: who may vote, what hostile requests get, and that none is lost.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }

mkdir "$work/talks"
cp "$here/../../pcaps/pingpong.pcap" "$work/talks"
cat >"$work/talks/talk.md" <<'END'
---
title: A talk
captures: {p: pingpong.pcap}
---

## Who

```ask p
question: Which side?
choices: [client, server]
answer: client
frame: 8
```
END
"$pcapdeck" serve "$work/talks" --port 0 --share --listen 127.0.0.1 >"$work/served" 2>"$work/messages" &
started+=($!)
wait_for grep -q '█' "$work/served"
url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
fetch() { curl -s --noproxy '*' --path-as-is --max-time 10 "$@"; }
join() { fetch -D - -o /dev/null "${url}join/$1" | tr -d '\r' | sed -n 's/^Set-Cookie: \([^;]*\).*/\1/p'; }
speaker=$(join "$(sed -n 's,^you present with: .*/join/,,p' "$work/served")")
listener=$(join "$(sed -n 's,^listeners open: .*/join/,,p' "$work/served")")
origin="Origin: ${url%/}"
window=0123456789abcdef
post() { # post COOKIE PATH BODY [HEADER]: prints the status
  fetch -o "$work/answer" -w '%{http_code}' -X POST -H "Cookie: $1" -H "${4:-$origin}" -H 'Content-Type: text/plain' --data-binary "$3" "$url$2" || :
}
events() { fetch --max-time 2 -H "Cookie: $1" "${url}events/talk.html" || :; }
vote='room/vote/talk.html?ask=who-Ask1'
shown="room/answer/talk.html?ask=who-Ask1&window=$window"

check "without a key nobody votes" equals "$(post '' "$vote" choice=0)" 403
check "nor from another site" equals "$(post "$listener" "$vote" choice=0 'Origin: https://evil.example')" 403
check "nor from none" equals "$(post "$listener" "$vote" choice=0 'X-Origin: x')" 403
check "nor from a page without an address" equals "$(post "$listener" "$vote" choice=0 'Origin: null')" 403
check "the speaker does not vote" equals "$(post "$speaker" "$vote" choice=0)" 403
check "a listener does" equals "$(post "$listener" "$vote" choice=0)" 204
for body in choice=2 choice=-1 choice=99999999999999999999 choice= choice choice=0x1 'choice=1&choice=0' '' 0; do
  check "'$body' is no vote" equals "$(post "$listener" "$vote" "$body")" 400
done
for path in 'room/vote/talk.html?ask=who-Ask2' 'room/vote/talk.html' 'room/vote/none.html?ask=who-Ask1' 'room/vote/?ask=who-Ask1' \
  'room/vote/../talk.html?ask=who-Ask1' 'room/vote/%2e%2e/talk.html?ask=who-Ask1' 'room/vote/talk.html?ask=%00' 'room/vote/talk.html?ask=who-Ask1%0a'; do
  check "'$path' is no question" equals "$(post "$listener" "$path" choice=0)" 404
done
check "a body that is too large is refused" equals "$(post "$listener" "$vote" "$(head -c 20000 /dev/zero | tr '\0' x)")" 413
check "a listener shows no answer" equals "$(post "$listener" "$shown" show)" 403
check "nor does a window of the speaker that does not lead" equals "$(post "$speaker" "$shown" show)" 409
seen=$(events "$listener")
check "a listener learns of the own vote" contains "$seen" '{"ask":"who-Ask1","shown":false,"mine":0}'
check "and of no counts" lacks "$seen" counts
check "the speaker does" contains "$(events "$speaker")" '{"ask":"who-Ask1","shown":false,"counts":[1,0]}'
for choice in $(seq 63); do
  post "$listener" "$vote" "choice=$((choice % 2))" >>"$work/changes"
done
check "a vote may be changed" lacks "$(cat "$work/changes")" 429
check "but not without end" equals "$(post "$listener" "$vote" choice=0)" 429
python3 "$here/../bench/votes.py" "$url" talk.html who-Ask1 "$listener" "$speaker" >"$work/counted" 2>&1
check "300 votes in two seconds are all counted" grep -q '^301 ' "$work/counted"
cat "$work/counted" | sed 's/^/# counted, and ms (p50, p99): /'
form=$(fetch -X POST -H "Cookie: ${listener%????}beef" -H "$origin" --data 'choice=1' "$url$vote")
check "a form gets a page" contains "$form" "your vote is counted"
check "with the way back" contains "$form" '<a href="/talk.html#who-Ask1">'

# Who leads shows the answer: then nobody votes, and everybody sees the counts. Its stream stays open.
fetch --max-time 60 -N -H "Cookie: $speaker" "${url}events/talk.html?window=$window" >"$work/stream" &
started+=($!)
wait_for grep -q role "$work/stream"
check "a window leads" equals "$(post "$speaker" "room/lead/talk.html?window=$window" '')" 204
check "nothing but these words" equals "$(post "$speaker" "$shown" shown)" 409
check "it shows the answer" equals "$(post "$speaker" "$shown" show)" 204
check "then nobody votes" equals "$(post "${listener%????}dead" "$vote" choice=0)" 409
check "and everybody sees the counts" contains "$(events "$listener")" '"shown":true,"counts":[150,152]'
check "until the room is asked again" equals "$(post "$speaker" "$shown" again)" 204
check "with no votes" contains "$(events "$speaker")" '{"ask":"who-Ask1","shown":false,"counts":[0,0]}'
votes_kept() { "$pcapdeck" feedback "$work/talks/talk.md" --json | python3 -c 'import json, sys; print(*(",".join(map(str, one["counts"])) for one in json.load(sys.stdin)["votes"]))'; }
check "what was voted is kept" equals "$(votes_kept)" "150,152"
check "another vote is one of another round" equals "$(post "${listener%????}feed" "$vote" choice=1)" 204
kill -9 "${started[0]}"
check "and is there after kill -9" equals "$(votes_kept)" "150,152 0,1"
check "the report has it, too" contains "$("$pcapdeck" feedback "$work/talks/talk.md")" '- who\-Ask1 ('

tests_done
