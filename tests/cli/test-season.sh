#!/usr/bin/env bash
# group.yaml: the schedule on the page of talks, its calendar, and the message of the week.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

slides=$work/slides
mkdir "$slides"
write_talk() { printf -- '---\ntitle: "%s"\npresenter: "%s"\n%s\n---\n\n# %s\n\nwords\n' "$2" "$3" "$4" "$2" >"$slides/$1"; }
write_talk 1.md "Sockets" Ann "date: 2026-09-07"
write_talk 2.md "<i>@everyone</i>" "Bob" "week: 2"
export SOURCE_DATE_EPOCH=1790000000 # 2026-09-21T14:13:20Z

# ---- without the file ----
run build "$slides" -o "$work/before"
check "without group.yaml there is no calendar" [ ! -e "$work/before/group.ics" ]
check "nor a schedule" lacks "$(cat "$work/before/index.html")" 'class="season"'
run week "$slides"
check "and no message" equals "$status" 1
check "which one sentence says" one_sentence "$err"
check "with the file that is missing" contains "$err" "$slides/group.yaml"

# ---- with it ----
cat >"$slides/group.yaml" <<'YAML'
# written by hand
members: [Ann, Bob, "Eve <script>alert(1)</script> @here", Dan]
first: 2026-09-07
time: 19:30
timezone: Asia/Seoul
holidays:
  - 2026-09-28: no room
YAML
run build "$slides" -o "$work/site"
check "the site is built" equals "$status" 0
check "the calendar is told" contains "$out" "$work/site/group.ics"
index=$(cat "$work/site/index.html")
check "the schedule has the next meeting" contains "$index" '<tr class="next"><td>3</td><th scope="row"><time datetime="2026-09-21">Mon, 21 Sep</time></th><td><ul><li><bdi>Eve '
check "names are text" contains "$index" '&lt;script&gt;alert(1)&lt;/script&gt;'
check "so nothing of them is markup" lacks "$index" '<script>alert'
check "a holiday has its reason" contains "$index" 'No meeting: <bdi>no room</bdi>'
check "what was given by its date has its link" contains "$index" '<bdi>Ann</bdi>: <a href="1.html"><bdi>Sockets</bdi></a>'
check "what was given by its week, too" contains "$index" '<bdi>Bob</bdi>: <a href="2.html"><bdi>&lt;i&gt;@everyone&lt;/i&gt;</bdi></a>'
check "the page leads to the calendar" contains "$index" '<a href="group.ics">'
calendar=$(tr -d '\r' <"$work/site/group.ics")
check "the calendar has the time in UTC" contains "$calendar" $'DTSTAMP:20260921T000000Z\nDTSTART:20260921T103000Z'
check "every line of it ends with CRLF" equals "$(grep -c $'\r$' "$work/site/group.ics")" "$(wc -l <"$work/site/group.ics")"
run build "$slides" -o "$work/again"
check "the same input gives the same page" cmp "$work/site/index.html" "$work/again/index.html"
check "and the same calendar" cmp "$work/site/group.ics" "$work/again/group.ics"
mv "$slides/group.yaml" "$work/"
run build "$slides" -o "$work/again"
check "a site whose group.yaml is gone loses the calendar" [ ! -e "$work/again/group.ics" ]
check "and the schedule" lacks "$(cat "$work/again/index.html")" 'class="season"'
mv "$work/group.yaml" "$slides/"
run build "$slides"
check "without -o both are beside the talks" [ -e "$slides/group.ics" ]
for zone in Asia/Seoul America/Los_Angeles; do
  TZ=$zone run build "$slides" -o "$work/zone"
  check "the machine's time zone changes nothing, $zone" cmp "$work/site/index.html" "$work/zone/index.html"
done
run build "$slides" --scrub -o "$work/scrubbed"
check "a site to hand out has it, too" cmp "$work/site/group.ics" "$work/scrubbed/group.ics"

# ---- the message ----
run week "$slides"
check "the message has the next meeting" contains "$out" "**Mon, 21 Sep 19:30**"
check "no name mentions anybody" lacks "$out" "@here"
check "a holiday is told" contains "$out" "Mon, 28 Sep: no meeting (no room)"
run week "$slides" --date 2026-10-05
check "of another day" contains "$out" "**Mon, 5 Oct 19:30**"
(cd "$slides" && "$pcapdeck" week --date 2026-10-05) >"$work/here"
check "this folder is the default" equals "$(cat "$work/here")" "$out"
run week "$slides" --date tomorrow
check "no date: usage" equals "$status" 2
run week "$slides" "$slides"
check "two folders: usage" equals "$status" 2
run week "$work/nowhere"
check "no folder: an error" equals "$status" 1

# ---- mistakes ----
write_talk 3.md "DNS" "Bop & Eva" "week: 3"
write_talk 4.md "ARP" "Ann" "week: 2nd week of September"
for command in build check week; do
  run $command "$slides"
  check "$command: a presenter who may be misspelt is asked about" contains "$out$err" "$slides/3.md:3: "
  check "$command: with the member" contains "$out$err" "'Bop' is no member in group.yaml: did you mean 'Bob'?"
  check "$command: but no other guest" lacks "$out$err" "'Eva'"
  check "$command: a week of no meeting is told at its line" contains "$out$err" "$slides/4.md:4: "
  check "$command: and what to write" contains "$out$err" "this 'week:' is one of a month"
  check "$command: once" equals "$(grep -c "is one of a month" <<<"$out$err")" 1
done
run build "$slides" -o "$work/weeks"
check "build -o: a presenter at its line" contains "$out$err" "$slides/3.md:3: "
check "build -o: a week at its line" contains "$out$err" "$slides/4.md:4: "
printf 'guests: [Bop]\n' >>"$slides/group.yaml"
run check "$slides"
check "nor one of whom group.yaml says so" lacks "$out" "'Bop'"
sed -i.old '$d' "$slides/group.yaml"
rm "$slides/3.md" "$slides/4.md"
run check "$slides"
check "check has nothing to say of it" lacks "$out" group.yaml
printf 'holydays: [2026-10-05]\n' >>"$slides/group.yaml"
for command in build check week; do
  run $command "$slides"
  check "$command: a mistake has its line" contains "$out$err" "$slides/group.yaml:8: group.yaml has no key 'holydays': did you mean 'holidays'?"
  check "$command: and is a failure" equals "$status" 1
done
check "the page says it without the folder" contains "$(cat "$slides/index.html")" "<p class=\"problem\">group.yaml:8: "
LC_ALL= LC_MESSAGES= LANG=ko_KR.UTF-8 run check "$slides"
check "in Korean, too" contains "$out" "'holydays' 키"
sed -i.old '$d' "$slides/group.yaml"
printf 'swaps:\n  - 2026-09-21: [Ann, Bob]\n' >>"$slides/group.yaml"
run build "$slides"
check "a swap that changes nothing is a warning" contains "$err" "group.yaml:9: this swap changes nothing"
check "and no failure" equals "$status" 0

# ---- served ----
if ! command -v curl >/dev/null; then
  echo "ok - the served page # SKIP curl is not installed"
  tests_done
  exit
fi
"$pcapdeck" serve "$slides" --port 0 >"$work/served" 2>"$work/messages" &
started+=($!)
wait_for grep -q '^serving ' "$work/served"
url=$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/served")
fetch() { curl -s --noproxy '*' --max-time 10 "$@"; }
page_has() { case $(fetch "$url") in *"$1"*) ;; *) return 1 ;; esac; }
check "serve has the schedule" page_has '<time datetime="2026-09-21">'
check "and the calendar" equals "$(fetch "${url}group.ics" | head -1 | tr -d '\r')" "BEGIN:VCALENDAR"
check "as what it is" contains "$(fetch -D - -o /dev/null "${url}group.ics" | tr 'A-Z' 'a-z')" "content-type: text/calendar; charset=utf-8"
check "group.yaml itself is not served" equals "$(fetch -o /dev/null -w '%{http_code}' "${url}group.yaml")" 404
check "the warning is told once" equals "$(grep -c 'this swap changes nothing' "$work/messages")" 1
sed -i.old 's/no room/no heating/' "$slides/group.yaml"
check "a saved group.yaml is followed" wait_for page_has 'no heating'
rm "$slides/group.yaml"
check "without it the schedule goes" wait_for eval '! page_has "no heating"'
check "and the calendar" equals "$(fetch -o /dev/null -w '%{http_code}' "${url}group.ics")" 404
tests_done
