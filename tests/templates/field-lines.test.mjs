import assert from 'node:assert/strict';
import { test } from 'node:test';

import { data } from './packets.mjs';
import { drawLines, orderedFields } from '../../templates/deck/packet/field-lines.js';

test('lines: a button for each field of the layer, also for those below', () => {
	const lines = drawLines(data.captures.one.frames[1], 0).children;
	assert.equal(lines.length, 11);
	assert.equal(lines[0].textContent, 'Source Port8080');
	assert.deepEqual(lines.filter((line) => line.matches('.below')).map((line) => line.dataset.field), ['6', '9', '10']);
	assert.equal(drawLines(data.captures.one.frames[1], 1).children.length, 0);
});

// Fields in a layer of DHCP or DNS: [name, index of the parent, octet] each, of one octet.
function frameOf(...fields) {
	const list = fields.map(([name, parent], index) => ({ name, index, parent, label: name, value: String(fields[index][2]), offset: index, size: 1, layer: 0, children: [] }));
	list.filter(({ parent }) => parent >= 0).forEach((field) => list[field.parent].children.push(field));
	return { list, octets: Uint8Array.from(fields, ([, , octet]) => octet) };
}
const shown = (frame) => {
	const lines = drawLines(frame, 0).children.filter((line) => line.matches('.line'));
	return lines.map((line) => orderedFields(frame, 0).find(({ index }) => String(index) === line.dataset.field)).map(({ index }) => index);
};

test('lines: an option whose value is one part, or parts of one kind, says it itself', () => {
	const option = (...parts) => frameOf(['dhcp.option', -1, 9], ['dhcp.option.type', 0, 9], ['dhcp.option.length', 0, 9], ...parts.map((name) => [name, 0, 9]));
	assert.deepEqual(shown(option('dhcp.option.dhcp')), [0]);
	assert.deepEqual(shown(option('dhcp.option.value.address', 'dhcp.option.value.address')), [0]);
	assert.deepEqual(shown(option('dhcp.a', 'dhcp.b')), [0, 3, 4], 'parts of several kinds need their names');
});

test('lines: a record says its data, and its time to live if that is not that of the record before', () => {
	const record = (at, ttl) => [['dns.resp', -1, 9], ['dns.resp.name', at, 9], ['dns.resp.ttl', at, ttl], ['dns.mx.preference', at, 9], ['dns.mx.mail_exchange', at, 9]];
	assert.deepEqual(shown(frameOf(...record(0, 60), ...record(5, 60), ...record(10, 70))), [0, 2, 5, 10, 12]);
});
