#!/usr/bin/env python3
"""Writes a capture with some packets of every protocol that decks explain; agreement-generated.py compares its decode
with tshark's. The bytes are always the same. Each connection has its own ports.

    protocols.py OUT.pcap
"""
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import frames  # noqa: E402
from traffic import (ACK, FIN, IP6_A, IP6_B, IP_A, IP_B, MAC_A, MAC_B, MS, PSH, RST, SYN, Capture, Connection, Said,  # noqa: E402
                     checksum, ethernet, ipv4, ipv6)

NOP, URG, ECE, CWR = b'\1', 32, 64, 128


def udp(source, target, payload, ends=(IP_A, IP_B), number=17):
    """Returns a datagram with its checksum. `number` 136 is UDP-Lite; its checksum coverage is the whole datagram."""
    size = 8 + len(payload)
    header = struct.pack('>HHHH', source, target, 0 if number == 136 else size, 0)
    pseudo = b''.join(ends) + struct.pack('>HH' if len(ends[0]) == 4 else '>IHH', *((number, size) if len(ends[0]) == 4
                                                                                   else (size, 0, number)))
    return header[:6] + struct.pack('>H', checksum(pseudo + header + payload)) + payload


def tcp4(source, target, flags, payload=b''):
    return struct.pack('>HHIIBBHHH', source, target, 1, 0, 0x50, flags, 1000, 0, 0) + payload


def icmp(kind, code, rest, pseudo=b''):
    body = struct.pack('>BBH', kind, code, 0) + rest
    return body[:2] + struct.pack('>H', checksum(pseudo + body)) + body[4:]


def icmp6(kind, code, rest, ends=(IP6_A, IP6_B)):
    return icmp(kind, code, rest, ends[0] + ends[1] + struct.pack('>II', 4 + len(rest), 58))


def name(text):
    return b''.join(bytes([len(label)]) + label for label in text.encode().split(b'.')) + b'\0'


def connections(capture):
    """TCP: options, sequence numbers, windows, loss, ends by FIN and by RST."""
    plain = Connection(capture, 51000, 4000, 1, 0xfffffff0)
    stamps = NOP * 2 + b'\x08\x0a' + struct.pack('>II', 100, 0)
    plain.send(0, SYN | ECE | CWR, 0, 0, options=b'\x02\x04\x05\xb4\x04\x02' + stamps[2:] + NOP + b'\x03\x03\x07')
    plain.send(1, SYN | ACK | ECE, 0, 1, options=b'\x02\x04\x05\x8c\x04\x02' + stamps[2:] + NOP + b'\x03\x03\x05', window=28960)
    plain.send(0, ACK, 1, 1, options=stamps, window=502)
    plain.send(0, PSH | ACK | URG, 1, 1, b'hello', options=stamps, window=502)
    plain.send(1, ACK, 1, 6, options=stamps, window=905)
    plain.send(1, ACK, 1, 6, bytes(1000), options=stamps, window=905)
    plain.send(1, ACK, 2001, 6, bytes(1000), options=stamps, window=905)       # previous segment lost
    sack = NOP * 2 + b'\x05\x0a' + struct.pack('>II', (0xfffffff0 + 2001) & 0xffffffff, (0xfffffff0 + 3001) & 0xffffffff)
    for _ in range(3):
        plain.send(0, ACK, 6, 1001, options=stamps + sack, window=502)          # duplicates
    plain.send(1, ACK, 1001, 6, bytes(1000), options=stamps, window=905)        # fast
    plain.send(0, ACK, 6, 3001, options=stamps, window=502)
    plain.send(1, ACK, 2001, 6, bytes(1000), options=stamps, window=905, after_ns=300 * MS)  # spurious
    plain.send(0, ACK, 6, 3001, options=stamps, window=0)                       # zero window
    plain.send(1, ACK, 3001, 6, b'?', options=stamps, window=905, after_ns=500 * MS)
    plain.send(0, ACK, 6, 3001, options=stamps, window=0)
    plain.send(0, ACK, 6, 3001, options=stamps, window=600)
    plain.send(1, ACK, 3000, 6, options=stamps, window=905, after_ns=1000 * MS)  # keep-alive
    plain.send(0, ACK, 6, 3001, options=stamps, window=600)
    plain.send(1, PSH | ACK, 4001, 6, bytes(100), options=stamps, window=905)
    plain.send(1, PSH | ACK, 3001, 6, bytes(1000), options=stamps, window=905, after_ns=MS // 10)  # out of order
    plain.send(0, ACK, 6, 5001, options=stamps, window=600)                     # ACK of data that was not captured
    plain.send(0, FIN | ACK, 6, 4101, options=stamps, window=600)
    plain.send(1, FIN | ACK, 4101, 7, options=stamps, window=905)
    plain.send(0, ACK, 7, 4102, options=stamps, window=600)
    refused = Connection(capture, 51001, 4001, 7, 7)
    refused.send(0, SYN, 0, 0)
    refused.send(0, SYN, 0, 0, after_ns=1000 * MS)
    refused.send(1, RST | ACK, 0, 1, window=0)
    both = Connection(capture, 51002, 51003, 50, 60)                            # simultaneous open
    both.send(0, SYN, 0, 0)
    both.send(1, SYN, 0, 0)
    both.send(0, SYN | ACK, 0, 1)
    both.send(1, SYN | ACK, 0, 1)
    full = Connection(capture, 51004, 4000, 10, 20)
    full.send(0, SYN, 0, 0, window=200)
    full.send(1, SYN | ACK, 0, 1, window=100)
    full.send(0, ACK, 1, 1, window=200)
    full.send(0, ACK, 1, 1, bytes(100))                                         # fills the window
    full.send(1, RST, 1, 0, window=0)
    Connection(capture, 51005, 51006, 9, 9).send(0, ACK, 1, 1, b'missed ' * 20, snap=154)  # no beginning; cut


def neighbours(capture):
    """ARP, ICMP, ICMPv6."""
    for sender, operation, body in ((MAC_A, 1, MAC_A + IP_A + bytes(6) + IP_B), (MAC_B, 2, MAC_B + IP_B + MAC_A + IP_A),
                                    (MAC_A, 1, MAC_A + IP_A + bytes(6) + IP_A), (MAC_A, 1, MAC_A + bytes(4) + bytes(6) + IP_A)):
        target = MAC_A if operation == 2 else b'\xff' * 6
        capture.add(ethernet(sender, target, 0x0806, struct.pack('>HHBBH', 1, 0x0800, 6, 4, operation) + body))
    for sequence in (1, 2):
        ping = struct.pack('>HH', 0x1234, sequence) + b'abcdefgh'
        capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 1, icmp(8, 0, ping))))
        capture.add(ethernet(MAC_B, MAC_A, 0x0800, ipv4(IP_B, IP_A, 1, icmp(0, 0, ping))))
    quoted = ipv4(IP_A, IP_B, 17, udp(40000, 9999, b'hello'))
    for kind, code, rest in ((3, 1, 0), (3, 3, 0), (3, 4, 1400), (11, 0, 0), (5, 1, 0xc0000201)):
        capture.add(ethernet(MAC_B, MAC_A, 0x0800, ipv4(IP_B, IP_A, 1, icmp(kind, code, struct.pack('>I', rest) + quoted))))

    def send6(kind, code, rest, target=IP6_B, source=IP6_A):
        capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(source, target, 58, icmp6(kind, code, rest, (source, target)), 255)))

    send6(128, 0, struct.pack('>HH', 9, 3) + b'ping')
    send6(129, 0, struct.pack('>HH', 9, 3) + b'ping', IP6_A, IP6_B)
    send6(135, 0, bytes(4) + IP6_B + b'\1\1' + MAC_A, bytes.fromhex('ff0200000000000000000001ff000002'))
    send6(136, 0, struct.pack('>I', 0x60000000) + IP6_B + b'\2\1' + MAC_A)
    send6(133, 0, bytes(4) + b'\1\1' + MAC_A, bytes.fromhex('ff020000000000000000000000000002'))
    send6(1, 4, bytes(4) + ipv6(IP6_B, IP6_A, 17, udp(5, 6, b'x', (IP6_B, IP6_A))))
    send6(2, 0, struct.pack('>I', 1280) + ipv6(IP6_B, IP6_A, 17, udp(5, 6, b'x', (IP6_B, IP6_A))))


def datagrams(capture):
    """UDP, UDP-Lite, DNS, DHCP, NTP, TFTP; IPv6 with headers in a chain; fragments."""
    def send(source, target, payload):
        capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(source, target, payload))))

    send(40000, 9999, b'hello')
    send(40000, 9999, b'')
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 136, udp(40000, 9998, b'hello', number=136))))
    question = name('www.example.com') + struct.pack('>HH', 1, 1)
    answer = b'\xc0\x0c' + struct.pack('>HHIH', 1, 1, 300, 4) + bytes([198, 51, 100, 7])
    alias = b'\xc0\x0c' + struct.pack('>HHIH', 5, 1, 300, 7) + b'\x04host\xc0\x10'
    for number, flags, counts, text in (
            (1, 0x0100, (1, 0, 0, 0), question), (1, 0x8180, (1, 2, 0, 0), question + alias + answer),
            (2, 0x0100, (1, 0, 0, 0), name('nowhere.example') + struct.pack('>HH', 28, 1)),
            (2, 0x8183, (1, 0, 0, 0), name('nowhere.example') + struct.pack('>HH', 28, 1)),
            (3, 0x0100, (1, 0, 0, 0), name('example.com') + struct.pack('>HH', 15, 1)),
            (3, 0x8182, (1, 0, 0, 0), name('example.com') + struct.pack('>HH', 15, 1))):
        ports = (53, 40001) if flags & 0x8000 else (40001, 53)
        send(*ports, struct.pack('>HHHHHH', number, flags, *counts) + text)
    for kind, operation, yours in ((1, 1, bytes(4)), (2, 2, IP_B), (3, 1, bytes(4)), (5, 2, IP_B)):
        body = struct.pack('>BBBBIHH', operation, 1, 6, 0, 0x1234, 0, 0) + bytes(4) + yours + bytes(8) + MAC_A + bytes(10 + 192)
        body += b'\x63\x82\x53\x63\x35\x01' + bytes([kind]) + b'\xff'
        ports = (68, 67) if operation == 1 else (67, 68)
        ends = (bytes(4), b'\xff' * 4) if operation == 1 else (IP_A, b'\xff' * 4)
        capture.add(ethernet(MAC_A, b'\xff' * 6, 0x0800, ipv4(*ends, 17, udp(*ports, body, ends))))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(40002, 123, b'\x23' + bytes(47)))))
    for port, message in ((69, b'\0\1hello.txt\0octet\0'), (69, b'\0\2boot/config\0netascii\0tsize\0' b'120\0blksize\0' b'1428\0'),
                          (69, b'\0\1cut short'), (69, b'\0\4\0\1'), (69, b'\0\7?')):
        send(40005, port, message)
    for message in (b'\0\6tsize\0' b'120\0', b'\0\3\0\1Hello, world\n', b'\0\3\0\2' + bytes(512), b'\0\5\0\1No such file\0',
                    b'\0\5\0\x63odd\0', b'\0\6tsize\0'):
        send(69, 40006, message)
    v6 = udp(40003, 9997, b'hello', (IP6_A, IP6_B))
    hop, route, options = b'\x3c\0\1\4' + bytes(4), b'\x11\0\0\0' + bytes(4), b'\x2b\0\1\4' + bytes(4)
    capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 17, v6)))
    capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 0, hop + options + route + v6)))
    capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 60, (b'\x3c\0\1\4' + bytes(4)) * 20 + b'\x11\0\1\4' + bytes(4) + v6)))
    capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 44, struct.pack('>BBHI', 17, 0, 1, 7) + v6[:8])))
    capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 44, struct.pack('>BBHI', 17, 0, 8, 7) + v6[8:])))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(40004, 9996, bytes(24))[:16], fragment=0x2000)))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, bytes(16), fragment=0x0002)))


def tunnels(capture):
    """Tunnels; the fields compared are those of the innermost packet."""
    def inner(port):
        return ipv4(bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]), 6, tcp4(port, 4000, SYN))

    def framed(port):
        return ethernet(MAC_B, MAC_A, 0x0800, inner(port))

    over6 = ipv6(IP6_A, IP6_B, 6, tcp4(51101, 4000, SYN))
    capture.add(ethernet(MAC_A, MAC_B, 0x8100, struct.pack('>HH', 0x2007, 0x0800) + ipv4(IP_A, IP_B, 6, tcp4(51102, 4000, SYN))))
    capture.add(ethernet(MAC_A, MAC_B, 0x88a8, struct.pack('>HHHH', 5, 0x8100, 7, 0x0800) + ipv4(
        IP_A, IP_B, 6, tcp4(51103, 4000, SYN))))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 4, inner(51100))))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 41, over6)))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 47, struct.pack('>HH', 0, 0x0800) + inner(51104))))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 47, struct.pack('>HHI', 0x2000, 0x0800, 77) + inner(51105))))
    vxlan = struct.pack('>II', 0x08000000, 42 << 8)
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(5555, 4789, vxlan + framed(51106)))))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 47, struct.pack('>HH', 0, 0x6558) + framed(51107))))


def messages(capture):
    """HTTP, TLS, HTTP/2, WebSocket."""
    web = Said(capture, 51200, 8080)
    web.say(0, b'GET /ping HTTP/1.1\r\nHost: a\r\n\r\n')
    web.say(1, b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong')
    web.say(0, b'POST /form HTTP/1.1\r\nContent-Length: 3\r\n\r\na=b')
    web.say(1, b'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
    hello = b'\x03\x03' + bytes(32) + b'\0' + b'\0\x02\x13\x01' + b'\x01\0'
    server = b'www.example.com'
    sni = struct.pack('>HHHBH', 0, len(server) + 5, len(server) + 3, 0, len(server)) + server
    versions = b'\x00\x2b\x00\x03\x02\x03\x04'
    extensions = sni + versions
    hello += struct.pack('>H', len(extensions)) + extensions
    reply = b'\x03\x03' + bytes(32) + b'\0' + b'\x13\x01\0' + b'\0\x06\x00\x2b\x00\x02\x03\x04'

    def record(kind, payload):
        return struct.pack('>BHH', kind, 0x0303, len(payload)) + payload

    secure = Said(capture, 51201, 443)
    secure.say(0, record(22, b'\1' + struct.pack('>I', len(hello))[1:] + hello))
    secure.say(1, record(22, b'\2' + struct.pack('>I', len(reply))[1:] + reply) + record(20, b'\1') + record(23, bytes(50)))
    secure.say(0, record(20, b'\1') + record(23, bytes(40)))
    secure.say(0, record(23, bytes(100)))
    block = frames.indexed(2) + frames.indexed(6) + frames.literal(4, b'/style.css', 'plain', True) + \
        frames.literal(b'x-all', bytes(range(33, 127)), 'indexed', True)
    fast = Said(capture, 51202, 8080)
    fast.say(0, frames.PREFACE + frames.http2(frames.SETTINGS, 0, 0))
    fast.say(0, frames.http2(frames.HEADERS, 5, 1, block))
    fast.say(1, frames.http2(frames.SETTINGS, 0, 0) + frames.http2(frames.HEADERS, 4, 1, frames.indexed(8)))
    fast.say(1, frames.http2(frames.DATA, 1, 1, b'hello'))
    fast.say(0, frames.http2(frames.HEADERS, 5, 3, frames.indexed(3) + frames.indexed(5) + frames.indexed(62)))
    fast.say(1, frames.http2(frames.HEADERS, 5, 3, frames.literal(8, b'418', 'plain')))
    chat = Said(capture, 51203, 8080)
    chat.say(0, b'GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
             b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')
    chat.say(1, b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
             b'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n')
    chat.say(0, frames.websocket(1, b'Hello', b'\x37\xfa\x21\x3d'))
    chat.say(1, frames.websocket(2, bytes(300)))
    chat.say(1, frames.websocket(8, b'\x03\xe8bye'))


def protocols():
    capture = Capture()
    for make in (connections, neighbours, datagrams, tunnels, messages):
        make(capture)
    return capture


if __name__ == '__main__':
    protocols().write(sys.argv[1])
