import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { drawBytes } from '../../templates/deck/packet/hex-dump.js';

const { frames } = data.captures.one;

test('dump: rows of eight, each octet twice, and letters only where they can be read', () => {
	const dump = drawBytes(frames[2]);
	const rows = dump.querySelectorAll('.dump-row');
	assert.deepEqual(rows.map((row) => row.textContent), ['4141414141414141AAAAAAAA', '4142434445ABCDE']);
	assert.equal(dump.querySelectorAll('[data-byte="9"]').map((one) => one.textContent).join(), '42,B');
	assert.match(drawBytes(frames[1]).textContent, /^1f909c4100000064···A···d/);
});

test('dump: what is not there is said, of what was captured', () => {
	assert.equal(drawBytes(frames[2]).querySelector('.more').textContent, '+ 87 bytes');
	assert.equal(drawBytes(frames[1]).querySelector('.more'), null);
});
