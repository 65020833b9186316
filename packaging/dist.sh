#!/bin/sh
# Run by `meson dist`: puts into the tarball what is embedded into decks or draws in them and comes from npm, with its licences,
# so that a package builds without a network. esbuild is not among it: it is a program for one machine, and
# packagers have their own.
set -eu
from=$MESON_SOURCE_ROOT/templates/node_modules
to=$MESON_DIST_ROOT/templates/node_modules
rm -rf "$MESON_DIST_ROOT/.ci" # what a change must pass here is nothing to packagers
mkdir -p "$to/reveal.js/dist" "$to/@highlightjs/cdn-assets/es/languages"
cp -p "$from/reveal.js/LICENSE" "$from/reveal.js/package.json" "$to/reveal.js/"
cp -p "$from/reveal.js/dist/reveal.css" "$to/reveal.js/dist/"
cp -pR "$from/reveal.js/js" "$to/reveal.js/"
mkdir -p "$to/katex/dist" "$to/@mermaid-js/tiny/dist"
cp -p "$from/katex/LICENSE" "$to/katex/"
cp -p "$from/katex/dist/katex.min.js" "$to/katex/dist/"
cp -p "$from/@mermaid-js/tiny/LICENSE" "$to/@mermaid-js/tiny/"
cp -p "$from/@mermaid-js/tiny/dist/mermaid.tiny.js" "$to/@mermaid-js/tiny/dist/"
cd "$from/@highlightjs/cdn-assets"
cp -pR LICENSE package.json languages "$to/@highlightjs/cdn-assets/"
cp -p es/core.js es/core.min.js es/package.json "$to/@highlightjs/cdn-assets/es/"
