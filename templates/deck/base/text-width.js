// Upper bounds of text widths, since the font is not known. src/diagram/svg.c does the same with the same table.
import { ASCII_KINDS, FULL_RANGES, FULL_WIDTH, KIND_WIDTHS, MONO_WIDTH, OTHER_WIDTH } from './letter-widths.js';
import { THIN } from './numbers.js';

const fullRanges = FULL_RANGES.split(' ').map((range) => range.split('-').map((point) => parseInt(point, 16)));

// In thousandths of a pixel, as whole numbers.
function letterWidth(letter, size, isMono) {
	const point = letter.codePointAt(0);
	if (letter === THIN)
		return 4000;
	if (point >= 0x80 && fullRanges.some(([first, last]) => point >= first && point <= last))
		return FULL_WIDTH * size;
	if (isMono)
		return MONO_WIDTH * size;
	return (point >= 0x80 ? OTHER_WIDTH : KIND_WIDTHS[ASCII_KINDS[point - 0x20] || 'l']) * size;
}

// The largest width of a text in pixels, rounded up.
export function textWidth(text, size, isMono) {
	let width = 0;
	for (const letter of text)
		width += letterWidth(letter, size, isMono);
	return Math.ceil(width / 1000);
}

// Returns the text when it fits, else its beginning with '…', or '' when nothing fits.
export function shorten(text, size, isMono, width) {
	if (textWidth(text, size, isMono) <= width)
		return text;
	let space = (width - textWidth('…', size, isMono)) * 1000, kept = '';
	for (const letter of text) {
		space -= letterWidth(letter, size, isMono);
		if (space < 0)
			break;
		kept += letter;
	}
	kept = kept.replace(/ +$/, '');
	return kept && kept + '…';
}
