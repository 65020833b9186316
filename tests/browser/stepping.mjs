// What a slide shows step by step: the title, values in the prose, packet after packet, folded runs of packets, and a
// diagram that continues on the next slide.
//
//   node tests/browser/stepping.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { fixture, torn, tornBelowIn } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, isReady, main, open, position, python, top, work } from './lib.mjs';
import { badText } from './bad-text.mjs';

async function checkFixture(browser, file) {
	const { page, context, problems } = await open(browser, file);

	await check('title slide: made from the front matter', async () => {
		const text = await page.evaluate(() => Reveal.getSlides()[0].innerText);
		for (const word of ['브라우저 시험', '시험', '2025-01-01', '소켓 두 개가'])
			expect(text.includes(word), `no "${word}" on the title slide`);
	});
	await check('title slide: stands in its place before reveal.js has started', async () => {
		const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
		const opened = await context.newPage();
		const title = () => {
			const { left, top, width, height } = document.querySelector('.slides h1').getBoundingClientRect();
			return [left, top, width, height].map(Math.round);
		};
		await opened.addInitScript(`addEventListener('DOMContentLoaded', () => {
			window.opening = document.documentElement.classList.contains('opening') && (${title})();
		})`);
		await opened.goto(pathToFileURL(file).href);
		await isReady(opened);
		const [before, after] = [await opened.evaluate(() => window.opening), await opened.evaluate(title)];
		expect(before && after.every((edge, i) => Math.abs(edge - before[i]) <= 1),
			`the title's box moves from ${before} to ${after}`);
		await context.close();
	});
	await check('values: port and sequence number stand in the prose', async () => {
		await goTo(page, '목록으로');
		const text = await page.evaluate(() => Reveal.getCurrentSlide().innerText);
		expect(text.includes('40001') && text.includes('1687121203'), text);
	});
	await check('sequence: the handshake has two lanes and a row per packet', async () => {
		await goTo(page, '열한 개의');
		const picture = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide();
			return {
				lanes: slide.querySelectorAll('svg .lane').length,
				rows: [...slide.querySelectorAll('svg .row')].map((row) => row.dataset.frame),
				text: slide.querySelector('svg').textContent,
			};
		});
		expectEqual(picture.lanes, 2, 'lanes');
		expectEqual(picture.rows, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'], 'rows');
		expect(/40001/.test(picture.text) && /8080/.test(picture.text), 'lanes name their ports');
	});
	await check('sequence: a step for each packet after the first', async () => {
		await goTo(page, '열한 개의');
		expectEqual(await page.evaluate(() => new Set([...Reveal.getCurrentSlide().querySelectorAll('.fragment')]
			.map((fragment) => fragment.dataset.fragmentIndex)).size), 10, 'steps');
	});
	await check('fixture: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

async function checkSteps(browser, file) {
	const { page, context } = await open(browser, file);
	await check('steps: the current packet, its remark and its flags are shown, later ones are faint', async () => {
		await goTo(page, '열한 개의');
		const seen = () => page.evaluate(() => {
			const slide = Reveal.getCurrentSlide();
			return {
				now: slide.querySelector('.row.now').dataset.frame,
				later: [...slide.querySelectorAll('.row')].filter((row) => {
					const opacity = Number(getComputedStyle(row.querySelector('.mark')).opacity);
					return row.matches('.later') && opacity < 1 && opacity > 0;
				}).length,
				remark: slide.querySelector('.remark.now').dataset.frame,
				visible: [...slide.querySelectorAll('.remark')].filter((remark) => getComputedStyle(remark).visibility === 'visible').length,
				bits: [...slide.querySelectorAll('.bits span')].map((bit) => bit.textContent).join(''),
				where: slide.querySelector('.where').textContent,
			};
		});
		expectEqual(await seen(), { now: '1', later: 10, remark: '1', visible: 1, bits: '00000010', where: 'ping.pcap · tcp.stream 0 · 1 / 11' }, 'first');
		await page.keyboard.press('Space');
		expectEqual(await seen(), { now: '2', later: 9, remark: '2', visible: 1, bits: '00010010', where: 'ping.pcap · tcp.stream 0 · 2 / 11' }, 'second');
		await page.keyboard.press('ArrowLeft');
		expectEqual((await seen()).now, '1', 'back');
	});
	await check('steps: what is added up is right', async () => {
		const sums = [];
		for (let step = 0; step < 10; step++) {
			await page.keyboard.press('Space');
			const words = await page.locator('section.present .facts').innerText();
			sums.push(...words.replace(/\s/g, '').matchAll(/seq(\d+)\+(len|FIN)(\d+)=(\d+)/g));
		}
		expect(sums.some((sum) => sum[2] === 'len') && sums.some((sum) => sum[2] === 'FIN'), 'no sums of both kinds');
		for (const [all, from, , size, to] of sums)
			expectEqual(Number(from) + Number(size), Number(to), all);
		await goTo(page, '열한 개의');
	});
	await check('footer: the arrows that the keyboard reaches leave the page number free', async () => {
		await page.focus('.controls .navigate-right');
		const [number, ...arrows] = await page.evaluate(() => [...document.querySelectorAll('section.present .slide-footer .page, .controls button.enabled')]
			.map((shape) => shape.getBoundingClientRect().toJSON()));
		const ring = 6; // px of the outline and its offset
		expect(arrows.length > 0, 'no arrows');
		for (const arrow of arrows)
			expect(arrow.bottom + ring <= number.top || arrow.left - ring >= number.right, `${JSON.stringify(arrow)} lies over ${JSON.stringify(number)}`);
		await page.evaluate(() => document.activeElement.blur());
	});
	await check('steps: nothing moves when a step is taken', async () => {
		const places = () => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.row text, .row rect, .facts')].map((shape) => {
			const box = shape.getBoundingClientRect();
			return [box.left, box.top].map(Math.round).join();
		}).join(' '));
		const before = await places();
		await page.keyboard.press('Space');
		expectEqual(await places(), before, 'places');
	});
	await context.close();
}

// A fold is one step. It opens as a list, of which each packet opens, and closes the same way back.
async function checkFolds(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const state = () => page.evaluate(() => ({
		list: document.querySelectorAll('dialog.fold-detail[open] tr[data-frame]').length,
		packet: document.querySelector('dialog.packet-detail[open]:not(.fold-detail) h2')?.textContent.match(/#\d+/)[0] ?? null,
		focus: document.activeElement?.dataset.frame ?? null,
	}));
	await goTo(page, '긴 답은 접힌다');
	const fold = await page.evaluate(() => {
		const rows = [...Reveal.getCurrentSlide().querySelectorAll('.row')];
		const index = rows.findIndex((row) => row.dataset.last);
		const { frame, last } = rows[index].dataset;
		return { index, rows: rows.length, frame, last, chip: rows[index].querySelector('.chip-text').textContent };
	});
	await check('fold: the reply is one row of several packets', () => {
		expect(/^11 × 1,448바이트$/.test(fold.chip), `the chip says ${fold.chip}`);
		expect(fold.rows < 15 && Number(fold.last) - Number(fold.frame) > 10, JSON.stringify(fold));
	});
	await check('fold: it is one step', async () => {
		for (let i = 0; i < fold.index; i++)
			await page.keyboard.press('Space');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now').dataset.frame), fold.frame, 'the current row');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('.fragment').length), fold.rows - 1, 'steps');
	});
	const at = await position(page);
	await check('fold: Enter opens the list, then a packet of it; Escape goes back the same way', async () => {
		await page.keyboard.press('Enter');
		const list = await state();
		expect(list.list > 10 && list.focus === fold.frame, JSON.stringify(list));
		await page.keyboard.press('ArrowDown');
		const second = (await state()).focus;
		expect(Number(second) > Number(fold.frame), `the focus went to ${second}`);
		await page.keyboard.press('Enter');
		expectEqual(await state().then(({ list: lines, packet }) => [lines, packet]), [0, '#' + second], 'the packet');
		await page.keyboard.press('Escape');
		expectEqual(await state(), { ...list, focus: second }, 'the list again');
		await page.keyboard.press('Escape');
		expectEqual([await state(), await position(page)], [{ list: 0, packet: null, focus: fold.frame }, at], 'the slide again');
	});
	await check('fold: a click opens the list, too; next leaves it by one step', async () => {
		await page.locator('section.present .row.now .hit').click();
		expect((await state()).list > 10, 'no list');
		const bad = await badText(page, 'dialog.fold-detail .heading');
		expect(bad.length === 0, bad.join('\n'));
		await page.keyboard.press('PageDown');
		expectEqual((await state()).list, 0, 'lines');
		expectEqual(Number((await position(page)).split('.')[2]), Number(at.split('.')[2]) + 1, 'the step');
	});
	await check('fold: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// Every packet of a diagram that is taller than a slide is on one slide, whole, below heads of its own.
async function checkStrips(browser, file) {
	const partsOf = () => {
		const slides = [...document.querySelectorAll('.slides section')].filter((section) => section.querySelector('h2')?.textContent.startsWith('접지 않은'));
		return slides.map((section) => {
			const drawing = section.querySelector('svg.ladder'), view = drawing.viewBox.baseVal;
			const rows = [...drawing.querySelectorAll('.row')];
			return {
				id: section.id,
				frames: rows.map((row) => Number(row.dataset.frame)),
				isWhole: rows.every((row) => {
					const [y, height] = ['y', 'height'].map((name) => Number(row.querySelector('.chip').getAttribute(name)));
					return y >= view.y + Number(drawing.querySelector('.heads .head').getAttribute('height')) && y + height <= view.y + view.height;
				}),
				height: view.height,
				seconds: Number(section.dataset.timing),
			};
		});
	};
	for (const query of ['', '?print-pdf']) {
		const { page, context, problems } = await open(browser, file, { query });
		await check(`tall diagram${query}: goes on on the next slide, cut between rows`, async () => {
			const parts = await page.evaluate(partsOf);
			expect(parts.length > 2, `${parts.length} slides`);
			expectEqual(parts.flatMap((part) => part.frames), Array.from({ length: 52 }, (_, index) => index + 1), 'frames');
			expect(new Set(parts.map((part) => part.id)).size === parts.length, 'two slides have the same id');
			for (const part of parts)
				expect(part.isWhole && part.height < 600, JSON.stringify(part));
			const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
			expect(Math.abs(seconds - 60) < parts.length, `its 60 s became ${seconds}`);
		});
		await check(`tall diagram${query}: each slide says which packets it has`, async () => {
			const parts = await page.evaluate(partsOf), seen = [];
			for (const { id } of parts) {
				if (!query)
					await page.evaluate((wanted) => Reveal.slide(Reveal.getSlides().findIndex(({ id }) => id === wanted)), id);
				seen.push(await page.evaluate((wanted) => document.getElementById(wanted).querySelector('.where').textContent.replace(/ · tcp\.stream \d+/, ''), id));
			}
			expectEqual(seen, parts.map(({ frames }) => `pingpong.pcap · 패킷 ${frames[0]}–${frames.at(-1)} / 52`), 'footers');
		});
		await check(`tall diagram${query}: each slide has the lines of its own packets, and no bar of others`, async () => {
			const bad = await page.evaluate(() => [...document.querySelectorAll('.slides section')].filter((section) => section.querySelector('h2')?.textContent.startsWith('접지 않은')).filter((section) => {
				const frames = (selector) => [...section.querySelectorAll(selector)].map((one) => one.dataset.frame).join();
				const { y, height } = section.querySelector('svg.ladder').viewBox.baseVal;
				const isOutside = (bar) => bar.getAttribute('d').split('M').slice(1).every((piece) => {
					const [top, down] = piece.match(/ (\d+)h-?\d+v(\d+)/).slice(1).map(Number);
					return top > y + height || top + down < y;
				});
				return frames('.row') !== frames('.twin tr[data-frame]') || [...section.querySelectorAll('.bar:not(.lanes *)')].some(isOutside);
			}).map(({ id }) => id));
			expectEqual(bad, [], 'slides');
		});
		await check(`tall diagram${query}: no console error, no request`, () => expectNoProblems(problems));
		await context.close();
	}
}

// Each slide of a sequence without steps shows which part it has of the whole, and leads to the others.
async function checkSharedMap(browser, file) {
	const { page, context, problems } = await open(browser, file);
	// The slide, and of its map the lines, and where the pane is, in rows.
	const seen = () => page.evaluate(() => {
		const slide = Reveal.getCurrentSlide(), map = slide.querySelector('.map'), box = map.getBoundingClientRect();
		const pane = [...map.querySelectorAll('.pane')].flatMap((one) => ['y', 'height'].map((name) => Number(one.getAttribute(name))));
		const lines = [...map.querySelectorAll('path')].reduce((sum, path) => sum + path.getAttribute('d').split('M').length - 1, 0);
		return { id: slide.id, part: slide.querySelector('.part').textContent, frames: [...slide.querySelectorAll('.row')].map((row) => Number(row.dataset.frame)), pane, lines, x: box.left, top: box.top, height: box.height };
	});
	await goTo(page, '접지 않은');
	await goTo(page, '접지 않은');
	await check('shared sequence: a map of all packets shows which of them the slide has', async () => {
		const first = await seen(), places = new Set();
		const count = Number(first.part.split('/')[1]);
		for (let i = 0; i < count; i++) {
			const { part, frames, pane, lines, x, top, height } = await seen();
			expectEqual([part, lines, pane], [`${i + 1}/${count}`, 52, [frames[0] - 1, frames.length]], 'part, lines, pane');
			places.add([x, top, height].map(Math.round).join());
			expect(x + 28 <= 1280, `the map begins at ${x}`);
			if (i + 1 < count)
				await page.keyboard.press('ArrowRight');
		}
		expectEqual(places.size, 1, 'places');
	});
	await check('shared sequence: a click on the map goes to the slide that has the packet', async () => {
		const { x, top, height } = await seen();
		for (const frame of [52, 30, 1]) {
			await page.mouse.click(x + 14, top + height * (frame - .5) / 52);
			const { frames } = await seen();
			expect(frames.includes(frame), `packet ${frame}: ${frames}`);
		}
	});
	await check('shared sequence: a number leads to its packet, also on another of its slides', async () => {
		for (const frame of [40, 2]) {
			const from = (await seen()).id;
			await page.keyboard.press(String(frame)[0]);
			await page.keyboard.type(String(frame).slice(1));
			const told = await page.innerText('.jump output');
			expect(told.startsWith(`#${frame} `), told);
			await page.keyboard.press('Enter');
			const { id, frames } = await seen();
			expect(frames.includes(frame) && id !== from && told.includes('슬라이드'), `packet ${frame}: ${frames}, ${told}`);
			expectEqual(await page.evaluate(() => [...document.querySelectorAll('.found')].map((row) => row.dataset.frame)), [String(frame)], 'rows that are marked');
		}
		await page.keyboard.type('99');
		expectEqual(await page.innerText('.jump output'), '이 슬라이드에 99번 패킷이 없다', 'no packet');
		await page.keyboard.press('Escape');
	});
	await check('shared sequence: a drag over the map goes through the slides', async () => {
		const { x, top, height } = await seen(), parts = new Set();
		await page.mouse.move(x + 14, top + 3);
		await page.mouse.down();
		for (let i = 0; i < 26; i++) {
			await page.mouse.move(x + 14, top + height * (i + .5) / 26);
			parts.add((await seen()).part);
		}
		await page.mouse.up();
		expectEqual(parts.size, Number((await seen()).part.split('/')[1]), 'parts');
	});
	await check('shared sequence: slides that were not shown have no map', async () => {
		const fresh = await open(browser, file);
		await goTo(fresh.page, '접지 않은');
		expectEqual(await fresh.page.locator('.in-parts .map').count(), 1, 'maps');
		await fresh.context.close();
	});
	await check('shared sequence: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// The panel of what is no TCP, and a slide whose packets have nothing to say.
function messages() {
	python('golden/traffic.py', work);
	const frame = (end) => Buffer.concat([Buffer.from(`0180c200000e02000000000${end}88cc0207040200000000010000`, 'hex'), Buffer.alloc(35)]);
	const file = Buffer.alloc(24);
	[0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1].forEach((word, i) => file.writeUInt32LE(word, 4 * i));
	const records = [1, 2].map((end) => {
		const head = Buffer.alloc(16);
		[1700000000 + end, 0, 60, 60].forEach((word, i) => head.writeUInt32LE(word, 4 * i));
		return Buffer.concat([head, frame(end)]);
	});
	writeFileSync(join(work, 'lldp.pcap'), Buffer.concat([file, ...records]));
	writeFileSync(join(work, 'panels.md'), `---
title: Panels
lang: en
captures: {neighbours: neighbours.pcap, lldp: lldp.pcap}
---

# Neighbours

\`\`\`packets neighbours
frames: 1-6
\`\`\`

---

# Silent

\`\`\`packets lldp
\`\`\`

---

# One has a remark

\`\`\`packets lldp
notes: {2: Said by the author}
\`\`\`
`);
	return build(join(work, 'panels.md'));
}

async function checkPanels(browser) {
	const { page, context, problems } = await open(browser, messages());
	const panel = () => page.evaluate(() => {
		const slide = Reveal.getCurrentSlide();
		return {
			words: slide.querySelector('.remark.now p:last-child')?.textContent,
			keys: [...slide.querySelectorAll('.facts dl div')].map((line) => [...line.children].map((part) => part.textContent).join('=')),
			bits: slide.querySelectorAll('.facts .bits').length,
			width: Math.round(slide.querySelector('.diagram svg').getBoundingClientRect().width / slide.querySelector('.packets').getBoundingClientRect().width * 100),
		};
	});
	await check('panel: a message says what it is for, with the two fields that matter', async () => {
		await goTo(page, 'Neighbours');
		expectEqual(await panel(), { words: 'Asks for the MAC address of whoever has this IP address.',
			keys: ['Target IP address=192.0.2.2', 'Sender IP address=192.0.2.1'], bits: 0, width: 68 }, 'ARP');
		for (let step = 1; step < 6; step++)
			await page.keyboard.press('Space');
		expectEqual((await panel()).keys, ['Identifier=4660 (0x1234)', 'Sequence Number=1 (0x0001)'], 'ICMP');
		expectEqual(await badText(page), [], 'bad text');
	});
	await check('panel: packets without a sentence and a remark leave the width to the picture', async () => {
		await goTo(page, 'Silent');
		expectEqual(await page.locator('section.present .side').count(), 0, 'panels');
		expectEqual((await panel()).width, 100, 'width of the picture');
		await goTo(page, 'One has a remark');
		expectEqual(await page.locator('section.present .side').count(), 1, 'panels with a remark');
		expectEqual((await panel()).width, 68, 'width beside a remark');
	});
	await check('panel: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// Panels with more to say than stands below the tallest remark, and with long remarks.
function longPanels() {
	const words = (count) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');
	const block = (more) => `\`\`\`packets p\nstream: 0\n${more}\n\`\`\`\n`;
	const slides = [
		['Facts', block(`notes:\n  1: ${words(36)}`)],
		['Long', block(`notes:\n  4: ${words(50)}\n  5: ${words(10)}`)],
		['Longest', block(`notes:\n  4: ${words(75)}`)],
		['Asked', block(`step: ask\nnotes:\n  1: ${words(30)}\n  4: ${words(15)}`)],
		['Beside marks', block(`marks: {1-3: ${words(8)}, 4→6: ${words(8)}}\nnotes:\n  1: ${words(28)}`)],
		['Wide', block(`notes:\n  2: ${words(90)}`)],
		['Widest', block(`notes:\n  2: ${words(112)}`)],
		['Wide and still', block(`step: none\nframes: 1-3\nnotes:\n  2: ${words(80)}\n  3: ${words(8)}`)],
		['Still', block(`step: none\nnotes:\n${[1, 2, 4, 6].map((frame) => `  ${frame}: ${words(14)}`).join('\n')}`)],
	];
	writeFileSync(join(work, 'long-panels.md'), `---\ntitle: Panels\nlang: en\ncaptures: {p: {file: ${join(top, 'pcaps/pingpong.pcap')}}}\n---\n`
		+ slides.map(([title, text]) => `\n## ${title}\n\n${text}`).join('\n---\n'));
	return build(join(work, 'long-panels.md'));
}

async function checkLongPanels(browser) {
	const { page, context, problems } = await open(browser, longPanels());
	// By how many px the panel of the slide is cut, and which of its parts overlap.
	const hidden = () => page.evaluate(() => {
		const side = Reveal.getCurrentSlide().querySelector('.side'), { bottom } = side.closest('.packets').getBoundingClientRect();
		const seen = (selector) => [...side.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.getBoundingClientRect());
		const remarks = seen('.remark'), facts = seen('.facts > *'), asked = seen('.asks');
		const over = Math.max(0, ...[...remarks, ...facts].map((box) => Math.round(box.bottom - bottom)));
		const isOver = (one, other) => one.bottom > other.top + 1 && other.bottom > one.top + 1;
		const scrolls = [side, side.querySelector('.remarks')].some((one) => getComputedStyle(one).overflowY === 'auto' && one.scrollHeight > one.clientHeight + 1);
		return over || scrolls || remarks.some((remark) => [...facts, ...asked].some((one) => isOver(remark, one)));
	});
	const places = () => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.bits')].map((one) => Math.round(one.getBoundingClientRect().top)).join());
	await check('panel: all of it is seen at each step', async () => {
		const bad = [];
		for (const title of ['Facts', 'Long', 'Longest', 'Asked', 'Beside marks', 'Wide', 'Widest', 'Wide and still', 'Still']) {
			await goTo(page, title);
			const steps = await page.evaluate(() => new Set([...Reveal.getCurrentSlide().querySelectorAll('.fragment')].map((one) => one.dataset.fragmentIndex)).size);
			for (let step = 0; step <= steps; step++) {
				const found = await hidden();
				if (found)
					bad.push(`${title}, step ${step}: ${found}`);
				if (step < steps)
					await page.keyboard.press('Space');
			}
		}
		expect(bad.length === 0, bad.join('\n'));
	});
	await check('panel: where it is crowded, the flags stay in their place', async () => {
		await goTo(page, 'Facts');
		expect(await page.locator('section.present .side.crowded').count() === 1, 'it is not crowded');
		const seen = new Set();
		for (let step = 0; step < 10; step++) {
			seen.add(await places());
			await page.keyboard.press('Space');
		}
		expect(seen.size === 1, `they are at ${[...seen].join(', ')}`);
	});
	await check('panel: no remark has smaller letters than it must', async () => {
		await goTo(page, 'Long');
		const sizes = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.remark:not(.bare) p:not(.what)')].map((one) => parseFloat(getComputedStyle(one).fontSize)));
		expect(sizes[0] < 27 && sizes[0] >= 18 && sizes[1] === 27, `letters of ${sizes} px`);
		expect(await page.locator('section.present .facts .bits').count() === 1, 'no flags');
	});
	await check('panel: it is wider beside a remark that would have the smallest letters, whose letters are larger then', async () => {
		const widths = [];
		for (const title of ['Facts', 'Wide', 'Wide and still']) {
			await goTo(page, `^${title}$`);
			if (title === 'Wide')
				await page.keyboard.press('Space');
			widths.push(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.side').clientWidth));
			const size = await page.evaluate(() => Math.min(...[...Reveal.getCurrentSlide().querySelectorAll('.remark:not(.bare) p:not(.what)')].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => parseFloat(getComputedStyle(one).fontSize))));
			expect(title === 'Facts' || size >= 20, `${title}: letters of ${size} px`);
		}
		expect(widths[0] < 340 && widths.slice(1).every((width) => width > 390), `widths: ${widths}`);
	});
	await check('panel: no console error, no request of a long one', () => expectNoProblems(problems));
	await context.close();
}

// Eight connections, so that most of the clients share a lane.
const manyClients = `
import struct, sys
sys.path.insert(0, sys.argv[2])
from exchange import *
packets = []
for i in range(8):
    client = CLIENT[:2] + (40001 + i, CLIENT[3])
    packets += [segment(client, SERVER, SYN, 0, None), segment(SERVER, client, SYN | ACK, 0, 1), segment(client, SERVER, ACK, 1, 1)]
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
    for index, packet in enumerate(packets):
        file.write(struct.pack('<IIII', 1700000000, index * 37000, len(packet), len(packet)) + packet)
`;

async function checkSharedLanes(browser) {
	execFileSync('python3', ['-c', manyClients, join(work, 'many.pcap'), join(top, 'tests')]);
	writeFileSync(join(work, 'shared.md'), '---\ntitle: Shared\nlang: en\ncaptures: {many: many.pcap}\n---\n\n## Lanes\n\n```packets many\nnotes: {SYN: one, 20: another}\n```\n');
	const { page, context, problems } = await open(browser, build(join(work, 'shared.md')));
	await check('panel: it says which socket of a shared lane a packet is from, also above the remark of the author', async () => {
		await goTo(page, 'Lanes');
		const said = [];
		for (let step = 0; step < 24; step++) {
			said.push(await page.evaluate(() => [Reveal.getCurrentSlide().querySelector('.remark.now .what').innerText.replace(/\s+/g, ' '), Reveal.getCurrentSlide().querySelector('.row.now .detail')?.textContent]));
			await page.keyboard.press('Space');
		}
		expectEqual(said[0][0], '#1 SYN · 0.000 ms', 'a lane of its own');
		expectEqual(said[18], ['#19 SYN · :40007 → :8080 · 0.666 ms', 'from :40007'], 'a shared one');
		expectEqual(said[19][0], '#20 SYN, ACK · :8080 → :40007 · 0.703 ms', 'with a remark');
		expectNoProblems(problems);
	});
	await context.close();
}

async function checkTorn(browser) {
	const { page, context, problems } = await open(browser, torn());
	await check('long sequence: what is left out behind the last row is in view with it, and no part of it before', async () => {
		await goTo(page, 'Twenty');
		const seen = [];
		for (let step = 0; step < 20; step++) {
			seen.push(await page.evaluate(`(${tornBelowIn})(Reveal.getCurrentSlide())`));
			await page.keyboard.press('Space');
		}
		expect(seen[0] === 'none' && seen.at(-1) === 'all' && !seen.includes('a part'), seen.join(', '));
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const file = fixture();
	await checkPanels(browser);
	await checkLongPanels(browser);
	await checkSharedLanes(browser);
	await checkTorn(browser);
	await checkFixture(browser, file);
	await checkSteps(browser, file);
	await checkFolds(browser, file);
	await checkStrips(browser, file);
	await checkSharedMap(browser, file);
});
