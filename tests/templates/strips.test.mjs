import assert from 'node:assert/strict';
import { test } from 'node:test';

import { node } from './page.mjs';
import { stripsOf, wordsIn } from '../../templates/deck/picture/strips.js';

// Heads of 60 px, and rows.
function drawing(count, strips) {
	const rows = Array.from({ length: count }, (_, index) => node('g', { class: 'row', 'data-frame': index + 1 }));
	const made = node('svg', { 'data-strips': strips }, node('g', { class: 'heads' }, node('rect', { class: 'ground', y: -20, height: 80 })), ...rows);
	made.querySelector = (selector) => (selector === '.heads .ground' ? made.children[0].children[0] : null);
	return made;
}

test('strips: every row is in one', () => {
	assert.deepEqual(stripsOf(drawing(3, '0,60,218')), [{ top: 60, bottom: 218, heads: 60, keys: [1, 2, 3] }]);
	assert.deepEqual(stripsOf(drawing(5, '0,60,218 3,210,318')).map((strip) => strip.keys), [[1, 2, 3], [4, 5]]);
});

test('strips: the words of a mark stand in each strip that shows a part of it, and never upon others', () => {
	const places = [[100, 200, 140, 22], [150, 600, 300, 44], [380, 700, 390, 22], [450, 700, 560, 66]];
	const first = wordsIn({ top: 60, bottom: 400 }, places), second = wordsIn({ top: 400, bottom: 720 }, places);
	assert.deepEqual(first, [140, 300, 372, null]);
	assert.deepEqual(second, [null, 406, 456, 560]);
});
