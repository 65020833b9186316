#!/usr/bin/env python3
"""Fails when a deck does not show a packet in the color of its kind, or in Wireshark's.

  hues.py FOLDER       compares the tables of FOLDER
  hues.py --self-test  changes each table once, and each change must be found

A rule's background and text colors are Wireshark's (src/conversation/color-rules.c). templates/deck/base/colors.css
repeats them, since a theme may change them. It also has the color of
the rule's line, all dark colors, and those of the kinds (src/diagram/packet-kind.c), which can be told from what is
behind them: letters with a contrast of 4.5, lines with one of 3 (WCAG 2, 1.4.3 and 1.4.11).
src/diagram/embed-palette.py takes the palette from there.
"""
import importlib.util
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location('embed_palette', TOP / 'src/diagram/embed-palette.py')
palette = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(palette)

RULES, KINDS, DECK = 'src/conversation/color-rules.c', 'src/diagram/packet-kind.c', 'templates/deck/base/colors.css'
# Wireshark shows a broadcast in pale gray, which cannot be read on a projected slide. A deck uses a dark color.
MEANT = {('broadcast', '--chip-ink'): '12272e'}


def rules_of(source):
    for key, letters, ground in re.findall(
            r'\{ "[^"]+", "([a-z-]+)",\s*0x([0-9a-f]{6}),\s*0x([0-9a-f]{6}) \}', source):
        yield key, {'--chip-ink': letters, '--chip': ground}


def kinds_of(source):
    return re.findall(r'= \{ "(kind-[a-z-]+)", "', source)


def luminance(color):
    parts = [int(color[at:at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= .04045 else ((part + .055) / 1.055) ** 2.4 for part in parts)
    return .2126 * red + .7152 * green + .0722 * blue


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + .05) / (low + .05)


def lacking(key, deck):
    for when in (palette.LIGHT, palette.DARK):
        for name in ('--chip', '--chip-ink', '--wire'):
            if (key, when, name) not in deck:
                yield f'{DECK}: .rule-{key} has no {name} {when}'


def faint(key, deck):
    for when in (palette.LIGHT, palette.DARK):
        for ink, ground, least in ((deck[key, when, '--chip-ink'], deck[key, when, '--chip'], 4.5),
                                   (deck[key, when, '--wire'], deck.get(('', when, '--paper')), 3)):
            if ground and contrast(ink, ground) < least:
                yield f'{DECK}: .rule-{key}: #{ink} on #{ground} {when} has a contrast of {contrast(ink, ground):.2f}'


def compare(rules, kinds, css):
    rules, kinds, deck = dict(rules_of(rules)), kinds_of(kinds), palette.colors_of(css)
    if len(rules) < 16 or len(kinds) < 11:
        yield 'hues.py: a table was not found: say in it how it is written now'
    for key, colors in sorted(rules.items()):
        for name, color in colors.items():
            expected, found = MEANT.get((key, name), color), deck.get((key, palette.LIGHT, name))
            if found != expected:
                yield (f"{DECK}: .rule-{key} has {name} {'#' + found if found else 'not at all'}; "
                       f'{RULES} says #{expected}')
    for key in [*sorted(rules), *kinds]:
        yield from lacking(key, deck)
    for key in kinds:
        if not any(lacking(key, deck)):
            yield from faint(key, deck)
    for when, other in ((palette.LIGHT, palette.DARK), (palette.DARK, palette.LIGHT)):
        for key, of, name in deck:
            if not key and of == when and name != '--plate' and ('', other, name) not in deck:
                yield f'{DECK}: :root has {name} only {when}'


def main():
    top = TOP if sys.argv[1] == '--self-test' else pathlib.Path(sys.argv[1])
    texts = [(top / name).read_text() for name in (RULES, KINDS, DECK)]
    if sys.argv[1] != '--self-test':
        problems = list(compare(*texts))
        print(*problems, sep='\n')
        sys.exit(1 if problems else 0)
    failures = 0
    for index, before, after in ((0, '0xe4ffc7', '0xe4ffc8'), (1, '"kind-data"', '"kind-date"'),
                                 (2, '--chip: #fff;', '--chip: #ffe;'), (2, '.rule-udp {', '.rule-udq {'),
                                 (2, '\t\t--paper: #', '\t\t--paler: #'), (2, '& .rule-http {', '& .rule-htp {'),
                                 (2, '& .rule-kind-close {', '& .rule-kind-closed {'),
                                 (2, '--chip: #d3e4fb', '--chip: #204060'), (2, '--wire: #2a66b1', '--wire: #ddeeff')):
        changed = list(texts)
        changed[index] = changed[index].replace(before, after, 1)
        told = changed != texts and any(compare(*changed))
        print('ok' if told else 'not ok', '-', (RULES, KINDS, DECK)[index], before)
        failures += not told
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
