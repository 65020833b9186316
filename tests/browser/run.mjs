// Opens decks that the real program built, from disk, in Debian's Chromium, and walks through them.
//
//   node tests/browser/run.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
//
// A deck fails on any console error, any page error, any request but the file itself, text that is
// too small for the back of a room, or text that is cut. One TAP line per check, then a line
// `N passed, N failed, N skipped`. Exit status 77 when there is no browser to test with.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync, copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkPictures } from './pictures.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const top = resolve(here, '../..');
const program = resolve(process.argv[2] ?? process.env.PCAPDECK ?? join(top, 'build/src/pcapdeck'));
const STAGE = { width: 1280, height: 720 };
const SMALLEST_TEXT = 18;

function skip(reason) {
	console.error(reason);
	process.exit(77);
}

const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'].find((path) => path && existsSync(path));
if (!browserPath)
	skip('no Chromium: apt-get install chromium');
if (!existsSync(join(here, 'node_modules/playwright-core')))
	skip('no playwright-core: npm ci --prefix tests/browser');
const { chromium } = await import('playwright-core');

const results = { passed: 0, failed: 0, skipped: 0 };

async function check(name, body) {
	const number = results.passed + results.failed + results.skipped + 1;
	try {
		await body();
		results.passed++;
		console.log(`ok ${number} - ${name}`);
	} catch (error) {
		results.failed++;
		console.log(`not ok ${number} - ${name}`);
		console.log(String(error.message ?? error).split('\n').map((line) => `  # ${line}`).join('\n'));
	}
}

function expect(condition, message) {
	if (!condition)
		throw new Error(message);
}

function expectEqual(actual, expected, what) {
	const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
	expect(a === b, `${what}: ${a}, expected ${b}`);
}

// --- decks ---

const work = mkdtempSync(join(tmpdir(), 'pcapdeck-browser-'));

function build(talk) {
	execFileSync(program, ['build', talk, '-o', work], { stdio: ['ignore', 'pipe', 'pipe'] });
	return join(work, talk.split('/').pop().replace(/\.md$/, '.html'));
}

function makeFixture() {
	copyFileSync(join(here, 'fixtures/talk.md'), join(work, 'talk.md'));
	const exchange = (file, ...bytes) => execFileSync('python3', [join(top, 'tests/exchange.py'), join(work, file), ...bytes]);
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	exchange('ping.pcap');
	exchange('hostile.pcap',
		'GET /"><img/src=x/onerror=alert(1)> HTTP/1.1\\r\\n'
		+ 'Host: <script>alert(2)</script>\\r\\n'
		+ 'User-Agent: </script><script>alert(3)</script><!--<script>\\r\\n'
		+ 'X-Style: </style><svg onload=alert(4)>\\xff\\xfe\\x80\\r\\n'
		+ 'X-Long: ' + 'Z'.repeat(60000) + '\\r\\n\\r\\n', // nearly as much as a packet can hold
		'HTTP/1.1 200 <b>OK</b>\\r\\nContent-Length: 34\\r\\n\\r\\n</title><script>alert(5)</script>\\n');
	return build(join(work, 'talk.md'));
}

// --- a page that remembers everything that must not happen ---

// Deck with the views that are pictures, of captures with trouble in them.
function makePictures() {
	execFileSync('python3', [join(top, 'tests/golden/traffic.py'), work]);
	execFileSync('python3', [join(top, 'tests/exchange.py'), join(work, 'ping.pcap')]);
	const talk = readFileSync(join(here, 'fixtures/pictures.md'), 'utf8');
	writeFileSync(join(work, 'pictures.md'), talk.replace('../pcaps', join(top, 'pcaps')));
	return build(join(work, 'pictures.md'));
}

async function open(browser, file, { query = '', context: contextOptions = {} } = {}) {
	const context = await browser.newContext({ viewport: STAGE, reducedMotion: 'reduce', ...contextOptions });
	const problems = [];
	const own = pathToFileURL(file).href;
	context.on('console', (message) => {
		if (['error', 'warning'].includes(message.type()))
			problems.push(`console ${message.type()}: ${message.text()}`);
	});
	context.on('weberror', (error) => problems.push(`page error: ${error.error()}`));
	context.on('dialog', (dialog) => {
		problems.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	context.on('request', (request) => {
		const url = request.url();
		if (!/^(data|blob):/.test(url) && url.split(/[?#]/)[0] !== own)
			problems.push(`request: ${url.slice(0, 200)}`);
	});
	const page = await context.newPage();
	await page.goto(own + query);
	if (contextOptions.javaScriptEnabled !== false)
		await page.waitForFunction(() => window.Reveal?.isReady());
	return { page, context, problems };
}

function expectNoProblems(problems) {
	expect(problems.length === 0, problems.slice(0, 8).join('\n'));
}

// Text of the current slide that is too small, outside the stage, or cut by a box around it. Runs in
// the page.
function findBadText({ smallest, width, height, root }) {
	const bad = [];
	const slide = root ? document.querySelector(root) : window.Reveal.getCurrentSlide();
	const stage = { left: 0, top: 0, right: width, bottom: height };
	const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const words = node.data.trim();
		const element = node.parentElement;
		if (!words || element.closest('aside.notes, title, desc, script, style, .sr-only, .visually-hidden')
			|| !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
			continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
		if (!boxes.length)
			continue;
		const where = `"${words.slice(0, 40)}" in <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;

		const svg = element.closest('svg');
		const matrix = svg ? element.getScreenCTM() : null;
		const html = svg ? null : element.closest('section');
		const scale = matrix ? Math.hypot(matrix.a, matrix.b)
			: html && html.offsetWidth ? html.getBoundingClientRect().width / html.offsetWidth : 1;
		const size = parseFloat(getComputedStyle(element).fontSize) * scale;
		if (size < smallest - 0.25)
			bad.push(`${size.toFixed(1)} px: ${where}`);

		// A long diagram follows its steps, bytes may be scrolled, an ellipsis says that there is more.
		const holder = element.closest('.diagram, .dump');
		if (getComputedStyle(element.closest('td, th, p, h1, h2, span, div')).textOverflow === 'ellipsis'
			|| (holder && /auto|scroll/.test(getComputedStyle(holder).overflowY)))
			continue;
		for (const box of boxes) {
			if (box.left < stage.left - 1 || box.right > stage.right + 1
				|| box.top < stage.top - 1 || box.bottom > stage.bottom + 1) {
				bad.push(`off the stage (${[box.left, box.top, box.right, box.bottom].map(Math.round)}): ${where}`);
				break;
			}
			let clip = null, isForReadersOnly = false;
			for (let parent = element; parent && parent !== slide.parentElement; parent = parent.parentElement) {
				const style = getComputedStyle(parent);
				if (style.overflowX === 'visible' && style.overflowY === 'visible')
					continue;
				const outer = parent.getBoundingClientRect();
				if (outer.width <= 1.5) // the usual way to hide from eyes but not from screen readers
					isForReadersOnly = true;
				if (box.left < outer.left - 2 || box.right > outer.right + 2
					|| box.top < outer.top - 3 || box.bottom > outer.bottom + 3)
					clip = parent;
			}
			if (clip && !isForReadersOnly) {
				bad.push(`cut by <${clip.tagName.toLowerCase()} class="${clip.getAttribute('class') ?? ''}">: ${where}`);
				break;
			}
		}
	}
	return bad;
}

const badText = (page) => page.evaluate(findBadText, { smallest: SMALLEST_TEXT, ...STAGE });

const position = (page) => page.evaluate(() => {
	const { h, v, f } = Reveal.getIndices();
	return [h, v ?? 0, f ?? -1].join('.');
});

// Walks the whole deck with `key`; returns what each step showed.
async function walk(page, key, visit) {
	const seen = new Set();
	for (let steps = 0; steps < 600; steps++) {
		const at = await position(page);
		expect(!seen.has(at), `${key} came to ${at} twice`);
		seen.add(at);
		await visit?.(at);
		if (await page.evaluate(() => Reveal.isLastSlide() && !Reveal.availableFragments().next))
			return seen;
		await page.keyboard.press(key);
	}
	throw new Error('the deck does not end');
}

async function checkDeck(browser, name, file) {
	const { page, context, problems } = await open(browser, file);
	const bad = new Map();
	let seen = new Set();
	await check(`${name}: Space walks through every slide and step`, async () => {
		seen = await walk(page, 'Space', async (at) => {
			for (const problem of await badText(page))
				bad.set(problem, bad.get(problem) ?? at);
		});
		const slides = new Set([...seen].map((at) => at.split('.').slice(0, 2).join('.')));
		expectEqual(slides.size, await page.evaluate(() => Reveal.getTotalSlides()), 'slides seen');
	});
	await check(`${name}: every text is at least ${SMALLEST_TEXT} px and whole`, () => {
		expect(bad.size === 0, [...bad].slice(0, 20).map(([problem, at]) => `slide ${at}: ${problem}`).join('\n'));
	});
	await check(`${name}: no console error, no page error, no request`, () => expectNoProblems(problems));
	await context.close();
}

// --- what the fixture's slides must do ---

async function goTo(page, title) {
	await page.evaluate((wanted) => {
		const slide = Reveal.getSlides().find((section) => section.querySelector('h1, h2')?.textContent.includes(wanted));
		const { h, v } = Reveal.getIndices(slide);
		Reveal.slide(h, v);
	}, title);
}

// A note as one writes for reading: no separator, code, and a slide with far too much on it.
async function checkNote(browser) {
	const many = (count) => Array.from({ length: count }, (_, i) => `문장 ${i + 1}은 소켓과 커널 버퍼 사이에서 일어나는 일을 말한다.\n`).join('\n');
	writeFileSync(join(work, 'note.md'), `# 노트\n\n## 코드\n\n\`\`\`c\nint fd = socket(AF_INET, SOCK_STREAM, 0);\nreturn "<b>"; // </script>\n\`\`\`\n\n`
		+ `\`\`\`nonsense\nint x;\n\`\`\`\n\n## 조금 많다\n\n${many(13)}\n## 아주 많다\n\n${many(60)}`);
	const { page, context, problems } = await open(browser, build(join(work, 'note.md')));
	await check('note: its headings begin slides', async () =>
		expectEqual(await page.evaluate(() => Reveal.getTotalSlides()), 4, 'slides'));
	await check('note: code is coloured, its text unchanged', async () => {
		await goTo(page, '코드');
		const [known, unknown] = await page.evaluate(() => [...document.querySelectorAll('pre > code')]
			.map((code) => [code.textContent, code.querySelectorAll('span').length]));
		expect(known[0].includes('return "<b>"; // </script>'), `the code reads ${known[0]}`);
		expect(known[1] >= 3, `${known[1]} coloured pieces`);
		expectEqual(unknown[1], 0, 'coloured pieces of a language that nobody knows');
	});
	await check('note: a slide with too many words gets smaller, and all of it is seen', async () => {
		await goTo(page, '조금 많다');
		expect(!await page.evaluate(() => Reveal.getCurrentSlide().classList.contains('long')), 'it has to be scrolled');
		const bad = await page.evaluate(findBadText, { smallest: SMALLEST_TEXT, ...STAGE });
		expect(bad.length === 0, bad.slice(0, 5).join('\n'));
	});
	await check('note: a slide with far too many words can be scrolled, and is not too small', async () => {
		await goTo(page, '아주 많다');
		const { overflow, size } = await page.evaluate(() => {
			const section = Reveal.getCurrentSlide(), text = section.querySelector('p');
			return { overflow: getComputedStyle(section).overflowY, size: text.getBoundingClientRect().height };
		});
		expectEqual(overflow, 'auto', 'overflow');
		expect(size >= SMALLEST_TEXT, `a line is ${size} px high`);
	});
	await check('note: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// What Obsidian's users write, as it looks: callouts of all kinds, tasks, TeX, another note; remarks without steps.
async function checkDialect(browser) {
	const kinds = ['note', 'abstract', 'info', 'todo', 'tip', 'success', 'question', 'warning', 'failure', 'danger', 'bug', 'example', 'quote'];
	const callouts = (some) => some.map((kind) => `> [!${kind}]\n\n`).join('');
	writeFileSync(join(work, 'other.md'), '# 다른 노트\n\n## 절\n\n다른 노트의 **글(text)**이다.\n\n## 안 보일 절\n');
	writeFileSync(join(work, 'dialect.md'), `---\ntitle: 방언\ncaptures: {ping: ping.pcap}\n---\n# 콜아웃\n\n${callouts(kinds.slice(0, 7))}\n`
		+ `---\n\n# 다른 콜아웃\n\n${callouts(kinds.slice(7))}> [!tip]- 접힌\n> 글\n\n`
		+ '---\n\n# 할 일\n\n- [x] 밖\n  - [ ] 안\n\n$RTT_{new}$과\n\n$$\na_1 * b_1 \\\\\n- c\n$$\n\n'
		+ '---\n\n# 다른 글\n\n앞^[각주다.]\n\n![[other#절]]\n\n'
		+ '---\n\n# 멈춘 그림\n\n```packets\nframes: 1-3\nstep: none\nnotes:\n  1: 하나\n  2: 둘\n```\n');
	const file = build(join(work, 'dialect.md'));
	await checkDeck(browser, 'dialect', file);
	const { page, context, problems } = await open(browser, file);
	const current = (body) => page.evaluate(body);
	await check('dialect: each kind of callout has a sign, and none is read aloud', async () => {
		const signs = await current(() => [...document.querySelectorAll('.callout-title')].map((title) => getComputedStyle(title, '::before').content));
		expectEqual(signs.length, 14, 'callouts');
		expect(new Set(signs).size >= 11 && signs.every((sign) => sign.endsWith('/ ""')), `signs: ${signs.join(' ')}`);
	});
	await check('dialect: a task inside a task stands further in', async () => {
		await goTo(page, '할 일');
		const [outer, inner] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('li.task > input')].map((box) => box.getBoundingClientRect().left));
		expect(inner - outer > 20, `boxes at ${outer} and ${inner}`);
	});
	await check('dialect: TeX keeps its lines, and its signs', async () => {
		const [line, block] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('code.math')].map((code) => code.innerText));
		expectEqual([line, block], ['RTT_{new}', 'a_1 * b_1 \\\\\n- c'], 'TeX');
	});
	await check('dialect: an embedded heading is smaller than that of the slide', async () => {
		await goTo(page, '다른 글');
		const [own, other] = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('h1, h2')].map((one) => parseFloat(getComputedStyle(one).fontSize)));
		expect(other < own, `${other} px below ${own} px`);
		expect(!await current(() => Reveal.getCurrentSlide().innerText.includes('안 보일')), 'it holds more than the section');
	});
	await check('dialect: without steps all remarks are seen', async () => {
		await goTo(page, '멈춘 그림');
		const remarks = await current(() => [...Reveal.getCurrentSlide().querySelectorAll('.remark')].map((remark) => ({
			isVisible: getComputedStyle(remark).visibility === 'visible', top: remark.getBoundingClientRect().top, bottom: remark.getBoundingClientRect().bottom })));
		expectEqual(remarks.map((remark) => remark.isVisible), [true, true], 'visible');
		expect(remarks[0].bottom <= remarks[1].top, 'one lies on the other');
	});
	await check('dialect: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

async function checkFixture(browser, file) {
	const { page, context, problems } = await open(browser, file);

	await check('title slide: made from the front matter', async () => {
		const text = await page.evaluate(() => Reveal.getSlides()[0].innerText);
		for (const word of ['브라우저 시험', '시험', '2025-01-01', '소켓 두 개가'])
			expect(text.includes(word), `no "${word}" on the title slide`);
	});
	await check('title slide: stands in its place before reveal.js has started', async () => {
		const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
		const opened = await context.newPage();
		const title = () => {
			const { left, top, width, height } = document.querySelector('.slides h1').getBoundingClientRect();
			return [left, top, width, height].map(Math.round);
		};
		await opened.addInitScript(`addEventListener('DOMContentLoaded', () => {
			window.opening = document.documentElement.classList.contains('opening') && (${title})();
		})`);
		await opened.goto(pathToFileURL(file).href);
		await opened.waitForFunction(() => window.Reveal?.isReady());
		const [before, after] = [await opened.evaluate(() => window.opening), await opened.evaluate(title)];
		expect(before && after.every((edge, i) => Math.abs(edge - before[i]) <= 1),
			`the title's box moves from ${before} to ${after}`);
		await context.close();
	});
	await check('values: port and sequence number stand in the prose', async () => {
		await goTo(page, '목록으로');
		const text = await page.evaluate(() => Reveal.getCurrentSlide().innerText);
		expect(text.includes('40001') && text.includes('1687121203'), text);
	});
	await check('sequence: the handshake has two lanes and a row per packet', async () => {
		await goTo(page, '열한 개의');
		const picture = await page.evaluate(() => {
			const slide = Reveal.getCurrentSlide();
			return {
				lanes: slide.querySelectorAll('svg .lane').length,
				rows: [...slide.querySelectorAll('svg .row')].map((row) => row.dataset.frame),
				text: slide.querySelector('svg').textContent,
			};
		});
		expectEqual(picture.lanes, 2, 'lanes');
		expectEqual(picture.rows, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'], 'rows');
		expect(/40001/.test(picture.text) && /8080/.test(picture.text), 'lanes name their ports');
	});
	await check('sequence: a step for each packet after the first', async () => {
		await goTo(page, '열한 개의');
		expectEqual(await page.evaluate(() => new Set([...Reveal.getCurrentSlide().querySelectorAll('.fragment')]
			.map((fragment) => fragment.dataset.fragmentIndex)).size), 10, 'steps');
	});
	await check('fixture: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// Enter, Down or a click on the current packet opens its headers and bytes; whatever closes them comes
// back to the same step; what moves on moves by one step and never into a detail.
async function checkDetails(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const detail = page.locator('dialog.packet-detail[open]');
	await goTo(page, '열한 개의');
	for (let i = 0; i < 3; i++)
		await page.keyboard.press('ArrowRight');
	const at = await position(page);
	const expectOpen = async (isOpen, what) => {
		await page.waitForTimeout(50);
		expectEqual(await detail.count(), isOpen ? 1 : 0, `${what}: open details`);
		expectEqual(await position(page), at, `${what}: the step`);
	};

	await check('detail: the keyboard opens it and comes back to the same step', async () => {
		for (const [opening, closing] of [['Enter', 'Escape'], ['ArrowDown', 'ArrowUp'], ['Enter', 'ArrowUp'], ['ArrowDown', 'Escape']]) {
			await page.keyboard.press(opening);
			await expectOpen(true, opening);
			await page.keyboard.press(closing);
			await expectOpen(false, `${opening}, ${closing}`);
		}
	});
	await check('detail: the mouse opens it and closes it', async () => {
		await page.locator('section.present .row.now .hit').click();
		await expectOpen(true, 'a click on the current packet');
		await detail.locator('button.close').click();
		await expectOpen(false, 'a click on close');
	});
	await check('detail: shows the headers, the bytes and no small or cut text', async () => {
		await page.keyboard.press('Enter');
		const text = (await detail.innerText()).replace(/\u2009/g, '');
		for (const word of ['#4', '8080', '40001'])
			expect(text.includes(word), `no "${word}" in the detail`);
		const bytes = await detail.evaluate((dialog) => dialog.querySelectorAll('[data-byte]').length);
		expect(bytes >= 98, `${bytes} bytes are shown of 98`);
		const bad = await page.evaluate(findBadText, { smallest: SMALLEST_TEXT, ...STAGE, root: 'dialog.packet-detail' });
		expect(bad.length === 0, bad.slice(0, 12).join('\n'));
		await page.keyboard.press('Escape');
	});
	await check('detail: Space in it goes on by one step', async () => {
		await page.keyboard.press('Enter');
		await page.keyboard.press('Space');
		expectEqual(await detail.count(), 0, 'open details');
		const [before, after] = [at, await position(page)].map((text) => text.split('.').map(Number));
		expectEqual(after, [before[0], before[1], before[2] + 1], 'the step after');
		await page.keyboard.press('ArrowLeft');
		expectEqual(await position(page), at, 'the step before');
	});
	await check('detail: a click on another packet steps there', async () => {
		await page.locator('section.present .row[data-frame="2"] .hit').click();
		await page.waitForTimeout(50);
		expectEqual(await page.locator('section.present .row.now').getAttribute('data-frame'), '2', 'the current packet');
		expectEqual(await detail.count(), 0, 'open details');
	});
	await check('detail: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

async function checkHostile(browser, file) {
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
	await check('hostile bytes: the data island holds them unchanged', async () => {
		const bytes = await page.evaluate(() => atob(JSON.parse(document.getElementById('packet-data').textContent)
			.captures.hostile.frames['4'].bytes));
		expect(bytes.includes('</script><script>alert(3)</script><!--<script>'), 'bytes differ');
	});
	await check('hostile bytes: nothing ran', () => expectNoProblems(problems));
	await context.close();
}

// What was said, the graph, and two side by side.
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

// What a detail says, and how others than the keyboard leave it.
async function checkReading(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const isOpen = () => page.evaluate(() => document.querySelector('dialog.packet-detail[open]') !== null);
	const current = () => page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now')?.dataset.frame);
	await goTo(page, '열한 개의');
	await page.keyboard.press('Space');

	await check('detail: Backspace comes back, too', async () => {
		const before = await position(page);
		await page.keyboard.press('Enter');
		expect((await page.textContent('dialog h2')).includes('#2'), 'another packet was opened');
		await page.keyboard.press('Backspace');
		expectEqual([await isOpen(), await position(page)], [false, before], 'open, position');
	});
	await check('detail: next closes it and moves on, previous only closes it', async () => {
		await page.keyboard.press('Enter');
		await page.keyboard.press('PageDown');
		expectEqual([await isOpen(), await current()], [false, '3'], 'open, packet');
		await page.keyboard.press('Enter');
		await page.keyboard.press('PageUp');
		expectEqual([await isOpen(), await current()], [false, '3'], 'open, packet');
		await page.keyboard.press('Enter');
		await page.evaluate(() => Reveal.next()); // the speaker view, from its window
		expectEqual([await isOpen(), await current()], [false, '4'], 'open, packet');
	});
	await check('detail: a field lights up its bytes and says what it is', async () => {
		await page.keyboard.press('Enter');
		await page.hover('dialog .cell:has-text("Window")');
		const lit = await page.evaluate(() => [...document.querySelectorAll('dialog .hex .lit')].map((byte) => byte.dataset.byte));
		expectEqual(lit, ['48', '49'], 'bytes');
		expect((await page.textContent('dialog .sentence')).includes('수신 버퍼'), `another sentence: ${await page.textContent('dialog .sentence')}`);
		await page.hover('dialog .hex [data-byte="34"]');
		expect(await page.evaluate(() => document.querySelector('dialog .cell.lit').textContent.startsWith('Source Port')), 'byte 34 is the source port');
		await page.click('dialog .crumbs button:nth-child(2)');
		expect(await page.evaluate(() => document.querySelector('dialog .header-map').textContent.includes('TTL')), 'no IPv4 header');
	});
	await page.keyboard.press('Escape');
	await check('detail: a packet of a list opens, too', async () => {
		await goTo(page, '목록으로');
		await page.click('section.present tr[data-frame="4"]');
		expect((await page.textContent('dialog h2')).includes('#4'), 'another packet');
		await page.keyboard.press('Escape');
		expect(!await isOpen(), 'it did not close');
	});
	await check('detail: no console error, no request, after all this', () => expectNoProblems(problems));
	await context.close();
}

// A fold is one step, and opens: its list, then a packet of it, and back the same way.
async function checkFolds(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const state = () => page.evaluate(() => ({
		list: document.querySelectorAll('dialog.fold-detail[open] tr[data-frame]').length,
		packet: document.querySelector('dialog.packet-detail[open]:not(.fold-detail) h2')?.textContent.match(/#\d+/)[0] ?? null,
		focus: document.activeElement?.dataset.frame ?? null,
	}));
	await goTo(page, '긴 답은 접힌다');
	const fold = await page.evaluate(() => {
		const rows = [...Reveal.getCurrentSlide().querySelectorAll('.row')];
		const index = rows.findIndex((row) => row.dataset.last);
		const { frame, last } = rows[index].dataset;
		return { index, rows: rows.length, frame, last, chip: rows[index].querySelector('.chip-text').textContent };
	});
	await check('fold: the reply is one row of several packets', () => {
		expect(/^11 × 1448바이트$/.test(fold.chip), `the chip says ${fold.chip}`);
		expect(fold.rows < 15 && Number(fold.last) - Number(fold.frame) > 10, JSON.stringify(fold));
	});
	await check('fold: it is one step', async () => {
		for (let i = 0; i < fold.index; i++)
			await page.keyboard.press('Space');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now').dataset.frame), fold.frame, 'the current row');
		expectEqual(await page.evaluate(() => Reveal.getCurrentSlide().querySelectorAll('.fragment').length), fold.rows - 1, 'steps');
	});
	const at = await position(page);
	await check('fold: Enter opens the list, then a packet of it; Escape goes back the same way', async () => {
		await page.keyboard.press('Enter');
		const list = await state();
		expect(list.list > 10 && list.focus === fold.frame, JSON.stringify(list));
		await page.keyboard.press('ArrowDown');
		const second = (await state()).focus;
		expect(Number(second) > Number(fold.frame), `the focus went to ${second}`);
		await page.keyboard.press('Enter');
		expectEqual(await state().then(({ list: lines, packet }) => [lines, packet]), [0, '#' + second], 'the packet');
		await page.keyboard.press('Escape');
		expectEqual(await state(), { ...list, focus: second }, 'the list again');
		await page.keyboard.press('Escape');
		expectEqual([await state(), await position(page)], [{ list: 0, packet: null, focus: fold.frame }, at], 'the slide again');
	});
	await check('fold: a click opens the list, too; next leaves it by one step', async () => {
		await page.locator('section.present .row.now .hit').click();
		expect((await state()).list > 10, 'no list');
		const bad = await page.evaluate(findBadText, { smallest: SMALLEST_TEXT, ...STAGE, root: 'dialog.fold-detail .heading' });
		expect(bad.length === 0, bad.join('\n'));
		await page.keyboard.press('PageDown');
		expectEqual((await state()).list, 0, 'lines');
		expectEqual(Number((await position(page)).split('.')[2]), Number(at.split('.')[2]) + 1, 'the step');
	});
	await check('fold: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// Every packet of a diagram that is taller than a slide is on one slide, whole, below heads of its own.
async function checkStrips(browser, file) {
	const partsOf = () => {
		const slides = [...document.querySelectorAll('.slides section')].filter((section) => section.querySelector('h2')?.textContent.startsWith('접지 않은'));
		return slides.map((section) => {
			const drawing = section.querySelector('svg.ladder'), view = drawing.viewBox.baseVal;
			const rows = [...drawing.querySelectorAll('.row')];
			return {
				id: section.id,
				frames: rows.map((row) => Number(row.dataset.frame)),
				isWhole: rows.every((row) => {
					const [y, height] = ['y', 'height'].map((name) => Number(row.querySelector('.chip').getAttribute(name)));
					return y >= view.y + Number(drawing.querySelector('.heads .head').getAttribute('height')) && y + height <= view.y + view.height;
				}),
				height: view.height,
			};
		});
	};
	for (const query of ['', '?print-pdf']) {
		const { page, context, problems } = await open(browser, file, { query });
		await check(`tall diagram${query}: goes on on the next slide, cut between rows`, async () => {
			if (query)
				await page.waitForFunction(() => document.querySelectorAll('.pdf-page').length > 0, null, { timeout: 20000 });
			const parts = await page.evaluate(partsOf);
			expect(parts.length > 2, `${parts.length} slides`);
			expectEqual(parts.flatMap((part) => part.frames), Array.from({ length: 52 }, (_, index) => index + 1), 'frames');
			expect(new Set(parts.map((part) => part.id)).size === parts.length, 'two slides have the same id');
			for (const part of parts)
				expect(part.isWhole && part.height < 600, JSON.stringify(part));
		});
		await check(`tall diagram${query}: no console error, no request`, () => expectNoProblems(problems));
		await context.close();
	}
}

// Fields, bytes and sentences: in Korean, named by what is seen, and spoken.
async function checkFields(browser, file) {
	const { page, context } = await open(browser, file);
	await goTo(page, '한 패킷을 가까이');
	await check('fields: a cell is called what it shows', async () => {
		const wrong = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.cell')]
			.filter((cell) => cell.hasAttribute('aria-label') || !cell.textContent.trim()).length);
		expectEqual(wrong, 0, 'cells with another name');
		expectEqual(await page.getAttribute('section.present .sentence', 'aria-live'), 'polite', 'aria-live');
	});
	await check('fields: each says a sentence, and no English word of a value is left', async () => {
		const said = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.cell')].map((cell) => {
			cell.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
			return Reveal.getCurrentSlide().querySelector('.sentence').textContent;
		}));
		expect(said.length >= 10, `${said.length} cells`);
		for (const sentence of said)
			expect(/다[.:]|다\(|다\. /.test(sentence), `no sentence: ${sentence}`);
		const words = await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.header-map').textContent);
		expect(!/permitted|multiply|bytes|Not set/.test(words), words);
	});
	await context.close();
}

async function checkSteps(browser, file) {
	const { page, context } = await open(browser, file);
	await check('steps: the current packet, its remark and its flags are shown, later ones are faint', async () => {
		await goTo(page, '열한 개의');
		const seen = () => page.evaluate(() => {
			const slide = Reveal.getCurrentSlide();
			return {
				now: slide.querySelector('.row.now').dataset.frame,
				later: slide.querySelectorAll('.row.later').length,
				remark: slide.querySelector('.remark.now').dataset.frame,
				visible: [...slide.querySelectorAll('.remark')].filter((remark) => getComputedStyle(remark).visibility === 'visible').length,
				bits: [...slide.querySelectorAll('.bits span')].map((bit) => bit.textContent).join(''),
				where: slide.querySelector('.where').textContent,
			};
		});
		expectEqual(await seen(), { now: '1', later: 10, remark: '1', visible: 1, bits: '00000010', where: 'ping.pcap · tcp.stream 0 · 1 / 11' }, 'first');
		await page.keyboard.press('Space');
		expectEqual(await seen(), { now: '2', later: 9, remark: '2', visible: 1, bits: '00010010', where: 'ping.pcap · tcp.stream 0 · 2 / 11' }, 'second');
		await page.keyboard.press('ArrowLeft');
		expectEqual((await seen()).now, '1', 'back');
	});
	await check('steps: nothing moves when a step is taken', async () => {
		const places = () => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.row text, .row rect, .facts')].map((shape) => {
			const box = shape.getBoundingClientRect();
			return [box.left, box.top].map(Math.round).join();
		}).join(' '));
		const before = await places();
		await page.keyboard.press('Space');
		expectEqual(await places(), before, 'places');
	});
	await context.close();
}

async function checkSpeakerView(browser, file) {
	const { page, context, problems } = await open(browser, file);
	await check('speaker view: opens, connects and shows the notes', async () => {
		const [view] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('s')]);
		await view.waitForFunction(() => document.querySelector('#connection-status')?.style.display === 'none',
			null, { timeout: 15000 });
		await view.waitForFunction(() => document.querySelector('.speaker-controls-notes .value')
			?.textContent.includes('첫 장의 노트'), null, { timeout: 20000 });
		await page.keyboard.press('Space');
		await view.waitForFunction(() => document.querySelector('.speaker-controls-notes .value')
			?.textContent.includes('한 걸음씩'), null, { timeout: 20000 });
	});
	await check('speaker view: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

async function checkWithoutScripts(browser, file) {
	const { page, context } = await open(browser, file, { context: { javaScriptEnabled: false } });
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
	await context.close();
}

async function checkPhone(browser, file) {
	const { page, context, problems } = await open(browser, file,
		{ context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await check('phone: the slides follow each other in one column', async () => {
		expect(await page.evaluate(() => Reveal.isScrollView()), 'it is no scroll view');
		const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
		expect(widths[0] <= widths[1], `it is ${widths[0]} wide on a screen of ${widths[1]}`);
		await page.evaluate(() => {
			const view = document.querySelector('.reveal-viewport');
			view.scrollTop = view.scrollHeight;
		});
		await page.waitForFunction(() => Reveal.isLastSlide());
	});
	await check('phone: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

async function checkPrint(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	await check('print: one page a slide', async () => {
		await page.waitForFunction(() => document.querySelectorAll('.pdf-page').length > 0, null, { timeout: 10000 });
		expectEqual(await page.evaluate(() => document.querySelectorAll('.pdf-page').length),
			await page.evaluate(() => Reveal.getTotalSlides()), 'pages');
		const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
		expectEqual(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length,
			await page.evaluate(() => Reveal.getTotalSlides()), 'pages of the PDF');
	});
	await check('print: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

// --- all of it ---

const browser = await chromium.launch({
	executablePath: browserPath,
	args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
	let fixture;
	await check('build: the fixture', () => {
		fixture = makeFixture();
	});
	if (fixture) {
		await checkDeck(browser, 'fixture', fixture);
		await checkFixture(browser, fixture);
		await checkDetails(browser, fixture);
		await checkHostile(browser, fixture);
		await checkViews(browser, fixture);
		await checkSteps(browser, fixture);
		await checkFolds(browser, fixture);
		await checkStrips(browser, fixture);
		await checkFields(browser, fixture);
		await checkReading(browser, fixture);
		await checkSpeakerView(browser, fixture);
		await checkWithoutScripts(browser, fixture);
		await checkPhone(browser, fixture);
		await checkPrint(browser, fixture);
		await checkNote(browser);
		await checkDialect(browser);
	}
	let pictures;
	await check('build: the pictures', () => {
		pictures = makePictures();
	});
	if (pictures) {
		await checkDeck(browser, 'pictures', pictures);
		await checkPictures(browser, pictures, { open, check, expect, expectEqual, expectNoProblems });
	}
	const slides = join(top, 'slides');
	const talks = existsSync(slides) ? readdirSync(slides).filter((name) => /^\d.*\.md$/.test(name)).sort() : [];
	for (const talk of talks) {
		let deck;
		await check(`build: slides/${talk}`, () => {
			deck = build(join(slides, talk));
		});
		if (deck)
			await checkDeck(browser, talk, deck);
	}
} finally {
	await browser.close();
	rmSync(work, { recursive: true, force: true });
}
console.log(`1..${results.passed + results.failed + results.skipped}`);
console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
process.exit(results.failed ? 1 : 0);
