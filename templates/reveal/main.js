/*! reveal.js, https://revealjs.com, MIT licensed, Copyright (C) 2011-2026 Hakim El Hattab, https://hakim.se */
// reveal.js as decks have it. The build copies its sources and puts the files of this folder in the place of those
// that have the same name (src/deck/page/bundle-reveal.py): parts that decks never use, fragments that do not
// cost more on a slide with more of them, jumps that lead to the first step of a slide, and steps of
// a phone that come where their slides are.
import Reveal from './index.ts';

window.Reveal = Reveal;
