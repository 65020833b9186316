// A listener saves the packets of a deck as a file for Wireshark. From a scrubbed deck one gets the scrubbed packets.
//
//   node tests/browser/save.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exchange, fixture } from './decks.mjs';
import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, program, top, work } from './lib.mjs';

async function checkSave(browser, file) {
	const { page, context, problems } = await open(browser, file);
	const save = async (act) => {
		const [download] = await Promise.all([page.waitForEvent('download'), act()]);
		return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
	};
	const capture = readFileSync(join(work, 'ping.pcap'));
	await check('save: D makes the capture again that the slide shows', async () => {
		await goTo(page, '열한 개의');
		const saved = await save(() => page.keyboard.press('d'));
		expectEqual(saved.name, 'ping.pcap', 'name');
		expect(saved.bytes.subarray(24).equals(capture.subarray(24)), 'its packets are others');
	});
	await check('save: a button in a packet does the same, within the policy', async () => {
		await page.keyboard.press('Enter');
		const saved = await save(() => page.click('dialog .save'));
		expect(saved.bytes.subarray(24).equals(capture.subarray(24)), 'its packets are others');
		expectNoProblems(problems);
	});
	await context.close();
}

// A password, a cookie and a token that are on the wire, in the diagram, in the bytes and in the notes.
async function checkScrubbed(browser) {
	const SECRETS = ['c2VjcmV0OnBhc3N3b3Jk', 'hidden-cookie', 'hidden-token', 'said in private'];
	exchange('secret.pcap', 'GET /ping?access_token=hidden-token HTTP/1.1\\r\\nHost: h\\r\\nAuthorization: Basic c2VjcmV0OnBhc3N3b3Jk\\r\\nCookie: id=hidden-cookie\\r\\n\\r\\n');
	writeFileSync(join(work, 'secret.md'), '---\ntitle: Secret\nlang: en\ncaptures: {secret: secret.pcap}\n---\n# Secret\n\n---\n\n## Steps\n\n```packets secret\nframes: 1-11\n```\n\n'
		+ '---\n\n## Words\n\n```packets secret\nshow: stream\n```\n\nnote: said in private\n');
	const seen = async (...options) => {
		const deck = build(join(work, 'secret.md'), ...options);
		const { page, context, problems } = await open(browser, deck);
		await goTo(page, 'Steps');
		await page.keyboard.press('PageDown');
		await page.keyboard.press('PageDown');
		await page.keyboard.press('PageDown');
		await page.keyboard.press('Enter');
		const letters = await page.evaluate(() => [...document.querySelectorAll('dialog .ascii span')].map((one) => one.textContent).join(''));
		await page.keyboard.press('Escape');
		const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('d')]);
		const file = await download.path();
		const text = { page: await page.content(), deck: execFileSync('python3', [join(top, 'tests/unpacked.py'), deck], { encoding: 'utf8' }), letters, capture: readFileSync(file).toString('latin1'), slides: await page.evaluate(() => document.querySelector('.slides').textContent) };
		const rows = execFileSync(program, ['packets', file]).toString().trim().split('\n').length;
		await context.close();
		return { text, rows, problems, found: SECRETS.filter((secret) => Object.values(text).some((one) => one.includes(secret))) };
	};
	await check('save: of a scrubbed deck, no secret is on a slide, in the bytes or in the saved capture', async () => {
		const { text, rows, problems, found } = await seen('--scrub');
		expectEqual(found, [], 'secrets');
		expect(text.letters.includes('Authorization: Basic') && text.letters.includes('Cookie: '), `the bytes are ${text.letters}`);
		expect(text.capture.includes('Authorization: Basic'), 'the header is gone from the capture as a whole');
		expectEqual(rows, 11, 'packets');
		expect(/scrub|hidden|hid/i.test(text.slides), 'no slide says what is hidden');
		expectNoProblems(problems);
	});
	await check('save: of the same deck as it is, all of them are there', async () =>
		expectEqual((await seen()).found, SECRETS, 'secrets'));
}

// A Mac's lo0 and en0 in one file: tshark and pcapdeck read each saved packet with its own link type.
async function checkMixed(browser) {
	execFileSync('python3', [join(top, 'tests/golden/traffic.py'), work]);
	writeFileSync(join(work, 'mixed.md'), '---\ntitle: Mixed\nlang: en\ncaptures: {mac: mixed.pcapng}\n---\n# Mixed\n\n```packets mac\n```\n');
	const { page, context, problems } = await open(browser, build(join(work, 'mixed.md')));
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('d')]);
	const saved = await download.path();
	const decode = (file) => execFileSync(program, ['packets', file]).toString();
	await check('save: packets of several link types are saved as a pcapng', async () => {
		expectEqual(download.suggestedFilename(), 'mixed.pcapng', 'name');
		expectEqual(decode(saved), decode(join(work, 'mixed.pcapng')), 'packets');
		expectNoProblems(problems);
	});
	await context.close();
}

await main(async (browser) => {
	await checkSave(browser, fixture());
	await checkMixed(browser);
	await checkScrubbed(browser);
});
