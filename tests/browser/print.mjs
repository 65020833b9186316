// A deck on paper: with reveal.js's ?print-pdf, a page for each slide, and printed by the browser as it is, as a
// handout. poppler's pdftotext finds where the words of a PDF are.
//
//   node tests/browser/print.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, main, open, skipCheck, STAGE, top, work } from './lib.mjs';

// Opens a deck to print it when reveal.js says late that it is ready: after it has measured the slides for their pages.
async function checkLateReady(browser, file) {
	const context = await browser.newContext({ viewport: STAGE });
	const page = await context.newPage();
	await page.addInitScript(() => {
		const set = window.setTimeout;
		window.setTimeout = (call, delay = 0, ...rest) => set(call, delay + 600, ...rest);
	});
	await page.goto(`${pathToFileURL(file).href}?print-pdf`);
	await check('print: a slide keeps to its page, also when reveal.js measures it before it says that it is ready', async () => {
		await page.waitForSelector('.reveal.ready .pdf-page', { state: 'attached' });
		await page.waitForSelector('.crumbs button:nth-child(2)', { state: 'attached' });
		const slides = await page.evaluate(() => [...document.querySelectorAll('.pdf-page section')].map((one) => [one.querySelector('h1, h2')?.textContent, one.scrollHeight]));
		expect(slides.length > 10, `${slides.length} slides`);
		expectEqual(slides.filter(([, height]) => height > STAGE.height), [], 'slides that are taller than their page');
	});
	await context.close();
}

// A tall diagram that is stepped on the stage, with remarks; and a packet of many bytes.
function tall() {
	writeFileSync(join(work, 'tall.md'), `---\ntitle: Tall\nlang: en\ncaptures: {pingpong: pingpong.pcap}\n---\n# Tall\n\n---\n\n## All steps\n\n`
		+ '```packets pingpong\nframes: 1-52\nnotes:\n  1: "first remark"\n  20: "remark in the middle"\n  52: "last remark"\n```\n\n'
		+ '---\n\n## One of them\n\n```packets pingpong\nshow: packet\nframes: 16\n```\n\n---\n\n## After it\n\n+ one\n+ two\n+ three\n');
	return build(join(work, 'tall.md'));
}

// Returns an element for each page: { width, height, words: [{ text, left, top, right, bottom }] }.
function pagesOf(pdf) {
	const file = join(work, 'print.pdf');
	writeFileSync(file, pdf);
	const html = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf-8', maxBuffer: 1 << 26 });
	const decode = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
	return html.split('<page ').slice(1).map((page) => {
		const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page).map(Number);
		const words = [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</g)]
			.map(([, left, top, right, bottom, text]) => ({ left: +left, top: +top, right: +right, bottom: +bottom, text: decode(text) }));
		return { width, height, words };
	});
}

const textOf = (page) => page.words.map((word) => word.text).join(' ');

// Words that are cut by an edge of their page. The box of a word has room for the tallest letters of its font, so only
// its middle counts.
const cutWords = (pages) => pages.flatMap((page, index) => page.words
	.filter(({ left, top, right, bottom }) => left < -1 || right > page.width + 1 || top + (bottom - top) * .3 < 0 || bottom - (bottom - top) * .3 > page.height)
	.map((word) => `page ${index + 1}: "${word.text}" at ${[word.left, word.top, word.right, word.bottom].map(Math.round)} of ${page.width} x ${page.height}`));

// The times beside the rows of the tall diagram, which stand on the page once for each row.
const timesOf = (page) => page.evaluate(() => [...document.querySelectorAll('.packets-sequence svg:not(.strip) .row .time')].map((time) => time.textContent));

function expectTimes(pages, times) {
	const counted = (list) => list.reduce((counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1), new Map());
	const [wanted, found] = [counted(times), counted(pages.flatMap((page) => page.words.map((word) => word.text)))];
	expect(times.length >= 52, `${times.length} rows`);
	expectEqual([...wanted].filter(([time, count]) => (found.get(time) ?? 0) < count).map(([time]) => time), [], 'rows that are not on paper');
}

let hasPoppler = true;
try {
	execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
} catch {
	hasPoppler = false;
}

async function checkWords(name, body) {
	if (hasPoppler)
		await check(name, body);
	else
		skipCheck(name, 'no pdftotext: apt-get install poppler-utils');
}

async function checkPrint(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	let pdf;
	await check('print: one page a slide', async () => {
		expectEqual(await page.evaluate(() => document.querySelectorAll('.pdf-page').length),
			await page.evaluate(() => Reveal.getTotalSlides()), 'pages');
		pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
		expectEqual(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length,
			await page.evaluate(() => Reveal.getTotalSlides()), 'pages of the PDF');
	});
	await checkWords('print: each page has its slide, all of it', async () => {
		const pages = pagesOf(pdf);
		const titles = await page.evaluate(() => Reveal.getSlides().map((slide) => slide.querySelector('h1, h2')?.textContent ?? ''));
		expectEqual(titles.filter((title, index) => !textOf(pages[index]).replace(/\s/g, '').includes(title.replace(/\s/g, ''))), [], 'titles that are not on their pages');
		expectEqual(cutWords(pages), [], 'words that are cut');
		const end = textOf(pages[titles.indexOf('끝')]);
		expect(end.includes('하나') && end.includes('둘'), `steps that are not taken: ${end}`);
	});
	await check('print: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

async function checkTall(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
	await checkWords('print: a tall diagram goes on on more pages, with every row and remark', async () => {
		const pages = pagesOf(pdf);
		const strips = pages.filter((one) => textOf(one).startsWith('All steps'));
		expectTimes(strips, await timesOf(page));
		for (const [index, remark] of [[0, 'first remark'], [strips.length - 1, 'last remark']])
			expect(textOf(strips[index]).includes(remark), `no "${remark}" on ${textOf(strips[index])}`);
		expect(strips.some((one) => textOf(one).includes('remark in the middle')), 'a remark is not there');
		expect(textOf(pages.at(-1)).startsWith('After it'), `the last page is ${textOf(pages.at(-1)).slice(0, 80)}`);
		expectEqual(pages.length, strips.length + 3, 'pages');
		expectEqual(cutWords(pages), [], 'words that are cut');
	});
	await check('print: the parts of a tall diagram are about as tall as each other', async () => {
		const rows = await page.evaluate(() => [...document.querySelectorAll('.packets-sequence .diagram svg')].map((drawing) => drawing.querySelectorAll('.row').length));
		expect(rows.length > 2 && Math.min(...rows) > Math.max(...rows) / 2, `rows: ${rows}`);
	});
	await check('print: the parts of a slide have its number on the stage, and count its packets through', async () => {
		const footers = await page.evaluate(() => [...document.querySelectorAll('.pdf-page .slide-footer')].map((one) => [one.querySelector('.page').textContent, one.querySelector('.where').textContent]));
		const parts = footers.slice(0, -2);
		expect(parts.length > 2, `${parts.length} parts`);
		expectEqual(footers.map(([number]) => number), [...parts.map(() => '2'), '3', '4'], 'numbers');
		expectEqual(parts.filter(([, where]) => !where.endsWith(' / 52')), [], 'parts that count alone');
		expect(parts.at(-1)[1].endsWith(' 52 / 52'), `the last one is ${parts.at(-1)[1]}`);
	});
	await check('print: a tall diagram, no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// A title with a picture, a little more than a page of words; two lists; and a timeline of calls that needs two pages.
function full() {
	for (const name of ['sockets.pcap', 'sockets.calls.jsonl'])
		copyFileSync(join(top, 'pcaps', name), join(work, name));
	writeFileSync(join(work, 'large.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1100"><rect width="1400" height="1100" fill="teal"/></svg>');
	const callouts = ['todo', 'success', 'question', 'failure', 'note'].map((kind) => `> [!${kind}] ${kind}\n> a line\n\n`).join('');
	writeFileSync(join(work, 'full.md'), `---\ntitle: Full\nlang: en\ncaptures: {pingpong: pingpong.pcap, sockets: sockets.pcap}\npresenter: Somebody\n---\n# Full\n\n![A picture](large.svg)\n\nBelow it\n\n---\n\n## Callouts\n\n${callouts}`
		+ '---\n\n## Lists\n\n```packets\nshow: list\ncompare: [pingpong stream 0, pingpong stream 2]\n```\n\n'
		+ '---\n\n## Calls\n\n```packets sockets\nshow: calls\n```\n');
	return build(join(work, 'full.md'));
}

async function checkFull(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	await check('print: what is a little too long for a page gets smaller', async () => {
		const pages = await page.evaluate(() => [...document.querySelectorAll('.pdf-page')].map((one) => Math.round(one.offsetHeight / 720)));
		expectEqual(pages, [1, 1, 2, 1, 1], 'pages of each slide: all words of both lists need two, and two are the timeline');
		const cut = await page.evaluate(() => [...document.querySelectorAll('.pdf-page')].map((one) => one.querySelector('section').scrollHeight - one.offsetHeight));
		expect(cut.every((height) => height <= 1), `px of each slide that are below its page: ${cut}`);
	});
	await check('print: a timeline of calls continues on the next page, below heads of its own, and cuts no words', async () => {
		const { parts, numbers, rows, cut } = await page.evaluate(() => {
			const drawings = [...document.querySelectorAll('.packets-calls .diagram > svg')];
			const cut = drawings.flatMap((drawing) => {
				const outer = drawing.getBoundingClientRect(), top = drawing.querySelector('.heads .ground').getBoundingClientRect().bottom;
				return [...drawing.querySelectorAll('text')].filter((text) => !text.closest('.heads')).map((text) => [text.textContent, text.getBoundingClientRect()])
					.filter(([, { top: from, bottom: to }]) => [top, outer.bottom].some((y) => from + 3 < y && y < to - 3)).map(([words]) => words);
			});
			return { cut, rows: drawings.map((drawing) => [...drawing.querySelectorAll('.row')].map((row) => Number(row.dataset.frame))),
				parts: drawings.map((drawing) => drawing.closest('section').querySelector('h2').textContent), numbers: drawings.map((drawing) => drawing.closest('section').querySelector('.page').textContent) };
		});
		expectEqual([parts, numbers], [['Calls 1/2', 'Calls 2/2'], ['4', '4']], 'headings, page numbers');
		expectEqual([rows.flat(), cut], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], []], 'packets, words that are cut');
	});
	await check('print: a full page, no console error, no request', () => expectNoProblems(problems));
	await context.close();

	const own = await open(browser, file);
	await check("handout: the browser's own print has a timeline of calls in parts, below heads of their own", async () => {
		const [parts, left] = await own.page.evaluate(() => {
			dispatchEvent(new Event('beforeprint'));
			const parts = [...document.querySelectorAll('.packets-calls svg.strip')].map((strip) => [strip.querySelectorAll('.row').length, strip.querySelectorAll('.heads').length]);
			dispatchEvent(new Event('afterprint'));
			return [parts, document.querySelectorAll('.strip, .in-strips').length];
		});
		expectEqual([parts.length, parts.reduce((sum, [rows]) => sum + rows, 0), parts.every(([rows, heads]) => rows && heads === 1), left], [2, 10, true, 0], 'parts, their packets, heads, what stays');
	});
	await checkWords("handout: the browser's own print cuts no words of it", async () => {
		expectEqual(cutWords(pagesOf(await own.page.pdf({ format: 'A4' }))), [], 'words that are cut');
	});
	await own.context.close();
}

// Ctrl+P on the deck as it is: slides follow each other over the pages.
async function checkHandout(browser, file) {
	for (const [paper, options] of [['A4', { format: 'A4' }], ['Letter, landscape', { format: 'Letter', landscape: true }]]) {
		const { page, context, problems } = await open(browser, file);
		await page.keyboard.press('Space');
		const before = await page.evaluate(() => document.querySelector('.slides').outerHTML.length);
		const times = await timesOf(page);
		let pdf;
		await check(`handout, ${paper}: is printed, and the deck is as before`, async () => {
			pdf = await page.pdf({ ...options, margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } });
			expectEqual(await page.evaluate(() => [document.querySelectorAll('.strip, .in-strips').length, document.querySelector('.slides').outerHTML.length]), [0, before], 'strips that stay, size of the page');
		});
		await checkWords(`handout, ${paper}: every slide in order, every row of a tall diagram, every remark and step`, async () => {
			const pages = pagesOf(pdf);
			const text = pages.map(textOf).join(' ');
			expectTimes(pages, times);
			const order = ['Tall', 'All steps', 'first remark', 'remark in the middle', 'last remark', 'One of them', 'Window', 'After it', 'one', 'three'];
			let at = -1;
			for (const words of order) {
				const next = text.indexOf(words, at + 1);
				expect(next > at, `no "${words}" after the ones before it`);
				at = next;
			}
		});
		await checkWords(`handout, ${paper}: nothing is cut, and bytes fill no pages`, () => {
			const pages = pagesOf(pdf);
			expectEqual(cutWords(pages), [], 'words that are cut');
			expect(pages.length <= 11, `${pages.length} pages`);
			const heads = pages.filter((one) => /\bms\b/.test(textOf(one)));
			expect(heads.length > 2, 'no heads above the later parts');
		});
		await check(`handout, ${paper}: no console error, no request`, () => expectNoProblems(problems));
		await context.close();
	}
}

// Sequences with panels: with a remark on each packet, on one of them, on none, and on none below words.
function panels() {
	const block = (keys) => `\`\`\`packets pingpong\nstream: 0\nframes: 1-4\n${keys}\`\`\``;
	const slides = { Each: block('notes:\n  1: remark one\n  2: remark two\n  3: remark three\n  4: remark four\n'), Second: block('notes:\n  2: remark two\n'), None: block(''), 'Below words': `Words above it.\n\n${block('')}` };
	writeFileSync(join(work, 'panels.md'), `---\ntitle: Panels\nlang: en\ncaptures: {pingpong: pingpong.pcap}\n---\n# Panels\n\n---\n\n${Object.entries(slides).map(([name, text]) => `## ${name}\n\n${text}`).join('\n\n---\n\n')}\n`);
	return build(join(work, 'panels.md'));
}

async function checkPanels(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf&pdfSeparateFragments=true' });
	await check('print: a page for each step has the remark of its packet, and no other', async () => {
		const said = await page.evaluate(() => [...document.querySelectorAll('.pdf-page')].filter((one) => one.querySelector('.packets')).map((one) => [one.querySelector('.row.now').dataset.frame,
			...[...one.querySelectorAll('.side .remark')].filter((remark) => remark.checkVisibility({ visibilityProperty: true })).map((remark) => remark.dataset.frame)]));
		expectEqual(said, Array.from({ length: 16 }, (_, i) => [String(i % 4 + 1), String(i % 4 + 1)]), 'packets and remarks of pages');
	});
	await checkWords('print: a page for each step has one title of a packet', async () => {
		const pages = pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true })).slice(1);
		expectEqual(pages.map((one) => textOf(one).match(/#\d+ (?=SYN|ACK|GET)/g)?.map((title) => title.trim())), pages.map((_, i) => [`#${i % 4 + 1}`]), 'titles');
		expectEqual(pages.slice(0, 4).map((one) => textOf(one).match(/remark (one|two|three|four)/g)), [['remark one'], ['remark two'], ['remark three'], ['remark four']], 'remarks');
	});
	expectNoProblems(problems);
	await context.close();
	const whole = await open(browser, file, { query: '?print-pdf' });
	await check('print: a sequence that has no remarks stands in the middle of its page', async () => {
		const places = await whole.page.evaluate(() => [...document.querySelectorAll('.pdf-page')].slice(3).map((one) => {
			const at = one.querySelector('.hit').getBoundingClientRect(), paper = one.getBoundingClientRect();
			return [Math.round(at.left - paper.left), Math.round(paper.right - at.right)];
		}));
		expect(places.length === 2 && places.every(([left, right]) => Math.abs(left - right) < 30), JSON.stringify(places));
	});
	await whole.context.close();
	await checkWords('print: no page of --pdf=steps is empty', () => {
		build(join(top, 'slides/01-what-is-a-network.md'), '--pdf=steps');
		const pages = pagesOf(readFileSync(join(work, '01-what-is-a-network-steps.pdf')));
		expectEqual(pages.flatMap((one, i) => (textOf(one).trim() ? [] : [i + 1])), [], 'empty pages');
	});
}

await main(async (browser) => {
	const fixed = fixture();
	await checkPrint(browser, fixed);
	await checkLateReady(browser, fixed);
	const file = tall();
	await checkTall(browser, file);
	await checkPanels(browser, panels());
	await checkFull(browser, full());
	await checkHandout(browser, file);
});
