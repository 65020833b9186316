// Strokes and the spot over slides and opened packets. They are kept in memory for each surface and drawn above its contents.
import { setAttributes, shape } from '../base/elements.js';
import { captureOf } from '../packet/packet-data.js';
import { opened } from '../packet/packet-detail.js';

const COLORS = 4;
const MOST_POINTS = 4000; // in a stroke; with more, another one begins
const watchers = []; // are called with the kind, 'spot' or 'strokes', and what another window needs of it
const whenDrawn = (kind, data) => watchers.forEach((watcher) => watcher(kind, data));
const strokes = new Map(); // by surface: { color, points: [[x, y], …] }

const keyOf = (slide) => `slide ${slide}`;

// The current surface: the slide, or the packet opened over it. A packet keeps its strokes while it is closed.
export function surface() {
	if (opened) {
		const stage = opened.dialog.querySelector('.detail-stage'), title = stage.querySelector('h2').textContent;
		return { host: stage, key: `packet ${captureOf(opened.block)?.file} ${title}` };
	}
	return { host: Reveal.getSlidesElement(), key: keyOf(Reveal.getCurrentSlide()?.id) };
}

const size = () => [Reveal.getConfig().width, Reveal.getConfig().height];

// In coordinates of the stage, so that a stroke keeps its place when the window changes.
export function placeOf(event) {
	const { host } = surface(), box = host.getBoundingClientRect(), [width, height] = size();
	return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height].map((at) => Math.round(at * 10) / 10);
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

// The curve passes through the middles between the points, so that quick strokes have no corners.
function pathOf(points) {
	const [[x, y], ...rest] = points;
	if (!rest.length)
		return `M${x} ${y}h.1`;
	return `M${x} ${y}` + rest.map(([toX, toY], index) => {
		const [nextX, nextY] = rest[index + 1] ?? [toX, toY];
		return `Q${toX} ${toY} ${(toX + nextX) / 2} ${(toY + nextY) / 2}`;
	}).join('');
}

const drawn = (stroke) => shape('path', { class: `stroke pen-${stroke.color}`, d: pathOf(stroke.points) });

export const onDrawn = (watcher) => watchers.push(watcher);

const reportStrokes = () => whenDrawn('strokes', { key: surface().key, all: strokesHere() });

export const strokesHere = () => strokes.get(surface().key) ?? [];

export function redraw() {
	const all = strokesHere();
	if (all.length || document.querySelector('.ink'))
		layer().replaceChildren(...all.map(drawn), ...layer().querySelectorAll('.spot'));
}

export function beginStroke(color, point) {
	const { key } = surface();
	strokes.set(key, [...strokesHere(), { color: color % COLORS, points: [point] }]);
	layer().append(drawn(strokesHere().at(-1)));
	reportStrokes();
}

export function continueStroke(point) {
	const stroke = strokesHere().at(-1);
	if (stroke.points.length >= MOST_POINTS) {
		beginStroke(stroke.color, stroke.points.at(-1));
		continueStroke(point);
		return;
	}
	stroke.points.push(point);
	[...layer().querySelectorAll('.stroke')].at(-1).setAttribute('d', pathOf(stroke.points));
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

// Those of another window.
export function setStrokes(key, all) {
	strokes.set(key, all);
	redraw();
}

export function showSpot(point) {
	whenDrawn('spot', point);
	document.querySelectorAll('.spot').forEach((spot) => spot.remove());
	if (point)
		layer().append(shape('circle', { class: 'spot', cx: point[0], cy: point[1], r: 11 }));
}
