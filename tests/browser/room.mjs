// A shared talk in Chromium: a speaker's stage, a phone as the clicker, and three listeners, of whom one comes late,
// one is let go, and one loses the network for two seconds.
//
//   node tests/browser/room.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createRelay } from 'node:net';
import { join } from 'node:path';

import { exchange } from './decks.mjs';
import { check, expect, expectEqual, expectSoon, isReady, main, opened, work } from './lib.mjs';
import { share } from './serving.mjs';

const WAIT = { timeout: 60000 };
const folder = join(work, 'talks');
mkdirSync(folder);
const RUN = '```packets ping\nframes: 1-4\nnotes:\n  2: "the **server** answers"\n```\n\n';
exchange('talks/ping.pcap');
const talk = (title) => `---\ntitle: ${title}\nlang: en\nduration: 5m\ncaptures: {ping: ping.pcap}\n---\n\n# One\n\nnote: say hello\n\n---\n\n## Four\n\n${RUN}note: one packet after the other\n\n---\n\n## Last\n\nthe surprise\n`;
writeFileSync(join(folder, 'first.md'), talk('First talk'));
writeFileSync(join(folder, 'second.md'), talk('Second talk'));

// A network that can be cut: what passes is for the server, whose port stands in the Host header.
async function cable(port) {
	const sockets = new Set();
	let isCut = false;
	const relay = createRelay((client) => {
		if (isCut) {
			client.destroy();
			return;
		}
		const server = connect(port, '127.0.0.1');
		for (const [one, other] of [[client, server], [server, client]]) {
			sockets.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
		client.on('data', (data) => server.write(data.toString('latin1').replace(`127.0.0.1:${relay.address().port}`, `127.0.0.1:${port}`), 'latin1'));
		server.pipe(client);
	});
	await new Promise((done) => relay.listen(0, '127.0.0.1', done));
	relay.unref();
	return {
		port: relay.address().port,
		cut() {
			isCut = true;
			sockets.forEach((socket) => socket.destroy());
		},
		mend() { isCut = false; },
	};
}

const problems = [];
async function visit(browser, link, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
	context.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
	context.on('weberror', (error) => problems.push(String(error.error())));
	const page = await context.newPage();
	await page.goto(link);
	return page;
}
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

// What a window shows: [slide, step, opened packet, blank].
const showing = (page) => page.evaluate(() => {
	const { f } = Reveal.getIndices();
	const dialog = document.querySelector('dialog.packet-detail[open] h2');
	return [Reveal.getCurrentSlide().querySelector('h1, h2').textContent, f ?? -1, dialog?.textContent.split(' ')[0] ?? null, Reveal.isPaused()].join();
});
const shows = (page, expected, what) => expectSoon(() => showing(page), expected, what);
const isOn = (page, expected) => expectSoon(() => page.getAttribute('.room-bar .follow', 'aria-checked'), String(expected), 'follows');

async function checkTalk(browser, { presenter, listener, url }) {
	const stage = await visit(browser, presenter);
	await check('room: the address loses the key', () => expectEqual(stage.url(), url, 'address'));
	await stage.click('a[href="first.html"]');
	await isReady(stage);
	const waiting = await visit(browser, listener);
	await check('room: a listener\'s link leads to the talk that is presented', async () => {
		await expectSoon(async () => waiting.url().split(/[?#]/)[0], `${url}first.html`, 'address');
	});
	await isReady(waiting);
	const network = await cable(new URL(url).port);
	const lost = await visit(browser, listener.replace(new URL(url).port, network.port));
	await isReady(lost);
	await isOn(waiting, true);
	await isOn(lost, true);
	await check('room: no script of the page reads the key', async () => expectEqual(await waiting.evaluate(() => document.cookie), '', 'cookies'));
	await check('room: listeners follow slide and step', async () => {
		for (const key of ['PageDown', 'PageDown', 'PageDown'])
			await stage.keyboard.press(key);
		await shows(waiting, 'Four,1,,false', 'step');
		await shows(lost, 'Four,1,,false', 'step');
	});
	await check('room: and the opened packet', async () => {
		await stage.keyboard.press('Enter');
		await shows(waiting, 'Four,1,#3,false', 'packet');
		await stage.keyboard.press('Escape');
		await shows(waiting, 'Four,1,,false', 'closed');
	});
	await check('room: and the pointer', async () => {
		await stage.keyboard.press('r');
		await stage.mouse.move(640, 360);
		await stage.mouse.move(650, 370);
		await waiting.waitForSelector('.ink .spot', { ...WAIT, state: 'attached' });
		await stage.keyboard.press('r');
		await waiting.waitForSelector('.ink .spot', { ...WAIT, state: 'detached' });
	});
	await check('room: and the black screen', async () => {
		await stage.keyboard.press('b');
		await shows(waiting, 'Four,1,,true', 'black');
		await stage.keyboard.press('b');
		await shows(waiting, 'Four,1,,false', 'back');
	});
	await check('room: a listener goes no further than the speaker', async () => {
		for (let i = 0; i < 4; i++)
			await waiting.keyboard.press('PageDown');
		await shows(waiting, 'Four,1,,false', 'place');
		await isOn(waiting, true);
		await waiting.keyboard.press('Escape');
		await expectSoon(() => waiting.locator('.overview-sheet .tile').count(), 2, 'slides in the overview');
		await waiting.keyboard.press('Escape');
		await waiting.keyboard.press('End');
		await shows(waiting, 'Four,1,,false', 'place');
	});
	await check('room: the box to jump finds nothing of what comes', async () => {
		for (const [words, said] of [['surprise', 'no slide says “surprise”'], ['3', 'the talk has come to slide 2 so far']]) {
			await waiting.keyboard.press('g');
			await waiting.keyboard.press('g');
			await waiting.fill('.jump input', words);
			expectEqual(await waiting.textContent('.jump output'), said, words);
			await waiting.keyboard.press('Escape');
		}
		await shows(waiting, 'Four,1,,false', 'place');
	});
	await check('room: a step back lets go, and the switch follows again', async () => {
		await waiting.keyboard.press('PageUp');
		await isOn(waiting, false);
		await stage.keyboard.press('PageDown');
		await shows(lost, 'Four,2,,false', 'the other one');
		await shows(waiting, 'Four,0,,false', 'let go');
		await waiting.click('.room-bar .follow');
		await shows(waiting, 'Four,2,,false', 'again');
	});
	await check('room: what moves by itself does not let go', async () => {
		await lost.evaluate(() => Reveal.slide(0, 0, -1));
		await isOn(lost, true);
		await shows(lost, 'Four,2,,false', 'back with the talk');
	});
	await check('room: who comes late is where the talk is', async () => {
		const late = await visit(browser, listener);
		await isReady(late);
		await shows(late, 'Four,2,,false', 'place');
		await late.context().close();
	});
	await check('room: an upright phone scrolls to the slide, sees no further, and goes on following', async () => {
		const phone = await visit(browser, listener, PHONE);
		await isReady(phone);
		const top = () => phone.evaluate(() => [...document.querySelectorAll('.scroll-page')].find((one) => one.getBoundingClientRect().bottom > innerHeight / 2)?.querySelector('h1, h2').textContent);
		await expectSoon(top, 'Four', 'slide');
		await isOn(phone, true);
		await expectSoon(() => phone.evaluate(() => [...document.querySelectorAll('section.ahead')].map((one) => getComputedStyle(one.querySelector('h2')).visibility).join()), 'hidden', 'what comes later');
		await phone.context().close();
	});
	await check('room: who lost the network for two seconds catches up', async () => {
		network.cut();
		await stage.keyboard.press('PageUp');
		await stage.keyboard.press('PageUp');
		await shows(waiting, 'Four,0,,false', 'another one');
		await lost.waitForTimeout(2000);
		expectEqual(await showing(lost), 'Four,2,,false', 'without the network');
		network.mend();
		await shows(lost, 'Four,0,,false', 'after it');
	});
	await check('room: the stage that is reloaded leads on', async () => {
		await stage.reload();
		await isReady(stage);
		await stage.keyboard.press('PageDown');
		await shows(stage, 'Four,1,,false', 'stage');
		await shows(waiting, 'Four,1,,false', 'listener');
	});
	await check('room: the stage that is reloaded knows how far the talk has come', async () => {
		const before = await stage.evaluate(() => Reveal.getIndices());
		await stage.keyboard.press('Home');
		await shows(waiting, 'One,-1,,false', 'first slide');
		await stage.reload();
		await isReady(stage);
		await stage.keyboard.press('Home');
		await shows(waiting, 'One,-1,,false', 'first slide again');
		await waiting.keyboard.press('End');
		await isOn(waiting, false);
		await waiting.keyboard.press('PageDown');
		await shows(waiting, 'Four,2,,false', 'as far as the talk came');
		await stage.evaluate(({ h, v, f }) => Reveal.slide(h, v, f), before);
		await shows(lost, 'Four,1,,false', 'another one');
		expectEqual(await showing(waiting), 'Four,2,,false', 'let go');
		await waiting.click('.room-bar .follow');
		await shows(waiting, 'Four,1,,false', 'listener');
	});
	await check('room: a copy of the stage\u2019s tab is another window', async () => {
		const copy = await opened(stage, () => stage.evaluate(() => { window.open(location.pathname, '', ''); }));
		await isReady(copy);
		await copy.waitForSelector('.room-bar .lead', WAIT);
		await copy.keyboard.press('Home');
		await copy.waitForTimeout(300);
		await shows(waiting, 'Four,1,,false', 'listener');
		await copy.close();
		await stage.keyboard.press('PageDown');
		await shows(waiting, 'Four,2,,false', 'the stage leads on');
		await stage.keyboard.press('PageUp');
		await shows(waiting, 'Four,1,,false', 'listener');
	});
	await check('room: a hidden tab gives its stream back, but the one that leads, and catches up', async () => {
		const hide = (page, isHidden) => page.evaluate((state) => {
			Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		}, isHidden ? 'hidden' : 'visible');
		await hide(waiting, true);
		await hide(stage, true);
		await stage.keyboard.press('PageDown');
		await shows(lost, 'Four,2,,false', 'another one');
		expectEqual(await showing(waiting), 'Four,1,,false', 'hidden');
		await hide(waiting, false);
		await shows(waiting, 'Four,2,,false', 'shown again');
		await hide(stage, false);
		await stage.keyboard.press('PageUp');
		await shows(waiting, 'Four,1,,false', 'listener');
	});
	await check('room: Q shows the link as a QR code', async () => {
		await stage.keyboard.press('q');
		await stage.waitForSelector('.invitation-sheet .qr-code path', WAIT);
		expectEqual(await stage.textContent('.invitation-sheet .qr-link'), listener, 'link');
		await stage.keyboard.press('q');
		await stage.waitForSelector('.invitation-sheet', { ...WAIT, state: 'detached' });
		await stage.keyboard.press('?');
		expect(/QR code/.test(await stage.textContent('.help-sheet')), 'the keys do not list it');
		await stage.keyboard.press('Escape');
	});
	return { stage, waiting, lost };
}

async function checkClicker(browser, { presenter, url }, { stage, waiting }) {
	const phone = await visit(browser, presenter, PHONE);
	await phone.goto(`${url}clicker`);
	await check('clicker: it leads to the talk, and says where it is and what comes', async () => {
		await phone.waitForFunction(() => document.querySelector('.clicker-page .where')?.textContent.includes('Four'), null, WAIT);
		expect(phone.url().endsWith('/first.html?clicker'), phone.url());
		expect(/one packet after the other/.test(await phone.textContent('.notes-text')), 'notes');
		expect(/^next: 4 · /.test(await phone.textContent('.next-head')), await phone.textContent('.next-head'));
	});
	await check('clicker: its buttons move the stage, and so the listeners', async () => {
		await phone.click('.forth');
		await shows(stage, 'Four,2,,false', 'stage');
		await shows(waiting, 'Four,2,,false', 'listener');
		await phone.click('.back');
		await shows(waiting, 'Four,1,,false', 'listener');
		await phone.click('.black');
		await shows(waiting, 'Four,1,,true', 'black');
		await expectSoon(() => phone.getAttribute('.black', 'aria-pressed'), 'true', 'black');
		await phone.click('.forth');
		await shows(stage, 'Four,1,,false', 'back from black');
	});
	await check('clicker: the time runs since the first move', async () => {
		await phone.waitForFunction(() => !/^0:00$/.test(document.querySelector('.passed').textContent), null, WAIT);
		expect(/left/.test(await phone.textContent('.whole')), 'no time left');
	});
	const seconds = (page, selector) => page.evaluate((one) => document.querySelector(one).textContent.split(':').reduce((all, part) => 60 * all + Number(part), 0), selector);
	await check('clicker: a phone that comes late has the time that passed since the last move, too', async () => {
		await phone.waitForTimeout(6000);
		await phone.reload();
		await phone.waitForFunction(() => document.querySelector('.clicker-page .where')?.textContent.includes('Four'), null, WAIT);
		const onStage = () => stage.evaluate(() => {
			const { spent, since } = JSON.parse(sessionStorage.getItem(`pcapdeck-clock ${location.pathname}`));
			return (spent + Date.now() - since) / 1000;
		});
		const [from, passed, to] = [await onStage(), await seconds(phone, '.passed'), await onStage()];
		expect(passed > from - 4 && passed < to + 1, `phone ${passed} s, stage ${from} to ${to} s`);
	});
	await check('clicker: its time is that of the speaker\u2019s window, which stops and resets it', async () => {
		const speaker = await opened(stage);
		await speaker.waitForSelector('.speaker-time:not(.stopped) .toggle', WAIT);
		await speaker.click('.toggle');
		await phone.waitForSelector('.speaker-time.stopped', WAIT);
		await speaker.click('.reset');
		await expectSoon(() => phone.textContent('.passed'), '0:00', 'time on the phone');
		await phone.click('.toggle');
		await speaker.waitForSelector('.speaker-time:not(.stopped)', WAIT);
		await phone.waitForSelector('.speaker-time:not(.stopped)', WAIT);
		await speaker.close();
	});
	await check('clicker: the buttons are for thumbs', async () => {
		for (const name of ['.back', '.forth']) {
			const { width, height } = await phone.locator(name).boundingBox();
			expect(width >= 100 && height >= 90, `${name}: ${width}x${height}`);
		}
		const over = await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight);
		expectEqual(over, false, 'larger than the screen');
	});
	return phone;
}

async function checkHandOver(browser, { url }, { stage, waiting, lost }, phone) {
	await check('room: a second press on the way gives no second link, which would end the first', async () => {
		await phone.dblclick('.give');
		await phone.waitForSelector('.hand-over', WAIT);
		await phone.waitForTimeout(500);
		expectEqual(await phone.locator('.hand-over').count(), 1, 'links');
		await phone.click('.hand-over button');
		await phone.waitForSelector('.hand-over', { state: 'detached', ...WAIT });
	});
	await phone.click('.give');
	const link = await phone.textContent('.hand-over .qr-link');
	const next = await visit(browser, link);
	await next.goto(`${url}second.html`);
	await isReady(next);
	await check('room: opening the next talk takes nothing away', async () => {
		await next.waitForSelector('.room-bar .lead', WAIT);
		await stage.keyboard.press('PageDown');
		await shows(waiting, 'Four,2,,false', 'listener');
	});
	await check('room: handed over, the listeners and the former speaker follow the next one', async () => {
		const pages = await waiting.evaluate(() => history.length);
		await next.click('.room-bar .lead');
		for (const [name, page] of Object.entries({ waiting, lost, stage })) {
			await expectSoon(() => new URL(page.url()).pathname, '/second.html', name);
			await isReady(page);
		}
		await next.keyboard.press('PageDown');
		await shows(waiting, 'Four,-1,,false', 'listener');
		await shows(stage, 'Four,-1,,false', 'former speaker');
		expectEqual(await waiting.evaluate(() => history.length), pages, 'pages to go back to');
	});
	await check('room: the former speaker takes it back by the button', async () => {
		await stage.click('.room-bar .lead');
		await next.waitForSelector('.room-bar .lead', WAIT);
		await stage.keyboard.press('PageDown');
		await shows(waiting, 'Four,0,,false', 'listener');
	});
}

async function checkCrash(browser, { presenter, url }, { stage }, phone) {
	await check('room: after a crash the clicker says so, and the next window of the speaker leads', async () => {
		stage.goto('chrome://crash').catch(() => {});
		await expectSoon(async () => {
			await phone.click('.forth');
			return phone.textContent('.alert');
		}, 'No window shows the talk: open it with the speaker\u2019s link.', 'alert');
		const again = await visit(browser, presenter);
		await again.goto(`${url}second.html`);
		await isReady(again);
		await expectSoon(() => again.locator('.room-bar').count(), 0, 'bars of who follows');
		await phone.click('.forth');
		await shows(again, 'Four,-1,,false', 'new stage');
	});
}

// Another server under the same port has other links.
async function checkRestart(browser, room) {
	const { port } = new URL(room.url);
	const page = await visit(browser, room.listener);
	await page.goto(`${room.url}first.html`);
	await isReady(page);
	await page.waitForSelector('.room-bar', WAIT);
	const phone = await visit(browser, room.presenter, PHONE);
	await phone.goto(`${room.url}first.html?clicker`);
	await phone.waitForSelector('.clicker-page', WAIT);
	await phone.evaluate(() => {
		window.alerts = [];
		new MutationObserver(() => window.alerts.push(document.querySelector('.alert').textContent)).observe(document.querySelector('.alert'), { childList: true, characterData: true, subtree: true });
	});
	const stop = async ({ server }) => {
		server.removeAllListeners('exit');
		server.kill('SIGINT');
		await new Promise((done) => server.once('exit', done));
	};
	await stop(room);
	const next = await share(folder, ['--port', port]);
	await check('room: after a restart the page says that its link is none, and follows the new one', async () => {
		await page.waitForSelector('.room-bar .refused', WAIT);
		const other = await page.context().newPage();
		await other.goto(next.listener);
		await page.waitForSelector('.room-bar .follow', WAIT);
	});
	await check('clicker: after a restart it says once that its link is none', async () => {
		await expectSoon(() => phone.textContent('.alert'), 'This link lets nobody in any more: open the speaker\u2019s new one.', 'alert');
		const { length } = await phone.evaluate(() => window.alerts);
		await phone.waitForTimeout(7000); // two more tries
		expectEqual((await phone.evaluate(() => window.alerts)).slice(length), [], 'further alerts');
	});
	await stop(next);
}

// Whether a page of another site can change anything, or gets in with the visitor's cookie.
async function checkForeign(browser, { listener, presenter, url }) {
	const foreign = createServer((request, response) => {
		response.setHeader('Content-Type', 'text/html');
		response.end(`<a id="talk" href="${url}first.html">talk</a><a id="join" href="${listener}">join</a>`);
	});
	await new Promise((done) => foreign.listen(0, '127.0.0.1', done));
	// Another name for this machine is another site.
	const address = `http://localhost:${foreign.address().port}/`;
	const page = await visit(browser, address);
	await check('room: a link in a chat of another site lets in', async () => {
		await page.click('#join');
		await isReady(page);
		await page.goto(address);
		await page.click('#talk');
		await isReady(page);
	});
	await check('room: a page of another site changes nothing', async () => {
		const before = await page.context().newPage();
		await before.goto(address);
		const answer = await before.evaluate(async (place) => {
			try {
				return (await fetch(place, { method: 'POST', body: '{}', credentials: 'include', mode: 'cors' })).status;
			} catch {
				return 'refused';
			}
		}, `${url}room/press`);
		expectEqual(answer, 'refused', 'answer');
	});
	// Another port of the same machine is the same site, so that the browser sends the cookie along.
	await check('room: a page of the same site and another port changes nothing, although its request has the cookie', async () => {
		const speaker = await visit(browser, presenter);
		await speaker.goto(`http://127.0.0.1:${foreign.address().port}/`);
		// What went over the wire: the page itself learns nothing of it.
		const wire = await speaker.context().newCDPSession(speaker);
		await wire.send('Network.enable');
		const sent = new Promise((done) => wire.on('Network.requestWillBeSentExtraInfo', ({ headers }) => headers.Cookie && done(headers)));
		const answered = new Promise((done) => wire.on('Network.responseReceivedExtraInfo', ({ statusCode }) => done(statusCode)));
		await speaker.evaluate((place) => fetch(place, { method: 'POST', body: '{}', credentials: 'include', mode: 'no-cors' }).catch(() => {}), `${url}room/hand-over`);
		const headers = await sent;
		expect(/pcapdeck-\d+-speaker=/.test(headers.Cookie), headers.Cookie);
		expectEqual([headers.Origin, headers['Sec-Fetch-Site']], [`http://127.0.0.1:${foreign.address().port}`, 'same-site'], 'headers');
		expectEqual(await answered, 403, 'status');
		await speaker.context().close();
	});
	await page.context().close();
	foreign.close();
}

await main(async (browser) => {
	const room = await share(folder);
	const windows = await checkTalk(browser, room);
	const phone = await checkClicker(browser, room, windows);
	await checkHandOver(browser, room, windows, phone);
	await check('room: no page complained', () => expectEqual(problems.filter((text) => !/net::ERR_(EMPTY_RESPONSE|INCOMPLETE_CHUNKED|CONNECTION_RESET|SOCKET_NOT_CONNECTED)/.test(text)), [], 'problems'));
	await checkCrash(browser, room, windows, phone);
	await checkForeign(browser, room);
	await checkRestart(browser, room);
});
