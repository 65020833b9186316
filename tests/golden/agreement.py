#!/usr/bin/env python3
"""Compares the decode with tshark's, packet by packet, on captures of other people.

    agreement.py PROGRAM SOURCE-ROOT

The captures and tshark's output are not in the project. They are expected in ../shared beside the source
(corpus/, corpus-golden/, tools/compare_golden.py); without them the test is skipped. Each field must be equal
in at least the given percentage of packets. differences.md explains the remaining differences.
"""
import os
import shlex
import subprocess
import sys

SKIPPED = 77
MARKS = {
    # fields from headers
    'number': 100, 'time': 99.5, 'length': 100, 'captured': 100, 'src': 100, 'dst': 100, 'sport': 100,
    'dport': 100, 'flags': 100, 'seq': 100, 'ack': 100, 'tcp_len': 100, 'mss': 100, 'wscale': 100,
    # results of the analysis of earlier packets
    'window': 100, 'analysis': 99.5,
    # fields from the payload
    'protocol': 99.5, 'http.method': 99.5, 'http.uri': 99.5, 'http.status': 99.5, 'dns.name': 99.5,
    'dns.rcode': 99.5, 'tls.handshake': 99.5, 'tls.sni': 99.5, 'tls.version': 99.5,
}


def main():
    program, root = sys.argv[1:3]
    shared = os.path.join(os.path.dirname(os.path.abspath(root)), 'shared')
    tool = os.path.join(shared, 'tools', 'compare_golden.py')
    captures, golden = (os.path.join(shared, name) for name in ('corpus', 'corpus-golden'))
    if not all(map(os.path.exists, (tool, captures, golden))):
        print('skipped: no ../shared with captures beside the source')
        return SKIPPED
    marks = [word for name, mark in MARKS.items() for word in ('--min-field', f'{name}={mark}')]
    command = shlex.quote(program) + ' packets {file} --json'
    return subprocess.run([sys.executable, tool, captures, golden, command, '--jobs', '2', '--diffs', '3', *marks],
                          check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
