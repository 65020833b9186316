#!/usr/bin/env python3
"""Writes a small capture with the bytes that a test wants: a handshake, one request, one response and
the close, 11 packets as in a recorded /ping. It is a nanosecond pcap of Ethernet, IPv4 and TCP. The same
arguments give the same bytes.

    exchange.py OUT.pcap [REQUEST [RESPONSE]]      both with Python's escapes: 'GET / HTTP/1.1\\r\\n\\r\\n'
"""
import struct
import sys

FIN, SYN, PSH, ACK = 1, 2, 8, 16
CLIENT = (bytes([192, 0, 2, 1]), bytes([2, 0, 0, 0, 0, 1]), 40001, 1687121203)
SERVER = (bytes([192, 0, 2, 2]), bytes([2, 0, 0, 0, 0, 2]), 8080, 3281859550)
MSS = bytes([2, 4, 5, 180])
PING = 'GET /ping HTTP/1.1\r\nHost: localhost:8080\r\n\r\n'
PONG = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\npong\n'


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def segment(sender, receiver, flags, seq, ack, payload=b'', options=b''):
    """Returns an Ethernet frame. `seq` and `ack` are relative; without `ack` (None) the ACK flag is off."""
    header = struct.pack('>HHIIBBHHH', sender[2], receiver[2], (sender[3] + seq) & 0xffffffff,
                         0 if ack is None else (receiver[3] + ack) & 0xffffffff,
                         (20 + len(options)) // 4 << 4, flags, 64240, 0, 0) + options
    pseudo = sender[0] + receiver[0] + struct.pack('>HH', 6, len(header) + len(payload))
    total = checksum(pseudo + header + payload)
    header = header[:16] + struct.pack('>H', total) + header[18:]
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(header) + len(payload), 0, 0x4000, 64, 6, 0)
    ip += sender[0] + receiver[0]
    ip = ip[:10] + struct.pack('>H', checksum(ip)) + ip[12:]
    return receiver[1] + sender[1] + b'\x08\x00' + ip + header + payload


def exchange(request, response):
    asked, answered = 1 + len(request), 1 + len(response)
    return [
        segment(CLIENT, SERVER, SYN, 0, None, options=MSS),
        segment(SERVER, CLIENT, SYN | ACK, 0, 1, options=MSS),
        segment(CLIENT, SERVER, ACK, 1, 1),
        segment(CLIENT, SERVER, PSH | ACK, 1, 1, request),
        segment(SERVER, CLIENT, ACK, 1, asked),
        segment(SERVER, CLIENT, PSH | ACK, 1, asked, response),
        segment(CLIENT, SERVER, ACK, asked, answered),
        segment(CLIENT, SERVER, FIN | ACK, asked, answered),
        segment(SERVER, CLIENT, ACK, answered, asked + 1),
        segment(SERVER, CLIENT, FIN | ACK, answered, asked + 1),
        segment(CLIENT, SERVER, ACK, asked + 1, answered + 1),
    ]


def main():
    texts = [text.encode('utf-8').decode('unicode_escape').encode('latin-1') for text in sys.argv[2:4]]
    request = texts[0] if texts else PING.encode()
    response = texts[1] if len(texts) > 1 else PONG.encode()
    with open(sys.argv[1], 'wb') as file:
        file.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
        for index, packet in enumerate(exchange(request, response)):
            file.write(struct.pack('<IIII', 1700000000, index * 37000, len(packet), len(packet)))
            file.write(packet)


if __name__ == '__main__':
    main()
