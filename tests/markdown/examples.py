"""What the tests of this folder share: rendering many examples at once, and HTML that can be compared."""
import base64
import html.parser
import pathlib
import re
import subprocess

BLOCKS = {
    'address', 'article', 'aside', 'blockquote', 'body', 'details', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'footer',
    'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'li', 'ol', 'p', 'pre', 'section', 'summary', 'table', 'tbody',
    'td', 'tfoot', 'th', 'thead', 'tr', 'ul',
}


# An address as a browser reads it: it encodes these itself.
TO_ENCODE = re.compile(r'[^!#$%&\'()*+,\-./0-9:;=?@A-Z_a-z~\\]')
PNG = b'\x89PNG\r\n\x1a\n'


def write_image(folder, name):
    """A file that a deck takes for an image, and of which its HTML tells the name."""
    path = pathlib.Path(folder, name.lstrip('/'))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PNG + name.lstrip('/').encode())


def address(value):
    """An image in the page is called by its file's name again."""
    if value.startswith('data:image/png;base64,'):
        return base64.b64decode(value.split(',')[1])[len(PNG):].decode()
    return TO_ENCODE.sub(lambda match: ''.join(f'%{byte:02X}' for byte in match[0].encode()), value)


def attributes(tag, given):
    """Sorted, without what decks say of links to other machines."""
    kept = {name: value or '' for name, value in reversed(given)}
    if tag == 'a' and kept.get('target') == '_blank' and kept.get('rel') == 'noopener noreferrer':
        del kept['target'], kept['rel']
    if tag == 'img':
        kept.setdefault('alt', '')
        kept['src'] = kept.get('src', '').lstrip('/')
    for name in ('href', 'src'):
        if name in kept:
            kept[name] = address(kept[name])
    return tuple(sorted(kept.items()))


class Normalizer(html.parser.HTMLParser):
    """Pieces of HTML that are equal where a browser sees the same: entities, order of attributes, blanks
    beside blocks."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.verbatim = [], 0

    def trim(self):
        if not self.verbatim and self.pieces and self.pieces[-1][0] == 'text':
            kind, text = self.pieces.pop()
            if text.rstrip():
                self.pieces.append((kind, text.rstrip()))

    def handle_starttag(self, tag, attrs):
        if tag == 'tbody':
            return  # a browser adds it
        if tag in BLOCKS or tag == 'br':
            self.trim()
        self.verbatim += tag == 'pre'
        self.pieces.append(('start', tag, attributes(tag, attrs)))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag == 'tbody':
            return
        if tag in BLOCKS:
            self.trim()
        self.verbatim -= tag == 'pre'
        self.pieces.append(('end', tag))

    def handle_data(self, data):
        if not self.verbatim:
            data = ' '.join(data.split('\n')) if data.strip() else ' '
            before = self.pieces[-1] if self.pieces else ('start', 'p', ())
            if before[0] != 'text' and before[0] in ('start', 'end') and (before[1] in BLOCKS or before[1] == 'br'):
                data = data.lstrip()
        if data and self.pieces and self.pieces[-1][0] == 'text':
            self.pieces[-1] = ('text', self.pieces[-1][1] + data)
        elif data:
            self.pieces.append(('text', data))

    def handle_comment(self, data):
        self.pieces.append(('comment', data))

    def handle_decl(self, decl):
        self.pieces.append(('declaration', decl))

    def handle_pi(self, data):
        self.pieces.append(('instruction', data))

    def unknown_decl(self, data):
        self.pieces.append(('declaration', data))


def normalized(markup):
    normalizer = Normalizer()
    normalizer.feed(markup)
    normalizer.close()
    normalizer.trim()
    return normalizer.pieces


def rendered(program, talk, examples):
    """For each example, as if it were the file `talk`: the deck's HTML, what was found, cmark's HTML."""
    given = b''.join(b'%d\n%s' % (len(example), example) for example in (text.encode() for text in examples))
    out = subprocess.run([program, talk], input=given, stdout=subprocess.PIPE, check=True).stdout
    blocks, at = [], 0
    while at < len(out):
        end = out.index(b'\n', at)
        size = int(out[at:end])
        blocks.append(out[end + 1:end + 1 + size].decode())
        at = end + 1 + size
    return list(zip(blocks[::3], blocks[1::3], blocks[2::3], strict=True))
