// Questions to the room: the choices, then the answer, then the packets that show it.
//
//   node tests/browser/ask.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { axe, violations } from './axe.mjs';
import { check, expect, expectEqual, expectSoon, main, open, program, STAGE, top, work } from './lib.mjs';

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
question: Which side closes **first**?
choices:
  - the server
  - the **client**
  - neither
answer: the **client**
frame: 8
\`\`\`

note: for the speaker

---

## Next

\`\`\`packets pingpong
stream: 0
frames: 1-4
step: ask
notes: {2: "both sides have a number"}
\`\`\`

---

## End
`;
writeFileSync(join(folder, 'en.md'), talk('en'));
writeFileSync(join(folder, 'ko.md'), talk('ko'));
const long = (name) => `${name} that is so long that no other one stands beside it`;
writeFileSync(join(folder, 'long.md'), `---
title: Long
lang: en
captures: {pingpong: pingpong.pcap}
---

## Long

\`\`\`ask pingpong
question: What comes next?
choices: [${['first', 'second', 'third', 'fourth'].map((name) => long(`the ${name} choice`)).join(', ')}]
answer: ${long('the first choice')}
frame: 1-10
\`\`\`

---

## End
`);
execFileSync(program, ['build', folder, '-o', folder]);
const deck = join(folder, 'en.html');
const addressOf = (hash) => pathToFileURL(deck).href + hash;

const seen = (page, selector) => page.evaluate((one) => {
	const node = document.querySelector(one);
	return node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && node.getBoundingClientRect().height > 0;
}, selector);
const state = async (page) => [await seen(page, '.ask-answer'), await seen(page, '.ask-shown'), await page.locator('#who .ask-choices > .right').count()];

// What the overview shows of the slides that ask, and how many slides its search and that of the box to jump find.
async function inOverview(page, words) {
	await page.keyboard.press('o');
	await page.waitForFunction(() => document.querySelectorAll('.overview-sheet .small section').length === 4);
	const read = await page.evaluate(() => {
		const tiles = [...document.querySelectorAll('.overview-sheet .small section')], isSeen = (node) => node.checkVisibility({ checkVisibilityCSS: true });
		return {
			answer: [...tiles[1].querySelectorAll('.ask-answer, .ask-shown svg')].filter(isSeen).length,
			right: tiles[1].querySelectorAll('.solved, .ask-choices > .right').length / 2,
			choices: [...tiles[1].querySelectorAll('.ask-choices > li')].filter(isSeen).length,
			rows: [...tiles[2].querySelectorAll('.ladder .row, .asks > .ask')].filter(isSeen).length,
		};
	});
	read.found = [];
	for (const one of words) {
		await page.fill('.overview-sheet input', one);
		read.found.push(await page.locator('.overview-sheet .tile:not([hidden])').count());
	}
	await page.keyboard.press('Escape');
	for (const one of words) {
		await page.keyboard.press('g');
		await page.keyboard.type(one);
		read.found.push(await page.locator('.jump:not(.vain)').count());
		await page.keyboard.press('Escape');
	}
	return read;
}

async function checkOverview(browser) {
	const { page, context } = await open(browser, deck);
	const words = ['answer: b', 'fin, ack', 'both sides have'];
	await check('ask: no overview and no search has the answer before it is shown', async () => {
		expectEqual(await inOverview(page, words), { answer: 0, right: 0, choices: 3, rows: 1, found: [0, 0, 0, 0, 0, 0] }, 'on the title slide');
		await page.goto(addressOf('#/next'));
		await page.reload();
		await page.waitForSelector('.reveal.ready');
		await page.evaluate(() => Reveal.slide(1, 0, -1));
		expectEqual(await inOverview(page, words), { answer: 0, right: 0, choices: 3, rows: 1, found: [0, 0, 0, 0, 0, 0] }, 'at the question');
	});
	await check('ask: a question that a jump passed over is not answered either', async () => {
		await page.goto(addressOf('#/ask'));
		await page.reload();
		await page.waitForSelector('.reveal.ready');
		await page.evaluate(() => Reveal.slide(2, 0, -1));
		expectEqual((await inOverview(page, words)).found, [0, 0, 0, 0, 0, 0], 'behind the question');
	});
	const ready = () => page.waitForSelector('.reveal.ready');
	const UNTOLD = { answer: 0, right: 0, choices: 3, rows: 1, found: [0, 0, 0, 0, 0, 0] };
	await check('ask: nor is it after a reload, or in a window of another size', async () => {
		await page.evaluate(() => Reveal.slide(3, 0, -1));
		await page.reload();
		await ready();
		expectEqual(await inOverview(page, words), UNTOLD, 'behind both questions, after a reload');
		await page.setViewportSize({ width: 1024, height: 768 });
		expectEqual(await inOverview(page, words), UNTOLD, 'at another size');
		await page.setViewportSize(STAGE);
	});
	await check('ask: then both have it', async () => {
		await page.evaluate(() => Reveal.slide(1, 0, -1));
		for (let step = 0; step < 10; step++)
			await page.keyboard.press('PageDown');
		expectEqual(await inOverview(page, words), { answer: 2, right: 1, choices: 3, rows: 5, found: [1, 1, 1, 1, 1, 1] }, 'at the end');
	});
	await check('ask: and keep it through a reload, and where the talk goes back to the question', async () => {
		await page.evaluate(() => Reveal.slide(3, 0, -1));
		await page.reload();
		await ready();
		expectEqual((await inOverview(page, words)).found, [1, 1, 1, 1, 1, 1], 'after a reload');
		await page.evaluate(() => Reveal.slide(1, 0, -1));
		expectEqual((await inOverview(page, words)).found, [1, 1, 1, 1, 1, 1], 'at the question again');
	});
	await check('ask: of a sequence, as many packets as were shown', async () => {
		await page.evaluate(() => Reveal.slide(0));
		await page.evaluate(() => Reveal.slide(2, 0, -1));
		await page.keyboard.press('PageDown');
		await page.keyboard.press('PageDown');
		await page.evaluate(() => Reveal.slide(3, 0, -1));
		await page.reload();
		await ready();
		const { rows, found } = await inOverview(page, ['win=65160', 'win=64512', 'get /ping', 'psh']);
		expectEqual([rows, found], [2, [1, 0, 0, 0, 1, 0, 0, 0]], 'packets of the copy, and what is found of later ones');
	});
	await check('ask: a talk that begins anew has told nothing', async () => {
		await page.evaluate(() => Reveal.slide(1, 0, 1));
		await page.evaluate(() => Reveal.slide(0));
		await page.evaluate(() => Reveal.slide(3, 0, -1));
		expectEqual(await inOverview(page, words), UNTOLD, 'behind both questions');
	});
	await context.close();
}

async function checkDisk(browser) {
	const { page, context, problems } = await open(browser, deck, { query: '#/who' });
	await check('ask: the choices come first', async () => {
		expectEqual(await page.locator('#who .ask-choices > li').allInnerTexts(), ['the server', 'the client', 'neither'], 'choices');
		expectEqual(await state(page), [false, false, 0], 'answer, packets, marked choices');
		expect(await page.evaluate(() => new Set(['.ask-question p', '.ask-question strong'].map((one) => getComputedStyle(document.querySelector(one)).color)).size) === 2, 'the bold word does not stand out');
		expect(!await seen(page, '#who .color-legend'), 'a legend tells the kind of packet');
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
		expect(await seen(page, '#who .color-legend'), 'no legend');
		expectEqual(await page.locator('#who .color-legend li').allInnerTexts(), ['close'], 'the words of its colors');
		await page.evaluate(axe);
		expectEqual(await violations(page), [], 'violations');
		await page.keyboard.press('PageUp');
		await page.keyboard.press('PageUp');
		await expectSoon(() => state(page), [false, false, 0], 'back at the choices');
	});
	await check('ask: no page complained', () => expectEqual(problems, [], 'problems'));
	await context.close();
}

// What a row, a table, the panel and the questions show of packets.
const inSequence = (page) => page.evaluate(() => {
	const isSeen = (node) => node.checkVisibility({ checkVisibilityCSS: true });
	const now = document.querySelector('#next .asks > .now');
	return {
		rows: [...document.querySelectorAll('#next .ladder .row')].filter(isSeen).map((row) => row.dataset.frame).join(),
		table: isSeen(document.querySelector('#next .twin')),
		asks: now && isSeen(now) ? now.dataset.frame : '',
		right: now?.querySelector('.right')?.innerText ?? '',
		remark: [...document.querySelectorAll('#next .remark.now')].filter(isSeen).map((one) => one.innerText.includes('both sides')).join(),
	};
});

async function checkSequence(browser) {
	const { page, context, problems } = await open(browser, deck, { query: '#/next' });
	const is = (rows, asks, right, remark, table = false) => expectSoon(() => inSequence(page), { rows, table, asks, right, remark }, `at packets ${rows}`);
	await check('ask: a sequence shows its first packet, and nothing of the others', async () => {
		await is('1', '', '', 'false');
		expectEqual(await page.locator('.title-slide .art').count(), 0, 'pictures of the packets on the title slide');
		expectEqual(await page.locator('#next .color-legend li').allInnerTexts(), ['handshake', 'data', 'only ACK', 'close', 'reset', 'trouble'], 'colors that any segment may have');
		await page.keyboard.press('2');
		await page.keyboard.press('Enter');
		await is('1', '', '', 'false');
	});
	await check('ask: it asks for the next one, which then answers', async () => {
		await page.keyboard.press('Escape');
		await page.keyboard.press('PageDown');
		await is('1', '2', '', '');
		expectEqual(await page.locator('#next .asks > .now li').count(), 4, 'choices');
		await page.evaluate(axe);
		expectEqual(await violations(page), [], 'violations');
		await page.keyboard.press('PageDown');
		await is('1,2', '2', 'server \u2192 client\nSYN, ACK \u00b7 ack 1', 'true');
		await page.evaluate(axe);
		expectEqual(await violations(page), [], 'violations at the answer');
		await page.keyboard.press('PageDown');
		await is('1,2', '3', '', '');
	});
	await check('ask: at the end all packets are there, and the way back hides them', async () => {
		for (let step = 0; step < 3; step++)
			await page.keyboard.press('PageDown');
		await is('1,2,3,4', '4', 'client \u2192 server\nPSH, ACK \u00b7 ack 1', 'false', true);
		for (let step = 0; step < 5; step++)
			await page.keyboard.press('PageUp');
		await is('1', '2', '', '');
		await page.keyboard.press('PageUp');
		await is('1', '', '', 'false');
	});
	await check('ask: the sequence complained of nothing', () => expectEqual(problems, [], 'problems'));
	await context.close();
}

async function checkPaper(browser) {
	const { page, context } = await open(browser, deck, { query: '?print-pdf' });
	await check('ask: on paper the answer stands below choices that say nothing of it', async () => {
		expectEqual(await state(page), [true, true, 0], 'answer, packets, marked choices');
		const [choices, answer] = await page.evaluate(() => ['.ask-choices', '.ask-answer'].map((one) => document.querySelector(one).getBoundingClientRect()));
		expect(choices.bottom <= answer.top, 'the answer is above the choices');
		await page.goto(page.url().replace(/#.*/, '') + '&pdfSeparateFragments=true');
		await page.waitForSelector('.pdf-page .ask');
		await page.waitForFunction(() => document.querySelectorAll('.pdf-page').length === 12);
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.pdf-page .ask:not([data-frame])')].map((ask) => ask.querySelectorAll('.right').length)), [0, 1, 1], 'marked choices of the steps');
	});
	await context.close();
	const plain = await open(browser, join(folder, 'ko.html'), { context: { javaScriptEnabled: false } });
	await check('ask: without JavaScript the answer is in the page', async () => {
		expectEqual(await plain.page.innerText('.ask-answer'), '정답: B', 'answer');
		expect(await plain.page.isVisible('.ask-shown svg'), 'no picture');
	});
	await plain.context.close();
}

// Packets for which the choices leave too little room.
async function checkLong(browser) {
	const { page, context, problems } = await open(browser, join(folder, 'long.html'), { query: '#/long' });
	await check('ask: a slide that asks is not cut: it scrolls to its packets, which have most of the stage', async () => {
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.slides section')].map((one) => one.id)), ['Title', 'long', 'end'], 'slides');
		await page.keyboard.press('ArrowRight');
		await expectSoon(() => page.locator('.ask-choices > .right').count(), 1, 'the answer is the first step');
		await page.keyboard.press('ArrowRight');
		await page.waitForSelector('.ask-shown.visible');
		const seen = () => page.evaluate(() => {
			const outer = document.querySelector('.diagram').getBoundingClientRect(), heads = document.querySelector('.diagram .heads').getBoundingClientRect();
			const rows = [...document.querySelectorAll('.diagram .row .wire')].map((wire) => wire.getBoundingClientRect()), footer = document.querySelector('.slide-footer').getBoundingClientRect();
			return [outer.bottom <= footer.top, ...rows.map((row) => row.top > heads.bottom && row.bottom < outer.bottom)];
		});
		const all = await page.waitForFunction(() => document.querySelector('section.tall').scrollTop > 100).then(seen);
		expectEqual(all.every(Boolean), true, 'whether the footer is free, and each packet in view');
	});
	await check('ask: the long one complained of nothing', () => expectEqual(problems, [], 'problems'));
	const lastNumber = () => page.evaluate(() => [...document.querySelectorAll('.slides section .page')].at(-1).textContent);
	const number = await lastNumber();
	for (const steps of ['', '&pdfSeparateFragments=true']) {
		await check(`ask: on paper${steps && ', step by step,'} the packets go on with the answer, and nothing is asked again`, async () => {
			await page.goto(addressOf('').replace('en.html', `long.html?print-pdf${steps}`));
			await page.waitForSelector('.print-pdf .reveal.ready .pdf-page', { state: 'attached' });
			await page.waitForFunction(() => document.querySelector('.pdf-page:last-of-type h2')?.innerText === 'End');
			const pages = await page.evaluate(() => [...document.querySelectorAll('.pdf-page:has(.ask)')].map((one) => [one.querySelectorAll('.ask-question, .ask-choices').length / 2, [...one.querySelectorAll('.ask-answer, .ask-shown')].filter((part) => part.checkVisibility({ checkVisibilityCSS: true })).length]));
			const asked = steps ? [[1, 0], [1, 1]] : [[1, 1]];
			expectEqual(pages.slice(0, asked.length), asked, 'pages of the question: questions, parts of the answer');
			expectEqual(await lastNumber(), number, 'number of the slide behind them, as on the stage');
			expect(pages.length > asked.length && pages.slice(asked.length).every((one) => one.join() === '0,2'), `further pages: ${JSON.stringify(pages)}`);
		});
	}
	await context.close();
}

async function checkPhone(browser) {
	const { page, context } = await open(browser, deck, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' } });
	await check('ask: an upright phone has the choices below each other', async () => {
		const boxes = await page.evaluate(() => [...document.querySelectorAll('#who .ask-choices > li')].map((one) => one.getBoundingClientRect()));
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
	await checkOverview(browser);
	await checkSequence(browser);
	await checkPaper(browser);
	await checkLong(browser);
	await checkPhone(browser);
});
