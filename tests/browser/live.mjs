// A slide that is recorded anew while the talk is given: the speaker presses, and everybody sees the new packets.
//
//   node tests/browser/live.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { check, expect, expectEqual, expectSoon, isReady, main, opened, program, skip, work } from './lib.mjs';

const WAIT = { timeout: 60000 };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const folder = join(work, 'talks');
mkdirSync(folder);
const head = (lang, record) => `---\ntitle: Live\nlang: ${lang}\nduration: 10m\ncaptures:\n  ping:\n    file: ping.pcap\n    record: ${record}\n---\n\n`;
const slides = '# Live\n\n---\n\n## Now\n\nISN {{ping.frame[1].seq_raw}}\n\n```packets ping\nlive: true\nnotes:\n  2: "the **server** answers"\n```\n\nnote: ISN {{ping.frame[1].seq_raw}}\n\n---\n\n## Later\n\nISN {{ping.frame[1].seq_raw}}\n';
writeFileSync(join(folder, 'live.md'), head('en', '[GET /ping]') + slides);
writeFileSync(join(folder, 'ko.md'), head('ko', '[GET /ping]') + slides);
// What is recorded for this one has fewer packets than the slide asks for.
writeFileSync(join(folder, 'wrong.md'), head('en', '[connect]') + slides.replace('live: true', 'live: true\nframes: 1-10'));
let said = '';
try {
	said = execFileSync(program, ['record', join(folder, 'live.md')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
} catch (error) {
	skip(`nothing can be recorded here: ${String(error.stderr).split('\n')[0]}`);
}
if (!/private network/.test(said))
	skip(`no private network can be made here: ${said.split('\n')[0]}`);

async function serve(...options) {
	const server = spawn(program, ['serve', folder, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
	process.on('exit', () => server.kill('SIGKILL'));
	const output = await new Promise((done, fail) => {
		let all = '';
		server.once('exit', (code) => fail(new Error(`serve ended with ${code}`)));
		server.stdout.on('data', (data) => {
			all += data;
			if (!options.length ? /^serving/m.test(all) : all.includes('█'))
				done(all);
		});
	});
	const find = (pattern) => (pattern.exec(output) ?? [])[1];
	return {
		url: find(/^serving (\S+)/m), presenter: find(/present with: +(\S+)/), listener: find(/listeners open: +(\S+)/),
		async stop() {
			server.removeAllListeners('exit');
			server.kill('SIGINT');
			await new Promise((done) => server.once('exit', done));
		},
	};
}

const problems = [];
async function visit(browser, link, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
	context.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
	context.on('weberror', (error) => problems.push(String(error.error())));
	const page = await context.newPage();
	await page.goto(link);
	return page;
}
const isns = (page) => page.evaluate(() => [...document.querySelectorAll('.reveal .slides section')].map((section) => /ISN (\d+)/.exec(section.querySelector('p')?.textContent)?.[1]).filter(Boolean));
const drawn = (page) => page.evaluate(() => /ISN (\d+)/.exec(document.querySelector('#now .ladder .row').textContent)?.[1] ?? /ISN\s*(\d+)/.exec(document.querySelector('#now .ladder').textContent)?.[1]);
const words = (page) => page.textContent('#now .live-words span');
const step = (page) => page.evaluate(() => Reveal.getIndices().f ?? -1);

async function checkShared(browser) {
	const room = await serve('--share', '--listen', '127.0.0.1');
	const stage = await visit(browser, room.presenter);
	await stage.goto(`${room.url}live.html`);
	await isReady(stage);
	const one = await visit(browser, room.listener), phone = await visit(browser, room.listener, PHONE);
	await isReady(one);
	await isReady(phone);
	await stage.keyboard.press('PageDown');
	const before = (await isns(stage))[0];
	await check('live: before it the slide says what it shows', async () => {
		await stage.waitForSelector('.live-button', WAIT);
		await expectSoon(() => words(one), 'These packets were recorded before the talk.', 'listener');
		expectEqual(await one.locator('.live-button').count(), 0, 'buttons of a listener');
		expectEqual(await drawn(one), before, 'ISN on the picture');
	});
	let live;
	await check('live: the speaker presses, and the slide has other packets', async () => {
		await stage.click('.live-button');
		await stage.waitForSelector('#now[data-live]', WAIT);
		[live] = await isns(stage);
		expect(live !== before, 'the same ISN as before');
		expectEqual(await drawn(stage), live, 'ISN on the picture');
		expectEqual((await isns(stage))[1], before, 'another slide');
		expect(/^These packets were recorded here, at \d\d:\d\d:\d\d\.$/.test(await words(stage)), await words(stage));
	});
	await check('live: they come one after the other, on every window', async () => {
		await expectSoon(async () => await step(stage) >= 2, true, 'steps of the stage');
		await expectSoon(async () => await step(one) >= 2, true, 'steps of a listener');
		const last = await stage.locator('#now .fragment').count() - 1;
		await expectSoon(() => step(stage), last, 'the last packet');
		await expectSoon(() => step(one), last, 'a listener at the last packet');
		expectEqual([await isns(one), await drawn(one)], [[live, before], live], 'listener');
	});
	await check('live: an upright phone has them, too', async () => {
		await expectSoon(() => isns(phone).then((all) => all[0]), live, 'phone');
		expect(/recorded here/.test(await words(phone)), await words(phone));
	});
	await check('live: an opened packet is one of the new ones', async () => {
		await stage.keyboard.press('Home');
		await stage.keyboard.press('PageDown');
		await stage.keyboard.press('Enter');
		await one.waitForSelector('dialog.packet-detail[open]', WAIT);
		await expectSoon(() => one.evaluate((isn) => document.querySelector('dialog.packet-detail').textContent.includes(isn), live), true, 'ISN in the packet');
		await stage.keyboard.press('Escape');
	});
	await check('live: who comes late has them', async () => {
		const late = await visit(browser, room.listener);
		await isReady(late);
		await expectSoon(() => isns(late).then((all) => all[0]), live, 'late');
		await late.context().close();
	});
	await check('live: so have the frames of the speaker view, and the notes', async () => {
		const speaker = await opened(stage);
		await speaker.waitForSelector('.screen iframe', WAIT);
		for (const name of ['now', 'next'])
			await expectSoon(async () => speaker.frames().find((frame) => frame.url().endsWith(`speaker=${name}`))?.evaluate(() => /ISN (\d+)/.exec(document.querySelector('#now p')?.textContent)?.[1]), live, name);
		await expectSoon(async () => (await speaker.textContent('.notes-text')).trim(), `ISN ${live}`, 'notes');
		await speaker.close();
	});
	await check('live: a page to print shows what was recorded before', async () => {
		const paper = await visit(browser, room.listener);
		await paper.goto(`${room.url}live.html?print-pdf`);
		await isReady(paper);
		await paper.waitForTimeout(500);
		expectEqual((await isns(paper))[0], before, 'paper');
		expect(/recorded before the talk/.test(await paper.textContent('#now .live-words, .live-words')), 'the line');
		await paper.context().close();
	});
	await check('live: pressed too soon, the speaker is told', async () => {
		await stage.evaluate(() => Reveal.slide(1, 0, -1));
		await stage.waitForTimeout(2100);
		await stage.evaluate(() => new Promise((done) => {
			new MutationObserver(() => {
				document.querySelector('.live-button').click();
				done();
			}).observe(document.querySelector('#now'), { attributes: true, attributeFilter: ['data-live'] });
			document.querySelector('.live-button').click();
		}));
		await expectSoon(async () => /press again in a moment|Another recording/.test(await words(stage)), true, 'words');
		expect(!/moment|Another/.test(await words(one)), 'a listener is told, too');
	});
	await check('live: who steps meanwhile is not pulled on', async () => {
		await stage.waitForTimeout(2100);
		await stage.keyboard.press('PageDown');
		await stage.evaluate(() => Reveal.slide(1, 0, -1));
		const picture = await stage.getAttribute('#now', 'data-live');
		await stage.click('.live-button');
		await stage.waitForFunction((old) => document.querySelector('#now').dataset.live !== old, picture, WAIT);
		await stage.keyboard.press('Home');
		await stage.waitForTimeout(2500);
		expectEqual(await stage.evaluate(() => Reveal.getIndices().h), 0, 'slide');
	});
	await check('live: what the slide does not ask for is not shown, and only the speaker is told why', async () => {
		await stage.goto(`${room.url}wrong.html`);
		await isReady(stage);
		await one.waitForURL((url) => url.pathname === '/wrong.html', WAIT); // reveal.js adds the slide to it
		await isReady(one);
		await stage.keyboard.press('PageDown');
		await stage.waitForSelector('.live-button', WAIT);
		await stage.waitForTimeout(2100);
		await stage.click('.live-button');
		await expectSoon(async () => /Nothing was recorded: there is no frame 10/.test(await words(stage)), true, 'speaker');
		expectEqual(await words(one), 'These packets were recorded before the talk.', 'listener');
		expectEqual((await isns(stage))[0], before, 'ISN');
	});
	await check('live: axe finds nothing', async () => {
		for (const page of [stage, one]) {
			await page.evaluate(axe);
			expectEqual(await violations(page), [], 'violations');
		}
	});
	await room.stop();
}

async function checkAlone(browser) {
	const server = await serve();
	const page = await visit(browser, `${server.url}ko.html#/now`, { colorScheme: 'dark' });
	await isReady(page);
	await check('live: the author\u2019s own server records, too, in Korean', async () => {
		await page.waitForSelector('.live-button', WAIT);
		expectEqual([await page.textContent('.live-button'), await words(page)], ['지금 기록', '발표 전에 기록한 패킷입니다.'], 'words');
		await page.click('.live-button');
		await page.waitForSelector('#now[data-live]', WAIT);
		expect(/^지금 기록한 패킷입니다\(\d\d:\d\d:\d\d\)\.$/.test(await words(page)), await words(page));
	});
	await check('live: a save shows the page as it is on the disk again', async () => {
		writeFileSync(join(folder, 'ko.md'), head('ko', '[GET /ping]') + slides.replace('# Live', '# Live again'));
		await expectSoon(() => page.evaluate(() => document.querySelector('h1').textContent).catch(() => ''), 'Live again', 'heading');
		await isReady(page);
		expectEqual(await page.locator('#now[data-live]').count(), 0, 'live slides');
	});
	await check('live: what is recorded after a save stays when the window gets another size', async () => {
		const old = await page.evaluate(() => { window.isOld = true; return document.querySelector('#now p').textContent; });
		// Again, as long as it is too soon.
		await expectSoon(() => page.evaluate(() => {
			const isRecorded = document.querySelector('#now[data-live]') !== null;
			if (!isRecorded)
				document.querySelector('.live-button:not(:disabled)')?.click();
			return isRecorded;
		}), true, 'recorded');
		const resized = page.evaluate(() => new Promise((done) => { Reveal.on('resize', () => setTimeout(() => setTimeout(done))); }));
		await page.setViewportSize({ width: 1000, height: 700 });
		await resized;
		const now = await page.evaluate(() => [document.querySelector('#now[data-live] p')?.textContent, window.isOld]);
		expect(now[0] && now[0] !== old && now[1], `${old} and ${now}`);
	});
	await server.stop();
}

await main(async (browser) => {
	await checkShared(browser);
	await checkAlone(browser);
	await check('live: no page complained', () => expectEqual(problems.filter((text) => !/net::ERR_|status of (409|429)/.test(text)), [], 'problems'));
});
