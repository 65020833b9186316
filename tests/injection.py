#!/usr/bin/env python3
"""Looks for what hostile text could do in an output.

    injection.py FILE...       the kind of an output by its ending: .html .svg .js .json .jsonl, else text

Prints TAP, and what it found. A page may run only scripts that its policy names, and has no
attribute that runs one, no address elsewhere, and no element with the class that hostile texts write.
"""
import base64
import hashlib
import html.parser
import json
import re
import sys
import xml.etree.ElementTree

found = []


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.scripts, self.policy, self.inside = [], '', None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.inside = tag if tag in ('script', 'style') else None
        words = dict(attributes)
        if tag == 'meta' and words.get('http-equiv', '').lower() == 'content-security-policy':
            self.policy = words['content']
        if tag == 'script':
            self.scripts.append('' if 'src' not in words else None)
            if words.get('type') in ('application/json', 'text/plain'):
                self.scripts.pop()
                self.inside = None
        if tag in ('iframe', 'object', 'embed', 'base', 'frame', 'applet'):
            found.append(f'<{tag}>')
        for name, value in attributes:
            self.look_at(tag, name, value or '')

    def look_at(self, tag, name, value):
        if name.startswith('on'):
            found.append(f'<{tag} {name}="{value[:40]}">')
        if name in ('href', 'src', 'action', 'formaction', 'xlink:href', 'srcset', 'poster') and \
                re.match(r'[\s\0-\x20]*(javascript|vbscript|https?|data:text)', value, re.I):
            found.append(f'<{tag} {name}="{value[:60]}">')
        if name == 'class' and 'injected' in value.split():
            found.append(f'<{tag} class="{value}">')

    def handle_data(self, data):
        if self.inside == 'script' and self.scripts and self.scripts[-1] is not None:
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.inside = None


def look_at_page(text):
    page = Page(text)
    if not page.policy:
        found.append('there is no policy')
    for script in page.scripts:
        digest = base64.b64encode(hashlib.sha256((script or '').encode()).digest()).decode()
        if script is None or f"'sha256-{digest}'" not in page.policy:
            found.append(f'a script that the policy does not name: {(script or "src")[:60]!r}')


# What a terminal obeys, and what turns the direction of writing around, which a text for people must not have either.
CONTROLS = r'\x00-\x08\x0b-\x1f\x7f-\x9f'
TURNS = r'\u202a-\u202e\u2066-\u2069'


def look_at_text(text, characters):
    for match in re.finditer(f'[{characters}]', text):
        found.append(f'U+{ord(match[0]):04X} in {text[max(0, match.start() - 30):match.end() + 10]!r}')


def look_at_script(text):
    """A call with JSON, in a file that an HTML page loads."""
    for bad in ('<', '\u2028', '\u2029'):
        if bad in text:
            found.append(f'{bad!r} in the script')
    body = re.fullmatch(r'[A-Za-z]+\(\[\n(.*),\n\]\);\n', text, re.S)
    if not body:
        found.append('it is no call with an array')
        return
    json.loads('[' + body[1] + ']')


def look_at_svg(text):
    for element in xml.etree.ElementTree.fromstring(text).iter():
        tag = element.tag.rpartition('}')[2]
        if tag in ('script', 'foreignObject', 'iframe', 'a', 'image') or element.get('class') == 'injected':
            found.append(f'<{tag}>')
        found.extend(f'<{tag} {name}>' for name in element.keys() if name.rpartition('}')[2].startswith('on'))


def look_at(path):
    with open(path, encoding='utf-8', errors='surrogateescape', newline='') as file:
        text = file.read()
    try:
        text.encode('utf-8')
    except UnicodeEncodeError:
        found.append('it is no UTF-8')
    ending = path.rpartition('.')[2]
    if ending == 'html':
        look_at_page(text)
    elif ending == 'svg':
        look_at_svg(text)
    elif ending == 'js':
        look_at_script(text)
    elif ending in ('json', 'jsonl'):
        for document in [text] if ending == 'json' else text.splitlines():
            json.loads(document)
        look_at_text(text, CONTROLS)
    else:
        look_at_text(text, CONTROLS + TURNS)


def main():
    failed = False
    for path in sys.argv[1:]:
        found.clear()
        look_at(path)
        print(ascii(f"{'not ' * bool(found)}ok - {path} is harmless")[1:-1])
        for line in found[:5]:
            print(f'# {ascii(line)}')
        failed |= bool(found)
    sys.exit(failed)


if __name__ == '__main__':
    main()
