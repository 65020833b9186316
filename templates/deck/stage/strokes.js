// Strokes and the spot over slides and opened packets. They are kept in memory for each surface and drawn above its contents.
import { setAttributes, shape } from '../base/elements.js';
import { captureOf } from '../packet/packet-data.js';
import { opened } from '../packet/packet-detail.js';
import { placeOfInk, scrolledAt } from './scrolled-ink.js';

const COLORS = 4;
const MOST_POINTS = 4000; // in a stroke; with more, another one begins
const WIDTH = 5; // px, as in pen-and-spot.css
const LEAST_WIDTH = 3; // of a pen that hardly presses; the back of a room sees it
const watchers = []; // are called with the kind, 'spot' or 'strokes', and what another window needs of it
const whenDrawn = (kind, data) => watchers.forEach((watcher) => watcher(kind, data));
const strokes = new Map(); // by surface: { color, points: [[x, y], …], scrolled }; a point of another width is [x, y, width]

const keyOf = (slide) => `slide ${slide}`;

// The current surface: the slide, or the packet opened over it. A packet keeps its strokes while it is closed.
export function surface() {
	if (opened) {
		const stage = opened.dialog.querySelector('.detail-stage'), title = stage.querySelector('h2').textContent;
		return { host: stage, root: stage, key: `packet ${captureOf(opened.block)?.file} ${title}` };
	}
	return { host: Reveal.getSlidesElement(), root: Reveal.getCurrentSlide(), key: keyOf(Reveal.getCurrentSlide()?.id) };
}

const size = () => [Reveal.getConfig().width, Reveal.getConfig().height];

// In coordinates of the stage, so that a stroke keeps its place when the window changes.
function toStage(x, y) {
	const { host } = surface(), box = host.getBoundingClientRect(), [width, height] = size();
	return [(x - box.left) / box.width * width, (y - box.top) / box.height * height].map((at) => Math.round(at * 10) / 10);
}

export const placeOf = ({ clientX, clientY }) => toStage(clientX, clientY);

// A point of a stroke. A pen that presses harder draws a wider line; those that cannot say how they press say .5, or nothing.
export function pointOf(event) {
	const width = event.pointerType === 'pen' ? Math.round(2 * (LEAST_WIDTH + 2 * (WIDTH - LEAST_WIDTH) * event.pressure)) / 2 : WIDTH;
	return width === WIDTH ? placeOf(event) : [...placeOf(event), width];
}

function layer() {
	const { host } = surface();
	const there = host.querySelector(':scope > .ink');
	if (there)
		return there;
	const made = setAttributes(shape('svg', {}), { class: 'ink', viewBox: `0 0 ${size().join(' ')}`, 'aria-hidden': 'true' });
	host.append(made);
	return made;
}

const widthOf = ([, , width = WIDTH]) => width;

// The lines of a stroke, of one width each, which follow each other. A width that never changes says nothing of the pressure.
// The curve passes through the middles between the points, so that quick strokes have no corners.
function linesOf(points) {
	const [[x, y], ...rest] = points, lines = [];
	if (!rest.length)
		return [{ d: `M${x} ${y}h.1`, width: WIDTH }];
	const varies = points.some((point) => widthOf(point) !== widthOf(points[0]));
	let from = `${x} ${y}`;
	rest.forEach((point, index) => {
		const [toX, toY] = point, [nextX, nextY] = rest[index + 1] ?? point, width = varies ? widthOf(point) : WIDTH;
		const to = `${(toX + nextX) / 2} ${(toY + nextY) / 2}`;
		if (lines.at(-1)?.width !== width)
			lines.push({ d: `M${from}`, width });
		lines.at(-1).d += `Q${toX} ${toY} ${to}`;
		from = to;
	});
	return lines;
}

const lineOf = ({ d, width }) => shape('path', { d, 'stroke-width': width });

function place(node, stroke) {
	const { x, y, isSeen } = placeOfInk(surface().root, stroke, toStage);
	node.setAttribute('transform', `translate(${x} ${y})`);
	node.setAttribute('visibility', isSeen ? 'visible' : 'hidden');
	return node;
}

function drawn(stroke) {
	const lines = linesOf(stroke.points), className = `stroke pen-${stroke.color}`;
	return place(lines.length === 1 && lines[0].width === WIDTH ? shape('path', { class: className, d: lines[0].d }) : shape('g', { class: className }, ...lines.map(lineOf)), stroke);
}

// Draws the last stroke again, which has one point more: of its lines only the last one has changed, and others have come.
function drawOn(stroke) {
	const node = [...layer().querySelectorAll('.stroke')].at(-1), lines = linesOf(stroke.points), known = node.children.length;
	if (!known) {
		node.replaceWith(drawn(stroke));
		return;
	}
	node.lastChild.setAttribute('d', lines[known - 1].d);
	node.append(...lines.slice(known).map(lineOf));
}

export const onDrawn = (watcher) => watchers.push(watcher);

const reportStrokes = () => whenDrawn('strokes', { key: surface().key, all: strokesHere() });

export const strokesHere = () => strokes.get(surface().key) ?? [];

export function redraw() {
	const all = strokesHere();
	if (all.length || document.querySelector('.ink'))
		layer().replaceChildren(...all.map(drawn), ...layer().querySelectorAll('.spot'));
}

// Strokes move with what is scrolled below them.
export function moveStrokes() {
	if (document.querySelector('.ink .stroke'))
		layer().querySelectorAll('.stroke').forEach((node, index) => place(node, strokesHere()[index]));
}

// `target`: the element on which it begins.
export function beginStroke(color, point, target) {
	addStroke(color, point, scrolledAt(surface().root, target));
}

function addStroke(color, point, scrolled) {
	const { key } = surface();
	strokes.set(key, [...strokesHere(), { color: color % COLORS, points: [point], ...scrolled.length && { scrolled } }]);
	layer().append(drawn(strokesHere().at(-1)));
	reportStrokes();
}

export function continueStroke(point) {
	const stroke = strokesHere().at(-1);
	if (stroke.points.length >= MOST_POINTS) {
		addStroke(stroke.color, stroke.points.at(-1), stroke.scrolled ?? []);
		continueStroke(point);
		return;
	}
	stroke.points.push(point);
	drawOn(stroke);
	reportStrokes();
}

export function undo() {
	strokes.set(surface().key, strokesHere().slice(0, -1));
	redraw();
	reportStrokes();
}

export function eraseAll() {
	strokes.delete(surface().key);
	redraw();
	reportStrokes();
}

// Slides have got other ids: `ids` has the new ones by the old ones. The strokes of slides that are gone go with them.
export function renameStrokes(ids) {
	const kept = [...strokes].filter(([key]) => !key.startsWith(keyOf('')));
	for (const [from, to] of ids) {
		if (strokes.has(keyOf(from)))
			kept.push([keyOf(to), strokes.get(keyOf(from))]);
	}
	strokes.clear();
	kept.forEach(([key, all]) => strokes.set(key, all));
}

// Those of another window: of one surface, or of all.
export function setStrokes(key, all) {
	strokes.set(key, all);
	redraw();
}

export const allStrokes = () => [...strokes];

export function setAllStrokes(all) {
	strokes.clear();
	all.forEach(([key, drawn]) => strokes.set(key, drawn));
	redraw();
}

export function showSpot(point) {
	whenDrawn('spot', point);
	document.querySelectorAll('.spot').forEach((spot) => spot.remove());
	if (point)
		layer().append(shape('circle', { class: 'spot', cx: point[0], cy: point[1], r: 11 }));
}
