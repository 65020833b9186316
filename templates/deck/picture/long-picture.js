// The window onto a diagram that is taller than its place: it shows whole rows only, and a map beside it shows all (picture-map.js).
import { moveHeads, moveHeadsInward } from '../base/picture-fit.js';
import { page, upright } from '../base/page.js';
import { isLong, isWide, sizeOf } from './figure-size.js';
import { removeMap, showHere, showMap } from './picture-map.js';

const GAP_HEIGHT = 32; // px of a pause or a tear above its row
const SPACE_BELOW = 12; // px below all that is drawn
const ABOVE = 3; // px by which a chip may stand above its row
const NEAR = 3; // rows before and behind the window that are drawn
const shapes = new WeakMap(); // by drawing

// Where the rows begin and end, in px of the drawing. To the first belongs what stands above it, such as a state, and to the
// last what stands below it, such as how many packets are left out.
function edgesOf(rows, heads, height) {
	const number = (node, name) => Number(node.getAttribute(name));
	const edges = rows.map((row) => {
		const hit = row.querySelector('.hit'), top = number(hit, 'y');
		return [top - (row.querySelector('.pause, .tear:not(.below)') ? GAP_HEIGHT : 0), top + number(hit, 'height')];
	});
	edges[0][0] = Math.min(edges[0][0], heads);
	edges.at(-1)[1] = Math.max(edges.at(-1)[1], height - SPACE_BELOW);
	return edges;
}

// Rows never move, so their places are read once.
function shapeOf(drawing) {
	if (!shapes.has(drawing)) {
		const rows = [...drawing.querySelectorAll('.row')], pinned = drawing.querySelector('.heads');
		const [y, groundHeight] = ['y', 'height'].map((name) => Number(pinned.querySelector('.ground').getAttribute(name)));
		const { width, height } = drawing.viewBox.baseVal, heads = y + groundHeight;
		shapes.set(drawing, { rows, width, height, pinned, heads, edges: edgesOf(rows, heads, height) });
	}
	return shapes.get(drawing);
}

// The first and the last row of a window of this height, with the current row near its middle.
export function windowOf(edges, index, space) {
	const middle = (edges[index][0] + edges[index][1]) / 2;
	let first = edges.findIndex(([top]) => top >= middle - space / 2);
	first = first < 0 ? index : Math.min(first, index);
	while (first > 0 && edges.at(-1)[1] - edges[first - 1][0] <= space)
		first--;
	let last = first;
	while (last + 1 < edges.length && edges[last + 1][1] - edges[first][0] <= space)
		last++;
	return [first, last];
}

// Hides rows that are far from these, since each costs the browser time at every step.
function showNear(shape, from, to) {
	const [start, end] = shape.near ?? [0, shape.rows.length];
	const [first, last] = [Math.max(0, from - NEAR), Math.min(shape.rows.length, to + NEAR + 1)];
	for (let i = Math.min(start, first); i < Math.max(end, last); i++)
		shape.rows[i].classList.toggle('far', i < first || i >= last);
	shape.near = [first, last];
}

// Where a drawing that is wider than its place is scrolled to for an arrow, or a call, from `from` to `to`. It stays where
// it is as long as that is in view, with the heads of its lanes.
export function leftFor([from, to], left, width) {
	const HEAD = 60, SLACK = 20;
	const margin = Math.max(0, Math.min(HEAD, (width - to + from) / 2 - SLACK));
	const isSeen = to - from > width ? left >= from && left + width <= to : left <= from - margin && left + width >= to + margin;
	return isSeen ? left : Math.max(0, (from + to - width) / 2);
}

// The ends of a row's arrow, or those of a call, in px of the drawing.
function extentOf(row) {
	const wire = row.querySelector('.wire[x1]'), number = (node, name) => Number(node.getAttribute(name));
	if (wire)
		return [number(wire, 'x1'), number(wire, 'x2')].sort((a, b) => a - b);
	const hit = row.querySelector('.hit'), x = number(hit, 'x');
	return [x, x + number(hit, 'width')];
}

// Measures at once, and returns what scrolls sideways, if anything has to.
function placeAcross(figure, size, row, scale) {
	if (!isWide(size))
		return () => {};
	const now = figure.scrollLeft, most = size.whole - size.width, middle = upright.matches && Number(size.drawing.dataset.middle);
	const left = Math.min(most, Math.max(0, Math.round(middle ? middle * scale - size.width / 2 : leftFor(extentOf(row).map((x) => x * scale), now, size.width))));
	return () => {
		if (upright.matches)
			moveHeadsInward(size.drawing, left / scale, (left + size.width) / scale);
		if (left !== now)
			figure.scrollLeft = left;
	};
}

function place(figure, size, shape, scale, index, isCalm) {
	const { height } = size, space = height / scale - shape.heads;
	const [first, last] = windowOf(shape.edges, index, space);
	const top = first ? Math.round((shape.edges[first][0] - shape.heads) * scale) : 0;
	const isEnd = last === shape.rows.length - 1;
	const moveAcross = placeAcross(figure, size, shape.rows[index], scale);
	const below = last === index ? 0 : ABOVE; // the band of the current row is whole
	const cut = isEnd ? 0 : Math.max(0, height - Math.round((shape.edges[last][1] - below) * scale - top));
	return () => {
		figure.classList.add('windowed');
		figure.style.setProperty('--cut', `${cut}px`);
		showNear(shape, first, last);
		showHere(showMap(figure, shape.rows, shape.width, first, last - first + 1), index);
		if (isCalm)
			moveHeads(shape.pinned, Math.round(top / scale));
		moveAcross();
		figure.scrollTo({ top, behavior: isCalm ? 'auto' : 'smooth' });
	};
}

// Measures at once, and returns what moves the window to a row: the caller changes nothing in between, so that the
// browser lays out the page once. `isStep`: no size has changed.
export function follow(block, index, isStep = false) {
	const figure = block.querySelector('.diagram'), drawing = figure?.querySelector('svg');
	if (!drawing)
		return () => {};
	const size = sizeOf(figure, drawing, isStep);
	if (!size.height)
		return () => {};
	const shape = shapeOf(drawing), scale = size.drawingHeight / shape.height || 1;
	const isCalm = page.classList.contains('print-pdf') || matchMedia('(prefers-reduced-motion: reduce)').matches;
	if (isLong(size))
		return place(figure, size, shape, scale, index, isCalm);
	const moveAcross = placeAcross(figure, size, shape.rows[index], scale);
	return () => {
		figure.classList.remove('windowed');
		removeMap(figure);
		moveAcross();
	};
}

// After the reader's own scrolling: rows that come into view are drawn.
export function onScrolled(figure) {
	const shape = figure.matches('.windowed') && shapes.get(figure.querySelector('svg'));
	if (!shape)
		return;
	const scale = figure.querySelector('svg').clientHeight / shape.height;
	const top = figure.scrollTop / scale, bottom = top + figure.clientHeight / scale;
	const first = Math.max(0, shape.edges.findIndex((edge) => edge[1] > top + shape.heads));
	const last = Math.max(first, shape.edges.findLastIndex((edge) => edge[0] < bottom));
	if (first < shape.near[0] + NEAR / 2 || last > shape.near[1] - NEAR / 2)
		showNear(shape, first, last);
}
