// highlight.js's core, for a deck whose talk has code; the grammars that follow register themselves.
import hljs from '@highlightjs/cdn-assets/es/core.min.js';

window.hljs = hljs;
