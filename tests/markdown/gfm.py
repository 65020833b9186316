#!/usr/bin/env python3
"""What GitHub's Markdown has beside CommonMark's, in a deck: addresses that are links of themselves, struck
text, and elements that are no part of a page. Each row says what a deck shows; where GitHub shows another
thing, why. With cmark-gfm installed both are held against it.

  gfm.py RENDER-EXAMPLES
"""
import shutil
import subprocess
import sys

from examples import normalized, rendered

QUOTES = 'quotation marks, and what closes brackets of the text, end an address'
WHERE = 'an address may stand behind any sign, and behind Korean'
SCHEMES = 'only http, https, mailto and relative addresses are links'
KOREAN = 'Korean that is written together with an address is none of it'
TILDE = 'one tilde strikes words only: beside a number or a path, and within a word, it is what it is'
DOT = 'www. and a name without a dot is no address'
MACHINES = 'the last part of a host has a letter: others are versions and machines'
SIX = 'an address of IPv6 is a host'


def link(href, words=None, before='', after=''):
    return f'<p>{before}<a href="{href}">{href if words is None else words}</a>{after}</p>'


def www(words, before='', after=''):
    return link('http://' + words, words, before, after)


def mail(words, before='', after=''):
    return link('mailto:' + words, words, before, after)


def text(words):
    return f'<p>{words}</p>'


ROWS = [
    # The web.
    ('www.talk.example', www('www.talk.example'), None),
    ('See www.talk.example/week/1 today', www('www.talk.example/week/1', 'See ', ' today'), None),
    ('See www.talk.example.', www('www.talk.example', 'See ', '.'), None),
    ('www.talk.example/a.b.', www('www.talk.example/a.b', '', '.'), None),
    ('www.talk.example/q?x=one+(two)', www('www.talk.example/q?x=one+(two)'), None),
    ('www.talk.example/q?x=one+(two)))', www('www.talk.example/q?x=one+(two)', '', '))'), None),
    ('(www.talk.example/q?x=one+(two))', www('www.talk.example/q?x=one+(two)', '(', ')'), None),
    ('(www.talk.example/q?x=one+(two)', www('www.talk.example/q?x=one+(two)', '('), None),
    ('www.talk.example/q?x=(two))+3', www('www.talk.example/q?x=(two))+3'), None),
    ('www.talk.example/q?x=one&y=2', www('www.talk.example/q?x=one&amp;y=2'), None),
    ('www.talk.example/q?x=one&hl;', www('www.talk.example/q?x=one', '', '&amp;hl;'), None),
    ('www.talk.example/q<r', www('www.talk.example/q', '', '&lt;r'), None),
    ('http://talk.example', link('http://talk.example'), None),
    ('(See https://talk.example/q?x=one+(two))', link('https://talk.example/q?x=one+(two)', None, '(See ', ')'), None),
    ('HTTPS://talk.example/', link('HTTPS://talk.example/'), None),
    ('http://localhost:8080/ping, twice', link('http://localhost:8080/ping', None, '', ', twice'), None),
    ('https://talk.example/~kim/x~', link('https://talk.example/~kim/x', None, '', '~'), None),
    ('**www.talk.example/x**', '<p><strong><a href="http://www.talk.example/x">www.talk.example/x</a></strong></p>', None),
    ('http://my_talk.example', text('http://my_talk.example'), None),
    ('xhttp://talk.example', text('xhttp://talk.example'), None),
    ('`http://talk.example`', text('<code>http://talk.example</code>'), None),
    ('WWW.talk.example', text('WWW.talk.example'), None),
    ('www.talk', text('www.talk'), DOT),
    ('http://[::1]:8080/x', link('http://[::1]:8080/x'), SIX),
    ('ftp://talk.example', text('ftp://talk.example'), SCHEMES),
    ('http://talk.example/"x"', link('http://talk.example/', None, '', '"x"'), QUOTES),
    ('[http://talk.example/x]', link('http://talk.example/x', None, '[', ']'), QUOTES),
    ('"www.talk.example"', www('www.talk.example', '"', '"'), WHERE),
    ('주소는www.talk.example', www('www.talk.example', '주소는'), WHERE),
    # Korean.
    ('https://talk.example에서', link('https://talk.example', None, '', '에서'), KOREAN),
    ('https://talk.example/ping을 보낸다', link('https://talk.example/ping', None, '', '을 보낸다'), KOREAN),
    ('https://talk.example/ping이라는 것', link('https://talk.example/ping', None, '', '이라는 것'), KOREAN),
    ('http://localhost:8080으로', link('http://localhost:8080', None, '', '으로'), KOREAN),
    ('(https://talk.example/x)입니다만', link('https://talk.example/x', None, '(', ')입니다만'), KOREAN),
    ('https://talk.example/x。다음', link('https://talk.example/x', None, '', '。다음'), KOREAN),
    ('“https://talk.example/x”', link('https://talk.example/x', None, '“', '”'), QUOTES),
    ('https://ko.wikipedia.org/wiki/전송_제어', link('https://ko.wikipedia.org/wiki/전송_제어'), None),
    ('https://talk.example/C언어#구조', link('https://talk.example/C언어#구조'), None),
    ('http://한국.kr/길', link('http://한국.kr/길'), None),
    # Mail.
    ('kim@talk.example', mail('kim@talk.example'), None),
    ("lee@mail+kim.example is none, but lee+kim@mail.example is.",
     mail('lee+kim@mail.example', 'lee@mail+kim.example is none, but ', ' is.'), None),
    ('a.b-c_d@e.f', mail('a.b-c_d@e.f'), None),
    ('a.b-c_d@e.f.', mail('a.b-c_d@e.f', '', '.'), None),
    ('a.b-c_d@e.f-', text('a.b-c_d@e.f-'), None),
    ('a.b-c_d@e.f_', text('a.b-c_d@e.f_'), None),
    ('mailto:kim@talk.example', link('mailto:kim@talk.example'), None),
    ('mailto:a.b-c_d@e.f.', link('mailto:a.b-c_d@e.f', None, '', '.'), None),
    ('git@talk.example:kim/notes.git', mail('git@talk.example', '', ':kim/notes.git'), None),
    ('kim@talk', text('kim@talk'), None),
    ('@kim', text('@kim'), None),
    ('[kim@talk.example](x.md)', link('x.md', 'kim@talk.example'), None),
    ('메일은kim@talk.example으로', mail('kim@talk.example', '메일은', '으로'), None),
    ('ssh root@10.0.0.1', text('ssh root@10.0.0.1'), None),
    ('xmpp:kim@talk.example', text('xmpp:kim@talk.example'), SCHEMES),
    # Struck text.
    ('~~two~~ and ~one~', '<p><del>two</del> and <del>one</del></p>', None),
    ('(~one~), ~two words~.', '<p>(<del>one</del>), <del>two words</del>.</p>', None),
    ('~하나~를 ~~둘~~로', '<p><del>하나</del>를 <del>둘</del>로</p>', None),
    ('x \\~one\\~ ~', text('x ~one~ ~'), None),
    ('x ~~one~', text('x ~~one~'), None),
    ('about ~20, ~30 of them', text('about ~20, ~30 of them'), None),
    ('10~20, 30~40', text('10~20, 30~40'), TILDE),
    ('월~금, 토~일', text('월~금, 토~일'), TILDE),
    ('~20분, 끝~', text('~20분, 끝~'), TILDE),
    ('~/notes, x~', text('~/notes, x~'), TILDE),
]
# GitHub takes these out of raw HTML; here each is told too.
FILTERED = ['title', 'textarea', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'script', 'plaintext']


def filtered_forms():
    for name in FILTERED:
        for tag in (f'<{name}>', f'<{name.upper()}>', f'<{name} a="b">', f'<{name}\na="b">', f'<{name}/>'):
            yield name, f'one {tag} two\n'
            yield name, f'<div>\n{tag}\n</div>\n'
            yield name, f'{tag}\n\ntwo\n'


def check_rows(program, failures):
    reference = shutil.which('cmark-gfm')
    shown = rendered(program, 'talk.md', [markdown + '\n' for markdown, _, _ in ROWS])
    for (markdown, wanted, reason), (deck, _, _) in zip(ROWS, shown, strict=True):
        if normalized(deck) != normalized(wanted):
            failures.append(f'{markdown}\n--- deck\n{deck}\n--- wanted\n{wanted}')
        if not reference:
            continue
        theirs = subprocess.run([reference, '-e', 'autolink', '-e', 'strikethrough'], input=markdown + '\n', text=True,
                                encoding='utf-8', stdout=subprocess.PIPE, check=True).stdout
        if (normalized(theirs) == normalized(wanted)) != (reason is None):
            failures.append(f'{markdown}\n--- cmark-gfm\n{theirs}\n--- wanted, {reason or "the same"}\n{wanted}')
    return bool(reference)


def check_filter(program, failures):
    forms = list(filtered_forms())
    shown = rendered(program, 'talk.md', [markdown for _, markdown in forms])
    for (name, markdown), (deck, said, _) in zip(forms, shown, strict=True):
        if f'<{name}' in deck.lower() or not said:
            failures.append(f'{markdown}\n--- deck\n{deck}\n--- said\n{said}')
    return len(forms)


def main():
    failures = []
    has_reference = check_rows(sys.argv[1], failures)
    tag_count = check_filter(sys.argv[1], failures)
    for failure in failures:
        print(failure)
    named = sum(reason is not None for _, _, reason in ROWS)
    print(f'{len(ROWS)} rows, {named} of them unlike GitHub, {tag_count} filtered tags'
          + ('' if has_reference else '; cmark-gfm is not installed, so GitHub\'s side was not asked'))
    return 1 if failures else 0


sys.exit(main())
