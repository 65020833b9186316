// `pcapdeck serve` in Debian's Chromium: a page follows its notes, keeps its place, shows a mistake
// over the slides and recovers, and asks only the server for anything.
//
//   node tests/browser/live-reload.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { check, expect, expectEqual, isReady, main, open, work } from './lib.mjs';
import { serve, stop } from './serving.mjs';

// The list appears step by step.
const talk = (words) => `---\ntitle: Follow\nlang: en\n---\n\n# Follow\n\nfirst slide\n\n---\n\n## Second\n\n${words}\n\n+ red\n+ green\n+ blue\n`;
const save = (text) => writeFileSync(join(work, 'follow.md'), text);
save(talk('one'));

// A talk in English, served where the locale is Korean: mistakes are in Korean, since the author reads them.
async function checkLanguage(browser) {
	const before = process.env.LC_ALL;
	process.env.LC_ALL = 'ko_KR.UTF-8';
	const { server, url } = await serve(work);
	if (before === undefined) delete process.env.LC_ALL;
	else process.env.LC_ALL = before;
	const { page } = await open(browser, url + 'follow.html');
	await check('a mistake and its title are in the language of the terminal', async () => {
		await isReady(page);
		save(talk('```packets nothing\n```'));
		const message = page.locator('#live-reload-problem');
		await message.waitFor({ timeout: 60000 });
		const words = await message.innerText();
		expect(/이 발표를 다시 만들지 못했습니다|만들지 못한 부분이 있습니다/.test(words) && /follow\.md:\d+: .*[가-힣]/.test(words), words);
		expectEqual(await message.getAttribute('lang'), 'ko', 'lang');
	});
	await page.close();
	await stop(server);
	save(talk('one'));
}

async function checkLiveReload(browser) {
	let { server, url } = await serve(work);
	const { page, context, problems } = await open(browser, url);
	const slideShows = (words) => page.waitForFunction(
		(expected) => document.querySelector('.reveal.ready') && window.Reveal.getCurrentSlide().innerText.includes(expected), words,
		{ timeout: 60000 });

	await check('the index leads to the talk', async () => {
		await page.click('a[href="follow.html"]');
		await slideShows('first slide');
	});
	await check('a saved note reloads the page and keeps the slide', async () => {
		await page.evaluate(() => { for (let i = 0; i < 3; i++) window.Reveal.next(); });
		await slideShows('one');
		save(talk('two'));
		await slideShows('two');
		expectEqual(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'second', 'slide');
	});
	await check('and the step on it', async () => {
		expectEqual(await page.evaluate(() => window.Reveal.getIndices().f), 1, 'step');
	});
	await check('a note saved by renaming reloads the page', async () => {
		writeFileSync(join(work, '.follow.md.swp'), talk('three'));
		renameSync(join(work, '.follow.md.swp'), join(work, 'follow.md'));
		await slideShows('three');
	});
	await check('a mistake is shown over the slides, which stay', async () => {
		save(talk('```packets nothing\n```\n<img src=x onerror=alert(1)>'));
		const message = page.locator('#live-reload-problem');
		await message.waitFor({ timeout: 60000 });
		expect(/follow\.md:\d+: /.test(await message.innerText()), await message.innerText());
		await slideShows('three');
	});
	await check('a page opened with the mistake has it on its slide, and lists it', async () => {
		const other = await context.newPage();
		const response = await other.goto(url + 'follow.html#/second');
		expectEqual(response.status(), 200, 'status');
		const words = await other.locator('section.present .mistake').first().innerText();
		expect(/follow\.md:\d+/.test(words), words);
		const list = other.locator('#live-reload-problem');
		await list.waitFor({ timeout: 60000 });
		expect(/follow\.md:\d+: /.test(await list.innerText()), await list.innerText());
		save(talk('four'));
		await isReady(other);
		await other.close();
	});
	await check('a mended talk comes back at its slide', async () => {
		await slideShows('four');
		expectEqual(await page.locator('#live-reload-problem').count(), 0, 'messages over it');
	});
	await check('saving the same words reloads nothing', async () => {
		await page.evaluate(() => { window.isOld = true; });
		save(talk('four'));
		save(talk('five').replace('five', 'four'));
		await new Promise((done) => setTimeout(done, 500));
		expectEqual(await page.evaluate(() => window.isOld), true, 'it is the page of before');
	});
	await check('a page opened before a save is not too late to hear of it', async () => {
		const other = await context.newPage();
		await other.route('**/events/**', async (route) => {
			save(talk('six'));
			await new Promise((done) => setTimeout(done, 700));
			await route.continue();
		}, { times: 1 });
		await other.goto(url + 'follow.html#/second');
		await other.waitForFunction(() => document.querySelector('.reveal.ready') && document.body.innerText.includes('six'), null,
			{ timeout: 60000 });
		await other.close();
	});
	await check('a server that was started again is followed again', async () => {
		await slideShows('six');
		await stop(server);
		// The browser says that the server is gone; that is no mistake of the page.
		const before = problems.length;
		save(talk('seven'));
		({ server } = await serve(work, new URL(url).port));
		await slideShows('seven');
		problems.splice(before, problems.length, ...problems.slice(before)
			.filter((text) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(text)));
	});
	await check('Ctrl-C ends the server while pages are open', async () => {
		expectEqual(await stop(server), 0, 'exit status');
	});
	await check('nothing was asked of anybody else, and no error was shown', async () => {
		expectEqual(problems.filter((text) => !/status of 500|ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/.test(text)), [], 'problems');
	});
	await context.close();
}

await main(async (browser) => {
	await checkLiveReload(browser);
	await checkLanguage(browser);
});
