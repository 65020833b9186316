#!/usr/bin/env python3
"""Fails when a line of C, or a comment in it, is wider than 100 columns with tabs of 8. A line with a string
may be wider, since grep cannot find a message that is cut in two."""
import pathlib
import sys
import unicodedata

WIDEST = 100


def width(line):
    """Returns the columns on a terminal: Hangul takes two, a combining mark none."""
    columns = 0
    for character in line:
        if character == '\t':
            columns += 8 - columns % 8
        elif not unicodedata.combining(character):
            columns += 2 if unicodedata.east_asian_width(character) in 'WF' else 1
    return columns


def wide_lines(text):
    """Returns the numbers of the lines that are too wide."""
    return [number for number, line in enumerate(text.splitlines(), 1)
            if '"' not in line and width(line) > WIDEST]


def self_test():
    assert wide_lines('\t' + 'x' * 92) == []
    assert wide_lines('\n\t' + 'x' * 93) == [2]
    assert wide_lines('/* ' + '가' * 49 + ' */') == [1]
    assert wide_lines('/* ' + '가' * 47 + ' */') == []
    assert wide_lines('"' + 'x' * 200 + '"') == []


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    wide = 0
    for folder in ('src', 'tests'):
        for path in sorted((root / folder).rglob('*.[ch]')):
            if 'node_modules' in path.parts:
                continue
            for number in wide_lines(path.read_text(encoding='utf-8')):
                print(f'{path.relative_to(root)}:{number}: wider than {WIDEST} columns')
                wide += 1
    sys.exit(1 if wide else 0)


main()
