#!/usr/bin/env python3
"""Fails when a file or the program names another version than meson.build.

  versions.py SOURCE-FOLDER VERSION PROGRAM MANUAL
"""
import pathlib
import re
import subprocess
import sys


def first_match(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1) if found else None


def versions(source, program, manual):
    """Yields each place with the version that it names, or None."""
    yield 'meson.build', first_match(r"^  version: '([^']*)'", (source / 'meson.build').read_text('utf-8'))
    printed = subprocess.run([program, '--version'], capture_output=True, check=True).stdout.decode()
    yield 'pcapdeck --version', first_match(r'\Apcapdeck (\S+)$', printed)
    yield 'the manual', first_match(r'^This is the manual of\n\.Nm\n(\S+)\.$', manual.read_text('utf-8'))
    yield 'CHANGELOG.md', first_match(r'^## (\d\S*?)[,\s]', (source / 'CHANGELOG.md').read_text('utf-8'))
    debian = source / 'packaging/debian/changelog'
    if debian.exists():  # the tarball lacks it when Debian's own folder replaces it
        yield 'packaging/debian/changelog', first_match(r'\Apcapdeck \((.*)-[^-]*\) ', debian.read_text('utf-8'))


def names_of_formula(source):
    """Returns lines with a version. There should be none, since Homebrew reads the version in the URL."""
    formula = (source / 'packaging/homebrew-formula').read_text('utf-8')
    return [line for line in formula.splitlines() if re.match(r'\s*version\b', line)]


def main():
    source, version, program, manual = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
    is_good = True
    for place, said in versions(source, program, manual):
        if said != version:
            print(f'{place}: says {said or "no version"}, the build is of {version}')
            is_good = False
    for line in names_of_formula(source):
        print(f'packaging/homebrew-formula: {line.strip()}: the version is in the address alone')
        is_good = False
    sys.exit(not is_good)


main()
