#!/usr/bin/env bash
# Decks, their list, PDF, PNG and captures do not contain the author's folders or name, and printing a deck reads no
# other file.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
export HOME=$work/home-of-zorkmid USER=zorkmid LOGNAME=zorkmid
folder=$HOME/secret-folder
mkdir -p "$folder/talks/files"
python3 "$here/../exchange.py" "$folder/talks/ping.pcap"
echo 'the words of a private file' >"$folder/talks/private.txt"
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>' >"$folder/talks/files/a.svg"

fence='```'
cat >"$folder/talks/one.md" <<END
---
title: One
lang: en
captures: {ping: {file: $folder/talks/ping.pcap}}
---

# One

[rel](next.md) [[next]] [abs](/etc/x) [anch](#two) [w](https://example.org/page) [pdf](files/a.pdf) [up](../../x.md)
[mail](mailto:a@example.org) [file](file://$folder/talks/private.txt) <a href="next.html">raw</a>

<iframe src="file://$folder/talks/private.txt"></iframe>
<img src="file://$folder/talks/files/a.svg" width="40"> ![](files/a.svg)

---

# Two

${fence}packets ping
frames: 1-4
${fence}
END
cat >"$folder/talks/broken.md" <<END
---
title: Broken
lang: en
captures: {gone: {file: gone.pcap}}
---

# Broken

![[missing.png]]

${fence}packets gone
${fence}
END

# searched FILE...: prints the files that contain one of the author's words; streams of a PDF are searched, too.
searched() {
  python3 - "$@" <<'END'
import re, socket, sys, zlib
words = [b'zorkmid', b'secret-folder', b'file:', b'deck.invalid']
if len(socket.gethostname()) > 5:
    words.append(socket.gethostname().encode())
for path in sys.argv[1:]:
    data = open(path, 'rb').read()
    places = [data]
    for match in re.finditer(rb'stream\r?\n', data):
        try:
            places.append(zlib.decompressobj().decompress(data[match.end():]))
        except zlib.error:
            pass
    for word in words:
        spellings = [word, word.decode().encode('utf-16-be')]
        if word == b'file:' and not path.endswith('.pdf'):
            continue  # a deck's policy says so of its frames
        if any(spelling in place for spelling in spellings for place in places):
            print(path.rsplit('/', 1)[-1], word.decode())
END
}

run build "$folder/talks" -o decks
check "one of two talks has mistakes" equals "$status" 1
check "which the terminal names in full" contains "$err" "$folder/talks/broken.md:"
check "no deck, and no list of them, says where they come from" equals "$(searched decks/*.html)" ""
check "the list says what is wrong all the same" grep -q 'broken.md:' decks/index.html
cd "$folder/talks"
run build one.md broken.md
check "from within the folder neither" equals "$(searched ./*.html)" ""
cd "$work"

find_browser
[ -z "$browser" ] || {
  export PCAPDECK_CHROMIUM=$browser PCAPDECK_CHROMIUM_SECONDS=200
  run build "$folder/talks/one.md" "$folder/talks/broken.md" --pdf --png -o decks
}
case $browser,$err in
,* | *"may not make a sandbox"*)
  echo "ok - PDF and PNG # SKIP no Chromium that runs here"
  tests_done
  ;;
esac
check "decks are printed" test -s decks/one.pdf -a -s decks/broken.pdf -a -s decks/one-01.png
check "no PDF and no picture says where it comes from" equals "$(searched decks/*.pdf decks/*.png)" ""
check "a picture has no words at all" equals "$(grep -aclE 'tEXt|iTXt|zTXt|eXIf' decks/*.png || :)" ""
links=$(python3 -c 'import re, sys
print(*sorted(re.findall(rb"/URI \((.*?)\)", open(sys.argv[1], "rb").read())))' decks/one.pdf)
check "links to the web stay, and no others" equals "$links" "b'https://example.org/page' b'mailto:a@example.org'"
if command -v pdftotext >/dev/null; then
  words=$(pdftotext decks/one.pdf -)
  for word in rel next abs anch up mail raw; do
    check "the words of '$word' stay" contains "$words" "$word"
  done
  check "a private file is not in it" lacks "$words" "words of a private file"
fi
check "its maker is this program" grep -aq '/Creator (pcapdeck)' decks/one.pdf

# A deck with a template that asks for a file does not get it, either.
mkdir templates
cp "$here/../../templates/deck.html" templates/ 2>/dev/null && {
  sed -i.bak "s|<head>|<head><base href=\"file://$folder/talks/\">|; s|</body>|<iframe src=\"file://$folder/talks/private.txt\"></iframe><object data=\"file://$folder/talks/private.txt\"></object></body>|" templates/deck.html
  sed -i.bak 's|<meta http-equiv="Content-Security-Policy"[^>]*>||' templates/deck.html
  run build "$folder/talks/one.md" --templates templates --pdf -o other
  ! command -v pdftotext >/dev/null ||
    check "whatever a page asks for, no file is read" lacks "$(pdftotext other/one.pdf - 2>/dev/null || :)" "words of a private file"
}

# A recording has no name of its author.
run record -o named.pcap
[ "$status" != 0 ] || check "a capture says nothing of its author" equals "$(searched named.pcap)" ""
tests_done
