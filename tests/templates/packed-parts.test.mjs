import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data, templates } from './packets.mjs';
import { base64Bytes, packedPart } from '../../templates/deck/base/packed-parts.js';

test('packed parts: bytes of base64', () => {
	assert.deepEqual([...base64Bytes('AP9B')], [0, 255, 65]);
	assert.equal(base64Bytes('').length, 0);
});

test('packed parts: the packets are the first, then pictures by their numbers', () => {
	assert.deepEqual(JSON.parse(packedPart(0)).names, data.names);
	assert.deepEqual(['1', '2', '3'].map(packedPart), [...templates, undefined]);
});
