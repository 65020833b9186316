#!/usr/bin/env python3
"""Fails when a message of the program has no Korean translation, or a faulty one.

  messages.py FOLDER           checks FOLDER/src against FOLDER/po/ko.po
  messages.py --update FOLDER  rewrites FOLDER/po/ko.po: adds new messages, untranslated, and removes unused ones
  messages.py --self-test      breaks each rule once, and each must be found

A message is a string literal: the argument that CALLS gives for a function, the value of a member in FIELDS, or the
argument of MESSAGE(). It is both the format and the key of its translation. The other arguments of such a call may
not contain words, which would be English in a Korean sentence.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'po'))
import catalog  # noqa: E402
from korean import AFTER_VALUE, TERMS  # noqa: E402

# The argument that is the message, from 1. Functions of a single file are listed, too.
CALLS = {
    'MESSAGE': 1,
    'message_of': 1,
    'error_set': 2,
    'error_prefix': 2,
    'findings_add': 5,
    'findings_add_once': 6,
    'report_note': 1,
    'report_usage': 2,
    'text_append_message': 2,
    'text_append_message_numbers': 2,
    'find_at': 3,  # deck/check/check.c
    'html_report': 4,
    'html_report_subject': 4,
    'render_warn': 3,
    'splitter_warn': 3,
}
FIELDS = {'summary', 'help'}

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[A-Za-z_]\w*|\s+|.', re.S)
ESCAPE = re.compile(r'\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)')
SIMPLE = {'n': '\n', 't': '\t', 'r': '\r', '0': '\0'}
CONVERSION = re.compile(r"%(?:(\d+)\$)?([-+ #0']*)(\*|\d+)?(?:\.(\*|\d+))?(hh|h|ll|l|z|j)?([a-zA-Z%])")


def tokens_of(source):
    """Returns [(token, line)] without comments and white space."""
    line, tokens = 1, []
    for match in TOKEN.finditer(source):
        text = match[0]
        if not text.isspace() and not text.startswith(('/*', '//')):
            tokens.append((text, line))
        line += text.count('\n')
    return tokens


def unquoted(literal):
    def plain(match):
        name = match[1]
        if name[0] == 'x':
            return chr(int(name[1:], 16))
        return SIMPLE.get(name, name)
    return ESCAPE.sub(plain, literal[1:-1])


def arguments_of(tokens, at):
    """Returns the arguments behind the parenthesis at `at`, and the index of the closing one."""
    depth, arguments = 0, [[]]
    for i in range(at, len(tokens)):
        text = tokens[i][0]
        if text in '([{':
            depth += 1
            if depth == 1:
                continue
        elif text in ')]}':
            depth -= 1
            if not depth:
                return arguments, i
        if depth == 1 and text == ',':
            arguments.append([])
        else:
            arguments[-1].append(tokens[i])
    return arguments, len(tokens)


def literals_in(tokens):
    """Returns [(string, line)]. Adjacent literals are one string. Arguments of nested calls are skipped."""
    found, i = [], 0
    while i < len(tokens):
        text, line = tokens[i]
        if text[0] == '"':
            whole = ''
            while i < len(tokens) and (tokens[i][0][0] == '"' or tokens[i][0].startswith('PRI')):
                whole += unquoted(tokens[i][0]) if tokens[i][0][0] == '"' else f'<{tokens[i][0]}>'
                i += 1
            found.append((whole, line))
            continue
        if re.match(r'[A-Za-z_]', text) and i + 1 < len(tokens) and tokens[i + 1][0] == '(' and text != 'sizeof':
            i = arguments_of(tokens, i + 1)[1]
        i += 1
    return found


def without_plurals(tokens):
    """Removes `count == 1 ? "is" : "are"`. Only English needs such words; a translation skips them with %.0s."""
    kept, i = [], 0
    while i < len(tokens):
        kept.append(tokens[i])
        if [text for text, _ in tokens[i:i + 4]] == ['=', '=', '1', '?'] and tokens[i + 5][0] == ':':
            i += 6
        i += 1
    return kept


def has_words(text):
    return bool(re.search(r'[A-Za-z]{2}', CONVERSION.sub('', text)))


def messages_of(source):
    """Returns [(message, line)], and [(words, line)] of the other arguments."""
    tokens = tokens_of(source)
    messages, pieces = [], []
    for i in range(len(tokens) - 1):
        text = tokens[i][0]
        if text in CALLS and tokens[i + 1][0] == '(':
            arguments = arguments_of(tokens, i + 1)[0]
            for number, argument in enumerate(arguments, 1):
                if number == CALLS[text]:
                    messages += [one for one in literals_in(argument) if has_words(one[0])]
                elif number > CALLS[text]:
                    pieces += [one for one in literals_in(without_plurals(argument)) if has_words(one[0])]
        elif text in FIELDS and tokens[i - 1][0] == '.' and tokens[i + 1][0] == '=':
            end = i + 2
            while end < len(tokens) and tokens[end][0] not in (',', '}', ';'):
                end += 1
            messages += literals_in(tokens[i + 2:end])
    return messages, pieces


def sources(root):
    """Returns {message: its files}, in the order of files and lines; and the faults of calls, a line each."""
    found, strange = {}, []
    for path in sorted((root / 'src').rglob('*.c')):
        name = str(path.relative_to(root))
        messages, pieces = messages_of(path.read_text(encoding='utf-8'))
        for message, line in messages:
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
            if '<PRI' in message:
                strange.append(f'{name}:{line}: a message has no PRIu64 and the like, which differ from system to '
                               'system: write %llu and cast')
        strange += [f'{name}:{line}: {piece!r} would be said in English: use message_of(), or make one sentence '
                    'of each case' for piece, line in pieces]
    return found, strange


def conversions_of(text):
    """Returns the conversions of a format by the number of the argument: {1: 's', 2: 'llu'}."""
    arguments, number = {}, 0
    for position, _, width, precision, size, letter in CONVERSION.findall(text):
        if letter == '%':
            continue
        for star in (width, precision):
            if star == '*':
                number += 1
                arguments[number] = '*'
        number = int(position) if position else number + 1
        arguments[number] = (size or '') + letter
    return arguments


def width(line):
    return sum(2 if unicodedata.east_asian_width(one) in 'WF' else 1 for one in line)


def option_texts(help_text):
    """What a help says of each option, its lines joined."""
    texts, is_open = [], False
    for line in help_text.splitlines():
        begins = re.match(r' {2,6}(?:-\w, )?--?[a-z].*?(?:  +| (?=[가-힣]))', line)
        if begins and (is_open or re.match(r' {2,6}(?:-\w, )?--[a-z]', line)):
            texts.append(line[begins.end():])
            is_open = True
        elif is_open and line.startswith('        '):
            texts[-1] += ' ' + line.strip()
        else:
            is_open = False
    return texts


def faults_of(message, korean):
    """Yields the faults of a translation."""
    if not korean:
        yield 'has no Korean'
        return
    if not has_words(CONVERSION.sub('', message)) and not re.search('[가-힣]', korean):
        return
    if conversions_of(message) != conversions_of(korean):
        yield f'formats other values: {conversions_of(message)} and {conversions_of(korean)}'
    for end in ('\n', ' '):
        if message.endswith(end) != korean.endswith(end):
            yield f'{end!r} stands at one end only'
    particle = AFTER_VALUE.search(re.sub(r'%\d+\$', '%', korean))
    if particle:
        yield f'{particle[0]!r} depends on how the value is read'
    for pattern, term in TERMS:
        match = re.search(pattern, re.sub(r'\S*[/.]\S*', '', korean))
        if match:
            yield f'{match[0]!r}: say {term}'
    for text in option_texts(korean):
        sentence = re.sub(r'\([^()]*\)|: [a-z, ()가-힣]*$', '', text).strip()
        if not sentence.endswith('니다'):
            yield f'an option is told in a sentence that ends in -니다: {text!r}'
    polite = re.search('[가-힣]세요', korean)
    if polite:
        yield f'{polite[0]!r}: say -십시오'
    if message.count('\n') > 1 and '<' not in message[0]:
        for text in (message, korean):
            for line in text.splitlines():
                if width(line) > 80:
                    yield f'a line is wider than 80 columns: {line!r}'


HEADER = '''# Korean messages of pcapdeck.
# This file is distributed under the license of pcapdeck.
#
# The English message is the key. "python3 tests/messages.py --update ." adds what is new, with an empty
# translation, and takes out what nobody says any more. No particle stands behind a value whose form would
# depend on how it ends; %.0s swallows an English plural; %1$s and %2$s put values in another order.
msgid ""
msgstr ""
"Project-Id-Version: pcapdeck\\n"
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
'''


def update(root):
    path = root / 'po/ko.po'
    known = catalog.read(path)
    found, _ = sources(root)
    catalog.write(path, HEADER, [(message, known.get(message, ''), files) for message, files in found.items()])


def check(root):
    path = root / 'po/ko.po'
    known = catalog.read(path)
    found, told = sources(root)
    for message, files in found.items():
        told += [f'{files[0]}: {message!r}: {fault} (po/ko.po)' for fault in faults_of(message, known.get(message, ''))]
    told += [f'po/ko.po: {message!r}: nobody says this any more' for message in known if message and message not in found]
    if not told and shutil.which('msgfmt'):
        result = subprocess.run(['msgfmt', '--check', '--output-file=/dev/null', str(path)], capture_output=True, text=True,
                                check=False)
        told += result.stderr.splitlines() if result.returncode else []
    for line in told:
        print(line)
    if told:
        print(f'\n{len(told)} found. "python3 tests/messages.py --update ." brings po/ko.po up to date; then write the Korean '
              'of what is empty there.')
    return not told


def self_test():
    assert messages_of('error_set(error, "no %s" "ok\\n", x);')[0] == [('no %sok\n', 1)]
    assert messages_of('error_set(e, is ? "one" : "two", f(","));')[0] == [('one', 1), ('two', 1)]
    assert messages_of('say("not this"); /* error_set(e, "nor this") */')[0] == []
    assert messages_of('.help = "aa\\n"\n"b", .run = run')[0] == [('aa\nb', 1)]
    assert messages_of('error_set(e, "an %s", is ? "packet" : "stream");')[1] == [('packet', 1), ('stream', 1)]
    assert messages_of('error_set(e, "a %s", message_of("packet"));')[1] == []
    assert messages_of('error_set(e, "%zu packet%s", n, n == 1 ? "is" : "are");')[1] == []
    assert conversions_of('%2$s of %1$llu') == {1: 'llu', 2: 's'}
    assert conversions_of('%.*s %zu%%') == {1: '*', 2: 's', 3: 'zu'}
    assert not list(faults_of('no %s', '%s 없음'))
    options = 'Options:\n  -p, --port N   a port\n      --svg   a picture\n              of it\n\nExamples:\n'
    said = '옵션:\n  -p, --port N   포트를 정합니다(기본 8000)\n      --svg   그림을\n              그립니다\n\n예:\n'
    assert option_texts(said) == ['포트를 정합니다(기본 8000)', '그림을 그립니다']
    assert not list(faults_of(options, said))
    assert list(faults_of(options.replace('a port', 'a port ' + 60 * 'x'), said))
    assert list(faults_of(options, said.replace('그립니다', '하나'))) and list(faults_of('use x', 'x를 쓰세요'))
    for message, korean in (('no %s', ''), ('no %s', '없음'), ('no %d', '%s 없음'), ('no %s\n', '%s 없음'),
                            ("no '%s'", "'%s'이 없습니다"), ("to '%s'", "'%s'로 바꿉니다"), ('a flag', '깃발')):
        assert list(faults_of(message, korean)), (message, korean)


def main():
    if sys.argv[1] == '--self-test':
        self_test()
    elif sys.argv[1] == '--update':
        update(pathlib.Path(sys.argv[2]).resolve())
    else:
        sys.exit(not check(pathlib.Path(sys.argv[1]).resolve()))


if __name__ == '__main__':
    main()
