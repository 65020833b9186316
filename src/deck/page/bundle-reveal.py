#!/usr/bin/env python3
"""Bundles reveal.js from its sources, without what decks do not use.

    bundle-reveal.py ESBUILD REVEAL OWN OUTPUT.js

REVEAL is the package that npm installed, OWN the folder templates/reveal. A file there takes the place of the source
of the same name, which it can import as NAME-of-reveal.js. `esbuild` itself replaces packages only, not single files.
"""
import os
import shutil
import subprocess
import sys
import tempfile


def main():
    esbuild, reveal, own, output = map(os.path.abspath, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        sources = os.path.join(folder, "js")
        shutil.copytree(os.path.join(reveal, "js"), sources)
        shutil.copy(os.path.join(reveal, "package.json"), folder)
        for part in ("controllers", "components"):
            for name in os.listdir(os.path.join(own, part)):
                path = os.path.join(sources, part, name)
                if os.path.exists(path):
                    os.rename(path, path[:-len(".js")] + "-of-reveal.js")
        shutil.copytree(own, sources, dirs_exist_ok=True)
        subprocess.run([esbuild, "--bundle", "--minify", "--charset=utf8", "--format=iife", "--log-level=warning",
                        "--legal-comments=inline", "main.js", "--outfile=" + output], cwd=sources, check=True)


if __name__ == "__main__":
    main()
