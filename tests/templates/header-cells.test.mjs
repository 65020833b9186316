import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { cellName, cellValue, cellsOf, isFlags, piecesOf, rowsOf } from '../../templates/deck/packet/header-cells.js';
import { fieldsOf } from '../../templates/deck/packet/packet-data.js';

const frame = data.captures.one.frames[1];
const cells = cellsOf(frame, 0);
const cellOf = (name) => cells.find((cell) => cell.field.name === name);

test('cells: options stand for themselves, flags are one cell, no bit is drawn twice', () => {
	assert.deepEqual(cells.map((cell) => cell.field.name.replace('tcp.', '')), ['srcport', 'dstport', 'seq_raw', 'ack_raw', 'hdr_len', 'flags', 'flags', 'window_size_value', 'options.nop', 'options.wscale']);
	assert.deepEqual([cellOf('tcp.hdr_len'), cellOf('tcp.flags')].map(({ first, last }) => [first, last]), [[96, 100], [100, 104]]);
	assert.deepEqual(cells.filter(isFlags).map((cell) => cell.field.name), ['tcp.flags', 'tcp.flags'], 'the reserved bits and the flags');
});

test('cells: a field that leaves the header, or stands where another does, is not drawn', () => {
	const short = { ...frame, layers: 5, list: fieldsOf(frame) };
	assert.deepEqual(cellsOf(short, 0).map((cell) => cell.field.name), ['tcp.srcport', 'tcp.dstport', 'tcp.seq_raw']);
	const twice = { ...frame, list: [...fieldsOf(frame).slice(0, 2), { ...fieldsOf(frame)[1], index: 2 }] };
	assert.equal(cellsOf(twice, 0).length, 2);
});

test('cells: pieces end with their rows', () => {
	assert.deepEqual(piecesOf({ first: 40, last: 100 }), [{ row: 1, from: 8, to: 32 }, { row: 2, from: 0, to: 32 }, { row: 3, from: 0, to: 4 }]);
});

test('cells: rows inside of a long field are folded where there are too many', () => {
	const long = [{ first: 0, last: 32 }, { first: 32, last: 6 * 32 }];
	assert.deepEqual(rowsOf(long, 6, false), [0, 1, 2, 3, 4, 5, 6]);
	assert.deepEqual(rowsOf(long, 6, true), [0, 1, 2, 3, 3, 3, 4]);
});

test('cells: sequence numbers are told as the diagram counts them, where it does', () => {
	const [, , sequence, acknowledgment, , , , window] = fieldsOf(frame);
	assert.equal(cellValue(frame, sequence), '100  (relative 0)');
	assert.equal(cellValue({ ...frame, seq: undefined }, sequence), '100');
	assert.equal(cellValue(frame, acknowledgment), '0', 'a number that nothing acknowledges');
	assert.equal(cellValue(frame, window), '64240', 'the value of the data, which the program grouped');
	assert.equal(cellValue(frame, fieldsOf(frame)[9]), '1');
});

test('cells: long names have short ones', () => {
	assert.equal(cellName({ name: 'ip.ttl', label: 'Time to Live' }), 'TTL');
	assert.equal(cellName({ name: 'arp.opcode', label: 'Opcode' }), 'Opcode');
});
