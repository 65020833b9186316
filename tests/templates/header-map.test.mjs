// header-drawing.mjs checks that the drawing is C's. These are tests of what C does not do.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { markup } from './page.mjs';
import { drawMap, isWide } from '../../templates/deck/packet/header-map.js';

const frame = data.captures.one.frames[1];
const sizeOf = (drawing) => [drawing.getAttribute('width'), drawing.getAttribute('height')].map(Number);

test('map: narrower on a phone, as high as there is room', () => {
	assert.deepEqual(sizeOf(drawMap(frame, 0, 512, 22)), [742, 26 + 6 * 81]);
	assert.deepEqual(sizeOf(drawMap(frame, 0, 900, 22)), [742, 26 + 6 * 120], 'no row is higher');
	assert.deepEqual(sizeOf(drawMap(frame, 0, 480, 22)), [742, 26 + 6 * 58], 'rows that are not large');
	assert.deepEqual(sizeOf(drawMap(frame, 0, 512, 14)), [486, 26 + 6 * 58 + 12 + 2 * 26], 'and two lines below it');
	assert.deepEqual(sizeOf(drawMap(frame, 0, 251, 14)), [486, 26 + 6 * 44 + 12 + 2 * 26], 'name and value below each other');
	assert.deepEqual(sizeOf(drawMap(frame, 0, 300, 22)), [742, 26 + 6 * 45]);
	assert.deepEqual(sizeOf(drawMap(frame, 0, 100, 22)), [742, 26 + 6 * 34], 'rows that nobody could read');
});

test('map: words are larger in large rows, where their field has room', () => {
	const sizesOf = (available) => [...new Set(drawMap(frame, 0, available, 22).querySelectorAll('.value').map((value) => Number(value.getAttribute('font-size') ?? 18)))].sort();
	assert.deepEqual(sizesOf(480), [20]);
	assert.deepEqual(sizesOf(512), [20, 27]);
	assert.deepEqual(sizesOf(900), [20, 32]);
});

test('map: two rows go over the width, where their bytes have room below them', () => {
	const short = { ...frame, layers: 5 }; // of eight bytes
	assert.deepEqual([480, 414, 413].map((available) => isWide(short, 0, available)), [true, true, false]);
	assert.equal(isWide(frame, 0, 480), false);
});

test('map: a name and the value below it do not touch, in the lowest rows that have both', () => {
	const drawing = drawMap(frame, 0, 26 + 6 * 44, 22), lines = (name) => drawing.querySelectorAll(`.${name}`).map((text) => Number(text.getAttribute('y')));
	const distances = lines('name').map((y, i) => lines('value')[i] - y).filter((distance) => distance > 0);
	assert.ok(distances.length > 4 && distances.every((distance) => distance >= 21), distances.join(' '));
});

test('map: the rows inside a long field are drawn as one where they would be low', () => {
	const [first] = frame.list, list = [{ ...first, offset: 0, size: 20 }, { ...first, offset: 20, size: 4 }];
	assert.deepEqual([600, 300].map((available) => sizeOf(drawMap({ ...frame, list }, 0, available, 22))[1]), [26 + 6 * 95, 26 + 4 * 58]);
});

test('map: a name without room is cut, and its number stays', () => {
	const named = (value, width = 480) => {
		const list = frame.list.map((field) => (field.name === 'tcp.window_size_value' ? { ...field, value } : field));
		return drawMap({ ...frame, list }, 0, width, 22).querySelectorAll('.value').map((text) => text.textContent).at(-3);
	};
	assert.equal(named('IPv6 Hop-by-Hop (0)'), 'IPv6 Hop-by-Hop (0)');
	assert.match(named('IPv6 Hop-by-Hop Option, or something else (0)'), /^IPv6 Hop-by-Hop .*… \(0\)$/);
	assert.match(named('0x10n ** 40n123456789012345 (7)'), /^7$/, 'a number has no name');
});

test('map: in huge rows a value without room is broken at a blank, where both parts have room', () => {
	const values = (value, available) => {
		const list = frame.list.map((field) => (field.name === 'tcp.window_size_value' ? { ...field, value } : field));
		return drawMap({ ...frame, list }, 0, available, 22).querySelectorAll('.value').map((text) => text.textContent).filter((text) => /Time|transit|…$/.test(text));
	};
	assert.deepEqual(values('Time to live exceeded in transit (0)', 900), ['Time to live exceeded in', 'transit (0)']);
	assert.equal(values('Time to live exceeded in transit (0)', 480).length, 1);
	assert.equal(values(`Time to live exceeded ${'x'.repeat(60)}`, 900).length, 1);
});

test('map: a number without room leaves out what it is relative to', () => {
	const values = (seq) => drawMap({ ...frame, seq }, 0, 100, 14).querySelectorAll('.value').map((text) => text.textContent);
	assert.ok(values(5).includes('100  (relative 5)'), values(5).join('|'));
	assert.ok(values(10n ** 40n).includes('100'), values(10n ** 40n).join('|'));
});

test('map: every field can be pointed at, flags bit by bit', () => {
	const drawing = drawMap(frame, 0, 512, 22);
	assert.equal(drawing.querySelectorAll('.cell').length, 10);
	assert.equal(drawing.querySelectorAll('.bit').length, 12);
	assert.deepEqual(drawing.querySelectorAll('.on').map((bit) => bit.getAttribute('data-field')), ['6']);
	assert.equal(drawing.getAttribute('aria-label'), 'TCP, 24 bytes');
});

test('map: captured text stays text', () => {
	const { list } = frame;
	const hostile = { ...frame, list: list.map((field) => ({ ...field, value: '<b>"', label: '<i>' })) };
	assert.doesNotMatch(markup(drawMap(hostile, 0, 512, 22)), /<[bi]>/);
});
