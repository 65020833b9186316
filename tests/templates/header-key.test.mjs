// What a narrow drawing of a header has no room for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import './page.mjs';
import { drawMap } from '../../templates/deck/packet/header-map.js';
import { shortName } from '../../templates/deck/packet/header-key.js';

const frame = data.captures.one.frames[1];
const draw = (changes = {}, height = 300) => drawMap({ ...frame, list: frame.list.map((field) => ({ ...field, ...changes[field.name] })) }, 0, height, 14);
const texts = (root, selector) => root.querySelectorAll(selector).map((one) => one.textContent);
const keys = (drawing) => drawing.querySelectorAll('.key').map((one) => texts(one, 'text').join(': '));

drawMap(frame, 0, 300, 14); // makes the list of its fields

test('key: an abbreviation fits, however narrow the field is', () => {
	const long = { name: 'x', label: 'Length of original datagram' };
	assert.deepEqual([100, 12].map((space) => shortName(long, space)), ['LOOD', 'L']);
	assert.deepEqual([100, 12].map((space) => shortName({ name: 'x', label: 'Priority' }, space)), ['Pri', 'P']);
	assert.equal(shortName({ name: 'tcp.hdr_len', label: 'Header length' }, 38), 'Off');
});

test('key: what has an abbreviation is said below, then each flag of a box', () => {
	assert.deepEqual(keys(draw()), ['Off: Offset', 'SYN']);
	assert.deepEqual(texts(draw(), '.key.on'), ['SYN']);
	assert.deepEqual(keys(drawMap(frame, 0, 300, 22)), [], 'none below a wide drawing');
});

test('key: a value without room is said below, whole', () => {
	const drawing = draw({ 'tcp.window_size_value': { value: 'a value that is much longer than its box' } });
	assert.ok(keys(drawing).includes('Window: a value that is much longer than its box'), keys(drawing).join('|'));
	assert.ok(drawing.querySelectorAll('.cell').some((cell) => cell.getAttribute('aria-label') === 'Window a value that is much longer than its box'));
	assert.ok(!texts(drawing, '.name').some((name) => /…$/.test(name)));
});

test('key: lines are below the header and as wide as it, and the drawing holds them', () => {
	const drawing = draw({ 'tcp.window_size_value': { label: 'A window of a name so long that it takes the whole of a line' } });
	const ends = drawing.querySelectorAll('.key').flatMap((key) => key.querySelectorAll('.name')).map((name) => Number(name.getAttribute('y')));
	const rows = Math.max(...drawing.querySelectorAll('.cell').flatMap((cell) => cell.querySelectorAll('text')).map((text) => Number(text.getAttribute('y'))));
	assert.ok(ends.every((y) => y > rows && y < Number(drawing.getAttribute('height'))), ends.join());
});
