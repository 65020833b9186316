"""Reading and writing the PO files of gettext: what of them this program has."""
import re

ESCAPES = {'n': '\n', 't': '\t', '"': '"', '\\': '\\'}


def unquoted(literal):
    return re.sub(r'\\(.)', lambda match: ESCAPES[match[1]], literal[1:-1])


def quoted(text):
    """A literal; one a line for a text of several lines."""
    def literal(part):
        for plain, escaped in (('\\', '\\\\'), ('"', '\\"'), ('\n', '\\n'), ('\t', '\\t')):
            part = part.replace(plain, escaped)
        return f'"{part}"'
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return literal(text)
    return '\n'.join(['""'] + [literal(line) for line in lines])


def read(path):
    """{message: translation}, in the order of the file; the header has the key ''."""
    entries, message, field = {}, None, None
    texts = {}

    def finish():
        if 'msgid' in texts:
            if texts['msgid'] in entries:
                raise ValueError(f"{path}: twice: {texts['msgid']!r}")
            entries[texts['msgid']] = texts.get('msgstr', '')
        texts.clear()

    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            match = re.fullmatch(r'(msgid|msgstr)?\s*("(?:\\.|[^"\\])*")', line)
            if not line or line.startswith('#'):
                continue
            if not match or (not match[1] and not field):
                raise ValueError(f'{path}:{number}: not understood: {line}')
            if match[1] == 'msgid':
                finish()
            if match[1]:
                field = match[1]
                texts[field] = ''
            texts[field] += unquoted(match[2])
    finish()
    return entries


def write(path, header, entries):
    """`entries` are (message, translation, files that say it)."""
    with open(path, 'w', encoding='utf-8') as file:
        file.write(header)
        for message, translation, files in entries:
            file.write('\n')
            for name in files:
                file.write(f'#: {name}\n')
            if '%' in message:
                file.write('#, c-format\n')
            file.write(f'msgid {quoted(message)}\nmsgstr {quoted(translation)}\n')
