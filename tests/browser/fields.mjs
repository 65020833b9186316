// Fields of one packet that an author points at, step by step, and bytes that turn the picture to their layer.
//
//   node tests/browser/fields.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';

function deck() {
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	writeFileSync(join(work, 'fields.md'), '---\ntitle: Fields\nlang: en\ncaptures: {pingpong: pingpong.pcap}\n---\n\nStart\n\n---\n\n## Steps\n\n'
		+ '```packets pingpong\nframes: 2\nshow: packet\nfields: [seq, flags.syn, ip.ttl]\nnotes:\n  seq: The server **chooses** it.\n```\n');
	return build(join(work, 'fields.md'));
}

const state = () => {
	const block = Reveal.getCurrentSlide().querySelector('.packets-packet');
	const shown = [...block.querySelectorAll('.field-step, .sentence')].filter((one) => one.checkVisibility()).map((one) => one.querySelector('b').textContent.replace(/:.*/s, ''));
	return [block.querySelector('.crumbs .on').textContent.split(' ')[0], ...shown];
};

main(async (browser) => {
	const { page, context, problems } = await open(browser, deck());
	await check('fields: each is a step with its words, and its layer opens', async () => {
		await goTo(page, 'Steps');
		expectEqual(await page.evaluate(state), ['TCP', 'Sequence Number (raw)'], 'at first');
		expect((await page.locator('section.present .field-step.now').innerText()).includes('The server chooses it.'), 'the remark');
		await page.evaluate(() => Reveal.next());
		expectEqual(await page.evaluate(state), ['TCP', 'Syn'], 'the second');
		await page.evaluate(() => Reveal.next());
		expectEqual(await page.evaluate(state), ['IPv4', 'Time to Live'], 'the third');
		await page.evaluate(() => Reveal.prev());
		expectEqual(await page.evaluate(state), ['TCP', 'Syn'], 'back');
	});
	await check('bytes: a click turns the picture to the layer of the byte', async () => {
		await page.locator('section.present .hex [data-byte="0"]').click();
		expectEqual((await page.evaluate(state))[0], 'Ethernet', 'the layer');
	});
	await check('tabs: the chosen one is readable under the pointer', async () => {
		await page.locator('section.present .crumbs .on').hover();
		const [ink, paper] = await page.locator('section.present .crumbs .on').evaluate((tab) => [getComputedStyle(tab).color, getComputedStyle(tab).backgroundColor]);
		expect(ink !== paper, `${ink} on ${paper}`);
	});
	expectNoProblems(problems);
	await context.close();
});
