// `pcapdeck serve` in Debian's Chromium: a page follows its notes, keeps its place, shows a mistake
// over the slides and recovers, and asks only the server for anything.
//
//   node tests/browser/live-reload.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(process.argv[2] ?? process.env.PCAPDECK ?? join(here, '../../build/src/pcapdeck'));

function skip(reason) {
	console.error(reason);
	process.exit(77);
}

const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'].find((path) => path && existsSync(path));
if (!browserPath)
	skip('no Chromium: apt-get install chromium');
if (!existsSync(join(here, 'node_modules/playwright-core')))
	skip('no playwright-core: npm ci --prefix tests/browser');
const { chromium } = await import('playwright-core');

let failures = 0;
let number = 0;

async function check(name, body) {
	number++;
	try {
		await body();
		console.log(`ok ${number} - ${name}`);
	} catch (error) {
		failures++;
		console.log(`not ok ${number} - ${name}\n  # ${String(error.message ?? error).split('\n').join('\n  # ')}`);
	}
}

function expectEqual(actual, expected) {
	const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
	if (a !== b)
		throw new Error(`${a}, expected ${b}`);
}

const work = mkdtempSync(join(tmpdir(), 'pcapdeck-serve-'));
// The list appears step by step.
const talk = (words) => `---\ntitle: Follow\nlang: en\n---\n\n# Follow\n\nfirst slide\n\n---\n\n## Second\n\n${words}\n\n+ red\n+ green\n+ blue\n`;
const save = (text) => writeFileSync(join(work, 'follow.md'), text);
save(talk('one'));

function serve(port) {
	const server = spawn(program, ['serve', work, '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
	return new Promise((done, fail) => {
		let output = '';
		server.once('exit', (code) => fail(new Error(`serve ended with ${code}`)));
		server.stdout.on('data', (data) => {
			output += data;
			const url = /^serving (\S+)/m.exec(output);
			if (url)
				done({ server, url: url[1] });
		});
	});
}

function stop(server) {
	server.removeAllListeners('exit');
	return new Promise((done) => {
		server.once('exit', done);
		server.kill('SIGINT');
	});
}

let { server, url } = await serve(0);
const browser = await chromium.launch({
	executablePath: browserPath,
	args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
	const context = await browser.newContext();
	const problems = [];
	context.on('console', (message) => {
		if (message.type() === 'error')
			problems.push(message.text());
	});
	context.on('weberror', (error) => problems.push(String(error.error())));
	context.on('request', (request) => {
		if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
			problems.push(`request: ${request.url()}`);
	});
	const page = await context.newPage();
	const slideShows = (words) => page.waitForFunction(
		(expected) => window.Reveal?.isReady() && window.Reveal.getCurrentSlide().innerText.includes(expected), words,
		{ timeout: 15000 });

	await check('the index leads to the talk', async () => {
		await page.goto(url);
		await page.click('a[href="follow.html"]');
		await slideShows('first slide');
	});
	await check('a saved note reloads the page and keeps the slide', async () => {
		await page.evaluate(() => { for (let i = 0; i < 3; i++) window.Reveal.next(); });
		await slideShows('one');
		save(talk('two'));
		await slideShows('two');
		expectEqual(await page.evaluate(() => location.hash.split('/')[1]), 'second');
	});
	await check('and the step on it', async () => {
		expectEqual(await page.evaluate(() => window.Reveal.getIndices().f), 1);
	});
	await check('a note saved by renaming reloads the page', async () => {
		writeFileSync(join(work, '.follow.md.swp'), talk('three'));
		renameSync(join(work, '.follow.md.swp'), join(work, 'follow.md'));
		await slideShows('three');
	});
	await check('a mistake is shown over the slides, which stay', async () => {
		save(talk('```packets nothing\n```\n<img src=x onerror=alert(1)>'));
		const message = page.locator('#live-reload-problem');
		await message.waitFor({ timeout: 15000 });
		expectEqual(/follow\.md:\d+: /.test(await message.innerText()), true);
		await slideShows('three');
	});
	await check('a page opened with the mistake says it', async () => {
		const other = await context.newPage();
		const response = await other.goto(url + 'follow.html');
		expectEqual(response.status(), 500);
		expectEqual(/follow\.md:\d+: /.test(await other.locator('body').innerText()), true);
		expectEqual(await other.locator('#live-reload-problem').count(), 0);
		save(talk('four'));
		await other.waitForFunction(() => window.Reveal?.isReady(), null, { timeout: 15000 });
		await other.close();
	});
	await check('a mended talk comes back at its slide', async () => {
		await slideShows('four');
		expectEqual(await page.locator('#live-reload-problem').count(), 0);
	});
	await check('saving the same words reloads nothing', async () => {
		await page.evaluate(() => { window.isOld = true; });
		save(talk('four'));
		save(talk('five').replace('five', 'four'));
		await new Promise((done) => setTimeout(done, 500));
		expectEqual(await page.evaluate(() => window.isOld), true);
	});
	await check('a page opened before a save is not too late to hear of it', async () => {
		const other = await context.newPage();
		await other.route('**/events/**', async (route) => {
			save(talk('six'));
			await new Promise((done) => setTimeout(done, 700));
			await route.continue();
		}, { times: 1 });
		await other.goto(url + 'follow.html#/second');
		await other.waitForFunction(() => window.Reveal?.isReady() && document.body.innerText.includes('six'), null,
			{ timeout: 15000 });
		await other.close();
	});
	await check('a server that was started again is followed again', async () => {
		await slideShows('six');
		await stop(server);
		// The browser says that the server is gone; that is no mistake of the page.
		const before = problems.length;
		save(talk('seven'));
		({ server } = await serve(new URL(url).port));
		await slideShows('seven');
		problems.splice(before, problems.length, ...problems.slice(before)
			.filter((text) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(text)));
	});
	await check('Ctrl-C ends the server while pages are open', async () => {
		expectEqual(await stop(server), 0);
		server = null;
	});
	await check('nothing was asked of anybody else, and no error was shown', async () => {
		expectEqual(problems.filter((text) => !/status of 500|ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/.test(text)), []);
	});
} finally {
	await browser.close();
	if (server)
		await stop(server);
	rmSync(work, { recursive: true, force: true });
}
console.log(`${number - failures} passed, ${failures} failed, 0 skipped`);
process.exit(failures ? 1 : 0);
