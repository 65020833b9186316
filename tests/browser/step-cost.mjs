// What a step through a long sequence costs the browser, counted: the elements that it styles anew, those that it draws, and the
// boxes that it keeps.
//
//   node tests/browser/step-cost.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exchange } from './decks.mjs';
import { build, check, expect, expectNoProblems, main, open, work } from './lib.mjs';

const EXCHANGES = 20, STEPS = 12, STYLED_MAX = 150, ROWS_MAX = 40, BOXES_MAX = 2000;

// An exchange of 11 packets again and again, in one diagram.
function longTalk() {
	exchange('ping.pcap');
	const capture = readFileSync(join(work, 'ping.pcap')), header = capture.subarray(0, 24), packets = capture.subarray(24);
	writeFileSync(join(work, 'long.pcap'), Buffer.concat([header, ...Array(EXCHANGES).fill(packets)]));
	const block = (last) => `\`\`\`packets it\nframes: 1-${last}\n\`\`\`\n`;
	writeFileSync(join(work, 'long.md'), `---\ntitle: Long\ncaptures: {it: long.pcap}\n---\n\n# Long\n\n---\n\n## Short one\n\n${block(11)}\n---\n\n## Long one\n\n${block(11 * EXCHANGES)}`);
	return build(join(work, 'long.md'));
}

const frame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

// The elements that the browser styled in each step of this slide.
async function styledInSteps(page, slide, first, count) {
	const session = await page.context().newCDPSession(page);
	const events = [];
	session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
	await page.evaluate(([slide, first]) => Reveal.slide(slide, 0, first), [slide, first]);
	await frame(page);
	const ended = new Promise((done) => session.on('Tracing.tracingComplete', done));
	await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline'] } });
	for (let i = 0; i < count; i++) {
		await page.evaluate(() => { console.timeStamp('step'); Reveal.next(); });
		await frame(page);
		await frame(page); // that of the scroll event
	}
	await session.send('Tracing.end');
	await ended;
	const starts = events.filter(({ name }) => name === 'TimeStamp').map(({ ts }) => ts).sort((a, b) => a - b);
	const styled = starts.map(() => 0);
	for (const { name, ts, args } of events) {
		const step = starts.findLastIndex((start) => start <= ts);
		if (name === 'UpdateLayoutTree' && step >= 0)
			styled[step] += args.elementCount;
	}
	return styled;
}

async function checkCost(browser) {
	const { page, context, problems } = await open(browser, longTalk(), { context: { reducedMotion: 'reduce' } });
	for (const [name, slide, first, count] of [['short', 1, 0, 6], ['long', 2, 0, STEPS], ['long, in its middle', 2, 100, STEPS]]) {
		await check(`a step of a ${name} diagram styles few elements`, async () => {
			const styled = await styledInSteps(page, slide, first, count);
			expect(styled.length === count && styled.every((one) => one > 0), `not seen: ${styled}`);
			expect(Math.max(...styled) <= STYLED_MAX, `styled: ${styled}`);
		});
	}
	await check('a long diagram has the rows near its window alone', async () => {
		const rows = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('svg .row')].filter((row) => getComputedStyle(row).display !== 'none').length);
		expect(rows > 8 && rows <= ROWS_MAX, `${rows} rows`);
	});
	await check('rows that are hidden, and closed tables, have no boxes but those of groups', async () => {
		const session = await page.context().newCDPSession(page);
		await session.send('Performance.enable');
		await session.send('HeapProfiler.collectGarbage');
		const { metrics } = await session.send('Performance.getMetrics');
		const boxes = metrics.find(({ name }) => name === 'LayoutObjects').value;
		expect(boxes > 500 && boxes <= BOXES_MAX, `${boxes} boxes`);
	});
	await check('of the remarks, the current and the tallest one are laid out', async () => {
		const shown = () => page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.remark')].filter((one) => one.checkVisibility()).map((one) => one.className).sort());
		const classes = await shown();
		expect(classes.length <= 2 && classes.some((one) => one.includes('now')), classes.join(', '));
	});
	await check('whatever is scrolled into view is drawn', async () => {
		for (const part of [0, .3, .9, .5]) {
			await page.evaluate((part) => {
				const figure = Reveal.getCurrentSlide().querySelector('.diagram');
				figure.scrollTop = part * (figure.scrollHeight - figure.clientHeight);
			}, part);
			await frame(page);
			const missing = await page.evaluate(() => {
				const figure = Reveal.getCurrentSlide().querySelector('.diagram');
				const scale = figure.querySelector('svg').clientHeight / figure.querySelector('svg').viewBox.baseVal.height;
				return [...figure.querySelectorAll('.row')].filter((row) => {
					const y = Number(row.dataset.y) * scale - figure.scrollTop;
					return y > 0 && y < figure.clientHeight && getComputedStyle(row).display === 'none';
				}).map((row) => row.dataset.frame);
			});
			expect(missing.length === 0, `at ${part}: rows ${missing} are not drawn`);
		}
	});
	await check('step cost: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main(checkCost);
