// The spot of light and the pen: by mouse, finger and stylus, over slides and over an opened packet, in light and in the dark.
//
//   node tests/browser/stage-point.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { contrasts } from './contrast.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, goTo, main, open, position, STAGE } from './lib.mjs';
import { stageTalk } from './stage-talk.mjs';
import { fingers, tapUntil } from './touch.mjs';

const strokes = (page) => page.locator('.ink .stroke').count();
const details = (page) => page.locator('dialog.packet-detail[open]').count();

async function draw(page, from, to) {
	await page.mouse.move(...from);
	await page.mouse.down();
	await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + 20, { steps: 4 });
	await page.mouse.move(...to, { steps: 4 });
	await page.mouse.up();
}

const rowAt = (page, frame) => page.evaluate((number) => {
	const box = Reveal.getCurrentSlide().querySelector(`.row[data-frame="${number}"] .hit`).getBoundingClientRect();
	return [box.left + box.width / 2, box.top + box.height / 2];
}, frame);

// Where the last stroke is, in the window.
const drawnAt = (page) => page.evaluate(() => {
	const box = [...document.querySelectorAll('.ink .stroke')].at(-1).getBoundingClientRect();
	return [box.left, box.top, box.right, box.bottom].map(Math.round);
});

async function checkPen(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	await goTo(page, words.title);
	await check('point: while nothing is on, a click opens a packet, and nothing is drawn', async () => {
		await page.mouse.click(...await rowAt(page, 1));
		expectEqual([await details(page), await page.locator('.ink, .ink-bar').count()], [1, 0], 'packets, ink');
		await page.keyboard.press('Escape');
	});
	await check('pen: a mouse draws where it is, opens nothing, selects no text, and takes no row', async () => {
		const at = await position(page);
		await page.keyboard.press('c');
		await draw(page, [100, 250], [500, 400]);
		await page.mouse.click(...await rowAt(page, 1));
		expectEqual([await strokes(page), await details(page), await position(page), await page.evaluate(() => [getSelection().toString(), Boolean(document.activeElement.closest('.row:not(.now)'))])], [2, 0, at, ['', false]], 'strokes, packets, place, selection and focus');
		await page.keyboard.press('u');
		const [left, top, right, bottom] = await drawnAt(page);
		expect(Math.abs(left - 100) < 6 && Math.abs(top - 250) < 6 && Math.abs(right - 500) < 6 && Math.abs(bottom - 400) < 6, `drawn at ${[left, top, right, bottom]}`);
	});
	await check('pen: what was drawn stays in its place when the window is another', async () => {
		await page.setViewportSize({ width: 640, height: 360 });
		await expectSoon(async () => (await drawnAt(page)).map((edge) => Math.round(edge / 12)), [50, 125, 250, 200].map((edge) => Math.round(edge / 12)), 'drawn at');
		await page.setViewportSize(STAGE);
	});
	await check('pen: a step keeps it, another slide has its own, back again it is there', async () => {
		await page.keyboard.press('ArrowRight');
		expectEqual(await strokes(page), 1, 'strokes after a step');
		await goTo(page, words.list);
		expectEqual(await strokes(page), 0, 'strokes on the next slide');
		await draw(page, [300, 300], [400, 320]);
		await draw(page, [300, 400], [400, 420]);
		expectEqual(await strokes(page), 2, 'strokes there');
		await goTo(page, words.title);
		expectEqual(await strokes(page), 1, 'strokes, back');
	});
	await check('pen: colors by key and by button, undo, erase, off', async () => {
		for (const [index, key] of ['1', '2', '3', '4'].entries()) {
			await page.keyboard.press(key);
			await draw(page, [200, 500 + index * 20], [300, 500 + index * 20]);
			expect(await page.evaluate((wanted) => [...document.querySelectorAll('.ink .stroke')].at(-1).matches(wanted), `.pen-${index}`), `no color ${key}`);
		}
		await page.locator('.ink-bar button.pen-1').click();
		expectEqual(await page.locator('.ink-bar [aria-pressed="true"]').getAttribute('aria-label'), 'blue (2)', 'color');
		expectEqual(await strokes(page), 5, 'strokes');
		await page.keyboard.press('Backspace');
		await page.locator('.ink-bar button', { hasText: '↶' }).click();
		expectEqual(await strokes(page), 3, 'strokes after undo');
		await page.keyboard.press('Escape');
		expectEqual([await page.locator('.ink-bar').count(), await strokes(page), await page.locator('dialog[open]').count()], [0, 3, 0], 'bars, strokes, dialogs');
		await page.keyboard.press('x');
		expectEqual(await strokes(page), 0, 'strokes after x');
		await goTo(page, words.list);
		expectEqual(await strokes(page), 2, 'strokes of the other slide');
	});
	await check('pen: over an opened packet, whose strokes are its own', async () => {
		await goTo(page, words.title);
		await page.keyboard.press('Enter');
		await page.keyboard.press('c');
		await draw(page, [200, 300], [500, 330]);
		expectEqual([await strokes(page), await details(page), await page.locator('dialog .ink-bar').count()], [1, 1, 1], 'strokes, packets, bars');
		await page.keyboard.press('Backspace');
		expectEqual([await strokes(page), await details(page)], [0, 1], 'strokes, packets after undo');
		await draw(page, [200, 300], [500, 330]);
		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
		expectEqual([await strokes(page), await details(page)], [0, 0], 'strokes, packets');
		await page.keyboard.press('Enter');
		expectEqual(await strokes(page), 1, 'strokes, opened again');
		await page.keyboard.press('Escape');
	});
	await check('pen: nothing of it on paper', async () => {
		await goTo(page, words.list);
		await page.keyboard.press('c');
		await page.emulateMedia({ media: 'print' });
		expectEqual(await page.locator('.ink:visible, .ink-bar:visible').count(), 0, 'ink on paper');
		await page.emulateMedia({ media: 'screen' });
		await page.keyboard.press('c');
		expectNoProblems(problems);
	});
	await context.close();
}

// A long diagram scrolls with its steps, and a long slide by keys: what was drawn stays where it was on them, here and in the
// speaker's window.
async function checkScrolled(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	const from = (window, selector) => window.evaluate((wanted) => {
		const stroke = [...document.querySelectorAll('.ink .stroke')].at(-1), one = Reveal.getCurrentSlide().querySelector(wanted);
		return [Math.round(stroke.getBoundingClientRect().top - one.getBoundingClientRect().top), stroke.checkVisibility({ visibilityProperty: true })];
	}, selector);
	await check('pen: what is drawn on a long diagram moves with its packet, is gone with it, and comes back', async () => {
		await goTo(page, words.long);
		const [view] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('s')]);
		await view.waitForSelector('iframe');
		await page.bringToFront();
		await page.keyboard.press('c');
		for (let i = 0; i < 7; i++)
			await page.keyboard.press('ArrowRight');
		const at = await rowAt(page, 8);
		await draw(page, [at[0] - 60, at[1] - 10], [at[0] + 60, at[1] + 10]);
		const before = await from(page, '.row[data-frame="8"] .hit'), top = (await drawnAt(page))[1];
		const next = async (key, count) => {
			for (let i = 0; i < count; i++)
				await page.keyboard.press(key);
		};
		await next('ArrowRight', 2);
		await expectSoon(() => from(page, '.row[data-frame="8"] .hit'), before, 'px from its packet');
		expect(Math.abs((await drawnAt(page))[1] - top) > 20, 'nothing was scrolled');
		const frame = view.frames().find((one) => one !== view.mainFrame() && one.name() === 'now') ?? view.frames()[1];
		await expectSoon(async () => Math.abs((await from(frame, '.row[data-frame="8"] .hit'))[0] * 1280 / await frame.evaluate(() => innerWidth) - before[0]) < 6, true, 'in the speaker\'s window');
		await next('ArrowRight', 20);
		await expectSoon(async () => (await from(page, '.row'))[1], false, 'whether it is in view');
		await next('ArrowLeft', 22);
		await expectSoon(() => from(page, '.row[data-frame="8"] .hit'), before, 'px from its packet, back');
	});
	await check('pen: what is drawn on words of a long slide moves with them', async () => {
		await goTo(page, words.words);
		await draw(page, [200, 400], [400, 420]);
		const before = (await from(page, 'h2'))[0];
		await page.keyboard.press('ArrowDown');
		await expectSoon(async () => [(await from(page, 'h2'))[0], await page.evaluate(() => Reveal.getCurrentSlide().scrollTop > 50)], [before, true], 'px from the words, whether they were scrolled');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkSpot(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	await check('spot: goes with the mouse, and a click still opens the packet', async () => {
		await goTo(page, words.title);
		await page.keyboard.press('r');
		const at = await rowAt(page, 1);
		await page.mouse.move(...at, { steps: 3 });
		const box = await page.locator('.spot').boundingBox();
		expect(Math.abs(box.x + box.width / 2 - at[0]) < 2 && Math.abs(box.y + box.height / 2 - at[1]) < 2, `at ${box.x}, ${box.y}, not ${at}`);
		await page.mouse.click(...at);
		expectEqual([await details(page), await page.locator('.spot').count()], [1, 0], 'packets, spots');
		await page.mouse.move(700, 300);
		expectEqual(await page.locator('dialog .spot').count(), 1, 'spots over the packet');
		await page.keyboard.press('r');
		expectEqual([await page.locator('.spot, .ink-bar').count(), await details(page)], [0, 1], 'spots, packets');
		expectNoProblems(problems);
	});
	await context.close();
}

// Runs in the page: each color of the pen, and the paper's.
const penColors = () => [...document.querySelectorAll('.ink-bar .color')].map((one) => [getComputedStyle(one, '::before').backgroundColor, getComputedStyle(document.body).backgroundColor]);

async function checkColors(browser, { file }) {
	for (const colorScheme of ['light', 'dark']) {
		const { page, context } = await open(browser, file, { context: { colorScheme } });
		await check(`pen, ${colorScheme}: its colors read on the slide`, async () => {
			await page.keyboard.press('c');
			const ratios = await contrasts(page, await page.evaluate(penColors));
			expect(ratios.length === 4 && ratios.every((ratio) => ratio >= 4.5), `contrasts ${ratios.map((ratio) => ratio.toFixed(1))}`);
		});
		await context.close();
	}
}

async function checkTouch(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: { width: 1024, height: 768 }, hasTouch: true } });
	const session = await context.newCDPSession(page), finger = await fingers(page, context);
	const swipe = async (kind, [x, y], [toX, toY]) => {
		if (kind === 'touch') {
			await finger([x, y], [toX, toY]);
		} else {
			const pen = (type, atX, atY) => session.send('Input.dispatchMouseEvent', { type, x: atX, y: atY, button: 'left', buttons: 1, clickCount: 1, pointerType: 'pen' });
			await pen('mousePressed', x, y);
			for (let i = 1; i <= 10; i++)
				await pen('mouseMoved', x + (toX - x) * i / 10, y + (toY - y) * i / 10);
			await pen('mouseReleased', toX, toY);
		}
	};
	for (const kind of ['touch', 'stylus']) {
		await check(`pen: a ${kind} draws, and turns no slide; its tools are on the screen`, async () => {
			await goTo(page, words.title);
			const at = await position(page), before = await strokes(page);
			const line = page.locator('.help-sheet button.line', { hasText: 'pen' }), bar = page.locator('.ink-bar');
			await tapUntil(page.locator('.help-button'), () => line.isVisible(), 'sheet');
			await tapUntil(line, () => bar.isVisible(), 'tools');
			await swipe(kind, [700, 300], [300, 330]);
			await expectSoon(() => strokes(page), before + 1, 'strokes');
			expectEqual(await position(page), at, 'place');
			await tapUntil(bar.locator('button', { hasText: '×' }), async () => await bar.count() === 0, 'no tools');
		});
	}
	await check('pen: off, a finger turns slides again', async () => {
		const at = await position(page);
		await swipe('touch', [700, 300], [300, 310]);
		await expectSoon(async () => await position(page) === at, false, 'it stayed');
		expectNoProblems(problems);
	});
	await context.close();
}

// Fingers and a stylus as the browser receives them: touch(type, ...points), and stylus(type, [x, y], force).
async function handsOf(page, context) {
	const session = await context.newCDPSession(page);
	const touch = (type, ...points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
	const stylus = (type, [x, y], force = .5) => session.send('Input.dispatchMouseEvent', { type, x, y, force, button: 'left', buttons: 1, clickCount: 1, pointerType: 'pen' });
	return { touch, stylus };
}

async function checkHands(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: { width: 1024, height: 768 }, hasTouch: true } });
	const { touch, stylus } = await handsOf(page, context);
	const isZoomed = () => page.evaluate(() => document.documentElement.matches('.zoomed'));
	const spotAt = () => page.evaluate(() => [...document.querySelectorAll('.spot')].map((spot) => {
		const box = spot.getBoundingClientRect();
		return [box.left + box.width / 2, box.top + box.height / 2].map(Math.round);
	}));
	// Two fingers go apart; the first one touches, and may move, before the second does.
	const pinch = async (start = [500, 300]) => {
		await touch('touchStart', start);
		await touch('touchMove', [start[0] + 4, start[1]]);
		await touch('touchStart', [start[0] + 4, start[1]], [start[0] + 100, start[1]]);
		for (let i = 1; i <= 5; i++)
			await touch('touchMove', [start[0] - 12 * i, start[1]], [start[0] + 100 + 12 * i, start[1]]);
		await touch('touchEnd');
		await expectSoon(isZoomed, true, 'zoomed');
	};
	const drag = async ([x, y], [toX, toY]) => {
		await touch('touchStart', [x, y]);
		for (let i = 1; i <= 8; i++)
			await touch('touchMove', [x + (toX - x) * i / 8, y + (toY - y) * i / 8]);
		await touch('touchEnd');
	};
	const draw = async ([x, y], [toX, toY]) => {
		await stylus('mousePressed', [x, y], .2);
		for (let i = 1; i <= 8; i++)
			await stylus('mouseMoved', [x + (toX - x) * i / 8, y + (toY - y) * i / 8], .2 + i / 10);
		await stylus('mouseReleased', [toX, toY], 0);
	};
	const isNear = (box, wanted, what) => expect(box.every((at, index) => Math.abs(at - wanted[index]) < 10), `${what}: at ${box}, not ${wanted}`);
	const left = () => page.evaluate(() => Math.round(document.querySelector('.slides').getBoundingClientRect().left));
	await goTo(page, words.title);
	const at = await position(page);
	await check('spot: under a finger, turns no slide, and goes with the finger', async () => {
		await page.keyboard.press('r');
		await touch('touchStart', [700, 300]);
		for (let x = 700; x >= 300; x -= 50)
			await touch('touchMove', [x, 320]);
		await expectSoon(spotAt, [[300, 320]], 'spots');
		await touch('touchEnd');
		await expectSoon(spotAt, [], 'spots after the finger');
		expectEqual(await position(page), at, 'place');
	});
	await check('spot: two fingers zoom; then one shows the spot where it is, and moves nothing', async () => {
		await pinch();
		const before = await left();
		await touch('touchStart', [300, 300]);
		await touch('touchMove', [360, 330]);
		await touch('touchMove', [400, 350]);
		await expectSoon(spotAt, [[400, 350]], 'spots');
		await touch('touchEnd');
		expectEqual([await left(), await position(page)], [before, at], 'view, place');
		await page.keyboard.press('r');
		await page.keyboard.press('z');
	});
	await check('pen: two fingers zoom and leave no stroke; drawn then, a stroke is where the finger was', async () => {
		await page.keyboard.press('c');
		await pinch();
		expectEqual(await strokes(page), 0, 'strokes');
		await drag([300, 300], [500, 340]);
		await expectSoon(() => strokes(page), 1, 'strokes');
		isNear(await drawnAt(page), [300, 300, 500, 340], 'the stroke');
		await page.keyboard.press('z');
		expectEqual([await strokes(page), await position(page)], [1, at], 'strokes, place');
	});
	await check('pen: undo, colors and erase by taps', async () => {
		await drag([300, 500], [400, 520]);
		const button = (sign) => page.locator('.ink-bar button', { hasText: sign });
		const color = page.locator('.ink-bar .pen-2');
		await tapUntil(color, async () => await color.getAttribute('aria-pressed') === 'true', 'the color');
		await drag([300, 600], [400, 620]);
		await expectSoon(() => strokes(page), 3, 'strokes');
		expect(await page.locator('.ink .stroke').last().evaluate((one) => one.matches('.pen-2')), 'another color');
		await tapUntil(button('↶'), async () => await strokes(page) === 2, 'undo');
		await tapUntil(button('⌫'), async () => await strokes(page) === 0, 'erase');
	});
	await check('pen: a stylus draws while a palm lies beside it, before or after', async () => {
		await stylus('mousePressed', [300, 300], .3);
		await stylus('mouseMoved', [340, 300], .5);
		await touch('touchStart', [600, 500]);
		await stylus('mouseMoved', [420, 300], .7);
		await touch('touchMove', [604, 503]);
		await stylus('mouseMoved', [500, 300], .7);
		await stylus('mouseReleased', [500, 300], 0);
		await touch('touchEnd');
		await expectSoon(() => strokes(page), 1, 'strokes');
		isNear(await drawnAt(page), [300, 300, 500, 300], 'the stroke');
		await page.keyboard.press('c');
		await page.keyboard.press('c');
		await touch('touchStart', [600, 500]);
		await touch('touchMove', [604, 503]);
		await draw([300, 400], [500, 400]);
		await touch('touchEnd');
		await expectSoon(() => strokes(page), 2, 'strokes');
		isNear(await drawnAt(page), [300, 400, 500, 400], 'the stroke');
	});
	await check('pen: beside a stylus a finger moves the zoomed view, draws nothing and turns no slide', async () => {
		await drag([700, 300], [300, 310]);
		expectEqual([await strokes(page), await position(page)], [2, at], 'strokes, place');
		await pinch([700, 300]);
		const before = await left();
		await drag([600, 300], [500, 300]);
		await expectSoon(async () => await left() < before - 50, true, 'the view moved');
		expectEqual([await strokes(page), await position(page)], [2, at], 'strokes, place');
		await draw([300, 500], [500, 500]);
		await expectSoon(() => strokes(page), 3, 'strokes');
		isNear(await drawnAt(page), [300, 500, 500, 500], 'the stroke');
		await page.keyboard.press('z');
		expectNoProblems(problems);
	});
	await context.close();
}

// The widths of the last stroke's lines, in px of the stage, as they follow each other.
const widths = (page) => page.evaluate(() => {
	const stroke = [...document.querySelectorAll('.ink .stroke')].at(-1), lines = stroke.matches('path') ? [stroke] : [...stroke.querySelectorAll('path')];
	return lines.map((line) => parseFloat(getComputedStyle(line).strokeWidth));
});

async function checkPressure(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	const { stylus } = await handsOf(page, context);
	// One stroke to the right, at a height, with a pressure for each of its points.
	const press = async (y, pressures) => {
		for (const [index, force] of pressures.entries())
			await stylus(index ? 'mouseMoved' : 'mousePressed', [200 + 20 * index, y], force);
		await stylus('mouseReleased', [200 + 20 * (pressures.length - 1), y], 0);
	};
	await goTo(page, words.title);
	await page.keyboard.press('c');
	await check('pen: a stylus that presses harder draws a wider line', async () => {
		await press(200, [.1, .1, .3, .3, .5, .5, .8, 1, 1]);
		expectEqual([await strokes(page), await widths(page)], [1, [3.5, 4, 5, 6, 7]], 'strokes, widths');
		const ends = await page.evaluate(() => [...document.querySelectorAll('.ink .stroke path')].map((line) => {
			const at = [0, line.getTotalLength()].map((length) => line.getPointAtLength(length).x);
			return at.map((x) => Math.round(x));
		}));
		expect(ends.every(([from], index) => !index || from === ends[index - 1][1]), `gaps between ${JSON.stringify(ends)}`);
		expectEqual([ends[0][0], ends.at(-1)[1]], [200, 360], 'from where to where');
	});
	await check('pen: one that always presses alike draws as a mouse does', async () => {
		for (const [index, force] of [0, .5, 1].entries()) {
			await press(260 + 40 * index, Array(5).fill(force));
			expectEqual([await strokes(page), await widths(page)], [2 + index, [5]], `strokes, widths with ${force}`);
		}
		await draw(page, [200, 400], [400, 400]);
		expectEqual(await widths(page), [5], 'of the mouse');
		expectEqual(await page.evaluate(() => [...document.querySelectorAll('.ink .stroke')].slice(1).every((one) => one.matches('path'))), true, 'one line each');
	});
	await check('pen: a long stroke stays small in the page, and an undo takes all of it', async () => {
		const before = await strokes(page);
		await press(460, Array.from({ length: 40 }, (_, index) => .5 + .02 * Math.sin(index)));
		expectEqual(await strokes(page), before + 1, 'strokes');
		expect((await widths(page)).length < 20, `${(await widths(page)).length} lines`);
		await page.keyboard.press('u');
		expectEqual(await strokes(page), before, 'after the undo');
	});
	await check('pen: a slide keeps the widths', async () => {
		await page.keyboard.press('x');
		await press(200, [.1, .1, 1, 1]);
		const drawn = await widths(page);
		await goTo(page, words.list);
		await goTo(page, words.title);
		expectEqual([await widths(page), drawn], [drawn, [3.5, 7]], 'widths');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const talk = stageTalk('en');
	await checkPen(browser, talk);
	await checkScrolled(browser, talk);
	await checkSpot(browser, talk);
	await checkColors(browser, talk);
	await checkTouch(browser, talk);
	await checkHands(browser, talk);
	await checkPressure(browser, talk);
});
