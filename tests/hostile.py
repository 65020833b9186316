#!/usr/bin/env python3
"""Writes a capture of hostile text: markup in a DNS name and its answer, in a request's target, host name and
headers, in a status line, and in a body that is one line of 64 kB. The bytes are always the same.

    hostile.py OUT.pcap
"""
import struct
import sys

from exchange import ACK, CLIENT, FIN, MSS, PSH, SERVER, SYN, checksum, segment

# Each script reports its number when it runs. Nothing else makes an element with the class `injected`.
REQUEST = (b'GET /"><img/src=x/onerror=alert(1)><h1/class=injected> HTTP/1.1\r\n'
           b'Host: <script>alert(2)</script>.example\r\n'
           b'User-Agent: </script><script>alert(3)</script><!--<script>\r\n'
           b'X-Style: </style><svg onload=alert(4)>\xff\xfe\x80\r\n'
           b'Cookie: "><img src=x onerror=alert(5)>\r\n\r\n')
BODY = b'</title><script>alert(6)</script>"><img src=x onerror=alert(7)>' + b'Z' * 65536 + b'\n'
RESPONSE = (b'HTTP/1.1 200 <b class=injected>OK</b>\r\nContent-Type: text/<script>alert(8)</script>\r\n'
            b'Content-Length: %d\r\n\r\n' % len(BODY)) + BODY
NAME = [b'<script>alert(9)</script>', b'"><img src=x onerror=alert(10)>', b'example']
ANSWER = [b'</script><h1 class=injected>', b'example']
PIECE = 1460


def name(labels):
    return b''.join(bytes([len(label)]) + label for label in labels) + b'\0'


def datagram(sender, receiver, ports, payload):
    udp = struct.pack('>HHHH', ports[0], ports[1], 8 + len(payload), 0) + payload
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), 0, 0x4000, 64, 17, 0) + sender[0] + receiver[0]
    return receiver[1] + sender[1] + b'\x08\x00' + ip[:10] + struct.pack('>H', checksum(ip)) + ip[12:] + udp


def packets():
    question = name(NAME) + struct.pack('>HH', 1, 1)
    header = struct.pack('>HHHHHH', 7, 0x0100, 1, 0, 0, 0)
    yield datagram(CLIENT, SERVER, (40053, 53), header + question)
    target = name(ANSWER)
    answer = b'\xc0\x0c' + struct.pack('>HHIH', 5, 1, 60, len(target)) + target
    yield datagram(SERVER, CLIENT, (53, 40053), struct.pack('>HHHHHH', 7, 0x8180, 1, 1, 0, 0) + question + answer)

    yield segment(CLIENT, SERVER, SYN, 0, None, options=MSS)
    yield segment(SERVER, CLIENT, SYN | ACK, 0, 1, options=MSS)
    yield segment(CLIENT, SERVER, ACK, 1, 1)
    yield segment(CLIENT, SERVER, PSH | ACK, 1, 1, REQUEST)
    asked = 1 + len(REQUEST)
    for start in range(0, len(RESPONSE), PIECE):
        piece = RESPONSE[start:start + PIECE]
        is_last = start + PIECE >= len(RESPONSE)
        yield segment(SERVER, CLIENT, ACK | (PSH if is_last else 0), 1 + start, asked, piece)
        yield segment(CLIENT, SERVER, ACK, asked, 1 + start + len(piece))
    answered = 1 + len(RESPONSE)
    yield segment(SERVER, CLIENT, FIN | ACK, answered, asked)
    yield segment(CLIENT, SERVER, FIN | ACK, asked, answered + 1)
    yield segment(SERVER, CLIENT, ACK, answered + 1, asked + 1)


def main():
    with open(sys.argv[1], 'wb') as file:
        file.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
        for index, packet in enumerate(packets()):
            file.write(struct.pack('<IIII', 1700000000, index * 37000, len(packet), len(packet)))
            file.write(packet)


if __name__ == '__main__':
    main()
