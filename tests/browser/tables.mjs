// Wide tables of an author: whole on the stage, on a phone and on paper, in letters that the last row reads, and broken where
// addresses have joints.
//
//   node tests/browser/tables.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, goTo, main, open, work } from './lib.mjs';

const SMALLEST = 18; // px
const SOURCE = '2a00:1450:4001:0812:0000:0000:0000:200e', DESTINATION = '2001:0db8:85a3:0000:0000:8a2e:0370:7334';
const row = (cells) => `| ${cells.join(' | ')} |\n`;
const table = (...rows) => rows.map((cells, i) => row(cells) + (i ? '' : row(cells.map(() => '---')))).join('');
const HEAD = ['Source', 'Destination', 'Protocol', 'Via'], INFO = ['TCP', SOURCE];

function deck() {
	const slides = {
		Addresses: table(HEAD, [SOURCE, DESTINATION, ...INFO], [`\`${SOURCE}\``, `\`${DESTINATION}\``, ...INFO]),
		Letters: table([...'abcdefgh'], [...'abcdefgh'].map((letter) => letter.repeat(19))),
		Smaller: table([...'abcde'], [...'abcde'].map((letter) => letter.repeat(18))),
		Usual: table(['state', 'port'], ['LISTEN', '443']),
		Column: `<!-- column -->\n\n${table(['Source', 'Port'], [`\`${SOURCE}\``, '443'])}`,
	};
	const written = Object.entries(slides).map(([title, body]) => `---\n\n${title === 'Column' ? '<!-- layout: columns -->\n\n' : ''}## ${title}\n\n${body}\n`);
	writeFileSync(join(work, 'tables.md'), `---\ntitle: Tables\nlang: en\n---\n\n# Tables\n\n${written.join('\n')}`);
	return build(join(work, 'tables.md'));
}

// Runs in the page: how far a table reaches over its slide or column, its smallest letters, and the words of its cells by line.
function readTable(title) {
	const section = [...document.querySelectorAll('section')].find((one) => one.querySelector('h2')?.textContent === title);
	const found = section.querySelector('table'), place = found.closest('.column') ?? section;
	const scale = place.getBoundingClientRect().width / place.offsetWidth, margin = parseFloat(getComputedStyle(place).paddingRight);
	const linesOf = (cell) => {
		const range = document.createRange(), lines = [], nodes = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
		let last = -Infinity;
		for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
			for (let at = 0; at < node.length; at++) {
				range.setStart(node, at);
				range.setEnd(node, at + 1);
				const box = range.getBoundingClientRect();
				if (box.width && box.top > last + 4 * scale) {
					lines.push('');
					last = box.top;
				}
				lines[lines.length - 1] += node.data[at];
			}
		}
		return lines.map((line) => line.trim());
	};
	const cells = [...found.querySelectorAll('td, th')], sizes = cells.map((cell) => parseFloat(getComputedStyle(cell).fontSize));
	return { over: Math.round((found.getBoundingClientRect().right - place.getBoundingClientRect().right) / scale + margin),
		smallest: Math.min(...sizes), largest: Math.max(...sizes), cells: cells.map(linesOf) };
}

function expectWhole(title, { over, smallest }) {
	expect(over <= 1, `${title}: ${over} px beyond the edge`);
	expect(smallest >= SMALLEST, `${title}: letters of ${smallest} px`);
}

const isAtJoint = (lines) => lines.slice(0, -1).every((line) => line.endsWith(':'));

function expectAddresses({ cells }) {
	for (const [index, address] of [SOURCE, DESTINATION, SOURCE, DESTINATION].entries()) {
		const lines = cells[4 + index % 2 + 4 * Math.floor(index / 2)];
		expectEqual(lines.join(''), address, 'an address');
		expect(lines.length > 1 && isAtJoint(lines), `it breaks as ${JSON.stringify(lines)}`);
	}
	expectEqual([cells[6], cells[10], ...cells.slice(0, 4)], [['TCP'], ['TCP'], ...HEAD.map((word) => [word])], 'short words');
}

await main(async (browser) => {
	const file = deck(), stage = await open(browser, file), seen = {};
	for (const title of ['Addresses', 'Letters', 'Smaller', 'Usual', 'Column']) {
		await goTo(stage.page, title);
		seen[title] = await stage.page.evaluate(readTable, title);
	}
	await check('tables: a wide one is whole on the stage, in letters of 18 px and more', () =>
		Object.entries(seen).forEach(([title, found]) => expectWhole(title, found)));
	await check('tables: addresses break behind a colon, also in code, and short words do not', () => expectAddresses(seen.Addresses));
	await check('tables: letters get smaller before words break', () => {
		expect(seen.Smaller.cells.every((lines) => lines.length === 1), JSON.stringify(seen.Smaller.cells));
		expect(seen.Smaller.largest < seen.Usual.largest, `letters of ${seen.Smaller.largest} px`);
	});
	await stage.context.close();

	const phone = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await phone.page.waitForFunction(() => document.querySelector('.scroll-page'));
	await check('tables: a wide one is whole on a phone', async () => {
		for (const title of Object.keys(seen))
			expectWhole(title, await phone.page.evaluate(readTable, title));
	});
	await phone.context.close();

	const paper = await open(browser, file, { query: '?print-pdf' });
	await check('tables: a wide one is whole on paper', async () => {
		for (const title of Object.keys(seen))
			expectWhole(title, await paper.page.evaluate(readTable, title));
		expectAddresses(await paper.page.evaluate(readTable, 'Addresses'));
	});
	await paper.context.close();
});
