// Draws a header to scale with its values, as src/diagram/header/header-map.c does for readers without scripts; narrow ones
// are drawn only here.
import { shape } from '../base/elements.js';
import { cellName, cellValue, cellsOf, isFlags, isSplit, piecesOf, rowOf, rowsOf } from './header-cells.js';
import { bitLeft, isHuge, isLarge, isTall, middleLine, nameLine, valueLine } from './header-grid.js';
import { drawKey, fullName, hasShortName, shortName } from './header-key.js';
import * as layout from './header-layout.js';
import { MARGIN, NAME_SIZE, VALUE_SIZE } from './header-layout.js';
import { THIN, grouped } from '../base/numbers.js';
import { bitAt, bytesOf, layersOf, numberOf } from './packet-data.js';
import { say } from '../base/page.js';
import { shorten, textWidth } from '../base/text-width.js';

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

// The name, or in a narrow grid an abbreviation, if the name does not leave `rest` of the space.
const nameFor = (grid, field, space, rest = 0) => (grid.isNarrow && textWidth(cellName(field), NAME_SIZE, false) > space - rest ? shortName(field, space) : cellName(field));

// The name again, in the piece of a split field that has none.
function drawContinued(cell, { row, from, to }, grid) {
	const space = (to - from) * grid.bitWidth - 2 * layout.INSET + 2;
	const words = `… ${nameFor(grid, cell.field, space - textWidth('… ', NAME_SIZE, false))}`, size = nameSizeFor(grid, words, space);
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

const NARROW_BITS = 4; // so many have room for words at their left edge

// The value of a field in a narrow grid, in letters that fit; else its number, else its beginning. { words, size, isWhole }
function narrowValue(frame, field, value, space) {
	const sizeOf = (words) => [VALUE_SIZE, NAME_SIZE].find((size) => textWidth(words, size, true) <= space);
	if (sizeOf(value))
		return { words: value, size: sizeOf(value), isWhole: true };
	const number = shortValue(frame, field, value, NAME_SIZE, 0), isWhole = Boolean(field.bitSize) || /^tcp\.(seq|ack)_raw$/.test(field.name);
	return sizeOf(number) ? { words: number, size: sizeOf(number), isWhole } : { words: shorten(value, NAME_SIZE, true, space), size: NAME_SIZE, isWhole: false };
}

// Name and value in the widest piece of a field that is in a narrow grid: in the middle where it has next to no room.
// What has no room is added to `short`.
function drawNarrowWords(cell, grid, frame, short) {
	const { field } = cell, piece = widestOf(cell), bits = piece.to - piece.from, y = grid.tops[piece.row];
	const isMiddle = bits < NARROW_BITS, space = bits * grid.bitWidth - (isMiddle ? 2 : 2 * layout.INSET - 2);
	const x = bitLeft(grid, piece.from) + (isMiddle ? bits * grid.bitWidth / 2 : layout.INSET), place = isMiddle ? ' mid' : '';
	const whole = drawnValue(cell, frame), beside = isTall(grid) ? 0 : layout.INSET + textWidth(whole, NAME_SIZE, true);
	const name = nameFor(grid, field, space, hasShortName(field) ? beside : 0);
	const taken = isTall(grid) ? 0 : textWidth(name, NAME_SIZE, false) + layout.INSET, value = narrowValue(frame, field, whole, space - taken);
	if (name !== cellName(field) || !value.isWhole)
		short.push({ field, short: name, name: name === cellName(field) ? '' : fullName(field), value: value.isWhole ? '' : whole });
	return [write(`name${place}`, x, nameLine(grid, y), NAME_SIZE, name), ...(value.words ? [write(`value${place}`, x + taken, valueLine(grid, y), value.size, value.words)] : [])];
}

const widestOf = (cell) => piecesOf(cell).reduce((best, one) => (one.to - one.from > best.to - best.from ? one : best));
const drawnValue = (cell, frame) => (cell.field.name === 'tcp.flags.res' ? bitsOf(cell, frame) : cellValue(frame, cell.field));

// A value on two lines, broken at a blank, where the row is huge and both have room; else null.
function drawTwoLines(value, size, space, x, baseline, grid) {
	const fits = (words) => textWidth(words, size, true) <= space;
	const at = isHuge(grid) ? [...value.matchAll(/ /g)].findLast(({ index }) => index > 0 && fits(value.slice(0, index)))?.index : undefined;
	return at === undefined || !fits(value.slice(at + 1)) ? null
		: [write('value', x, baseline - layout.VALUE_LINE_ABOVE, size, value.slice(0, at)), write('value', x, baseline + layout.VALUE_LINE_BELOW, size, value.slice(at + 1))];
}

// Name and value in the widest piece of a field.
function drawWideWords(cell, grid, frame) {
	const piece = widestOf(cell);
	const x = bitLeft(grid, piece.from) + layout.INSET, y = grid.tops[piece.row];
	const space = (piece.to - piece.from) * grid.bitWidth - 2 * layout.INSET + 2;
	const nameSize = nameSizeFor(grid, cellName(cell.field), space);
	const name = shorten(cellName(cell.field), nameSize, false, space);
	const taken = isTall(grid) ? 0 : textWidth(name, NAME_SIZE, false) + layout.NAME_SPACE;
	let value = drawnValue(cell, frame);
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
	];
}

// The words of a field, and its name again in a piece that does not touch the other one.
const drawWords = (cell, grid, frame, short) => [
	...(grid.isNarrow ? drawNarrowWords(cell, grid, frame, short) : drawWideWords(cell, grid, frame)),
	...(isSplit(cell) ? [drawContinued(cell, piecesOf(cell).find((one) => one.row !== widestOf(cell).row), grid)] : []),
];

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
			...(letter || isTall(grid) ? [write(grid.isNarrow ? 'letter narrow mid' : 'letter mid', middle, nameLine(grid, y), grid.isNarrow ? NAME_SIZE : layout.LETTER_SIZE, letter || '·')] : []),
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

// Makes rows as high as the available height allows. Narrow ones have two lines, and a key below them, but not in a
// column of a slide, where there is no room for these.
function gridOf(cells, rowCount, available, bitWidth) {
	const space = available - layout.SCALE_HEIGHT;
	const rows = rowsOf(cells, rowCount, rowCount * layout.AIRY_ROW > space);
	const room = Math.floor(space / rows[rowCount]), isNarrow = bitWidth < layout.BIT_WIDTH;
	const hasKey = isNarrow && available > layout.MAP_HEIGHT_COLUMN, least = hasKey ? layout.TALL_ROW : layout.ROW_HEIGHT_MIN;
	const height = Math.max(least, Math.min(isNarrow || room < layout.LARGE_ROW ? layout.ROW_HEIGHT_MAX : layout.LARGE_ROW_MAX, room));
	return { isNarrow, hasKey, bitWidth, height, tops: rows.map((row) => layout.SCALE_HEIGHT + row * height) };
}

// Whether the header is drawn over the width of a slide, where this height is available for it and its bytes.
export const isWide = (frame, layerIndex, available) => Math.ceil(layersOf(frame)[layerIndex][2] / 4) <= layout.WIDE_ROWS && available >= layout.WIDE_BELOW + layout.SCALE_HEIGHT + layout.WIDE_ROWS * layout.LARGE_ROW;

export function drawMap(frame, layerIndex, available, bitWidth) {
	const [protocol, , size] = layersOf(frame)[layerIndex];
	const cells = cellsOf(frame, layerIndex);
	const rowCount = Math.ceil(size / 4);
	const grid = gridOf(cells, rowCount, available, bitWidth), short = [];
	const drawn = cells.map((cell) => shape('g', { class: 'cell', 'data-field': cell.field.index, tabindex: 0, role: 'button' },
		drawOutline(cell, grid), ...(isFlags(cell) ? drawFlags(cell, grid, frame) : drawWords(cell, grid, frame, short))));
	for (const { field, name, value } of short)
		drawn[cells.findIndex((cell) => cell.field === field)].setAttribute('aria-label', `${name || cellName(field)} ${value || cellValue(frame, field)}`);
	const key = grid.hasKey ? drawKey(cells, short, frame, grid.tops[rowCount]) : { drawn: [], height: 0 };
	const width = MARGIN + 32 * grid.bitWidth + 2, height = grid.tops[rowCount] + key.height;
	return shape('svg', { class: 'header-map', viewBox: `0 0 ${width} ${height}`, width, height, 'font-size': NAME_SIZE, role: 'group', 'aria-label': `${protocol}, ${size}${say('바이트', ' bytes')}` },
		...drawScale(grid, rowCount), ...drawn, ...key.drawn);
}
