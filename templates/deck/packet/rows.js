// The rows of a block's picture, and the names of the packets in them.
import { duration, inUnit } from '../base/numbers.js';
import { frameOf, tablesOf } from './packet-data.js';
import { setFlags } from './tcp-flags.js';

const LABEL_MAX = 44; // two lines of the panel

export const isStepped = (block) => Number(block.dataset.steps) > 0;

// What a row or a remark is about, to tell it apart: the number of a packet, or a socket call.
export const keyOf = ({ dataset }) => dataset.call ? `call ${dataset.call}` : Number(dataset.frame);

// Times in the data count from the capture's start, and times in a block from the block's start. A sequence has one unit.
export function timeIn(block, frame) {
	const time = frame.time - block.dataset.start;
	return block.dataset.unit ? inUnit(time, block.dataset.unit) : duration(time);
}

// The name on the diagram's chip, when the chip is not shortened.
export function labelOf(block, number) {
	const frame = frameOf(block, number);
	const chip = block.querySelector(`.row[data-frame="${number}"] .chip-text`);
	return chip && !chip.textContent.endsWith('…') ? chip.textContent : nameOf(frame);
}

// The same, short enough for a line above the sentence and the fields that say the rest.
export function shortLabelOf(block, number) {
	const label = labelOf(block, number);
	if (!frameOf(block, number)?.keys || label.length <= LABEL_MAX)
		return label;
	const words = label.slice(0, LABEL_MAX).replace(/\s+\S*$/, '').replace(/\s*\([^)]*$/, '');
	return words.replace(/[\s,;:]+$/, '') + '…';
}

// The words of a packet's arrow: of HTTP and of plain TCP they follow from what else is known.
export function nameOf(frame) {
	if (frame.name !== undefined)
		return tablesOf(frame).labels[frame.name];
	if (frame.protocol === 'HTTP') {
		const line = frame.info.replace(/ HTTP\/1\.[01].*$/, '').replace(/^HTTP\/1\.[01] /, '');
		return line.replace(/\s+\(.*$/, '').trim();
	}
	return setFlags(frame.flags).map(([name]) => name).reverse().join(', ');
}

// The lines for a row's packets in the table beside the picture.
export function linesOf(block, row) {
	const { frame, last } = row.dataset;
	return [...block.querySelectorAll('.twin tr[data-frame]')]
		.filter((line) => Number(line.dataset.frame) >= Number(frame) && Number(line.dataset.frame) <= Number(last || frame));
}

// A socket call, from its title: "connect(3, 127.0.0.1:8080) = 0 · 0.1 ms – 0.9 ms (0.8 ms) · It lasts until …".
export function callWords(row) {
	const [what, when, said] = row.querySelector(':scope > title').textContent.split(' · ');
	return [`${what} · ${when}`, said ?? ''];
}
