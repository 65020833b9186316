// Socket calls beside a capture: brackets beside the lanes, steps through calls and packets.
//
//   node tests/browser/calls.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';
import { badText } from './bad-text.mjs';

const block = (title, body) => `---\n\n## ${title}\n\n\`\`\`packets sockets\n${body}\n\`\`\`\n\n`;

function deck(lang) {
	for (const name of ['sockets.pcap', 'sockets.calls.jsonl'])
		copyFileSync(join(top, 'pcaps', name), join(work, name));
	const file = join(work, `calls-${lang}.md`);
	writeFileSync(file, `---\ntitle: calls\nlang: ${lang}\ncaptures: {sockets: sockets.pcap}\n---\n\nfirst\n\n`
		+ block('steps', 'calls: true\nframes: 1-5')
		+ block('whole', 'calls: true\nstep: none')
		+ block('columns', 'show: calls\nframes: 1-5')
		+ block('long', 'show: calls')
		+ block('some', 'calls: true\nframes: 1-3\nstep: none'));
	return build(file);
}

// The lines of a program that made the calls of the server and of the client, as they would be recorded.
const program = ['import socket', '', 'def serve(listener):', '    taken, other = listener.accept()', '    taken.recv(1000)',
	"    taken.sendall(b'HTTP/1.0 200 OK' + b'\\r\\n' * 2 + b'a line that is longer than its column has room for')", '    taken.close()', '',
	'def ask(made):', "    made.connect(('127.0.0.1', 8080))", "    made.sendall(b'GET /ping')", '    made.recv(1000)', '    made.close()'];
const lineOf = { accept4: 4, 'server recvfrom': 5, 'server sendto': 6, 'server close': 7, connect: 10, 'client sendto': 11, 'client recvfrom': 12, 'client close': 13 };

function digestOf(line) {
	let digest = 0xcbf29ce484222325n;
	for (const octet of Buffer.from(line.trim()))
		digest = ((digest ^ BigInt(octet)) * 0x100000001b3n) & 0xffffffffffffffffn;
	return digest.toString(16).padStart(16, '0');
}

// Copies the capture with calls that lines of a program made, in the file that is named for their role.
function copyCapture(name, lines, fileOf) {
	copyFileSync(join(top, 'pcaps', 'sockets.pcap'), join(work, `${name}.pcap`));
	const calls = readFileSync(join(top, 'pcaps', 'sockets.calls.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
	writeFileSync(join(work, `${name}.calls.jsonl`), calls.map((call) => {
		const line = lineOf[call.call] ?? lineOf[`${call.role} ${call.call}`];
		const text = line && program[line - 1], source = fileOf[call.role];
		return JSON.stringify(line ? { ...call, source: `${source}:${lines.indexOf(text) + 1}`, source_digest: digestOf(text) } : call) + '\n';
	}).join(''));
	for (const file of Object.values(fileOf))
		writeFileSync(join(work, file), lines.join('\n') + '\n');
}

function sourceDeck() {
	copyCapture('lines', program, { server: 'app.py', client: 'app.py' });
	copyCapture('pair', program.flatMap((line, index) => [line, `    step${index} = None`]), { server: 'serve.py', client: 'ask.py' });
	const file = join(work, 'source.md');
	writeFileSync(file, '---\ntitle: source\nlang: ko\ncaptures: {sockets: lines.pcap, pair: pair.pcap}\n---\n\nfirst\n\n'
		+ block('lit', 'calls: true\nframes: 1-5\nsource: app.py\nnotes: {4: remark}')
		+ block('still', 'calls: true\nsource: app.py\nstep: none')
		+ block('pair', 'calls: true\nsource: [serve.py, ask.py]\nnotes: {4: "A remark of two lines, which is longer than the panel is wide at 22 pixels."}').replace('packets sockets', 'packets pair'));
	return build(file);
}

// At each step: words of the panel that end below the picture, and lines that are lit and cut, or cut at an edge.
const cutBesideSource = () => {
	const found = [], section = Reveal.getCurrentSlide(), block = section.querySelector('.packets');
	for (let step = 0; step < section.querySelectorAll('.row').length; step++) {
		const words = document.createRange();
		for (const remark of [...section.querySelectorAll('.side .remark')].filter((one) => one.checkVisibility({ visibilityProperty: true }))) {
			words.selectNodeContents(remark);
			if (words.getBoundingClientRect().bottom > block.getBoundingClientRect().bottom)
				found.push(`${step}: ${remark.textContent}`);
		}
		for (const code of section.querySelectorAll('.source pre')) {
			if (code.clientHeight < 75 || code.clientHeight % 25)
				found.push(`${step}: ${code.clientHeight} px of code`);
			const edges = code.getBoundingClientRect();
			for (const line of code.querySelectorAll('.now')) {
				const box = line.getBoundingClientRect();
				if (box.top < edges.top + 7 || box.bottom > edges.bottom - 7)
					found.push(`${step}: ${line.textContent} at ${box.top - edges.top}`);
			}
		}
		Reveal.next();
	}
	return found;
};

// The current step, and the numbers of the lines that are lit.
const lit = () => {
	const section = Reveal.getCurrentSlide(), row = section.querySelector('.row.now');
	return [row.dataset.frame ? `#${row.dataset.frame}` : row.querySelector('.call-text').textContent,
		...[...section.querySelectorAll('.source-line.now > i')].map((one) => Number(one.textContent))];
};

async function checkSource(browser) {
	const file = sourceDeck();
	const { page, context, problems } = await open(browser, file);
	await goTo(page, 'lit');
	const seen = new Map();
	for (let i = await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('.row').length); i > 0; i--) {
		const [what, ...lines] = await page.evaluate(lit);
		seen.set(what, [...seen.get(what) ?? [], lines]);
		await page.keyboard.press('ArrowRight');
	}
	await check('source: a line is lit from the begin of its call to its return', () => {
		expectEqual(seen.get('accept4 3')[0], [4], 'accept() begins');
		expectEqual([seen.get('#1')[0], seen.get('#2')[0]], [[4, 10], [4, 10]], 'while accept() and connect() wait');
		expectEqual(seen.get('= 4')[0].includes(4), true, 'accept() returns');
		expectEqual(seen.get('#4')[0].includes(4), false, 'behind accept()');
	});
	await check('source: what is lit is in view, whole, and of 18 px', async () => {
		await goTo(page, 'lit');
		const [outside, size] = await page.evaluate(() => {
			const found = [], section = Reveal.getCurrentSlide();
			for (let step = 0; step < section.querySelectorAll('.row').length; step++) {
				const pre = section.querySelector('.source pre').getBoundingClientRect();
				for (const line of section.querySelectorAll('.source-line.now')) {
					const box = line.getBoundingClientRect(), code = line.querySelector('code');
					if (box.top < pre.top - 1 || box.bottom > pre.bottom + 1 || code.scrollWidth > code.clientWidth + 1)
						found.push(`${step}: ${line.textContent}`);
				}
				Reveal.next();
			}
			return [found, Math.min(...[...section.querySelectorAll('.source *')].map((one) => parseFloat(getComputedStyle(one).fontSize)))];
		});
		expectEqual(outside, [], 'lines');
		expect(size >= 18, `${size} px`);
		expectEqual(await page.evaluate(() => document.querySelector('.source').innerHTML.includes('<script')), false, 'escaped');
	});
	await check('source: nothing is covered, and the remark stands below', async () => {
		await goTo(page, 'lit');
		expectEqual(await page.evaluate(covered), [], 'covered');
		expectEqual(await badText(page), [], 'text');
		const [source, remark] = await page.evaluate(() => ['.sources', '.side .remarks'].map((one) => Reveal.getCurrentSlide().querySelector(one).getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
		expect(remark[0] >= source[1] && remark[1] < 660, `${source} ${remark}`);
	});
	await check('source: two files leave room for the words below them', async () => {
		await goTo(page, 'pair');
		expectEqual(await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.source-name')].map((one) => one.textContent)), ['serve.py', 'ask.py'], 'files');
		expectEqual(await page.evaluate(cutBesideSource), [], 'cut');
		expectEqual(await badText(page), [], 'text');
	});
	await check('source: without steps each line names its calls', async () => {
		await goTo(page, 'still');
		const names = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.source-line.made b')].filter((one) => one.checkVisibility()).map((one) => one.textContent));
		expectEqual(names, ['accept4', 'recvfrom', 'sendto', 'close', 'connect', 'sendto', 'recvfrom', 'close'], 'names');
	});
	await check('source: on a phone no line is cut in half', async () => {
		const phone = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
		const [files, cut] = await phone.page.evaluate(() => {
			const codes = [...document.querySelectorAll('.stepped .source > pre')];
			return [codes.length, codes.flatMap((code) => [...code.children].filter((line) => {
				const top = line.offsetTop - code.scrollTop, bottom = top + line.offsetHeight;
				return (top < 0 && bottom > 0) || (top < code.clientHeight && bottom > code.clientHeight);
			}).map((line) => line.textContent))];
		});
		expect(files > 2, `${files} files`);
		expectEqual(cut, [], 'lines');
		await phone.context.close();
	});
	await check('source: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// What the steps reach, in their order: packets by number, calls by what stands there.
const stepsOf = () => [...Reveal.getCurrentSlide().querySelectorAll('svg.ladder .row')]
	.map((row) => row.dataset.frame ? `#${row.dataset.frame}` : [...row.querySelectorAll('.call-text')].map((one) => one.textContent).join(' '));

const now = () => {
	const section = Reveal.getCurrentSlide(), row = section.querySelector('.row.now');
	const remark = [...section.querySelectorAll('.side .remark')].find((one) => one.checkVisibility({ visibilityProperty: true }));
	return [row.dataset.frame ?? row.querySelector('.call-text').textContent, remark.textContent.replace(/[\d.-]+\s*m?s/g, 'T'), section.querySelector('.where').textContent];
};

// Words of calls that stand upon other words or outside the picture, by what the browser draws.
function covered() {
	const picture = Reveal.getCurrentSlide().querySelector('svg.ladder'), frame = picture.getBoundingClientRect();
	const boxes = [...picture.querySelectorAll('text, .chip')].filter((one) => one.checkVisibility() && one.textContent !== '')
		.map((one) => ({ one, box: one.getBoundingClientRect() }));
	const found = [];
	for (const { one, box } of boxes.filter((each) => each.one.matches('.call-text'))) {
		if (box.left < frame.left - 1 || box.right > frame.right + 1)
			found.push(`${one.textContent} is outside`);
		for (const other of boxes) {
			if (other.one !== one && box.left < other.box.right - 1 && other.box.left < box.right - 1
				&& box.top + 3 < other.box.bottom - 3 && other.box.top + 3 < box.bottom - 3)
				found.push(`${one.textContent} / ${other.one.textContent}`);
		}
	}
	return found;
}

function buffersDeck(lang) {
	for (const name of ['slow-reader.pcap', 'slow-reader.calls.jsonl'])
		copyFileSync(join(top, 'pcaps', name), join(work, name));
	const file = join(work, `buffers-${lang}.md`);
	writeFileSync(file, `---\ntitle: buffers\nlang: ${lang}\ncaptures: {sockets: slow-reader.pcap}\n---\n\nfirst\n\n`
		+ block('told', 'show: buffers\nnotes:\n  13: full\n  17: read\n  26: returned')
		+ block('plain', 'show: buffers')
		+ block('congestion', 'show: graph\ncalls: true\nnotes: {13: full, 17: open}')
		+ block('gap', 'show: buffers\nframes: 5-13,20-30')
		+ block('all at once', 'show: buffers\nstep: none\nnotes: {13: two, 17: three, 26: four}'));
	return build(file);
}

// Texts of the picture that stand upon each other, outside of it, or on the guide of a remark, by what the browser draws.
function crossed(selector) {
	const found = [];
	for (const picture of document.querySelectorAll(selector)) {
		const frame = picture.getBoundingClientRect();
		const texts = [...picture.querySelectorAll('text')].filter((one) => one.checkVisibility() && one.textContent !== '').map((one) => ({ one, box: one.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
		for (const [i, { one, box }] of texts.entries()) {
			if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
				found.push(`${one.textContent} is outside`);
			for (const other of texts.slice(i + 1))
				if (box.left < other.box.right - 1 && other.box.left < box.right - 1 && box.top + 5 < other.box.bottom - 5 && other.box.top + 5 < box.bottom - 5)
					found.push(`${one.textContent} / ${other.one.textContent}`);
		}
		const words = texts.filter(({ one }) => one.matches('.letter'));
		// A graph's letters stand beside their marks, wherever a guide is.
		for (const guide of picture.matches('.buffers') ? picture.querySelectorAll('.guide') : []) {
			const matrix = guide.getScreenCTM();
			for (let at = 0; at < guide.getTotalLength(); at += 4) {
				const { x, y } = guide.getPointAtLength(at).matrixTransform(matrix);
				for (const { one, box } of words)
					if (x > box.left && x < box.right && y > box.top + 2 && y < box.bottom - 2)
						found.push(`a guide / ${one.textContent}`);
			}
		}
	}
	return [...new Set(found)];
}

async function checkBuffers(browser) {
	const file = buffersDeck('en');
	const { page, context, problems } = await open(browser, file);
	await check('buffers: each remark is a step, with a ring at its packet', async () => {
		await goTo(page, 'told');
		const seen = [];
		for (let i = 0; i < 3; i++) {
			seen.push(await page.evaluate(() => [Reveal.getCurrentSlide().querySelectorAll('.point.now .ring').length, Reveal.getCurrentSlide().querySelector('.remark.now').dataset.frame].join()));
			await page.keyboard.press('ArrowRight');
		}
		expectEqual(seen, ['1,13', '1,17', '1,26'], 'rings and frames');
	});
	await check('buffers: Enter opens the packet of the step', async () => {
		await goTo(page, 'told');
		await page.keyboard.press('Enter');
		expectEqual(await page.evaluate(() => document.querySelectorAll('dialog.packet-detail').length), 1, 'opened packets');
		await page.keyboard.press('Escape');
	});
	for (const title of ['told', 'plain', 'gap', 'all at once']) {
		await check(`buffers: no text is upon another on "${title}"`, async () => {
			await goTo(page, title);
			expectEqual(await page.evaluate(crossed, '.present svg.buffers'), [], 'texts');
			expectEqual(await badText(page), [], 'text');
		});
	}
	await check('graph: the congestion window stands above the plot, and nothing is upon another', async () => {
		await goTo(page, 'congestion');
		const words = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.congestion-point')].map((one) => one.parentNode.querySelector('title').textContent.replace(/ · .*/, '')));
		expectEqual([words[0], words.at(-1)], ['congestion window 10 segments × 1448 = 14\u202f480 bytes', 'congestion window 21 segments × 1448 = 30\u202f408 bytes'], 'points');
		expectEqual(await page.evaluate(crossed, '.present svg.graph'), [], 'texts');
		expectEqual(await badText(page), [], 'text');
		expect((await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.twin').textContent)).includes('ssthresh (segments)'), 'the table');
	});
	await check('buffers: a send() that waits is as long as the window is closed, and longer', async () => {
		await goTo(page, 'plain');
		const [send, shut] = await page.evaluate(() => {
			const box = (one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right];
			const bars = [...Reveal.getCurrentSlide().querySelectorAll('.writer .bar')].map(box).sort((a, b) => (b[1] - b[0]) - (a[1] - a[0]));
			return [bars[0], box(Reveal.getCurrentSlide().querySelector('.shut[height]:not([height="22"])'))];
		});
		expect(send[0] < shut[0] && send[1] > shut[1], `${send} ${shut}`);
	});
	await check('buffers: the table has the numbers of each moment', async () => {
		const rows = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.twin tr')].map((row) => [...row.cells].slice(1).map((cell) => cell.textContent.replaceAll('\u202f', '')).join('|')));
		expect(rows.includes('sendto(4, 20480) = 20480|22528|13056|10160|10160|12368|'), rows.join('\n'));
	});
	await check('buffers: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
	for (const lang of ['en', 'ko']) {
		await check(`buffers: on a phone no text is cut or upon another (${lang})`, async () => {
			const phone = await open(browser, buffersDeck(lang), { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
			const found = await phone.page.evaluate(crossed, 'svg.graph');
			const count = await phone.page.locator('svg.buffers').count();
			await phone.context.close();
			expectEqual(found, [], 'texts');
			expect(count >= 4, String(count));
		});
	}
}

main(async (browser) => {
	await checkBuffers(browser);
	await checkSource(browser);
	const file = deck('en');
	const { page, context, problems } = await open(browser, file);
	await goTo(page, 'steps');
	const steps = await page.evaluate(stepsOf);
	await check('calls: connect() begins before the SYN and returns behind the SYN, ACK', () => {
		const begin = steps.indexOf('connect(3)'), end = steps.findIndex((step, i) => i > begin && step === '= 0');
		expect(begin >= 0 && begin < steps.indexOf('#1') && end > steps.indexOf('#2'), steps.join(' '));
	});
	await check('calls: accept() returns behind the last packet of the handshake', () => {
		expect(steps.indexOf('= 4') > steps.indexOf('#3'), steps.join(' '));
	});
	const seen = [];
	for (let i = 0; i < steps.length; i++) {
		seen.push(await page.evaluate(now));
		if (i + 1 < steps.length)
			await page.keyboard.press('ArrowRight');
	}
	await check('calls: each press goes to the next call or packet, and the panel says what it is', () => {
		const wanted = steps.map((step) => step.replace('#', '').replace(/(.) = .*/, '$1'));
		expectEqual(seen.map(([what]) => what), wanted, 'steps');
		expectEqual(seen.map(([, , where]) => where.replace(/.* · /, '')), steps.map((step, i) => `${i + 1} / ${steps.length}`), 'footer');
		const said = seen.find(([what]) => what === 'connect(3)')[1];
		expect(said.startsWith('connect(3, 127.0.0.1:8080) = 0') && said.includes('SYN-ACK (#2)'), said);
	});
	await check('calls: Enter opens no packet at a call, and a click goes to a call', async () => {
		await goTo(page, 'some');
		await goTo(page, 'steps');
		await page.locator('.present svg.ladder .row[data-call="1"] .call-text').click();
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now').dataset.call), '1', 'the current call');
		await page.keyboard.press('Enter');
		expectEqual(await page.evaluate(() => document.querySelectorAll('dialog.packet-detail').length), 0, 'opened packets');
	});
	await check('calls: the table has each call once', async () => {
		const calls = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.twin .picture-table td:nth-child(2)')].map((one) => one.textContent));
		expectEqual(calls.filter((one) => one.startsWith('connect(')), ['connect(3, 127.0.0.1:8080) = 0'], 'connect');
	});
	for (const title of ['steps', 'whole', 'some']) {
		await check(`calls: nothing is covered on "${title}"`, async () => {
			await goTo(page, title);
			expectEqual(await page.evaluate(covered), [], 'covered');
			expectEqual(await badText(page), [], 'text');
		});
	}
	await check('calls: in four columns, a call is around what it waits for', async () => {
		await goTo(page, 'columns');
		const order = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('svg.calls .call-words, svg.calls .wire')]
			.map((one) => [one.closest('.row')?.dataset.frame ?? one.textContent, one.getBoundingClientRect()])
			.map(([what, box]) => [what, box.top + box.height / 2]).sort((a, b) => a[1] - b[1]).map(([what]) => what));
		const place = (what) => order.indexOf(what);
		expect(place('connect(3)') >= 0 && place('connect(3)') < place('1') && place('2') < place('= 0') && place('3') < place('= 4') && place('accept4(3)') < place('1'), order.join(' '));
		expectEqual(await badText(page), [], 'text');
		await page.locator('.present svg.calls .row[data-frame="1"] .chip').click();
		expectEqual(await page.evaluate(() => document.querySelectorAll('dialog.packet-detail').length), 1, 'a click opens the packet');
		await page.keyboard.press('Escape');
	});
	await check('calls: what is longer than the slide scrolls, and is not made smaller', async () => {
		await goTo(page, 'long');
		const [height, scale, scrolls] = await page.evaluate(() => {
			const figure = Reveal.getCurrentSlide().querySelector('.diagram'), drawing = figure.querySelector('svg');
			return [figure.clientHeight, drawing.clientWidth / drawing.viewBox.baseVal.width, figure.scrollHeight > figure.clientHeight];
		});
		expect(height < 600 && scale > .99 && scrolls, `${height} ${scale} ${scrolls}`);
	});
	await check('calls: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();

	await check('calls: on a phone none is cut', async () => {
		const phone = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
		const texts = await phone.page.evaluate(() => [...document.querySelectorAll('.upright svg.ladder')].flatMap((drawing) => [...drawing.querySelectorAll('.row:not(.far) .call-text')].map((one) => { // one that is far has no box
			const box = one.getBoundingClientRect(), frame = drawing.getBoundingClientRect();
			return [one.textContent, box.left >= frame.left - 1 && box.right <= frame.right + 1];
		})));
		await phone.context.close();
		expect(texts.length > 10 && texts.every(([, isWhole]) => isWhole), JSON.stringify(texts));
	});
	await check('calls: on a phone both heads are whole at every step', async () => {
		const phone = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
		const found = await phone.page.evaluate(async () => {
			const block = [...document.querySelectorAll('.packets-sequence.stepped')].find((one) => one.querySelector('.call'));
			const section = block.closest('section'), { h, v } = Reveal.getIndices(section), found = [];
			const rows = [...block.querySelectorAll('.row')].length;
			for (let step = -1; step < rows - 1; step++) {
				Reveal.slide(h, v, step);
				await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				const place = block.querySelector('.diagram').getBoundingClientRect();
				for (const head of block.querySelectorAll('.heads .head')) {
					const box = head.getBoundingClientRect();
					if (box.left < place.left - 1 || box.right > place.right + 1)
						found.push([step, Math.round(box.left), Math.round(box.right)]);
				}
			}
			return { rows, found };
		});
		await phone.context.close();
		expect(found.rows > 5 && !found.found.length, JSON.stringify(found));
	});
	await check('calls: on paper all of them are there', async () => {
		const printed = await open(browser, file, { query: '?print-pdf' });
		const counts = await printed.page.evaluate(() => [...document.querySelectorAll('.packets-sequence')].filter((one) => one.querySelector('.call'))
			.map((one) => [...one.querySelectorAll('.call-text')].filter((text) => text.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length));
		await printed.context.close();
		expect(counts.length >= 3 && counts.every((count) => count > 0), `calls on paper: ${counts}`);
	});
	await check('calls: without scripts they stand in the picture', async () => {
		const still = await open(browser, file, { context: { javaScriptEnabled: false } });
		const count = await still.page.locator('svg.ladder .call-text').count();
		await still.context.close();
		expect(count > 20, String(count));
	});
	await check('calls: in Korean', async () => {
		const korean = await open(browser, deck('ko'));
		const words = await korean.page.evaluate(() => [...document.querySelectorAll('svg.ladder .row.call > title')].map((one) => one.textContent).join('\n'));
		await korean.context.close();
		expect(words.includes('SYN-ACK(#2)가 올 때까지 기다린다.'), words);
	});
});
