// Remarks as steps below a graph and below two pictures: the packet of each is marked in its picture.
//
//   node tests/browser/remark-steps.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, opened, top, work } from './lib.mjs';

const block = (title, words, body) => `---\n\n## ${title}\n\n\`\`\`packets ${words}\n${body}\n\`\`\`\n\n`;

function deck() {
	for (const name of ['pingpong', 'abort'])
		copyFileSync(join(top, `pcaps/${name}.pcap`), join(work, `${name}.pcap`));
	writeFileSync(join(work, 'told.md'), '---\ntitle: Told\nlang: en\ncaptures: {pingpong: pingpong.pcap, abort: abort.pcap}\n---\n\nStart\n\n'
		+ block('A graph', 'pingpong', 'stream: 1\nshow: graph\nnotes:\n  16: The first **segment**\n  GET /long: The request\n  41: The end')
		+ block('All at once', 'pingpong', 'stream: 1\nshow: graph\nstep: none\nnotes: {16: The first, 41: The end}')
		+ block('Two graphs', '', 'show: graph\ncompare: [pingpong stream 1, abort]\nnotes:\n  20: on the left\n  abort 6: on the right\n  pingpong 41: left again')
		+ block('Two sequences', '', 'compare: [pingpong stream 0, abort]\nnotes:\n  pingpong 10: the end\n  RST: the reset')
		+ block('Two lists', '', 'show: list\ncompare: [pingpong stream 0, abort]\nnotes:\n  abort 6: the reset'));
	return build(join(work, 'told.md'));
}

// Runs in the page: the remarks that are seen, and the packets that are marked, each by its side.
function state() {
	const section = Reveal.getCurrentSlide();
	const isSeen = (node) => node.getBoundingClientRect().width > 0 && node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
	return {
		remarks: [...section.querySelectorAll('.remark')].filter(isSeen).map((one) => one.querySelector('.what ~ *').textContent.trim()),
		rings: [...section.querySelectorAll('.packets')].map((one) => [...one.querySelectorAll('.point')].filter(isSeen).map((point) => `${point.dataset.told}:${point.querySelector('.row').dataset.frame}`)),
		rows: [...section.querySelectorAll('.packets')].map((one) => [...one.querySelectorAll('.ladder .row.now')].map((row) => row.dataset.frame)),
		where: section.querySelector('.slide-footer .where').textContent,
	};
}

// Runs in the page: whether the ring is around the stroke of its packet.
function isAround() {
	const point = [...Reveal.getCurrentSlide().querySelectorAll('.point')].find((one) => one.matches('.now'));
	const ring = point.querySelector('.ring').getBBox();
	const stroke = Reveal.getCurrentSlide().querySelector(`.marks .row[data-frame="${point.querySelector('.row').dataset.frame}"] .stroke`).getBBox();
	return ring.x < stroke.x && stroke.x + stroke.width < ring.x + ring.width && ring.y < stroke.y && stroke.y + stroke.height < ring.y + ring.height;
}

main(async (browser) => {
	const file = deck();
	const { page, context, problems } = await open(browser, file);
	const next = () => page.evaluate(() => Reveal.next());
	await check('graph: each remark is a step, in the order of the notes, and its packet has a ring', async () => {
		await goTo(page, 'A graph');
		let now = await page.evaluate(state);
		expectEqual([now.remarks, now.rings], [['The first segment'], [['1:16']]], 'at first');
		expect(await page.evaluate(isAround), 'the ring is elsewhere');
		expect(now.where.endsWith('tcp.stream 1 · 1 / 3'), `the footer says ${now.where}`);
		await next();
		now = await page.evaluate(state);
		expectEqual([now.remarks, now.rings], [['The request'], [['2:14']]], 'the second');
		await next();
		await next();
		expect(await page.evaluate(() => Reveal.getCurrentSlide().textContent.includes('All at once')), 'there are other steps');
		await page.evaluate(() => Reveal.prev());
		expectEqual((await page.evaluate(state)).rings, [['3:41']], 'back');
	});
	await check('graph: Enter opens the packet of the step, and comes back to it', async () => {
		await page.keyboard.press('Enter');
		expect((await page.textContent('dialog h2')).startsWith('#41 '), `it opened ${await page.textContent('dialog h2')}`);
		await page.keyboard.press('Escape');
		expectEqual((await page.evaluate(state)).rings, [['3:41']], 'after it');
	});
	await check('graph: the number of a packet goes to its remark', async () => {
		await page.keyboard.press('1');
		await page.keyboard.type('6');
		await page.keyboard.press('Enter');
		expectEqual((await page.evaluate(state)).rings, [['1:16']], 'the step');
	});
	await check('graph: the other strokes are dimmed, the one that is told is not', async () => {
		const seen = await page.evaluate(() => ['.marks .stroke', '.point.now .stroke'].map((name) => Number(getComputedStyle(Reveal.getCurrentSlide().querySelector(name)).opacity)));
		expect(seen[0] < 1 && seen[0] >= .5 && seen[1] === 1, `opacities ${seen}`);
	});
	await check('graph: without steps all remarks and rings are there', async () => {
		await goTo(page, 'All at once');
		const now = await page.evaluate(state);
		expectEqual([now.remarks, now.rings], [['The first', 'The end'], [['1:16', '2:41']]], 'all');
	});
	await check('compare: a remark belongs to the side that shows its packet, or that it names', async () => {
		await goTo(page, 'Two graphs');
		expectEqual((await page.evaluate(state)).rings, [['1:20'], []], 'at first');
		await next();
		const now = await page.evaluate(state);
		expectEqual([now.remarks, now.rings], [['on the right'], [[], ['2:6']]], 'the second');
		await page.keyboard.press('Enter');
		expect((await page.textContent('dialog h2')).startsWith('#6 RST'), `it opened ${await page.textContent('dialog h2')}`);
		await page.keyboard.press('Escape');
		await next();
		expectEqual((await page.evaluate(state)).rings, [['3:41'], []], 'the third');
	});
	await check('compare: the row of a sequence is marked, and in view', async () => {
		await goTo(page, 'Two sequences');
		expectEqual((await page.evaluate(state)).rows, [['10'], []], 'at first');
		const [row, place] = await page.evaluate(() => {
			const mark = Reveal.getCurrentSlide().querySelector('.row.now .hit');
			return [mark, mark.closest('.diagram')].map((one) => one.getBoundingClientRect().bottom);
		});
		expect(row <= place + 2, `the row ends at ${row}, its place at ${place}`);
		await next();
		expectEqual((await page.evaluate(state)).rows, [[], ['6']], 'the second');
	});
	await check('compare: a remark of a list stands under its row', async () => {
		await goTo(page, 'Two lists');
		expectEqual(await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.compared')].map((one) => one.querySelectorAll('.told .remark').length)), [0, 1], 'remarks');
	});
	await check('speaker: the next remark in words', async () => {
		await goTo(page, 'A graph');
		const speaker = await opened(page);
		await speaker.waitForFunction(() => document.querySelector('.next-said')?.textContent === 'The request');
		await speaker.close();
	});
	await check('told: no console error, no request', () => expectNoProblems(problems));
	await context.close();

	const paper = await open(browser, file, { query: '?print-pdf' });
	await check('paper: all remarks, numbered as in the picture, on one page each', async () => {
		const pages = await paper.page.evaluate(() => [...document.querySelectorAll('.pdf-page')].filter((one) => one.querySelector('.told > .remark')).map((one) => ({
			height: one.offsetHeight, bottom: Math.max(...[...one.querySelectorAll('.told .remark')].map((remark) => remark.getBoundingClientRect().bottom)) <= one.querySelector('.slide-footer').getBoundingClientRect().top,
			places: [...one.querySelectorAll('.place')].map((node) => node.textContent).join(),
			rings: [...one.querySelectorAll('.point')].filter((node) => node.getBoundingClientRect().width > 0).map((node) => node.dataset.told).sort().join() })));
		expectEqual(pages.map(({ places, rings }) => [places, rings]), [['1,2,3', '1,2,3'], ['1,2', '1,2'], ['1,2,3', '1,2,3'], ['', '']], 'numbers');
		expect(pages.every((one) => one.height <= 721 && one.bottom), `pages ${JSON.stringify(pages)}`);
	});
	await paper.context.close();

	const plain = await open(browser, file, { context: { javaScriptEnabled: false } });
	await check('without scripts all remarks and rings are there', async () => {
		expectEqual(await plain.page.locator('.remark').count(), 3 + 2 + 3 + 2 + 1, 'remarks');
		expectEqual(await plain.page.locator('.point:visible').count(), 3 + 2 + 3, 'rings');
		expect(await plain.page.locator('.told > .remark').last().isVisible(), 'a remark is hidden');
	});
	await plain.context.close();
});
