// What lies over the slides while a talk is given: the sheet of keys, the sign that a packet opens, the box to jump, the black
// and the white screen, the overview.
//
//   node tests/browser/stage.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { join } from 'node:path';
import { readFileSync } from 'node:fs';

import { check, expect, expectEqual, expectNoProblems, expectSoon, goTo, here, isReady, main, open, position, STAGE } from './lib.mjs';
import { stageTalk } from './stage-talk.mjs';

const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf-8');
const SCREENS = { wide: { viewport: STAGE }, 'wide, dark': { viewport: STAGE, colorScheme: 'dark' }, '4:3': { viewport: { width: 1024, height: 768 } },
	phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } };

async function violations(page, selector) {
	await page.evaluate(axe);
	return page.evaluate(async (wanted) => (await window.axe.run(wanted)).violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)} (${one.nodes[0].failureSummary.slice(0, 200)})`), selector);
}

const sheets = (page) => page.locator('dialog.sheet[open]').count();

// Every word of an element is on the screen, and nothing of it is cut.
const outside = (page, selector) => page.evaluate((wanted) => [...document.querySelectorAll(wanted)].filter((one) => {
	const box = one.getBoundingClientRect();
	return box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1 || one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.textContent), selector);

const nothing = async (page, isAsked) => (isAsked ? violations(page, 'dialog.sheet') : []);

// Checks each screen in both languages. axe is asked in one of them, since they differ in words alone.
async function checkScreen(browser, { file, words }, lang, name) {
	const options = SCREENS[name], isPhone = name === 'phone', isAsked = lang === 'en';
	const { page, context, problems } = await open(browser, file, { context: options });
	const openHelp = () => (isPhone ? page.tap('.help-button') : page.keyboard.press('?'));
	await check(`keys, ${lang}, ${name}: one sheet in the talk's language, packets first, whole; closed by its button`, async () => {
		await openHelp();
		const text = await page.innerText('.help-sheet'), before = await position(page);
		expectEqual(await page.locator('.help-sheet h3').first().innerText(), lang === 'ko' ? '패킷' : 'Packets', 'first group');
		expectEqual(lang === 'ko' ? text.match(/\b(next|slide|screen|open|back|all)\b/i) : text.match(/[가-힣]+/), null, 'words of the other language');
		if (!isPhone)
			expectEqual(await outside(page, '.help-sheet .line, .help-sheet h3'), [], 'lines that are cut');
		expect(await page.evaluate(() => document.querySelector('.help-sheet').scrollWidth <= innerWidth), 'it is wider than the screen');
		expectEqual(await nothing(page, isAsked), [], 'violations');
		await page.keyboard.press('ArrowRight');
		await page.click('.help-sheet .close');
		expectEqual([await sheets(page), await position(page)], [0, before], 'sheets, place');
	});
	await check(`overview, ${lang}, ${name}: a grid of all slides, number and title below each; axe finds nothing`, async () => {
		if (isPhone) {
			await openHelp();
			await page.locator('.help-sheet button.line', { hasText: lang === 'ko' ? '모든 슬라이드' : 'all slides' }).tap();
		} else {
			await page.keyboard.press('o');
		}
		const tiles = await page.evaluate(() => [...document.querySelectorAll('.tile')].map((tile) => {
			const box = tile.getBoundingClientRect();
			return { label: tile.querySelector('.label').textContent, left: Math.round(box.left), top: Math.round(box.top), right: box.right };
		}));
		expectEqual([tiles.length, tiles[1].label], [7, `2 ${words.title}`], 'tiles, label');
		expect(new Set(tiles.map((tile) => tile.left)).size > 2 && new Set(tiles.map((tile) => tile.top)).size > 1, 'it is no grid');
		expect(tiles.every((tile) => tile.left >= 0 && tile.right <= options.viewport.width), 'a tile is cut');
		await page.waitForFunction(() => document.querySelector('.small .ladder'));
		const off = await page.evaluate(() => [...document.querySelectorAll('.small:has(section)')].map((small) => {
			const section = small.querySelector('section').getBoundingClientRect(), place = small.getBoundingClientRect();
			return Math.round(Math.max(Math.abs(section.width - place.width), Math.abs(section.height - place.height)));
		}));
		expect(off.length > 3 && off.every((one) => one <= 2), `slides and their places differ by ${off}`);
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, index, all) => all.indexOf(id) !== index)), [], 'ids that are there twice');
		expectEqual(await nothing(page, isAsked), [], 'violations');
	});
	await check(`overview, ${lang}, ${name}: a click or tap opens a slide`, async () => {
		await page.locator('.tile').nth(4)[isPhone ? 'tap' : 'click']();
		await expectSoon(() => page.evaluate(() => Reveal.getCurrentSlide().querySelector('h1, h2').textContent), words.words, 'slide');
		expectEqual(await sheets(page), 0, 'sheets');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkHelpKeys(browser, { file, words }, lang) {
	const { page, context } = await open(browser, file);
	await check(`keys, ${lang}: Escape, "?" and F1 close it; a line of it does what it says`, async () => {
		for (const key of ['Escape', '?', 'F1']) {
			await page.keyboard.press('F1');
			expectEqual(await sheets(page), 1, 'sheets');
			await page.keyboard.press(key);
			expectEqual(await sheets(page), 0, `sheets after ${key}`);
		}
		await page.keyboard.press('?');
		await page.locator('.help-sheet button.line', { hasText: 'PgDn' }).click();
		expectEqual([await sheets(page), await page.evaluate(() => Reveal.getCurrentSlide().querySelector('h2').textContent)], [0, words.title], 'sheets, slide');
	});
	await context.close();
}

async function checkSign(browser, { file, words }, lang) {
	const { page, context } = await open(browser, file);
	const signs = () => page.locator('.sign:visible').allInnerTexts();
	await check(`sign, ${lang}: on the first sequence alone, in words, until a packet was opened`, async () => {
		expectEqual(await page.locator('.sign').count(), 1, 'signs');
		await goTo(page, words.title);
		const [sign] = await signs();
		expect(sign.includes(lang === 'ko' ? '패킷 열기' : 'opens the packet'), sign);
		expectEqual(await violations(page, 'section.present .slide-footer'), [], 'violations');
		await page.keyboard.press('ArrowRight');
		expectEqual((await signs()).length, 1, 'signs after a step');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Escape');
		expectEqual(await page.locator('.sign').count(), 0, 'signs after a packet');
	});
	await check(`sign, ${lang}: gone once its slide was left; on paper there is none`, async () => {
		await page.reload();
		await isReady(page);
		await goTo(page, words.title);
		expectEqual((await signs()).length, 1, 'signs');
		await page.emulateMedia({ media: 'print' });
		expectEqual((await signs()).length, 0, 'signs on paper');
		await page.emulateMedia({ media: 'screen' });
		await goTo(page, words.list);
		expectEqual(await page.locator('.sign').count(), 0, 'signs');
	});
	await context.close();
	const printed = await open(browser, file, { query: '?print-pdf' });
	await check(`sign, ${lang}: a page for print has none, and no button`, async () => {
		expectEqual(await printed.page.locator('.sign, .help-button:visible').count(), 0, 'signs, buttons');
	});
	await printed.context.close();
}

async function checkJump(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file);
	const told = () => page.innerText('.jump output');
	const now = () => page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now')?.dataset.frame);
	const title = () => page.evaluate(() => Reveal.getCurrentSlide().querySelector('h1, h2').textContent);
	await check('jump: a number and Enter step to the packet, and Enter opens it', async () => {
		await goTo(page, words.title);
		await page.keyboard.type('7');
		expectEqual(await told(), '#7 ACK', 'what it says');
		expectEqual(await violations(page, '.jump'), [], 'violations');
		await page.keyboard.press('Enter');
		expectEqual([await now(), await page.locator('.jump').count()], ['7', 0], 'packet, boxes');
		await page.keyboard.press('Enter');
		expect((await page.innerText('dialog.packet-detail h2')).startsWith('#7 '), 'not packet 7');
		await page.keyboard.press('Escape');
		await page.keyboard.type('1');
		await page.keyboard.press('Enter');
		expectEqual(await now(), '1', 'packet');
	});
	await check('jump: in a long diagram it comes into view', async () => {
		await goTo(page, words.long);
		await page.keyboard.type('48');
		await page.keyboard.press('Enter');
		expectEqual(await now(), '48', 'packet');
		await expectSoon(() => page.evaluate(() => {
			const row = Reveal.getCurrentSlide().querySelector('.row.now .hit').getBoundingClientRect();
			const box = Reveal.getCurrentSlide().querySelector('.diagram').getBoundingClientRect();
			return row.top >= box.top && row.bottom <= box.bottom + 1;
		}), true, 'it is in view');
	});
	await check('jump: on a list it marks the row, and Enter opens that', async () => {
		await goTo(page, words.list);
		await page.keyboard.type('9');
		await page.keyboard.press('Enter');
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.found')].map((row) => row.dataset.frame)), ['9'], 'marked');
		await page.keyboard.press('Enter');
		expect((await page.innerText('dialog.packet-detail h2')).startsWith('#9 '), 'not packet 9');
		await page.keyboard.press('Escape');
		await page.keyboard.press('ArrowRight');
		expectEqual(await page.locator('.found').count(), 0, 'marks on the next slide');
	});
	await check('jump: what is not there is said, and nothing moves; Escape and Backspace leave', async () => {
		await goTo(page, words.title);
		const before = await position(page);
		for (const wrong of ['99', '0', '007.', '99999999999999999999', '(', '[a-']) {
			await page.keyboard.press('1');
			await page.fill('.jump input', wrong);
			expect((await told()).startsWith('no packet'), `${wrong}: ${await told()}`);
			await page.keyboard.press('Enter');
			expectEqual([await page.locator('.jump').count(), await position(page)], [1, before], 'boxes, place');
			await page.keyboard.press('Escape');
			expectEqual([await page.locator('.jump').count(), await sheets(page)], [0, 0], 'boxes, sheets');
		}
		await page.keyboard.press('5');
		await page.keyboard.press('Backspace');
		await page.keyboard.press('Backspace');
		expectEqual(await page.locator('.jump').count(), 0, 'boxes');
	});
	await check('jump: g goes to a slide, by number and by words, and by g from a number', async () => {
		await page.keyboard.press('g');
		await page.keyboard.type('3');
		expectEqual(await told(), `3. ${words.list}`, 'what it says');
		await page.keyboard.press('Enter');
		expectEqual(await title(), words.list, 'slide');
		await page.keyboard.press('g');
		await page.keyboard.type('MORE words');
		await page.keyboard.press('Enter');
		expectEqual(await title(), words.words, 'slide');
		await goTo(page, words.title);
		await page.keyboard.type('4g');
		await page.keyboard.press('Enter');
		expectEqual(await title(), words.long, 'slide');
		await page.keyboard.press('g');
		for (const wrong of ['99', '(x', 'nowhere at all']) {
			await page.fill('.jump input', wrong);
			expect(/^(there are|no slide)/.test(await told()), `${wrong}: ${await told()}`);
		}
		await page.keyboard.press('Escape');
	});
	await check('jump: without packets on a slide, a number is a slide', async () => {
		await goTo(page, words.end);
		await page.keyboard.type('2');
		await page.keyboard.press('Enter');
		expectEqual(await title(), words.title, 'slide');
		expectNoProblems(problems);
	});
	await context.close();
}

// Keys while Hangul is on, when the browser gets other letters than those on the keys.
async function checkHangul(browser, { file, words }) {
	const { page, context } = await open(browser, file);
	const press = (key, code) => page.evaluate(([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, keyCode: 229, bubbles: true, cancelable: true })), [key, code]);
	await check('keys: work while the keyboard writes Hangul', async () => {
		await goTo(page, words.title);
		await press('ㅠ', 'KeyB');
		expectEqual(await page.evaluate(() => Reveal.isPaused()), true, 'black');
		await press('Process', 'KeyW');
		expectEqual(await page.evaluate(() => Reveal.isPaused()), false, 'black');
		await press('Process', 'KeyO');
		expectEqual(await sheets(page), 1, 'overview');
		await page.keyboard.press('Escape');
		await press('ㅜ', 'KeyN');
		expectEqual(await position(page), '1.0.0', 'a step by reveal.js');
	});
	await context.close();
}

async function checkBlank(browser, { file, words }) {
	const { page, context } = await open(browser, file);
	const color = () => page.evaluate(() => (Reveal.isPaused() ? getComputedStyle(document.querySelector('.pause-overlay')).backgroundColor : null));
	await check('screen: w makes it white, b black, and any key comes back and does nothing else', async () => {
		await goTo(page, words.title);
		const at = await position(page);
		for (const [key, ground] of [['w', 'rgb(255, 255, 255)'], ['b', 'rgb(0, 0, 0)'], ['W', 'rgb(255, 255, 255)'], ['.', 'rgb(0, 0, 0)']]) {
			for (const back of ['PageDown', 'Enter', 'Escape', '1', 'x', key]) {
				await page.keyboard.press(key);
				expectEqual(await color(), ground, `ground after ${key}`);
				await page.keyboard.press(back);
				expectEqual([await color(), await position(page), await sheets(page), await page.locator('dialog[open], .jump').count()], [null, at, 0, 0], `ground, place, sheets after ${back}`);
			}
		}
	});
	await check('screen: white over an open packet, too; a click comes back', async () => {
		await page.keyboard.press('Enter');
		await page.keyboard.press('w');
		expectEqual(await page.evaluate(() => [getComputedStyle(document.querySelector('dialog.packet-detail')).visibility,
			getComputedStyle(document.querySelector('dialog.packet-detail'), '::backdrop').backgroundColor]), ['hidden', 'rgb(255, 255, 255)'], 'packet, ground');
		await page.keyboard.press('ArrowUp');
		expectEqual(await page.locator('dialog.packet-detail:visible').count(), 1, 'packets');
		await page.keyboard.press('Escape');
		await page.keyboard.press('w');
		await page.mouse.click(600, 300);
		expectEqual([await color(), await page.locator('dialog[open]').count()], [null, 0], 'ground, dialogs');
	});
	await context.close();
}

async function checkOverviewKeys(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file);
	const selected = () => page.innerText('.tile[aria-selected="true"] .label b');
	const title = () => page.evaluate(() => Reveal.getCurrentSlide().querySelector('h1, h2').textContent);
	await check('overview: Escape opens it at the slide, and comes back to the same step', async () => {
		await goTo(page, words.title);
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		const at = await position(page);
		await page.keyboard.press('Escape');
		expectEqual(await selected(), '2', 'selected');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Escape');
		expectEqual([await position(page), await sheets(page)], [at, 0], 'place, sheets');
		await page.keyboard.press('o');
		await page.keyboard.press('Enter');
		expectEqual([await position(page), await sheets(page)], [at, 0], 'place, sheets after Enter on the same slide');
	});
	await check('overview: opened again by the key right after the one that closed it', async () => {
		const at = await position(page);
		await page.keyboard.press('o');
		await page.evaluate(() => {
			const press = (place, key) => place.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
			press(document.querySelector('.overview-sheet input'), 'Escape');
			return Promise.resolve().then(() => press(document.body, 'o')); // before any other event
		});
		await page.keyboard.press('ArrowRight');
		expectEqual(await selected(), '3', 'selected');
		await page.keyboard.press('Escape');
		expectEqual([await position(page), await sheets(page)], [at, 0], 'place, sheets');
	});
	await check('overview: arrow keys go along and across, Enter opens', async () => {
		await page.keyboard.press('o');
		for (const [key, number] of [['Home', '1'], ['ArrowRight', '2'], ['ArrowDown', '6'], ['ArrowRight', '7'], ['ArrowRight', '7'], ['ArrowUp', '3'], ['ArrowRight', '4'], ['ArrowDown', '7'], ['ArrowLeft', '6'], ['End', '7'], ['PageUp', '1']]) {
			await page.keyboard.press(key);
			expectEqual(await selected(), number, `selected after ${key}`);
		}
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Enter');
		expectEqual([await title(), await sheets(page)], [words.list, 0], 'slide, sheets');
	});
	await check('overview: typing looks in titles and texts; Enter opens what is left', async () => {
		const numbers = () => page.locator('.tile:visible .label b').allInnerTexts();
		await page.keyboard.press('o');
		await page.keyboard.type('DOES not Fit');
		expectEqual(await numbers(), ['5'], 'found by text');
		await page.keyboard.press('Enter');
		expectEqual(await title(), words.words, 'slide');
		await page.keyboard.press('Escape');
		await page.keyboard.type('packet');
		const some = await numbers();
		expectEqual([some.slice(0, 2), await selected()], [['2', '6'], '2'], 'found in titles, selected');
		expect(some.length > 2 && some.slice(2).every((one, index, all) => !index || Number(one) > Number(all[index - 1])) && !some.includes('7'), `found ${some}`);
		await page.keyboard.press('ArrowRight');
		expectEqual(await selected(), '6', 'selected by a key');
		await page.fill('.overview-sheet input', '3');
		expectEqual((await numbers())[0], '3', 'found by number');
		await page.fill('.overview-sheet input', '');
		expectEqual(await numbers(), ['1', '2', '3', '4', '5', '6', '7'], 'all, in the order of the talk');
		await page.fill('.overview-sheet input', 'nothing like that');
		expectEqual([await numbers(), await page.innerText('.overview-sheet output')], [[], 'no slide says this'], 'found nothing');
		expectEqual(await violations(page, 'dialog.sheet'), [], 'violations');
		await page.keyboard.press('Enter');
		await page.keyboard.press('ArrowDown');
		expectEqual(await sheets(page), 1, 'sheets');
		await page.keyboard.press('Escape');
		expectEqual([await title(), await sheets(page)], [words.words, 0], 'slide, sheets');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const talks = { en: stageTalk('en'), ko: stageTalk('ko') };
	for (const [lang, screen] of [['en', 'wide'], ['en', 'wide, dark'], ['en', 'phone'], ['ko', 'wide'], ['ko', '4:3'], ['ko', 'phone']])
		await checkScreen(browser, talks[lang], lang, screen);
	for (const [lang, talk] of Object.entries(talks))
		await checkSign(browser, talk, lang);
	await checkHelpKeys(browser, talks.en, 'en');
	await checkJump(browser, talks.en);
	await checkHangul(browser, talks.en);
	await checkBlank(browser, talks.en);
	await checkOverviewKeys(browser, talks.en);
});
