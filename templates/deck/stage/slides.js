// Prepares the slides for the stage before reveal.js starts.
import { element } from '../base/elements.js';
import { addOpenHint } from '../packet/open-hint.js';
import { isPrintedByStep, leaves, page } from '../base/page.js';
import { addSide } from '../picture/side-panel.js';
import { continueSlide } from '../picture/strips.js';
import { fitTimeline } from '../picture/timeline-strips.js';
import { drawArt } from './title-art.js';

// The steps of two diagrams, or of a list and a diagram, on one slide follow each other.
function numberSteps(section) {
	section.querySelectorAll('.fragment').forEach((fragment, index) => {
		fragment.setAttribute('data-fragment-index', index);
	});
}

// Sets classes that say what an element contains or what follows it. The stylesheet uses them in place of `:has()`,
// for which a browser looks through the whole slide at each step.
function nameContents(section) {
	for (const image of section.querySelectorAll('p > img')) {
		const isOnly = image.matches(':only-child');
		image.parentNode.classList.add('with-image', ...isOnly ? ['only-image'] : [], ...isOnly && image.matches('[src^="data:image/svg"]') ? ['only-drawing'] : []);
	}
	for (const math of section.querySelectorAll('p > math[display="block"]:only-child'))
		math.parentNode.classList.toggle('formula', math.parentNode.textContent.trim() === math.textContent.trim());
	for (const drawn of section.querySelectorAll(':scope > .drawn'))
		drawn.classList.toggle('last', !drawn.matches(':has(~ :not(aside))'));
	for (const block of section.querySelectorAll('.packets-packet')) {
		block.classList.toggle('with-fields', block.querySelector('.field-step') !== null);
		block.classList.toggle('last', !block.matches(':has(~ :not(aside))'));
	}
	const blocks = section.querySelectorAll(':scope > .packets');
	blocks.forEach((block) => block.classList.toggle('together', blocks.length > 1));
	if (blocks.length === 1)
		blocks[0].classList.toggle('alone', !blocks[0].matches(':has(~ :not(aside, .color-legend, .live-words))'));
	for (const told of section.querySelectorAll(':is(.packets, .compare) > .told'))
		told.parentNode.dataset.below = told.querySelectorAll(':scope > .remark').length;
}

function addFooter(section) {
	const legend = [...section.children].filter((child) => child.matches('.color-legend'));
	section.classList.toggle('with-legend', legend.length > 0);
	const kind = legend.length ? 'slide-footer with-legend' : 'slide-footer';
	section.append(element('footer', kind, ...legend, element('span', 'talk', element('span', '', document.title)), element('span', 'where'), element('span', 'page')));
}

// As on the stage, even when a slide continues on another page.
function numberPages() {
	let number = 0;
	for (const section of leaves()) {
		if (!('continued' in section.dataset))
			number++;
		const footer = [...section.children].find((child) => child.matches('.slide-footer')); // to search a long picture takes time
		if (footer && footer.querySelector('.page').textContent !== String(number))
			footer.querySelector('.page').textContent = number;
	}
}

const drawArts = () => leaves().filter((section) => section.matches('.title-slide')).forEach(drawArt);

function addPanels(section) {
	section.querySelectorAll('.packets-sequence').forEach(addSide);
	nameContents(section);
}

function finishSlide(section) {
	fitTimeline(section);
	numberSteps(section);
	if (!section.classList.contains('title-slide'))
		addFooter(section);
}

// Returns the slide with those on which its picture continues.
export function prepareSlide(section) {
	addPanels(section);
	const slides = continueSlide(section);
	slides.forEach(finishSlide);
	return slides;
}

// Gives a slide that was prepared other contents, which continue nowhere.
export function prepareAgain(section, nodes) {
	section.replaceChildren(...nodes);
	addPanels(section);
	finishSlide(section);
	numberPages();
	drawArts();
}

// What depends on the slides around it, after other slides have come.
export function prepareAround() {
	numberPages();
	document.querySelectorAll('.title-slide > svg.art').forEach((art) => {
		art.parentNode.classList.remove('with-art');
		art.remove();
	});
	drawArts();
	addOpenHint();
}

export function prepare() {
	page.classList.toggle('print-steps', isPrintedByStep);
	leaves().forEach(prepareSlide);
	numberPages();
	drawArts();
	addOpenHint();
}
