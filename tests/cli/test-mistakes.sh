#!/usr/bin/env bash
# Mistakes of newcomers: each message is about what they typed.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
top=$(cd "$(dirname "$0")/../.." && pwd)
cp "$top/pcaps/abort.pcap" "$work/"
mkdir "$work/captures" "$work/nothing"
cp "$top/pcaps/abort.pcap" "$work/captures/b file.pcap"
cp "$top/pcaps/abort.pcap" "$work/captures/c.pcap"
cd "$work"

run --help
overview=$out
for words in 'help' 'help help' 'help --help' 'help -h' '--help help'; do
  run $words
  check "pcapdeck $words" equals "$status $out" "0 $overview"
done
run help nothing
check "help of no command is usage" equals "$status" 2

for options in '--show packt' '--show packt --svg' '--show packt --count'; do
  run packets abort.pcap $options
  check "$options: is usage" equals "$status" 2
  check "$options: the view is what is wrong" contains "$err" "'--show packt' is no view; there are sequence, packet,"
done
run packets abort.pcap --show stack
check "a picture is asked for with --svg" contains "$err" "add --svg"

# --- packets that do not exist, and packets that are not chosen ---

for options in '--frames 99' '--frames 1-2,99' '--stream 7' '--show packet --frames 99' '--json --frames 99' '--svg --frames 1,99'; do
  run packets abort.pcap $options
  check "$options: has failed" equals "$status" 1
  check "$options: says why" contains "$err" "pcapdeck: there is no "
done
run packets abort.pcap port 9
check "a filter that chooses nothing is an answer" equals "$status" 0

# --- folders without a talk ---

run build captures
check "a folder of captures: no deck" equals "$status" 1
check "and what to type" contains "$err" "only captures: 'pcapdeck build captures/b\\ file.pcap' makes a deck of one"
check "in one sentence" one_sentence "$err"
(cd captures && eval "$("$pcapdeck" build ../captures/ 2>&1 | sed "s/.*only captures: '\([^']*\)'.*/\1/; s/^pcapdeck/\$pcapdeck/")" >/dev/null)
check "which works" test -s "captures/b file.html"
run build nothing
check "a folder of nothing" contains "$err" "a talk is a Markdown file whose front matter has a 'title:'"

# --- help and manual ---

for command in $(sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' <<<"$overview"); do
  run $command --help
  check "$command: its options have a heading" grep -q '^Options:$' "$work/out"
  check "$command: and its examples" grep -q '^Examples:$' "$work/out"
  synopsis=$(sed -n "/^\\.Sh SYNOPSIS/,/^\\.Sh DESC/p" "$top/src/cli/pcapdeck.1" | sed -nE "/^\\.Cm $command( |$)/,/^\\.Nm/p")
  for option in $(sed -n 's/^ *\(-., \)\{0,1\}--\([a-z-]*\).*/\2/p' "$work/out" | sort -u); do
    letter=$(sed -n "s/^ *-\(.\), --$option .*/\1/p" "$work/out")
    check "$command: the manual's synopsis has --$option" grep -qE "Fl (-$option|${letter:-none}) ?" <<<"$synopsis"
  done
done

# --- a remark on a packet that the graph does not draw ---

python3 "$top/tests/golden/traffic.py" .
cat > graph.md <<'END'
---
title: Graph
duration: 12m
captures: {mixed: mixed.pcapng}
---
# Graph

```packets mixed
frames: 1-6
show: graph
notes:
  4: a segment of the connection
  6: a datagram beside it
```
END
run check graph.md
check "a remark outside of a graph is found" contains "$out" \
  "graph.md:13: the graph does not show packet 6, so its remark has no place there"
check "one on the graph is none" lacks "$out" "packet 4"
tests_done
