#!/usr/bin/env bash
# Characters that turn the direction of words, such as U+202E, in what an author writes: what stands beside a title, a name
# or a file in an output keeps its order, and so does the rest of a line in a terminal or a chat.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
mkdir talks
turned=$'ab\u2069\u202ecd' # it ends an isolation that is around it, too
cp "$here/../../pcaps/pingpong.pcap" "talks/$turned.pcap"
cat >talks/one.md <<END
---
title: $turned title
presenter: $turned
date: 2026-09-14
week: $turned week
lang: en
captures: {p$turned: $turned.pcap}
---

# $turned head

---

## $turned slide

\`\`\`packets p$turned
compare: [p$turned stream 0, p$turned stream 1]
\`\`\`

---

## Sequence

\`\`\`packets p$turned
stream: 0
\`\`\`
END
printf -- '---\npresenter: Bob\n---\n\n# %s heading\n\nwords\n' "$turned" >talks/two.md
cat >talks/group.yaml <<END
group: "$turned"
members: ["$turned", Bob]
first: 2026-09-07
place: "$turned"
holidays:
  - 2026-09-28: $turned
END
turns() { grep -cE $'\u202a|\u202b|\u202c|\u202d|\u202e|\u2066|\u2067|\u2068|\u2069' "$@" || :; }
check "what is looked for is in the talk" [ "$(turns talks/one.md)" -gt 5 ]

run build talks -o site
check "each line of it has a warning" contains "$err" "one.md:2: the invisible character U+202E turns"
check "no message turns its line" equals "$(turns err out)" $'err:0\nout:0'
sed -e '/^# /,/^## Sequence/d' talks/one.md >sheet.md
cp "talks/$turned.pcap" .
run build sheet.md --worksheet -o site
for file in index.html search-data.js group.ics sheet-worksheet.html; do
  check "$file has no such character" equals "$(turns site/$file)" 0
done
check "the list isolates what stands beside each other" contains "$(cat site/index.html)" '<p class="byline"><bdi>abcd</bdi> · <bdi>abcd week</bdi> · <bdi>2026-09-14</bdi></p>'
check "and the files" contains "$(cat site/index.html)" 'download><bdi>abcd.pcap</bdi></a>'
check "the schedule, too" contains "$(cat site/index.html)" '<bdi>abcd</bdi>: <a href="one.html"><bdi>abcd title</bdi></a>'
check "a deck's window has its name straight" contains "$(cat site/one.html)" '<title>abcd title</title>'
check "that of a heading, too" contains "$(cat site/two.html)" '<title>abcd heading</title>'
check "and its title slide" contains "$(cat site/one.html)" '<bdi>abcd</bdi> · <bdi>abcd week</bdi>'
check "a side is named straight" contains "$(cat site/one.html)" '<p class="side-title">pabcd · tcp.stream 0</p>'
check "a slide says what its author wrote" [ "$(turns site/one.html)" -ge 1 ]

run check talks
check "a check tells no turned line, either" equals "$(turns err out)" $'err:0\nout:0'
run week talks --date 2026-09-14
check "nor does the message of the week" equals "$(turns err out)" $'err:0\nout:0'
check "which has the title" contains "$out" 'abcd: abcd title'
run feedback talks/one.md
check "nor what listeners said of it" equals "$(turns err out)" $'err:0\nout:0'
run build "talks/none$turned.md"
check "a file's name is written out in a message" contains "$err" "none"'ab\u{2069}\u{202e}cd.md'

tests_done
