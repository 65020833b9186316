// A sequence without steps that several slides share (strips.js): each of them has the map of all its packets.
import { showMap } from './picture-map.js';

const blockOf = (section) => section?.querySelector('.packets-sequence.in-parts');
const partOf = (section) => Number(section?.dataset.strip ?? 1);

// The slides that share the sequence of this one, the first one first.
function slidesOf(section) {
	let first = section;
	while (partOf(first) > 1)
		first = first.previousElementSibling;
	const slides = [first];
	for (let next = first.nextElementSibling; partOf(next) === slides.length + 1; next = next.nextElementSibling)
		slides.push(next);
	return slides;
}

// All slides on which the sequence of this one is, or this one alone.
export const slidesSharing = (section) => (blockOf(section) ? slidesOf(section) : [section]);

const rowsIn = (slide) => [...blockOf(slide).querySelectorAll('.row')];

// Only a slide that is shown needs a map: fifty slides of 500 packets would have the lines of 25,000.
export function showSharedMap(section) {
	const block = blockOf(section), figure = block?.querySelector('.diagram');
	if (!figure?.clientHeight || Reveal.isScrollView()) // there the slides stand below each other
		return;
	const slides = slidesOf(section);
	const rows = slides.flatMap(rowsIn), drawing = figure.querySelector('svg');
	showMap(figure, rows, drawing.viewBox.baseVal.width, Number(block.dataset.before), rowsIn(section).length);
}

// Goes to the slide that has this row of the whole sequence.
export function goToShared(section, index) {
	const slide = slidesOf(section).findLast((one) => Number(blockOf(one).dataset.before) <= index);
	const { h, v } = Reveal.getIndices(slide);
	if (slide !== Reveal.getCurrentSlide())
		Reveal.slide(h, v);
}
