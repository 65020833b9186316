#!/usr/bin/env python3
"""Fails when the target `program` does not build all that `meson install --no-rebuild` installs, or builds a test; and
when the program alone, as script/demo builds it, comes without the scripts that it reads from its own folder, or when it
does not know the folder to which they are installed.

  installed.py BUILD-FOLDER
"""
import json
import pathlib
import shutil
import subprocess
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    ninja = shutil.which('ninja') or shutil.which('ninja-build')
    if not ninja or not (folder / 'build.ninja').exists():
        print('skipped: this is not built with ninja')
        sys.exit(77)
    inputs = set()
    for tool in ('query', 'inputs'):  # the alias's targets, and the files that they are made of
        told = subprocess.run([ninja, '-C', folder, '-t', tool, 'program'], capture_output=True, check=False, text=True)
        if told.returncode:
            print(f'skipped: this ninja does not tell inputs: {told.stderr.strip()}')
            sys.exit(77)
        inputs |= {line.strip(' |') for line in told.stdout.splitlines()}
    told = subprocess.run([ninja, '-C', folder, '-t', 'inputs', 'src/pcapdeck'], capture_output=True, check=False, text=True)
    beside = set(told.stdout.splitlines())
    installed = json.loads((folder / 'meson-info/intro-installed.json').read_text('utf-8'))
    program = (folder / 'src/pcapdeck').read_bytes()
    problems = []
    for name, to in installed.items():
        if not pathlib.Path(name).is_relative_to(folder):
            continue
        built = str(pathlib.Path(name).relative_to(folder))
        # meson writes the manual when it sets up the build folder.
        if built not in inputs and not built.endswith('.1'):
            problems.append(f"{built} is installed and not built by `meson compile program`: add it to src/meson.build's alias")
        if built.startswith('src/') and built.endswith('.js') and built not in beside:
            problems.append(f'{built} is read by src/pcapdeck and not built with it: add it to its link_depends')
        if built.startswith('src/') and built.endswith('.js') and str(pathlib.Path(to).parent).encode() not in program:
            problems.append(f'{built} is installed to {to}, where src/pcapdeck does not look for it')
    problems += [f'{name} is a test, and built by `meson compile program`' for name in sorted(inputs) if name.startswith('tests/')]
    if 'src/pcapdeck' not in inputs:
        problems.append('the program itself is not built by `meson compile program`')
    print('\n'.join(problems) or f'{len(inputs)} files')
    sys.exit(bool(problems))


main()
