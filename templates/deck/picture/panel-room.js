// The room of the panel beside a sequence. The facts of a packet have one place, below the tallest remark. Where that is too
// low, the panel is `crowded`: it takes the whole height, and facts stand at its foot. A remark that would reach into them
// gets smaller letters, and in the end the place of the facts. What is longer even then scrolls.
import { linesBesideLanes } from './beside-lanes.js';
import { partsOf } from './block-parts.js';
import { element } from '../base/elements.js';
import { isCutBeside } from './figure-size.js';
import { page, upright } from '../base/page.js';
import { frameOf } from '../packet/packet-data.js';
import { keyOf } from '../packet/rows.js';
import { facts } from './side-panel.js';
import { updateChildren } from './update-content.js';

const SIZES = ['letters-23', 'letters-20', 'letters-18']; // classes of a remark, as its space and the edges below in side-panel.css
const SPACE = 18, TOP = 8, PADDING = 8; // px
const PICTURE_LEAST = 240; // px of a picture above the panel, and of the space between them (stage/phone.css)

// Whether the panel says all that stands beside the lanes. A slide is measured when it is shown, so this changes.
export const hasBeside = (block) => upright.matches || isCutBeside(block);

// Whether the panel stands beside the picture. Below it, it takes what it needs.
const isBeside = (block) => !block.closest('.slide-body') && !upright.matches;

// What stands below the remark of a row.
export function factsOf(block, known, index) {
	const { frame, last } = known.rows[index].dataset;
	if (known.withoutFacts?.has(index))
		return [];
	return [...linesBesideLanes(block, known, index, hasBeside(block)), ...last ? [] : facts(frameOf(block, frame))];
}

// Whether a step before the row asks for it.
const isAnswer = (row) => row.previousElementSibling?.matches('.question') ?? false;

function questionOf(known, frame) {
	const copy = known.asks.querySelector(`[data-frame="${frame}"]`).cloneNode(true);
	copy.classList.add('now');
	return copy;
}

// The heights of elements that are there only to be measured.
function heightsIn(block, width, holders) {
	const all = element('div', 'to-measure', ...holders);
	all.style.width = `${width}px`;
	block.append(all);
	const heights = new Map(holders.map((holder) => [holder, holder.offsetHeight]));
	all.remove();
	return heights;
}

// The px that facts, or the question that a packet answers, take from the remark of each row. Facts that differ in their
// digits alone are equally high, since these have one width.
function heightsBeside(block, known, width) {
	const holders = new Map();
	const byRow = known.rows.map((row, index) => {
		const asked = isAnswer(row) ? row.dataset.frame : 0;
		const parts = asked ? [questionOf(known, asked)] : factsOf(block, known, index);
		const key = asked || parts.map((part) => part.textContent.replace(/\d/g, '0')).join('\n');
		if (!holders.has(key))
			holders.set(key, element('div', asked ? 'asks' : 'facts', ...parts));
		return holders.get(key);
	});
	const heights = heightsIn(block, width, [...holders.values()]);
	return byRow.map((holder) => heights.get(holder) && heights.get(holder) + SPACE);
}

function setLetters(remarks, size) {
	for (const remark of remarks) {
		remark.classList.remove(...SIZES);
		if (size)
			remark.classList.add(size);
	}
}

// Gives the remarks the largest letters with which something is true. Returns false when it is with none.
const fitLetters = (remarks, isTrue) => ['', ...SIZES].some((size) => {
	setLetters(remarks, size);
	return isTrue();
});

function crowd(block, side, known, taken, heights) {
	const height = block.clientHeight - TOP, room = height - PADDING;
	side.style.setProperty('--height', `${height}px`);
	side.style.setProperty('--facts', `${Math.max(SPACE, ...taken) - SPACE}px`);
	known.rows.forEach((row, index) => {
		for (const remark of known.remarks.get(keyOf(row)) ?? []) {
			const isHigh = heights.get(remark) > room - taken[index];
			if (isHigh && !fitLetters([remark], () => remark.offsetHeight <= room - taken[index]) && !isAnswer(row)) {
				known.withoutFacts.add(index);
				fitLetters([remark], () => remark.offsetHeight <= room);
			}
		}
	});
	side.classList.add('crowded'); // it has no boxes of other remarks
}

function fitSteps(block, side, remarks) {
	const known = partsOf(block), { panel } = known;
	block.classList.remove('asked', 'answered'); // showQuestion() sets them again
	side.classList.remove('crowded');
	remarks.classList.remove('measured');
	known.withoutFacts = new Set();
	const all = [...remarks.children];
	setLetters(all, '');
	const heights = new Map(all.map((remark) => [remark, remark.offsetHeight])), most = Math.max(...heights.values());
	const tallest = all.find((remark) => heights.get(remark) === most);
	all.forEach((remark) => remark.classList.toggle('tallest', remark === tallest));
	side.style.minHeight = '';
	if (panel && isBeside(block)) {
		const taken = heightsBeside(block, known, remarks.clientWidth);
		panel.hidden = true;
		remarks.style.paddingBottom = `${Math.max(...taken)}px`;
		const isCrowded = block.scrollHeight > block.clientHeight + 1;
		panel.hidden = false;
		remarks.style.paddingBottom = '';
		if (isCrowded)
			crowd(block, side, known, taken, heights);
		if (known.index >= 0)
			updateChildren(panel, factsOf(block, known, known.index));
	} else if (panel && upright.matches && !known.asks) { // the picture above it has one height
		side.style.minHeight = `${most + Math.max(...heightsBeside(block, known, remarks.clientWidth)) + PADDING}px`;
	}
	remarks.classList.add('measured');
}

// Without steps all remarks are shown, in letters with which they fit, or they scroll.
function fitAll(block, side, remarks) {
	side.classList.remove('crowded');
	if (!fitLetters([...remarks.children], () => block.scrollHeight <= block.clientHeight + 1))
		side.classList.add('crowded');
}

// Measures the panel of a slide that is shown: its tallest remark, and whether it is crowded.
export function fitPanel(block) {
	const side = block.querySelector(':scope > .side'), remarks = side?.querySelector('.remarks');
	if (!remarks?.offsetHeight)
		return;
	if (block.matches('.stepped'))
		fitSteps(block, side, remarks);
	else if (isBeside(block) && !page.matches('.print-pdf'))
		fitAll(block, side, remarks);
	block.style.minHeight = upright.matches ? `${side.offsetHeight + PICTURE_LEAST}px` : ''; // a slide of a phone scrolls
}
