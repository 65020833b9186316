// What an author draws on a sequence: brackets, arrows and times beside the lanes, parts of labels set off.
//
//   node tests/browser/marks.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';
import { badText } from './bad-text.mjs';

const block = (title, body) => `---\n\n## ${title}\n\n\`\`\`packets pingpong\n${body}\n\`\`\`\n\n`;

const MARKS = 'marks:\n  1-3: 악수\n  4→5: acknowledges\n  5->6: "{duration}, the server thinks"\n  7 → 6: 받았다고 알린다\n'
	+ '  1-10: 모두 {duration} <script>alert(1)</script>\n';

// A client talks with three servers, one after the other, and asks the last one for a long target.
const threeServers = `
import struct, sys
sys.path.insert(0, sys.argv[2])
from exchange import *
packets = []
for i, size in enumerate((4, 4, 900)):
    client, server = CLIENT[:2] + (40001 + i, CLIENT[3]), (bytes([198, 51, 100, 9 + i]), *SERVER[1:])
    request = b'GET /' + b'x' * size + b' HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'
    packets += [segment(client, server, SYN, 0, None), segment(server, client, SYN | ACK, 0, 1), segment(client, server, ACK, 1, 1),
                segment(client, server, PSH | ACK, 1, 1, request), segment(server, client, ACK, 1, 1 + len(request))]
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
    for index, packet in enumerate(packets):
        file.write(struct.pack('<IIII', 1700000000, index * 37000, len(packet), len(packet)) + packet)
`;

function deck() {
	execFileSync('python3', ['-c', threeServers, join(work, 'servers.pcap'), join(top, 'tests')]);
	for (const name of ['pingpong.pcap', 'sockets.pcap', 'sockets.calls.jsonl'])
		copyFileSync(join(top, 'pcaps', name), join(work, name));
	writeFileSync(join(work, 'marks.md'), '---\ntitle: 표시\nlang: ko\ncaptures: {pingpong: pingpong.pcap, servers: servers.pcap, sockets: sockets.pcap}\n---\n\n'
		+ '처음\n\n'
		+ block('걸음마다', `stream: 0\n${MARKS}highlight: {4: [seq, len], 1: flags}`)
		+ block('모두 함께', `stream: 0\nstep: none\n${MARKS}`)
		+ block('표시마다', `stream: 0\nstep: marks\n${MARKS}`)
		+ block('접어서', 'stream: 1\nfold: true\nstep: none\nmarks: {17-30: 앞부분, 11-42: 전부}')
		+ block('많은 레인', 'why: true\nmarks: {1-1: 처음}').replace('packets pingpong', 'packets servers')
		+ block('호출', 'calls: true\nframes: 1-6\nmarks: {1-3: the handshake}').replace('packets pingpong', 'packets sockets')
		+ block('호출과 까닭', 'calls: true\nframes: 1-6\nwhy: true').replace('packets pingpong', 'packets sockets')
		+ block('많은 표시와 호출', 'calls: true\nframes: 1-6\nwhy: true\nmarks: {1-3: the handshake, 2-5: acknowledgements, 1-6: everything}').replace('packets pingpong', 'packets sockets')
		+ block('나뉘어', 'stream: 1\nstep: none\nmarks: {11-13: 악수, 13-42: 길게 이어지는 응답과 그 끝}')
		+ block('나뉜 걸음', 'stream: 1\nstep: marks\nmarks: {11-13: 악수, 13-42: 길게 이어지는 응답과 그 끝}')
		+ block('표시와 까닭', `stream: 0\nstep: marks\nwhy: true\n${MARKS}`)
		+ block('까닭', 'stream: 1\nstep: none\nwhy: true')
		+ block('자리', 'stream: 0\nmarks: {1-3: the handshake, 4→5: acknowledges, 5→6: "{duration}, the server thinks"}')
		+ block('이유', 'stream: 1\nwhy: true')
		+ block('여섯 레인', `why: true\nmarks: {1-11: everything that is asked for first, 2-14: another one, 3→12: "a long time", 1→15: "whatever follows", 5-13: more}`).replace('packets pingpong', 'packets servers'));
	return build(join(work, 'marks.md'));
}

const shown = () => [...Reveal.getCurrentSlide().querySelectorAll('.hand')]
	.filter((mark) => mark.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
	.map((mark) => mark.querySelector('title').textContent.replace(/ <.*/, '').replace(/[\d.]+\s*ms/, 'N ms'));

// Texts of the picture that stand upon each other or upon an arrow, by what the browser draws.
function covered() {
	const picture = Reveal.getCurrentSlide().querySelector('svg.ladder');
	const boxes = [...picture.querySelectorAll('text, .chip, .badge, .wire, .tip')].filter((one) => one.checkVisibility())
		.map((one) => ({ one, box: one.getBoundingClientRect() }));
	const found = [];
	for (const { one, box } of boxes.filter((each) => each.one.closest('.hand'))) {
		for (const other of boxes) {
			if (other.one.closest('.hand') !== one.closest('.hand') && box.left < other.box.right - 1 && other.box.left < box.right - 1
				&& box.top + 3 < other.box.bottom && other.box.top < box.bottom - 3)
				found.push(`${one.textContent} / ${other.one.textContent || other.one.getAttribute('class')}`);
		}
	}
	return found;
}

main(async (browser) => {
	const file = deck();
	const { page, context, problems } = await open(browser, file);
	const step = (count) => page.evaluate((steps) => { for (let i = 0; i < steps; i++) Reveal.next(); }, count);
	const all = ['#1–#3: 악수', '#4 → #5: acknowledges', '#5 → #6: N ms, the server thinks', '#7 → #6: 받았다고 알린다', '#1–#10: 모두 N ms'];

	await check('marks: the numbers of a SYN, ACK have room beside them, and nothing is cut at the edge', async () => {
		for (const title of ['자리', '이유', '여섯 레인']) {
			await goTo(page, `^${title}$`);
			const [words, space] = await page.evaluate(() => {
				const figure = Reveal.getCurrentSlide().querySelector('.diagram');
				const rows = [...figure.querySelectorAll('.row')].filter((row) => row.querySelector('.chip-text').textContent === 'SYN, ACK');
				return [rows.map((row) => row.querySelector('.detail')?.textContent.replace(/\d{2,}/, 'N') ?? ''), figure.scrollWidth - figure.clientWidth];
			});
			expect(words.length > 0 && words.every((one) => (title === '여섯 레인' ? one : /ISN N\s+ack 1/.test(one))), `${title}: ${words.join(' | ')}`);
			expect(space <= 0, `${title}: ${space} px too wide`);
		}
	});
	await check('marks: each comes with the last of its packets', async () => {
		await goTo(page, '걸음마다');
		expectEqual(await page.evaluate(shown), [], 'at the first packet');
		await step(2);
		expectEqual(await page.evaluate(shown), [all[0]], 'at the third');
		await step(3);
		expectEqual((await page.evaluate(shown)).sort(), all.slice(0, 3).sort(), 'at the sixth');
		await step(4);
		expectEqual((await page.evaluate(shown)).sort(), [...all].sort(), 'at the last');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('.fragment').length), 9, 'steps');
		await page.evaluate(() => Reveal.prev());
		expect(!(await page.evaluate(shown)).includes(all[4]), 'it goes again with its packet');
	});
	await check('marks: words are plain text', async () => {
		const text = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.hand text')].map((line) => line.textContent).join(' '));
		expect(text.includes('<script>'), text);
	});
	await check('highlight: the parts of the label that were asked for', async () => {
		const lit = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('tspan.lit, .chip.lit')]
			.map((one) => `${one.closest('.row').dataset.frame} ${one.textContent}`));
		expectEqual(lit, ['1 ', '4 seq 1', '4 len 85'], 'highlighted');
	});
	await check('marks: a click on the strip opens the packet of that row', async () => {
		const place = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide();
			const mark = slide.querySelector('.hand text').getBoundingClientRect();
			return { x: mark.left + 5, y: mark.top + mark.height / 2 };
		});
		const row = await page.evaluate(({ x, y }) => document.elementFromPoint(x, y).closest('.row')?.dataset.frame, place);
		expect(row, 'no row below the words of a mark');
	});
	await check('marks: without steps all of them stand there', async () => {
		await goTo(page, '모두 함께');
		expectEqual((await page.evaluate(shown)).sort(), [...all].sort(), 'shown');
	});
	await check('marks: with step: marks each is a step', async () => {
		await goTo(page, '표시마다');
		for (let i = 0; i <= 5; i++) {
			expectEqual((await page.evaluate(shown)).length, i, `after ${i} steps`);
			if (i < 5)
				await step(1);
		}
	});
	await check('marks: with step: marks causes are there with their packets, and are no steps', async () => {
		await goTo(page, '표시와 까닭');
		const causes = (await page.evaluate(shown)).length;
		expect(causes > 0, 'no cause is shown at first');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('.fragment').length), 5, 'steps');
		await step(1);
		expectEqual((await page.evaluate(shown)).length, causes + 1, 'marks after a step');
	});
	await check('marks: in a picture that is cut a mark is a step once, where its last packet is', async () => {
		const found = await page.evaluate(() => Reveal.getSlides().filter((slide) => /^나뉜 걸음/.test(slide.querySelector('h2')?.textContent))
			.map((slide) => [...slide.querySelectorAll('.hand')].map((mark) => `${mark.matches('.fragment')} ${mark.querySelector('title').textContent.match(/–#(\d+)/)[1]} `
				+ `${slide.querySelector(`.row[data-frame="${mark.querySelector('title').textContent.match(/–#(\d+)/)[1]}"]`) !== null}`)));
		expect(found.length > 1, 'the picture is not cut');
		expectEqual(found.flat(), ['true 13 true', 'true 42 true'], 'each mark: whether it is a step, its last packet, whether that is there');
	});
	for (const title of ['걸음마다', '모두 함께', '표시마다', '접어서', '나뉘어']) {
		await check(`marks: nothing is covered on "${title}"`, async () => {
			await goTo(page, title);
			await step(title === '나뉘어' || title === '접어서' ? 0 : 12 % 10);
			expectEqual(await page.evaluate(covered), [], 'covered');
			expectEqual(await badText(page), [], 'text');
		});
	}
	await check('marks: words go with each part of a picture that is cut', async () => {
		const parts = await page.evaluate(() => Reveal.getSlides().filter((slide) => /^나뉘어/.test(slide.querySelector('h2')?.textContent))
			.map((slide) => {
				const picture = slide.querySelector('svg.ladder');
				const { y, height } = picture.viewBox.baseVal;
				return [...picture.querySelectorAll('.hand')].map((mark) => {
					const { f } = mark.querySelector('.hand-words').transform.baseVal.consolidate()?.matrix ?? { f: 0 };
					const lines = [...mark.querySelectorAll('text')].map((line) => Number(line.getAttribute('y')) + f);
					return Math.min(...lines) - 18 >= y && Math.max(...lines) <= y + height;
				});
			}));
		expect(parts.length > 1 && parts.every((marks) => marks.length && marks.every(Boolean)), JSON.stringify(parts));
	});
	await check('marks: in a picture that is cut the words of an arrow stand once, where its end is, in view and apart', async () => {
		const found = await page.evaluate(() => Reveal.getSlides().filter((slide) => /^까닭/.test(slide.querySelector('h2')?.textContent)).flatMap((slide) => {
			const picture = slide.querySelector('svg.ladder'), { y, height } = picture.viewBox.baseVal;
			const frames = [...picture.querySelectorAll('.row')].map((row) => row.dataset.frame);
			const marks = [...picture.querySelectorAll('.hand')].filter((mark) => mark.querySelector('.hand-words text'));
			const places = marks.map((mark) => {
				const { f } = mark.querySelector('.hand-words').transform.baseVal.consolidate()?.matrix ?? { f: 0 };
				const lines = [...mark.querySelectorAll('text')].map((line) => Number(line.getAttribute('y')) + f);
				return [Math.min(...lines) - 18, Math.max(...lines) + 4];
			});
			return marks.map((mark, i) => ({ title: mark.querySelector('title').textContent.split(':')[0], isAtEnd: frames.includes(mark.querySelector('title').textContent.match(/→ #(\d+)/)[1]),
				isIn: places[i][0] >= y && places[i][1] <= y + height, isApart: places.every(([top, bottom], k) => k === i || bottom <= places[i][0] || top >= places[i][1]) }));
		}));
		expect(found.length > 12 && new Set(found.map(({ title }) => title)).size === found.length, found.map(({ title }) => title).join());
		const bad = found.filter(({ isAtEnd, isIn, isApart }) => !isAtEnd || !isIn || !isApart);
		expect(bad.length === 0, JSON.stringify(bad));
	});
	await check('marks: where they leave no room for the states of an end the panel says these, and what is in view it does not', async () => {
		await goTo(page, '걸음마다');
		const said = async () => [await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.facts .beside-lanes')].map((line) => line.textContent)), await page.locator('section.present .state').count() > 0];
		expectEqual(await said(), [['서버\u00a0SYN_RECEIVED'], true], 'at the first packet, and whether states are in the picture');
		await page.keyboard.press('Space');
		await page.keyboard.press('Space');
		expectEqual((await said())[0], ['서버\u00a0ESTABLISHED'], 'at the third');
	});
	for (const title of ['많은 레인', '호출', '호출과 까닭', '많은 표시와 호출']) {
		await check(`marks: times, heads and words are in view beside the panel, also with many lanes and calls, on "${title}"`, async () => {
			await goTo(page, title);
			expectEqual(await page.evaluate(() => {
				const figure = Reveal.getCurrentSlide().querySelector('.diagram'), box = figure.getBoundingClientRect();
				return [...figure.querySelectorAll('.time, .head, .hand text')].filter((one) => one.checkVisibility() && (one.textContent || one.matches('.head')))
					.filter((one) => { const { left, right } = one.getBoundingClientRect(); return left < box.left - 1 || right > box.right + 1; })
					.map((one) => one.textContent || 'a head');
			}), [], 'beyond the edges');
			expectEqual(await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.bits i')].filter((one) => one.offsetHeight > 30).map((one) => one.textContent)), [], 'names of flags on two lines');
		});
	}
	await check('marks: where lanes leave no room beside them the panel says them, above what the packet says', async () => {
		const said = () => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.facts .beside-lanes')].map((line) => line.textContent));
		await page.evaluate(() => [...document.querySelectorAll('h2')].find((one) => one.textContent === '많은 레인').closest('section').querySelector('.diagram').style.setProperty('max-width', '700px'));
		await goTo(page, '많은 레인');
		expectEqual(await said(), ['#1: 처음'], 'lines when the slide is first shown');
		await step(4);
		const { picture, lines, bottom, footer } = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide(), figure = slide.querySelector('.diagram'), facts = slide.querySelector('.facts');
			return { picture: [figure.scrollWidth, figure.clientWidth], lines: [...facts.querySelectorAll('.beside-lanes')].map((line) => line.textContent),
				bottom: facts.querySelector('.sum').getBoundingClientRect().bottom, footer: slide.querySelector('.slide-footer').getBoundingClientRect().top };
		});
		expect(picture[0] > picture[1] + 2, `the picture has room: ${picture}`);
		expectEqual(lines, ['#4 → #5: #4 확인 응답'], 'lines');
		expect(bottom > 0 && bottom <= footer, `the facts end at ${bottom}, the footer begins at ${footer}`);
	});
	await check('heads: a name above several sockets takes one line where they leave it room', async () => {
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.head-text').textContent), '클라이언트192.0.2.1', 'the first line of the first head');
	});
	await check('marks: the table says them, too', async () => {
		const items = await page.evaluate(() => [...document.querySelector('.twin ul.marks').querySelectorAll('li')].map((item) => item.textContent));
		expectEqual(items.length, 5, 'items');
		expect(items[0] === '#1–#3: 악수' && items[1] === '#4 → #5: acknowledges', items.join('\n'));
	});
	await check('marks: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();

	await check('marks: on paper all of them are there', async () => {
		const printed = await open(browser, file, { query: '?print-pdf' });
		const counts = await printed.page.evaluate(() => [...document.querySelectorAll('.packets-sequence')]
			.map((one) => [...one.querySelectorAll('svg.ladder > .hand')].filter((mark) => getComputedStyle(mark).opacity === '1' && getComputedStyle(mark).visibility === 'visible').length));
		await printed.context.close();
		expect(counts.slice(0, 2).every((count) => count === 5), `marks on paper: ${counts}`);
	});
	await check('marks: without scripts they stand in the picture', async () => {
		const plain = await open(browser, file, { context: { javaScriptEnabled: false } });
		const text = await plain.page.locator('svg.ladder .hand').first().textContent();
		await plain.context.close();
		expect(text.includes('악수'), text);
	});
});
