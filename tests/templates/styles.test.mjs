// The stylesheets of a deck.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const at = (path) => new URL(`../../${path}`, import.meta.url);
const textOf = (path) => readFileSync(at(path), 'utf8');
const ENTRIES = ['deck', 'packets', 'screens', 'stage', 'speaker', 'room'];
const build = textOf('src/deck/meson.build');
// Those that a deck has alone, when it needs them: 'callout.css': 'prose' in meson.build.
const ALONE = [...build.matchAll(/^  '([\w-]+\.css)': '(\w+)',$/gm)].map(([, name, folder]) => `${folder}/${name}`);
const parts = readdirSync(at('templates/deck'), { recursive: true }).filter((path) => /\/.*\.css$/.test(path)).sort();

// A browser that has ':has()' in its styles looks through a slide of 500 packets at every step.
test('styles: none asks what is in an element', () => {
	const paths = [...parts.map((path) => `deck/${path}`), 'picture.css', 'graph.css', 'ladder.css', 'highlight.css'];
	assert.ok(paths.length > 40);
	for (const path of paths)
		assert.deepEqual(textOf(`templates/${path}`).match(/.*:has\(.*/g) ?? [], [], path);
});

test('styles: each is imported once, and the build depends on it', () => {
	const imported = ENTRIES.flatMap((name) =>
		[...textOf(`templates/deck/${name}.css`).matchAll(/^@import "\.\/([^"]+)";$/gm)].map((match) => match[1]));
	const known = [...build.matchAll(/'\.\.\/\.\.\/templates\/deck\/([^']+\/[^']+\.css)'/g)].map((match) => match[1]);
	assert.deepEqual([...imported, ...ALONE].sort(), parts);
	assert.deepEqual(known.sort(), parts);
});

test('styles: a file with a script of the same name stands beside it', () => {
	const scripts = readdirSync(at('templates/deck'), { recursive: true }).filter((path) => path.endsWith('.js'));
	const nameOf = (path) => path.replace(/^.*\//, '').replace(/\.\w+$/, '');
	for (const path of parts) {
		const script = scripts.find((other) => nameOf(other) === nameOf(path));
		assert.ok(!script || script === path.replace('.css', '.js'), `${path}: the script is ${script}`);
	}
});
