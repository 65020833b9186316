// Reads the parts of the page that src/deck/page/packed-parts.c packed. The first one is the packets as JSON. The others
// are HTML that was inside <template> elements, whose attribute data-part has the number of the part.
import { unpack } from './lz4.js';

export const base64Bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// The text that an element has packed.
export function unpackedText(holder) {
	const stored = base64Bytes(holder?.textContent ?? '');
	const size = stored.length && new DataView(stored.buffer).getUint32(0, true);
	return new TextDecoder().decode(unpack(stored.subarray(4), size));
}

let parts;
export function packedPart(index) {
	parts ??= unpackedText(document.getElementById('packet-data')).split('\0');
	return parts[index];
}
