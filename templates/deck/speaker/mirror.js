// Keeps windows in the same state by messages. The stage decides: it reports what it shows (`state`). A click in
// the speaker's picture of the stage is a request (`want`). Requests are counted, so that an older state does not
// undo a newer request. A picture requests nothing before the stage has told it where it is, and says with each request
// which place it was told: the stage may have gone on meanwhile, and then takes only a request for another place.
import { changed, onChange, onNewSlides } from '../base/changes.js';
import { isSame, lyingOver, placeOf, show, shown } from './shown.js';
import { isHeard, on, role, send } from './windows.js';

const REQUEST_MS = 1500; // the longest wait for the answer to a request

let last = null; // the last state that was sent, or received and shown
let requests = 0, requestedAt = 0, answered = 0;
const touched = { any: 0, scroll: 0 }; // the time of the last input in this window

function sendState(isAsked) {
	const now = isHeard() ? shown() : null; // to find what is scrolled costs time at each step
	if (!now)
		return;
	const state = { ...now, answered, ...lyingOver(), isFirst: now.h === 0 && now.v === 0 && now.f < 0 };
	if (!isAsked && isSame(state, last))
		return;
	last = state;
	send('state', state);
}

// Movement without input, such as a picture that follows its steps, is no request.
function requestState() {
	const now = shown(), time = Date.now(), from = last;
	if (!now || !from)
		return;
	if (time > touched.scroll + REQUEST_MS)
		now.scrolls = from.scrolls;
	if (isSame(now, from))
		return;
	last = now;
	if (time > touched.any + REQUEST_MS)
		return;
	requestedAt = time;
	send('want', { ...now, from: { id: from.id, f: from.f }, count: ++requests });
}

const isAtPlace = ({ id, f }, state) => state.id === id && state.f === f;

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
		on('want', ({ count, from, ...state }) => {
			if (!Reveal.isReady())
				return;
			answered = count;
			if (isAtPlace(from, shown()) || !isAtPlace(from, state))
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
