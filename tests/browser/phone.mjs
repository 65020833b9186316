// A deck on a phone held upright: slides to scroll through.
//
//   node tests/browser/phone.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { fixture } from './decks.mjs';
import { check, expect, expectNoProblems, main, open } from './lib.mjs';

async function checkPhone(browser, file) {
	const { page, context, problems } = await open(browser, file,
		{ context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await check('phone: the slides follow each other in one column', async () => {
		expect(await page.evaluate(() => Reveal.isScrollView()), 'it is no scroll view');
		const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
		expect(widths[0] <= widths[1], `it is ${widths[0]} wide on a screen of ${widths[1]}`);
		await page.evaluate(() => {
			const view = document.querySelector('.reveal-viewport');
			view.scrollTop = view.scrollHeight;
		});
		await page.waitForFunction(() => Reveal.isLastSlide());
	});
	await check('phone: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main((browser) => checkPhone(browser, fixture()));
