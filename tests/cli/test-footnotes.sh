#!/usr/bin/env bash
# Each slide numbers its footnotes in the order of their first references, whatever the order of their texts.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
cd "$work"
cat >talk.md <<'END'
# Footnotes

B[^b], A[^a], B[^b], in the line^[C is here], `[^d]` in code, D[^d].

[^d]: D text
[^a]: A text
[^b]: B text
[^none]: nobody's

---

## Later

A[^a] again, and E[^e].

[^e]: E text
END
run build talk.md
check "builds" equals "$status" 0
marks=$(grep -o '<sup class="footnote-mark">[0-9]*' talk.html | sed 's/.*>//' | tr '\n' ' ')
check "numbers follow the references" equals "$marks" "1 2 1 3 4 1 2 "
texts=$(grep -o '<li value="[0-9]*"><p>[^<]*' talk.html | sed 's/<li value="\([0-9]*\)"><p>/\1 /' | tr '\n' ';')
check "and so do the texts below a slide" equals "$texts" "1 B text;2 A text;3 C is here;4 D text;1 A text;2 E text;"
tests_done
