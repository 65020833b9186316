#!/usr/bin/env python3
"""Compares the network calls of a recording with those that strace saw of the same program.

  calls-of-strace.py NAME.calls.jsonl server|client STRACE-OUTPUT...   one file a thread (strace -ff)

Each thread's calls must be the same: name, order, result, error. What depends on the moment does not
count: a call that would have had to wait (EAGAIN), one that was never finished, and in how many
pieces data was received, so the results of receives that follow each other are added up. A server is
ended with the recording, so the last call of each of its threads may be missing on one side.
"""
import json
import re
import sys

NETWORK = set('''socket socketpair bind listen accept accept4 connect getsockname getpeername sendto
    sendmsg sendmmsg recvfrom recvmsg recvmmsg shutdown setsockopt getsockopt sendfile splice'''.split())
LINE = re.compile(r'(\w+)\(.*\)\s+= (-?\d+)(?: (E\w+))?')


def recorded(path, role):
    threads = {}
    with open(path, encoding='utf-8') as lines:
        for call in map(json.loads, lines):
            if call.get('role') == role and call['call'] in NETWORK and 'result' in call:
                row = (call['call'], call['result'], call.get('error'))
                threads.setdefault(call['thread'], []).append(row)
    return threads.values()


def traced(paths):
    for path in paths:
        with open(path, encoding='utf-8', errors='replace') as lines:
            found = [LINE.match(line) for line in lines]
        yield [(m[1], int(m[2]), m[3]) for m in found if m]


def joined(rows):
    joint = []
    for name, result, cause in rows:
        is_received = name.startswith(('recv', 'splice')) and result > 0
        if is_received and joint and joint[-1][0] == name and joint[-1][1] > 0:
            joint[-1] = (name, joint[-1][1] + result, None)
        else:
            joint.append((name, result, cause))
    return joint


def steady(threads):
    rows = (joined(row for row in thread if row[2] != 'EAGAIN') for thread in threads)
    return sorted((thread for thread in rows if thread), key=str)


def is_same(one, other, role):
    shorter = min(len(one), len(other))
    tail = max(len(one), len(other)) - shorter
    return one[:shorter] == other[:shorter] and tail <= (role == 'server')


def main():
    role = sys.argv[2]
    ours, theirs = steady(recorded(sys.argv[1], role)), steady(traced(sys.argv[3:]))
    if not theirs:
        sys.exit('strace saw nothing')
    if len(ours) != len(theirs) or not all(is_same(*pair, role) for pair in zip(ours, theirs)):
        sys.exit(f'# recorded: {ours}\n# strace:   {theirs}')


if __name__ == '__main__':
    main()
