// The page: its language, its slides, and the way in which it is shown.
export const page = document.documentElement;
export const isKorean = page.lang.startsWith('ko');
export const say = (korean, english) => (isKorean ? korean : english);

// Without the copies of an overview.
export const leaves = () => [...document.querySelectorAll('body > .reveal .slides section')].filter((section) => !section.querySelector('section'));

// The slide of a state, also in a page without a stage; null when there is none.
export function sectionOf({ id, h, v }) {
	const named = id && document.getElementById(id);
	if (named)
		return named;
	const column = document.querySelectorAll('.reveal > .slides > section')[h];
	return column ? column.querySelectorAll(':scope > section')[v] || column : null;
}

// Whether the page was opened to be printed by reveal.js (`?print-pdf`).
export const isPrintPage = /[?&]print-pdf\b/.test(location.search);

// When each step is printed on a page, a slide looks as it does on the stage (stage/paper.css).
export const isPrintedByStep = isPrintPage && /[?&]pdfSeparateFragments=true\b/.test(location.search);

// A phone held upright shows pictures that are made for it.
export const upright = matchMedia('(max-width: 600px) and (orientation: portrait)');

// A page for paper has no stage.
export const printing = () => page.matches('.print-pdf, .reveal-print');
