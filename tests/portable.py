#!/usr/bin/env python3
"""Fails when a script needs what a Mac does not have, which has bash 3.2 and BSD's sed, grep, wc, od, date, stat and find.

  portable.py FOLDER        checks the scripts of FOLDER
  portable.py --self-test   checks a wrong line of each kind, and each must be found

A script that ends at once on systems other than Linux may use Linux's tools, and so may a line that asks for the
system. tests/cli/tap.sh has wc, od, timeout and mode_of, which do the same on both systems.
"""
import pathlib
import re
import subprocess
import sys

# Patterns, what to write instead, and a line that breaks the rule.
BASH_4 = [
    (r'\b(mapfile|readarray|coproc)\b', 'bash 4: read in a loop', 'mapfile -t rows <file'),
    (r'\b(declare|local|typeset) -\w*[An]', 'bash 4: no tables and no references to names', 'declare -A ports'),
    (r'\$\{\w+(\[[^]]*\])?(\^|,|@[A-Za-z]\})', 'bash 4: use tr', 'echo "${name,,}"'),
    (r'\$\{\w+\[-\d', 'bash 4: count from the front', 'echo "${rows[-1]}"'),
    (r'&>>|\|&', 'bash 4: write 2>&1', 'make |& cat'),
    (r'\bwait -n\b', 'bash 4: wait for an id', 'wait -n'),
    (r'\[\[ -v\b|\bBASHPID\b|\bEPOCH(SECONDS|REALTIME)\b', 'bash 4 or 5', 'echo $EPOCHSECONDS'),
    (r'\bshopt -s \w*(globstar|lastpipe)', 'bash 4: use find', 'shopt -s globstar'),
    (r'\bexec \{\w+\}', 'bash 4: number the descriptor', 'exec {log}>log'),
    (r"printf ['\"]?%\(", 'bash 4: use date', "printf '%(%s)T'"),
    (r'\bread [^;|]*-t ?0?\.', 'bash 4: whole seconds', 'read -t 0.1 line'),
]
GNU_TOOLS = [
    (r'\bstat -[-c]', 'BSD has -f: mode_of of tap.sh, or wc', 'stat -c %a file'),
    (r'\bsed\b[^|;]* -i(?![.\w])', "BSD wants an ending: sed -i.bak", "sed -i 's/a/b/' file"),
    (r"\bsed\b[^'\"|;]* ['\"][^'\"]*\\[ntrsSwW]", "BSD's sed has no such escape: use tr, or $'...'", r"sed 's/$/\n/' file"),
    (r"\bsed\b(?!.* -\w*E)[^'|;]* '[^']*\\[|+?]", 'GNU: use sed -E', r"sed 's/a\|b//' file"),
    (r"\bsed\b[^'|]* '[^']*[^;{ \\]\}'", "BSD wants ';' before '}'", "sed '/a/{p;q}' file"),
    (r"\bsed\b[^'|]* '(\d+|\$|/[^/']*/)?[aic] ?\w", 'BSD wants a new line behind a, i and c', "sed '1i text' file"),
    (r'\bgrep -\w*P', 'BSD has no -P', "grep -oP '\\d+' file"),
    (r"\bgrep(?! -\w*[EF])(?: -\w+)* ['\"][^'\"]*\\[|+?]", 'GNU: use grep -E', r"grep 'a\|b' file"),
    (r'\bdate\b[^|;)]* (-d|--date|-I)|\bdate [^)]*%N', 'GNU: TZ=UTC date -u, or python3', 'date -d tomorrow'),
    (r'\b(readlink -f|realpath)\b', 'new on macOS: cd and pwd', 'readlink -f file'),
    (r'(?<![\w./=-])(setsid|nproc|tac|shuf|truncate|flock|stdbuf|numfmt|md5sum) ', 'not on macOS', 'nproc '),
    (r'^(?!.*shasum).*\bsha256sum\b', 'not on every macOS: shasum -a 256 first', 'sha256sum file'),
    (r'\bfind (-|\|)|\bfind\b.* -(printf|regextype|readable)\b', 'GNU: name a folder, use sed', "find . -printf '%p'"),
    (r'\bxargs -\w*[rd]', 'GNU', 'xargs -r rm'),
    (r'\bcp -\w*l|\bln -\w*[Tr]|\bcp --', 'GNU', 'cp -al a b'),
    (r'\b(sort -\w*[Vz]|cut -\w*z|head -[nc] ?-|touch -\w*d|mktemp (-p|--))', 'GNU', 'sort -V versions'),
    (r'\bbase64 -(d|w|-w)', 'older macOS: --decode', 'base64 -d text'),
    (r'\becho -[neE]', 'sh on macOS prints it: use printf', 'echo -n word'),
    (r'\bLC_ALL=C\.UTF-8', 'not on older macOS: utf8_locale of script/lib.sh', 'export LC_ALL=C.UTF-8'),
]
# Tools that tests/cli/tap.sh replaces with functions. Scripts without it must avoid them.
PADDED = [
    (r'\bwc -(?!.*tr -d)', "BSD's wc pads: | tr -d ' '", '[ "$(wc -l <file)" = 3 ]'),
    (r'\bod -(?!.*tr -)', "BSD's od spaces otherwise: | tr -s ' '", 'od -An -tx1 file'),
    (r'(?<![\w./=-])timeout ', 'not on macOS', 'timeout 5 sleep 9'),
]
HAS_TAP = re.compile(r'^\. .*tap\.sh', re.M)

# Lines that end a script at once on systems other than Linux.
LINUX_ONLY = re.compile(
    r'uname -s\)" = Linux \] \|\||uname -s\) \$\(uname -m\)" = .Linux|install_debian dpkg-dev|^ *for tool in unshare|deny\.py" true|^ *prlimit ', re.M)


def scripts_in(folder):
    listed = subprocess.run(['git', '-c', f'safe.directory={folder}', '-C', folder, 'ls-files', '-z'],
                            capture_output=True, check=False)
    if listed.returncode:
        names = [str(path.relative_to(folder)) for top in ('script', 'packaging', 'tests', '.ci')
                 for path in (folder / top).rglob('*') if path.is_file() and 'node_modules' not in path.parts]
    else:
        names = listed.stdout.decode().rstrip('\0').split('\0')
    for name in names:
        path = folder / name
        if name.endswith('.sh'):
            yield name, path.read_text()
        elif path.suffix == '' and path.is_file() and not name.startswith('tests/fuzz/corpus'):
            with path.open('rb') as file:
                is_shell = re.match(rb'#!.*\b(ba)?sh\b', file.readline())
            if is_shell:
                yield name, path.read_text()


def without_comment(line):
    return re.sub(r'(^|\s)#\s.*|^#.*', '', line)


def unguarded_arrays(text):
    """Yields expansions of arrays that may be empty, since bash 3.2 takes an empty array for unset."""
    empty = set(re.findall(r'\b(\w+)=\(\)', text))
    for number, line in enumerate(text.split('\n'), 1):
        for match in re.finditer(r'"\$\{(\w+)\[@\]\}"', line):
            name = match.group(1)
            if name in empty and f'${{{name}[@]+' not in line:
                yield number, f'bash 3.2: ${{{name}[@]+"${{{name}[@]}}"}}, since it may be empty'


def problems_of(name, text):
    is_test = HAS_TAP.search(text) or name == 'tests/cli/tap.sh'
    rules = BASH_4 + ([] if LINUX_ONLY.search(text) else GNU_TOOLS + ([] if is_test else PADDED))
    for number, line in enumerate(text.split('\n'), 1):
        for pattern, instead, _ in rules:
            if 'uname -s' not in line and re.search(pattern, without_comment(line)):
                yield f'{name}:{number}: {instead}: {line.strip()[:80]}'
    for number, instead in unguarded_arrays(text):
        yield f'{name}:{number}: {instead}'


def formulas_of(text, begin, end):
    match = re.search(rf'^ *{begin}(meson .*){end}$', text, re.M)
    return match and match.group(1)


def homebrew_problems(folder):
    """Yields a fault when docs/macos.md and script/lib.sh do not install the same formulas."""
    page, script = ((folder / name).read_text() for name in ('docs/macos.md', 'script/lib.sh'))
    told, installed = formulas_of(page, 'brew install ', ''), formulas_of(script, r'local formulas=\(', r'\)')
    if not told or told != installed:
        yield f'docs/macos.md: its formulas are not those of script/lib.sh: {told}; {installed}'


def self_test():
    missed = [line for _, _, line in BASH_4 + GNU_TOOLS + PADDED if not list(problems_of('script/x', line + '\n'))]
    if not list(problems_of('script/x', 'rows=()\nrm "${rows[@]}"\n')):
        missed.append('an empty array')
    fine = ('# sed -i is not\nrows=()\nrm ${rows[@]+"${rows[@]}"}\nsed -i.bak \'s/a/b/\' file\nsed -n \'s/a/b/p\' file\n'
            'grep -oE \'a|b\' file\nfind . -name \'*.tmp\'\n')
    missed += list(problems_of('script/x', fine))
    print('\n'.join(missed))
    return not missed


def main():
    if sys.argv[1] == '--self-test':
        sys.exit(0 if self_test() else 1)
    folder = pathlib.Path(sys.argv[1]).resolve()
    scripts = list(scripts_in(folder))
    problems = [problem for name, text in scripts for problem in problems_of(name, text)]
    problems += homebrew_problems(folder)
    if not scripts:
        problems.append('no script was found')
    print('\n'.join(problems) or f'{len(scripts)} scripts')
    sys.exit(bool(problems))


main()
