#!/usr/bin/env python3
"""Every example of CommonMark's specification in a deck, held against what cmark makes of it. Those that
differ stand in DIFFERENCES, each with its reason: one that becomes equal, or differs anew, is red.

  commonmark.py RENDER-EXAMPLES

The specification is CC BY-SA, and comes from npm (npm ci --prefix tests/markdown); without it: skipped.
Equal is what a browser shows alike: see examples.py. Links to other machines open in a window of their own.
"""
import pathlib
import re
import sys
import tempfile

from examples import normalized, rendered, write_image

SPECIFICATION = pathlib.Path(__file__).parent / 'node_modules/commonmark-spec/spec.txt'
EXAMPLE_COUNT = 652
DIFFERENCES = {
    'a heading, or a rule of three hyphens, begins a slide': [62, 68, 71, 72, 76, 79, 80, 83, 84, 91, 104, 115, 141],
    'two hyphens begin a slide below': [46],
    'front matter at the start': [96, 98],
    'what is after a plus is shown step by step': [301],
    'a comment is for the speaker': [177, 179, 183, 308, 309, 625, 626],
    'wikilinks': [548, 590],
    "addresses without brackets are links, as GFM's": [602, 606, 608, 611, 612],
    'only http, https, mailto and relative addresses are links': [500, 596, 598, 599, 601],
    'a blank that does not break is a plain one behind a mark of a list': [353],
    # Raw HTML is parsed, as a browser would, into what a deck has of it.
    'an element ends where what it stands in ends': [21, 31, 148, 150, 155, 174, 175, 184],
    'a tag without its end in the line is text': [187, 344, 476, 477, 494, 613, 630, 631, 642, 643],
    'an end without a beginning is text': [151, 165, 623],
    'an element that HTML does not have is text': [163, 201, 491, 524, 536, 614, 615, 617],
    'an element that no deck has is text, or left out': [170, 171, 172, 173, 176, 178],
    'a class that is no theme\'s, an id and a language are left out': [152, 153, 154, 164, 169],
    'declarations and instructions are text': [180, 181, 182, 627, 628, 629],
    'a tag that is cut is text': [156, 157, 158],
    'text beside blocks is a paragraph': [161, 162, 166, 186],
    'a link without words is left out': [616],
    'a table holds rows only': [191],
}


def examples_of(specification):
    found = re.findall(r'^`{32} example\n(.*?)^\.\n(.*?)^`{32}$', specification, re.MULTILINE | re.DOTALL)
    return [(markdown.replace('→', '\t'), wanted) for markdown, wanted in found]


def main():
    if not SPECIFICATION.exists():
        print('skipped: the specification is not here: npm ci --prefix tests/markdown')
        return 77
    examples = examples_of(SPECIFICATION.read_text(encoding='utf-8'))
    reasons = {number: reason for reason, numbers in DIFFERENCES.items() for number in numbers}
    failures = [] if len(examples) == EXAMPLE_COUNT else [f'{len(examples)} examples, not {EXAMPLE_COUNT}']
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, '.git').mkdir()  # the root of /names
        for name in {name for _, wanted in examples for name in re.findall('<img src="([^"]*)"', wanted)}:
            write_image(folder, name)
        shown = rendered(sys.argv[1], f'{folder}/talk.md', [markdown for markdown, _ in examples])
    equal = 0
    for number, ((markdown, _), (deck, said, cmark)) in enumerate(zip(examples, shown, strict=True), 1):
        is_equal = normalized(deck) == normalized(cmark)
        equal += is_equal
        if is_equal and number in reasons:
            failures.append(f'example {number} equals cmark\'s now: strike it from "{reasons[number]}"')
        elif not is_equal and number not in reasons:
            failures.append(f'example {number} differs:\n{markdown}\n--- deck\n{deck}\n--- cmark\n{cmark}\n--- said\n{said}')
    for failure in failures:
        print(failure)
    print(f'{equal} of {len(examples)} examples equal cmark\'s, {len(reasons)} differ for {len(DIFFERENCES)} reasons')
    return 1 if failures else 0


sys.exit(main())
