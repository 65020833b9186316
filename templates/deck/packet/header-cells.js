// The parts of a drawn header: its fields, their rows and their words.
import { SHORT_LABELS } from './header-layout.js';
import { grouped } from '../base/numbers.js';
import { fieldsOf, layersOf, numberOf } from './packet-data.js';
import { say } from '../base/page.js';
import { ACK } from './tcp-flags.js';

// The fields of a header, each with its bits. Options are fields of their own.
export function cellsOf(frame, layerIndex) {
	const layer = layersOf(frame)[layerIndex];
	const end = layer[2] * 8;
	const covered = new Uint8Array(end);
	const cells = [];
	const visit = (field) => {
		if (field.layer !== layerIndex || field.size === 0)
			return;
		if (field.children.length && /^dns\.(qry|resp)$|\.options$/.test(field.name)) {
			field.children.forEach(visit);
			return;
		}
		const first = (field.offset - layer[1]) * 8 + (field.bitSize ? field.bitOffset : 0);
		const last = first + (field.bitSize || field.size * 8);
		if (first < 0 || last > end || covered.subarray(first, last).includes(1))
			return;
		covered.fill(1, first, last);
		// Wireshark counts four reserved bits among TCP's flags, which are the eight bits of one byte (RFC 9293).
		const start = field.name === 'tcp.flags' ? Math.max(first, last - 8) : first;
		if (first < start)
			cells.push({ field: field.children.find((one) => one.name === 'tcp.flags.res') || field, first, last: start });
		cells.push({ field, first: start, last });
	};
	fieldsOf(frame).filter((field) => field.parent < 0).forEach(visit);
	return cells;
}

export const rowOf = (bit) => Math.floor(bit / 32);

// A field's pieces, one per row of 32 bits.
export function piecesOf(cell) {
	const pieces = [];
	for (let bit = cell.first; bit < cell.last;) {
		const row = rowOf(bit), stop = Math.min(cell.last, row * 32 + 32);
		pieces.push({ row, from: bit % 32, to: stop - row * 32 });
		bit = stop;
	}
	return pieces;
}

// Whether a field ends in the next row, left of where it begins: its two pieces do not touch.
export const isSplit = ({ first, last }) => rowOf(last - 1) === rowOf(first) + 1 && (last - 1) % 32 < first % 32;

// The position of each row, counted in rows. When there are too many, the rows inside a long field become one.
export function rowsOf(cells, count, folds) {
	const isInside = (row) => cells.some((cell) => cell.first < row * 32 && cell.last > (row + 1) * 32);
	const tops = [0];
	for (let row = 0; row < count; row++)
		tops.push(tops[row] + !(folds && isInside(row) && isInside(row - 1)));
	return tops;
}

// Whether the field is drawn bit by bit.
export const isFlags = (cell) => cell.field.children.length > 0 && cell.last - cell.first > 1 && rowOf(cell.first) === rowOf(cell.last - 1) && cell.field.name.endsWith('.flags');

export const cellName = (field) => SHORT_LABELS[field.name] || field.label;

// Sequence numbers also have the relative number of the diagram.
export function cellValue(frame, field) {
	const counted = field.name === 'tcp.seq_raw' ? frame.seq : field.name === 'tcp.ack_raw' && frame.flags & ACK ? frame.ack : undefined;
	if (counted !== undefined)
		return `${numberOf(frame, field)}  (${say('상대값', 'relative')} ${grouped(counted)})`;
	return /\.options\.(nop|eol)$/.test(field.name) ? String(numberOf(frame, field)) : field.value;
}
