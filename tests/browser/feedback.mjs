// What listeners say of a talk: a phone with scripts, a browser without them, and the speaker's windows; and a deck from
// a file, whose words come back through a chat.
//
//   node tests/browser/feedback.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exchange } from './decks.mjs';
import { check, expectEqual, expectNoProblems, expectSoon, isReady, main, open, opened, program, work } from './lib.mjs';
import { share } from './serving.mjs';

const WAIT = { timeout: 60000 };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const folder = join(work, 'talks');
mkdirSync(folder);
exchange('talks/ping.pcap');
const talk = (more) => `---\ntitle: A talk\nlang: en\n${more}captures: {ping: ping.pcap}\n---\n\n# A talk\n\n---\n\n## Four\n\n\`\`\`packets ping\nframes: 1-4\n\`\`\`\n\nnote: say it\n\n---\n\n## Last\n\nthe end\n`;
writeFileSync(join(folder, 'talk.md'), talk(''));
writeFileSync(join(folder, 'quiet.md'), talk('feedback: false\n'));

const problems = [];
async function visit(browser, link, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', ...options });
	context.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/507/.test(message.text()) && problems.push(message.text()));
	context.on('weberror', (error) => problems.push(String(error.error())));
	context.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
	const page = await context.newPage();
	await page.goto(link);
	return page;
}
const heard = (speaker) => speaker.locator('.heard').textContent();

await main(async (browser) => {
	const room = await share(folder);
	const stage = await visit(browser, room.presenter);
	await stage.goto(`${room.url}talk.html#/four`);
	await isReady(stage);
	const speaker = await opened(stage);
	await speaker.waitForSelector('.heard', { state: 'attached', ...WAIT });
	const phone = await visit(browser, room.listener, PHONE);
	await isReady(phone);
	await phone.waitForSelector('.feedback-button', WAIT);
	await phone.waitForFunction(() => Math.abs(document.querySelectorAll('.scroll-page')[1].getBoundingClientRect().top) < 40, null, WAIT);
	await check('feedback: the stage has no button', async () => expectEqual(await stage.locator('.feedback-button').count(), 0, 'buttons'));
	await check('feedback: a mark from a phone reaches the speaker, and not the stage', async () => {
		await phone.tap('.feedback-button');
		await phone.tap('.feedback-sheet .mark >> nth=1');
		await expectSoon(() => phone.locator('.feedback .told').textContent(), 'Received. Thank you.', 'told');
		await expectSoon(() => phone.locator('.feedback-sheet .mark >> nth=1').getAttribute('aria-pressed'), 'true', 'pressed');
		await expectSoon(() => heard(speaker), 'lost 1', 'heard');
		expectEqual(await stage.locator('text=lost 1').count(), 0, 'on the stage');
	});
	await check('feedback: a question, with its name', async () => {
		await phone.fill('.feedback textarea[name="words"]', '<b>why</b> is the ack 1?');
		await phone.fill('.feedback input[name="name"] >> nth=0', 'Kim');
		await phone.tap('.feedback .send >> nth=0');
		await phone.waitForSelector('.questions li', WAIT);
		expectEqual(await phone.inputValue('.feedback textarea[name="words"]'), '', 'the form afterwards');
		await expectSoon(() => heard(speaker), 'lost 1<b>why</b> is the ack 1? Kim', 'heard');
	});
	const paper = await visit(browser, room.listener, { javaScriptEnabled: false });
	await check('feedback: without scripts, from the slide and back', async () => {
		await paper.goto(`${room.url}talk.html`);
		await paper.click('#four .feedback-link a');
		await paper.click('text=▲ 0');
		await paper.fill('#words', 'and the window?');
		await paper.fill('#frame', '2');
		await paper.click('.send >> nth=0');
		expectEqual(await paper.locator('.thanks').textContent(), 'Received. Thank you.', 'thanks');
		await expectSoon(() => heard(speaker), 'lost 1<b>why</b> is the ack 1? Kim · ▲ 1and the window? #2', 'heard');
		await expectSoon(() => phone.locator('.questions .vote').allTextContents(), ['▲ 1', '▲ 0'], 'on the phone, which is told');
	});
	await check('feedback: about an opened packet', async () => {
		const listener = await visit(browser, `${room.listener}`);
		await isReady(listener);
		await listener.waitForSelector('.feedback-button', WAIT);
		await listener.waitForFunction(() => Reveal.getIndices().h === 1, null, WAIT);
		await listener.keyboard.press('Enter');
		await listener.click('.packet-detail .ask-packet');
		await listener.waitForSelector('.feedback .about', WAIT);
		expectEqual(await listener.isChecked('.feedback .about input'), true, 'about the packet');
		await listener.fill('.feedback textarea[name="words"]', 'what is MSS?');
		await listener.click('.feedback .send >> nth=0');
		await expectSoon(async () => (await heard(speaker)).includes('what is MSS? #1'), true, 'heard');
		await listener.keyboard.press('Escape');
		await expectSoon(() => listener.locator('.feedback-sheet').count(), 0, 'sheets');
		expectEqual(await listener.locator('dialog.packet-detail[open]').count(), 1, 'the packet stays open');
	});
	await check('feedback: the three prompts stand at the end', async () => {
		expectEqual(await phone.locator('.feedback textarea[name="learned"]').count(), 0, 'prompts in the middle');
		await phone.tap('.feedback-sheet .close');
		await phone.evaluate(() => document.querySelectorAll('.scroll-page')[2].scrollIntoView());
		await phone.tap('.feedback-button');
		await phone.fill('.feedback textarea[name="learned"]', 'acks count bytes');
		await phone.tap('.feedback .end .send');
		await expectSoon(() => phone.locator('.feedback .told').textContent(), 'Received. Thank you.', 'told');
		await stage.keyboard.press('End');
		await expectSoon(async () => (await heard(speaker)).includes('learned: acks count bytes Kim'), true, 'heard');
	});
	await check('feedback: words that cannot be kept stay', async () => {
		rmSync(join(folder, '.pcapdeck/feedback.db-shm'), { force: true });
		renameSync(join(folder, '.pcapdeck'), join(folder, '.kept'));
		writeFileSync(join(folder, '.pcapdeck'), 'in the way');
		await phone.fill('.feedback textarea[name="words"]', 'still here');
		await phone.tap('.feedback .send >> nth=0');
		await phone.waitForSelector('.told.problem', WAIT);
		expectEqual(await phone.inputValue('.feedback textarea[name="words"]'), 'still here', 'words');
	});
	await check('feedback: a talk may ask for nothing', async () => {
		const quiet = await visit(browser, room.presenter); // a window of the speaker does not follow
		await quiet.goto(`${room.url}quiet.html`);
		await isReady(quiet);
		await quiet.waitForSelector('.room-bar', WAIT);
		expectEqual(await quiet.locator('[data-feedback], .feedback-link').count(), 0, 'places to say something');
	});
	await check('feedback: from a file, and back through a chat', async () => {
		mkdirSync(join(work, 'given'));
		exchange('given/ping.pcap');
		writeFileSync(join(work, 'given/talk.md'), talk(''));
		execFileSync(program, ['build', join(work, 'given/talk.md')], { stdio: 'ignore' });
		const deck = await open(browser, join(work, 'given/talk.html'), { query: '#/four', context: PHONE });
		await deck.page.tap('.feedback-button');
		await deck.page.tap('.feedback-sheet .mark >> nth=1');
		await deck.page.check('.feedback .about input');
		await deck.page.fill('.feedback textarea[name="words"]', 'why ``` @everyone\nis it 1?');
		await deck.page.fill('.feedback input[name="name"]', 'Lee');
		await deck.page.tap('.feedback .send >> nth=0');
		await deck.page.waitForSelector('.questions li', WAIT);
		await deck.page.reload();
		await isReady(deck.page);
		await deck.page.tap('.feedback-button');
		const lines = await deck.page.inputValue('.feedback .lines');
		expectEqual(lines.split('\n').map((line) => line.replace(/[0-9a-f]{16}/, 'ID')), ['```', 'pcapdeck feedback: talk.md · ID · Lee', '[four] lost me',
			'[four · ping #1] question: why `\u200b`` @everyone ⏎ is it 1?', '```', ''], 'lines, after a reload');
		const add = () => execFileSync(program, ['feedback', 'add', join(work, 'given/talk.md')], { input: `Lee: here\n${lines}`, stdio: ['pipe', 'ignore', 'ignore'] });
		add();
		add();
		const { items, slides } = JSON.parse(execFileSync(program, ['feedback', join(work, 'given/talk.md'), '--json']));
		expectEqual(items.map(({ slide, capture, frame, words, name }) => [slide, capture, frame, words, name]), [['four', 'ping', 1, 'why ``` @everyone\nis it 1?', 'Lee']], 'items');
		expectEqual(slides, [{ id: 'four', clear: 0, lost_me: 1, too_fast: 0 }], 'marks');
		expectNoProblems(deck.problems);
	});
	await check('feedback: nothing was reported', () => expectNoProblems(problems));
});
