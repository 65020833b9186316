import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
import { FLAGS, maskWords, setFlags } from '../../templates/deck/packet/tcp-flags.js';

test('flags: each bit of the octet has its name, from the highest', () => {
	assert.deepEqual(FLAGS.map(([, mask]) => mask), [128, 64, 32, 16, 8, 4, 2, 1]);
	assert.deepEqual(setFlags(0x12).map(([name]) => name), ['ACK', 'SYN']);
});

test('flags: as a sum, also of none, and without the bits above', () => {
	assert.equal(maskWords(0x12), '0x12 = ACK 0x10 | SYN 0x02');
	assert.equal(maskWords(0x100), '0x00 = 0');
});
