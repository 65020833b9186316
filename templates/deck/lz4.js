// Unpacks the bytes of a packet, at once: a drawing needs them now. The browser's own DecompressionStream answers later
// (2 ms, not 0.02), is not in Safari before 16.4 nor in Firefox before 113, and would save 1.3 kB of a deck of 431 kB.

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
