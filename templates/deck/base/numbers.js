// Formats numbers and times for readers.
import { element } from './elements.js';
import { isKorean } from './page.js';

export const THIN = '\u2009';

// A number in prose must not wrap at its gaps.
export const whole = (words) => words.replaceAll(THIN, '\u202f');
export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, isKorean ? ',' : THIN);
export const hex = (number, digits) => '0x' + number.toString(16).padStart(digits, '0');

// Groups the digits of 12345 by three. In English the gap is only drawn, so a copied number has none.
export function numeral(number, name = 'b') {
	const groups = grouped(number).split(THIN);
	return element(name, '', groups[0], ...groups.slice(1).map((group) => element('span', 'group', group)));
}

// Formats "0.000074123" seconds in a readable unit.
export function duration(seconds) {
	const signed = Math.trunc(Math.round(seconds * 1e9) / 1000), us = Math.abs(signed); // truncated, like all times
	const sign = signed < 0 ? '-' : '';
	const cut = (unit, digits) => sign + grouped((Math.trunc(us / unit) / 10 ** digits).toFixed(digits));
	if (us >= 1e6)
		return cut(1e4, 2) + ' s';
	return (us >= 1e5 ? cut(1000, 0) : us >= 1e4 ? cut(100, 1) : cut(1, 3)) + ' ms';
}
