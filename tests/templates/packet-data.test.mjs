import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { node } from './page.mjs';
import { bitAt, bytesOf, captureOf, fieldsOf, frameOf, layersOf, numberOf, payloadSize } from '../../templates/deck/packet/packet-data.js';

const block = node('div', { 'data-capture': 'one' });
const frame = (number) => frameOf(block, number);

test('data: a packet is found by its block and number', () => {
	assert.equal(captureOf(block).file, data.captures.one.file);
	assert.equal(frame(2).info, 'GET /ping HTTP/1.1 ');
	assert.equal(frame(3), undefined);
	assert.equal(frameOf(node('div', { 'data-capture': 'none' }), 1), undefined);
});

test('data: the bytes of a packet', () => {
	assert.equal(bytesOf(frame(1)).length, 24);
	assert.equal(Buffer.from(bytesOf(frame(2))).toString(), 'AAAAAAAAABCDE');
	assert.equal(bytesOf(frame(2)), bytesOf(frame(2)), 'decoded twice');
});

test('data: fields know their children, their words and what is special', () => {
	const fields = fieldsOf(frame(1));
	assert.equal(fields.length, 11);
	assert.deepEqual(fields[8].children.map((field) => field.name), ['tcp.options.nop', 'tcp.options.wscale']);
	assert.equal(fields[6].special, 'Of this packet alone.');
	assert.equal(fields[0].value, '8080');
	assert.deepEqual(layersOf(frame(1)), [['TCP', 0, 24, 24]]);
});

test('data: numbers of whole octets and of bits', () => {
	const [source, , sequence, , length, flags, syn] = fieldsOf(frame(1));
	assert.deepEqual([source, sequence, length, flags, syn].map((field) => numberOf(frame(1), field)), [8080, 100, 6, 2, 1]);
	assert.equal(bitAt(Uint8Array.of(0, 0x40), 9), 1);
});

test('data: only TCP has a payload here', () => {
	assert.deepEqual([1, 2, 10].map((number) => payloadSize(frame(number))), [0, 100, 0]);
});
