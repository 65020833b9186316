import assert from 'node:assert/strict';
import { test } from 'node:test';

import './packets.mjs';
import { node } from './page.mjs';
import { isStepped, labelOf, linesOf, nameOf, timeIn } from '../../templates/deck/packet/rows.js';
import { frameOf } from '../../templates/deck/packet/packet-data.js';

const chip = (number, text) => node('g', { class: 'row', 'data-frame': number }, node('text', { class: 'chip-text' }, text));
const block = node('div', { 'data-capture': 'one', 'data-start': '0.500000000', 'data-steps': 3 }, node('svg'));
const frame = (number) => frameOf(block, number);

test('rows: packets are called by what they say', () => {
	assert.equal(nameOf(frame(1)), 'SYN');
	assert.equal(nameOf(frame(2)), 'GET /ping');
	assert.equal(nameOf({ protocol: 'HTTP', info: 'HTTP/1.1 200 OK  (text/plain)' }), '200 OK');
	assert.equal(nameOf({ protocol: 'TCP', flags: 0x12, info: '' }), 'SYN, ACK');
	assert.equal(nameOf(frame(10)), 'Who has 10.0.0.2?', 'by the words of its arrow');
});

test('rows: the picture names them, unless it had no room', () => {
	block.querySelector = (selector) => (selector.includes('"1"') ? chip(1, 'SYN?').children[0] : selector.includes('"2"') ? chip(2, 'GET /p…').children[0] : null);
	assert.equal(labelOf(block, 1), 'SYN?');
	assert.equal(labelOf(block, 2), 'GET /ping');
});

test('rows: times count from the block, steps from one', () => {
	assert.equal(timeIn(block, frame(2)), '1.00 s');
	assert.equal(timeIn(node('div', { 'data-start': '0.5', 'data-unit': 'ms' }), frame(2)), '1\u2009000.000 ms');
	assert.equal(isStepped(block), true);
	assert.equal(isStepped(node('div', { 'data-steps': 0 })), false);
});

test('rows: a fold has the lines from its first packet to its last', () => {
	const lines = [1, 2, 3, 4].map((number) => node('tr', { 'data-frame': number }));
	const list = { querySelectorAll: () => lines };
	const numbers = (attributes) => linesOf(list, node('g', attributes)).map((line) => line.dataset.frame);
	assert.deepEqual(numbers({ 'data-frame': 2, 'data-last': 3 }), ['2', '3']);
	assert.deepEqual(numbers({ 'data-frame': 2 }), ['2']);
});
