// Cuts diagrams that are taller than a slide into strips, on further slides or on paper.
import { element } from '../base/elements.js';
import { isPrintPage, isPrintedByStep } from '../base/page.js';
import { isStepped, keyOf } from '../packet/rows.js';
import { goOnAnswered, placeApart } from './picture-apart.js';
import { countRemarks } from './side-panel.js';
import { linesOfStrips, stripOf, stripsOf } from './strip-drawing.js';
import { longTimeline, longTimelines, stripsOfTimeline } from './timeline-strips.js';

// Takes out of the legend what no row of this strip has.
function cutLegend(slide) {
	for (const entry of slide.querySelectorAll('.color-legend li')) {
		if (!slide.querySelector(`.diagram .row.${CSS.escape(entry.className)}`))
			entry.remove();
	}
}

// The slide and its copies, behind it, each with a number of its own. On paper alone they are one slide. `fill` puts the parts
// of the picture into each.
function copiesOf(section, count, isOnlyOnPaper, fill) {
	const slides = Array.from({ length: count }, (_, index) => (index ? section.cloneNode(true) : section));
	slides.forEach((slide, index) => {
		fill?.(slide, index);
		const heading = slide.querySelector('h1, h2'), seconds = Number(slide.dataset.timing); // the seconds of all together
		if (seconds)
			slide.dataset.timing = Math.round(seconds / count);
		if (heading && count > 1)
			heading.append(' ', element('span', 'part', `${index + 1}/${count}`));
		if (index === 0)
			return;
		slide.dataset.strip = index + 1;
		if (isOnlyOnPaper)
			slide.dataset.continued = '';
		slide.id &&= `${slide.id}-${index + 1}`;
		for (const node of slide.querySelectorAll('[id], aside.notes')) {
			if (node.matches('aside.notes'))
				node.remove();
			else
				node.id += `-${index + 1}`;
		}
		for (const drawn of slide.querySelectorAll('.diagram > svg'))
			drawn.setAttribute('aria-labelledby', drawn.getAttribute('aria-labelledby').replace(/\S+/g, `$&-${index + 1}`));
		slides[index - 1].after(slide);
	});
	return slides;
}

const SMALLEST = 14 / 18; // of the size of words on the stage, on paper
const ROOM = [[2, 420], [4, 310], [Infinity, 240]]; // px that so many remarks leave to both pictures (stage/paper.css)

// Whether two sequences that are a little too tall become small enough for one page with their remarks.
function shrinks(compared, told) {
	const heights = [...compared].map((side) => Number(side.querySelector('.diagram > svg').getAttribute('height')));
	return told > 0 && Math.max(...heights) * SMALLEST <= ROOM.find(([most]) => told <= most)[1];
}

// Two sequences side by side continue together, each with its remarks.
function continueCompared(section, compared, isOnlyOnPaper) {
	const drawings = [...compared].map((side) => side.querySelector('.packets-sequence > .diagram > svg'));
	const strips = drawings.map((drawing) => (drawing?.dataset.stripHeight ? stripsOf(drawing) : null));
	const slides = copiesOf(section, Math.max(...strips.map((side) => side?.length ?? 1)), isOnlyOnPaper);
	slides.forEach((slide, index) => {
		slide.querySelectorAll('.compared').forEach((side, i) => {
			const strip = strips[i] ? strips[i][index] : null, isHere = strips[i] ? Boolean(strip) : index === 0;
			const whole = strip && side.querySelector('.diagram > svg');
			if (strip)
				whole.replaceWith(stripOf(whole, strip));
			else if (!isHere)
				side.replaceChildren();
			for (const remark of slide.querySelectorAll(`.compare > .told > .remark[data-side="${i}"]`)) {
				if (!isHere || (strip && !strip.keys.includes(keyOf(remark))))
					remark.remove();
			}
		});
		const told = slide.querySelectorAll('.compare > .told > .remark').length;
		if (told)
			slide.querySelector('.compare').dataset.below = told;
		else
			delete slide.querySelector('.compare').dataset.below;
		cutLegend(slide);
	});
	return slides;
}

// Takes the drawing and the lines of the table out of a slide that is to be copied. Returns what puts the parts of a strip into
// a copy.
function takeOut(section, strips) {
	const parts = strips.map((strip) => stripOf(section.querySelector('.diagram > svg'), strip));
	const lines = linesOfStrips([...section.querySelectorAll('.twin tbody > tr')], strips);
	section.querySelector('.diagram > svg').replaceChildren();
	lines.flat().forEach((line) => line.remove());
	return (slide, index) => {
		slide.querySelector('.diagram > svg').replaceWith(parts[index]);
		slide.querySelector('.twin tbody')?.append(...lines[index]);
	};
}

// A diagram without steps continues on further slides, and so do two with remarks that are no steps; on paper, every
// diagram does. A slide that asks goes on only on paper: on the stage its packets scroll. Returns the slide and those; they have the number of their strip.
function continuePicture(section) {
	const blocks = section.querySelectorAll('.packets'), compared = section.querySelectorAll('.compare > .compared');
	const sequence = section.querySelector('.packets-sequence svg[data-strip-height]');
	const timeline = longTimeline(section), asks = blocks[0]?.matches('.ask-shown > .packets');
	const isPaper = isPrintPage && !isPrintedByStep;
	if (sequence && compared.length === 2 && blocks.length === 2) {
		const isStill = section.querySelector('.compare > .told.of-sides') !== null;
		if (isStill || (isPaper && !shrinks(compared, section.querySelectorAll('.compare > .told > .remark').length)))
			return continueCompared(section, compared, !isStill);
		return [section];
	}
	if (!(sequence || timeline) || blocks.length !== 1 || (isStepped(blocks[0]) && !isPaper) || (asks && !isPrintPage))
		return [section];
	const strips = sequence ? stripsOf(sequence) : stripsOfTimeline(timeline);
	const total = strips.reduce((sum, strip) => sum + strip.keys.length, 0);
	let before = 0;
	const fill = takeOut(section, strips);
	const slides = copiesOf(section, strips.length, !sequence || asks || isStepped(blocks[0]), fill);
	slides.forEach((slide, index) => {
		const block = slide.querySelector('.packets');
		cutLegend(slide);
		if (asks && index)
			goOnAnswered(slide);
		Object.assign(block.dataset, { before, total }); // numbers continue from strip to strip
		block.classList.toggle('in-parts', strips.length > 1 && !isPrintPage);
		before += strips[index].keys.length;
		if (strips.length > 1) // the picture for the other orientation of a phone has all rows
			slide.querySelector('.diagram > template')?.remove();
		for (const remark of slide.querySelectorAll('.remark')) {
			if (!strips[index].keys.includes(keyOf(remark)))
				remark.remove();
		}
		countRemarks(block);
	});
	return slides;
}

export function continueSlide(section) {
	const [words, picture] = placeApart(section);
	return picture ? [words, ...continuePicture(picture)] : continuePicture(words);
}

// The browser's own print has no slides, so the strips follow each other.
export function printStrips() {
	for (const drawing of [...document.querySelectorAll('.diagram svg[data-strip-height]'), ...longTimelines()]) {
		const cut = drawing.dataset.stripHeight ? stripsOf(drawing) : stripsOfTimeline(drawing);
		const strips = cut.map((strip) => {
			const copy = stripOf(drawing, strip);
			copy.classList.add('strip');
			return copy;
		});
		drawing.after(...strips);
		drawing.classList.add('in-strips');
	}
}

export function joinStrips() {
	document.querySelectorAll('svg.strip').forEach((strip) => strip.remove());
	document.querySelectorAll('svg.in-strips').forEach((drawing) => drawing.classList.remove('in-strips'));
}
