// A note is saved while its deck is open: what changed is put in place, and nothing else moves. A slide that is put in place
// is as one that was loaded.
//
//   node tests/browser/new-slides.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exchange } from './decks.mjs';
import { check, expect, expectEqual, expectSoon, isReady, main, open, opened, PATIENCE, top, work } from './lib.mjs';
import { serve, share, stop } from './serving.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const file = join(work, 'talk.md');
exchange('ping.pcap');

const steps = (words, ...some) => `## List\n\n${words}\n\n${some.map((one) => `+ ${one}\n`).join('')}\nnote: of the list, ${words}`;
const packets = (words, more = '') => `## Packets\n\n${words}\n\n\`\`\`packets ping\nframes: 1-11\nnotes:\n  2: "the **server** answers"\n${more}\`\`\`\n\nnote: of the packets`;
const SLIDES = {
	title: '# Slides',
	list: steps('one', 'red', 'green', 'blue'),
	packets: packets('eleven packets'),
	packet: '## Packet\n\n```packets ping\nshow: packet\nframes: 4\n```',
	code: '## Code\n\n```python {1|2|3}\nfirst = 1\nsecond = "two"\nthird = 3\n```\n\n> [!note] A callout\n> in words',
	below: '## Under it\n\nwords below',
	last: '## Last\n\nthe end',
};
const ORDER = ['title', 'list', 'packets', 'packet', 'code', '-below', 'last'];

// The talk with these slides; one whose name begins with a hyphen is below the one before it.
function talk({ order = ORDER, front = '', ...others } = {}) {
	const slides = order.map((name, index) => [index ? (name.startsWith('-') ? '\n\n--\n\n' : '\n\n---\n\n') : '', others[name.replace('-', '')] ?? SLIDES[name.replace('-', '')]]);
	return `---\ntitle: Slides\nlang: en\ncaptures: {ping: ping.pcap}\n${front}---\n\n${slides.flat().join('')}\n`;
}

// As most editors do: another file takes the name.
function write(words, name = file) {
	writeFileSync(join(work, '.talk.md~'), words);
	renameSync(join(work, '.talk.md~'), name);
}

const save = (changes) => write(talk(changes));

// What a window shows: [heading, step, opened packet].
const showing = (page) => page.evaluate(() => [Reveal.getCurrentSlide().querySelector('h1, h2').textContent, Reveal.getIndices().f ?? -1, document.querySelector('dialog.packet-detail h2')?.textContent ?? null].join());
const shows = (page, expected) => expectSoon(() => showing(page), expected, 'shown');
const has = (page, words) => page.waitForFunction((wanted) => document.querySelector('.slides')?.textContent.includes(wanted), words, { timeout: PATIENCE });
const goTo = (page, id, step = -1) => page.evaluate(([name, f]) => {
	const { h, v } = Reveal.getIndices(document.getElementById(name));
	Reveal.slide(h, v || 0, f);
}, [id, step]);
const mark = (page) => page.evaluate(() => { window.isOld = true; });
const expectOld = async (page) => expectEqual(await page.evaluate(() => window.isOld), true, 'the page was not loaded again');
const headings = (page) => page.evaluate(() => [...document.querySelectorAll('.slides section:not(:has(section))')].map((one) => `${one.querySelector('h1, h2').firstChild.data.trim()} ${one.querySelector('.slide-footer .page')?.textContent ?? ''}`.trim()).join(', '));

// The slides as elements and words, without what follows the steps of a talk.
const contents = (page) => page.evaluate(() => [...document.querySelectorAll('.slides section:not(:has(section))')].map((section) => {
	const copy = section.cloneNode(true);
	copy.querySelectorAll('.map-place, .facts, .sign, .where').forEach((one) => one.remove());
	copy.querySelectorAll('template').forEach((one) => one.replaceChildren());
	for (const one of [copy, ...copy.querySelectorAll('*')]) {
		for (const { name } of [...one.attributes]) {
			if (/^(class|style|hidden|inert|tabindex|transform|aria-.*|data-(fragment|index-.|part|previous-indexv|scrolls))$/.test(name))
				one.removeAttribute(name);
		}
	}
	return copy.outerHTML;
}));

// Where two texts begin to differ.
function difference(one, other) {
	const at = [...one].findIndex((letter, index) => letter !== other[index]);
	return [one, other].map((text) => text.slice(Math.max(0, at - 60), at + 60)).join(' <> ');
}

// All of it as in a page that is loaded now.
async function expectAsLoaded(page) {
	const other = await page.context().newPage();
	await other.goto(page.url().replace(/#.*/, ''));
	await isReady(other);
	const [here, loaded] = [await contents(page), await contents(other)];
	await other.close();
	expectEqual(here.length, loaded.length, 'slides');
	here.forEach((slide, index) => expect(slide === loaded[index], `slide ${index + 1}: ${difference(slide, loaded[index])}`));
}

async function checkKept(browser, url) {
	const { page, context, problems } = await open(browser, url + 'talk.html');
	await mark(page);
	await check('new slides: a step, strokes and the zoom stay when another slide changes', async () => {
		await goTo(page, 'packets', 2);
		await page.keyboard.press('c');
		await page.mouse.move(300, 300);
		await page.mouse.down();
		await page.mouse.move(420, 380, { steps: 4 });
		await page.mouse.up();
		await page.keyboard.press('c');
		await page.keyboard.press('z');
		const look = () => page.evaluate(() => ({ strokes: document.querySelectorAll('.ink .stroke').length, zoom: document.querySelector('.slides').style.scale, isSame: window.kept === Reveal.getCurrentSlide(), row: document.querySelector('section.present .row.now').dataset.frame }));
		await page.evaluate(() => { window.kept = Reveal.getCurrentSlide(); });
		const before = await look();
		expectEqual([before.strokes, before.zoom], [1, '2.2'], 'strokes and zoom');
		save({ last: '## Last\n\nthe very end' });
		await has(page, 'the very end');
		expectEqual(await look(), before, 'what is shown');
		await shows(page, 'Packets,2,');
		await page.keyboard.press('z');
	});
	await check('new slides: an open packet stays when another slide changes', async () => {
		await page.keyboard.press('Enter');
		await page.evaluate(() => { window.dialog = document.querySelector('dialog.packet-detail'); });
		const before = await showing(page);
		save({ last: '## Last\n\nthe end of all' });
		await has(page, 'the end of all');
		expectEqual([await showing(page), await page.evaluate(() => window.dialog.open)], [before, true], 'the packet');
		await page.click('dialog .crumbs button:first-child');
		expectEqual(await page.locator('dialog .crumbs button.on').textContent(), await page.locator('dialog .crumbs button:first-child').textContent(), 'layer');
	});
	await check('new slides: a slide that changes keeps its step, and opens its packet again', async () => {
		const before = await showing(page);
		save({ packets: packets('the same packets') });
		await has(page, 'the same packets');
		await shows(page, before);
		expectEqual(await page.locator('dialog .crumbs button.on').textContent(), await page.locator('dialog .crumbs button:first-child').textContent(), 'layer');
		await expectAsLoaded(page);
		await page.keyboard.press('Escape');
		expectEqual(await page.evaluate(() => document.activeElement.closest('section') === Reveal.getCurrentSlide()), true, 'the focus is on the slide');
	});
	await check('new slides: one is inserted before, and one behind', async () => {
		save({ order: ['title', 'list', 'new', ...ORDER.slice(2), 'other'], new: '## New\n\n> [!note] inserted', other: '## Other\n\nadded' });
		await has(page, 'added');
		await shows(page, 'Packets,2,');
		expectEqual(await headings(page), 'Slides, List 2, New 3, Packets 4, Packet 5, Code 6, Under it 7, Last 8, Other 9', 'slides');
		await expectAsLoaded(page);
	});
	await check('new slides: in another order', async () => {
		save({ order: ['title', 'code', '-below', 'packets', 'list', 'packet', 'last'] });
		await expectSoon(() => headings(page), 'Slides, Code 2, Under it 3, Packets 4, List 5, Packet 6, Last 7', 'slides');
		await shows(page, 'Packets,2,');
		expectEqual(await page.evaluate(() => window.kept === Reveal.getCurrentSlide()), true, 'it is the slide of before');
		await expectAsLoaded(page);
		await page.keyboard.press('PageDown');
		await shows(page, 'Packets,3,');
	});
	await check('new slides: a slide below others comes to stand alone, and back', async () => {
		await goTo(page, 'under-it');
		save({ order: ORDER.map((name) => name.replace('-', '')) });
		await expectSoon(() => page.evaluate(() => document.querySelector('.slides > section > section')), null, 'stacks');
		await shows(page, 'Under it,-1,');
		await page.keyboard.press('PageDown');
		await shows(page, 'Last,-1,');
		await page.keyboard.press('PageUp');
		save();
		await expectSoon(() => page.evaluate(() => document.querySelectorAll('.slides > section > section').length), 2, 'slides in a stack');
		await shows(page, 'Under it,-1,');
		await page.keyboard.press('PageUp');
		await shows(page, 'Code,1,');
		await expectAsLoaded(page);
	});
	await check('new slides: the slide that is shown is deleted', async () => {
		await goTo(page, 'packets', 1);
		save({ order: ORDER.filter((name) => name !== 'packets') });
		await shows(page, 'Packet,-1,');
		await page.keyboard.press('PageUp');
		await shows(page, 'List,2,');
		await expectAsLoaded(page);
	});
	await check('new slides: another heading is the same slide, and a step that is gone is the last one', async () => {
		save();
		await has(page, 'eleven packets');
		save({ list: steps('one', 'red', 'green').replace('## List', '## Colors') });
		await shows(page, 'Colors,1,');
		await expectAsLoaded(page);
		save();
		await shows(page, 'List,1,');
	});
	await check('new slides: code has its colors and its steps', async () => {
		await goTo(page, 'code', 1);
		save({ code: SLIDES.code.replace('third = 3', 'third = "three"') });
		await has(page, '"three"');
		expectEqual(await page.evaluate(() => [document.querySelectorAll('.present .hljs-string').length, document.querySelector('.present .code-line.now').textContent.trim()]), [2, 'third = "three"'], 'strings, and the line of the step');
		await expectAsLoaded(page);
	});
	await check('new slides: the sheet of all slides, while it is open', async () => {
		await page.keyboard.press('o');
		await page.keyboard.type('l');
		const labels = () => page.evaluate(() => [...document.querySelectorAll('.tile:not([hidden]) .label')].map((one) => one.textContent).join(', '));
		const before = await labels();
		save({ order: [...ORDER, 'new'], new: '## Last of all' });
		await expectSoon(labels, before.replace('7 Last', '7 Last, 8 Last of all'), 'slides'); // titles stand before texts
		await page.keyboard.press('Escape');
	});
	await check('new slides: a mistake is over the slides, and goes when it is mended, without a reload', async () => {
		save({ packets: packets('eleven packets', 'frames: 5000\n'), last: '## Last\n\nunseen' });
		await page.locator('#live-reload-problem').waitFor({ timeout: PATIENCE });
		expectEqual(await page.evaluate(() => document.querySelector('.slides').textContent.includes('unseen')), false, 'a talk with a mistake is shown');
		save({ last: '## Last\n\nmended' });
		await has(page, 'mended');
		await expectSoon(() => page.locator('#live-reload-problem').count(), 0, 'messages');
	});
	await check('new slides: a copy of a slide', async () => {
		const order = ['title', 'last', 'copy', 'code', 'third'], copies = { copy: SLIDES.last, third: SLIDES.last };
		save({ order: ['title', 'last', 'code'] });
		await expectSoon(() => headings(page), 'Slides, Last 2, Code 3', 'slides');
		await page.reload();
		await isReady(page);
		await mark(page);
		save({ order, ...copies });
		await expectSoon(() => headings(page), 'Slides, Last 2, Last 3, Code 4, Last 5', 'slides');
		await expectAsLoaded(page);
		save({ order: ['title', 'code', 'last', 'copy'], ...copies });
		await expectSoon(() => headings(page), 'Slides, Code 2, Last 3, Last 4', 'slides');
		await expectAsLoaded(page);
		await expectOld(page);
	});
	await check('new slides: strokes stay with their slide when it gets another id, and go with it', async () => {
		const [one, two] = ['one', 'two'].map((words) => `## Alike\n\n${words}`);
		save({ order: ['title', 'one', 'two', 'code'], one, two });
		await has(page, 'two');
		for (const id of ['alike', 'alike-2']) {
			await goTo(page, id);
			await page.keyboard.press('c');
			for (let count = id === 'alike' ? 1 : 2; count; count--) {
				await page.mouse.move(300, 200 + 80 * count);
				await page.mouse.down();
				await page.mouse.move(420, 280 + 80 * count, { steps: 4 });
				await page.mouse.up();
			}
			await page.keyboard.press('c');
		}
		const strokes = () => page.evaluate(() => `${Reveal.getCurrentSlide().querySelector('p')?.textContent}: ${document.querySelectorAll('.ink .stroke').length}`);
		expectEqual(await strokes(), 'two: 2', 'strokes');
		save({ order: ['title', 'two', 'code'], two });
		await expectSoon(() => headings(page), 'Slides, Alike 2, Code 3', 'slides');
		expectEqual(await strokes(), 'two: 2', 'strokes, as the id of the slide before it');
		save({ order: ['title', 'code'] });
		await shows(page, 'Code,-1,');
		save({ order: ['title', 'one', 'code'], one });
		await expectSoon(() => headings(page), 'Slides, Alike 2, Code 3', 'slides');
		await goTo(page, 'alike');
		expectEqual(await strokes(), 'one: 0', 'strokes of a slide that was deleted');
	});
	await check('new slides: the title slide has its picture as long as there are packets', async () => {
		const art = () => page.evaluate(() => [document.querySelector('.title-slide > .art') !== null, document.querySelector('.title-slide').classList.contains('with-art')]);
		save({ order: ['title', 'code'] });
		await expectSoon(art, [false, false], 'no packets');
		save({ title: '# Slides\n\nthe packets' });
		await has(page, 'the packets');
		expectEqual(await art(), [true, true], 'packets');
	});
	await check('new slides: asked for again when the server did not answer', async () => {
		let asked = 0;
		await page.route('**/*had=*', (route) => (asked++ ? route.continue() : route.abort()));
		save({ last: '## Last\n\nat the second time' });
		await has(page, 'at the second time');
		await page.unroute('**/*had=*');
		expectEqual(problems.splice(0), ['console error: Failed to load resource: net::ERR_FAILED'], 'problems');
	});
	await check('new slides: a mistake that is saved at once is not put in place', async () => {
		const version = async () => (await fetch(url + 'talk.html')).headers.get('server-timing');
		let isAsked = false;
		const answered = new Promise((done) => {
			page.route('**/*had=*', async (route) => {
				if (isAsked)
					return route.continue();
				isAsked = true;
				const before = await version();
				save({ packets: '## Packets\n\n```packets ping\nframes: 5000\n```', last: '## Last\n\nunseen' });
				await expectSoon(async () => await version() !== before, true, 'the mistake is built');
				const answer = await route.fetch();
				await route.fulfill({ response: answer });
				return done(await answer.json());
			});
		});
		save({ last: '## Last\n\nseen' });
		expectEqual(await answered, { problem: true }, 'answer');
		await page.locator('#live-reload-problem').waitFor({ timeout: PATIENCE });
		expectEqual(await page.evaluate(() => document.querySelector('.slides').textContent.includes('unseen')), false, 'a talk with a mistake is shown');
		save({ last: '## Last\n\nmended again' });
		await has(page, 'mended again');
		await expectSoon(() => page.locator('#live-reload-problem').count(), 0, 'messages');
		await page.unroute('**/*had=*');
	});
	await check('new slides: what a note says stays words', async () => {
		const hostile = '## Hostile\n\n<script>window.isHacked = 1</script><img src=x onerror="window.isHacked = 2">\n\n</section></div><section id="last" data-digest="0" onclick="window.isHacked = 3"><template><script>window.isHacked = 4</script></template>\n\n<svg onload="window.isHacked = 5"></svg> `</script>`\n';
		save({ order: [...ORDER.slice(0, 2), 'hostile', ...ORDER.slice(2)], hostile: hostile.replace('<img src=x', '<img src="data:image/png;base64,AA"') });
		await has(page, 'Hostile');
		expectEqual(await headings(page), 'Slides, List 2, Hostile 3, Packets 4, Packet 5, Code 6, Under it 7, Last 8', 'slides');
		expectEqual(await page.evaluate(() => [window.isHacked ?? null, document.querySelectorAll('.slides script, .slides [onclick], .slides [onerror]').length]), [null, 0], 'scripts');
		await expectAsLoaded(page);
	});
	await check('new slides: none of that loaded the page', () => expectOld(page));
	await check('new slides: an answer without a slide that the page does not have loads it', async () => {
		await page.route('**/*had=*', async (route) => {
			const answer = await route.fetch(), news = await answer.json();
			await route.fulfill({ response: answer, json: { ...news, slides: news.slides.map((slide) => ({ ...slide, html: undefined })) } });
		});
		save({ order: ['title', 'new'], new: '## New\n\nnot sent' });
		await has(page, 'not sent');
		expectEqual(await page.evaluate(() => window.isOld), undefined, 'the page was not loaded again');
		expectEqual(await headings(page), 'Slides, New 2', 'slides');
		expectEqual(problems, [], 'problems');
		await page.unroute('**/*had=*');
		await mark(page);
	});
	await check('new slides: another front matter, and another language of code, load it', async () => {
		for (const [changes, isLoaded] of [
			[{ front: 'duration: 7m\n' }, () => document.documentElement.dataset.duration === '420'],
			[{ front: 'duration: 7m\n', last: '## Last\n\n```sql\nselect 1\n```' }, () => document.querySelector('.hljs.language-sql, .language-sql .hljs-keyword')],
		]) {
			await mark(page);
			save(changes);
			await page.waitForFunction(isLoaded, null, { timeout: PATIENCE });
			await isReady(page);
			expectEqual(await page.evaluate(() => window.isOld ?? false), false, 'the old page');
		}
	});
	await check('new slides: nothing was asked of anybody else, and nothing was complained of', () => expectEqual(problems, [], 'problems'));
	await context.close();
	save();
}

async function checkSpeaker(browser, url) {
	const { page, context, problems } = await open(browser, url + 'talk.html');
	await mark(page);
	const view = await opened(page);
	const frame = async (name) => (await (await view.waitForSelector(`iframe[src$="speaker=${name}"]`)).contentFrame());
	const [now, next] = [await frame('now'), await frame('next')];
	for (const one of [now, next])
		await one.waitForFunction(() => document.querySelector('.reveal.ready'), null, { timeout: PATIENCE });
	const heading = (one) => one.evaluate(() => Reveal.getCurrentSlide().querySelector('h1, h2').textContent);
	await check('new slides: the speaker view has them, with their notes', async () => {
		await goTo(page, 'list', 2);
		await expectSoon(() => heading(next), 'Packets', 'next');
		for (const one of [view, now, next])
			await one.evaluate(() => { window.isOld = true; });
		save({ list: steps('two', 'red', 'green', 'blue'), order: ['title', 'list', 'new', ...ORDER.slice(2)], new: '## New' });
		await expectSoon(() => view.textContent('.notes-text').then((words) => words.trim()), 'of the list, two', 'notes');
		await expectSoon(() => now.textContent('section.present p'), 'two', 'now');
		await expectSoon(() => heading(next), 'New', 'next');
		await expectSoon(() => view.textContent('.next-words'), 'next: New', 'next in words');
		await expectSoon(() => view.textContent('.speaker-notes .where'), '2 / 8 · step 4 of 4', 'place');
		expectEqual(await Promise.all([page, view, now, next].map((one) => one.evaluate(() => window.isOld))), [true, true, true, true], 'no window was loaded again');
	});
	await check('new slides: a step still moves all of them', async () => {
		await page.keyboard.press('PageDown');
		await expectSoon(() => heading(now), 'New', 'now');
		await expectSoon(() => heading(next), 'Packets', 'next');
		expectEqual(problems, [], 'problems');
	});
	await context.close();
	save();
}

const ASK = '## Asked\n\n```ask ping\nquestion: Who sends first?\nchoices: [the client, the server]\nanswer: the client\nframe: 1\n```';
async function checkRoom(browser) {
	const withAsk = (words) => ({ order: ['title', 'list', 'asked', 'packets', 'last'], asked: ASK.replace('first?', words) });
	save({ order: ['title', 'list', 'packets', 'last'] });
	const { server, url, presenter, listener } = await share(work);
	const visit = async (link, options) => {
		const { page, problems } = await open(browser, link, { context: options });
		await page.goto(`${url}talk.html`);
		await isReady(page);
		await mark(page);
		return { page, problems };
	};
	const stage = await visit(presenter), follower = await visit(listener), phone = await visit(listener, PHONE);
	const clicker = (await open(browser, presenter)).page;
	await clicker.goto(`${url}talk.html?clicker`);
	await mark(clicker);
	const read = (page) => page.evaluate(() => [...document.querySelectorAll('.scroll-page')].find((one) => one.getBoundingClientRect().bottom > innerHeight / 3).querySelector('h1, h2').textContent);
	await check('new slides: listeners, the phone and the clicker have them', async () => {
		for (const step of [0, 0])
			await stage.page.keyboard.press('PageDown', { delay: step });
		await shows(follower.page, 'List,0,');
		await expectSoon(() => read(phone.page), 'List', 'phone');
		await expectSoon(() => clicker.textContent('h1.where'), '2 / 4 · List', 'clicker');
		const changes = withAsk('at first?');
		save({ ...changes, list: steps('for all', 'red', 'green', 'blue'), order: ['title', 'new', ...changes.order.slice(1)], new: '## New\n\nfor everybody' });
		for (const { page } of [stage, follower, phone])
			await has(page, 'for everybody');
		await shows(stage.page, 'List,0,');
		await shows(follower.page, 'List,0,');
		await expectSoon(() => read(phone.page), 'List', 'phone');
		await expectSoon(() => clicker.textContent('h1.where'), '3 / 6 · List', 'clicker');
		await expectSoon(() => clicker.textContent('.notes-text').then((words) => words.trim()), 'of the list, for all', 'notes');
		expectEqual(await follower.page.getAttribute('.room-bar .follow', 'aria-checked'), 'true', 'it follows');
	});
	await check('new slides: a listener sees no further than the speaker', async () => {
		expectEqual(await follower.page.evaluate(() => [...document.querySelectorAll('.slides section.ahead h2')].map((one) => one.textContent).join()), 'Asked,Packets,Last', 'slides ahead');
		expectEqual(await phone.page.evaluate(() => [...document.querySelectorAll('.slides section.ahead h2')].map((one) => one.textContent).join()), 'Asked,Packets,Last', 'slides ahead on the phone');
	});
	await check('new slides: nor does one who has the sheet of all slides open', async () => {
		await follower.page.keyboard.press('o');
		const labels = () => follower.page.evaluate(() => [...document.querySelectorAll('.tile:not([hidden]) .label')].map((one) => one.textContent).join(', '));
		await expectSoon(labels, '1 Slides, 2 New, 3 List', 'slides');
		const changes = withAsk('at first?');
		save({ ...changes, list: steps('for everybody', 'red', 'green', 'blue'), order: ['title', 'new', ...changes.order.slice(1), 'unseen'], unseen: '## Unseen', new: '## New\n\nfor everybody' });
		for (const { page } of [stage, follower, phone])
			await page.waitForFunction(() => document.getElementById('list').textContent.includes('for everybody'), null, { timeout: PATIENCE });
		expectEqual(await labels(), '1 Slides, 2 New, 3 List', 'slides');
		await follower.page.keyboard.press('Escape');
	});
	await check('new slides: a question that was added is voted on', async () => {
		await goTo(stage.page, 'asked');
		await shows(follower.page, 'Asked,-1,');
		expectEqual(await follower.page.evaluate(() => document.querySelector('.ask').matches('.withheld')), true, 'the answer is withheld');
		await follower.page.click('.ask-choices > li:first-child .vote');
		await expectSoon(() => follower.page.getAttribute('.ask-choices > li:first-child .vote', 'aria-pressed'), 'true', 'the vote');
		await expectSoon(() => clicker.textContent('.vote-counts'), 'A\u2713 1 \u00b7 B 0 (1 in all)', 'counts');
	});
	await check('new slides: a phone that is turned has them on its stage, and again on its page', async () => {
		await phone.page.setViewportSize({ width: 844, height: 390 });
		await phone.page.waitForFunction(() => !Reveal.isScrollView(), null, { timeout: PATIENCE });
		const titles = 'Slides, New 2, List 3, Asked 4, Packets 5, Last 6, Unseen 7';
		await expectSoon(() => headings(phone.page), titles, 'on its side');
		await shows(phone.page, 'Asked,-1,');
		await phone.page.setViewportSize(PHONE.viewport);
		await phone.page.waitForFunction(() => Reveal.isScrollView(), null, { timeout: PATIENCE });
		await expectSoon(() => headings(phone.page), titles, 'upright');
	});
	await check('new slides: after the last slide that was shown, what follows it is not shown', async () => {
		const ahead = (page) => page.evaluate(() => [...document.querySelectorAll('.slides section.ahead h2')].map((one) => one.textContent).join());
		await stage.page.keyboard.press('PageUp');
		await shows(follower.page, 'List,2,');
		let letGo;
		const isLetGo = new Promise((done) => { letGo = done; });
		await stage.page.route('**/*had=*', (route) => isLetGo.then(() => route.continue()));
		save({ order: ['title', 'list', 'packets', 'last'] });
		for (const { page } of [follower, phone]) {
			await page.waitForFunction(() => !document.querySelector('.ask'), null, { timeout: PATIENCE });
			await expectSoon(() => ahead(page), 'Packets,Last', 'slides ahead');
		}
		expectEqual(await stage.page.locator('.ask').count(), 1, 'questions on the stage, which has yet to get an answer');
		letGo();
		await stage.page.waitForFunction(() => !document.querySelector('.ask'), null, { timeout: PATIENCE });
		await stage.page.keyboard.press('PageUp');
		await shows(follower.page, 'List,1,');
		expectEqual(await ahead(follower.page), 'Packets,Last', 'slides ahead');
	});
	await check('new slides: none of these windows was loaded again, and none complained', async () => {
		for (const { page, problems } of [stage, follower, phone]) {
			await expectOld(page);
			expectEqual(problems, [], 'problems');
		}
		await expectOld(clicker);
	});
	expectEqual(await stop(server), 0, 'exit status');
}

// A picture without steps goes on on further slides, which an upright phone has, too.
const strips = (words, ...more) => `---\ntitle: Strips\nlang: en\ncaptures: {pingpong: pingpong.pcap}\n---\n\n# Strips\n\n---\n\n${more.join('')}## Long\n\n${words}\n\n\`\`\`packets pingpong\nstep: none\n\`\`\`\n\n---\n\n## After\n\n---\n\n## Behind\n\n---\n\n## End\n`;
async function checkPhone(browser, url) {
	const name = join(work, 'strips.md');
	const { page, context, problems } = await open(browser, url + 'strips.html', { context: PHONE });
	await mark(page);
	await check('new slides: a picture that goes on on further slides, on a phone', async () => {
		for (const words of ['once', 'twice']) {
			write(strips(words), name);
			await has(page, words);
			await expectAsLoaded(page);
		}
		const pages = await page.evaluate(() => [...document.querySelectorAll('.scroll-page')].map((one) => one.querySelectorAll('section').length));
		expect(pages.length > 3 && pages.every((count) => count === 1), `slides of each page: ${pages}`);
		expect(await page.evaluate(() => [...document.querySelectorAll('#long .diagram, [id^="long-"] .diagram')].every((one) => one.matches('.upright'))), 'pictures for a phone');
		await expectOld(page);
		expectEqual(problems, [], 'problems');
	});
	await check('new slides: a phone that is turned shows the slide that was read', async () => {
		const shown = () => page.evaluate(() => Reveal.getCurrentSlide().id);
		await page.evaluate(() => document.getElementById('after').closest('.scroll-page').scrollIntoView());
		await expectSoon(shown, 'after', 'read');
		write(strips('thrice', '## New\n\n---\n\n## Newer\n\n---\n\n'), name);
		await has(page, 'thrice');
		await expectSoon(shown, 'after', 'read');
		await page.setViewportSize({ width: 844, height: 390 });
		await page.waitForFunction(() => !Reveal.isScrollView() && document.getElementById('newer'), null, { timeout: PATIENCE });
		await expectSoon(shown, 'after', 'on its side');
		await expectOld(page);
		expectEqual(problems, [], 'problems');
	});
	await context.close();
}

// What a save moves does not start the clock.
async function checkRehearsal(browser) {
	save();
	const { server, url } = await serve(work, 0, '--rehearse');
	const { page, problems } = await open(browser, url + 'talk.html#/list');
	await mark(page);
	await check('new slides: a rehearsal does not start with another heading, nor with a slide less', async () => {
		const starts = () => page.textContent('.rehearsal-bar .toggle');
		expectEqual(await starts(), 'Start', 'button');
		save({ list: steps('one', 'red', 'green').replace('## List', '## Colors') });
		await shows(page, 'Colors,-1,');
		expectEqual(await starts(), 'Start', 'button, after another heading');
		save({ order: ORDER.filter((name) => name !== 'list') });
		await shows(page, 'Packets,-1,');
		expectEqual(await starts(), 'Start', 'button, after the slide is gone');
		await page.keyboard.press('PageDown');
		await expectSoon(starts, 'Pause', 'button, after a step');
		await expectOld(page);
		expectEqual(problems, [], 'problems');
	});
	expectEqual(await stop(server), 0, 'exit status');
}

await main(async (browser) => {
	save();
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	write(strips('first'), join(work, 'strips.md'));
	const { server, url } = await serve(work);
	await checkKept(browser, url);
	await checkSpeaker(browser, url);
	await checkPhone(browser, url);
	await stop(server);
	await checkRehearsal(browser);
	await checkRoom(browser);
});
