// Two pictures side by side that are higher than the slide: names and heads stay whole, rows are shown whole or not at
// all, and a line says how many are below. On an upright phone both stand below each other, and scroll under their heads.
//
//   node tests/browser/compare.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, expectSoon, goTo, main, open, python, top, work } from './lib.mjs';

const block = (title, body) => `---\n\n## ${title}\n\n\`\`\`packets pingpong\n${body}\n\`\`\`\n\n`;

function deck() {
	python('golden/traffic.py', work);
	const captures = { pingpong: join(top, 'pcaps/pingpong.pcap'), abort: join(top, 'pcaps/abort.pcap'), messages: 'messages.pcap', neighbours: 'neighbours.pcap' };
	writeFileSync(join(work, 'compare.md'), `---\ntitle: Compare\nlang: en\ncaptures: {${Object.entries(captures).map(([name, file]) => `${name}: ${file}`).join(', ')}}\n---\n\n# Compare\n\n`
		+ block('Long sequences', 'compare: [stream 0, stream 1]')
		+ block('With remarks', 'compare: [stream 1, stream 0]\nnotes:\n  11: It **begins**.\n  28: A segment of many')
		+ block('Lists', 'show: list\ncompare: [stream 0, stream 1]')
		+ block('Messages', 'show: list\ncompare: [messages, neighbours]')
		+ block('Many kinds', 'compare: [messages, neighbours]')
		+ block('Short', 'compare: [stream 0, abort]')
		+ block('Still', 'compare: [stream 1, stream 0]\nstep: none\nnotes:\n  11: It **begins**.\n  28: A segment of many\n  4: On the other side'));
	return build(join(work, 'compare.md'));
}

// Runs in the page: what of each side is seen of its name, how many rows are whole, cut and below, and what its line says.
function sides() {
	return [...Reveal.getCurrentSlide().querySelectorAll('.compared')].map((side) => {
		const figure = side.querySelector('.diagram, .packets-list'), place = figure.getBoundingClientRect();
		const cut = parseFloat(getComputedStyle(figure).getPropertyValue('--cut')) || 0, end = place.bottom - cut + .5;
		const rows = [...figure.querySelectorAll('.row, tr[data-frame]')].map((row) => (row.querySelector('.hit') ?? row).getBoundingClientRect());
		const edge = figure.querySelector('.heads .ground, thead').getBoundingClientRect().bottom;
		const title = side.querySelector('.side-title'), rest = side.querySelector('.compared-rest');
		return {
			title: title.clientHeight, clips: getComputedStyle(figure).clipPath !== 'none', fades: getComputedStyle(figure).maskImage.includes('calc(100% - 36px)'),
			cut: rows.filter((row) => [end, edge].some((y) => row.top < y - 1 && row.bottom > y + 1)).length, below: rows.filter((row) => row.bottom > end).length,
			says: rest?.textContent ?? '', end: rest && rest.getBoundingClientRect().bottom <= Reveal.getCurrentSlide().querySelector('.slide-footer').getBoundingClientRect().top,
		};
	});
}

async function checkStage(browser, file) {
	const { page, context, problems } = await open(browser, file);
	for (const [title, side] of [['Long sequences', 1], ['Lists', 1], ['With remarks', 0], ['Many kinds', 0]]) {
		await check(`compare: ${title}: no row is cut, and a line says how many are below`, async () => {
			await goTo(page, title);
			const seen = await page.evaluate(sides), long = seen[side];
			expectEqual(seen.map((one) => [one.title, one.cut]), [[28, 0], [28, 0]], 'px of the names, rows that are cut');
			expect(long.below > 3 && long.says === `${long.below} more below` && long.end, JSON.stringify(long));
		});
	}
	await check('compare: a step with a row below scrolls to it, and the line counts again', async () => {
		await goTo(page, 'With remarks');
		const [before] = await page.evaluate(sides);
		await page.evaluate(() => Reveal.next());
		await expectSoon(async () => { const [{ cut, below, says }] = await page.evaluate(sides); return [cut, says === `${below} more below`, below < before.below]; }, [0, true, true], 'cut rows, a line that is right');
		const [row, head, end] = await page.evaluate(() => {
			const row = Reveal.getCurrentSlide().querySelector('.row.now .hit'), figure = row.closest('.diagram');
			const box = (one) => one.getBoundingClientRect();
			return [box(row).toJSON(), box(figure.querySelector('.heads .ground')).bottom, box(figure).bottom];
		});
		expect(row.top >= head && row.bottom <= end, `the row is at ${row.top} to ${row.bottom}, between ${head} and ${end}`);
	});
	await check('compare: keys scroll to the last row, and nothing is below', async () => {
		await goTo(page, 'Long sequences');
		for (let i = 0; i < 3; i++) {
			await page.keyboard.press('ArrowDown');
			await expectSoon(async () => (await page.evaluate(sides)).map(({ cut }) => cut), [0, 0], `cut rows after key ${i + 1}`);
		}
		await expectSoon(async () => (await page.evaluate(sides)).map(({ below, says }) => [below, says]), [[0, ''], [0, '']], 'rows below');
	});
	await check('compare: with step: none it goes on on further slides, each with the remarks of its rows below their side', async () => {
		const slides = await page.evaluate(async () => {
			const all = [];
			for (const section of Reveal.getSlides().filter((one) => one.querySelector('h2')?.textContent.startsWith('Still'))) {
				const { h, v } = Reveal.getIndices(section);
				Reveal.slide(h, v);
				await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				const footer = section.querySelector('.slide-footer').getBoundingClientRect(), box = (one) => one.getBoundingClientRect();
				all.push({
					rows: [...section.querySelectorAll('.compared')].map((side) => [...side.querySelectorAll('.row')].map((row) => Number(row.dataset.frame))),
					told: [...section.querySelectorAll('.told > .remark')].map((remark) => [Number(remark.dataset.frame), box(remark).left > innerWidth / 2 ? 1 : 0]),
					hidden: [...section.querySelectorAll('.row .hit, .told > .remark')].filter((one) => box(one).bottom > footer.top).length + section.querySelectorAll('.compared-rest').length,
				});
			}
			return all;
		});
		expectEqual([0, 1].map((side) => slides.flatMap(({ rows }) => rows[side] ?? [])), [Array.from({ length: 32 }, (_, i) => 11 + i), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], 'rows of each side');
		expectEqual(slides.flatMap(({ told }) => told).sort(([one], [other]) => one - other), [[4, 1], [11, 0], [28, 0]], 'remarks, and their sides');
		expectEqual(slides.filter(({ rows, told, hidden }) => hidden || told.some(([frame, side]) => !rows[side].includes(frame))), [], 'slides with hidden rows, or remarks of others');
	});
	await check('compare: where all rows are shown, no line says anything', async () => {
		await goTo(page, 'Short');
		expectEqual((await page.evaluate(sides)).map(({ cut, below, says }) => [cut, below, says]), [[0, 0, ''], [0, 0, '']], 'sides');
	});
	await check('compare: nothing was wrong', () => expectNoProblems(problems));
	await context.close();
}

async function checkPaper(browser, file) {
	const { page, context, problems } = await open(browser, file, { query: '?print-pdf' });
	await check('compare: on paper all rows are there, and no line says otherwise', async () => {
		const found = await page.evaluate(() => [...document.querySelectorAll('.compared')].filter((side) => side.firstChild).map((side) => {
			const figure = side.querySelector('.diagram, .packets-list');
			return [figure.scrollHeight > figure.clientHeight + 2 && getComputedStyle(figure).overflowY !== 'visible', getComputedStyle(figure).clipPath, side.querySelectorAll('.compared-rest').length];
		}));
		expect(found.length >= 10, `${found.length} sides`);
		expectEqual(found, Array(found.length).fill([false, 'none', 0]), 'sides that are cut');
		expectNoProblems(problems);
	});
	await check('compare: on paper no footer stands over the rows of a list', async () => {
		const over = await page.evaluate(() => [...document.querySelectorAll('.pdf-page section')].filter((slide) => slide.querySelector('.packet-list:not(.twin *)')).map((slide) => {
			const footer = slide.querySelector('.slide-footer').getBoundingClientRect();
			return [slide.querySelector('h2').textContent, [...slide.querySelectorAll('.packets-list tr')].map((row) => row.getBoundingClientRect()).filter((row) => row.bottom > footer.top && row.top < footer.bottom).length];
		}));
		expect(over.length > 0, 'there is no list');
		expectEqual(over.filter(([, count]) => count), [], 'rows below a footer');
	});
	await check('compare: on paper two sequences continue together, each on whole pages, with its remarks and words that can be read', async () => {
		const slides = await page.evaluate(() => [...document.querySelectorAll('.pdf-page')].filter((one) => one.querySelector('.compared .ladder')).map((one) => ({
			title: one.querySelector('h2').textContent, pages: Math.round(one.offsetHeight / 720),
			rows: [...one.querySelectorAll('.compared')].map((side) => [...side.querySelectorAll('.row')].map((row) => Number(row.dataset.frame))),
			told: [...one.querySelectorAll('.told > .remark')].map((remark) => Number(remark.dataset.frame)),
			size: Math.min(...[...one.querySelectorAll('.ladder .chip-text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)),
		})));
		const of = (name) => slides.filter(({ title }) => title.startsWith(name));
		expectEqual([of('Long').map(({ title }) => title), of('With').map(({ told }) => told)], [[1, 2, 3, 4].map((part) => `Long sequences ${part}/4`), of('With').map(({ rows: [left] }) => [11, 28].filter((frame) => left.includes(frame)))], 'titles, remarks');
		expectEqual([0, 1].map((side) => of('Long').flatMap(({ rows }) => rows[side] ?? [])), [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Array.from({ length: 32 }, (_, i) => 11 + i)], 'rows of each side');
		expectEqual(slides.filter(({ pages, size }) => pages !== 1 || size < 16), [], 'slides of more than a page, or of small words');
	});
	await context.close();
}

async function checkPhone(browser, file) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
	await check('phone: no row of two sequences is drawn above their heads, wherever they are scrolled to', async () => {
		const found = await page.evaluate(async () => {
			const wrong = [];
			for (const slide of document.querySelectorAll('.scroll-page section')) {
				const holder = slide.querySelector('.compare');
				if (!holder?.querySelector('.heads'))
					continue;
				slide.closest('.scroll-page').scrollIntoView();
				for (let part = 0; part <= 1; part += .1) {
					holder.scrollTop = part * (holder.scrollHeight - holder.clientHeight);
					await new Promise((done) => setTimeout(done, 50));
					const edge = holder.getBoundingClientRect().top + (holder.querySelector(':scope > .told')?.getBoundingClientRect().height ?? 0);
					for (const drawing of holder.querySelectorAll('svg')) {
						const heads = drawing.querySelector('.heads .ground').getBoundingClientRect();
						const seen = [...drawing.querySelectorAll('.row .hit')].map((row) => row.getBoundingClientRect()).filter((row) => row.bottom > edge + 6 && row.bottom < heads.top + 1);
						if (seen.length || drawing.getBoundingClientRect().bottom < heads.bottom - 1)
							wrong.push(`${slide.querySelector('h2').textContent} at ${part.toFixed(1)}: ${seen.length} rows above the heads`);
					}
				}
			}
			return wrong;
		});
		expectEqual(found, [], 'what is wrong');
	});
	await check('phone: what the colors mean lies over no picture', async () => {
		const found = await page.evaluate(async () => {
			const wrong = [];
			for (const slide of document.querySelectorAll('.scroll-page section.with-legend')) {
				slide.closest('.scroll-page').scrollIntoView();
				await new Promise((done) => setTimeout(done, 50));
				const legend = slide.querySelector('.color-legend').getBoundingClientRect().top, picture = slide.querySelector('.compare').getBoundingClientRect().bottom;
				if (picture > legend + 1)
					wrong.push(`${slide.querySelector('h2').textContent}: the picture ends at ${picture}, the legend begins at ${legend}`);
			}
			return wrong;
		});
		expectEqual(found, [], 'what is wrong');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const file = deck();
	await checkStage(browser, file);
	await checkPaper(browser, file);
	await checkPhone(browser, file);
});
