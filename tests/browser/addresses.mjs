// No address is cut so that it looks like another: in a table of connections, and in two stacks side by side.
//
//   node tests/browser/addresses.mjs [PCAPDECK]     (after: npm ci --prefix tests/browser)
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, check, expect, expectEqual, goTo, main, open, work } from './lib.mjs';

const bytesOf = (address) => (address.includes(':') ? address.split(':').flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 255]) : address.split('.').map(Number));
const word = (value) => [value >> 8 & 255, value & 255];

// A SYN or an answer to it in Ethernet.
function frame(source, from, destination, to, flags) {
	const tcp = [...word(from), ...word(to), 0, 0, 0, 1, 0, 0, 0, flags & 16 ? 2 : 0, 0x50, flags, 0x20, 0, 0, 0, 0, 0];
	const isLong = source.includes(':');
	const ip = isLong ? [0x60, 0, 0, 0, ...word(tcp.length), 6, 64] : [0x45, 0, ...word(20 + tcp.length), 0, 0, 0x40, 0, 64, 6, 0, 0];
	return [0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0x01, 0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0x02, ...isLong ? [0x86, 0xdd] : [8, 0], ...ip, ...bytesOf(source), ...bytesOf(destination), ...tcp];
}

function capture(name, frames) {
	const head = (values) => Buffer.from(Uint32Array.from(values).buffer);
	writeFileSync(join(work, name), Buffer.concat([head([0xa1b2c3d4, 2 | 4 << 16, 0, 0, 65535, 1]),
		...frames.flatMap((bytes, i) => [head([1700000000, i * 1000, bytes.length, bytes.length]), Buffer.from(bytes)])]));
}

const handshake = (client, port, server, to) => [frame(client, port, server, to, 2), frame(server, to, client, port, 18)];
const LONG = ['2001:db8:85a3:1111:2222:8a2e:370:7334', '2001:db8:85a3:1111:2222:8a2e:370:7335'];

function deck() {
	capture('four.pcap', [...handshake('203.0.113.7', 40000, '203.0.113.100', 8080), ...handshake('203.0.113.7', 40001, '203.0.113.101', 443)]);
	capture('six.pcap', [...handshake(LONG[0], 40000, LONG[1], 8080), ...handshake(LONG[1], 40001, LONG[0], 443)]);
	const block = (name, ...lines) => `\`\`\`packets ${name}\n${lines.join('\n')}\n\`\`\`\n`;
	const slides = { few: block('four', 'show: connections'), long: block('six', 'show: connections'), stacks: block('', 'compare: [four, six]', 'show: stack', 'frames: 1') };
	writeFileSync(join(work, 'addresses.md'), '---\ntitle: Addresses\nlang: en\ncaptures: {four: four.pcap, six: six.pcap}\n---\n\n# Addresses\n\n'
		+ Object.entries(slides).map(([title, body]) => `---\n\n## ${title}\n\n${body}`).join('\n'));
	return build(join(work, 'addresses.md'));
}

const textsOf = async (page, title) => {
	await goTo(page, title);
	return page.evaluate(() => [...Reveal.getCurrentSlide().querySelectorAll('.diagram svg text')].map((text) => text.textContent));
};

await main(async (browser) => {
	const { page, context } = await open(browser, deck());
	await check('addresses: few connections have whole sockets', async () => {
		const texts = await textsOf(page, 'few');
		expectEqual(['203.0.113.100:8080', '203.0.113.101:443'].filter((socket) => !texts.includes(socket)), [], 'sockets that are not there');
	});
	await check('addresses: a long socket keeps its port', async () => {
		const texts = await textsOf(page, 'long'), cut = texts.filter((text) => text.includes('…'));
		expect(cut.every((text) => /…\S*:\d+$/.test(text)) && texts.some((text) => text.endsWith(':8080')) && texts.some((text) => text.endsWith(':443')), JSON.stringify(texts));
	});
	await check('addresses: those of two stacks are whole, or keep their ends', async () => {
		const texts = await textsOf(page, 'stacks');
		expect(texts.includes('203.0.113.7'), JSON.stringify(texts));
		expect(texts.every((text) => !text.endsWith('…')), `some lose their ends: ${JSON.stringify(texts.filter((text) => text.endsWith('…')))}`);
	});
	await context.close();
});
