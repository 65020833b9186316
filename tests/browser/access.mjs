// Whether everybody can use a deck: axe-core on every slide of every talk, in light and dark, with a
// packet open and with folded callouts open, and on the pages that a server lists talks or says a mistake
// with; focus that can be seen; motion that can be turned off.
//
//   node tests/browser/access.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, here, main, open, program, top, work } from './lib.mjs';
import { serve, stop } from './serving.mjs';

const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf-8');

// What axe finds on what can be seen; Runtime.evaluate, which this is, needs no permission of the policy.
// It says nothing of slides that are hidden, but walks through all they hold, which takes most of its
// time: without `isWhole` their contents are put aside meanwhile. So are rows of bytes and of lists
// behind the sixteenth (what scrolls still does) that are made as one before them: thousands of cells
// have the same few colours.
async function violations(page, { rules, isWhole = false } = {}) {
	return page.evaluate(async ([only, isWhole]) => {
		const current = window.Reveal?.getCurrentSlide();
		const aside = [...document.querySelectorAll('.slides section')].filter((section) => !isWhole && current && !section.contains(current) && !section.querySelector('section')).map((section) => {
			const contents = document.createDocumentFragment();
			contents.append(...section.childNodes);
			return { section, contents };
		});
		const seen = new Set(), alike = isWhole ? [] : [...document.querySelectorAll(':is(.dump-row, .packet-list tbody tr):nth-child(n + 17)')].filter((row) => {
			const kind = [row.parentNode.className, row, ...row.querySelectorAll('*')].map((node) => node.className ?? node).join();
			return seen.has(kind) || !seen.add(kind);
		}).map((row) => {
			const place = document.createComment('');
			row.replaceWith(place);
			return { row, place };
		});
		try {
			const result = await axe.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) });
			return result.violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120) + ' ' + (node.any[0]?.message ?? '').slice(0, 160)).join(' | ')}`);
		} finally {
			alike.forEach(({ row, place }) => place.replaceWith(row));
			aside.forEach(({ section, contents }) => section.append(contents));
		}
	}, [rules, isWhole]);
}

// Every slide with all its steps taken; then with the first packet of each diagram or list open.
async function checkDeck(browser, name, file, colorScheme) {
	const { page, context, problems } = await open(browser, file, { context: { colorScheme } });
	const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined; // all else is the same
	const found = new Map();
	let isOpened = false;
	const look = async (where, options = { rules }) => {
		for (const violation of await violations(page, options))
			found.set(violation, found.get(violation) ?? where);
	};
	await page.evaluate(axe);
	if (!rules)
		await check(`${name}: axe finds nothing in the page as a whole`, async () => expectEqual(await violations(page, { isWhole: true }), [], 'violations'));
	await check(`${name}, ${colorScheme}: axe finds nothing on any slide, nor in a packet`, async () => {
		const slides = await page.evaluate(() => Reveal.getSlides().map((slide) => Reveal.getIndices(slide)));
		for (const { h, v } of slides) {
			const where = `slide ${h + 1}${v ? '.' + (v + 1) : ''}`;
			await page.evaluate(([h, v]) => Reveal.slide(h, v, 99), [h, v]);
			await look(where);
			const row = page.locator('section.present:not(.stack) .row.now .hit, section.present:not(.stack) .packets-list tr[data-frame]').first();
			if (await row.count() && !(rules && isOpened)) { // for its colours, one packet is as another
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
	await context.close();
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
	for (const colorScheme of ['light', 'dark']) {
		const { page, context } = await open(browser, join(folder, 'index.html'), { context: { colorScheme } });
		await check(`index with a failed talk, ${colorScheme}: axe finds nothing`, async () => {
			await page.evaluate(axe);
			expect((await page.textContent('body')).includes('there is no frame 99'), 'the failed talk is not there');
			expectEqual(await violations(page), [], 'violations');
		});
		await context.close();
	}
}

// Folded callouts of every kind, closed, and opened by the keyboard.
async function checkCallouts(browser) {
	const kinds = ['note', 'abstract', 'info', 'todo', 'tip', 'success', 'question', 'warning', 'failure', 'danger', 'bug', 'example', 'quote'];
	const folded = (some) => some.map((kind) => `> [!${kind}]- About ${kind}\n> What is **inside** of \`${kind}\`, with a [[link]].\n`).join('\n');
	writeFileSync(join(work, 'folded.md'), `---\ntitle: Folded\nlang: en\n---\n# One\n\n${folded(kinds.slice(0, 5))}\n---\n\n# Two\n\n${folded(kinds.slice(5, 9))}\n`
		+ `---\n\n# Three\n\n${folded(kinds.slice(9))}\n> [!tip]- Outer\n> > [!quote]- Inner\n> > words\n`);
	const file = build(join(work, 'folded.md'));
	for (const colorScheme of ['light', 'dark']) {
		const { page, context, problems } = await open(browser, file, { context: { colorScheme } });
		await check(`folded callouts, ${colorScheme}: axe finds nothing while they are closed, nor when they open`, async () => {
			await page.evaluate(axe);
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
		await context.close();
	}
}

// What `serve` answers with: the list of talks, a talk, one that cannot be built, and none at all.
async function checkServed(browser) {
	const { server, url } = await serve(join(work, 'talks'));
	for (const [what, path, words] of [['the list of talks', '', 'Right'], ['a talk', '1.html', 'Right'],
		['a talk with a mistake', '2.html', 'there is no frame 99'], ['a page that is not there', 'nowhere.html', 'no such page']]) {
		for (const colorScheme of ['light', 'dark']) {
			const { page, context } = await open(browser, url + path, { context: { colorScheme } });
			await check(`serve, ${what}, ${colorScheme}: axe finds nothing`, async () => {
				await page.evaluate(axe);
				expect((await page.textContent('body')).includes(words), `no "${words}" in ${await page.textContent('body')}`);
				expectEqual(await violations(page), [], 'violations');
				const contrast = await page.evaluate(() => [document.body, document.querySelector('pre, h1, p')].filter(Boolean).map((node) => parseFloat(getComputedStyle(node).fontSize)));
				expect(contrast.every((size) => size >= 16), `text of ${contrast} px`);
			});
			await context.close();
		}
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

// Whoever comes by Tab sees where they are: an outline, or the frame that a row of a diagram draws.
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
	const moving = async (reducedMotion) => {
		const { page, context } = await open(browser, file, { context: { reducedMotion } });
		await goTo(page, '열한 개의');
		await page.keyboard.press('Enter');
		const count = await page.evaluate(() => [...document.querySelectorAll('.reveal *')].filter((element) => {
			const style = getComputedStyle(element);
			return [style.transitionDuration, style.animationDuration].some((times) => times.split(',').some((time) => parseFloat(time) > 0));
		}).length);
		await context.close();
		return count;
	};
	await check('motion: nothing moves for those who asked for calm', async () => {
		expectEqual(await moving('reduce'), 0, 'elements that move');
		expect(await moving('no-preference') > 0, 'and nothing moves for others either: the check sees nothing');
	});
}

await main(async (browser) => {
	const slides = join(top, 'slides');
	const decks = [['fixture', fixture()],
		...readdirSync(slides).filter((name) => /^\d.*\.md$/.test(name)).sort().map((name) => [name, build(join(slides, name))])];
	for (const [name, file] of decks) {
		await checkDeck(browser, name, file, 'light');
		await checkDeck(browser, name, file, 'dark');
	}
	await checkIndex(browser);
	await checkServed(browser);
	await checkCallouts(browser);
	await checkFocus(browser, decks[0][1]);
	await checkMotion(browser, decks[0][1]);
});
