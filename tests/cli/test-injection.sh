#!/usr/bin/env bash
# Hostile text in every output: in packets, in names of files, in the front matter of somebody else's talk, in what
# listeners said. None of it runs, is an element of a page, or a command of a terminal.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
mkdir talks
folder='talks/<h1 class=injected>'
mkdir "$folder"
capture="$folder/ev\"il<img src=x onerror=alert(1)>\$(touch injected).pcap"
python3 "$here/../hostile.py" "$capture"
python3 - "$folder/01 '<b class=injected>\$(touch injected).md" "$(basename "$capture")" <<'END'
import json, sys
evil = '</title></script><script>alert(1)</script><img class=injected src=x onerror=alert(2)>"\'`$(touch injected)\u2028\u202e\u001b[31m]0;x\u0007&lt;'
note = evil.replace('img class=injected src=x onerror', 'b class=injected onclick')
with open(sys.argv[1], 'w', encoding='utf-8') as file:
    file.write('---\n' + ''.join(f'{key}: {json.dumps(evil)}\n' for key in ('title', 'presenter', 'week', 'date'))
               + f'lang: en\ncaptures: {{p: {{file: {json.dumps(sys.argv[2])}}}}}\n---\n\n# Hostile\n\n---\n\n## Packets\n\n'
               '```packets\nnotes: {6: ' + json.dumps(note) + '}\nnames: {192.0.2.1: ' + json.dumps(evil[:50])
               + '}\n```\n\n---\n\n## Stream\n\n```packets\nshow: stream\nstream: 0\n```\n\n---\n\n## List\n\n'
               '```packets\nshow: list\n```\n\n---\n\n## Ask\n\n```ask p\nquestion: ' + json.dumps(note)
               + '\nchoices: [' + json.dumps(note) + ', b]\nanswer: b\nframe: 6\n```\n\n[x](javascript:alert(3))\n')
END
talk=$(ls "$folder"/*.md)

# The look itself finds what it must.
mkdir bad
printf '<meta http-equiv=content-security-policy content="script-src none"><script>alert(1)</script>' >bad/script.html
printf '<meta http-equiv=content-security-policy content="script-src none"><p onclick=alert(1)><a href=" javascript:alert(1)">' >bad/attribute.html
printf '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>' >bad/script.svg
printf 'call([\n"</script>",\n]);\n' >bad/data.js
printf '\033[31m' >bad/terminal.txt
printf '\342\200\256' >bad/turned.txt
check "the look finds what is bad" equals "$(python3 "$here/../injection.py" bad/* | grep -c '^not ok')" 6

# said NAME ARGUMENT...: keeps what the program prints as outputs/NAME, and its messages.
mkdir outputs
said() {
  local name=$1
  shift
  run "$@"
  cp out "outputs/$name" && cp err "outputs/${name%.*}-messages.txt"
}

said build.txt build talks -o site --worksheet
check "a site was built" equals "$status" 0
said scrub.txt build talks -o scrubbed --scrub
check "and a redacted one" equals "$status" 0
said check.txt check talks
said packets.txt packets "$capture"
said packets.jsonl packets "$capture" --json=full
"$pcapdeck" packets "$capture" --svg --frames 1-6 >outputs/picture.svg
said packet.txt packets "$capture" --show packet --frames 6

# What listeners said, in a file that came with somebody else's talks.
mkdir "$folder/.pcapdeck"
python3 - "$here/../../src/feedback/schema.c" "$folder/.pcapdeck/feedback.db" "$(basename "$talk")" <<'END'
import sqlite3, sys
source = open(sys.argv[1], encoding='utf-8').read()
steps = source[source.index('steps[] = {'):source.index('};\n\nbool schema_failed')]
database = sqlite3.connect(sys.argv[2])
database.executescript(''.join(part for part in steps.split('"')[1::2]))
count = steps.count('\t/* ')
evil = '</script><script>alert(1)</script><img class=injected src=x onerror=alert(2)>\x1b[31m\x9b31m\u202e\r\n# @everyone ![x](http://evil.example/) `'
for slide in ('packets', 'gone'):
    database.execute('INSERT INTO item (talk, slide, slide_title, step, capture, frame, kind, words, name, visitor, at_s)'
                     ' VALUES (?, ?, ?, 0, ?, 6, 1, ?, ?, ?, 5)', (sys.argv[3], slide, evil, evil, evil, evil, slide))
database.execute(f'PRAGMA user_version = {count}')
database.commit()
END
said feedback.txt feedback "$talk"
check "which has the words" contains "$out" everyone
said feedback.json feedback "$talk" --json
said check-feedback.txt check talks
check "no word of it was a command" equals "$(find . -name injected)" ""

# A server of the same talks.
"$pcapdeck" serve talks --port 0 >served 2>messages & server=$!
started+=("$server")
wait_for grep -q '^serving ' served
url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' served)
cat >get.py <<'END'
import sys, urllib.request
for url, name in zip(sys.argv[1::2], sys.argv[2::2]):
    answer = urllib.request.urlopen(url)
    policy = answer.headers['Content-Security-Policy']
    with open(name, 'wb') as file:
        file.write(f'<meta http-equiv=content-security-policy content="{policy}">'.encode() + answer.read())
END
python3 get.py "$url" outputs/list.html
deck=$(sed -n 's/.*<a href="\([^"]*\)".*/\1/p' outputs/list.html | head -1)
python3 get.py "$url$deck" outputs/deck.html "${url}feedback/$deck?slide=packets" outputs/feedback.html
check "the words are on the page of feedback" grep -q everyone outputs/feedback.html
cp messages outputs/server.txt

while IFS= read -r -d '' file; do
  outputs+=("$file")
done < <(find site scrubbed outputs -type f ! -name '*.pcap' -print0)
python3 "$here/../injection.py" "${outputs[@]}" || tests_failed=$((tests_failed + 1))
check "all of them were looked at" test ${#outputs[@]} -ge 24
tests_done
