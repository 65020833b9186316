// The window onto a long diagram: whole rows, the current one among them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
import { windowOf } from '../../templates/deck/picture/long-picture.js';

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
