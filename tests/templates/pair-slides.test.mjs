import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ALL_STEPS, furthestAfter, pairSlides, placeAfter } from '../../templates/deck/room/pair-slides.js';

// "a1 b2": slides with the ids a and b and the hashes 1 and 2.
const slides = (words) => words.split(' ').filter(Boolean).map(([id, digest]) => ({ id, digest }));

test('slides: each new slide takes the place of the one that it was', () => {
	for (const [old, now, pairs, why] of [
		['a1 b2 c3', 'a1 b2 c3', [0, 1, 2], 'nothing changed'],
		['a1 b2 c3', 'a1 b9 c3', [0, 1, 2], 'its words changed'],
		['a1 b2 c3', 'a1 x2 c3', [0, 1, 2], 'its id changed, as that of a slide without a heading'],
		['a1 b2 c3', 'a1 x9 c3', [0, 1, 2], 'its heading changed'],
		['a1 b2 c3', 'x9 b2 c3', [0, 1, 2], 'the first heading changed'],
		['a1 b2 c3', 'a1 x9 b2 c3', [0, -1, 1, 2], 'one was inserted'],
		['a1 b2 c3', 'x9 a1 b2 c3', [-1, 0, 1, 2], 'one was inserted before all'],
		['a1 b2 c3', 'a1 b2 c3 x9', [0, 1, 2, -1], 'one was added at the end'],
		['a1 b2 c3', 'a1 c3', [0, 2], 'one was deleted'],
		['a1 b2 c3', 'c3 a1 b2', [2, 0, 1], 'they were put in another order'],
		['a1 b2 c3', 'c3 b9 a1', [2, 1, 0], 'and one of them changed'],
		['a1 b1 c1', 'a1 b1', [0, 1], 'alike slides keep their ids'],
		['a1', 'a1 b1', [0, -1], 'a copy is a new slide'],
		['a1 b2 c3', 'x7 y8 z9', [0, 1, 2], 'all of them changed'],
		['a1', 'x7 y8', [0, -1], 'there are more now'],
		['a1 b2', 'x7', [0], 'there are fewer now'],
		['', 'a1', [-1], 'there were none'],
	])
		assert.deepEqual(pairSlides(slides(old), slides(now)), pairs, `${why}: ${old} to ${now}`);
});

test('slides: what follows a slide that is gone stands in its place', () => {
	for (const [pairs, place, expected] of [
		[[0, 1, 2], 1, 1],
		[[0, -1, 1, 2], 1, 2], // one was inserted before it
		[[0, 2], 1, 1],
		[[0, 1], 2, 1], // it was the last one
		[[2, 0, 1], 2, 0],
		[[-1], 3, 0],
	])
		assert.equal(placeAfter(pairs, place), expected, `${pairs}: ${place}`);
});

test('slides: of the new ones no more was shown than of the old ones', () => {
	for (const [pairs, old, now, far, expected, why] of [
		[[0, 1, 2], [1, 1, 1], [1, 1, 1], [1, 2], [1, 2], 'nothing changed'],
		[[0, -1, 1, 2], [1, 1, 1], [1, 1, 1, 1], [1, 2], [2, 2], 'one was inserted before it'],
		[[0, 1, -1, 2], [1, 1, 1], [1, 1, 1, 1], [1, 2], [1, 2], 'one was inserted behind it'],
		[[0, 2], [1, 1, 1], [1, 1], [1, 2], [0, ALL_STEPS], 'it was deleted'],
		[[2, 3], [1, 1, 1, 1], [1, 1], [1, 2], [0, -1], 'all that was shown was deleted'],
		[[0, 1, 2], [1, 3, 1], [1, 3, 1], [2, -1], [2, -1], 'the second part of a picture'],
		[[0, 1, 2], [1, 3, 1], [1, 2, 1], [3, -1], [2, -1], 'the picture has fewer parts now'],
		[[0, -1, 1, 2], [1, 3, 1], [1, 2, 3, 1], [2, -1], [4, -1], 'a picture was inserted before it'],
		[[0, 1], [1, 3, 1], [1, 3], [4, 0], [3, ALL_STEPS], 'what followed the picture was deleted'],
	])
		assert.deepEqual(furthestAfter(pairs, old, now, far), expected, why);
});
