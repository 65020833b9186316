// What stands at the edges of the stage leaves each other room: the footer, the button for fingers, the tools of the pen.
//
//   node tests/browser/stage-edges.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';

const SCREENS = { '16:9': { width: 1280, height: 720 }, '4:3': { width: 1024, height: 768 }, '16:10': { width: 1024, height: 640 }, 'a small phone on its side': { width: 740, height: 360 } };
const LEAST = 7 * 18; // px of the slide that a title needs

// A long title and a long file name, with colors that mean four things, two things, and nothing.
function talk() {
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'an-evening-of-pings.pcap'));
	const block = (lines) => `\`\`\`packets ping\n${lines}\n\`\`\``;
	writeFileSync(join(work, 'edges.md'), `---\ntitle: Everything that a socket does between its first and its last packet, and why\nlang: en\n`
		+ 'captures: {ping: an-evening-of-pings.pcap}\n---\n# Edges\n\n---\n\n'
		+ `## Seen first\n\n${block('frames: 1-3')}\n\n---\n\n## Full\n\n${block('stream: 1')}\n\n---\n\n## Half\n\n${block('stream: 0\nframes: 1-4')}\n\n---\n\n## Words\n\nno packets\n`);
	return build(join(work, 'edges.md'));
}

// The width, in px of the slide, in which the title is seen; 0 when it is hidden.
const titleWidth = (page) => page.evaluate(() => {
	const footer = Reveal.getCurrentSlide().querySelector('.slide-footer'), talk = footer.querySelector('.talk');
	const range = document.createRange();
	range.selectNodeContents(talk);
	const words = range.getBoundingClientRect(), box = talk.getBoundingClientRect();
	const isSeen = words.top < box.bottom - 4 && words.bottom > box.top + 4 && getComputedStyle(talk).display !== 'none';
	return isSeen ? Math.round(Math.min(words.width, box.width) / Reveal.getScale()) : 0;
});

// Which words and pictures of the slide an element lies over.
const coveredBy = (page, selector) => page.evaluate((wanted) => {
	const place = document.querySelector(wanted).getBoundingClientRect();
	const root = document.querySelector('dialog.packet-detail[open]') ?? Reveal.getCurrentSlide();
	const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
	for (let text = texts.nextNode(); text; text = texts.nextNode()) {
		const range = document.createRange();
		range.selectNodeContents(text);
		const holder = text.parentElement;
		if (!text.data.trim() || !holder.checkVisibility({ visibilityProperty: true }) || holder.closest('.ink-bar, aside, .twin, title, desc'))
			continue;
		const frame = holder.closest('.diagram, .dump')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight }; // it may be scrolled
		const isOver = [...range.getClientRects()].some((box) => box.width > 1 && box.top < frame.bottom && box.bottom > frame.top && box.left < place.right && box.right > place.left && box.top < place.bottom && box.bottom > place.top);
		if (isOver)
			found.push(text.data.trim().slice(0, 30));
	}
	return found;
}, selector);

async function checkScreen(browser, file, name) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: SCREENS[name], hasTouch: true } });
	await check(`edges, ${name}: the talk's title is seen in a width that says something, or not at all; the file and its place whole`, async () => {
		const seen = [];
		for (const title of ['Full', 'Half', 'Words']) {
			await goTo(page, title);
			// A slide without packets has no name of a file there.
			const name = await page.$('section.present .slide-footer .file') ?? await page.$('section.present .slide-footer .where');
			const file = await name.innerText();
			for (let more = 0; more <= 40; more += 2) {
				await name.evaluate((node, words) => { node.textContent = words; }, 'x'.repeat(more) + file);
				const width = await titleWidth(page), isCut = await name.evaluate((node) => node.scrollWidth > node.clientWidth + 1);
				seen.push(width);
				expect(width === 0 || width >= LEAST - 1, `${title}, ${more} letters more: ${width} px of the title`);
				expect(width === 0 || !isCut, `${title}, ${more} letters more: the title is seen, and the file name cut`);
			}
		}
		expect(seen.includes(0) && Math.max(...seen) > 500, `widths ${seen}`);
	});
	await check(`edges, ${name}: the tools of the pen lie over no word, on a slide and over a packet`, async () => {
		for (const keys of ['', '\n']) {
			await goTo(page, 'Full');
			await page.keyboard.type(`${keys}c`);
			await page.waitForSelector('.ink-bar');
			const box = await page.locator('.ink-bar').boundingBox();
			expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= SCREENS[name].width && box.y + box.height <= SCREENS[name].height, `the tools at ${Object.values(box)}`);
			expectEqual(await coveredBy(page, '.ink-bar'), [], keys ? 'covered in a packet' : 'covered on the slide');
			expectEqual(await coveredBy(page, '.help-button'), [], 'below the button');
			await page.keyboard.press('c');
			await page.keyboard.press('Escape');
			if (!keys && await page.locator('dialog.sheet').count())
				await page.keyboard.press('Escape');
		}
		expectNoProblems(problems);
	});
	await check(`edges, ${name}: all of 44 x 44 px of the button is for the finger`, async () => {
		const missed = await page.evaluate(() => {
			const box = document.querySelector('.help-button').getBoundingClientRect(), [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
			const places = [-21, 0, 21].flatMap((dx) => [-21, 0, 21].map((dy) => [x + dx, y + dy]));
			return places.filter((place) => !document.elementFromPoint(...place)?.matches('.help-button')).map((place) => place.map(Math.round).join());
		});
		expectEqual(missed, [], 'places that are not the button');
	});
	await context.close();
}

await main(async (browser) => {
	const file = talk();
	for (const name of Object.keys(SCREENS))
		await checkScreen(browser, file, name);
});
