// A deck on paper.
//
//   node tests/browser/print.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { fixture } from './decks.mjs';
import { check, expectEqual, expectNoProblems, main, open } from './lib.mjs';

async function checkPrint(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	await check('print: one page a slide', async () => {
		await page.waitForFunction(() => document.querySelectorAll('.pdf-page').length > 0, null, { timeout: 10000 });
		expectEqual(await page.evaluate(() => document.querySelectorAll('.pdf-page').length),
			await page.evaluate(() => Reveal.getTotalSlides()), 'pages');
		const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
		expectEqual(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length,
			await page.evaluate(() => Reveal.getTotalSlides()), 'pages of the PDF');
	});
	await check('print: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main((browser) => checkPrint(browser, fixture()));
