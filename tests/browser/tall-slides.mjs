// Slides whose words leave their picture no room: they scroll, the picture is large below the words, and the keys go on.
//
//   node tests/browser/tall-slides.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, check, expect, expectNoProblems, goTo, main, open, STAGE, top, work } from './lib.mjs';

const CHOICES = ['The client, since it has sent its only request and will send nothing more on this connection', 'The server, since HTTP/1.0 closes after each reply, which the client waits for', 'Both at the same time', 'Nobody', 'It is reset', 'The kernel, after a timeout'];
const words = Array.from({ length: 11 }, (_, i) => `A paragraph of text that stands before the picture and takes room ${i}.`).join('\n\n');
const ask = (count) => `\`\`\`ask pingpong\nquestion: Which side closes the connection first, and why does it do so?\nchoices:\n${CHOICES.slice(0, count).map((one) => `  - ${one}`).join('\n')}\nanswer: Nobody\nframe: 8-10\n\`\`\``;
const VIEWS = {
	List: 'show: list', Sequence: 'show: sequence\nstream: 1', 'No steps': 'step: none\nstream: 1', Packet: 'show: packet\nframes: 4', Stream: 'show: stream\nstream: 1', Connections: 'show: connections',
	Graph: 'show: graph\nstream: 1', Stack: 'show: stack\nframes: 4', Segments: 'show: segments\nstream: 1', Compare: 'compare: [stream 0, stream 1]',
};

function deck() {
	copyFileSync(join(top, 'templates', 'starter', 'pingpong.pcap'), join(work, 'pingpong.pcap'));
	const slides = [
		...Object.entries(VIEWS).map(([name, keys]) => `## ${name}\n\n${words}\n\n\`\`\`packets pingpong\n${keys}\n\`\`\``),
		`## Six\n\n${ask(6)}`, `## Five\n\n${ask(5)}`, `## Text and four\n\nSome text before the question that takes two lines or so, since the author explains what came before, and that takes some of the room here.\n\n- a list\n- of three\n- items\n\n${ask(4)}`,
		`## Code\n\n${words}\n\n\`\`\`c\n${Array.from({ length: 9 }, (_, i) => `int line_${i};`).join('\n')}\n\`\`\``,
		'## End\n\nx',
	];
	writeFileSync(join(work, 'tall-slides.md'), `---\ntitle: Tall\nlang: en\ncut: false\ncaptures: {pingpong: pingpong.pcap}\n---\n# Tall\n\n---\n\n${slides.join('\n\n---\n\n')}\n`);
	return build(join(work, 'tall-slides.md'));
}

const title = (page) => page.evaluate(() => Reveal.getCurrentSlide().querySelector('h1, h2').textContent);

const place = (page) => page.evaluate(() => {
	const section = Reveal.getCurrentSlide(), { h, v, f } = Reveal.getIndices();
	return [h, v, f, Math.round(section.scrollTop), ...[...section.querySelectorAll('.diagram, .stream-text, .packets-list, .picture')].map((one) => Math.round(one.scrollTop))].join();
});

// Of the slide's picture, or its code, how much is in view, and how many px its footer and its words have in common.
const view = (page) => page.evaluate(() => {
	const section = Reveal.getCurrentSlide(), rectOf = (one) => one.getBoundingClientRect();
	const block = section.querySelector('.compare, .packets, pre'), { top, bottom } = block ? rectOf(block) : { top: 0, bottom: 0 };
	const covers = (footer, one) => rectOf(footer).height && one.checkVisibility({ visibilityProperty: true }) ? Math.min(rectOf(one).bottom, rectOf(footer).bottom, innerHeight) - Math.max(rectOf(one).top, rectOf(footer).top) : 0;
	const footer = section.querySelector('.slide-footer');
	return { seen: Math.round(Math.min(bottom, innerHeight) - Math.max(0, top)), whole: Math.round(bottom - top), covered: Math.max(...[...section.querySelectorAll('p, li')].filter((one) => !footer.contains(one)).map((one) => Math.round(covers(footer, one)))) };
});

async function checkKeys(browser, file) {
	for (const size of [STAGE, { width: 1024, height: 768 }]) {
		const { page, context, problems } = await open(browser, file, { context: { viewport: size, reducedMotion: 'reduce' } });
		for (const name of [...Object.keys(VIEWS), 'Six', 'Five', 'Text and four', 'Code']) {
			for (const key of size === STAGE ? ['ArrowRight', 'Space', 'PageDown'] : ['ArrowRight']) {
				await check(`tall, ${size.width}: ${name}: ${key} always scrolls or advances, and the picture comes into view`, async () => {
					await goTo(page, name);
					let most = 0, presses = 0, before = await place(page);
					for (; (await title(page)).startsWith(name) && presses < 80; presses++) {
						const { seen, whole, covered } = await view(page);
						most = Math.max(most, whole ? seen / Math.min(whole, 300) : 0);
						expect(covered < 4, `the footer covers ${covered} px of words`);
						await page.keyboard.press(key);
						expect(await place(page) !== before, `press ${presses + 1} did nothing at ${before}`);
						before = await place(page);
					}
					expect(most > .98, `most of the picture that was seen: ${most.toFixed(2)}`);
					expect(presses < 60, `${presses} presses`);
				});
			}
		}
		await check(`tall, ${size.width}: keys lead back`, async () => {
			await goTo(page, 'End');
			for (let presses = 0; (await title(page)) !== 'List'; presses++) {
				const before = await place(page);
				await page.keyboard.press('ArrowLeft');
				expect(await place(page) !== before && presses < 300, `press ${presses + 1} did nothing at ${before}`);
			}
		});
		await check(`tall, ${size.width}: steps are taken in view`, async () => {
			await goTo(page, 'Sequence');
			for (let i = 0; i < 12; i++)
				await page.keyboard.press('ArrowRight');
			const { seen, whole } = await view(page);
			expect(seen >= whole - 1 && whole > 300, `${seen} of ${whole} px are seen`);
			expectNoProblems(problems);
		});
		await context.close();
	}
}

// Of each page, or of each slide of a picture without steps: its heading, how many paragraphs and choices it has, whether it
// has a picture, and whether all of it is above the footer.
const pages = (page, selector) => page.evaluate((wanted) => [...document.querySelectorAll(wanted)].map((one) => {
	const footer = one.querySelector('.slide-footer')?.getBoundingClientRect().top ?? Infinity, inside = [...one.querySelectorAll('p, li')].filter((some) => !some.closest('.slide-footer, aside, .side, .twin') && some.getClientRects().length);
	return { name: one.querySelector('h1, h2').firstChild.data.trim(), words: one.querySelectorAll('section > p, .ask-choices > li').length, pictures: one.querySelectorAll('.diagram, .stream-text, .packets-list, .picture').length, isFree: inside.every((some) => some.getBoundingClientRect().bottom <= footer) };
}), selector);

async function checkPaper(browser, file) {
	for (const steps of ['', '&pdfSeparateFragments=true']) {
		const { page, context, problems } = await open(browser, file, { query: `?print-pdf${steps}` });
		await check(`tall, on paper${steps && ', step by step'}: the picture has pages of its own, and no page repeats the words`, async () => {
			const all = await pages(page, '.pdf-page');
			for (const name of [...Object.keys(VIEWS), 'Six', 'Five', 'Text and four']) {
				const own = all.filter((one) => one.name === name);
				const first = own.findIndex((one) => one.pictures), [before, behind] = [own.slice(0, first), own.slice(first)];
				expect(first > 0 && first < (name in VIEWS ? 2 : 3) && before.every((one) => one.words > 3), `${name}: pages of words: ${JSON.stringify(before)}`);
				expect(behind.every((one) => one.pictures && !one.words), `${name}: pages of the picture: ${JSON.stringify(behind)}`);
				expect(before.every((one) => one.isFree), `${name}: the footer covers words`);
			}
			expect(steps || all.length < 45, `${all.length} pages`);
			expectNoProblems(problems);
		});
		await context.close();
	}
	const { page, context } = await open(browser, file);
	await check('tall: of a long picture without steps, the slides behind the first one have no words', async () => {
		const own = (await pages(page, '.slides section')).filter((one) => one.name === 'No steps');
		expect(own.length > 2 && own[0].words > 3 && !own[0].pictures && own.slice(1).every((one) => one.pictures && !one.words), JSON.stringify(own));
	});
	await context.close();
}

await main(async (browser) => {
	const file = deck();
	await checkKeys(browser, file);
	await checkPaper(browser, file);
});
