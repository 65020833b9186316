// Checks in another engine than Chromium's what a talk needs, in a deck from a file and from `pcapdeck serve`. What a
// driver's pages cannot do is left out. The tests beside this one check everything in Chromium.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { badText, SMALLEST_TEXT } from './bad-text.mjs';
import { check, expect, expectEqual, expectNoProblems, expectSoon, finish, goTo, position, work } from './checks.mjs';
import { fixture } from './decks.mjs';
import { serve, stop } from './serving.mjs';
import { until } from './started.mjs';

const isReady = (page) => until(() => page.evaluate(() => Boolean(document.querySelector('.reveal.ready'))), 'reveal.js');

async function checkSteps(page, name) {
	await check(`${name}: the title slide is there`, async () => {
		const text = await page.evaluate(() => Reveal.getCurrentSlide().innerText);
		expect(text.includes('브라우저 시험') && text.includes('소켓 두 개가'), text);
	});
	const now = () => page.evaluate(() => {
		const slide = Reveal.getCurrentSlide();
		return [slide.querySelector('.row.now').dataset.frame, slide.querySelector('.remark.now').dataset.frame, slide.querySelectorAll('.row.later').length];
	});
	await check(`${name}: keys step from packet to packet, and back`, async () => {
		await goTo(page, '열한 개의');
		await expectSoon(now, ['1', '1', 10], 'the first packet');
		await page.keyboard.press('Space');
		await expectSoon(now, ['2', '2', 9], 'after Space');
		await page.keyboard.press('ArrowRight');
		await expectSoon(now, ['3', '3', 8], 'after ArrowRight');
		await page.keyboard.press('ArrowLeft');
		await expectSoon(now, ['2', '2', 9], 'after ArrowLeft');
	});
}

async function checkPacket(page, name) {
	const opened = () => page.evaluate(() => document.querySelector('dialog.packet-detail[open]:not(.fold-detail) h2')?.textContent.match(/#\d+/)[0] ?? null);
	await check(`${name}: Enter opens the packet, Escape closes it, and the slide stands where it stood`, async () => {
		const at = await position(page);
		await page.keyboard.press('Enter');
		await expectSoon(opened, '#2', 'the packet');
		await page.keyboard.press('Escape');
		await expectSoon(opened, null, 'after Escape');
		expectEqual(await position(page), at, 'the step');
	});
	await check(`${name}: a click opens a packet, too`, async () => {
		await page.click('section.present .row.now .hit');
		await expectSoon(opened, '#2', 'the packet');
		await page.keyboard.press('Escape');
		await expectSoon(opened, null, 'after Escape');
	});
}

async function checkSave(browser, page, name) {
	await check(`${name}: D saves the capture that the slide shows`, async () => {
		const saved = join(browser.downloads, 'ping.pcap'), capture = readFileSync(join(work, 'ping.pcap'));
		rmSync(saved, { force: true });
		await page.keyboard.press('d');
		await until(() => existsSync(saved) && readFileSync(saved).length >= capture.length, 'ping.pcap');
		expect(readFileSync(saved).subarray(24).equals(capture.subarray(24)), 'its packets are others');
	});
}

async function checkSpeakerView(browser, page, name) {
	let view;
	await check(`${name}: the speaker view shows the notes, follows the stage and moves it`, async () => {
		await page.evaluate(() => Reveal.slide(0));
		view = await browser.popup(() => page.keyboard.press('s'));
		const note = () => view.evaluate(() => document.querySelector('.notes-text')?.textContent.trim() ?? '');
		await until(async () => (await note()).includes('첫 장의 노트'), 'the note of the first slide');
		await page.keyboard.press('Space');
		await until(async () => (await note()).includes('한 걸음씩'), 'the note of the next slide');
		await view.keyboard.press('PageDown');
		await expectSoon(() => position(page), '1.0.0', 'a step on the stage');
		await view.keyboard.press('Enter');
		await expectSoon(() => page.evaluate(() => document.querySelector('dialog.packet-detail[open] h2')?.textContent.match(/#\d+/)[0] ?? null), '#2', 'the packet on the stage');
		await view.keyboard.press('Escape');
		await expectSoon(() => page.evaluate(() => document.querySelector('dialog.packet-detail[open]') !== null), false, 'after Escape');
	});
	await check(`${name}: a click on an arrow in the speaker view steps to it on the stage`, async () => {
		// The picture in the window is the stage, drawn smaller.
		const [x, y] = await page.evaluate(() => {
			const box = document.querySelector('section.present .row[data-frame="5"] .hit').getBoundingClientRect();
			return [(box.left + box.width / 2) / innerWidth, (box.top + box.height / 2) / innerHeight];
		});
		await until(async () => {
			await view.evaluate(([right, down]) => {
				const frame = document.querySelector('.now iframe').getBoundingClientRect();
				const spot = document.querySelector('#spot') ?? document.body.appendChild(document.createElement('i'));
				Object.assign(spot, { id: 'spot' });
				Object.assign(spot.style, { position: 'fixed', width: '2px', height: '2px', pointerEvents: 'none', left: `${frame.left + frame.width * right}px`, top: `${frame.top + frame.height * down}px` });
			}, [x, y]);
			await view.click('#spot');
			return (await position(page)) === '1.0.3';
		}, 'a step to packet 5');
		await view.close();
	});
}

// Text is not too small, off the stage, or cut. Other engines have fonts of other sizes.
async function checkText(page, name) {
	await check(`${name}: on every slide the text is large enough and whole`, async () => {
		const bad = [];
		const stage = await page.evaluate(() => ({ width: innerWidth, height: innerHeight, scale: Reveal.getScale() }));
		const options = { ...stage, smallest: SMALLEST_TEXT * stage.scale };
		for (const [h, v] of await page.evaluate(() => Reveal.getSlides().map((slide) => Object.values(Reveal.getIndices(slide))))) {
			await page.evaluate(([right, down]) => Reveal.slide(right, down ?? 0, -1), [h, v]);
			for (const problem of await badText(page, undefined, options))
				bad.push(`slide ${await position(page)}: ${problem}`);
		}
		expectNoProblems(bad);
	});
	await check(`${name}: every step of every slide is taken`, async () => {
		const steps = await page.evaluate(() => {
			Reveal.slide(0, 0, -1);
			let count = 0;
			for (; !(Reveal.isLastSlide() && !Reveal.availableFragments().next); count++)
				Reveal.next();
			return [count, document.querySelectorAll('.row.now').length > 0];
		});
		expect(steps[0] > 30 && steps[1], JSON.stringify(steps));
	});
}

async function checkDeck(browser, url, name) {
	const { page, problems, close } = await browser.open(url);
	await isReady(page);
	await checkSteps(page, name);
	await checkPacket(page, name);
	await checkSave(browser, page, name);
	await checkSpeakerView(browser, page, name);
	if (name === 'file') // it is the same page
		await checkText(page, name);
	await check(`${name}: no error, no request, after all this`, async () => expectNoProblems(await problems()));
	await close();
}

// Firefox's PDFs have glyphs for blanks that no program reads as blanks.
const squeezed = (text) => text.replace(/[^\p{L}\p{N}]/gu, '');

// The words of each page of a PDF.
function pagesOf(pdf) {
	const text = execFileSync('pdftotext', ['-', '-'], { input: pdf, maxBuffer: 1 << 26 }).toString();
	return text.split('\f').slice(0, -1).map(squeezed);
}

const titlesOf = (page) => page.evaluate(() => Reveal.getSlides().map((slide) => slide.querySelector('h1, h2')?.textContent ?? ''));

// Runs in the page as it is printed: where each slide is, and its title.
function asPrinted() {
	const turn = (rules) => {
		for (const rule of rules) {
			if (rule.media && /\bprint\b/.test(rule.media.mediaText))
				rule.media.mediaText = 'all';
			turn(rule.cssRules ?? []);
		}
	};
	dispatchEvent(new Event('beforeprint'));
	for (const sheet of document.styleSheets)
		turn(sheet.cssRules);
	return Reveal.getSlides().map((slide) => {
		const { top, bottom } = slide.getBoundingClientRect();
		return { title: slide.querySelector('h1, h2')?.textContent ?? '', top, bottom, rows: slide.querySelectorAll('svg .row .time').length };
	});
}

async function checkPages(browser, url) {
	const { page, problems, close } = await browser.open(`${url}?print-pdf`);
	await check('print: a page a slide', async () => {
		const pages = await until(() => page.evaluate(() => document.querySelector('.reveal.ready') && document.querySelector('.pdf-page')
			&& [...document.querySelectorAll('.pdf-page')].map((one) => one.textContent)), '.pdf-page');
		const titles = await titlesOf(page);
		expectEqual(pages.length, titles.length, 'pages');
		expectEqual(titles.filter((title, index) => !squeezed(pages[index]).includes(squeezed(title))), [], 'titles that are not on their pages');
		if (!page.pdf)
			return;
		const printed = pagesOf(await page.pdf());
		expectEqual(titles.filter((title) => !printed.some((one) => one.includes(squeezed(title)))), [], 'titles that are not on paper');
	});
	await check('print: no error, no request', async () => expectNoProblems(await problems()));
	await close();
}

async function checkHandout(browser, url) {
	const { page, problems, close } = await browser.open(url);
	await isReady(page);
	const titles = await titlesOf(page);
	if (page.pdf) {
		await check('handout: slide after slide, each with its title', async () => {
			const text = pagesOf(await page.pdf()).join('');
			let at = -1;
			for (const title of titles.map(squeezed)) {
				const next = text.indexOf(title, at + 1);
				expect(next > at, `no "${title}" behind the slides before it: ${text.slice(0, 300)}`);
				at = next;
			}
		});
	}
	await check('handout: the style of paper shows every slide, one below the other', async () => {
		const slides = await page.evaluate(asPrinted);
		expectEqual(slides.map(({ title }) => title), titles, 'slides');
		const bad = slides.filter(({ top, bottom }, index) => bottom - top < 20 || (index > 0 && top < slides[index - 1].bottom - 1));
		expectEqual(bad, [], 'slides that are not there, or over each other');
		expect(Math.max(...slides.map(({ rows }) => rows)) >= 20, JSON.stringify(slides));
	});
	await check('handout: no error, no request', async () => expectNoProblems(await problems()));
	await close();
}

// A page with mistakes shows that the checks for problems see them.
async function checkWatching(browser) {
	const file = join(work, 'mistakes.html');
	writeFileSync(file, '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'unsafe-inline\'">'
		+ '<script>function fail() { console.error("said"); setTimeout(() => { throw new Error("thrown"); }); new Image().src = "http://127.0.0.1:9/refused.png"; } fail()</script>');
	const url = pathToFileURL(file).href;
	// When a script of a file throws, WebKit tells the page only that it did.
	const hasAll = (found) => [/said/, /thrown|Script error/, /refused\.png/].every((words) => found.some((one) => words.test(one)));
	if (browser.console) {
		await check('mistakes are seen: while a page opens', async () => {
			const found = await browser.console(url);
			expect(hasAll(found), found.join('\n'));
		});
	}
	await check('mistakes are seen: in an open page', async () => {
		const { page, problems, close } = await browser.open(url);
		await page.evaluate(() => window.fail());
		await until(async () => hasAll(await problems()), 'all mistakes', 20);
		await close();
	});
}

// Runs all checks in the browser that `start` starts.
export async function engineTests(startBrowser) {
	const file = fixture();
	mkdirSync(join(work, 'served'));
	for (const name of ['talk.md', 'ping.pcap', 'hostile.pcap', 'pingpong.pcap'])
		copyFileSync(join(work, name), join(work, 'served', name));
	const { server, url } = await serve(join(work, 'served'));
	const browser = await startBrowser();
	console.log(`# ${browser.name} ${browser.version}`);
	await checkWatching(browser);
	if (browser.console) {
		await check('file: nothing is said on the console while it opens', async () =>
			expectNoProblems(await browser.console(pathToFileURL(file).href)));
	}
	await checkDeck(browser, pathToFileURL(file).href, 'file');
	await checkDeck(browser, new URL('talk.html', url).href, 'served');
	await checkPages(browser, pathToFileURL(file).href);
	await checkHandout(browser, pathToFileURL(file).href);
	await browser.close();
	await stop(server);
	finish();
}
