// The pages of a shared talk, each in both languages and colors: axe finds nothing, nothing is wider than the screen, and no
// text is small. With SHOTS=FOLDER, pictures of them are written there.
//
//   node tests/browser/room-pages.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { axe, violations } from './axe.mjs';
import { exchange } from './decks.mjs';
import { check, expect, expectEqual, expectSoon, isReady, main, opened, work } from './lib.mjs';
import { share } from './serving.mjs';

const WAIT = { timeout: 60000 };
const SMALLEST = 18; // px
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const folder = join(work, 'talks');
mkdirSync(folder);
exchange('talks/ping.pcap');
for (const lang of ['ko', 'en']) {
	const words = lang === 'ko' ? ['한 요청의 패킷', '세 번 주고받는다', '서버가 **대답**한다', '한 번에 하나씩 본다'] : ['The packets of a request', 'Three times to and fro', 'the **server** answers', 'one packet after the other'];
	writeFileSync(join(folder, `${lang}.md`), `---\ntitle: ${words[0]}\nlang: ${lang}\nduration: 5m\ncaptures: {ping: ping.pcap}\n---\n\n# ${words[0]}\n\n---\n\n## ${words[1]}\n\n\`\`\`packets ping\nframes: 1-4\nnotes:\n  2: "${words[2]}"\n\`\`\`\n\nnote: ${words[3]}\n`);
}

async function visit(browser, link, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	await page.goto(link);
	return page;
}

// The smallest text of an element and of what is in it, as it is seen, but for pictures, which are drawn to scale.
const smallest = (page, selector) => page.evaluate((one) => {
	const seen = [...document.querySelectorAll(`${one}, ${one} *`)].filter((node) => !node.closest('svg, .visually-hidden, script, style, template') &&
		node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim()));
	const sizes = seen.map((node) => [parseFloat(getComputedStyle(node).fontSize), node.className || node.tagName]);
	return sizes.sort(([a], [b]) => a - b)[0];
}, selector);

async function look(page, name, selector) {
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme });
		if (process.env.SHOTS)
			await page.screenshot({ path: join(process.env.SHOTS, `${name.replace(/\W+/g, '-')}-${colorScheme}.png`) });
		await check(`${name}, ${colorScheme}: axe finds nothing, nothing is too wide, no text is small`, async () => {
			await page.evaluate(axe);
			expectEqual(await violations(page), [], 'violations');
			expectEqual(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'wider than the screen');
			const [size, where] = await smallest(page, selector);
			expect(size >= SMALLEST, `${where}: ${size} px`);
			const outside = await page.evaluate((one) => [...document.querySelectorAll(one)].map((node) => node.getBoundingClientRect()).some((box) => box.right > innerWidth + 1 || box.left < -1), selector);
			expectEqual(outside, false, 'beyond an edge');
		});
	}
}

async function checkPages(browser, lang) {
	const room = await share(folder, [], lang === 'ko' ? { LC_ALL: 'ko_KR.UTF-8', LANGUAGE: 'ko' } : {});
	const stranger = await visit(browser, room.url);
	await look(stranger, `${lang}: who has no link`, 'main');
	await stranger.setViewportSize(PHONE.viewport);
	await look(stranger, `${lang}: who has no link, phone`, 'main');
	const phone = await visit(browser, room.presenter, PHONE);
	// It asks again every two seconds; here it is looked at meanwhile.
	await phone.route('**/clicker', async (route) => {
		const response = await route.fetch();
		const { refresh, ...headers } = response.headers();
		expect(refresh, 'a clicker that waits does not ask again');
		await route.fulfill({ response, headers });
	});
	await phone.goto(`${room.url}clicker`);
	await look(phone, `${lang}: a clicker that waits`, 'main');
	await phone.unroute('**/clicker');
	const stage = await visit(browser, room.presenter);
	await stage.goto(`${room.url}${lang}.html`);
	await isReady(stage);
	await stage.waitForSelector('.first-invitation .qr-code', WAIT);
	await look(stage, `${lang}: the first slide`, '.first-invitation');
	const listener = await visit(browser, room.listener);
	await isReady(listener);
	await listener.waitForSelector('.room-bar .follow', WAIT);
	await check(`${lang}: a listener's first slide has no code`, async () => expectEqual(await listener.locator('.first-invitation').count(), 0, 'codes'));
	await stage.keyboard.press('PageDown');
	await listener.waitForFunction(() => Reveal.getIndices().h === 1, null, WAIT);
	await look(listener, `${lang}: a listener`, '.room-bar');
	await check(`${lang}: the switch covers no word of the footer`, async () => {
		const [bar, legend] = await listener.evaluate(() => ['.room-bar', '.present .color-legend'].map((one) => document.querySelector(one).getBoundingClientRect().toJSON()));
		expect(legend.left >= bar.right || legend.bottom <= bar.top, `bar until ${bar.right}, legend from ${legend.left}`);
	});
	await check(`${lang}: on a screen of 4:3 the switch is below the slide, whose footer is whole and in its place`, async () => {
		const footer = () => listener.evaluate(() => { const slide = Reveal.getCurrentSlide(), one = slide.querySelector('.slide-footer'); return [getComputedStyle(one.querySelector('.talk')).visibility, one.offsetLeft]; });
		const beside = await footer();
		expect(beside[0] === 'hidden' && beside[1] > 64, JSON.stringify(beside));
		await listener.setViewportSize({ width: 1024, height: 768 });
		await expectSoon(footer, ['visible', 64], 'footer');
		await listener.setViewportSize({ width: 1280, height: 720 });
		await expectSoon(footer, beside, 'footer');
	});
	const other = await visit(browser, room.presenter);
	await isReady(other);
	await other.waitForSelector('.room-bar .lead', WAIT);
	await look(other, `${lang}: another window of the speaker`, '.room-bar');
	const small = await visit(browser, room.listener, PHONE);
	await isReady(small);
	await small.waitForSelector('.room-bar .follow', WAIT);
	await look(small, `${lang}: a listener's phone`, '.room-bar');
	await check(`${lang}: nor does it on a phone`, async () => {
		await small.waitForFunction(() => Math.abs(document.querySelectorAll('.scroll-page')[1].getBoundingClientRect().top) < 40, null, WAIT);
		const [bar, footer] = await small.evaluate(() => [document.querySelector('.room-bar'), document.querySelectorAll('.scroll-page')[1].querySelector('.color-legend')].map((one) => one.getBoundingClientRect().toJSON()));
		expect(footer.bottom <= bar.top + 1 || footer.top >= bar.bottom, `bar ${bar.top}–${bar.bottom}, colors ${footer.top}–${footer.bottom}`);
	});
	for (const [window, where] of [[listener, ''], [small, ', phone']]) {
		await window.click('.feedback-button');
		await window.waitForSelector('.feedback-sheet .marks', WAIT);
		await look(window, `${lang}: the sheet for feedback${where}`, '.feedback-sheet');
		await window.keyboard.press('Escape');
	}
	const paged = await visit(browser, room.listener, { ...PHONE, javaScriptEnabled: false });
	await paged.goto(`${room.url}feedback/${lang}.html?slide=${encodeURIComponent(await listener.evaluate(() => Reveal.getCurrentSlide().id))}`);
	await paged.fill('#words', lang === 'ko' ? '왜 확인 응답 번호가 1입니까?' : 'Why is the ack 1?');
	await paged.fill('#frame', '3');
	await paged.click('.send >> nth=0');
	const pages = await visit(browser, room.listener, PHONE);
	await pages.goto(paged.url());
	await look(pages, `${lang}: the page for feedback without scripts`, 'main');
	const speaker = await opened(stage);
	await speaker.waitForSelector('.heard li', WAIT);
	await look(speaker, `${lang}: feedback beside the notes`, '.heard');
	await speaker.close();
	await stage.keyboard.press('q');
	await stage.waitForSelector('.invitation-sheet .qr-code path', WAIT);
	await look(stage, `${lang}: the invitation`, '.invitation-sheet');
	await stage.keyboard.press('q');
	await phone.goto(`${room.url}clicker`);
	await phone.waitForSelector('.clicker-page .where', WAIT);
	await phone.waitForFunction(() => document.querySelector('.clicker-page .where').textContent.includes('2 / 2'), null, WAIT);
	await look(phone, `${lang}: the clicker`, '.clicker-page');
	await phone.click('.give');
	await phone.waitForSelector('.hand-over .qr-code', WAIT);
	await look(phone, `${lang}: the hand-over`, '.hand-over');
	room.server.removeAllListeners('exit');
	room.server.kill('SIGKILL');
	await phone.waitForFunction(() => document.querySelector('.clicker-page .alert').textContent, null, WAIT);
	await phone.evaluate(() => document.querySelector('.hand-over').close());
	await look(phone, `${lang}: the clicker without a server`, '.clicker-page');
}

await main(async (browser) => {
	await checkPages(browser, 'en');
	await checkPages(browser, 'ko');
});
