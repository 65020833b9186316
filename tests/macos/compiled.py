#!/usr/bin/env python3
"""Fails when a file that only macOS compiles is not compiled for it, or would be with a mistake in it.

  compiled.py BUILD     the build folder of script/check-macos
"""
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile


def compiles(entry, text):
    """Whether the build's own command takes a file with this text."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / pathlib.Path(entry['file']).name
        copy.write_text(text)
        words = shlex.split(entry['command'])
        words[words.index('-c') + 1] = str(copy)
        del words[words.index('-o'):words.index('-o') + 2]
        return subprocess.run(words + ['-fsyntax-only'], cwd=entry['directory'], capture_output=True, check=False).returncode == 0


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    source = pathlib.Path(__file__).resolve().parents[2] / 'src'
    entries = {(pathlib.Path(entry['directory']) / entry['file']).resolve(): entry
               for entry in json.loads((build / 'compile_commands.json').read_text())}
    failed = not list(source.rglob('*-macos.c'))
    for path in sorted(source.rglob('*-macos.c')):
        entry, text = entries.get(path), path.read_text()
        mistakes = ('int mistake = undeclared;', 'static void nobody_calls(void) {}', '#include <sys/epoll.h>')
        good = entry and compiles(entry, text) and not any(compiles(entry, f'{text}\n{line}\n') for line in mistakes)
        print(f"{'ok' if good else 'not ok'} - {path.relative_to(source.parent)} is compiled, and a mistake in it is told")
        failed |= not good
    sys.exit(bool(failed))


main()
