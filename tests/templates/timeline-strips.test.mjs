import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cutBetween } from '../../templates/deck/picture/timeline-strips.js';

test('timeline strips: cut between words, into parts that are about as long', () => {
	const words = Array.from({ length: 40 }, (_, index) => [60 + index * 34, 60 + index * 34 + 30]);
	const strips = cutBetween(words, 56, 1424, 484);
	assert.equal(strips.length, 3);
	assert.deepEqual([strips[0].top, strips[2].bottom], [56, 1424]);
	for (const [i, { top, bottom }] of strips.entries()) {
		assert.ok(bottom - top <= 484 && bottom - top > 400, `${top} to ${bottom}`);
		assert.ok(i === 2 || strips[i + 1].top === bottom);
		assert.ok(!words.some(([from, to]) => from < bottom && bottom < to), `a cut at ${bottom}`);
	}
	// words everywhere: through as few as can be
	assert.equal(cutBetween([[0, 1000], [380, 500]], 0, 1000, 500)[0].bottom, 500);
	assert.equal(cutBetween([], 56, 400, 484).length, 1);
});
