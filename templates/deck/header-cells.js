// What a header is made of: the fields that are drawn, the rows they stand on, and their words.
import { SHORT_LABELS } from './header-layout.js';
import { grouped } from './numbers.js';
import { fieldsOf, layersOf, numberOf } from './packet-data.js';
import { say } from './page.js';
import { ACK } from './tcp-flags.js';

// The fields that make up a header, each with its bits; options stand for themselves.
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
		cells.push({ field, first, last });
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

// Where rows begin, counted in rows. When there are too many, those inside of a long field are one.
export function rowsOf(cells, count, folds) {
	const isInside = (row) => cells.some((cell) => cell.first < row * 32 && cell.last > (row + 1) * 32);
	const tops = [0];
	for (let row = 0; row < count; row++)
		tops.push(tops[row] + !(folds && isInside(row) && isInside(row - 1)));
	return tops;
}

// Drawn bit by bit.
export const isFlags = (cell) => cell.field.children.length > 0 && cell.last - cell.first > 1 && rowOf(cell.first) === rowOf(cell.last - 1) && cell.field.name.endsWith('.flags');

export const cellName = (field) => SHORT_LABELS[field.name] || field.label;

// Long numbers in groups; sequence numbers also as the diagram counts them.
export function cellValue(frame, field) {
	const counted = field.name === 'tcp.seq_raw' ? frame.seq : field.name === 'tcp.ack_raw' && frame.flags & ACK ? frame.ack : undefined;
	if (counted !== undefined)
		return `${grouped(numberOf(frame, field))}  (${say('상대값', 'relative')} ${grouped(counted)})`;
	if (/\.options\.(nop|eol)$/.test(field.name))
		return grouped(numberOf(frame, field));
	return /^[1-9]\d{3,}$/.test(field.value) && !/port/.test(field.name) ? grouped(field.value) : field.value;
}
