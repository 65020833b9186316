#!/usr/bin/env bash
# `names:` of addresses, ports and sockets: the author's, and those that a capture gives.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

cd "$work"
fence='```'

# Frames 1 to 3: DNS responses. Frames 4 to 9: the handshakes of 10.0.0.9 with three addresses. Frame 10: a request.
python3 - dns.pcap <<'PYTHON'
import socket
import struct
import sys

def name(text):
    return b''.join(bytes([len(label)]) + label for label in text.split(b'.')) + b'\0'

def record(owner, kind, data):
    return name(owner) + struct.pack('>HHIH', kind, 1, 60, len(data)) + data

def response(owner, *records):
    head = struct.pack('>6H', 7, 0x8180, 1, len(records), 0, 0)
    return head + name(owner) + struct.pack('>HH', 1, 1) + b''.join(records)

def ip(protocol, source, destination, payload):
    return struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0,
        socket.inet_aton(source), socket.inet_aton(destination)) + payload

def udp(payload):
    return ip(17, '10.0.0.1', '10.0.0.9', struct.pack('>4H', 53, 40000, 8 + len(payload), 0) + payload)

def tcp(source, source_port, destination, port, sequence, acknowledgment, flags, payload=b''):
    return ip(6, source, destination,
        struct.pack('>HHIIBBHHH', source_port, port, sequence, acknowledgment, 0x50, flags, 1000, 0, 0) + payload)

def address(text):
    return socket.inet_aton(text)

packets = [
    udp(response(b'www.example.com', record(b'www.example.com', 5, name(b'edge.example.net')),
        record(b'edge.example.net', 1, address('192.0.2.80')), record(b'EDGE.example.NET', 1, address('192.0.2.80')))),
    udp(response(b'a.example', record(b'a.example', 1, address('192.0.2.90')),
        record(b'b.example', 1, address('192.0.2.90')))),
    udp(response(b'x', record(b'<b>\x1b[31m\xe2\x80\xaeevil', 1, address('192.0.2.70')))),
]
for host, port in ('192.0.2.80', 40001), ('192.0.2.90', 40002), ('192.0.2.70', 40003):
    packets.append(tcp('10.0.0.9', port, host, 80, 100, 0, 2))
    packets.append(tcp(host, 80, '10.0.0.9', port, 200, 101, 18))
packets.append(tcp('10.0.0.9', 40001, '192.0.2.80', 80, 101, 201, 24, b'GET / HTTP/1.1\r\nCookie: id=edge.example.net\r\n\r\n'))
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
    for number, packet in enumerate(packets):
        file.write(struct.pack('<4I', number, 0, len(packet), len(packet)) + packet)
PYTHON

body=10 # the line on which the block's keys begin
# talk FILE FRONT LINE...: a talk of the capture `dns`, with one block.
talk() {
  local name=$1 front=$2
  shift 2
  {
    printf -- '---\ntitle: T\nlang: en\n%s\n---\n\n# T\n\n%spackets dns\n' "$front" "$fence"
    printf '%s\n' "$@" "$fence"
  } >"$name"
}
capture='captures: {dns: dns.pcap}'
# titles FILE: what its pictures say to screen readers.
titles() { unpacked "$1" | grep -ao '<title>[^<]*</title>' || :; }

# --- the author's ---

talk mine.md "$capture" 'frames: 4-5' 'names:' '  10.0.0.9: my <laptop>' '  192.0.2.80:80: 웹 서버'
run build mine.md
check "names build without a word" equals "$status$err" 0
page=$(unpacked mine.html)
check "an address has its name, escaped, and stands below it" contains "$page" 'my &lt;laptop&gt;'
check "the address stands below" contains "$page" '>10.0.0.9<'
check "a socket has its name" contains "$page" '웹 서버'
check "and the socket stands below" contains "$page" '>192.0.2.80:80<'
check "an arrow's title says from whom to whom" contains "$(titles mine.html)" 'my &lt;laptop&gt; → 웹 서버'

talk same.md "$capture" 'frames: 4-5' 'names: {10.0.0.9: same, 192.0.2.80: same}'
run build same.md
check "both ends with one name: a warning" contains "$err" "frame 4 goes from 'same' to 'same'"
talk emoji.md "$capture" 'frames: 4-5' 'show: list' $'names: {10.0.0.9: "\U0001f9d1\u200d\U0001f680", 192.0.2.80: "a\u202eb"}'
run build emoji.md
check "an emoji of two that are joined stays one" contains "$(cat emoji.html)" $'\U0001f9d1\u200d\U0001f680'
check "an override in a name is seen" contains "$(cat emoji.html)" 'a\u{202e}b'
check "and has a warning" contains "$err" 'the invisible character U+202E'
talk list.md "$capture" 'frames: 4-5' 'show: list' 'names: {10.0.0.9: me, ":80": web}'
run build list.md
check "a list has names of addresses" contains "$(cat list.html)" '<td><span class="name" title="me">me</span>:40001</td>'
check "and of ports" contains "$(cat list.html)" '<td><span class="name" title="web">web</span> (192.0.2.80)</td>'
talk packet.md "$capture" 'frames: 4' 'show: packet' 'names: {10.0.0.9: me, 192.0.2.80:80: web}'
run build packet.md
check "a packet says from whom to whom by name" contains "$(cat packet.html)" 'me:40001 → web ·'
check "an opened packet, too" contains "$(cat packet.html)" 'data-names="{&quot;10.0.0.9:40001&quot;:&quot;me:40001&quot;,&quot;192.0.2.80:80&quot;:&quot;web&quot;}"'
check "and its bytes are explained with the address" contains "$(cat packet.html)" '10.0.0.9'
for view in connections graph stream segments; do
  talk view.md "$capture" 'frames: 4-5,10' "show: $view" 'names: {10.0.0.9: kims, 192.0.2.80:80: web-of-kim}'
  run build view.md
  check "show: $view builds" equals "$status$err" 0
  check "show: $view has the names" contains "$(cat view.html)" 'kims'
  [ $view = stream ] || check "show: $view has that of the socket" contains "$(cat view.html)" 'web-of-kim'
done
talk port.md "$capture" 'frames: 4-5' 'names: {":80": web}'
run build port.md --worksheet
check "the name of a port is there in place of the role" contains "$(titles port.html)" 'client → web'
check "its lane has the name alone" contains "$(unpacked port.html)" '>web</text>'
check "and the socket below" contains "$(unpacked port.html)" '>192.0.2.80:80<'
check "a worksheet has the names, which keep the ports" contains "$(cat port-worksheet.html)" '<td class="words">client → web</td>'
talk both.md "$capture" 'frames: 4' 'show: packet' 'names: {10.0.0.9: me, 192.0.2.80: host, ":80": web}'
run build both.md
check "a host and its port have both names" contains "$(cat both.html)" 'me:40001 → web (host) ·'
talk none.md "$capture" 'frames: 4-5'
run build none.md
check "a block without names has none to open" lacks "$(cat none.html)" 'data-names'
talk all.md "captures:
  dns: {file: dns.pcap, names: {10.0.0.9: of the talk, 192.0.2.80: of all slides}}" \
  'frames: 4-5' 'names: {10.0.0.9: of the block}'
run build all.md
check "names of a capture hold in all blocks" contains "$(cat all.html)" 'of all slides'
check "and those of a block win" contains "$(cat all.html)" 'of the block'
check "over the others" lacks "$(unpacked all.html)" 'of the talk<'

talk value.md "$capture" 'frames: 4-5' 'names: {10.0.0.9: me}' 'notes: {4: "from {{dns.stream[0].client}}, {{dns.stream[0].client.raw}}"}'
printf '\nin prose {{dns.frame[4].src}}\n' >>value.md
run build value.md
check "values in remarks have names, and the address is there, too" contains "$(unpacked value.html)" 'from me, 10.0.0.9'
check "prose has addresses" contains "$(cat value.html)" 'in prose 10.0.0.9'

# --- the capture's ---

talk none.md "$capture" 'frames: 4-9'
run build none.md
check "nobody asked for names of DNS" lacks "$(titles none.html)" 'edge.example.net'
talk dns.md "$capture" 'frames: 4-9' 'names: capture'
run build dns.md
titles=$(titles dns.html)
check "'names: capture' takes names from DNS, of packets that are not shown, too" contains "$titles" 'edge.example.net'
check "a captured name is no markup and turns no line around" contains "$titles" '&lt;b&gt;\033[31m\u{202e}evil'
check "an address with two names has none" lacks "$titles" 'a.example'
check "which is said with its line" contains "$err" \
  "warning: dns.md:$((body + 1)): 192.0.2.90 has two names in this capture, 'a.example' and 'b.example'"
talk both.md "$capture" 'frames: 4-5' 'names: {capture: true, 192.0.2.80: mine}'
run build both.md
check "the author's name wins" contains "$(titles both.html)" '→ mine'
check "over the capture's" lacks "$(unpacked both.html)" 'edge.example.net'
talk nothing.md "$capture" 'frames: 1' 'names: capture'
run build nothing.md
check "a capture without names for the packets is a warning" contains "$err" "nothing.md:$((body + 1)): the capture has no names for these packets"

# --- hidden ---

run build --scrub dns.md
page=$(unpacked dns.html)
check "a scrubbed deck builds with names of DNS" equals "$status" 0
check "and has them" contains "$(titles dns.html)" '&lt;b&gt;'
check "but for one that is a secret, which is hidden everywhere" lacks "$page" 'edge.example'

talk hidden.md "$capture
anonymize: true" 'frames: 4-5' 'names: {capture: true, 10.0.0.9: mine}'
run build --scrub hidden.md
page=$(unpacked hidden.html)
check "a deck without addresses builds" equals "$status" 0
check "it has the author's name at the stand-in" contains "$page" '>mine<'
check "and none of DNS" lacks "$page" 'edge.example.net'
check "and not the address" lacks "$page" '10.0.0.9'

# --- mistakes ---

# says NAME LINE... -- EXPECTED
says() {
  local name=$1 lines=()
  shift
  while [ "$1" != -- ]; do
    lines+=("$1")
    shift
  done
  talk wrong.md "$capture" ${lines[@]+"${lines[@]}"}
  run check wrong.md
  check "$name" contains "$out$err" "$2"
  check "$name: check fails" equals "$status" 1
}
says "a name of nobody is found, with its line" 'frames: 4-5' 'names:' '  10.0.0.9: me' '  203.0.113.77: x' -- \
  "wrong.md:$((body + 3)): no packet of this block has '203.0.113.77'"
says "a misspelt one, too" 'frames: 4-5' 'names: {10.0.0.8: me}' -- "no packet of this block has '10.0.0.8': did you mean '10.0.0.9'?"
says "a port that nobody uses" 'frames: 4-5' 'names: {":81": me}' -- "no packet of this block has ':81'"
says "a network is no address" 'frames: 4-5' 'names:' '  10.0.0.0/8: me' -- "wrong.md:$((body + 2)): '10.0.0.0/8' in 'names' is no address"
says "a word is none" 'frames: 4-5' 'names: {laptop: me}' -- "'laptop' in 'names' is no address"
says "no name" 'frames: 4-5' 'names:' '  10.0.0.9:' -- "'names' has no name for '10.0.0.9'"
says "a list" 'frames: 4-5' 'names: [me]' -- "'names' must be lines such as '192.0.2.1: my laptop'"
says "a long name" 'frames: 4-5' "names: {10.0.0.9: $(printf 'x%.0s' {1..70})}" -- "the name of '10.0.0.9' has 70 letters"
says "one address, written twice" 'frames: 4-5' 'names: {"2001:db8::1": a, "2001:db8:0::1": b}' -- "'names' has '2001:db8:0::1' twice"
says "a misspelt key" 'frames: 4-5' 'name: {10.0.0.9: me}' -- "a packets block has no key 'name': did you mean 'names'?"

tests_done
