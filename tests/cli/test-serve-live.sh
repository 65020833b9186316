#!/usr/bin/env bash
# Slides of `pcapdeck serve` that are recorded anew while the talk is given: who may ask for it, what is recorded, and
# what is left behind.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
export TMPDIR=$work/temporary
mkdir "$work/talks" "$TMPDIR"

# talk NAME RECORD [KEY...]: a talk with one live slide, "now", that has further keys.
talk() {
  printf -- '---\ntitle: A talk\nlang: en\ncaptures:\n  ping:\n    file: %s.pcap\n    record: %s\n---\n\n## Now\n\nISN {{ping.frame[1].seq_raw}}\n\n' "$1" "$2"
  printf '```packets ping\nlive: true\n'
  shift 2
  [ $# = 0 ] || printf '%s\n' "$@"
  printf '```\n\n---\n\n## Later\n\nISN {{ping.frame[1].seq_raw}}\n'
}

# --- what an author may write ---

talk run '{run: [touch, touched]}' >"$work/talks/run.md"
run check "$work/talks/run.md"
check "a program is never started by a slide" contains "$out" "run.md:15: 'live: true' never starts a program"
printf -- '---\ncaptures: {ping: none.pcap}\n---\n\n## Now\n\n```packets ping\nlive: true\n```\n' >"$work/talks/none.md"
run check "$work/talks/none.md"
check "a capture must say how it is made" contains "$out" "none.md:8: 'live: true' needs a capture that says how it is made"
talk two '[GET /ping]' 'compare: [stream 0, stream 0]' >"$work/talks/two.md"
run check "$work/talks/two.md"
check "two sides are not recorded" contains "$out" "'live' does not go with 'compare'"
rm "$work"/talks/*.md

talk now '[GET /ping]' >"$work/talks/now.md"
if ! "$pcapdeck" record "$work/talks/now.md" >/dev/null 2>"$work/err"; then
  echo "nothing can be recorded here: $(head -1 "$work/err")"
  exit 77
fi
if grep -q 'no private network' "$work/err"; then
  has_network=false
else
  has_network=true
fi
run build "$work/talks/now.md" -o "$work/built"
check "from a disk the slide says what it shows" contains "$(cat "$work/built/now.html")" "These packets were recorded before the talk."
sum=$(cksum <"$work/talks/now.pcap")

serve() { # serve ARGUMENT...: sets $server, $url and $origin
  : >"$work/served"
  ${denied-} "$pcapdeck" serve "$work/talks" --port 0 "$@" >"$work/served" 2>"$work/messages" &
  server=$!
  started+=("$server")
  wait_for grep -q '^serving' "$work/served" || { cat "$work/messages"; return 1; }
  url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
  origin="Origin: ${url%/}"
}
stop() { kill "$server"; wait "$server" || :; }
fetch() { curl -s --noproxy '*' --path-as-is --max-time 20 "$@"; }
status_of() { fetch -o /dev/null -w '%{http_code}' "$@" || :; }
ask() { status_of -X POST "${@:2}" "${url}room/live/$1"; }
follow() { # follow FILE ARGUMENT...: writes the events of now.html
  curl -sN --noproxy '*' --max-time 60 "${@:2}" "${url}events/${page-now.html}?window=aaaaaaaaaaaaaaaa" >"$1" &
  started+=($!)
  wait_for grep -q '^event: live' "$1"
}
empty() { [ -z "$(ls "$TMPDIR")" ]; }
isn() { grep -o 'ISN [0-9]\{2,\}' <<<"$1" | sed -n 1p; }

# --- the author's own server ---

serve
follow "$work/events"
check "before it there is nothing" equals "$(status_of "${url}room/live/now.html?slide=now")" 404
check "and pages are told so" grep -q '^data: \[{"slide":"now","picture":0,"state":"idle"}\]' "$work/events"
check "not without an Origin" equals "$(ask 'now.html?slide=now')" 403
for foreign in null https://evil.example "http://127.0.0.1:1" "http://127.0.0.1" "https${origin#Origin: http}"; do
  check "not by a page of $foreign" equals "$(ask 'now.html?slide=now' -H "Origin: $foreign")" 403
done
check "not under a foreign name" equals "$(ask 'now.html?slide=now' -H "$origin" -H 'Host: evil.example')" 421
for wrong in '' now.html 'now.html?slide=' 'now.html?slide=later' 'now.html?slide=../now' 'now.html?slide=%00' 'other.html?slide=now' \
  '../now.html?slide=now' '%2e%2e/now.html?slide=now' 'now.md?slide=now'; do
  check "there is no recording '$wrong'" equals "$(ask "$wrong" -H "$origin")" 404
done
check "nothing was recorded by all that" empty
if ! $has_network; then
  echo "ok - a slide is recorded # SKIP no private network can be made here"
  stop
  tests_done
  exit 0
fi
check "a page of the server may ask" equals "$(ask 'now.html?slide=now' -H "$origin")" 202
check "twice at once it may not" grep -qx '409\|429' <<<"$(ask 'now.html?slide=now' -H "$origin")"
check "pages are told that it is under way" wait_for grep -q '"state":"recording"' "$work/events"
done_in() { grep -q '"picture":[1-9][0-9]*,"state":"idle"' "$1"; }
check "and that it is done" wait_for done_in "$work/events"
check "right after it, it is too soon" equals "$(ask 'now.html?slide=now' -H "$origin")" 429
slide=$(fetch "${url}room/live/now.html?slide=now")
check "the page has its ISN" [ -n "$(isn "$(cat "$work/built/now.html")")" ]
check "the slide has another one" [ "$(isn "$slide")" != "$(isn "$(cat "$work/built/now.html")")" ]
check "they are of the same exchange" contains "$slide" "GET /ping"
check "with their data" contains "$slide" '"captures":{"ping":{"file":"now.pcap"'
check "the file on the disk is as before" equals "$(cksum <"$work/talks/now.pcap")" "$sum"
check "and so is the page" equals "$(isn "$(fetch "${url}now.html")")" "$(isn "$(cat "$work/built/now.html")")"
check "nothing is left behind" wait_for empty
sleep 2.1
check "later it is not" equals "$(ask 'now.html?slide=now' -H "$origin")" 202
newer() { [ "$(isn "$(fetch "${url}room/live/now.html?slide=now")")" != "$(isn "$slide")" ]; }
check "and there are newer packets" wait_for newer
follow "$work/late"
check "who comes late is told at once" done_in "$work/late"
stop

# --- talks that are shared ---

join() { fetch -D - -o /dev/null "$1" | tr -d '\r' | sed -n 's/^Set-Cookie: \([^;]*\).*/\1/p'; }
serve --share --listen 127.0.0.1
wait_for grep -q '█' "$work/served"
speaker=$(join "$(sed -n 's/^you present with: *//p' "$work/served")")
listener=$(join "$(sed -n 's/^listeners open: *//p' "$work/served")")
check "not without a cookie" equals "$(ask 'now.html?slide=now' -H "$origin")" 403
check "nor does that read one" equals "$(status_of "${url}room/live/now.html?slide=now")" 403
check "not by a listener" equals "$(ask 'now.html?slide=now' -H "$origin" -H "Cookie: $listener")" 403
check "not by a page of another site with the speaker's cookie" equals \
  "$(ask 'now.html?slide=now' -H 'Origin: https://evil.example' -H "Cookie: $speaker")" 403
check "by the speaker" equals "$(ask 'now.html?slide=now' -H "$origin" -H "Cookie: $speaker")" 202
follow "$work/events" -H "Cookie: $listener"
check "listeners are told" wait_for done_in "$work/events"
check "and get the slide" contains "$(fetch -H "Cookie: $listener" "${url}room/live/now.html?slide=now")" '"html":'
stop

# --- what goes wrong ---

# The declared recording is not what the slide shows.
cp "$work/talks/now.pcap" "$work/talks/other.pcap"
talk other '[connect]' 'frames: 1-10' >"$work/talks/other.md"
# One that takes a while, and one that takes too long.
talk slow '[{GET /ping: {idle: 10 s}}]' >"$work/talks/slow.md"
cp "$work/talks/now.pcap" "$work/talks/slow.pcap"
talk endless '[{GET /ping: {idle: 10 s}}, {GET /ping: {idle: 10 s}}, {GET /ping: {idle: 10 s}}]' >"$work/talks/endless.md"
cp "$work/talks/now.pcap" "$work/talks/endless.pcap"
serve
page=other.html follow "$work/other"
check "another recording than the slide shows is asked for" equals "$(ask 'other.html?slide=now' -H "$origin")" 202
failed_in() { grep -q '"state":"failed","words":' "$1"; }
check "it fails" wait_for failed_in "$work/other"
check "with a sentence" contains "$(cat "$work/other")" "there is no frame 10: 'other.pcap' has"
check "and the slide stays" equals "$(status_of "${url}room/live/other.html?slide=now")" 404
page=endless.html follow "$work/endless"
sleep 2.1
check "a long recording begins" equals "$(ask 'endless.html?slide=now' -H "$origin")" 202
check "and is ended" wait_for failed_in "$work/endless"
check "which is said" contains "$(cat "$work/endless")" "the recording took longer than 20 seconds"
check "and leaves nothing behind" wait_for empty
sleep 2.1
check "a slow recording begins" equals "$(ask 'slow.html?slide=now' -H "$origin")" 202
full() { ! empty; }
check "in a folder of its own" wait_for full
check "which nobody else can read" equals "$(mode_of "$TMPDIR"/*)" 700
check "another one has to wait" equals "$(ask 'now.html?slide=now' -H "$origin")" 409
check "pages are answered meanwhile" equals "$(status_of "${url}now.html")" 200
kill -9 "$server"
wait "$server" 2>/dev/null || :
check "killed in between, the server leaves no file" wait_for empty
if [ -d /proc/self ]; then
  processes() { grep -lsz "^TMPDIR=$TMPDIR\$" /proc/[0-9]*/environ 2>/dev/null | while read -r one; do
    one=${one%/environ}
    [ "$(cat "$one/comm" 2>/dev/null)" != pcapdeck ] || echo "${one##*/}"
  done; }
  none_runs() { [ -z "$(processes)" ]; }
  check "and no process" wait_for none_runs
fi

# --- where no private network can be made ---

python=/usr/bin/python3
[ -x $python ] || python=$(command -v python3)
if $python "$here/../deny.py" true 2>/dev/null; then
  rm -f "$work"/talks/{other,slow,endless}.*
  denied="$python $here/../deny.py" serve --share --listen 127.0.0.1
  wait_for grep -q '█' "$work/served"
  speaker=$(join "$(sed -n 's/^you present with: *//p' "$work/served")")
  listener=$(join "$(sed -n 's/^listeners open: *//p' "$work/served")")
  follow "$work/speaker" -H "Cookie: $speaker"
  follow "$work/listener" -H "Cookie: $listener"
  check "without a private network it may be asked for" equals "$(ask 'now.html?slide=now' -H "$origin" -H "Cookie: $speaker")" 202
  check "the speaker is told why nothing is recorded" wait_for grep -q '"words":"no private network: ' "$work/speaker"
  check "listeners are not" wait_for grep -q '"state":"failed"}' "$work/listener"
  check "and what was recorded before stays" equals "$(status_of -H "Cookie: $listener" "${url}room/live/now.html?slide=now")" 404
  kill "$server"
else
  echo "ok - without a private network the speaker is told why # SKIP no seccomp filter can be set here"
fi
tests_done
