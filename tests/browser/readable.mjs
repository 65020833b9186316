// What the last row can read: text that is large enough and whole, on each step of a walk through a deck.
import { badText, SMALLEST_TEXT } from './bad-text.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, open, position, STAGE } from './lib.mjs';

const OLD_PROJECTOR = { width: 1024, height: 768 }; // 4:3

// On a slide that is taller than the stage, the key scrolls first: it is pressed until it has scrolled all.
async function pressPast(page, key) {
	const before = await position(page);
	const scrolled = () => page.evaluate(() => [Reveal.getCurrentSlide(), ...Reveal.getCurrentSlide().querySelectorAll('*')].reduce((sum, one) => sum + one.scrollTop, 0));
	for (let last = await scrolled(); await position(page) === before; last = await scrolled()) {
		await page.keyboard.press(key);
		await expectSoon(async () => await position(page) !== before || await scrolled() !== last, true, `${key} at ${before}: a step, or a scroll`);
	}
}

// Walks the whole deck with `key`; returns what each step showed.
async function walk(page, key, visit) {
	const seen = new Set();
	for (let steps = 0; steps < 600; steps++) {
		const at = await position(page);
		expect(!seen.has(at), `${key} came to ${at} twice`);
		seen.add(at);
		await visit?.(at);
		if (await page.evaluate(() => Reveal.isLastSlide() && !Reveal.availableFragments().next))
			return seen;
		await pressPast(page, key);
	}
	throw new Error('the deck does not end');
}

// On a projector of 4:3 the stage is as wide as the screen, in its middle. Text has to be as large on it, compared with
// its width. Looks at each slide with all its steps taken, and at the sheet of keys, which has no stage.
async function checkOldProjector(page) {
	const scale = OLD_PROJECTOR.width / STAGE.width;
	const bad = [];
	const look = async (where, root) => {
		const found = await badText(page, root, { smallest: SMALLEST_TEXT * scale, ...OLD_PROJECTOR });
		bad.push(...found.map((problem) => `${where}: ${problem}`));
	};
	await page.setViewportSize(OLD_PROJECTOR);
	await expectSoon(() => page.evaluate(() => Reveal.getScale()), scale, 'the scale of the stage');
	const slides = await page.evaluate(() => Reveal.getSlides().map((slide) => Reveal.getIndices(slide)));
	for (const { h, v } of slides) {
		await page.evaluate(([h, v]) => Reveal.slide(h, v, 99), [h, v]);
		await look(`slide ${h + 1}${v ? `.${v + 1}` : ''}`);
	}
	const stage = await page.evaluate(() => document.querySelector('.reveal .slides').getBoundingClientRect().toJSON());
	expectEqual([stage.left, stage.top, stage.width, stage.height].map(Math.round), [0, 96, 1024, 576], 'left, top, width and height of the stage');
	await page.keyboard.press('?');
	await look('the sheet of keys', '.sheet');
	await page.keyboard.press('Escape');
	await page.setViewportSize(STAGE);
	expect(bad.length === 0, bad.slice(0, 12).join('\n'));
}

// Every slide and every step of a deck.
export async function checkDeck(browser, name, file) {
	const { page, context, problems } = await open(browser, file);
	const bad = new Map();
	let seen = new Set();
	await check(`${name}: Space walks through every slide and step`, async () => {
		seen = await walk(page, 'Space', async (at) => {
			for (const problem of await badText(page))
				bad.set(problem, bad.get(problem) ?? at);
		});
		const slides = new Set([...seen].map((at) => at.split('.').slice(0, 2).join('.')));
		expectEqual(slides.size, await page.evaluate(() => Reveal.getTotalSlides()), 'slides seen');
	});
	await check(`${name}: every text is at least ${SMALLEST_TEXT} px and whole`, () => {
		expect(bad.size === 0, [...bad].slice(0, 20).map(([problem, at]) => `slide ${at}: ${problem}`).join('\n'));
	});
	await check(`${name}: on a screen of 4:3 every slide is whole, and as large`, () => checkOldProjector(page));
	await check(`${name}: no console error, no page error, no request`, () => expectNoProblems(problems));
	await context.close();
}
