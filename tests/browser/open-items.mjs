// What listeners said, beside the slide in the author's own server, and the packets at which they were lost. Never on the
// stage of a talk, nor for listeners.
//
//   node tests/browser/open-items.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { exchange } from './decks.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, main, open, opened, program, work } from './lib.mjs';
import { serve, share } from './serving.mjs';

const WAIT = { timeout: 20000 };
// axe takes a stage that covers the page for a dialog, which needs neither; beside a panel it does not.
const OF_DECKS = /^(landmark-one-main|page-has-heading-one) /;
const folder = join(work, 'talks');
mkdirSync(folder);
exchange('talks/ping.pcap');
const talk = join(folder, 'talk.md');
writeFileSync(talk, '---\ntitle: A talk\nlang: en\ncaptures: {ping: ping.pcap}\n---\n\n# A talk\n\n---\n\n## Four\n\n```packets ping\nframes: 1-4\n```\n\n---\n\n## Last\n\nthe end\n');
const feedback = (args, input = '') => execFileSync(program, ['feedback', ...args], { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
feedback(['add', talk], `pcapdeck feedback: talk.md · 0123456789abcdef · Minji
[four · ping #2] question: <b>why</b> is the ack 1?
[four · ping #3] got lost: in the numbers
[four] lost me
[last] question: and the end?
[gone] question: of a slide that is gone
`);

// A listener who is lost while the second packet is shown.
async function loseListener(browser) {
	const room = await share(folder);
	const stage = await open(browser, room.presenter);
	await stage.page.goto(`${room.url}talk.html#/four`);
	const { page, context } = await open(browser, room.listener);
	await page.waitForSelector('.feedback-button', WAIT);
	await check('open items: a listener has none, nor has the speaker of a shared talk', async () => {
		await page.waitForFunction(() => Reveal.getCurrentSlide().id === 'four', null, WAIT);
		expectEqual(await page.locator('.open-items, .open-items-button').count() + await stage.page.locator('.open-items, .open-items-button').count(), 0, 'panels');
	});
	await stage.page.keyboard.press('ArrowRight');
	await page.waitForFunction(() => document.querySelector('.row.now').dataset.frame === '2', null, WAIT);
	await page.click('.feedback-button');
	await page.click('.feedback-sheet .mark >> nth=1');
	await expectSoon(() => page.locator('.feedback .told').textContent(), 'Received. Thank you.', 'told');
	await context.close();
	await stage.context.close();
	room.server.removeAllListeners('exit');
	room.server.kill();
}

await main(async (browser) => {
	await loseListener(browser);
	const { url } = await serve(folder);
	const { page, problems } = await open(browser, `${url}talk.html#/four`);
	await page.waitForSelector('.open-items-button:not([hidden])', WAIT);
	await check('open items: a button says how many there are here, and in all', async () =>
		expectEqual(await page.textContent('.open-items-button'), 'Open feedback 2/4', 'button'));
	await check('open items: they stand beside the slide', async () => {
		await page.click('.open-items-button');
		expectEqual((await page.locator('.open-items .words').allTextContents()).join('|'), '<b>why</b> is the ack 1?|Got lost: in the numbers|of a slide that is gone', 'words');
		const [panel, slide] = await page.evaluate(() => ['.open-items', '.reveal .slides'].map((one) => document.querySelector(one).getBoundingClientRect().toJSON()));
		expect(slide.right <= panel.left + 1, `slide until ${slide.right}, panel from ${panel.left}`);
	});
	await check('open items: the sequence shows where listeners got lost', async () => {
		expectEqual(await page.locator('.lost-count').count(), 0, 'before');
		await page.click('.lost-switch');
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.row[data-lost]')].map((row) => `${row.dataset.frame} ${row.querySelector('.lost-count').textContent}`)), ['2 lost 1', '3 lost 1'], 'rows');
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.lost-count')].filter((one) => {
			const box = one.getBoundingClientRect();
			return [...one.parentNode.querySelectorAll(':scope > .mark text')].some((text) => {
				const words = text.getBoundingClientRect();
				return words.width && words.left < box.right - 1 && words.right > box.left + 1 && words.top < box.bottom - 4 && words.bottom > box.top + 4;
			});
		}).length), 0, 'numbers over words');
	});
	for (const colorScheme of ['light', 'dark']) {
		await check(`open items: axe finds nothing, ${colorScheme}`, async () => {
			await page.emulateMedia({ colorScheme });
			await page.evaluate(axe);
			expectEqual((await violations(page)).filter((one) => !OF_DECKS.test(one)), [], 'violations');
		});
	}
	await check('open items: the stage of a talk has neither, until the speaker\'s window is closed', async () => {
		const speaker = await opened(page);
		await expectSoon(() => page.evaluate(() => [...document.querySelectorAll('.open-items, .open-items-button')].every((one) => one.hidden) && document.querySelectorAll('.lost-count').length), 0, 'hidden');
		await speaker.close();
		await page.waitForSelector('.open-items:not([hidden])', WAIT);
	});
	await check('open items: nor has it when it is loaded again beside the speaker\'s window', async () => {
		const speaker = await opened(page);
		await expectSoon(() => page.locator('.open-items:not([hidden]), .open-items-button:not([hidden])').count(), 0, 'seen before');
		await page.addInitScript(() => {
			new MutationObserver(() => {
				window.wasSeen ||= document.querySelector('.open-items:not([hidden]), .open-items-button:not([hidden])') !== null;
			}).observe(document, { subtree: true, childList: true, attributes: true });
			addEventListener('message', ({ data }) => { window.greetings = (window.greetings ?? 0) + (data.kind === 'hello'); });
		});
		await page.reload();
		await expectSoon(() => page.evaluate(() => window.greetings > 2), true, 'the speaker\'s window is there');
		expectEqual(await page.evaluate(() => window.wasSeen), false, 'seen meanwhile');
		await speaker.close();
		await page.waitForSelector('.open-items:not([hidden])', WAIT);
	});
	await check('open items: an answer that comes late does not undo a newer one', async () => {
		let release;
		const isReleased = new Promise((done) => { release = done; }), isHeld = new Promise((done) => {
			page.route(/json=1/, async (route) => {
				const response = await route.fetch();
				done();
				await isReleased;
				await route.fulfill({ response });
			}, { times: 1 });
		});
		const hear = () => page.evaluate(() => dispatchEvent(new Event('focus')));
		await hear();
		await isHeld;
		feedback(['done', talk, '2']);
		await hear();
		await expectSoon(() => page.locator('.open-items .words').count(), 2, 'items');
		const isHere = page.waitForResponse(/json=1/);
		release();
		await (await isHere).finished();
		await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
		expectEqual(await page.locator('.open-items .words').count(), 2, 'items after the late answer');
		feedback(['done', talk, '2', '--undo']);
	});
	await check('open items: what is worked in goes', async () => {
		feedback(['done', talk, '1']);
		await page.evaluate(() => dispatchEvent(new Event('focus')));
		await expectSoon(() => page.locator('.open-items .words').count(), 2, 'items');
	});
	await check('open items: nothing odd', async () => expectNoProblems(problems));
});
