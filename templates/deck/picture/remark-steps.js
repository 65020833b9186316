// Remarks that stand below a graph, or below two pictures side by side, one at a time: the step that reveal.js has
// reached is shown, and its packet is marked in its picture. The first one needs no step.
import { PICTURE_HOLDERS } from '../base/picture-fit.js';
import { isPrintedByStep, page } from '../base/page.js';
import { bringWhole } from './compared-rest.js';

const MARGIN = 48; // px around a packet that is scrolled into view

const holderOf = (block) => block.closest('.compare') ?? block;
const remarksIn = (holder) => [...holder.children].filter((one) => one.matches('.remarks.told.steps')).flatMap((list) => [...list.children].filter((one) => one.matches('.remark[data-told]')));

// The block of a remark: the picture above it, or that of its side.
const blockOf = (remark) => {
	const holder = remark.closest('.compare') ?? remark.closest('.packets');
	return holder.matches('.packets') ? holder : holder.querySelectorAll('.packets')[Number(remark.dataset.side)];
};

// Whether the remarks of a block are steps.
export const hasRemarkSteps = (block) => remarksIn(holderOf(block)).length > 0;

const currentIn = (remarks) => remarks.findLast((remark) => remark.matches('.visible')) ?? remarks[0];

// What shows a packet: the ring on a graph; in other pictures the row with it.
function marksOf(block, { told, frame }) {
	const point = block.querySelector(`.point[data-told="${told}"]`);
	return point ? [point, ...point.children] : [...block.querySelectorAll(`.row[data-frame="${frame}"]`)].filter((row) => !row.closest('.twin'));
}

// Marks the current remark and its packet; without steps, and on paper, none of them stands out.
export function showRemarkStep(block) {
	const holder = holderOf(block), remarks = remarksIn(holder);
	const telling = remarks.length > 0 && (isPrintedByStep || !page.matches('.print-pdf, .reveal-print'));
	const now = telling ? currentIn(remarks) : null;
	const isHere = now && blockOf(now) === block;
	holder.classList.toggle('telling', telling);
	block.classList.toggle('elsewhere', telling && !isHere);
	for (const remark of remarks)
		remark.classList.toggle('now', remark === now);
	if (!remarks.length)
		return;
	for (const mark of block.querySelectorAll('.point.now, .row.now'))
		mark.classList.remove('now');
	for (const mark of isHere ? marksOf(block, now.dataset) : [])
		mark.classList.add('now');
}

// The px at the upper edge of a scroll container that stay where they are: lanes' heads, and on a phone the remark.
const pinnedIn = (holder) => holder.querySelector(holder.matches('.compare') ? ':scope > .told' : '.heads')?.getBoundingClientRect().height ?? 0;

// Scrolls what is higher than its place, no further than the current packet needs.
export function keepRemarkStepInView(block) {
	const mark = hasRemarkSteps(block) && block.querySelector('.point.now .ring, .row.now');
	for (let holder = mark && mark.closest(PICTURE_HOLDERS); holder; holder = holder.parentElement.closest(PICTURE_HOLDERS)) {
		if (holder.scrollHeight <= holder.clientHeight + 2)
			continue;
		if (holder.matches('.whole-rows')) {
			bringWhole(holder, mark);
			continue;
		}
		const place = holder.getBoundingClientRect(), at = mark.getBoundingClientRect();
		const scale = holder.offsetHeight / place.height || 1;
		const edge = place.top + pinnedIn(holder);
		const above = at.top - edge - MARGIN / scale, below = at.bottom - place.bottom + MARGIN / scale;
		if (above >= 0 && below <= 0)
			continue;
		// A picture begins with its name, if it is whole to its packet then.
		const side = holder.matches('.compare') ? mark.closest('.compared').getBoundingClientRect().top - edge : above;
		holder.scrollTop += (below <= side ? side : above < 0 ? above : below) * scale;
	}
}

// The place of the current remark among all, [3, 7], and the frame that it is about.
export function remarkStepPlace(block) {
	const remarks = remarksIn(holderOf(block)), now = currentIn(remarks);
	return now && { index: remarks.indexOf(now), count: remarks.length, frame: now.dataset.frame, block: blockOf(now) };
}

// Whether the steps of the slide have reached the remarks of this block, and its packet is the current one.
export const isRemarkStepShown = (block) => hasRemarkSteps(block) && remarksIn(holderOf(block)).some((remark) => remark.matches('.visible')) && block.querySelector('.row.now') !== null;

// The remark that is about this packet of the block.
export const remarkAt = (block, frame) => remarksIn(holderOf(block)).find((remark) => remark.dataset.frame === String(frame) && blockOf(remark) === block);
