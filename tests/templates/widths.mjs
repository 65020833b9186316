// The rows of widths.txt.
import { readFileSync } from 'node:fs';

export const widths = readFileSync(new URL('widths.txt', import.meta.url), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
	const [font, size, width, room, shortened, text] = line.split('\t');
	return { text, isMono: font === 'mono', size: Number(size), width: Number(width), room: Number(room), shortened };
});
