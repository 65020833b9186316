// The bytes of a packet. Each is an element, so that it can be highlighted.
import { element } from '../base/elements.js';
import { PAGE_HEIGHT } from '../base/picture-fit.js';
import { grouped } from '../base/numbers.js';
import { bytesOf } from './packet-data.js';
import { printing, say, upright } from '../base/page.js';

const HEX_COLUMNS = 8;

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

// Makes the bytes as high as whole rows, in the room that the words below leave them. On an upright phone they go where the
// header has no room beside them.
export function keepWholeRows(dump) {
	const block = upright.matches && dump?.closest('section > .packets');
	if (block)
		block.classList.remove('no-room');
	if (!dump?.querySelector('.dump-row')?.offsetHeight || printing())
		return;
	dump.style.maxHeight = '';
	if (dump.scrollHeight > dump.clientHeight)
		holdRows(dump, dump.offsetHeight);
	if (!block)
		return;
	const picture = block.querySelector('.picture'), cut = () => picture.scrollHeight - picture.clientHeight - 2;
	if (cut() > 0)
		holdRows(dump, dump.offsetHeight - cut());
	block.classList.toggle('no-room', cut() > 0);
}

// Makes the bytes of a slide on paper as high as the whole rows for which its page has room.
export function fitRowsOnPaper(section) {
	for (const dump of section.querySelectorAll('.dump:has(.dump-row)')) {
		dump.style.maxHeight = ''; // the stage may have set it before
		const over = section.scrollHeight - PAGE_HEIGHT;
		if (over > 0)
			holdRows(dump, dump.offsetHeight - over);
	}
}

// Scrolls by whole rows, when it has to, to the bytes that are highlighted.
export function keepLitBytesInView(dump) {
	const row = dump?.querySelector('.lit')?.closest('.dump-row');
	const space = dump?.firstElementChild?.offsetTop;
	if (row && (row.offsetTop - space < dump.scrollTop || row.offsetTop + row.offsetHeight > dump.scrollTop + dump.clientHeight))
		dump.scrollTop = row.offsetTop - space;
}
