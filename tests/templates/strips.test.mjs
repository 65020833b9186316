import assert from 'node:assert/strict';
import { test } from 'node:test';

import { node } from './page.mjs';
import { stripsOf, wordsIn } from '../../templates/deck/picture/strips.js';

// Heads of 60 px, rows of 50 px below them; `tears` are the rows above which packets are left out.
function drawing(count, room, tears = []) {
	const rows = Array.from({ length: count }, (_, index) => node('g', { class: 'row', 'data-frame': index + 1 },
		node('rect', { class: 'hit', y: 68 + index * 50, height: 50 }), ...(tears.includes(index + 1) ? [node('path', { class: 'tear' })] : [])));
	const made = node('svg', { 'data-room': room }, node('g', { class: 'heads' }, node('rect', { class: 'ground', y: 0, height: 60 })), ...rows);
	made.querySelector = (selector) => (selector === '.heads .ground' ? made.children[0].children[0] : null);
	for (const row of rows) {
		row.querySelector = (selector) => {
			const kinds = { '.hit': (one) => one.matches('.hit'), '.pause, .tear:not(.below)': (one) => one.matches('.tear') && !one.matches('.below'), '.tear.below': (one) => one.matches('.tear.below') };
			return row.children.find(kinds[selector]) ?? null;
		};
	}
	return made;
}

const framesOf = (made) => stripsOf(made).map((strip) => strip.keys.length);

test('strips: what fits is one', () => {
	assert.deepEqual(framesOf(drawing(5, 360)), [5]);
});

test('strips: each is about as tall as the others, and every row is in one', () => {
	assert.deepEqual(framesOf(drawing(7, 410)), [4, 3]);
	assert.deepEqual(framesOf(drawing(13, 410)), [5, 5, 3]);
	assert.deepEqual(stripsOf(drawing(13, 410)).flatMap((strip) => strip.keys).length, 13);
});

test('strips: a row takes along the gap above it, and none is higher than the room', () => {
	for (const strip of stripsOf(drawing(20, 410, [4, 8, 9])))
		assert(strip.bottom - strip.top <= 350, `${strip.bottom - strip.top} px`);
});

test('strips: the words of a mark stand in each strip that shows a part of it, and never upon others', () => {
	const places = [[100, 200, 140, 22], [150, 600, 300, 44], [380, 700, 390, 22], [450, 700, 560, 66]];
	const first = wordsIn({ top: 60, bottom: 400 }, places), second = wordsIn({ top: 400, bottom: 720 }, places);
	assert.deepEqual(first, [140, 300, 372, null]);
	assert.deepEqual(second, [null, 406, 456, 560]);
});
