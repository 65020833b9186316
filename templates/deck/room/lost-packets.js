// Where listeners got lost in a sequence: the arrows have a band, the stronger the more of them were lost there, and
// their number. The marks say at which packet they were made.
import { shape } from '../base/elements.js';
import { say } from '../base/page.js';
import { said } from './feedback-said.js';

const LOST = 2; // the kind of words on where one got lost
const STRENGTHS = 3;

// { capture, frame, count } of each packet of the slide at which somebody was lost.
export function lostOn(slide) {
	const found = new Map();
	const add = ({ capture, frame }, count) => {
		const key = `${capture}#${frame}`;
		found.set(key, { capture, frame, count: count + (found.get(key)?.count ?? 0) });
	};
	for (const lost of said.lost ?? []) {
		if (lost.slide === slide)
			add(lost, lost.count);
	}
	for (const item of said.items) {
		if (item.slide === slide && item.kind === LOST && item.frame && !item.done)
			add(item, 1);
	}
	return [...found.values()];
}

function rowOf(section, { capture, frame }) {
	return [...section.querySelectorAll('.packets g.row[data-frame]')].find((row) => row.querySelector('.hit') && row.closest('.packets').dataset.capture === capture &&
		Number(row.dataset.frame) <= frame && Number(row.dataset.last || row.dataset.frame) >= frame);
}

// The number stands above the time, where a row has no words.
function badge(row, count) {
	const hit = row.querySelector('.hit');
	const words = say(`놓침 ${count}`, `lost ${count}`);
	const width = 22 + 11 * words.length;
	const [x, y] = ['x', 'y'].map((name) => Number(hit.getAttribute(name)) + 3);
	return shape('g', { class: 'lost-count' }, shape('rect', { x, y, width, height: 22, rx: 6 }),
		shape('text', { x: x + width / 2, y: y + 17, 'text-anchor': 'middle' }, words));
}

// Colors the sequences of a slide, or takes the color from all slides.
export function colorLost(section, isColored) {
	document.querySelectorAll('.lost-count').forEach((one) => one.remove());
	document.querySelectorAll('.row[data-lost]').forEach((row) => delete row.dataset.lost);
	const lost = isColored ? lostOn(section.id) : [];
	const most = Math.max(1, ...lost.map(({ count }) => count));
	const byRow = new Map();
	for (const one of lost) {
		const row = rowOf(section, one);
		if (row)
			byRow.set(row, one.count + (byRow.get(row) ?? 0));
	}
	for (const [row, count] of byRow) {
		row.dataset.lost = String(Math.max(1, Math.round(STRENGTHS * count / most)));
		row.append(badge(row, count));
	}
}
