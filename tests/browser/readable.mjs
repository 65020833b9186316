// What the last row can read: text that is large enough and whole, on each step of a walk through a deck.
import { badText, SMALLEST_TEXT } from './bad-text.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, open, position } from './lib.mjs';

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
	await check(`${name}: no console error, no page error, no request`, () => expectNoProblems(problems));
	await context.close();
}
