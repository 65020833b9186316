// Of two pictures side by side, one may be higher than the slide. It shows whole rows only, and a line below it says how
// many more there are; keys and a wheel scroll to them.
import { element } from '../base/elements.js';
import { printing, say } from '../base/page.js';

const SLACK = .5; // px by which a row may end below the edge

const lineOf = (figure) => [...figure.closest('.compared')?.children ?? []].find((one) => one.matches('.compared-rest'));

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
	line.textContent = below ? say(`아래로 ${below}개 더`, `${below} more below`) : '';
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
