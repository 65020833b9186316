// What the colors of packets mean: a slide says it in words, of the kinds that are on it, or names Wireshark's rules.
//
//   node tests/browser/colors.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { badText } from './bad-text.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, python, top, work } from './lib.mjs';

const block = (title, capture, body) => `---\n\n## ${title}\n\n\`\`\`packets ${capture}\n${body}\n\`\`\`\n\n`;

function deck(lang, head = '') {
	for (const name of ['pingpong', 'abort'])
		copyFileSync(join(top, `pcaps/${name}.pcap`), join(work, `${name}.pcap`));
	python('golden/traffic.py', work);
	const file = join(work, `colors-${lang}${head ? '-head' : ''}.md`);
	writeFileSync(file, `---\ntitle: Colors\nlang: ${lang}\n${head}captures: {pingpong: pingpong.pcap, abort: abort.pcap, trouble: trouble.pcap, twice: twice.pcap}\n---\n\nfirst\n\n`
		+ block('Ping', 'pingpong', 'stream: 0')
		+ block('Abort', 'abort', 'step: none')
		+ block('Trouble', 'trouble', 'stream: 0\nstep: none\nfold: true')
		+ block('Message', 'pingpong', 'stream: 1\nshow: segments')
		+ block('Boxes', 'pingpong', 'frames: 4\nshow: stack')
		+ block('Both', 'pingpong', 'compare: [pingpong stream 0, abort stream 0]')
		+ block('Rows', 'pingpong', 'stream: 0\nshow: list')
		+ block('Times', 'pingpong', 'stream: 1\nshow: graph')
		+ block('Rules', 'abort', 'colors: wireshark')
		+ block('Folds', 'pingpong', 'stream: 1\nframes: 16-35\nfold: true')
		+ block('Copies', 'twice', 'frames: 13-14\ncolors: wireshark')
		+ block('Long', 'pingpong', 'stream: 1\nstep: none'));
	return build(file);
}

const WORDS = {
	ko: { handshake: '핸드셰이크', data: '데이터', ack: 'ACK만', close: '종료', reset: '리셋(RST)', trouble: '이상 징후' },
	en: { handshake: 'handshake', data: 'data', ack: 'only ACK', close: 'close', reset: 'reset', trouble: 'trouble' },
};
const SLIDES = {
	Ping: ['handshake', 'data', 'ack', 'close'],
	Abort: ['handshake', 'data', 'ack', 'reset'],
	Message: ['data'],
	Boxes: ['data'],
	Both: ['handshake', 'data', 'ack', 'close', 'reset'],
	Rows: [],
	Times: [],
};

const legend = (page) => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.color-legend li')].filter((one) => one.checkVisibility()).map((one) => one.textContent));

// The classes of the colors that pictures of the slide have, and those that its legend has.
const classes = (page) => page.evaluate(() => {
	const slide = Reveal.getCurrentSlide(), own = (node) => [...node.classList].find((name) => name.startsWith('rule-'));
	const drawn = [...slide.querySelectorAll('.ladder .row, .segments .row, .stack .row')].map(own);
	return [drawn, [...slide.querySelectorAll('.color-legend li')].map(own)].map((all) => [...new Set(all)].sort());
});

async function checkLegends(browser, lang) {
	const { page, context, problems } = await open(browser, deck(lang));
	for (const [title, kinds] of Object.entries(SLIDES)) {
		await check(`${lang}, ${title}: the slide has words for the colors that are on it`, async () => {
			await goTo(page, title);
			expectEqual(await legend(page), kinds.map((kind) => WORDS[lang][kind]), 'legend');
			const [drawn, said] = await classes(page);
			if (kinds.length)
				expectEqual(said, drawn, 'colors');
			expectEqual((await badText(page)).slice(0, 3), [], 'bad text');
		});
	}
	await check(`${lang}: no legend names a color that only a fold, or another part, has`, async () => {
		const parts = await page.$$eval('section > h2', (heads) => heads.map((head) => head.textContent));
		const titles = parts.filter((title) => /^(Folds|Copies|Long)/.test(title));
		expect(titles.length > 4, titles.join());
		for (const title of titles) {
			await goTo(page, title);
			const [drawn, said] = await classes(page);
			expectEqual(said, drawn, title);
		}
	});
	await check(`${lang}: trouble has another line, too`, async () => {
		await goTo(page, 'Trouble');
		expect((await legend(page)).includes(WORDS[lang].trouble), await legend(page));
		const lines = await page.evaluate(() => {
			const style = (selector, name) => getComputedStyle(Reveal.getCurrentSlide().querySelector(selector))[name];
			return [style('.row.rule-kind-trouble:not(.copy) .wire', 'strokeDasharray'), style('.row.rule-kind-data .wire', 'strokeDasharray'), style('.color-legend .rule-kind-trouble', 'outlineStyle')];
		});
		expectEqual(lines, ['9px, 6px', 'none', 'dashed'], 'lines');
	});
	await check(`${lang}: colors: wireshark shows the rules, by their names`, async () => {
		await goTo(page, 'Rules');
		expectEqual(await legend(page), ['TCP RST', 'HTTP', 'TCP SYN/FIN', 'TCP'], 'legend');
		expectEqual(await page.evaluate(() => getComputedStyle(Reveal.getCurrentSlide().querySelector('.row.rule-syn-fin .chip')).fill), 'rgb(160, 160, 160)', 'SYN');
	});
	expectNoProblems(problems);
	await context.close();
}

async function checkHead(browser) {
	const { page, context } = await open(browser, deck('en', 'colors: wireshark\n'));
	await check('colors: wireshark in the front matter holds for all blocks', async () => {
		await goTo(page, 'Ping');
		expectEqual(await legend(page), ['HTTP', 'TCP SYN/FIN', 'TCP'], 'legend');
		await goTo(page, 'Message');
		expectEqual(await legend(page), ['HTTP'], 'legend of segments');
	});
	await context.close();
}

// On paper, without scripts, and on an upright phone.
async function checkElsewhere(browser) {
	const file = deck('en');
	const ways = [
		['print', { query: '?print-pdf' }, () => {}],
		['without scripts', { context: { javaScriptEnabled: false } }, () => {}],
		['browser print', {}, (page) => page.emulateMedia({ media: 'print' })],
		['phone', { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } }, () => {}],
	];
	for (const [name, options, prepare] of ways) {
		await check(`${name}: the words for the colors are there`, async () => {
			const { page, context } = await open(browser, file, options);
			await prepare(page);
			const found = page.locator('section:has(> h2:text-matches("^Abort"))').locator('.color-legend li');
			await found.first().waitFor({ state: 'visible' });
			expectEqual(await found.allTextContents(), SLIDES.Abort.map((kind) => WORDS.en[kind]), 'legend');
			await context.close();
		});
	}
}

main(async (browser) => {
	await checkLegends(browser, 'ko');
	await checkLegends(browser, 'en');
	await checkHead(browser);
	await checkElsewhere(browser);
});
