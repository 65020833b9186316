// A deck with JavaScript off: a page to read.
//
//   node tests/browser/no-script.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, main, open, python, work } from './lib.mjs';

async function checkWithoutScripts(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: { javaScriptEnabled: false } });
	await check('without JavaScript: the deck reads as a page', async () => {
		const headings = await page.evaluate(() => [...document.querySelectorAll('section h1, section h2')].map((heading) => {
			const box = heading.getBoundingClientRect();
			return { text: heading.textContent, top: box.top + scrollY, height: box.height,
				isVisible: heading.checkVisibility({ opacityProperty: true, visibilityProperty: true }) };
		}));
		expect(headings.length >= 7, `${headings.length} headings`);
		headings.forEach((heading, index) => {
			expect(heading.isVisible && heading.height > 10, `"${heading.text}" is not visible`);
			expect(index === 0 || heading.top > headings[index - 1].top + 40,
				`"${heading.text}" lies over the slide before it`);
		});
		const rows = await page.evaluate(() => [...document.querySelectorAll('svg .row')]
			.filter((row) => !row.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length);
		expectEqual(rows, 0, 'rows of diagrams that are hidden');
	});
	await check('without JavaScript: nothing is wider than the page, or too small to read', async () => {
		const { wide, small } = await page.evaluate(() => {
			const leaves = [...document.querySelectorAll('.slides *')].filter((node) => node.childNodes.length && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) && node.checkVisibility());
			const isIn = (node, names) => node.closest(names) !== null;
			return {
				wide: [document.documentElement.scrollWidth, innerWidth],
				small: leaves.filter((node) => !isIn(node, 'svg, sup, .visually-hidden, details:not([open])') && parseFloat(getComputedStyle(node).fontSize) < 14).map((node) => node.outerHTML.slice(0, 80)),
			};
		});
		expect(wide[0] <= wide[1], `it is ${wide[0]} wide on a screen of ${wide[1]}`);
		expectEqual(small, [], 'small text');
	});
	await check('without JavaScript: a packet has its fields, its bytes and its sentence', async () => {
		const packet = await page.evaluate(() => {
			const block = document.querySelector('.packets-packet');
			const isSeen = (node) => Boolean(node?.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().height > 20);
			return { map: isSeen(block.querySelector('.header-map')), bytes: isSeen(block.querySelector('.dump')), text: block.textContent.replace(/\s+/g, ' ') };
		});
		expectEqual([packet.map, packet.bytes], [true, true], 'header, bytes');
		for (const words of ['Sequence Number', '64,240', '40001', '8080'])
			expect(packet.text.replace(/\u202f/g, ' ').includes(words) || packet.text.includes(words.replace(' ', '')), `no "${words}" in ${packet.text.slice(0, 400)}`);
	});
	await check('without JavaScript: a table says what each picture does, and opens', async () => {
		const twins = page.locator('details.twin > summary');
		const count = await twins.count();
		expect(count >= 6, `${count} tables`);
		for (let i = 0; i < count; i++) {
			await twins.nth(i).click();
			expect(await page.locator('details.twin').nth(i).locator('tr').nth(1).isVisible(), `table ${i + 1} stays closed`);
		}
	});
	await check('without JavaScript: no console error, no request', () => expectNoProblems(problems.filter((problem) => !/Blocked script execution|script.*disabled/i.test(problem))));
	await context.close();
}

// The program and the script each order the fields of a message: answers first, what is said above folded.
async function checkSameLines(browser) {
	python('golden/traffic.py', work);
	writeFileSync(join(work, 'lines.md'), '---\ntitle: Lines\nlang: en\ncaptures: {http2: http2.pcap}\n---\n\n# One\n\n```packets http2\nframes: 7\nshow: packet\n```\n');
	const file = build(join(work, 'lines.md'));
	const lines = [];
	for (const javaScriptEnabled of [false, true]) {
		const { page, context } = await open(browser, file, { context: { javaScriptEnabled } });
		lines.push(await page.evaluate(() => [...document.querySelectorAll('.packets-packet .picture .field-lines')].flatMap((list) => [...list.querySelectorAll('.line')].map((line) => `${line.matches('.below') ? '  ' : ''}${line.closest('.folded') ? '(folded) ' : ''}${line.textContent}`))));
		await context.close();
	}
	await check('without JavaScript: fields of a message stand in the same order as with it', () => {
		expectEqual(lines[0].slice(0, 2), [':status200', 'content-typetext/plain'], 'first lines');
		expect(lines[0].includes('  (folded) Stream Identifier1'), lines[0].join(' | '));
		expectEqual(lines[0], lines[1], 'lines');
	});
}

await main(async (browser) => {
	await checkWithoutScripts(browser, fixture());
	await checkSameLines(browser);
});
