// Diagrams that are taller than a slide: cut into strips, on slides of their own or on paper.
import { element } from './elements.js';
import { isPrintedByStep } from './page.js';
import { isStepped } from './rows.js';

const GAP_HEIGHT = 32; // of a pause or a tear, above its row; and of a tear below the last one
const STRIP_SPACE = 8; // between the heads and the first row

// The rows that fit below the heads, and those for the next picture, and so on; each about as tall as
// the others, rather than one last row alone.
export function stripsOf(drawing) {
	const ground = drawing.querySelector('.heads .ground');
	const heads = Number(ground.getAttribute('y')) + Number(ground.getAttribute('height'));
	const room = Number(drawing.dataset.room) - heads;
	let strips = stripsIn(drawing, heads, room);
	for (let less = room - 8; less > room / 2; less -= 8) {
		const smaller = stripsIn(drawing, heads, less);
		if (smaller.length > strips.length)
			break;
		strips = smaller;
	}
	return strips;
}

function stripsIn(drawing, heads, room) {
	const strips = [];
	for (const row of drawing.querySelectorAll('.row')) {
		const hit = row.querySelector('.hit');
		const above = row.querySelector('.pause, .tear:not(.below)'), below = row.querySelector('.tear.below');
		const top = Number(hit.getAttribute('y')) - (above ? GAP_HEIGHT : 0);
		const bottom = Number(hit.getAttribute('y')) + Number(hit.getAttribute('height')) + (below ? GAP_HEIGHT : 0);
		const last = strips[strips.length - 1];
		if (last && bottom - last.top <= room) {
			last.bottom = bottom;
			last.frames.push(row.dataset.frame);
		} else {
			// The first begins right below the heads, where the states begin.
			strips.push({ top: last ? top - STRIP_SPACE : Math.min(top, heads), bottom, heads, frames: [row.dataset.frame] });
		}
	}
	return strips;
}

// Only these rows, below heads of their own. Bars of others stay: a state goes on.
function cutTo(drawing, strip) {
	for (const row of drawing.querySelectorAll('.row')) {
		if (!strip.frames.includes(row.dataset.frame))
			row.replaceWith(...row.querySelectorAll('.bar'));
	}
	const height = strip.bottom - strip.top + strip.heads + 8, width = drawing.viewBox.baseVal.width;
	drawing.setAttribute('viewBox', `0 ${strip.top - strip.heads} ${width} ${height}`);
	drawing.setAttribute('height', height);
	drawing.querySelector('.heads').style.setProperty('transform', `translateY(${strip.top - strip.heads}px)`, 'important');
	delete drawing.dataset.room;
}

// One that is not stepped goes on on slides of its own; so does every one on paper.
export function continueSlide(section) {
	const blocks = section.querySelectorAll('.packets');
	const drawing = section.querySelector('.packets-sequence svg[data-room]');
	const isPaper = /[?&]print-pdf\b/.test(location.search) && !isPrintedByStep;
	if (!drawing || blocks.length !== 1 || (isStepped(blocks[0]) && !isPaper))
		return;
	const strips = stripsOf(drawing);
	const slides = strips.map((strip, index) => (index ? section.cloneNode(true) : section));
	const seconds = Number(section.dataset.timing); // of all of them
	slides.forEach((slide, index) => {
		cutTo(slide.querySelector('svg[data-room]'), strips[index]);
		if (strips.length > 1) // the one for the other way a phone is held has all rows
			slide.querySelector('.diagram > template')?.remove();
		if (seconds)
			slide.dataset.timing = Math.round(seconds / slides.length);
		for (const remark of slide.querySelectorAll('.remark')) {
			if (!strips[index].frames.includes(remark.dataset.frame))
				remark.remove();
		}
		const heading = slide.querySelector('h1, h2');
		if (heading)
			heading.append(' ', element('span', 'part', `${index + 1}/${strips.length}`));
		if (index === 0)
			return;
		slide.id = section.id && `${section.id}-${index + 1}`;
		for (const node of slide.querySelectorAll('[id], aside.notes')) {
			if (node.matches('aside.notes'))
				node.remove();
			else
				node.id += `-${index + 1}`;
		}
		const drawn = slide.querySelector('.ladder');
		drawn.setAttribute('aria-labelledby', drawn.getAttribute('aria-labelledby').replace(/\S+/g, `$&-${index + 1}`));
		slides[index - 1].after(slide);
	});
}

// The browser's own print makes no slides: there the pictures follow each other.
export function printStrips() {
	for (const drawing of document.querySelectorAll('.diagram svg[data-room]')) {
		const strips = stripsOf(drawing).map((strip) => {
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
