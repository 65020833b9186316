// Draws a header to scale with its values, as src/diagram/header/header-map.c does for readers without scripts.
import { shape } from '../base/elements.js';
import { cellName, cellValue, cellsOf, isFlags, piecesOf, rowOf, rowsOf } from './header-cells.js';
import * as layout from './header-layout.js';
import { MARGIN, NAME_SIZE, VALUE_SIZE } from './header-layout.js';
import { THIN, grouped } from '../base/numbers.js';
import { bitAt, bytesOf, layersOf, numberOf } from './packet-data.js';
import { say } from '../base/page.js';
import { shorten, textWidth } from '../base/text-width.js';

// The grid: { bitWidth, height (of a row), tops (of the rows, one more than there are) }.
const isTall = (grid) => grid.height >= layout.TALL_ROW;
const isLarge = (grid) => grid.height >= layout.LARGE_ROW;
const isHuge = (grid) => grid.height >= layout.HUGE_ROW;
const pick = (grid, huge, large, airy, tall) => (isHuge(grid) ? huge : isLarge(grid) ? large : grid.height >= layout.AIRY_ROW ? airy : tall);
const bitLeft = (grid, bit) => MARGIN + (bit % 32) * grid.bitWidth;
const middleLine = (grid, y) => y + (grid.height >> 1) + 6;
const nameLine = (grid, y) => (isTall(grid) ? y + pick(grid, layout.NAME_TOP_HUGE, layout.NAME_TOP_LARGE, layout.NAME_TOP_AIRY, layout.NAME_TOP) : middleLine(grid, y));
const valueLine = (grid, y) => (isTall(grid) ? y + grid.height - pick(grid, layout.VALUE_BOTTOM_HUGE, layout.VALUE_BOTTOM_LARGE, layout.VALUE_BOTTOM_AIRY, layout.VALUE_BOTTOM) : middleLine(grid, y));

// <text>; thin spaces become gaps of 4 px, as src/diagram/svg.c draws them.
function write(className, x, y, size, words) {
	const parts = words.split(THIN);
	return shape('text', { class: className, x, y, ...(size !== NAME_SIZE && { 'font-size': size }) }, parts[0], ...parts.slice(1).map((part) => shape('tspan', { dx: 4 }, part)));
}

// The largest size that rows of this height may have and in which the words have room, else the smallest.
function sizeFor(grid, words, isMono, [huge, large, size], space) {
	const fits = (one) => textWidth(words, one, isMono) <= space;
	return isHuge(grid) && fits(huge) ? huge : isLarge(grid) && fits(large) ? large : size;
}
const nameSizeFor = (grid, words, space) => sizeFor(grid, words, false, [layout.NAME_SIZE_HUGE, layout.NAME_SIZE_LARGE, NAME_SIZE], space);

// Whether a field ends in the next row, left of where it begins: its two pieces do not touch.
const isSplit = ({ first, last }) => rowOf(last - 1) === rowOf(first) + 1 && (last - 1) % 32 < first % 32;

// One shape for a field, even when it continues in the rows below.
function drawOutline(cell, grid) {
	const { tops, bitWidth } = grid;
	const className = cell.field.parent < 0 || cell.field.name === 'tcp.flags.res' ? 'box' : 'box option';
	const firstRow = rowOf(cell.first), lastRow = rowOf(cell.last - 1);
	const x = bitLeft(grid, cell.first) + 1, end = bitLeft(grid, cell.last - 1) + bitWidth - 1;
	const top = tops[firstRow] + 1, bottom = tops[lastRow + 1] - 2;
	if (firstRow === lastRow)
		return shape('rect', { class: className, x, y: top, width: end - x, height: bottom - top, rx: 6 });
	// A path has a stroke to round its corners, so it stands one further in.
	const left1 = MARGIN + 2, right1 = MARGIN + 32 * bitWidth - 2;
	const x1 = x + 1, end1 = end - 1, top1 = top + 1, bottom1 = bottom - 1;
	const firstBottom = tops[firstRow + 1], lastTop = tops[lastRow];
	return shape('path', { class: className, d: !isSplit(cell)
		? `M${x1} ${top1}H${right1}V${lastTop - (end1 < right1 ? 3 : 0)}H${end1}V${bottom1}H${left1}V${firstBottom + (x1 > left1 ? 2 : 0)}H${x1}z`
		: `M${x1} ${top1}H${right1}V${firstBottom - 3}H${x1}zM${left1} ${lastTop + 2}H${end1}V${bottom1}H${left1}z` });
}

// Reserved bits are shown as bits: "0000".
const bitsOf = (cell, frame) => Array.from({ length: cell.last - cell.first }, (_, i) => bitAt(bytesOf(frame), startOf(frame, cell.field) + cell.first + i)).join('');

const startOf = (frame, field) => layersOf(frame)[field.layer][1] * 8;

// The name again, in the piece of a split field that has none.
function drawContinued(cell, { row, from, to }, grid) {
	const space = (to - from) * grid.bitWidth - 2 * layout.INSET + 2;
	const words = `… ${cellName(cell.field)}`, size = nameSizeFor(grid, words, space);
	return write('name', bitLeft(grid, from) + layout.INSET, nameLine(grid, grid.tops[row]), size, shorten(words, size, false, space));
}

// The value of a field without room for it: "IPv6 Hop… (0)", or only the number when next to nothing is left of its name,
// and in a narrow header also where it has a relative one behind it.
function shortValue(frame, field, value, size, space) {
	if (field.bitSize)
		return grouped(numberOf(frame, field));
	if (/^tcp\.(seq|ack)_raw$/.test(field.name))
		return String(numberOf(frame, field));
	const [, name, number] = /^(.*)\((\d+)\)$/.exec(value) ?? [];
	if (!number || /^\d/.test(name))
		return number ?? value;
	const end = ` (${number})`, start = shorten(name.trimEnd(), size, true, space - textWidth(end, size, true));
	return textWidth(start, size, true) < layout.NAME_LEFT_MIN ? number : start + end;
}

// A value on two lines, broken at a blank, where the row is huge and both have room; else null.
function drawTwoLines(value, size, space, x, baseline, grid) {
	const fits = (words) => textWidth(words, size, true) <= space;
	const at = isHuge(grid) ? [...value.matchAll(/ /g)].findLast(({ index }) => index > 0 && fits(value.slice(0, index)))?.index : undefined;
	return at === undefined || !fits(value.slice(at + 1)) ? null
		: [write('value', x, baseline - layout.VALUE_LINE_ABOVE, size, value.slice(0, at)), write('value', x, baseline + layout.VALUE_LINE_BELOW, size, value.slice(at + 1))];
}

// Name and value in the widest piece of a field.
function drawWords(cell, grid, frame) {
	const pieces = piecesOf(cell), piece = pieces.reduce((best, one) => (one.to - one.from > best.to - best.from ? one : best));
	const x = bitLeft(grid, piece.from) + layout.INSET, y = grid.tops[piece.row];
	const space = (piece.to - piece.from) * grid.bitWidth - 2 * layout.INSET + 2;
	const nameSize = nameSizeFor(grid, cellName(cell.field), space);
	const name = shorten(cellName(cell.field), nameSize, false, space);
	const taken = isTall(grid) ? 0 : textWidth(name, NAME_SIZE, false) + layout.NAME_SPACE;
	let value = cell.field.name === 'tcp.flags.res' ? bitsOf(cell, frame) : cellValue(frame, cell.field);
	const least = isTall(grid) ? VALUE_SIZE : NAME_SIZE;
	const hasRoom = textWidth(value, least, true) <= space - taken;
	const inTwo = (one) => (hasRoom || cell.field.bitSize ? null : drawTwoLines(value, one, space, x, valueLine(grid, y), grid));
	const lines = inTwo(least) ?? inTwo(NAME_SIZE);
	if (!hasRoom)
		value = shortValue(frame, cell.field, value, least, space - taken);
	const size = sizeFor(grid, value, true, [layout.VALUE_SIZE_HUGE, layout.VALUE_SIZE_LARGE, least], space);
	value = shorten(value, size, true, space - taken);
	return [
		write('name', x, nameLine(grid, y), nameSize, name),
		...lines ?? (value ? [write('value', x + taken, valueLine(grid, y), size, value)] : []),
		...(isSplit(cell) ? [drawContinued(cell, pieces.find((one) => one !== piece), grid)] : []),
	];
}

// A box of bits, each with the letter of its flag.
function drawFlags(cell, grid, frame) {
	const { bitWidth, height } = grid;
	const y = grid.tops[rowOf(cell.first)];
	const start = startOf(frame, cell.field) + cell.first;
	const drawn = [];
	for (let i = 0; i < cell.last - cell.first; i++) {
		const flag = cell.field.children.find((one) => {
			const first = one.offset * 8 + one.bitOffset;
			return first <= start + i && start + i < first + one.bitSize;
		});
		const letter = flag && layout.FLAG_LETTERS[flag.name];
		const isOn = bitAt(bytesOf(frame), start + i) === 1;
		const x = bitLeft(grid, cell.first + i), middle = x + bitWidth / 2;
		drawn.push(shape('g', { class: isOn ? 'bit on' : 'bit', ...(flag && { 'data-field': flag.index }) },
			shape('rect', { class: 'box', x: x + 2, y: y + 3, width: bitWidth - 4, height: height - 7, rx: 5 }),
			...(letter || isTall(grid) ? [write('letter mid', middle, nameLine(grid, y), layout.LETTER_SIZE, letter || '·')] : []),
			...(!letter || isTall(grid) ? [write('value mid', middle, valueLine(grid, y), VALUE_SIZE, isOn ? '1' : '0')] : [])));
	}
	return drawn;
}

// The bit numbers above and the byte numbers at the left.
function drawScale({ bitWidth, height, tops }, rowCount) {
	const drawn = layout.SCALE_BITS.map((bit) => write('scale mid', MARGIN + bit * bitWidth + bitWidth / 2, NAME_SIZE, NAME_SIZE, String(bit)));
	for (let row = 0; row < rowCount; row++) {
		if (tops[row] < tops[row + 1])
			drawn.push(write('scale end', MARGIN - 9, middleLine({ height }, tops[row]), NAME_SIZE, tops[row + 1] === tops[row + 2] ? '⋮' : String(row * 4)));
	}
	return drawn;
}

// Makes rows as high as the available height allows.
function gridOf(cells, rowCount, available, bitWidth) {
	const space = available - layout.SCALE_HEIGHT;
	const rows = rowsOf(cells, rowCount, rowCount * layout.AIRY_ROW > space);
	const room = Math.floor(space / rows[rowCount]), isNarrow = bitWidth < layout.BIT_WIDTH || room < layout.LARGE_ROW;
	const height = Math.max(layout.ROW_HEIGHT_MIN, Math.min(isNarrow ? layout.ROW_HEIGHT_MAX : layout.LARGE_ROW_MAX, room));
	return { bitWidth, height, tops: rows.map((row) => layout.SCALE_HEIGHT + row * height) };
}

// Whether the header is drawn over the width of a slide, where this height is available for it and its bytes.
export const isWide = (frame, layerIndex, available) => Math.ceil(layersOf(frame)[layerIndex][2] / 4) <= layout.WIDE_ROWS && available >= layout.WIDE_BELOW + layout.SCALE_HEIGHT + layout.WIDE_ROWS * layout.LARGE_ROW;

export function drawMap(frame, layerIndex, available, bitWidth) {
	const [protocol, , size] = layersOf(frame)[layerIndex];
	const cells = cellsOf(frame, layerIndex);
	const rowCount = Math.ceil(size / 4);
	const grid = gridOf(cells, rowCount, available, bitWidth);
	const width = MARGIN + 32 * grid.bitWidth + 2, height = grid.tops[rowCount];
	return shape('svg', { class: 'header-map', viewBox: `0 0 ${width} ${height}`, width, height, 'font-size': NAME_SIZE, role: 'group', 'aria-label': `${protocol}, ${size}${say('바이트', ' bytes')}` },
		...drawScale(grid, rowCount),
		...cells.map((cell) => shape('g', { class: 'cell', 'data-field': cell.field.index, tabindex: 0, role: 'button' },
			drawOutline(cell, grid), ...(isFlags(cell) ? drawFlags(cell, grid, frame) : drawWords(cell, grid, frame)))));
}
