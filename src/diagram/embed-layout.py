#!/usr/bin/env python3
"""Writes a C file that holds what the deck's script knows of letters and headers, too.

  embed-layout.py LETTER-WIDTHS.js HEADER-LAYOUT.js OUTPUT.c

Each line that matters is "export const NAME = JSON;". A name that C does not know, or misses, is an error,
but for those of the script alone.
"""
import json
import re
import sys

SCRIPT_ONLY = {'BIT_WIDTH_UPRIGHT', 'MAP_HEIGHT_COLUMN', 'MAP_HEIGHT_OPENED'}


def read(path):
    with open(path, encoding='utf-8') as file:
        code = re.sub(r'^//.*\n', '', file.read(), flags=re.M)
    values = {}
    for statement in code.split(';\n'):
        if not statement.strip():
            continue
        match = re.fullmatch(r'\s*export const (\w+) = (.*)', statement, flags=re.S)
        if not match:
            sys.exit(f'{path}: this is no "export const NAME = JSON;": {statement.strip()[:80]}')
        try:
            values[match[1]] = json.loads(match[2])
        except ValueError as error:
            sys.exit(f'{path}: {match[1]} is no JSON: {error}')
    return values


def string(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def members(values):
    """Numbers and lists of them, by the names of C's members."""
    for name in list(values):
        value = values[name]
        if isinstance(value, int):
            yield f'\t.{name.lower()} = {value},\n'
        elif isinstance(value, list):
            yield f"\t.{name.lower()} = {{ {', '.join(map(str, value))} }},\n"


def pairs(name, table):
    rows = ''.join(f'\t{{ {string(key)}, {string(value)} }},\n' for key, value in table.items())
    return (f'const struct header_word {name}s[] = {{\n{rows}}};\n'
            f'const size_t {name}_count = {len(table)};\n\n')


def main():
    widths, layout = read(sys.argv[1]), read(sys.argv[2])
    kinds, kind_widths = widths.pop('ASCII_KINDS'), widths.pop('KIND_WIDTHS')
    if len(kinds) != 0x7f - 0x20:
        sys.exit(f'{sys.argv[1]}: ASCII has 95 letters from the space on, and ASCII_KINDS {len(kinds)}')
    ascii_widths = [kind_widths['l']] * 0x20 + [kind_widths[kind] for kind in kinds] + [kind_widths['l']]
    ranges = [one.split('-') for one in widths.pop('FULL_RANGES').split()]
    labels, letters = layout.pop('SHORT_LABELS'), layout.pop('FLAG_LETTERS')
    layout = {name: value for name, value in layout.items() if name not in SCRIPT_ONLY}
    with open(sys.argv[3], 'w', encoding='utf-8') as file:
        file.write('/* Written by embed-layout.py. */\n'
                   '#include "diagram/header/embedded-layout.h"\n#include "diagram/embedded-letter-widths.h"\n\n')
        file.write('const struct letter_widths letter_widths = {\n')
        file.write(f"\t.ascii = {{ {', '.join(map(str, ascii_widths))} }},\n")
        file.write(''.join(members(widths)))
        file.write(f"\t.full_ranges = {{ {', '.join(f'{{ 0x{first}, 0x{last} }}' for first, last in ranges)} }},\n")
        file.write(f'\t.full_range_count = {len(ranges)},\n}};\n\n')
        file.write(f"const struct header_layout header_layout = {{\n{''.join(members(layout))}}};\n\n")
        file.write(pairs('header_label', labels) + pairs('header_letter', letters))


main()
