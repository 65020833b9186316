import assert from 'node:assert/strict';
import { test } from 'node:test';

import { markup } from './page.mjs';
import { element, shape } from '../../templates/deck/base/elements.js';

test('elements: children that are nothing are left out, text stays text', () => {
	assert.equal(markup(element('p', 'a b', 'x<y', null, undefined, element('b', ''))), '<p class="a b">x&lt;y<b></b></p>');
});

test('elements: shapes have their attributes in the order that they are given', () => {
	assert.equal(markup(shape('rect', { x: 1, class: 'box' })), '<rect x="1" class="box"/>');
});
