// A question in a shared talk: phones vote, the speaker sees the counts, and the room sees them with the answer.
//
//   node tests/browser/votes.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { check, expect, expectEqual, expectSoon, isReady, main, opened, top, work } from './lib.mjs';
import { share } from './serving.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const folder = join(work, 'talks');
mkdirSync(folder);
copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(folder, 'pingpong.pcap'));
writeFileSync(join(folder, 'ask.md'), `---
title: Ask
lang: en
duration: 10m
captures: {pingpong: pingpong.pcap}
---

# Ask

---

## Who

\`\`\`ask pingpong
question: Which side closes first?
choices: [the server, the client, neither]
answer: the client
frame: 8
\`\`\`

note: for the speaker

---

## Next

\`\`\`packets pingpong
stream: 0
frames: 1-3
step: ask
\`\`\`
`);

const problems = [];
async function visit(browser, link, options = {}, deck = null) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
	context.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
	context.on('weberror', (error) => problems.push(String(error.error())));
	context.setDefaultTimeout(30000);
	const page = await context.newPage();
	await page.goto(link);
	if (deck)
		await page.goto(deck);
	if (options.javaScriptEnabled !== false)
		await isReady(page);
	return page;
}

const bars = (page, slide = 'who') => page.evaluate((id) => [...document.querySelectorAll(`#${id} .ask:is(.now, :not([data-frame])) .vote-count`)].map((one) => parseInt(one.textContent, 10)), slide);
const mine = (page) => page.locator('#who .mine').allInnerTexts();
const press = (page, choice) => page.locator(`#who .ask-choices > li:nth-child(${choice}) > .vote`).click();
const isSeen = (page, selector) => page.evaluate((one) => document.querySelector(one).checkVisibility({ checkVisibilityCSS: true }), selector);

await main(async (browser) => {
	const room = await share(folder);
	const stage = await visit(browser, room.presenter, {}, `${room.url}ask.html`);
	const phone = await visit(browser, room.listener, PHONE), one = await visit(browser, room.listener);
	await stage.keyboard.press('PageDown');
	const speaker = await opened(stage);
	const counts = () => speaker.evaluate(() => document.querySelector('.vote-counts')?.innerText.trim());

	await check('votes: a phone votes, and may change its mind', async () => {
		await phone.waitForSelector('#who .vote');
		await press(phone, 1);
		await expectSoon(counts, 'A 1 \u00b7 B\u2713 0 \u00b7 C 0 (1 in all)', 'counts of the speaker');
		await press(phone, 3);
		await expectSoon(counts, 'A 0 \u00b7 B\u2713 0 \u00b7 C 1 (1 in all)', 'after the change');
		expectEqual(await mine(phone), ['neither'], 'choice on the phone');
		await one.keyboard.press('Tab');
		await press(one, 2);
		await expectSoon(counts, 'A 0 \u00b7 B\u2713 1 \u00b7 C 1 (2 in all)', 'of both');
	});
	await check('votes: the projector and listeners see none, nor the answer', async () => {
		expectEqual([await bars(stage), await bars(one), await bars(phone)], [[], [], []], 'bars');
		expectEqual(await stage.locator('.vote').count(), 0, 'buttons on the stage');
		await phone.evaluate(() => document.querySelector('#who .ask-answer').classList.add('visible'));
		expect(!await isSeen(phone, '#who .ask-answer'), 'a phone that scrolls on sees the answer');
		await phone.evaluate(() => document.querySelector('#who .ask-answer').classList.remove('visible'));
		for (const page of [phone, one]) {
			await page.evaluate(axe);
			expectEqual(await violations(page), [], 'violations');
		}
	});
	await check('votes: a page without JavaScript votes with a form', async () => {
		const plain = await visit(browser, room.listener, { javaScriptEnabled: false });
		await plain.goto(`${room.url}ask.html`);
		await plain.check('input[value="1"]');
		await plain.click('.ask-vote button');
		expectEqual(await plain.textContent('h1'), 'your vote is counted', 'answer');
		await expectSoon(counts, 'A 0 \u00b7 B\u2713 2 \u00b7 C 1 (3 in all)', 'counts');
		await plain.click('a');
		expectEqual(new URL(plain.url()).hash, '#who-Ask1', 'place');
		await plain.context().close();
	});
	await check('votes: a reload votes no second time', async () => {
		await one.reload();
		await one.waitForFunction(() => document.querySelector('#who .mine'));
		expectEqual(await mine(one), ['the client'], 'choice');
		await press(one, 1);
		await expectSoon(counts, 'A 1 \u00b7 B\u2713 1 \u00b7 C 1 (3 in all)', 'counts');
		await press(one, 2);
		await expectSoon(counts, 'A 0 \u00b7 B\u2713 2 \u00b7 C 1 (3 in all)', 'counts');
	});
	await check('votes: of two quick votes the later one counts, also on a slow network', async () => {
		let release;
		const isReleased = new Promise((done) => { release = done; }), sent = [];
		await one.route(/\/room\/vote\//, async (route) => {
			sent.push(route.request().postData());
			if (sent.length === 1)
				await isReleased;
			await route.continue();
		});
		await press(one, 1);
		await press(one, 3);
		await one.waitForTimeout(300); // the second may overtake the first
		release();
		await expectSoon(() => sent.length, 2, 'votes sent');
		await one.waitForTimeout(500); // until the server has had both
		await expectSoon(counts, 'A 0 \u00b7 B\u2713 1 \u00b7 C 2 (3 in all)', 'counts');
		expectEqual(await mine(one), ['neither'], 'choice');
		await one.unroute(/\/room\/vote\//);
		await press(one, 2);
		await expectSoon(counts, 'A 0 \u00b7 B\u2713 2 \u00b7 C 1 (3 in all)', 'counts');
	});
	await check('votes: with the answer all see the bars, and votes are closed', async () => {
		await stage.keyboard.press('PageDown');
		await expectSoon(() => bars(stage), [0, 2, 1], 'stage');
		await expectSoon(() => bars(one), [0, 2, 1], 'listener');
		await expectSoon(() => bars(phone), [0, 2, 1], 'phone');
		expectEqual(await phone.locator('#who .right').innerText().then((text) => text.split('\n')[0]), 'the client', 'the right choice on the phone');
		expectEqual(await one.locator('#who .vote').count(), 0, 'buttons');
		await expectSoon(() => isSeen(one, '#who .ask-answer'), true, 'the answer on a listener\u2019s window');
		const late = await visit(browser, room.listener);
		await expectSoon(() => bars(late), [0, 2, 1], 'who comes late');
		await late.context().close();
		for (const page of [stage, one]) {
			await page.evaluate(axe);
			expectEqual(await violations(page), [], 'violations');
		}
		await stage.keyboard.press('PageDown');
		await expectSoon(() => isSeen(one, '#who .ask-shown'), true, 'the packet');
	});
	await check('votes: a sequence that asks is voted for, too', async () => {
		await stage.keyboard.press('PageDown');
		await stage.keyboard.press('PageDown');
		await one.locator('#next .ask.now li:nth-child(1) > .vote').click();
		await expectSoon(async () => (await counts())?.replace(/\u2713/, ''), 'A 1 \u00b7 B 0 \u00b7 C 0 \u00b7 D 0 (1 in all)', 'counts');
		expectEqual(await bars(stage, 'next'), [], 'bars before');
		await stage.keyboard.press('PageDown');
		await expectSoon(() => bars(stage, 'next'), [1, 0, 0, 0], 'bars');
	});
	await check('votes: the speaker lets the room vote again', async () => {
		await speaker.click('.vote-again');
		await expectSoon(() => stage.evaluate(() => document.querySelector('#next .ask.now').matches('.solved')), false, 'answer');
		await expectSoon(async () => (await counts())?.replace(/\u2713/, ''), 'A 0 \u00b7 B 0 \u00b7 C 0 \u00b7 D 0 (0 in all)', 'counts');
		await expectSoon(() => speaker.locator('.vote-again').isHidden(), true, 'the button');
		await one.locator('#next .ask.now li:nth-child(2) > .vote').click();
		await expectSoon(async () => (await counts())?.replace(/\u2713/, ''), 'A 0 \u00b7 B 1 \u00b7 C 0 \u00b7 D 0 (1 in all)', 'counts');
	});
	await check('votes: the clicker has the counts', async () => {
		await stage.evaluate(() => Reveal.slide(1, 0, -1));
		const clicker = await stage.context().newPage();
		await clicker.goto(`${room.url}ask.html?clicker`);
		await expectSoon(() => clicker.evaluate(() => document.querySelector('.vote-counts').innerText.trim()), 'A 0 \u00b7 B\u2713 2 \u00b7 C 1 (3 in all)', 'counts');
		await clicker.close();
	});
	await check('votes: no page complained', () => expectEqual(problems, [], 'problems'));
	room.server.removeAllListeners('exit');
	room.server.kill('SIGINT');
});
