// Two pictures on a slide share it: on the stage and on a phone, all packets of both are seen.
//
//   node tests/browser/two-pictures.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, goTo, main, open, top, work } from './lib.mjs';

const block = (frames, ...lines) => `\`\`\`packets ping\nstream: 0\nframes: ${frames}\nstep: none\n${lines.map((line) => `${line}\n`).join('')}\`\`\`\n`;

function deck() {
	const slides = {
		Handshake: block('1-3') + '\n' + block('8-10'),
		Words: `Three packets open it, and three close it.\n\n${block('1-3')}\n${block('8-10')}`,
		Long: block('1-10') + '\n' + block('1-10'),
		Segments: block('4-7', 'show: segments') + '\n' + block('1-3', 'show: connections'),
	};
	copyFileSync(join(top, 'pcaps', 'pingpong.pcap'), join(work, 'ping.pcap'));
	const written = Object.entries(slides).map(([title, body]) => `---\n\n## ${title}\n\n${body}`);
	writeFileSync(join(work, 'two.md'), `---\ntitle: Two\nlang: en\ncaptures: {ping: ping.pcap}\n---\n\n# Two\n\n${written.join('\n')}`);
	return build(join(work, 'two.md'));
}

// Runs in the page: the px of each picture that are hidden, and the largest gap between two of its rows.
function readPictures(title) {
	const section = [...document.querySelectorAll('section')].find((one) => one.querySelector('h2')?.textContent === title);
	const figures = [...section.querySelectorAll('.packets .diagram')];
	return { hidden: figures.map((figure) => figure.scrollHeight - figure.clientHeight), faded: figures.filter((figure) => figure.matches('.more')).length,
		gaps: figures.map((figure) => {
			const tops = [...figure.querySelectorAll('.row')].map((row) => row.getBoundingClientRect().top);
			return Math.max(0, ...tops.slice(1).map((top, i) => top - tops[i]));
		}) };
}

const expectWhole = (title, { hidden, faded }) => expect(hidden.length === 2 && Math.max(...hidden) <= 2 && !faded, `${title}: ${hidden} px are hidden, ${faded} fade`);

await main(async (browser) => {
	const file = deck(), stage = await open(browser, file);
	await check('two pictures: both are whole on the stage', async () => {
		for (const title of ['Handshake', 'Words']) {
			await goTo(stage.page, title);
			expectWhole(title, await stage.page.evaluate(readPictures, title));
		}
	});
	await stage.context.close();

	const phone = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await phone.page.waitForFunction(() => document.querySelector('.scroll-page'));
	await check('two pictures: both are whole on a phone', async () => {
		for (const title of ['Handshake', 'Words', 'Long', 'Segments'])
			expectWhole(title, await phone.page.evaluate(readPictures, title));
	});
	await check('two pictures: those with few rows share a page of a phone', async () => {
		const { gaps } = await phone.page.evaluate(readPictures, 'Handshake');
		expect(Math.max(...gaps) < 90, `rows are ${gaps} px apart`);
		const over = await phone.page.evaluate(() => [...document.querySelectorAll('section')].filter((one) => one.querySelector('h2')?.textContent === 'Handshake')
			.map((one) => one.scrollHeight - one.clientHeight));
		expectEqual(over.map((px) => px <= 2), [true], 'the slide is whole');
	});
	await phone.context.close();
});
