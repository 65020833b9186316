#!/usr/bin/env python3
"""Compiles src/dissect/tls/crypto.c with declarations of Nettle 4, whose digest functions have no length.

  nettle4.py SOURCE-FOLDER NETTLE-INCLUDE-FOLDER COMPILER...

Nettle 4's declarations are put before those of the installed Nettle. A call with the length that Nettle 3 needs must
be refused with them; otherwise this test would check nothing.
"""
import pathlib
import subprocess
import sys
import tempfile

DIGESTS = {
    'sha2.h': [('sha256_digest', 'struct sha256_ctx *ctx')],
    'hmac.h': [('hmac_sha256_digest', 'struct hmac_sha256_ctx *ctx')],
    'gcm.h': [('gcm_aes128_digest', 'struct gcm_aes128_ctx *ctx')],
}


def write_shims(folder):
    (folder / 'nettle').mkdir()
    for header, digests in DIGESTS.items():
        lines = [f'#include_next <nettle/{header}>']
        for name, context in digests:
            lines += [f'#undef {name}', f'#define {name} nettle4_{name}', f'void nettle4_{name}({context}, uint8_t *digest);']
        (folder / 'nettle' / header).write_text('\n'.join(lines) + '\n', 'utf-8')


def compile_with(compiler, folders, major, source):
    version = ['#include_next <nettle/version.h>', '#undef NETTLE_VERSION_MAJOR', f'#define NETTLE_VERSION_MAJOR {major}']
    (folders[0] / 'nettle/version.h').write_text('\n'.join(version) + '\n', 'utf-8')
    command = compiler + [f'-I{folder}' for folder in folders] + ['-std=c11', '-D_GNU_SOURCE', '-fsyntax-only', str(source)]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def main():
    source, include, compiler = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    crypto = source / 'src/dissect/tls/crypto.c'
    with tempfile.TemporaryDirectory() as name:
        shims = pathlib.Path(name)
        write_shims(shims)
        folders = [shims, source / 'src', include]
        new = compile_with(compiler, folders, 4, crypto)
        old = compile_with(compiler, folders, 3, crypto)
    if new.returncode:
        print(f'crypto.c does not compile against Nettle 4:\n{new.stderr}')
    if not old.returncode:
        print("Nettle 4's declarations are not those that were compiled against: the length was taken")
    sys.exit(bool(new.returncode) or not old.returncode)


main()
