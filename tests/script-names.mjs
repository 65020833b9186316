// Fails when our JavaScript names what is not there, or declares what nothing uses: before any browser starts. eslint
// looks at each file, and esbuild at what files import from each other.
//
//   node tests/script-names.mjs [FOLDER]     (after: npm ci --prefix tests/browser)
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'));

// What npm installed into a folder, which may be somebody's own; ends as skipped without it.
function installed(folder, name) {
	const require = createRequire(join(top, folder, 'package.json'));
	try {
		return require(name);
	} catch {
		console.log(`skipped: no ${name}: npm ci --prefix ${folder}`);
		process.exit(77);
	}
}
const { Linter } = installed('tests/browser', 'eslint');
const globals = installed('tests/browser', 'globals');
const esbuild = installed('templates', 'esbuild');

const from = (names, wanted) => Object.fromEntries(Object.keys(names).filter(wanted).map((name) => [name, false]));
// Of a page's names in small letters only these: with all of them, "name", "event", "top" and "status" are there
// wherever they were forgotten.
const OF_PAGES = ['addEventListener', 'atob', 'cancelAnimationFrame', 'clearInterval', 'clearTimeout', 'dispatchEvent', 'document', 'fetch', 'getComputedStyle', 'getSelection', 'history', 'innerHeight', 'innerWidth',
	'localStorage', 'location', 'matchMedia', 'navigator', 'opener', 'origin', 'outerHeight', 'outerWidth', 'parent', 'performance', 'postMessage', 'queueMicrotask', 'removeEventListener',
	'requestAnimationFrame', 'screen', 'scrollY', 'sessionStorage', 'setInterval', 'setTimeout', 'visualViewport', 'window'];
const page = { ...from(globals.browser, (name) => /^[A-Z]/.test(name) || OF_PAGES.includes(name)), Reveal: false };
// Tests hand functions to pages, and run in Node.
const node = from({ ...globals.nodeBuiltin }, () => true);

const rules = Object.fromEntries(['no-undef', 'no-unused-vars', 'no-redeclare', 'no-const-assign', 'no-dupe-keys', 'no-dupe-args', 'no-dupe-class-members', 'no-dupe-else-if', 'no-duplicate-case',
	'no-duplicate-imports', 'no-func-assign', 'no-import-assign', 'no-self-assign', 'no-unreachable', 'no-unused-labels', 'no-unused-private-class-members'].map((rule) => [rule, 'error']));
const config = (names, sourceType) => ({ languageOptions: { ecmaVersion: 2024, sourceType, globals: names }, linterOptions: { reportUnusedDisableDirectives: 'error' }, rules });
const MODULES_OF_PAGES = config(page, 'module');
const SCRIPTS_OF_PAGES = config({ ...page, hljs: false }, 'script');
const TESTS = config({ ...page, ...node, axe: false }, 'module');

function filesIn(folder) {
	return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory())
			return entry.name === 'node_modules' ? [] : filesIn(path);
		return /\.m?js$/.test(entry.name) ? [path] : [];
	});
}
const configOf = (path) => (path.startsWith('tests') ? TESTS : dirname(path) === 'templates' ? SCRIPTS_OF_PAGES : MODULES_OF_PAGES);

const linter = new Linter();
const mistakesIn = (text, path, how = configOf(path)) => linter.verify(text, how, path).map(({ line, column, message, ruleId }) => `${path}:${line}:${column}: ${message} (${ruleId})`);

// What is imported and not exported; what packages export is left to them.
async function mistakesBetween(paths, more = {}) {
	const { errors, warnings } = await esbuild.build({
		absWorkingDir: top, ...more, entryPoints: paths, bundle: true, write: false, outdir: 'nowhere', platform: 'node', format: 'esm', packages: 'external', loader: { '.css': 'text' }, logLevel: 'silent',
		plugins: [{ name: 'reveal', setup: (build) => build.onResolve({ filter: /of-reveal\.js$|index\.ts$/ }, () => ({ external: true })) }], // deck/page/bundle-reveal.py puts them there
	}).catch((error) => error);
	return [...errors, ...warnings].map(({ location, text }) => `${location?.file}:${location?.line}: ${text}`);
}

// That mistakes are seen.
const STROKES = 'templates/deck/stage/strokes.js';
const WRONG = {
	'no-undef': ['export function onDrawn(next) { whenDrawn = next; }', 'name();'],
	'no-unused-vars': ['import { leaves } from "./page.js";', 'function lost() {}', 'const lost = 1;'],
	'no-redeclare': ['var one = 1; var one = 2; export { one };'],
	'no-const-assign': ['const one = 1; one = 2; export { one };'],
	'no-dupe-keys': ['export const one = { two: 1, two: 2 };'],
	'no-unreachable': ['export function one() { return 1; one(); }'],
};
for (const [rule, texts] of Object.entries(WRONG)) {
	for (const text of texts)
		assert(mistakesIn(text, STROKES).some((mistake) => mistake.endsWith(`(${rule})`)), `${rule} is not seen in: ${text.slice(0, 80)}`);
}
assert.match((await mistakesBetween([], { stdin: { contents: `import { lost } from './${STROKES}'; lost();`, resolveDir: top } })).join(), /No matching export .* "lost"/);

const paths = ['templates', 'tests'].flatMap(filesIn);
const files = paths.map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') }));
const mistakes = [...files.flatMap(({ path, text }) => mistakesIn(text, path)), ...await mistakesBetween(paths)];
mistakes.forEach((mistake) => console.log(mistake));
console.log(`${paths.length} files, ${mistakes.length} mistakes`);
process.exit(mistakes.length ? 1 : 0);
