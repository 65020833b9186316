#!/usr/bin/env python3
"""Gives a fuzz target some seconds (PCAPDECK_FUZZ_SECONDS, 5) to find an input that breaks it.

usage: search.py TARGET SEEDS FOLDER

Starts from the seeds, and from one number for what is random (PCAPDECK_FUZZ_SEED, 1; 0: another
each time), so that what fails fails again. New inputs, and one that breaks the target, go into FOLDER
(of the build), never into the source tree: what was found belongs into the corpus once it is fixed,
under a name that says what it is.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys


def main():
    target, seeds, folder = (pathlib.Path(argument) for argument in sys.argv[1:4])
    seconds = int(os.environ.get('PCAPDECK_FUZZ_SECONDS', '5'))
    seed = int(os.environ.get('PCAPDECK_FUZZ_SEED', '1'))
    shutil.rmtree(folder / 'corpus', ignore_errors=True)
    (folder / 'corpus').mkdir(parents=True)
    before = {path.name for path in folder.iterdir()}
    environment = dict(os.environ)
    environment.setdefault('UBSAN_OPTIONS', 'print_stacktrace=1:halt_on_error=1')
    # libFuzzer's entropic schedule walks over all inputs for each new feature: nine tenths of the time of a
    # target that has many.
    done = subprocess.run(
        [target, '-entropic=0', f'-seed={seed}', f'-max_total_time={seconds}', '-max_len=4096',
         '-timeout=20', '-rss_limit_mb=2048', '-print_final_stats=1', f'-artifact_prefix={folder}/', folder / 'corpus', seeds],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
        check=False)
    output = done.stdout.decode(errors='replace')
    if done.returncode:
        print(output[-20000:])
        found = sorted({path.name for path in folder.iterdir()} - before)
        for name in found:
            print(f'the input that broke it is {folder / name}: mend it, then keep the input in {seeds}')
        return 1
    runs = re.search(r'^stat::number_of_executed_units: (\d+)$', output, re.M)
    covered = re.findall(r' cov: (\d+) ', output)
    if not runs or int(runs[1]) == 0:
        print(output)
        print('nothing was run')
        return 1
    print(f'{runs[1]} inputs in {seconds} s, coverage {covered[-1] if covered else "unknown"}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
