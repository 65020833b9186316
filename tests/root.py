#!/usr/bin/env python3
"""Fails when the top level has files that do not belong there, such as leftovers of a test.

  root.py FOLDER
"""
import pathlib
import subprocess
import sys

MAY_HOLD = {
    '.ci', '.clang-format', '.clang-tidy', '.editorconfig', '.gitignore', 'CHANGELOG.md', 'LICENSE', 'README.md', 'docs', 'meson.build',
    'packaging', 'pcaps', 'po', 'script', 'slides', 'src', 'templates', 'tests',
}


def names_in(folder):
    """Returns the files that git tracks, and those that it neither tracks nor ignores."""
    listed = subprocess.run(['git', '-c', f'safe.directory={folder}', '-C', folder, 'ls-files', '-z', '--cached', '--others',
                             '--exclude-standard'], capture_output=True, check=False)
    if listed.returncode:
        return None
    return {name.decode('utf-8', 'surrogateescape').split('/')[0] for name in listed.stdout.split(b'\0') if name}


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    names = names_in(folder) if (folder / '.git').exists() else None
    if names is None:
        print('skipped: this is no git checkout, so nobody knows what is ours')
        sys.exit(77)
    strange = sorted(names - MAY_HOLD)
    for name in strange:
        print(f"{name}: does not belong at the top level; tests write into a folder of their own")
    sys.exit(bool(strange))


main()
