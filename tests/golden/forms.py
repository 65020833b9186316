#!/usr/bin/env python3
"""Checks that the same packets give the same decode in every file format and on every link layer.

    forms.py IN-TURN

The project's captures and those of traffic.py are written again: as pcap with microseconds and with
nanoseconds in either byte order, as pcapng in either byte order; without Ethernet, as NULL, LOOP, Linux
cooked and raw IP; with other initial sequence numbers, so that they wrap in the middle. The output of
`packets --json` stays the same, except for keys that must differ. IN-TURN (in-turn.c) runs many commands in
one process.
"""
import json
import os
import struct
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(os.path.dirname(os.path.dirname(FOLDER)), 'pcaps')
ETHERNET, NULL, LOOP, COOKED, RAW = 1, 0, 108, 113, 101
IPV4, IPV6 = 0x0800, 0x86dd
TCP, ACK = 6, 0x10
WRAPS = (0, 0xffffffff - 5, 0xffffffff - 997, 0xffffff00, 0x7ffffff3, 0x80000011)


def read_pcap(path):
    """Returns [(time in ns, size on the wire, bytes)] of an Ethernet pcap in little-endian order."""
    with open(path, 'rb') as file:
        data = file.read()
    magic, link = struct.unpack_from('<I', data)[0], struct.unpack_from('<I', data, 20)[0]
    unit = {0xa1b2c3d4: 1000, 0xa1b23c4d: 1}[magic]
    assert link == ETHERNET, path
    records, at = [], 24
    while at < len(data):
        seconds, fraction, captured, size = struct.unpack_from('<IIII', data, at)
        records.append((seconds * 10**9 + fraction * unit, size, data[at + 16:at + 16 + captured]))
        at += 16 + captured
    return records


def as_pcap(records, order='<', is_nano=True, link=ETHERNET):
    out = [struct.pack(order + 'IHHiIII', 0xa1b23c4d if is_nano else 0xa1b2c3d4, 2, 4, 0, 0, 262144, link)]
    for time_ns, size, data in records:
        fraction = time_ns % 10**9
        out += [struct.pack(order + 'IIII', time_ns // 10**9, fraction if is_nano else fraction // 1000,
                            len(data), size), data]
    return b''.join(out)


def block(order, kind, body):
    body += b'\0' * (-len(body) % 4)
    size = struct.pack(order + 'I', len(body) + 12)
    return struct.pack(order + 'I', kind) + size + body + size


def as_pcapng(records, order='<', is_nano=True):
    resolution = struct.pack(order + 'HHBxxxHH', 9, 1, 9, 0, 0) if is_nano else b''
    out = [block(order, 0x0a0d0d0a, struct.pack(order + 'IHHq', 0x1a2b3c4d, 1, 0, -1)),
           block(order, 1, struct.pack(order + 'HHI', ETHERNET, 0, 262144) + resolution)]
    for time_ns, size, data in records:
        ticks = time_ns if is_nano else time_ns // 1000
        out.append(block(order, 6, struct.pack(order + 'IIIII', 0, ticks >> 32, ticks & 0xffffffff,
                                               len(data), size) + data))
    return b''.join(out)


def ip_records(records):
    """Returns the packets that have a whole IP packet directly after the Ethernet header, without padding."""
    kept = []
    for time_ns, size, data in records:
        ethertype = struct.unpack_from('>H', data, 12)[0]
        if ethertype == IPV4:
            end = 14 + struct.unpack_from('>H', data, 16)[0]
            if data[14] >> 4 != 4 or not 20 <= (data[14] & 15) * 4 <= end - 14:
                continue  # without an IPv4 header, so the addresses of the link layer are shown
        elif ethertype == IPV6:
            end = 54 + struct.unpack_from('>H', data, 18)[0]
        else:
            continue
        is_group = data[0] & 1
        if end <= len(data) and not is_group:
            kept.append((time_ns, end, data[:end]))
    return kept


def rewrap(records, header):
    return [(time_ns, size - 14 + len(header(data)), header(data) + data[14:]) for time_ns, size, data in records]


def ethertype_of(data):
    return data[12:14]


def null_header(order):
    return lambda data: struct.pack(order + 'I', 2 if ethertype_of(data) == b'\x08\x00' else 30)


def cooked_header(data):
    return struct.pack('>HHH8s', 0, 1, 6, data[6:12]) + ethertype_of(data)


def shift(records, client, server):
    """Changes initial sequence numbers, by a different amount for each socket."""
    shifted = []
    for time_ns, size, data in records:
        data = bytearray(data)
        at = 34
        if len(data) >= 54 and ethertype_of(data) == b'\x08\x00' and data[14] == 0x45 and data[23] == TCP and \
                not (data[20] & 0x3f or data[21]) and len(data) >= at + (data[at + 12] >> 4) * 4:
            source, destination = struct.unpack_from('>HH', data, at)
            mine, theirs = (client, server) if source > destination else (server, client)
            number, acknowledgment = struct.unpack_from('>II', data, at + 4)
            struct.pack_into('>I', data, at + 4, number + mine & 0xffffffff)
            if data[at + 13] & ACK:
                struct.pack_into('>I', data, at + 8, acknowledgment + theirs & 0xffffffff)
            shift_sack(data, at + 20, at + (data[at + 12] >> 4) * 4, theirs)
        shifted.append((time_ns, size, bytes(data)))
    return shifted


def shift_sack(data, at, end, by):
    while at + 1 < end and data[at]:
        if data[at] == 1:
            at += 1
            continue
        size = data[at + 1]
        if size < 2:
            return
        if data[at] == 5:
            for edge in range(at + 2, at + size, 4):
                struct.pack_into('>I', data, edge, struct.unpack_from('>I', data, edge)[0] + by & 0xffffffff)
        at += size


def without(lines, keys):
    """Parses the lines and removes the keys. Without keys, returns the lines themselves."""
    if not keys:
        return lines
    packets = [json.loads(line, parse_float=str) for line in lines]
    for packet in packets:
        for key in keys:
            packet.pop(key, None)
    return packets


class Check:
    def __init__(self, program, folder):
        self.program, self.folder, self.count, self.failed = program, folder, 0, 0

    def decode(self, contents):
        """Returns the lines of JSON of each capture."""
        paths = [os.path.join(self.folder, f'form-{index}') for index in range(len(contents))]
        for path, content in zip(paths, contents):
            with open(path, 'wb') as file:
                file.write(content)
        commands = ''.join(f'packets\t{path}\t--json\n' for path in paths)
        done = subprocess.run([self.program], input=commands.encode(), capture_output=True, timeout=60, check=True,
                              env={'LC_ALL': 'C.UTF-8', 'TZ': 'UTC'})
        printed = done.stdout.decode('utf-8').split('\n\n')
        assert len(printed) == len(contents) + 1 and not printed.pop()
        return [text.splitlines() for text in printed]

    def same(self, name, forms, keys=()):
        """Checks that all forms, {name: capture}, give the same as the first one, except for these keys."""
        first, *others = (without(lines, keys) for lines in self.decode(list(forms.values())))
        assert first, name
        for form, found in zip(list(forms)[1:], others):
            self.count += 1
            if first != found:
                self.failed += 1
                tell_difference(f'{name} {form}', first, found)


def tell_difference(name, expected, found):
    print(f'not ok - {name}: {len(expected)} and {len(found)} packets')
    for one, other in zip(expected, found):
        if one != other:
            one, other = (json.loads(line) if isinstance(line, str) else line for line in (one, other))
            keys = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
            print('  #%s' % one['number'], *(f'{key}: {one.get(key)} / {other.get(key)}' for key in keys))
            break


def check_files(check, name, records):
    for unit, is_nano in (('ns', True), ('us', False)):
        forms = {'pcap': as_pcap(records, is_nano=is_nano)}
        for order in '<>':
            forms[f'pcap {unit} {order}'] = as_pcap(records, order, is_nano)
            forms[f'pcapng {unit} {order}'] = as_pcapng(records, order, is_nano)
        check.same(name, forms)
    check.same(name, {'ns': as_pcap(records), 'us and ns': as_pcap(records, is_nano=False)}, ['time'])


def check_links(check, name, records):
    records = ip_records(records)
    if not records:
        return
    forms = {'Ethernet': as_pcap(records)}
    for order in '<>':
        forms[f'NULL {order}'] = as_pcap(rewrap(records, null_header(order)), order, link=NULL)
    for link, header in ((LOOP, null_header('>')), (COOKED, cooked_header), (RAW, lambda data: b'')):
        forms[f'link {link}'] = as_pcap(rewrap(records, header), link=link)
    check.same(name, forms, ['length', 'captured', 'decode'])


def check_numbers(check, name, records):
    forms = {'as recorded': as_pcap(records)}
    for client in WRAPS:
        for server in WRAPS:
            forms[f'numbers + {client:#x}, {server:#x}'] = as_pcap(shift(records, client, server))
    check.same(name, forms, ['seq_raw'])


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(FOLDER, 'traffic.py'), folder], check=True)
        paths = [os.path.join(place, name) for place in (PCAPS, folder) for name in sorted(os.listdir(place))
                 if name.endswith('.pcap')]
        check = Check(os.path.abspath(sys.argv[1]), folder)
        for path in paths:
            name, records = os.path.basename(path), read_pcap(path)
            check_files(check, name, records)
            check_links(check, name, records)
            check_numbers(check, name, records)
    print(f'{check.count} comparisons, {check.failed} differ')
    return 1 if check.failed or not check.count else 0


if __name__ == '__main__':
    sys.exit(main())
