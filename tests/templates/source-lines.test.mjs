// The lines of source that are lit while their calls last.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lightSource, sourceLinesOf } from '../../templates/deck/picture/source-lines.js';

function lineOf(calls, parentNode, offsetTop) {
	const names = new Set();
	return { dataset: { calls }, parentNode, offsetTop, offsetHeight: 25, names,
		classList: { toggle: (name, isOn) => (isOn ? names.add(name) : names.delete(name)) } };
}

// Rows: a packet, call 0, a packet, call 1, a packet, call 2.
function blockOf(lines) {
	const rows = [{ frame: '1' }, { call: '0' }, { frame: '2' }, { call: '1' }, { frame: '3' }, { call: '2' }].map((dataset) => ({ dataset }));
	return { querySelectorAll: (selector) => (selector === '.row' ? rows : lines) };
}

test('source lines: lit from the begin of a call to its return, and to the end when it does not return', () => {
	const code = { offsetTop: 0, clientHeight: 100, scrollTop: 0 };
	const lines = [lineOf('0-1', code, 0), lineOf('2-', code, 25), lineOf('1 0', code, 50), lineOf('7', code, 75)];
	const known = sourceLinesOf(blockOf(lines));
	const lit = [];
	for (let index = 0; index < 6; index++) {
		lightSource(known, index);
		lit.push(lines.map((line) => Number(line.names.has('now'))).join(''));
	}
	assert.deepEqual(lit, ['0000', '1010', '1000', '1010', '0000', '0100']);
});

test('source lines: one that begins is scrolled into view, and one in view moves nothing', () => {
	const code = { offsetTop: 210, clientHeight: 100, scrollTop: 0 };
	const known = sourceLinesOf(blockOf([lineOf('0', code, 50), lineOf('1', code, 500)]));
	lightSource(known, 1);
	assert.equal(code.scrollTop, 0);
	lightSource(known, 3);
	assert.equal(code.scrollTop, 475); // of four whole lines the second
});
