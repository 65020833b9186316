// Every module of the deck's script has its test, is small, and is known to the build.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const at = (path) => new URL(`../../${path}`, import.meta.url);
const modules = readdirSync(at('templates/deck')).sort();

// What needs a browser: the test of it that holds a module. header-drawing.mjs is run by itself.
const ELSEWHERE = {
	'figures': 'browser/views.mjs',
	'header-layout': 'templates/header-drawing.mjs',
	'keys': 'browser/stepping.mjs',
	'letter-widths': 'templates/text-width.test.mjs',
	'main': 'browser/stepping.mjs',
	'packet-detail': 'browser/details.mjs',
	'packet-layers': 'browser/details.mjs',
	'page': 'browser/phone.mjs',
	'slides': 'browser/talks.mjs',
	'stepping': 'browser/stepping.mjs',
};

test('modules: each has a test, beside this one or in a browser', () => {
	for (const file of modules) {
		const name = file.replace('.js', '');
		const path = ELSEWHERE[name] ?? `templates/${name}.test.mjs`;
		assert(existsSync(at(`tests/${path}`)), `${name}: no tests/${path}`);
	}
	for (const name of Object.keys(ELSEWHERE))
		assert(modules.includes(`${name}.js`), `${name}: no such module`);
});

test('modules: none is long, and each begins with what it is', () => {
	for (const file of modules) {
		const text = readFileSync(at(`templates/deck/${file}`), 'utf8');
		assert(text.split('\n').length <= 200, `${file}: longer than 200 lines`);
		assert.match(text, /^\/\/ \S/, `${file}: the first line is no comment`);
	}
});

test('modules: the build knows them all', () => {
	const named = [...readFileSync(at('src/deck/meson.build'), 'utf8').matchAll(/templates\/deck\/([\w-]+\.js)',\n/g)].map(([, file]) => file);
	assert.deepEqual(named.filter((file, index) => named.indexOf(file) === index).sort(), modules);
});

test('modules: none stands on one that stands on it', () => {
	const needs = new Map(modules.map((file) => [file, [...readFileSync(at(`templates/deck/${file}`), 'utf8').matchAll(/from '\.\/([\w-]+\.js)'/g)].map(([, other]) => other)]));
	const visit = (file, way) => {
		assert(!way.includes(file), `a circle: ${[...way, file].join(' -> ')}`);
		needs.get(file).forEach((other) => visit(other, [...way, file]));
	};
	modules.forEach((file) => visit(file, []));
});
