import assert from 'node:assert/strict';
import { test } from 'node:test';

import { wordsIn } from '../../templates/deck/picture/strip-marks.js';

const bracket = (...place) => [...place, false], arrow = (...place) => [...place, true];

test('marks of strips: the words of a bracket stand in each strip that it goes through, those of an arrow where its end is', () => {
	const places = [bracket(100, 200, 140, 22), bracket(150, 600, 300, 44), arrow(380, 700, 390, 22), arrow(450, 500, 464, 22)];
	assert.deepEqual(wordsIn({ top: 60, bottom: 400 }, places), [140, 253, null, null]);
	assert.deepEqual(wordsIn({ top: 400, bottom: 720 }, places), [null, 492, 406, 464]);
	assert.deepEqual(wordsIn({ top: 720, bottom: 900 }, places), [null, null, null, null]);
});

test('marks of strips: words stand inside their strip, in the order of where they belong, none upon others', () => {
	const strip = { top: 100, bottom: 400 }, places = [380, 360, 370, 395, 120].map((end) => arrow(end - 30, end, end - 26, 22));
	const placed = wordsIn(strip, places);
	const inOrder = [4, 1, 2, 0, 3].map((index) => placed[index]);
	inOrder.forEach((at, i) => assert(at >= strip.top && at + 22 <= strip.bottom && (!i || at >= inOrder[i - 1] + 22), String(placed)));
	assert(placed[3] < 400 - 22, 'the last one has room');
});

test('marks of strips: more words than a strip has room for go on below it, none upon others', () => {
	const strip = { top: 100, bottom: 200 }, placed = wordsIn(strip, [120, 140, 160, 180].map((end) => arrow(end - 10, end, end - 20, 40)));
	assert.deepEqual(placed, [106, 152, 198, 244]);
});
