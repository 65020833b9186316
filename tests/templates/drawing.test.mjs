import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { PALETTE } from '../../templates/drawing/palette.js';
import { colorOf, contrast } from '../../templates/drawing/write.js';

test('drawing: its palette is that of the deck, in light and in dark', () => {
	const css = readFileSync(new URL('../../templates/deck/base/colors.css', import.meta.url), 'utf-8');
	const [light, dark] = css.split('@media (prefers-color-scheme: dark)');
	for (const [name, colors] of Object.entries(PALETTE)) {
		for (const [part, color] of [[light, colors[0]], [dark, colors[1]]])
			assert.equal(new RegExp(`--${name}: (#\\w+);`).exec(part)[1], color, name);
	}
});

test('drawing: a color is a property of the deck, one color, or one for light and one for dark', () => {
	assert.equal(colorOf([0x1c, 0x23, 0x30], [0xee, 0xf1, 0xf5], PALETTE), 'var(--ink)');
	assert.equal(colorOf([255, 0, 0], [255, 0, 0], PALETTE), '#ff0000');
	assert.equal(colorOf([255, 0, 0], [0, 0, 9], PALETTE), 'light-dark(#ff0000,#000009)');
});

test('drawing: contrast is that of WCAG', () => {
	assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
	assert.equal(contrast([255, 255, 255], [0, 0, 0]), 21);
	assert.equal(contrast([9, 9, 9], [9, 9, 9]), 1);
	for (const mode of [0, 1]) {
		const rgb = (name) => [1, 3, 5].map((at) => parseInt(PALETTE[name][mode].slice(at, at + 2), 16));
		for (const ground of ['paper', 'raised', 'accent-soft'])
			assert.ok(contrast(rgb('ink'), rgb(ground)) >= 7, ground);
	}
});
