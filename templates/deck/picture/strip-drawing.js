// A strip of a drawing that is taller than a slide: its rows, below heads of its own, and their lines of the table.
import { keyOf } from '../packet/rows.js';
import { cutMarks } from './strip-words.js';

// The strips that src/diagram/ladder/ladder-strips.c cut: each has its rows, between two heights of the drawing, below heads of its own.
export function stripsOf(drawing) {
	const ground = drawing.querySelector('.heads .ground');
	const heads = Number(ground.getAttribute('y')) + Number(ground.getAttribute('height'));
	const rows = [...drawing.querySelectorAll('.row')].map(keyOf);
	const strips = drawing.dataset.strips.split(' ').map((strip) => strip.split(',').map(Number));
	return strips.map(([first, top, bottom], i) => ({ top, bottom, heads, keys: rows.slice(first, strips[i + 1]?.[0]) }));
}

// Whether a bar of a state or a line of a call goes through a strip. Each of its pieces is "M x y h…v…h…z", or "M x y" and "V y" or "v dy".
function goesThrough(path, { top, bottom }) {
	return path.getAttribute('d').split('M').some((piece) => {
		const [, y, down, by] = /^\S+ (-?\d+)(?:.*?([Vv])(-?\d+))?/.exec(piece) ?? [];
		const from = Number(y), to = down === 'V' ? Number(by) : from + Number(by ?? 0);
		return Math.max(from, to) >= top && Math.min(from, to) <= bottom;
	});
}

// Copies what a strip has of a drawing. Of other rows it has the bars and brackets that go through it, since a state or a
// call continues. The whole drawing is not copied: fifty strips of 500 rows would take seconds.
function copyOf(node, strip) {
	const isElement = node.nodeType === Node.ELEMENT_NODE;
	if (isElement && node.matches('.bar, .call-line'))
		return goesThrough(node, strip) ? [node.cloneNode()] : [];
	if (isElement && node.matches('.row') && !strip.keys.includes(keyOf(node)))
		return [...node.querySelectorAll('.bar, .call-line')].flatMap((path) => copyOf(path, strip));
	if (!isElement || node.matches('.row') || !node.querySelector('.row'))
		return [node.cloneNode(true)];
	const copy = node.cloneNode();
	copy.append(...[...node.childNodes].flatMap((child) => copyOf(child, strip)));
	return [copy];
}

// A drawing with only these rows, below their own heads.
export function stripOf(whole, strip) {
	const [drawing] = copyOf(whole, strip);
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
	return drawing;
}

// The lines of the table for each strip. What is said of packets that are left out belongs to the line below it.
export function linesOfStrips(lines, strips) {
	const starts = strips.map(({ keys }) => keys.find((key) => typeof key === 'number')), shares = strips.map(() => []);
	let strip = 0, waiting = [];
	for (const line of lines) {
		const start = starts.indexOf(Number(line.dataset.frame));
		strip = start < 0 ? strip : start;
		waiting.push(line);
		if (line.dataset.frame) {
			shares[strip].push(...waiting);
			waiting = [];
		}
	}
	shares[strip].push(...waiting);
	return shares;
}
