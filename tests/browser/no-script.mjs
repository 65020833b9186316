// A deck with JavaScript off: a page to read.
//
//   node tests/browser/no-script.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { fixture } from './decks.mjs';
import { check, expect, expectEqual, main, open } from './lib.mjs';

async function checkWithoutScripts(browser, file) {
	const { page, context } = await open(browser, file, { context: { javaScriptEnabled: false } });
	await check('without JavaScript: the deck reads as a page', async () => {
		const headings = await page.evaluate(() => [...document.querySelectorAll('section h1, section h2')].map((heading) => {
			const box = heading.getBoundingClientRect();
			return { text: heading.textContent, top: box.top + scrollY, height: box.height,
				isVisible: heading.checkVisibility({ opacityProperty: true, visibilityProperty: true }) };
		}));
		expect(headings.length >= 7, `${headings.length} headings`);
		headings.forEach((heading, index) => {
			expect(heading.isVisible && heading.height > 10, `"${heading.text}" is not visible`);
			expect(index === 0 || heading.top > headings[index - 1].top + 40,
				`"${heading.text}" lies over the slide before it`);
		});
		const rows = await page.evaluate(() => [...document.querySelectorAll('svg .row')]
			.filter((row) => !row.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length);
		expectEqual(rows, 0, 'rows of diagrams that are hidden');
	});
	await context.close();
}

await main((browser) => checkWithoutScripts(browser, fixture()));
