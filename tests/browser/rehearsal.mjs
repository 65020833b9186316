// `serve --rehearse`: a run is measured and kept, also over a reload; the next one is compared with it; `check` knows it.
//
//   node tests/browser/rehearsal.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { exchange } from './decks.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, isReady, main, open, program, work } from './lib.mjs';
import { serve } from './serving.mjs';

const WAIT = { timeout: 20000 };
const folder = join(work, 'talks');
mkdirSync(folder);
exchange('talks/ping.pcap');
const talk = join(folder, 'talk.md');
writeFileSync(talk, '---\ntitle: A talk\nlang: en\nduration: 12m\ncaptures: {ping: ping.pcap}\n---\n\n# A talk\n\n---\n\n<!-- t: 60s -->\n\n## Four\n\n```packets ping\nframes: 1-4\n```\n\n---\n\n<!-- t: 2m -->\n\n## Last\n\nthe end\n');
const notes = readFileSync(talk, 'utf8');
const rows = (page) => page.$$eval('tbody tr', (all) => all.map((row) => [...row.cells].map((cell) => (cell.querySelector('summary') ?? cell).textContent)));

// Waits until keys do something, and the time is there.
async function isRehearsing(page) {
	await isReady(page);
	await page.waitForSelector('.rehearsal-bar', WAIT);
}

await main(async (browser) => {
	const { url } = await serve(folder, 0, '--rehearse');
	const { page, problems } = await open(browser, `${url}talk.html`);
	// The page's own time is made to pass, so that the test does not wait for it.
	await page.clock.install({ time: new Date('2026-11-30T10:00:00Z') });
	await page.goto(`${url}talk.html#/0`);
	await isRehearsing(page);
	const pass = (seconds) => page.clock.fastForward(seconds * 1000);
	const next = async (seconds) => {
		await page.keyboard.press('PageDown');
		await pass(seconds);
	};
	const bar = () => page.textContent('.rehearsal-bar');
	await check('rehearsal: a bar with the time, which does not run yet', async () => {
		await page.waitForSelector('.rehearsal-bar', WAIT);
		await pass(30);
		expectEqual((await bar()).slice(0, 12), '0:00 / 12:00', 'bar');
	});
	await check('rehearsal: what is shown is measured, but not a pause', async () => {
		await page.click('.rehearsal-bar .toggle');
		await pass(20); // the title
		await next(30); // Four, its first packet
		await next(40);
		await page.click('.rehearsal-bar .toggle');
		await pass(500);
		await page.click('.rehearsal-bar .toggle');
		expect(/^1:3\d \/ 12:00this slide 1:1\d \/ 1:00/.test(await bar()), await bar());
		expectEqual(await page.getAttribute('.rehearsal-bar span', 'class'), 'over', 'over its t:');
	});
	await check('rehearsal: a reload goes on with the run', async () => {
		await page.reload();
		await isRehearsing(page);
		expect(/^1:[34]\d \/ 12:00this slide 1:[12]\d /.test(await bar()), await bar());
	});
	for (let i = 0; i < 3; i++)
		await next(1);
	await pass(60);
	await check('rehearsal: the end leads to the times', async () => {
		await page.click('.rehearsal-bar .finish');
		await page.waitForSelector('.whole', WAIT);
		expect(/^2:[3-5]\d \/ planned 12:00 −9:[0-2]\d$/.test(await page.textContent('.whole')), await page.textContent('.whole'));
		const [title, four, last] = await rows(page);
		expect(title[0] === 'A talk' && /^0:2\d$/.test(title[1]), title.join());
		expect(four[0] === 'Four' && /^1:[12]\d$/.test(four[1]) && four[2] === '1:00' && /^\+0:[12]\d over$/.test(four[3]), four.join());
		expect(/^1:0\d$/.test(last[1]) && /^−0:5\d$/.test(last[3]), last.join());
		expectEqual(await page.locator('.steps li').count(), 4, 'steps');
	});
	await check('rehearsal: it offers lines for the notes, and leaves the notes alone', async () => {
		expect(/talk.md:1\d: <!-- t: (75|80|85)s -->  Four/.test(await page.textContent('pre')), await page.textContent('pre'));
		expectEqual(readFileSync(talk, 'utf8'), notes, 'the notes');
	});
	for (const colorScheme of ['light', 'dark']) {
		await check(`rehearsal: axe finds nothing, nothing is too wide, ${colorScheme}`, async () => {
			await page.emulateMedia({ colorScheme });
			await page.evaluate(axe);
			expectEqual(await violations(page), [], 'violations');
			expectEqual(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'wider');
		});
	}
	await check('rehearsal: check compares it with the plan', async () => {
		const { stdout } = spawnSync(program, ['check', talk], { encoding: 'utf8' });
		expect(/talk\.md:\d+: this slide took 1m[12]\ds in the last rehearsal, and its 't:' is 1m/.test(stdout), stdout);
	});
	await check('rehearsal: the next run is compared with it', async () => {
		await page.click('text=Back to the talk');
		await isRehearsing(page);
		await page.click('.rehearsal-bar .toggle');
		await pass(10);
		await page.click('.rehearsal-bar .finish');
		await page.waitForSelector('.whole', WAIT);
		await expectSoon(async () => /^A talk\|0:1\d\|\|\|−0:(10|0\d)$/.test((await rows(page))[0].join('|')), true, 'the title');
	});
	await check('rehearsal: nothing odd', async () => expectNoProblems(problems));
});
