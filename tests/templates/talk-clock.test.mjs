// The plan of a talk, and where one is against it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
const { elapsedOf, minutes, paceOf, pausedClock, planOf, startedClock } = await import('../../templates/deck/speaker/talk-clock.js');

test('plan: slides that say nothing share what the others leave', () => {
	assert.deepEqual(planOf([90, 0, 0], 180), { slides: [90, 45, 45], total: 180 });
	assert.deepEqual(planOf([90, 0], 60), { slides: [90, 0], total: 60 });
	assert.deepEqual(planOf([90, 0, 30], 0), { slides: [90, 60, 30], total: 180 });
	assert.equal(planOf([0, 0], 0), null);
});

test('pace: ahead of the slide, in it, behind it; near the end and over it', () => {
	const plan = planOf([100, 100, 100, 100, 100, 100], 600);
	for (const [index, elapsed, state, lead] of [[0, 0, 'on', 0], [0, 100, 'on', 0], [1, 40, 'ahead', 60], [1, 230, 'behind', -30], [5, 540, 'warned', 0], [2, 560, 'warned', -260], [5, 601, 'over', -1]]) {
		const now = paceOf(plan, index, elapsed);
		assert.deepEqual([now.state, now.lead], [state, lead], `slide ${index} after ${elapsed} s`);
	}
});

test('pace: a long talk warns five minutes before its end, a short one a minute', () => {
	assert.equal(paceOf(planOf([0], 6000), 0, 5699).state, 'on');
	assert.equal(paceOf(planOf([0], 6000), 0, 5700).state, 'warned');
	assert.equal(paceOf(planOf([0], 180), 0, 119).state, 'on');
	assert.equal(paceOf(planOf([0], 180), 0, 120).state, 'warned');
});

test('minutes: seconds have two digits, and hours come when they must', () => {
	assert.deepEqual([0, 9, 83, 3599, 3600, 3661].map(minutes), ['0:00', '0:09', '1:23', '59:59', '1:00:00', '1:01:01']);
});

test('clock: counts while it runs', () => {
	assert.equal(elapsedOf(null, 5000), 0);
	const running = startedClock(null, 1000);
	assert.equal(elapsedOf(running, 4000), 3);
	const paused = pausedClock(running, 4000);
	assert.equal(elapsedOf(paused, 90000), 3);
	assert.equal(elapsedOf(startedClock(paused, 90000), 91000), 4);
});
