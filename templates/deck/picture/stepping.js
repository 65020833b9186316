// The steps of reveal.js move through the packets of a picture. (Steps through lines of code: templates/prose.js.)
import { showAnswers, showQuestion } from './ask.js';
import { blocksOf, partsOf, rowsOf } from './block-parts.js';
import { fitPictures, markMore, pictureHoldersIn, shrink, wrapList, wrapListsOnPaper } from '../base/picture-fit.js';
import { forgetRest, showRest } from './compared-rest.js';
import { updateChildren } from './update-content.js';
import { isSettled } from './figure-size.js';
import { giveRoom } from './least-room.js';
import { follow } from './long-picture.js';
import { showSharedMap } from './shared-sequence.js';
import { fitLinesOnPaper } from '../packet/field-lines.js';
import { fitRowsOnPaper } from '../packet/hex-dump.js';
import { showFieldStep } from '../packet/packet-layers.js';
import { isPrintedByStep, leaves, page } from '../base/page.js';
import { factsOf, fitPanel, hasBeside } from './panel-room.js';
import { isStepped, keyOf } from '../packet/rows.js';
import { writeFooter } from './slide-footer.js';
import { lightSource, showWholeLines } from './source-lines.js';
import { hasRemarkSteps, keepRemarkStepInView, showRemarkStep, isRemarkStepShown } from './remark-steps.js';

// The row that reveal.js has reached: the last one shown, or the first, which needs no step.
function currentIndex(rows) {
	let index = rows.length - 1;
	while (index > 0 && !rows[index].classList.contains('visible'))
		index--;
	return Math.max(0, index);
}

// Only rows between the old place and the new one change.
function markRows(known, index) {
	const { rows } = known, isFirst = known.index < 0;
	const [from, to] = isFirst ? [0, rows.length - 1] : [Math.min(known.index, index), Math.max(known.index, index)];
	for (let i = from; i <= to; i++) {
		rows[i].classList.toggle('before', i < index);
		rows[i].classList.toggle('now', i === index);
		rows[i].classList.toggle('later', i > index);
		if (isFirst || i === index || i === known.index)
			rows[i].setAttribute('tabindex', i === index ? '0' : '-1');
	}
	rows[known.index]?.removeAttribute('aria-current');
	rows[index].setAttribute('aria-current', 'step');
}

// The frames of a row: from its first packet to its last.
function* framesOf(row) {
	const first = Number(row.dataset.frame), last = Number(row.dataset.last || first);
	for (let frame = first; frame <= last; frame++)
		yield frame;
}

function markWords(known, row, isNow) {
	for (const remark of known.remarks.get(keyOf(row)) ?? [])
		remark.classList.toggle('now', isNow);
	for (const frame of framesOf(row)) {
		for (const line of known.lines.get(frame) ?? [])
			line.classList.toggle('now', isNow);
	}
}

function changeRow(block, known, index) {
	const { rows } = known;
	known.hasBeside = hasBeside(block);
	if (known.index < 0) // the copy of a block, such as a page of paper, has the words of the step when it was copied
		[known.remarks, known.lines].flatMap((words) => [...words.values()].flat()).forEach((one) => one.classList.remove('now'));
	else
		markWords(known, rows[known.index], false);
	markWords(known, rows[index], true);
	markRows(known, index);
	known.index = index;
	lightSource(known.source, index);
	const { band, panel } = known;
	block.classList.toggle('at-call', rows[index].matches('.call'));
	if (band && rows[index].dataset.y)
		band.style.transform = `translate(0, ${Number(rows[index].dataset.y)}px)`;
	// A mark appears with the last of its packets.
	for (const mark of known.hands) {
		mark.classList.toggle('later', Number(mark.dataset.row) > index);
		mark.classList.toggle('now', Number(mark.dataset.row) === index);
	}
	if (panel)
		updateChildren(panel, factsOf(block, known, index));
}

// Changes the row, and returns what moves the window to it. That lays the page out: nothing may change behind it.
function showRow(block, index, isStep) {
	const known = partsOf(block), move = follow(block, index, isStep);
	if (known.index !== index || known.hasBeside !== hasBeside(block))
		changeRow(block, known, index);
	showQuestion(block, known.asks, known.rows[index]);
	return move;
}

function moveFocus({ rows }, index) {
	// The focus follows the steps, so that Enter opens the current packet.
	if (document.activeElement !== rows[index] && rows.includes(document.activeElement))
		rows[index].focus({ preventScroll: true });
}

// `isStep`: only the step has changed, and no size.
export function refresh(section, isStep = false) {
	if (!section)
		return;
	showAnswers(section);
	const blocks = blocksOf(section), moves = [];
	// With several diagrams the footer is about the one that the steps have reached.
	let last = blocks[0];
	const isPaper = page.matches('.print-pdf:not(.print-steps)');
	if (isPaper)
		wrapListsOnPaper(section);
	if (!isStep) {
		giveRoom(section);
		blocks.forEach(forgetRest);
	}
	for (const block of blocks) {
		showRemarkStep(block);
		shrink(block);
		if (block.matches('.packets-list') && !isPaper)
			wrapList(block);
		if (block.matches('.packets-packet'))
			showFieldStep(block, isStep);
		if (!isStep)
			showRest(block);
		keepRemarkStepInView(block);
		if (isRemarkStepShown(block))
			last = block;
		const rows = rowsOf(block);
		const steps = isStepped(block) && rows.length > 0 && (isPrintedByStep || !page.classList.contains('print-pdf'));
		block.classList.toggle('stepped', steps);
		if (!isStep) {
			fitPanel(block);
			showWholeLines(block);
		}
		if (!steps)
			continue;
		const index = currentIndex(rows);
		moves.push(showRow(block, index, isStep), () => moveFocus(partsOf(block), index));
		if (rows.some((row) => row.classList.contains('visible')))
			last = block;
	}
	if (last) {
		const rows = rowsOf(last);
		writeFooter(section, last, rows, currentIndex(rows));
	}
	moves.forEach((move) => move());
	if (!isStep)
		showSharedMap(section);
	if (isPaper) {
		fitLinesOnPaper(section);
		fitRowsOnPaper(section);
	}
	// A step changes what is in blocks alone.
	const holders = isStep ? blocks.flatMap((block) => (isSettled(block) ? [] : partsOf(block).holders)) : pictureHoldersIn(section);
	holders.forEach(markMore);
}

export const refreshAll = () => {
	fitPictures();
	leaves().forEach((section) => refresh(section));
};

// The diagram whose packet Enter and Down open.
export function currentBlock() {
	const section = Reveal.getCurrentSlide();
	const blocks = section ? [...section.querySelectorAll('.packets')].filter((block) => isStepped(block) || (hasRemarkSteps(block) && block.querySelector('.row.now'))) : [];
	let found = blocks[0];
	for (const block of blocks) {
		if (block.querySelector('.row.visible') || isRemarkStepShown(block))
			found = block;
	}
	return found;
}

// Goes to the step of a fragment, or of the first of its kind, which needs none: that is before the second one.
function stepToFragment(one, second) {
	const section = one.closest('section');
	const index = one.classList.contains('fragment')
		? Number(one.getAttribute('data-fragment-index'))
		: (second ? Number(second.getAttribute('data-fragment-index')) : 0) - 1;
	const place = Reveal.getIndices(section);
	Reveal.slide(place.h, place.v, index);
	refresh(section);
}

export function stepTo(row) {
	stepToFragment(row, row.closest('.packets').querySelector('.question, .row.fragment'));
}

export function stepToRemark(remark) {
	stepToFragment(remark, remark.parentNode.querySelector('.fragment'));
}
