// Slides get what they have on a stage, before reveal.js starts.
import { element } from './elements.js';
import { isPrintedByStep, leaves, page } from './page.js';
import { addSide } from './side-panel.js';
import { continueSlide } from './strips.js';
import { drawArt } from './title-art.js';

// Two diagrams, or a list and a diagram, on one slide are walked one after the other.
function numberSteps(section) {
	section.querySelectorAll('.fragment').forEach((fragment, index) => {
		fragment.setAttribute('data-fragment-index', index);
	});
}

export function prepare() {
	page.classList.toggle('print-steps', isPrintedByStep);
	for (const block of document.querySelectorAll('.packets-sequence'))
		addSide(block);
	leaves().forEach(continueSlide);
	const talk = document.title;
	leaves().forEach((section, index) => {
		numberSteps(section);
		if (section.classList.contains('title-slide')) {
			drawArt(section);
			return;
		}
		section.append(element('footer', 'slide-footer', element('span', 'talk', talk), element('span', 'where'), element('span', 'page', String(index + 1))));
	});
}
