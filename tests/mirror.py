#!/usr/bin/env python3
"""Fails when the unit tests do not mirror the sources. tests/unit/LAYER/test-X.c is the test of X in
src/LAYER/ or a sub-folder of it. OF_SEVERAL lists the tests of several files; the first comment of such a test says
what they do together. The list in tests/unit/meson.build has all tests, by layer, and no others.

usage: mirror.py SOURCE-ROOT | --self-test
"""
import pathlib
import re
import sys

# Tests of what several files do together, by layer.
OF_SEVERAL = {
    'base': 'base',
    'conversation': (
        'anonymize-captures connection-limits conversation http-lines redact-values '
        'segment-protocol selection-limit tcp-rules'),
    'diagram': 'added-protocol diagram ladder-sizes pictures protocol-rows',
    'dissect': 'dissect-corpus dissect-links dissect-tunnels frame-parts',
    'explain': 'true-sentences',
    'lab': 'lab',
    'listing': 'info-lines listing packet-limits stale-values',
    'notes': 'column-keys dialects embedded-notes exports hidden-text limits links raw-html',
    'secrets': 'logins-begun-late secret-messages secret-samples secret-values',
}


def rows_of(meson):
    """Returns {layer: [test, ...]}, from the table in tests/unit/meson.build."""
    layers = {}
    for line in meson.splitlines():
        if layer := re.match(r"  '([a-z-]+)': \[$", line):
            tests = layers.setdefault(layer[1], [])
        elif test := re.match(r"    \['([a-z0-9-]+)', \[", line):
            tests.append(test[1])
    return layers


def faults(rows, tests, sources, of_several):
    """Returns the differences, a line each. Each argument is {layer: names}."""
    found = []
    for layer in sorted(set(rows) | set(tests)):
        listed, there = set(rows.get(layer, ())), set(tests.get(layer, ()))
        several, own = set(of_several.get(layer, '').split()), set(sources.get(layer, ()))
        for name in sorted(there - listed):
            found.append(f'tests/unit/{layer}/test-{name}.c is not listed in tests/unit/meson.build: it never runs')
        for name in sorted(listed - there):
            found.append(f'tests/unit/meson.build lists {name} of {layer}, and there is no such test')
        for name in sorted(there - own - several):
            found.append(f'tests/unit/{layer}/test-{name}.c: there is no {name} in src/{layer}/; name it in OF_SEVERAL')
        for name in sorted(several & own):
            found.append(f'OF_SEVERAL has {name} of {layer}, which is one file')
        for name in sorted(several - there):
            found.append(f'OF_SEVERAL has {name} of {layer}, and there is no such test')
    return found


def self_test():
    rows = rows_of("unit_tests = {\n  'base': [\n    ['arena', [base]],\n    ['gone', [base]],\n  ],\n}\n")
    assert rows == {'base': ['arena', 'gone']}
    right = faults({'base': ['arena']}, {'base': ['arena']}, {'base': ['arena', 'text']}, {})
    assert right == [], right
    assert len(faults(rows, {'base': ['arena']}, {'base': ['arena', 'gone']}, {})) == 1
    assert len(faults({'base': []}, {'base': ['arena']}, {'base': ['arena']}, {})) == 1
    assert len(faults({'base': ['all']}, {'base': ['all']}, {'base': ['arena']}, {})) == 1
    assert faults({'base': ['all']}, {'base': ['all']}, {'base': ['arena']}, {'base': 'all'}) == []
    assert len(faults({'base': ['arena']}, {'base': ['arena']}, {'base': ['arena']}, {'base': 'arena'})) == 1
    assert len(faults({}, {}, {}, {'base': 'all'})) == 0  # a layer without tests is no fault


def main():
    if sys.argv[1:] == ['--self-test']:
        self_test()
        return
    root = pathlib.Path(sys.argv[1])
    tests, sources = {}, {}
    for path in (root / 'tests/unit').rglob('test-*.c'):
        tests.setdefault(path.parent.relative_to(root / 'tests/unit').as_posix(), []).append(path.stem[5:])
    for path in (root / 'src').rglob('*.[ch]'):
        sources.setdefault(path.relative_to(root / 'src').parts[0], []).append(path.stem)
    rows = rows_of((root / 'tests/unit/meson.build').read_text(encoding='utf-8'))
    found = faults(rows, tests, sources, OF_SEVERAL)
    print('\n'.join(found) or f'{sum(map(len, tests.values()))} tests stand as the sources do')
    sys.exit(1 if found else 0)


main()
