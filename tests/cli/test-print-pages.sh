#!/usr/bin/env bash
# `build --pdf`, `--pdf=notes` and `--png`: which slide is on which page, and how pages, parts and steps are numbered.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
unset PCAPDECK_CHROMIUM
export PCAPDECK_CHROMIUM_SECONDS=200
fence='```'
needs_browser "pages"

cp "$here/../../pcaps/pingpong.pcap" .
cat >pages.md <<END
---
title: Pages
lang: en
captures: {p: pingpong.pcap}
---

# Pages

${fence}packets p
show: stack
frames: 16
$fence

---

## Stepped

${fence}packets p
frames: 1-30
$fence

note: said once

---

## Whole

${fence}packets p
frames: 1-30
step: none
$fence

---

## Last

words
END

# on_pages FILE PATTERN: what the pattern finds on each page, in the order of the pages.
on_pages() {
  pdftotext -layout "$1" - | python3 -c '
import re, sys
for page in sys.stdin.read().split("\f")[:-1]:
    print("+".join(re.findall(sys.argv[1], page, re.MULTILINE)) or "none", end=" ")' "$2"
}

run build pages.md --pdf --png
needs_sandbox "pages"
check "a picture below the title is on the title's page, a tall one on several" equals "$(pdf_facts pages.pdf)" "8 960x540"
check "as many pictures as pages" equals "$(ls pages-*.png | wc -l)" 8
run build pages.md --pdf=notes -o handout
if ! command -v pdftotext >/dev/null; then
  echo "# no pdftotext: apt-get install poppler-utils"
else
  check "parts are numbered" equals "$(on_pages pages.pdf '^ *(?:Pages|Stepped|Whole|Last)(?: \d/\d)?$')" \
    "Pages Stepped 1/3 Stepped 2/3 Stepped 3/3 Whole 1/3 Whole 2/3 Whole 3/3 Last "
  check "pages have the number of their slide on the stage" equals "$(on_pages pages.pdf '^.*\bPages  .*?(\d+)$')" "1 2 2 2 3 4 5 6 "
  check "steps are counted through" equals "$(on_pages pages.pdf '\d+ / 30')" "none 10 / 30 21 / 30 30 / 30 none none none none "
  check "a handout has the same numbers" equals "$(on_pages handout/pages-notes.pdf '^.*\bPages  .*(Slide \d+)$')" \
    "Slide 1 Slide 2 Slide 2 Slide 3 Slide 4 Slide 5 Slide 6 "
  check "and the notes once" equals "$(on_pages handout/pages-notes.pdf 'said once')" "none none said once none none none none "
fi

tests_done
