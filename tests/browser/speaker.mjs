// The speaker's window, opened from a file on disk and driven from its own side: each key, each click and each
// choice acts on the stage, and what the stage does shows in it; the notes, what comes next, the time.
//
//   node tests/browser/speaker.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exchange, fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, expectSoon, goTo, here, isReady, main, open, opened, position, work } from './lib.mjs';
import { serve, stop } from './serving.mjs';

const WAIT = { timeout: 60000 };

const frameOf = (view, name) => view.frames().find((frame) => frame.url().endsWith(`?speaker=${name}`));

async function isConnected(view) {
	await view.waitForFunction(() => document.querySelector('.speaker-notes .where')?.textContent && document.querySelector('.alert.lost').hidden, null, WAIT);
	for (const name of ['now', 'next'])
		await isReady(frameOf(view, name));
}

async function openView(page, act) {
	const view = await opened(page, act);
	await view.waitForFunction(() => document.querySelectorAll('iframe').length === 2, null, WAIT);
	await isConnected(view);
	return view;
}

// Runs in a page: which slide and step it shows, and what is chosen there.
const whatShows = () => {
	const dialog = document.querySelector('dialog.packet-detail[open]');
	const root = dialog ?? Reveal.getCurrentSlide().querySelector('.packets-packet');
	const { h, v, f } = Reveal.getIndices();
	return JSON.stringify([h, v || 0, f ?? -1, dialog?.querySelector('h2').textContent ?? null, dialog?.matches('.fold-detail') ?? false,
		root?.querySelector('.crumbs .on')?.textContent ?? null, root?.dataset.lit ?? null]);
};

// Waits until the picture in the window shows what the stage shows; returns that, as whatShows() says it.
async function inStep(page, view) {
	let stage = '';
	await expectSoon(async () => {
		let picture;
		[stage, picture] = await Promise.all([page.evaluate(whatShows), frameOf(view, 'now').evaluate(whatShows)]);
		return picture === stage || { stage, picture };
	}, true, 'the picture shows what the stage shows');
	return JSON.parse(stage);
}

const stageIs = (page, isDone, argument) => page.waitForFunction(isDone, argument, WAIT);
const hasOpened = (page, isOpen) => stageIs(page, (expected) => Boolean(document.querySelector('dialog.packet-detail[open]')) === expected, isOpen);
const noteSays = (view, words) => view.waitForFunction((expected) => document.querySelector('.notes-text')?.textContent.includes(expected), words, WAIT);
const textOf = (view, selector) => view.evaluate((name) => document.querySelector(name)?.textContent ?? null, selector);
const says = (view, selector, words) => view.waitForFunction(([name, expected]) => document.querySelector(name)?.textContent.includes(expected), [selector, words], WAIT);

// Clicks in the picture of the stage, as a hand does: at the place in the window.
async function clickIn(view, selector) {
	const frame = await view.$('.now iframe');
	const [box, at] = [await frame.boundingBox(), await frameOf(view, 'now').evaluate((name) => {
		const place = document.querySelector(name).getBoundingClientRect();
		return [(place.left + place.width / 2) / innerWidth, (place.top + place.height / 2) / innerHeight];
	}, selector)];
	await view.mouse.click(box.x + box.width * at[0], box.y + box.height * at[1]);
}

function talk(name, head, body) {
	writeFileSync(join(work, `${name}.md`), `---\ntitle: Speaking\n${head}\ncaptures: {ping: ping.pcap}\n---\n${body}`);
	return build(join(work, `${name}.md`));
}

const RUN = '```packets ping\nframes: 1-4\nnotes:\n  3: "the **last** of three"\n```\n\n';
const packets = () => talk('packets', 'lang: en', '# One\n\nnote: Hello.\n\n---\n\n## Four\n\n' + RUN
	+ '---\n\n## Near\n\n```packets ping\nshow: packet\nframes: 2\n```\n\n---\n\n## List\n\n```packets ping\nshow: list\nframes: 1-5\n```\n');

async function checkKeys(browser) {
	const { page, context, problems } = await open(browser, packets());
	const view = await openView(page);
	await goTo(page, 'Four');
	await inStep(page, view);
	// Each key, and where the stage is then: [key, step, whether a packet is open].
	const ways = [['PageDown', 0, false], ['Space', 1, false], ['ArrowRight', 2, false], ['n', null, false], ['p', 2, false], ['ArrowLeft', 1, false], ['PageUp', 0, false],
		['l', 1, false], ['h', 0, false], ['Enter', 0, true], ['Escape', 0, false], ['ArrowDown', 0, true], ['ArrowUp', 0, false], ['j', 0, true], ['k', 0, false],
		['Enter', 0, true], ['Backspace', 0, false], ['Enter', 0, true], ['PageDown', 1, false], ['Enter', 1, true], ['ArrowLeft', 1, false]];
	await check('speaker view: each key acts on the stage, and both windows show it', async () => {
		for (const [index, [key, step, isOpen]] of ways.entries()) {
			await view.keyboard.press(key);
			await stageIs(page, ([f, wanted]) => (f === null ? Reveal.getIndices().h === 2 : Reveal.getIndices().h === 1 && Reveal.getIndices().f === f)
				&& Boolean(document.querySelector('dialog.packet-detail[open]')) === wanted, [step, isOpen]).catch(() => { throw new Error(`key ${index + 1}, ${key}`); });
			await inStep(page, view);
		}
	});
	await check('speaker view: a black screen is the stage\'s alone, and the window says so', async () => {
		for (const key of ['b', '.', 'v']) {
			await view.keyboard.press(key);
			await stageIs(page, () => Reveal.isPaused());
			await says(view, '.alert.blank', 'blank');
			expect(!await frameOf(view, 'now').evaluate(() => Reveal.isPaused()), 'the picture is blank, too');
			await view.keyboard.press(key);
			await stageIs(page, () => !Reveal.isPaused());
		}
		await view.waitForFunction(() => document.querySelector('.alert.blank').textContent === '', null, WAIT);
	});
	await check('speaker view: says quietly that the stage shows all slides, its keys, or a part of the slide', async () => {
		for (const [key, words] of [['o', 'Stage: all slides'], ['?', 'Stage: all keys'], ['z', 'Stage: zoomed in']]) {
			await view.keyboard.press(key);
			await expectSoon(() => textOf(view, '.speaker-notes .on-stage[role=status]'), words, `after ${key}`);
			expectEqual(await frameOf(view, 'now').evaluate(() => document.querySelectorAll('dialog.sheet, .zoomed').length), 0, 'the same over the picture');
			await view.keyboard.press('Escape');
			await expectSoon(() => textOf(view, '.speaker-notes .on-stage'), '', `after ${key} and Escape`);
		}
		await page.evaluate(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true })));
		await expectSoon(() => textOf(view, '.speaker-notes .on-stage'), 'Stage: all slides', 'opened on the stage');
		await page.evaluate(() => document.querySelector('dialog.sheet').close());
		await expectSoon(() => textOf(view, '.speaker-notes .on-stage'), '', 'closed on the stage');
	});
	await check('speaker view: F says where it must be pressed; S opens no second window', async () => {
		await page.evaluate(() => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('no key was pressed here')); });
		await view.keyboard.press('f');
		await says(view, '.alert.told', 'press F on the stage');
		// S leads from each window to the other. A key is lost while the focus is on its way.
		for (const [one, other] of [[view, page], [page, view]]) {
			await one.keyboard.press('s');
			await other.waitForFunction(() => document.hasFocus(), null, WAIT);
		}
		// Both windows have heard S when they have heard the next key.
		for (const one of [view, page]) {
			await one.bringToFront();
			await one.keyboard.press('b');
			await stageIs(page, () => Reveal.isPaused());
			await one.keyboard.press('b');
			await stageIs(page, () => !Reveal.isPaused());
		}
		expectEqual(context.pages().length, 2, 'windows');
	});
	await check('speaker view: while the stage has a box, S and F are letters of it, and Hangul is written in syllables', async () => {
		const boxIs = (selector, value) => expectSoon(() => page.evaluate((name) => document.querySelector(name)?.value ?? null, selector), value, `${selector} on the stage`);
		const input = await context.newCDPSession(view);
		const compose = (text) => input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
		const hasField = (isThere) => view.waitForFunction((expected) => document.activeElement.matches('.stage-field input') === expected, isThere, WAIT);
		for (const [key, box, label] of [['g', '.jump input', 'Slide'], ['o', '.overview-sheet input', 'search the slides']]) {
			await view.bringToFront();
			await view.keyboard.press(key);
			await hasField(true);
			expectEqual(await textOf(view, '.stage-field b'), label, 'what the field is called');
			await view.keyboard.type('fses');
			await boxIs(box, 'fses');
			await view.keyboard.press('Backspace');
			await view.keyboard.press('Backspace');
			await boxIs(box, 'fs');
			for (const text of ['ㅎ', '하', '한'])
				await compose(text);
			await boxIs(box, 'fs한');
			await input.send('Input.insertText', { text: '한' });
			await view.keyboard.type('s');
			await boxIs(box, 'fs한s');
			expectEqual(await view.inputValue('.stage-field input'), 'fs한s', 'the field of the window');
			await view.keyboard.press('Escape');
			await hasField(false);
			await expectSoon(() => page.evaluate((name) => document.querySelector(name), box), null, 'the box');
			expect(!await view.isVisible('.stage-field'), 'the field stays');
		}
	});
	await check('speaker view: a key behind Escape is no letter of the box', async () => {
		await view.keyboard.press('g');
		await view.waitForFunction(() => document.activeElement.matches('.stage-field input'), null, WAIT);
		await view.keyboard.press('Escape');
		await view.keyboard.press('b');
		await stageIs(page, () => Reveal.isPaused() && !document.querySelector('.jump input'));
		await view.keyboard.press('b');
		await stageIs(page, () => !Reveal.isPaused());
	});
	await check('speaker view: what is written there leads to the slide that the window names', async () => {
		await view.keyboard.press('1');
		await view.waitForFunction(() => document.activeElement.matches('.stage-field input'), null, WAIT);
		await view.click('.notes-text');
		await view.keyboard.type('g'); // from packets to slides, whatever has the focus
		await says(view, '.stage-field b', 'Slide');
		await view.keyboard.press('Backspace');
		await view.keyboard.type('list');
		await says(view, '.stage-field span', 'List');
		await view.keyboard.press('Enter');
		await stageIs(page, () => Reveal.getCurrentSlide().innerText.includes('List'));
		await view.keyboard.press('o');
		await view.waitForFunction(() => document.activeElement.matches('.stage-field input'), null, WAIT);
		await view.keyboard.press('ArrowLeft');
		await view.keyboard.press('Enter');
		await stageIs(page, () => Reveal.getCurrentSlide().innerText.includes('Near'));
		await view.waitForFunction(() => !document.activeElement.matches('input'), null, WAIT);
	});
	await check('speaker view: no error, no request, after all keys', () => expectNoProblems(problems));
	await context.close();
}

async function checkClicks(browser) {
	const { page, context, problems } = await open(browser, packets());
	const view = await openView(page);
	await goTo(page, 'Four');
	await inStep(page, view);
	await check('speaker view: a click on an arrow steps to it, a second one opens it, in both', async () => {
		await clickIn(view, 'section.present .row[data-frame="3"] .hit');
		await stageIs(page, () => Reveal.getIndices().f === 1);
		await inStep(page, view);
		await clickIn(view, 'section.present .row[data-frame="3"] .hit');
		await hasOpened(page, true);
		expect((await inStep(page, view))[3].startsWith('#3'), 'another packet');
	});
	await check('speaker view: the layer and the field chosen inside are those of the stage, and the other way round', async () => {
		await clickIn(view, 'dialog .crumbs button:nth-child(2)');
		await stageIs(page, () => document.querySelector('dialog .crumbs .on').textContent.startsWith('IPv4'));
		await page.focus('dialog .cell:nth-of-type(2)'); // where the keyboard was on the stage
		await inStep(page, view);
		await clickIn(view, 'dialog .cell:nth-of-type(3)');
		const [,,,,,, field] = await inStep(page, view);
		expectEqual(await page.evaluate(() => document.querySelector('dialog').dataset.lit), field, 'field');
		const framed = () => page.evaluate(() => [...document.querySelectorAll('dialog .cell:is(.lit, .holds-lit, :focus)')].length);
		expectEqual(await framed(), 1, 'fields with a frame on the stage');
		await clickIn(view, 'dialog .cell .bit:nth-of-type(2)');
		const [,,,,,, bit] = await inStep(page, view);
		expectEqual([await framed(), bit !== field], [1, true], 'fields with a frame when it is one bit, whether it is another field');
		await clickIn(view, 'dialog .cell:nth-of-type(3)');
		await inStep(page, view);
		await page.click('dialog .crumbs button:nth-child(1)');
		await frameOf(view, 'now').waitForFunction(() => document.querySelector('dialog .crumbs .on').textContent.startsWith('Ethernet'), null, WAIT);
		await page.click('dialog .dump [data-byte="13"]');
		const after = await inStep(page, view);
		expect(after[6] !== field, 'the field did not change');
	});
	await check('speaker view: after a click in the picture, keys still act on the stage', async () => {
		await view.keyboard.press('Escape');
		await hasOpened(page, false);
		await inStep(page, view);
		await view.keyboard.press('PageUp');
		await stageIs(page, () => Reveal.getIndices().f === 0);
		await view.keyboard.press('Enter');
		await hasOpened(page, true);
		await inStep(page, view);
		await clickIn(view, 'dialog .close');
		await hasOpened(page, false);
	});
	await check('speaker view: the packet on a slide of its own, and a line of a list', async () => {
		await goTo(page, 'Near');
		await inStep(page, view);
		await clickIn(view, 'section.present .crumbs button:nth-child(1)');
		await stageIs(page, () => Reveal.getCurrentSlide().querySelector('.crumbs .on').textContent.startsWith('Ethernet'));
		await inStep(page, view);
		await goTo(page, 'List');
		await inStep(page, view);
		await clickIn(view, 'section.present tr[data-frame="4"] td:nth-child(2)');
		await hasOpened(page, true);
		expect((await inStep(page, view))[3].startsWith('#4'), 'another packet');
	});
	await check('speaker view: its buttons and the next slide go on and back', async () => {
		await page.keyboard.press('Escape');
		await goTo(page, 'One');
		await inStep(page, view);
		await view.click('.next');
		await stageIs(page, () => Reveal.getIndices().h === 1);
		await view.click('.moves button:nth-child(2)');
		await stageIs(page, () => Reveal.getIndices().f === 0);
		await view.click('.moves button:nth-child(1)');
		await stageIs(page, () => Reveal.getIndices().f === -1);
		await inStep(page, view);
	});
	await check('speaker view: no error, no request, after all clicks', () => expectNoProblems(problems));
	await context.close();
}

// A talk whose first diagram folds its acknowledgements: the list of them, and a packet of it.
async function checkFolds(browser) {
	const { page, context, problems } = await open(browser, fixture());
	const view = await openView(page);
	const place = await page.evaluate(() => {
		const row = document.querySelector('.packets-sequence .row[data-last]');
		if (row)
			Reveal.slide(Reveal.getIndices(row.closest('section')).h, Reveal.getIndices(row.closest('section')).v, Number(row.dataset.fragmentIndex ?? -1));
		return Boolean(row);
	});
	if (place) {
		await check('speaker view: a run of packets opens as its list, and one of them, in both', async () => {
			await inStep(page, view);
			await view.keyboard.press('Enter');
			await stageIs(page, () => document.querySelector('dialog.fold-detail[open]'));
			await inStep(page, view);
			await view.keyboard.press('Enter');
			await stageIs(page, () => document.querySelector('dialog.packet-detail[open]:not(.fold-detail)'));
			await inStep(page, view);
			await view.keyboard.press('Escape');
			await stageIs(page, () => document.querySelector('dialog.fold-detail[open]'));
			await inStep(page, view);
		});
	}
	await check('speaker view: the notes of the fixture, and no problem', async () => {
		await page.evaluate(() => Reveal.slide(0));
		if (place)
			await page.keyboard.press('Escape');
		await noteSays(view, '첫 장의 노트');
		expectNoProblems(problems);
	});
	await context.close();
}

// Which of the notes' paragraphs are marked: their first words.
const marked = (view) => view.evaluate(() => [...document.querySelectorAll('.notes-text .now')].map((one) => one.textContent.trim().split(/\s/)[0]).join());
const LONG = 'words that take their time and their place on the page, '.repeat(12);

async function checkNotes(browser) {
	const slide = (title, notes) => `---\n\n## ${title}\n\n${RUN}note: ${notes}\n\n`;
	const file = talk('stepped', 'lang: en', '# Start\n\n'
		+ slide('Each', `one ${LONG}\n\ntwo ${LONG}\n\nthree ${LONG}\n\nfour ${LONG}`)
		+ slide('Less', 'two *a*\n\nthree b\n\nfour c')
		+ slide('Items', 'before\n\n1. one\n2. two\n3. three\n4. four\n\nbehind')
		+ slide('Other', 'a\n\nb')
		+ '---\n\n## Fields\n\n```packets ping\nshow: packet\nframes: 2\nlayer: tcp\nfields: [seq, ack]\nnotes:\n  ack: "the **next** byte"\n```\n\n'
		+ '---\n\n## None\n\nno note\n');
	const { page, context, problems } = await open(browser, file);
	const view = await openView(page);
	const at = async (title, step) => {
		await page.evaluate(([name, f]) => {
			const section = Reveal.getSlides().find((one) => one.querySelector('h1, h2').textContent === name);
			Reveal.slide(Reveal.getIndices(section).h, 0, f);
		}, [title, step]);
		await says(view, '.heading h1', title);
		await says(view, '.speaker-notes .where', `step ${step + 2} of 4`);
		return marked(view);
	};
	await check('speaker view: the paragraph of the step is marked where the numbers fit', async () => {
		const all = [];
		for (const title of ['Each', 'Less', 'Items', 'Other']) {
			for (const step of [-1, 0, 2])
				all.push(await at(title, step));
		}
		expectEqual(all, ['one', 'two', 'four', '', 'two', 'four', 'one', 'two', 'four', '', '', ''], 'marked');
	});
	await check('speaker view: the marked paragraph of long notes is in view', async () => {
		for (const step of [2, 0, 1]) {
			await at('Each', step);
			const [box, now] = await view.evaluate(() => ['.notes-text', '.notes-text .now'].map((name) => {
				const { top, bottom } = document.querySelector(name).getBoundingClientRect();
				return [top, bottom];
			}));
			expect(now[0] >= box[0] && Math.min(now[1], now[0] + 300) <= box[1], `${now} is not in ${box}`);
		}
	});
	await check('speaker view: a slide without notes says so, and the last one that it is the last', async () => {
		await goTo(page, 'None');
		await says(view, '.notes-text', 'no notes');
		await says(view, '.next-words', 'the end');
	});
	await check('speaker view: the next packet and its remark in words, and the next slide', async () => {
		await at('Each', 0);
		expectEqual(await textOf(view, '.next-head'), 'next: 3 · ACK from client to server', 'next');
		expectEqual(await textOf(view, '.next-said'), 'the last of three', 'remark');
		await at('Each', 2);
		expectEqual(await textOf(view, '.next-head'), 'next: Less', 'next');
	});
	await check('speaker view: the next field and, apart from it, what is said of it', async () => {
		await goTo(page, 'Fields');
		await says(view, '.heading h1', 'Fields');
		await says(view, '.next-said', 'the next byte');
		expect(/^next: Acknowledgment number.*: \d+$/.test(await textOf(view, '.next-head')), await textOf(view, '.next-head'));
	});
	for (const [width, height] of [[1280, 720], [1440, 900], [1024, 768]]) {
		await check(`speaker view: at ${width}x${height} the notes have three fifths, in 26 px or more, and nothing is cut`, async () => {
			await view.setViewportSize({ width, height });
			const { share, type, over } = await view.evaluate(() => {
				const notes = document.querySelector('.notes-text'), box = notes.getBoundingClientRect();
				return { share: box.width * box.height / innerWidth / innerHeight, type: parseFloat(getComputedStyle(notes).fontSize),
					over: [...document.querySelectorAll('.speaker-page *:not(iframe)')].filter((node) => {
						const { right, bottom, width: wide } = node.getBoundingClientRect();
						return wide > 2 && !node.closest('.notes-text, .screen, .next-words') && (right > innerWidth + 1 || bottom > innerHeight + 1);
					}).map((node) => node.outerHTML.slice(0, 60)) };
			});
			expect(share >= .6 && type >= 26, `${share} of it, ${type} px`);
			expectEqual(over, [], 'over the edge');
		});
	}
	await check('speaker view: no error, no request, with notes', () => expectNoProblems(problems));
	await context.close();
}

// What the window says of each step of a slide before it comes.
async function checkNextSteps(browser) {
	const code = '```python {1|2,4-6|all|3}\none()\ntwo()\nthree()\nfour()\nfive()\nsix()\n```\n';
	const ask = '```ask ping\nquestion: Who speaks first?\nchoices:\n- the server\n- the client\nanswer: the client\nframe: 1-3\n```\n';
	const part = '<p class="fragment">said later</p>\n\n<div class="fragment"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="a cable"></div>\n';
	const words = {
		en: [['lines 2, 4–6', 'two()'], ['all of the code', ''], ['line 3', 'three()'], ['Answer: B', ''], ['Sequence, packets 1–3', ''], ['said later', ''], ['a cable', '']],
		ko: [['코드 2, 4–6번째 줄', 'two()'], ['코드 전체', ''], ['코드 3번째 줄', 'three()'], ['정답: B', ''], ['시퀀스, 패킷 1–3', ''], ['said later', ''], ['a cable', '']],
	};
	for (const lang of ['en', 'ko']) {
		const { page, context, problems } = await open(browser, talk(`steps-${lang}`, `lang: ${lang}`, `# One\n\n---\n\n${code}\n---\n\n${ask}\n---\n\n${part}`));
		const view = await openView(page);
		await check(`speaker view, ${lang}: the next lines of code, the answer, the packets of a question and any other part in words`, async () => {
			let index = 0;
			for (const [slide, steps] of [[1, 3], [2, 2], [3, 2]]) {
				for (let step = 0; step < steps; step++, index++) {
					await page.evaluate(([h, f]) => Reveal.slide(h, 0, f), [slide, step - 1]);
					const [head, said] = words[lang][index];
					await expectSoon(() => textOf(view, '.next-head'), `${lang === 'ko' ? '다음' : 'next'}: ${head}`, 'next');
					expectEqual(await textOf(view, '.next-said') ?? '', said, `what is said of "${head}"`);
				}
			}
			expectNoProblems(problems);
		});
		await context.close();
	}
}

// A talk with a time for the whole (or none) and for its first slide.
const timed = (name, { duration, seconds, lang = 'en' }) => talk(name, `lang: ${lang}${duration ? `\nduration: ${duration}` : ''}`,
	`<!-- t: ${seconds}s -->\n\n# One\n\nnote: Say **hello** first.\n\n---\n\n## Two\n\nno note here\n\n---\n\n## Three\n\n${RUN}note: three packets\n`);

const seconds = async (view) => {
	const [, minutes, rest] = /(\d+):(\d+)/.exec(await textOf(view, '.passed'));
	return minutes * 60 + Number(rest);
};
const stateOf = (view) => view.evaluate(() => ({ ...document.querySelector('.speaker-time').dataset, whole: document.querySelector('.whole').textContent, pace: document.querySelector('.pace-words').textContent }));

async function checkClock(browser) {
	const { page, context, problems } = await open(browser, timed('timed', { duration: '5m', seconds: 90 }));
	const view = await openView(page);
	await check('speaker view: the clock starts with the first step, and not before', async () => {
		await page.waitForTimeout(1300);
		expectEqual(await textOf(view, '.passed'), '0:00', 'before it');
		await view.keyboard.press('PageDown');
		await view.waitForFunction(() => document.querySelector('.passed').textContent !== '0:00', null, WAIT);
		const { pace, whole } = await stateOf(view);
		expect(/^1:\d\d ahead/.test(pace) && /^4:5\d left$/.test(whole), `${pace}, ${whole}`);
	});
	await check('speaker view: the time can be stopped, goes on, and begins anew', async () => {
		await view.click('.toggle');
		const stopped = await textOf(view, '.passed');
		await page.waitForTimeout(1300);
		expectEqual(await textOf(view, '.passed'), stopped, 'stopped');
		await view.keyboard.press('PageUp');
		await page.waitForTimeout(300);
		expectEqual(await textOf(view, '.passed'), stopped, 'stopped, after a step');
		await view.click('.toggle');
		await view.waitForFunction((before) => document.querySelector('.passed').textContent !== before, stopped, WAIT);
		await view.click('.reset');
		expect(await seconds(view) <= 1, 'not anew');
	});
	await view.clock.install({ time: Date.now() });
	// Lets time pass, and waits until the bar says so.
	const pass = async (time, state) => {
		await view.clock.fastForward(time);
		const said = async () => {
			await view.clock.runFor(300);
			return (await stateOf(view)).state;
		};
		await expectSoon(said, state, `after ${time}`);
		return stateOf(view);
	};
	await check('speaker view: in time, late, near the end and over it, in words', async () => {
		await expectSoon(async () => {
			await view.clock.runFor(300); // it may have been drawn while the clock was put in
			return (await stateOf(view)).pace.split(' · ')[0];
		}, 'on time', 'at first');
		const late = await pass('02:00', 'behind');
		expect(/^0:\d\d behind · no time left for this slide$/.test(late.pace), late.pace);
		const warned = await pass('02:10', 'warned');
		expect(/^0:\d\d left: come to the end$/.test(warned.whole), warned.whole);
		expect(/left: come to the end$/.test(await textOf(view, '.pace [role=status]')), 'it is not said aloud');
		const over = await pass('02:00', 'over');
		expect(/^1:\d\d over$/.test(over.whole), over.whole);
	});
	await check('speaker view: no error, no request, after all this time', () => expectNoProblems(problems));
	await context.close();
}

async function checkRecovery(browser) {
	const { page, context, problems } = await open(browser, timed('again', { duration: '5m', seconds: 90 }));
	let view = await openView(page);
	await goTo(page, 'Three');
	await view.keyboard.press('PageDown');
	await view.keyboard.press('Enter');
	await hasOpened(page, true);
	await view.waitForFunction(() => document.querySelector('.passed').textContent >= '0:02', null, WAIT);
	await check('speaker view: reloaded, it is where it was, with its time', async () => {
		await view.waitForFunction(() => document.querySelector('.passed').textContent >= '0:08', null, WAIT); // more than a reload takes
		await view.reload();
		await view.waitForFunction(() => document.querySelector('.passed')?.textContent > '0:00', null, WAIT);
		expect(await seconds(view) >= 8, `${await seconds(view)} s`);
		await isConnected(view);
		expectEqual((await inStep(page, view)).slice(0, 3), [2, 0, 0], 'place');
		await view.waitForFunction(() => document.querySelector('.passed').textContent >= '0:02', null, WAIT);
	});
	await check('speaker view: the stage reloaded, both go on, and the time is kept', async () => {
		await page.reload();
		await isReady(page);
		await inStep(page, view);
		await view.keyboard.press('PageDown');
		await stageIs(page, () => Reveal.getIndices().h > 0);
		await inStep(page, view);
		expect(await seconds(view) >= 2, 'the time began anew');
	});
	await check('speaker view: closed and opened again, it has the time of the talk', async () => {
		const before = await seconds(view);
		await page.waitForTimeout(1200); // the stage hears of it once a second
		await view.close();
		view = await openView(page);
		await inStep(page, view);
		await view.waitForFunction((least) => Number(document.querySelector('.passed').textContent.split(':')[1]) >= least, before, WAIT);
	});
	await check('speaker view: says when the stage is gone', async () => {
		expectNoProblems(problems);
		await page.close();
		await says(view, '.alert.lost', 'closed');
	});
	await context.close();
}

// Runs in a frame before its scripts: it does not hear what the stage shows until the test lets that through.
function holdStates() {
	if (parent === window)
		return;
	const held = [];
	let isHolding = true;
	addEventListener('message', (event) => {
		if (isHolding && event.data?.kind === 'state') {
			held.push(event.data);
			event.stopImmediatePropagation();
		}
	}, true);
	window.heldCount = () => held.length;
	window.letThrough = () => { isHolding = false; };
	window.holdAgain = () => { isHolding = true; held.length = 0; };
}

const letThrough = (view) => Promise.all(view.frames().slice(1).map((frame) => frame.evaluate(() => window.letThrough())));

// A hand lies on the picture, and something in it moves by itself, such as a long diagram that is laid out.
const touchAndMove = () => {
	document.body.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
	document.dispatchEvent(new Event('scroll'));
};

// Messages come in their order: the stage has heard what was said before when it has heard this.
async function stageHasHeard(view, page) {
	for (const isPaused of [true, false]) {
		await view.keyboard.press('b');
		await stageIs(page, (expected) => Reveal.isPaused() === expected, isPaused);
	}
}

// The order of messages after both windows are loaded anew depends on which is faster.
async function checkRaces(browser) {
	const { page, context, problems } = await open(browser, talk('races', 'lang: en', `# One\n\n---\n\n## Four\n\n${RUN}`));
	const view = await openView(page);
	await goTo(page, 'Four');
	await page.evaluate(() => { Reveal.next(); Reveal.next(); });
	await inStep(page, view);
	await check('speaker view: reloaded with a hand on its picture, it moves no stage before it has heard where that is', async () => {
		await view.addInitScript(holdStates);
		await view.reload();
		await expectSoon(() => Boolean(frameOf(view, 'now')), true, 'a picture of the stage');
		await isReady(frameOf(view, 'now'));
		await frameOf(view, 'now').waitForFunction(() => window.heldCount() > 0, null, WAIT);
		await frameOf(view, 'now').evaluate(touchAndMove);
		await stageHasHeard(view, page);
		expectEqual(await position(page), '1.0.1', 'the stage');
		await letThrough(view);
		await isConnected(view);
		expectEqual((await inStep(page, view)).slice(0, 3), [1, 0, 1], 'place in both');
	});
	await check('speaker view: what is scrolled in a picture that is a step behind takes no step back', async () => {
		await frameOf(view, 'now').evaluate(() => window.holdAgain());
		await page.evaluate(() => Reveal.next());
		await frameOf(view, 'now').waitForFunction(() => window.heldCount() > 0, null, WAIT);
		await frameOf(view, 'now').evaluate(() => {
			const holder = Reveal.getCurrentSlide();
			holder.dispatchEvent(new WheelEvent('wheel', { bubbles: true, deltaY: 40 }));
			Object.defineProperty(holder, 'scrollTop', { value: 40, configurable: true });
			document.dispatchEvent(new Event('scroll'));
		});
		await stageHasHeard(view, page);
		expectEqual(await position(page), '1.0.2', 'the stage');
		await frameOf(view, 'now').evaluate(() => { delete Reveal.getCurrentSlide().scrollTop; window.letThrough(); });
		expectEqual((await inStep(page, view)).slice(0, 3), [1, 0, 2], 'place in both');
	});
	await check('speaker view: both reloaded at the same time come back to the step', async () => {
		await page.evaluate(() => Reveal.prev());
		await inStep(page, view);
		await Promise.all([page.reload(), view.reload()]);
		await isReady(page);
		await expectSoon(() => Boolean(frameOf(view, 'now')), true, 'a picture of the stage');
		await letThrough(view);
		await isConnected(view);
		expectEqual((await inStep(page, view)).slice(0, 3), [1, 0, 1], 'place in both');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkWays(browser) {
	for (const [lang, words, name] of [['ko', '브라우저가 발표자 화면을 막았습니다', '발표자 화면'], ['en', 'The browser blocked the speaker view', 'speaker view']]) {
		const file = timed(`way-${lang}`, { duration: '3m', seconds: 90, lang });
		const { page, context, problems } = await open(browser, file);
		await check(`speaker view, ${lang}: a window that the browser blocks is said in words`, async () => {
			await page.evaluate(() => { window.kept = window.open; window.open = () => null; });
			await page.keyboard.press('s');
			expect((await page.innerText('.speaker-blocked[role=alert]')).includes(words), 'other words');
			await page.evaluate(() => { window.open = window.kept; });
			const view = await openView(page);
			expectEqual(await page.locator('.speaker-blocked').count(), 0, 'notices');
			const all = await view.evaluate(() => document.body.innerText);
			expect(lang === 'ko' ? !/[a-z]{4}/.test(all.replace(/Three|hello|first|duration/g, '')) : !/[가-힣]/.test(all), all);
			expectNoProblems(problems);
		});
		await context.close();
		const touch = await open(browser, file, { context: { hasTouch: true, isMobile: true } });
		await check(`speaker view, ${lang}: a finger finds it on the sheet of keys`, async () => {
			await touch.page.tap('.help-button');
			const view = await openView(touch.page, () => touch.page.tap(`.help-sheet button:has-text("${name}")`));
			await noteSays(view, 'hello');
			expectNoProblems(touch.problems);
		});
		await touch.context.close();
	}
}

const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf-8');

async function checkAccess(browser) {
	for (const [file, colorScheme] of [[timed('seen', { duration: '3m', seconds: 90, lang: 'ko' }), 'light'], [packets(), 'dark']]) {
		const { page, context, problems } = await open(browser, file, { context: { colorScheme } });
		const view = await openView(page);
		await check(`speaker view, ${colorScheme}: axe finds nothing`, async () => {
			await view.evaluate(axe);
			for (const step of ['first', 'later']) {
				if (step === 'later') {
					await view.click('.larger');
					await view.keyboard.press('PageDown');
					await inStep(page, view);
				}
				const found = await view.evaluate(async () => (await axe.run(document, { iframes: false, resultTypes: ['violations'] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ''}`));
				expectNoProblems(found.map((one) => `${step}: ${one}`));
			}
		});
		await check(`speaker view, ${colorScheme}: no error, no request`, () => expectNoProblems(problems));
		await context.close();
	}
}

// A served page shares its window with no page of another origin, but with its own speaker window.
async function checkServed(browser) {
	writeFileSync(join(work, 'served.md'), '---\ntitle: Served\nlang: en\n---\n# One\n\nnote: Say **hello** first.\n\n---\n\n'
		+ '## Two\n\nnote: then this\n');
	const { server, url } = await serve(work);
	const { page, context, problems } = await open(browser, url + 'served.html');
	await check('speaker view, served: opens, follows and leads', async () => {
		const response = await page.goto(url + 'served.html');
		expectEqual(response.headers()['cross-origin-opener-policy'], 'same-origin', 'policy');
		await isReady(page);
		const view = await openView(page);
		await noteSays(view, 'hello');
		expectEqual(await view.locator('.notes-text strong').innerText(), 'hello', 'bold');
		await page.keyboard.press('Space');
		await noteSays(view, 'then this');
		await view.keyboard.press('ArrowLeft');
		await page.waitForFunction(() => window.Reveal.getCurrentSlide().innerText.includes('One'));
		await inStep(page, view);
		expectNoProblems(problems);
	});
	await check('speaker view, served: strangers are not heard', async () => {
		await page.evaluate(() => postMessage({ pcapdeck: location.pathname, kind: 'key', data: { key: 'PageDown', keyCode: 34 }, from: 'speaker' }, '*'));
		// Messages come in their order.
		await page.evaluate(() => new Promise((done) => {
			addEventListener('message', ({ data }) => data === 'last' && setTimeout(done));
			postMessage('last', '*');
		}));
		expectEqual(await position(page), '0.0.-1', 'place');
	});
	await context.close();
	await stop(server);
}

await main(async (browser) => {
	exchange('ping.pcap');
	await checkKeys(browser);
	await checkClicks(browser);
	await checkFolds(browser);
	await checkNotes(browser);
	await checkNextSteps(browser);
	await checkClock(browser);
	await checkRecovery(browser);
	await checkRaces(browser);
	await checkWays(browser);
	await checkAccess(browser);
	await checkServed(browser);
});
