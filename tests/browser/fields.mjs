// Fields of one packet that an author points at, step by step, and bytes that turn the picture to their layer.
//
//   node tests/browser/fields.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { contrasts } from './contrast.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';

const LONG = 'A long remark, of which no reader gets tired, since it says in many words what one might have said in few.';

// A capture with one answer of DNS, of so many records that its list of fields is longer than a slide: raw IPv4.
function capture(path) {
	const name = Buffer.from('\x07example\x03org\0', 'latin1'), record = Buffer.from('c00c00100001000000ff000c0b68656c6c6f20776f726c64', 'hex');
	const dns = Buffer.concat([Buffer.from('1234818000010008000000000', 'hex'), name, Buffer.from('00100001', 'hex'), ...Array.from({ length: 8 }, (_, i) => Buffer.concat([record.subarray(0, 9), Buffer.from([200 + i]), record.subarray(10)]))]);
	const udp = Buffer.from('0035c00000000000', 'hex'), ip = Buffer.from('450000000001000040110000c0000201c0000202', 'hex');
	udp.writeUInt16BE(8 + dns.length, 4);
	ip.writeUInt16BE(28 + dns.length, 2);
	const head = Buffer.alloc(40);
	[0xa1b2c3d4, 0x00040002, 0, 0, 65535, 101, 1700000000, 0, 28 + dns.length, 28 + dns.length].forEach((word, i) => head.writeUInt32LE(word, 4 * i));
	writeFileSync(path, Buffer.concat([head, ip, udp, dns]));
}

function deck() {
	capture(join(work, 'dns.pcap'));
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	writeFileSync(join(work, 'fields.md'), '---\ntitle: Fields\nlang: en\ncaptures: {pingpong: pingpong.pcap, dns: dns.pcap}\n---\n\nStart\n\n---\n\n## Steps\n\n'
		+ '```packets pingpong\nframes: 2\nshow: packet\nfields: [seq, flags.syn, ip.ttl]\nnotes:\n  seq: The server **chooses** it.\n```\n'
		+ `\n---\n\n## Long\n\n\`\`\`packets pingpong\nframes: 4\nshow: packet\nfields: [seq, options.timestamp.tsecr, ip.ttl]\nnotes:\n  seq: ${LONG}\n  options.timestamp.tsecr: ${LONG} ${LONG}\n\`\`\`\n`
		+ `\n---\n\n## Short\n\n\`\`\`packets dns\nframes: 1\nshow: packet\nlayer: udp\nfields: [srcport, length, checksum]\nnotes:\n  length: ${LONG}\n  checksum: ${LONG} ${LONG} ${LONG} ${LONG} ${LONG}\n\`\`\`\n`
		+ '\n---\n\n## List\n\n```packets dns\nframes: 1\nshow: packet\nlayer: dns\nfields: [id, flags.recavail, count.answers, resp.len]\n```\n'
		+ '\n---\n\n## Options\n\n```packets pingpong\nframes: 2\nshow: packet\nfields: [options.mss_val, options.wscale.shift, tcp.options, flags.syn]\n```\n\n---\n\n## End\n'
		+ `\n---\n\n## Rows\n\n\`\`\`packets dns\nframes: 1\nshow: packet\nlayer: dns\nfields: [txt, qry.name, udp.dstport, resp.ttl]\nnotes:\n  txt: ${LONG}\n  resp.ttl: ${LONG} ${LONG}\n\`\`\`\n`);
	return build(join(work, 'fields.md'));
}

const state = () => {
	const block = Reveal.getCurrentSlide().querySelector('.packets-packet');
	const shown = [...block.querySelectorAll('.field-step, .sentence')].filter((one) => one.checkVisibility()).map((one) => one.querySelector('b').textContent.replace(/:.*/s, ''));
	return [block.querySelector('.crumbs .on').textContent.split(' ')[0], ...shown];
};

// At each step of the slide: the rows of bytes and of the list that are not whole.
async function wholeBytes(page, next) {
	const seen = () => page.evaluate(async () => {
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		const section = Reveal.getCurrentSlide(), dump = section.querySelector('.dump'), outer = dump.getBoundingClientRect(), inside = (box) => box.top >= outer.top - .5 && box.bottom <= outer.bottom + .5;
		const boxes = [...dump.querySelectorAll('.hex > .lit')].map((byte) => byte.getBoundingClientRect()), list = section.querySelector('.picture'), top = list.getBoundingClientRect().top;
		const sliced = (nodes, edge) => [...nodes].filter((node) => { const box = node.getBoundingClientRect(); return box.top < edge - 4 && box.bottom > edge + 4; }).length;
		return { rows: new Set(boxes.map((box) => Math.round(box.top))).size, hidden: boxes.filter((box) => !inside(box)).length,
			sliced: sliced(dump.querySelectorAll('.dump-row'), outer.top) + sliced(dump.querySelectorAll('.dump-row'), outer.bottom), above: sliced(list.querySelectorAll('.line'), top) };
	});
	const rows = [];
	for (let step = 0; step < 4; step++) {
		const { rows: count, ...rest } = await seen();
		expectEqual(rest, { hidden: 0, sliced: 0, above: 0 }, `step ${step}`);
		rows.push(count);
		await next();
	}
	expect(Math.max(...rows) > 1, `rows of the fields: ${rows}`);
}

main(async (browser) => {
	const { page, context, problems } = await open(browser, deck());
	await check('fields: each is a step with its words, and its layer opens', async () => {
		await goTo(page, 'Steps');
		expectEqual(await page.evaluate(state), ['TCP', 'Sequence Number (raw)'], 'at first');
		expect((await page.locator('section.present .field-step.now').innerText()).includes('The server chooses it.'), 'the remark');
		await page.evaluate(() => Reveal.next());
		expectEqual(await page.evaluate(state), ['TCP', 'Syn'], 'the second');
		await page.evaluate(() => Reveal.next());
		expectEqual(await page.evaluate(state), ['IPv4', 'Time to Live'], 'the third');
		await page.evaluate(() => Reveal.prev());
		expectEqual(await page.evaluate(state), ['TCP', 'Syn'], 'back');
	});
	await check('bytes: a click turns the picture to the layer of the byte', async () => {
		await page.locator('section.present .hex [data-byte="0"]').click();
		expectEqual((await page.evaluate(state))[0], 'Ethernet', 'the layer');
	});
	await check('short header: it goes over the width in large letters, and the bytes and all words below it are whole', async () => {
		await goTo(page, 'Short');
		for (let step = 0; step < 3; step++) {
			const seen = await page.evaluate(() => {
				const slide = Reveal.getCurrentSlide(), [picture, reading, dump, words] = ['.picture', '.reading', '.dump', '.field-step.now'].map((name) => slide.querySelector(name));
				const sizes = (name) => [...picture.querySelectorAll(name)].map((one) => parseFloat(getComputedStyle(one).fontSize));
				const isWhole = (one) => one.scrollHeight <= one.clientHeight + 1 && one.getBoundingClientRect().bottom <= slide.querySelector('.slide-footer').getBoundingClientRect().top;
				return { width: picture.firstChild.getBoundingClientRect().width > 1000, names: Math.min(...sizes('.name')) >= 26, values: Math.min(...sizes('.value')) >= 30,
					whole: isWhole(picture) && isWhole(reading) && isWhole(words), rows: Math.round(dump.clientHeight / 29) >= 6, letters: parseFloat(getComputedStyle(words).fontSize) };
			});
			const { letters, ...rest } = seen;
			expectEqual(rest, { width: true, names: true, values: true, whole: true, rows: true }, `step ${step}`);
			expect(step < 2 ? letters === 24 : letters >= 18 && letters < 24, `step ${step}: letters of ${letters} px`);
			await page.evaluate(() => Reveal.next());
		}
	});
	await check('short header: another layer stands beside its bytes, and this one above them again', async () => {
		const place = async (layer) => {
			await page.locator('section.present .crumbs button', { hasText: layer }).click();
			return page.evaluate(() => { const [picture, dump] = ['.picture', '.dump'].map((name) => Reveal.getCurrentSlide().querySelector(name).getBoundingClientRect()); return picture.bottom <= dump.top ? 'above' : picture.right <= dump.left ? 'beside' : 'over'; });
		};
		await goTo(page, 'Short');
		expectEqual([await place('IPv4'), await place('UDP')], ['beside', 'above'], 'places');
	});
	await check('phone: a remark has the letters of other words', async () => {
		const phone = await open(browser, deck(), { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
		const sizes = await phone.page.evaluate(() => [...new Set([...document.querySelectorAll('.field-step.now')].map((step) => getComputedStyle(step).fontSize))]);
		expectEqual(sizes, ['24px'], 'sizes');
		await phone.context.close();
	});
	await check('tabs: the chosen one is readable under the pointer', async () => {
		await page.locator('section.present .crumbs .on').hover();
		const [ink, paper] = await page.locator('section.present .crumbs .on').evaluate((tab) => [getComputedStyle(tab).color, getComputedStyle(tab).backgroundColor]);
		expect(ink !== paper, `${ink} on ${paper}`);
	});
	await check('bytes: no row is cut in half, however long the words below', async () => {
		await goTo(page, 'Long');
		const seen = () => page.evaluate(async () => {
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			const dump = Reveal.getCurrentSlide().querySelector('.dump'), row = dump.querySelector('.dump-row').offsetHeight;
			const padding = dump.firstElementChild.offsetTop, lit = dump.querySelector('.lit').closest('.dump-row').offsetTop - dump.scrollTop;
			return { cut: (dump.clientHeight - 2 * padding) % row, above: dump.scrollTop % row, rows: Math.floor(dump.clientHeight / row), hasLit: lit >= 0 && lit + row <= dump.clientHeight };
		});
		const rows = [];
		for (let step = 0; step < 3; step++) {
			const { rows: count, ...rest } = await seen();
			expectEqual(rest, { cut: 0, above: 0, hasLit: true }, `step ${step}`);
			rows.push(count);
			await page.evaluate(() => Reveal.next());
		}
		expect(rows[1] < rows[0] && rows[2] > rows[1], `rows as the words leave room: ${rows}`);
	});
	await check('fields: the keys go to the next one in a long list, whose row is whole and does not fade', async () => {
		await goTo(page, 'Steps');
		await goTo(page, 'List');
		const seen = () => page.evaluate(async () => {
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			const picture = document.querySelector('section.present .picture'), outer = picture.getBoundingClientRect(), inner = picture.querySelector('.lit').getBoundingClientRect();
			const fade = picture.matches('.more') ? parseFloat(getComputedStyle(picture).getPropertyValue('--below')) : 0;
			return [picture.querySelector('.lit .name').innerText, picture.scrollHeight > picture.clientHeight, inner.top >= outer.top && inner.bottom <= outer.bottom - fade];
		});
		const names = ['Transaction ID', 'Recursion available', 'Answer RRs', 'Data length'];
		for (const name of names) {
			expectEqual(await seen(), [name, true, true], `at ${name}: its row, whether the list scrolls, whether the row is whole`);
			await page.keyboard.press('ArrowRight');
		}
		expectEqual(await page.innerText('section.present h2'), 'Options', 'behind the last field');
		for (const name of names.reverse()) {
			await page.keyboard.press('ArrowLeft');
			expectEqual(await seen(), [name, true, true], `back at ${name}`);
		}
	});
	await check('bytes: those of a field are whole, on as many rows as they are, and so is the row above its own in the list', async () => {
		await goTo(page, 'Rows');
		await wholeBytes(page, () => page.keyboard.press('ArrowRight'));
	});
	await check('fields: without scripts the options are marked', async () => {
		const sent = readFileSync(deck(), 'utf8');
		expectEqual(sent.slice(sent.lastIndexOf('Options</h2>')).match(/class="cell asked"/g)?.length, 5, 'marked cells');
	});
	await check('fields: a part of an option has the frame of its option, and all options have theirs', async () => {
		await goTo(page, 'Options');
		for (const lit of [['Maximum Segment Size'], ['Window Scale'], ['Maximum Segment Size', 'SACK', 'Timestamps', 'NOP', 'Window Scale'], []]) {
			expectEqual(await page.evaluate(() => [...document.querySelectorAll('section.present .cell.lit')].map((cell) => cell.querySelector('.name').textContent)), lit, 'the cells with a frame');
			await page.keyboard.press('ArrowRight');
		}
	});
	for (const colorScheme of ['light', 'dark']) {
		await check(`fields: what is not the step's is dimmed, and still has a contrast of 3:1, in ${colorScheme}`, async () => {
			await page.emulateMedia({ colorScheme });
			for (const title of ['Steps', 'Short']) {
				for (let step = 0; step < 3; step++) {
					await page.evaluate(([wanted, step]) => { const slide = Reveal.getSlides().find((one) => one.querySelector('h2')?.textContent === wanted); Reveal.slide(Reveal.getIndices(slide).h, 0, step - 1); }, [title, step]);
					const seen = await page.evaluate(() => {
						const slide = Reveal.getCurrentSlide(), paper = getComputedStyle(document.body).backgroundColor;
						const isClear = (color) => /rgba\(.*, 0\)|transparent|none/.test(color);
						return [...slide.querySelectorAll('.header-map text')].map((text) => {
							const grounds = [text.closest('.bit')?.querySelector('.box'), text.closest('.cell')?.querySelector('.box')].map((box) => (box ? getComputedStyle(box).fill : 'none'));
							const opacity = [text, text.closest('.bit'), text.closest('.cell')].every((one) => !one || getComputedStyle(one).opacity === '1');
							return { words: text.textContent, pair: [getComputedStyle(text).fill, grounds.find((ground) => !isClear(ground)) ?? paper], opacity, isLit: text.closest('.cell, .bit')?.matches('.lit') ?? false };
						});
					});
					const ratios = await contrasts(page, seen.map(({ pair }) => pair));
					const bad = seen.filter(({ opacity }, index) => ratios[index] < 3 || !opacity).map(({ words }) => words);
					expectEqual(bad, [], `${title}, step ${step}: too faint`);
					const lit = ratios.filter((_, index) => seen[index].isLit), dim = ratios.filter((_, index) => !seen[index].isLit);
					expect(lit.length > 0 && Math.min(...lit) > Math.max(...dim) * 1.5, `${title}, step ${step}: ${Math.min(...lit)} beside ${Math.max(...dim)}`);
				}
			}
		});
	}
	await check('fields: the own print of a browser dims nothing', async () => {
		await page.emulateMedia({ media: 'print', colorScheme: 'light' });
		const fills = await page.evaluate(() => [...new Set([...Reveal.getCurrentSlide().querySelectorAll('.header-map .value')].map((text) => getComputedStyle(text).fill))]);
		expectEqual(fills, ['rgb(0, 0, 0)'], 'colors');
	});
	expectNoProblems(problems);
	await context.close();
	const phone = await open(browser, pathToFileURL(join(work, 'fields.html')).href, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await check('bytes, phone: those of a field are whole, too', async () => {
		await phone.page.locator('h2:has-text("Rows")').scrollIntoViewIfNeeded();
		await phone.page.waitForFunction(() => Reveal.getCurrentSlide().querySelector('h2')?.textContent === 'Rows');
		await wholeBytes(phone.page, () => phone.page.evaluate(() => Reveal.nextFragment()));
	});
	expectNoProblems(phone.problems);
	await phone.context.close();

	// A large deck is ready before it has the style of paper: as here.
	const late = await browser.newContext();
	const paper = await late.newPage();
	await paper.addInitScript(() => {
		const add = DOMTokenList.prototype.add;
		DOMTokenList.prototype.add = function (...words) { words.includes('print-pdf') ? setTimeout(() => add.apply(this, words), 300) : add.apply(this, words); };
	});
	await paper.goto(`${pathToFileURL(deck()).href}?print-pdf`);
	await check('paper: all fields are marked, and none is dimmed, also when the style of paper comes late', async () => {
		await paper.waitForSelector('.print-pdf .reveal.ready .pdf-page', { state: 'attached' });
		await paper.waitForSelector('.crumbs button:nth-child(2)', { state: 'attached' });
		const [dimmed, marked] = await paper.evaluate(() => [[...document.querySelectorAll('.pdf-page .packets-packet .cell .value')].filter((value) => getComputedStyle(value).fontWeight !== (value.closest('.bit:not(.on)') ? '500' : value.closest('.bit') ? '700' : '600')).length, document.querySelectorAll('.pdf-page .asked').length]);
		expectEqual([dimmed, marked > 0], [0, true], 'dimmed fields, marked ones');
		expectEqual(await paper.evaluate(() => [...document.querySelectorAll('.pdf-page')].find((one) => one.querySelector('h2')?.textContent === 'Options').querySelectorAll('.cell.asked').length), 5, 'options that are marked');
	});
	await check('paper: of a long list the rows of all fields are there, whole and marked', async () => {
		const rows = await paper.evaluate(() => {
			const picture = [...document.querySelectorAll('.pdf-page .picture')].find((one) => one.querySelector('.field-lines')), outer = picture.getBoundingClientRect();
			const lines = [...picture.querySelectorAll('.line')].filter((line) => line.checkVisibility()), isWhole = (line) => line.getBoundingClientRect().bottom <= outer.bottom + 1;
			return { asked: lines.filter((line) => line.matches('.asked') && isWhole(line)).map((line) => line.querySelector('.name').innerText), cut: lines.filter((line) => !isWhole(line)).length,
				others: lines.length > 4, fades: picture.matches('.more'), marked: new Set(lines.map((line) => getComputedStyle(line).boxShadow)).size };
		});
		expectEqual(rows, { asked: ['Transaction ID', 'Recursion available', 'Answer RRs', 'Data length'], cut: 0, others: false, fades: false, marked: 1 }, 'rows');
	});
	await late.close();
});
