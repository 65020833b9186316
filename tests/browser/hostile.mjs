// Captures that want to be more than text: markup in DNS names, hosts, headers, a status line and a body
// with a line of 64 kB (tests/hostile.py). Every view shows it as text, in a deck and as an SVG.
//
//   node tests/browser/hostile.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, program, python, work } from './lib.mjs';

const DNS = '<script>alert(9)</script>."><img src', TARGET = 'GET /"><img/src=x/onerror=alert(1)>', STATUS = '200 <b class=injected>';

// What each view shows of the hostile text. Two views draw numbers only, and some have less room in an SVG.
const VIEWS = [
	{ view: 'sequence', select: 'frames: 1-12', shows: [DNS, TARGET, STATUS], args: ['--frames', '1-12'] },
	{ view: 'list', select: 'frames: 1-12', shows: [DNS, TARGET, STATUS], args: ['--frames', '1-12'], short: ['<script>alert(9)</scri', TARGET, STATUS] },
	{ view: 'packet', select: 'frames: 2', shows: ['</script><h1 class=injected>.example', DNS], args: ['--frames', '2'] },
	{ view: 'stack', select: 'frames: 6', shows: [TARGET, 'Host: <script>alert(2)</script>.example', 'Cookie: "><img src=x onerror=alert(5)>'], args: ['--frames', '6'] },
	{ view: 'segments', select: 'stream: 0', shows: [STATUS], args: ['--stream', '0'] },
	{ view: 'stream', select: 'stream: 0', shows: [TARGET, '</script><script>alert(3)</script><!--<script>', '</title><script>alert(6)</script>"><img src=x onerror=alert(7)>ZZZZZZ'], args: ['--stream', '0'] },
	{ view: 'connections', select: 'stream: 0', shows: [], args: ['--stream', '0'] },
	{ view: 'graph', select: 'stream: 0', shows: [], args: ['--stream', '0'] },
];

// Elements and attributes that only captured text could have made. Runs in the page.
const findInjected = () => [...document.querySelectorAll('.injected, img, iframe, svg svg, [onerror], [onload], [src]')].map((node) => node.outerHTML.slice(0, 80))
	.concat([...document.scripts].filter((script) => /alert\(\d+\)/.test(script.textContent) && script.type !== 'application/json').map((script) => script.textContent.slice(0, 80)));

async function checkFixture(browser, file) {
	const { page, context, problems } = await open(browser, file);
	await check('hostile bytes: shown as text, never as elements', async () => {
		await goTo(page, '적대적인 요청');
		const found = await page.evaluate(() => ({
			images: document.querySelectorAll('img').length,
			scripts: [...document.scripts].filter((script) => /alert\(\d\)/.test(script.textContent)
				&& script.type !== 'application/json').length,
			handlers: document.querySelectorAll('[onerror], [onload]').length,
			text: document.querySelector('.slides').textContent,
			title: document.title,
		}));
		expectEqual([found.images, found.scripts, found.handlers], [0, 0, 0], 'images, scripts, handlers');
		expect(found.text.includes('<script>alert(2)</script>'), 'the Host header is not readable');
		expectEqual(found.title, '브라우저 시험', 'title');
	});
	await check('hostile bytes: the deck holds them unchanged', async () => {
		await goTo(page, '적대적인 바이트');
		const saving = page.waitForEvent('download');
		await page.keyboard.press('d');
		const bytes = readFileSync(await (await saving).path(), 'latin1');
		expect(bytes.includes('</script><script>alert(3)</script><!--<script>'), 'bytes differ');
	});
	await check('hostile bytes: nothing ran', () => expectNoProblems(problems));
	await context.close();
}

function viewsDeck(capture) {
	const slide = ({ view, select }) => `---\n\n## In ${view}\n\n\`\`\`packets views\nshow: ${view}\n${select}\n\`\`\`\n\n`;
	writeFileSync(join(work, 'views.md'), `---\ntitle: Views\nlang: en\ncaptures: {views: ${capture}}\n---\n# Views\n\n${VIEWS.map(slide).join('')}`);
	return build(join(work, 'views.md'));
}

async function checkViews(browser, file) {
	const { page, context, problems } = await open(browser, file);
	for (const { view, shows } of VIEWS) {
		await check(`hostile ${view}: it is text on the slide, and in its table`, async () => {
			await goTo(page, new RegExp(`^In ${view}$`));
			const { seen, size } = await page.evaluate(() => {
				const block = Reveal.getCurrentSlide().querySelector('.packets');
				return { seen: block.textContent, size: block.getBoundingClientRect().height };
			});
			expect(size > 100, `it is ${size} px high`);
			for (const words of shows)
				expect(seen.replace(/\s+/g, ' ').includes(words), `no ${words} in ${seen.slice(0, 300)}`);
			expectEqual(await page.evaluate(findInjected), [], 'elements');
		});
	}
	await check('hostile packets: opened, each of their layers is text', async () => {
		const read = async (number, layer) => {
			await goTo(page, /^In list$/);
			await page.click(`section.present tr[data-frame="${number}"]`);
			await page.click(`dialog .crumbs button:has-text("${layer}")`);
			const words = await page.textContent('dialog');
			await page.evaluate(() => document.querySelectorAll('dialog [data-field]').forEach((cell) => cell.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))));
			expectEqual(await page.evaluate(findInjected), [], 'elements');
			await page.keyboard.press('Escape');
			return words;
		};
		expect((await read(1, 'DNS')).includes(DNS), 'no name in the question');
		expect((await read(2, 'DNS')).includes('</script><h1 class=injected>'), 'no name in the answer');
		const request = await read(6, 'HTTP');
		for (const words of ['<script>alert(2)</script>.example', '</script><script>alert(3)</script><!--<script>'])
			expect(request.includes(words), `no ${words} in ${request.slice(0, 500)}`);
		expect((await read(7, 'HTTP')).includes('text/<script>alert(8)</script>'), 'no type of the response');
	});
	await check('hostile views: nothing ran, nothing was asked for', () => expectNoProblems(problems));
	await context.close();
}

async function checkPictures(browser, capture) {
	for (const { view, shows, short, args } of VIEWS) {
		await check(`hostile ${view}: as an SVG in the browser it is text, and nothing runs`, async () => {
			const file = join(work, `${view}.svg`);
			writeFileSync(file, execFileSync(program, ['packets', capture, '--svg', '--show', view, ...args]));
			const { page, context, problems } = await open(browser, file);
			const { root, errors, seen, box } = await page.evaluate(() => ({ root: document.documentElement.localName,
				errors: document.getElementsByTagName('parsererror').length, seen: document.documentElement.textContent, box: document.documentElement.getBoundingClientRect().height }));
			expectEqual([root, errors], ['svg', 0], 'root, errors of the parser');
			expect(box > 100, `it is ${box} px high`);
			for (const words of short ?? shows)
				expect(seen.includes(words), `no ${words}`);
			expectEqual(await page.evaluate(() => [...document.querySelectorAll('script, image, foreignObject, a, use, .injected')].map((node) => node.localName)
				.concat([...document.querySelectorAll('*')].flatMap((node) => node.getAttributeNames().filter((name) => /^on|href|src/i.test(name))))), [], 'elements and attributes');
			expectNoProblems(problems);
			await context.close();
		});
	}
}

await main(async (browser) => {
	await checkFixture(browser, fixture({ longest: 60000 }));
	const capture = join(work, 'views.pcap');
	python('hostile.py', capture);
	await checkViews(browser, viewsDeck('views.pcap'));
	await checkPictures(browser, capture);
});
