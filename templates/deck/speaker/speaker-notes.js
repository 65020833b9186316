// The notes of a slide for the speaker. The part for the current step is marked and in view.
import { element } from '../base/elements.js';

// The blocks of the notes that belong to one step each, or null. A slide of N steps has N + 1 states. When the notes
// have N + 1 paragraphs, or items of their only list, each state has one. With N, the first state has none.
export function stepsOf(blocks, lists, states) {
	const all = [blocks, ...(lists.length === 1 ? lists : [])];
	for (const first of states > 2 ? [0, 1] : [0]) {
		const parts = all.find((one) => one.length === states - first);
		if (parts && states > 1)
			return { parts, first };
	}
	return null;
}

export const statesOf = (section) => section.querySelectorAll('.fragment').length + 1;

function copyOf(aside) {
	const copy = aside.cloneNode(true);
	for (const node of copy.querySelectorAll('[id]'))
		node.removeAttribute('id');
	return [...copy.childNodes];
}

// Puts the notes of `section` into `place`; false where it has none.
export function putNotes(place, section) {
	place.replaceChildren(...[...section.querySelectorAll('aside.notes')].flatMap(copyOf));
	place.scrollTop = 0;
	return place.textContent.trim() !== '' || place.querySelector('img, svg') !== null;
}

// Scrolls no further than necessary, and shows some of the following notes.
function bringIntoView(place, node) {
	const box = place.getBoundingClientRect(), at = node.getBoundingClientRect();
	const space = Math.max(24, Math.min(box.height / 3, (box.height - at.height) / 2));
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
	place.scrollTo({ top: place.scrollTop + at.top - box.top - space, behavior: calm ? 'auto' : 'smooth' });
}

export function markStep(place, section, step) {
	const blocks = [...place.children];
	const lists = blocks.filter((block) => block.matches('ol, ul')).map((list) => [...list.children]);
	const steps = stepsOf(blocks, lists, statesOf(section));
	place.classList.toggle('stepped', steps !== null);
	let now = null;
	if (steps) {
		steps.parts.forEach((part, index) => {
			const isNow = index + steps.first === step + 1;
			part.classList.toggle('now', isNow);
			if (isNow) {
				part.setAttribute('aria-current', 'step');
				now = part;
			} else {
				part.removeAttribute('aria-current');
			}
		});
		place.classList.toggle('between', now === null);
		for (const block of blocks)
			block.classList.toggle('holds-now', now !== null && block !== now && block.contains(now));
	}
	if (now)
		bringIntoView(place, now);
	else if (step < 0)
		place.scrollTop = 0;
}

export const noNotes = (words) => element('p', 'no-notes', words);
