// Shared by the tests of all browsers: checks as TAP lines, the last line `N passed, N failed, N skipped`, and what
// tests read from a page. A test exits with 1 when a check failed, and with 77 when its browser is not installed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const top = resolve(here, '../..');
export const program = resolve(process.argv[2] ?? process.env.PCAPDECK ?? join(top, 'build/src/pcapdeck'));
export const STAGE = { width: 1280, height: 720 };
export const PATIENCE = Number(process.env.PATIENCE ?? 120000); // ms that a test waits for what it looks at, on a machine that is busy
export const work = mkdtempSync(join(tmpdir(), 'pcapdeck-browser-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM'])
	process.on(signal, () => process.exit(1));

export function skip(reason) {
	console.error(reason);
	process.exit(77);
}

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

// What `read` says of a page, or the error that it left this document meanwhile: a reload, a window that opens.
const readOrLeft = (read) => Promise.resolve().then(read).catch((error) => {
	if (/Execution context was destroyed|Frame was detached/.test(error.message))
		return error.message;
	throw error;
});

// Waits for what happens a little later: a touch becomes a click, a message reaches another window, a page is loaded
// again.
export async function expectSoon(read, expected, what) {
	const end = Date.now() + PATIENCE;
	let actual = await readOrLeft(read);
	while (JSON.stringify(actual) !== JSON.stringify(expected) && Date.now() < end) {
		await new Promise((done) => setTimeout(done, 30));
		actual = await readOrLeft(read);
	}
	expectEqual(actual, expected, what);
}

export function expectNoProblems(problems) {
	expect(problems.length === 0, problems.slice(0, 8).join('\n'));
}

// Builds a talk into `work`; returns the path of its deck.
export function build(talk, ...options) {
	execFileSync(program, ['build', talk, '-o', work, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
	return join(work, talk.split('/').pop().replace(/\.md$/, '.html'));
}

export const python = (script, ...args) => execFileSync('python3', [join(top, 'tests', script), ...args]);

// Goes to the first slide whose heading contains `title` or matches it, before the slide's first step.
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

// Prints the last lines and ends the process.
export function finish() {
	console.log(`1..${nextNumber() - 1}`);
	console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
	process.exit(results.failed ? 1 : 0);
}
