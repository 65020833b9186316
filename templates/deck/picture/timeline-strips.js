// Cuts a long timeline of socket calls (`show: calls`) into strips for paper. On the stage it scrolls.
import { isPrintPage } from '../base/page.js';
import { keyOf } from '../packet/rows.js';

const PAGE = 540; // px of a timeline of calls on a page
const LONGEST = 640; // a timeline of this height still becomes as small as a page needs
const attributes = (node, ...names) => names.map((name) => Number(node.getAttribute(name)));

// Where the words and the arrows of a timeline are: from and to, in px down.
function wordsOfTimeline(drawing) {
	const ABOVE = 20, BELOW = 8, TIP = 7; // words may stand on a chip
	return [...drawing.querySelectorAll('text, .wire, .call-wire')].filter((node) => !node.closest('.heads')).map((node) => {
		const isText = node.matches('text'), [y] = attributes(node, isText ? 'y' : 'y1');
		return [y - (isText ? ABOVE : TIP), y + (isText ? BELOW : TIP)];
	});
}

// Cuts a height into strips of at most `space` px: in the lower third of it, where a cut goes through the fewest words.
function cutAt(words, top, bottom, space) {
	const strips = [];
	while (bottom - top > space) {
		let best = top + space, least = Infinity;
		for (let y = top + space; y > top + space * 2 / 3 && least; y--) {
			const through = words.filter(([from, to]) => from < y && y < to).length;
			if (through < least)
				[best, least] = [y, through];
		}
		strips.push({ top, bottom: best });
		top = best;
	}
	return [...strips, { top, bottom }];
}

// The same, in strips that are as long as each other, as far as words allow that.
export function cutBetween(words, top, bottom, space) {
	const STEP = 8;
	let best = cutAt(words, top, bottom, space);
	for (let less = space - STEP; less > space / 2; less -= STEP) {
		const strips = cutAt(words, top, bottom, less);
		if (strips.length > best.length)
			break;
		best = strips;
	}
	return best;
}

// The strips of a timeline of calls. A call that lasts is in all strips in which it does.
export function stripsOfTimeline(drawing) {
	const [y, height] = attributes(drawing.querySelector('.heads .ground'), 'y', 'height'), heads = y + height;
	const rows = [...drawing.querySelectorAll('.row')].map((row) => [keyOf(row), ...attributes(row.querySelector('.hit'), 'y', 'height')]);
	return cutBetween(wordsOfTimeline(drawing), heads, Number(drawing.getAttribute('height')), PAGE - heads)
		.map(({ top, bottom }) => ({ top, bottom, heads, keys: rows.filter(([, from, high]) => from + high / 2 >= top && from + high / 2 < bottom).map(([key]) => key) }));
}

// On paper nothing scrolls: a timeline of calls that is little longer than a page becomes as small as a page needs. A
// longer one continues on further pages.
export function fitTimeline(section) {
	const drawing = section.querySelector('.packets-calls > .diagram > svg');
	const height = Number(drawing?.getAttribute('height'));
	if (isPrintPage && height > PAGE && height <= LONGEST)
		drawing.style.maxHeight = `${PAGE}px`;
}

const isLong = (drawing) => Number(drawing?.getAttribute('height')) > LONGEST;

// The timeline of a slide that is longer than that; only where it is printed.
export function longTimeline(section) {
	const drawing = section.querySelector('.packets-calls > .diagram > svg');
	return isPrintPage && isLong(drawing) ? drawing : null;
}

// All of them, for the browser's own print.
export const longTimelines = () => [...document.querySelectorAll('.packets-calls > .diagram > svg')].filter(isLong);
