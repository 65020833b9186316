import assert from 'node:assert/strict';
import { test } from 'node:test';

import { node } from './page.mjs';
import { linesOfStrips, stripsOf } from '../../templates/deck/picture/strip-drawing.js';

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

test('strips: a line of the table is in that of its packet, what is left out with the packet behind it', () => {
	const line = (frame) => node('tr', frame ? { 'data-frame': frame } : {});
	const lines = [line(1), line(2), line(3), line(), line(9), line(10), line()];
	const shares = linesOfStrips(lines, [{ keys: [1, 'call 1', 3] }, { keys: ['call 2', 9] }, { keys: ['call 3'] }]);
	assert.deepEqual(shares.map((share) => share.map((one) => lines.indexOf(one))), [[0, 1, 2], [3, 4, 5, 6], []]);
});
