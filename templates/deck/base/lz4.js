// Unpacks what a deck has packed, synchronously, since a drawing needs it at once. The browser's own DecompressionStream
// is asynchronous, and is missing in Safari before 16.4 and Firefox before 113.

// An LZ4 block (lz4_Block_format.md of the LZ4 project): literals, a match, literals, a match, ... `size` is that of
// what was packed, in bytes.
export function unpack(block, size) {
	const bytes = new Uint8Array(size);
	let at = 0, to = 0;
	const length = (nibble) => {
		let more = nibble === 15 ? 255 : 0;
		while (more === 255) {
			more = block[at++];
			nibble += more;
		}
		return nibble;
	};
	while (at < block.length) {
		const token = block[at++], literals = length(token >> 4);
		bytes.set(block.subarray(at, at + literals), to);
		at += literals;
		to += literals;
		const back = block[at++] + 256 * block[at++];
		for (let left = at < block.length ? length(token & 15) + 4 : 0; left > 0; left--, to++)
			bytes[to] = bytes[to - back]; // it may copy what it has just written
	}
	return bytes;
}
