#!/usr/bin/env python3
"""Runs the program's readers under valgrind. No result may depend on memory that was never written.

    memory.py PROGRAM IN-TURN TARGET...

PROGRAM is pcapdeck, built without sanitizers, which valgrind cannot run. IN-TURN (in-turn.c) runs several of its
commands in one process, since starting valgrind takes longer than a command. Each TARGET is a fuzz target; its
corpus is replayed in one process, too. Each run prints a line "ok - NAME" or "not ok - NAME". Leaks are not
searched, since AddressSanitizer finds them.
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
    """Returns why valgrind cannot be used here; None when it can."""
    if not shutil.which('valgrind'):
        return 'valgrind is not installed'
    done = subprocess.run([*VALGRIND, 'true'], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else 'valgrind does not run here: ' + (done.stderr.strip() or 'no reason given')


def views(program, capture):
    """Returns the views that the program lists and can draw for this capture."""
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
    """Writes a talk with these views, and values in its prose. Returns its path."""
    path = os.path.join(folder, 'memory.md')
    blocks = [f'---\n\n## {name}\n\n```packets it\nshow: {name}\nstream: 1\n'
              + ('frames: 14\n' if one_frame(name) else '') + '```\n' for name in names]
    with open(path, 'w', encoding='utf-8') as out:
        out.write(f'---\ntitle: Memory\nlang: ko\ncaptures: {{it: {{file: {capture}}}}}\n---\n\n'
                  '# Memory\n\n{{it.stream[1].client_port}}\n\n' + '\n'.join(blocks))
    return path


def commands(program, folder):
    """Yields (name, arguments) of the commands that read captures."""
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
    """Yields lists of runs, [(name, command, standard input)]. One process can do all runs of a list."""
    for target in targets:
        name = os.path.basename(target).removeprefix('fuzz-')
        yield [(f'replay of {name}', [target, '--few', os.path.join(TESTS, 'fuzz', 'corpus', name)], '')]
    alone = [(name, [in_turn], '\t'.join(words) + '\n') for name, words in commands(program, folder)]
    for first in range(JOBS):
        yield alone[first::JOBS]


def fails(words, given):
    """Returns the messages about the run as comments of TAP; an empty list when it passed."""
    done = subprocess.run([*VALGRIND, *words], input=given.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          check=False, timeout=250, env={**os.environ, 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC'})
    if done.returncode == 0:
        return []
    said = done.stderr.decode('utf-8', 'replace').splitlines()
    return ['# ' + line for line in [f'exit {done.returncode}', *said[:LINES_MAX]]]


def run(jobs):
    """Does the runs in one process, and each by itself when that fails. Returns the lines to print."""
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
