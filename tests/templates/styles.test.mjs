// The stylesheets of a deck.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

// A browser that has ':has()' in its styles looks through a slide of 500 packets at every step.
test('styles: none asks what is in an element', () => {
	for (const name of ['deck', 'stage', 'speaker', 'picture', 'ladder', 'highlight']) {
		const css = readFileSync(new URL(`../../templates/${name}.css`, import.meta.url), 'utf8');
		assert.ok(css.length > 100, name);
		assert.deepEqual(css.match(/.*:has\(.*/g) ?? [], [], `${name}.css`);
	}
});
