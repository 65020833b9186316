// Of two pictures side by side, one may be higher than the slide. It shows whole rows only, and a line below it says how
// many more there are; keys and a wheel scroll to them.
import { element } from '../base/elements.js';
import { printing, say } from '../base/page.js';

const SLACK = .5; // px by which a row may end below the edge
const GAP_HEIGHT = 32; // px of a pause or a tear above its row

const lineOf = (figure) => [...figure.closest('.compared')?.children ?? []].find((one) => one.matches('.compared-rest'));

// How many rows are below the edge.
export const restOf = (figure) => Number(lineOf(figure)?.dataset.below ?? 0);

// Cuts a picture below its last whole row, and counts those below. A scroll changes both.
export function countRest(figure) {
	const line = lineOf(figure);
	if (!line)
		return;
	const place = figure.getBoundingClientRect(), scale = place.height / figure.offsetHeight || 1;
	const ends = [...figure.querySelectorAll('.row .hit, tr[data-frame]')].map((row) => row.getBoundingClientRect().bottom);
	const whole = ends.filter((end) => end <= place.bottom + SLACK), below = ends.length - whole.length;
	const cut = below ? Math.max(0, Math.round((place.bottom - Math.max(...whole)) / scale)) : 0;
	figure.style.setProperty('--cut', `${cut}px`);
	line.style.transform = `translateY(-${cut}px)`;
	line.dataset.below = below;
	line.textContent = below ? say(`아래로 ${below}개 더`, `${below} more below`) : '';
}

// Where the rows of a picture begin, in px that it may be scrolled, the last one that leaves no row below the edge, and the
// px below what is pinned above them.
function beginningsOf(figure) {
	const place = figure.getBoundingClientRect(), scale = place.height / figure.offsetHeight || 1;
	const edge = figure.querySelector('.heads .ground, thead')?.getBoundingClientRect().bottom ?? place.top;
	const room = (place.top - edge) / scale + figure.clientHeight;
	const rows = [...figure.querySelectorAll('.row, tr[data-frame]')].map((row) => {
		const box = (row.querySelector('.hit') ?? row).getBoundingClientRect(), gap = row.querySelector('.pause, .tear:not(.below)') ? GAP_HEIGHT : 0;
		return [box.top - gap * scale, box.bottom].map((y) => (y - edge) / scale + figure.scrollTop);
	});
	const tops = rows.map(([top], index) => (index ? Math.round(top) : 0)), end = rows.at(-1)[1];
	return { tops, room, last: tops.find((top) => end - top <= room + SLACK) ?? tops.at(-1) };
}

// The px to scroll for about as much as is wanted, so that the first row that shows is whole.
export function wholeTop(figure, wanted, isBack = false) {
	const { tops, last } = beginningsOf(figure);
	return Math.min(last, (isBack ? tops.find((top) => top >= wanted - SLACK) : tops.findLast((top) => top <= wanted + SLACK)) ?? 0);
}

// Scrolls by whole rows, if it has to, to a row, which comes to the middle.
export function bringWhole(figure, row) {
	const { tops, room, last } = beginningsOf(figure), rows = [...figure.querySelectorAll('.row, tr[data-frame]')];
	const index = rows.indexOf(row), end = tops[index + 1] ?? Infinity, top = Math.round(figure.scrollTop);
	const isWhole = tops[index] >= top && (end <= top + room || last <= top);
	if (!isWhole || !tops.includes(top))
		figure.scrollTop = Math.min(tops[index], wholeTop(figure, tops[index] - room / 2));
}

// Before the sizes of the blocks of a slide are measured.
export function forgetRest(block) {
	const figure = block.parentNode.matches('.compared') && (block.matches('.packets-list') ? block : block.querySelector(':scope > .diagram'));
	if (!figure)
		return;
	figure.classList.remove('whole-rows');
	lineOf(figure)?.remove();
}

// After that. On a phone both pictures scroll together, and on paper all rows are there.
export function showRest(block) {
	const figure = block.matches('.packets-list') ? block : block.querySelector(':scope > .diagram');
	if (!block.parentNode.matches('.compared') || !block.matches('.packets-list, .packets-sequence') || printing() || Reveal.isScrollView()
		|| figure.scrollHeight <= figure.clientHeight + 2)
		return;
	figure.classList.add('whole-rows');
	block.after(element('p', 'compared-rest'));
	countRest(figure);
}
