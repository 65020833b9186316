import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { isMixed, pcapFile, pcapName, pcapngFile } from '../../templates/deck/packet/packet-file.js';

const bytesOf = async (blob) => Buffer.from(await blob.arrayBuffer());

test('file: a pcap with nanoseconds, in the order of the packets', async () => {
	const { one } = data.captures;
	const file = await bytesOf(pcapFile(one));
	assert.deepEqual([file.readUInt32LE(0), file.readUInt16LE(4), file.readUInt16LE(6), file.readUInt32LE(20)], [0xa1b23c4d, 2, 4, 101]);
	assert.deepEqual([24, 28, 32, 36].map((at) => file.readUInt32LE(at)), [1700000000, 15, 24, 24]);
	const second = 24 + 16 + 24;
	assert.deepEqual([0, 4, 8, 12].map((at) => file.readUInt32LE(second + at)), [1700000001, 500000005, 13, 124]);
	assert.equal(file.length, 24 + 4 * 16 + 24 + 13 + 3 + 1);
	assert.equal(pcapName(one), 'one.pcap');
});

test('file: times before 1970', async () => {
	const { one } = data.captures;
	const file = await bytesOf(pcapFile({ ...one, start: '-1500000000' }));
	assert.deepEqual([24, 28].map((at) => file.readInt32LE(at)), [-2, 500000010]);
});

test('file: a pcapng where packets have several link types', async () => {
	const { mixed } = data.captures;
	assert.equal(isMixed(mixed), true);
	assert.equal(pcapName(mixed), 'two.kinds.pcapng');
	const file = await bytesOf(pcapngFile(mixed));
	const types = [], links = [];
	for (let at = 0; at < file.length; at += file.readUInt32LE(at + 4)) {
		types.push(file.readUInt32LE(at));
		assert.equal(file.readUInt32LE(at + file.readUInt32LE(at + 4) - 4), file.readUInt32LE(at + 4), 'both lengths of a block');
		if (types.at(-1) === 1)
			links.push(file.readUInt32LE(at + 8));
		if (types.at(-1) === 6)
			links.push(`interface ${file.readUInt32LE(at + 8)}`);
	}
	assert.deepEqual(types, [0x0a0d0d0a, 1, 1, 6, 6]);
	assert.deepEqual(links, [1, 101, 'interface 0', 'interface 1']);
});
