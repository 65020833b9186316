// How slides are named where they are listed, those without a heading, too: in the overview, in the box to jump, in the
// speaker's window.
//
//   node tests/browser/stage-names.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expectEqual, expectNoProblems, expectSoon, main, open, opened, top, work } from './lib.mjs';

const LONG = 'The kernel hands the bytes to the program when it asks for them, and no sooner than that.';
const packets = (lines) => ['```packets long', ...lines, '```'].join('\n');
const FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>';

// Each slide, and its name in English and in Korean (null: as in English).
const SLIDES = [
	['# The talk', 'The talk', null],
	[LONG, 'The kernel hands the bytes to the program when…', null],
	[`${packets(['frames: 1-9', 'notes:', '  1: The client asks.'])}\n\nnote:\n\n### What I say`, 'Sequence, packets 1–9', '시퀀스, 패킷 1–9'],
	[packets(['frames: 4', 'step: none']), 'Sequence, packet 4', '시퀀스, 패킷 4'],
	[packets(['show: list', 'frames: 1-8']), 'List, packets 1–8', '패킷 목록, 패킷 1–8'],
	[packets(['show: packet', 'frames: 4']), '#4 GET /ping', null],
	[packets(['show: stack', 'frames: 4']), '#4 GET /ping', null],
	[packets(['show: stack', 'frames: 2']), '#2 SYN, ACK', null],
	[packets(['show: graph', 'stream: 1']), 'Time-sequence graph', '시간-순서 번호 그래프'],
	[packets(['show: stream', 'stream: 0']), 'What was said on TCP stream 0', 'TCP 연결 0의 내용'],
	['```packets\ncompare: [long stream 0, long stream 2]\n```', 'long · tcp.stream 0, long · tcp.stream 2', null],
	[`Above it.\n\n${packets(['frames: 1-3'])}`, 'Above it.', null],
	['![a cable](figure.svg)', 'a cable', null],
	['![](figure.svg)', 'Picture', '그림'],
	['- one\n- two `x`\n- three', 'one two x three', null],
	['```c\nint one;\nint two;\n```', 'int one; int two;', null],
	['| a | b |\n|---|---|\n| c | d |', 'a b c d', null],
	['<!-- layout: columns -->\n\nleft\n\n<!-- column -->\n\nright', 'left right', null],
	['note: only said', 'untitled', '제목 없음'],
	['#### Small', 'Small', null],
];

function talk(lang) {
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'long.pcap'));
	writeFileSync(join(work, 'figure.svg'), FIGURE);
	writeFileSync(join(work, `names-${lang}.md`), `---\ntitle: What every slide repeats in its footer\nlang: ${lang}\ncaptures: {long: long.pcap}\n---\n${SLIDES.map(([slide]) => slide).join('\n\n---\n\n')}\n`);
	return build(join(work, `names-${lang}.md`));
}

async function checkNames(browser, lang) {
	const names = SLIDES.map(([, english, korean]) => (lang === 'ko' && korean) || english);
	const { page, context, problems } = await open(browser, talk(lang));
	await check(`names, ${lang}: the overview names each slide by its heading, its first words, or what it shows`, async () => {
		await page.keyboard.press('o');
		const labels = await page.locator('.tile .label').allTextContents();
		expectEqual(labels, names.map((name, index) => `${index + 1} ${name}`), 'labels');
		await page.keyboard.press('Escape');
	});
	await check(`names, ${lang}: the box to jump says the same, and finds a slide by it`, async () => {
		await page.keyboard.press('g');
		await page.keyboard.type('19');
		expectEqual(await page.innerText('.jump output'), `19. ${names[18]}`, 'by its number');
		await page.fill('.jump input', names[8]);
		expectEqual(await page.innerText('.jump output'), `9. ${names[8]}`, 'by its name');
		await page.keyboard.press('Escape');
	});
	await check(`names, ${lang}: the speaker's window says the same of this slide, and of the next one`, async () => {
		const view = await opened(page);
		const said = () => view.evaluate(() => ['.speaker-notes h1', '.next-head'].map((one) => document.querySelector(one)?.textContent ?? ''));
		await page.evaluate(() => Reveal.slide(3, 0));
		await expectSoon(said, [names[3], `${lang === 'ko' ? '다음: ' : 'next: '}${names[4]}`], 'this slide and the next');
		expectNoProblems(problems);
	});
	await context.close();
}

// What turns the direction of words turns none behind it, also where it ends an isolation first.
const TURNED = 'ab\u2069\u202ecd';

// The words of each node from left to right, as they stand on the screen: of `selector`, in the page.
const asSeen = (page, selector) => page.evaluate((one) => {
	const node = [...document.querySelectorAll(one)].find((some) => some.checkVisibility()), letters = [];
	const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), range = document.createRange();
	for (let text; (text = walk.nextNode());) {
		for (let i = 0; i < text.data.length; i++) {
			range.setStart(text, i);
			range.setEnd(text, i + 1);
			const [box] = range.getClientRects();
			if (box?.width && /\w/.test(text.data[i]))
				letters.push([box.left, text.data[i]]);
		}
	}
	return letters.sort(([left], [right]) => left - right).map(([, letter]) => letter).join('');
}, selector);

async function checkTurned(browser) {
	writeFileSync(join(work, 'figure.svg'), FIGURE);
	writeFileSync(join(work, 'turned.md'), `---\ntitle: ${TURNED} one\npresenter: ${TURNED}\ndate: 2026-09-14\nlang: en\n---\n\n# ${TURNED} one\n\n---\n\n## ${TURNED} two\n\nwords\n\n---\n\n${TURNED} three\n\n---\n\n![${TURNED} four](figure.svg)\n`);
	const { page, context, problems } = await open(browser, build(join(work, 'turned.md')));
	await check('names: what turns the direction of a title turns nothing beside it', async () => {
		expectEqual(await page.title(), 'abcd one', 'of the window');
		expectEqual(await asSeen(page, '.title-slide .byline'), 'abcd20260914', 'below the title');
		await page.keyboard.press('o');
		expectEqual(await page.locator('.tile .label').allTextContents(), ['1 abcd one', '2 abcd two', '3 abcd three', '4 abcd four'], 'in the overview');
		await page.keyboard.press('Escape');
		await page.keyboard.press('g');
		await page.keyboard.type('2');
		expectEqual([await page.innerText('.jump output'), await asSeen(page, '.jump output')], ['2. abcd two', '2abcdtwo'], 'in the box to jump');
		await page.keyboard.press('Escape');
		await page.evaluate(() => Reveal.slide(1, 0));
		expectEqual(await asSeen(page, 'section.present .slide-footer .talk'), 'abcdone', 'in the footer');
		const view = await opened(page);
		await expectSoon(() => view.evaluate(() => ['.speaker-notes h1', '.next-head'].map((one) => document.querySelector(one)?.textContent ?? '')), ['abcd two', 'next: abcd three'], 'to the speaker');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	await checkTurned(browser);
	await checkNames(browser, 'en');
	await checkNames(browser, 'ko');
});
