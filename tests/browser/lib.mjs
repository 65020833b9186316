// What the browser tests share: a browser, a page that remembers everything that must not happen, and
// checks as TAP lines, then a line `N passed, N failed, N skipped`. Each test is a file of its own that
// calls main(); it ends with 1 when a check failed, and with 77 when there is no browser to test with.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const top = resolve(here, '../..');
export const program = resolve(process.argv[2] ?? process.env.PCAPDECK ?? join(top, 'build/src/pcapdeck'));
export const STAGE = { width: 1280, height: 720 };
export const work = mkdtempSync(join(tmpdir(), 'pcapdeck-browser-'));

function skip(reason) {
	rmSync(work, { recursive: true, force: true });
	console.error(reason);
	process.exit(77);
}

const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'].find((path) => path && existsSync(path));
if (!browserPath)
	skip('no Chromium: apt-get install chromium');
for (const name of ['playwright-core', 'axe-core']) {
	if (!existsSync(join(here, 'node_modules', name)))
		skip(`no ${name}: npm ci --prefix tests/browser`);
}
const { chromium } = await import('playwright-core');

const results = { passed: 0, failed: 0, skipped: 0 };
const nextNumber = () => results.passed + results.failed + results.skipped + 1;

export async function check(name, body) {
	const number = nextNumber();
	try {
		await body();
		results.passed++;
		console.log(`ok ${number} - ${name}`);
	} catch (error) {
		results.failed++;
		console.log(`not ok ${number} - ${name}`);
		console.log(String(error.message ?? error).split('\n').map((line) => `  # ${line}`).join('\n'));
	}
}

export function skipCheck(name, reason) {
	console.log(`ok ${nextNumber()} - ${name} # SKIP ${reason}`);
	results.skipped++;
}

export function expect(condition, message) {
	if (!condition)
		throw new Error(message);
}

export function expectEqual(actual, expected, what) {
	const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
	expect(a === b, `${what}: ${a}, expected ${b}`);
}

// Of what comes in its time: a touch becomes a click, a message reaches another window.
export async function expectSoon(read, expected, what) {
	const end = Date.now() + 5000;
	let actual = await read();
	while (JSON.stringify(actual) !== JSON.stringify(expected) && Date.now() < end) {
		await new Promise((done) => setTimeout(done, 30));
		actual = await read();
	}
	expectEqual(actual, expected, what);
}

export function expectNoProblems(problems) {
	expect(problems.length === 0, problems.slice(0, 8).join('\n'));
}

// Builds a talk into `work`; the path of its deck.
export function build(talk, ...options) {
	execFileSync(program, ['build', talk, '-o', work, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
	return join(work, talk.split('/').pop().replace(/\.md$/, '.html'));
}

export const python = (script, ...args) => execFileSync('python3', [join(top, 'tests', script), ...args]);

// A page of a file, or of a server, that remembers everything that must not happen: of a request, that
// it leaves the file, or the server.
export async function open(browser, file, { query = '', context: contextOptions = {} } = {}) {
	const context = await browser.newContext({ viewport: STAGE, reducedMotion: 'reduce', ...contextOptions });
	const problems = [];
	const isServed = /^https?:/.test(file);
	const own = isServed ? file : pathToFileURL(file).href;
	const isOwn = (url) => (isServed ? new URL(url).origin === new URL(own).origin : url.split(/[?#]/)[0] === own);
	context.on('console', (message) => {
		if (['error', 'warning'].includes(message.type()))
			problems.push(`console ${message.type()}: ${message.text()}`);
	});
	context.on('weberror', (error) => problems.push(`page error: ${error.error()}`));
	context.on('dialog', (dialog) => {
		problems.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	context.on('request', (request) => {
		const url = request.url();
		if (!/^(data|blob):/.test(url) && !isOwn(url))
			problems.push(`request: ${url.slice(0, 200)}`);
	});
	const page = await context.newPage();
	await page.goto(own + query);
	if (contextOptions.javaScriptEnabled !== false)
		await page.waitForFunction(() => !document.querySelector('.reveal') || window.Reveal?.isReady());
	return { page, context, problems };
}

// To the first slide whose heading has the words `title`, or fits that pattern, before its first step.
export async function goTo(page, title) {
	await page.evaluate((wanted) => {
		const slide = Reveal.getSlides().find((section) => section.querySelector('h1, h2')?.textContent.match(wanted));
		if (!slide)
			throw new Error(`no slide is called "${wanted}"`);
		const { h, v } = Reveal.getIndices(slide);
		Reveal.slide(h, v, -1);
	}, title);
}

export const position = (page) => page.evaluate(() => {
	const { h, v, f } = Reveal.getIndices();
	return [h, v ?? 0, f ?? -1].join('.');
});

// Runs `tests` with a browser, and ends the process with their result. `extra` are arguments of the browser.
export async function main(tests, ...extra) {
	const browser = await chromium.launch({
		executablePath: browserPath,
		args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--no-first-run',
			'--disable-background-networking', '--disable-component-update', '--disable-sync', ...extra],
	});
	try {
		await tests(browser);
	} finally {
		await browser.close();
		rmSync(work, { recursive: true, force: true });
	}
	console.log(`1..${nextNumber() - 1}`);
	console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
	process.exit(results.failed ? 1 : 0);
}
