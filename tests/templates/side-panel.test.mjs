import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { facts } from '../../templates/deck/picture/side-panel.js';

const { frames } = data.captures.one;
const sum = (frame) => facts(frame).at(-1)?.textContent;
const packet = (flags, more) => ({ layers: 0, flags, seq: 5, ack: 1234, seqRaw: 100, ...more });

test('panel: nothing of what is no TCP', () => {
	assert.deepEqual(facts(frames[10]), []);
	assert.deepEqual(facts(undefined), []);
});

test('panel: the flags as bits', () => {
	const [bits, words] = facts(frames[1]);
	assert.equal(bits.textContent, '00000010CWRECEURGACKPSHRSTSYNFIN');
	assert.equal(words.textContent, '0x02 = SYN 0x02');
});

test('panel: what the numbers of a segment come to', async () => {
	await import('./packets.mjs');
	assert.equal(sum({ ...packet(0x02), seqRaw: 3281859550 }), 'ISN 3281859550', 'a name, whose digits have no gaps');
	assert.equal(facts({ ...packet(0x02), seqRaw: 3281859550 }).at(-1).querySelectorAll('.group').length, 0, 'none that are only drawn');
	assert.equal(sum({ ...packet(0x18), layers: 2 }), 'seq 5 + len 100 = 105');
	assert.equal(sum(packet(0x11)), 'seq 5 + FIN 1 = 6');
	assert.equal(sum({ ...packet(0x19), layers: 2 }), 'seq 5 + len 100 + FIN 1 = 106', 'data with a FIN');
	assert.equal(sum(packet(0x10)), 'ack 1234: the byte it waits for');
	assert.equal(sum(packet(0x10, { hasAll: true })), 'ack 1234: all received up to FIN 1233');
	assert.equal(sum({ ...packet(0x18), seq: undefined, ack: undefined, layers: 2 }), '0x18 = ACK 0x10 | PSH 0x08', 'a fragment');
	assert.equal(sum(packet(0x14)), '0x14 = ACK 0x10 | RST 0x04');
});

test('panel: the key fields of a message, and where its segment ends', () => {
	const message = { keys: [0, 0, 3, 7], layers: 0, fields: 1, values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], special: [], bytes: '' };
	const [list, ...others] = facts(message);
	assert.deepEqual([...list.children].map((line) => line.textContent), ['Source Port8080', 'Window0']);
	assert.equal(others.length, 0);
	const carried = facts({ ...packet(0x18), ...message, layers: 2 });
	assert.deepEqual(carried.slice(1).map((line) => line.textContent), ['seq 5 + len 100 = 105']);
});
