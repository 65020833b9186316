// Reads the packets of the page, which src/deck/packets/packet-data.c wrote.
import { base64Bytes, packedPart } from '../base/packed-parts.js';

let loaded;
export function data() {
	if (!loaded) {
		loaded = JSON.parse(packedPart(0) || '{}');
		loaded.captures = loaded.captures || {};
	}
	return loaded;
}

// The packets of slides that were recorded anew, by the ids of the slides. Each of these packets knows the tables that its
// numbers are places in.
const recorded = new Map();

function tellTables(tables) {
	for (const capture of Object.values(tables.captures)) {
		for (const frame of Object.values(capture.frames))
			Object.defineProperty(frame, 'tables', { value: tables });
	}
}

export function keepRecorded(slide, tables) {
	tellTables(tables);
	recorded.set(slide, tables);
}

// Takes the packets of other slides. A packet that is open keeps what it was opened with.
export function replaceData(tables) {
	tellTables(data());
	loaded = tables;
}

export const hasRecorded = (slide) => recorded.has(slide);
export const forgetRecorded = () => recorded.clear();

export const tablesOf = (frame) => frame.tables ?? data();

export function captureOf(block) {
	const tables = (recorded.size && recorded.get(block.closest('section')?.id)) || data();
	return tables.captures[block.dataset.capture];
}

export function frameOf(block, number) {
	const capture = captureOf(block);
	return capture && capture.frames[number];
}

export function bytesOf(frame) {
	frame.octets ??= base64Bytes(frame.bytes);
	return frame.octets;
}

// The layers, each [protocol, offset, size of the header, size].
export function layersOf(frame) {
	return tablesOf(frame).layouts[frame.layers];
}

export function fieldsOf(frame) {
	if (!frame.list) {
		const { names, meanings, labels, values, sentences, shapes, layouts } = tablesOf(frame);
		frame.list = layouts[frame.fields].map((shape, index) => {
			const [name, label, offset, size, bitOffset, bitSize, layer, parent] = shapes[shape];
			return {
				index, name: names[name], label: labels[label], value: values[frame.values[index]],
				offset, size, bitOffset, bitSize, layer, parent, meaning: meanings[name], children: [],
			};
		});
		for (let i = 0; i < frame.special.length; i += 2)
			frame.list[frame.special[i]].special = sentences[frame.special[i + 1]];
		for (const field of frame.list) {
			if (field.parent >= 0)
				frame.list[field.parent].children.push(field);
		}
	}
	return frame.list;
}

// The bits of a field as a number (up to 53 bits are exact, and no field shown as one has more).
export function numberOf(frame, field) {
	const bytes = bytesOf(frame);
	let number = 0;
	if (!field.bitSize) {
		for (let i = 0; i < field.size; i++)
			number = number * 256 + (bytes[field.offset + i] || 0);
		return number;
	}
	for (let i = 0; i < field.bitSize; i++)
		number = number * 2 + bitAt(bytes, field.offset * 8 + field.bitOffset + i);
	return number;
}

export function bitAt(bytes, position) {
	return (bytes[position >> 3] >> (7 - (position & 7))) & 1;
}

export function payloadSize(frame) {
	const tcp = layersOf(frame).find((layer) => layer[0] === 'TCP');
	return tcp ? tcp[3] - tcp[2] : 0;
}
