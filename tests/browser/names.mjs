// Names in the place of addresses: no plate over a lane is too small for them, and none leaves the picture.
//
//   node tests/browser/names.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expectEqual, expectNoProblems, goTo, main, open, top, work } from './lib.mjs';
import { badText } from './bad-text.mjs';

const block = (title, body) => `---\n\n## ${title}\n\n\`\`\`packets pingpong\n${body}\n\`\`\`\n\n`;

const LONG = '스터디룸 창가 자리에 놓인 아주 오래된 회색 노트북의 이름';
const WORD = 'a-host-name-that-nobody-would-ever-want-to-type.example.net';

function deck() {
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	writeFileSync(join(work, 'names.md'), '---\ntitle: 이름\nlang: ko\ncaptures: {pingpong: pingpong.pcap}\n---\n\n처음\n\n'
		+ block('짧게', 'frames: 1-8\nstep: none\nnames: {127.0.0.1: 내 노트북, "127.0.0.1:8080": pingpong}')
		+ block('길게', `frames: 1-8\nstep: none\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('포트', `frames: 1-8\nnames: {":8080": ${LONG}, ":60622": ${WORD}}`)
		+ block('여럿', `names: {127.0.0.1: ${LONG}, "127.0.0.1:60622": ${LONG}, "127.0.0.1:60624": ${WORD}, ":60626": ${LONG}}`)
		+ block('나란히', `compare: [stream 0, stream 1]\nframes: 1-16\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('목록', `show: list\nframes: 1-8\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('패킷', `show: packet\nframes: 4\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('연결', `show: connections\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('그래프', `show: graph\nstream: 1\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('대화', `show: stream\nstream: 0\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`)
		+ block('조각', `show: segments\nframes: 14-30\nnames: {127.0.0.1: ${LONG}, "127.0.0.1:8080": ${WORD}}`));
	return build(join(work, 'names.md'));
}

// Texts of heads that leave their plates, and texts that leave the slide, which a phone scrolls.
function outside([isPhone, title]) {
	const slide = Reveal.getSlides().find((one) => one.querySelector('h1, h2')?.textContent === title), found = [];
	const plates = [...slide.querySelectorAll('.heads .head')].filter((plate) => plate.checkVisibility());
	const stage = document.querySelector('.reveal').getBoundingClientRect();
	for (const plate of plates) {
		const box = plate.getBoundingClientRect();
		for (let text = plate.nextElementSibling; text && !text.matches('.head'); text = text.nextElementSibling) {
			const own = text.getBoundingClientRect();
			if (own.left < box.left || own.right > box.right || own.top < box.top - 1 || own.bottom > box.bottom + 1)
				found.push(`${text.textContent} in its plate`);
		}
	}
	for (const text of slide.querySelectorAll('svg text, .what, td')) {
		const own = text.getBoundingClientRect();
		if (!isPhone && text.checkVisibility() && !text.closest('.twin, .header-table, details:not([open])') && (own.left < stage.left || own.right > stage.right))
			found.push(`${text.textContent} on the slide`);
	}
	return { plates: plates.length, found };
}

// Two packets of DNS over UDP, as a file of link type 101: A? www.netbsd.org, and its answer.
function dnsFile() {
	const ip = (from, to, ports, dns) => Buffer.concat([Buffer.from([0x45, 0, 0, 28 + dns.length, 0, 0, 0, 0, 64, 17, 0, 0, ...from, ...to, ...ports, 0, 8 + dns.length, 0, 0]), dns]);
	const [me, resolver] = [[192, 168, 170, 8], [192, 168, 170, 20]], [high, low] = [[0x80, 0x1b], [0, 53]];
	const question = [3, ...Buffer.from('www'), 6, ...Buffer.from('netbsd'), 3, ...Buffer.from('org'), 0, 0, 1, 0, 1];
	const query = Buffer.from([0xf0, 0xd4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question]);
	const answer = Buffer.from([0xf0, 0xd4, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, ...question, 0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, 204, 152, 190, 12]);
	const head = Buffer.alloc(24);
	[0xa1b2c3d4, 0x00040002, 0, 0, 262144, 101].forEach((word, index) => head.writeUInt32LE(word, 4 * index));
	const records = [ip(me, resolver, [...high, ...low], query), ip(resolver, me, [...low, ...high], answer)].flatMap((bytes, second) => {
		const record = Buffer.alloc(16);
		[second, 0, bytes.length, bytes.length].forEach((word, index) => record.writeUInt32LE(word, 4 * index));
		return [record, bytes];
	});
	writeFileSync(join(work, 'resolver.pcap'), Buffer.concat([head, ...records]));
}

// A packet has one name: on its chip, in the panel, opened, and where slides are listed.
async function checkPacketNames(browser) {
	dnsFile();
	const fence = (lines) => ['```packets dns', ...lines, '```'].join('\n');
	const names = 'names: {192.168.170.8: my laptop, ":53": resolver}';
	writeFileSync(join(work, 'dns.md'), `---\ntitle: DNS\nlang: en\ncaptures: {dns: resolver.pcap}\n---\n\n## Asked\n\n${fence([names])}\n\n---\n\n${fence(['show: stack', 'frames: 2'])}\n`);
	const { page, context, problems } = await open(browser, build(join(work, 'dns.md')));
	const name = '#2 A www.netbsd.org 204.152.190.12';
	await goTo(page, 'Asked');
	await page.keyboard.press('Space');
	await check('an answer of DNS is called in the panel as on its arrow', async () => {
		const chip = await page.textContent('section.present .row[data-frame="2"] .chip-text');
		expectEqual(`#2 ${chip}`, name, 'the chip');
		expectEqual((await page.textContent('section.present .remark.now .what')).split(' ·')[0], name, 'the panel');
	});
	await check('it is called so when it is open, whole, and its ends have their names', async () => {
		await page.keyboard.press('Enter');
		expectEqual(await page.textContent('dialog h2'), name, 'the heading');
		expectEqual(await page.textContent('dialog .way'), 'resolver (192.168.170.20) → my laptop:32795', 'its way');
		for (const place of ['h2', '.save'])
			expectEqual(await page.$eval(`dialog ${place}`, (one) => one.scrollWidth - one.clientWidth), 0, `px of ${place} that are cut`);
		await page.keyboard.press('Escape');
	});
	await check('and in the overview', async () => {
		await page.keyboard.press('o');
		expectEqual(await page.locator('.tile .label').last().textContent(), `3 ${name}`, 'the last slide');
		await page.keyboard.press('Escape');
	});
	expectNoProblems(problems);
	await context.close();
}

main(async (browser) => {
	await checkPacketNames(browser);
	const file = deck();
	for (const [name, options] of [['stage', {}], ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]]) {
		const { page, context, problems } = await open(browser, file, { context: options });
		for (const slide of ['짧게', '길게', '포트', '여럿', '나란히', '목록', '패킷', '연결', '그래프', '대화', '조각']) {
			await check(`${name}, ${slide}: names are whole or shortened, and stay where they belong`, async () => {
				await goTo(page, slide);
				await page.waitForFunction(() => [...Reveal.getCurrentSlide().querySelectorAll('svg, table, .stream-text, .segments')].some((one) => one.checkVisibility()));
				const { plates, found } = await page.evaluate(outside, [name === 'phone', slide]);
				expectEqual(found.slice(0, 3), [], 'outside');
				expectEqual(plates > 0, ['짧게', '길게', '포트', '여럿', '나란히'].includes(slide), 'plates');
				if (name === 'stage')
					expectEqual((await badText(page)).slice(0, 3), [], 'bad text');
			});
		}
		expectNoProblems(problems);
		await context.close();
	}
});
