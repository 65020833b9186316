import assert from 'node:assert/strict';
import { test } from 'node:test';

import { unpack } from '../../templates/deck/base/lz4.js';

const text = (size, ...block) => Buffer.from(unpack(Uint8Array.from(block), size)).toString('latin1');
const letters = (words) => [...Buffer.from(words)];

test('lz4: literals alone, and nothing', () => {
	assert.equal(text(3, 0x30, ...letters('abc')), 'abc');
	assert.equal(text(0, 0), '');
});

test('lz4: a match may overlap what it writes', () => {
	assert.equal(text(10, 0x23, ...letters('ab'), 2, 0, 0x10, ...letters('c')), 'abababac'.slice(0, 2) + 'abababa' + 'c');
});

test('lz4: lengths of 15 and more go on in the octets that follow', () => {
	const long = 'x'.repeat(15 + 255 + 3);
	assert.equal(text(long.length, 0xf0, 255, 3, ...letters(long)), long);
	assert.equal(text(276, 0x1f, ...letters('y'), 1, 0, 255, 0, 0x10, ...letters('z')), 'y'.repeat(1 + 15 + 255 + 4) + 'z');
	assert.equal(text(15, 0xf0, 0, ...letters('w'.repeat(15))), 'w'.repeat(15));
});

test('lz4: a match from far away', () => {
	const far = Array.from({ length: 600 }, (_, index) => index % 251);
	assert.deepEqual([...unpack(Uint8Array.from([0xf0, 255, 255, 75, ...far]), 600)], far);
	const matched = unpack(Uint8Array.from([0xf1, 255, 255, 75, ...far, 0x57, 0x02, 0x10, 9]), 606);
	assert.deepEqual([...matched.slice(600)], [...far.slice(1, 6), 9]);
});
