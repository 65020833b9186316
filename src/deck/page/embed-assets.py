#!/usr/bin/env python3
"""Writes one C file that holds the files of a deck: templates, reveal.js, licences.

    embed-assets.py OUTPUT.c NAME... -- PATH...

Each asset is an array of bytes (string literals have a length limit) with a NUL after its last one. One that is packed
is in base64, as a page has it.
"""
import base64
import hashlib
import re
import sys

# Classes of reveal.css that an author may write (src/notes/html/html-attribute.c). A deck without them has no
# reveal-effects.css.
EFFECTS = re.compile(r"\.fragment\.(?!visible|disabled)|\.r-(fit-text|[hv]?stack|stretch)\b")


def without_unused(css, effects):
    """Returns reveal.css without the rules for features that decks do not use, more than half of it; the rules for
    EFFECTS alone, or all others.

    templates/start.js uses none of these: transitions, previews, right-to-left decks, speaker notes and numbers
    on slides, arrows at the edges or with animations, embedded decks, autoplay, automatic animation, and backgrounds,
    by whose color others are chosen (so the marks of the scroll bar have none). The key list, the overview and the jump
    to a slide are those of deck.js. Of the classes for authors, decks keep only some.
    """
    unused = re.compile(r"\.reveal\.(slide|fade|linear|default|concave|convex|zoom|cube|page|rtl)\b"
                        r"|data-(background-)?transition|\.roll\b|r-overlay|\.overview\b|jump-to-slide|-preview\b"
                        r"|speaker-notes|slide-number|\.hljs|nestedarrow|show-notes"
                        r"|controls-layout=edges|\.no-hover|\.playback|auto-animate"
                        r"|back-arrows|navigation-mode=linear|navigate-\w+\.highlight|\.embedded|\.center\b|parallax"
                        r"|slide-background|\.backgrounds|has-(dark|light)-background|background-interactive|media-play"
                        r"|controls-arrow:(hover|active)|scrollbar-slide(\.active|:hover)|\.zoomed \.reveal (\*|:)"
                        r"|\.zoom-in\b|\.(items|justify)-|\.stretch\b|stack (img|video)")
    still = re.compile(r"\.reveal\.none\b|\[data-transition=none")

    def keep(match):
        kept = [one for one in match[1].split(",") if (still.search(one) or not unused.search(one))
                and bool(EFFECTS.search(one)) == effects]
        style = re.sub(r"(--r-overlay-[\w-]+:|transition:(transform-origin|background-color)\b)[^;]+;?", "", match[2]).rstrip(";")
        return f"{','.join(kept)}{{{style}}}" if kept and style else ""

    text = re.sub(r"@keyframes [\w-]+\{(?:[^{}]+\{[^{}]*\})+\}", "", css.decode())
    text = re.sub(r"([^{}]+)\{([^{}]*)\}", keep, text)
    return re.sub(r"@media [^{}]+\{\}", "", text).encode()


def main():
    output, rest = sys.argv[1], sys.argv[2:]
    split = rest.index("--")
    names, paths = rest[:split], rest[split + 1:]
    assets = []
    for name, path in zip(names, paths, strict=True):
        with open(path, "rb") as file:
            assets.append((name, file.read()))
        if name in ("reveal.css", "reveal-effects.css"):
            assets[-1] = (name, without_unused(assets[-1][1], name == "reveal-effects.css"))
        if name.endswith(".packed"):
            assets[-1] = (name, base64.b64encode(assets[-1][1]))
    with open(output, "w", encoding="ascii") as file:
        file.write('/* Written by embed-assets.py. */\n#include "deck/page/assets.h"\n\n')
        for index, (_, data) in enumerate(assets):
            file.write(f"static const uint8_t asset_{index}[] = {{\n")
            for start in range(0, len(data), 32):
                file.write(",".join(map(str, data[start:start + 32])) + ",\n")
            file.write("0 };\n")
        file.write("\nconst struct asset assets[] = {\n")
        for index, (name, data) in enumerate(assets):
            digest = ", ".join(map(str, hashlib.sha256(data).digest()))
            file.write(f'\t{{ "{name}", asset_{index}, {len(data)}, {{ {digest} }} }},\n')
        file.write("};\nconst size_t asset_count = sizeof(assets) / sizeof(assets[0]);\n")


main()
