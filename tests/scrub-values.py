#!/usr/bin/env python3
"""Writes a capture whose secrets contain the special characters of formats, and checks a redacted deck of it.

    scrub-values.py make OUT.pcap       each format with each ASCII punctuation mark, in segments of 131 bytes
    scrub-values.py check DECK.html     fails when five bytes of a secret are in the page or in its packets
"""
import base64
import hashlib
import html
import importlib.util
import json
import pathlib
import re
import string
import struct
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import unpacked  # noqa: E402
from exchange import ACK, CLIENT, MSS, PSH, SERVER, SYN, segment  # noqa: E402

copies_spec = importlib.util.spec_from_file_location('scrub_copies', HERE / 'scrub-copies.py')
copies = importlib.util.module_from_spec(copies_spec)
copies_spec.loader.exec_module(copies)

SIGNS = string.punctuation + ' '


def secrets(name):
    """Yields (sign, secret without it, secret). The sign is at the start, in the middle or at the end."""
    for index, sign in enumerate(SIGNS):
        nonsense = base64.b32encode(hashlib.sha256(f'{name} {sign}'.encode()).digest())[:14].decode()
        place = (0, 7, 14)[index % 3]
        yield sign, nonsense, nonsense[:place] + sign + nonsense[place:]


def post(kind, body, extra=''):
    return f'POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body)}\r\n\r\n{body}'


def chunked(body, cut):
    return (f'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{cut:x}\r\n{body[:cut]}\r\n'
            f'{len(body) - cut:x};a=b\r\n{body[cut:]}\r\n0\r\n\r\n')


FORM = 'application/x-www-form-urlencoded'
FORMATS = {  # name: the message, the signs that end a value
    'form': (lambda value: post(FORM, f'user=anna&password={value}'), '&'),
    'query': (lambda value: f'GET /x?user=anna&token={value}&lang=ko HTTP/1.1\r\nHost: h\r\n\r\n', '&'),
    'json': (lambda value: post('application/json', '{"user":"anna","password"\n:\n' + json.dumps(value) + '}'), ''),
    'inner': (lambda value: post('application/json', json.dumps({'body': json.dumps({'api_key': value})})), ''),
    'chunks': (lambda value: chunked('{"user":"anna","pass\\u0077ord":' + json.dumps(value) + '}', 21), ''),
    'xml': (lambda value: post('text/xml', f'<a><wsse:Password b="c">{html.escape(value)}</wsse:Password></a>'), ''),
    'field': (lambda value: post('text/html', f'<input value="{html.escape(value)}" name="password">'), ''),
    'part': (lambda value: post('multipart/form-data; boundary=bound',
                                f'--bound\r\nContent-Disposition:form-data;\r\n name=password\r\n\r\n{value}\r\n--bound--\r\n'), ''),
    'env': (lambda value: post('text/plain', f'A=1\nDB_PASSWORD={value}\nB=2\n'), ''),
    'yaml': (lambda value: post('text/yaml', f'a: b\npassword: {value}\nc: d\n'), ''),
    'header': (lambda value: f'GET / HTTP/1.1\r\nX-Api-Key: {value}\r\nA: b\r\n\r\n', ''),
    'userinfo': (lambda value: f'GET / HTTP/1.1\r\nReferer: http://anna:{value}@h/\r\n\r\n', '/?#"\'<>` '),
}


def packets():
    for index, (name, (message, excepted)) in enumerate(FORMATS.items()):
        client = (CLIENT[0], CLIENT[1], 40001 + index, CLIENT[3])
        sender, receiver = (SERVER, client) if name == 'chunks' else (client, SERVER)
        yield segment(client, SERVER, SYN, 0, None, options=MSS)
        yield segment(SERVER, client, SYN | ACK, 0, 1, options=MSS)
        yield segment(client, SERVER, ACK, 1, 1)
        text = ''.join(message(value) for sign, _, value in secrets(name) if sign not in excepted).encode()
        for at in range(0, len(text), 131):
            yield segment(sender, receiver, PSH | ACK, 1 + at, 1, text[at:at + 131])


def make(path):
    with open(path, 'wb') as out:
        out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
        for index, packet in enumerate(packets()):
            out.write(struct.pack('<IIII', 1700000000, index * 1000, len(packet), len(packet)) + packet)


def check(path):
    page = unpacked.read(path)
    island = unpacked.packets_of(page)
    frames = [frame for capture in island['captures'].values() for frame in capture['frames'].values()]
    data = [base64.b64decode(one['bytes']) for one in frames]
    payloads = b'\n'.join(one[54:] for one in data)
    words = html.unescape(re.sub(r'"bytes":"[^"]*"', '', page[page.index('<body'):page.rindex('<script>')]))
    problems = [] if len(data) == len(list(packets())) else [f'{len(data)} packets']
    for name, (_, excepted) in FORMATS.items():
        for sign, nonsense, _ in secrets(name):
            for gram in [nonsense[i:i + 5] for i in range(len(nonsense) - 4)]:
                if sign not in excepted and (gram.encode() in payloads or gram in words):
                    problems.append(f'{name}, {sign!r}: {gram!r} of {nonsense!r} can be read')
                    break
    for word in ('user=anna&password=', '&lang=ko HTTP/1.1', '"user":"anna"', '<wsse:Password b="c">', 'A=1\nDB_PASSWORD='):
        if word.encode() not in b''.join(one[54:] for one in data):
            problems.append(f'{word!r} is hidden, and no secret')
    for problem in problems[:20]:
        print('#', problem)
    sys.exit(bool(problems))


if __name__ == '__main__':
    (make if sys.argv[1] == 'make' else check)(sys.argv[2])
