import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { markup } from './page.mjs';
import { grouped, hex, inUnit, numeral } from '../../templates/deck/base/numbers.js';

test('numbers: groups of three, in English with a thin space, which no line is broken at', () => {
	for (const [number, words] of [[0, '0'], [999, '999'], [1000, '1\u202f000'], [4294967295, '4\u202f294\u202f967\u202f295']])
		assert.equal(grouped(number), words);
	assert.equal(markup(numeral(12345, 'i')), '<i>12<span class="group">345</span></i>');
	assert.equal(hex(2, 2), '0x02');
});

test('numbers: in Korean with commas', () => {
	const program = `await import('${new URL('page.mjs', import.meta.url)}');`
		+ `const { grouped, inUnit } = await import('${new URL('../../templates/deck/base/numbers.js', import.meta.url)}');`
		+ 'console.log(grouped(999), grouped(1000), grouped(4294967295), inUnit(12345.6785, "s"));';
	const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { env: { ...process.env, DECK_LANG: 'ko' }, encoding: 'utf-8' });
	assert.equal(said, '999 1,000 4,294,967,295 12,345.679 s\n');
});

test('numbers: instants have the unit and the decimals of their slides, rounded half up', () => {
	assert.deepEqual(['0', '1.9961964', '1.9961965', '-0.0000005'].map((seconds) => inUnit(seconds, 'ms')), ['0.000 ms', '1\u202f996.196 ms', '1\u202f996.197 ms', '-0.001 ms']);
	assert.deepEqual(['12.3454', '12.3455'].map((seconds) => inUnit(seconds, 's')), ['12.345 s', '12.346 s']);
	assert.equal(inUnit('92.2391234', 's', '6'), '92.239123 s');
});
