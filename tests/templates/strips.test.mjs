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

const bracket = (...place) => [...place, false], arrow = (...place) => [...place, true];

test('strips: the words of a bracket stand in each strip that it goes through, those of an arrow where its end is', () => {
	const places = [bracket(100, 200, 140, 22), bracket(150, 600, 300, 44), arrow(380, 700, 390, 22), arrow(450, 500, 464, 22)];
	assert.deepEqual(wordsIn({ top: 60, bottom: 400 }, places), [140, 253, null, null]);
	assert.deepEqual(wordsIn({ top: 400, bottom: 720 }, places), [null, 492, 406, 464]);
	assert.deepEqual(wordsIn({ top: 720, bottom: 900 }, places), [null, null, null, null]);
});

test('strips: words stand inside their strip, in the order of where they belong, none upon others', () => {
	const strip = { top: 100, bottom: 400 }, places = [380, 360, 370, 395, 120].map((end) => arrow(end - 30, end, end - 26, 22));
	const placed = wordsIn(strip, places);
	const inOrder = [4, 1, 2, 0, 3].map((index) => placed[index]);
	inOrder.forEach((at, i) => assert(at >= strip.top && at + 22 <= strip.bottom && (!i || at >= inOrder[i - 1] + 22), String(placed)));
	assert(placed[3] < 400 - 22, 'the last one has room');
});

test('strips: more words than a strip has room for go on below it, none upon others', () => {
	const strip = { top: 100, bottom: 200 }, placed = wordsIn(strip, [120, 140, 160, 180].map((end) => arrow(end - 10, end, end - 20, 40)));
	assert.deepEqual(placed, [106, 152, 198, 244]);
});
