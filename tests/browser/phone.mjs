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
	await check('phone: the words of a list have room', async () => {
		const [narrowest, cut] = await page.evaluate(() => {
			const cells = [...document.querySelectorAll('section > .packets-list td:nth-child(7)')];
			return [Math.min(...cells.map((cell) => cell.getBoundingClientRect().width)), cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length];
		});
		expect(narrowest > 150, `a cell is ${narrowest} px wide`);
		expect(cut === 0, `${cut} cells are cut`);
	});
	await check('phone: what goes on beyond an edge fades there', async () => {
		const [count, hard] = await page.evaluate(() => {
			const holders = [...document.querySelectorAll('.diagram, .picture, .packets-list')].filter((one) => one.scrollWidth > one.clientWidth + 4);
			return [holders.length, holders.filter((one) => getComputedStyle(one).maskImage === 'none').length];
		});
		expect(count > 0, 'nothing goes on sideways');
		expect(hard === 0, `${hard} of ${count} end without a sign`);
	});
	await check('phone: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main((browser) => checkPhone(browser, fixture()));
