#!/usr/bin/env python3
"""Writes the C table of a PO file: embed.py IN.po NAME OUT.c, as src/base/message.h has it."""
import sys

import catalog


def literal(text):
    """A string of C: bytes that are not ASCII in octal, which ends after three digits."""
    plain = {0x22: '\\"', 0x5c: '\\\\', 0x0a: '\\n', 0x3f: '\\?'}
    return '"' + ''.join(plain.get(byte) or (chr(byte) if 0x20 <= byte < 0x7f else f'\\{byte:03o}')
                         for byte in text.encode()) + '"'


def main():
    source, name, output = sys.argv[1:]
    rows = [(message.encode(), message, translation) for message, translation in catalog.read(source).items()
            if message and translation]
    with open(output, 'w', encoding='ascii') as file:
        file.write('#include "base/message.h"\n\n')
        file.write(f'const struct message_row {name}[] = {{\n')
        for _, message, translation in sorted(rows):
            file.write(f'\t{{ {literal(message)},\n\t\t{literal(translation)} }},\n')
        file.write(f'}};\nconst unsigned {name}_count = sizeof({name}) / sizeof(*{name});\n')


main()
