// The speaker's window, from disk.
//
//   node tests/browser/speaker.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { fixture } from './decks.mjs';
import { check, expectNoProblems, main, open } from './lib.mjs';

async function checkSpeakerView(browser, file) {
	const { page, context, problems } = await open(browser, file);
	await check('speaker view: opens, connects and shows the notes', async () => {
		const [view] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('s')]);
		await view.waitForFunction(() => document.querySelector('#connection-status')?.style.display === 'none',
			null, { timeout: 15000 });
		await view.waitForFunction(() => document.querySelector('.speaker-controls-notes .value')
			?.textContent.includes('첫 장의 노트'), null, { timeout: 20000 });
		await page.keyboard.press('Space');
		await view.waitForFunction(() => document.querySelector('.speaker-controls-notes .value')
			?.textContent.includes('한 걸음씩'), null, { timeout: 20000 });
	});
	await check('speaker view: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main((browser) => checkSpeakerView(browser, fixture()));
