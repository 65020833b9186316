// Where one is, and stays: a link to a slide on a phone held upright, a reload, a jump to a slide, and a slide that is taller
// than the stage.
//
//   node tests/browser/stage-place.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, expectSoon, goTo, isReady, main, open, opened, position, STAGE, work } from './lib.mjs';
import { stageTalk } from './stage-talk.mjs';
import { fingers } from './touch.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const title = (page) => page.evaluate(() => Reveal.getCurrentSlide().querySelector('h1, h2').textContent);

async function checkPhone(browser, { file, words }) {
	const idOf = async (heading) => {
		const { page, context } = await open(browser, file);
		const id = await page.evaluate((wanted) => Reveal.getSlides().find((one) => one.querySelector('h2')?.textContent === wanted).id, heading);
		await context.close();
		return id;
	};
	const id = await idOf(words.fields), titleId = await idOf(words.title);
	const place = (page) => page.evaluate(() => {
		const page = [...document.querySelectorAll('.scroll-page')].find((one) => Math.abs(one.getBoundingClientRect().top) < 9);
		return page?.querySelector('h1, h2').textContent;
	});
	const address = (page) => page.evaluate(() => decodeURIComponent(location.hash));
	for (const [what, hash, wanted] of [['by its name', `#/${encodeURIComponent(id)}`, words.fields], ['by its number', '#/3', words.long],
		['that there is not', '#/nowhere', words.talk], ['that is no text', '#/%E0%A4%A', words.talk]]) {
		const { page, context, problems } = await open(browser, file, { query: hash, context: PHONE });
		await check(`place, phone: a link to a slide ${what} opens ${wanted}`, async () => {
			await expectSoon(() => place(page), wanted, 'the slide at the upper edge');
			if (wanted === words.fields) {
				// The address is written some time after a scroll.
				await page.evaluate(() => {
					const write = history.replaceState;
					history.replaceState = function (...all) {
						window.written = true;
						return write.apply(this, all);
					};
					Reveal.getViewportElement().dispatchEvent(new Event('scroll'));
				});
				await page.waitForFunction(() => window.written);
				expectEqual([await address(page), await place(page)], [`#/${id}`, wanted], 'address, slide');
			}
			expectNoProblems(problems.filter((one) => !/URI/.test(one)));
		});
		await context.close();
	}
	const { page, context, problems } = await open(browser, file, { context: PHONE });
	await check('place, phone: the address follows, and a reload keeps the place within a slide', async () => {
		await page.evaluate(() => {
			const one = document.querySelectorAll('.scroll-page')[3], view = document.querySelector('.reveal-viewport');
			view.scrollTop = one.offsetTop + 700;
		});
		const long = await page.evaluate(() => document.querySelectorAll('.scroll-page')[3].querySelector('section').id);
		await expectSoon(async () => (await address(page)).split('/')[1], long, 'address');
		const top = () => page.evaluate(() => Math.round(document.querySelector('.reveal-viewport').scrollTop / 9));
		const before = await top();
		await page.reload();
		await isReady(page);
		await expectSoon(top, before, 'scrolled to');
		expectNoProblems(problems);
	});
	await check('place, phone: a link to a step opens there, and a reload and a turn keep it', async () => {
		const steps = () => page.evaluate((name) => document.getElementById(name).querySelectorAll('.row.visible').length, titleId);
		const link = page.url().split('#')[0];
		await page.goto('about:blank');
		await page.goto(`${link}#/${encodeURIComponent(titleId)}/6`);
		await isReady(page);
		await expectSoon(steps, 7, 'steps taken');
		await expectSoon(() => address(page), `#/${titleId}/6`, 'address');
		await page.reload();
		await isReady(page);
		await expectSoon(steps, 7, 'steps taken, after a reload');
		await page.setViewportSize({ width: 844, height: 390 });
		await expectSoon(() => page.evaluate(() => [Reveal.isScrollView(), Reveal.getIndices().f].join()), 'false,6', 'the step, on its side');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await page.setViewportSize(PHONE.viewport);
		await expectSoon(() => page.evaluate(() => Reveal.isScrollView()), true, 'the column');
		await expectSoon(steps, 9, 'steps taken, upright again');
		await expectSoon(() => address(page), `#/${titleId}/8`, 'address, upright again');
	});
	await check('place, phone: a legend that wraps begins with its first line', async () => {
		const legends = await page.evaluate(() => [...document.querySelectorAll('.color-legend')].map((one) => {
			one.style.maxWidth = '160px';
			return [...one.children].map((item) => Math.round(item.getBoundingClientRect().top));
		}));
		expect(legends.some((tops) => new Set(tops).size > 1), 'no legend wraps');
		expectEqual(legends.filter((tops) => tops.some((top, i) => i && top < tops[i - 1])), [], 'lines of legends');
	});
	await check('place, phone: a link opened in the same tab wins over where one had scrolled', async () => {
		const link = new URL(page.url());
		await page.goto('about:blank');
		await page.goto(`${link.href.split('#')[0]}#/${encodeURIComponent(id)}`);
		await isReady(page);
		await expectSoon(() => place(page), words.fields, 'the slide at the upper edge');
	});
	await context.close();
}

async function checkTall(browser, { file, words }) {
	const { page, context, problems } = await open(browser, file, { context: { viewport: STAGE } });
	const state = () => page.evaluate(() => {
		const one = Reveal.getCurrentSlide();
		return [one.querySelector('h1, h2').textContent, one.scrollTop < 2, one.scrollTop + one.clientHeight > one.scrollHeight - 5];
	});
	for (const [on, back] of [['PageDown', 'PageUp'], ['ArrowDown', 'ArrowUp'], ['Space', 'ArrowLeft'], ['ArrowRight', 'Shift+Space']]) {
		await check(`place: a slide taller than the stage is scrolled by ${on} before it advances, and by ${back} on the way back`, async () => {
			await goTo(page, words.end);
			await goTo(page, words.long);
			await page.evaluate(() => Reveal.next({ skipFragments: true }));
			while ((await title(page)) !== words.words)
				await page.keyboard.press('Alt+ArrowRight');
			expectEqual(await state(), [words.words, true, false], 'at first');
			let presses = 0;
			for (; (await title(page)) === words.words && presses < 20; presses++) {
				const before = await state();
				await page.keyboard.press(on);
				expect((await title(page)) === words.words || before[2], 'it left before its end');
			}
			expect(presses > 2 && presses < 10, `${presses} presses`);
			expectEqual(await title(page), words.fields, 'slide after it');
			await page.keyboard.press(back === 'Shift+Space' || back === 'ArrowUp' ? 'ArrowLeft' : back);
			expectEqual(await state(), [words.words, false, true], 'back at its end');
			for (let i = 1; i < presses; i++)
				await page.keyboard.press(back);
			expectEqual(await state(), [words.words, true, false], 'at its beginning');
			await page.keyboard.press('ArrowLeft');
			expectEqual(await title(page), words.long, 'slide before it');
		});
	}
	await check('place: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// Slides with steps, also below each other, and a link to one of them.
function steps() {
	const slide = (name, more = '') => `# ${name}\n\n+ a\n+ b\n+ c\n\n${more}`;
	writeFileSync(join(work, 'steps.md'), `---\ntitle: One\nlang: en\n---\n${[slide('One'), slide('Two'), slide('Three') + '\n--\n\n' + slide('Below'), slide('End', '[back](#/two)\n\nnote: [two](#/two)\n')].join('\n---\n\n')}`);
	return build(join(work, 'steps.md'));
}

// The keys go through slides below each other in their order, and so does a finger.
async function checkOrder(browser) {
	const column = (...names) => names.map((name) => `# ${name}`).join('\n\n--\n\n');
	writeFileSync(join(work, 'order.md'), `---\ntitle: Order\nlang: en\n---\n${[column('One'), column('Two', 'Below two'), column('Three'), column('Four', 'Below four')].join('\n\n---\n\n')}`);
	const file = build(join(work, 'order.md'));
	const { page, context, problems } = await open(browser, file, { context: { hasTouch: true } });
	const all = ['One', 'Two', 'Below two', 'Three', 'Four', 'Below four'];
	const names = async (press) => {
		const seen = [await title(page)];
		while (seen.length < all.length) {
			await press();
			seen.push(await title(page));
		}
		return seen;
	};
	for (const [on, back] of [['ArrowRight', 'ArrowLeft'], ['PageDown', 'PageUp'], ['Space', 'Shift+Space'], ['ArrowDown', 'ArrowUp'], ['n', 'p']]) {
		await check(`place: ${on} goes to the next slide in order, also below, and ${back} back`, async () => {
			await page.evaluate(() => Reveal.slide(0, 0, -1));
			expectEqual(await names(() => page.keyboard.press(on)), all, 'on');
			expectEqual(await names(() => page.keyboard.press(back)), all.toReversed(), 'back');
		});
	}
	await check('place: a swipe does, too', async () => {
		const swipe = await fingers(page, context);
		expectEqual(await names(() => swipe([700, 300], [300, 310])), all, 'to the left');
		expectEqual(await names(() => swipe([300, 300], [700, 310])), all.toReversed(), 'to the right');
	});
	await check('place: End is the last slide of all; a column that was left begins at its upper end again', async () => {
		await page.keyboard.press('End');
		expectEqual(await title(page), 'Below four', 'the end');
		await page.keyboard.type('g4\n');
		await page.keyboard.press('ArrowRight');
		expectEqual(await title(page), 'Four', 'behind the third');
	});
	await check('place: the keys complained of nothing', () => expectNoProblems(problems));
	await context.close();
}

async function checkJumps(browser) {
	const file = steps();
	const { page, context, problems } = await open(browser, file);
	// Goes through the talk to the last slide, as a speaker does.
	const toEnd = async () => {
		await page.evaluate(() => Reveal.slide(0, 0, -1));
		for (let i = 0; i < 30 && await title(page) !== 'End'; i++)
			await page.keyboard.press('PageDown');
		expectEqual(await position(page), '3.0.-1', 'the last slide');
	};
	const ways = [
		['g and a number', '1.0.-1', () => page.keyboard.type('g2\n')],
		['g and words', '1.0.-1', () => page.keyboard.type('gtwo\n')],
		['the overview', '1.0.-1', () => page.keyboard.type('otwo\n')],
		['a link on a slide', '1.0.-1', () => page.click('section.present a')],
		['Home', '0.0.-1', () => page.keyboard.press('Home')],
		['the bar below the slides', '1.0.-1', () => page.mouse.click(STAGE.width * .3, STAGE.height - 2)],
	];
	for (const [what, place, jump] of ways) {
		await check(`place: ${what} leads to the first step of a slide that was passed; back from there is the last step of the one before`, async () => {
			await toEnd();
			await jump();
			await expectSoon(() => position(page), place, 'place');
			expectEqual(await page.locator('section.present .fragment.visible').count(), 0, 'steps that are shown');
			if (place === '1.0.-1') {
				await page.keyboard.press('PageUp');
				expectEqual(await position(page), '0.0.2', 'the slide before, at its last step');
			}
		});
	}
	await check('place: up in a column of slides begins at the first step, too; the key that goes back does not', async () => {
		await toEnd();
		await page.keyboard.press('PageUp');
		expectEqual(await position(page), '2.1.2', 'back');
		await page.keyboard.press('Shift+ArrowUp');
		expectEqual(await position(page), '2.0.-1', 'the upper end');
	});
	await check('place: a jump to the slide that is shown begins it anew; a link to it, or the overview, keeps its step', async () => {
		await page.evaluate(() => Reveal.slide(1, 0, 1));
		await page.keyboard.type('o\n');
		expectEqual(await position(page), '1.0.1', 'by the overview');
		await page.evaluate(() => { location.hash = '#/two'; });
		await page.waitForTimeout(100);
		expectEqual(await position(page), '1.0.1', 'by a link');
		await page.keyboard.type('g2\n');
		expectEqual(await position(page), '1.0.-1', 'by its number');
	});
	await check('place: a link in the speaker\'s notes leads to the first step', async () => {
		await toEnd();
		const view = await opened(page);
		await view.click('.notes-text a');
		await expectSoon(() => position(page), '1.0.-1', 'place');
		await view.close();
	});
	await check('place: a reload keeps slide and step, also right after a step', async () => {
		await page.waitForTimeout(1100); // reveal.js writes the address once a second
		for (const [key, place] of [['PageDown', '1.0.0'], ['PageDown', '1.0.1'], ['Home', '0.0.-1']]) {
			await page.keyboard.press(key);
			await page.reload();
			await isReady(page);
			expectEqual(await position(page), place, `after ${key}`);
		}
		await page.goto(page.url().replace(/#.*/, '') + '#/three');
		await isReady(page);
		await expectSoon(() => position(page), '2.0.-1', 'a link in the same tab');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	const talk = stageTalk('en');
	await checkPhone(browser, talk);
	await checkTall(browser, talk);
	await checkOrder(browser);
	await checkJumps(browser);
});
