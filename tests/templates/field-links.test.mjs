import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { node } from './page.mjs';
import { fieldAt, light, sentence, sentenceLine } from '../../templates/deck/packet/field-links.js';
import { fieldsOf } from '../../templates/deck/packet/packet-data.js';
import { drawBytes } from '../../templates/deck/packet/hex-dump.js';
import { drawLines } from '../../templates/deck/packet/field-lines.js';

const frame = data.captures.one.frames[1];
const fields = fieldsOf(frame);

test('links: what a field says: in this packet, else always, else the one around it', () => {
	assert.equal(sentence(frame, fields[6]), 'Of this packet alone.');
	assert.equal(sentence(frame, fields[0]), 'Port 8080');
	assert.equal(sentence(frame, fields[2]), 'Counts from 100');
	assert.equal(sentence(frame, { ...fields[6], special: undefined, meaning: '' }), 'Flags');
	assert.equal(sentence(frame, fields[4]), '');
	assert.equal(sentence(frame, { ...fields[6], special: undefined, meaning: '{n} bytes, {v} bits, {i} bitset' }), '1 byte, 1 bit, 1 bitset');
	const window = fieldsOf(frame)[7];
	assert.equal(sentence(frame, { ...window, meaning: '{n} {i} {v}' }), '64\u202f240 64240 ' + window.value, 'grouped, as a name, as it is shown');
});

test('links: the narrowest field over an octet, and no single bit', () => {
	const names = [0, 5, 13, 15, 20, 23, 24].map((position) => fieldAt(frame, position)?.name);
	assert.deepEqual(names, ['tcp.srcport', 'tcp.seq_raw', 'tcp.flags', 'tcp.window_size_value', 'tcp.options.nop', 'tcp.options.wscale', undefined]);
});

test('links: a field, its octets and its sentence light up together, and nothing else', () => {
	const root = node('div', {}, drawLines(frame, 0), drawBytes(frame), sentenceLine());
	const lit = () => root.querySelectorAll('.lit').map((one) => one.dataset.byte ?? 'field ' + one.dataset.field);
	light(root, frame, fields[2]);
	assert.deepEqual(lit(), ['field 2', '4', '5', '6', '7', '4', '5', '6', '7']);
	assert.equal(root.querySelector('.sentence').textContent, 'Sequence Number: 100  (relative 0) Counts from 100');
	light(root, frame, fields[4]);
	assert.deepEqual(lit(), ['field 4', '12', '12']);
	light(root, frame, undefined);
	assert.deepEqual(lit(), []);
	assert.equal(root.querySelector('.sentence').textContent, '');
});
