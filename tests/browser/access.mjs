// Whether everybody can use a deck: axe-core on every slide of every talk, in light and dark, with a
// packet open and with folded callouts open, and on the pages that a server lists talks or says a mistake
// with; focus that can be seen; motion that can be turned off.
//
//   node tests/browser/access.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, program, top, work } from './lib.mjs';
import { serve, stop } from './serving.mjs';

// Whether the slide has elements that no slide before it had. In the dark only colors are checked, and elements with
// the same tags and classes in the same place have the same colors.
const showsNewKinds = (page) => page.evaluate(() => {
	const seen = window.seenKinds ??= new Set(), before = seen.size;
	const current = window.Reveal.getCurrentSlide();
	for (const node of [current, ...current.querySelectorAll('*')]) {
		const kind = (element) => `${element.tagName}.${element.getAttribute('class') ?? ''}${element.getAttribute('style') ?? ''}`;
		seen.add([node, node.parentElement, node.parentElement.parentElement].map(kind).join(' < '));
	}
	return seen.size > before;
});

// The same page, in light and then in the dark: to open another one takes longer than to look at it.
async function inBothColors(browser, file, look) {
	const opened = await open(browser, file, { context: { colorScheme: 'light' } });
	await opened.page.evaluate(axe);
	for (const colorScheme of ['light', 'dark']) {
		await opened.page.emulateMedia({ colorScheme });
		await look(opened, colorScheme);
	}
	await opened.context.close();
}

// Every slide with all its steps taken; then with the first packet of each diagram or list open.
async function checkDeck({ page, problems }, name, colorScheme) {
	const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined; // all else is the same
	const found = new Map();
	let isOpened = false;
	const look = async (where, options = { rules }) => {
		for (const violation of await violations(page, options))
			found.set(violation, found.get(violation) ?? where);
	};
	if (!rules)
		await check(`${name}: axe finds nothing in the page as a whole`, async () => expectEqual(await violations(page, { isWhole: true }), [], 'violations'));
	await check(`${name}, ${colorScheme}: axe finds nothing on any slide, nor in a packet`, async () => {
		const slides = await page.evaluate(() => Reveal.getSlides().map((slide) => Reveal.getIndices(slide)));
		for (const { h, v } of slides) {
			const where = `slide ${h + 1}${v ? '.' + (v + 1) : ''}`;
			await page.evaluate(([h, v]) => Reveal.slide(h, v, 99), [h, v]);
			if (!rules || await showsNewKinds(page))
				await look(where);
			const row = page.locator('section.present:not(.stack) .row.now:not(.call) .hit, section.present:not(.stack) .packets-list tr[data-frame]').first();
			if (await row.count() && !(rules && isOpened)) { // for its colors, one packet is as another
				isOpened = true;
				await row.click();
				if (await page.locator('dialog[open]').count()) {
					await look(`${where}, a packet`);
					await page.keyboard.press('Escape');
				}
			}
		}
		expect(found.size === 0, [...found].map(([violation, where]) => `${where}: ${violation}`).join('\n'));
	});
	await check(`${name}, ${colorScheme}: nothing forbidden happened meanwhile`, () => expectNoProblems(problems));
}

async function checkIndex(browser) {
	const folder = join(work, 'talks');
	mkdirSync(folder);
	copyFileSync(join(work, 'ping.pcap'), join(folder, 'ping.pcap'));
	writeFileSync(join(folder, '1.md'), '---\ntitle: Right\npresenter: A\ndate: 2025-01-01\n---\n# Right\n');
	writeFileSync(join(folder, '2.md'), '---\ntitle: Wrong\ncaptures: {ping: ping.pcap}\n---\n\n```packets ping\nframes: 99\n```\n');
	try {
		execFileSync(program, ['build', folder], { stdio: 'ignore' });
	} catch {
		// one of the two is wrong on purpose
	}
	await inBothColors(browser, join(folder, 'index.html'), ({ page }, colorScheme) => check(`index with a failed talk, ${colorScheme}: axe finds nothing`, async () => {
		expect((await page.textContent('body')).includes('there is no frame 99'), 'the failed talk is not there');
		expectEqual(await violations(page), [], 'violations');
	}));
}

// A schedule with all kinds of rows, its past meetings opened, also on a phone.
async function checkSchedule(browser) {
	const folder = join(work, 'season');
	mkdirSync(folder);
	writeFileSync(join(folder, 'group.yaml'), 'group: 네트워크 스터디\nmembers: [지은, 민수, "<b>@everyone</b>", 도윤]\nfirst: 2026-09-07\ntime: 19:30\n'
		+ 'holidays:\n  - 2026-09-28: 추석\n  - 2026-11-09\ngiven:\n  - 2026-09-07: 민수\n');
	writeFileSync(join(folder, '1.md'), '---\ntitle: 소켓\npresenter: 지은\ndate: 2026-09-14\n---\n# 소켓\n');
	writeFileSync(join(folder, '2.md'), '---\ntitle: TCP_NOTSENT_LOWAT_AND_OTHER_LONG_NAMES\npresenter: 손님\ndate: 2026-10-19\n---\n# TCP\n');
	execFileSync(program, ['build', folder], { stdio: 'ignore', env: { ...process.env, SOURCE_DATE_EPOCH: String(Date.UTC(2026, 9, 15) / 1000) } });
	await inBothColors(browser, join(folder, 'index.html'), ({ page }, colorScheme) => check(`index with a schedule, ${colorScheme}: axe finds nothing, and a phone has all of it`, async () => {
		await page.click('summary');
		expectEqual(await page.locator('table').count(), 2, 'tables');
		expectEqual(await page.locator('.next time').getAttribute('datetime'), '2026-10-19', 'the next meeting');
		for (const width of [1000, 390]) {
			await page.setViewportSize({ width, height: 844 });
			expectEqual(await violations(page), [], `violations, ${width} px`);
			expectEqual(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `it is wider than ${width} px`);
		}
		expectEqual(await page.locator('td:visible', { hasText: '<b>@everyone</b>' }).count() > 0, true, 'a name is text');
	}));
}

// Folded callouts of every kind, closed, and opened by the keyboard.
async function checkCallouts(browser) {
	const kinds = ['note', 'abstract', 'info', 'todo', 'tip', 'success', 'question', 'warning', 'failure', 'danger', 'bug', 'example', 'quote'];
	const folded = (some) => some.map((kind) => `> [!${kind}]- About ${kind}\n> What is **inside** of \`${kind}\`, with a [[link]].\n`).join('\n');
	writeFileSync(join(work, 'folded.md'), `---\ntitle: Folded\nlang: en\n---\n# One\n\n${folded(kinds.slice(0, 5))}\n---\n\n# Two\n\n${folded(kinds.slice(5, 9))}\n`
		+ `---\n\n# Three\n\n${folded(kinds.slice(9))}\n> [!tip]- Outer\n> > [!quote]- Inner\n> > words\n`);
	const file = build(join(work, 'folded.md'));
	await inBothColors(browser, file, async ({ page, problems }, colorScheme) => {
		await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = false; }));
		await check(`folded callouts, ${colorScheme}: axe finds nothing while they are closed, nor when they open`, async () => {
			let opened = 0;
			for (let slide = 0; slide < 3; slide++) {
				await page.evaluate((index) => Reveal.slide(index), slide);
				expectEqual(await violations(page), [], `violations on slide ${slide + 1}`);
				for (let i = 0; i < await page.locator('section.present summary:visible').count(); i++) {
					await page.locator('section.present summary:visible').nth(i).focus();
					await page.keyboard.press('Enter');
					opened++;
				}
				expectEqual(await page.evaluate(() => [Reveal.getIndices().h, Reveal.getCurrentSlide().querySelectorAll('details:not([open])').length]), [slide, 0], 'slide, callouts that stayed closed');
				expectEqual(await violations(page), [], `violations on slide ${slide + 1}, opened`);
			}
			expectEqual(opened, kinds.length + 2, 'callouts');
			expectNoProblems(problems);
		});
	});
}

// The pages of `serve`: the list of talks, a talk, a talk that cannot be built, and a talk that does not exist.
async function checkServed(browser) {
	const { server, url } = await serve(join(work, 'talks'));
	for (const [what, path, words] of [['the list of talks', '', 'Right'], ['a talk', '1.html', 'Right'],
		['a talk with a mistake', '2.html', 'there is no frame 99'], ['a page that is not there', 'nowhere.html', 'no such page']]) {
		await inBothColors(browser, url + path, ({ page }, colorScheme) => check(`serve, ${what}, ${colorScheme}: axe finds nothing`, async () => {
			expect((await page.textContent('body')).includes(words), `no "${words}" in ${await page.textContent('body')}`);
			expectEqual(await violations(page), [], 'violations');
			const contrast = await page.evaluate(() => [document.body, document.querySelector('pre, h1, p')].filter(Boolean).map((node) => parseFloat(getComputedStyle(node).fontSize)));
			expect(contrast.every((size) => size >= 16), `text of ${contrast} px`);
		}));
	}
	await check('serve: a mistake over the slides is read out, and axe finds nothing in it', async () => {
		const { page, context } = await open(browser, url + '1.html');
		const talk = join(work, 'talks', '1.md');
		writeFileSync(talk, readFileSync(talk, 'utf-8') + '\n```packets nothing\n```\n');
		await page.waitForSelector('#live-reload-problem[role="alert"]', { timeout: 60000 });
		await page.evaluate(axe);
		expectEqual(await violations(page), [], 'violations');
		await context.close();
	});
	expectEqual(await stop(server), 0, 'exit status');
}

// The keyboard's focus can be seen: it has an outline, or in a diagram the frame of its row.
async function checkFocus(browser, file) {
	const { page, context } = await open(browser, file);
	for (const title of ['열한 개의', '한 패킷을', '목록으로']) {
		await check(`focus: "${title}…" shows it wherever Tab comes to`, async () => {
			await goTo(page, title);
			await page.evaluate(() => document.activeElement.blur());
			const seen = [];
			for (let i = 0; i < 12; i++) {
				await page.keyboard.press('Tab');
				const at = await page.evaluate(() => {
					const element = document.activeElement;
					if (!element || element === document.body)
						return null;
					const shows = (node) => {
						const style = getComputedStyle(node);
						return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1)
							|| (node instanceof SVGElement && style.stroke !== 'none' && parseFloat(style.strokeWidth) > 2);
					};
					return { what: `${element.tagName} ${element.getAttribute('class')}`, shows: [element, ...element.querySelectorAll('.hit, .box')].some(shows) };
				});
				if (!at)
					break;
				seen.push(at);
			}
			expect(seen.length > 0, 'Tab comes to nothing');
			expectEqual(seen.filter((at) => !at.shows).map((at) => at.what), [], 'focus without a sign');
		});
	}
	await context.close();
}

async function checkMotion(browser, file) {
	const { page, context } = await open(browser, file);
	await goTo(page, '열한 개의');
	await page.keyboard.press('Enter');
	const moving = async (reducedMotion) => {
		await page.emulateMedia({ reducedMotion });
		return page.evaluate(() => [...document.querySelectorAll('.reveal *')].filter((element) => {
			const style = getComputedStyle(element);
			return [style.transitionDuration, style.animationDuration].some((times) => times.split(',').some((time) => parseFloat(time) > 0));
		}).length);
	};
	await check('motion: nothing moves for those who asked for calm', async () => {
		expectEqual(await moving('reduce'), 0, 'elements that move');
		expect(await moving('no-preference') > 0, 'and nothing moves for others either: the check sees nothing');
	});
	await context.close();
}

await main(async (browser) => {
	const slides = join(top, 'slides');
	const decks = [['fixture', fixture()],
		...readdirSync(slides).filter((name) => /^\d.*\.md$/.test(name)).sort().map((name) => [name, build(join(slides, name))])];
	for (const [name, file] of decks) {
		await inBothColors(browser, file, (opened, colorScheme) => checkDeck(opened, name, colorScheme));
	}
	await checkIndex(browser);
	await checkSchedule(browser);
	await checkServed(browser);
	await checkCallouts(browser);
	await checkFocus(browser, decks[0][1]);
	await checkMotion(browser, decks[0][1]);
});
