#!/usr/bin/env python3
"""Writes a C file that holds stylesheets, small: embed-style.py OUTPUT.c NAME.css...

Each is NAME_style, of NAME_style_size bytes. Comments and needless white space go. A stylesheet ends up
inside <style> of an SVG, which is XML: it must have no '<' and no '&'.
"""
import pathlib
import re
import sys


def small(path):
    style = re.sub(r'/\*.*?\*/', '', path.read_text(encoding='utf-8'), flags=re.S)
    style = re.sub(r'\s+', ' ', style)
    style = re.sub(r' ?([{};]) ?', r'\1', style).replace(';}', '}').strip()
    if '<' in style or '&' in style:
        sys.exit(f"{path}: '<' or '&' cannot stand in the stylesheet of an SVG")
    return style.encode()


with open(sys.argv[1], 'w', encoding='utf-8') as file:
    file.write('#include "diagram/embedded-style.h"\n')
    for path in map(pathlib.Path, sys.argv[2:]):
        data = small(path)
        file.write(f'\nconst unsigned char {path.stem}_style[] = {{' + ','.join(map(str, data)) + ',0};\n')
        file.write(f'const size_t {path.stem}_style_size = {len(data)};\n')
