#!/usr/bin/env bash
# `pcapdeck feedback`: what listeners said, for the vault; what is worked in; and a person who is forgotten.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }

mkdir "$work/talks"
talk=$work/talks/talk.md
printf -- '---\ntitle: A talk\n---\n\n# A talk\n\n---\n\n## Two\n\nwords\n\n---\n\n## Last\n' >"$talk"
run feedback "$talk"
check "nothing was said yet" contains "$err" "nobody has said anything"
check "and nothing is made" [ ! -e "$work/talks/.pcapdeck" ]
check "that is no failure" equals "$status" 0

"$pcapdeck" serve "$work/talks" --port 0 --share --listen 127.0.0.1 >"$work/served" 2>/dev/null &
server=$!
started+=("$server")
wait_for grep -q '█' "$work/served"
url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
listener=$(sed -n 's,^listeners open: .*/join/,,p' "$work/served")
join() { curl -s --noproxy '*' -D - -o /dev/null "${url}join/$listener" | tr -d '\r' | sed -n 's/^Set-Cookie: \([^;]*\).*/\1/p'; }
say() { # say COOKIE SLIDE FIELD...
  local cookie=$1 slide=$2 fields=() field
  shift 2
  for field; do fields+=(--data-urlencode "$field"); done
  curl -s --noproxy '*' -o /dev/null -H "Cookie: $cookie" -H "Origin: ${url%/}" ${fields[@]+"${fields[@]}"} "${url}feedback/talk.html?slide=$slide"
}
kim=$(join)
lee=$(join)
say "$kim" two mark=2
say "$kim" two 'words=![x](http://evil.example) @everyone [[note]] #tag' name=Kim
say "$lee" two 'words=why?' name=Lee frame=3
say "$lee" two up=1
say "$kim" last 'words=signed with nothing'
say "$lee" last 'learned=a lot' name=Lee

run feedback "$talk"
check "what was said is Markdown, by slide" contains "$out" $'\n## Two\n\nclear 0, lost 1, too fast 0\n\n- [ ] **Asked**'
check "the most wanted first" contains "$out" ', ▲ 1) ^feedback-1'
check "with the packet" contains "$out" '- [ ] **Asked** \#3: why? (Lee, '
check "words have no effect of their own" contains "$out" '\!\[x\]\(http\:\/\/evil\.example\)'
check "nobody is mentioned" lacks "$out" '@everyone'
check "no note is linked" lacks "$out" '[[note]]'
check "a server that runs is no matter" equals "$status" 0
printf '%s\n' "$out" >"$work/vault.md"
run feedback "$talk" --json
check "JSON has it, too" python3 -c '
import json, sys
said = json.loads(sys.argv[1])
assert [item["words"] for item in said["items"] if item["kind"] == "learned"] == ["a lot"]
assert said["slides"] == [{"id": "two", "clear": 0, "lost_me": 1, "too_fast": 0}]
' "$out"
run feedback "$talk" --since 2000-01-01
check "since a day" contains "$out" 'why?'
run feedback "$talk" --since 2999-01-01
check "in which nothing was said" equals "$out" ""
run feedback "$talk" --since yesterday
check "a day is a date" equals "$status" 2
run feedback
check "a talk must be named" equals "$status" 2
run feedback "$work/talks"
check "not a folder" contains "$err" "say which talk in it"
out=$(LC_ALL=ko_KR.UTF-8 "$pcapdeck" feedback "$talk")
check "in Korean where the locale is" contains "$out" '# 피드백: A talk'

sed 's/^- \[ \] \(.*\^feedback-2\)$/- [x] \1/' "$work/vault.md" >"$work/ticked.md"
run feedback done "$talk" "$work/ticked.md"
check "a ticked box given back" contains "$err" "1 marked as worked in"
run feedback "$talk"
check "is worked in" contains "$out" '- [x] **Asked** \#3: why?'
check "the others are not" contains "$out" '- [ ] **Asked**: \!'
run feedback done --undo "$talk" 2
run feedback "$talk"
check "that can be taken back" lacks "$out" '[x]'
"$pcapdeck" feedback done "$talk" <"$work/ticked.md" 2>"$work/err"
check "standard input will do" contains "$(cat "$work/err")" "1 marked"
run feedback done "$talk" 99
check "what there is not is said" contains "$err" "no feedback with the number 99"

run check "$talk"
check "what is open is a finding at the line of its slide" contains "$out" "talk.md:9: a listener said: '![x](http://evil.example) @everyone [[note]] #tag'; when it is worked in: pcapdeck feedback done talk.md 1"
check "what is worked in is none" lacks "$out" 'why?'
check "nor what was learned" lacks "$out" 'a lot'
sed -i.bak 's/## Two/## Other/' "$talk"
run check "$talk"
check "what was said of a slide that is gone is one, too" contains "$out" "talk.md:1: a listener said of the slide 'Two', which is gone: "
run feedback "$talk"
check "what was said of a slide that is gone is not lost" contains "$out" $'## Slides that are gone\n\n- two: clear 0, lost 1, too fast 0\n- [ ] **Asked** (Two)'
mv "$talk.bak" "$talk"

# A slide shows what was asked last time, at its place in the talk.
cp "$talk" "$work/first.md"
printf -- '\n---\n\n<!-- asked: true -->\n\n--\n\n## Below\n' >>"$talk"
run build "$talk" -o "$work/decks"
deck=$work/decks/talk.html
check "a slide of what was asked is built" contains "$(cat "$deck")" '<section id="what-you-asked-last-time" data-line="19">'
check "with its style" contains "$(cat "$deck")" '.asked-list>li{'
check "with a heading" contains "$(cat "$deck")" '<h2>What you asked last time</h2>'
check "the words are text" contains "$(grep '^<li>' "$deck")" '<li>![x](http://evil.example) @everyone [[note]] #tag <span class="where"><a href="#/two">Two</a> · ▲ 1</span></li>'
check "without names" lacks "$(grep '^<li>' "$deck")" 'Kim'
check "what is worked in is left out" lacks "$(grep '^<li>' "$deck")" 'why?'
check "what was learned, too" lacks "$(cat "$deck")" 'a lot'
run check "$talk"
check "check finds nothing odd about it" lacks "$out" "talk.md:19"
run build "$talk" -o "$work/decks" --scrub
check "a redacted deck has no such slide" lacks "$(cat "$deck")" 'what-you-asked'
check "nor any word of a listener" lacks "$(cat "$deck")" 'evil.example'
check "the slide below it takes its place" contains "$(cat "$deck")" '<section id="below"'
mkdir "$work/alone"
cp "$talk" "$work/alone/"
run build "$work/alone/talk.md"
check "without feedback, it is left out" lacks "$(cat "$work/alone/talk.html")" 'what-you-asked'
check "and nothing is made" [ ! -e "$work/alone/.pcapdeck" ]
check "that is no failure" equals "$status:$err" "0:"
sed 's/asked: true/asked: yes/' "$talk" >"$work/alone/talk.md"
run build "$work/alone/talk.md"
check "true or false" contains "$err" "talk.md:19: 'asked: yes': write true or false"
cp "$work/first.md" "$talk"

run feedback forget Kim "$work/talks"
check "a person is forgotten" contains "$err" "2 deleted"
run feedback "$talk"
check "with what was not signed" lacks "$out" 'signed with nothing'
check "and marked" lacks "$out" 'lost 1'
check "others are not" contains "$out" 'why?'
check "nothing of it is in the files, while the server runs" lacks "$(cat "$work"/talks/.pcapdeck/* | tr -d '\0')" 'evil.example'
kill "$server"
wait "$server" || :

# A file of each earlier version, as the steps of the program make it: what is in it stays, and new things can be kept.
# old FOLDER VERSION: writes the file; without VERSION prints how many there are.
old() {
  python3 - "$(dirname "$0")/../../src/feedback/schema.c" "$@" <<'END'
import os, re, sqlite3, sys
source = open(sys.argv[1], encoding='utf-8').read()
source = source[source.index('steps[] = {'):source.index('};\n\nbool schema_failed')]
steps = [''.join(re.findall(r'"([^"]*)"', part)) for part in re.split(r'/\* \d+: .*? \*/', source)[1:]]
if not sys.argv[2:]:
    sys.exit(print(len(steps)))
folder, version = sys.argv[2], int(sys.argv[3])
os.makedirs(folder + '/.pcapdeck')
database = sqlite3.connect(folder + '/.pcapdeck/feedback.db')
for step in steps[:version]:
    database.executescript(step)
database.execute("INSERT INTO item (id, talk, slide, slide_title, step, capture, frame, kind, words, name, visitor, at_s)"
                 " VALUES (7, 'talk.md', 'two', 'Two', 1, '', 0, 1, 'kept since then', 'Kim', 'v', 5)")
database.execute("INSERT INTO mark (talk, slide, visitor, step, mark, at_s) VALUES ('talk.md', 'two', 'v', 0, 2, 5)")
database.execute(f'PRAGMA user_version = {version}')
database.commit()
END
}
versions=$(old)
check "there are versions" test "$versions" -ge 5
for ((version = 1; version <= versions; version++)); do
  mkdir "$work/old$version"
  cp "$talk" "$work/old$version/talk.md"
  old "$work/old$version" "$version"
  run feedback "$work/old$version/talk.md"
  check "version $version: words and marks are read" bash -c "grep -q 'kept since then' <<<'$out' && grep -q 'lost' <<<'$out'"
  run feedback done "$work/old$version/talk.md" 7
  check "version $version: its words can be worked in" contains "$status$err" "0pcapdeck: 1 marked as worked in"
done
mkdir "$work/both"
cp "$talk" "$work/both/talk.md"
old "$work/both" 1
"$pcapdeck" feedback done "$work/both/talk.md" 7 2>"$work/one" & one=$!
"$pcapdeck" feedback done "$work/both/talk.md" 7 2>"$work/two" & two=$!
check "two programs at once make one file of it: one" wait $one
check "two programs at once make one file of it: the other" wait $two

python3 - "$work/talks/.pcapdeck/feedback.db" <<'END'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute('PRAGMA user_version = 99')
database.commit()
END
run feedback "$talk"
check "a newer program's file is refused" contains "$err" "was written by a newer pcapdeck"
check "in one sentence" one_sentence "$err"
check "as a failure" equals "$status" 1
tests_done
