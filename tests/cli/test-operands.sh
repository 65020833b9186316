#!/usr/bin/env bash
# Operands: every argument behind '--' is one, and a folder is the same with and without a slash at its end.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

pcaps=$(cd "$(dirname "$0")/../../pcaps" && pwd)
cd "$work"
cp "$pcaps/pingpong.pcap" ./-x.pcap
printf -- '---\ntitle: Operands\n---\n\n# One\n\nWords.\n' >-talk.md

run --help
commands=$(printf '%s\n' "$out" | sed -n 's/^  \([a-z]\{3,\}\)  *[a-z].*/\1/p')
check "there are commands" contains " $(echo $commands) " " build "
for command in $commands; do
  case $command in capture | serve) continue ;; esac # they would go on
  run "$command" -- -no-such
  check "$command takes what is behind -- as an operand" lacks "$err" "there is no option"
done

run packets -- -x.pcap
check "packets reads a file that begins with a hyphen" equals "$status" 0
packets=$out
run packets ./-x.pcap
check "and it is the same file" equals "$packets" "$out"
run packets -x.pcap
check "without -- it is an option" equals "$status" 2
run check -- -talk.md
check "check reads a talk that begins with a hyphen" contains "$err" "checked 1 talk"

for folder in made made/ ./made made/deeper made/deeper/ "$work/whole/"; do
  run build -o "$folder" -- -talk.md
  check "build into $folder" test -s "$folder/-talk.html"
  check "the path is said as it is written: $folder" contains "$out$err" "${folder%/}/-talk.html"
  check "with one slash: $folder" lacks "$out$err" "//"
done
tests_done
