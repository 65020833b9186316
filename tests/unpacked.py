#!/usr/bin/env python3
"""A deck as it was before its parts were packed (src/deck/page/packed-parts.h), for tests that look for words in it.

    unpacked.py FILE.html     prints it
"""
import base64
import json
import re
import sys

ISLAND = re.compile(r'(<script [^>]*id="packet-data">)(.*?)(</script>)', re.S)
PACKED_SCRIPT = re.compile(r'(<script [^>]*class="packed-script">)(.*?)(</script>)', re.S)


def lz4_block(block):
    """Decompresses an LZ4 block."""
    out, at = bytearray(), 0

    def length(nibble):
        nonlocal at
        more = 255 if nibble == 15 else 0
        while more == 255:
            more = block[at]
            at += 1
            nibble += more
        return nibble

    while at < len(block):
        token = block[at]
        at += 1
        size = length(token >> 4)
        out += block[at:at + size]
        at += size
        if at < len(block):
            back = block[at] | block[at + 1] << 8
            at += 2
            for _ in range(length(token & 15) + 4):
                out.append(out[-back])
    return bytes(out)


def text_of(packed):
    stored = base64.b64decode(packed)
    text = lz4_block(stored[4:])
    assert len(text) == int.from_bytes(stored[:4], 'little')
    return text.decode()


def parts_of(page):
    """Returns the packet data, as JSON, and what was inside each <template>."""
    return text_of(ISLAND.search(page)[2]).split('\0')


def packets_of(page):
    """Returns the packets' data of a page that is packed or not."""
    island = ISLAND.search(page)[2]
    return json.loads(island if island.startswith('{') else parts_of(page)[0])


def unpacked(page):
    """Returns the page with its parts in their places, also when it has none. No check for what is not in a page may
    look at the packed one."""
    if not ISLAND.search(page):
        return page
    parts = parts_of(page)
    page = re.sub(r'<template data-part="(\d+)"></template>', lambda found: f'<template>{parts[int(found[1])]}</template>', page)
    page = PACKED_SCRIPT.sub(lambda found: found[1] + text_of(found[2]) + found[3], page)
    return ISLAND.sub(lambda found: found[1] + parts[0] + found[3], page)


def read(path):
    with open(path, encoding='utf-8') as file:
        return unpacked(file.read())


if __name__ == '__main__':
    sys.stdout.write(read(sys.argv[1]))
