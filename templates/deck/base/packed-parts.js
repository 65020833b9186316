// Reads the parts of the page that src/deck/page/packed-parts.c packed. The first one is the packets as JSON. The others
// are HTML that was inside <template> elements, whose attribute data-part has the number of the part.
import { unpack } from './lz4.js';

export const base64Bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

let parts;
export function packedPart(index) {
	if (!parts) {
		const stored = base64Bytes(document.getElementById('packet-data')?.textContent ?? '');
		const size = stored.length && new DataView(stored.buffer).getUint32(0, true);
		parts = new TextDecoder().decode(unpack(stored.subarray(4), size)).split('\0');
	}
	return parts[index];
}
