#!/usr/bin/env python3
"""Writes a capture full of secrets, and checks a redacted deck of it.

    scrub.py make OUT.pcap          secrets of every kind, cut into segments of 7 bytes, out of order,
                                    sent twice, over a gap, in datagrams, in a packet that ICMP quotes
    scrub.py check DECK.html        fails when five bytes of a secret are in the page or in its packets,
                                    a harmless word is missing, or a checksum is wrong
    scrub.py check-addresses DECK.html       fails when a real address is in it, too
"""
import base64
import gzip
import hashlib
import html
import re
import struct
import sys

sys.path.insert(0, __file__.rsplit('/', 1)[0])
import unpacked  # noqa: E402
from exchange import ACK, FIN, MSS, PSH, SYN, checksum, segment  # noqa: E402


def nonsense(number):
    """Returns a secret of which no five bytes occur elsewhere by chance."""
    return base64.b32encode(hashlib.sha256(b'%d' % number).digest())[:14].decode()


SECRETS = [nonsense(number) for number in range(27)]
HARMLESS = ['/login?user=anna&', 'Host: 127.0.0.1:8080', 'User-Agent: tester', 'Bearer ', '{"name": "Anna", "pass', '"count": 7',
            'hello=world', '<name>Bert</name>', 'ftp://anna:', 'HTTP/1.1 200 OK', 'behind the zipped one',
            'after the chunk', 'form-data; name="comment"', 'no secret', 'Basic information stays', 'X-Trace: abc']
REAL = [('192.168.7.10', bytes([192, 168, 7, 10])), ('10.20.30.40', bytes([10, 20, 30, 40])),
        ('a4:5e:60:01:02:03', bytes([0xa4, 0x5e, 0x60, 1, 2, 3])), ('a4:5e:60:0a:0b:0c', bytes([0xa4, 0x5e, 0x60, 10, 11, 12]))]
CLIENT = (REAL[0][1], REAL[2][1], 40001, 4294967000)
SERVER = (REAL[1][1], REAL[3][1], 8080, 3281859550)
(BASIC, PROXY, COOKIES, SET, FOLDED, QUERY, FORM, QUOTED, ESCAPED, XML, PART, USER, CHUNK1, CHUNK2, GAP1, GAP2, DATAGRAM, ICMP,
 ZIPPED, GITHUB, APIKEY, PASS, KEY, SECOND, BEARER, JWT, LOGIN) = SECRETS
OTP = '7310934455'


def request():
    body = f'password={FORM}%21&hello=world'
    text = (f'POST /login?user=anna&access_token={QUERY} HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: tester\r\n'
            f'AUTHORIZATION:   Basic {BASIC}\r\nProxy-Authorization: Basic {PROXY}\r\nCookie: {COOKIES}; sid=1\r\n'
            f'X-Folded-Token: first\r\n   {FOLDED}\r\nX-Api-Key: {APIKEY}\r\nX-Forwarded-For: 192.168.7.10\r\n'
            f'Referer: ftp://anna:{USER}@10.20.30.40/x\r\nContent-Length: {len(body)}\r\n\r\n{body}')
    parts = (f'--b\r\nContent-Disposition: form-data; name="comment"\r\n\r\nno secret\r\n--b\r\nContent-Disposition: form-data; '
             f'name="user[passwd]"\r\nContent-Type: text/plain\r\n\r\nline one\r\n{PART}\r\n--b--\r\n')
    text += f'POST /parts HTTP/1.1\r\nContent-Length: {len(parts)}\r\nAuthorization: Bearer {SECOND}\r\n\r\n{parts}'
    text += f'PASS {PASS}\r\nAUTH PLAIN {LOGIN}\r\n'
    return text.encode()


def response():
    body = ('{"name": "Anna", "password" : a\\"' + QUOTED + '", "count": 7, "otp": ' + OTP + ', "inner": "{\\"api_key\\":\\"'
            + ESCAPED + '\\"}", "jwt is": "eyJhbGciOiJIUzI1NiJ9.' + JWT + '.c2ln", "x": "Basic information stays", "y": "Bearer ' + BEARER + '0123", "z": "'
            + 'ghp_' + GITHUB + 'abcdefghijkl' + '"}\n<name>Bert</name><secret>' + XML + '</secret>\n-----BEGIN RSA PRIVATE KEY-----\n' + KEY
            + '\n-----END RSA PRIVATE KEY-----\n')
    chunks = [f'{{"token":"{CHUNK1}'.encode(), f'{CHUNK2}"}} after the chunk'.encode()]
    zipped = gzip.compress(ZIPPED.encode() * 3, mtime=0)
    return (f'HTTP/1.1 200 OK\r\nSet-Cookie: {SET}; Path=/\r\nContent-Length: {len(body)}\r\n\r\n{body}'.encode()
            + b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
            + b''.join(b'%x\r\n%s\r\n' % (len(chunk), chunk) for chunk in chunks) + b'0\r\n\r\n'
            + b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(zipped) + zipped
            + b'HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nbehind the zipped one')


def ip(source, target, number, payload):
    header = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(payload), 0, 0x4000, 64, number, 0) + source[0] + target[0]
    return header[:10] + struct.pack('>H', checksum(header)) + header[12:] + payload


def ethernet(source, target, packet):
    return target[1] + source[1] + b'\x08\x00' + packet


def datagram(source, target, payload, port=5353):
    header = struct.pack('>HHHH', 5000, port, 8 + len(payload), 0)
    pseudo = source[0] + target[0] + struct.pack('>HH', 17, len(header) + len(payload))
    return ip(source, target, 17, header[:6] + struct.pack('>H', checksum(pseudo + header + payload)) + payload)


def icmp_error(source, target, quoted):
    body = struct.pack('>BBHI', 3, 3, 0, 0) + quoted
    return ip(source, target, 1, body[:2] + struct.pack('>H', checksum(body)) + body[4:])


def cut(sender, receiver, text, ack, size):
    """Returns segments of `size` bytes. Some neighbors are swapped, and every fifth is sent again at the end."""
    made = [segment(sender, receiver, PSH | ACK, 1 + at, ack, text[at:at + size]) for at in range(0, len(text), size)]
    for i in range(1, len(made) - 1, 4):
        made[i], made[i + 1] = made[i + 1], made[i]
    again = [made[i] for i in range(0, len(made), 5)]
    return made + again


def packets():
    asked, answered = request(), response()
    yield segment(CLIENT, SERVER, SYN, 0, None, options=MSS)
    yield segment(SERVER, CLIENT, SYN | ACK, 0, 1, options=MSS)
    yield segment(CLIENT, SERVER, ACK, 1, 1)
    yield from cut(CLIENT, SERVER, asked, 1, 7)
    yield from cut(SERVER, CLIENT, answered, 1 + len(asked), 11)
    yield segment(CLIENT, SERVER, FIN | ACK, 1 + len(asked), 1 + len(answered))
    # Another connection, whose beginning and middle were not captured.
    other = (CLIENT[0], CLIENT[1], 40002, CLIENT[3])
    yield segment(other, SERVER, PSH | ACK, 100, 1, b'ue=' + GAP2.encode() + b'\r\nX-Trace: abc\r\nCookie: a=' + GAP1.encode())
    yield segment(other, SERVER, PSH | ACK, 900, 1, GAP1[3:].encode() + b'\r\nHost: 127.0.0.1:8080\r\n\r\n')
    yield ethernet(CLIENT, SERVER, datagram(CLIENT, SERVER, b'hello=world&token=' + DATAGRAM.encode()))
    yield ethernet(SERVER, CLIENT, icmp_error(SERVER, CLIENT, datagram(CLIENT, SERVER, b'secret=' + ICMP.encode() + b'&x=1', 9)))


def make(path):
    with open(path, 'wb') as out:
        out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
        for index, packet in enumerate(packets()):
            out.write(struct.pack('<IIII', 1700000000, index * 1000, len(packet), len(packet)) + packet)


def right_checksums(packet):
    """Returns whether the checksums of the IPv4 header and of its payload are right."""
    header, number = packet[14:34], packet[23]
    if checksum(header):
        return False
    body = packet[34:14 + struct.unpack('>H', packet[16:18])[0]]
    pseudo = b'' if number == 1 else header[12:20] + struct.pack('>HH', number, len(body))
    return checksum(pseudo + body) == 0


def grams(secret):
    """Returns all runs of five bytes, none of which may be found anywhere."""
    return [secret[i:i + 5] for i in range(len(secret) - 4)]


def check(path, with_addresses):
    page = unpacked.read(path)
    island = unpacked.packets_of(page)
    frames = [frame for capture in island['captures'].values() for frame in capture['frames'].values()]
    data = [base64.b64decode(frame['bytes']) for frame in frames]
    made = list(packets())
    problems = []
    if len(data) != len(made) or [len(one) for one in data] != [len(one) for one in made]:
        problems.append('packets are missing, or have another size')
    problems += [f'packet {i + 1}: a checksum is wrong' for i, one in enumerate(data) if not right_checksums(one)]
    # The text of the page, and the reassembled streams.
    words = html.unescape(re.sub(r'"bytes":"[^"]*"', '', page[page.index('<body'):page.rindex('<script>')]))
    streams = b'\n'.join(put_together(data))
    text = streams.decode('latin-1')
    for secret in [*SECRETS, OTP]:
        for gram in grams(secret):
            if gram.encode() in streams or any(gram.encode() in one for one in data):
                problems.append(f'bytes of {secret!r}: {gram!r} can be read in the packets')
                break
        for gram in grams(secret):
            if gram in words:
                problems.append(f'bytes of {secret!r}: {gram!r} can be read in the page')
                break
    problems += [f'{word!r} is hidden, and no secret' for word in HARMLESS if word not in text]
    if with_addresses:
        for name, octets in REAL:
            if name in words or any(octets in one for one in data) or name in text:
                problems.append(f'{name} can be found')
        if not any(b'\xc0\x00\x02\x01' in one for one in data):
            problems.append('192.0.2.1 stands for nobody')
    for problem in problems[:20]:
        print('#', problem)
    sys.exit(bool(problems))


def put_together(data):
    """Yields the payload of each direction by sequence number, with '?' for missing bytes."""
    said = {}
    for packet in data:
        if packet[23] != 6:
            yield packet
            continue
        header, payload_at = packet[34:], 34 + (packet[46] >> 4) * 4
        sequence = struct.unpack('>I', header[4:8])[0]
        said.setdefault((packet[26:34], header[:4]), []).append((sequence, packet[payload_at:14 + struct.unpack('>H', packet[16:18])[0]]))
    for segments in said.values():
        base = segments[0][0]
        pieces = {}
        for sequence, payload in segments:
            pieces.update(enumerate(payload, (sequence - base) & 0xffffffff))
        yield bytes(pieces[i] for i in sorted(pieces))


if sys.argv[1] == 'make':
    make(sys.argv[2])
else:
    check(sys.argv[2], sys.argv[1] == 'check-addresses')
