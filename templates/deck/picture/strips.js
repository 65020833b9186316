// Cuts diagrams that are taller than a slide into strips, on further slides or on paper.
import { element } from '../base/elements.js';
import { isPrintPage, isPrintedByStep } from '../base/page.js';
import { isStepped, keyOf } from '../packet/rows.js';
import { countRemarks } from './side-panel.js';
import { cutMarks } from './strip-words.js';
import { longTimeline, longTimelines, stripsOfTimeline } from './timeline-strips.js';

// The strips that src/diagram/ladder/ladder-strips.c cut: each has its rows, between two heights of the drawing, below heads of its own.
export function stripsOf(drawing) {
	const ground = drawing.querySelector('.heads .ground');
	const heads = Number(ground.getAttribute('y')) + Number(ground.getAttribute('height'));
	const rows = [...drawing.querySelectorAll('.row')].map(keyOf);
	const strips = drawing.dataset.strips.split(' ').map((strip) => strip.split(',').map(Number));
	return strips.map(([first, top, bottom], i) => ({ top, bottom, heads, keys: rows.slice(first, strips[i + 1]?.[0]) }));
}

// Keeps only these rows, below their own heads. Bars and brackets of other rows stay, since a state or a call
// continues.
function cutTo(drawing, strip) {
	for (const row of drawing.querySelectorAll('.row')) {
		if (!strip.keys.includes(keyOf(row)))
			row.replaceWith(...row.querySelectorAll('.bar, .call-line'));
	}
	for (const span of drawing.querySelectorAll('.call-span')) {
		const [y, height] = ['y', 'height'].map((name) => Number(span.querySelector('.call-box').getAttribute(name)));
		if (y >= strip.bottom || y + height <= strip.top)
			span.remove();
	}
	const height = cutMarks(drawing, strip) - strip.top + strip.heads + (drawing.dataset.strips ? 8 : 0), width = drawing.viewBox.baseVal.width;
	drawing.setAttribute('viewBox', `0 ${strip.top - strip.heads} ${width} ${height}`);
	drawing.setAttribute('height', height);
	drawing.querySelector('.heads').style.setProperty('transform', `translateY(${strip.top - strip.heads}px)`, 'important');
	delete drawing.dataset.stripHeight;
	delete drawing.dataset.strips;
}

// Takes out of the legend what no row of this strip has.
function cutLegend(slide) {
	for (const entry of slide.querySelectorAll('.color-legend li')) {
		if (!slide.querySelector(`.diagram .row.${CSS.escape(entry.className)}`))
			entry.remove();
	}
}

// The slide and its copies, behind it, each with a number of its own. On paper alone they are one slide.
function copiesOf(section, count, isOnlyOnPaper) {
	const slides = Array.from({ length: count }, (_, index) => (index ? section.cloneNode(true) : section));
	slides.forEach((slide, index) => {
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
			if (strip)
				cutTo(side.querySelector('.diagram > svg'), strip);
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

// Where the packets that answer a question go on, the question is answered.
function goOnAnswered(slide) {
	slide.querySelectorAll('.ask-question, .ask-choices').forEach((node) => node.remove());
	slide.querySelectorAll(':is(.ask-answer, .ask-shown).fragment').forEach((step) => step.classList.remove('fragment'));
}

// A diagram without steps continues on further slides, and so do two with remarks that are no steps; on paper, every diagram does. A slide that asks goes on only on
// paper: on the stage its packets scroll. Returns the slide and those; they have the number of their strip.
export function continueSlide(section) {
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
	const slides = copiesOf(section, strips.length, !sequence || asks || isStepped(blocks[0]));
	slides.forEach((slide, index) => {
		cutTo(slide.querySelector('.diagram > svg'), strips[index]);
		cutLegend(slide);
		if (asks && index)
			goOnAnswered(slide);
		Object.assign(slide.querySelector('.packets').dataset, { before, total }); // numbers continue from strip to strip
		before += strips[index].keys.length;
		if (strips.length > 1) // the picture for the other orientation of a phone has all rows
			slide.querySelector('.diagram > template')?.remove();
		for (const remark of slide.querySelectorAll('.remark')) {
			if (!strips[index].keys.includes(keyOf(remark)))
				remark.remove();
		}
		countRemarks(slide.querySelector('.packets'));
	});
	return slides;
}

// The browser's own print has no slides, so the strips follow each other.
export function printStrips() {
	for (const drawing of [...document.querySelectorAll('.diagram svg[data-strip-height]'), ...longTimelines()]) {
		const cut = drawing.dataset.stripHeight ? stripsOf(drawing) : stripsOfTimeline(drawing);
		const strips = cut.map((strip) => {
			const copy = drawing.cloneNode(true);
			cutTo(copy, strip);
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
