#!/usr/bin/env python3
"""Secrets in data that no rule reads: each is hidden, or the report names the data as not searched.

    scrub-unread.py make FOLDER      NAME.pcap and NAME.md for each case
    scrub-unread.py check FOLDER     fails when the report in NAME.html is not the one that the case expects
"""
import base64
import html
import importlib.util
import pathlib
import re
import struct
import sys

here = pathlib.Path(__file__).parent
sys.path[:0] = [str(here), str(here / 'golden')]
import unpacked  # noqa: E402
from exchange import ACK, CLIENT, MSS, PSH, SERVER, SYN, segment  # noqa: E402

spec = importlib.util.spec_from_file_location('copies', here / 'scrub-copies.py')
copies = importlib.util.module_from_spec(spec)
spec.loader.exec_module(copies)

SECRET = b'Vt4Kq9Xw2Lz7'
SASL = base64.b64encode(b'\0anna\0' + SECRET)
REPORT = {'not searched': re.compile(r'; not searched: ([^<"]*)')}


def tcp(port, said, answer=b''):
    client, server = (*CLIENT[:2], 40001, CLIENT[3]), (*SERVER[:2], port, SERVER[3])
    packets = [segment(client, server, SYN, 0, None, options=MSS), segment(server, client, SYN | ACK, 0, 1, options=MSS),
               segment(client, server, ACK, 1, 1), segment(client, server, PSH | ACK, 1, 1, said)]
    if answer:
        packets.append(segment(server, client, PSH | ACK, 1, 1 + len(said), answer))
    return packets


def udp(port, *said):
    return [copies.frame(copies.ip4(17, copies.udp(text, 45000, port))) for text in said]


def web(kind, body):
    head = b'HTTP/1.1 200 OK\r\n' + (b'Content-Type: ' + kind + b'\r\n' if kind else b'')
    return tcp(8080, b'GET / HTTP/1.1\r\nHost: a\r\n\r\n', head + b'Content-Length: %d\r\n\r\n' % len(body) + body)


def cases():
    """Yields (name, packets, what the report names); '': nothing; None: the secret has to be hidden."""
    packed = b'\x82\xa4user\xa4anna\xa8password\xac' + SECRET
    yield 'ip-protocol', [copies.frame(copies.ip4(253, b'\0\1login anna ' + SECRET))], 'IP protocol 253'
    yield 'ether-type', [copies.frame(b'\0\1login anna ' + SECRET, 0x88b5)], 'EtherType 0x88b5'
    yield 'messagepack', web(b'application/msgpack', packed), 'application/msgpack'
    yield 'cbor', web(b'application/cbor', b'\xa1\x68password\x6c' + SECRET), 'application/cbor'
    yield 'protobuf', web(b'Application/X-Protobuf; a=b', b'\x0a\x04anna\x12\x0c' + SECRET), 'application/x-protobuf'
    yield 'grpc-web', web(b'application/grpc-web', b'\0\0\0\0\x0e\x0a\x0c' + SECRET), 'application/grpc-web'
    yield 'octets', web(b'application/octet-stream', b'login anna ' + SECRET), 'application/octet-stream'
    yield 'no-type', web(b'', packed), 'HTTP'
    yield 'binary-text', web(b'text/plain', b'\0\1\2' + SECRET), 'text/plain'
    yield 'part', web(b'multipart/mixed; boundary=b', b'--b\r\nContent-Type: application/cbor\r\n\r\n\xa1\x68password\x6c' + SECRET
                      + b'\r\n--b--\r\n'), 'application/cbor'
    for name, port, word in (('subversion', 3690, 'Subversion'), ('subversion-odd', 45001, 'TCP port 45001')):
        yield name, tcp(port, b'( 2 ( ) 10:svn://a/x ) ( PLAIN ( 24:' + SASL + b' ) ) '), word
    yield 'query', tcp(10011, b'login serveradmin ' + SECRET + b'\n', b'TS3\n'), 'TCP port 10011'
    yield 'syslog', udp(514, b'<34>1 2026 h sshd - - Failed password for anna: ' + SECRET), 'Syslog'
    yield 'passwd', udp(7777, b'anna:' + SECRET + b':1000:1000::/home/anna:/bin/sh\n'), 'UDP port 7777'
    yield 'tunnel', tcp(1080, b'\5\1\0\5\1\0\1\1\2\3\4\0\x50login serveradmin ' + SECRET + b'\n'), 'SOCKS'
    yield 'amqp-rest', tcp(5672, b'AMQP\0\0\x09\x01\1\0\0\0\0\0\4\0\x0a\0\x28\xce\x77' + SECRET), 'AMQP'
    yield 'connect', tcp(8080, b'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\nlogin anna ' + SECRET + b'\n'), 'HTTP'
    yield 'false-type', web(b'application/json', packed), 'application/json'
    # A secret in two datagrams is hidden. The report may name the second datagram, too.
    for name, first, last in (('json', b'{"user":"anna","password":"', b'","x":1}'), ('name', b'{"user":"anna","pass', b''),
                              ('form', b'user=anna&password=', b'&x=1'), ('base64', b'token=', b'=='),
                              ('line', b'password: ', b'\n'), ('markup', b'<a><password>', b'</password></a>')):
        for at in (3, 7):
            one, other = (first + SECRET[:at], SECRET[at:] + last)
            if name == 'name':
                one, other = first, b'word":"' + SECRET + b'"}'
            yield f'split-{name}-{at}', udp(7777, one, other), None
    # Data that the rules read completely is not named.
    yield 'json', web(b'application/json', b'{"password":"' + SECRET + b'"}'), ''
    yield 'picture', web(b'image/png', b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), ''
    yield 'text', web(b'text/plain', b'hello\nyou\n'), ''
    yield 'mail', tcp(2525, b'EHLO a\r\nAUTH PLAIN ' + SASL + b'\r\n', b'250 a\r\n235 ok\r\n'), ''
    yield 'mail-without', tcp(25, b'EHLO a\r\nQUIT\r\n', b'250 a\r\n221 bye\r\n'), ''
    yield 'settings', udp(7777, b'# a\n[db]\npassword = ' + SECRET + b'\n'), ''
    yield 'json-datagram', udp(7777, b'{"password":"' + SECRET + b'"}\n'), ''
    yield 'sip', udp(5060, b'REGISTER sip:a SIP/2.0\r\nAuthorization: Digest ' + SECRET + b'\r\n\r\n'), ''


def packets_of(page):
    island = unpacked.packets_of(page)
    for capture in island['captures'].values():
        for frame in capture['frames'].values():
            yield base64.b64decode(frame['bytes'])


def make(folder):
    for name, packets, _ in cases():
        with open(folder / f'{name}.pcap', 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
            for i, packet in enumerate(packets):
                out.write(struct.pack('<IIII', 1700000000, i * 1000, len(packet), len(packet)) + packet)
        (folder / f'{name}.md').write_text(f'---\ntitle: T\nlang: en\ncaptures: {{s: {{file: {name}.pcap}}}}\n---\n\n'
                                           '```packets s\nshow: list\n```\n')


def check(folder):
    failed = 0
    for name, packets, word in cases():
        page = html.unescape(unpacked.read(folder / f'{name}.html'))
        named = REPORT['not searched'].search(page)
        said = named.group(1).strip() if named else ''
        bytes_of = b'\0'.join(packets_of(page))
        stays = any(secret in bytes_of for secret in (SECRET, SASL))
        if word is None:
            stays = any(SECRET[at:at + 4] in bytes_of for at in range(len(SECRET) - 3))
        is_right = not stays if word is None else said == word and not (stays and not said)
        what = 'the secret is hidden' if word is None else f'{word or "nothing"} is named'
        print(f'{"ok" if is_right else "not ok"} - {name}: {what}')
        if not is_right:
            print(f'# named: "{said}"{", and the secret stays" if stays else ""}')
        failed += not is_right
    sys.exit(failed > 0)


if __name__ == '__main__':
    {'make': make, 'check': check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
