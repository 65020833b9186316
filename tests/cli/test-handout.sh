#!/usr/bin/env bash
# `build --pdf=notes` makes a handout: a page for each slide, with its notes below it. Long notes continue on more
# pages.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

cd "$work"
mkdir tmp
export TMPDIR=$work/tmp

needs_browser "a handout"
export PCAPDECK_CHROMIUM_SECONDS=150

{
  printf -- '---\ntitle: Handed out\nlang: ko\n---\n\n# Handed out\n\nnote: said at **first**\n\n---\n\n## Unsaid\n\n---\n\n## Said\n\nnote:\n\n'
  for i in $(seq 1 70); do printf 'spoken%s goes on and on.\n\n' "$i"; done
  printf -- '\n---\n\n## Last\n\nnote: the end\n'
} >said.md
run build said.md --pdf=notes
needs_sandbox "a handout"
check "a handout is printed" equals "$status" 0
check "a slide on a page of A4, and a page more for long notes" equals "$(pdf_facts said-notes.pdf | sed 's/\.[0-9]*//g')" "6 595x841"
check "of a browser that made a handout nothing stays" nothing_stays
check "a deck holds nothing of a handout" bash -c '! grep -q handout said.html'
if command -v pdftotext >/dev/null; then
  # page NUMBER: its words, in a line
  page() { pdftotext -layout -f "$1" -l "$1" said-notes.pdf - | tr -s ' \n\f' ' '; }
  check "the slide is above its notes" contains "$(page 1)" "Handed out 슬라이드 1 Handed out said at first"
  check "a slide without notes has its page, too" contains "$(page 2)" "슬라이드 2 Unsaid"
  check "notes that go on say of which slide" contains "$(page 4)" "Handed out 슬라이드 3 spoken"
  check "and nothing of them is cut" equals "$(pdftotext said-notes.pdf - | grep -c '^spoken[0-9]* goes on and on\.$')" 70
  check "the last slide has its number on the stage" contains "$(page 6)" "슬라이드 4 Last"
else
  echo "ok - the words of a handout # SKIP no pdftotext: apt-get install poppler-utils"
fi

tests_done
