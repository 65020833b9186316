"""script/bench site: a site of many talks from nothing, and after a change of one, against one process."""
import filecmp
import os
import shutil
import statistics
import subprocess
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TALKS = ('01-what-is-a-network', '02-what-write-returns')


def season(folder, count):
    """Writes so many talks, the project's own in turn, and returns the folder of their notes."""
    notes = os.path.join(folder, 'slides')
    os.makedirs(folder, exist_ok=True)
    shutil.copytree(os.path.join(TOP, 'pcaps'), os.path.join(folder, 'pcaps'))
    shutil.copytree(os.path.join(TOP, 'slides'), notes, ignore=shutil.ignore_patterns('*.md', '*.html'))
    for number in range(count):
        with open(os.path.join(TOP, 'slides', TALKS[number % 2] + '.md'), encoding='utf-8') as file:
            text = file.read().replace('\ntitle: ', f'\ntitle: {number} ', 1)
        with open(os.path.join(notes, f'{number:03}.md'), 'w', encoding='utf-8') as file:
            file.write(text)
    return notes


def build(pcapdeck, notes, site, cache, *options):
    """Seconds of a whole build."""
    started = time.perf_counter()
    subprocess.run([pcapdeck, 'build', notes, '-o', site, *options], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, 'XDG_CACHE_HOME': cache})
    return time.perf_counter() - started


def differences(left, right):
    """Files that are not the same below both folders."""
    found = filecmp.dircmp(left, right)
    unlike = found.left_only + found.right_only + found.diff_files + found.funny_files
    return unlike + [name for sub in found.common_dirs
                     for name in differences(os.path.join(left, sub), os.path.join(right, sub))]


def bench_site(pcapdeck, folder, count=200, runs=3):
    notes = season(folder, count)
    names = ('one process', 'all processors', 'one of them changed', 'nothing changed')
    times = {name: [] for name in names}
    one, many = os.path.join(folder, 'one'), os.path.join(folder, 'many')
    for run in range(runs):
        for place in (one, many, os.path.join(folder, 'cache')):
            shutil.rmtree(place, ignore_errors=True)
            os.mkdir(place)
        cache = os.path.join(folder, 'cache')
        times[names[1]].append(build(pcapdeck, notes, many, cache))
        with open(os.path.join(notes, '000.md'), 'a', encoding='utf-8') as file:
            file.write(f'\nChange {run}.\n')
        times[names[2]].append(build(pcapdeck, notes, many, cache))
        times[names[3]].append(build(pcapdeck, notes, many, cache))
        times[names[0]].append(build(pcapdeck, notes, one, cache, '--jobs', '1'))
        unlike = differences(one, many)
        if unlike:
            raise SystemExit(f'the sites differ: {unlike[:5]}')
    size = sum(os.path.getsize(os.path.join(root, name)) for root, _, files in os.walk(many) for name in files)
    data = os.path.getsize(os.path.join(many, 'search-data.js'))
    print(f'\nsite: {count} talks, {size / 1e6:.0f} MB, of which the search has {data / 1e6:.1f} '
          f'({runs} runs each, in turn; the bytes are the same)')
    sequential = statistics.median(times[names[0]])
    for name in names:
        seconds = statistics.median(times[name])
        print(f'  {name}: {seconds:.2f} s (least {min(times[name]):.2f}), {seconds / sequential:.3f} x')
