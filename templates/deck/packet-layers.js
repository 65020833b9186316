// The layers of a packet: its crumbs, and the header that is shown. In a dialog, or on the slide of `show: packet`.
import { element } from './elements.js';
import { drawLines } from './field-lines.js';
import { light, link } from './field-links.js';
import { markMore } from './figures.js';
import { cellsOf } from './header-cells.js';
import { HEADER_SIZE_MAX, MAP_HEIGHT, MAP_HEIGHT_OPENED } from './header-layout.js';
import { drawMap } from './header-map.js';
import { drawBytes } from './hex-dump.js';
import { grouped } from './numbers.js';
import { fieldsOf, frameOf, layersOf } from './packet-data.js';
import { upright } from './page.js';

const TEXTUAL = ['HTTP', 'Data', 'Unknown'];

// In a dialog, or in the static picture of `show: packet`, which C drew the same way.
export function showLayer(root, frame, layerIndex) {
	const layer = layersOf(frame)[layerIndex];
	root.querySelectorAll('.crumbs button').forEach((crumb, index) => {
		crumb.classList.toggle('on', index === layerIndex);
		crumb.setAttribute('aria-pressed', String(index === layerIndex));
	});
	const isMapped = !TEXTUAL.includes(layer[0]) && layer[2] <= HEADER_SIZE_MAX && cellsOf(frame, layerIndex).length > 1;
	const picture = root.querySelector('.picture');
	const place = root.matches('dialog') ? [MAP_HEIGHT_OPENED, innerWidth < 700] : [MAP_HEIGHT, upright.matches];
	picture.replaceChildren(isMapped ? drawMap(frame, layerIndex, ...place) : drawLines(frame, layerIndex));
	picture.scrollTop = 0;
	markMore(picture);
	for (const node of root.querySelectorAll('[data-byte]')) {
		const position = Number(node.dataset.byte);
		node.classList.toggle('within', position >= layer[1] && position < layer[1] + layer[2]);
	}
	const list = fieldsOf(frame).filter((field) => field.layer === layerIndex && field.size > 0);
	const first = list.find((field) => field.name === 'tcp.flags') || list.find((field) => field.parent < 0);
	light(root, frame, first);
	const row = root.querySelector(`.dump [data-byte="${layer[1]}"]`);
	const dump = root.querySelector('.dump');
	if (row && dump)
		dump.scrollTop = Math.max(0, row.closest('.dump-row').offsetTop - 60); // two whole rows before it
}

export function addCrumbs(crumbs, root, frame) {
	crumbs.replaceChildren(...layersOf(frame).map((layer, index) => {
		const crumb = element('button', '', `${layer[0]} `, element('span', '', grouped(layer[2] || layer[3])));
		crumb.type = 'button';
		crumb.addEventListener('click', () => showLayer(root, frame, index));
		return crumb;
	}));
}

const linked = new WeakSet();

export function linkStatic() {
	for (const block of document.querySelectorAll('.packets-packet')) {
		if (linked.has(block))
			continue;
		linked.add(block);
		const frame = frameOf(block, block.dataset.frame);
		const crumbs = block.querySelector('.crumbs');
		if (!frame || !crumbs)
			continue;
		const on = [...crumbs.children].findIndex((crumb) => crumb.classList.contains('on'));
		addCrumbs(crumbs, block, frame);
		block.querySelector('.dump').replaceWith(drawBytes(frame));
		link(block, frame);
		showLayer(block, frame, Math.max(0, on));
	}
}
