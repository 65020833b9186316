// Every module of the deck's script has its test, is small, stands in a known folder, and is known to the build.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const at = (path) => new URL(`../../${path}`, import.meta.url);
// The folders of templates/deck/, each above those that it may import from, and the files above all of them. What starts a
// deck in a file is not above 'room', which only a deck that is served has.
const FOLDERS = ['base', 'packet', 'picture', 'stage', 'speaker', 'room'];
const TOP = ['start-deck.js', 'main.js', 'served.js'];
const modules = readdirSync(at('templates/deck'), { recursive: true }).filter((path) => path.endsWith('.js')).sort();
const nameOf = (path) => path.replace(/^.*\//, '').replace('.js', '');

// The tests of modules that need a browser. header-drawing.mjs runs by itself.
const ELSEWHERE = {
	'compared-rest': 'browser/compare.mjs',
	'ask': 'browser/ask.mjs',
	'told': 'browser/ask.mjs',
	'beside-lanes': 'browser/phone.mjs',
	'blank-screen': 'browser/stage.mjs',
	'block-parts': 'browser/stepping.mjs',
	'changed-slide': 'browser/new-slides.mjs',
	'changes': 'browser/speaker.mjs',
	'clicker': 'browser/room.mjs',
	'connection': 'browser/room.mjs',
	'shared-ink': 'browser/shared-ink.mjs',
	'enlarge': 'browser/phone.mjs',
	'figure-size': 'browser/step-cost.mjs',
	'picture-map': 'browser/stepping.mjs',
	'shared-sequence': 'browser/stepping.mjs',
	'least-room': 'browser/tall-slides.mjs',
	'picture-apart': 'browser/tall-slides.mjs',
	'scrolled-ink': 'browser/stage-point.mjs',
	'strip-drawing': 'templates/strips.test.mjs',
	'forwarded-keys': 'browser/speaker.mjs',
	'picture-fit': 'browser/views.mjs',
	'update-content': 'browser/stepping.mjs',
	'open-hint': 'browser/stage.mjs',
	'feedback': 'browser/feedback.mjs',
	'feedback-below': 'browser/feedback.mjs',
	'feedback-copy': 'browser/feedback.mjs',
	'feedback-forms': 'browser/feedback.mjs',
	'feedback-kept': 'browser/feedback.mjs',
	'feedback-parts': 'browser/feedback.mjs',
	'feedback-place': 'browser/feedback.mjs',
	'feedback-said': 'browser/feedback.mjs',
	'follow': 'browser/room.mjs',
	'new-slides': 'browser/new-slides.mjs',
	'slide-order': 'browser/new-slides.mjs',
	'stage-again': 'browser/new-slides.mjs',
	'heard': 'browser/feedback.mjs',
	'header-grid': 'templates/header-map.test.mjs',
	'header-layout': 'templates/header-drawing.mjs',
	'help-sheet': 'browser/stage.mjs',
	'invitation': 'browser/room.mjs',
	'jump': 'browser/stage.mjs',
	'jump-target': 'browser/stage.mjs',
	'key-letter': 'browser/stage.mjs',
	'packet-keys': 'browser/stepping.mjs',
	'lead': 'browser/room.mjs',
	'live': 'browser/live.mjs',
	'letter-widths': 'templates/text-width.test.mjs',
	'main': 'browser/stepping.mjs',
	'served': 'browser/room.mjs',
	'start-deck': 'browser/stepping.mjs',
	'mirror': 'browser/speaker.mjs',
	'shown': 'browser/speaker.mjs',
	'overview': 'browser/stage.mjs',
	'packet-detail': 'browser/details.mjs',
	'packet-layers': 'browser/details.mjs',
	'page': 'browser/phone.mjs',
	'panel-room': 'browser/stepping.mjs',
	'progress': 'browser/room.mjs',
	'pen-and-spot': 'browser/stage-point.mjs',
	'scrubber': 'browser/stage-zoom.mjs',
	'sheet': 'browser/stage.mjs',
	'slide-footer': 'browser/stepping.mjs',
	'slide-name': 'browser/stage-names.mjs',
	'slides': 'browser/talks.mjs',
	'speaker-alerts': 'browser/speaker.mjs',
	'speaker-next': 'browser/speaker.mjs',
	'speaker-notes': 'browser/speaker.mjs',
	'speaker-open': 'browser/speaker.mjs',
	'speaker-page': 'browser/speaker.mjs',
	'speaker-time': 'browser/speaker.mjs',
	'stage-clock': 'browser/room.mjs',
	'stage-field': 'browser/speaker.mjs',
	'stage-keys': 'browser/stage.mjs',
	'stepping': 'browser/stepping.mjs',
	'strokes': 'browser/stage-point.mjs',
	'tall-slide': 'browser/stage-place.mjs',
	'remark-steps': 'browser/remark-steps.mjs',
	'windows': 'browser/speaker.mjs',
	'zoom': 'browser/stage-zoom.mjs',
	'vote-counts': 'browser/votes.mjs',
	'votes': 'browser/votes.mjs',
	'lost-packets': 'browser/open-items.mjs',
	'open-items': 'browser/open-items.mjs',
	'rehearsal': 'browser/rehearsal.mjs',
};

test('modules: each has a test, beside this one or in a browser', () => {
	for (const name of modules.map(nameOf)) {
		const path = ELSEWHERE[name] ?? `templates/${name}.test.mjs`;
		assert(existsSync(at(`tests/${path}`)), `${name}: no tests/${path}`);
	}
	for (const name of Object.keys(ELSEWHERE))
		assert(modules.map(nameOf).includes(name), `${name}: no such module`);
});

test('modules: none is long, and each begins with what it is', () => {
	for (const file of modules) {
		const text = readFileSync(at(`templates/deck/${file}`), 'utf8');
		assert(text.split('\n').length <= 200, `${file}: longer than 200 lines`);
		assert.match(text, /^\/\/ \S/, `${file}: the first line is no comment`);
	}
});

test('modules: the build knows them all', () => {
	const named = [...readFileSync(at('src/deck/meson.build'), 'utf8').matchAll(/templates\/deck\/([\w/-]+\.js)',\n/g)].map(([, file]) => file);
	assert.deepEqual(named.filter((file, index) => named.indexOf(file) === index).sort(), modules);
});

test('modules: none stands on one that stands on it', () => {
	const importsOf = (file) => [...readFileSync(at(`templates/deck/${file}`), 'utf8').matchAll(/from '(\.{1,2}\/[\w/-]+\.js)'/g)]
		.map(([, other]) => join(dirname(file), other));
	const needs = new Map(modules.map((file) => [file, importsOf(file)]));
	const visit = (file, way) => {
		assert(!way.includes(file), `a circle: ${[...way, file].join(' -> ')}`);
		needs.get(file).forEach((other) => visit(other, [...way, file]));
	};
	modules.forEach((file) => visit(file, []));
	const rankOf = (file) => (TOP.includes(file) ? FOLDERS.length + TOP.indexOf(file) : FOLDERS.indexOf(dirname(file)));
	for (const [file, others] of needs) {
		assert(rankOf(file) >= 0, `${file}: in no folder of the list`);
		for (const other of others)
			assert(rankOf(other) <= rankOf(file), `${file} imports ${other}, which is in a folder above`);
		if (TOP.includes(file) && file !== 'served.js')
			assert(!others.some((other) => other.startsWith('room/') && !(file === 'main.js' && other === 'room/feedback.js')), `${file} imports from room/`);
	}
});
