// In a narrow drawing of a header, on an upright phone or in a column, some boxes have no room for the names of their
// fields. These show an abbreviation, and on a phone lines below the drawing say what it stands for.
import { shape } from '../base/elements.js';
import { bitAt, bytesOf, layersOf } from './packet-data.js';
import { textWidth } from '../base/text-width.js';
import { cellName, isFlags } from './header-cells.js';
import { FLAG_LETTERS, MARGIN, NAME_SIZE } from './header-layout.js';

const COLUMN = 56, GAP = 8, ABOVE = 12, LINE = 26; // px
const COLUMNS = 8;

const ABBREVIATIONS = {
	'arp.hw.size': 'HW size', 'arp.proto.size': 'Pr. size', 'ip.dsfield': 'DSCP', 'ipv6.nxt': 'Next hdr', 'tcp.dstport': 'Dest. Port', 'tcp.flags.res': 'Rsv', 'tcp.hdr_len': 'Off', 'tcp.options.timestamp': 'TS', 'udp.dstport': 'Dest. Port',
};
const FLAG_NAMES = { 'ip.flags.df': 'Don’t fragment', 'ip.flags.mf': 'More fragments', 'tcp.flags.push': 'PSH', 'tcp.flags.reset': 'RST' };

// "HS" of "Hardware size", "Pri" of "Priority".
const initials = (label) => (/\s/.test(label) ? label.split(/[^\p{L}\p{N}]+/u).map((word) => word.charAt(0)).join('').toUpperCase() : label.slice(0, 3));

export const hasShortName = ({ name }) => name in ABBREVIATIONS;

// A name that `space` is too narrow for: an abbreviation, of which a field of one bit has the first letter.
export function shortName(field, space) {
	const short = ABBREVIATIONS[field.name] || initials(field.label);
	return textWidth(short, NAME_SIZE, false) <= space ? short : short.charAt(0);
}

const flagName = ({ name, label }) => FLAG_NAMES[name] || (name.startsWith('tcp.') ? name.slice('tcp.flags.'.length).toUpperCase() : label);

// The lettered flags of a box of bits. A name that begins with the letter needs no other one.
function flagsOf(cell, frame) {
	const [, offset] = layersOf(frame)[cell.field.layer], bitOf = (flag) => flag.offset * 8 + flag.bitOffset;
	const isWithin = (bit) => bit >= offset * 8 + cell.first && bit < offset * 8 + cell.last;
	return cell.field.children.filter((flag) => FLAG_LETTERS[flag.name] && isWithin(bitOf(flag))).map((flag) => {
		const name = flagName(flag), letter = FLAG_LETTERS[flag.name];
		return { field: flag, short: name.startsWith(letter) ? '' : letter, name, isOn: bitAt(bytesOf(frame), bitOf(flag)) === 1 };
	});
}

export const fullName = (field) => (field.name === 'tcp.hdr_len' ? cellName(field) : field.label); // RFC 9293 counts words

// Draws the lines below `top`, in columns: first those of `short`, the fields that were drawn with an abbreviation or
// without their whole value, { field, short, name, value }; then the flags of each box of bits. Returns them with the
// height that they take.
export function drawKey(cells, short, frame, top) {
	const drawn = [];
	let line = -1;
	for (const group of [short, ...cells.filter(isFlags).map((cell) => flagsOf(cell, frame))]) {
		let column = COLUMNS;
		for (const entry of group) {
			const words = [entry.name, entry.value].filter(Boolean).join(' '), begin = entry.short ? textWidth(entry.short, NAME_SIZE, false) + GAP : 0;
			const columns = Math.min(COLUMNS, Math.ceil((begin + textWidth(words, NAME_SIZE, false) + GAP) / COLUMN));
			if (column + columns > COLUMNS)
				[line, column] = [line + 1, 0];
			const x = MARGIN + column * COLUMN, y = top + ABOVE + line * LINE + NAME_SIZE;
			drawn.push(shape('g', { class: entry.isOn ? 'key on' : 'key', 'aria-hidden': true, 'data-field': entry.field.index },
				...(entry.short ? [shape('text', { class: 'letter', x, y }, entry.short)] : []), shape('text', { class: 'name', x: x + begin, y }, words)));
			column += columns;
		}
	}
	return { drawn, height: drawn.length ? ABOVE + (line + 1) * LINE : 0 };
}
