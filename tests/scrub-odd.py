#!/usr/bin/env python3
"""Captures whose secrets contain quotes, brackets and names of secrets, in segments of all sizes, with gaps; and
talks that show some of their frames. All secrets are hidden in the decks of them, although the text around a hidden
secret may look like another one.

    scrub-odd.py make FOLDER     NN.pcap and NN.md
"""
import base64
import html
import json
import pathlib
import random
import struct
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from exchange import ACK, CLIENT, MSS, PSH, SERVER, SYN, segment  # noqa: E402

COUNT = 120
SIGNS = ['"', "'", '`', ';', '&', '<', '>', '\\', '\\"', ' ', ',', '{', '}', '[', ']', ':', '=', '/', '?', '#', '|', '%', '%26', '*',
         '$', '@', '!', '(', ')', '--', '\\n', '"password":"', 'token=', '</a>', "':", '암호']
LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghi23456789'


def value(chance):
    return ''.join(chance.choice(SIGNS) if chance.random() < .5 else ''.join(chance.choices(LETTERS, k=chance.randint(1, 9)))
                   for _ in range(chance.randint(1, 5)))


def post(kind, body):
    return f'POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}'


def shell(one):
    return "'" + one.replace("'", "'\\''") + "'"


FORMATS = [
    lambda v: post('application/x-www-form-urlencoded', f'user=anna&password={v.replace("&", "")}&x=1'),
    lambda v: f'GET /x?user=anna&token={urllib.parse.quote(v)}&lang=ko HTTP/1.1\r\nHost: h\r\nCookie: {v}\r\nAccept: a/b\r\n\r\n',
    lambda v: post('application/json', json.dumps({'user': 'anna', 'password': v, 'x': 'hello', 'o': {'secret': [v, v[::-1]]}})),
    lambda v: post('application/json', json.dumps({'body': json.dumps({'api_key': v, 'name': 'hello world'}), 'x': 'hello'})),
    lambda v: post('text/xml', f'<a><password>{html.escape(v)}</password><c>hello world</c><token value="{html.escape(v)}"/></a>'),
    lambda v: post('text/html', f'<input name="password" value="{html.escape(v)}"><b>more</b><script>var password = {json.dumps(v)};'
                                ' var x = "hello world"; f("a")</script>'),
    lambda v: post('text/plain', f'A=1\nDB_PASSWORD={v}\nB=2\nC="hello world"\nexport SECRET_KEY={shell(v)}\nD=hello world\n'),
    lambda v: post('text/yaml', f'a: b\npassword: {json.dumps(v)}\nc: "d"\nsecret:\n  - {json.dumps(v)}\n  - x\nd: hello world\n'),
    lambda v: f'GET / HTTP/1.1\r\nX-Api-Key: {v}\r\nReferer: http://anna:{urllib.parse.quote(v)}@h/a\r\nAuthorization: Bearer {v}\r\n\r\n',
    lambda v: f'USER anna\r\nPASS {v}\r\nLIST\r\nRETR 1\r\nSTAT hello\r\n',
    lambda v: post('text/plain', f'curl -u anna:{shell(v)} --data "hello" http://h/ --password {shell(v)} -v\nls -l "a b"\n'),
    lambda v: post('text/plain', f'INFO login user=anna password={v} ip=1.2.3.4\nINFO hello "quoted text"\nyour password: {v}\nbye\n'),
    lambda v: post('text/plain', f'machine h login anna password {v}\nh:5432:db:anna:{v}\nhello "world"\n-----BEGIN RSA PRIVATE KEY-----\n'
                   + base64.b64encode(v.encode() * 9).decode() + '\n-----END RSA PRIVATE KEY-----\nhello\n'),
]


def make(folder):
    chance = random.Random(7)
    for number in range(COUNT):
        client = (CLIENT[0], CLIENT[1], 40001 + number, CLIENT[3])
        text = ''.join(chance.choice(FORMATS)(value(chance)) for _ in range(chance.randint(1, 4))).encode()
        size = chance.choice([1400, 131, 40, 7])
        packets = [segment(client, SERVER, PSH | ACK, 1 + at, 1, text[at:at + size]) for at in range(0, len(text), size)]
        if number % 5 == 0 and len(packets) > 2:
            del packets[chance.randrange(len(packets))]
        if number % 7:
            packets = [segment(client, SERVER, SYN, 0, None, options=MSS), segment(SERVER, client, SYN | ACK, 0, 1, options=MSS)] + packets
        with open(folder / f'{number}.pcap', 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
            for index, packet in enumerate(packets):
                out.write(struct.pack('<IIII', 1700000000, index * 1000, len(packet), len(packet)) + packet)
        first = chance.randint(1, len(packets))
        frames = f'frames: "{first}-{chance.randint(first, len(packets))}"\n' if number % 3 == 0 else ''
        (folder / f'{number}.md').write_text(f'---\ntitle: Odd\nlang: en\ncaptures: {{o: {number}.pcap}}\n---\n\n# Odd\n\n'
                                             f'```packets o\nshow: list\n{frames}```\n')


if __name__ == '__main__':
    make(pathlib.Path(sys.argv[2]))
