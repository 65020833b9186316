// TCP's flags, by name and as numbers.
import { hex } from '../base/numbers.js';

export const FLAGS = [
	['CWR', 0x80], ['ECE', 0x40], ['URG', 0x20], ['ACK', 0x10],
	['PSH', 0x08], ['RST', 0x04], ['SYN', 0x02], ['FIN', 0x01],
];
export const SYN = 0x02, FIN = 0x01, RST = 0x04, ACK = 0x10;

export const setFlags = (flags) => FLAGS.filter(([, mask]) => flags & mask);

// 0x12 = ACK 0x10 | SYN 0x02
export function maskWords(flags) {
	const set = setFlags(flags);
	return hex(flags & 0xff, 2) + ' = ' + (set.length ? set.map(([name, mask]) => name + ' ' + hex(mask, 2)).join(' | ') : '0');
}
