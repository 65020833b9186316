#!/usr/bin/env python3
"""Logins of binary protocols with bytes that were not captured: one byte of a message, or all bytes before it. Each
protocol has a capture, with a connection and a secret for each byte.

    scrub-gaps.py make FOLDER      NAME.pcap and NAME.md for each protocol
    scrub-gaps.py check FOLDER     fails when five bytes of a secret are in a packet of NAME.html
"""
import base64
import importlib.util
import pathlib
import struct
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import unpacked  # noqa: E402
from exchange import SYN  # noqa: E402

copies_spec = importlib.util.spec_from_file_location('scrub_copies', HERE / 'scrub-copies.py')
copies = importlib.util.module_from_spec(copies_spec)
copies_spec.loader.exec_module(copies)


def ber(tag, content):
    return bytes([tag, len(content)]) + content


def string(content):
    return struct.pack('>H', len(content)) + content


def mqtt(secret):
    content = b'\0\4MQTT\4\xc2\0\x3c' + string(b'dev1') + string(b'anna') + string(secret)
    return b'\x10' + bytes([len(content)]) + content


PROTOCOLS = {  # name: the port, the login, the bytes before it when the capture begins late
    'ldap': (389, lambda s: ber(0x30, b'\2\1\2' + ber(0x60, b'\2\1\3' + ber(4, b'cn=anna') + ber(0x80, s))), b'tail of an answer\1\2'),
    'mqtt': (1883, mqtt, b'\xc0\0\xc0\0'),
    'socks': (1080, lambda s: b'\5\1\2\1\4anna' + bytes([len(s)]) + s, None),
    'postgresql': (5432, lambda s: struct.pack('>II', 18, 0x30000) + b'user\0ann\0\0p' + struct.pack('>I', 5 + len(s)) + s + b'\0',
                   b'ect 1 from a\0'),
    'redis': (6379, lambda s: b'*2\r\n$4\r\nAUTH\r\n$16\r\n' + s + b'\r\n*1\r\n$4\r\nPING\r\n', b'value\r\n'),
    'mysql': (3306, lambda s: struct.pack('<I', 32 + 5 + 1 + len(s))[:3] + b'\1' + bytes(32) + b'anna\0' + bytes([len(s)]) + s, None),
}


def segments(text, port, client, seq=1):
    return copies.frame(copies.ip4(6, copies.tcp(text, seq, client, port)))


def cases(name):
    """Yields (secret, packets) for each connection."""
    port, login, before = PROTOCOLS[name]
    size = len(login(bytes(16)))
    for at in range(size):
        client, secret = 41000 + at, copies.nonsense(f'{name} {at}').encode()
        text = login(secret)
        packets = [copies.frame(copies.ip4(6, copies.tcp(b'', 0, client, port, SYN)))]
        packets += [segments(part, port, client, 1 + start) for start, part in ((0, text[:at]), (at + 1, text[at + 1:])) if part]
        yield secret, packets
    if before is not None:
        for number, (seq, start) in enumerate(((700, 0), (60000, 0), (700, len(before) // 2))):
            client, secret = 51000 + number, copies.nonsense(f'{name} late {number}').encode()
            yield secret, [segments(before[start:] + login(secret), port, client, seq)]
        client, secret = 52000, copies.nonsense(f'{name} gap').encode()
        yield secret, [copies.frame(copies.ip4(6, copies.tcp(b'', 0, client, port, SYN))), segments(before, port, client),
                       segments(before + login(secret), port, client, 9000)]


def make(folder):
    for name in PROTOCOLS:
        with open(folder / f'{name}.pcap', 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
            for index, packet in enumerate(packet for _, packets in cases(name) for packet in packets):
                out.write(struct.pack('<IIII', 1700000000, index * 1000, len(packet), len(packet)) + packet)
        (folder / f'{name}.md').write_text(f'---\ntitle: {name}\nlang: en\ncaptures: {{s: {{file: {name}.pcap}}}}\n---\n\n'
                                           '```packets s\nshow: list\n```\n')


def check(folder):
    failed = False
    for name in PROTOCOLS:
        page = unpacked.read(folder / f'{name}.html')
        island = unpacked.packets_of(page)
        frames = [one for capture in island['captures'].values() for one in capture['frames'].values()]
        data = [base64.b64decode(one['bytes']) for one in frames]
        bad = [f'{number}: {secret[at:at + 5]}' for number, (secret, _) in enumerate(cases(name))
               for at in range(12) if any(secret[at:at + 5] in one for one in data)]
        print(f'{"not ok" if bad else "ok"} - {name}: a login with gaps is hidden in {len(list(cases(name)))} connections')
        for one in bad[:20]:
            print('#', one)
        failed = failed or bool(bad)
    sys.exit(failed)


if __name__ == '__main__':
    (make if sys.argv[1] == 'make' else check)(pathlib.Path(sys.argv[2]))
