// Formats numbers and times for readers.
import { element } from './elements.js';
import { isKorean } from './page.js';

export const THIN = '\u202f'; // no line breaks at it

export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, isKorean ? ',' : THIN);
export const hex = (number, digits) => '0x' + number.toString(16).padStart(digits, '0');

// Groups the digits of 12345 by three. In English the gap is only drawn, so a copied number has none.
export function numeral(number, name = 'b') {
	const groups = grouped(number).split(THIN);
	return element(name, '', groups[0], ...groups.slice(1).map((group) => element('span', 'group', group)));
}

// Nanoseconds in steps of so many, rounded half up, of which the last digits are behind the point.
function rounded(ns, step, digits) {
	const steps = Math.floor((Math.abs(ns) + step / 2) / step);
	return { steps, words: (ns < 0 && steps ? '-' : '') + grouped(Math.floor(steps / 10 ** digits)) + (digits ? '.' + String(steps % 10 ** digits).padStart(digits, '0') : '') };
}

// Formats seconds as an instant of this unit, "ms" or "s", as src/base/format/timestamp.c does.
export const inUnit = (seconds, unit, decimals = 3) => `${rounded(Math.round(seconds * 1e9), (unit === 's' ? 1e9 : 1e6) / 10 ** decimals, Number(decimals)).words} ${unit}`;
