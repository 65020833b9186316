// Field, bytes and sentence are one thing: what is pointed at lights up everywhere.
import { element } from './elements.js';
import { cellName, cellValue } from './header-cells.js';
import { grouped, whole } from './numbers.js';
import { fieldsOf, numberOf } from './packet-data.js';
import { setFlags } from './tcp-flags.js';

// The narrowest field over a byte.
export function fieldAt(frame, position) {
	let best = null;
	for (const field of fieldsOf(frame)) {
		const isOver = field.size > 0 && position >= field.offset && position < field.offset + field.size;
		if (isOver && !(field.bitSize === 1) && (!best || field.size < best.size || (field.size === best.size && !field.bitSize && best.parent < 0 && field.parent >= 0)))
			best = field;
	}
	return best;
}

// What the field says in this packet, or always; else what the field around it says.
export function sentence(frame, field) {
	if (field.special)
		return field.special;
	if (field.meaning)
		return field.meaning.replace(/{[nv]}/g, (mark) => (mark === '{n}' ? grouped(numberOf(frame, field)) : field.value));
	return field.parent >= 0 ? sentence(frame, frame.list[field.parent]) : '';
}

function heading(frame, field) {
	const value = field.name === 'tcp.flags' ? setFlags(frame.flags).map(([name]) => name).reverse().join(', ') : cellValue(frame, field);
	const label = cellName(field);
	return value && value.length <= 60 ? `${label}: ${value}` : label;
}

// Spoken when it changes: focus moves from field to field, and this says what each one is.
export function sentenceLine() {
	const line = element('p', 'sentence');
	line.setAttribute('aria-live', 'polite');
	return line;
}

// Everything in `root` that shows a field lights up with it.
export function light(root, frame, field) {
	for (const node of root.querySelectorAll('.lit'))
		node.classList.remove('lit');
	const line = root.querySelector('.sentence');
	if (!field) {
		if (line)
			line.replaceChildren();
		return;
	}
	const family = [field.index];
	for (let one = field; one.parent >= 0; one = frame.list[one.parent])
		family.push(one.parent);
	const shown = family.find((index) => root.querySelector(`[data-field="${index}"]`));
	for (const node of root.querySelectorAll(`[data-field="${field.index}"], .cell[data-field="${shown}"]`))
		node.classList.add('lit');
	const first = field.offset + (field.bitSize ? field.bitOffset >> 3 : 0);
	const last = field.bitSize ? field.offset + ((field.bitOffset + field.bitSize - 1) >> 3) + 1 : field.offset + field.size;
	for (const node of root.querySelectorAll('[data-byte]')) {
		const position = Number(node.dataset.byte);
		if (position >= first && position < last)
			node.classList.add('lit');
	}
	if (line)
		line.replaceChildren(element('b', '', heading(frame, field)), ' ', whole(sentence(frame, field)));
}

// Hover, focus and touch over fields and bytes.
export function link(root, frame) {
	fieldsOf(frame);
	const pick = (event) => {
		const node = event.target.closest && event.target.closest('[data-field], [data-byte]');
		if (!node || !root.contains(node))
			return;
		const field = node.dataset.field !== undefined ? frame.list[Number(node.dataset.field)] : fieldAt(frame, Number(node.dataset.byte));
		if (field)
			light(root, frame, field);
	};
	root.addEventListener('pointerover', pick);
	root.addEventListener('focusin', pick);
	root.addEventListener('click', pick);
}
