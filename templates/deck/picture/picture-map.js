// The map of a long sequence: a line for each of its arrows, and a pane over those that are in view. It stands beside the
// window that the steps move, and on each slide of a sequence without steps that several slides share (strips.js).
import { element, setAttributes } from '../base/elements.js';

const WIDTH = 28;
const PANE_LEAST = 1 / 60; // of the height, for a pane that one can see

// It stands right behind the figure.
const mapPlaceOf = (figure) => (figure.nextElementSibling?.matches('.map-place') ? figure.nextElementSibling : null);

export function removeMap(figure) {
	mapPlaceOf(figure)?.remove();
	figure.parentNode.classList.remove('with-map');
}

// Makes the map of these rows, whose drawing has this width.
function makeMap(figure, rows, width) {
	const map = setAttributes(document.createElementNS('http://www.w3.org/2000/svg', 'svg'), { class: 'map', viewBox: `0 0 ${WIDTH} ${rows.length}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
	const paths = new Map();
	rows.forEach((row, i) => {
		const rule = row.classList[1], wire = row.querySelector('.wire');
		if (!wire) // a socket call
			return;
		const at = (name) => Math.round((wire.getAttribute(name) ?? 0) / width * WIDTH);
		paths.set(rule, `${paths.get(rule) ?? ''}M${at('x1')} ${i + .5}H${at('x2')}`);
	});
	const add = (name, attributes) => map.appendChild(setAttributes(document.createElementNS(map.namespaceURI, name), attributes));
	add('rect', { class: 'pane', width: WIDTH });
	for (const [rule, d] of paths)
		add('path', { class: rule, d });
	figure.after(element('div', 'map-place', map));
	figure.parentNode.classList.add('with-map');
	return map;
}

// The map, with its pane over `count` rows from the row `first` on.
export function showMap(figure, rows, width, first, count) {
	const map = mapPlaceOf(figure)?.firstChild ?? makeMap(figure, rows, width);
	const height = Math.max(count, rows.length * PANE_LEAST);
	setAttributes(map.querySelector('.pane'), { y: Math.max(0, Math.min(first + (count - height) / 2, rows.length - height)), height });
	return map;
}

// The line over the current row.
export function showHere(map, index) {
	const here = map.querySelector('.here') ?? map.appendChild(setAttributes(document.createElementNS(map.namespaceURI, 'rect'), { class: 'here', width: WIDTH, height: 1 }));
	setAttributes(here, { y: index });
}

// The row at this height of the map.
export function rowOnMap(map, y) {
	const box = map.getBoundingClientRect(), count = map.viewBox.baseVal.height;
	return Math.max(0, Math.min(count - 1, Math.floor((y - box.top) / box.height * count)));
}
