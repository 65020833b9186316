// A deck on a phone. Upright, one scrolls through the slides, which takes their steps, and a finger opens a packet.
// On its side, it is a stage again.
//
//   node tests/browser/phone.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { fixture, pictures, torn, tornBelowIn } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, expectSoon, main, open, top, work } from './lib.mjs';
import { badText } from './bad-text.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SMALL_PHONE = { ...PHONE, viewport: { width: 360, height: 640 } };
const SMALLEST_ON_PHONE = 12;

const HOLDERS = '.diagram, .picture, .dump, .stream-text, .packets-list, .compare, section[data-scrolls]';

const hasReached = (page, title, isScrolled) => expectSoon(() => page.evaluate(() => [Reveal.getCurrentSlide().querySelector('h1, h2').textContent, Reveal.isScrollView()]),
	[title, isScrolled], 'slide, scroll view');

const escapeId = (id) => id.replace(/[^\w\u0080-\uffff-]/g, '\\$&').replace(/^\d/, (digit) => `\\3${digit} `);

// Scrolls until the slide `index` begins, and `further` of its height.
async function scrollTo(page, index, further = 0) {
	await page.evaluate(([index, further]) => {
		const one = document.querySelectorAll('.scroll-page')[index];
		document.querySelector('.reveal-viewport').scrollTop = one.offsetTop + further * (one.offsetHeight - innerHeight);
	}, [index, further]);
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

const indexOf = (page, title) => page.evaluate((words) => [...document.querySelectorAll('.scroll-page')].findIndex((one) => one.querySelector('h1, h2')?.textContent.includes(words)), title);

async function checkColumn(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: PHONE });
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

// Lists whose columns an author chose, and two lanes that are close to each other.
async function checkNarrow(browser) {
	writeFileSync(join(work, 'narrow.md'), `---\ntitle: Narrow\nlang: ko\ncaptures: {p: {file: ${join(top, 'pcaps/pingpong.pcap')}}}\n---\n# Narrow\n\n`
		+ '---\n\n## 목록\n\n```packets p\nshow: list\nframes: 1-3\ncolumns: [no, delta, source, destination, tcp.seq, info]\n```\n\n'
		+ '---\n\n## 첫 그림, 패킷을 연다고 알린다\n\n```packets p\nframes: 1-2\n```\n\n---\n\n## 종료\n\n```packets p\nframes: 8-10\n```\n\n---\n\n## 이름표\n\n```packets p\nstream: 0\nstep: none\nwhy: true\nlabel: tcp.window_size\n```\n');
	const { page, context, problems } = await open(browser, build(join(work, 'narrow.md')), { context: PHONE });
	await check('phone: the info of a list with chosen columns has room', async () => {
		const heights = await page.evaluate(() => [...document.querySelectorAll('.packet-list.chosen tbody tr[data-frame]')].map((row) => row.getBoundingClientRect().height));
		expect(heights.length === 3 && heights.every((height) => height < 100), `rows of ${heights.map(Math.round)} px`);
		const infos = await page.evaluate(() => [...document.querySelectorAll('.packet-list.chosen td.info')].map((info) => [info, info.previousElementSibling].map((cell) => cell.getBoundingClientRect())).map(([info, last]) => [info.left >= 0 && info.right <= innerWidth, info.top >= last.bottom - 1]));
		expectEqual(infos, Array(3).fill([true, true]), 'in view, below the other columns');
	});
	await check('phone: two heads are whole and apart, and the page number is beside its capture', async () => {
		await scrollTo(page, await indexOf(page, '종료'), .9);
		const { heads, where, number } = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide(), box = (selector) => slide.querySelector(selector).getBoundingClientRect().toJSON();
			return { heads: [...slide.querySelectorAll('.head')].map((one) => one.getBoundingClientRect().toJSON()), where: box('.where'), number: box('.page') };
		});
		expect(heads[0].left >= 0 && heads[0].right + 4 < heads[1].left && heads[1].right <= PHONE.viewport.width, heads.map(({ left, right }) => `${left}–${right}`).join(', '));
		expect(Math.abs(where.top - number.top) < 4, `the capture is at ${where.top}, the number at ${number.top}`);
	});
	await check('phone: no label takes the room of what a packet is', async () => {
		const chips = await page.evaluate(() => [...document.querySelectorAll('.diagram.upright .chip-text')].map((chip) => chip.textContent));
		expect(chips.length === 10 && !chips.some((chip) => chip.includes('…')), chips.join(', '));
		expectNoProblems(problems);
	});
	await context.close();
}

// Marks and labels of long words beside and on the arrows of a sequence without steps.
async function checkMarks(browser) {
	const block = (more) => `\`\`\`packets p\nstream: 0\nstep: none\n${more}\n\`\`\`\n`;
	writeFileSync(join(work, 'marks.md'), `---\ntitle: Marks\ncaptures: {p: {file: ${join(top, 'pcaps/pingpong.pcap')}}}\n---\n# Marks\n\n---\n\n## Why\n\n${block('why: true\nlabel: tcp.window_size')}\n---\n\n`
		+ `## By hand\n\n${block('marks:\n  1-3: the handshake\n  4→5: acknowledges')}\n---\n\n## Label\n\n${block('label: tcp.window_size')}`);
	const { page, context, problems } = await open(browser, build(join(work, 'marks.md')), { context: PHONE });
	await check('phone: marks and labels of long words leave the chips whole, and no word is broken', async () => {
		const chips = await page.evaluate(() => [...document.querySelectorAll('.diagram.upright .chip-text')].map((chip) => chip.textContent));
		expect(chips.length === 30 && !chips.some((chip) => chip.includes('…')), chips.join(', '));
		const words = await page.evaluate(() => [...document.querySelectorAll('.diagram.upright .hand')].map((hand) => [hand.querySelector('title').textContent, [...hand.querySelectorAll('.hand-words text')].map((line) => line.textContent).join(' ')]));
		expect(words.length >= 7 && words.every(([title, lines]) => title.endsWith(lines)), JSON.stringify(words));
		expectNoProblems(problems);
	});
	await context.close();
}

// Headers: every field says its name in its box or below the drawing, which is whole.
async function checkHeaders(browser) {
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'headers.pcap'));
	const blocks = ['layer: ip', 'layer: tcp', 'layer: tcp\nfields: [seq, flags.syn]'].map((more) => `---\n\n## ${more.replaceAll('\n', ', ')}\n\n\`\`\`packets\nframes: 2\nshow: packet\n${more}\n\`\`\`\n`);
	writeFileSync(join(work, 'headers.md'), `---\ntitle: Headers\nlang: en\ncaptures: {p: headers.pcap}\n---\n# Headers\n\n${blocks.join('\n')}`);
	const { page, context, problems } = await open(browser, build(join(work, 'headers.md')), { context: PHONE });
	await check('phone: no name in a header is cut, and what its abbreviations mean is in view below it', async () => {
		const seen = await page.evaluate(() => [...document.querySelectorAll('.scroll-page .header-map')].map((map) => {
			const picture = map.closest('.picture'), words = (selector) => [...map.querySelectorAll(selector)].map((text) => text.textContent);
			return { cut: words('text').filter((text) => text.includes('…')), keys: words('.key').join(' '), hidden: picture.scrollHeight - picture.clientHeight > 2, bytes: map.closest('.packets').querySelectorAll('.dump-row').length > 0 };
		}));
		expectEqual(seen.map(({ cut, hidden, bytes }) => [cut, hidden, bytes]), Array(3).fill([[], false, true]), 'cut, hidden, with bytes');
		expectEqual(seen.map(({ keys }) => keys), ['DSCPDifferentiated Services Field Don’t fragment More fragments', ...Array(2).fill('OffOffset RsvReserved CWR ECE URG ACK PSH RST SYN FIN')], 'what is said below');
	});
	await check('phone: a field that is pointed at is marked below the header, too', async () => {
		await scrollTo(page, 3, 1);
		await expectSoon(() => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.key.lit')].map((key) => key.textContent)), ['SYN'], 'marked');
		expectNoProblems(problems);
	});
	await context.close();
}

// Drawings: each is whole. What can not be read then is opened by a tap, so large that it can.
async function checkDrawings(browser) {
	const svg = (size, head) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1152 400" ${head}><rect width="1152" height="400" fill="teal"/><text y="90" font-size="${size}">words</text></svg>`;
	const own = 'width="1152" height="400"', images = { large: [60, own], small: [20, own], fluid: [20, ''], tiny: [5, own], unknown: ['2%', own] };
	for (const [name, [size, head]] of Object.entries(images))
		writeFileSync(join(work, `${name}.svg`), svg(size, head));
	writeFileSync(join(work, 'drawings.md'), `---\ntitle: Drawings\nlang: en\n---\n# Drawings\n\n${[...Object.keys(images), 'small|400'].map((name) => `---\n\n## ${name}\n\n![[${name.replace(/\||$/, (mark) => `.svg${mark}`)}]]\n`).join('\n')}`);
	const file = build(join(work, 'drawings.md'));
	for (const phone of [PHONE, SMALL_PHONE]) {
		const { page, context, problems } = await open(browser, file, { context: phone });
		await page.waitForSelector('.enlarge', { state: 'attached' });
		const seen = Object.fromEntries(await page.evaluate(() => [...document.querySelectorAll('.scroll-page img')].map((image) => {
			const holder = image.parentNode, box = image.getBoundingClientRect();
			return [image.closest('section').querySelector('h2').textContent, { width: box.width, place: holder.getBoundingClientRect().width, stage: holder.getBoundingClientRect().width / holder.offsetWidth, height: box.height / box.width, isWide: holder.scrollWidth > holder.clientWidth + 1, sign: holder.nextElementSibling?.matches('.enlarge') ? holder.nextElementSibling.innerText : '' }];
		})));
		for (const [name, sign] of Object.entries({ large: '', small: 'Enlarge', fluid: 'Enlarge', tiny: 'Enlarge', unknown: 'Enlarge', 'small|400': 'Enlarge' })) {
			await check(`phone of ${phone.viewport.width} px: a drawing is whole, and says when it can be opened: ${name}`, () => {
				const { width, place, stage, height, isWide, sign: said } = seen[name];
				expect(Math.abs(width - (name.endsWith('400') ? 400 * stage : place)) < 1 && Math.abs(height - 400 / 1152) < .01, `${width} px of ${place}; ${height} as high as wide`);
				expectEqual([isWide, said], [false, sign], 'goes on sideways, its sign');
			});
		}
		await check('phone: nothing was wrong with drawings', () => expectNoProblems(problems));
		await context.close();
	}
	await checkEnlarged(browser, file);
}

const view = (page) => page.evaluate(() => {
	const view = document.querySelector('.enlarged .view'), box = view?.firstElementChild.getBoundingClientRect();
	return view && { words: Math.round(20 * box.width / 1152), left: Math.round(box.left), right: Math.round(box.right), whole: box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight, name: view.getAttribute('aria-label') };
});

async function checkEnlarged(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: PHONE });
	const opener = page.locator('section:has(> h2:text-is("small")) .enlarge');
	await page.waitForSelector('.enlarge', { state: 'attached' });
	await scrollTo(page, 2);
	await check('phone: the button opens a drawing large enough to be read, and fingers move it', async () => {
		await opener.tap();
		const begun = await view(page);
		expectEqual([begun.words, begun.left, begun.name], [16, 12, 'small'], 'px of its words, its left edge, its name');
		await page.evaluate(axe);
		expectEqual(await violations(page, { isWhole: true }), [], 'what axe finds');
		await page.evaluate(() => { document.querySelector('.enlarged .view').scrollLeft = 1e4; });
		expectEqual((await view(page)).right, PHONE.viewport.width - 12, 'its right edge');
	});
	await check('phone: buttons, keys and two fingers make it larger and smaller, down to all of it', async () => {
		const size = async (act) => { await act(); return (await view(page)).words; };
		const larger = await size(() => page.tap('.enlarged .size:nth-child(2)')), by = await size(() => page.keyboard.press('+'));
		expect(larger > 20 && by > larger, `${larger}, ${by} px`);
		const session = await context.newCDPSession(page), touch = (type, x) => session.send('Input.dispatchTouchEvent', { type, touchPoints: x === null ? [] : [{ x: 195 - x, y: 400, id: 0 }, { x: 195 + x, y: 400, id: 1 }] });
		const pinched = await size(async () => { await touch('touchStart', 100); await touch('touchMove', 80); await touch('touchMove', 50); await touch('touchEnd', null); });
		expect(Math.abs(pinched - by / 2) <= 1, `${by} px became ${pinched}`);
		for (let i = 0; i < 9; i++)
			await page.keyboard.press('-');
		expect((await view(page)).whole, JSON.stringify(await view(page)));
	});
	await check('phone: turned on its side it is whole', async () => {
		await page.setViewportSize({ width: 844, height: 390 });
		await expectSoon(async () => { const { whole, words } = await view(page); return [whole, words >= 11]; }, [true, true], 'whole, readable');
		await page.setViewportSize(PHONE.viewport);
		await expectSoon(async () => (await view(page)).words, 16, 'px of its words upright');
	});
	await check('phone: Escape closes it, and a key on the button opens it again', async () => {
		await page.keyboard.press('Escape');
		await expectSoon(() => view(page), null, 'closed');
		await scrollTo(page, 2);
		await opener.focus();
		await page.keyboard.press('Enter');
		expect(await view(page), 'not opened');
		await page.tap('.enlarged .close');
		await expectSoon(() => view(page), null, 'closed');
		expect(await opener.evaluate((one) => document.activeElement === one), 'the focus is elsewhere');
	});
	await check('phone: a tap on the drawing opens it at that place', async () => {
		const box = await page.locator('section:has(> h2:text-is("small")) img').boundingBox();
		await page.touchscreen.tap(box.x + box.width * .95, box.y + box.height / 2);
		expectEqual((await view(page)).right, PHONE.viewport.width - 12, 'its right edge');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkText(browser, name, file, phone) {
	const { page, context } = await open(browser, file, { context: phone });
	await check(`phone of ${phone.viewport.width} px, ${name}: every text is at least ${SMALLEST_ON_PHONE} px, and whole or to be scrolled to`, async () => {
		const ids = await page.evaluate(() => [...document.querySelectorAll('.scroll-page')].map((one) => one.querySelector('section').id));
		const bad = [];
		for (const [index, id] of ids.entries()) {
			await scrollTo(page, index);
			const found = await badText(page, `#${escapeId(id)}`, { smallest: SMALLEST_ON_PHONE, ...phone.viewport, holders: HOLDERS });
			bad.push(...found.map((problem) => `${id}: ${problem}`));
		}
		expect(ids.length > 9, `${ids.length} slides`);
		expect(bad.length === 0, bad.slice(0, 12).join('\n'));
	});
	await context.close();
}

async function checkFingers(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: PHONE });
	const diagram = await indexOf(page, '열한 개의');
	const now = () => page.evaluate((index) => document.querySelectorAll('.scroll-page')[index].querySelector('.row.now').dataset.frame, diagram);
	const openCount = () => page.locator('dialog.packet-detail[open]').count();
	await check('phone: scrolling takes the steps of a diagram, and back', async () => {
		await scrollTo(page, diagram);
		await expectSoon(now, '1', 'packet');
		await scrollTo(page, diagram, .5);
		await expectSoon(async () => Math.abs(Number(await now()) - 6) <= 1, true, 'it is in the middle');
		await scrollTo(page, diagram, 1);
		await expectSoon(now, '11', 'packet');
		await scrollTo(page, diagram);
		await expectSoon(now, '1', 'packet');
	});
	await check('phone: no step between the same lanes moves the picture sideways', async () => {
		const places = new Set();
		for (let part = 0; part <= 1; part += .1) {
			await scrollTo(page, diagram, part);
			await page.waitForTimeout(60);
			places.add(await page.evaluate((index) => document.querySelectorAll('.scroll-page')[index].querySelector('.diagram').scrollLeft, diagram));
		}
		expect(places.size === 1 && !places.has(0), `scrolled to ${[...places]}`);
		await scrollTo(page, diagram);
	});
	await check('phone: pictures are drawn for it; of a sequence with steps both lanes are in view, and the panel has the states', async () => {
		const moved = await page.evaluate(() => [...document.querySelectorAll('.diagram')].filter((one) => one.scrollWidth > one.clientWidth + 4 && getComputedStyle(one).overflowX !== 'hidden').map((one) => one.closest('.packets').className));
		expect(moved.length === 0, `moved sideways: ${moved.join('; ')}`);
		const heads = () => page.evaluate((index) => [...document.querySelectorAll('.scroll-page')[index].querySelectorAll('.head')].map((one) => one.getBoundingClientRect()).flatMap(({ left, right }) => [left, right]), diagram);
		const panel = () => page.evaluate((index) => document.querySelectorAll('.scroll-page')[index].querySelector('.beside-lanes')?.textContent.split(/\s/), diagram);
		for (const [part, states] of [[0, ['클라이언트', 'SYN_SENT', '서버', 'SYN_RECEIVED']], [1, ['클라이언트', 'TIME_WAIT', '서버', 'CLOSED']]]) {
			await scrollTo(page, diagram, part);
			await expectSoon(panel, states, `states at ${part}`);
			expect((await heads()).every((x) => x >= 0 && x <= PHONE.viewport.width), `heads from and to ${await heads()}`);
		}
	});
	await check('phone: a tap opens the packet, as a page to scroll', async () => {
		await scrollTo(page, diagram, .3);
		await expectSoon(async () => Number(await now()) > 2, true, 'a later packet');
		const frame = await now();
		await page.tap(`.row.now[data-frame="${frame}"] .hit`);
		await expectSoon(openCount, 1, 'details');
		const dialog = await page.evaluate(() => {
			const box = document.querySelector('dialog.packet-detail');
			return { width: box.scrollWidth, title: box.querySelector('h2').textContent, close: box.querySelector('.close').getBoundingClientRect().right,
				text: Math.min(...[...box.querySelectorAll('.sentence, .dump span, .crumbs button')].map((node) => parseFloat(getComputedStyle(node).fontSize))) };
		});
		expect(dialog.title.startsWith(`#${frame} `), dialog.title);
		expect(dialog.width <= PHONE.viewport.width && dialog.close <= PHONE.viewport.width, `it is ${dialog.width} wide, its button ends at ${dialog.close}`);
		expect(dialog.text >= 16, `text of ${dialog.text} px`);
		const top = await page.evaluate(() => document.querySelector('.reveal-viewport').scrollTop);
		await page.tap('dialog .close');
		await expectSoon(openCount, 0, 'details');
		expectEqual([await now(), await page.evaluate(() => document.querySelector('.reveal-viewport').scrollTop)], [frame, top], 'packet, place');
	});
	await check('phone: turned on its side it is a stage, upright again it scrolls, each at the slide of the other', async () => {
		const tops = (index) => page.evaluate((one) => Math.round(document.querySelectorAll('.scroll-page')[one].getBoundingClientRect().top / 9), index);
		await scrollTo(page, diagram, .02);
		await expectSoon(now, '1', 'packet');
		await page.setViewportSize({ width: 844, height: 390 });
		await hasReached(page, '열한 개의 패킷', false);
		const { width, height } = await page.evaluate(() => Reveal.getCurrentSlide().getBoundingClientRect());
		expect(width <= 844 && height <= 391 && Math.abs(width / height - 16 / 9) < .02, `a slide of ${width} x ${height}`);
		// The turned stage has forgotten where one had scrolled to, and from now on knows its slide (start.js).
		await expectSoon(() => page.evaluate(() => sessionStorage.getItem('reveal-scroll-top')), null, 'the place of the scroll view');
		await page.evaluate(() => Reveal.slide(2));
		await page.setViewportSize(PHONE.viewport);
		await expectSoon(() => page.evaluate(() => Reveal.isScrollView()), true, 'scroll view');
		await expectSoon(() => tops(diagram + 1), 0, 'where the next slide is');
	});
	await check('phone: what stands beside a picture is the other one, also when it was turned', async () => {
		const drawn = () => page.evaluate(() => [...document.querySelectorAll('.diagram:has(> template)')].map((one) => [one.firstElementChild.viewBox.baseVal.width, one.querySelector('template').content.firstElementChild.viewBox.baseVal.width].join(' of ')));
		const first = await drawn();
		expect(first.length > 1 && first.every((widths) => /^500 of (1152|552|780)$/.test(widths)), first.join(', '));
		await page.setViewportSize({ width: 844, height: 390 });
		await expectSoon(async () => (await drawn()).every((widths) => /^(1152|552|780) of 500$/.test(widths)), true, 'the wide ones on its side');
		await page.setViewportSize(PHONE.viewport);
		await expectSoon(drawn, first, 'upright again');
	});
	await check('phone: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// Sequences with steps whose lanes do not all fit beside each other as the stage has them.
async function checkLanes(browser) {
	const block = (more) => `\`\`\`packets p\n${more}\n\`\`\`\n`;
	writeFileSync(join(work, 'lanes.md'), `---\ntitle: Lanes\ncaptures: {p: {file: ${join(top, 'pcaps/pingpong.pcap')}}, s: {file: ${join(top, 'pcaps/sockets.pcap')}}}\n---\n# Lanes\n\n---\n\n`
		+ `## Four lanes\n\n${block('marks:\n  1-3: handshake\n  4→5: acknowledges')}\n---\n\n## Calls\n\n${block('calls: true').replace(' p', ' s')}\n---\n\n## Two lanes with marks\n\n${block('stream: 0\nmarks:\n  1-3: handshake\n  4→5: acknowledges')}\n---\n\n## Marks\n\n${block('stream: 0\nstep: marks\nmarks:\n  1-3: handshake\n  4→5: acknowledges')}\n---\n\n## Cut\n\n${block('stream: 1\nstep: marks\nmarks:\n  11-13: handshake\n  13-42: the rest')}`);
	const { page, context, problems } = await open(browser, build(join(work, 'lanes.md')), { context: { ...PHONE, reducedMotion: 'reduce' } });
	const slideOf = (index, call, what) => page.evaluate(([index, call, what]) => new Function('slide', 'what', `return (${call})(slide, what)`)(document.querySelectorAll('.scroll-page')[index], what), [index, String(call), what]);
	const steps = (index) => slideOf(index, (slide) => slide.querySelectorAll('.diagram > svg .fragment').length);
	const taken = (index) => slideOf(index, (slide) => slide.querySelectorAll('.diagram > svg .fragment.visible').length);
	// Scrolls slowly, and calls behind each step; until `call` says that it is enough.
	async function scrollThrough(index, call) {
		const parts = 4 * (await steps(index) + 1), seen = new Set();
		for (let part = 0; part <= parts; part++) {
			await scrollTo(page, index, part / parts);
			const step = await taken(index);
			if (seen.has(step))
				continue;
			seen.add(step);
			if (await call(step) === false)
				break;
		}
		return seen.size;
	}
	const shown = (slide) => {
		const out = (selector) => [...slide.querySelectorAll(selector)].map((one) => one.getBoundingClientRect()).filter((box) => box.width && (box.left < 0 || box.right > innerWidth)).length;
		return [out('.head'), out('.row.now .wire'), out('.hand:not(.fragment), .hand.visible'), out('.call-text'), slide.querySelector('.diagram').scrollWidth - slide.querySelector('.diagram').clientWidth > 2];
	};
	for (const title of ['Four lanes', 'Calls', 'Marks']) {
		await check(`phone: of a sequence with steps all lanes are in view at each step: ${title}`, async () => {
			const index = await indexOf(page, title), count = await steps(index);
			const seen = await scrollThrough(index, async (step) => expectEqual(await slideOf(index, shown), [0, 0, 0, 0, false], `beyond the edges at ${step}: heads, arrows, marks, calls; scrolls`));
			expect(count > 1 && seen > count, `${seen} of ${count} steps were seen`);
		});
	}
	await check('phone: of a sequence that is cut all lanes and marks are in view, and each mark is a step once', async () => {
		const first = await indexOf(page, 'Cut'), count = await page.evaluate(() => document.querySelectorAll('.scroll-page').length);
		let marks = 0;
		for (let index = first; index < count; index++) {
			marks += await steps(index);
			await scrollThrough(index, async (step) => expectEqual(await slideOf(index, shown), [0, 0, 0, 0, false], `beyond the edges of part ${index - first} at ${step}: heads, arrows, marks, calls; scrolls`));
		}
		expect(count - first > 1 && marks === 2, `${marks} steps in ${count - first} parts`);
	});
	await check('phone: the panel has the marks for which there is no room', async () => {
		const index = await indexOf(page, 'Four lanes');
		await scrollThrough(index, (step) => step < 2);
		await expectSoon(() => slideOf(index, (slide) => slide.querySelector('.beside-lanes')?.textContent), '#1–#3: handshake', 'words');
	});
	await check('phone: no step moves the panel below a picture, or changes the height of the picture', async () => {
		for (const title of ['Four lanes', 'Two lanes with marks']) {
			const index = await indexOf(page, title), places = new Set();
			await scrollThrough(index, async () => places.add(await slideOf(index, (slide) => [slide.querySelector('.diagram').clientHeight, slide.querySelector('.side').offsetTop].map((y) => Math.round(y / 3)).join())));
			expect(places.size === 1, `${title}: ${[...places].join('; ')} (times 3 px)`);
		}
	});
	await check('phone: the step is the same when it is turned, on each picture', async () => {
		const index = await indexOf(page, 'Four lanes');
		const state = () => page.evaluate(() => { const drawing = Reveal.getCurrentSlide().querySelector('.diagram > svg'); return drawing ? [drawing.viewBox.baseVal.width, drawing.querySelector('.row.now')?.dataset.frame, drawing.querySelectorAll('.visible').length, Reveal.getIndices().f] : [Reveal.getCurrentSlide().textContent]; });
		await scrollThrough(index, (step) => step < 4);
		await expectSoon(async () => (await state()).slice(0, 3), [500, '5', 4], 'width, packet, steps');
		await page.setViewportSize({ width: 844, height: 390 });
		await expectSoon(() => page.evaluate(() => Reveal.isScrollView()), false, 'scroll view');
		await expectSoon(async () => (await state())[0] > 700, true, 'the wide picture');
		const [, frame, steps_, f] = await state();
		await page.keyboard.press('ArrowRight');
		await expectSoon(async () => (await state()).slice(1), [String(Number(frame) + 1), steps_ + 1, f + 1], 'packet, steps, index');
		await page.setViewportSize(PHONE.viewport);
		await expectSoon(async () => (await state())[0], 500, 'the narrow picture');
		await scrollThrough(index, (step) => step < 4);
		await expectSoon(async () => (await state()).slice(0, 3), [500, '5', 4], 'width, packet, steps');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkTorn(browser) {
	const { page, context, problems } = await open(browser, torn(), { context: { ...PHONE, reducedMotion: 'reduce' } });
	await check('phone: what is left out behind the last row is in view with it, and no part of it before', async () => {
		for (const title of ['Twenty', 'Eight']) {
			const index = await indexOf(page, title), seen = [];
			for (let part = 0; part <= 1; part += .05) {
				await scrollTo(page, index, part);
				seen.push(await page.evaluate(`(${tornBelowIn})(document.querySelectorAll('.scroll-page')[${index}])`));
			}
			await scrollTo(page, index, 1);
			await expectSoon(() => page.evaluate(`(${tornBelowIn})(document.querySelectorAll('.scroll-page')[${index}])`), 'all', `${title}, at the end`);
			expect(seen[0] === 'none' && !seen.includes('a part'), `${title}: ${seen.join(', ')}`);
		}
		expectNoProblems(problems);
	});
	await context.close();
}

// A sequence without steps that goes on on slides of its own.
async function checkLong(browser) {
	writeFileSync(join(work, 'long.md'), `---\ntitle: Long\ncaptures: {p: {file: ${join(top, 'pcaps/pingpong.pcap')}}}\n---\n# Long\n\n\`\`\`packets p\nstep: none\nfold: false\n\`\`\`\n`);
	const { page, context, problems } = await open(browser, build(join(work, 'long.md')), { context: PHONE });
	const frames = () => page.evaluate(() => [...document.querySelectorAll('.row[data-frame]')].map((row) => Number(row.dataset.frame)));
	const all = Array.from({ length: 52 }, (_, index) => index + 1);
	await check('phone: a long sequence has each packet once, also when it was turned', async () => {
		expect(await page.evaluate(() => document.querySelectorAll('svg.ladder').length) > 1, 'it does not go on');
		expectEqual(await frames(), all, 'packets, upright');
		await page.setViewportSize({ width: 844, height: 390 });
		await expectSoon(() => page.evaluate(() => Reveal.isScrollView()), false, 'scroll view');
		expectEqual(await frames(), all, 'packets, on its side');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const file = fixture();
	await checkColumn(browser, file);
	const talk = build(join(top, 'slides/01-what-is-a-network.md'));
	for (const phone of [PHONE, SMALL_PHONE]) {
		await checkText(browser, 'fixture', file, phone);
		await checkText(browser, 'pictures', pictures(), phone);
		await checkText(browser, 'the first talk', talk, phone);
	}
	await checkFingers(browser, file);
	await checkLanes(browser);
	await checkLong(browser);
	await checkTorn(browser);
	await checkNarrow(browser);
	await checkHeaders(browser);
	await checkMarks(browser);
	await checkDrawings(browser);
});
