// The bytes of a packet. Each is an element, so that it can be highlighted.
import { element } from '../base/elements.js';
import { PAGE_HEIGHT } from '../base/picture-fit.js';
import { grouped } from '../base/numbers.js';
import { bytesOf } from './packet-data.js';
import { isPrintPage, printing, say, upright } from '../base/page.js';

const HEX_COLUMNS = 8;
const MOST_LIT = 6; // rows that are in view whatever else is below them

export function drawBytes(frame) {
	const bytes = bytesOf(frame);
	const dump = element('div', 'dump');
	dump.setAttribute('data-scrolls', '');
	dump.setAttribute('data-prevent-swipe', ''); // a quick swipe scrolls here, and does not leave the packet
	dump.tabIndex = 0; // so that the keyboard can scroll it
	const shown = bytes.length; // a deck keeps the first 2048 bytes of a packet
	for (let start = 0; start < shown; start += HEX_COLUMNS) {
		const left = element('span', 'hex'), right = element('span', 'ascii');
		for (let i = start; i < Math.min(start + HEX_COLUMNS, shown); i++) {
			const one = element('span', '', bytes[i].toString(16).padStart(2, '0'));
			const letter = element('span', '', bytes[i] >= 0x20 && bytes[i] < 0x7f ? String.fromCharCode(bytes[i]) : '·');
			one.dataset.byte = letter.dataset.byte = i;
			left.append(one);
			right.append(letter);
		}
		dump.append(element('div', 'dump-row', left, right));
	}
	const captured = frame.captured ?? frame.length;
	if (shown < captured)
		dump.append(element('p', 'more', `+ ${grouped(captured - shown)}${say('바이트', ' bytes')}`));
	return dump;
}

// Makes the bytes as high as the whole rows for which `height` px have room.
function holdRows(dump, height) {
	const row = dump.querySelector('.dump-row').offsetHeight;
	const space = dump.offsetHeight - dump.clientHeight + 2 * dump.firstElementChild.offsetTop;
	dump.style.maxHeight = `${Math.max(1, Math.floor((height - space) / row)) * row + space}px`;
}

// The place of the rows with highlighted bytes among all: { from, to } in px, or null.
function litRows(dump) {
	const rows = [...dump.querySelectorAll('.hex > .lit')].map((byte) => byte.closest('.dump-row')), space = dump.firstElementChild.offsetTop;
	return rows.length ? { from: rows[0].offsetTop - space, to: rows.at(-1).offsetTop + rows.at(-1).offsetHeight - space } : null;
}

// The px from the bytes to the end of the words below them.
function wordsBelow(dump) {
	const bottomOf = (node) => node.offsetTop + node.offsetHeight;
	return Math.max(...[...dump.parentNode.children].map(bottomOf)) - bottomOf(dump);
}

// Makes the bytes as high as whole rows, in the room that the words below leave them, and as the highlighted ones at least.
// On an upright phone they go where a drawn header has no room beside them; a list of fields scrolls.
export function keepWholeRows(dump) {
	const block = upright.matches && dump?.closest('section > .packets');
	if (block)
		block.classList.remove('no-room');
	const row = dump?.querySelector('.dump-row')?.offsetHeight;
	if (!row || isPrintPage || printing())
		return;
	const { from, to } = litRows(dump) ?? { from: 0, to: row };
	const least = Math.min(to - from, MOST_LIT * row) + dump.offsetHeight - dump.clientHeight + 2 * dump.firstElementChild.offsetTop;
	Object.assign(dump.style, { minHeight: `${least}px`, maxHeight: '' });
	dump.parentNode.style.minHeight = dump.closest('.slide-body') ? '' : `${least + wordsBelow(dump)}px`; // a column has no more room to give
	if (dump.scrollHeight > dump.clientHeight)
		holdRows(dump, dump.offsetHeight);
	const picture = block && block.querySelector('.header-map')?.closest('.picture');
	if (!picture)
		return;
	const cut = () => picture.scrollHeight - picture.clientHeight - 2;
	if (cut() > 0)
		holdRows(dump, dump.offsetHeight - cut());
	block.classList.toggle('no-room', cut() > 0);
}

// Makes the bytes of a slide on paper as high as the whole rows for which its page has room.
export function fitRowsOnPaper(section) {
	for (const dump of section.querySelectorAll('.dump:has(.dump-row)')) {
		dump.style.maxHeight = dump.style.minHeight = dump.parentNode.style.minHeight = ''; // the stage may have set them before
		const over = section.scrollHeight - PAGE_HEIGHT;
		if (over > 0)
			holdRows(dump, dump.offsetHeight - over);
	}
}

// Scrolls by whole rows, when it has to, to the bytes that are highlighted: to all of them, or to the first of more than there is
// room for.
export function keepLitBytesInView(dump) {
	const lit = dump?.querySelector('.dump-row')?.offsetHeight && litRows(dump);
	if (!lit)
		return;
	const row = dump.querySelector('.dump-row').offsetHeight, room = dump.clientHeight - 2 * dump.firstElementChild.offsetTop;
	const lowest = Math.max(0, lit.to - room);
	if (dump.scrollTop > lit.from || dump.scrollTop < lowest || dump.scrollTop % row)
		dump.scrollTop = Math.min(lit.from, lowest || lit.from - 2 * row);
}
