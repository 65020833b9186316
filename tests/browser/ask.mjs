// Questions to the room: the choices, then the answer, then the packets that show it.
//
//   node tests/browser/ask.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { check, expect, expectEqual, expectSoon, main, open, program, top, work } from './lib.mjs';

const folder = join(work, 'talks');
mkdirSync(folder);
copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(folder, 'pingpong.pcap'));
const talk = (lang) => `---
title: Ask
lang: ${lang}
duration: 10m
captures: {pingpong: pingpong.pcap}
---

# Ask

---

## Who

\`\`\`ask pingpong
question: Which side closes first?
choices:
  - the server
  - the **client**
  - neither
answer: the **client**
frame: 8
\`\`\`

note: for the speaker

---

## Later
`;
writeFileSync(join(folder, 'en.md'), talk('en'));
writeFileSync(join(folder, 'ko.md'), talk('ko'));
execFileSync(program, ['build', folder, '-o', folder]);
const deck = join(folder, 'en.html');

const seen = (page, selector) => page.evaluate((one) => {
	const node = document.querySelector(one);
	return node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && node.getBoundingClientRect().height > 0;
}, selector);
const state = async (page) => [await seen(page, '.ask-answer'), await seen(page, '.ask-shown'), await page.locator('.ask-choices > .right').count()];

async function checkDisk(browser) {
	const { page, context, problems } = await open(browser, deck, { query: '#/who' });
	await check('ask: the choices come first', async () => {
		expectEqual(await page.locator('.ask-choices > li').allInnerTexts(), ['the server', 'the client', 'neither'], 'choices');
		expectEqual(await state(page), [false, false, 0], 'answer, packets, marked choices');
		expectEqual(await page.locator('#who .color-legend').count(), 0, 'legends, which would tell the kind of packet');
	});
	await check('ask: a jump to the packet finds nothing before it is shown', async () => {
		await page.keyboard.press('8');
		expectEqual(await page.locator('.jump.vain').count(), 1, 'jumps in vain');
		await page.keyboard.press('Escape');
	});
	await check('ask: then the answer, then the packet', async () => {
		await page.keyboard.press('PageDown');
		await expectSoon(() => state(page), [true, false, 1], 'at the answer');
		expectEqual([await page.innerText('.ask-answer'), await page.innerText('.right')], ['Answer: B', 'the client'], 'words');
		await page.keyboard.press('PageDown');
		await expectSoon(() => state(page), [true, true, 1], 'at the packet');
		expect(/FIN, ACK/.test(await page.textContent('.ask-shown svg')), 'no FIN in the picture');
		await page.evaluate(axe);
		expectEqual(await violations(page), [], 'violations');
		await page.keyboard.press('PageUp');
		await page.keyboard.press('PageUp');
		await expectSoon(() => state(page), [false, false, 0], 'back at the choices');
	});
	await check('ask: no page complained', () => expectEqual(problems, [], 'problems'));
	await context.close();
}

async function checkPaper(browser) {
	const { page, context } = await open(browser, deck, { query: '?print-pdf' });
	await check('ask: on paper the answer stands below choices that say nothing of it', async () => {
		await page.waitForSelector('.pdf-page .ask');
		expectEqual(await state(page), [true, true, 0], 'answer, packets, marked choices');
		const [choices, answer] = await page.evaluate(() => ['.ask-choices', '.ask-answer'].map((one) => document.querySelector(one).getBoundingClientRect()));
		expect(choices.bottom <= answer.top, 'the answer is above the choices');
		await page.goto(page.url().replace(/#.*/, '') + '&pdfSeparateFragments=true');
		await page.waitForSelector('.pdf-page .ask');
		await page.waitForFunction(() => document.querySelectorAll('.pdf-page').length === 5);
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.pdf-page .ask')].map((ask) => ask.querySelectorAll('.right').length)), [0, 1, 1], 'marked choices of the steps');
	});
	await context.close();
	const plain = await open(browser, join(folder, 'ko.html'), { context: { javaScriptEnabled: false } });
	await check('ask: without JavaScript the answer is in the page', async () => {
		expectEqual(await plain.page.innerText('.ask-answer'), '정답: B', 'answer');
		expect(await plain.page.isVisible('.ask-shown svg'), 'no picture');
	});
	await plain.context.close();
}

async function checkPhone(browser) {
	const { page, context } = await open(browser, deck, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' } });
	await check('ask: an upright phone has the choices below each other', async () => {
		const boxes = await page.evaluate(() => [...document.querySelectorAll('.ask-choices > li')].map((one) => one.getBoundingClientRect()));
		expect(boxes.every((box, index) => !index || box.top >= boxes[index - 1].bottom), 'beside each other');
		expect(boxes.every((box) => box.right <= 390 && box.left >= 0 && box.height >= 40), JSON.stringify(boxes));
		await page.evaluate(() => document.querySelector('#who').closest('.scroll-page').scrollIntoView());
		await page.evaluate(axe);
		expectEqual(await violations(page), [], 'violations');
	});
	await context.close();
}

await main(async (browser) => {
	await checkDisk(browser);
	await checkPaper(browser);
	await checkPhone(browser);
});
