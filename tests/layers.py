#!/usr/bin/env python3
"""Fails when the source tree breaks a rule that a compiler does not know.

  layers.py FOLDER        checks FOLDER/src
  layers.py --map FOLDER  checks that src/README.md names what there is
  layers.py --self-test   breaks each rule once in a scratch tree and expects to be told

The rules: an #include points downward; libpcap, cmark and libmicrohttpd are met only in the folders
that wrap them; what only one system has stands in *-linux.c and *-macos.c; no unbounded or
locale-bound function; only cli/ prints; one struct field_spec has a field's name. And src/README.md
names every folder and file, and no other.
"""
import pathlib
import re
import sys
import tempfile

# What each folder stands on directly; it may include everything below that, too.
STANDS_ON = {
    'base': [],
    'trace': ['base'],
    'dissect': ['base'],
    'notes': ['base'],
    'capture': ['base'],
    'addresses': ['dissect'],
    'secrets': ['base'],
    'conversation': ['addresses', 'secrets', 'trace'],
    'listing': ['conversation'],
    'explain': ['listing'],
    'diagram': ['explain'],
    'deck': ['notes', 'listing', 'diagram'],
    'microhttpd': ['base'],
    'serve': ['deck', 'microhttpd'],
    'lab': ['dissect', 'trace', 'capture', 'microhttpd'],
    'chromium': ['base'],
    'cli': ['serve', 'lab', 'chromium'],
    '.': ['cli'],  # main.c
}

# The headers of sub-folders that other layers may include.
OFFERED = {
    'base/file': 'file file-lock path',
    'base/format': 'coding json json-reader markup pieces',
    'conversation/redact': 'fragment-table scrub',
    'conversation/tcp': 'reassembly sequence-number tcp-analysis',
    'deck/check': 'check',
    'deck/final-check': 'final-check',
    'deck/packets': 'packet-data',
    'deck/page': 'starter',
    'diagram/header': 'header-map',
    'diagram/ladder': 'label-reason ladder',
    'diagram/stream': 'stream',
    'dissect/application': 'summary',
    'dissect/http': 'span stream-frames',
    'dissect/names': 'names',
    'dissect/tls': 'crypto quic tls',
    'dissect/transport': 'tcp-options',
    'listing/info': 'left-out-words oddity-words packet-info',
    'notes/block': 'link link-part vault',
    'notes/markdown': 'mistake',
    'notes/slide': 'lines string-map',
    'notes/talk': 'library-versions packets-block talk talk-file',
    'notes/text': 'characters',
    'secrets/login': 'logins',
}

# Those that only the other folders of the same layer may include. All others are private to their sub-folder.
SHARED = {
    'cli/report': 'live-list progress selected totals',
    'cli/services': 'any-address make-folder open-browser print-decks record-missing record-talk',
    'conversation/follow': 'dns-track echo-pairs http-track quic-track stream-track tls-track',
    'conversation/redact': 'checksum-codes',
    'conversation/tcp': 'connection segment-order',
    'deck/check': 'pace',
    'deck/final-check': 'hidden',
    'deck/packets': 'captures packets-view values',
    'deck/page': 'code-language page',
    'diagram/graph': 'graph',
    'diagram/segments': 'segments',
    'diagram/stack': 'stack',
    'diagram/table': 'connections list packet',
    'dissect/application': 'application',
    'dissect/link': 'link',
    'dissect/network': 'network',
    'dissect/rare': 'radio',
    'notes/block': 'callout deck-link image media table',
    'notes/dialect': 'dialect',
    'notes/html': 'html-guard html-regions html-scan svg-clean',
    'notes/inline': 'autolink html-comment inline-comments inline-footnotes marks obsidian-comments '
        'span',
    'notes/markdown': 'markdown render tree',
    'notes/slide': 'block-id definitions slide-split',
    'notes/talk': 'duration front-matter',
    'notes/text': 'encoding reader',
    'secrets/format': 'secret-message',
}

FILES_MAX = 24  # sources and headers in one folder

LIBRARY_FOLDERS = [
    (re.compile(r'pcap(/.*)?\.h$|pcap-.*\.h$'), 'libpcap', {'trace', 'capture', 'lab'}),
    (re.compile(r'cmark.*\.h$'), 'cmark', {'notes'}),
    (re.compile(r'gumbo\.h$'), 'gumbo', {'notes'}),
    (re.compile(r'lz4.*\.h$'), 'liblz4', {'deck'}),
    (re.compile(r'microhttpd\.h$'), 'libmicrohttpd', {'microhttpd'}),
    (re.compile(r'yaml\.h$'), 'libyaml', {'notes'}),
]

LINUX_HEADERS = re.compile(
    r'(linux|asm)/.*|sys/(inotify|epoll|timerfd|eventfd|signalfd|prctl|sendfile|fanotify|syscall|'
    r'capability|random|sysinfo|vfs|auxv|memfd|pidfd|personality)\.h|netpacket/.*|'
    r'net/(if_packet|ethernet)\.h|netinet/ether\.h|libmnl/.*|sha2(56)?\.h|endian\.h|byteswap\.h|'
    r'error\.h|features\.h|malloc\.h|mntent\.h|sched\.h')
MACOS_HEADERS = re.compile(
    r'sys/(event|sysctl|sys_domain|kern_control|kauth|disk)\.h|net/(bpf|if_dl|if_utun|pfvar)\.h|'
    r'(mach|CommonCrypto|CoreFoundation|CoreServices|Security|dispatch|SystemConfiguration)/.*|'
    r'libproc\.h|Availability.*\.h|TargetConditionals\.h|copyfile\.h|sandbox\.h')

# Words that only compile on one system, though a common header declares them there.
LINUX_WORDS = re.compile(
    r'\b(accept4|pipe2|unshare|setns|clone|prctl|SOCK_CLOEXEC|SOCK_NONBLOCK|CLONE_NEW\w+|MSG_NOSIGNAL|'
    r'SO_BINDTODEVICE|TCP_(USER_TIMEOUT|QUICKACK|CORK|INFO)|st_[amc]tim|strchrnul|mempcpy|memrchr|'
    r'reallocarray|secure_getenv|get_current_dir_name|canonicalize_file_name|explicit_bzero|'
    r'program_invocation\w*|getrandom|memfd_create|O_TMPFILE|O_PATH|ppoll|SIGRTMIN|qsort_r|'
    r'CLOCK_(BOOTTIME|REALTIME_COARSE|MONOTONIC_COARSE)|__linux__)\b')
MACOS_WORDS = re.compile(
    r'\b(kqueue|kevent|EV_SET|st_[amc]timespec|arc4random\w*|F_FULLFSYNC|F_GETPATH|SO_NOSIGPIPE|'
    r'O_EVTONLY|BIOC\w+|__APPLE__)\b')

BANNED = {
    r'\b(v?sprintf|strcpy|strcat|stpcpy|gets|strtok)\s*\(': 'unbounded: grow a struct text',
    r'\bstrncpy\s*\(': 'leaves its NUL out: use xstrndup() or a struct text',
    r'\b(atoi|atol|atoll|atof)\s*\(': 'cannot fail: parse digits, or strtoull with its checks',
    r'\b(system|popen|tmpnam|mktemp|tempnam|alloca)\s*\(': 'unsafe',
    r'\b(setlocale|strtod|strtof|localtime|localtime_r|ctime|asctime)\s*\(': 'the same input must '
                                                                            'give the same bytes',
    r'\b(float|double)\b': 'integers only: floats print by locale and machine',
    r'\b(usleep|nanosleep|sleep)\s*\(': 'wait for what happens, not for time',
}
PRINTS = re.compile(r'\b(printf|puts|putchar|perror|vprintf)\s*\(|\bf(printf|puts|write|putc)\s*\([^;]*'
                    r'\bstd(out|err)\b')
MAY_PRINT = {'cli', '.'}
PRINTS_ONCE = {'base/arena.c'}  # out of memory: there is nobody left to tell

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def below(folder):
    reach, todo = {folder}, [folder]
    while todo:
        for lower in STANDS_ON[todo.pop()]:
            if lower not in reach:
                reach.add(lower)
                todo.append(lower)
    return reach


def blank(match):
    """Comments and strings become spaces of the same length and lines."""
    return re.sub(r'[^\n]', ' ', match.group(0))


def system_of(path):
    for system in ('linux', 'macos'):
        if path.stem.endswith('-' + system):
            return system
    return None


def may_include(room, header):
    """Whether a file of that folder may include a header that may be a sub-folder's."""
    owner, _, name = header.rpartition('/')
    if '/' not in owner or owner == room:
        return True
    stem = name.removesuffix('.h')
    if stem in OFFERED.get(owner, '').split():
        return True
    return room.split('/')[0] == owner.split('/')[0] and stem in SHARED.get(owner, '').split()


def check_tables(source):
    """What the two tables list is there, once, and more than its own folder includes it."""
    users = {}
    for path in source.rglob('*.[ch]'):
        room = str(path.parent.relative_to(source))
        for _, header in INCLUDE.findall(path.read_text()):
            users.setdefault(header, set()).add(room)
    for name, table in (('OFFERED', OFFERED), ('SHARED', SHARED)):
        for owner, stems in table.items():
            for stem in stems.split():
                rooms = users.get(f'{owner}/{stem}.h', set()) - {owner}
                if name == 'OFFERED':
                    rooms = {room for room in rooms if room.split('/')[0] != owner.split('/')[0]}
                if not rooms:
                    yield f"tests/layers.py: {name} lists '{owner}/{stem}', which nobody else includes"
    for folder in sorted({path.parent for path in source.rglob('*.[ch]')}):
        count = sum(1 for path in folder.iterdir() if path.suffix in ('.c', '.h'))
        if count > FILES_MAX:
            yield f'src/{folder.relative_to(source)}: {count} files: more than {FILES_MAX} are a heap'


def check_file(source, path):
    relative = path.relative_to(source)
    room = str(relative.parent)
    folder = relative.parts[0] if len(relative.parts) > 1 else '.'
    system = system_of(path)
    text = path.read_text()
    code = COMMENT.sub(blank, text)

    def problem(position, words):
        line = text.count('\n', 0, position) + 1
        return f'src/{relative}:{line}: {words}'

    if folder not in STANDS_ON:
        yield problem(0, f"folder '{folder}' is not in the dependency rule of tests/layers.py")
        return
    allowed = below(folder)
    for match in INCLUDE.finditer(text):
        kind, header = match.groups()
        if kind == '"':
            upper = header.split('/')[0] if '/' in header else None
            if upper is None:
                yield problem(match.start(), f'"{header}" does not name its folder')
            elif upper not in allowed and header != 'config.h':
                yield problem(match.start(), f'{folder}/ includes "{header}", which is not below it')
            elif not (source / header).exists():
                yield problem(match.start(), f'"{header}" does not exist')
            elif not may_include(room, header):
                yield problem(match.start(), f'"{header}" is private to its folder: OFFERED and SHARED of '
                                             'tests/layers.py list those that are not')
            continue
        for pattern, library, folders in LIBRARY_FOLDERS:
            if pattern.match(header) and folder not in folders:
                yield problem(match.start(),
                              f"<{header}>: {library} is met only in {', '.join(sorted(folders))}")
        if LINUX_HEADERS.fullmatch(header) and system != 'linux':
            yield problem(match.start(), f'<{header}> is only on Linux: move it to a *-linux.c')
        if MACOS_HEADERS.fullmatch(header) and system != 'macos':
            yield problem(match.start(), f'<{header}> is only on macOS: move it to a *-macos.c')
    for pattern, only, name in ((LINUX_WORDS, 'linux', 'Linux'), (MACOS_WORDS, 'macos', 'macOS')):
        for match in pattern.finditer(code):
            if system != only:
                yield problem(match.start(), f'{match.group(0)} is only on {name}: move it to a '
                                             f'*-{only}.c')
    for pattern, why in BANNED.items():
        for match in re.finditer(pattern, code):
            yield problem(match.start(), f'{match.group(0).rstrip("( ")}: {why}')
    if folder not in MAY_PRINT and str(relative) not in PRINTS_ONCE:
        for match in PRINTS.finditer(code):
            yield problem(match.start(), 'only cli/ prints')


def check_map(source):
    """src/README.md lists every module as `name` under its folder's heading `folder/`."""
    readme = source / 'README.md'
    if not readme.exists():
        yield 'src/README.md: missing'
        return
    listed, folder = {}, None
    for number, line in enumerate(readme.read_text().splitlines(), 1):
        heading = re.match(r'#+ `([a-z./-]+?)/?`', line)
        if heading:
            folder = heading.group(1)
            listed[folder] = {}
        elif folder and line.startswith('- '):
            for name in re.findall(r'`([^`]+)`', line.split(':')[0]):
                listed[folder][name] = number
    there = {}
    for path in source.rglob('*'):
        if path.suffix not in ('.c', '.h', '.py', '.1') or '__pycache__' in path.parts:
            continue
        relative = path.relative_to(source)
        stem = path.stem if path.suffix in ('.c', '.h') else path.name
        stem = re.sub(r'-(linux|macos)$', '', stem)
        there.setdefault(str(relative.parent), set()).add(stem)
    for folder in sorted(there):
        if folder != '.' and folder not in listed:
            yield f"src/README.md: folder '{folder}/' is not described"
            continue
        for name in sorted(there[folder] - set(listed.get(folder, {}))):
            if folder != '.':
                yield f"src/README.md: '{folder}/{name}' is not described"
    for folder in sorted(listed):
        for name, number in sorted(listed[folder].items()):
            if name not in there.get(folder, set()):
                yield f"src/README.md:{number}: '{folder}/{name}' does not exist"


FIELD_SPEC = re.compile(r'\bFIELD_SPEC\w*\(\s*(?:FIELD_ROLE_\w+,\s*)?"([^"]+)"|\.name = "(\w+\.[^"]+)"')


def check_field_names(source):
    """A field's spec is its identity: a second one with its name would be another field."""
    seen = {}
    for path in sorted((source / 'dissect').rglob('*.c')):
        text = path.read_text()
        for match in FIELD_SPEC.finditer(text):
            name = match.group(1) or match.group(2)
            place = f"src/{path.relative_to(source)}:{text.count(chr(10), 0, match.start()) + 1}"
            if name in seen:
                yield f"{place}: a second field '{name}'; the first is in {seen[name]}"
            seen.setdefault(name, place)


def check(top):
    source = pathlib.Path(top) / 'src'
    problems = list(check_field_names(source))
    for path in sorted(source.rglob('*.[ch]')):
        problems.extend(check_file(source, path))
    return problems


SELF_TESTS = [
    ('base/x.c', '#include "deck/deck.h"\n', 'not below it'),
    ('trace/x.c', '#include "dissect/y.h"\n', 'not below it'),
    ('deck/x.c', '#include "lab/y.h"\n', 'not below it'),
    ('base/x.c', '#include "y.h"\n', 'does not name its folder'),
    ('base/x.c', '#include "base/none.h"\n', 'does not exist'),
    ('deck/x.c', '#include <pcap/pcap.h>\n', 'libpcap is met only'),
    ('deck/x.c', '#include <cmark.h>\n', 'cmark is met only'),
    ('base/x.c', '#include <lz4.h>\n', 'liblz4 is met only'),
    ('cli/x.c', '#include <microhttpd.h>\n', 'libmicrohttpd is met only'),
    ('serve/x.c', '#include <microhttpd.h>\n', 'libmicrohttpd is met only'),
    ('serve/x.c', '#include <sys/inotify.h>\n', 'only on Linux'),
    ('serve/x-macos.c', '#include <sys/epoll.h>\n', 'only on Linux'),
    ('serve/x-linux.c', '#include <sys/event.h>\n', 'only on macOS'),
    ('lab/x.c', 'int f(void) { return accept4(0, 0, 0, 0); }\n', 'only on Linux'),
    ('lab/x.c', '#ifdef __APPLE__\n#endif\n', 'only on macOS'),
    ('base/x.c', 'void f(char *a) { sprintf(a, "x"); }\n', 'unbounded'),
    ('base/x.c', 'int f(char *a) { return atoi(a); }\n', 'cannot fail'),
    ('diagram/x.c', 'double f(void);\n', 'integers only'),
    ('notes/x.c', 'void f(void) { fputs("x", stderr); }\n', 'only cli/ prints'),
    ('dissect/x.c', 'A = FIELD_SPEC("a.b", "B", 1);\nC = FIELD_SPEC_BITS("a.b", "B", 1, 0, 1);\n',
     'a second field'),
    ('dissect/x.c', 'A = FIELD_SPEC_AS(FIELD_ROLE_PORT, "a.b", "B", 1);\nC = { .name = "a.b" };\n',
     'a second field'),
    ('dissect/x.c', 'A = FIELD_SPEC("a.b", "B", 1);\nC = FIELD_SPEC("a.c", "B", 1);\n', None),
    ('other/x.c', '\n', 'not in the dependency rule'),
    ('conversation/redact/x.c', '#include "deck/deck.h"\n', 'not below it'),
    ('conversation/redact/x.c', '#include "dissect/tls/quic-initial.h"\n', 'is private to its folder'),
    ('dissect/http/x.c', '#include "dissect/tls/quic-initial.h"\n', 'is private to its folder'),
    ('diagram/graph/x.c', '#include "conversation/tcp/connection.h"\n', 'is private to its folder'),
    ('conversation/follow/x.c', '#include "conversation/tcp/connection.h"\n', None),
    ('dissect/tls/x.c', '#include "dissect/tls/quic-initial.h"\n', None),
    ('cli/commands/x.c', 'void f(void) { puts("x"); }\n', None),
    ('base/x.c', '/* sprintf( */ const char *f = "atoi(";\n', None),
    ('serve/x-linux.c', '#include <sys/inotify.h>\n', None),
    ('cli/x.c', 'void f(void) { puts("x"); }\n', None),
]


def self_test():
    failures = 0
    for name, code, expected in SELF_TESTS:
        with tempfile.TemporaryDirectory() as top:
            path = pathlib.Path(top) / 'src' / name
            path.parent.mkdir(parents=True)
            path.write_text(code)
            for header in re.findall('include "(.*)"', code):
                if expected is None or 'private' in expected:
                    (path.parents[len(pathlib.Path(name).parts) - 1] / header).parent.mkdir(
                        parents=True, exist_ok=True)
                    (path.parents[len(pathlib.Path(name).parts) - 1] / header).touch()
            problems = check(top)
            ok = not problems if expected is None else any(expected in line for line in problems)
            print(f"{'ok' if ok else 'not ok'} - {name}: {code.strip()!r}", *problems, sep='\n    # ')
            failures += not ok
    for readme, expected in (('# `base/`\n- `y`: x\n', "'base/x' is not described"),
                             ('# `base/`\n- `x`, `y`: z\n', "'base/y' does not exist"),
                             ('nothing\n', "folder 'base/' is not described")):
        with tempfile.TemporaryDirectory() as top:
            source = pathlib.Path(top) / 'src'
            (source / 'base').mkdir(parents=True)
            (source / 'base' / 'x.c').write_text('\n')
            (source / 'README.md').write_text(readme)
            ok = any(expected in line for line in check_map(source))
            print(f"{'ok' if ok else 'not ok'} - map {readme!r}")
            failures += not ok
    return failures


def main():
    if sys.argv[1:] == ['--self-test']:
        sys.exit(1 if self_test() else 0)
    if len(sys.argv) == 3 and sys.argv[1] == '--map':
        problems = list(check_map(pathlib.Path(sys.argv[2]) / 'src'))
    elif len(sys.argv) == 2:
        problems = check(sys.argv[1])
        problems += check_tables(pathlib.Path(sys.argv[1]) / 'src')
    else:
        sys.exit(__doc__)
    print(*problems, sep='\n')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
