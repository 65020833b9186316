#!/usr/bin/env bash
# `build --scrub`: a capture with secrets of every kind, cut and disordered, and a deck without them.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
scrub() { python3 "$here/../scrub.py" "$@"; }

cd "$work"
scrub make secrets.pcap
fence='```'
cat >talk.md <<END
---
title: Handed out
lang: en
captures: {s: {file: secrets.pcap}}
---

# Handed out

note: spoken, and not written

---

## What was said

${fence}packets s
show: stream
stream: 0
${fence}

The fourth says {{s.frame[4].info}}. <!-- nor this -->

---

## All of it

${fence}packets s
show: list
filter: host 192.168.7.10
${fence}

--

${fence}packets s
frames: 1-30
notes:
  1: "**here** it begins"
${fence}

--

${fence}packets s
show: packet
frames: 60
${fence}
END

run build talk.md -o plain
check "without --scrub the secrets are there" bash -c '! python3 "$1" check plain/talk.html >/dev/null' - "$here/../scrub.py"
check "and the notes" grep -q 'spoken, and not written' plain/talk.html

run build talk.md --scrub
check "a scrubbed deck builds" equals "$status" 0
check "nothing else is said about it" equals "$err" ""
check "no secret is left in the page, or in its packets" scrub check talk.html
check "speaker notes are gone" bash -c '! grep -q "spoken, and not written" talk.html'
check "comments, too" bash -c '! grep -q "nor this" talk.html'
check "remarks stay" grep -q '<strong>here</strong> it begins' talk.html
check "what was hidden is listed" contains "$out" "  hidden: Authorization 2, Proxy-Authorization 1, Cookie 3, Set-Cookie 1"
check "and said in the deck" grep -q 'Hidden in this file: Authorization 2' talk.html
check "addresses stay" grep -q '192\.168\.7\.10' talk.html
cp talk.html first.html
run build talk.md --scrub
check "the same input gives the same bytes" cmp -s talk.html first.html

sed -i.bak $'s/^lang: en/&\\\nanonymize: true/' talk.md
run build talk.md -o plain
check "anonymize: true alone changes nothing" grep -q '192\.168\.7\.10' plain/talk.html
run build talk.md --scrub
check "with --scrub there is no real address either" scrub check-addresses talk.html
check "how many there were is listed" contains "$out" "IP and MAC addresses 4"

check "what stays is listed, too" contains "$out" "speaker notes; not hidden: host names (mDNS)"

sed -i.bak 's/^anonymize: true/anonymize: perhaps/' talk.md
run build talk.md --scrub
check "anonymize takes true or false" contains "$err" "talk.md:4: 'anonymize' must be true or false"

# A note that a talk embeds has speaker notes, too.
printf '# In\n\nseen <!-- SAIDCOMMENT --> %%%%SAIDNEVER%%%%\n\n![[deeper]]\n\nnote: SAIDNOTE\n' >embedded.md
printf 'deep\n\nNote: SAIDDEEP\n' >deeper.md
printf '# Embeds\n\n![[embedded]]\n' >embeds.md
run build embeds.md -o plain
check "an embedded note's speaker notes are those of the slide" bash -c 'grep -o "SAID[A-Z]*" plain/embeds.html | sort | tr "\n" " " | grep -qx "SAIDCOMMENT SAIDDEEP SAIDNOTE "'
check "each in an aside, behind what is shown" bash -c 'sed "/<aside/,\$d" plain/embeds.html | grep -q "seen" && ! sed "/<aside/,\$d" plain/embeds.html | grep -q SAID'
run build embeds.md --scrub
check "scrubbed, they are gone" bash -c 'grep -q "seen" embeds.html && ! grep -q SAID embeds.html'

# A remark finds its packet by the words of the capture, not by the stars of the deck.
python3 - <<'END'
import struct
text = b'GET /login?token=opensesame42 HTTP/1.1\r\nHost: a.example\r\n\r\n'
tcp = struct.pack('>HHIIBBHHH', 50000, 80, 1, 1, 0x50, 0x18, 1000, 0, 0) + text
ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0, bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
with open('login.pcap', 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    file.write(struct.pack('<IIII', 1, 0, len(ip + tcp), len(ip + tcp)) + ip + tcp)
END
cat >login.md <<END
---
title: Log in
captures: {s: {file: login.pcap}}
---

${fence}packets s
notes:
  token=opensesame42: "here it is sent"
${fence}
END
run build login.md --scrub
check "a remark finds the packet whose words are hidden" equals "$status" 0
check "it stands in the deck" grep -q 'here it is sent' login.html
check "the words do not" lacks "$(unpacked login.html)" opensesame

tests_done
