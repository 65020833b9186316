// The pen and the spot of light are turned on and off, and follow mouse, finger or stylus; strokes.js draws them. While both
// are off, nothing here listens to pointer events.
import { element } from '../base/elements.js';
import { letterOf } from '../base/key-letter.js';
import { opened } from '../packet/packet-detail.js';
import { page, say } from '../base/page.js';
import { sheetIsOpen } from './sheet.js';
import { beginStroke, eraseAll, continueStroke, placeOf, pointOf, redraw, showSpot, strokesHere, undo } from './strokes.js';

const POINTING = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'click', 'dblclick'];

let whenPointing = () => {};
let mode = null; // 'spot' or 'pen'
let color = 0;
let drawing = null; // the pointer that draws: { id, isTouch }
let hasStylus = false; // it draws alone since the pen was turned on: a hand may rest on the screen

const isTool = (target) => target.closest?.('.ink-bar, .sheet, .help-button') || sheetIsOpen();

function onSpot(event) {
	const isLifted = event.pointerType !== 'mouse' && /^pointer(up|cancel)$/.test(event.type);
	if (event.isPrimary && (isLifted || /^pointer(down|move)$/.test(event.type)))
		showSpot(isLifted ? null : placeOf(event));
	// A mouse keeps its default action; a finger's would turn the slide.
	if (event.pointerType !== 'mouse' && /^pointer/.test(event.type))
		event.stopPropagation();
}

// What a finger has begun is taken back when another one comes, since two fingers zoom, or when it was a hand that lies
// beside its stylus.
function onPenDown(event) {
	const isTouch = event.pointerType === 'touch';
	hasStylus ||= event.pointerType === 'pen';
	if (drawing?.isTouch && !(isTouch && event.isPrimary)) {
		undo();
		drawing = null;
	}
	if (drawing || !event.isPrimary || event.button !== 0 || (isTouch && hasStylus))
		return;
	drawing = { id: event.pointerId, isTouch };
	page.setPointerCapture(event.pointerId);
	beginStroke(color, pointOf(event), event.target);
}

function onPen(event) {
	event.stopPropagation();
	if (/click/.test(event.type)) {
		event.preventDefault();
	} else if (event.type === 'pointerdown') {
		onPenDown(event);
	} else if (event.type === 'pointermove' && event.pointerId === drawing?.id) {
		const all = event.getCoalescedEvents?.() ?? [];
		(all.length ? all : [event]).forEach((one) => continueStroke(pointOf(one)));
	} else if (event.type !== 'pointermove' && event.pointerId === drawing?.id) {
		drawing = null;
	}
}

export const isDrawing = () => drawing !== null;

// Whether a pointer by itself is left to move the zoomed view.
export const movesView = ({ pointerType }) => (mode === 'spot' ? pointerType === 'mouse' : mode === null || (hasStylus && pointerType === 'touch'));

function onPointer(event) {
	if (!isTool(event.target))
		(mode === 'pen' ? onPen : onSpot)(event);
}

// The pen neither selects text nor opens a row.
const keepText = (event) => mode === 'spot' || isTool(event.target) || event.preventDefault();

// The pen's tools, for fingers.
function showBar() {
	document.querySelector('.ink-bar')?.remove();
	if (!mode)
		return;
	const button = (words, sign, act, className = '') => {
		const one = element('button', className, sign);
		one.type = 'button';
		one.title = words;
		one.setAttribute('aria-label', words);
		one.addEventListener('click', act);
		return one;
	};
	const names = [say('빨강', 'red'), say('파랑', 'blue'), say('초록', 'green'), say('글자색', 'ink')];
	const colors = mode === 'pen' ? names.map((name, index) => {
		const one = button(`${name} (${index + 1})`, '', () => pick(index), `color pen-${index}`);
		one.setAttribute('aria-pressed', String(index === color));
		return one;
	}) : [];
	const tools = mode === 'pen' ? [button(say('되돌리기 (U)', 'undo (U)'), '↶', undo), button(say('모두 지우기 (X)', 'erase all (X)'), '⌫', eraseAll)] : [];
	const bar = element('div', 'ink-bar', ...colors, ...tools, button(say('끄기 (Esc)', 'off (Esc)'), '×', () => point(null)));
	bar.setAttribute('role', 'toolbar');
	bar.setAttribute('aria-label', mode === 'pen' ? say('펜', 'pen') : say('레이저', 'laser'));
	(opened ? opened.dialog : document.querySelector('.reveal')).append(bar);
}

function pick(index) {
	color = index;
	showBar();
}

export const pointing = () => mode;

export const onPointing = (changed) => { whenPointing = changed; };

// Turns one of them on, or both off.
export function point(wanted) {
	if (Reveal.isScrollView())
		return;
	const turn = wanted && !mode ? 'addEventListener' : !wanted && mode ? 'removeEventListener' : null;
	mode = wanted;
	drawing = null;
	hasStylus = false;
	if (turn) {
		POINTING.forEach((name) => document[turn](name, onPointer, true));
		for (const name of ['mousedown', 'selectstart', 'dragstart'])
			document[turn](name, keepText, true);
	}
	page.classList.toggle('spotting', mode === 'spot');
	page.classList.toggle('penning', mode === 'pen');
	showSpot(null);
	showBar();
	whenPointing(mode);
}

// Called for another slide, or when a packet opens or closes: each has its own strokes.
export function onSurface() {
	drawing = null;
	showSpot(null);
	redraw();
	if (mode)
		showBar();
}

export function onPointKey(event) {
	const letter = letterOf(event);
	if (letter === 'r' || letter === 'c') {
		const wanted = letter === 'r' ? 'spot' : 'pen';
		point(mode === wanted ? null : wanted);
	} else if (mode && event.key === 'Escape') {
		point(null);
	} else if ((letter === 'x' || event.key === 'Delete') && strokesHere().length) {
		eraseAll();
	} else if (mode === 'pen' && (letter === 'u' || event.key === 'Backspace')) {
		undo();
	} else if (mode === 'pen' && /^[1-4]$/.test(event.key)) {
		pick(Number(event.key) - 1);
	} else {
		return false;
	}
	return true;
}
