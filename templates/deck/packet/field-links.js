// Links a field with its bytes and its sentence: the field under the pointer is highlighted in all of them.
import { changed } from '../base/changes.js';
import { element } from '../base/elements.js';
import { cellName, cellValue } from './header-cells.js';
import { keepLitBytesInView, keepWholeRows } from './hex-dump.js';
import { grouped } from '../base/numbers.js';
import { fieldsOf, layersOf, numberOf } from './packet-data.js';
import { isPrintPage, isPrintedByStep } from '../base/page.js';
import { setFlags } from './tcp-flags.js';

// The narrowest field that covers a byte.
export function fieldAt(frame, position) {
	let best = null;
	for (const field of fieldsOf(frame)) {
		const isOver = field.size > 0 && position >= field.offset && position < field.offset + field.size;
		if (isOver && !(field.bitSize === 1) && (!best || field.size < best.size || (field.size === best.size && !field.bitSize && best.parent < 0 && field.parent >= 0)))
			best = field;
	}
	return best;
}

// The field's sentence for this packet, or its general one; else the sentence of the field around it.
export function sentence(frame, field) {
	if (field.special)
		return field.special;
	if (field.meaning)
		return field.meaning.replace(/{([niv])}( (?:byte|bit)s\b)?/g, (_, mark, unit = '') => {
			const words = mark === 'v' ? field.value : mark === 'n' ? grouped(numberOf(frame, field)) : String(numberOf(frame, field));
			return words + (words === '1' ? unit.slice(0, -1) : unit);
		});
	return field.parent >= 0 ? sentence(frame, frame.list[field.parent]) : '';
}

function heading(frame, field) {
	const value = field.name === 'tcp.flags' ? setFlags(frame.flags).map(([name]) => name).reverse().join(', ') : cellValue(frame, field);
	const label = cellName(field);
	return value && value.length <= 60 ? `${label}: ${value}` : label;
}

export const shownLayer = (root) => [...root.querySelectorAll('.crumbs button')].findIndex((crumb) => crumb.classList.contains('on'));

// A field that is not in the picture says where it is.
function layerWords(root, frame, field) {
	const shown = shownLayer(root);
	return shown < 0 || shown === field.layer ? '' : `${layersOf(frame)[field.layer][0]} · `;
}

// Screen readers speak this text when it changes: it describes each field that gets the focus.
export function sentenceLine() {
	const line = element('p', 'sentence');
	line.setAttribute('aria-live', 'polite');
	return line;
}

const isInside = (frame, index, outer) => {
	for (let one = frame.list[index]; one && one.parent >= 0; one = frame.list[one.parent])
		if (one.parent === outer)
			return true;
	return false;
};

// What a picture has of the field: its own cells, bits and lines; else the cell around it, as that of an option around its
// value; else the cells inside it, as those of all options.
export function drawnFor(picture, frame, field) {
	const named = [...picture.querySelectorAll('[data-field]')].filter((node) => !node.matches('.field-step'));
	const shows = (index) => named.filter((node) => Number(node.dataset.field) === index);
	const own = shows(field.index);
	if (own.length)
		return own;
	for (let one = field; one.parent >= 0; one = frame.list[one.parent]) {
		const around = shows(one.parent);
		if (around.length)
			return around;
	}
	return named.filter((node) => node.matches('.cell') && isInside(frame, Number(node.dataset.field), field.index));
}

const FADE = 36; // px at the lower edge of what continues there (base/fading-edges.css)

// Scrolls a row that is hidden or that fades to the middle, so that what is around it shows, too. The first row that shows is whole.
export function keepLitInView(picture) {
	const lit = picture && picture.querySelector('.lit');
	if (!lit)
		return;
	lit.closest('details')?.setAttribute('open', '');
	const [outer, inner] = [picture.getBoundingClientRect(), lit.getBoundingClientRect()];
	const scale = outer.height / picture.offsetHeight || 1;
	const topOf = (node) => (node.getBoundingClientRect().top - outer.top) / scale;
	const top = topOf(lit), height = inner.height / scale;
	if (top >= 0 && top + height <= picture.clientHeight - FADE)
		return;
	const by = top - Math.max(0, (picture.clientHeight - height) / 2);
	picture.scrollTop += [...picture.querySelectorAll('.line')].filter((line) => line.offsetHeight).map(topOf).findLast((line) => line <= by) ?? by;
}

// Highlights everything in `root` that shows the field.
export function light(root, frame, field) {
	for (const node of root.querySelectorAll('.lit, .holds-lit'))
		node.classList.remove('lit', 'holds-lit', 'joined');
	root.dataset.lit = field ? field.index : '';
	const step = root.querySelector('.field-step.now');
	const isEachPrinted = isPrintPage && !isPrintedByStep;
	root.classList.toggle('at-step', Boolean(step && field && !isEachPrinted && step.dataset.field === String(field.index)));
	changed();
	const line = root.querySelector('.sentence');
	if (!field) {
		if (line)
			line.replaceChildren();
		return;
	}
	for (const node of drawnFor(root, frame, field))
		node.classList.add('lit');
	const last = field.bitSize ? field.offset + ((field.bitOffset + field.bitSize - 1) >> 3) + 1 : field.offset + field.size;
	// The reserved bits beside TCP's flags are in the byte before.
	const first = field.name === 'tcp.flags' ? last - 1 : field.offset + (field.bitSize ? field.bitOffset >> 3 : 0);
	for (const node of root.querySelectorAll('[data-byte]')) {
		const position = Number(node.dataset.byte);
		if (position < first || position >= last)
			continue;
		node.classList.add('lit');
		node.classList.toggle('joined', position + 1 < last && node.nextSibling !== null);
	}
	for (const node of root.querySelectorAll('.cell .lit'))
		node.parentNode.closest('.cell').classList.add('holds-lit');
	if (line)
		line.replaceChildren(element('b', '', layerWords(root, frame, field) + heading(frame, field)), ' ', sentence(frame, field));
	keepWholeRows(root.querySelector('.dump'));
}

// The innermost layer that has a byte; -1 when none has it.
const layerAt = (frame, position) => layersOf(frame).findLastIndex(([, offset, , size]) => position >= offset && position < offset + size);

// Handles hover, focus and touch on fields and bytes. A click on a byte of another layer turns the picture to it.
export function link(root, frame, turn) {
	fieldsOf(frame);
	const pick = (event) => {
		const node = event.target.closest && event.target.closest('[data-field], [data-byte]');
		if (!node || !root.contains(node))
			return;
		const field = node.dataset.field !== undefined ? frame.list[Number(node.dataset.field)] : fieldAt(frame, Number(node.dataset.byte));
		const layer = field ? field.layer : layerAt(frame, Number(node.dataset.byte));
		if (event.type === 'click' && node.dataset.byte !== undefined && layer >= 0 && layer !== shownLayer(root))
			turn(root, frame, layer, true);
		if (field)
			light(root, frame, field);
		if (node.dataset.byte === undefined)
			keepLitBytesInView(root.querySelector('.dump'));
		else if (event.type === 'click')
			keepLitInView(root.querySelector('.picture'));
	};
	root.addEventListener('pointerover', pick);
	root.addEventListener('focusin', pick);
	root.addEventListener('click', pick);
}
