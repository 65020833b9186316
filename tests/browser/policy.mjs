// The Content-Security-Policy of a deck stops what an author's HTML could do if it got into a deck unchanged. (It does
// not, as raw-html.mjs checks; here a template puts it there.) Scripts, handlers and links that are scripts do not run,
// on a slide or in the speaker's window, and nothing is loaded. The same deck without its policy runs all of them,
// which shows that this test would see it.
//
//   node tests/browser/policy.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectSoon, isReady, main, open, opened, top, work } from './lib.mjs';
import { serve, stop } from './serving.mjs';

const run = (name) => `(window.ran ??= []).push('${name}')`;

// Each of these adds its name to window.ran when it runs.
const ATTEMPTS = {
	script: `<script>${run('script')}</script>`,
	onerror: `<img src="missing.png" alt="" onerror="${run('onerror')}">`,
	onload: `<svg width="9" height="9" onload="${run('onload')}"></svg>`,
	onclick: `<button id="press" onclick="${run('onclick')}">press</button>`,
	link: `<a id="follow" href="javascript:void ${run('link')}">follow</a>`,
	frame: '<iframe title="frame" srcdoc="&lt;script&gt;(parent.ran ??= []).push(&#39;frame&#39;)&lt;/script&gt;"></iframe>',
};

// What would be requested if the policy allowed it, and by which element.
const elsewhere = createServer((socket) => {
	socket.once('data', (data) => asked.push(data.toString('latin1').split(' ')[1]));
	socket.on('error', () => {});
	socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
});
const asked = [];
await new Promise((done) => elsewhere.listen(0, '127.0.0.1', done));
const there = `http://127.0.0.1:${elsewhere.address().port}`;
const ELSEWHERE = `<img alt="" src="${there}/a.png"><link rel="stylesheet" href="${there}/b.css"><script src="${there}/c.js"></script>`
	+ `<object data="${there}/d"></object><video src="${there}/e.mp4"></video><div style="background: url(${there}/f.png)">ground</div>`;

// A slide that no note can write, before those of the talk.
function templates() {
	const folder = join(work, 'templates');
	cpSync(join(top, 'templates'), folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
	const page = readFileSync(join(folder, 'deck.html'), 'utf-8');
	const slide = `<section id="raw">${Object.values(ATTEMPTS).join('\n')}\n${ELSEWHERE}<aside class="notes">Said. ${ATTEMPTS.onerror} <b>bold</b></aside></section>\n`;
	writeFileSync(join(folder, 'deck.html'), page.replace('{{slides}}', () => slide + '{{slides}}'));
	return folder;
}

function talk() {
	writeFileSync(join(work, 'raw.md'), '---\ntitle: Raw\nlang: en\n---\n# After\n');
	return build(join(work, 'raw.md'), '--templates', templates());
}

// Opens the page, presses its buttons, follows its links, and returns what ran and what the browser refused.
async function attempt(browser, file) {
	const { page, context } = await open(browser, file);
	const refused = [];
	await context.exposeBinding('tellRefused', (_, what) => refused.push(what));
	await context.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) =>
		window.tellRefused(`${event.effectiveDirective} ${event.blockedURI}`)));
	await page.reload();
	await isReady(page);
	await page.click('#press');
	await page.click('#follow');
	// What was refused is told in tasks of the page, and heard here in their order.
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
	const ran = () => page.evaluate(() => [...new Set(window.ran ?? [])].sort());
	return { page, context, refused, ran };
}

async function checkFile(browser, file) {
	const { page, context, refused, ran } = await attempt(browser, file);
	await check('policy: no script of the notes runs', async () => expectEqual(await ran(), [], 'scripts that ran'));
	await check('policy: the browser says that it refused each of them', () => {
		const count = (directive) => refused.filter((one) => one === directive + ' inline').length;
		// <script>, javascript: and the one in the frame; onerror, onload, onclick
		expect(count('script-src-elem') >= 2 && count('script-src-attr') >= 3, `it refused ${refused.join(', ')}`);
	});
	await check('policy: what is elsewhere is refused, and not asked for', async () => {
		const directives = ['img-src', 'style-src-elem', 'script-src-elem', 'object-src', 'media-src'];
		await expectSoon(() => directives.filter((directive) => !refused.some((one) => one.startsWith(`${directive} ${there}`))), [], 'not refused');
		expectEqual(asked, [], 'requests');
	});
	await check('policy: a handler in the notes does not run in the speaker view either', async () => {
		const view = await opened(page);
		await view.waitForFunction(() => document.querySelector('.notes-text b')?.textContent === 'bold', null, { timeout: 60000 });
		expectEqual(await view.locator('.notes-text img').count(), 1, 'images in the notes');
		expectEqual([await view.evaluate(() => window.ran ?? []), await ran()], [[], []], 'scripts that ran');
	});
	await context.close();
}

async function checkWithout(browser, file) {
	const bare = join(work, 'no-policy.html');
	const html = readFileSync(file, 'utf-8');
	const without = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n?/, '');
	writeFileSync(bare, without);
	const { context, ran } = await attempt(browser, bare);
	await check('policy: without it all of them run, and others are asked', async () => {
		expect(without.length < html.length, 'the deck has no policy');
		await expectSoon(ran, Object.keys(ATTEMPTS).sort(), 'scripts that ran');
		await expectSoon(() => ['/a.png', '/b.css', '/c.js', '/f.png'].filter((path) => !asked.includes(path)), [], 'not asked for');
	});
	asked.length = 0;
	await context.close();
}

// A served page has its policy in a header.
async function checkServed(browser) {
	const { server, url } = await serve(work, 0, '--templates', join(work, 'templates'));
	const { context, refused, ran } = await attempt(browser, url + 'raw.html');
	await check('policy: a served page runs none of them, and asks nobody else', async () => {
		expectEqual(await ran(), [], 'scripts that ran');
		expect(refused.some((one) => one === 'script-src-attr inline'), `it refused ${refused.join(', ')}`);
		expectEqual(asked, [], 'requests');
	});
	await context.close();
	await stop(server);
}

await main(async (browser) => {
	const file = talk();
	await checkFile(browser, file);
	await checkWithout(browser, file);
	await checkServed(browser);
	elsewhere.close();
});
