// A deck from a file sends nothing: what a listener says of it stays in the browser, where the browser allows that, until
// it is copied into a chat.
import { page } from '../base/page.js';
import { linesOf } from './feedback-lines.js';

const FIELDS = ['words', 'learned', 'lost', 'try']; // by kind
const keyOf = () => `pcapdeck-feedback ${page.dataset.feedback}`;
const nothing = () => ({ visitor: [...window.crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join(''), name: '', marks: {}, items: [] });

let kept = null;
export let isKept = true; // false: the browser forgets it when the window is closed

function load() {
	if (kept)
		return;
	try {
		kept = JSON.parse(localStorage.getItem(keyOf()) ?? 'null');
	} catch {
		isKept = false;
	}
	if (!kept || typeof kept.visitor !== 'string' || !Array.isArray(kept.items) || typeof kept.marks !== 'object')
		kept = nothing();
}

function store() {
	try {
		localStorage.setItem(keyOf(), JSON.stringify(kept));
	} catch {
		isKept = false;
	}
}

// As the server's answer (src/serve/feedback/feedback-page.h).
export function readKept() {
	load();
	return {
		name: kept.name,
		slides: Object.entries(kept.marks).map(([id, own]) => ({ id, own })),
		items: kept.items.map((item, index) => ({ ...item, id: index })),
	};
}

export function keep(slide, { mark, step, capture = '', frame = 0, name, ...fields }) {
	load();
	if (mark === 0)
		delete kept.marks[slide];
	else if (mark)
		kept.marks[slide] = mark;
	FIELDS.forEach((field, kind) => {
		if (fields[field]?.trim())
			kept.items.push({ slide, step: Number(step ?? 0), capture, frame: Number(frame), kind, words: fields[field] });
	});
	kept.name = name ?? kept.name;
	store();
}

export function takeBack(index) {
	kept.items.splice(index, 1);
	store();
}

export function keptCount() {
	load();
	return kept.items.length + Object.keys(kept.marks).length;
}

export const keptLines = () => linesOf(page.dataset.feedback, kept);
