#!/usr/bin/env bash
# `build --scrub`: a deck that would leak something is not written, and the attempt leaves no files.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
cd "$work"
fence='```'
python3 - <<'E'
import struct
def packet(number, text):
    udp = struct.pack('>HHHH', 50000, 4000, 8 + len(text), 0) + text
    ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), number, 0, 64, 17, 0, bytes([172, 20, 9, 1]), bytes([172, 20, 9, 2]))
    return ip + udp
with open('x.pcap', 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    for number, text in enumerate([b'hello=1&password=geheim-4711x', b'what else']):
        made = packet(number, text)
        file.write(struct.pack('<IIII', 1, number, len(made), len(made)) + made)
E
talk() { # talk FILE TITLE TEXT
  printf -- '---\ntitle: %s\nlang: en\nanonymize: true\ncaptures: {x: x.pcap}\n---\n\n# One\n\n%s\n\n%spackets x\nshow: list\n%s\n' \
    "$2" "$3" "$fence" "$fence" >"$1"
}

mkdir plain
cp x.pcap plain
talk plain/good.md Good 'Nothing is said.'
talk plain/leak.md Leak 'It is geheim-4711x.'
run build plain --scrub
check "a leak stops its talk" equals "$status" 1
check "it is said where it is" contains "$err" "plain/leak.md:10: no deck is written: the text holds a value that is hidden as 'parameters' (frame 1); write something else"
check "and not what" bash -c '! grep -q geheim <<<"$1"' - "$err"
check "no deck is there" bash -c '! test -e plain/leak.html'
check "nothing else is left" equals "$(ls plain)" "good.html
good.md
index.html
leak.md
x.pcap"
check "the other talk is built" grep -q 'Hidden in this file: parameters 1' plain/good.html
check "the list of talks says that one is missing" grep -q 'no deck: the terminal says why' plain/index.html
check "the list does not say more" bash -c '! grep -q -e geheim -e "172\.20\.9" plain/index.html'

run build plain/leak.md
check "without --scrub it is built" equals "$status" 0
run build plain/leak.md --scrub
check "an old deck is told" contains "$err" "'plain/leak.html' is still that of an earlier build"

# A script of the author's own is no text of the talk, but what it holds is in the deck.
mkdir own
printf '/* geheim-4711x */\n' >own/deck.js
rm plain/good.html
run build plain/good.md --scrub --templates own
check "a script of the author's own is searched" equals "$status $(grep -c 'no deck is written' <<<"$err")" "1 1"
check "and no deck has it" bash -c '! test -e plain/good.html'

mkdir title
cp x.pcap title
talk title/a.md 'From 172.20.9.1' 'Nothing is said.'
talk title/b.md 'Fine' 'Nothing is said.'
run build title --scrub
check "a title is searched, too" contains "$err" "title/a.md:1: no deck is written: the text holds an address that is hidden; write '192.0.2."
check "no list of talks is written that has it" bash -c '! test -e title/index.html'
check "that is said" contains "$err" "no list of talks is written: it would hold an address that a talk of it hides"
tests_done
