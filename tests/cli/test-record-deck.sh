#!/usr/bin/env bash
# `pcapdeck record DECK.html`: a listener repeats the recordings of a deck.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

cd "$work"
run record -o probe.pcap
if [ "$status" -ne 0 ]; then
  echo "nothing can be recorded here: $err"
  exit 77
fi
mkdir talks
cat >talks/talk.md <<'MARKDOWN'
---
title: 'Sockets <b>&</b> [x](y) `z`'
lang: en
captures:
  ping:
    file: ping.pcap
    record: [GET /ping, GET /long?bytes=6000]
  dns:
    file: dns.pcap
    record: [dns pingpong.test]
  part:
    file: part.pcap
    record: [GET /ping]
---
# One

```packets ping
```

---

# Two

```packets dns
```

---

# Three

```packets part
frames: 1-3
```
MARKDOWN
run build talks/talk.md -o decks
check "the deck is built" equals "$status" 0
check "it carries its recipe" contains "$(unpacked decks/talk.html)" '"packets":28,"streams":[10,18],"recipe":"[\"GET /ping\", \"GET /long?bytes=6000\"]"'
cp decks/talk.html before.html
run record decks/talk.html
check "its recordings are made again" equals "$status" 0
check "the new deck is told" contains "$out" "decks/talk.mine.html"
check "and what was recorded" contains "$err" "recorded 'ping' again: "
check "the deck stays as it is" cmp decks/talk.html before.html
check "nothing else is left" equals "$(ls decks | tr '\n' ' ')" "talk.html talk.mine.html "
mine=$(unpacked decks/talk.mine.html)
check "both captures are side by side" contains "$mine" 'deck-1'
check "the listener's, too" contains "$mine" 'mine-1'
check "what differs is explained" contains "$mine" 'the initial sequence number is chosen anew for each connection'
check "what the SYNs announce is compared" contains "$mine" "timestamps option "
check "what is the same is said" contains "$mine" 'bytes of the client 85, bytes of the server 145, end FIN'
check "the title is text" contains "$mine" 'Sockets &lt;b&gt;&amp;&lt;/b&gt; [x](y) `z`'
check "so nothing of it is a link" lacks "$mine" 'href="y"'
check "packets that the deck has in part are not compared" contains "$mine" 'Of such a connection the deck does not have all packets'
check "nobody learns where it was recorded" lacks "$mine" "$(dirname "$(mktemp -u)")/pcapdeck-"
# The deck's own packets are in it, byte for byte.
packets() { python3 -c '
import sys
sys.path.insert(0, sys.argv[1])
import unpacked
captures = unpacked.packets_of(open(sys.argv[2], encoding="utf-8").read())["captures"]
for frame in captures[sys.argv[3]]["frames"].values():
    print(frame["bytes"], frame["time"], frame["length"])' "$tests" "$1" "$2"; }
check "the deck's packets are those of the talk" equals "$(packets decks/talk.mine.html deck-1)" "$(packets decks/talk.html ping)"
run record decks/talk.mine.html -o again.html
check "a deck of two recordings can be repeated, too" equals "$status" 0

run record decks/talk.html --mtu 600 --port 9090 -o small.html
small=$(unpacked small.html)
check "another MTU is explained" contains "$small" 'the MSS is usually the MTU of the interface'
check "another port, too" contains "$small" 'the server listened on another port'

# ---- what is refused ----
run record decks/talk.html -o decks/../decks/talk.html
check "the deck is not overwritten" contains "$err" "is the deck itself"
check "and stays as it is" cmp decks/talk.html before.html
ln -s decks/talk.html link.html
ln decks/talk.html hard.html
for link in link.html hard.html; do
  run record decks/talk.html -o "$link"
  check "nor by another name of it ($link)" contains "$err" "'$link' is the deck itself"
  check "which stays as it is ($link)" cmp decks/talk.html before.html
done
rm hard.html
run build talks/talk.md --scrub -o handed
check "a redacted deck has no recipe" lacks "$(unpacked handed/talk.html)" '"recipe"'
run record handed/talk.html
check "which is said" contains "$err" "does not say how its captures were recorded"
check "as a failure" equals "$status" 1
printf '<!doctype html><title>x</title>' >none.html
run record none.html
check "a page that is no deck" contains "$err" "no deck of pcapdeck"
check "in one sentence" one_sentence "$err"
head -c $(($(wc -c <decks/talk.html) / 8)) decks/talk.html >cut.html
run record cut.html
check "a deck that is cut" contains "$err" "no deck of pcapdeck"
run record nowhere.html
check "a deck that is not there" equals "$status" 1

# changed PROGRAM: the deck with its packet data as the Python program leaves it in `data`.
changed() { python3 -c '
import base64, json, sys
sys.path.insert(0, sys.argv[1])
import unpacked
page = open(sys.argv[2], encoding="utf-8").read()
data = unpacked.packets_of(page)
exec(sys.argv[3])
raw = json.dumps(data).encode()
block, size = b"", len(raw)
block += bytes([0xf0 if size >= 15 else size << 4])
left = size - 15
while left >= 255:
    block += b"\xff"
    left -= 255
block += bytes([left]) + raw
stored = base64.b64encode(size.to_bytes(4, "little") + block).decode()
print(unpacked.ISLAND.sub(lambda found: found[1] + stored + found[3], page), end="")' "$tests" decks/talk.html "$1"; }

changed 'data["captures"]["ping"]["recipe"] = "{run: [touch, \"'"$work"'/owned\"], server: \"touch '"$work"'/owned\"}"' >program.html
run record program.html
check "a program is listed" contains "$out" "'ping' needs: touch "
check "with its server" contains "$out" "(server: touch "
check "and not run" [ ! -e owned ]
check "it is told how" contains "$err" "'pcapdeck record program.html --run' runs it with your rights"
check "as a failure" equals "$status" 1
check "the others are recorded" contains "$err" "recorded 'dns' again"
run record program.html -o - # the same, while the deck goes to standard output
check "a deck on standard output has nothing before it" equals "${out%%$'\n'*}" "<!doctype html>"
check "nor behind it" equals "${out##*$'\n'}" "</html>"
check "the program is listed, too" contains "$err" "'ping' needs: touch "
changed 'data["captures"]["ping"]["recipe"] = "[GET /ping]\n    run: [touch, owned]"' >line.html
run record line.html
check "a recipe of two lines is none" lacks "$out$err" "'ping'"
check "and runs nothing" [ ! -e owned ]
# Lines of YAML end beyond ASCII, too: such a recipe would be a capture with a path of its own.
changed 'e = "\u2028"; captures = data["captures"]; captures["ping"]["recipe"] = f"[GET /ping]{e}  mine-2:{e}    file: '"$work"'/victim/x.pcap{e}    record: [GET /ping]{e}  x: \""; captures["dns"]["recipe"] = "\""; captures.pop("part")' >lines.html
run record lines.html
check "a recipe of several lines writes nothing elsewhere" [ ! -e victim ]
check "and is none" lacks "$out$err" "'ping'"
check "as a failure" equals "$status" 1
# Two recipes may not be one value together.
changed 'data["captures"]["ping"]["recipe"] = "\"x"; data["captures"]["dns"]["recipe"] = "\""' >open.html
run record open.html
check "a recipe that the next one ends is refused" contains "$err" "'open.html' is refused: a recipe in it reaches beyond its own capture"
check "and no other is followed" lacks "$err" " again: "
changed 'data["captures"]["ping"]["recipe"] = "[GET /ping, jump]"' >step.html
run record step.html
check "a step that there is not" contains "$err" "a recipe of 'step.html' is not followed: 'jump' is no step"
changed 'data["captures"]["<img src=x>\n---\n# [a](b)"] = data["captures"].pop("ping")' >name.html
run record name.html
check "a hostile name is text" contains "$(unpacked name.mine.html)" '&lt;img src=x&gt;'
check "and no image" lacks "$(unpacked name.mine.html)" '<img src=x'
changed 'data["captures"]["ping"]["frames"] = {str(n): {"time": "0.000000001", "length": 60, "stream": 0, "bytes": "/////w=="} for n in range(10)}; data["captures"]["ping"]["streams"] = [10]' >frames.html
run record frames.html
check "packets of nothing are no crash" equals "$status" 0

# ---- programs of a deck ----
programs() { # a talk with a capture of each program that is here
  printf -- '---\ntitle: Programs\nlang: en\ncaptures:\n'
  command -v curl >/dev/null && printf '  curl: {file: curl.pcap, record: {run: [sh, -c, "grep Tracer /proc/self/status; curl -s localhost:8080/ping"]}}\n'
  command -v http >/dev/null && printf '  http: {file: http.pcap, record: {run: [http, --ignore-stdin, --timeout=60, ":8080/ping"]}}\n'
  printf -- '---\n'
  for name in curl http; do command -v $name >/dev/null && printf '# %s\n\n```packets %s\n```\n\n---\n\n' $name $name; done
  :
}
if ! command -v curl >/dev/null && ! command -v http >/dev/null; then
  echo "ok - programs of a deck # SKIP neither curl nor HTTPie is installed"
  tests_done
  exit
fi
programs >talks/programs.md
run record talks/programs.md --run
check "the programs of the talk run" equals "$status" 0
run build talks/programs.md -o decks
run record decks/programs.html --run --timeout 60
check "those of its deck, too" equals "$status" 0
mine=$(unpacked decks/programs.mine.html)
for name in curl http; do
  command -v $name >/dev/null || { echo "ok - $name # SKIP it is not installed"; continue; }
  check "$name is recorded again" contains "$err" "recorded '$name' again: "
  check "$name: both are compared" contains "$mine" "<h2>$name, connection 1: what differs</h2>"
done
command -v curl >/dev/null || { tests_done; exit; }
if [ -e /proc/self/status ]; then
  check "what the program prints is shown" contains "$out" 'TracerPid:'
  check "its calls are recorded" lacks "$out" $'TracerPid:\t0'
  run record decks/programs.html --run --no-calls --timeout 60 -o -
  check "with --no-calls they are not" contains "$err" $'TracerPid:\t0'
else
  run record decks/programs.html --run --timeout 60 -o -
fi
check "what a program prints is not in a deck on standard output" equals "${out%%$'\n'*}" "<!doctype html>"
check "it is on standard error" contains "$err" pong
tests_done
