#!/usr/bin/env python3
"""Runs the readers under valgrind: nothing that is printed may come from memory that was never written.

    memory.py PROGRAM IN-TURN TARGET...

PROGRAM is pcapdeck, built without sanitizers (valgrind cannot run those), IN-TURN runs several of its commands in
one process (in-turn.c: valgrind takes longer to start than they do), a TARGET a fuzz target whose corpus is
replayed in one process, too. Prints a line "ok - NAME" or "not ok - NAME" a run. Left out: leaks,
which AddressSanitizer finds.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

TESTS = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(os.path.dirname(TESTS), 'pcaps')
SKIPPED, FOUND, JOBS, LINES_MAX, VIEWS_MIN = 77, 99, 2, 30, 8
VALGRIND = ['valgrind', '-q', f'--error-exitcode={FOUND}', '--leak-check=no', '--child-silent-after-fork=yes']


def usable():
    """None, or why valgrind cannot be used here."""
    if not shutil.which('valgrind'):
        return 'valgrind is not installed'
    done = subprocess.run([*VALGRIND, 'true'], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else 'valgrind does not run here: ' + (done.stderr.strip() or 'no reason given')


def views(program, capture):
    """The pictures that a plain capture has, out of all that the program itself lists."""
    def draw(name):
        words = [program, 'packets', capture, '--svg', '--show', name, '--stream', '1']
        return subprocess.run([*words, *one_frame(name)], capture_output=True, text=True, check=False)
    named = re.findall(r'[a-z]+', re.search(r'there are ([^;]*)', draw('?').stderr).group(1))
    drawn = [name for name in named if draw(name).returncode == 0]
    assert len(drawn) >= VIEWS_MIN, named
    return drawn


def one_frame(name):
    return ['--frames', '14'] if name in ('packet', 'stack') else []


def talk(folder, capture, names):
    """A talk with every picture, and values in its prose."""
    path = os.path.join(folder, 'memory.md')
    blocks = [f'---\n\n## {name}\n\n```packets it\nshow: {name}\nstream: 1\n'
              + ('frames: 14\n' if one_frame(name) else '') + '```\n' for name in names]
    with open(path, 'w', encoding='utf-8') as out:
        out.write(f'---\ntitle: Memory\nlang: ko\ncaptures: {{it: {{file: {capture}}}}}\n---\n\n'
                  '# Memory\n\n{{it.stream[1].client_port}}\n\n' + '\n'.join(blocks))
    return path


def commands(program, folder):
    """(name, words behind the program's name) of what it prints of captures."""
    traffic = os.path.join(folder, 'traffic')
    subprocess.run([sys.executable, os.path.join(TESTS, 'golden', 'traffic.py'), traffic], check=True)
    captures = [os.path.join(place, name) for place in (PCAPS, traffic) for name in sorted(os.listdir(place))
                if name.endswith(('.pcap', '.pcapng'))]
    for capture in captures:
        for option in ('--json=full', '--json'):
            yield f'{os.path.basename(capture)} {option}', ['packets', capture, option]
    main = os.path.join(PCAPS, 'pingpong.pcap')
    yield 'list', ['packets', os.path.join(traffic, 'trouble.pcap')]
    yield 'count', ['packets', os.path.join(traffic, 'trouble.pcap'), '--count']
    names = views(program, main)
    for name in names:
        yield f'picture {name}', ['packets', main, '--svg', '--lang', 'ko', '--show', name, '--stream', '1',
                                  *one_frame(name)]
    path = talk(folder, main, names)
    yield 'build', ['build', path, '-o', os.path.join(folder, 'plain')]
    yield 'build --scrub', ['build', '--scrub', path, '-o', os.path.join(folder, 'scrubbed')]


def runs(program, in_turn, targets, folder):
    """[(name, words, standard input)] of each run, in lists that one process may do at once."""
    for target in targets:
        name = os.path.basename(target).removeprefix('fuzz-')
        yield [(f'replay of {name}', [target, '--few', os.path.join(TESTS, 'fuzz', 'corpus', name)], '')]
    alone = [(name, [in_turn], '\t'.join(words) + '\n') for name, words in commands(program, folder)]
    for first in range(JOBS):
        yield alone[first::JOBS]


def fails(words, given):
    """Nothing, or what is said of the run, as lines of TAP."""
    done = subprocess.run([*VALGRIND, *words], input=given.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          check=False, timeout=250, env={**os.environ, 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC'})
    if done.returncode == 0:
        return []
    said = done.stderr.decode('utf-8', 'replace').splitlines()
    return ['# ' + line for line in [f'exit {done.returncode}', *said[:LINES_MAX]]]


def run(jobs):
    """What is to be printed: of each by itself only when something is wrong with all of them at once."""
    words = jobs[0][1]
    if not fails(words, ''.join(given for _, _, given in jobs)):
        return [f'ok - {name}' for name, _, _ in jobs]
    lines, found = [], False
    for name, words, given in jobs:
        said = fails(words, given)
        found |= bool(said)
        lines += [f'not ok - {name}', *said] if said else [f'ok - {name}']
    return lines if found else ['not ok - these in one process', *lines]


def main():
    reason = usable()
    if reason:
        print('skipped:', reason)
        return SKIPPED
    program, in_turn, *targets = map(os.path.abspath, sys.argv[1:])
    failed = False
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(JOBS) as pool:
        for lines in pool.map(run, list(runs(program, in_turn, targets, folder))):
            print(*lines, sep='\n', flush=True)
            failed |= any(line.startswith('not') for line in lines)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
