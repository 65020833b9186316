// Zooms into a part of the slide or of the open packet, by key, wheel, pinch or double click. The browser draws it
// again at that size, so letters stay sharp. Steps still work, and the view follows them.
import { changed } from '../base/changes.js';
import { letterOf } from '../base/key-letter.js';
import { opened } from '../packet/packet-detail.js';
import { page, printing } from '../base/page.js';
import { pinHeads } from '../base/picture-fit.js';
import { hideScrubber, showScrubber } from '../picture/scrubber.js';
import { isDrawing, movesView } from './pen-and-spot.js';
import { sheetIsOpen } from './sheet.js';
import { currentBlock } from '../picture/stepping.js';
import { surface } from './strokes.js';

const MOST = 8, KEY_FACTOR = 1.5, FIRST = 2.2, PAN = .2, DRAG = 5;
const PICTURES = '.diagram, .picture, .header-map, .columns, .stream-text, .packets-list, img, svg';
const ACTING = 'a, button, input, summary, .row[data-frame], tr[data-frame], .cell, .line';

let view = { scale: 1, x: 0, y: 0 }; // a point p without zoom is at scale * p + (x, y)
const touches = new Map(); // the positions of the fingers on the screen, by id
let drag = null; // { x, y, isMoved }

const isZoomed = () => view.scale > 1;

const canZoom = () => Reveal.isReady() && !Reveal.isScrollView() && !printing() && !sheetIsOpen() && !opened?.dialog.matches('.narrow');

// The heads of a sequence stay in view.
const keepHeads = () => Reveal.getCurrentSlide()?.querySelectorAll('.packets-sequence > .diagram').forEach(pinHeads);

// `scale` and `translate` come before the transform by which the stage fits the window, about the middle of its own box.
function apply() {
	const { host } = surface(), { style } = host;
	if (page.classList.contains('zoomed') !== isZoomed()) {
		page.classList.toggle('zoomed', isZoomed());
		changed();
	}
	if (!isZoomed()) {
		style.scale = style.translate = '';
		hideScrubber();
		keepHeads();
		return;
	}
	const middle = [host.offsetLeft + host.offsetWidth / 2, host.offsetTop + host.offsetHeight / 2];
	style.scale = view.scale;
	style.translate = `${view.x + (view.scale - 1) * middle[0]}px ${view.y + (view.scale - 1) * middle[1]}px`;
	keepHeads();
	showScrubber();
}

const within = (at, space) => Math.min(0, Math.max(space * (1 - view.scale), at));

function move(x, y) {
	view.x = within(x, innerWidth);
	view.y = within(y, innerHeight);
	apply();
}

// The point at this place of the window keeps its place.
function zoomAt(scale, x, y) {
	const before = { ...view };
	view.scale = Math.max(1, Math.min(MOST, scale));
	move(x - (x - before.x) / before.scale * view.scale, y - (y - before.y) / before.scale * view.scale);
}

export function zoomOut() {
	if (!isZoomed())
		return;
	view = { scale: 1, x: 0, y: 0 };
	for (const host of document.querySelectorAll('.slides, .detail-stage'))
		host.style.scale = host.style.translate = '';
	apply();
}

// Moves the current packet, else the first picture, to the middle.
export function zoomIn() {
	if (!canZoom())
		return;
	const part = opened ? opened.dialog.querySelector('.cell.lit, .picture, .fold-list') : currentBlock()?.querySelector('.row.now .hit') ?? Reveal.getCurrentSlide().querySelector(PICTURES);
	const box = part?.getBoundingClientRect() ?? { left: 0, top: 0, width: innerWidth, height: innerHeight };
	const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2];
	view.scale = FIRST;
	move(innerWidth / 2 - x * FIRST, innerHeight / 2 - y * FIRST);
}

// Moves the current step into view.
export function followStep() {
	const row = isZoomed() && !opened && currentBlock()?.querySelector('.row.now .hit');
	if (!row)
		return;
	keepHeads();
	const box = row.getBoundingClientRect(), heads = row.ownerSVGElement.querySelector('.heads .ground')?.getBoundingClientRect();
	if (box.top < Math.max(innerHeight * .1, heads?.bottom ?? 0) || box.bottom > innerHeight * .85)
		move(view.x, view.y + innerHeight / 2 - (box.top + box.bottom) / 2);
	showScrubber();
}

export function onZoomKey(event) {
	const letter = letterOf(event);
	const pan = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
	if (letter === 'z' && !isZoomed())
		zoomIn();
	else if (!isZoomed())
		return false;
	else if (['z', 'Escape', '0'].includes(letter))
		zoomOut();
	else if (['+', '=', '-'].includes(letter))
		zoomAt(view.scale * (letter === '-' ? 1 / KEY_FACTOR : KEY_FACTOR), innerWidth / 2, innerHeight / 2);
	else if (pan && event.target.type !== 'range')
		move(view.x + pan[0] * PAN * innerWidth, view.y + pan[1] * PAN * innerHeight);
	else
		return false;
	return true;
}

// The wheel zooms with Ctrl, as which trackpads also report a pinch. Without Ctrl it moves the zoomed view.
export function onWheel(event) {
	if (!canZoom() || (!event.ctrlKey && !isZoomed()))
		return;
	event.preventDefault();
	event.stopPropagation();
	const lines = event.deltaMode ? 30 : 1;
	if (event.ctrlKey)
		zoomAt(view.scale * Math.exp(-Math.max(-120, Math.min(120, event.deltaY * lines)) / 240), event.clientX, event.clientY);
	else
		move(view.x - event.deltaX * lines, view.y - event.deltaY * lines);
}

// Two clicks on a packet are two clicks: the first goes to it, the second opens it. They select no word.
export function onMouseDown(event) {
	if (event.detail > 1 && event.target.closest('.row, .cell, .heads'))
		event.preventDefault();
}

export function onDoubleClick(event) {
	if (!canZoom() || page.matches('.penning') || event.target.closest(ACTING) || !event.target.closest(PICTURES))
		return;
	if (isZoomed())
		zoomOut();
	else
		zoomAt(FIRST, event.clientX, event.clientY);
}

function pinch(event) {
	const [one, other] = [...touches.values()], distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
	const before = { wide: distance(one, other), x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
	Object.assign(touches.get(event.pointerId), { x: event.clientX, y: event.clientY });
	const [x, y] = [(one.x + other.x) / 2, (one.y + other.y) / 2];
	zoomAt(view.scale * distance(one, other) / (before.wide || 1), before.x, before.y);
	if (isZoomed())
		move(view.x + x - before.x, view.y + y - before.y);
}

function onDrag(event) {
	if (!drag.isMoved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < DRAG)
		return;
	move(view.x + event.clientX - drag.x, view.y + event.clientY - drag.y);
	drag = { x: event.clientX, y: event.clientY, isMoved: true };
}

// Two fingers zoom; one finger, or the mouse, moves the zoomed view. reveal.js counts fingers, so it gets all events except their movements.
export function onZoomPointer(event) {
	const isTouch = event.pointerType === 'touch';
	if (event.type === 'pointerdown') {
		if (isTouch)
			touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
		const isOurs = isZoomed() && movesView(event) && event.button === 0 && !event.target.closest?.('.ink-bar, .scrubber, .help-button');
		drag = isOurs && touches.size < 2 ? { x: event.clientX, y: event.clientY, isMoved: false } : null;
	} else if (event.type === 'pointermove') {
		const isPinch = touches.size === 2 && touches.has(event.pointerId) && canZoom();
		if (isDrawing() || (!isPinch && !drag))
			return;
		(isPinch ? pinch : onDrag)(event);
		event.stopPropagation();
	} else {
		touches.delete(event.pointerId);
		const wasMoved = drag?.isMoved;
		drag = null;
		if (wasMoved) // the click that follows a movement is ignored
			addEventListener('click', stopClick, { capture: true, once: true });
		setTimeout(() => removeEventListener('click', stopClick, true), 50);
	}
}

function stopClick(event) {
	event.stopPropagation();
	event.preventDefault();
}
