// What the room was told: an answer is told when its step was shown on this stage, also after a reload, until the talk begins
// anew at its first slide. The steps of reveal.js do not say that: to it, all slides before this one have shown theirs,
// also those over which a jump passed.
import { isPrintPage, leaves } from '../base/page.js';

const KEPT = `pcapdeck-told ${location.pathname}`;
const asksHere = document.getElementsByClassName('ask'); // to search at each step takes time

let told = new Set(); // names of answers
try {
	told = new Set(JSON.parse(sessionStorage.getItem(KEPT)));
} catch {
	// A browser that stores nothing forgets it at a reload.
}

const asksOf = (section) => [...section.querySelectorAll('.ask:not([data-frame])')];
const answerOf = (ask) => ask.querySelector(':scope > .ask-answer');
const sequencesOf = (section) => [...section.querySelectorAll('.asking')];
const rowsOf = (block) => [...block.querySelectorAll('.row')];
const isAnswer = (row) => row.previousElementSibling?.matches('.question') ?? false; // of a sequence that asks for it
const nameOf = (section, row) => `${section.id} ${row.closest('.packets').dataset.capture} ${row.dataset.frame}`;

// The answers that a slide shows. A listener has what the server says was shown.
const shownOn = (section) => [
	...asksOf(section).filter((ask) => answerOf(ask).matches('.visible') && !ask.matches('.withheld')).map((ask) => ask.id),
	...sequencesOf(section).flatMap(rowsOf).filter((row) => isAnswer(row) && row.matches('.visible')).map((row) => nameOf(section, row)),
];

function note() {
	if (!asksHere.length)
		return;
	const section = Reveal.getCurrentSlide(), before = told.size;
	if (!Reveal.isScrollView() && section === leaves()[0] && !(Reveal.getIndices().f >= 0))
		told.clear();
	shownOn(section).forEach((name) => told.add(name));
	if (told.size === before)
		return;
	try {
		sessionStorage.setItem(KEPT, JSON.stringify([...told]));
	} catch {
		// As above.
	}
}

// Leaves out of a sequence the packets from this one on, and what is said of all.
function removeRows(block, rows, from) {
	const later = rows.slice(from), isNow = later.some((row) => row.matches('.now'));
	const marks = [...block.querySelectorAll('.hand')].filter((mark) => Number(mark.dataset.row) >= from);
	const words = block.querySelectorAll(`.twin, .asks, .remarks, svg > title, svg > desc${isNow ? ', .facts, .band' : ''}`);
	[...later, ...marks, ...words].forEach((node) => node.remove());
}

function removeAnswer(ask) {
	ask.querySelectorAll(':scope > :is(.ask-answer, .ask-shown)').forEach((node) => node.remove());
	for (const node of [ask, ...ask.querySelectorAll('.right')])
		node.classList.remove('solved', 'right');
}

// Leaves out of the copy of a slide what the room was not told.
function removeUntold(copy) {
	asksOf(copy).filter((ask) => !told.has(ask.id) && !ask.matches('.revealed')).forEach(removeAnswer);
	for (const block of sequencesOf(copy)) {
		const rows = rowsOf(block), from = rows.findIndex((row) => isAnswer(row) && !told.has(nameOf(copy, row)));
		if (from >= 0)
			removeRows(block, rows, from);
	}
}

// A copy of a slide as the room knows it.
export function toldCopyOf(section) {
	const copy = section.cloneNode(true);
	removeUntold(copy);
	return copy;
}

// The slide, or where it asks, such a copy, to be read.
export const toldOf = (section) => (section.querySelector('.ask') ? toldCopyOf(section) : section);

export function startTold() {
	if (isPrintPage)
		return;
	for (const name of ['ready', 'slidechanged', 'fragmentshown'])
		Reveal.on(name, note);
}
