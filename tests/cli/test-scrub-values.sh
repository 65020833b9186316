#!/usr/bin/env bash
# `build --scrub` finds the end of values: each format with each sign in its secrets, tests/scrub-values.py.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../scrub-values.py" make values.pcap
printf -- '---\ntitle: Values\nlang: en\ncaptures: {v: {file: values.pcap}}\n---\n\n# Values\n\n```packets v\nshow: list\n```\n' >talk.md
run build talk.md -o plain
check "without --scrub the secrets are there" bash -c '! python3 "$1" check plain/talk.html >/dev/null' - "$here/../scrub-values.py"
run build talk.md --scrub
check "a scrubbed deck builds" equals "$status" 0
check "nothing else is said" equals "$err" ""
check "no sign ends a secret early" python3 "$here/../scrub-values.py" check talk.html
check "what was hidden is counted" contains "$out" "  hidden: headers with keys 66, parameters 64, fields of bodies 232, logins 24, speaker notes"
cp talk.html first.html
run build talk.md --scrub
check "the same input gives the same bytes" cmp -s talk.html first.html

# The rest of a text around hidden values reads oddly. No deck is refused for that.
mkdir odd
python3 "$here/../scrub-odd.py" make odd
run build odd/*.md --scrub
check "decks in which all is hidden are built" equals "$status" 0
check "without a word" equals "$err" ""
tests_done
