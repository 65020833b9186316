#!/usr/bin/env bash
# `pcapdeck new`: the talk that it writes builds as it is, with any names.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
mkdir talks captures
python3 "$here/../exchange.py" captures/ping.pcap
cp captures/ping.pcap 'captures/my "capture" #1.pcap'

LC_ALL= LC_MESSAGES= LANG=ko_KR.UTF-8 run new talks/01-tcp_handshake.md
check "a talk is written" equals "$status" 0
check "its path is printed" equals "$out" "talks/01-tcp_handshake.md"
check "the title comes from the name" grep -qx 'title: "tcp handshake"' talks/01-tcp_handshake.md
check "the language comes from the locale" grep -qx 'lang: ko' talks/01-tcp_handshake.md
check "it says how to record" grep -q 'record: \[GET /ping' talks/01-tcp_handshake.md
check "no place is left open" bash -c '! grep -q "@[a-z]*@" talks/01-tcp_handshake.md'

export LC_ALL=C
run new talks/첫발표.md
check "a name in Hangul makes a Korean talk" grep -qx 'lang: ko' talks/첫발표.md
check "its title is the name" grep -qx 'title: "첫발표"' talks/첫발표.md
run new talks/$'\xe1\x84\x80\xe1\x85\xa1'.md # as a Mac stores it
check "also in the letters of a Mac" grep -qx 'lang: ko' talks/$'\xe1\x84\x80\xe1\x85\xa1'.md
run new talks/06.md --title '소켓이란?'
check "so does a title in Hangul" grep -qx 'lang: ko' talks/06.md
run new talks/둘째.md --lang en
check "unless --lang says otherwise" grep -qx 'lang: en' talks/둘째.md
run new talks/07.md --title 'Réponse'
check "other letters leave it to the locale" grep -qx 'lang: en' talks/07.md
unset LC_ALL

run new talks/01-tcp_handshake.md
check "an existing file is refused" equals "$status" 1
check "the refusal says what to do" contains "$err" "is there already: choose another name"

run new talks/02.md --capture captures/ping.pcap --lang en --title 'A "b" *c* <d> {{e}} : #'
check "a talk about a capture is written" equals "$status" 0
check "the capture is named from the talk's folder" grep -qx '    file: "../captures/ping.pcap"' talks/02.md
check "a connection has its slide" grep -qx '## Connection 0' talks/02.md
run build talks/02.md
check "it builds" equals "$status" 0
check "nothing is said about it" equals "$err" ""
check "its title is as given" grep -qF '<h1>A "b" *c* &lt;d&gt; {{e}} : #</h1>' talks/02.html
run check talks/02.md
check "there is nothing to find in it" equals "$status" 0

run new talks/03.md --capture 'captures/my "capture" #1.pcap' --lang ko
check "an odd file name is no problem" equals "$status" 0
run build talks/03.md
check "it builds too" equals "$status" 0
(cd talks && run new 04.md --capture ../captures/ping.pcap && [ "$status" = 0 ])
check "from inside the folder the path is the same" grep -qx '    file: "../captures/ping.pcap"' talks/04.md
run new here.md --capture captures/ping.pcap
check "a capture below the talk" grep -qx '    file: "captures/ping.pcap"' here.md

# The commands of README, in its Korean half, too.
for command in $(sed -n '/^```sh/,/^```$/s/^pcapdeck \([a-z]*\).*/\1/p' "$here/../../README.md" | sort -u); do
  run "$command" --help
  check "the README's command $command exists" equals "$status" 0
done

run new talks/05.md --capture nothing.pcap
check "a missing capture is refused" equals "$status" 1
check "its name is in the message" contains "$err" "'nothing.pcap'"
printf 'no capture' >captures/bad.pcap
run new talks/05.md --capture captures/bad.pcap
check "what is no capture is refused" equals "$status" 1
check "nothing is left behind" test ! -e talks/05.md
run new no/folder.md
check "a missing folder is refused" contains "$err" "there is no folder 'no' for the talk"
run new talks/05.txt
check "a talk is Markdown" equals "$status" 2
run new talks/05.md --lang fr
check "the languages are ko and en" equals "$status" 2
run new
check "no name is wrong usage" equals "$status" 2

tests_done
