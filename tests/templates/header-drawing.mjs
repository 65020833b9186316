// C draws the header on the slide of `show: packet`; the script draws it again, and the headers of opened packets. Both
// must draw the same. Compared are packets of every protocol in both languages: whole, with a header that nothing known
// follows, and damaged.
//
//   node tests/templates/header-drawing.mjs PCAPDECK
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [program, lang] = process.argv.slice(2);
const tests = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// The modules have the language of their page, so the other language is compared in another process.
if (!lang) {
	const results = ['en', 'ko'].map((one) => spawnSync(process.execPath, [process.argv[1], program, one], { stdio: 'inherit', env: { ...process.env, DECK_LANG: one } }).status);
	process.exit(Math.max(...results.map((status) => status ?? 1)));
}

const { havePackets, markup } = await import('./page.mjs');
const { drawMap } = await import('../../templates/deck/packet/header-map.js');
const { BIT_WIDTH, BIT_WIDTH_WIDE, MAP_HEIGHT, WIDE_BELOW } = await import('../../templates/deck/packet/header-layout.js');
const work = mkdtempSync(join(tmpdir(), 'pcapdeck-drawing-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

// The records of a pcap file: [header, bytes] each, with a pcap header of 24 octets before.
function recordsOf(file) {
	const records = [];
	for (let at = 24; at < file.length;) {
		const size = file.readUInt32LE(at + 8);
		records.push([file.subarray(at, at + 16), file.subarray(at + 16, at + 16 + size)]);
		at += 16 + size;
	}
	return records;
}

// A copy with other octets: { offset: octet }.
function changed([header, bytes], octets) {
	const copy = Buffer.from(bytes);
	Object.entries(octets).forEach(([offset, octet]) => { copy[offset] = octet; });
	return [header, copy];
}

// A deck with a slide for each packet of some captures: its data, and what C drew of which packet and layer.
function deckOf(name, captures) {
	const slides = Object.entries(captures).flatMap(([capture, records]) => records.map((_, index) => `---\n\n\`\`\`packets ${capture}\nframes: ${index + 1}\nshow: packet\n\`\`\`\n`));
	for (const [capture, records] of Object.entries(captures))
		writeFileSync(join(work, `${capture}.pcap`), Buffer.concat([file.subarray(0, 24), ...records.flat()]));
	const files = Object.keys(captures).map((capture) => `${capture}: ${capture}.pcap`).join(', ');
	writeFileSync(join(work, `${name}.md`), `---\ntitle: T\nlang: ${lang}\ncaptures: {${files}}\n---\n# T\n\n${slides.join('\n')}`);
	execFileSync(program, ['build', join(work, `${name}.md`)], { stdio: ['ignore', 'pipe', 'pipe'] });
	const page = execFileSync('python3', [join(tests, 'unpacked.py'), join(work, `${name}.html`)], { encoding: 'utf8', maxBuffer: 1 << 28 });
	const data = JSON.parse(page.match(/id="packet-data">([\s\S]*?)<\/script>/)[1]);
	const blocks = page.matchAll(/data-capture="(\w+)"[^>]*data-frame="(\d+)"[^>]*>\s*<p class="what">[^<]*<\/p>\s*<div class="crumbs">(.*?)<\/div>\s*<div class="columns( wide)?">\s*<figure class="picture">([\s\S]*?)<\/figure>/g);
	const drawings = [...blocks].map(([, capture, number, crumbs, wide, picture]) => ({
		capture, number, picture, isWide: Boolean(wide), frame: data.captures[capture].frames[number], layer: Number(crumbs.match(/crumb on" data-layer="(\d+)"/)[1]),
	}));
	return { data, drawings };
}

// A gap is part of what follows it, however long its element is.
const inLines = (drawing) => drawing.replaceAll('</tspan>', '').replaceAll('><', '>\n<').split('\n');

function compare({ capture, number, picture, isWide, frame, layer }) {
	const drawn = inLines(markup(drawMap(frame, layer, ...isWide ? [MAP_HEIGHT - WIDE_BELOW, BIT_WIDTH_WIDE] : [MAP_HEIGHT, BIT_WIDTH])).replace(/^<svg[^>]*>/, ''));
	const expected = inLines(picture.trim().replace(/^<svg[^>]*><title[^>]*>[^<]*<\/title>/, ''));
	const differing = drawn.findIndex((line, index) => line !== expected[index]);
	const isSame = differing < 0 && drawn.length === expected.length;
	return isSame ? [] : [`${capture} ${number}, ${frame.info}: the script draws ${drawn[differing]}, C ${expected[differing]}`];
}

execFileSync('python3', [join(tests, 'golden/protocols.py'), join(work, 'protocols.pcap')]);
const file = readFileSync(join(work, 'protocols.pcap'));
const whole = recordsOf(file);
const first = deckOf('first', { whole });

// A header is drawn when nothing known follows it. So for each field that says what follows there is a copy of a packet
// with an unknown number in it, one for each stack of headers.
const stacks = new Set();
const lower = whole.flatMap((record, index) => {
	const { names, shapes, layouts, captures } = first.data;
	const frame = captures.whole.frames[index + 1];
	const next = layouts[frame.fields].map((shape) => shapes[shape]).filter(([name, , , , , , layer]) => {
		const stack = layouts[frame.layers].slice(0, layer + 1).map(([protocol, , size]) => protocol + size).join();
		return /^(eth\.type|vlan\.etype|gre\.proto|ip\.proto|ipv6\.nxt)$/.test(names[name]) && stacks.size < stacks.add(stack).size;
	});
	return next.map(([, , offset, size]) => changed(record, size === 2 ? { [offset]: 0x88, [offset + 1]: 0xb5 } : { [offset]: 253 }));
});

// Headers as no program writes them: always the same ones.
let state = lang.length + lang.charCodeAt(0); // others in each language
const random = (below) => {
	state = (state * 1103515245 + 12345) % 2 ** 31;
	return Math.floor((state / 2 ** 31) * below);
};
const damaged = whole.map((record) => changed(record, Object.fromEntries(Array.from({ length: 1 + random(4) },
	() => [12 + random(Math.min(80, record[1].length - 12)), random(256)]))));

const { data, drawings } = deckOf('all', { whole, lower, damaged });
havePackets(data);
const maps = drawings.filter(({ picture }) => picture.startsWith('<svg'));
const bad = maps.flatMap(compare);
const protocols = new Set(maps.map(({ frame, layer }) => data.layouts[frame.layers][layer][0]));
console.log(`${lang}: ${maps.length} drawings of ${protocols.size} protocols, ${bad.length} differ`);
bad.slice(0, 20).forEach((line) => console.log(line));
// With fewer comparisons, the page would not have been read as it is written.
assert(maps.length > 200 && protocols.size > 12 && maps.some(({ isWide }) => isWide), 'drawings are missing');
process.exitCode = bad.length ? 1 : 0;
