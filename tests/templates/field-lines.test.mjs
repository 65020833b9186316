import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { drawLines } from '../../templates/deck/packet/field-lines.js';

test('lines: a button for each field of the layer, also for those below', () => {
	const lines = drawLines(data.captures.one.frames[1], 0).children;
	assert.equal(lines.length, 11);
	assert.equal(lines[0].textContent, 'Source Port8080');
	assert.deepEqual(lines.filter((line) => line.matches('.below')).map((line) => line.dataset.field), ['6', '9', '10']);
	assert.equal(drawLines(data.captures.one.frames[1], 1).children.length, 0);
});
