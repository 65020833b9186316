import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
import { widths } from './widths.mjs';
import { shorten, textWidth } from '../../templates/deck/base/text-width.js';

test('width: as C estimates it', () => {
	for (const { text, size, isMono, width } of widths)
		assert.equal(textWidth(text, size, isMono), width, JSON.stringify(text));
});

test('width: a text is cut where C cuts it', () => {
	for (const { text, size, isMono, room, shortened } of widths)
		assert.equal(shorten(text, size, isMono, room), shortened, JSON.stringify(text));
});
