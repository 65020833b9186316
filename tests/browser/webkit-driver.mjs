// WebKitGTK's MiniBrowser, which has Safari's engine, on a display that this starts; driven over WebDriver, which
// is plain HTTP. Its pages have what the checks use of Playwright's: evaluate(), keyboard.press(), click().
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { skip, STAGE, work } from './checks.mjs';
import { centerOf, clickActions, isOwn, keyActions } from './page.mjs';
import { end, find, says, start, until } from './started.mjs';

if (process.platform !== 'linux')
	skip('WebKitGTK is tried on Linux only');
const browserPath = find(...readdirSync('/usr/lib').flatMap((folder) => ['4.1', '4.0'].map((version) => `/usr/lib/${folder}/webkit2gtk-${version}/MiniBrowser`)));
const driverPath = find('WebKitWebDriver'), displayPath = find('Xvfb');
if (!browserPath || !driverPath || !displayPath)
	skip('no WebKitGTK to drive: apt-get install webkit2gtk-driver xvfb');

async function freePort() {
	const server = createServer();
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address();
	await new Promise((done) => server.close(done));
	return port;
}

// A profile of its own, which saves into a folder of the test.
function environment(home, downloads, display) {
	mkdirSync(join(home, '.config'), { recursive: true });
	mkdirSync(downloads);
	writeFileSync(join(home, '.config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
	return {
		PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_RUNTIME_DIR: home, DISPLAY: `:${display}`,
		GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1',
	};
}

// WebDriver has no access to a page's console. The page itself records what happens after it is loaded.
function watch() {
	const problems = window.problems = [];
	addEventListener('error', ({ message }) => problems.push(`page error: ${message}`));
	addEventListener('unhandledrejection', ({ reason }) => problems.push(`page error: ${reason}`));
	document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => problems.push(`policy: ${violatedDirective} ${blockedURI}`));
	for (const level of ['error', 'warn'])
		console[level] = (...words) => problems.push(`console ${level}: ${words.join(' ')}`);
	for (const name of ['alert', 'confirm', 'prompt'])
		window[name] = (words) => void problems.push(`dialog: ${words}`);
}

const seen = () => ({ problems: window.problems, requests: performance.getEntriesByType('resource').map(({ name }) => name) });

// The page of the window `handle`. A driver speaks to one window at a time.
function pageOf(call, handle) {
	const there = async (method, path, body) => {
		await call('POST', '/window', { handle });
		return call(method, path, body);
	};
	const evaluate = async (body, argument) => {
		const value = await there('POST', '/execute/sync', { script: `return JSON.stringify((${body})(...arguments))`, args: argument === undefined ? [] : [argument] });
		return value === null ? undefined : JSON.parse(value);
	};
	const act = (source) => there('POST', '/actions', { actions: [source] });
	return {
		evaluate,
		keyboard: { press: (key) => act(keyActions(key)) },
		click: async (selector) => act(clickActions(await evaluate(centerOf, selector))),
		go: (url) => there('POST', '/url', { url }),
		close: () => there('DELETE', '/window'),
	};
}

// Runs in the page: how much larger the window is than its inside.
const frame = () => [outerWidth - innerWidth, outerHeight - innerHeight];

// Returns the console's messages while a page opens. The browser prints them when no driver holds it. A page around
// this page reports when it is loaded.
async function consoleOf(env, url) {
	const outer = join(work, 'outer.html');
	writeFileSync(outer, `<!DOCTYPE html><iframe width="${STAGE.width}" height="${STAGE.height}" src="${url}" onload="setTimeout(() => console.error('is open'), 200)"></iframe>`);
	const child = start(browserPath, ['--enable-write-console-messages-to-stdout=true', pathToFileURL(outer).href], { stdio: ['ignore', 'ignore', 'pipe'], env });
	let output = '';
	child.stderr.on('data', (data) => { output += data; }); // whatever the option is called
	await says(child, child.stderr, /CONSOLE ERROR is open/);
	end(child);
	return output.split('\n').filter((line) => /CONSOLE .*(ERROR|WARN)/.test(line) && !line.endsWith('is open'));
}

export async function startWebKit() {
	const home = join(work, 'webkit'), downloads = join(work, 'downloads');
	const display = start(displayPath, ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
	const [, number] = await says(display, display.stdio[3], /(\d+)\n/);
	const env = environment(home, downloads, number);
	const port = await freePort();
	const driver = start(driverPath, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env });
	const ask = async (method, path, body = {}) => {
		const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: method === 'POST' ? JSON.stringify(body) : undefined });
		const { value } = await response.json();
		if (!response.ok)
			throw new Error(`${path}: ${value.error}: ${value.message}`);
		return value;
	};
	await until(() => ask('GET', '/status').catch(() => null), 'WebKitWebDriver');
	const { sessionId, capabilities } = await ask('POST', '/session', {
		capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browserPath, args: ['--automation'] } } },
	});
	const call = (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
	const [first] = await call('GET', '/window/handles');
	const page = pageOf(call, first);
	const [width, height] = await page.evaluate(frame);
	await call('POST', '/window/rect', { x: 0, y: 0, width: STAGE.width + width, height: STAGE.height + height });
	return {
		name: 'WebKit',
		version: capabilities.browserVersion,
		downloads,
		console: (url) => consoleOf(env, url),
		// Returns the page, with a list of what happened in it and must not. All pages use one window.
		open: async (url) => {
			await page.go(url);
			await page.evaluate(watch);
			const problems = async () => {
				const { problems: own, requests } = await page.evaluate(seen);
				return [...own, ...requests.filter((one) => !/^(data|blob):/.test(one) && !isOwn(one, url)).map((one) => `request: ${one}`)];
			};
			return { page, problems, close: () => page.go('about:blank') };
		},
		// The window that `act` opens.
		popup: async (act) => {
			const before = await call('GET', '/window/handles');
			await act();
			const handle = await until(async () => (await call('GET', '/window/handles')).find((one) => !before.includes(one)), 'a new window');
			return pageOf(call, handle);
		},
		close: async () => {
			await call('DELETE', '').catch(() => {}); // it is ended in any case
			end(driver);
			end(display);
		},
	};
}
