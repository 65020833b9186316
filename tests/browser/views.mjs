// The views: each is there and named, nothing overlaps, a table says the same, a packet opens from it.
//
//   node tests/browser/views.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture, pictures } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';

// The views `stream`, `graph` and `compare`.
async function checkViews(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const isOpen = () => page.evaluate(() => document.querySelector('dialog.packet-detail[open]') !== null);
	await check('stream: client and server say their text on their sides', async () => {
		await goTo(page, '오간 말');
		const turns = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.turn')].map((turn) => ({
			isClient: turn.classList.contains('client'), left: turn.getBoundingClientRect().left,
			text: turn.querySelector('.said').innerText, ground: getComputedStyle(turn.querySelector('.said')).backgroundColor })));
		expectEqual(turns.map((turn) => turn.isClient), [true, false], 'turns');
		expect(turns[0].text.startsWith('GET /ping HTTP/1.1\\r\\n\nHost:'), `the request is ${turns[0].text}`);
		expect(turns[1].text.includes('pong\\n'), `the response is ${turns[1].text}`);
		expect(turns[0].left + 40 < turns[1].left && turns[0].ground !== turns[1].ground, 'the sides look the same');
	});
	await check('stream: the keyboard opens the packet of a turn, and comes back to it', async () => {
		await page.focus('section.present .turn.server .row');
		await page.keyboard.press('Enter');
		expect((await page.textContent('dialog h2')).includes('200'), 'another packet');
		await page.keyboard.press('Escape');
		expect(!await isOpen(), 'it did not close');
		expect(await page.evaluate(() => document.activeElement.matches('.turn.server .row')), 'the focus is elsewhere');
	});
	await check('stream: hostile text is text', async () => {
		await goTo(page, '적대적인 말');
		const said = await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.stream-text').innerText);
		expect(said.includes('</script><script>alert(3)</script><!--<script>'), `it says ${said}`);
		expect(said.includes('\\xff\\xfe\\x80'), 'invalid bytes are not shown');
	});
	await check('graph: a stroke for each segment with data, which opens its packet', async () => {
		await goTo(page, '시간에 따른');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('.graph .row').length), 1, 'strokes');
		await page.click('section.present .graph .row');
		expect((await page.textContent('dialog h2')).includes('200'), 'another packet');
		await page.keyboard.press('Escape');
		expect(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.twin table tr') !== null), 'no table twin');
	});
	await check('compare: two pictures of the same width stand side by side', async () => {
		for (const title of ['나란히', '나란한 말']) {
			await goTo(page, title);
			const sides = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.compared > .packets')]
				.map((side) => ({ capture: side.dataset.capture, left: side.getBoundingClientRect().left,
					right: side.getBoundingClientRect().right, top: side.getBoundingClientRect().top })));
			expectEqual(sides.map((side) => side.capture), ['ping', 'hostile'], 'captures');
			expect(sides[0].right <= sides[1].left && sides[0].top === sides[1].top, 'they do not stand side by side');
			expect(Math.abs((sides[0].right - sides[0].left) - (sides[1].right - sides[1].left)) < 1, 'one is wider');
		}
		expect((await page.textContent('section.present .slide-footer .where')).includes('ping.pcap · hostile.pcap'), 'the footer names not both');
	});
	await check('views: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// Texts of the current slide's pictures that lie over each other. Runs in the page.
function findOverlaps() {
	const found = [];
	for (const picture of Reveal.getCurrentSlide().querySelectorAll('svg.drawing')) {
		const texts = [...picture.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
		for (let i = 0; i < texts.length; i++) {
			for (let j = i + 1; j < texts.length; j++) {
				const [a, b] = [texts[i][1], texts[j][1]];
				const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
				const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
				if (width > 2 && height > Math.min(a.height, b.height) * .35)
					found.push(`"${texts[i][0]}" and "${texts[j][0]}"`);
			}
		}
	}
	return found;
}

// Runs in the page: what the current slide's pictures draw outside of themselves, where it is cut.
function findCut() {
	const found = [];
	for (const picture of Reveal.getCurrentSlide().querySelectorAll('svg.drawing')) {
		const { width, height } = picture.viewBox.baseVal;
		for (const shape of picture.querySelectorAll('rect, path, line, circle, polygon, text')) {
			const style = getComputedStyle(shape);
			const inks = shape.matches('text') ? [style.fill] : [style.fill, style.stroke];
			if (inks.every((ink) => ['none', 'rgba(0, 0, 0, 0)', 'transparent'].includes(ink)))
				continue;
			const box = shape.getBBox();
			const isText = shape.matches('text'); // its box is as high as a line of its face
			const stroke = isText || style.stroke === 'none' ? 0 : parseFloat(style.strokeWidth) / 2;
			const [ends, sides] = shape.matches('line') && !box.height ? [0, stroke] : shape.matches('line') && !box.width ? [stroke, 0] : [stroke, stroke];
			const over = Math.max(ends - box.x, box.x + box.width + ends - width,
				isText ? 0 : sides - box.y, isText ? 0 : box.y + box.height + sides - height);
			if (over > .6)
				found.push(`${shape.tagName}.${shape.getAttribute('class')} "${shape.textContent}" by ${over.toFixed(1)} px`);
		}
	}
	return found;
}

// Runs in the page: what the current slide's block shows.
function describePicture() {
	const block = Reveal.getCurrentSlide().querySelector('.packets');
	const picture = block.querySelector('figure.diagram > svg.drawing');
	const named = (attribute) => picture.getAttribute(attribute).split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
	return {
		classes: [...block.classList, ...(picture?.classList ?? [])],
		name: picture && named('aria-labelledby'),
		text: [...picture.querySelectorAll('text')].map((text) => text.textContent),
		rows: [...picture.querySelectorAll('.row')].map((row) => row.dataset.frame),
		table: [...block.querySelectorAll('details.twin tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
		below: block.querySelector('.remarks')?.getBoundingClientRect().top,
		bottom: picture.getBoundingClientRect().bottom,
	};
}

async function checkPictures(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const show = async (title) => {
		await goTo(page, new RegExp(`^${title}$`));
		return page.evaluate(describePicture);
	};
	const has = (picture, words) => words.forEach((word) => expect(picture.text.includes(word), `no "${word}" among ${picture.text.join(' | ')}`));

	await check('pictures: no text lies over another', async () => {
		const total = await page.evaluate(() => Reveal.getTotalSlides());
		for (let i = 0; i < total; i++) {
			await page.evaluate((index) => Reveal.slide(index), i);
			expectEqual(await page.evaluate(findOverlaps), [], `slide ${i + 1}`);
		}
	});
	await check('pictures: no shape and no text is cut', async () => {
		const total = await page.evaluate(() => Reveal.getTotalSlides());
		for (let i = 0; i < total; i++) {
			await page.evaluate((index) => Reveal.slide(index), i);
			expectEqual(await page.evaluate(findCut), [], `slide ${i + 1}`);
		}
	});
	await check('stack: the boxes of a packet, whose sums chain', async () => {
		const picture = await show('Boxes');
		expect(picture.classes.includes('packets-stack') && picture.classes.includes('stack'), picture.classes.join(' '));
		has(picture, ['Ethernet', 'IPv4', 'TCP', 'HTTP', 'Body', '14 + 1500 = 1514', '20 + 1480 = 1500', '32 + 1448 = 1480', '144 + 1304 = 1448']);
		expect(picture.name.every((words) => words.includes('Ethernet')), `named ${picture.name}`);
		expectEqual(picture.table.map((row) => row[0]), ['Ethernet', 'IPv4', 'TCP', 'HTTP', 'Body'], 'rows of the table');
	});
	await check('stack: a remark stands below the picture', async () => {
		const picture = await show('Boxes with a remark');
		expect(picture.below >= picture.bottom + 8, `remark at ${picture.below}, picture to ${picture.bottom}`);
	});
	await check('segments: a row per segment, and why they are of that size', async () => {
		const picture = await show('Pieces');
		has(picture, ['16144 = 11 × 1448 + 216', 'MSS 1460 − 12 bytes of timestamps = 1448 bytes a segment', '15929', '216']);
		expectEqual(picture.rows.length, 12, 'rows');
		expectEqual(picture.table.length, 12, 'rows of the table');
		expectEqual(picture.table[11].slice(1, 3).map((cell) => cell.replace(/\u202f/g, '')), ['15929', '216'], 'the last one');
	});
	await check('segments: rows that find no room are counted', async () => {
		const picture = await show('Pieces below prose');
		expect(picture.text.some((words) => /^… \d+ more$/.test(words)), picture.text.join(' | '));
		expectEqual(picture.table.length, 12, 'rows of the table');
	});
	await check('segments: what was sent again is a row of its own', async () => {
		has(await show('Pieces sent again'), ['retransmission', 'fast retransmission', 'out of order']);
	});
	await check('connections: a row for each, with how it ended', async () => {
		const good = await show('Connections');
		expectEqual(good.rows, ['1', '11', '43'], 'the first packets');
		has(good, [':60622', ':60624', ':60626', '1004977620', '16144 bytes', 'FIN', '0.144 ms']);
		expectEqual(good.table.length, 3, 'rows of the table');
		has(await show('Connections that ended badly'), ['FIN', 'RST', 'RST refused', 'open']);
	});
	await check('pictures: Enter on a row opens its packet, Escape returns to it', async () => {
		await show('Pieces');
		await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row[data-frame="17"]').focus());
		await page.keyboard.press('Enter');
		await page.waitForSelector('dialog.packet-detail[open]');
		expect((await page.textContent('.packet-detail h2')).startsWith('#17 '), 'another packet was opened');
		await page.keyboard.press('Escape');
		expectEqual(await page.evaluate(() => document.activeElement.dataset.frame), '17', 'focus after Escape');
	});
	await check('pictures: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

const NINE = 'columns: [no, time, source, destination, protocol, tcp.seq, tcp.ack, tcp.window_size, info]';

// Lists whose words do not fit on the stage when all rows wrap.
function lists() {
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	const slide = (title, lines) => `---\n\n# ${title}\n\n\`\`\`packets\nshow: list\n${lines}\n\`\`\`\n\n`;
	writeFileSync(join(work, 'lists.md'), '---\ntitle: Lists\nlang: en\ncaptures: {pingpong: pingpong.pcap}\n---\n\n# Lists\n\n'
		+ slide('Room for a row', 'frames: 1-12') + slide('With chosen columns', 'frames: 1-12\ncolumns: [no, source, destination, protocol, tcp.window_size, tcp.seq, info]')
		+ slide('No room', 'frames: 1-40')
		+ slide('Remarks without room', `frames: 1-12\ncolumns: [no, source, destination, tcp.window_size, tcp.seq, info]\nnotes: {${[1, 2].map((frame) => `${frame}: It answers`)}}`)
		+ slide('A remark', 'frames: 1-10\nnotes: {2: It answers}')
		+ slide('Nine columns', `frames: 1-3\n${NINE}`) + slide('Twelve columns', `frames: 1-10\n${NINE.replace('time,', 'time, delta, length, ip.ttl,')}`)
		+ slide('Beside words', `frames: 1-3\n${NINE}`).replace('# Beside', '<!-- layout: columns -->\n\n# Beside').replace('```', 'words\n\n<!-- column -->\n\n```'));
	return build(join(work, 'lists.md'));
}

const WIDE = ['Nine columns', 'Twelve columns', 'Beside words'];

// The lists with chosen columns that are wider than their places, and the cells that end behind them.
function widths(holder) {
	const found = [];
	for (const list of document.querySelectorAll(`${holder} .packets-list:has(.chosen)`)) {
		const edge = list.getBoundingClientRect().right + 1;
		const isOut = (cell) => cell.getBoundingClientRect().right > edge || (cell.scrollWidth > cell.clientWidth + 1 && !cell.matches('.info'));
		found.push(...[...list.querySelectorAll('th, td')].filter(isOut).map((cell) => cell.textContent));
	}
	return found;
}

async function checkLists(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const show = async (title) => {
		await goTo(page, title);
		return page.evaluate(() => {
			const list = Reveal.getCurrentSlide().querySelector('.packets-list');
			const rows = [...list.querySelectorAll('tr[data-frame]')].map((row) => [row.lastElementChild, row.clientHeight]);
			const one = Math.min(...rows.map(([, height]) => height));
			return { fits: list.scrollHeight <= list.clientHeight + 2, whole: rows.filter(([, height]) => height > one).length,
				cut: rows.filter(([info]) => info.scrollWidth > info.clientWidth).length };
		});
	};
	for (const title of ['Room for a row', 'With chosen columns']) {
		await check(`list: ${title}: rows wrap as far as there is room`, async () => {
			const { fits, whole, cut } = await show(title);
			expect(fits && whole > 0 && cut > 0, `fits: ${fits}, rows of several lines: ${whole}, cut: ${cut}`);
		});
	}
	for (const title of ['No room', 'Remarks without room']) {
		await check(`list: ${title}: a list that scrolls all the same has all of its info`, async () => {
			const { fits, whole, cut } = await show(title);
			expect(!fits && whole > 0 && !cut, `fits: ${fits}, rows of several lines: ${whole}, cut: ${cut}`);
		});
	}
	await check('list: the row with a remark wraps first', async () => {
		await goTo(page, 'A remark');
		const info = await page.evaluate(() => {
			const { clientWidth, scrollWidth } = Reveal.getCurrentSlide().querySelector('tr.noted td:last-child');
			return [clientWidth, scrollWidth];
		});
		expect(info[0] > 0 && info[1] <= info[0], `the info is cut: ${info}`);
	});
	for (const title of WIDE) {
		await check(`list: ${title}: nothing is cut at the right`, async () => {
			await goTo(page, title);
			expectEqual(await page.evaluate(widths, 'section.present'), [], 'what is cut');
		});
	}
	const paper = await open(browser, file, { query: '?print-pdf' });
	await check('list: on paper no column and no info is cut', async () =>
		expectEqual(await paper.page.evaluate(widths, '.pdf-page'), [], 'what is cut'));
	await paper.context.close();
	await check('list: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main(async (browser) => {
	await checkLists(browser, lists());
	await checkViews(browser, fixture());
	await checkPictures(browser, pictures());
});
