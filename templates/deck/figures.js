// Pictures and lists in the room that a slide has for them: which of two is shown, and what scrolls.
import { setAttributes } from './elements.js';
import { page, upright } from './page.js';

// A diagram that is taller than its place follows the steps; the heads of its lanes stay.
export function follow(block, row) {
	const figure = block.querySelector('.diagram');
	const drawing = figure && figure.querySelector('svg');
	if (!drawing || (figure.scrollHeight <= figure.clientHeight + 2 && figure.scrollWidth <= figure.clientWidth + 2))
		return;
	const scale = drawing.clientHeight / drawing.viewBox.baseVal.height || 1;
	const hit = row.querySelector('.hit');
	const middle = (Number(hit.getAttribute('y')) + Number(hit.getAttribute('height')) / 2) * scale;
	const heads = drawing.querySelector('.heads');
	const box = heads && heads.getBBox();
	const covered = box ? (box.y + box.height) * scale : 0;
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
	const wire = row.querySelector('.wire').getBBox();
	figure.scrollTo({ left: (wire.x + wire.width / 2) * scale - figure.clientWidth / 2, top: Math.max(0, middle - covered - (figure.clientHeight - covered) / 2), behavior: calm || page.classList.contains('print-pdf') ? 'auto' : 'smooth' });
}

// What a figure hides below its edge fades, so that one sees that there is more.
export const HOLDERS = '.diagram, .stream-text, .picture, .packets-list, .compare, p:has(> img:only-child), .scroll-page section';
export function markMore(figure) {
	figure.toggleAttribute('data-scrolls', figure.scrollHeight > figure.clientHeight + 2);
	figure.classList.toggle('more', figure.scrollTop + figure.clientHeight < figure.scrollHeight - 4);
	figure.classList.toggle('beside', figure.scrollLeft + figure.clientWidth < figure.scrollWidth - 4);
	figure.classList.toggle('aside', figure.scrollLeft > 4);
}

// A picture with more prose around it than was foreseen is smaller: better than over the prose.
export function shrink(block) {
	const drawing = block.querySelector('.diagram > .drawing');
	const over = block.scrollHeight - block.clientHeight;
	if (drawing && over > 2 && !page.classList.contains('print-pdf') && !Reveal.isScrollView())
		Object.assign(drawing.style, { width: 'auto', height: `${Math.max(120, drawing.clientHeight - over)}px` });
}

// Few rows have room for all of their words.
export function wrapList(list) {
	list.classList.toggle('wraps', !page.classList.contains('print-pdf'));
	list.classList.toggle('wraps', list.scrollHeight <= list.clientHeight + 2 && list.matches('.wraps'));
}

export function pinHeads(figure) {
	markMore(figure);
	const drawing = figure.querySelector('svg');
	const heads = drawing && drawing.querySelector('.heads');
	if (!heads)
		return;
	const scale = drawing.clientHeight / drawing.viewBox.baseVal.height || 1;
	heads.setAttribute('transform', `translate(0 ${Math.round(figure.scrollTop / scale)})`);
}

export function fitPictures() {
	for (const figure of document.querySelectorAll('.diagram:has(> template)')) {
		const [drawing, template] = figure.children;
		if (figure.matches('.upright') === (upright.matches && !page.matches('.print-pdf, .reveal-print')))
			continue;
		figure.classList.toggle('upright');
		const other = template.content.firstElementChild;
		drawing.replaceWith(other);
		template.content.append(drawing);
		if (other.querySelector('title'))
			continue;
		for (const node of [drawing, ...drawing.querySelectorAll('.row[data-frame]')]) { // their names are the same
			const same = node === drawing ? other : other.querySelector(`.row[data-frame="${node.dataset.frame}"]`);
			same?.prepend(...[...node.children].filter((child) => child.matches('title, desc')).map((child) => child.cloneNode(true)));
		}
	}
	// Without this script nothing would happen on a row: only here does it become a button.
	for (const row of document.querySelectorAll('svg .row[data-frame]:not([role])'))
		setAttributes(row, { tabindex: 0, role: 'button' });
}
