#!/usr/bin/env bash
# `build --pdf` and `--png`: the files that the browser makes of a deck. It leaves no process, no profile and no half
# file, whether it succeeded, failed, hung, or was interrupted.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../exchange.py" ping.pcap
mkdir tmp
export TMPDIR=$work/tmp
unset PCAPDECK_CHROMIUM PCAPDECK_CHROMIUM_SECONDS

fence='```'
cat >talk.md <<END
---
title: On paper
lang: en
captures: {ping: {file: ping.pcap}}
---

# On paper

---

## Steps

${fence}packets ping
frames: 1-4
notes:
  1: "the first"
${fence}

---

## A list

+ one
+ two
END

is_gone() { ! kill -0 "$1" 2>/dev/null; }

# fake NAME LINE...: a program that PCAPDECK_CHROMIUM can name.
fake() {
  local name=$1
  shift
  { echo '#!/bin/sh'; printf '%s\n' "$@"; } >"$name"
  chmod +x "$name"
  export PCAPDECK_CHROMIUM=$work/$name
}

# --- without a browser, and with one that does not work ---

if [ -e '/Applications/Google Chrome.app' ] || [ -e '/Applications/Chromium.app' ]; then
  echo "ok - without a browser # SKIP this Mac has one where every program finds it"
else
  old_path=$PATH
  bash=$(command -v bash)
  status=0
  PATH=$work/tmp "$pcapdeck" build talk.md --pdf >out 2>err </dev/null || status=$?
  PATH=$old_path
  check "without a browser --pdf fails" equals "$status" 1
  check "and says what to install" contains "$(cat err)" "install one, or name it in PCAPDECK_CHROMIUM"
  check "in one line" one_sentence "$(cat err)"
  check "the deck is written all the same" test -s talk.html
fi

export PCAPDECK_CHROMIUM=$work/nowhere
run build talk.md --pdf
check "PCAPDECK_CHROMIUM that names nothing is an error" contains "$err" "PCAPDECK_CHROMIUM is '$work/nowhere'"

fake failing 'echo "first words" >&2' 'echo "[7:7:0101/000000.1:ERROR:zygote.cc(9)] no usable sandbox" >&2' 'exit 1'
echo old >talk.pdf
run build talk.md --pdf
check "a browser that fails fails the command" equals "$status" 1
check "its last line says why" contains "$err" "ended too early: no usable sandbox"
check "in one line" one_sentence "$err"
check "the PDF that was there stays" equals "$(cat talk.pdf)" old
check "of a browser that failed nothing stays" nothing_stays
rm talk.pdf

fake sandboxed 'echo "[7:7:0101/000000.1:FATAL:zygote_host_impl_linux.cc(1)] No usable sandbox! If this is a Debian system, see" >&2' 'echo "Try crashpad --help" >&2' 'exit 1'
run build talk.md --pdf
check "a browser without a sandbox is explained" contains "$err" "ended too early: it may not make a sandbox"
check "with what to do" contains "$err" "install chromium-sandbox (Debian), or in a container run this as root"

fake hanging 'echo $$ >'"$work"'/leader' 'sleep 300 &' 'echo $! >'"$work"'/child' 'wait'
PCAPDECK_CHROMIUM_SECONDS=1 run build talk.md --pdf
check "a browser that hangs is given up" contains "$err" "was not done within 1 seconds"
check "its process is ended" is_gone "$(cat leader)"
check "and those that it started" wait_for is_gone "$(cat child)"
check "of a browser that hung nothing stays" nothing_stays

rm leader child
"$pcapdeck" build talk.md --pdf >out 2>err </dev/null &
pid=$!
started+=("$pid")
wait_for test -s child
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
check "a signal ends the command as it does any" equals "$status" 143
check "quietly" equals "$(cat err)" ""
check "and with it the browser" is_gone "$(cat leader)"
check "and those that it started, too" wait_for is_gone "$(cat child)"
check "of an interrupted browser nothing stays" nothing_stays

unset PCAPDECK_CHROMIUM
run build talk.md --pdf=pages
check "another form of --pdf is wrong usage" equals "$status" 2
check "that names the right ones" contains "$err" "--pdf, --pdf=steps or --pdf=notes"
run build talk.md --pdf=notes --scrub
check "notes that are left out cannot be printed" equals "$status" 2
check "and it says which options do not go together" contains "$err" "--scrub leaves out the speaker notes that --pdf=notes prints"
check "a command that prints nothing starts no browser" bash -c '"$1" build talk.md | grep -qv pdf' - "$pcapdeck"

# --- with one ---

needs_browser "PDF and PNG"
export PCAPDECK_CHROMIUM_SECONDS=200

# png_facts FILE: its size in pixels, and whether there is more than one color in it.
png_facts() {
  python3 - "$1" <<'END'
import struct, sys, zlib
data = open(sys.argv[1], 'rb').read()
assert data[:8] == b'\x89PNG\r\n\x1a\n', 'no PNG'
width, height = struct.unpack('>II', data[16:24])
pixels, at = b'', 8
while at < len(data):
    size, kind = struct.unpack('>I4s', data[at:at + 8])
    if kind == b'IDAT':
        pixels += data[at + 8:at + 8 + size]
    at += 12 + size
print(f'{width}x{height}', 'drawn' if len(set(zlib.decompress(pixels))) > 20 else 'empty')
END
}

# Not every machine lets everybody's browser make a sandbox.
run build talk.md --pdf
needs_sandbox "PDF and PNG"

mkdir 'a b' && cp talk.md 'a b/한글 %.md' && cp ping.pcap 'a b/'
run build talk.md 'a b/한글 %.md' --pdf --png
check "decks are printed" equals "$status" 0
check "nothing is said about it" equals "$err" ""
check "the PDF's path is printed" contains "$out" "talk.pdf  "
check "a page a slide, as large as one" equals "$(pdf_facts talk.pdf)" "3 960x540"
check "a picture a slide" equals "$(ls talk-*.png | tr '\n' ' ')" "talk-01.png talk-02.png talk-03.png "
check "as large as a screen, and drawn" equals "$(png_facts talk-02.png)" "1920x1080 drawn"
check "any name and folder will do" equals "$(pdf_facts 'a b/한글 %.pdf')" "3 960x540"
check "of a browser that did its work nothing stays" nothing_stays

# Pictures of an earlier, longer deck are removed; files with similar names are not.
cp talk-02.png talk-04.png; cp talk-02.png talk-05.png; cp talk-02.png talk-07.png; echo mine >talk-06.png
cp talk-02.png talk-001.png; cp talk-02.png talk-05-05.png; ln -s talk-01.png talk-002.png
run build talk.md --png
check "pictures of a longer deck are removed, and nothing else" equals "$(ls talk-*.png | tr '\n' ' ')" "$(printf '%s ' talk-002.png talk-01.png talk-02.png talk-03.png talk-05-05.png talk-06.png talk-07.png)"

run build talk.md --pdf=steps -o steps
check "a page a step, and one before the first" equals "$(pdf_facts steps/talk-steps.pdf)" "8 960x540"
check "beside a deck's other PDF" equals "$(ls steps)" "$(printf 'talk-steps.pdf\ntalk.html')"
check "--pdf alone makes no pictures" test ! -e steps/talk-01.png

tests_done
