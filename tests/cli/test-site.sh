#!/usr/bin/env bash
# `pcapdeck build FOLDER -o SITE`: a static site, built in parallel, and again only what changed.
# PCAPDECK_KILLS=N: builds that are killed at random moments, besides one in the middle (0).
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
kills=${PCAPDECK_KILLS:-0}

cd "$work"
export XDG_CACHE_HOME=$work/own/cache # not there yet
cache=own/cache/pcapdeck
export TMPDIR=$work/tmp
mkdir tmp talks talks/week2

# same SITE: the site is that of a full build, one talk after the other.
same() {
  rm -rf full none
  XDG_CACHE_HOME=$work/none "$pcapdeck" build talks -o full -j 1 >/dev/null 2>&1 </dev/null || :
  diff -r full "$1" >"$work/differences" || { head -c 300 "$work/differences"; return 1; }
}
files() { (cd "$1" && find . -type f | LC_ALL=C sort | tr '\n' ' '); }
append() { printf '%s\n' "$2" >>"$1"; }

# after WHAT COUNT DECKS: builds after a change; so many stay as they are, and these decks are made again.
after() {
  run build talks -o site
  check "$1: $2 unchanged" contains "$out" "unchanged: $2 decks"
  check "$1: the others are made again" equals "$(sed -n 's|^site/\(.*\)\.html  .*|\1|p' <<<"$out" | grep -v '^index$' | LC_ALL=C sort | tr '\n' ' ')" "$3 "
}

# hold PATH...: keeps files and folders locked by a process of its own, until release.
hold() {
  python3 -c 'import fcntl, os, signal, sys
for name in sys.argv[1:]:
    fcntl.flock(os.open(name, os.O_RDONLY), fcntl.LOCK_EX)
open("held", "w").close()
signal.pause()' "$@" & holder=$!
  started+=("$holder")
  wait_for test -e held
}
release() { kill "$holder"; wait "$holder" 2>/dev/null || :; rm held; }

# talk FILE TITLE [LINE]...: a talk about ping.pcap beside it.
talk() {
  local path=talks/$1
  printf -- '---\ntitle: %s\nlang: en\ncaptures: {ping: {file: ping.pcap}}\n---\n\n## {{ping.packets}} packets\n\n```packets ping\nframes: 1-7\n```\n\n' "$2" >"$path"
  shift 2
  [ $# = 0 ] || printf '%s\n' "$@" >>"$path"
}
for file in talks/ping.pcap talks/week2/ping.pcap; do
  python3 "$here/../exchange.py" "$file"
done
python3 -c 'import sys, base64; sys.stdout.buffer.write(base64.b64decode(sys.argv[1]))' \
  iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg== >talks/dot.png
talk 01-first.md 'The first <talk>'
talk 02-second.md 'The second' '![dot](dot.png)' '' '[the third](week2/03-third.md)'
talk week2/03-third.md 'The third'
talk week2/04-fourth.md 'The fourth' '![[part]]'
printf 'A part of it.\n' >talks/week2/part.md

# --- what there is ---

run build talks -o site
check "a folder becomes a site" equals "$status$err" 0
check "with decks, captures of their packets, a page, and data of a search" equals "$(files site)" \
  "./01-first.html ./02-second.html ./captures/01-first/ping.pcap ./captures/02-second/ping.pcap ./captures/week2/03-third/ping.pcap ./captures/week2/04-fourth/ping.pcap ./index.html ./search-data.js ./week2/03-third.html ./week2/04-fourth.html "
links() { grep -Eo '(href|src)="[^"]*"' site/index.html | grep -v '"data:' || :; }
check "its page links to what is beside it only" bash -c "! grep -Eq '\"(/|[a-z]+:)' <<<'$(links)'"
check "to decks" contains "$(links)" 'href="week2/03-third.html"'
check "and captures" contains "$(links)" 'href="captures/week2/03-third/ping.pcap"'
check "no byte of it may come from elsewhere" grep -q "default-src 'none'" site/index.html
check "a deck links to the other deck" grep -q 'href="week2/03-third.html"' site/02-second.html
check "a capture has the packets of the deck, the first ones of its own" cmp site/captures/01-first/ping.pcap \
  <(head -c "$(wc -c <site/captures/01-first/ping.pcap)" talks/ping.pcap)
check "titles in the data cannot end its script" bash -c "grep -q 'The first' site/search-data.js && ! grep -q '<' site/search-data.js"
check "titles of slides have their values there" bash -c "grep -q '\"11 packets\"' site/search-data.js && ! grep -q '{{' site/search-data.js"
node=$(command -v node || :)
if [ -n "$node" ]; then
  cat >read.js <<'END'
global.pcapdeckTalks = (talks) => console.log(talks.map(([href, talk]) => `${href}:${talk.packets.length}`).join(' '));
require(process.argv[2]);
END
  check "the data has the packets of each talk" equals "$(node read.js ./site/search-data.js)" \
    "01-first.html:7 02-second.html:7 week2/03-third.html:7 week2/04-fourth.html:7"
else
  echo "ok - the data has the packets of each talk # SKIP no node"
fi

# --- again ---

touch mark && sleep 0.02
run build talks -o site
check "a second build makes nothing" contains "$out" "unchanged: 4 of 4 decks"
check "what it keeps is for nobody else" equals "$(mode_of own)$(mode_of $cache)" 700700
check "and touches nothing" equals "$(find site -type f -newer mark)" ""

append talks/01-first.md 'More words.' && append talks/week2/part.md 'More of it.'
after "changed notes, a changed embedded note" "2 of 4" "01-first week2/04-fourth"
append talks/dot.png x && append site/week2/03-third.html x
after "a changed image, a deck that somebody changed" "2 of 4" "02-second week2/03-third"
# Two talks of week2 show this capture; another talk depends on a note that is not there yet, by a link.
python3 "$here/../exchange.py" talks/week2/ping.pcap 'GET /other HTTP/1.1\r\n\r\n' && append talks/02-second.md '[[later]]'
after "a changed capture, a link to a note that is not there" "1 of 4" "02-second week2/03-third week2/04-fourth"
printf -- '---\ntitle: Later\n---\n\n# Later\n' >talks/later.md
after "the note comes, as a talk" "3 of 5" "02-second later"
rm talks/later.md
after "and goes" "3 of 4" 02-second
check "its deck is gone" test ! -e site/later.html
check "the site has the same bytes as one built from nothing" same site
mv talks/week2 away && touch site/own.txt site/captures/own.txt
append site/week2/03-third.html 'changed by hand'
run build talks -o site
check "talks of a folder that is gone leave nothing but what was changed" equals "$(files site)" \
  "./01-first.html ./02-second.html ./captures/01-first/ping.pcap ./captures/02-second/ping.pcap ./captures/own.txt ./index.html ./own.txt ./search-data.js ./week2/03-third.html "
rm -r site/own.txt site/captures/own.txt site/week2 && mv away talks/week2

# --- a talk that fails, and one with a mistake ---

cp talks/01-first.md talks/week2/03-third.md .
python3 -c 'print("{{ping.packets}}\n" * 10001)' >>talks/01-first.md
append talks/week2/03-third.md '![none](none.png)'
run build talks -o site
check "a talk without a deck fails the command" equals "$status" 1
check "its former deck is gone" test ! -e site/01-first.html -a ! -e site/captures/01-first
check "and the page says what is wrong" grep -q "at most 10000" site/index.html
check "talks that came back have their decks" test -e site/week2/03-third.html -a -e site/week2/04-fourth.html
run build talks -o site
check "a mistake is reported also when nothing changed" contains "$status$err" "1pcapdeck: talks/01-first.md:"
check "each of them" contains "$err" "none.png"
check "the others stay" contains "$out" "unchanged: 2 of 4"
check "as from nothing" same site
cp 01-first.md talks/ && cp 03-third.md talks/week2/

# --- side by side ---

run build talks -o site -j 0
check "no process is wrong usage" equals "$status" 2
hold $cache/site-*
"$pcapdeck" build talks -o site >out1 2>err1 & first=$!
"$pcapdeck" build talks -o site >out2 2>err2 & second=$!
both_wait() { grep -q 'waiting for it' err1 && grep -q 'waiting for it' err2; }
check "two builds at once wait for the one that has the site" wait_for both_wait
rm -r $cache/site-* # the cache of a site that is gone may be removed while they wait
release
check "two builds at once: one" wait $first
check "two builds at once: the other" wait $second
check "one of them builds all, the other nothing" equals "$(cat out1 out2 | grep -c 'unchanged: 4 of 4')" 1
check "two builds at once: the site is whole" same site
mkdir $cache/site-held && printf /nowhere >$cache/site-held/folder
hold $cache/site-held
mkdir bin && cp "$pcapdeck" bin/pcapdeck
bin/pcapdeck build talks -o site >out
check "another program builds all" lacks "$(cat out)" unchanged
check "a cache that somebody has stays, also when its site is gone" test -e $cache/site-held
release

# --- a cache that cannot be written ---

hold $cache/site-*/*.talk
append talks/01-first.md 'No room for its record.'
run build talks -o site
check "a cache that cannot be written is no fault of the site" equals "$status" 0
check "it is said once" equals "$(grep -c "cannot keep the records of this build in '$PWD/$cache/site-" <<<"$err")" 1
check "the site has the deck" grep -q 'No room for its record' site/01-first.html
check "and all others" equals "$(files site | wc -w)" 10
release

# --- a full disk, and kill -9 ---

append talks/01-first.md 'Longer.'
append talks/week2/part.md 'Longer.'
status=0
(ulimit -f 100; "$pcapdeck" build talks -o site >/dev/null 2>err) || status=$?
check "a full disk fails the command" equals "$status" 1
check "with the file that could not be written" grep -q "^pcapdeck: cannot write 'site/01-first.html'" err

# begin_build: starts a build in a process group of its own, $victim.
begin_build() {
  set -m
  "$pcapdeck" build talks -o site -j 2 >/dev/null 2>&1 & victim=$!
  set +m
}
# kill_build: sets $status to 137 when the build was killed, and had not ended.
kill_build() {
  kill -9 -- "-$victim" 2>/dev/null || :
  status=0
  wait $victim 2>/dev/null || status=$?
}
mv talks/dot.png . && mkfifo talks/dot.png # whoever reads it waits
rm -r site
begin_build
check "a build is in the middle: the others are there" wait_for test -e site/week2/04-fourth.html
kill_build
check "it is killed" equals "$status" 137
rm talks/dot.png talks/week2/04-fourth.md && mv dot.png talks/
run build talks -o site
check "the next build makes the site whole, without a deck that only the killed one made" same site
check "and clears up behind it" equals "$(ls -A tmp)" ""
killed=0 whole=0
for ((i = 1; i <= kills; i++)); do
  append talks/01-first.md "Change $i." && append talks/week2/part.md "Change $i."
  [ $((i % 2)) = 0 ] || rm -rf site
  [ -e talks/week2/04-fourth.md ] || talk week2/04-fourth.md 'The fourth' '![[part]]'
  begin_build
  sleep "0.$(printf %03d $((RANDOM % 400)))"
  kill_build
  [ $status != 137 ] || killed=$((killed + 1))
  [ $((i % 2)) != 0 ] || rm -f talks/week2/04-fourth.md
  run build talks -o site
  same site && whole=$((whole + 1))
done
[ "$kills" = 0 ] || check "after $killed killed builds of $kills the next one makes the site whole" equals "$whole" "$kills"

# --- names, and no cache ---

mkdir one other
printf -- '---\ntitle: Words\nlang: en\n---\n\n# Words\n' | tee one/words.md >other/words.md
run build one other -o two
check "two talks cannot become one deck" contains "$status$err" "1pcapdeck: 'two/words.html' was just written from another source"
env -u HOME XDG_CACHE_HOME=relative "$pcapdeck" build one other -o two >out 2>/dev/null || :
check "without a place for a cache all is built" lacks "$(cat out)" unchanged
check "a relative path is none" test ! -e relative
rm -r one two

# --- what a build makes for itself, and worksheets ---

mkdir made && cp talks/ping.pcap 01-first.md other/words.md made/
printf -- '---\ntitle: Recorded\nlang: en\ncaptures: {ping: {file: pcaps/ping.pcap, record: [GET /ping]}}\n---\n\n# Recorded\n\n```packets ping\n```\n' >made/record.md
for file in made/power.md made/square.md; do
  printf -- '---\ntitle: Powers\nlang: en\n---\n\n# Powers\n\nA window is $2^{16}$ bytes.\n' >$file
done
printf '#!/bin/sh\nls -l /proc/$$/fd >"$0.inherited" 2>&1\nexit 1\n' >browser && chmod +x browser
# Drawings that an earlier build kept, and one that nobody needs any more, so that the file is written anew.
mkdir looks made/.pcapdeck && printf draws >looks/drawing.js && printf katex >bin/katex.js
python3 - <<'END'
import hashlib
digest = lambda data: hashlib.sha256(data).digest()
key = digest(digest(b'draws') + digest(b'katex') + b'math\nen\n2^{16}').hex()
for name in ('power', 'square'):
    with open(f'made/.pcapdeck/{name}.drawings', 'w') as file:
        file.write('pcapdeck drawings 1\n')
        for one, markup in ((key, '<math><mn>65536</mn></math>'), ('0' * 64, '<math></math>')):
            file.write(f'{one} {len(markup)}\n{markup}\n')
END
# made BROWSER: one process builds the site, and would draw with this browser.
made() { PCAPDECK_CHROMIUM=$1 pcapdeck=$work/bin/pcapdeck run build made -o drawn -j 1 --worksheet --templates looks; }
count() { ls made/*.md | wc -l; }
made none
is_drawn() { grep -q '<mn>65536</mn>' drawn/power.html && grep -q '<mn>65536</mn>' drawn/square.html; }
check "formulas are drawn" is_drawn
if [[ $err == *"recorded made/pcaps/ping.pcap"* ]] || [ -e made/pcaps/ping.pcap ]; then
  check "a capture is recorded" test -e drawn/captures/record/ping.pcap
else
  echo "ok - a recording in a site # SKIP $err"
  rm made/record.md && made none
fi
check "a talk has its worksheet" test -e drawn/01-first-worksheet.html
check "a talk without one is named" contains "$err" "'drawn/words.html' has no worksheet"
made none
check "what a build drew and recorded is no change" contains "$out" "unchanged: $(count) of $(count)"
check "that a talk has no worksheet is said again" contains "$err" "'drawn/words.html' has no worksheet"
cp made/words.md made/01-first-worksheet.md
printf newer >bin/katex.js
made ./browser
check "a worksheet does not take the place of a deck" contains "$err" "pcapdeck: 'drawn/01-first-worksheet.html' was just written from another source"
check "both decks are there" bash -c "grep -q '>Words<' drawn/01-first-worksheet.html && test -e drawn/01-first.html"
check "which fails the command" equals "$status" 1
check "each talk with a formula depends on what draws it" contains "$out" "unchanged: $(($(count) - 4)) of"
if [ -e /proc/self/fd ]; then
  check "the browser does not get the output of the build" lacks "$(cat browser.inherited)" "$work/out"
  check "nor a socket of the build" equals "$(grep -c socket: browser.inherited)" "$(ls -l /proc/$$/fd | grep -c socket:)"
fi
rm -r made drawn other

# --- secrets ---

mkdir secret
python3 "$here/../exchange.py" secret/login.pcap 'GET / HTTP/1.1\r\nHost: a\r\nCookie: id=verysecretvalue42\r\n\r\n'
printf -- '---\ntitle: Login\nlang: en\ncaptures: {login: {file: login.pcap}}\n---\n\n## A login\n\n```packets\n```\n' >secret/login.md
printf -- '---\ntitle: Harmless\nlang: en\n---\n\n# Harmless\n' >secret/other.md
has() { grep -rqa verysecretvalue42 "$@"; }
run build secret -o open
check "a deck that is not redacted has the cookie" bash -c "python3 '$here/../unpacked.py' open/login.html | grep -q verysecretvalue42"
check "its capture on the site never does" bash -c "test -s open/captures/login/login.pcap && ! grep -qa verysecretvalue42 open/captures/login/login.pcap"
check "the caches of sites that are gone are gone" equals "$(ls -d $cache/site-* | wc -l)" 2
run build secret -o closed --scrub
check "a redacted site builds" equals "$status$err" 0
hidden() { ! has closed && ! python3 "$here/../unpacked.py" closed/login.html | grep -q verysecretvalue42; }
check "and has the cookie nowhere" hidden
sed -i.bak 's/^title: .*/title: verysecretvalue42/' secret/other.md && rm secret/other.md.bak
run build secret -o closed --scrub
check "a title with the secret of a deck that did not change is found" contains "$status$err" "1pcapdeck: no list of talks is written"
check "a redacted site is built again as far as it changed" contains "$out" "unchanged: 1 of 2"
check "there is no page then, and nothing to search" test ! -e closed/index.html -a ! -e closed/search-data.js
sed -i.bak 's/^title: .*/title: Harmless again/' secret/other.md && rm secret/other.md.bak
run build secret -o closed --scrub
check "the page comes back, and the search" bash -c "grep -q 'Harmless again' closed/index.html && grep -q 'Harmless again' closed/search-data.js"
printf 'The cookie is verysecretvalue42.\n' >>secret/login.md
run build secret -o open
check "a talk whose words have the secret gives no captures, and it is said" contains "$status$err" "0pcapdeck: 'secret/login.md': its captures are not in the site"
check "they are gone" test ! -e open/captures

tests_done
