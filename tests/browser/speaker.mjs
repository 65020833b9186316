// The speaker's window, opened from a file on disk: the notes, what comes next, how long the talk and the
// slide may still take; and what is pressed in it.
//
//   node tests/browser/speaker.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exchange, fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, main, open, work } from './lib.mjs';
import { serve, stop } from './serving.mjs';

async function openView(page, context) {
	const [view] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('s')]);
	await view.waitForFunction(() => document.querySelector('#connection-status')?.style.display === 'none', null, { timeout: 60000 });
	await view.waitForFunction(() => document.querySelectorAll('iframe').length === 2, null, { timeout: 60000 });
	return view;
}

const noteSays = (view, words) => view.waitForFunction((expected) => document.querySelector('.speaker-controls-notes .value')
	?.textContent.includes(expected), words, { timeout: 60000 });

async function checkSpeakerView(browser, file) {
	const { page, context, problems } = await open(browser, file);
	await check('speaker view: opens, connects and shows the notes', async () => {
		const view = await openView(page, context);
		await noteSays(view, '첫 장의 노트');
		await page.keyboard.press('Space');
		await noteSays(view, '한 걸음씩');
	});
	await check('speaker view: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// A talk with a time for the whole (or none) and for its first slide.
function timed(name, { duration, seconds, lang = 'en' }) {
	writeFileSync(join(work, `${name}.md`), `---\ntitle: Timed\nlang: ${lang}\n${duration ? `duration: ${duration}\n` : ''}captures: {ping: ping.pcap}\n---\n`
		+ `<!-- t: ${seconds}s -->\n\n# One\n\nnote: Say **hello** first.\n\n---\n\n## Two\n\nno note here\n\n---\n\n`
		+ '## Three\n\n```packets ping\nframes: 1-3\n```\n\nnote: three packets\n');
	return build(join(work, `${name}.md`));
}

// What the clocks of the window show at one moment, in seconds; null when one is not there to be seen.
const shown = (view, ...selectors) => view.evaluate((names) => names.map((name) => {
	const clock = document.querySelector('.speaker-controls-time ' + name);
	if (!clock || getComputedStyle(clock).display === 'none')
		return null;
	const [, sign, hours, minutes, seconds] = /(-?)(\d+)\s*:(\d+)\s*:(\d+)/.exec(clock.textContent);
	return (sign ? -1 : 1) * (hours * 3600 + minutes * 60 + Number(seconds));
}), selectors);

const isPaced = (view) => view.waitForFunction(() => document.querySelector('.pacing').style.display !== 'none'
	&& /[1-9]/.test(document.querySelector('.pacing').textContent), null, { timeout: 60000 });

// Waits until the two slides in the window are these. They are other origins to it, as all files are.
async function follows(view, ...titles) {
	for (const [index, name] of ['current', 'upcoming'].entries()) {
		const frame = await (await view.waitForSelector(`#${name}-slide iframe`)).contentFrame();
		await frame.waitForFunction((title) => window.Reveal?.isReady() && Reveal.getCurrentSlide().querySelector('h1, h2').textContent === title,
			titles[index], { timeout: 60000 });
	}
}

async function checkClocks(browser) {
	const { page, context, problems } = await open(browser, timed('timed', { duration: '3m', seconds: 90 }));
	const view = await openView(page, context);
	await isPaced(view);
	await check('speaker view: duration counts down', async () => {
		const [first, before] = await shown(view, '.left', '.timer');
		expect(first <= 180 && Math.abs(first + before - 180) <= 1, `${first} s are left of 180, and ${before} s passed`);
		await view.waitForFunction((before) => Number(document.querySelector('.left .seconds-value').textContent.slice(1)) !== before % 60, first, { timeout: 60000 });
		const [left, passed] = await shown(view, '.left', '.timer');
		expect(left < first && Math.abs(left + passed - 180) <= 1, `${left} s left and ${passed} s passed`);
	});
	await check('speaker view: t paces its slide, the others share the rest', async () => {
		const pace = async () => {
			const [left, passed] = await shown(view, '.pacing', '.timer');
			return left + passed; // until when this slide may take
		};
		const isAbout = (seconds, expected) => expect(Math.abs(seconds - expected) <= 2, `a slide to ${seconds} s, not to ${expected}`);
		isAbout(await pace(), 90);
		expectEqual(await view.getAttribute('.speaker-controls-time .pacing', 'class'), 'pacing on-track', 'class');
		await page.keyboard.press('Space');
		await view.waitForFunction(() => document.querySelector('.pacing').className === 'pacing ahead', null, { timeout: 60000 });
		isAbout(await pace(), 135);
	});
	await check('speaker view: the slide of the stage, and the next one', async () => {
		await follows(view, 'Two', 'Three');
		await page.keyboard.press('ArrowLeft');
		await follows(view, 'One', 'Two');
	});
	await check('speaker view: notes are formatted, and gone where a slide has none', async () => {
		await noteSays(view, 'Say hello first.');
		expectEqual(await view.locator('.speaker-controls-notes .value strong').innerText(), 'hello', 'bold');
		await page.keyboard.press('Space');
		await view.waitForFunction(() => document.querySelector('.speaker-controls-notes').classList.contains('hidden'), null, { timeout: 60000 });
	});
	await check('speaker view: a clicker in its window moves the stage, step by step', async () => {
		await view.bringToFront();
		const press = async (key, isDone) => {
			await view.keyboard.press(key);
			await page.waitForFunction(isDone, null, { timeout: 60000 });
			await page.waitForTimeout(800); // the window passes on what it hears at most every half second
		};
		await page.waitForTimeout(800);
		await press('PageDown', () => Reveal.getIndices().h === 2);
		await press('PageDown', () => Reveal.getIndices().f === 0);
		await press('b', () => Reveal.isPaused());
		await press('b', () => !Reveal.isPaused());
		await press('PageUp', () => Reveal.getIndices().f === -1);
	});
	await check('speaker view: no error, no alert, no request, after all this', () => expectNoProblems(problems));
	await context.close();
}

async function checkOtherTimes(browser) {
	const look = async (file) => {
		const { page, context, problems } = await open(browser, file);
		const view = await openView(page, context);
		await isPaced(view);
		const [left, pacing, passed] = await shown(view, '.left', '.pacing', '.timer');
		const result = { left, pacing, passed, problems,
			words: await view.evaluate(() => document.body.innerText) };
		await context.close();
		return result;
	};
	await check('speaker view: slides that take longer than the talk stop nothing', async () => {
		const { left, pacing, passed, problems } = await look(timed('long', { duration: '1m', seconds: 90 }));
		expect(Math.abs(left + passed - 60) <= 1 && Math.abs(pacing + passed - 90) <= 1, `after ${passed} s, ${left} s left of 60, ${pacing} of 90`);
		expectNoProblems(problems);
	});
	await check('speaker view: t paces without a duration, and nothing counts down', async () => {
		const { left, pacing, passed, problems } = await look(timed('endless', { seconds: 90 }));
		expect(left === null && pacing <= 90 && pacing + passed >= 89, `after ${passed} s, ${left} s left, ${pacing} of 90`);
		expectNoProblems(problems);
	});
	await check('speaker view: speaks Korean where the talk does', async () => {
		const { words, problems } = await look(timed('korean', { duration: '3m', seconds: 90, lang: 'ko' }));
		for (const word of ['남은 시간', '다음', '이 장에 남은 시간', '노트', '배치: 기본'])
			expect(words.toLowerCase().includes(word), `no "${word}" in ${words}`);
		expect(!/time|pacing|notes|upcoming|layout/i.test(words), words);
		expectNoProblems(problems);
	});
}

// A served page shares its window with no other origin's; its own speaker window is one of its own.
async function checkServed(browser) {
	writeFileSync(join(work, 'served.md'), '---\ntitle: Served\nlang: en\n---\n# One\n\nnote: Say **hello** first.\n\n---\n\n'
		+ '## Two\n\nnote: then this\n');
	const { server, url } = await serve(work);
	const { page, context, problems } = await open(browser, url + 'served.html');
	await check('speaker view, served: opens, follows and leads', async () => {
		const response = await page.goto(url + 'served.html');
		expectEqual(response.headers()['cross-origin-opener-policy'], 'same-origin', 'policy');
		await page.waitForFunction(() => window.Reveal?.isReady());
		const view = await openView(page, context);
		await noteSays(view, 'hello');
		await page.keyboard.press('Space');
		await noteSays(view, 'then this');
		await view.keyboard.press('ArrowLeft');
		await page.waitForFunction(() => window.Reveal.getCurrentSlide().innerText.includes('One'));
		expectNoProblems(problems);
	});
	await context.close();
	await stop(server);
}

await main(async (browser) => {
	const file = fixture();
	await checkSpeakerView(browser, file);
	exchange('ping.pcap');
	await checkClocks(browser);
	await checkOtherTimes(browser);
	await checkServed(browser);
});
