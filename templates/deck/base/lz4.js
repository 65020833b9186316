// Unpacks the bytes of a packet synchronously, since a drawing needs them at once. The browser's own DecompressionStream
// is asynchronous (2 ms, not 0.02), is missing in Safari before 16.4 and Firefox before 113, and would save only 1.3 kB
// of a deck of 431 kB.

// An LZ4 block (lz4_Block_format.md of the LZ4 project): literals, a match, literals, a match, ...
export function unpack(block) {
	const bytes = [];
	let at = 0;
	const length = (nibble) => {
		let more = nibble === 15 ? 255 : 0;
		while (more === 255) {
			more = block[at++];
			nibble += more;
		}
		return nibble;
	};
	while (at < block.length) {
		const token = block[at++];
		for (let left = length(token >> 4); left > 0; left--)
			bytes.push(block[at++]);
		const back = block[at++] + 256 * block[at++];
		for (let left = at < block.length ? length(token & 15) + 4 : 0; left > 0; left--)
			bytes.push(bytes[bytes.length - back]);
	}
	return Uint8Array.from(bytes);
}
