// Keeps windows in the same state by messages. The stage decides: it reports what it shows (`state`). A click in
// the speaker's picture of the stage is a request (`want`). Requests are counted, so that an older state does not
// undo a newer request.
import { changed, onChange, onNewSlides } from '../base/changes.js';
import { withClass } from '../base/elements.js';
import { light } from '../packet/field-links.js';
import { closePacket, opened, openFolded, openPacket, openRow } from '../packet/packet-detail.js';
import { fieldsOf, frameOf } from '../packet/packet-data.js';
import { showLayer } from '../packet/packet-layers.js';
import { isHeard, on, role, send } from './windows.js';

const REQUEST_MS = 1500; // the longest wait for the answer to a request
const SCROLLING = ['diagram', 'stream-text', 'picture', 'packets-list', 'dump', 'fold-list', 'long'];

// The elements in which layers and fields are chosen: the open packet, or the packets on the slide.
const rootsOf = (section) => (opened ? [opened.dialog] : [...section.querySelectorAll('.packets-packet')]);
const holdersOf = (section) => (opened ? withClass(opened.dialog, ...SCROLLING) : [section, ...withClass(section, ...SCROLLING)]);

function choiceIn(root) {
	const layer = [...root.querySelectorAll('.crumbs button')].findIndex((crumb) => crumb.classList.contains('on'));
	return [layer, Number(root.dataset.lit ?? -1)];
}

const packetState = (section) => opened && {
	block: [...section.querySelectorAll('.packets')].indexOf(opened.block),
	row: opened.number, line: opened.line, isFold: opened.isFold,
};

export function shown() {
	const section = Reveal.getCurrentSlide();
	if (!section)
		return null;
	const { h, v, f } = Reveal.getIndices();
	return {
		id: section.id, h, v: v || 0, f: f === undefined ? -1 : f,
		packet: packetState(section) || null,
		choices: rootsOf(section).map(choiceIn),
		scrolls: holdersOf(section).map((holder) => [Math.round(holder.scrollTop), Math.round(holder.scrollLeft)]),
	};
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function placeOf({ id, h, v }) {
	const section = id && document.getElementById(id);
	const place = section && Reveal.getIndices(section);
	return place ? [place.h, place.v || 0] : [h, v];
}

function showPacket(section, packet) {
	const now = packetState(section) || null;
	if (isSame(now, packet))
		return;
	for (let tries = 0; opened && tries < 2; tries++) // closing a packet of a fold returns to the fold's list
		closePacket();
	const block = packet && section.querySelectorAll('.packets')[packet.block];
	if (!block)
		return;
	if (!packet.isFold && !packet.line) {
		openPacket(block, packet.row);
		return;
	}
	const row = block.querySelector(`.row[data-frame="${Number(packet.row)}"]`);
	if (!row || !openRow(block, row) || !packet.line)
		return;
	const line = opened.dialog.querySelector(`tr[data-frame="${Number(packet.line)}"]`);
	if (line)
		openFolded(line);
}

function showChoice(root, choice) {
	const frame = opened ? frameOf(opened.block, opened.line || opened.number) : frameOf(root, root.dataset.frame);
	if (!frame || !choice)
		return;
	const [layer, field] = choice, [oldLayer, oldField] = choiceIn(root);
	if (layer >= 0 && layer !== oldLayer)
		showLayer(root, frame, layer);
	if (field !== oldField && fieldsOf(frame)[field]) {
		light(root, frame, fieldsOf(frame)[field]);
		// The focus is where it was in the other window.
		const cell = root.matches('dialog') && root.querySelector(`.cell[data-field="${field}"][tabindex]`);
		if (cell && !document.hasFocus())
			cell.focus({ preventScroll: true });
	}
}

export function show(state) {
	const now = shown();
	if (!now || isSame(now, state))
		return;
	const [h, v] = placeOf(state);
	if (now.h !== h || now.v !== v || now.f !== state.f)
		Reveal.slide(h, v, state.f);
	const section = Reveal.getCurrentSlide();
	showPacket(section, state.packet);
	rootsOf(section).forEach((root, index) => showChoice(root, state.choices[index]));
	holdersOf(section).forEach((holder, index) => {
		const [top, left] = state.scrolls[index] || [0, 0];
		if (Math.abs(holder.scrollTop - top) > 1 || Math.abs(holder.scrollLeft - left) > 1)
			holder.scrollTo({ top, left, behavior: 'instant' });
	});
}

let last = null; // the last state that was sent, or received and shown
let requests = 0, requestedAt = 0, answered = 0;
const touched = { any: 0, scroll: 0 }; // the time of the last input in this window

function sendState(isAsked) {
	const now = isHeard() ? shown() : null; // to find what is scrolled costs time at each step
	if (!now)
		return;
	const state = { ...now, answered, isPaused: Reveal.isPaused(), isFirst: now.h === 0 && now.v === 0 && now.f < 0 };
	if (!isAsked && isSame(state, last))
		return;
	last = state;
	send('state', state);
}

// Movement without input, such as a picture that follows its steps, is no request.
function requestState() {
	const now = shown(), time = Date.now();
	if (last && time > touched.scroll + REQUEST_MS)
		now.scrolls = last.scrolls;
	if (!now || isSame(now, last))
		return;
	last = now;
	if (time > touched.any + REQUEST_MS)
		return;
	requestedAt = time;
	send('want', { ...now, count: ++requests });
}

let isWaiting = false;
function reportSoon() {
	if (isWaiting || !Reveal.isReady())
		return;
	isWaiting = true;
	queueMicrotask(() => {
		isWaiting = false;
		(role === 'now' ? requestState : sendState)();
	});
}

function noteInput() {
	for (const name of ['pointerdown', 'pointerover', 'wheel', 'touchmove', 'keydown']) {
		document.addEventListener(name, () => {
			touched.any = Date.now();
			if (name !== 'pointerover')
				touched.scroll = touched.any;
		}, { capture: true, passive: true });
	}
}

function showStageState(state) {
	if (!Reveal.isReady() || (state.answered < requests && Date.now() < requestedAt + REQUEST_MS))
		return;
	const { id, h, v, f, packet, choices, scrolls } = state;
	show({ id, h, v, f, packet, choices, scrolls });
	last = shown();
}

function showNextStep(state, isAgain = false) {
	if (!Reveal.isReady() || (last && isAgain !== true && isSame([last.id, last.h, last.v, last.f], [state.id, state.h, state.v, state.f])))
		return;
	last = state;
	Reveal.slide(...placeOf(state), state.f);
	Reveal.next();
}

// The stage shows what is requested, and reports it. The frames show what the stage reports.
export function startMirror() {
	if (role === 'next') {
		on('state', showNextStep);
		onNewSlides(() => last && showNextStep(last, true));
	} else {
		for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden', 'paused', 'resumed'])
			Reveal.on(name, changed);
		document.addEventListener('scroll', changed, true);
		onChange(reportSoon);
	}
	if (role === 'now') {
		noteInput();
		on('state', showStageState);
	}
	if (role === 'stage') {
		on('want', ({ count, ...state }) => {
			answered = count;
			show(state);
			sendState(true);
		});
		on('hello', () => Reveal.isReady() && sendState(true));
		on('go', (id) => {
			if (document.getElementById(id))
				Reveal.slide(...placeOf({ id }), -1);
		});
	} else {
		Reveal.on('ready', () => send('hello'));
	}
}
