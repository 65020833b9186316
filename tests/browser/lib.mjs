// Starts Chromium for a test, with pages that record everything that must not happen. Each test is a file that calls
// main(); it exits with 77 when there is no Chromium.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { finish, here, PATIENCE, skip, STAGE } from './checks.mjs';

export * from './checks.mjs';

// Chromium's shell without windows opens a page in half of the time, and has the same engine.
const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'].find((path) => path && existsSync(path));
if (!browserPath)
	skip('no Chromium: apt-get install chromium');
for (const name of ['playwright-core', 'axe-core']) {
	if (!existsSync(join(here, 'node_modules', name)))
		skip(`no ${name}: npm ci --prefix tests/browser`);
}
const { chromium } = await import('playwright-core');

// Waits until reveal.js has said to the deck that it is ready: Reveal.isReady() is true before that.
export const isReady = (page) => page.waitForFunction(() => document.querySelector('.reveal.ready'), null, { timeout: PATIENCE });

// A page of a file or of a server, its deck ready, that records everything that must not happen, such as a request to
// anything else than this file or server, or than what is below `root`. With reveal.js's ?print-pdf it has its pages of
// paper: Reveal is ready some frames before they are there.
export async function open(browser, file, { query = '', root = '', context: contextOptions = {} } = {}) {
	const context = await browser.newContext({ viewport: STAGE, reducedMotion: 'reduce', ...contextOptions });
	context.setDefaultTimeout(PATIENCE);
	const problems = [];
	const isServed = /^https?:/.test(file);
	const own = isServed || /^file:/.test(file) ? file : pathToFileURL(file).href;
	const isOwn = (url) => (root ? url.startsWith(root) : isServed ? new URL(url).origin === new URL(own).origin : url.split(/[?#]/)[0] === own);
	context.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`));
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
		await page.waitForFunction(() => !document.querySelector('.reveal:not(.ready)'));
	if (/[?&]print-pdf\b/.test(query))
		await page.waitForSelector('.pdf-page', { state: 'attached' });
	return { page, context, problems };
}

// The window that `act` opens, its own document loaded: a new window holds an empty one first, and a read of that is
// lost when it leaves.
export async function opened(page, act = () => page.keyboard.press('s')) {
	const [view] = await Promise.all([page.context().waitForEvent('page'), act()]);
	await view.waitForURL((url) => url.href !== 'about:blank', { timeout: PATIENCE });
	return view;
}

// A browser; `extra` are its arguments.
export const launch = (...extra) => chromium.launch({
	executablePath: browserPath,
	args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync', ...extra],
});

// Runs `tests` with a browser, and ends the process with their result.
export async function main(tests, ...extra) {
	const browser = await launch(...extra);
	try {
		await tests(browser);
	} finally {
		await browser.close();
	}
	finish();
}
