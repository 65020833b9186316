// A site of several talks, from disk and from a static host: the search over their packets, what it leads to, and that
// nothing comes from elsewhere.
//
//   node tests/browser/site.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { axe, violations } from './axe.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, isReady, main, open, program, top, work } from './lib.mjs';

const HOSTILE = '<img src=x onerror=alert(1)> & "quotes" </script>';

function build() {
	const talks = join(work, 'talks'), site = join(work, 'site');
	mkdirSync(join(talks, 'week 2'), { recursive: true });
	for (const name of ['pingpong', 'abort'])
		copyFileSync(join(top, `pcaps/${name}.pcap`), join(talks, `${name}.pcap`));
	writeFileSync(join(talks, '01.md'), `---\ntitle: 인사\nlang: ko\ncaptures: {ping: pingpong.pcap, abort: abort.pcap}\n---\n\n## 둘\n\n\`\`\`packets ping\nframes: 1-8\n\`\`\`\n\n---\n\n## 끊김\n\n\`\`\`packets abort\n\`\`\`\n`);
	writeFileSync(join(talks, 'week 2/02 & more.md'), `---\ntitle: '${HOSTILE}'\nlang: en\ncaptures: {list: ../abort.pcap}\n---\n\n## A list ${'of packets '.repeat(6)}\n\n\`\`\`packets list\nshow: list\n\`\`\`\n`);
	execFileSync(program, ['build', talks, '-o', site], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, XDG_CACHE_HOME: work } });
	return site;
}

// A host that knows nothing of decks.
function host(site) {
	const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', pcap: 'application/octet-stream' };
	const server = createServer((request, response) => {
		const path = decodeURIComponent(new URL(request.url, 'http://x').pathname.replace(/^\/below/, ''));
		try {
			const bytes = readFileSync(join(site, path.endsWith('/') ? path + 'index.html' : path));
			response.writeHead(200, { 'content-type': types[path.split('.').pop()] ?? types.html }).end(bytes);
		} catch {
			response.writeHead(404).end();
		}
	});
	return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const openSite = (browser, url, options = {}) => open(browser, url, { root: url.replace(/[^/]*$/, ''), context: options });

const search = async (page, words) => {
	await page.fill('input[type=search]', words);
	await page.waitForFunction(() => document.querySelector('.summary').textContent);
};
const lines = (page) => page.$$eval('.found h2, .found li > a', (nodes) => nodes.map((node) => node.textContent));

async function followResult(page, name) {
	await page.locator('.found li > a', { hasText: name }).first().click();
	await isReady(page);
}

async function checkSearch(browser, where, url) {
	const { page, context, problems } = await openSite(browser, url);
	await check(`${where}: every RST that was met`, async () => {
		await search(page, 'rst');
		await expectSoon(() => page.textContent('.summary'), '발표 2개에서 패킷 2개', 'summary');
		const found = await lines(page);
		expectEqual([found[0], found[2]], ['인사', HOSTILE], 'titles');
		expect(/^#6 TCP 8080 → 38828 \[RST, ACK\]/.test(found[1]), found[1]);
	});
	await check(`${where}: a result opens its deck at the packet`, async () => {
		await followResult(page, 'RST');
		await expectSoon(() => page.evaluate(() => [Reveal.getCurrentSlide().querySelector('h2').textContent, Reveal.getCurrentSlide().querySelector('.row.now')?.dataset.frame]), ['끊김', '6'], 'slide and packet');
		await page.goBack();
		await expectSoon(() => page.inputValue('input[type=search]'), 'rst', 'words');
		await search(page, 'talk:img rst');
		await followResult(page, 'RST');
		await expectSoon(() => page.evaluate(() => Reveal.getCurrentSlide().querySelector('tr.found')?.dataset.frame), '6', 'row of a list');
	});
	await check(`${where}: nothing else is loaded, and nothing is complained of`, () => expectNoProblems(problems));
	await context.close();
}

main(async (browser) => {
	const site = build(), disk = pathToFileURL(join(site, 'index.html')).href, server = await host(site);
	try {
		await checkSearch(browser, 'from disk', disk);
		await checkSearch(browser, 'from a folder of a host', `http://127.0.0.1:${server.address().port}/below/`);
	} finally {
		server.close();
	}
	const { page, context, problems } = await openSite(browser, disk);
	await check('words, filters and examples', async () => {
		for (const [words, count] of [['GET /ping', 1], ['"GET /abort"', 2], ['ttl:64 -rst fin', 1], ['frame:1 syn', 3], ['인사 kind:핸드셰이크', 6], ['nothing at all', 0]]) {
			await search(page, words);
			expectEqual(await page.locator('.found li').count(), count, words);
		}
		await page.getByRole('button', { name: 'port:8080' }).click();
		await expectSoon(() => page.locator('.found li').count(), 20, 'packets of an example');
		expect((await page.textContent('.found .byline')).includes(': 8080'), 'the field that was found');
		await page.fill('input[type=search]', '');
		expectEqual(await page.locator('main > ol').isVisible(), true, 'the list of talks comes back');
	});
	await check('an address is kept when somebody stopped to type, and a browser may refuse it', async () => {
		const calls = await page.evaluate(() => {
			const box = document.querySelector('input[type=search]'), own = history.replaceState;
			let count = 0;
			history.replaceState = () => {
				count++;
				throw new DOMException('more than 100 in 30 seconds', 'SecurityError');
			};
			for (const words of ['r', 'rs', 'rst']) {
				box.value = words;
				box.dispatchEvent(new InputEvent('input', { bubbles: true }));
			}
			const found = count;
			box.dispatchEvent(new Event('change', { bubbles: true }));
			history.replaceState = own;
			return [found, count];
		});
		expectEqual(calls, [0, 1], 'calls while typing, and after it');
		await expectSoon(() => page.locator('.found li').count(), 2, 'packets');
		await page.fill('input[type=search]', 'fin');
		await expectSoon(() => page.evaluate(() => location.hash), '#q=fin', 'address');
	});
	await page.evaluate(axe);
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme });
		await check(`axe finds nothing, ${colorScheme}`, async () => {
			await search(page, '');
			expectEqual(await violations(page), [], 'the list');
			await search(page, 'ttl:64');
			expectEqual(await violations(page), [], 'results');
		});
	}
	await check('a phone shows it without scrolling sideways', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		expectEqual(await page.evaluate(() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('.found a, .byline, .hint button')].filter((node) => parseFloat(getComputedStyle(node).fontSize) < 18)]), [390], 'width and small text');
	});
	await check('no complaint', () => expectNoProblems(problems));
	await context.close();
	await check('without scripts the list is there, and no box', async () => {
		const opened = await openSite(browser, disk, { javaScriptEnabled: false });
		expectEqual([await opened.page.locator('main > ol > li').count(), await opened.page.locator('input').count()], [2, 0], 'talks and boxes');
		await opened.context.close();
	});
	await check('a page whose data is gone says so', async () => {
		rmSync(join(site, 'search-data.js'));
		const opened = await openSite(browser, disk);
		await search(opened.page, 'rst');
		await expectSoon(() => opened.page.textContent('.summary'), '이 페이지 옆에 search-data.js가 없어서 찾을 수 없다', 'summary');
		await opened.context.close();
	});
});
