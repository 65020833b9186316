// Raw HTML in a note, in the browser that reads the deck: each element, as prose mentions it and as an attacker would
// write it, in each place of a note. The deck has as many slides as the note, with their titles, and the text that
// follows is untouched. Nothing runs and nothing is requested, with and without JavaScript, and while the deck is
// printed. All host names lead to this machine, so that each request is seen.
//
//   node tests/browser/raw-html.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build, check, expect, expectEqual, expectNoProblems, main, open, program, top, work } from './lib.mjs';

const asked = [];
const listener = createServer((socket) => {
	asked.push('connection');
	socket.once('data', (data) => asked.push(data.toString('latin1').split('\r\n')[0]));
	socket.on('error', () => {});
	socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
});
await new Promise((done) => listener.listen(0, '127.0.0.1', done));
const there = `http://127.0.0.1:${listener.address().port}`;
const named = `http://elsewhere.example:${listener.address().port}`;

const NAMES = ('a abbr address applet area article aside audio b base basefont bgsound blink blockquote body br button canvas caption center '
	+ 'col colgroup command datalist dd details dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h6 head '
	+ 'header hr html iframe image img input isindex keygen label legend li link listing main map marquee math menu meta meter nav nobr noembed '
	+ 'noframes noscript object ol optgroup option p param picture plaintext portal pre progress q rb rp rt ruby script search section select slot '
	+ 'source span style sub summary svg table tbody td template textarea tfoot th thead title tr track tt ul var video wbr xmp String x-y').split(' ');

const FORMS = [(name) => `<${name}>`, (name) => `</${name}>`,
	(name) => `<${name} src="${there}/s" href="${named}/h" data="${there}/d" style="background: url(${there}/b)" onload="ran()" autofocus onfocus="ran()">`];

// Comments that end come before those that do not, which would rightly comment out the slides between them.
const OTHERS = ['-->', '<!--', '<!-- x', '<!x', '<?x', '<![CDATA[', ']]>', '</', '<', '<b', `<img src=${there}/i onerror=ran()`,
	`<meta http-equiv="refresh" content="0;url=${named}/meta">`, `<link rel="preconnect" href="${there}/">`, `<link rel="stylesheet" href="${there}/css">`,
	`<link rel="dns-prefetch" href="//elsewhere.example/">`, `<link rel="prefetch" href="${named}/pre">`, `<base href="${there}/">`,
	`<img srcset="${there}/a 1x, ${named}/b 2x">`, `<img src="${named}/i.png" srcset="${there}/j.png 2x" loading="eager">`, `<video poster="${there}/p" autoplay src="${there}/v"></video>`,
	`<audio autoplay><source src="${there}/a"></audio>`, `<object data="${named}/o"><embed src="${there}/e"></object>`, `<iframe srcdoc="<script>parent.ran()</script>"></iframe>`,
	`<iframe src="${there}/f"></iframe>`, '<iframe src="file:///etc/hostname"></iframe>', `<input type="image" src="${there}/n">`, `<table background="${there}/t"><tr><td>x</td></tr></table>`,
	`<body background="${there}/y">`, `<a href="javascript:ran()" ping="${there}/ping">x</a>`, `<svg><image href="${there}/z"/><script>ran()</script></svg>`, `<svg width="1"><use href="${there}/u"/></svg>`,
	`<math><maction xlink:href="javascript:ran()">x</maction></math>`, `<div style="background:url(${there}/1)">x</div>`, `<div style="background-image:image-set('${there}/2' 1x)">x</div>`,
	`<style>@import url(${there}/3);</style>`, `<style>\nbody { background: url(${there}/4) }\n</style>`, `<script src="${there}/5"></script>`, `<script>\nran()\n</script>`, `<portal src="${there}/6"></portal>`,
	`<form action="${there}/7"><button formaction="${there}/8">x</button></form>`, `<div id="packet-data" class="reveal slides present">x</div>`, `![](${there}/m.png)`, `[x]: ${there}/l`];

const PLACES = { line: (text) => text, sentence: (text) => `앞 ${text} 뒤`, item: (text) => `- ${text}\n- 뒤`, quote: (text) => `> ${text}\n> 뒤`, cell: (text) => `| ${text.replaceAll('|', '')} | b |\n|---|---|\n| c | ${text.replaceAll('|', '').split('\n')[0]} |`,
	callout: (text) => `> [!tip] ${text}\n> 뒤`, heading: (text) => `### ${text}`, note: (text) => `글\n\nnote: ${text}`, open: (text) => `<div>\n\n${text}\n\n뒤`, embed: (text) => `**${text}** *${text}* ==${text}==` };

const AFTER = '글 **굵게** `code`';
const texts = [...NAMES.flatMap((name) => FORMS.map((form) => form(name))), ...OTHERS].map((text) => text.replaceAll('\n---', ''));

// For each element a slide with it, and one behind it. An odd comment may be a mistake, which is reported and shown.
function deckOf(place, list) {
	const slides = list.map((text, index) => `## S${index}\n\n${PLACES[place](text)}\n\n---\n\n## N${index}\n\n${AFTER}\n`);
	writeFileSync(join(work, `${place}.md`), `---\ntitle: Raw\nlang: en\n---\n# Raw\n\n---\n\n${slides.join('\n---\n\n')}`);
	try {
		return build(join(work, `${place}.md`));
	} catch {
		return join(work, `${place}.html`); // a mistake is no reason to have none
	}
}

// Runs in a page: what the browser's parser makes of the deck, whose own scripts do not run.
const survey = (html) => {
	const deck = new DOMParser().parseFromString(html, 'text/html');
	const slides = [...deck.querySelectorAll('.slides > section')];
	const text = (node) => node?.textContent.trim().replace(/\s+/g, ' ');
	return {
		title: deck.title,
		ids: slides.map((slide) => slide.id),
		nested: deck.querySelectorAll('section section').length,
		outside: [...deck.querySelector('.slides').children, ...deck.body.children].filter((node) => !/^(section|script)$/.test(node.localName) && node.className !== 'reveal').length,
		after: slides.filter((slide) => /^n\d+$/.test(slide.id)).map((slide) => `${slide.children.length} ${text(slide)}`),
		headings: slides.slice(1).map((slide) => text(slide.querySelector('h2'))),
		never: [...deck.querySelectorAll('.slides :is(script, style, link, meta, base, title, iframe, object, embed, video, audio, form, input, button, select, textarea, svg, math, template, portal, frameset, img, source, [id]:not(section), [onload], [onerror], [srcset], [poster], [ping], [background])')].map((node) => node.outerHTML.slice(0, 90)),
		styles: [...deck.querySelectorAll('.slides [style]')].map((node) => node.getAttribute('style')).filter((style) => /url|position|image/.test(style)),
	};
};

const numbers = [...texts.keys()];

async function checkPlace(page, place) {
	const found = await page.evaluate(survey, readFileSync(deckOf(place, texts), 'utf-8'));
	await check(`raw HTML (${place}): slides are those of the note`, () => {
		const wanted = ['raw', ...numbers.flatMap((number) => [`s${number}`, `n${number}`])];
		expectEqual(wanted.filter((id) => !found.ids.includes(id)).map((id) => `${id} ${texts[id.slice(1)]}`), [], 'slides that are missing');
		expectEqual(found.ids, wanted, 'ids');
		expectEqual(found.headings, numbers.flatMap((number) => [`S${number}`, `N${number}`]), 'headings');
		expectEqual([found.title, found.nested, found.outside], ['Raw', 0, 0], 'title, slides in slides, elements beside them');
	});
	await check(`raw HTML (${place}): what follows is untouched`, () =>
		expectEqual(found.after.filter((words, number) => words !== `2 N${number} 글 굵게 code`), [], 'slides behind'));
	await check(`raw HTML (${place}): no element that a deck has not`, () =>
		expectEqual([...found.never, ...found.styles], [], 'elements and styles'));
}

async function checkPlaces(browser) {
	const context = await browser.newContext();
	const page = await context.newPage();
	for (const place of Object.keys(PLACES))
		await checkPlace(page, place);
	await context.close();
}

async function checkAsksNobody(browser) {
	const list = OTHERS.filter((text) => !text.startsWith('<!--'));
	writeFileSync(join(work, 'asks.md'), `---\ntitle: Asks\nlang: en\n---\n# Asks\n\n${list.map((text) => `${text}\n\n앞 ${text} 뒤\n`).join('\n')}`);
	const file = build(join(work, 'asks.md'));
	for (const javaScriptEnabled of [true, false]) {
		await check(`raw HTML: nobody is asked ${javaScriptEnabled ? '' : 'without JavaScript'}`, async () => {
			const { page, context, problems } = await open(browser, file, { context: { javaScriptEnabled } });
			await page.waitForLoadState('networkidle');
			expectEqual(page.url().split('#')[0], pathToFileURL(file).href, 'address');
			expectNoProblems(problems);
			expectEqual(asked, [], 'requests');
			await context.close();
		});
	}
	await check('raw HTML: nor while the deck is printed', () => {
		execFileSync(program, ['build', join(work, 'asks.md'), '-o', work, '--pdf', '--png'], { stdio: ['ignore', 'pipe', 'pipe'] });
		expect(readFileSync(join(work, 'asks.pdf')).length > 10000, 'the PDF is empty');
		expectEqual(asked, [], 'requests');
	});
	await check('raw HTML: nor by a template that asks, while its deck is printed', () => {
		const folder = join(work, 'templates');
		cpSync(join(top, 'templates'), folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
		const page = readFileSync(join(folder, 'deck.html'), 'utf-8');
		writeFileSync(join(folder, 'deck.html'), page.replace('{{policy}}', `<link rel="preconnect" href="${there}/"><link rel="stylesheet" href="${named}/css">`)
			.replace('{{slides}}', `{{slides}}<img src="${there}/i.png"><iframe src="${named}/f"></iframe>`));
		execFileSync(program, ['build', join(work, 'asks.md'), '-o', work, '--pdf', '--templates', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
		expectEqual(asked, [], 'requests');
	});
	await check('raw HTML: the same in a page of its own does ask', async () => {
		const bare = join(work, 'bare.html');
		writeFileSync(bare, `<!doctype html><link rel="preconnect" href="${there}/"><link rel="stylesheet" href="${named}/css"><img src="${there}/i.png"><iframe src="${named}/f"></iframe>`);
		const context = await browser.newContext();
		await (await context.newPage()).goto(pathToFileURL(bare).href);
		for (const path of ['/css', '/i.png', '/f'])
			expect(asked.some((line) => line.includes(path)), `no ${path} among ${asked.join(', ')}`);
		await context.close();
	});
}

await main(async (browser) => {
	await checkPlaces(browser);
	await checkAsksNobody(browser);
	listener.close();
}, '--host-resolver-rules=MAP * 127.0.0.1');
