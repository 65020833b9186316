// A packet opened over the slide, by mouse and keyboard, and back to the same step; what its fields say.
//
//   node tests/browser/details.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, expectSoon, goTo, main, open, position, work } from './lib.mjs';
import { badText } from './bad-text.mjs';

// Enter, Down or a click on the current packet opens its headers and bytes. Closing them in any way leads back to the
// same step. Moving on moves by one step and opens nothing.
async function checkDetails(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const detail = page.locator('dialog.packet-detail[open]');
	await goTo(page, '열한 개의');
	for (let i = 0; i < 3; i++)
		await page.keyboard.press('ArrowRight');
	const at = await position(page);
	const expectOpen = async (isOpen, what) => {
		await page.waitForTimeout(50);
		await expectSoon(() => detail.count(), isOpen ? 1 : 0, `${what}: open details`);
		expectEqual(await position(page), at, `${what}: the step`);
	};

	await check('detail: the keyboard opens it and comes back to the same step', async () => {
		const ways = ['Escape', 'ArrowUp', 'Backspace', 'PageUp', 'ArrowLeft', 'p', 'P', 'k', 'h']
			.flatMap((closing) => ['Enter', 'ArrowDown', 'j'].map((opening) => [opening, closing]));
		for (const [opening, closing] of ways) {
			await page.keyboard.press(opening);
			await expectOpen(true, opening);
			await page.keyboard.press(closing);
			await expectOpen(false, `${opening}, ${closing}`);
		}
	});
	await check('detail: keys that mean something else do not open it', async () => {
		for (const key of ['Shift+Enter', 'Control+Enter', 'Alt+Enter', 'Shift+J'])
			await page.keyboard.press(key).then(() => expectOpen(false, key));
	});
	await check('detail: the mouse opens it and closes it', async () => {
		await page.locator('section.present .row.now .hit').click();
		await expectOpen(true, 'a click on the current packet');
		await detail.locator('button.close').click();
		await expectOpen(false, 'a click on close');
	});
	await check('detail: shows the headers, the bytes and no small or cut text', async () => {
		await page.keyboard.press('Enter');
		const text = (await detail.innerText()).replace(/[\u202f,]/g, '');
		for (const word of ['#4', '8080', '40001'])
			expect(text.includes(word), `no "${word}" in the detail`);
		const bytes = await detail.evaluate((dialog) => dialog.querySelectorAll('[data-byte]').length);
		expect(bytes >= 98, `${bytes} bytes are shown of 98`);
		const bad = await badText(page, 'dialog.packet-detail');
		expect(bad.length === 0, bad.slice(0, 12).join('\n'));
		await page.keyboard.press('Escape');
	});
	await check('detail: Space in it goes on by one step', async () => {
		await page.keyboard.press('Enter');
		await page.keyboard.press('Space');
		expectEqual(await detail.count(), 0, 'open details');
		const [before, after] = [at, await position(page)].map((text) => text.split('.').map(Number));
		expectEqual(after, [before[0], before[1], before[2] + 1], 'the step after');
		await page.keyboard.press('ArrowLeft');
		expectEqual(await position(page), at, 'the step before');
	});
	await check('detail: a click on another packet steps there', async () => {
		await page.locator('section.present .row[data-frame="2"] .hit').click();
		await expectSoon(() => page.locator('section.present .row.now').getAttribute('data-frame'), '2', 'the current packet');
		expectEqual(await detail.count(), 0, 'open details');
	});
	await check('detail: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}

// What an opened packet says, and how it is closed without the keyboard.
async function checkReading(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const isOpen = () => page.evaluate(() => document.querySelector('dialog.packet-detail[open]') !== null);
	const current = () => page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row.now')?.dataset.frame);
	await goTo(page, '열한 개의');
	await page.keyboard.press('Space');

	await check('detail: Backspace comes back, too', async () => {
		const before = await position(page);
		await page.keyboard.press('Enter');
		expect((await page.textContent('dialog h2')).includes('#2'), 'another packet was opened');
		await page.keyboard.press('Backspace');
		expectEqual([await isOpen(), await position(page)], [false, before], 'open, position');
	});
	await check('detail: next closes it and moves on, previous only closes it', async () => {
		await page.keyboard.press('Enter');
		await page.keyboard.press('PageDown');
		expectEqual([await isOpen(), await current()], [false, '3'], 'open, packet');
		await page.keyboard.press('Enter');
		await page.keyboard.press('PageUp');
		expectEqual([await isOpen(), await current()], [false, '3'], 'open, packet');
		await page.keyboard.press('Enter');
		await page.evaluate(() => Reveal.next()); // the speaker view, from its window
		expectEqual([await isOpen(), await current()], [false, '4'], 'open, packet');
	});
	await check('detail: a field lights up its bytes and says what it is', async () => {
		await page.keyboard.press('Enter');
		await page.hover('dialog .cell:has-text("Window")');
		const lit = await page.evaluate(() => [...document.querySelectorAll('dialog .hex .lit')].map((byte) => byte.dataset.byte));
		expectEqual(lit, ['48', '49'], 'bytes');
		expect((await page.textContent('dialog .sentence')).includes('수신 윈도우'), `another sentence: ${await page.textContent('dialog .sentence')}`);
		await page.hover('dialog .hex [data-byte="34"]');
		expect(await page.evaluate(() => document.querySelector('dialog .cell.lit').textContent.startsWith('Source Port')), 'byte 34 is the source port');
		await page.click('dialog .crumbs button:nth-child(2)');
		expect(await page.evaluate(() => document.querySelector('dialog .header-map').textContent.includes('TTL')), 'no IPv4 header');
		// The pointer is still over it.
		const [ink, paper] = await page.evaluate(() => ['color', 'backgroundColor'].map((what) => getComputedStyle(document.querySelector('dialog .crumbs .on'))[what]));
		expect(ink !== paper, `the chosen layer is ${ink} on ${paper}`);
	});
	await page.keyboard.press('Escape');
	await check('detail: a packet of a list opens, too', async () => {
		await goTo(page, '목록으로');
		await page.click('section.present tr[data-frame="4"]');
		expect((await page.textContent('dialog h2')).includes('#4'), 'another packet');
		await page.keyboard.press('Escape');
		expect(!await isOpen(), 'it did not close');
	});
	await check('detail: no console error, no request, after all this', () => expectNoProblems(problems));
	await context.close();
}

// Fields, bytes and sentences are in Korean, have accessible names like their visible ones, and are read out.
async function checkFields(browser, file) {
	const { page, context } = await open(browser, file);
	await goTo(page, '한 패킷을 가까이');
	await check('fields: a cell is called what it shows', async () => {
		const wrong = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.cell')]
			.filter((cell) => cell.hasAttribute('aria-label') || !cell.textContent.trim()).length);
		expectEqual(wrong, 0, 'cells with another name');
		expectEqual(await page.getAttribute('section.present .sentence', 'aria-live'), 'polite', 'aria-live');
	});
	await check('fields: each says a sentence, and no English word of a value is left', async () => {
		const said = await page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.cell')].map((cell) => {
			cell.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
			return Reveal.getCurrentSlide().querySelector('.sentence').textContent;
		}));
		expect(said.length >= 10, `${said.length} cells`);
		for (const sentence of said)
			expect(/다[.:]|다\(|다\. /.test(sentence), `no sentence: ${sentence}`);
		const words = await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.header-map').textContent);
		expect(!/permitted|multiply|bytes|Not set/.test(words), words);
	});
	await context.close();
}

// Datagrams of QUIC from one client: a packet Initial with a Handshake behind it, then one with a short header.
function quic() {
	const id = '8394c8f03e515708';
	const payloads = [`c00000000108${id}00000400000000e00000000108${id}000400000000`, `40${'00'.repeat(20)}`];
	const packets = payloads.map((payload) => {
		const size = payload.length / 2;
		const hex = (number) => number.toString(16).padStart(4, '0');
		return Buffer.from(`4500${hex(size + 28)}000000004011${'0000'}c0000201c0000202c00001bb${hex(size + 8)}0000${payload}`, 'hex');
	});
	const words = (...numbers) => Buffer.from(Uint32Array.from(numbers).buffer);
	const records = packets.flatMap((packet, i) => [words(1700000000 + i, 0, packet.length, packet.length), packet]);
	writeFileSync(join(work, 'quic.pcap'), Buffer.concat([words(0xa1b2c3d4, 0x00040002, 0, 0, 65535, 101), ...records]));
	writeFileSync(join(work, 'quic.md'), '---\ntitle: QUIC\nlang: en\ncaptures: {quic: quic.pcap}\n---\n\n# QUIC\n\n```packets quic\n```\n');
	return build(join(work, 'quic.md'));
}

// A packet of QUIC has its header before data that nobody can read; a datagram may have several.
async function checkQuic(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const opened = async () => {
		await page.keyboard.press('Enter');
		const said = await page.evaluate(() => ({
			crumbs: [...document.querySelectorAll('dialog .crumbs button')].map((crumb) => crumb.textContent.replace(/\s*(\d+)$/, ' $1')).slice(2),
			on: [...document.querySelectorAll('dialog .crumbs button')].findIndex((crumb) => crumb.matches('.on')),
			lines: [...document.querySelectorAll('dialog .field-lines > .line')].map((line) => [...line.children].map((part) => part.textContent).join(': ')),
		}));
		await page.keyboard.press('Escape');
		return said;
	};
	await goTo(page, 'QUIC');
	await check('quic: coalesced packets have a header each, and the first one opens', async () => {
		const { crumbs, on, lines } = await opened();
		expectEqual(crumbs, ['QUIC 17', 'QUIC 16', 'Data 4'], 'layers');
		expectEqual(on, 2, 'the layer that is open');
		expectEqual(lines.slice(0, 2), ['Header Form: Long header (1)', 'Packet Type: Initial'], 'the first lines');
	});
	await page.keyboard.press('ArrowRight');
	await check('quic: the panel has the time of the row, in the unit of the rows', async () => {
		const [row, panel] = await page.evaluate(() => [Reveal.getCurrentSlide().querySelector('.row.now .time').textContent, [...Reveal.getCurrentSlide().querySelectorAll('.side .what')].find((what) => what.checkVisibility({ visibilityProperty: true })).textContent]);
		expectEqual([row, panel.replace(/\s/g, ' ')], ['1000.000', '#2 1-RTT · 1 000.000 ms'], 'row, panel');
	});
	await check('quic: a short header opens with what it says in clear', async () => {
		const { on, lines } = await opened();
		expectEqual([on, lines[0]], [2, 'Header Form: Short header (0)'], 'layer and line');
	});
	await check('quic: no console error, no request', () => expectNoProblems(problems));
	await context.close();
}

await main(async (browser) => {
	await checkQuic(browser, quic());
	const file = fixture();
	await checkDetails(browser, file);
	await checkReading(browser, file);
	await checkFields(browser, file);
});
