import assert from 'node:assert/strict';
import { test } from 'node:test';

import './page.mjs';
import { linesOf } from '../../templates/deck/room/feedback-lines.js';

const item = (words, more = {}) => ({ slide: 'four', step: 0, capture: '', frame: 0, kind: 0, words, ...more });
const lines = (items, name = '', marks = {}) => linesOf('a.md', { visitor: '0123456789abcdef', name, marks, items }).split('\n');

test('feedback: lines for a chat', () => {
	assert.deepEqual(lines([item('why?', { step: 2, capture: 'ping', frame: 3 }), item('a lot', { slide: 'last', kind: 1 })], 'Kim', { four: 2 }),
		['```', 'pcapdeck feedback: a.md · 0123456789abcdef · Kim', '[four] lost me', '[four · step 2 · ping #3] question: why?', '[last] learned: a lot', '```', '']);
});

test('feedback: words end neither their line nor the fence around them', () => {
	for (const [words, written] of [
		['one\ntwo\n\n three', 'one ⏎ two ⏎ three'],
		['a ``` b', 'a `\u200b`` b'],
		['@everyone [x](http://evil.example)', '@everyone [x](http://evil.example)'], // a fence shows it as it is
	]) {
		const all = lines([item(words)]);
		assert.equal(all[2], `[four] question: ${written}`);
		assert.equal(all.join('\n').match(/```/g).length, 2);
	}
	assert.equal(lines([], 'a\n```')[1], 'pcapdeck feedback: a.md · 0123456789abcdef · a ⏎ `\u200b``');
});
