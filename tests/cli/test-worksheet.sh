#!/usr/bin/env bash
# `build --worksheet`: a page for listeners, with blanks that follow from what is given and answers at the end.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../exchange.py" ping.pcap
fence='```'
cat >talk.md <<END
---
title: On paper <b>
lang: en
captures: {ping: {file: ping.pcap}}
---

# On paper

---

## The whole & all

${fence}packets ping
notes:
  1: "REMARK that tells"
${fence}

---

## A part

${fence}packets ping
frames: 1-3
${fence}
END

run build talk.md
mv talk.html plain.html
check "without the option there is none" test ! -e talk-worksheet.html
run build talk.md --worksheet
check "a worksheet stands beside the deck" contains "$status-$out" "0-talk.html"
check "and is named" contains "$out" "talk-worksheet.html  "
check "the deck is the same" cmp -s talk.html plain.html
# What is asked stands before the answers.
sed '/<section class="answers">/,$d' talk-worksheet.html >asked
sed -n '/<section class="answers">/,$p' talk-worksheet.html >answers
count() { grep -o "$1" "$2" | wc -l; }
check "every blank has its answer" equals "$(count '<td class="blank"><b>([0-9]*)' asked)" "$(count '<tr><td>([0-9]*)</td>' answers)"
check "and there are some" test "$(count 'class="blank"' asked)" -gt 8
check "they are numbered from 1" contains "$(cat asked)" '<td class="blank"><b>(1)</b></td>'
check "headings are those of the slides" contains "$(cat asked)" '<h2>The whole &amp; all</h2>'
check "a part of a sequence is not asked again" lacks "$(cat asked)" "A part"
check "the title is text" contains "$(cat asked)" '<h1>On paper &lt;b&gt;</h1>'
check "an answer says why" contains "$(cat answers)" "the next number expected after packet "
check "behind a FIN nothing is expected" lacks "$(grep 'next number expected' answers)" "(FIN)"
check "remarks stay out" lacks "$(cat talk-worksheet.html)" REMARK
check "nothing runs or loads" bash -c "grep -q \"content=\\\"default-src 'none'\" talk-worksheet.html && ! grep -qE '<script|src=|url\\(' talk-worksheet.html"
isn=$("$pcapdeck" packets ping.pcap --json | python3 -c 'import json,sys; number = json.loads(sys.stdin.readline())["seq_raw"]; print(number)')
check "raw numbers are names, without groups: the acknowledgment, too" contains "$(cat talk-worksheet.html)" "<td>$((isn + 1))</td>"
check "a SYN shows who is the client" contains "$(cat asked)" 'client → server'
check "an ISN that is asked for is an answer" contains "$(cat answers)" "<td>$isn</td>"
check "and not given" lacks "$(cat asked)" ">$isn<"

sed -i.old 's/lang: en/lang: ko/' talk.md
run build talk.md --worksheet --scrub -o public
check "a Korean talk has a Korean one, also of a redacted deck" contains "$(cat public/talk-worksheet.html)" "<th>확인 응답 번호</th>"
check "with Korean answers" contains "$(cat public/talk-worksheet.html)" "번까지 받았고, 다음에 받을 번호다: "

sed -i.old -e 's/lang: ko/lang: en/' -e 's/ping.pcap/late.pcap/' talk.md
"$pcapdeck" packets ping.pcap --frames 4- -w late.pcap
run build talk.md --worksheet
sed '/<section class="answers">/,$d' talk-worksheet.html >asked
check "without a SYN nobody is called client" lacks "$(cat asked)" 'client →'
check "the end that is shown first is A" contains "$(cat asked | tr -d '\n')" '<td class="words">A → B</td>'
sides=$("$pcapdeck" packets late.pcap --json | python3 -c 'import json,sys; print("A = {src}:{sport}, B = {dst}:{dport}".format(**json.loads(sys.stdin.readline())))')
check "who they are is said above" contains "$(cat asked)" "<p class=\"how\">$sides</p>"
check "the other is B" contains "$(cat asked)" '<td class="words">B → A</td>'

printf -- '---\ntitle: Words\n---\n\n# Words\n\nNo packets.\n' >words.md
run build words.md --worksheet
check "a talk without sequences has none" test ! -e words-worksheet.html
check "which is told" contains "$status-$err" "0-pcapdeck: 'words.html' has no worksheet"

tests_done
