import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
import { waitsOf } from '../../templates/deck/room/live-play.js';

test('live: the waits between packets are in the order of their times, and long enough to see', () => {
	for (const [times, expected] of [
		[[], []],
		[[0], []],
		[[0, 0, 0], [350, 350]],
		[[0, .000001, .001001], [351.25, 1600]],
		[[0, 2, 1], [1600, 350]], // a clock that went back
	])
		assert.deepEqual(waitsOf(times).map((wait) => Math.round(wait * 100) / 100), expected, String(times));
});

test('live: many packets do not take longer than a quarter of a minute', () => {
	const waits = waitsOf(Array.from({ length: 200 }, (_, index) => index));
	assert.equal(Math.round(waits.reduce((all, wait) => all + wait, 0)), 15000);
});
