// A deck is driven by a clicker, which sends PageDown, PageUp and a key that blanks the screen, and by fingers on
// a tablet.
//
//   node tests/browser/clicker-touch.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { fixture } from './decks.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, goTo, isReady, main, open, position, STAGE } from './lib.mjs';
import { fingers, tapUntil } from './touch.mjs';

const detailCount = (page) => page.locator('dialog.packet-detail[open]').count();

async function blackScreen(browser) {
	const page = await browser.newPage({ viewport: STAGE });
	await page.setContent('<body style="background: #000">');
	const picture = await page.screenshot();
	await page.close();
	return picture;
}

const STEPS = 12; // from the slide before the diagram with eleven packets, to the one after it

async function checkClicker(browser, file) {
	const { page, context, problems } = await open(browser, file);
	await check('clicker: next takes each step and slide, previous the same way back', async () => {
		await goTo(page, '한 패킷을');
		const forward = [];
		for (let i = 0; i < STEPS; i++) {
			forward.push(await position(page));
			await page.keyboard.press('PageUp');
		}
		const start = await position(page);
		const back = [];
		for (let i = 0; i < STEPS; i++) {
			await page.keyboard.press('PageDown');
			back.unshift(await position(page));
		}
		expectEqual(back, forward, 'the way');
		expect(start.startsWith('0.') && new Set(forward.map((at) => at.split('.')[0])).size === 2, `from ${start}: ${forward.join(' ')}`);
	});
	const black = await blackScreen(browser);
	const isBlack = async () => black.equals(await page.screenshot());
	for (const key of ['b', '.', 'v']) {
		await check(`clicker: "${key}" makes the screen black, and back`, async () => {
			await goTo(page, '열한 개의');
			await page.keyboard.press('PageDown');
			const at = await position(page);
			expect(!await isBlack(), 'it is black before');
			await page.keyboard.press(key);
			expect(await isBlack(), 'it is not black');
			await page.keyboard.press(key);
			expectEqual([await isBlack(), await position(page)], [false, at], 'black, step');
		});
	}
	await check('clicker: any key comes back from black, and takes no step', async () => {
		const at = await position(page);
		for (const back of ['PageDown', 'PageUp', 'Escape', 'Enter']) {
			await page.keyboard.press('b');
			expect(await isBlack(), 'it is not black');
			await page.keyboard.press(back);
			expectEqual([await isBlack(), await position(page), await detailCount(page)], [false, at, 0], `black, step, details after ${back}`);
		}
	});
	await check('clicker: a packet that is open goes black, and is there again', async () => {
		const at = await position(page);
		await page.keyboard.press('Enter');
		for (const back of ['b', 'PageDown', 'Escape', 'ArrowUp']) {
			await page.keyboard.press('b');
			expect(await isBlack(), 'it is not black');
			await page.keyboard.press(back);
			expectEqual([await isBlack(), await detailCount(page), await position(page)], [false, 1, at], `black, details, step after ${back}`);
		}
		await page.keyboard.press('Escape');
		expectEqual([await detailCount(page), await position(page)], [0, at], 'details, step');
	});
	await check('clicker: its start button, which reloads a page, comes back to the slide', async () => {
		await goTo(page, '목록으로');
		const before = await page.evaluate(() => Reveal.getCurrentSlide().id);
		await page.waitForFunction((id) => decodeURIComponent(location.hash).includes(id), before); // a second later
		await page.reload();
		await isReady(page);
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().id), before, 'slide');
	});
	await check('clicker: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

async function checkTouch(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: { width: 1024, height: 768 }, hasTouch: true } });
	const swipe = await fingers(page, context);
	const left = () => swipe([620, 300], [220, 310]), right = () => swipe([220, 300], [620, 310]); // beside the map of a long picture
	const state = async () => [await page.locator('section.present .row.now').first().getAttribute('data-frame'), await detailCount(page)];
	const shows = (frame, details) => expectSoon(state, [frame, details], 'packet, details');
	await check('touch: a swipe to the left takes a step, to the right takes it back', async () => {
		await goTo(page, '열한 개의');
		await left();
		await left();
		await shows('3', 0);
		await right();
		await shows('2', 0);
		await right();
		await right();
		await expectSoon(() => page.evaluate(() => Reveal.getIndices().h), 0, 'slide');
	});
	await check('touch: a tap opens the packet, on another goes to it', async () => {
		await goTo(page, '열한 개의');
		const tapped = page.locator('section.present .row[data-frame="4"] .hit');
		await tapUntil(tapped, async () => (await state())[0] === '4', 'packet');
		await shows('4', 0);
		await tapped.tap();
		await shows('4', 1);
	});
	await check('touch: a tap on a field lights its bytes, and a tap closes', async () => {
		await page.tap('dialog .cell:has-text("Destination Port")');
		await expectSoon(() => page.evaluate(() => [...document.querySelectorAll('dialog .hex .lit')].map((byte) => byte.dataset.byte)), ['36', '37'], 'bytes');
		await page.tap('dialog button.close');
		await shows('4', 0);
	});
	await check('touch: a finger scrolls the bytes of a packet, which stays open', async () => {
		await goTo(page, '적대적인 바이트'); // has a slide below
		for (let i = 0; i < 3; i++)
			await left();
		await shows('4', 0);
		await page.tap('section.present .row.now .hit');
		await shows('4', 1);
		const scrolled = () => page.evaluate(() => document.querySelector('dialog .dump').scrollTop);
		const before = await scrolled();
		const box = await page.locator('dialog .dump').boundingBox();
		const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height - 20)];
		await swipe([x, y], [x, y - 200]);
		await expectSoon(async () => await scrolled() > before + 100, true, 'it scrolled');
		await shows('4', 1);
	});
	await check('touch: a swipe in a packet closes it, and goes on by one step', async () => {
		await swipe([700, 60], [300, 65]);
		await shows('5', 0);
	});
	await check('touch: a swipe upward goes to the slide below', async () => {
		await page.evaluate(() => Reveal.slide(Reveal.getIndices().h, 0, 99));
		const h = await page.evaluate(() => Reveal.getIndices().h);
		await swipe([60, 600], [65, 200]);
		await expectSoon(async () => (await position(page)).split('.').slice(0, 2).map(Number), [h, 1], 'slide');
	});
	await check('touch: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

await main(async (browser) => {
	const file = fixture();
	await checkClicker(browser, file);
	await checkTouch(browser, file);
});
