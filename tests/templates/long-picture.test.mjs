// The window onto a long diagram: whole rows, the current one among them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
import { inwardOf } from '../../templates/deck/base/picture-fit.js';
import { leftFor, windowOf } from '../../templates/deck/picture/long-picture.js';

// Rows of 42 px; before each tenth is a pause of 32 px.
function rows(count) {
	let y = 90;
	return Array.from({ length: count }, (_, i) => {
		const top = y;
		y += 42 + (i % 10 === 9 ? 32 : 0);
		return [top, y];
	});
}

test('long picture: a window has whole rows, the current one, and no empty end', () => {
	for (const count of [1, 2, 13, 40, 500]) {
		const edges = rows(count);
		for (const room of [60, 200, 430, 460]) {
			for (let index = 0; index < count; index++) {
				const [first, last] = windowOf(edges, index, room);
				assert(first <= index && index <= last, `${index} of ${count} in ${room} px: ${first}–${last}`);
				assert(first === last || edges[last][1] - edges[first][0] <= room, `${first}–${last} is more than ${room} px`);
				if (last === count - 1 && first > 0)
					assert(edges[last][1] - edges[first - 1][0] > room, `${first}–${last} leaves room`);
			}
		}
	}
});

test('long picture: arrows between the same lanes do not scroll a narrow place sideways', () => {
	const width = 540, first = leftFor([213, 621], 0, width);
	assert(first < 213 - 40 && first + width > 621 + 40, `it is at ${first}`);
	for (const arrow of [[225, 633], [213, 633], [218, 621]])
		assert.equal(leftFor(arrow, first, width), first, arrow.join());
});

test('long picture: an arrow that is not in view comes into its middle', () => {
	assert.equal(leftFor([700, 900], 0, 540), 530);
	assert.equal(leftFor([20, 100], 530, 540), 0);
	assert.equal(leftFor([0, 1200], 0, 540), 0);
	assert.equal(leftFor([300, 1200], 0, 540), 480);
	assert.equal(leftFor([300, 1200], 400, 540), 400);
});

test('long picture: a head that stands over an edge moves inward, unless its lane is beyond', () => {
	assert.equal(inwardOf([300, 100], 240, 780), 0);
	assert.equal(inwardOf([217, 180], 240, 780), 47);
	assert.equal(inwardOf([700, 100], 240, 780), -44);
	assert.equal(inwardOf([100, 100], 240, 780), 0);
	assert.equal(inwardOf([740, 200], 240, 780), 0);
});
