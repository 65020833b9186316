// The layouts of slides that begin without a heading: what comes first takes its place.
//
//   node tests/browser/layouts.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, main, open, work } from './lib.mjs';

const SLIDES = {
	fact: ['# 1 460', 'bytes in a segment'],
	fact2: ['**1 460** bytes', 'in a segment'],
	fact3: ['**99.9999999999 %** of the packets', 'and more words below'],
	fact4: ['2001:db8:85a3:1234:5678:8a2e:370:7334', 'is an address'],
	section: ['# Part two', 'how connections end'],
	section2: ['Part two', 'how connections end'],
	statement: ['## TCP is a stream', 'and not messages'],
	statement2: ['TCP is a stream', 'and not messages'],
};

function deck() {
	const written = Object.entries(SLIDES).map(([name, parts]) => `---\n\n<!-- layout: ${name.replace(/\d/, '')} -->\n\n${parts.join('\n\n')}\n`);
	writeFileSync(join(work, 'layouts.md'), `---\ntitle: Layouts\nlang: en\n---\n\n# Layouts\n\n${written.join('\n')}`);
	return build(join(work, 'layouts.md'));
}

// Each slide's first words and those after them: px of letters, weight, edge, and how far they reach over the stage.
const readSlides = (page) => page.evaluate(async () => {
	const found = [];
	for (const section of [...document.querySelectorAll('.slides section')].slice(1)) {
		Reveal.slide(...Object.values(Reveal.getIndices(section)).slice(0, 2));
		await new Promise((done) => setTimeout(done, 50));
		const scale = section.getBoundingClientRect().width / section.offsetWidth;
		found.push([...section.children].slice(0, 2).map((one) => {
			const style = getComputedStyle(one), range = document.createRange();
			range.selectNodeContents(one);
			const box = range.getBoundingClientRect(), place = section.getBoundingClientRect();
			return { size: Math.round(parseFloat(style.fontSize)), weight: style.fontWeight, color: style.color, edge: style.borderLeftWidth,
				over: Math.max(place.left - box.left, box.right - place.right, box.bottom - place.bottom) / scale };
		}));
	}
	return found;
});

await main(async (browser) => {
	const file = deck(), names = Object.keys(SLIDES);
	for (const [place, context] of [['the stage', {}], ['a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }]]) {
		const { page, context: opened } = await open(browser, file, { context });
		const slides = Object.fromEntries((await readSlides(page)).map((slide, i) => [names[i], slide]));
		await check(`layouts: without a heading the first paragraph has its looks, on ${place}`, () => {
			for (const name of ['fact', 'section', 'statement']) {
				const [[heading], [first, second]] = [name, `${name}2`].map((one) => slides[one].map(({ size, weight, color, edge }) => ({ size, weight, color, edge })));
				expectEqual(first, heading, name);
				expect(first.size > second.size, `${name}: ${first.size} px over ${second.size} px`);
			}
		});
		await check(`layouts: a long fact gets smaller, and stays on ${place}`, () => {
			for (const name of ['fact3', 'fact4']) {
				const [fact] = slides[name];
				expect(fact.over <= 0, `${name}: ${Math.round(fact.over)} px over the edge`);
			}
		});
		await opened.close();
	}
});
