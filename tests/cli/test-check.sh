#!/usr/bin/env bash
# `pcapdeck check`: each finding has its line, all are listed in one run, and a good talk has none.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
python3 "$here/../exchange.py" ping.pcap
fence='```'

cat >good.md <<EOF
---
title: Good
duration: 12m
captures: {ping: ping.pcap}
---

## One

[[#Two]], [two](#/two), [other](bad.html), [file](ping.pcap), [far](https://example.com/)

${fence}packets ping
frames: 1-3
notes:
  1: "from port {{ping.stream[0].client_port}}"
$fence

---

## Two

All fine, in a few words.
EOF

cat >bad.md <<EOF
---
title: Bad
duration: 20m
captures:
  ping: ping.pcap
  unused: ping.pcap
---

## One

[[No such note]] and [a](missing.html), [b](#/nowhere), [c](%20x.md)

{{ping.stream[0].client_prot}}

---

## Two

${fence}packets ping
frames: 1-3
notes:
  7: not shown
$fence

<!-- t: 5m -->

---

<!-- t: 30m -->

## Much

EOF
for i in $(seq 14); do printf -- '- line %d of a list that nobody will read\n' "$i"; done >>bad.md
{ printf '\n---\n\n## Code\n\n%sc\n' "$fence"; printf 'x%.0s' $(seq 100); printf '\n%s\n' "$fence"; } >>bad.md
{ printf '\n---\n\n<!-- layout: columns -->\n\n## Column\n\n- a\n\n<!-- column -->\n\n%sc {1}\n' "$fence"; printf 'x%.0s' $(seq 46); printf '\n%s\n' "$fence"; } >>bad.md
{ printf '\n---\n\n<!-- layout: columns -->\n\n## Fits\n\n- a\n\n<!-- column -->\n\n%sc\n' "$fence"; printf 'x%.0s' $(seq 45); printf '\n%s\n' "$fence"; } >>bad.md
{ printf '\n---\n\n## Table\n\n| a | b | c |\n|---|---|---|\n'; printf '| 2a00:1450:4001:0812:0000:0000:0000:200e | `2001:0db8:85a3:0000:0000:8a2e:0370:7334` | %s |\n' "$(printf 'x%.0s' $(seq 40))"; } >>bad.md
{ printf '\n---\n\n## Table that fits\n\n| a | b | c |\n|---|---|---|\n'; printf '| 2a00:1450:4001:0812:0000:0000:0000:200e | `2001:0db8:85a3:0000:0000:8a2e:0370:7334` | 443 → 50982 [SYN, ACK] and words and words and words and words |\n'; } >>bad.md

run check good.md
check "nothing is found in a good talk" equals "$status" 0
check "nothing is printed" equals "$out" ""
check "what was checked is said" contains "$err" "checked 1 talk, 2 slides: 0 findings"

run check bad.md
check "findings give exit status 1" equals "$status" 1
found() { check "$1" grep -qF -- "$2" "$work/out"; }
found "time outside 10 to 15 minutes" "bad.md:1: the talk takes 20m, and should take 10 to 15 minutes"
found "times that do not add up" "bad.md:1: the times of the slides add up to 30m, but 'duration:' says 20m"
found "a capture that nothing shows" "bad.md:6: the capture 'unused' is declared, but no slide"
found "an unwritten note" "bad.md:11: '[[No such note]]' leads nowhere"
found "a missing file" "bad.md:11: the link to 'missing.html' leads nowhere"
found "a missing slide" "bad.md:11: the link to '#/nowhere' leads nowhere"
found "an encoded name" "bad.md:11: the link to '%20x.md' leads nowhere"
found "a value that is unknown" "bad.md:13: "
found "a remark without its packet" "bad.md:22: the remark at frame 7 has no packet"
found "a slide with too much text" "bad.md:29: this slide has about 14 lines of text, and there is room for 12"
found "code that is too wide" "the code of this slide is 100 columns wide; 84 fit"
found "code that wraps in a column" "the code of this slide is 46 columns wide; 45 fit"
check "code that fits its column is not found" equals "$(grep -c 'columns wide' "$work/out")" 2
found "a table whose words break" "a table of this slide is about"
check "a table that fits in the smallest letters is not found" equals "$(grep -c 'a table of this slide' "$work/out")" 1
check "each finding has its place" bash -c "! grep -Ev '^bad\.md:[0-9]+: ' '$work/out'"
check "findings are in the order of the file" bash -c "cut -d: -f2 '$work/out' | sort -nc"
check "nothing was built" test ! -e bad.html

mkdir talks && cp good.md talks/1.md && cp bad.md talks/2.md && cp ping.pcap talks/
run check talks
check "a folder is checked" contains "$err" "checked 2 talks"
printf -- '---\ntitle: x\ncaptures: {a: {file: a.pcap, record: [GET /ping]}, b: pong.pcap}\n---\n{{a.packets}}\n' >missing.md
run check missing.md
check "a missing capture is found" contains "$out" "capture 'a' is missing: record 'a.pcap' with 'pcapdeck record missing.md'"
check "nothing was recorded" test ! -e a.pcap
check "the length is asked for" contains "$out" "the talk does not say how long it takes (about 1 min by its text and notes): add 'duration: 12m'"
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {b: pong.pcap}\n---\n{{b.packets}}\n' >missing.md
run check missing.md
check "the nearest capture is named" contains "$out" "there is no 'pong.pcap'; did you mean 'ping.pcap'?"
long() { printf -- '---\ntitle: x\nduration: 12m\n%s---\n## A\n\n### B\n\n%s\n\n### C\n\n%s\n\n---\n\n## D\n' "$1" "$lines" "$lines" >long.md && run check long.md; }
lines=$(printf -- '- a line\n%.0s' $(seq 10))
long ''
check "check says what was cut" contains "$out" "long.md:5: this section is too long for a slide and was cut at its headings into 2"
long $'cut: true\n'
check "not when that is meant" equals "$out" ""
long $'cut: false\n'
check "and then that nothing was" contains "$out" "this slide has about 2"
run build long.md
check "a section that stays whole is one slide" equals "$(grep -c '<section id' long.html)" 3
long '' && run build long.md
check "the slide that goes on names the section" contains "$(cat long.html)" '<p class="section-name">A</p>'
timed() { printf -- '---\ntitle: x\nduration: 14m\ncaptures: {p: ping.pcap}\n---\n<!-- t: 7m -->\n## a {{p.packets}}\n\n---\n\n%s\n' "$1" >timed.md && run check timed.md; }
timed $'<!-- t: 7m40s -->\n## b'
check "a plan that is 40 s over its time is found" contains "$out" "timed.md:1: the times of the slides add up to 14m40s, but 'duration:' says 14m"
timed $'<!-- t: 7m1s -->\n## b'
check "a plan that is a second over is found" contains "$out" "add up to 14m1s"
timed $'<!-- t: 7m -->\n## b'
check "a plan that fits is not found" equals "$out" ""
timed "## b"$'\n\n'"note: $(printf 'word %.0s' $(seq 1400))"
check "notes count where no time is said" contains "$out" "the slides take about 17m3s (1 of 2 by their 't:', the others by their text and notes), but 'duration:' says 14m"
remark=$(printf 'word %.0s' $(seq 1400))
timed "$(printf '%spackets p\nframes: 1-2\nnotes:\n  1: %s\n%s' "$fence" "$remark" "$fence")"
check "remarks count where no time is said" contains "$out" "the slides take about 17m"
# The same exchange again and again, from another port each time.
many() {
	python3 - "$1" "$2" <<'EOF'
import struct, sys
data = open('ping.pcap', 'rb').read()
packets, at = [], 24
while at < len(data):
    size = struct.unpack_from('<I', data, at + 8)[0]
    packets.append(bytearray(data[at:at + 16 + size]))
    at += 16 + size
with open(sys.argv[1], 'wb') as out:
    out.write(data[:24])
    for turn in range(int(sys.argv[2])):
        for packet in packets:
            copy = bytearray(packet)
            for place in (50, 52):
                if struct.unpack_from('>H', copy, place)[0] == 40001:
                    struct.pack_into('>H', copy, place, 40001 + turn)
            out.write(copy)
EOF
	printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: %s}\n---\n## a\n\n%spackets p\n%s\n%s\n' "$1" "$fence" "$3" "$fence" >many.md
	run check many.md
}
many one.pcap 1 'frames: 1-11'
check "a sequence that fits is not found" lacks "$out" "screens long"
many ten.pcap 10 'frames: 1-110'
check "a long sequence has its screens counted" contains "$out" "many.md:8: this sequence of 110 packets is 1"
check "and its merged lanes" contains "$out" "many.md:8: 6 sockets of this sequence share lanes, since a slide has room for 6"
many ten.pcap 10 'stream: 0'
check "one connection of it fits" lacks "$out" "this sequence"
words() { # words COUNT: a remark of so many words
	printf 'word%.0s ' $(seq "$1")
}
many one.pcap 1 "frames: 1-11
notes:
  2: $(words 120)"
check "a remark of 120 words has room beside its sequence" lacks "$out" "too long for the panel"
many one.pcap 1 "frames: 1-11
notes:
  1: one
  2: $(words 400)"
check "a remark that scrolls is found at its line" contains "$out" "many.md:12: this remark is too long for the panel"
many one.pcap 1 "frames: 1-11
step: none
notes:
  1: $(words 150)
  2: $(words 150)"
check "so are remarks that have no room together" contains "$out" "many.md:13: the remarks up to this one are too long"
cp "$here/../../pcaps/sockets.pcap" .
# The connection of that capture has 12 calls, and 5 that prepare its sockets.
with_calls() { # with_calls NUMBER KEY: so many more on the client's socket
	python3 - "$here/../../pcaps/sockets.calls.jsonl" "$1" <<'EOF'
import json, sys
lines = open(sys.argv[1], encoding='utf-8').read().splitlines()
connect = next(line for line in lines if '"connect"' in line)
end = json.loads(connect)['end']
option = dict(json.loads(connect), call='getsockopt', begin=end)
lines += int(sys.argv[2]) * [json.dumps(option)]
open('sockets.calls.jsonl', 'w').write('\n'.join(lines) + '\n')
EOF
	printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: sockets.pcap}\n---\n## a\n\n%spackets p\n%s\n%s\n' \
		"$fence" "$2" "$fence" >calls.md
	run check calls.md
}
undrawn="not drawn, since a picture has at most 200: show fewer packets with 'stream', 'frames' or 'filter'"
for key in '12 calls: true' '17 show: calls'; do
	own=${key%% *} key=${key#* }
	with_calls 300 "$key"
	check "calls without room in a picture are a finding with '$key'" equals "$(grep 'socket call' <<<"$out")" \
		"calls.md:8: $((own + 300 - 200)) socket calls around these packets are $undrawn"
	with_calls $((201 - own)) "$key"
	check "one is a finding, too, with '$key'" equals "$(grep 'socket call' <<<"$out")" \
		"calls.md:8: 1 socket call around these packets is $undrawn"
	with_calls $((200 - own)) "$key"
	check "none is none, with '$key'" lacks "$out" "socket call"
done
cp "$here/../../pcaps/abort.pcap" .
for view in calls buffers descriptors; do
	printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: abort.pcap}\n---\n## a\n\n%spackets p\nframes: 1\nshow: %s\n%s\n' \
		"$fence" "$view" "$fence" >uncalled.md
	run check uncalled.md
	check "a capture without calls is a finding with 'show: $view'" contains "$out" \
		"uncalled.md:9: the socket calls of"
	check "which says how to record them" contains "$out" "are not recorded: record it with 'pcapdeck record"
done
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: sockets.pcap}\n---\n## a\n\n%spackets p\nshow: buffers\nstep: packet\n%s\n' \
	"$fence" "$fence" >steps.md
run check steps.md
check "steps of buffers without remarks are a finding" contains "$out" \
	"steps.md:10: 'step: packet' with 'show: buffers' needs 'notes', which are its steps"
cp sockets.pcap half.pcap
grep -v '"role":"server"' "$here/../../pcaps/sockets.calls.jsonl" >half.calls.jsonl
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: half.pcap}\n---\n## a\n\n%spackets p\nshow: graph\ncalls: true\n%s\n' \
	"$fence" "$fence" >graph.md
run check graph.md
check "a graph whose sender was not recorded is a finding" contains "$out" \
	"graph.md:10: 'calls: true' adds no congestion window"
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: sockets.pcap}\n---\n## a\n\n%spackets p\nshow: stack\nframes: 1\ncalls: true\n%s\n' \
	"$fence" "$fence" >stack.md
run check stack.md
check "calls in a picture without a place for them are a finding" contains "$out" \
	"stack.md:11: 'calls: true' goes with 'show: sequence'"
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: ping.pcap}\n---\n## a\n\n%spackets p\nshow: graph\nstream: 0\nlabel: ip.ttl\nhighlight: seq\nwhy: true\nmarks: {1-3: a}\nlayer: tcp\nfields: [seq]\ncolumns: [no]\n%s\n' \
	"$fence" "$fence" >keys.md
run check keys.md
line=11
for key in label highlight why marks layer fields columns; do
	check "$key: a finding at its own line" contains "$out" "keys.md:$line: '$key' goes with 'show: "
	line=$((line + 1))
done
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: ping.pcap}\n---\n## a\n\n%spackets p\nstream: 0\nhighlight: {1: [len]}\nmarks: {1-3: "%s {{p.frame[1].info}} {{p.frame[1].info}}"}\n%s\n' \
	"$fence" "$(printf 'a%.0s' {1..100})" "$fence" >filled.md
run check filled.md
check "the letters of a mark count with its values" contains "$out" "filled.md:11: the mark at '1-3' has "
check "a part that a label lacks: those that it has" contains "$out" \
	"filled.md:10: the label of frame 1 has no 'len' to highlight: it has seq, isn, flags"
run build filled.md
check "its mistake stands behind the block" contains "$(tr -d '\n' <filled.html)" '</details></div><span class="mistake">'
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: ping.pcap}\n---\n## a\n\n%spackets p\nframes: 4\nshow: packet\nlayer: tcp\nfields: [zzzz, http.zzzz]\n%s\n' \
	"$fence" "$fence" >fields.md
run check fields.md
check "a field that the layer lacks: those that it has, also inside of others" contains "$out" \
	"fields.md:12: frame 4 has no field 'zzzz': it has tcp.srcport, tcp.dstport, tcp.seq_raw, tcp.ack_raw, tcp.hdr_len, tcp.flags, tcp.flags.res,"
check "and those behind them" contains "$out" "tcp.flags.syn, tcp.flags.fin, tcp.window_size_value, tcp.checksum, tcp.urgent_pointer"
check "a name with the header of another layer: those of that one" contains "$out" \
	"fields.md:12: frame 4 has no field 'http.zzzz': it has http.request, http.request.method,"
printf -- '---\ntitle: x\nduration: 십이분\ncaptures:\n  p: {file: ping.pcap, name: {192.0.2.1: a}, record: [GET ping]}\n  gone: {file: gone.pcap, record: [GET ping]}\n---\n## a\n\n%spackets p\nframes: 1-3\nmarks:\n  4-9: a\n%s\n\n%spackets gone\nframes: 1\n%s\n' \
	"$fence" "$fence" "$fence" "$fence" >declared.md
run check declared.md
check "a capture with a mistake in its declaration: the mistakes" contains "$out" "declared.md:5: a capture has no key 'name': did you mean 'names'?"
check "and those in its blocks" contains "$out" "declared.md:13: the mark at '4-9' needs frame 4"
check "of one without a file only the mistake" test "$(grep -c 'gone' <<<"$out")" -eq 0
check "a duration that cannot be read is one finding" contains "$out" "declared.md:3: '십이분' is not a duration"
check "and no second one" lacks "$out" "does not say how long it takes"
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: ping.pcap}\n---\n## a\n\n%spackets p\nframes: 1-3\nmarks:\n  1-3 handshake\n  4-9: a\n%s\n\n%spackets p\nframes: 1\nnotes:\n  1: a\n  SYN\n  2: b\n%s\n\n%spackets p\nframes: 1\nmarks:\n  1-3 handshake\n%s\n' \
	"$fence" "$fence" "$fence" "$fence" "$fence" "$fence" >colons.md
run check colons.md
check "a colon that is missing: its line, and how to write it" contains "$out" \
	"colons.md:11: a colon is missing in '1-3 handshake': write '1-3: handshake'"
check "behind one word" contains "$out" "colons.md:19: a colon is missing behind 'SYN'"
check "in the last line, too" contains "$out" "colons.md:25: 'marks' must be lines such as"
head -c $((24 + 3 * 90)) ping.pcap >cut.pcap
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: cut.pcap}\n---\n## a\n\n%spackets p\n%s\n' "$fence" "$fence" >cut.md
run build cut.md
check "a capture that is cut is a mistake" contains "$err" "cut.md:4: 'cut.pcap' is cut after frame "
check "and what comes before is drawn" contains "$(unpacked cut.html)" 'data-frame="1"'
columns='columns: [no, time, source, destination, protocol, tcp.seq, tcp.ack, tcp.window_size, info]'
{
	printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: ping.pcap}\n---\n## a\n\n%spackets p\nshow: list\n%s\n%s\n\n---\n\n' \
		"$fence" "$columns" "$fence"
	printf -- '<!-- layout: columns -->\n\n## b\n\nwords\n\n<!-- column -->\n\n%spackets p\nshow: list\n%s\n%s\n' "$fence" "$columns" "$fence"
} >wide.md
run check wide.md
check "columns without room beside each other are a finding" contains "$out" "wide.md:25: the 9 columns of this list need about "
check "those that fit are none" lacks "$out" "wide.md:10: "
cat >ask.md <<EOF
---
title: Ask
duration: 12m
anonymize: true
captures: {ping: ping.pcap}
---
## a

${fence}ask ping
question: From {{ping.stream[0].client}}, who says {{ping.frame[1].seq}}?
choices:
  - "{{ping.frame[1].seq}}"
  - "{{ping.frame[2].ack}}"
answer: "{{ping.frame[2].ack}}"
frame: 99
$fence
EOF
{
	sed 's/frame: 99/frame: 1/' ask.md
	printf -- '\n---\n\n## b\n\n%sask ping\nquestion: Who?\nchoices:\n  - "{{ping.frame[1].seq}}"\n  - "{{ping.frame[2].seq}}"\n  - one\nanswer: one\nframe: 1\n%s\n' \
		"$fence" "$fence"
} >same.md
run check ask.md
check "an answer's frame that is not there is a finding" contains "$out" "ask.md:15: there is no frame 99"
run check same.md
check "so are choices that say the same in the capture" contains "$out" \
	"same.md:26: the choices '{{ping.frame[1].seq}}' and '{{ping.frame[2].seq}}' say the same in this capture"
printf -- '---\ntitle: x\nduration: 12m\ncaptures: {p: ping.pcap}\n---\n## a\n\n%spackets p\nframes: 3-5\nstep: ask\n%s\n\n## b\n\n%spackets p\nshow: list\nstep: ask\n%s\n' \
	"$fence" "$fence" "$fence" "$fence" >steps.md
run check steps.md
check "steps that ask belong to a sequence" contains "$out" "steps.md:17: 'step: ask' goes with 'show: sequence'"
check "and the packets of a connection are asked for" lacks "$out" "can ask for none of these packets"
sed -i.bak -e 's/frames: 3-5/frames: "3,5"/' -e 's/show: list/show: sequence/' steps.md
run check steps.md
check "but none behind a gap" contains "$out" \
	"steps.md:8: 'step: ask' can ask for none of these packets: it asks for one that comes behind another one"
python3 - "$here/.." <<'EOF'
import struct, sys
sys.path.insert(0, sys.argv[1])
from exchange import ACK, CLIENT, SERVER, SYN, segment
other = (CLIENT[0], CLIENT[1], CLIENT[2] + 1, CLIENT[3])
packets = []
for flags, answers in ((SYN, None), (SYN | ACK, 1), (ACK, 1)):
    for client in (CLIENT, other):
        ends = (SERVER, client) if answers and flags & SYN else (client, SERVER)
        packets.append(segment(*ends, flags, 0 if flags & SYN else 1, answers))
with open('two.pcap', 'wb') as out:
    out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
    for index, packet in enumerate(packets):
        out.write(struct.pack('<IIII', 1700000000, index * 1000000, len(packet), len(packet)) + packet)
EOF
printf -- '---\ntitle: x\nlang: en\nduration: 12m\ncaptures: {p: two.pcap}\n---\n## a\n\n%spackets p\nstep: ask\n%s\n\n---\n\n## b\n\n%spackets p\nframes: 3-\nfilter: udp or tcp port %s\nstep: ask\n%s\n' \
	"$fence" "$fence" "$fence" 40001 "$fence" >two.md
run build two.md -o two
check "packets of two connections at a time are asked for" equals \
	"$(sed -n 's/.*ask-question"><p>\(.*\)<.p>.*/\1/p' two/two.html | sort | uniq -c | tr -s ' ' | tr '\n' ';')" \
	" 2 Which packet comes next in the connection of client port 40001?; 2 Which packet comes next in the connection of client port 40002?; 1 Which packet comes next?;"
sed 's/frame: 99/frame: 1/' ask.md >asked.md
run build asked.md --scrub -o asked
check "a redacted question is built" equals "$status" 0
check "with the stand-ins of addresses" contains \
	"$(sed -n '/class="ask-question"/,/<ol/p' asked/asked.html)" "From 192.0.2."
# The words of a drawing: 20 px where it has the slide, half of that beside words; unknown sizes are none.
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1152 400" width="1152" height="400"><text y="40" font-size="20">words</text></svg>' >drawn.svg
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1152 400" width="1152" height="400"><text y="40" font-size="50%%">words</text></svg>' >unknown.svg
printf -- '---\ntitle: x\nduration: 12m\n---\n## a\n\n![](drawn.svg)\n\n---\n\n<!-- layout: picture -->\n\n## b\n\n- one\n\n![](drawn.svg)\n\n![](unknown.svg)\n\n![|900](drawn.svg)\n' >drawn.md
run check drawn.md
check "words of a drawing that are too small beside text are a finding, with its line" contains "$out" \
	"drawn.md:17: the smallest words of 'drawn.svg' are about 10 px high on the stage, and the last row can read 18"
check "and the only one" equals "$(grep -c 'smallest words' <<<"$out")" 1
printf -- '---\ntitle: x\n' >broken.md
run check broken.md
check "a talk that cannot be read is a finding" contains "$out" "broken.md:1: the front matter"
run check nothing.md
check "a talk that is not there is an error" contains "$err" "there is no file or folder 'nothing.md'"
run check
check "no path is wrong usage" equals "$status" 2

tests_done
