import assert from 'node:assert/strict';
import { test } from 'node:test';

import './packets.mjs';
import { node } from './page.mjs';
import { drawArt } from '../../templates/deck/stage/title-art.js';

let asking = null; // the first sequence that asks for its packets
document.querySelector = (selector) => (selector === '.asking' ? asking : null);

test('title: the first segments, each in its direction, and what is no segment is left out', () => {
	const section = node('section');
	drawArt(section);
	const ways = section.querySelectorAll('.wire').map((wire) => Math.sign(wire.getAttribute('x2') - wire.getAttribute('x1')));
	assert.deepEqual(ways, [1, 1, -1]);
	assert.equal(section.querySelectorAll('.lane').length, 2);
});

test('title: it is drawn once', () => {
	const section = node('section', {}, node('svg', { class: 'art' }));
	drawArt(section);
	assert.equal(section.children.length, 1);
});

test('title: a talk that asks for its packets shows none before', () => {
	const section = node('section');
	asking = node('div', { class: 'packets asking' });
	drawArt(section);
	asking = null;
	assert.equal(section.querySelector('.art'), null);
});
