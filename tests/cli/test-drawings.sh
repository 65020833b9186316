#!/usr/bin/env bash
# Formulas and Mermaid's diagrams: drawn by the browser while a deck is built, kept beside the talk, shown as
# their sources where nothing draws, and never a way into a deck.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

cd "$work"
mkdir tmp
export TMPDIR=$work/tmp
fence='```'
cat >talk.md <<END
---
title: Drawn
lang: en
---

# Drawn

---

## Formula

It costs \$5 and \$10, and a window is \$2^{16}\$ bytes: \$\\sqrt{x}\$.

---

## Diagram

${fence}mermaid
sequenceDiagram
  Client->>Server: SYN
${fence}
END
printf -- '---\ntitle: Plain\n---\n\n# Plain\n\nIt costs $5 and $10.\n' >plain.md

# --- without a browser ---

export PCAPDECK_CHROMIUM=$work/none
run build talk.md
check "without a browser a deck is built" equals "$status" 0
check "with a formula as its source" grep -q '<code class="math">2^{16}</code>' talk.html
check "and a diagram as its source" grep -q '<code class="language-mermaid">sequenceDiagram' talk.html
check "which is told of formulas" contains "$err" "talk.md:12: mathematics is shown as its source: PCAPDECK_CHROMIUM is"
check "once, and of diagrams" contains "$err" "talk.md:18: diagrams of Mermaid are shown as their sources: PCAPDECK_CHROMIUM is"
check "and of nothing else" equals "$(printf '%s\n' "$err" | wc -l)" 2
run check talk.md
check "check finds it" equals "$status" 1
check "with file and line" contains "$out" "talk.md:18: diagrams of Mermaid are shown as their sources"
check "nothing is kept" equals "$(ls -A | tr '\n' ' ')" "err out plain.md talk.html talk.md tmp "
run build plain.md
check "a talk with prices needs no browser" equals "$status-$err" "0-"

browser=
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  [ -z "$browser" ] && [ -n "$name" ] && browser=$(command -v "$name" || :)
done
if [ -z "$browser" ]; then
  echo "ok - drawings # SKIP no Chromium: apt-get install chromium"
  tests_done
fi
if [ ! -f "$(dirname "$pcapdeck")/mermaid.js" ]; then
  echo "ok - drawings # SKIP the program has no mermaid.js beside it: npm ci --prefix templates"
  tests_done
fi
export PCAPDECK_CHROMIUM=$browser PCAPDECK_CHROMIUM_SECONDS=150
run build talk.md
case $err in
*"may not make a sandbox"*)
  echo "ok - drawings # SKIP $err"
  tests_done
  ;;
esac

# --- with one ---

check "with a browser nothing is told" equals "$status-$err" "0-"
check "a formula is MathML" grep -q 'is <math><semantics><mrow><msup><mn>2</mn><mn>16</mn></msup></mrow><annotation encoding="application/x-tex">2^{16}</annotation></semantics></math> bytes' talk.html
check "prices stay" grep -q 'costs $5 and $10' talk.html
check "a diagram is an SVG with its words" grep -q '<figure class="drawn" style="[^"]*"><svg role="img".*<desc>.*SYN.*</desc>.*<text [^>]*>SYN</text>.*</svg>' talk.html
check "in the deck's colors" grep -q 'fill="var(--raised)" stroke="var(--quiet)"' talk.html
check "without ids, classes, styles and scripts" bash -c '! grep -o "<svg role.*</svg>" talk.html | grep -E " (id|class|href|xlink:href|on[a-z]*)=|<style|<script|foreignObject|url\("'
check "a deck contains neither KaTeX nor Mermaid" bash -c '! grep -qiE "katex|mermaid" talk.html'
check "they are kept beside the talk" test -s .pcapdeck/talk.drawings
cp talk.html first.html
export PCAPDECK_CHROMIUM=$work/none
run build talk.md
check "the next build needs no browser" equals "$status-$err" "0-"
check "and gives the same deck" cmp -s talk.html first.html
run build plain.md
check "a talk without them carries nothing" bash -c '! grep -qiE "katex|mermaid|<math[ >]|light-dark" plain.html && [ ! -e .pcapdeck/plain.drawings ]'

# What is in the file beside a talk is not trusted.
cp .pcapdeck/talk.drawings kept
sed 's/<msup>/<b>/' .pcapdeck/talk.drawings >changed && mv changed .pcapdeck/talk.drawings
run build talk.md
check "a kept drawing with something else in it is not shown" contains "$err" "a deck leaves out 'b', which the drawing has"
check "but its source" grep -q '<code class="math">2^{16}</code>' talk.html
printf 'pcapdeck drawings 1\nxx 99999999\n' >.pcapdeck/talk.drawings
run build talk.md
check "a broken file is none" contains "$err" "mathematics is shown as its source"

cp kept .pcapdeck/talk.drawings
sed -i.old '/mermaid/,/^```$/d; s/a window.*/all./' talk.md
run build talk.md
check "what a talk no longer has is not kept" test ! -e .pcapdeck

# --- mistakes, and hostile sources; in a redacted deck, of which nothing is kept ---

export PCAPDECK_CHROMIUM=$browser
cat >bad.md <<END
---
title: Bad
---

# Bad

\$\\frac{1\$ and \$\\href{javascript:alert(1)}{x}\$

${fence}mermaid
flowchart LR
  A --> --> B
${fence}

---

## Hostile

${fence}mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "* { fill: url(https://x.invalid/a) }"}}%%
flowchart TD
  A["<img src=x onerror=alert(1)>first"] --> B["<script>alert(2)</script>second"]
  click A "javascript:alert(3)" "tip"
  click B call alert(4)
${fence}
END
run build bad.md --scrub
check "a mistake in a diagram is one of the talk" equals "$status" 1
check "with its line, and Mermaid's words" contains "$err" "bad.md:9: Mermaid cannot draw this: Parse error on line 2"
check "one in a formula is told, too" contains "$err" "bad.md:7: this is no mathematics, and shown as its source: Unexpected end of input"
check "the slide shows the source" grep -q 'A --&gt; --&gt; B' bad.html
# What looks like a tag is a word of the diagram, so words are left out.
check "a diagram says and loads nothing" bash -c '! grep -o "<svg role.*</svg>" bad.html | sed "s/>[^<]*</></g" | grep -E "javascript:|x\.invalid|<script|<img|on(error|load)=|<a "'
check "and shows what looks like a tag" grep -q '&lt;script&gt;alert(2)' bad.html
check "nor does a formula" contains "$err" "bad.md:7: this is no mathematics, and shown as its source: \\href is not drawn in a deck"
check "of a redacted deck nothing is kept" test ! -e .pcapdeck
check "nothing of a browser stays" equals "$(ls -A tmp)" ""

tests_done
