// The layers of a packet: their crumbs, and the header that is shown, in a dialog or on the slide of `show: packet`.
import { element } from '../base/elements.js';
import { drawLines, isListed, orderedFields } from './field-lines.js';
import { drawnFor, keepLitInView, light, link, shownLayer } from './field-links.js';
import { markMore } from '../base/picture-fit.js';
import { cellsOf, isWide } from './header-cells.js';
import { BIT_WIDTH, BIT_WIDTH_UPRIGHT, BIT_WIDTH_WIDE, HEADER_SIZE_MAX, MAP_HEIGHT, MAP_HEIGHT_COLUMN, MAP_HEIGHT_OPENED, WIDE_BELOW } from './header-layout.js';
import { drawMap } from './header-map.js';
import { drawBytes, keepLitBytesInView, keepWholeRows } from './hex-dump.js';
import { grouped } from '../base/numbers.js';
import { fieldsOf, frameOf, layersOf } from './packet-data.js';
import { upright } from '../base/page.js';

const isMapped = (frame, index) => !isListed(layersOf(frame)[index][0]) && layersOf(frame)[index][2] <= HEADER_SIZE_MAX && cellsOf(frame, index).length > 1;

// The height and the width of a bit that a drawn header has. A short one is wide, unless steps go to another one as well:
// then nothing would stay in its place.
function placeOf(root, frame, layerIndex) {
	if (root.matches('dialog'))
		return [MAP_HEIGHT_OPENED, innerWidth < 700 ? BIT_WIDTH_UPRIGHT : BIT_WIDTH];
	if (upright.matches || root.closest('.slide-body'))
		return [upright.matches ? MAP_HEIGHT : MAP_HEIGHT_COLUMN, BIT_WIDTH_UPRIGHT];
	const height = Number(root.querySelector('.picture').dataset.height) || MAP_HEIGHT;
	const layers = [layerIndex, ...[...root.querySelectorAll('.field-step')].map((step) => Number(step.dataset.layer))];
	return layers.every((layer) => isMapped(frame, layer) && isWide(frame, layer, height)) ? [height - WIDE_BELOW, BIT_WIDTH_WIDE] : [height, BIT_WIDTH];
}

// Works in a dialog and in the static picture of `show: packet`, which the program drew the same way.
export function showLayer(root, frame, layerIndex, keepsBytes = false) {
	const layer = layersOf(frame)[layerIndex];
	root.querySelectorAll('.crumbs button').forEach((crumb, index) => {
		crumb.classList.toggle('on', index === layerIndex);
		crumb.setAttribute('aria-pressed', String(index === layerIndex));
	});
	const picture = root.querySelector('.picture'), place = placeOf(root, frame, layerIndex), hasMap = isMapped(frame, layerIndex);
	picture.parentNode.classList.toggle('wide', hasMap && place[1] === BIT_WIDTH_WIDE);
	picture.replaceChildren(hasMap ? drawMap(frame, layerIndex, ...place) : drawLines(frame, layerIndex));
	for (const { dataset } of root.querySelectorAll('.field-step'))
		for (const node of drawnFor(picture, frame, fieldsOf(frame)[Number(dataset.field)]))
			node.classList.add('asked');
	picture.scrollTop = 0;
	markMore(picture);
	for (const node of root.querySelectorAll('[data-byte]')) {
		const position = Number(node.dataset.byte);
		node.classList.toggle('within', position >= layer[1] && position < layer[1] + layer[2]);
	}
	const list = fieldsOf(frame).filter((field) => field.layer === layerIndex && field.size > 0);
	const first = list.find((field) => field.name === 'tcp.flags') || (hasMap ? list : orderedFields(frame, layerIndex)).find((field) => field.parent < 0);
	light(root, frame, first);
	const row = root.querySelector(`.dump [data-byte="${layer[1]}"]`);
	const dump = root.querySelector('.dump');
	if (row && dump && !keepsBytes)
		dump.scrollTop = Math.max(0, row.closest('.dump-row').offsetTop - 2 * row.closest('.dump-row').offsetHeight); // two whole rows before it
}

// The layer of a packet that opens: TCP, or the first packet of QUIC, behind which all is encrypted, else the last; what
// an ICMP error quotes is not what was sent.
export function firstLayer(frame) {
	const names = layersOf(frame).map(([name]) => name);
	const error = names.findIndex((name) => /^ICMP/.test(name));
	const sent = error < 0 ? names : names.slice(0, error + 1);
	const first = sent.findIndex((name) => name === 'TCP' || name === 'QUIC');
	return first >= 0 ? first : sent.length - 1;
}

// From whom to whom: "192.0.2.1:80 → [2001:db8::1]:40001", by the last addresses up to the layer that opens, or by the
// names that the block has for them.
export function wayOf(frame, names = {}) {
	const within = fieldsOf(frame).filter((field) => field.layer <= firstLayer(frame));
	const ends = ['src', 'dst'].map((end) => {
		const field = within.findLast(({ name }) => name === `ip.${end}` || name === `ipv6.${end}`) || within.find(({ name }) => name === `eth.${end}`);
		const port = frame[end === 'src' ? 'sport' : 'dport'];
		if (!field || port === undefined)
			return field && field.value;
		return `${field.name.startsWith('ipv6') ? `[${field.value}]` : field.value}:${port}`;
	});
	return ends.every(Boolean) ? ends.map((end) => names[end] ?? end).join(' → ') : '';
}

export function addCrumbs(crumbs, root, frame) {
	crumbs.replaceChildren(...layersOf(frame).map((layer, index) => {
		const crumb = element('button', '', `${layer[0]} `, element('span', '', grouped(layer[2] || layer[3])));
		crumb.type = 'button';
		crumb.addEventListener('click', () => showLayer(root, frame, index));
		return crumb;
	}));
}

const SIZES = ['letters-23', 'letters-20', 'letters-18']; // as of the panel beside a sequence
const BYTES_LEAST = 58; // px: two rows

// A long remark gets smaller letters, before it takes room from the bytes beside or above it, or from the picture.
function fitWords(block, step) {
	const [columns, picture, reading, dump] = ['.columns', '.picture', '.reading', '.dump'].map((name) => block.querySelector(name));
	const isTooTall = ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1;
	if (!reading.clientHeight || upright.matches) // the slide is not shown, or is as tall as it needs
		return;
	const fits = () => !isTooTall(reading) && (columns.matches('.wide') ? !isTooTall(picture) : dump.clientHeight >= BYTES_LEAST);
	for (const size of ['', ...SIZES]) {
		step.classList.remove(...SIZES);
		if (size)
			step.classList.add(size);
		if (fits())
			return;
	}
}

// `fields:` of a packet: the step that reveal.js has reached, or the first, which needs none. A slide that was not shown
// before has had no sizes, so its row comes into view when it is. `isStep`: it is shown already, and may show a field that
// the pointer is at.
export function showFieldStep(block, isStep = false) {
	const steps = [...block.querySelectorAll('.field-step')];
	const now = steps.findLast((step) => step.matches('.visible')) || steps[0];
	const frame = now && frameOf(block, block.dataset.frame);
	if (!frame || !block.querySelector('.crumbs button') || (isStep && now.matches('.now')))
		return;
	const layer = Number(now.dataset.layer);
	for (const step of steps)
		step.classList.toggle('now', step === now);
	if (layer !== shownLayer(block))
		showLayer(block, frame, layer);
	light(block, frame, fieldsOf(frame)[Number(now.dataset.field)]);
	fitWords(block, now);
	keepWholeRows(block.querySelector('.dump'));
	keepLitInView(block.querySelector('.picture'));
	keepLitBytesInView(block.querySelector('.dump'));
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
		const dump = drawBytes(frame);
		block.querySelector('.dump').replaceWith(dump);
		// A slide that is not shown has no rows to measure. A size must not change while sizes are reported.
		new ResizeObserver(() => requestAnimationFrame(() => {
			keepWholeRows(dump);
			keepLitBytesInView(dump);
		})).observe(dump);
		link(block, frame, showLayer);
		showLayer(block, frame, Math.max(0, on));
		showFieldStep(block);
	}
}
