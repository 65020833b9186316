#!/usr/bin/env python3
"""Compares the decode with that of the installed tshark, on captures that the project writes.

    agreement-generated.py PROGRAM

protocols.py and traffic.py write the captures. All fields must be equal in all packets, except for those in
DIFFERENT, which differences.md explains. A field in DIFFERENT that is equal fails, too. Then each field is changed
in the program's output, and removed from it, and the comparison must notice that. Without tshark the test is
skipped. With another version than that of differences.md, only fields from headers are compared.
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

FOLDER = os.path.dirname(os.path.abspath(__file__))
SKIPPED, LINES_MAX, JOBS = 77, 30, 2
MEASURED = '4.0.'
BETWEEN = '|'
UNREASSEMBLED = '[BoundErrorUnreassembled Packet]'  # a message about settings of the dissector, not about the packet
# The fields that tshark prints, by Wireshark's names.
COLUMNS = ['frame.number', 'frame.time_epoch', 'frame.len', 'frame.cap_len', '_ws.col.Protocol', '_ws.col.Info', 'eth.src',
           'eth.dst', 'ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst', 'icmp.type', 'icmpv6.type', 'tcp.srcport', 'tcp.dstport',
           'udp.srcport', 'udp.dstport', 'tcp.flags', 'tcp.seq', 'tcp.ack', 'tcp.seq_raw', 'tcp.len', 'tcp.window_size',
           'tcp.options.mss_val', 'tcp.options.wscale.shift', 'tcp.stream', 'http.request.method', 'http.request.uri',
           'http.response.code', 'http2.headers.method', 'http2.headers.path', 'http2.headers.status', 'dns.qry.name',
           'dns.flags.rcode', 'tls.handshake.type', 'tls.handshake.extensions_server_name', 'dns.flags.response']
FLAGS = [(2, 'SYN'), (16, 'ACK'), (1, 'FIN'), (4, 'RST'), (8, 'PSH'), (32, 'URG'), (64, 'ECE'), (128, 'CWR')]
LABELS = {'retransmission': 'retransmission', 'fast_retransmission': 'fast-retransmission',
          'spurious_retransmission': 'spurious-retransmission', 'out_of_order': 'out-of-order', 'lost_segment': 'lost-segment',
          'duplicate_ack': 'dup-ack', 'ack_lost_segment': 'ack-unseen', 'zero_window': 'zero-window', 'window_full': 'window-full',
          'window_update': 'window-update', 'keep_alive': 'keep-alive', 'keep_alive_ack': 'keep-alive-ack',
          'zero_window_probe': 'zero-window-probe', 'zero_window_probe_ack': 'zero-window-probe-ack', 'reused_ports': 'port-reused'}
HANDSHAKES = {1: 'Client Hello', 2: 'Server Hello'}
# The fields from headers alone. Results of an analysis and the text of columns change with the version of tshark.
HEADERS_ONLY = {'number', 'time', 'length', 'captured', 'src', 'dst', 'sport', 'dport', 'flags', 'seq_raw', 'tcp_len', 'mss',
                'wscale', 'http.method', 'http.uri', 'http.status', 'dns.name', 'dns.rcode', 'tls.sni'}
# Expected differences, {capture: {(frame, field)}}. differences.md explains each.
DIFFERENT = {}
CAPTURES = ['protocols', 'trouble']


def all_of(row, column):
    return row[column].split(BETWEEN) if row[column] else []


def last(row, column):
    return int(all_of(row, column)[-1], 0) if row[column] else None


def addresses(row):
    """Returns the addresses of the innermost packet. For an ICMP error, these are not those of the quoted packet."""
    is_error = row['icmp.type'] in ('3', '4', '5', '11', '12') or row['icmpv6.type'] in ('1', '2', '3', '4')
    version = 'ipv6' if row['ipv6.src'] else 'ip'
    if not row[version + '.src']:
        return row['eth.src'], row['eth.dst']
    at = 0 if is_error else -1
    return all_of(row, version + '.src')[at], all_of(row, version + '.dst')[at]


def theirs(row, labels):
    """Returns a row of tshark with the keys of pcapdeck's JSON, flat, without the keys that this packet lacks."""
    said = {'number': int(row['frame.number']), 'time': Decimal(row['frame.time_epoch']), 'length': int(row['frame.len']),
            'captured': int(row['frame.cap_len']), 'protocol': row['_ws.col.Protocol'], 'info': row['_ws.col.Info'].replace(UNREASSEMBLED, '').strip()}
    said['src'], said['dst'] = addresses(row)
    is_error = bool(row['icmp.type'] + row['icmpv6.type'])
    transport = 'tcp' if row['tcp.srcport'] else 'udp'
    if row[transport + '.srcport'] and not is_error:
        said['sport'], said['dport'] = last(row, transport + '.srcport'), last(row, transport + '.dstport')
    if row['tcp.flags'] and not is_error:
        flags = last(row, 'tcp.flags')
        said['flags'] = ','.join(word for bit, word in FLAGS if flags & bit)
        for key, column in (('seq', 'tcp.seq'), ('ack', 'tcp.ack'), ('seq_raw', 'tcp.seq_raw'), ('tcp_len', 'tcp.len'),
                            ('window', 'tcp.window_size'), ('mss', 'tcp.options.mss_val'), ('wscale', 'tcp.options.wscale.shift'),
                            ('stream', 'tcp.stream')):
            said[key] = last(row, column)
        if not flags & 16:
            del said['ack']
        found = {own for column, own in LABELS.items() if labels[column]}
        if found & {'fast-retransmission', 'spurious-retransmission'}:
            found.discard('retransmission')
        said['analysis'] = sorted(found) or None
    for key, column in (('http.method', 'http.request.method'), ('http.uri', 'http.request.uri'), ('dns.name', 'dns.qry.name'),
                        ('tls.sni', 'tls.handshake.extensions_server_name'), ('http2.method', 'http2.headers.method'),
                        ('http2.path', 'http2.headers.path')):
        said[key] = row[column] or None
    for key, column in (('http.status', 'http.response.code'), ('dns.rcode', 'dns.flags.rcode'), ('http2.status', 'http2.headers.status')):
        said[key] = last(row, column)
    said['tls.handshake'] = [HANDSHAKES[int(kind)] for kind in all_of(row, 'tls.handshake.type')] or None
    return {key: value for key, value in said.items() if value is not None}


def ours(line):
    """Returns the compared fields of a line of pcapdeck's JSON, flat."""
    said = json.loads(line, parse_float=Decimal)
    flat = {}
    for key, value in said.items():
        if isinstance(value, dict):
            flat.update({f'{key}.{inner}': one for inner, one in value.items()})
        else:
            flat[key] = value
    flat['flags'] = ','.join(word for _, word in FLAGS if word in said['flags'].split(',')) if 'flags' in said else None
    flat['analysis'] = sorted(said['analysis']) if 'analysis' in said else None
    flat['info'] = said['info'].strip()
    return {key: value for key, value in flat.items() if value is not None}


def ask_tshark(path, home):
    labels = ['tcp.analysis.' + label for label in LABELS]
    columns = COLUMNS + labels
    words = ['tshark', '-n', '-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE', '-r', path, '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=' + BETWEEN]
    for column in columns:
        words += ['-e', column]
    environment = {**os.environ, 'HOME': home, 'XDG_CONFIG_HOME': home, 'WIRESHARK_CONFIG_DIR': home, 'TZ': 'UTC', 'LC_ALL': 'C.UTF-8'}
    done = subprocess.run(words, capture_output=True, env=environment, timeout=100, check=False)
    if done.returncode:
        sys.exit('tshark: ' + done.stderr.decode('utf-8', 'replace'))
    for line in done.stdout.decode('utf-8', 'replace').splitlines():
        row = dict(zip(columns, line.split('\t')))
        yield theirs(row, {label: row['tcp.analysis.' + label] for label in LABELS})


def ask_program(program, path):
    done = subprocess.run([program, 'packets', path, '--json'], capture_output=True, timeout=100, check=False)
    if done.returncode:
        sys.exit(f'{program}: ' + done.stderr.decode('utf-8', 'replace'))
    return [ours(line) for line in done.stdout.splitlines()]


def fields_of(rows):
    return {key for row in rows for key in row}


def differences(expected, said, fields):
    """Returns [(frame, field, theirs, ours)] of unequal fields. Frame 0 means another number of packets."""
    found = [(0, 'packets', len(expected), len(said))] if len(expected) != len(said) else []
    for left, right in zip(expected, said):
        for field in fields:
            if left.get(field) != right.get(field):
                found.append((left['number'], field, left.get(field), right.get(field)))
    return found


def missed_changes(expected, said, fields):
    """Yields fields whose change or removal the comparison does not notice, and fields that no packet has."""
    known = {one[:2] for one in differences(expected, said, fields)}
    for field in sorted(fields):
        places = [i for i, row in enumerate(said) if field in row and (row['number'], field) not in known]
        if not places:
            yield f'no packet has a {field}'
        for i in places[:1]:
            value = said[i][field]
            other = [*value, 'x'] if isinstance(value, list) else value + (1 if not isinstance(value, str) else 'x')
            for changed in ({**said[i], field: other}, {key: one for key, one in said[i].items() if key != field}):
                found = {one[:2] for one in differences(expected, [*said[:i], changed, *said[i + 1:]], fields)}
                if (said[i]['number'], field) not in found:
                    yield f'{field}: a change of it is not noticed'


def make_captures(folder):
    path = os.path.join(folder, 'protocols.pcap')
    subprocess.run([sys.executable, os.path.join(FOLDER, 'protocols.py'), path], check=True)
    subprocess.run([sys.executable, os.path.join(FOLDER, 'traffic.py'), folder], check=True)
    return {name: os.path.join(folder, name + '.pcap') for name in CAPTURES}


def version():
    """Returns the version of the installed tshark; None when there is none."""
    try:
        done = subprocess.run(['tshark', '--version'], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.split()[2]


def main():
    program, installed = sys.argv[1], version()
    if not installed:
        print('skipped: tshark is not installed')
        return SKIPPED
    is_measured = installed.startswith(MEASURED)
    print(f'# tshark {installed}' + ('' if is_measured else ': what the headers say is compared only'))
    problems = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(JOBS) as pool:
        captures = make_captures(folder)
        answers = dict(zip(captures, pool.map(lambda path: list(ask_tshark(path, folder)), captures.values())))
        for name, path in captures.items():
            expected, said = answers[name], ask_program(program, path)
            fields = fields_of(expected) if is_measured else fields_of(expected) & HEADERS_ONLY
            allowed = DIFFERENT.get(name, set())
            found = differences(expected, said, fields)
            problems += [f'{name} #{frame} {field}: tshark says {left!r}, we say {right!r}'
                         for frame, field, left, right in found if (frame, field) not in allowed]
            if is_measured:
                problems += [f'{name} #{frame} {field} is equal: strike it from DIFFERENT'
                             for frame, field in sorted(allowed - {one[:2] for one in found})]
            if name == 'protocols':
                problems += missed_changes(expected, said, fields)
    for problem in problems[:LINES_MAX]:
        print('#', problem)
    print(f'{"not ok" if problems else "ok"} - {len(problems)} differences')
    return bool(problems)


if __name__ == '__main__':
    sys.exit(main())
