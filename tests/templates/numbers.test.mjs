import assert from 'node:assert/strict';
import { test } from 'node:test';

import { markup } from './page.mjs';
import { duration, grouped, hex, numeral, whole } from '../../templates/deck/numbers.js';

test('numbers: groups of three with a thin space, which no line is broken at', () => {
	for (const [number, words] of [[0, '0'], [999, '999'], [1000, '1\u2009000'], [4294967295, '4\u2009294\u2009967\u2009295']])
		assert.equal(grouped(number), words);
	assert.equal(whole(grouped(1000)), '1\u202f000');
	assert.equal(markup(numeral(12345, 'i')), '<i>12<span class="group">345</span></i>');
	assert.equal(hex(2, 2), '0x02');
});

test('numbers: durations are cut, never rounded up', () => {
	for (const [seconds, words] of [['0.000074999', '0.074 ms'], ['0.009999999', '9.999 ms'], ['0.099999999', '99.9 ms'], ['0.999999999', '999 ms'], ['1.999999999', '1.99 s'], ['0', '0.000 ms']])
		assert.equal(duration(seconds), words);
});
