#!/usr/bin/env python3
"""Fails when a deck does not show a packet in Wireshark's colors.

  hues.py FOLDER       compares the tables of FOLDER
  hues.py --self-test  changes each table once, and each change must be found

A rule's background and text colors are Wireshark's (src/conversation/color-rules.c). templates/deck.css
repeats them, since a theme may change them and --templates reads the file as it is. It also has the color of
the rule's line and all dark colors. src/diagram/embed-palette.py takes the palette from there.
"""
import importlib.util
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location('embed_palette', TOP / 'src/diagram/embed-palette.py')
palette = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(palette)

RULES, DECK = 'src/conversation/color-rules.c', 'templates/deck.css'
# Wireshark shows a broadcast in pale gray, which cannot be read on a projected slide. A deck uses a dark color.
MEANT = {('broadcast', '--chip-ink'): '12272e'}


def rules_of(source):
    for key, letters, ground in re.findall(
            r'\{ "[^"]+", "([a-z-]+)",\s*0x([0-9a-f]{6}),\s*0x([0-9a-f]{6}) \}', source):
        yield key, {'--chip-ink': letters, '--chip': ground}


def compare(rules, css):
    rules, deck = dict(rules_of(rules)), palette.colors_of(css)
    if len(rules) < 16:
        yield 'hues.py: the table was not found: say in it how it is written now'
    for key, colors in sorted(rules.items()):
        for name, color in colors.items():
            expected, found = MEANT.get((key, name), color), deck.get((key, palette.LIGHT, name))
            if found != expected:
                yield (f"{DECK}: .rule-{key} has {name} {'#' + found if found else 'not at all'}; "
                       f'{RULES} says #{expected}')
        for when, name in ((palette.LIGHT, '--wire'), (palette.DARK, '--wire'),
                           (palette.DARK, '--chip'), (palette.DARK, '--chip-ink')):
            if (key, when, name) not in deck:
                yield f'{DECK}: .rule-{key} has no {name} {when}'
    for when, other in ((palette.LIGHT, palette.DARK), (palette.DARK, palette.LIGHT)):
        for key, of, name in deck:
            if not key and of == when and name != '--plate' and ('', other, name) not in deck:
                yield f'{DECK}: :root has {name} only {when}'


def main():
    top = TOP if sys.argv[1] == '--self-test' else pathlib.Path(sys.argv[1])
    texts = [(top / name).read_text() for name in (RULES, DECK)]
    if sys.argv[1] != '--self-test':
        problems = list(compare(*texts))
        print(*problems, sep='\n')
        sys.exit(1 if problems else 0)
    failures = 0
    for index, before, after in ((0, '0xe4ffc7', '0xe4ffc8'), (1, '--chip: #fff;', '--chip: #ffe;'),
                                 (1, '.rule-udp {', '.rule-udq {'), (1, '\t\t--paper: #', '\t\t--paler: #'),
                                 (1, '& .rule-http {', '& .rule-htp {')):
        changed = list(texts)
        changed[index] = changed[index].replace(before, after, 1)
        told = changed != texts and any(compare(*changed))
        print('ok' if told else 'not ok', '-', (RULES, DECK)[index], before)
        failures += not told
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
