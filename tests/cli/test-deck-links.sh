#!/usr/bin/env bash
# Links between talks lead to decks, and a talk without a title is called by its file.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
cd "$work"
mkdir -p week1 week2/deep vault/.git
links() { grep -o '<a href="[^"]*">[^<]*</a>' "$1" | sed 's/<a href="\([^"]*\)">\([^<]*\)<.*/\2=\1/' | tr '\n' ' '; }

# --- folders of one build ---

printf -- '---\ntitle: One\n---\n[a](../week2/two.md) [b](../week2/two.md#둘째%%20장) [c](<../week2/two%%20and.md>) [d](../week2/deep/x.md?raw#^id)\n[e](note.md) [f](gone.md) [g](../README.md)\n' >week1/one.md
printf -- '---\ntitle: Two\n---\n# Two\n\n---\n\n## 둘째 장\n\n[a](../week1/one.md)\n' >week2/two.md
cp week2/two.md 'week2/two and.md'
printf -- '---\ncaptures: {}\n---\n[a](../two.md) [b](x.md)\n\n![[notes/note-of-x]]\n' >week2/deep/x.md
mkdir week2/deep/notes
printf '[c](../../../week1/one.md) [d](e%%20f.txt#x)\n' >week2/deep/notes/note-of-x.md
: >'week2/deep/notes/e f.txt'
printf 'a note\n' >week1/note.md
printf -- '---\ntitle: no talk\n---\n' >README.md
wanted='a=../week2/two.html b=../week2/two.html#/둘째-장 c=../week2/two%20and.html d=../week2/deep/x.html e=note.md f=gone.md g=../README.md '
run build . -o decks
check "a folder of talks builds" equals "$status" 0
check "links to talks of other folders lead to their decks" equals "$(links decks/week1/one.html)" "$wanted"
check "also where the deck is deeper" equals "$(links decks/week2/deep/x.html)" 'a=../two.html b=x.html c=../../week1/one.html d=notes/e%20f.txt#x '
run build week1/one.md
check "beside the talk it is the same" equals "$(links week1/one.html)" "$wanted"
run build week1/one.md week2/two.md week2/deep -o flat
check "in one folder they are neighbours" equals "$(links flat/one.html | cut -d' ' -f1,2)" 'a=two.html b=two.html#/둘째-장'
check "also of a folder and a file" equals "$(links flat/x.html | cut -d' ' -f1-3)" 'a=two.html b=x.html c=one.html'
run check week1/one.md
check "check knows which of them lead nowhere" equals "$(printf '%s\n' "$out" | grep -c 'leads nowhere')" 2
check "and says it" contains "$out" "the link to 'gone.md' leads nowhere"

# --- parts of other files ---

mkdir parts
cat >parts/other.md <<'EOF'
---
title: Other
---
# First

text ^blk

---

# 둘째 제목

### Inner

## Inner
EOF
printf '# In a note\n\nx\n' >parts/plain.md
printf '[[#In here]] [[#Nor here]]\n\n## In here\n' >parts/embedded.md
cat >parts/talk.md <<'EOF'
---
title: T
---
# Good

[[other#First|a]] [b](other.md#first) [[other#^BLK|c]] [d](other.md#%EB%91%98%EC%A7%B8-%EC%A0%9C%EB%AA%A9)
[[other#둘째 제목#Inner|e]] [f](other.md#inner-1) [[plain#In a note]] [[#Good#Below|g]] [h](#below) [i](other.html#/first) [j](other.html#/2)

## Below

---

# Bad

[[other#Nope|k]]

[l](other.md#nope) [[other#^none]]

[[plain#No]] and [m](plain.md#no)

[n](other.html#/nope) [o](#nope) [[#Good#Nope]]

[p][p]

![[embedded]]

[p]: other.md#gone
EOF
run build parts/talk.md
check "links lead to the slide that the heading or block is on" equals "$(links parts/talk.html | cut -d' ' -f1-10)" \
  'a=other.html#/first b=other.html#/first c=other.html#/first d=other.html#/둘째-제목 e=other.html#/둘째-제목 f=other.html#/둘째-제목 g=#/good h=#/good i=other.html#/first j=other.html#/2'
check "where there is no such part, to the deck" contains "$(links parts/talk.html)" 'k=other.html l=other.html'
run check parts/talk.md
check "check finds each of them, at its line" equals "$(printf '%s\n' "$out" | grep 'leads nowhere')" \
"parts/talk.md:15: the link to 'Nope' leads nowhere: 'other.md' has no such heading
parts/talk.md:17: the link to '^none' leads nowhere: 'other.md' has no such block
parts/talk.md:17: the link to 'nope' leads nowhere: 'other.md' has no such heading
parts/talk.md:19: the link to 'No' leads nowhere: 'plain.md' has no such heading
parts/talk.md:19: the link to 'no' leads nowhere: 'plain.md' has no such heading
parts/talk.md:21: '[[Good#Nope]]' leads nowhere: no such note or slide is written yet
parts/talk.md:21: the link to '#nope' leads nowhere: no slide has that id
parts/talk.md:21: the link to 'nope' leads nowhere: 'other.md' has no such heading
parts/talk.md:23: the link to 'gone' leads nowhere: 'other.md' has no such heading
parts/talk.md:25: the link to 'Nor here' leads nowhere: 'embedded.md' has no such heading"

# --- names in a vault ---

mv week1 week2 vault
printf -- '---\ntitle: Three\n---\n[[two|a]] [[x]] [[one#^x]] [[note]]\n' >vault/week1/three.md
run build vault/week1/three.md
check "names lead to decks of other folders" equals "$(links vault/week1/three.html)" 'a=../week2/two.html x=../week2/deep/x.html one=one.html '

# --- names of talks ---

title() { grep -o '<title>[^<]*' "$1" | head -1; }
mkdir named
printf 'words\n\n---\n\n## later\n' >'named/첫 노트.md'
printf -- '---\npresenter: 김\n---\nwords\n' >'named/둘째 노트.md'
printf -- '---\ntitle: "  "\n---\n## Section\n' >'named/third <3>.md'
printf -- '---\ntitle:\n---\n# Its heading\n' >named/fourth.md
run build 'named/첫 노트.md'
check "a note without a title is called by its file" equals "$(title 'named/첫 노트.html')" '<title>첫 노트'
run build named -o names
check "a talk without one, too" equals "$(title 'names/둘째 노트.html')" '<title>둘째 노트'
check "and one whose title is blank" equals "$(title 'names/third <3>.html')" '<title>third &lt;3&gt;'
check "a heading that it begins with is a title" equals "$(title names/fourth.html)" '<title>Its heading'
check "the list calls them so" equals "$(links names/index.html)" \
  'Its heading=fourth.html third &lt;3&gt;=third%20%3C3%3E.html 둘째 노트=%EB%91%98%EC%A7%B8%20%EB%85%B8%ED%8A%B8.html '
tests_done
