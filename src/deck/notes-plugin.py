#!/usr/bin/env python3
"""Writes reveal.js's notes plugin without the Markdown parser and the white space inside it.

    notes-plugin.py notes.mjs OUTPUT.js

The parser (marked) is two thirds of the plugin. It only serves notes that are Markdown in the page; ours
were rendered by cmark when the deck was built. What is left gives itself the name that a script of a
page knows the plugin by.
"""
import re
import sys


def main():
    path, output = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        source = file.read()
    for pattern, replacement in [
            (r"//#region node_modules/marked/.*?//#endregion\n", ""),
            (r"\bt\.marked = \$, ", ""),
            (r"export \{ (\w+) as default \};", r"window.RevealNotes = \1;")]:
        source, count = re.subn(pattern, replacement, source, flags=re.DOTALL)
        if count != 1:
            sys.exit(f"{path}: expected {pattern!r} once, found it {count} times: reveal.js has changed, "
                     "and this script must be looked at again")
    # The page of the speaker's window stands in a string, indented; nothing in it cares for that.
    source = re.sub(r"(?:\\n[\t ]*)+", r"\\n", source)
    with open(output, "w", encoding="utf-8") as file:
        file.write(source)


main()
