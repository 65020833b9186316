#!/usr/bin/env bash
# Notes of whole vaults: a mistake does not change the rest of a deck, one run lists all mistakes, and `check` finds
# what `build` refuses.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
python3 "$here/../exchange.py" ping.pcap
fence='```'

# --- one mistake in a deck ---

{
  printf -- '---\ntitle: Fifty\nduration: 12m\ncaptures: {ping: ping.pcap}\n---\n'
  for i in $(seq 50); do
    printf '\n## Slide %d\n\nwords of %d\n' "$i" "$i"
    [ "$i" != 25 ] || printf '\n![[nothing]]\n'
    printf '\n---\n'
  done
} >fifty.md
place=fifty.md:$(grep -n nothing fifty.md | cut -d: -f1)
run build fifty.md
check "one bad embed of fifty slides is a failure" equals "$status" 1
check "told with its line" contains "$err" "$place: there is no note 'nothing'"
check "in one sentence" one_sentence "$err"
check "the deck is there" grep -q 'words of 50' fifty.html
check "its slide says so" grep -q "class=\"mistake\"><strong>This could not be made</strong> <code>$place</code> there is no note" fifty.html
check "once" equals "$(grep -c '<span class="mistake"' fifty.html)" 1
check "the words beside it stay" grep -q 'words of 25' fifty.html
sed -i.bak 's/^title: .*/title: 쉰 장/' fifty.md
run build fifty.md
check "in Korean, too" grep -q "<strong>이 부분을 만들지 못했습니다</strong> <code>$place</code>" fifty.html
mkdir elsewhere
run build "$work/fifty.md" -o elsewhere
check "no folder of the author's stands in the deck" bash -c "! grep -qF '$work' elsewhere/fifty.html"

# --- all findings in one run, the same of check and build ---

mkdir bad
cat >bad/all.md <<EOF
---
title: All
duration: 12m
week: {a: b}
theme: gone.css
captures:
  ping: ../ping.pcap
  gone: nothing.pcap
  none:
    fiel: x
anonymize: perhaps
---

<!-- t: 90 -->

# All

![a](1.png) ![b](2.png) {{ping.a}} {{ping.b}}

- ![[3]]

  ![[4.png]]

---

## Blocks

${fence}packets ping
frames: 1-3
color: red
shwo: list
notes:
  1: "{{ping.c}}"
  7: nothing
  8:
$fence

${fence}packets ping
filter: tcp.port==1
stream: 7
$fence

${fence}packets ping
frames: 1-3,50,60-70
$fence

${fence}packets ping
frames: 1-3
expect: [FIN, segments >= 9]
notes:
  1: "![c](5.png)"
  77: no such
$fence

${fence}packets gone
$fence

${fence}packets pnig
show: nothing
$fence

${fence}packets ping
frames: 1
compare: [stream x, stream y]
notes: {1: x}
$fence

note: {{ping.d}} ![](6.png)
EOF
run check bad/all.md
for words in "4: 'week' must be a text" "5: theme: " "8: capture 'gone' is missing" "10: a capture has no key 'fiel'" \
  "11: 'anonymize' must be" "14: '90' is not a duration" "18: there is no image '1.png'" "18: there is no image '2.png'" \
  "18: '{{ping.a}}'" "18: '{{ping.b}}'" "20: there is no note '3'" "22: there is no image '4.png'" \
  "30: a packets block has no key 'color'" "31: a packets block has no key 'shwo': did you mean" "33: '{{ping.c}}'" \
  "34: the remark at frame 7 has no packet" "35: the remark at '8' is empty" "39: cannot use the filter" \
  "40: there is no stream 7" "44: there is no frame 50" "44: there is no frame 60" "49: 'FIN' is expected" \
  "49: 'segments >= 9' is expected" "51: there is no image '5.png'" "52: the remark at frame 77" \
  "58: the front matter has no capture 'pnig'" "59: there is no view 'nothing'" \
  "64: 'stream x' in 'compare'" "64: 'stream y' in 'compare'" \
  "68: '{{ping.d}}'" "68: there is no image '6.png'"; do
  check "found: $words" contains "$out" "bad/all.md:$words"
done
check "in the order of the lines" bash -c "cut -d: -f2 '$work/out' | sort -nc"
check "each once" equals "$(sort "$work/out" | uniq -d)" ""
check "with its place" bash -c "! grep -Ev '^bad/all\.md:[0-9]+: ' '$work/out'"

cat >bad/theme.md <<'EOF'
---
title: Theme
duration: 12m
theme: nothing.css
---
# Theme
EOF
cat >bad/comment.md <<'EOF'
---
title: Comment
duration: 12m
---
# Comment

<!-- never closed
EOF
cat >bad/front.md <<'EOF'
---
title: "Front
duration: 12m
captures: [a
---
# Front

{{a.packets}}
EOF
printf -- '---\ntitle: Not closed\nduration: 12m\n\n# Text\n' >bad/unclosed.md
printf -- '---\ntitle: Nothing\nduration: 12m\n---\n' >bad/empty.md
: >bad/nothing.md

# said COMMAND FILE: its findings, without who says them.
said() {
  run "$1" "$2"
  cat "$work/out" "$work/err" | sed 's/^pcapdeck: //; s/^warning: //' | grep -E "^$2:" | sort || :
}
remarks='the talk (takes|does not say)|leads nowhere|is declared, but no|lines of text|columns wide|add up to|was cut at its'
for talk in bad/*.md; do
  built=$(said build "$talk")
  built_status=$status
  checked=$(said check "$talk")
  checked_status=$status
  check "$talk: check finds what build says, and no more but remarks" \
    equals "$(printf '%s\n' "$checked" | grep -vE "$remarks" || :)" "$built"
  check "$talk: what build refuses, check does" test "$checked_status" -ge "$built_status"
  check "$talk: a deck exists" test -s "${talk%.md}.html"
done
run build bad/empty.md
check "an empty talk is told" contains "$err" "bad/empty.md:1: the talk has no slides: write text below"
check "and is no failure" equals "$status" 0
check "a file without a letter is called by its name" grep -q '<h1>nothing</h1>' bad/nothing.html

# --- braces of other programs ---

braces='Helm {{ .Values.image }}, ${{ secrets.TOKEN }}, {{< figure src="x.png" >}}, {% include x %}, <% tp.date.now() %>, \{{x}}'
printf '# Braces\n\n%s\n' "$braces" >braces.md
run build braces.md
check "without captures braces are text" equals "$status$err" 0
check "as they are written" grep -qF 'Helm {{ .Values.image }}, ${{ secrets.TOKEN }}, {{&lt; figure src="x.png" &gt;}}, {% include x %}, &lt;% tp.date.now() %&gt;, {{x}}' braces.html
printf '# Braces\n\n{{ping.stream[0].client_port}}\n' >asked.md
run build asked.md
check "but what asks for a capture is told" contains "$err" "warning: asked.md:3: '{{ping.stream[0].client_port}}' is shown as it is written"
printf -- '---\ntitle: x\ncaptures: {ping: ping.pcap}\n---\n# Braces\n\n%s {{ping.packets}}\n' "$braces" >braces.md
run build braces.md
check "with captures they are an error that says how to write them" contains "$err" "write '\{{' for braces that are shown"
check "and values are filled in" grep -q ' 11</p>' braces.html
printf '# Embed\n\n![[ping.pcap]]\n\n{{ping.pcap.packets}} {{other}}\n' >embed.md
run build embed.md
check "a capture that is embedded has values, too" grep -q '<p>11 {{other}}</p>' embed.html

# --- images, and parts of notes ---

mkdir -p vault/.obsidian vault/talks/deep vault/img vault/static
png='iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
for name in img/x.png static/y.png talks/deep/photo.jpg 'talks/deep/a b.png' 'talks/deep/c#1.png'; do
  printf %s "$png" | base64 --decode >"vault/$name"
done
printf '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>' >vault/talks/deep/drawn.png
printf '\n- ![%s](%s)' 1 /img/x.png 2 /y.png 3 img/x.png 4 a%20b.png 5 'c#1.png' 6 '/img/x.png#center' 7 '../../img/x.png?raw=true' \
  8 photo.jpg 9 drawn.png >vault/talks/deep/images.md
printf '\n- %s' '![[x.png]]' '![[x.png#part]]' '![[x.png|100x50]]' '![[x.png|words|60]]' '![[img/x.png]]' '![[/img/x.png]]' '![[drawn.png]]' \
  >>vault/talks/deep/images.md
run build vault/talks/deep/images.md
check "images from the root, from what is served as one, with parts and escapes" equals "$status$err" 0
check "all of them" equals "$(grep -o '<img ' vault/talks/deep/images.html | wc -l | tr -d ' ')" 16
check "what an image is comes from its bytes" grep -q "<img src='data:image/svg+xml" vault/talks/deep/images.html
check "one whose name ends otherwise, too" equals "$(grep -c 'data:image/png;base64' vault/talks/deep/images.html)" 14
check "a size is kept" grep -q ' width="100" height="50"' vault/talks/deep/images.html
check "behind words, too" grep -q ' alt="words" width="60"' vault/talks/deep/images.html
printf '# N\n\n> 인용 ^q1\n\n- a\n  - b ^item\n    - c\n\n## In\n\nwrong\n\n# A\n\n## In\n\nright\n' >vault/n.md
printf '# T\n\n![[n#^q1]]\n\n![[n#^item]]\n\n![[n#A#In]]\n\n[[#^here|there]] [[n#^q1]]\n\n---\n\n## 여기\n\nwords ^here\n' >vault/talks/parts.md
run build vault/talks/parts.md
check "blocks and sections are embedded" equals "$status$err" 0
check "a quote" grep -q '<p>인용</p>' vault/talks/parts.html
check "an item with what is below it, and nothing else" bash -c "grep -q '<li>b' vault/talks/parts.html && ! grep -q '<li>a' vault/talks/parts.html"
check "a heading below a heading" bash -c "grep -q '<p>right</p>' vault/talks/parts.html && ! grep -q '<p>wrong</p>' vault/talks/parts.html"
check "no id is shown" bash -c "! grep -E '\^(q1|item|here)' vault/talks/parts.html"
check "a link to a block leads to its slide" grep -q '<a href="#/여기">there</a>' vault/talks/parts.html
printf '# T\n\n![[n#^q2]]\n' >vault/talks/parts.md
run build vault/talks/parts.md
check "a block that is not there is named, and the nearest" contains "$err" "has no block '^q2': did you mean '^q1'?"

# --- a folder, and those below it ---

mkdir -p tree/week1/deep tree/.obsidian tree/node_modules/x tree/Templates tree/"99 templates" tree/_archive tree/templates-of-talks decks
note() { printf -- '---\ntitle: %s\nduration: 12m\n---\n# %s\n' "$1" "$1"; }
for name in index top week1/one week1/deep/two templates-of-talks/three .obsidian/no node_modules/x/no Templates/no '99 templates/no' _archive/no week1/README; do
  note "Talk $name" >"tree/$name.md"
done
printf '# just a note\n' >tree/week1/note.md
printf -- '---\ntitle: {{title}}\n---\n# T\n' >tree/week1/template.md
ln -s ../../week1 tree/week1/deep/loop
ln -s . tree/self
ln -s nowhere tree/broken
run build tree -o decks
check "a folder is built with those below it" equals "$status" 0
check "its decks keep their folders" equals "$(cd decks && find . -name '*.html' | sort | tr '\n' ' ')" \
  "./index.html ./talks.html ./templates-of-talks/three.html ./top.html ./week1/deep/two.html ./week1/one.html "
check "index.md is a talk of its own" grep -q '<title>Talk index</title>' decks/index.html
check "and the list has another name, which is told" contains "$err" "'index.md' is a talk: the list of talks is 'talks.html'"
check "the list leads below" grep -q 'href="week1/deep/two.html"' decks/talks.html
run build tree
check "without -o decks stand beside their talks" test -s tree/week1/deep/two.html
run check tree
check "check looks below, too" contains "$err" "checked 5 talks"
(cd tree/week1 && run build . && cp "$work/out" "$work/here")
check "the folder one is in" equals "$(cut -d' ' -f1 here | tr '\n' ' ')" "deep/two.html one.html index.html "
mkdir none && note x >none/README.md
run build none
check "a tree without talks says what a talk is" contains "$err" "there is no talk in 'none', nor in a folder below it"
run build tree/week1 tree/week1/deep -o both
check "a talk that is meant twice is written once" equals "$status$(cut -d' ' -f1 out | tr '\n' ' ')" \
  "0both/deep/two.html both/one.html both/index.html both/search-data.js "
mkdir -p first second
printf -- '---\ntitle: One\n---\n[b](../second/b.md)\n' >first/a.md
printf -- '---\ntitle: Two\n---\n# B\n' >second/b.md
run build first second -o merged
check "two folders in one have one index" equals "$status$(grep -o '<a href="[^"]*">[^<]*' merged/index.html | tr '\n' ' ')" \
  '0<a href="a.html">One <a href="b.html">Two '
check "and links between them" grep -q '<a href="b.html">b</a>' merged/a.html
cp first/a.md second/a.md
run build first second -o clash
check "two talks of one name are told" contains "$err" "'clash/a.html' was just written from another source"
check "the first stays" grep -q '<title>One' clash/a.html

# --- notes of other programs ---

cat >other.md <<'EOF'
---
title: Other
duration: 12m
theme: gaia
---
# Other

<!-- _class: lead -->

<!-- _paginate: false -->

---
layout: two-cols
class: wide
---

## Columns

::: left
- one <!-- .element: class="fragment" -->
:::

::right::

![bg right](#123456)

<aside class="notes">
secret one
</aside>

----

## Below

```packet ping
```

::: notes
secret two
:::

---

## Last

???

secret three
EOF
run build other.md
check "a note of other programs is a deck" equals "$status" 0
for words in "4: the theme 'gaia' is none" "10: this looks like Marp: of its directives" \
  "19: this looks like a container" "25: this looks like Marp: '!\[bg right\]" "35: the block 'packet ping'"; do
  check "build tells: $words" grep -q "warning: other.md:$words" "$work/err"
done
check "each of them once" equals "$(wc -l <"$work/err" | tr -d ' ')" 5
built=$err
run check other.md
check "check tells the same" equals "$out" "$(printf '%s\n' "$built" | sed 's/^pcapdeck: warning: //')"
check "no option is a heading" bash -c "! grep -qE '_class|two-cols|<h.>layout' other.html"
check "a class and a layout are the slide's" grep -q 'class="layout-columns wide"' other.html
check "which has its columns" equals "$(grep -c '<div class="column">' other.html)" 2
check "an item appears by itself" grep -q '<li class="fragment">one' other.html
check "what speakers say is theirs" equals "$(grep -A1 '<aside class="notes">' other.html | grep -c secret)" 3
check "and stands nowhere else" equals "$(grep -c 'secret' other.html)" 3
run build other.md --scrub
check "a deck that is handed out has none of it" bash -c "! grep -q secret other.html"

# --- a selection of nothing ---

nothing() { # nothing NAME TEXT ARGUMENT...: said; a filter that chooses nothing is no failure
  local name=$1 words=$2
  shift 2
  run packets ping.pcap "$@"
  check "$name is told" contains "$err" "$words"
  check "$name: in one sentence" one_sentence "$err"
  check "$name: is a failure only where something is not there" equals "$status" \
    "$(case $words in 'there is no'*) echo 1 ;; *) echo 0 ;; esac)"
}
nothing "a filter that no packet passes" "no packet of 'ping.pcap' is chosen by the filter 'udp port 53'" udp port 53
check "and prints nothing" equals "$out" ""
nothing "a frame that is not there" "there is no frame 99: 'ping.pcap' has 11 packets" --frames 99
nothing "one of several" "there is no frame 50: 'ping.pcap' has 11 packets" --frames 1-3,50-60
check "the others are printed" equals "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 3
nothing "a stream that is not there" "there is no stream 7: 'ping.pcap' has 1 TCP connection, counted from 0" --stream 7
nothing "a filter and frames that do not meet" "by the filter 'tcp[tcpflags] & tcp-syn != 0' with the other choices" --frames 7 'tcp[tcpflags] & tcp-syn != 0'
nothing "a count of nothing" "no packet of 'ping.pcap' is chosen" --count udp
nothing "a capture of nothing" "no packet of 'ping.pcap' is chosen" -w empty.pcap udp
nothing "as JSON" "no packet of 'ping.pcap' is chosen" --json udp
run packets ping.pcap --svg --frames 1-3,50
check "of a picture, too" contains "$status $err" "1 pcapdeck: there is no frame 50: 'ping.pcap' has 11 packets"
run packets ping.pcap --show packet --frames 99
check "of packets in full, too" contains "$status $err" "1 pcapdeck: there is no frame 99"
run packets ping.pcap --frames 1-3 tcp
check "of something nothing is said" equals "$status$err" 0
run packets ping.pcap --svg udp
check "a picture of nothing is a failure, as before" equals "$status" 1

# --- encodings ---

printf '\xff\xfe' >utf16.md
printf -- '---\ntitle: 한글\ncaptures: {ping: ping.pcap}\n---\n# 한글\n\n{{ping.packets}}\n' | iconv -f UTF-8 -t UTF-16LE >>utf16.md
run build utf16.md
check "UTF-16 is read" equals "$status$err" 0
check "its values, too" grep -q '<p>11</p>' utf16.html
printf '# 제목\n\n한글 문서\n' | iconv -f UTF-8 -t CP949 >cp949.md
run build cp949.md
check "CP949 is named" contains "$err" "cp949.md:1: this is not UTF-8, but looks like CP949"
check "and no deck is made of it" test ! -e cp949.html

tests_done
