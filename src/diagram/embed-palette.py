#!/usr/bin/env python3
"""Writes a C file with the colors of a deck's stylesheet: embed-palette.py colors.css OUTPUT.c

A picture that stands alone has them, too. The grounds and letters of Wireshark's rules are those of
src/conversation/color-rules.c, with which tests/hues.py compares the stylesheet.
"""
import pathlib
import re
import sys

LIGHT, DARK = 'in the light', 'in the dark'


def long_form(color):
    color = color.lower().removeprefix('#')
    return ''.join(digit * 2 for digit in color) if len(color) == 3 else color


def colors_of(css):
    """(key, when, name) to "rrggbb", in the order of the stylesheet; "" is the key of :root."""
    named = {}
    light, dark = css.split('@media (prefers-color-scheme: dark)', 1)
    dark = dark.split('\n}\n', 1)[0]
    for when, text in ((LIGHT, light), (DARK, dark)):
        for selectors, body in re.findall(r'^[\t ]*((?:& )?\.rule-[^{}]*)\{([^{}]*)\}', text, re.M):
            for key in re.findall(r'\.rule-([a-z-]+)', selectors):
                for name, color in re.findall(r'(--[a-z-]+): #([0-9a-f]{3,6})', body):
                    named[key, when, name] = long_form(color)
        for name, color in re.findall(r'^\t+(--[a-z-]+): #([0-9a-f]{3,6});', text, re.M):
            named['', when, name] = long_form(color)
    return named


def write(colors, out):
    out.write('#include "diagram/embedded-palette.h"\n')
    for when, name in ((LIGHT, 'light'), (DARK, 'dark')):
        # Those that both have: an image on a slide has a plate in the dark, a picture has no image.
        own = ''.join(f'{prop}:#{color};' for (key, of, prop), color in colors.items()
                      if not key and of == when and ('', LIGHT, prop) in colors)
        own += f"--wire:#{colors['none', when, '--wire']}"  # of what has no rule
        out.write(f'\nconst char palette_{name}[] = "{own}";\n')
    out.write('\nconst struct palette_hue palette_hues[] = {\n')
    keys = list(dict.fromkeys(key for key, _, _ in colors if key))
    wanted = tuple((when, name) for when in (LIGHT, DARK) for name in ('--chip', '--chip-ink', '--wire'))
    for key in keys:
        missing = [f'{name} {when}' for when, name in wanted if (key, when, name) not in colors]
        if missing:
            sys.exit(f"colors.css: .rule-{key} has no {', no '.join(missing)}")
        out.write(f'\t{{ "{key}", ' + ', '.join(f'"{colors[key, when, name]}"' for when, name in wanted) + ' },\n')
    out.write(f'}};\nconst size_t palette_hue_count = {len(keys)};\n')


if __name__ == '__main__':
    with open(sys.argv[2], 'w', encoding='utf-8') as file:
        write(colors_of(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')), file)
