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
	// The page's own time is made to pass, so that the test does not wait for it. It also passes by itself, so what is
	// measured may be longer than what was made to pass, by the seconds that the test has run.
	const began = Date.now();
	const inSeconds = (text) => {
		const [, sign, minutes, seconds] = /^([−+]?)(\d+):(\d\d)/.exec(text) ?? [];
		return (sign === '−' ? -1 : 1) * (60 * minutes + Number(seconds));
	};
	const isAbout = (text, seconds, what) => {
		const shown = inSeconds(text);
		const late = (Date.now() - began) / 1000 + 1;
		expect(shown >= seconds && shown <= seconds + late, `${what}: ${text}, expected ${seconds} s and at most ${late.toFixed(0)} more`);
	};
	await page.clock.install({ time: new Date('2026-11-30T10:00:00Z') });
	await page.goto(`${url}talk.html#/0`);
	await isRehearsing(page);
	const pass = (seconds) => page.clock.fastForward(seconds * 1000);
	const next = async (seconds) => {
		await page.keyboard.press('PageDown');
		await pass(seconds);
	};
	const bar = () => page.textContent('.rehearsal-bar');
	const barIsAbout = async (whole, slide) => {
		const [, ...shown] = /^(\d+:\d\d) \/ 12:00this slide (\d+:\d\d) \/ 1:00/.exec(await bar()) ?? [];
		isAbout(shown[0], whole, 'the talk');
		isAbout(shown[1], slide, 'the slide');
	};
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
		await barIsAbout(90, 70);
		expectEqual(await page.getAttribute('.rehearsal-bar span', 'class'), 'over', 'over its t:');
	});
	await check('rehearsal: a reload goes on with the run', async () => {
		await page.reload();
		await isRehearsing(page);
		await barIsAbout(90, 70);
	});
	for (let i = 0; i < 3; i++)
		await next(1);
	await pass(60);
	const measured = {}; // seconds
	await check('rehearsal: the end leads to the times', async () => {
		await page.click('.rehearsal-bar .finish');
		await page.waitForSelector('.whole', WAIT);
		const [, whole, rest] = /^(\d+:\d\d) \/ planned 12:00 (−\d+:\d\d)$/.exec(await page.textContent('.whole')) ?? [];
		isAbout(whole, 153, 'the talk');
		isAbout(rest, 153 - 12 * 60, 'beside the plan');
		const [title, four, last] = await rows(page);
		expectEqual([title[0], four[0], four[2]], ['A talk', 'Four', '1:00'], 'rows');
		isAbout(title[1], 20, 'the title');
		isAbout(four[1], 72, 'Four');
		isAbout(four[3], 72 - 60, 'Four beside its t:');
		expect(four[3].endsWith(' over'), four[3]);
		Object.assign(measured, { title: inSeconds(title[1]), four: inSeconds(four[1]) });
		isAbout(last[1], 61, 'Last');
		isAbout(last[3], 61 - 120, 'Last beside its t:');
		expectEqual(await page.locator('.steps li').count(), 4, 'steps');
	});
	await check('rehearsal: it offers lines for the notes, and leaves the notes alone', async () => {
		const [, line] = /talk.md:1\d: <!-- t: (\d+)s -->  Four/.exec(await page.textContent('pre')) ?? [];
		expectEqual(Number(line), 5 * Math.ceil(measured.four / 5), 'Four, in fives');
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
		const [, minutes, seconds] = /talk\.md:\d+: this slide took (\d+)m(\d*)s? in the last rehearsal, and its 't:' is 1m/.exec(stdout) ?? [];
		expectEqual(60 * minutes + Number(seconds), measured.four, stdout);
	});
	await check('rehearsal: the next run is compared with it', async () => {
		await page.click('text=Back to the talk');
		await isRehearsing(page);
		await page.click('.rehearsal-bar .toggle');
		await pass(10);
		await page.click('.rehearsal-bar .finish');
		await page.waitForSelector('.whole', WAIT);
		await expectSoon(async () => (await rows(page))[0].length, 5, 'columns');
		const [title] = await rows(page);
		isAbout(title[1], 10, 'the title');
		const change = inSeconds(title[4]) - (inSeconds(title[1]) - measured.title);
		expect(Math.abs(change) <= 1, `beside the last run: ${title[4]}`); // each of the three is rounded
	});
	await check('rehearsal: nothing odd', async () => expectNoProblems(problems));
});
