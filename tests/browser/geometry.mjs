// Measures how slides look: nothing is cut off at an edge, and two sides of a comparison have the same scale.
//
//   node tests/browser/geometry.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { badText } from './bad-text.mjs';
import { exchange } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, python, top, work } from './lib.mjs';

const block = (title, body, capture = 'neighbours') => `---\n\n## ${title}\n\n\`\`\`packets ${capture}\n${body}\n\`\`\`\n\n`;

// A DNS answer with more records than fit on a slide, and one long name.
const answer = `
import struct, sys
name = bytes([63]) + b'a' * 63 + bytes([7]) + b'example' + b'\\0'
dns = struct.pack('>6H', 7, 0x8180, 1, 3, 0, 0) + name + struct.pack('>HH', 1, 1)
dns += (b'\\xc0\\x0c' + struct.pack('>HHIH', 1, 1, 60, 4) + b'\\x0a\\0\\0\\1') * 3
udp = struct.pack('>4H', 53, 40000, 8 + len(dns), 0) + dns
ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, b'\\x0a\\0\\0\\2', b'\\x0a\\0\\0\\1')
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    file.write(struct.pack('<IIII', 1, 0, len(ip + udp), len(ip + udp)) + ip + udp)
`;

// A host asks for an address, and another one answers.
const addresses = `
import struct, sys
one, two = bytes.fromhex('0016ce6e8b24'), bytes.fromhex('0013460b22ba')
def arp(to, by, operation, target, address, asked):
    return to + by + struct.pack('>HHHBBH', 0x0806, 1, 0x0800, 6, 4, operation) + by + address + target + asked
here, there = bytes([192, 168, 0, 114]), bytes([192, 168, 0, 1])
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for packet in arp(b'\\xff' * 6, one, 1, bytes(6), here, there), arp(one, two, 2, one, there, here):
        file.write(struct.pack('<IIII', 1, 0, len(packet), len(packet)) + packet)
`;

function geometry() {
	python('golden/traffic.py', work);
	exchange('ping.pcap');
	for (const name of ['pingpong.pcap', 'abort.pcap', 'sockets.pcap', 'sockets.calls.jsonl'])
		copyFileSync(join(top, `pcaps/${name}`), join(work, name));
	writeFileSync(join(work, 'answer.py'), answer);
	execFileSync('python3', [join(work, 'answer.py'), join(work, 'answer.pcap')]);
	writeFileSync(join(work, 'arp.py'), addresses);
	execFileSync('python3', [join(work, 'arp.py'), join(work, 'arp.pcap')]);
	const names = ['ping', 'pingpong', 'abort', 'neighbours', 'answer', 'sockets', 'arp'];
	writeFileSync(join(work, 'geometry.md'), `---\ntitle: 모양\nlang: ko\ncaptures: {${names.map((name) => `${name}: ${name}.pcap`).join(', ')}}\n---\n\n# 모양\n\n`
		+ '---\n\n## 한 문장이 한 장이다\n\nnote: 말로 한다.\n\n'
		+ `---\n\n## 긴 줄\n\n\`\`\`c\nint main(void) { return write(1, "${'long '.repeat(40)}", 200); }\n\`\`\`\n\n`
		+ block(`나뉜 조각과 ${'긴 제목 '.repeat(12)}`, 'show: segments\nstream: 1', 'pingpong').trimEnd() + '\n\n그림 뒤의 글\n\n'
		+ block('세 주소', 'frames: 1-2\nnotes:\n  1: "묻는다."')
		+ block('여러 주소', 'frames: 1-4,12-13\nnotes:\n  1: "묻는다."')
		+ block('IP 헤더', 'show: packet\nframes: 1\nlayer: ip', 'pingpong')
		+ `---\n\n## IP 아래\n\n문장이다.\n\n또 문장이다.\n\n\`\`\`packets pingpong\nshow: packet\nframes: 1\nlayer: ip\n\`\`\`\n\n`
		+ block('바이트', 'show: packet\nframes: 16', 'pingpong')
		+ block('긴 이름', 'show: packet\nframes: 1', 'answer')
		+ block('짧은 목록', 'show: list\nframes: 1-3', 'ping')
		+ block('나란한 순서', 'compare: [pingpong stream 0, abort]', 'pingpong')
		+ block('나란한 조각', 'show: segments\ncompare: [pingpong stream 1, pingpong stream 0]', 'pingpong')
		+ block('조각 하나', 'show: segments\nstream: 0', 'pingpong')
		+ block('연결 하나', 'show: connections\nstream: 0', 'pingpong')
		+ block('상자 둘', 'show: stack\nframes: 1')
		+ block('파일 디스크립터', 'show: descriptors\nframes: 4', 'sockets')
		+ block('패킷 하나', 'frames: 1', 'pingpong')
		+ block('패킷 둘', 'step: packet', 'arp')
		+ `---\n\n<!-- layout: columns -->\n\n## 글 옆의 순서\n\n${'- 글이다\n'.repeat(5)}\n<!-- column -->\n\n\`\`\`packets pingpong\nframes: 1-3\nnotes:\n  1: 첫 패킷이다\n\`\`\`\n\n`
		+ `---\n\n<!-- layout: picture -->\n\n## 글 옆의 그림\n\n${'- 글이다\n'.repeat(5)}\n\`\`\`packets pingpong\nframes: 1-3\n\`\`\`\n\n`
		+ ['list\nstream: 0', 'list\nframes: 1-3\ncolumns: [no, delta, tcp.seq, info]', 'packet\nframes: 2\nlayer: tcp\nfield: seq', 'packet\nframes: 4\nlayer: ip\nfields: [ttl, proto]'].map((show, i) => `---\n\n<!-- layout: picture -->\n\n## 옆 ${i + 1}\n\n- 글이다\n\n\`\`\`packets pingpong\nshow: ${show}\n\`\`\`\n\n`).join('')
		+ block('나란한 말', 'show: stream\ncompare: [pingpong stream 1, abort]', 'pingpong'));
	return build(join(work, 'geometry.md'));
}

// The sizes of text, and where lanes or bars begin, of both sides.
function sides() {
	const all = (side, selector, read) => [...new Set([...side.querySelectorAll(selector)].map(read))];
	return [...Reveal.getCurrentSlide().querySelectorAll('.compared')].map((side) => {
		const left = side.getBoundingClientRect().left;
		return {
			lanes: all(side, '.lane', (lane) => lane.getAttribute('x1')),
			text: all(side, '.chip-text, .row .mono, .said', (text) => getComputedStyle(text).fontSize),
			first: all(side, '.row .wire', (wire) => wire.getBoundingClientRect().top).slice(0, 3),
			bar: all(side, '.segments .head, .segments g > .piece', (bar) => bar.getBoundingClientRect().left - left)[0],
		};
	});
}

await main(async (browser) => {
	const file = geometry();
	const { page, context, problems } = await open(browser, file);
	await check('prose: a sentence alone stands in the middle', async () => {
		await goTo(page, '한 문장이 한 장이다');
		const box = await page.evaluate(() => Reveal.getCurrentSlide().querySelector('h2').getBoundingClientRect().toJSON());
		expect(Math.abs(box.top + box.height / 2 - 360) < 40 && box.height > 60, `it is ${box.height} px high at ${box.top}`);
	});
	await check('prose: code that is too wide goes on in the next line', async () => {
		await goTo(page, '긴 줄');
		const [inner, outer, size] = await page.evaluate(() => {
			const code = Reveal.getCurrentSlide().querySelector('pre');
			return [code.scrollWidth, code.clientWidth, parseFloat(getComputedStyle(code.querySelector('code')).fontSize)];
		});
		expect(inner <= outer + 1 && size >= 18, `${inner} px of ${size} px text in ${outer}`);
	});
	await check('segments: a title of two lines takes room from the picture, not from the prose below', async () => {
		await goTo(page, '나뉜 조각과');
		const [picture, prose, footer, title] = await page.evaluate(() => ['svg.drawing', '.packets ~ p', '.slide-footer', 'h2']
			.map((selector) => Reveal.getCurrentSlide().querySelector(selector).getBoundingClientRect().toJSON()));
		expect(title.height > 90, `the title is ${title.height} px high`);
		expect(picture.bottom <= prose.top && prose.bottom <= footer.top, `picture to ${picture.bottom}, prose ${prose.top} to ${prose.bottom}, footer ${footer.top}`);
	});
	await check('sequence: the heads of many lanes fit beside the remarks', async () => {
		await goTo(page, '여러 주소');
		const [inner, outer, heads] = await page.evaluate(() => {
			const figure = Reveal.getCurrentSlide().querySelector('.diagram');
			return [figure.scrollWidth, figure.clientWidth, figure.querySelectorAll('.head').length];
		});
		expect(heads >= 3, `there are ${heads} heads`);
		expect(inner <= outer + 1, `the picture is ${inner} wide in ${outer}`);
	});
	await check('sequence: a chip says what a packet is, and the time stays on one line', async () => {
		await goTo(page, '여러 주소');
		const [chips, lines] = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide();
			const time = document.createRange();
			time.selectNodeContents(slide.querySelector('.remark.now .what span'));
			return [[...slide.querySelectorAll('.chip-text')].map((chip) => chip.textContent), time.getClientRects().length];
		});
		expect(chips.includes('Who has 192.0.2.2?') && chips.includes('Neighbor Solicitation'), chips.join(' | '));
		expectEqual(lines, 1, 'lines of the time');
	});
	await check('packet: a message without a picture of its bits is listed, and stays above the footer', async () => {
		await goTo(page, '긴 이름');
		const seen = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide(), picture = slide.querySelector('.picture');
			return {
				lists: picture.querySelectorAll(':scope > .field-lines').length,
				bottom: picture.getBoundingClientRect().bottom, footer: slide.querySelector('.slide-footer').getBoundingClientRect().top,
				hides: picture.scrollHeight > picture.clientHeight + 2, fades: getComputedStyle(picture).maskImage !== 'none',
			};
		});
		expectEqual(seen.lists, 1, 'lists of fields');
		expect(seen.bottom <= seen.footer, `it ends at ${seen.bottom}, the footer begins at ${seen.footer}`);
		expectEqual(seen.fades, seen.hides, 'an edge that fades');
	});
	for (const [title, most] of [['IP 헤더', 27], ['IP 아래', 20]]) {
		await check(`packet: a header of few rows is as high as its slide has room, and no higher: ${title}`, async () => {
			await goTo(page, title);
			const { bottom, size, hides, footer } = await page.evaluate(() => {
				const slide = Reveal.getCurrentSlide(), picture = slide.querySelector('.picture');
				return { bottom: picture.querySelector('svg').getBoundingClientRect().bottom, size: Math.max(...[...picture.querySelectorAll('.value')].map((value) => parseFloat(getComputedStyle(value).fontSize))),
					hides: picture.scrollHeight - picture.clientHeight, footer: slide.querySelector('.slide-footer').getBoundingClientRect().top };
			});
			expect(footer - bottom < 90 && bottom <= footer && hides <= 2 && size === most, JSON.stringify({ bottom, size, hides, footer }));
		});
	}
	await check('packet: bytes are shown in whole rows', async () => {
		await goTo(page, '바이트');
		const off = await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.dump').scrollTop % 29);
		expectEqual(off, 0, 'px of a row above the edge');
	});
	await check('list: few rows show all of their words', async () => {
		await goTo(page, '짧은 목록');
		const cut = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('td:last-child')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length);
		expectEqual(cut, 0, 'cells that are cut');
	});
	for (const title of ['조각 하나', '연결 하나', '상자 둘', '파일 디스크립터', '패킷 하나', '패킷 둘']) {
		await check(`${title}: the slide is filled, or its picture stands in the middle`, async () => {
			await goTo(page, title);
			const [heading, picture, footer] = await page.evaluate(() => ['h2', 'svg', '.slide-footer']
				.map((selector) => Reveal.getCurrentSlide().querySelector(selector).getBoundingClientRect().toJSON()));
			const above = picture.top - heading.bottom, below = footer.top - picture.bottom;
			expect(Math.abs(above - below) < 60 && below < 170, `${above} px above, ${below} px below`);
		});
	}
	await check('sequence: two packets have large type, also between two MAC addresses', async () => {
		await goTo(page, '패킷 둘');
		const sizes = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.chip-text')].map((chip) => Number(chip.getAttribute('font-size'))));
		expect(sizes.length === 2 && Math.min(...sizes) >= 24, `${sizes} px`);
	});
	for (const [title, remark] of [['글 옆의 순서', 1], ['글 옆의 그림', 0]]) {
		await check(`${title}: a sequence takes the width and the height of its column, and its chips are whole`, async () => {
			await goTo(page, title);
			const seen = await page.evaluate(() => {
				const slide = Reveal.getCurrentSlide(), box = (one) => one.getBoundingClientRect(), side = slide.querySelector('.side');
				return { picture: box(slide.querySelector('.diagram > svg')).toJSON(), footer: box(slide.querySelector('.slide-footer')).top, remark: side ? box(side).bottom : 0, remarks: side ? side.offsetHeight : 0,
					chips: [...slide.querySelectorAll('.diagram .chip-text')].map((chip) => chip.textContent), heads: [...slide.querySelectorAll('.head-text')].length };
			});
			expect(seen.picture.width > 500 && seen.picture.height > (remark ? 320 : 420), `${seen.picture.width} × ${seen.picture.height} px`);
			expect(seen.picture.bottom <= seen.footer && seen.remark <= seen.footer && (remark === 0 || seen.remarks > 40), JSON.stringify(seen));
			expectEqual(seen.chips, ['SYN', 'SYN, ACK', 'ACK'], 'chips');
		});
	}
	for (const title of ['옆 1', '옆 2', '옆 3', '옆 4']) {
		await check(`${title}: a list or a packet beside words stands in its column, with words that can be read`, async () => {
			await goTo(page, title);
			const bad = await badText(page, undefined, { holders: '.dump, .picture, .packets-list' });
			const { block, stage, rows, over } = await page.evaluate(() => {
				const slide = Reveal.getCurrentSlide(), block = slide.querySelector('.packets');
				return { block: block.getBoundingClientRect().toJSON(), stage: slide.querySelector('.slide-body').getBoundingClientRect().toJSON(), over: block.scrollWidth - block.clientWidth,
					rows: Math.max(0, ...[...slide.querySelectorAll('.packet-list tbody tr')].map((row) => row.offsetHeight)) };
			});
			expectEqual(bad, [], 'text');
			expect(block.top >= stage.top - 1 && block.bottom <= stage.bottom + 1 && block.left >= 640 && over <= 2 && rows < 150, JSON.stringify({ block, stage, rows, over }));
			const hidden = await page.evaluate(() => {
				const holder = Reveal.getCurrentSlide().querySelector('.dump'), box = holder?.getBoundingClientRect();
				return [...holder?.querySelectorAll('.lit') ?? []].map((lit) => lit.getBoundingClientRect()).filter((lit) => lit.top < box.top - 1 || lit.bottom > box.bottom + 1).length;
			});
			expectEqual(hidden, 0, 'bytes of the field that have to be scrolled to');
		});
	}
	for (const title of ['나란한 순서', '나란한 조각', '나란한 말']) {
		await check(`compare: ${title}: both sides have one geometry`, async () => {
			await goTo(page, title);
			const [left, right] = await page.evaluate(sides);
			expect(left.text.length > 0, 'no text was found');
			expectEqual(right, left, 'the right side');
		});
	}
	const paper = await open(browser, file, { query: '?print-pdf' });
	await check('paper: what stands in a column is whole on its page, with all remarks', async () => {
		const found = await paper.page.evaluate(() => [...document.querySelectorAll('.pdf-page section')].filter((slide) => slide.querySelector('.slide-body')).map((slide) => {
			const page = slide.closest('.pdf-page'), top = page.getBoundingClientRect().top, bottom = (one) => Math.round(one.getBoundingClientRect().bottom - top);
			return { title: slide.querySelector('h2').textContent, pages: Math.round(page.offsetHeight / 720), over: slide.scrollHeight - page.offsetHeight > 1,
				out: [...slide.querySelectorAll('.remark:not(.bare), svg, table, .sentence')].map(bottom).filter((one) => one > page.offsetHeight), remarks: slide.querySelectorAll('.remark:not(.bare)').length };
		}));
		expectEqual(found.map(({ title, pages }) => `${title} ${pages}`), ['글 옆의 순서 1', '글 옆의 그림 1', '옆 1 2', '옆 2 1', '옆 3 1', '옆 4 1'], 'pages: all words of the list need two');
		expectEqual(found.filter(({ out, over }) => over || out.length), [], 'what is cut');
		expectNoProblems(paper.problems);
	});
	await paper.context.close();
	await check('geometry: no console error, no request', () => expectNoProblems(problems));
	await context.close();
});
