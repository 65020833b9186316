#!/usr/bin/env bash
# `pcapdeck build` as a user types it: the files that it writes, and its messages about mistakes in a talk.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../exchange.py" ping.pcap

# talk NAME [BLOCK-OR-PROSE]...: a talk about ping.pcap with one slide, the arguments its lines.
talk() {
  local name=$1
  shift
  {
    printf -- '---\ntitle: Talk %s\npresenter: Someone\nlang: en\ncaptures:\n  ping:\n    file: ping.pcap\n---\n\n' "$name"
    printf '## One exchange\n\n'
    printf '%s\n' "$@"
  } >"$name"
}
# The first line of a talk's body: what talk() writes before it.
body=12

fence='```'
block() { printf '%spackets ping\n' "$fence"; printf '%s\n' "$@"; printf '%s\n' "$fence"; }

# --- what is written ---

talk good.md "$(block 'frames: 1-7')"
run build good.md
check "a talk builds" equals "$status" 0
check "its path is printed" contains "$out" "good.html"
check "nothing is said about a good talk" equals "$err" ""
check "the deck stands beside the talk" test -s good.html
check "the deck has a policy" grep -q "Content-Security-Policy" good.html
check "the diagram is inline SVG" grep -q '<svg' good.html
check "reveal.js's licence is in the deck" grep -q 'Permission is hereby granted' good.html
check "no address is in its attributes" bash -c "! grep -Eo '(src|href)=\"https?:[^\"]*' good.html"

cp good.html first.html
run build good.md
check "the same input gives the same bytes" cmp -s good.html first.html
check "no temporary file stays" equals "$(find . -name '*.tmp*' | wc -l)" 0

run build good.md -o made/on/the/way
check "-o makes its folder" test -s made/on/the/way/good.html
check "-o's deck is the same" cmp -s good.html made/on/the/way/good.html

printf -- '---\ntitle: Titled\n---\n\n<!-- t: 20s -->\n\n# Titled\n\nOne line.\n' >titled.md
run build titled.md
check "a first slide with options and the talk's heading is the title slide" \
  equals "$(grep -c '^<section' titled.html)" 1

printf -- '---\ntitle: Short\ncaptures: {ping: {file: ping.pcap}}\n---\n![[ping.pcap]]\n' >short.md
run build short.md
check "packets on a first slide make it no cover" \
  bash -c "grep -q '<h1>Short</h1>' short.html && ! grep '^<section' short.html | grep -q title-slide"

mkdir two && cp ping.pcap two/
talk bad.md "$(block 'frames: 99')"
cp good.md two/01-good.md && cp bad.md two/02-bad.md && printf '# none\n' >two/README.md
run build two
check "a failing talk fails the command" equals "$status" 1
check "the other talk is built" test -s two/01-good.html
check "so is the failing one, which shows its mistake" grep -q 'class="mistake".*there is no frame 99' two/02-bad.html
check "an index lists them" grep -q 'href="01-good.html">Talk good.md<' two/index.html
check "the index links to it" grep -q 'href="02-bad.html">Talk bad.md<' two/index.html
check "and says what is wrong" grep -q 'there is no frame 99' two/index.html
check "README.md is no talk" test ! -e two/README.html

mkdir templates && printf '/* mine */ h1 { color: red }\n' >templates/deck.css
run build good.md -o themed --templates templates
sources=$(cd "$(dirname "$0")/../.." && pwd)/templates
printf -- '---\ntitle: Code\nlang: en\n---\n\n# Code\n\n%s\nint x;\n%s\n' '```c' '```' >code.md
run build code.md -o sources --templates "$sources"
check "--templates takes our own folder, without the modules that a browser cannot run" equals "$status $(grep -c '^import ' sources/code.html)" "0 0"
check "--templates replaces one file" grep -q '/\* mine \*/ h1' themed/good.html
check "and leaves the others" grep -q 'Reveal.initialize' themed/good.html

talk values.md 'from {{ping.stream[0].client_port}} at {{ping.frame[1].seq_raw}} ({{ping.stream[0].bytes.raw}} bytes), {{ping.packets}} packets'
run build values.md
check "values are filled in" grep -Eq "from 40001 at 1687121203 \([0-9]+ bytes\), 11 packets" values.html

printf 'h2 { color: red } /* </style><script>alert(1)</script> */\n' >mine.css
talk themed.md "$(block 'frames: 1')"
sed -i.bak $'s/^lang: en/&\\\ntheme: mine.css/' themed.md
run build themed.md
check "a theme is added" grep -q 'h2 { color: red }' themed.html
check "a theme cannot leave its element" bash -c "! grep -q '</style><script>alert' themed.html"

# --- what is said about mistakes: one sentence, with its place ---

# says NAME TALK-LINES... -- TEXT: the talk fails with TEXT, and its slide says so.
says() {
  local name=$1 lines=() expected
  shift
  while [ "$1" != -- ]; do
    lines+=("$1")
    shift
  done
  expected=$2
  rm -f wrong.md wrong.html
  talk wrong.md ${lines[@]+"${lines[@]}"}
  run build wrong.md
  check "$name: fails" equals "$status" 1
  check "$name: says it" contains "$err" "$expected"
  check "$name: in one line" one_sentence "$err"
  check "$name: shows it on the slide" grep -q 'class="mistake"' wrong.html
}

says "frame out of range" "$(block 'frames: 1-40')" -- \
  "wrong.md:$((body + 1)): there is no frame 40: 'ping.pcap' has 11 packets"
says "stream out of range" "$(block 'stream: 3')" -- \
  "wrong.md:$((body + 1)): there is no stream 3: 'ping.pcap' has 1 TCP connection"
says "empty selection" "$(block 'filter: udp')" -- \
  "wrong.md:$((body + 1)): no packet of 'ping.pcap' is chosen by filter 'udp'"
says "filter that does not compile" "$(block 'show: list' 'filter: tcp.port==8080')" -- \
  "wrong.md:$((body + 2)): "
says "several packets for show: packet" "$(block 'show: packet' 'frames: 2-3')" -- \
  "draws one packet and 2 are chosen: say which with 'frames: 2'"
says "unknown capture" "${fence}packets pnig
$fence" -- "wrong.md:$body: the front matter has no capture 'pnig': did you mean 'ping'?"
says "remark at a packet that is not shown" "$(block 'frames: 1-3' 'notes:' '  9: "x"')" -- \
  "wrong.md:$((body + 3)): the remark at frame 9 has no packet"
says "remark at a text that is nowhere" "$(block 'notes:' '  GET /pong: "x"')" -- \
  "no packet of this block has 'GET /pong' in its info; did you mean 'GET /ping'?"
says "unknown value" '{{ping.stream[0].client_prot}}' -- \
  "a stream has no 'client_prot'; did you mean 'client_port'?"
says "value of a stream that is not there" '{{ping.stream[5].client_port}}' -- "has 1 connection"
says "value of a frame that is not there" '{{ping.frame[12].seq}}' -- "has 11 packets"
says "a capture alone is no value" '{{ping}}' -- "is not understood: write it like '{{ping.stream[0].client_port}}'"
says "value of an unknown capture" '{{pong.packets}}' -- "there is no capture 'pong'; did you mean 'ping'?"

talk many.md "$(block 'notes:' '  ACK: "x"' 'frames: 1-4')"
run build many.md
check "an ambiguous remark is a warning" contains "$err" "warning: many.md:$((body + 2)): 'ACK'"
check "with which the talk builds" equals "$status" 0

# whats: how often the slide says which packet its remark is about.
whats() { grep -c 'class="what"' "$1" || :; }
talk one.md "$(block 'show: packet' 'frames: 2' 'notes:' '  2: "x"')"
run build one.md
check "a remark on a picture of one packet does not say again which" equals "$(whats one.html)" 1
talk row.md "$(block 'show: list' 'frames: 2' 'notes:' '  2: "x"')"
run build row.md
check "nor does one under its row" equals "$(whats row.html)" 0
talk arrow.md "$(block 'frames: 2' 'notes:' '  2: "x"')"
run build arrow.md
check "one beside a sequence says it" equals "$(whats arrow.html)" 1

head -c 300 ping.pcap >cut.pcap
talk cut.md "$(block 'frames: 1-2')"
sed -i.bak 's/ping\.pcap/cut.pcap/' cut.md
run build cut.md
check "a cut capture is an error" equals "$status" 1
check "that names it" contains "$err" "cut.pcap"

talk gone.md "$(block 'frames: 1-2')"
sed -i.bak 's/ping\.pcap/nothing.pcap/' gone.md
run build gone.md
check "a missing capture is an error with its line" contains "$err" "gone.md:6: capture 'ping' is missing"

# --- how long it takes ---

printf -- '---\ntitle: Paced\nduration: 12m\ncaptures: {ping: {file: ping.pcap}}\n---\n\n<!-- t: 90s -->\n\n# Paced\n\n---\n\n## Steps\n\n```packets\nframes: 1-4\n```\n\nnote: %s\n\n---\n\n## 한국어\n\n스무 글자로 된 [문장](http://not.counted/) `code`\n\n```c {1|2}\nnot\ncounted\n```\n\n+ one\n+ two\n' \
  "$(printf 'word %.0s' $(seq 70))" >paced.md
run build paced.md
check "no estimate is printed unasked" lacks "$out" "about"
run build paced.md --verbose
check "a planned time stands beside the estimate" grep -Eq '^  0:03    1:30      1         0     0  1 Paced \(no notes\)$' "$work/out"
check "70 words are half a minute, and three steps take nine seconds" grep -Eq '^  0:42       -     70         0     3  2 Steps$' "$work/out"
check "Korean is counted in syllables, its heading's too, without addresses and code" grep -Eq '^  0:15       -      3        11     3  3 한국어 \(no notes\)$' "$work/out"
check "and all together" contains "$out" "in all, of 12:00"
pingpong=$here/../../pcaps/pingpong.pcap
talk marked.md "$(block 'frames: 1-4' 'step: marks' 'marks: {1-3: handshake, 3→4: asks}')"
run check marked.md --verbose
check "two marks are two steps" grep -Eq '  2  1 One exchange' "$work/out"
talk pointed.md "$(block 'frames: 4' 'show: packet' 'fields: [seq, ack, flags]')"
run check pointed.md --verbose
check "three fields are two steps, since the first is there at once" grep -Eq '  2  1 One exchange' "$work/out"
printf -- '---\ntitle: F\nlang: en\ncaptures: {p: %s}\n---\n\n## Folded\n\n```packets\nstream: 1\nfold: true\n```\n' \
  "$pingpong" >folded.md
run build folded.md --verbose
folded=$(grep -o 'data-fragment-index="[0-9]*"' folded.html | sort -u | wc -l)
check "a fold is one step of the estimate, as of the deck" grep -Eq " $((folded))  1 Folded" "$work/out"
check "and fewer than there are packets" test "$folded" -gt 3 -a "$folded" -lt 20
run check paced.md --verbose
check "check has the same estimate" contains "$out" "in all, of 12:00"

run build nowhere.md
check "a missing talk is an error" equals "$status" 1
check "that names it" contains "$err" "'nowhere.md'"
mkdir empty
run build empty
check "a folder without talks is an error" contains "$err" "there is no talk in 'empty'"
run build
check "no path is wrong usage" equals "$status" 2
run build good.md --templates nowhere
check "a missing folder of templates is an error" contains "$err" "'nowhere'"
touch taken
run build good.md -o taken/below
check "an output folder that cannot be made is an error" equals "$status" 1
if [ "$(id -u)" != 0 ]; then
  mkdir locked && chmod a-w locked
  run build good.md -o locked
  check "an unwritable output folder is an error" contains "$err" "cannot write 'locked/good.html'"
fi

# --- talks beyond a limit: one sentence with the line, in little time and memory ---

# repeat COUNT TEXT: one string, so that a talk of it has known lines.
repeat() { python3 -c 'import sys; sys.stdout.write(int(sys.argv[1]) * sys.argv[2])' "$@"; }
one=$(block 'frames: 1' 'show: list')$'\n\n'
talk most.md "$(repeat 500 "$one")"
run build most.md
check "a talk may show packets 500 times" equals "$status" 0
talk blocks.md "$(repeat 60000 "$one")"
run build blocks.md
check "and no more" equals "$status" 1
check "the first that is too many is named" contains "$err" \
  "blocks.md:$((body + 500 * 5)): a talk shows packets at most 500 times"
talk values.md "$(repeat 10001 $'{{ping.packets}}\n')"
run build values.md
check "a talk may quote 10000 values" contains "$err" \
  "values.md:$((body + 10000)): a talk has at most 10000 '{{...}}'"
talk filter.md "$(block "filter: tcp$(repeat 110 ' or port 1')")"
run build filter.md
check "a filter may be long, but not for libpcap to take seconds" contains "$err" \
  "filter.md:$((body + 1)): 'filter' has more than 1000 letters"

printf '\211PNG\r\n\032\n' >large.png
head -c 15999992 /dev/zero >>large.png
talk images.md "$(repeat 500 $'![](large.png)\n\n')"
run build images.md
check "images may fill 128 MB" contains "$err" \
  "images.md:$((body + 2 * 7)): the slides before 'large.png' are more than 128 MB already"
rm large.png

# Replies with 1200 addresses each: as many fields as a packet may have.
python3 - many.pcap <<'EOF'
import struct
import sys
record = struct.pack('>HHHIH4B', 0xc00c, 1, 1, 60, 4, 192, 0, 2, 1)
dns = struct.pack('>6H', 1, 0x8180, 1, 1200, 0, 0) + b'\1a\0' + struct.pack('>HH', 1, 1) + 1200 * record
udp = struct.pack('>4H', 53, 40000, 8 + len(dns), 0) + dns
ip = struct.pack('>BBHHHBBH4B4B', 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, 127, 0, 0, 1, 127, 0, 0, 1) + udp
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
    for number in range(500):
        file.write(struct.pack('<4I', number, 0, len(ip), len(ip)) + ip)
EOF
printf -- '---\ntitle: Many\nlang: en\ncaptures:\n  many: {file: many.pcap}\n---\n\n# Many\n\n```packets many\nshow: list\n```\n' >many.md
run build many.md
check "what is said of packets may fill 256 MB" contains "$err" "many.md:5: 'many.pcap': the packets that are shown"
check "and it is said what to do" contains "$err" "choose fewer with 'frames:'"
rm many.pcap

"$pcapdeck" packets ping.pcap --svg --frames 1-3,7 >ordered.svg
"$pcapdeck" packets ping.pcap --svg --frames 7,2-3,1-2 >unordered.svg
check "ranges of frames have no order" cmp ordered.svg unordered.svg

tests_done
