// How a deck looks: dark where the listener's screen is, the colors of packets for packets alone, and a
// theme that sets the documented properties.
//
//   node tests/browser/looks.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, work } from './lib.mjs';

// Colors of the page and of a diagram on it, as the browser has resolved them.
const colors = (page) => page.evaluate(() => {
	const of = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
	return { paper: of('.reveal-viewport', 'backgroundColor'), ink: of('section.present h2', 'color'), accent: of('section.present .band, section.present .bits .on', 'fill'),
		chip: of('section.present .row.rule-kind-data .chip', 'fill'), syn: of('section.present .row.rule-kind-handshake .chip', 'fill'), face: of('section.present h2', 'fontFamily') };
});

// 0 is black, 255 white.
const lightness = (color) => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;

async function look(browser, file, title, colorScheme) {
	const { page, context, problems } = await open(browser, file, { context: { colorScheme } });
	await goTo(page, title);
	const found = await colors(page);
	await page.emulateMedia({ media: 'print' });
	found.printed = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--paper'));
	await context.close();
	return { ...found, problems };
}

async function checkDark(browser, file) {
	const light = await look(browser, file, '열한 개의', 'light'), dark = await look(browser, file, '열한 개의', 'dark');
	await check('dark: a dark ground with light letters where the screen is dark, and else the other way', () => {
		expect(lightness(light.paper) > 230 && lightness(light.ink) < 60, `light: ${light.ink} on ${light.paper}`);
		expect(lightness(dark.paper) < 40 && lightness(dark.ink) > 220, `dark: ${dark.ink} on ${dark.paper}`);
	});
	await check('dark: packets keep the hues of their kinds', () => {
		const hue = (color) => { const [r, g, b] = color.match(/\d+/g).map(Number); return g > r && g > b ? 'green' : b > r && b > g ? 'blue' : 'other'; };
		for (const { chip, syn } of [light, dark])
			expectEqual([hue(chip), hue(syn)], ['green', 'blue'], `data and SYN, which are ${chip} and ${syn}`);
	});
	await check('dark: paper is white, whatever the screen', () => {
		expectEqual([light.printed, dark.printed].map((paper) => paper.trim()), ['#fff', '#fff'], '--paper');
		expectNoProblems([...light.problems, ...dark.problems]);
	});
}

// Most drawings are black ink on nothing.
async function checkDrawings(browser) {
	const svg = (style) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20">${style}<text y="15">ink</text></svg>`;
	writeFileSync(join(work, 'ink.svg'), svg(''));
	writeFileSync(join(work, 'both.svg'), svg('<style>@media (prefers-color-scheme: dark) { text { fill: #fff } }</style>'));
	writeFileSync(join(work, 'drawn.md'), '# Drawn\n\n![](ink.svg) ![](both.svg)\n');
	const file = build(join(work, 'drawn.md'));
	const grounds = {};
	for (const colorScheme of ['light', 'dark']) {
		const { page, context } = await open(browser, file, { context: { colorScheme } });
		grounds[colorScheme] = await page.evaluate(() => [...document.querySelectorAll('section img')].map((image) => getComputedStyle(image).backgroundColor));
		await context.close();
	}
	await check('dark: a drawing without dark colors of its own lies on a light plate', () => {
		const nothing = 'rgba(0, 0, 0, 0)';
		expectEqual([grounds.light, grounds.dark[1]], [[nothing, nothing], nothing], 'in the light, and with dark colors');
		expect(grounds.dark[0] !== nothing && lightness(grounds.dark[0]) > 230, `in the dark it lies on ${grounds.dark[0]}`);
	});
}

async function checkTheme(browser) {
	writeFileSync(join(work, 'mine.css'), ':root { --paper: #fff8e7; --ink: #102030; --accent: #a3402a; --accent-soft: #f7e7e2; --text: "Gowun Dodum", serif }\n'
		+ '@media (prefers-color-scheme: dark) { :root { --paper: #201008; --ink: #fff0e0 } }\n.center { text-align: right }\n');
	writeFileSync(join(work, 'themed.md'), '---\ntitle: Themed\nlang: en\ntheme: mine.css\ncaptures: {ping: ping.pcap}\n---\n# Themed\n\n---\n\n## Steps\n\n```packets ping\nframes: 1-11\n```\n');
	const file = build(join(work, 'themed.md'));
	const light = await look(browser, file, 'Steps', 'light'), dark = await look(browser, file, 'Steps', 'dark');
	await check('theme: its properties are those of the deck, in light and in dark', () => {
		expectEqual([light.paper, light.ink], ['rgb(255, 248, 231)', 'rgb(16, 32, 48)'], 'light');
		expectEqual([dark.paper, dark.ink], ['rgb(32, 16, 8)', 'rgb(255, 240, 224)'], 'dark');
		expect(light.face.includes('Gowun Dodum'), `the typeface is ${light.face}`);
	});
	await check('theme: packets keep their colors under it', () => {
		expectEqual([light.chip, light.syn], ['rgb(220, 243, 207)', 'rgb(211, 228, 251)'], 'data, SYN');
		expectNoProblems([...light.problems, ...dark.problems]);
	});
}

await main(async (browser) => {
	await checkDark(browser, fixture());
	await checkDrawings(browser);
	await checkTheme(browser);
});
