// The spot and the pen in two windows: what is drawn on the stage shows in the speaker's picture of it, and the other way round.
//
//   node tests/browser/shared-ink.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { check, expect, expectEqual, expectNoProblems, expectSoon, goTo, isReady, main, open, opened, STAGE } from './lib.mjs';
import { stageTalk } from './stage-talk.mjs';

const WAIT = { timeout: 60000 };
const frameOf = (view) => view.frames().find((frame) => frame.url().endsWith('?speaker=now'));

async function speakerOf(page) {
	const view = await opened(page);
	await view.waitForFunction(() => document.querySelectorAll('iframe').length === 2, null, WAIT);
	await expectSoon(() => Boolean(frameOf(view)), true, 'a picture of the stage');
	await isReady(frameOf(view));
	return view;
}

async function draw(page, [x, y], [toX, toY]) {
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(toX, toY, { steps: 5 });
	await page.mouse.up();
}

// The speaker's window opens, or one of both is loaded again, while something is drawn.
async function checkLate(browser, file, words) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	await goTo(page, words.title);
	await page.keyboard.press('c');
	await draw(page, [200, 250], [400, 300]);
	const view = await speakerOf(page);
	const count = () => Promise.all([page, frameOf(view)].map((one) => one.locator('.ink .stroke').count()));
	const drawThere = async () => {
		await view.bringToFront();
		const box = await view.locator('iframe').first().boundingBox();
		await draw(view, [box.x + 60, box.y + 80], [box.x + 150, box.y + 120]);
	};
	await check('two windows: a picture that opens has what is drawn, and the pen', async () => {
		await expectSoon(count, [1, 1], 'strokes');
		await drawThere();
		await expectSoon(count, [2, 2], 'strokes, with one of the speaker');
	});
	await check('two windows: so it has when the speaker\'s window is loaded again', async () => {
		await view.reload();
		await view.waitForFunction(() => document.querySelectorAll('iframe').length === 2, null, WAIT);
		await expectSoon(() => Boolean(frameOf(view)), true, 'a picture of the stage');
		await isReady(frameOf(view));
		await expectSoon(count, [2, 2], 'strokes');
		await drawThere();
		await expectSoon(count, [3, 3], 'strokes, with another one');
	});
	await check('two windows: a stage that is loaded again has no strokes, and neither has the picture', async () => {
		await page.reload();
		await isReady(page);
		await expectSoon(count, [0, 0], 'strokes');
		expectEqual(await frameOf(view).locator('.ink-bar').count(), 0, 'tools of the pen in the picture');
		await page.bringToFront();
		await page.keyboard.press('c');
		await draw(page, [200, 350], [400, 380]);
		await drawThere();
		await expectSoon(count, [2, 2], 'strokes of both');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const { file, words } = stageTalk('en');
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	await goTo(page, words.title);
	const view = await speakerOf(page), frame = frameOf(view);
	const count = (selector) => Promise.all([page, frame].map((one) => one.locator(selector).count()));
	await check('two windows: a stroke on the stage is in the speaker\'s picture, at the same place', async () => {
		await page.bringToFront();
		await page.keyboard.press('c');
		await draw(page, [200, 250], [400, 300]);
		await expectSoon(() => count('.ink .stroke'), [1, 1], 'strokes');
		const paths = () => Promise.all([page, frame].map((one) => one.getAttribute('.ink .stroke', 'd')));
		await expectSoon(async () => new Set(await paths()).size, 1, 'different paths');
	});
	await check('two windows: a stroke in the speaker\'s picture is on the stage, and a key there takes it back', async () => {
		await view.bringToFront();
		const box = await view.locator('iframe').first().boundingBox();
		await draw(view, [box.x + 60, box.y + 80], [box.x + 150, box.y + 120]);
		await expectSoon(() => count('.ink .stroke'), [2, 2], 'strokes');
		await view.keyboard.press('u');
		await expectSoon(() => count('.ink .stroke'), [1, 1], 'strokes');
		await view.keyboard.press('x');
		await expectSoon(() => count('.ink .stroke'), [0, 0], 'strokes');
	});
	await check('two windows: a line that a stylus drew is as wide in both', async () => {
		await page.bringToFront();
		const session = await context.newCDPSession(page);
		for (const [index, force] of [.1, .1, .6, 1].entries())
			await session.send('Input.dispatchMouseEvent', { type: index ? 'mouseMoved' : 'mousePressed', x: 200 + 30 * index, y: 250, force, button: 'left', buttons: 1, clickCount: 1, pointerType: 'pen' });
		await session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x: 290, y: 250, force: 0, button: 'left', buttons: 0, clickCount: 1, pointerType: 'pen' });
		const lines = (one) => one.evaluate(() => [...document.querySelectorAll('.ink .stroke path')].map((line) => `${getComputedStyle(line).strokeWidth} ${line.getAttribute('d')}`));
		const drawn = await lines(page);
		expectEqual(drawn.map(parseFloat), [3.5, 5.5, 7], 'widths');
		await expectSoon(() => lines(frame), drawn, 'in the speaker\'s picture');
		await page.keyboard.press('x');
		await expectSoon(() => count('.ink .stroke'), [0, 0], 'strokes');
	});
	await check('two windows: the spot shows in both, and goes from both', async () => {
		await view.keyboard.press('r');
		await frame.waitForFunction(() => document.documentElement.matches('.spotting'), null, WAIT);
		const box = await view.locator('iframe').first().boundingBox();
		await view.mouse.move(box.x + 100, box.y + 100, { steps: 3 });
		await expectSoon(() => count('.spot'), [1, 1], 'spots');
		const [stage, picture] = await Promise.all([page, frame].map((one) => one.getAttribute('.spot', 'cx')));
		expect(stage === picture && Number(stage) > 0, `${stage} and ${picture}`);
		await view.keyboard.press('Escape');
		await expectSoon(() => count('.spot, .ink-bar'), [0, 0], 'spots and tools');
		expectNoProblems(problems);
	});
	await context.close();
	await checkLate(browser, file, words);
});
