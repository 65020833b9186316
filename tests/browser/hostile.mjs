// Captures that want to be more than text.
//
//   node tests/browser/hostile.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { fixture } from './decks.mjs';
import { check, expect, expectEqual, expectNoProblems, goTo, main, open } from './lib.mjs';

async function checkHostile(browser, file) {
	const { page, context, problems } = await open(browser, file);
	await check('hostile bytes: shown as text, never as elements', async () => {
		await goTo(page, '적대적인 요청');
		const found = await page.evaluate(() => ({
			images: document.querySelectorAll('img').length,
			scripts: [...document.scripts].filter((script) => /alert\(\d\)/.test(script.textContent)
				&& script.type !== 'application/json').length,
			handlers: document.querySelectorAll('[onerror], [onload]').length,
			text: document.querySelector('.slides').textContent,
			title: document.title,
		}));
		expectEqual([found.images, found.scripts, found.handlers], [0, 0, 0], 'images, scripts, handlers');
		expect(found.text.includes('<script>alert(2)</script>'), 'the Host header is not readable');
		expectEqual(found.title, '브라우저 시험', 'title');
	});
	await check('hostile bytes: the data island holds them unchanged', async () => {
		const bytes = await page.evaluate(() => atob(JSON.parse(document.getElementById('packet-data').textContent)
			.captures.hostile.frames['4'].bytes));
		expect(bytes.includes('</script><script>alert(3)</script><!--<script>'), 'bytes differ');
	});
	await check('hostile bytes: nothing ran', () => expectNoProblems(problems));
	await context.close();
}

await main((browser) => checkHostile(browser, fixture()));
