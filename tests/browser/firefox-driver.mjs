// Firefox without a window, driven over WebDriver BiDi. Its pages have what the checks use of Playwright's:
// evaluate(), keyboard.press(), click().
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { here, skip, STAGE, work } from './checks.mjs';
import { centerOf, clickActions, isOwn, keyActions } from './page.mjs';
import { end, find, says, start, until } from './started.mjs';

const program = process.platform === 'linux' && find('firefox-esr', 'firefox');
if (!program)
	skip('no Firefox: apt-get install firefox-esr');
if (!existsSync(join(here, 'node_modules/ws')))
	skip('no ws: npm ci --prefix tests/browser');
const { default: WebSocket } = await import('ws');

// A profile of its own: it saves into a folder of the test, and Firefox asks the network for nothing by itself.
function writeProfile(profile, downloads) {
	mkdirSync(profile);
	mkdirSync(downloads);
	const preferences = {
		'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.alwaysOpenPanel': false,
		'browser.shell.checkDefaultBrowser': false, 'browser.startup.page': 0, 'app.normandy.enabled': false,
		'extensions.systemAddon.update.enabled': false, 'datareporting.policy.dataSubmissionEnabled': false,
		'browser.aboutwelcome.enabled': false, 'toolkit.cosmeticAnimations.enabled': false, 'ui.prefersReducedMotion': 1,
	};
	writeFileSync(join(profile, 'user.js'), Object.entries(preferences)
		.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
}

// Returns { call, on }: `call` sends a command, `on` listens to events.
async function connect(address) {
	const socket = new WebSocket(address);
	await new Promise((done, fail) => socket.once('open', done).once('error', fail));
	const waiting = new Map(), listeners = [];
	let last = 0;
	socket.on('message', (data) => {
		const message = JSON.parse(data);
		if (message.type === 'event') {
			listeners.forEach((listener) => listener(message.method, message.params));
			return;
		}
		const { done, fail } = waiting.get(message.id) ?? {};
		if (message.type === 'success')
			done?.(message.result);
		else
			fail?.(new Error(`${message.error}: ${message.message}`));
	});
	const call = (method, params = {}) => new Promise((done, fail) => {
		waiting.set(++last, { done, fail });
		socket.send(JSON.stringify({ id: last, method, params }));
	});
	return { call, on: (listener) => listeners.push(listener) };
}

// Returns a sentence for an event that must not happen, and nothing for any other.
function problemOf(method, params, deck) {
	if (method === 'log.entryAdded' && ['error', 'warn'].includes(params.level))
		return `console ${params.level}: ${params.text}`;
	if (method === 'browsingContext.userPromptOpened')
		return `dialog: ${params.message}`;
	const url = method === 'network.beforeRequestSent' && params.request.url;
	return url && !/^(data|blob|about):/.test(url) && !isOwn(url, deck) && `request: ${url.slice(0, 200)}`;
}

function pageOf(browser, context) {
	const { call } = browser;
	const act = (source) => call('input.performActions', { context, actions: [source] });
	const evaluate = async (body, argument) => {
		const { type, result, exceptionDetails } = await call('script.evaluate', {
			expression: `(async () => JSON.stringify(await (${body})(${JSON.stringify(argument) ?? ''})))()`,
			target: { context }, awaitPromise: true,
		});
		if (type !== 'success')
			throw new Error(exceptionDetails.text);
		return result.value && JSON.parse(result.value);
	};
	return {
		evaluate,
		keyboard: { press: (key) => act(keyActions(key)) },
		click: async (selector) => act(clickActions(await evaluate(centerOf, selector))),
		pdf: async () => Buffer.from((await call('browsingContext.print', { context, background: true })).data, 'base64'),
		close: () => call('browsingContext.close', { context }),
	};
}

const windows = async ({ call }) => (await call('browsingContext.getTree', { maxDepth: 0 })).contexts.map(({ context }) => context);

export async function startFirefox() {
	const home = join(work, 'firefox'), downloads = join(home, 'downloads');
	mkdirSync(home);
	writeProfile(join(home, 'profile'), downloads);
	const child = start(program, ['--headless', '--no-remote', '--profile', join(home, 'profile'), '--remote-debugging-port', '0', 'about:blank'],
		{ stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: home } });
	const [, address] = await says(child, child.stderr, /WebDriver BiDi listening on (ws:\S+)/);
	const connection = await connect(`${address}/session`);
	const { call } = connection;
	const { capabilities } = await call('session.new', { capabilities: {} });
	await call('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent', 'browsingContext.userPromptOpened'] });
	let hasPopup = false;
	return {
		name: 'Firefox',
		version: capabilities.browserVersion,
		downloads,
		// A new page, with a list of what happens in it and its windows and must not.
		open: async (url) => {
			const problems = [];
			let isOpen = true;
			hasPopup = false;
			const { context } = await call('browsingContext.create', { type: 'tab' });
			connection.on((method, params) => {
				const problem = isOpen && problemOf(method, params, url);
				// The speaker's window is reveal.js's and names no icon: Firefox asks for one, some in the name of the deck.
				if (problem && !(hasPopup && /favicon\.ico/.test(problem)))
					problems.push(problem);
			});
			await call('browsingContext.setViewport', { context, viewport: STAGE });
			await call('browsingContext.navigate', { context, url, wait: 'complete' });
			const page = pageOf(connection, context);
			return { page, problems: async () => problems, close: async () => { isOpen = false; await page.close(); } };
		},
		// The window that `act` opens.
		popup: async (act) => {
			const before = await windows(connection);
			hasPopup = true;
			await act();
			const context = await until(async () => (await windows(connection)).find((one) => !before.includes(one)), 'a new window');
			return pageOf(connection, context);
		},
		close: async () => {
			await call('browser.close').catch(() => {}); // it is ended in any case
			end(child);
		},
	};
}
