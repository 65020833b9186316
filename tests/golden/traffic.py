#!/usr/bin/env python3
"""Writes captures for the golden tests that no kernel produces on request: loss, disorder, closed windows,
reused ports, neighbours, hostile text. The bytes are always the same.

    traffic.py FOLDER
"""
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import frames  # noqa: E402

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
NULL, ETHERNET = 0, 1
MAC_A, MAC_B = bytes([2, 0, 0, 0, 0, 1]), bytes([2, 0, 0, 0, 0, 2])
IP_A, IP_B = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])
IP6_A = bytes.fromhex('20010db8000000000000000000000001')
IP6_B = bytes.fromhex('20010db8000000000000000000000002')
START_NS = 1_700_000_000_000_000_000
MS = 1_000_000


class Capture:
    extension = '.pcap'

    def __init__(self):
        self.records = []
        self.now_ns = START_NS

    def add(self, frame, after_ns=MS, snap=65535):
        self.now_ns += after_ns
        self.records.append((self.now_ns, len(frame), frame[:snap]))

    def write(self, path):
        with open(path, 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, ETHERNET))
            for time_ns, size, data in self.records:
                out.write(struct.pack('<IIII', time_ns // 10**9, time_ns % 10**9, len(data), size))
                out.write(data)


def block(kind, body):
    body += b'\0' * (-len(body) % 4)
    size = struct.pack('<I', len(body) + 12)
    return struct.pack('<I', kind) + size + body + size


def option(kind, value):
    return struct.pack('<HH', kind, len(value)) + value + b'\0' * (-len(value) % 4)


class PcapngCapture(Capture):
    """A pcapng with several interfaces, [(name, link type)], as Wireshark writes it. Each packet names its own."""

    extension = '.pcapng'

    def __init__(self, interfaces, names=()):
        super().__init__()
        self.interfaces, self.names, self.interface, self.comment = interfaces, names, 0, b''
        self.dropped = None

    def add(self, frame, after_ns=MS, snap=65535):
        if self.interfaces[self.interface][1] == NULL:  # replaces the Ethernet header
            frame = struct.pack('<I', 2 if frame[12:14] == b'\x08\0' else 30) + frame[14:]
        super().add(frame, after_ns, snap)
        self.records[-1] += (self.interface, self.comment)
        self.comment = b''

    def write(self, path):
        with open(path, 'wb') as out:
            out.write(block(0x0a0d0d0a, struct.pack('<IHHq', 0x1a2b3c4d, 1, 0, -1)))
            for name, link in self.interfaces:
                out.write(block(1, struct.pack('<HHI', link, 0, 65535) + option(2, name) + option(9, b'\x09') + bytes(4)))
            if self.names:
                out.write(block(4, b''.join(option(1 if len(address) == 4 else 2, address + name + b'\0')
                                            for address, name in self.names) + bytes(4)))
            for time_ns, size, data, interface, comment in self.records:
                head = struct.pack('<IIIII', interface, time_ns >> 32, time_ns & 0xffffffff, len(data), size)
                end = option(1, comment) + bytes(4) if comment else b''
                out.write(block(6, head + data + b'\0' * (-len(data) % 4) + end))
            if self.dropped is not None:
                out.write(block(5, struct.pack('<III', 0, 0, 0) + option(4, struct.pack('<Q', 100)) +
                                option(5, struct.pack('<Q', self.dropped)) + bytes(4)))


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ethernet(source, destination, ethertype, payload):
    return destination + source + struct.pack('>H', ethertype) + payload


def ipv4(source, destination, protocol, payload, ttl=64, fragment=0x4000, identification=1):
    header = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(payload), identification, fragment, ttl, protocol, 0)
    header += source + destination
    return header[:10] + struct.pack('>H', checksum(header)) + header[12:] + payload


def ipv6(source, destination, protocol, payload, limit=64):
    return struct.pack('>IHBB', 6 << 28, len(payload), protocol, limit) + source + destination + payload


def udp(source_port, destination_port, payload):
    return struct.pack('>HHHH', source_port, destination_port, 8 + len(payload), 0) + payload


class Connection:
    """Two ends of a TCP connection; sequence numbers are relative."""

    def __init__(self, capture, client_port, server_port, client_isn, server_isn):
        self.capture = capture
        self.ports = (client_port, server_port)
        self.isns = (client_isn, server_isn)

    def send(self, side, flags, seq, ack, payload=b'', window=1000, options=b'', after_ns=MS, snap=65535):
        options += b'\x01' * (-len(options) % 4)
        segment = struct.pack('>HHIIBBHHH', self.ports[side], self.ports[1 - side],
                              (self.isns[side] + seq) & 0xffffffff,
                              (self.isns[1 - side] + ack) & 0xffffffff if flags & ACK else 0,
                              (20 + len(options)) // 4 << 4, flags, window, 0, 0) + options + payload
        ends = ((MAC_A, IP_A), (MAC_B, IP_B))
        source, destination = ends[side], ends[1 - side]
        self.capture.add(ethernet(source[0], destination[0], 0x0800,
                                  ipv4(source[1], destination[1], 6, segment)), after_ns, snap)

    def handshake(self, scale=2):
        options = b'\x02\x04\x05\xb4\x03\x03' + bytes([scale]) + b'\x04\x02'
        self.send(0, SYN, 0, 0, options=options)
        self.send(1, SYN | ACK, 0, 1, options=options)
        self.send(0, ACK, 1, 1)


def trouble():
    capture = Capture()
    data = bytes(100)
    lossy = Connection(capture, 50000, 4000, 0xffffff00, 5000)  # the client's numbers wrap
    lossy.handshake()
    lossy.send(0, PSH | ACK, 1, 1, data)
    lossy.send(0, PSH | ACK, 1, 1, data, after_ns=200 * MS)             # retransmission
    lossy.send(1, ACK, 1, 101)
    lossy.send(0, PSH | ACK, 1, 1, data)                                # spurious
    lossy.send(0, PSH | ACK, 201, 1, data)                              # previous segment lost
    lossy.send(1, ACK, 1, 101)                                          # duplicate ACKs
    lossy.send(1, ACK, 1, 101)
    lossy.send(0, PSH | ACK, 101, 1, data)                              # fast retransmission
    lossy.send(1, ACK, 1, 301)
    lossy.send(0, PSH | ACK, 401, 1, data)
    lossy.send(0, PSH | ACK, 301, 1, data, after_ns=MS // 10)           # out of order
    lossy.send(1, ACK, 1, 601)                                          # ACK of data that was not captured
    lossy.send(1, ACK, 1, 601, window=0)                                # zero window
    lossy.send(0, ACK, 501, 1, b'?')                                    # probe, and its answer
    lossy.send(1, ACK, 1, 601, window=0)
    lossy.send(1, ACK, 1, 601, window=2000)                             # window update
    lossy.send(0, ACK, 500, 1, b'', after_ns=1000 * MS)                 # keep-alive, and its answer
    lossy.send(1, ACK, 1, 601, window=2000)
    full = Connection(capture, 50001, 4000, 10, 20)
    full.send(0, SYN, 0, 0, window=200)
    full.send(1, SYN | ACK, 0, 1, window=100)
    full.send(0, ACK, 1, 1, window=200)
    full.send(0, ACK, 1, 1, data)                                       # fills the window
    full.send(1, RST | ACK, 1, 101)
    again = Connection(capture, 50001, 4000, 99999, 77777)              # the same ports
    again.handshake()
    again.send(0, FIN | ACK, 1, 1)
    again.send(1, ACK, 1, 2)
    again.send(1, FIN | ACK, 1, 2)
    again.send(0, ACK, 2, 2)
    refused = Connection(capture, 50002, 4001, 1, 1)
    refused.send(0, SYN, 0, 0)
    refused.send(1, RST | ACK, 0, 1, window=0)
    return capture


def neighbours():
    capture = Capture()

    def arp(source, operation, sender, sender_ip, target, target_ip):
        body = struct.pack('>HHBBH', 1, 0x0800, 6, 4, operation) + sender + sender_ip + target + target_ip
        capture.add(ethernet(source, b'\xff' * 6, 0x0806, body))

    arp(MAC_A, 1, MAC_A, IP_A, bytes(6), IP_B)
    arp(MAC_B, 2, MAC_B, IP_B, MAC_A, IP_A)
    arp(MAC_A, 1, MAC_A, IP_A, bytes(6), IP_A)
    arp(MAC_A, 1, MAC_A, bytes(4), bytes(6), IP_A)
    echo = struct.pack('>BBHHH', 8, 0, 0, 0x1234, 1) + b'abcdefgh'
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 1, echo)))
    capture.add(ethernet(MAC_B, MAC_A, 0x0800, ipv4(IP_B, IP_A, 1, b'\0' + echo[1:])))
    quoted = ipv4(IP_A, IP_B, 17, udp(40000, 9999, b'hello'))
    capture.add(ethernet(MAC_B, MAC_A, 0x0800, ipv4(IP_B, IP_A, 1, struct.pack('>BBHI', 3, 3, 0, 0) + quoted)))
    capture.add(ethernet(MAC_B, MAC_A, 0x0800, ipv4(IP_B, IP_A, 1, struct.pack('>BBHI', 11, 0, 0, 0) + quoted)))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(40000, 9999, b'hello'), ttl=1)))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(40000, 9999, b'hello'))))
    capture.add(ethernet(MAC_A, MAC_B, 0x8100, struct.pack('>HH', 7, 0x0800) + ipv4(IP_A, IP_B, 17, udp(1, 2, b''))))
    solicitation = struct.pack('>BBHI', 135, 0, 0, 0) + IP6_B + b'\x01\x01' + MAC_A
    capture.add(ethernet(MAC_A, b'\x33\x33\xff\0\0\x02', 0x86dd, ipv6(IP6_A, IP6_B, 58, solicitation, 255)))
    advertisement = struct.pack('>BBHI', 136, 0, 0, 0x60000000) + IP6_B + b'\x02\x01' + MAC_B
    capture.add(ethernet(MAC_B, MAC_A, 0x86dd, ipv6(IP6_B, IP6_A, 58, advertisement, 255)))
    capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 58, struct.pack('>BBHHH', 128, 0, 0, 9, 3))))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(1, 2, bytes(24)), fragment=0x2000)))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, bytes(8), fragment=0x0004)))
    capture.add(ethernet(MAC_A, b'\xff' * 6, 0x9999, b'what is this?'))
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(1, 2, bytes(99))), ), snap=30)
    capture.add(ethernet(MAC_A, MAC_B, 0x0800, b'\x42' + ipv4(IP_A, IP_B, 6, b'')[1:]))
    return capture


def messages():
    capture = Capture()
    server = Connection(capture, 50000, 8080, 100, 200)
    server.handshake()
    request = b'GET /long HTTP/1.1\r\nHost: a\r\n\r\n'
    server.send(0, PSH | ACK, 1, 1, request)
    end = 1 + len(request)
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3000\r\n\r\n'
    body = b'x' * 3000
    reply = head + body
    for at in range(0, len(reply), 1448):
        server.send(1, ACK, 1 + at, end, reply[at:at + 1448])
    server.send(0, ACK, end, 1 + len(reply))
    at = 1 + len(reply)
    # an escape sequence, a right-to-left override, quotes, markup, an invalid byte
    hostile = 'GET /\x1b]0;owned\x07?q="\\<script>\u202egnp'.encode() + b'\xff HTTP/1.1\r\n\r\n'
    server.send(0, PSH | ACK, end, at, hostile)
    end += len(hostile)
    for part in (b'HTTP/1.1 404 <b>No\x00pe</b>\r\nTransfer-Encoding: chunked\r\n\r\n', b'5\r\nhel', b'lo\r\n0\r\n\r\n'):
        server.send(1, PSH | ACK, at, end, part)
        at += len(part)
    server.send(0, PSH | ACK, end, at, b'POST /form HTTP/1.1\r\nContent-Length: 4\r\n\r\na=b&', snap=80)
    web = Connection(capture, 50001, 80, 1, 1)
    web.handshake()
    web.send(0, PSH | ACK, 1, 1, b'HEAD / HTTP/1.1\r\n\r\n')
    web.send(1, PSH | ACK, 1, 20, b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n')
    return capture


def pipelined():
    """Several HTTP messages in a segment, the last one cut by its end."""
    capture = Capture()

    def segment(source, destination, ports, numbers, flags, payload=b''):
        header = struct.pack('>HHIIBBHHH', *ports, *numbers, 0x50, flags, 8192, 0, 0)
        capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(source, destination, 6, header + payload)))

    def ask(numbers, flags, payload=b''):
        segment(IP_A, IP_B, (50000, 8080), numbers, flags, payload)

    def answer(numbers, flags, payload=b''):
        segment(IP_B, IP_A, (8080, 50000), numbers, flags, payload)

    ask((0, 0), SYN)
    answer((0, 1), SYN | ACK)
    ask((1, 1), ACK)
    first = b'GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n\r\nHEAD /c HTTP/1.1\r\n\r\n'
    ask((1, 1), PSH | ACK, first)
    reply = (b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nhi'
             b'HTTP/1.1 404 \x1b[31m\r\nContent-Type: text/html; a=b\r\nContent-Length: 3\r\n\r\nabc'
             b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n')
    answer((1, 1 + len(first)), PSH | ACK, reply)
    second = b'GET /d HTTP/1.1\r\n\r\nGET /e HT'
    ask((1 + len(first), 1 + len(reply)), PSH | ACK, second)
    ask((1 + len(first) + len(second), 1 + len(reply)), PSH | ACK, b'TP/1.1\r\n\r\n')
    return capture


def fragments():
    """Fragments and segments with faulty or cut headers, before and between those of another connection."""
    capture = Capture()
    known = Connection(capture, 50000, 4000, 100, 200)

    def odd(port, offset, flags, payload=b'', fragment=0x4000, snap=65535):
        segment = struct.pack('>HHIIBBHHH', port, 4000, 5, 5, offset << 4, flags, 1000, 0, 0) + payload
        capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 6, segment, fragment=fragment)), snap=snap)

    odd(50001, 5, ACK, bytes(20), fragment=0x2000)      # the first packet of all
    known.handshake()
    odd(50002, 5, ACK, bytes(20), fragment=0x2000)      # of a connection without other packets
    odd(50000, 5, ACK, bytes(20), fragment=0x2000)      # of the other connection
    odd(50003, 4, SYN, bytes(8))                        # a header below 20 bytes
    odd(50004, 15, ACK)                                 # a header longer than its packet
    odd(50005, 6, SYN, bytes(8), snap=56)               # its options are cut
    known.send(1, PSH | ACK, 1, 1, b'data')
    return capture


def mixed():
    """Two interfaces of a Mac in one file, with comments on packets and names of addresses."""
    capture = PcapngCapture([(b'lo0', NULL), (b'en0', ETHERNET)], [(IP_A, b'my laptop'), (IP_B, b'the server')])
    for interface in (0, 1):
        capture.interface = interface
        web = Connection(capture, 50000 + interface, 8080, 100, 200)
        capture.comment = b'the <b>first</b> packet'
        web.handshake()
        request = b'GET /ping HTTP/1.1\r\n\r\n'
        web.send(0, PSH | ACK, 1, 1, request)
        capture.comment = 'what we \u202ewaited\u202c for'.encode() + b' \x1b[31m\xff'
        web.send(1, PSH | ACK, 1, 1 + len(request), b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong')
        capture.interface = 1 - interface  # this packet is on the other interface
        capture.add(ethernet(MAC_A, MAC_B, 0x0800, ipv4(IP_A, IP_B, 17, udp(1, 2, b'hi'))))
    return capture


def twice():
    """Captured on both sides of a router, and over IPv6."""
    capture = Capture()
    mac_c, mac_d = bytes([2, 0, 0, 0, 0, 3]), bytes([2, 0, 0, 0, 0, 4])

    def both_sides(number, side, flags, seq, ack, payload=b''):
        ports, isns = (50000, 8080), (1000, 5000)
        segment = struct.pack('>HHIIBBHHH', ports[side], ports[1 - side], isns[side] + seq,
                              isns[1 - side] + ack if flags & ACK else 0, 5 << 4, flags, 64240, 0, 0) + payload
        source, destination = ((IP_A, IP_B), (IP_B, IP_A))[side]
        for ttl, macs, after_ns in ((64, (MAC_A, MAC_B), MS), (63, (mac_c, mac_d), 20000)):
            capture.add(ethernet(*macs, 0x0800, ipv4(source, destination, 6, segment, ttl, 0x4000, number)), after_ns)

    both_sides(100, 0, SYN, 0, 0)
    both_sides(200, 1, SYN | ACK, 0, 1)
    both_sides(101, 0, ACK, 1, 1)
    both_sides(102, 0, PSH | ACK, 1, 1, b'hello')
    both_sides(103, 0, PSH | ACK, 1, 1, b'hello')  # sent again, and captured twice again
    both_sides(201, 1, ACK, 1, 6)
    v6 = struct.pack('>HHIIBBHHH', 50001, 8080, 7, 0, 5 << 4, SYN, 1000, 0, 0)
    for after_ns in (MS, 5000, 200 * MS):  # 5 µs are too short for a retransmitted SYN
        capture.add(ethernet(MAC_A, MAC_B, 0x86dd, ipv6(IP6_A, IP6_B, 6, v6)), after_ns)
    return capture


def odd():
    """A capture with faults: no beginning, merged segments, a clock set back, cut packets, dropped packets."""
    capture = PcapngCapture([(b'eth0', ETHERNET)])
    late = Connection(capture, 50000, 8080, 100, 200)
    late.send(0, PSH | ACK, 1, 1, bytes(10))
    late.send(1, ACK, 1, 11)
    merged = Connection(capture, 50001, 8080, 300, 400)
    merged.handshake()
    merged.send(1, PSH | ACK, 1, 1, bytes(4380))
    merged.send(0, ACK, 1, 4381, after_ns=-2 * MS)
    merged.send(1, PSH | ACK, 4381, 1, bytes(1000), snap=96)
    merged.send(0, ACK, 1, 5381)
    capture.dropped = 3
    return capture


def swapped():
    """An acknowledgment that was written before the data that it acknowledges, and 641 µs later by its time."""
    capture = Capture()
    web = Connection(capture, 50000, 8080, 100, 200)
    web.handshake()
    web.send(1, ACK, 1, 5)
    web.send(0, PSH | ACK, 1, 1, b'ping', after_ns=-641000)
    web.send(1, PSH | ACK, 1, 5, b'pong')
    return capture


class Said(Connection):
    """A connection whose sequence numbers follow from the payloads."""

    def __init__(self, capture, client_port, server_port):
        super().__init__(capture, client_port, server_port, 1000, 5000)
        self.handshake()
        self.next = [1, 1]

    def say(self, side, *parts):
        """Sends a segment for each part."""
        for part in parts:
            self.send(side, PSH | ACK, self.next[side], self.next[1 - side], part)
            self.next[side] += len(part)


def http2():
    """HTTP/2: headers in every form, in several frames and segments; all types of frames; after an upgrade; a gap."""
    capture = Capture()
    web = Said(capture, 50000, 8080)
    settings = frames.http2(frames.SETTINGS, 0, 0, struct.pack('>HIHI', 3, 100, 4, 65535))
    block = frames.indexed(2) + frames.indexed(6) + frames.indexed(4) + frames.literal(1, b'192.0.2.2:8080') + \
        frames.literal(58, b'curl/8.0', is_huffman=True)
    web.say(0, frames.PREFACE + settings + frames.http2(frames.WINDOW_UPDATE, 0, 0, struct.pack('>I', 1 << 20)) +
            frames.http2(frames.HEADERS, frames.END_HEADERS | frames.END_STREAM | frames.HAS_PRIORITY, 1,
                         struct.pack('>IB', 0, 15) + block))
    web.say(1, settings + frames.http2(frames.SETTINGS, frames.SETTINGS_ACK, 0))
    web.say(0, frames.http2(frames.SETTINGS, frames.SETTINGS_ACK, 0))
    reply = frames.table_size(256) + frames.indexed(8) + frames.literal(31, b'text/plain', is_huffman=True) + \
        frames.literal(b'x-odd', b'\xff\x00 <b>\x1b[31m', 'never') + frames.literal(28, b'6', 'plain')
    web.say(1, frames.http2(frames.HEADERS, frames.END_HEADERS, 1, reply), frames.http2(frames.DATA, 1, 1, b'hello\n'))
    # Headers from the dynamic table; a header block in two frames, which are cut into segments.
    again = frames.indexed(2) + frames.indexed(6) + frames.literal(4, b'/long?name=value', 'plain', True) + \
        frames.indexed(63) + frames.indexed(62)
    parts = frames.http2(frames.HEADERS, frames.PADDED, 3, b'\x04' + again[:9] + bytes(4)) + \
        frames.http2(frames.CONTINUATION, frames.END_HEADERS, 3, again[9:]) + \
        frames.http2(frames.DATA, frames.PADDED | frames.END_STREAM, 3, b'\x03body' + bytes(3))
    web.say(0, parts[:5], parts[5:20], parts[20:40], parts[40:])
    promise = struct.pack('>I', 2) + frames.indexed(2) + frames.indexed(7) + frames.literal(4, b'/style.css', 'plain')
    web.say(1, frames.http2(frames.PUSH_PROMISE, frames.END_HEADERS, 3, promise) +
            frames.http2(frames.HEADERS, frames.END_HEADERS, 3, frames.indexed(13)) +
            frames.http2(frames.PRIORITY, 0, 5, struct.pack('>IB', 0x80000003, 7)) + frames.http2(frames.PING, 0, 0, b'pingpong') +
            frames.http2(99, 0, 0, b'??') + frames.http2(frames.RST_STREAM, 0, 3, struct.pack('>I', 8)))
    web.say(0, frames.http2(frames.PING, 1, 0, b'pingpong') +
            frames.http2(frames.GOAWAY, 0, 0, struct.pack('>II', 3, 11) + b'calm down'))
    web.send(0, FIN | ACK, web.next[0], web.next[1])
    web.send(1, RST | ACK, web.next[1], web.next[0] + 1)
    later = Said(capture, 50001, 8080)
    later.say(0, b'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nConnection: Upgrade, '
              b'HTTP2-Settings\r\n\r\n')
    later.say(1, b'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n' + settings)
    later.say(0, frames.PREFACE + frames.http2(frames.SETTINGS, 0, 0))
    later.say(1, frames.http2(frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, 1, frames.indexed(9)))
    gap = Said(capture, 50002, 8080)
    gap.say(0, frames.PREFACE + settings)
    gap.say(0, frames.http2(frames.HEADERS, frames.END_HEADERS, 1, block) + frames.http2(frames.DATA, 0, 1, bytes(300))[:59])
    gap.next[0] += 100  # a gap in the data: bytes that were not captured
    gap.say(0, bytes(150) + frames.http2(frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, 3, block))
    return capture


def websocket():
    """WebSocket: masked and unmasked frames, long and fragmented ones around a control frame, a compressed one."""
    capture = Capture()
    chat, mask = Said(capture, 50000, 8080), b'\x37\xfa\x21\x3d'
    chat.say(0, b'GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
             b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n')
    chat.say(1, b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
             b'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n')
    chat.say(0, frames.websocket(1, b'Hello', mask))
    chat.say(1, frames.websocket(1, 'Hello, 세계 \x1b[31m'.encode()))
    chat.say(0, frames.websocket(1, b'in ', mask, False) + frames.websocket(9, b'?', mask), frames.websocket(0, b'pieces', mask))
    chat.say(1, frames.websocket(10, b'?') + frames.websocket(2, bytes(range(200))))
    long = frames.websocket(1, b'long ' * 300, mask)
    chat.say(0, long[:3], long[3:1000], long[1000:])
    chat.say(1, b'\xc1' + frames.websocket(1, b'\xf2\x48\xcd\xc9\xc9\x07\x00')[1:] + frames.websocket(11, b''))
    chat.say(1, frames.websocket(8, b'\x03\xe8bye'))
    chat.say(0, frames.websocket(8, b'\x03\xe8', mask))
    return capture


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for make in (trouble, neighbours, messages, pipelined, fragments, mixed, twice, odd, swapped, http2, websocket):
        capture = make()
        capture.write(os.path.join(folder, make.__name__ + capture.extension))


if __name__ == '__main__':
    main()
