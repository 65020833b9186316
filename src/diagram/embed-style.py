#!/usr/bin/env python3
"""Writes a C file that holds a stylesheet, small: embed-style.py INPUT.css OUTPUT.c

Comments and needless white space go. The stylesheet ends up inside <style> of an SVG, which is XML:
it must have no '<' and no '&'.
"""
import re
import sys

with open(sys.argv[1], encoding='utf-8') as file:
    style = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
style = re.sub(r'\s+', ' ', style)
style = re.sub(r' ?([{};]) ?', r'\1', style).replace(';}', '}').strip()
if '<' in style or '&' in style:
    sys.exit(f"{sys.argv[1]}: '<' or '&' cannot stand in the stylesheet of an SVG")
data = style.encode()
with open(sys.argv[2], 'w', encoding='utf-8') as file:
    file.write('#include "diagram/picture-style.h"\n\nconst unsigned char picture_style[] = {')
    file.write(','.join(str(byte) for byte in data) + ',0};\n')
    file.write(f'const size_t picture_style_size = {len(data)};\n')
