#!/usr/bin/env python3
"""Pictures of slides/README.md for keys that only a talk has, such as `marks:`.

The picture is that of the example itself, so both always show the same. An SVG is taken out of the deck, and gets the
stylesheet of a picture that stands alone; run.py compares it. What is no SVG is a slide as PNG, which depends on the
fonts of a machine and is not compared. These are made anew by

    gallery.py PROGRAM
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CAPTURES = {'pingpong': 'pingpong', 'abort': 'abort', 'sockets': 'sockets'}
MARGIN = 20  # px, as around the pictures of `packets --svg`
SLIDES = {'fields': 'fields', 'columns': 'columns', 'layout': '<!-- layout'}  # PNG: how a line of its example begins


def example_with(key):
    """The first example of the gallery with a line that begins with this key and a colon."""
    with open(os.path.join(ROOT, 'slides', 'README.md'), encoding='utf-8') as lines:
        text = lines.read()
    for example in re.findall(r'^(?:`{4,5})markdown\n(.*?)^`{4,5}$', text, re.M | re.S):
        if not example.startswith('---') and re.search(rf'^{key}:', example, re.M):
            return example
    raise SystemExit(f"slides/README.md has no example of '{key}:'")


def write_talk(folder, name, example):
    captures = ''.join(f'  {name}: {os.path.join(ROOT, "pcaps", file)}.pcap\n' for name, file in CAPTURES.items())
    path = os.path.join(folder, f'{name}.md')
    with open(path, 'w', encoding='utf-8') as out:
        out.write(f'---\ntitle: Gallery\nlang: en\ncaptures:\n{captures}---\n\n{example}')
    return path


def deck_of(run, example):
    with tempfile.TemporaryDirectory() as folder:
        talk = write_talk(folder, 'gallery', example)
        run(['build', talk])
        with open(talk.replace('.md', '.html'), encoding='utf-8') as deck:
            return deck.read()


def stylesheet(run):
    alone = run(['packets', os.path.join(ROOT, 'pcaps', 'abort.pcap'), '--svg', '--frames', '1'])
    with open(os.path.join(ROOT, 'templates', 'deck', 'picture', 'annotations.css'), encoding='utf-8') as lines:
        marks = re.sub(r'/\*.*?\*/|\n', '', lines.read())
    return re.search(r'<style>(.*?)</style>', alone, re.S).group(1) + marks


def picture(program, environment, key):
    def run(words):
        return subprocess.run([program, *words], capture_output=True, env=environment, timeout=60, check=True).stdout.decode('utf-8')

    deck = deck_of(run, example_with(key))
    drawing = re.search(r'<figure class="diagram">\s*<svg (.*?)>(.*?</svg>)', deck, re.S)
    width, height = (int(part) for part in re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing.group(1)).groups())
    width, height = width + 2 * MARGIN, height + 2 * MARGIN
    box = f'viewBox="{-MARGIN} {-MARGIN} {width} {height}" width="{width}" height="{height}"'
    drawn = re.sub(r'<rect class="band".*?/>', '', drawing.group(2))  # where a deck's steps are
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="ladder" {box} font-size="18" role="img" aria-labelledby="P1-title">'
            f'<style>{stylesheet(run)}</style>\n{drawn}\n')


def print_slides(program):
    """Writes the pictures that are slides as PNG."""
    for name, key in SLIDES.items():
        with tempfile.TemporaryDirectory() as folder:
            example = example_with(key)
            if not re.search(r'^## ', example, re.M):
                example = f'## `{name}:`\n\n{example}'
            talk = write_talk(folder, name, example)
            subprocess.run([program, 'build', talk, '--png'], check=True)
            last = sorted(glob.glob(os.path.join(folder, '*.png')))[-1]  # behind the title
            shutil.move(last, os.path.join(ROOT, 'slides', 'pictures', f'{name}.png'))


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print_slides(sys.argv[1])
