#!/usr/bin/env bash
# Messages are Korean when the locale's name is Korean, even when the system does not have this locale. Output that
# programs read is the same in both languages, and so are decks.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
unset LC_ALL LC_MESSAGES LANG LANGUAGE
sample=$(cd "$(dirname "$0")/../.." && pwd)/templates/starter/pingpong.pcap

korean() { LANG=ko_KR.UTF-8 run "$@"; }
english() { LANG=en_US.UTF-8 run "$@"; }
# Prints the lines of standard input that are not Korean: without Hangul, or with four words of English that are not
# quoted.
cat >"$work/foreign.py" <<'PY'
import re
import sys
for line in sys.stdin:
    plain = re.sub(r"'[^']*'|`[^`]*`|\"[^\"]*\"|--[a-z-]+|\S*[/.]\S*", '', line)
    if line.strip() and not re.search('[가-힣]', line):
        print('no Hangul:', line, end='')
    elif re.search(r'(?:\b[A-Za-z]{2,}\b +){3}[A-Za-z]{2,}', plain):
        print('English:', line, end='')
PY
foreign() { python3 "$work/foreign.py"; }
cat >"$work/wide.py" <<'PY'
import sys
import unicodedata
for line in sys.stdin:
    columns = sum(2 if unicodedata.east_asian_width(one) in 'WF' else 1 for one in line.rstrip('\n'))
    if columns > 80:
        print(line, end='')
PY
# All messages are judged at the end by one Python, since it starts slowly.
: >"$work/said"
: >"$work/helped"

# ---- which language ----

missing='발표나 폴더가 없습니다'
says() { # says KOREAN? NAME=VALUE...
  local is_korean=$1 status=0
  shift
  env "$@" "$pcapdeck" serve "$work/none" >"$work/out" 2>"$work/err" </dev/null || status=$?
  if [ "$is_korean" = yes ]; then contains "$(cat "$work/err")" "$missing"; else contains "$(cat "$work/err")" "there is no talk or folder"; fi
}
check "without a locale, English" says no A=b
for value in ko ko_KR ko_KR.UTF-8 ko_KR.utf8 ko.UTF-8 ko_KR@x ko-KR ko_KP.UTF-8; do
  check "LANG=$value is Korean" says yes LANG=$value
done
for value in C POSIX C.UTF-8 en_US.UTF-8 kok_IN.UTF-8 de_DE "" ja_JP.UTF-8; do
  check "LANG=$value is English" says no "LANG=$value"
done
check "LC_MESSAGES wins over LANG" says yes LC_MESSAGES=ko_KR.UTF-8 LANG=en_US.UTF-8
check "LC_ALL wins over LC_MESSAGES" says no LC_ALL=en_US.UTF-8 LC_MESSAGES=ko_KR.UTF-8 LANG=ko_KR.UTF-8
check "LC_ALL=C wins over LANG" says no LC_ALL=C LANG=ko_KR.UTF-8
check "an empty LC_ALL is none" says yes LC_ALL= LANG=ko_KR.UTF-8
check "LC_CTYPE says nothing of messages" says no LC_CTYPE=ko_KR.UTF-8
check "LANGUAGE wins over a locale" says yes LANGUAGE=ko LC_ALL=en_US.UTF-8
check "LANGUAGE is a list: the first that is spoken here" says yes LANGUAGE=fr:ko_KR:en LANG=de_DE.UTF-8
check "LANGUAGE=en is English" says no LANGUAGE=en:ko LANG=ko_KR.UTF-8
check "LANGUAGE says nothing in the C locale" says no LANGUAGE=ko LANG=C
check "nor in C.UTF-8" says no LANGUAGE=ko LC_MESSAGES=C.UTF-8
check "nor without a locale" says no LANGUAGE=ko

# ---- help ----

english --help
commands=$(sed -n 's/^  \([a-z]\{3,\}\)  *[a-z].*/\1/p' "$work/out")
count=$(wc -l <"$work/out")
korean --help
check "the overview is Korean" contains "$out" "사용법: pcapdeck COMMAND"
check "with as many lines" equals "$(wc -l <"$work/out")" "$count"
cat "$work/out" >>"$work/helped"
check "there are commands" contains "$commands" serve
for command in $commands; do
  english "$command" --help
  same=$(grep -oE -- '^ +(-[a-zA-Z], )?--[a-z-]+|^  pcapdeck.*' "$work/out" | tr -d ' ')
  korean "$command" --help
  check "$command --help is Korean" contains "$out" "사용법: pcapdeck $command"
  check "$command --help has the same options and examples" \
    equals "$(grep -oE -- '^ +(-[a-zA-Z], )?--[a-z-]+|^  pcapdeck.*' "$work/out" | tr -d ' ')" "$same"
  cat "$work/out" >>"$work/helped"
  korean "$command" --no-such-option
  check "$command: status 2 for an unknown option" equals "$status" 2
  cat "$work/err" >>"$work/said"
done
check "help fits 80 columns" equals "$(python3 "$work/wide.py" <"$work/helped")" ""
check "help has no English" equals "$(grep -vE '^ +(pcapdeck|curl|tcpdump)|^사용법|^ +\[-|^$|^ +[a-z]+, [a-z, ]+$' "$work/helped" | foreign)" ""

# ---- errors ----

printf 'not a capture\n' >"$work/text.pcap"
printf '\x1f\x8b' >"$work/x.pcap.gz"
: >"$work/empty.pcap"
head -c 300 "$sample" >"$work/cut.pcap"
fails() { # fails STATUS ARGUMENT...
  local expected=$1
  shift
  korean "$@"
  check "says something: $*" [ -s "$work/err" ]
  cat "$work/err" >>"$work/said"
  check "with status $expected: $*" equals "$status" "$expected"
}
fails 2 pakcets
fails 2 --nonsense
fails 2 --completion ksh
fails 1 packets "$work/none.pcap"
fails 1 packets "$work/text.pcap"
fails 1 packets "$work/x.pcap.gz"
fails 1 packets "$work/empty.pcap"
fails 1 packets "$work/cut.pcap"
{ head -c 24 "$sample"; printf '\0\0\0\0\0\0\0\0\377\377\377\177\377\377\377\177'; } >"$work/long.pcap"
fails 1 packets "$work/long.pcap"
check "a reason of libpcap, too" contains "$err" "길이"
fails 1 packets "$work"
fails 1 packets "$sample" 'tcp prot 80'
fails 1 packets "$sample" 'tcp.port == 8080'
fails 2 packets "$sample" --frames 5-1
fails 1 packets "$sample" --frames 100000
fails 1 packets "$sample" --stream 99
fails 2 packets "$sample" --stream x
fails 2 packets "$sample" --json=half
fails 2 packets "$sample" --show none
fails 2 packets "$sample" --json --svg
fails 1 packets "$sample" --svg --show graph
fails 1 packets "$sample" -w "$work"
fails 2 packets
fails 2 build
fails 1 build "$work/none.md"
fails 1 build "$work" --templates "$work/none"
fails 2 check
fails 2 new
fails 2 new talk.txt
fails 1 new "$work/none/talk.md"
fails 2 record --port 0
fails 2 record a.md b.md
fails 1 record --get no-slash -o "$work/r.pcap"
fails 2 capture
fails 2 serve a b
fails 2 serve --listen nowhere
fails 2 pingpong extra
fails 2 interfaces extra

# ---- check: a talk of many mistakes ----

cat >"$work/talk.md" <<'MD'
---
title: Mistakes
duration: soon
theem: my.css
captures:
  good:
    file: good.pcap
  lost:
    file: lost.pcap
  unused:
    file: good.pcap
    recrod: [GET /ping]
  bad name!: x.pcap
---

# Mistakes

![](none.png) and ![](http://example.com/x.png) and [there](none.md) and [[Unwritten]] and [up](#nowhere)

{{good.stream[99].client_port}} {{good.frame[9999].info}} {{good.nothing}} {{good.frame[1].sek}} {{what is this}}

<blink>x</blink> <p onclick="x()">a</p> <script>x</script> <font style="position: fixed">y</font> <custom-tag> </b>

[^none] ![[nothing]] ![[nothing.pcap]]

---

note: words

```packets good
frames: 1-
shwo: list
```

---

## One

```packets good
stream: 99
```

---

## Two

```packets nothing
```

---

## Three

```packets good
filter: tcp prot 80
show: picture
notes:
  9999: far away
  nothing like this: none
  1: [a]
  2: # lost
expect: [segments > 1000, NOPE, sgments > 3]
```

---

## Four

```packets good
show: graph
step: packet
fold: maybe
```

---

## Five

```packets lost
stream: x
```

---

## Six

```packets
compare: [good, none]
```

:::warning
text
:::

<!-- _paginate: true -->

@startuml

---

## Seven

some text
---

````
never ends
MD
cp "$sample" "$work/good.pcap"
english check "$work/talk.md"
sed 's/^\([^ ]*:\) .*/\1/' "$work/out" | grep -v '^pcapdeck' >"$work/places"
check "the talk has many mistakes" [ "$(wc -l <"$work/places")" -gt 25 ]
korean check "$work/talk.md"
cat "$work/out" "$work/err" >>"$work/said"
check "with the same places" equals "$(sed 's/^\([^ ]*:\) .*/\1/' "$work/out" | sort)" "$(sort "$work/places")"
check "and the same status" equals "$status" 1
korean check --verbose "$work/talk.md"
check "check --verbose has a table in Korean" contains "$out" "슬라이드"
korean build "$work/talk.md" -o "$work/deck"
cat "$work/err" >>"$work/said"
check "no message is English" equals "$(foreign <"$work/said")" ""

# ---- pictures and opened packets ----

# Checks that a view is in the language of the locale, and in that of --lang where it is given.
speaks() { # speaks ARGUMENT...
  english "$@" --lang ko
  local in_korean=$out
  english "$@" --lang en
  local in_english=$out
  korean "$@"
  check "Korean in a Korean locale: $*" equals "$out" "$in_korean"
  english "$@"
  check "English in another: $*" equals "$out" "$in_english"
  check "which differ: $*" [ "$in_korean" != "$in_english" ]
}
speaks packets "$sample" --show packet --frames 4
for view in packet stack; do
  speaks packets "$sample" --frames 4 --svg --show $view
done
for view in sequence list segments stream connections graph; do
  speaks packets "$sample" --stream 0 --svg --show $view
done

# ---- what does not change ----

same() { # same ARGUMENT...
  english "$@"
  local english_out=$out
  korean "$@"
  check "the same in both: $*" equals "$out" "$english_out"
}
same --version
same --completion bash
same --completion zsh
same packets "$sample"
same packets "$sample" --json
same packets "$sample" --json=full --frames 4
same packets "$sample" --svg --lang en
same packets "$sample" --show packet --frames 4 --lang ko
same interfaces --json
korean packets "$sample" --count
check "totals are in Korean" contains "$out" "패킷: "
check "with the names of labels as 'expect' has them" lacks "$out" "레이블 재전송"
for lang in ko en; do
  printf -- '---\ntitle: Same\nlang: %s\ncaptures:\n  good: { file: good.pcap }\nduration: 12m\n---\n\n# Same\n\n```packets good\nshow: list\n```\n' $lang >"$work/same-$lang.md"
  english build "$work/same-$lang.md" -o "$work/one"
  korean build "$work/same-$lang.md" -o "$work/two"
  check "a deck in $lang is the same in both" cmp "$work/one/same-$lang.html" "$work/two/same-$lang.html"
done

tests_done
