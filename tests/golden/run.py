#!/usr/bin/env python3
"""Runs the cases of cases.txt and compares the program's output with the files beside them.

    run.py [--update] PROGRAM [NAME...]

A case named PICTURE.svg has its output in slides/pictures, where slides/README.md shows it. `deck KEY` is the picture of
the example there that has this key (gallery.py).

The output is the same everywhere: the time zone is UTC, the locale is fixed, and there is no terminal. --update
rewrites the expected files after an intended change. Review the diff like code.
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile

import gallery

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
MISSING, LINES_MAX = '(no such file yet: run with --update)\n', 20


def read_cases():
    with open(os.path.join(FOLDER, 'cases.txt'), encoding='utf-8') as lines:
        for line in lines:
            line = line.strip()
            if line and not line.startswith('#'):
                name, arguments = line.split(': ', 1)
                yield name, arguments


def arguments_of(text, traffic):
    """Joins the words after the options to one filter, so that cases.txt needs no quoting."""
    places = {'{pcaps}': os.path.join(ROOT, 'pcaps'), '{traffic}': traffic}
    for key, folder in places.items():
        text = text.replace(key, folder)
    return text.split()


def run_case(program, words):
    environment = {'PATH': os.environ.get('PATH', ''), 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC'}
    for key in ('ASAN_OPTIONS', 'UBSAN_OPTIONS'):
        if key in os.environ:
            environment[key] = os.environ[key]
    if words[0] == 'deck':
        return gallery.picture(program, environment, words[1])
    done = subprocess.run([program, *words], capture_output=True, env=environment, timeout=60, check=False)
    text = done.stdout.decode('utf-8')  # fails for invalid UTF-8 on standard output
    if done.stderr or done.returncode:
        text += f'exit {done.returncode}\n{done.stderr.decode("utf-8")}'
    return text


def path_of(name):
    """The file with the output of a case."""
    return os.path.join(ROOT, 'slides', 'pictures', name) if name.endswith('.svg') else os.path.join(FOLDER, name + '.txt')


def without_style(name, text):
    """Removes the style sheet of a picture, except in the cases that are named after it, and in pictures that are shown."""
    if name.endswith(('stylesheet-svg', '.svg')):
        return text
    return re.sub(r'<style>svg\{--paper:#\w+;--raised.*?</style>', '<style>as in stylesheet-svg.txt</style>', text, flags=re.S)


def compare(name, expected, got):
    if expected == got:
        print(f'ok - {name}')
        return True
    print(f'not ok - {name}')
    lines = difflib.unified_diff(expected.splitlines(True), got.splitlines(True), 'expected', 'got', n=1)
    for line in list(lines)[:LINES_MAX]:
        print('# ' + line.rstrip('\n')[:300])
    return False


def main():
    words = sys.argv[1:]
    is_update = '--update' in words
    words = [word for word in words if word != '--update']
    if not words:
        sys.exit(__doc__)
    program, wanted = words[0], set(words[1:])
    is_good = True
    with tempfile.TemporaryDirectory() as traffic:
        subprocess.run([sys.executable, os.path.join(FOLDER, 'traffic.py'), traffic], check=True)
        for name, arguments in read_cases():
            if wanted and name not in wanted:
                continue
            path = path_of(name)
            got = run_case(program, arguments_of(arguments, traffic)).replace(traffic, '{traffic}')
            got = without_style(name, got)
            if is_update:
                with open(path, 'w', encoding='utf-8', newline='') as out:
                    out.write(got)
                continue
            expected = MISSING
            if os.path.exists(path):
                with open(path, encoding='utf-8', newline='') as lines:
                    expected = lines.read()
            is_good = compare(name, expected, got) and is_good
    return 0 if is_good else 1


if __name__ == '__main__':
    sys.exit(main())
