#!/usr/bin/env bash
# slides/README.md is a gallery. Each ````markdown example in it (`````markdown, if it has code) is built: as it stands when it has front matter, else
# as a slide of a talk that declares the captures of pcaps/. The gallery has every view, every key of a packets block,
# every callout and every property of a theme that the program has.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
gallery=$root/slides/README.md
fence='```'
mkdir -p "$work/slides" "$work/.obsidian" # as a vault, for ![[file.pcap]]
cp -R "$root/pcaps" "$work/pcaps"
cd "$work/slides"

# blocks LANGUAGE PREFIX: writes the contents of each fence in that language to PREFIX-1, PREFIX-2, ...
blocks() {
  awk -v open="$1" -v prefix="$2" '
    !inside && $0 == open { inside = 1; match(open, /^`+/); close_with = substr(open, 1, RLENGTH); count++; next }
    inside && $0 == close_with { inside = 0; close(prefix "-" count); next }
    inside { print > (prefix "-" count) }
  ' "$gallery"
}
blocks '````markdown' example
blocks '`````markdown' example-with-code
blocks '```css' css
cat css-1 >my.css

talk() { # talk FILE: the talk that shows an example
  head -n 1 "$1" | grep -qx -e '---' && { cat "$1"; return; }
  printf -- '---\ntitle: Gallery\ncaptures:\n'
  printf '  pingpong: {file: ../pcaps/pingpong.pcap, record: [GET /ping]}\n'
  printf '  %s: ../pcaps/%s.pcap\n' abort abort stock-loopback stock-loopback \
    sockets sockets slow slow-reader
  printf -- '---\n\n'
  cat "$1"
}

examples=(example-*)
check "there are at least 16 examples" test ${#examples[@]} -ge 16
for example in "${examples[@]}"; do
  talk "$example" >"$example.md"
  run build "$example.md"
  check "$example of the gallery is built" equals "$status" 0
  check "$example of the gallery gives no warning" equals "$err" ""
  blocks_in=$(grep -c "^${fence}packets" "$example" || :)
  shown=$(grep -c 'class="packets packets-[a-z]*[" ]' "$example.html" || :)
  check "$example of the gallery shows its packets" test "${shown:-0}" -ge "$blocks_in"
done
check "the theme of the gallery is in its deck" grep -q 'Gowun Dodum' "$(grep -l '^theme: my.css' example-*.md | sed 's/md$/html/;q')"

# The program's messages list the words that it knows.
said() {
  printf -- '---\ntitle: x\ncaptures: {ping: ../pcaps/pingpong.pcap}\n---\n%spackets ping\n%s\n%s\n' "$fence" "$1" "$fence" >unknown.md
  run build unknown.md
  printf '%s\n' "${err##*: use }" | sed 's/, / /g; s/ or / /'
}
views=$(said 'show: qqqqqqqq')
keys=$(said 'qqqqqqqq: 1')
check "the program names its eleven views" equals "$(echo $views | wc -w | tr -d ' ')" 11
check "the program names its keys" contains "$keys" "filter frames stream show"
cat "${examples[@]}" >all
run packets --help
for view in $views; do
  check "packets --help names '$view'" grep -qw -- "$view" <<<"$out"
  check "the gallery has an example of 'show: $view'" grep -qx "show: $view" all
  check "the gallery has a picture of 'show: $view'" grep -qF "](pictures/$view.svg)" "$gallery"
  check "which is there" test -s "$root/slides/pictures/$view.svg"
done
for key in $keys; do
  # Lines of source come from a recording of the reader's own program, which test-record-source.sh makes.
  [ "$key" != source ] || { check "the gallery shows '$key:'" grep -q "^$key:" "$gallery"; continue; }
  check "the gallery has an example of '$key:'" grep -q "^$key:" all
done
# pictured KEY: whether a picture is right below an example with this key
pictured() {
  awk -v key="^$1:" '
    /^````+markdown$/ { inside = 1; has = 0; next }
    inside && /^````+$/ { inside = 0; below = has; next }
    inside { has = has || $0 ~ key; next }
    below && /^!\[.*\]\(pictures\// { found = 1 }
    /./ { below = 0 }
    END { exit !found }
  ' "$gallery"
}
for key in calls marks why names columns label highlight layer fields '<!-- layout'; do
  check "the gallery has a picture of '$key:'" pictured "$key"
done
for picture in $(sed -n 's/.*](\(pictures\/[a-z-]*\.[a-z]*\)).*/\1/p' "$gallery"); do
  check "$picture is there" test -s "$root/slides/$picture"
done
for written in '^!\[\[[a-z-]*\.pcap\]\]' '{{pingpong\.' '^> \[!' '^t: ' '^class: ' '^anonymize: true' '^theme: ' '\^\[' '^\[\^1\]' '\$.*_.*\$' '^note:' '^+ ' '^--$' '- \[x\]' '%%' '=='; do
  check "the gallery has an example of '$written'" grep -q -- "$written" all
done

# The callouts: a row for each kind, with its other names.
awk '/^\| type \| also \|/ { on = 1; next } on && !/^\|/ { exit } on && /`/ { gsub(/[|`,]/, " "); print }' "$gallery" >callouts
check "the gallery has all kinds of callouts" equals "$(wc -l <callouts | tr -d ' ')" 13
{ printf -- '---\ntitle: x\n---\n'; awk '{ for (i = 1; i <= NF; i++) printf "> [!%s] title-%s\n\n", $i, $i }' callouts; } >callouts.md
run build callouts.md
check "the callouts are built" equals "$status" 0
while read -r kind others; do
  for name in $kind $others; do
    check "[!$name] is a $kind" bash -c "grep -B1 -F '>title-$name<' callouts.html | grep -q 'class=\"callout callout-$kind\"'"
  done
  check "$kind has a sign in the theme" grep -q "\.callout-$kind.*--callout-sign" "$root/templates/deck/prose/callout.css"
done <callouts

# The properties of a theme.
awk '/^\| property \| of \|/ { on = 1; next } on && !/^\|/ { exit } on' "$gallery" | grep -o -e '--[a-z-]*[a-z]' >properties
check "the gallery has properties of a theme" test "$(wc -l <properties)" -ge 12
while read -r property; do
  check "a theme may set $property" grep -q "^[[:space:]]*$property: " "$root/templates/deck/base/colors.css"
done <properties

tests_done
