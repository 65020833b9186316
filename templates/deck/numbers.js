// Numbers and times as people write them.
import { element } from './elements.js';

export const THIN = '\u2009';

// A number in prose must not be broken at its gaps.
export const whole = (words) => words.replaceAll(THIN, '\u202f');
export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
export const hex = (number, digits) => '0x' + number.toString(16).padStart(digits, '0');

// 12345 as groups of three with a narrow gap: copied, it is a plain number.
export function numeral(number, name = 'b') {
	const groups = String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ' ').split(' ');
	return element(name, '', groups[0], ...groups.slice(1).map((group) => element('span', 'group', group)));
}

// "0.000074123" seconds as people say it.
export function duration(seconds) {
	const us = Math.trunc(Math.round(seconds * 1e9) / 1000); // truncated, like all times
	const cut = (unit, digits) => (Math.trunc(us / unit) / 10 ** digits).toFixed(digits);
	if (us >= 1e6)
		return cut(1e4, 2) + ' s';
	return (us >= 1e5 ? cut(1000, 0) : us >= 1e4 ? cut(100, 1) : cut(1, 3)) + ' ms';
}
