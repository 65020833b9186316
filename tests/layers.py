#!/usr/bin/env python3
"""Fails when the source tree breaks a rule that a compiler does not know.

  layers.py FOLDER        checks FOLDER/src
  layers.py --map FOLDER  checks that src/README.md names all folders and files, and no others
  layers.py --self-test   breaks each rule once in a scratch tree, and each must be found

The rules:
- An #include points to a layer below. In a layer, a sub-folder includes only those below it in FOLDER_ORDER.
- No files include each other in a circle.
- Only the folders that wrap libpcap, cmark and libmicrohttpd include their headers.
- What only one system has is in *-linux.c and *-macos.c.
- Functions without bounds, and functions that depend on the locale, are not used.
- Only cli/ prints.
- A field's name is in one struct field_spec. Only dissect/ uses the parts of a frame directly.
- An include guard is made of its header's path, and no two headers have the same.

A module is a header with the files of the same name (and NAME-linux.c, NAME-macos.c). A long file may
have parts: NAME-something in the same folder, which include NAME's header and which NAME includes. They
are the same module and no circle. Every other circle is an error: the types that both sides need belong
in a header below them.
"""
import pathlib
import re
import sys
import tempfile

# The layers directly below each layer. A layer may include everything below those, too.
STANDS_ON = {
    'base': [],
    'capture-file': ['base'],
    'dissect': ['base'],
    'recipe': ['base'],
    'notes': ['recipe'],
    'capture': ['base'],
    'calls': ['base'],
    'addresses': ['dissect'],
    'secrets': ['base'],
    'conversation': ['addresses', 'secrets', 'capture-file', 'calls'],
    'listing': ['conversation'],
    'explain': ['listing'],
    'diagram': ['explain'],
    'feedback': ['notes'],
    'season': ['notes'],
    'deck': ['feedback', 'season', 'listing', 'diagram'],
    'microhttpd': ['base'],
    'serve': ['deck', 'microhttpd'],
    'lab': ['recipe', 'calls', 'dissect', 'capture-file', 'capture', 'microhttpd'],
    'chromium': ['base'],
    'cli': ['serve', 'lab', 'chromium'],
    '.': ['cli'],  # main.c
}

# The headers of sub-folders that other layers may include.
OFFERED = {
    'base/file': 'file file-lock file-trace path program-path temporary-folder',
    'base/format': 'day hex-base64 json json-reader little-endian markdown-text markup printable text-pieces timestamp utf8',
    'base/memory': 'hash-table heap',
    'conversation/calls': 'call-events call-facts recorded-calls',
    'conversation/connection': 'sequence-number',
    'conversation/names': 'endpoint-names',
    'conversation/redact': 'fragment-table redact',
    'conversation/tcp': 'tcp-analysis',
    'deck/check': 'check',
    'deck/leak-check': 'leak-check',
    'deck/page': 'packed-parts starter template',
    'deck/repeat': 'repeat-talk',
    'diagram/calls': 'call-words',
    'diagram/graph': 'graph',
    'diagram/header': 'header-map',
    'diagram/ladder': 'annotations label-reason ladder ladder-strips',
    'dissect/application': 'key-fields summary',
    'dissect/http': 'stream-frames',
    'dissect/names': 'names',
    'dissect/tls': 'crypto quic tls',
    'dissect/transport': 'tcp-options',
    'explain/message': 'message-fields',
    'lab/endpoints': 'pingpong-server',
    'lab/programs': 'programs',
    'listing/info': 'arrow-label left-out-words oddity-words packet-info',
    'notes/block': 'code-steps link vault',
    'notes/html': 'slide-kind svg-words',
    'notes/markdown': 'error-box markdown resolver',
    'notes/slide': 'deck-link talk-parse',
    'notes/talk': 'duration packets-block record-steps slide-layout talk talk-file',
    'notes/text': 'characters encoding lines string-map written-path yaml-value',
    'secrets/login': 'logins',
    'serve/room': 'qr-code',
}

# The headers of sub-folders that the other folders of the same layer may include. All others are private.
SHARED = {
    'cli/build': 'build-decks',
    'cli/report': 'live-list progress empty-selection totals',
    'cli/recording': 'record-deck record-live record-missing record-talk',
    'cli/services': 'any-address draw fixed-time folder-season link-file make-folder open-browser print-decks standard-output',
    'conversation/connection': 'connection segment-order tcp-facts',
    'conversation/follow': 'dns-track echo-pairs http-track quic-track stream-track tls-track',
    'conversation/names': 'capture-notes',
    'deck/calls': 'call-expectations call-values',
    'deck/fields': 'author-labels field-steps field-values list-columns',
    'deck/leak-check': 'scrub-report',
    'deck/block': 'ask packets-view',
    'deck/panel': 'panel-room',
    'deck/packets': 'capture-views captures packet-data packet-files packet-search values',
    'deck/page': 'built-deck code-language deck-asks index page',
    'deck/worksheet': 'worksheet',
    'diagram/calls': 'call-timeline call-words descriptors',
    'diagram/graph': 'buffers graph',
    'diagram/header': 'header-map packet-origin',
    'diagram/segments': 'segments',
    'diagram/stack': 'stack',
    'diagram/stream': 'stream',
    'diagram/table': 'connections list packet',
    'dissect/application': 'application protocol',
    'dissect/link': 'link radio',
    'dissect/network': 'network',
    'explain/message': 'message-purpose',
    'lab/calls': 'call-tracer',
    'lab/endpoints': 'dns-message non-http-client pingpong-client responder',
    'lab/programs': 'listening',
    'lab/sockets': 'packet-sampler socket-view-linux',
    'notes/block': 'callout-head definitions image link-part media table',
    'notes/dialect': 'dialect dialect-found html-regions inline-comments notes-reader obsidian-comments slide-starts',
    'notes/annotations': 'annotation-keys annotations names',
    'notes/html': 'drawing-clean html-attribute html-guard html-scan svg-clean',
    'notes/inline': 'autolink code-span comment-directive html-comment inline-footnotes invisible-marks math span wikilink',
    'notes/markdown': 'markdown-outline render',
    'notes/talk': 'duration front-matter',
    'notes/text': 'encoding',
    'secrets/format': 'secret-message',
    'serve/confinement': 'confinement',
    'serve/feedback': 'desk feedback-page form rehearsal-page vote-keeper',
    'serve/live': 'live live-slides',
    'serve/requests': 'feedback-requests live-requests rehearsal-requests room-requests vote-requests',
    'serve/room': 'keys qr-code room votes',
    'serve/watch': 'file-watch',
}

# The sub-folders of a layer from the top down: none includes one before it. '.' stands for the files in the
# layer's own folder, except for those that the order names. Other layers include these.
FOLDER_ORDER = {
    'base': 'base/file base/format base/memory .',
    'cli': 'cli/commands cli/build cli/recording cli/services cli/report .',
    'conversation': 'conversation/calls reassembly selection conversation/names conversation/redact pass capture-analysis '
        'conversation/tcp conversation/follow . conversation/connection',
    'deck': 'deck/check . deck/repeat deck/worksheet deck/block deck/panel deck/leak-check deck/packets deck/calls deck/fields deck/page',
    'diagram': 'views diagram/graph diagram/ladder diagram/segments diagram/stack diagram/stream '
        'diagram/table diagram/header diagram/calls .',
    'dissect': 'dissect dissect/tunnel dissect/rare dissect/link dissect/transport dissect/network '
        'dissect/tls dissect/http dissect/application . dissect/names',
    'explain': 'opened-packet segment-purpose explain/message .',
    'lab': '. lab/endpoints lab/programs lab/calls lab/sockets',
    'listing': '. listing/info',
    'notes': 'notes/slide notes/dialect notes/markdown notes/block notes/html notes/inline notes/talk '
        'notes/annotations notes/text',
    'secrets': 'secret-unread secrets secrets/login secrets/format .',
    'serve': 'serve web-server serve/requests . serve/confinement serve/feedback serve/live serve/room serve/watch',
}

FILES_MAX = 24  # sources and headers in one folder

LIBRARY_FOLDERS = [
    (re.compile(r'pcap(/.*)?\.h$|pcap-.*\.h$'), 'libpcap', {'capture-file', 'capture', 'lab'}),
    (re.compile(r'cmark.*\.h$'), 'cmark', {'notes'}),
    (re.compile(r'elfutils/.*\.h$'), 'libdw', {'lab'}),
    (re.compile(r'gumbo\.h$'), 'gumbo', {'notes'}),
    (re.compile(r'lz4.*\.h$'), 'liblz4', {'deck'}),
    (re.compile(r'microhttpd\.h$'), 'libmicrohttpd', {'microhttpd'}),
    (re.compile(r'qrencode\.h$'), 'libqrencode', {'serve'}),
    (re.compile(r'sqlite3\.h$'), 'SQLite', {'feedback'}),
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

# Names that compile on one system only. There, a header that both systems have declares them.
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
PARTS = re.compile(r'(->|\.)parts\.(transport|application)\b')
PRINTS_ONCE = {'base/arena.c',  # out of memory: no caller can report it
               'deck/page/pack-script.c'}  # a program of its own, for the build

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
    """Replaces a comment or string with spaces of the same length, and keeps its line ends."""
    return re.sub(r'[^\n]', ' ', match.group(0))


def system_of(path):
    for system in ('linux', 'macos'):
        if path.stem.endswith('-' + system):
            return system
    return None


def may_include(folder, header):
    """Returns whether a file in the folder `folder` may include the header."""
    owner, _, name = header.rpartition('/')
    if '/' not in owner or owner == folder:
        return True
    stem = name.removesuffix('.h')
    if stem in OFFERED.get(owner, '').split():
        return True
    return folder.split('/')[0] == owner.split('/')[0] and stem in SHARED.get(owner, '').split()


def check_tables(source):
    """Yields rows of OFFERED and SHARED that no other folder needs, and folders with too many files."""
    users = {}
    for path in source.rglob('*.[ch]'):
        folder = str(path.parent.relative_to(source))
        for _, header in INCLUDE.findall(path.read_text()):
            users.setdefault(header, set()).add(folder)
    for name, table in (('OFFERED', OFFERED), ('SHARED', SHARED)):
        for owner, stems in table.items():
            for stem in stems.split():
                folders = users.get(f'{owner}/{stem}.h', set()) - {owner}
                if name == 'OFFERED':
                    folders = {folder for folder in folders if folder.split('/')[0] != owner.split('/')[0]}
                if not folders:
                    yield f"tests/layers.py: {name} lists '{owner}/{stem}', which nobody else includes"
    for folder in sorted({path.parent for path in source.rglob('*.[ch]')}):
        count = sum(1 for path in folder.iterdir() if path.suffix in ('.c', '.h'))
        if count > FILES_MAX:
            yield f'src/{folder.relative_to(source)}: {count} files: more than {FILES_MAX} are a heap'


def module_of(path):
    return re.sub(r'-(linux|macos)$', '', str(path.with_suffix('')))


def circles(graph):
    """Returns the strongly connected components with more than one node (Tarjan's algorithm)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            group = stack[stack.index(node):]
            del stack[-len(group):]
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def check_circles(source):
    graph = {}
    for path in sorted(source.rglob('*.[ch]')):
        edges = graph.setdefault(module_of(path.relative_to(source)), set())
        edges.update(module_of(pathlib.Path(header))
                     for kind, header in INCLUDE.findall(path.read_text()) if kind == '"')
    whole = {part: part for part in graph}
    for part in sorted(graph):
        for name in sorted(graph):
            if part.startswith(name + '-') and name in graph[part] and part in graph[name]:
                whole[part] = whole[name]
    merged = {}
    for name, edges in graph.items():
        merged.setdefault(whole[name], set()).update(
            whole[edge] for edge in edges if edge in whole and whole[edge] != whole[name])
    for group in circles(merged):
        yield (f"src/: these include each other in a circle: {', '.join(group)}: "
               'move what all need into a header below them')


def folder_rank(order, layer, module):
    """Returns the place of `layer/module` or `layer/folder/module` in the order, or None."""
    folder, _, name = module.rpartition('/')
    if folder == layer:
        folder = name if name in order else '.'
    return order.index(folder) if folder in order else None


def check_folders(source):
    for path in sorted(source.rglob('*.[ch]')):
        module = module_of(path.relative_to(source))
        layer = module.split('/')[0]
        if layer not in FOLDER_ORDER:
            if module.count('/') > 1:
                yield f"src/{layer}: has sub-folders, and no row in FOLDER_ORDER of tests/layers.py"
            continue
        order = FOLDER_ORDER[layer].split()
        rank = folder_rank(order, layer, module)
        if rank is None:
            yield f"src/{path.parent.relative_to(source)}: not in FOLDER_ORDER of tests/layers.py"
            continue
        for kind, header in INCLUDE.findall(path.read_text()):
            if kind != '"' or header.split('/')[0] != layer:
                continue
            other = folder_rank(order, layer, module_of(pathlib.Path(header)))
            if other is not None and other < rank:
                yield f'src/{path.relative_to(source)}: includes "{header}", whose folder stands above its own'


def check_orders(source):
    """Yields names in FOLDER_ORDER that no file or folder has."""
    for layer, order in FOLDER_ORDER.items():
        for name in order.split():
            path = source / layer if name == '.' else source / name
            if not path.is_dir() and not any((source / layer).glob(f'{name}.[ch]')):
                yield f"tests/layers.py: FOLDER_ORDER of {layer}: there is no '{name}'"


def check_file(source, path):
    relative = path.relative_to(source)
    place = str(relative.parent)
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
            elif not may_include(place, header):
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
    if folder != 'dissect':
        for match in PARTS.finditer(code):
            yield problem(match.start(), "a frame's parts may be an earlier packet's: call frame_tcp() and "
                                         'the like')


def check_map(source):
    """Yields modules that src/README.md does not list below the heading `folder/`, and names without files."""
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


GUARD = re.compile(r'^#ifndef (\w+_H)\n#define (\w+)\n', re.M)


def check_guards(top):
    """Yields guards other than LAYER_NAME_H or LAYER_FOLDER_NAME_H, and guards of two headers."""
    seen = {}
    headers = [*(top / 'src').rglob('*.h'), *(top / 'tests/unit').rglob('*.h'), *(top / 'tests/fuzz').rglob('*.h')]
    for path in sorted(headers):
        relative = path.relative_to(top)
        guard = GUARD.search(path.read_text())
        parts = re.sub('[^A-Z0-9/]', '_', str(relative.with_suffix('')).removeprefix('src/').upper()).split('/')
        wanted = {f'{parts[0]}_{parts[-1]}_H', '_'.join(parts) + '_H'}
        if not guard:
            yield f'{relative}: has no include guard'
        elif guard[1] != guard[2] or guard[1] not in wanted:
            yield f"{relative}: the include guard is not {' or '.join(sorted(wanted))}"
        elif guard[1] in seen:
            yield f'{relative}: has the include guard of {seen[guard[1]]}'
        else:
            seen[guard[1]] = relative


PATH = re.compile(r'[a-z][a-z-]*/[\w./*-]*')
# These exist only after `npm run deck`.
MADE_BY_HAND = {'templates/deck.js', 'templates/served-deck.js', 'templates/deck.css', 'templates/stage.css',
                'templates/speaker.css', 'templates/room.css', 'templates/packets.css', 'templates/screens.css'}


def check_paths(source):
    """Yields paths in src/README.md that do not exist below src/ or beside it, with any suffix."""
    for number, line in enumerate((source / 'README.md').read_text().splitlines(), 1):
        for name in re.findall('`([^`]+)`', line):
            if name in MADE_BY_HAND or not PATH.fullmatch(name):
                continue
            stem = name.rstrip('/')
            if not any(place for top in (source, source.parent) for place in
                       (*top.glob(stem), *top.glob(stem + '.*'), *top.glob(stem + '-linux.c'))):
                yield f"src/README.md:{number}: there is no '{name}'"


FIELD_SPEC = re.compile(r'\bFIELD_SPEC\w*\(\s*(?:FIELD_ROLE_\w+,\s*)?"([^"]+)"|\.name = "(\w+\.[^"]+)"')


def check_field_names(source):
    """Yields second specs with the same name. A spec is the identity of its field."""
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
    problems.extend(check_circles(source))
    problems.extend(check_folders(source))
    for path in sorted(source.rglob('*.[ch]')):
        problems.extend(check_file(source, path))
    return problems


SELF_TESTS = [
    ('base/x.c', '#include "deck/deck.h"\n', 'not below it'),
    ('capture-file/x.c', '#include "dissect/y.h"\n', 'not below it'),
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
    ('listing/x.c', 'int f(struct frame *a) { return a->parts.transport.tcp.flags; }\n', "earlier packet's"),
    ('dissect/x.c', 'int f(struct frame *a) { return a->parts.transport.tcp.flags; }\n', None),
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
    ('diagram/graph/x.c', '#include "conversation/connection/connection.h"\n', 'is private to its folder'),
    ('conversation/follow/x.c', '#include "conversation/connection/connection.h"\n', None),
    ('dissect/tls/x.c', '#include "dissect/tls/quic-initial.h"\n', None),
    ('cli/commands/x.c', 'void f(void) { puts("x"); }\n', None),
    ('base/x.c', '/* sprintf( */ const char *f = "atoi(";\n', None),
    ('serve/x-linux.c', '#include <sys/inotify.h>\n', None),
    ('cli/x.c', 'void f(void) { puts("x"); }\n', None),
]


# Trees: the includes of each file; a part of the expected message, or None.
CIRCLE_TESTS = [
    ({'base/a.h': 'base/b.h', 'base/b.h': '', 'base/b.c': 'base/b.h base/a.h'}, 'base/a, base/b'),
    ({'base/a.c': 'base/b.h', 'base/b.h': 'base/c.h', 'base/c-linux.c': 'base/a.h', 'base/a.h': '',
      'base/c.h': ''}, 'base/a, base/b, base/c'),
    ({'base/a.h': '', 'base/a-parts.h': 'base/a.h', 'base/a.c': 'base/a.h base/a-parts.h'}, None),
    ({'base/a.h': '', 'base/a-parts.h': 'base/a.h base/z.h', 'base/a.c': 'base/a.h base/a-parts.h',
      'base/z.h': 'base/a.h'}, 'base/a, base/z'),
    ({'base/a.h': '', 'base/a-parts.h': 'base/z.h', 'base/a.c': 'base/a-parts.h', 'base/z.h': 'base/a.h'},
     'base/a, base/a-parts, base/z'),
    ({'deck/page/x.c': 'deck/packets/y.h', 'deck/packets/y.h': ''}, 'stands above its own'),
    ({'deck/x.h': '', 'deck/page/x.c': 'deck/x.h'}, 'stands above its own'),
    ({'deck/new/x.c': ''}, 'not in FOLDER_ORDER'),
    ({'deck/x.c': 'deck/page/y.h', 'deck/page/y.h': ''}, None),
    ({'calls/new/x.c': ''}, 'has sub-folders'),
    ({'dissect/network/x.c': 'dissect/link/y.h', 'dissect/link/y.h': ''}, 'stands above its own'),
    ({'dissect/link/x.c': 'dissect/network/y.h', 'dissect/network/y.h': ''}, None),
    ({'dissect/link/x.c': 'dissect/dissect.h', 'dissect/dissect.h': ''}, 'stands above its own'),
    ({'dissect/dissect.c': 'dissect/link/y.h', 'dissect/link/y.h': ''}, None),
    ({'dissect/link/x.c': 'dissect/frame.h', 'dissect/frame.h': ''}, None),
    ({'dissect/frame.c': 'dissect/dissect.h', 'dissect/dissect.h': ''}, 'stands above its own'),
    ({'secrets/format/x.c': 'secrets/login/y.h', 'secrets/login/y.h': ''}, 'stands above its own'),
    ({'conversation/follow/x.c': 'conversation/tcp/y.h', 'conversation/tcp/y.h': ''},
     'stands above its own'),
    ({'conversation/redact/x.c': 'conversation/pass.h', 'conversation/pass.h': ''}, None),
    ({'conversation/pass.c': 'conversation/redact/y.h', 'conversation/redact/y.h': ''},
     'stands above its own'),
    ({'listing/info/x.c': 'listing/y.h', 'listing/y.h': ''}, 'stands above its own'),
    ({'diagram/svg.h': 'diagram/ladder/y.h', 'diagram/ladder/y.h': ''}, 'stands above its own'),
    ({'diagram/views.c': 'diagram/ladder/y.h', 'diagram/ladder/y.h': ''}, None),
    ({'notes/text/x.c': 'notes/talk/y.h', 'notes/talk/y.h': ''}, 'stands above its own'),
    ({'notes/slide/x.c': 'notes/text/y.h', 'notes/text/y.h': ''}, None),
]


def self_test_circles():
    failures = 0
    for files, expected in CIRCLE_TESTS:
        with tempfile.TemporaryDirectory() as top:
            source = pathlib.Path(top) / 'src'
            for name, headers in files.items():
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                (source / name).write_text(''.join(f'#include "{header}"\n' for header in headers.split()))
            problems = [*check_circles(source), *check_folders(source)]
            ok = not problems if expected is None else any(expected in line for line in problems)
            print(f"{'ok' if ok else 'not ok'} - {files}", *problems, sep='\n    # ')
            failures += not ok
    return failures


# Trees: the include guard of each header; a part of the expected message, or None.
GUARD_TESTS = [
    ({'src/base/a-b.h': 'BASE_A_B_H'}, None),
    ({'src/base/a.h': 'BASE_B_H'}, 'is not BASE_A_H'),
    ({'src/explain/a.h': 'DIAGRAM_A_H'}, 'is not EXPLAIN_A_H'),
    ({'src/base/a.h': None}, 'has no include guard'),
    ({'src/notes/annotations/a.h': 'NOTES_A_H', 'src/notes/text/a.h': 'NOTES_A_H'}, 'has the include guard of'),
    ({'src/notes/annotations/a.h': 'NOTES_ANNOTATIONS_A_H', 'src/notes/text/a.h': 'NOTES_A_H'}, None),
    ({'tests/unit/a.h': 'TESTS_A_H', 'tests/unit/b.h': 'TESTS_UNIT_B_H'}, None),
    ({'tests/unit/a.h': 'A_H'}, 'is not TESTS_A_H or TESTS_UNIT_A_H'),
]


def self_test_guards():
    failures = 0
    for guards, expected in GUARD_TESTS:
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for name, guard in guards.items():
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(f'#ifndef {guard}\n#define {guard}\n\n#endif\n' if guard else '\n')
            problems = list(check_guards(top))
            ok = not problems if expected is None else any(expected in line for line in problems)
            print(f"{'ok' if ok else 'not ok'} - {guards}", *problems, sep='\n    # ')
            failures += not ok
    return failures


def self_test():
    failures = self_test_circles() + self_test_guards()
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
    for name, is_there in (('base/x', True), ('base/*', True), ('base/', True), ('tests/', True),
                           ('base/y', False), ('tests/x', False), ('a word/or two', True)):
        with tempfile.TemporaryDirectory() as top:
            source = pathlib.Path(top) / 'src'
            (source / 'base').mkdir(parents=True)
            (pathlib.Path(top) / 'tests').mkdir()
            (source / 'base' / 'x.c').write_text('\n')
            (source / 'README.md').write_text(f'see `{name}`\n')
            ok = is_there != any(check_paths(source))
            print(f"{'ok' if ok else 'not ok'} - path {name!r}")
            failures += not ok
    return failures


def main():
    if sys.argv[1:] == ['--self-test']:
        sys.exit(1 if self_test() else 0)
    if len(sys.argv) == 3 and sys.argv[1] == '--map':
        source = pathlib.Path(sys.argv[2]) / 'src'
        problems = [*check_map(source), *check_paths(source)]
    elif len(sys.argv) == 2:
        problems = check(sys.argv[1])
        problems += check_tables(pathlib.Path(sys.argv[1]) / 'src')
        problems += check_orders(pathlib.Path(sys.argv[1]) / 'src')
        problems += check_guards(pathlib.Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
    print(*problems, sep='\n')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
