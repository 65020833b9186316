// Zooming by key, wheel, double click and pinch, on slides and in an opened packet; the slider of a long picture.
//
//   node tests/browser/stage-zoom.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { check, expect, expectEqual, expectNoProblems, expectSoon, goTo, main, open, position, STAGE } from './lib.mjs';
import { stageTalk } from './stage-talk.mjs';

const scale = (page) => page.evaluate(() => {
	const host = document.querySelector('dialog.packet-detail[open] .detail-stage') ?? document.querySelector('.slides');
	return Math.round(Number(host.style.scale || 1) * 100) / 100;
});
const isZoomed = (page) => page.evaluate(() => document.documentElement.matches('.zoomed'));

// The middle of the element that the selector finds on the slide or over it.
const middle = (page, selector) => page.evaluate((wanted) => {
	const box = (document.querySelector('dialog.packet-detail[open]') ?? Reveal.getCurrentSlide()).querySelector(wanted).getBoundingClientRect();
	return [box.left + box.width / 2, box.top + box.height / 2].map(Math.round);
}, selector);

const wheel = (page, at, deltaY, ctrlKey) => page.evaluate(([[clientX, clientY], deltaY, ctrlKey]) => document.elementFromPoint(clientX, clientY)
	.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey, clientX, clientY, bubbles: true, cancelable: true })), [at, deltaY, ctrlKey]);

// Checks that nothing beyond the slides' edges is in view.
const isCovered = (page) => page.evaluate(() => {
	const box = document.querySelector('.slides').getBoundingClientRect();
	return box.left <= 1 && box.top <= 1 && box.right >= innerWidth - 1 && box.bottom >= innerHeight - 1;
});

async function checkKeys(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	await check('zoom: z comes nearer to the current packet, and Escape, 0 or z goes back, to the same step', async () => {
		await goTo(page, words.title);
		for (let i = 0; i < 4; i++)
			await page.keyboard.press('ArrowRight');
		const at = await position(page), before = await middle(page, '.row.now .hit');
		for (const back of ['Escape', '0', 'z']) {
			await page.keyboard.press('z');
			const [, y] = await middle(page, '.row.now .hit');
			expect(await scale(page) > 2 && Math.abs(y - 360) < 3, `scale ${await scale(page)}, the packet at ${y}`);
			expectEqual(await isCovered(page), true, 'covered');
			await page.keyboard.press(back);
			expectEqual([await scale(page), await position(page), await middle(page, '.row.now .hit'), await page.locator('dialog[open], .jump').count()], [1, at, before, 0], `scale, place, packet, dialogs after ${back}`);
		}
	});
	await check('zoom: arrow keys move the view and no step; it ends at the edges; + and - change it', async () => {
		await page.keyboard.press('z');
		const at = await position(page);
		for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp']) {
			const before = await middle(page, 'h2');
			await page.keyboard.press(key);
			const after = await middle(page, 'h2');
			expect(key === 'ArrowUp' || after.join() !== before.join() || key === 'ArrowLeft', `${key} moves nothing`);
			for (let i = 0; i < 9; i++)
				await page.keyboard.press(key);
			expectEqual(await isCovered(page), true, `covered after ${key}`);
		}
		const first = await scale(page);
		await page.keyboard.press('+');
		const nearer = await scale(page);
		await page.keyboard.press('-');
		expect(nearer > first && Math.abs(await scale(page) - first) < .02, `${first}, ${nearer}, ${await scale(page)}`);
		for (let i = 0; i < 20; i++)
			await page.keyboard.press('+');
		expectEqual(await scale(page), 8, 'at most');
		for (let i = 0; i < 20; i++)
			await page.keyboard.press('-');
		expectEqual([await scale(page), await isZoomed(page), await position(page)], [1, false, at], 'at least, zoomed, place');
	});
	await check('zoom: steps go on while one is near, and the view follows; another slide is seen whole', async () => {
		await page.keyboard.press('Home');
		await goTo(page, words.title);
		await page.keyboard.press('z');
		for (let i = 0; i < 9; i++) {
			await page.keyboard.press('Space');
			const [, y] = await middle(page, '.row.now .hit');
			expect(y > 40 && y < 680, `step ${i + 2} is at ${y}`);
			const [heads, row] = await page.evaluate(() => ['.heads .head', '.row.now .hit'].map((part) => Reveal.getCurrentSlide().querySelector(part).getBoundingClientRect().toJSON()));
			expect(heads.top > -3 && heads.bottom <= row.top + 1, `step ${i + 2}: the heads are at ${heads.top}–${heads.bottom}, the packet at ${row.top}`);
		}
		expect(await isZoomed(page), 'a step left it');
		await goTo(page, words.list);
		expectEqual([await scale(page), await isZoomed(page)], [1, false], 'scale, zoomed on the next slide');
		await goTo(page, words.title);
		const [heads, figure] = await page.evaluate(() => ['.heads .head', '.diagram'].map((part) => Reveal.getCurrentSlide().querySelector(part).getBoundingClientRect().top));
		expect(Math.abs(heads - figure) < 2, `the heads are at ${heads} in a figure from ${figure} on`);
	});
	await check('zoom: over an opened packet; back from it the slide is whole', async () => {
		await goTo(page, words.title);
		await page.keyboard.press('Enter');
		await page.keyboard.press('z');
		expect(await scale(page) > 2, `scale ${await scale(page)}`);
		await page.keyboard.press('Escape');
		expectEqual([await scale(page), await page.locator('dialog.packet-detail[open]').count()], [1, 1], 'scale, packets');
		await page.keyboard.press('z');
		await page.locator('dialog .close').evaluate((button) => button.click());
		expectEqual([await scale(page), await isZoomed(page), await page.locator('dialog.packet-detail[open]').count()], [1, false, 0], 'scale, zoomed, packets');
	});
	await check('zoom: nothing forbidden happened', () => expectNoProblems(problems));
	await context.close();
}

async function checkMouse(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	await check('zoom: the wheel with Ctrl, and what is under the mouse stays there', async () => {
		await goTo(page, words.title);
		const before = await middle(page, '.row[data-frame="4"] .chip-text');
		for (let i = 0; i < 3; i++)
			await wheel(page, before, -100, true);
		const after = await middle(page, '.row[data-frame="4"] .chip-text');
		expect(await scale(page) > 2 && Math.abs(after[0] - before[0]) < 3 && Math.abs(after[1] - before[1]) < 3, `scale ${await scale(page)}, from ${before} to ${after}`);
		await wheel(page, before, 50, false);
		const moved = await middle(page, '.row[data-frame="4"] .chip-text');
		expect(Math.abs(after[1] - 50 - moved[1]) < 3, `the wheel alone: from ${after} to ${moved}`);
	});
	await check('zoom: a drag moves it and opens nothing; a click still opens the packet', async () => {
		const at = await position(page), before = await middle(page, 'h2');
		await page.mouse.move(640, 360);
		await page.mouse.down();
		await page.mouse.move(600, 340, { steps: 5 });
		await page.mouse.up();
		const after = await middle(page, 'h2');
		expect(Math.abs(after[0] - before[0] + 40) < 7 && Math.abs(after[1] - before[1] + 20) < 7, `from ${before} to ${after}`);
		expectEqual([await position(page), await page.locator('dialog[open]').count()], [at, 0], 'place, dialogs');
		await page.keyboard.press('Escape');
		await page.mouse.click(...await middle(page, '.row[data-frame="1"] .hit'));
		expectEqual(await page.locator('dialog.packet-detail[open]').count(), 1, 'packets');
		await page.keyboard.press('Escape');
	});
	await check('zoom: a double click on a picture, and again', async () => {
		await goTo(page, words.title);
		await page.mouse.dblclick(...await middle(page, '.head'));
		expect(await scale(page) > 2, `scale ${await scale(page)}`);
		await page.mouse.dblclick(...await middle(page, '.head'));
		expectEqual(await scale(page), 1, 'scale');
	});
	await check('zoom: a double click on a packet goes to it and opens it, selects nothing and does not zoom', async () => {
		await goTo(page, words.title);
		await page.mouse.dblclick(...await middle(page, '.row[data-frame="2"] .chip-text'));
		await page.waitForSelector('dialog.packet-detail[open]');
		expectEqual([await scale(page), await page.evaluate(() => [Reveal.getCurrentSlide().querySelector('.row.now').dataset.frame, String(getSelection())].join())], [1, '2,'], 'scale, packet and selection');
		await page.keyboard.press('Escape');
	});
	await check('zoom: without Ctrl the wheel is the page\'s; without a picture a double click is nothing', async () => {
		await wheel(page, [640, 360], -100, false);
		await goTo(page, words.end);
		await page.mouse.dblclick(640, 360);
		expectEqual(await scale(page), 1, 'scale');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkScrubber(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	const now = () => page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now').dataset.frame);
	await check('zoom: a long picture has a slider through its packets, a short one has none', async () => {
		await goTo(page, words.fields);
		await page.keyboard.press('z');
		expectEqual(await page.locator('.scrubber').count(), 0, 'sliders of a short one');
		await goTo(page, words.long);
		await page.keyboard.press('z');
		await page.locator('.scrubber input').fill('39');
		expectEqual([await now(), (await page.innerText('.scrubber output')).startsWith('#40 ')], ['40', true], 'packet, words');
		await expectSoon(async () => {
			const [, y] = await middle(page, '.row.now .hit');
			return y > 0 && y < 720;
		}, true, 'it is in view');
		await page.keyboard.press('ArrowRight');
		expectEqual(await now(), '41', 'packet after an arrow key on it');
		await page.keyboard.press('Escape');
		expectEqual([await page.locator('.scrubber').count(), await scale(page), await now()], [0, 1, '41'], 'sliders, scale, packet');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkFingers(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: { width: 1024, height: 768 }, hasTouch: true } });
	const session = await context.newCDPSession(page);
	const touch = (type, ...points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
	await check('zoom: two fingers, then one moves it, and turns no slide', async () => {
		await goTo(page, words.title);
		const at = await position(page);
		await touch('touchStart', [480, 380]);
		await touch('touchStart', [480, 380], [540, 380]);
		for (let i = 1; i <= 10; i++)
			await touch('touchMove', [480 - i * 6, 380], [540 + i * 6, 380]);
		await touch('touchEnd');
		await expectSoon(async () => await scale(page) > 2, true, 'it is near');
		const before = await middle(page, 'h2');
		await touch('touchStart', [600, 380]);
		for (let i = 1; i <= 10; i++)
			await touch('touchMove', [600 - i * 15, 380]);
		await touch('touchEnd');
		await expectSoon(async () => (await middle(page, 'h2'))[0] < before[0] - 90, true, 'it moved');
		expectEqual([await position(page), await page.evaluate(() => visualViewport.scale)], [at, 1], 'place, the browser\'s own zoom');
		await page.keyboard.press('Escape');
		await touch('touchStart', [700, 300]);
		for (let i = 1; i <= 10; i++)
			await touch('touchMove', [700 - i * 40, 300]);
		await touch('touchEnd');
		await expectSoon(async () => await position(page) === at, false, 'a swipe does nothing');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const talk = stageTalk('en');
	await checkKeys(browser, talk);
	await checkMouse(browser, talk);
	await checkScrubber(browser, talk);
	await checkFingers(browser, talk);
});
